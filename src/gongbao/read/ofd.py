"""OFD (GB/T 33190): the text of its pages in their order, without templates, seals and annotations."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from itertools import chain, repeat
from zipfile import ZipFile

from gongbao.read import limits, scan
from gongbao.read.archive import open_archive, read_member
from gongbao.read.glyphs import Drawn, Glyph, drawn
from gongbao.read.office_xml import Attributes, Quiet, attribute, parse
from gongbao.read.pdf_rows import assembled
from gongbao.read.raw import Found

_SPACES = ("http://www.ofdspec.org/2016", "http://www.ofdspec.org")
_POINTS = 72 / 25.4
"""Points in a millimetre, the measure of OFD."""

_BESIDE = 0.5
"""In heights of a character: how much two of one line share."""

_WHOLE = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_FARTHEST = 100_000.0
_NUMBER = re.compile(r"-?[0-9]{1,9}(?:[.][0-9]{1,9})?")


def extract(data: bytes, name: str) -> Found:
    """Yield the one report of an OFD file. Raises UnsupportedInput where it is of pictures, InputError where it is broken."""
    archive = open_archive(data, name)
    pages = [page for root in _listed(archive, "OFD.xml", name) for page in _listed(archive, root, name)]
    scan.check_pages(len(pages), name)
    yield scan.raw([list(assembled(list(_lines(archive, page, name)))) for page in pages], name)


def _listed(archive: ZipFile, member: str, name: str) -> Iterator[str]:
    """Yield what a part lists: the documents of a file, the pages of a document."""
    parts = _Parts()
    parse(read_member(archive, member, name), parts, name, _SPACES)
    folder = "/" + posixpath.dirname(member)
    for path in parts.found:
        yield posixpath.normpath(posixpath.join(folder, path.strip())).lstrip("/")


class _Parts(Quiet):
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


def _lines(archive: ZipFile, member: str, name: str) -> Iterator[Drawn]:
    """Yield the lines of a page: pieces of text that are drawn one after the other at one height are one."""
    page = _Page()
    parse(read_member(archive, member, name), page, name, _SPACES)
    line: list[Glyph] = []
    for piece in page.pieces:
        if line and not _goes_on(line[-1], piece[0]):
            yield drawn(line)
            line = []
        line += piece
    if line:
        yield drawn(line)


def _goes_on(last: Glyph, following: Glyph) -> bool:
    shared = min(last.top, following.top) - max(last.bottom, following.bottom)
    height = min(last.top - last.bottom, following.top - following.bottom)
    return shared > _BESIDE * height and following.left > last.left


class _Page(Quiet):
    """The pieces of text of a page, each with where its characters stand, in points, counted from below."""

    def __init__(self) -> None:
        self.pieces: list[list[Glyph]] = []
        self.left = self.top = self.size = self.x = self.y = 0.0
        self.matrix = [*_WHOLE]
        self.steps: list[list[float]] = [[], []]
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
            if piece := list(self._placed("".join(self.text).strip("\n\r\t"))):
                self.pieces.append(piece)
            self.text = None

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
    return [float(number) for number in written.split() if _NUMBER.fullmatch(number)]


def _steps(written: str) -> list[float]:
    """Return the steps from a character to the next; `g 3 5.6` says the same one three times."""
    found: list[float] = []
    parts = iter(written.split())
    for part in parts:
        times, step = (next(parts, ""), next(parts, "")) if part == "g" else ("1", part)
        found += _numbers(step) * min(int(times) if times.isascii() and times.isdigit() else 0, limits.MIB)
    return found
