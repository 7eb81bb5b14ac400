"""What a format gives: the extracted text of one report, and what the file says of it."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from os import PathLike
from typing import NamedTuple, TypeAlias

from gongbao.errors import InputError, UnsupportedInput
from gongbao.model import Notice, Scan

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")

_ODD = re.compile(_CONTROL.pattern + r"|\ufffd|#(?=[0-9]+$)")


class Raw(NamedTuple):
    """A report before reading; `title`, `publisher` and `issued` come from columns or front matter, where given.

    `scan` says where the lines of a recognised text stand.
    """

    text: str
    source: str
    title: str | None = None
    publisher: str | None = None
    issued: str | None = None
    scan: Scan | None = None


Found: TypeAlias = "Iterator[Raw | InputError]"
"""The reports of a file in their order; one that cannot be read is an error in its place, not a gap."""


class Part(NamedTuple):
    """What is read on its own, and fails on its own: a file, or a member of a zip. `size` is in bytes, packed or not."""

    source: str
    size: int
    read: Callable[[], Found]

    def found(self) -> Found:
        """Yield the extracted texts; what raises is an InputError in the place of the rest. Never raises one."""
        try:
            for raw in self.read():
                yield raw.at(self.source) if isinstance(raw, InputError) else raw
        except InputError as error:
            yield error.at(self.source)


def display(name: str) -> str:
    """Return a name as it may be shown or stored: control and direction characters, line ends too, become U+FFFD."""
    return _CONTROL.sub("\ufffd", name)


def shown(path: str | PathLike[str]) -> str:
    """Return the path of a file as a report names it: with slashes on every system, so that it is the same there.

    A part whose bytes are not UTF-8 is read as GB 18030 where it can be, as zips made in China are unpacked.
    """
    parts = os.fspath(path).replace(os.sep, "/").split("/")
    for at, part in enumerate(parts):
        if any("\udc80" <= char <= "\udcff" for char in part):
            with suppress(UnicodeError):
                parts[at] = part.encode(errors="surrogateescape").decode("gb18030")
    return display("/".join(parts))


def exact(name: str) -> str:
    """Return a name as it may be shown, by which it is told from every other: an odd character stands as its number.

    Odd are the characters that `display` hides (bytes that are not UTF-8 too), and what could be read for the number of
    a row.

    >>> exact("a\u200b.txt") == exact("a\u200c.txt"), exact("汇总.csv#1") == "汇总.csv#1"
    (False, False)
    """
    return _ODD.sub(lambda found: f"\ufffd{ord(found[0]):X}\ufffd", name)


def beyond(name: str, most: int, what: str, zh: str, found: int | None = None) -> UnsupportedInput:
    """Return the error for a file that has more than is read of something; `found` says how much, where it is known."""
    given, told = (f"{found} {what}", f"{found}{zh}") if found else (f"more than {most} {what}", f"超过{most}{zh}")
    return UnsupportedInput(
        f"{name}: {given}; at most {most} are read: split the file", f"{name}：{told}，上限{most}{zh}，请拆分文件"
    )


def check(found: int, most: int, name: str, what: str = "bytes", zh: str = "字节") -> None:
    """Raise UnsupportedInput where a file has more than is read of something."""
    if found > most:
        raise beyond(name, most, what, zh, found)


@contextmanager
def whole(name: str, what: str, zh: str, *errors: type[Exception]) -> Iterator[None]:
    """Refuse a file as damaged where reading it raises one of these errors."""
    try:
        yield
    except errors as error:
        raise InputError("is damaged", name=name, what=Notice(what, zh)) from error
