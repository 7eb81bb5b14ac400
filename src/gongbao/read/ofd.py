"""OFD (GB/T 33190): the text of its pages in their order, without templates, seals and annotations."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from itertools import chain, islice, repeat
from zipfile import ZipFile

from gongbao.errors import UnsupportedInput
from gongbao.read import limits, scan
from gongbao.read.archive import open_archive, read_member, unpacks_beyond
from gongbao.read.glyphs import Drawn, Glyph, assembled, drawn
from gongbao.read.office_xml import Attributes, Handler, Quiet, attribute, parse
from gongbao.read.raw import Found

_SPACES = ("http://www.ofdspec.org/2016", "http://www.ofdspec.org")
_POINTS = 72 / 25.4
"""Points in a millimetre, the measure of OFD."""

_BESIDE = 0.5
"""In heights of a character: how much two of one line share."""

_WHOLE = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_FARTHEST = 100_000.0
_NUMBER = re.compile(r"[-+]?(?:[0-9]{1,9}(?:[.][0-9]{0,40})?|[.][0-9]{1,40})(?:[eE]-?[0-9]{1,2})?")
_TIMES = 7
"""Digits of how many steps are alike at most."""


def extract(data: bytes, name: str) -> Found:
    """Yield the one report of an OFD file. Raises UnsupportedInput where it is of pictures, InputError where it is broken."""
    parts = _Parts(open_archive(data, name), name)
    listed = (page for root in dict.fromkeys(_listed(parts, "OFD.xml")) for page in _listed(parts, root))
    pages = [*dict.fromkeys(islice(listed, limits.MAX_XML_ELEMENTS))]
    scan.check_pages(len(pages), name)
    yield scan.raw([list(assembled(_lines(parts, page))) for page in pages], name)


class _Parts:
    """The parts of a file, which together unpack to no more than one file may have, and the characters drawn so far."""

    def __init__(self, archive: ZipFile, name: str) -> None:
        self.archive, self.name = archive, name
        self.left = limits.MAX_BINARY_BYTES
        self.drawn = 0

    def parse(self, member: str, handler: Handler) -> None:
        """Parse a part. Raises UnsupportedInput beyond the limit, InputError where it is missing or broken."""
        data = read_member(self.archive, member, self.name)
        self.left -= len(data)
        if self.left < 0:
            raise unpacks_beyond(self.name, limits.MAX_BINARY_BYTES)
        parse(data, handler, self.name, _SPACES)

    def draw(self, characters: int, of_line: int) -> None:
        """Count characters, also those of an open line. Raises UnsupportedInput beyond what a report may have."""
        self.drawn += characters
        if self.drawn > limits.MAX_TEXT_CHARS or of_line > limits.MAX_LINE_CHARS:
            raise UnsupportedInput(
                f"{self.name}: more than {limits.MAX_TEXT_CHARS} characters, or {limits.MAX_LINE_CHARS} in a line: split the file",
                f"{self.name}：超过{limits.MAX_TEXT_CHARS}字，或有一行超过{limits.MAX_LINE_CHARS}字，请拆分文件",
            )


def _listed(parts: _Parts, member: str) -> Iterator[str]:
    """Yield what a part lists: the documents of a file, the pages of a document."""
    found = _Places()
    parts.parse(member, found)
    folder = "/" + posixpath.dirname(member)
    for path in found.found:
        yield posixpath.normpath(posixpath.join(folder, path.strip())).lstrip("/")


class _Places(Quiet):
    """The places of documents (DocRoot) and of pages (BaseLoc)."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.naming = False

    def start(self, tag: str, attributes: Attributes) -> None:
        self.naming = tag == "DocRoot"
        if self.naming:
            self.found.append("")
        elif tag == "Page":
            self.found.append(attribute(attributes, "BaseLoc"))

    def end(self, tag: str) -> None:
        self.naming = False

    def data(self, text: str) -> None:
        if self.naming:
            self.found[-1] += text


def _lines(parts: _Parts, member: str) -> list[Drawn]:
    """Return the lines of a page: pieces of text that are drawn one after the other at one height are one."""
    page = _Page(parts)
    parts.parse(member, page)
    page.end_line()
    return page.lines


def _goes_on(last: Glyph, following: Glyph) -> bool:
    shared = min(last.top, following.top) - max(last.bottom, following.bottom)
    height = min(last.top - last.bottom, following.top - following.bottom)
    return shared > _BESIDE * height and following.left > last.left


class _Page(Quiet):
    """The lines of a page, by where the characters of its pieces of text stand, in points, counted from below."""

    def __init__(self, parts: _Parts) -> None:
        self.parts = parts
        self.lines: list[Drawn] = []
        self.line: list[Glyph] = []
        self.left = self.top = self.size = self.x = self.y = 0.0
        self.matrix = [*_WHOLE]
        self.steps: list[Iterator[float]] = [iter(()), iter(())]
        self.text: list[str] | None = None

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "TextObject":
            self.left, self.top, *_size = (*_numbers(attribute(attributes, "Boundary")), 0.0, 0.0)
            matrix = _numbers(attribute(attributes, "CTM"))
            self.matrix = matrix if len(matrix) == len(_WHOLE) else [*_WHOLE]
            self.size = next(iter(_numbers(attribute(attributes, "Size"))), 1.0)
        elif tag == "TextCode":
            self.x, self.y = (
                next(iter(_numbers(attribute(attributes, at))), before) for at, before in (("X", self.x), ("Y", self.y))
            )
            self.steps = [_steps(attribute(attributes, f"Delta{axis}")) for axis in "XY"]
            self.text = []

    def data(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def end(self, tag: str) -> None:
        if tag == "TextCode" and self.text is not None:
            text = "".join(self.text).strip("\n\r\t")
            self.parts.draw(len(text), len(self.line) + len(text))
            piece = list(self._placed(text))
            if self.line and piece and not _goes_on(self.line[-1], piece[0]):
                self.end_line()
            self.line += piece
            self.text = None

    def end_line(self) -> None:
        """Keep the open line."""
        if self.line:
            self.lines.append(drawn(self.line))
            self.line = []

    def _placed(self, text: str) -> Iterator[Glyph]:
        """Yield the characters of a piece that are no spaces."""
        a, b, c, d, e, f = self.matrix
        x, y = self.x, self.y
        across, down = chain(self.steps[0], repeat(None)), chain(self.steps[1], repeat(0.0))
        for char in text:
            wide = self.size * (0.5 if char.isascii() else 1.0)
            left, base = self.left + a * x + c * y + e, self.top + b * x + d * y + f
            high = (abs(b) + abs(d)) * self.size
            edges = (left, -base, left + (abs(a) + abs(c)) * wide, high - base)
            if not char.isspace():
                yield Glyph(char, *(min(_FARTHEST, max(-_FARTHEST, edge * _POINTS)) for edge in edges))
            step = next(across)
            x, y = x + (wide if step is None else step), y + (next(down) or 0.0)


def _numbers(written: str) -> list[float]:
    words = written.split(maxsplit=len(_WHOLE))[: len(_WHOLE)]
    return [float(number) for number in words if _NUMBER.fullmatch(number)]


def _steps(written: str) -> Iterator[float]:
    """Yield the steps from a character to the next; `g 3 5.6` says the same one three times."""
    parts = (found[0] for found in re.finditer(r"\S+", written))  # a file may write any number
    for part in parts:
        times, step = (next(parts, ""), next(parts, "")) if part == "g" else ("1", part)
        known = times.isascii() and times.isdigit() and len(times) <= _TIMES
        yield from chain.from_iterable(repeat(number, int(times) if known else 0) for number in _numbers(step))
