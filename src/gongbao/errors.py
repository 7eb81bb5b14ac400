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
├── QueryError        a SPARQL query is wrong, or passed a limit
├── WeightsError     trained weights cannot be read, or do not fit together
├── GoldError        a text to train on is wrong: file, line, reason
├── OutputError       a file or folder cannot be written
└── StoreError        a store is locked, damaged or of another version
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Self, TypeVar

_REASONS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘或文件夹只读",
    errno.EEXIST: "已有同名的文件",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EISDIR: "这是文件夹",
    errno.ENOSPC: "磁盘已满",
    errno.ENAMETOOLONG: "名称太长",
    errno.EBUSY: "正被占用",
    errno.EMFILE: "打开的文件太多",
    errno.EADDRINUSE: "端口已被占用",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
}


class GongbaoError(Exception):
    """The root: a message in English (`str`) and in Chinese (`zh`), one line each.

    `source` is the report that it is about, with its place in a file of many (`a.zip/b.docx`, `a.csv#3`), where known.
    """

    source: str | None = None

    def __init__(self, message: str, zh: str = "") -> None:
        super().__init__(" ".join(message.split()))
        self.zh = " ".join(zh.split())

    def __reduce__(self) -> tuple[type[GongbaoError], tuple[str, str], dict[str, object]]:
        """Both messages and what else is known go with the exception from one process to another."""
        return type(self), (str(self), self.zh), self.__dict__

    def at(self, source: str) -> Self:
        """Return the error with the report that it is about, unless it has one."""
        self.source = self.source or source
        return self


_E = TypeVar("_E", bound=GongbaoError)


def of_system(error: OSError) -> GongbaoError:
    """Return the error for what the system refuses: a name that is too long, a disk that is full, a stream that is closed."""
    what, (reason, zh) = error.filename, reasons(error)
    return GongbaoError(
        f"{'the output' if what is None else what}: the system refuses it ({reason}); check path, permissions and disk",
        f"{'输出' if what is None else what}：系统拒绝（{zh}），请检查路径、权限和磁盘空间",
    )


def reasons(error: OSError) -> tuple[str, str]:
    """Return why the system refuses, in its own English and in Chinese."""
    english = error.strerror or str(error)
    return english, _REASONS.get(error.errno or 0, english)


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
        raise not_utf8(path, wrong) from error
    except OSError as error:
        raise unreadable(path, error, wrong) from error


def not_utf8(path: Path, wrong: type[_E]) -> _E:
    """Return the error of a kind for a text that is not in UTF-8."""
    return wrong(f"{path}: not UTF-8; save it as UTF-8", f"{path}：不是 UTF-8 编码，请另存为 UTF-8")


def unreadable(path: Path, error: OSError, wrong: type[_E]) -> _E:
    """Return the error of a kind for a file that the system does not let be read."""
    why, zh = reasons(error)
    return wrong(f"{path}: cannot be read: {why}", f"{path}：无法读取（{zh}）")


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

    def __init__(self, message: str, zh: str = "", place: tuple[int, int] | None = None) -> None:
        super().__init__(message, zh)
        self.place = place


class WeightsError(GongbaoError):
    """Trained weights cannot be read, or do not fit together."""


class GoldError(GongbaoError):
    """A text to train on is wrong: file, line, reason."""


class OutputError(GongbaoError):
    """A file or folder cannot be written."""


class StoreError(GongbaoError):
    """A store is locked, damaged or of another version."""
