"""The exceptions of gongbao. Every message says what was given, what is allowed and what to do, in one line.

GongbaoError
├── UsageError        the call is wrong (exit status 2)
├── InputError        a file cannot be read as a report (exit status 1)
│   ├── UnsupportedInput  a format, encoding or size outside the stated limits
│   ├── LimitPassed       a report takes more work than its length allows
│   └── Fault             something that gongbao did not foresee went wrong in a report
├── OntologyError     an ontology file is wrong: file, and line or term
├── DictionaryError   a user's dictionary is wrong: file and line
├── DecisionError     a table of decisions is wrong: file, line, what was given
├── GraphError        a graph file cannot be parsed or breaks a law
├── QueryError        a SPARQL query is wrong, or passed a limit (exit status 2)
├── WeightsError     trained weights cannot be read, or do not fit together
├── GoldError        a text to train on is wrong: file, line, reason
├── OutputError       a file or folder cannot be written
└── StoreError        a store is locked, damaged or of another version
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Self

from gongbao.messages import both


class GongbaoError(Exception):
    """The root: a message in English (`str`) and in Chinese (`zh`), one line each; see `messages.both`.

    `source` is the report that it is about, with its place in a file of many (`a.zip/b.docx`, `a.csv#3`), where known.
    """

    source: str | None = None

    def __init__(self, message: str, zh: str = "", **given: Any) -> None:
        english, zh = both(message, zh, **given)
        super().__init__(" ".join(english.split()))
        self.zh = " ".join(zh.split())

    def __reduce__(self) -> tuple[type[Self], tuple[str, str], dict[str, object]]:
        """Both messages and what else is known go with the exception from one process to another."""
        return type(self), (str(self), self.zh), self.__dict__

    def at(self, source: str) -> Self:
        """Return the error with the report that it is about, unless it has one."""
        self.source = self.source or source
        return self


def of_system(error: OSError) -> GongbaoError:
    """Return the error for what the system refuses: a name that is too long, a disk that is full, a stream that is closed."""
    if error.filename is None:
        return GongbaoError("the system refuses the output", error=error)
    return GongbaoError("the system refuses it", what=error.filename, error=error)


def typed(path: Path) -> str:
    """Return a path as it is typed in the shell: between quotation marks where a space or a sign would break it."""
    words = str(path)
    if all(char.isalnum() or char in f"-_.,:/{os.sep}" for char in words):
        return words
    import shlex
    import subprocess

    return subprocess.list2cmdline([words]) if os.name == "nt" else shlex.quote(words)


def read_utf8(path: Path, wrong: type[GongbaoError]) -> str:
    """Return the text of a file that a user wrote. Raises `wrong` where it cannot be read, or is not UTF-8."""
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise wrong("not UTF-8", path=path) from error
    except OSError as error:
        raise wrong("cannot be read", path=path, error=error) from error


def close_matches(given: str, known: Iterable[str]) -> list[str]:
    """Return at most three of the known names that a wrong one may have meant, the closest first."""
    from difflib import get_close_matches

    return get_close_matches(given, list(known), n=3)


class UsageError(GongbaoError):
    """The call is wrong."""


class InputError(GongbaoError):
    """A file cannot be read as a report."""


class UnsupportedInput(InputError):
    """A format, an encoding or a size outside the stated limits."""


class NoTextError(InputError):
    """A letter says nothing itself; what is attached to it may."""


class LimitPassed(InputError):
    """A report takes more work than its length allows."""


class Fault(InputError):
    """Something that gongbao did not foresee went wrong in a report; `trace` says where, for who looks into it."""

    trace: str = ""


class OntologyError(GongbaoError):
    """An ontology file is wrong."""


class DictionaryError(GongbaoError):
    """A user's dictionary is wrong."""


class DecisionError(GongbaoError):
    """A table of decisions is wrong."""


class GraphError(GongbaoError):
    """A graph file cannot be parsed or breaks a law."""


class QueryError(GongbaoError):
    """A SPARQL query is wrong or passed a limit; `place` is line and column of a syntax error, counted from 1."""

    def __init__(self, message: str, zh: str = "", place: tuple[int, int] | None = None, **given: Any) -> None:
        super().__init__(message, zh, **given)
        self.place = place


class WeightsError(GongbaoError):
    """Trained weights cannot be read, or do not fit together."""


class GoldError(GongbaoError):
    """A text to train on is wrong: file, line, reason."""


class OutputError(GongbaoError):
    """A file or folder cannot be written."""


class StoreError(GongbaoError):
    """A store is locked, damaged or of another version."""


WRONG_CALLS = (UsageError, OntologyError, DecisionError, DictionaryError, QueryError, WeightsError)  # exit status 2
