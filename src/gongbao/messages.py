"""What people are told, in English and Chinese: a table by what each message is about, filled in with what is given."""

import errno
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any


@cache
def table() -> Mapping[str, tuple[str, str]]:
    """Return the messages, English and Chinese, by the words that stand for them in the code."""
    rows = Path(__file__).with_name("messages.tsv").read_text("utf-8").splitlines()[1:]
    return {key: (english, zh) for key, english, zh in (row.split("\t") for row in rows)}


def both(message: str, zh: str = "", **given: Any) -> tuple[str, str]:
    """Return a message in English and in Chinese: one of the table with what is given, or what is given in both.

    Several things have the commas of the language between them, errors are told in its words.
    """
    if zh or message not in table():
        return message, zh
    held = {
        name: [*map(str, v)] if isinstance(v, Iterable) and not isinstance(v, str) else v for name, v in given.items()
    }
    english, chinese = table()[message]
    return (
        english.format(**{name: _shown(value, ", ", 0) for name, value in held.items()}),
        chinese.format(**{name: _shown(value, "、", 1) for name, value in held.items()}),
    )


def _shown(value: object, comma: str, language: int) -> object:
    if isinstance(value, list):
        return comma.join(value)
    if isinstance(value, OSError):
        return reasons(value)[language]
    return getattr(value, "zh" if language else "english", "") or value


def reasons(error: OSError) -> tuple[str, str]:
    """Return why the system refuses, in its own English and in Chinese."""
    english = error.strerror or str(error)
    return english, table().get(errno.errorcode.get(error.errno or 0, ""), (english, english))[1]
