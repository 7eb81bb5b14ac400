"""OFD (GB/T 33190): the text of its pages in their order, without templates, seals and annotations."""

import posixpath
import re
from collections.abc import Iterator
from itertools import chain, islice, repeat
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from gongbao.read import limits, scan
from gongbao.read.archive import open_archive, read_member
from gongbao.read.glyphs import Drawn, Glyph, assembled, drawn
from gongbao.read.office_xml import elements
from gongbao.read.raw import Found, check

_POINTS = 72 / 25.4  # points in a millimetre, the measure of OFD
_BESIDE = 0.5  # in heights of a character: how much two of one line share
_WHOLE = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_FARTHEST = 100_000.0
_NUMBER = re.compile(r"[-+]?(?:[0-9]{1,9}(?:[.][0-9]{0,40})?|[.][0-9]{1,40})(?:[eE]-?[0-9]{1,2})?")
_TIMES = 7  # digits of how many steps are alike at most


def extract(data: bytes, name: str) -> Found:
    """Yield the one report of an OFD file. Raises UnsupportedInput where it is of pictures, InputError where it is broken."""
    parts = _Parts(open_archive(data, name), name)
    listed = (page for root in dict.fromkeys(_listed(parts, "OFD.xml")) for page in _listed(parts, root))
    pages = [*dict.fromkeys(islice(listed, limits.MAX_XML_ELEMENTS))]
    check(len(pages), limits.MAX_PDF_PAGES, name, "pages", "页")
    yield scan.raw([list(assembled([*_lines(parts, page)])) for page in pages], name)


class _Parts:
    """The parts of a file, which together unpack to no more than one file may have, and the characters drawn so far."""

    def __init__(self, archive: ZipFile, name: str) -> None:
        self.archive, self.name = archive, name
        self.unpacked = self.drawn = 0

    def elements(self, member: str, *wanted: str) -> Iterator[Element]:
        """Yield elements of a part. Raises UnsupportedInput beyond the limit, InputError where it is missing or broken."""
        data = read_member(self.archive, member, self.name)
        self.unpacked += len(data)
        check(self.unpacked, limits.MAX_BINARY_BYTES, self.name, "unpacked bytes", "字节（解压后）")
        yield from elements(data, self.name, wanted)

    def draw(self, characters: int, of_line: int) -> None:
        """Count characters, also those of an open line. Raises UnsupportedInput beyond what a report may have."""
        self.drawn += characters
        check(self.drawn, limits.MAX_TEXT_CHARS, self.name, "characters in a report", "字")
        check(of_line, limits.MAX_LINE_CHARS, self.name, "characters in a line", "字（一行）")


def _listed(parts: _Parts, member: str) -> Iterator[str]:
    """Yield what a part lists: the documents of a file (DocRoot), the pages of a document (BaseLoc)."""
    folder = "/" + posixpath.dirname(member)
    for part in parts.elements(member, "DocRoot", "Page"):
        path = part.get("BaseLoc", "") if part.tag == "Page" else part.text or ""
        yield posixpath.normpath(posixpath.join(folder, path.strip())).lstrip("/")


def _lines(parts: _Parts, member: str) -> Iterator[Drawn]:
    """Yield the lines of a page: pieces of text that are drawn one after the other at one height are one."""
    line: list[Glyph] = []
    for told in parts.elements(member, "TextObject"):
        for code in told.iter("TextCode"):
            text = (code.text or "").strip("\n\r\t")
            parts.draw(len(text), len(line) + len(text))
            piece = list(_placed(text, told, code))
            if line and piece and not _goes_on(line[-1], piece[0]):
                yield drawn(line)
                line = []
            line += piece
    if line:
        yield drawn(line)


def _goes_on(last: Glyph, following: Glyph) -> bool:
    shared = min(last.top, following.top) - max(last.bottom, following.bottom)
    height = min(last.top - last.bottom, following.top - following.bottom)
    return shared > _BESIDE * height and following.left > last.left


def _placed(text: str, told: Element, code: Element) -> Iterator[Glyph]:
    """Yield the characters of a piece of a text object that are no spaces, where they stand in points, counted from below."""
    edge_left, edge_top, *_size = (*_numbers(told.get("Boundary", "")), 0.0, 0.0)
    matrix = _numbers(told.get("CTM", ""))
    a, b, c, d, e, f = matrix if len(matrix) == len(_WHOLE) else _WHOLE
    size, x, y = (
        next(iter(_numbers(written)), 0.0) for written in (told.get("Size", "1"), code.get("X", ""), code.get("Y", ""))
    )
    across, down = (
        chain(_steps(code.get("DeltaX", "")), repeat(None)),
        chain(_steps(code.get("DeltaY", "")), repeat(0.0)),
    )
    for char in text:
        wide = size * (0.5 if char.isascii() else 1.0)
        left, base = edge_left + a * x + c * y + e, edge_top + b * x + d * y + f
        high = (abs(b) + abs(d)) * size
        edges = (left, -base, left + (abs(a) + abs(c)) * wide, high - base)
        if not char.isspace():
            yield Glyph(char, *(min(_FARTHEST, max(-_FARTHEST, edge * _POINTS)) for edge in edges))
        step = next(across)
        x, y = x + (wide if step is None else step), y + next(down)


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
