"""The lines of pages become paragraphs: page numbers and running heads go, a line that fills its page goes on in the next."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from gongbao.model import Scan, ScanLine
from gongbao.read import grid
from gongbao.read.encodings import HAN
from gongbao.read.lines import NUMBERING

_PAGE_NUMBER = re.compile(r"[\s—–\-－·第]*\d{1,4}\s*(?:页|/\s*\d{1,4})?(?:\s*[，,]?\s*共\s*\d{1,4}\s*页)?[\s—–\-－·]*")
_DIGITS = re.compile("[0-9０-９]+")
_SENTENCE = re.compile("[，。；！？]")
_NEAR = 2
"""In heights of a line: how far from each other the lines of a column begin."""

_COLUMN, _LONG = 4, 8
"""Lines that a column has at least, and characters of a part of a line that may belong to one."""

_ENDS = "。！？；：…"
_INDENT = 1.2
_SLACK = 2.5
"""In heights of a line: how far to the right a first line begins, and how much short of the margin a last line ends."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a recognised line stands: the page, its box in per cent of the page (left, top, width, height), how sure it is."""

    page: int
    box: tuple[float, float, float, float]
    score: float


def box(left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
    """Return left, top, width and height of what has these edges, all in per cent of the page and within it."""
    rounded = [round(min(100.0, max(0.0, value)), 2) for value in (left, top, right - left, bottom - top)]
    return rounded[0], rounded[1], rounded[2], rounded[3]


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of a line with a gap before or behind it, and where it begins and ends."""

    text: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, with where it begins and ends and how high it is, in any one measure.

    One that was recognised has a place, and is measured in hundredths of the page's width, as its box is.
    """

    text: str
    left: float
    right: float
    height: float
    place: Place | None = None
    cells: tuple[Cell, ...] = ()
    """What stands apart on the line, as the cells of a row do; empty for running text."""


def text_of(pages: Sequence[Sequence[Line]], by: str) -> tuple[str, Scan | None]:
    """Return the text of pages, and where the lines of it stand that `by` recognised, if there are any."""
    heads = _repeated(pages)
    text: list[str] = []
    lines: list[ScanLine] = []
    at = 0
    bands = [band for page in pages for band in _bands(_kept(page, heads))]
    for number, band in enumerate(bands):
        for joint, line in _paragraphs(band, first=_over(bands[number - 1], band) if number else ""):
            at += len(joint)
            if line.place:
                lines.append(ScanLine(at, at + len(line.text), line.place.page, line.place.box, line.place.score))
            at += len(line.text)
            text += [joint, line.text]
    return "".join(text), Scan(by, tuple(lines)) if lines else None


def _repeated(pages: Sequence[Sequence[Line]]) -> frozenset[str]:
    """Return the running heads and feet: among the first or last two lines of more than half of at least three pages.

    They are compared without their figures, which may number the pages.
    """
    edges = Counter(text for lines in pages for text in {_running(line) for line in _edges(lines)})
    return frozenset(text for text, times in edges.items() if times >= 3 and times > len(pages) / 2)


def _edges(lines: Sequence[Line]) -> list[Line]:
    """The first and last line of a page, of a page of many the second from there too."""
    size = 2 if len(lines) > _COLUMN else 1
    return [*lines[:size], *lines[-size:]]


def _running(line: Line) -> str:
    return _DIGITS.sub("#", line.text) if not _SENTENCE.search(line.text) else line.text


def _kept(lines: Sequence[Line], repeated: frozenset[str]) -> list[Line]:
    """The lines of a page without running heads, feet and page numbers."""
    edges = {id(line) for line in _edges(lines)}
    kept = [line for line in lines if id(line) not in edges or not _is_furniture(line, repeated)]
    while kept and _PAGE_NUMBER.fullmatch(kept[-1].text):
        kept.pop()
    while kept and _PAGE_NUMBER.fullmatch(kept[0].text):
        kept.pop(0)
    return kept


def _is_furniture(line: Line, repeated: frozenset[str]) -> bool:
    """Say whether a line at the edge of a page is its number between dashes, or runs along the pages."""
    return _running(line) in repeated or bool(_PAGE_NUMBER.fullmatch(line.text) and not line.text.isdigit())


def _bands(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield the parts of a page that are read one after the other: above, left column, right column, below; tables told."""
    lines = _split(lines)
    gutter = _gutter(lines)
    for crosses, group in groupby(lines, lambda line: gutter is None or line.left < gutter < line.right):
        band = list(group)
        if crosses or gutter is None:
            yield _tabled(band)
        else:
            yield from filter(None, ([x for x in band if x.right <= gutter], [x for x in band if x.left >= gutter]))


def _split(lines: Sequence[Line]) -> Sequence[Line]:
    """Part the lines of a page that holds them of two columns as one: most have two long parts, the second all in one place."""
    paired = [line for line in lines if len(line.cells) == 2 and all(len(c.text) >= _LONG for c in line.cells)]
    begins = Counter(round(line.cells[1].left / line.height) for line in paired)
    column = max(begins, key=lambda place: (begins[place], -place), default=0)
    times = sum(begins[place] for place in range(column - _NEAR, column + _NEAR + 1))
    if times < _COLUMN or times < len(lines) / 3:
        return lines
    parted = []
    for line in lines:
        two = len(line.cells) == 2 and abs(round(line.cells[1].left / line.height) - column) <= _NEAR
        parted += [_part(line, cell) for cell in line.cells] if two else [line]
    return parted


def _part(line: Line, cell: Cell) -> Line:
    """What of a line stands in one column."""
    place = line.place
    if place:
        _, top, _, height = place.box
        place = replace(place, box=box(cell.left, top, cell.right, top + height))
    return replace(line, text=cell.text, left=cell.left, right=cell.right, cells=(), place=place)


def _gutter(lines: Sequence[Line]) -> float | None:
    """Where a page of two columns parts: next to no line crosses it, and lines end left and begin right of it."""
    if len(lines) < 2 * _COLUMN:
        return None
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    begins = Counter(
        round(line.left) for line in lines if left + 0.35 * (right - left) < line.left < left + 0.65 * (right - left)
    )
    for begin in sorted(begins, key=lambda place: (-begins[place], place))[:1]:
        at = begin - 1.0
        after = [line for line in lines if line.left >= at]
        before = [line for line in lines if line.right <= at and line.right > left + 0.3 * (right - left)]
        crossing = sum(line.left < at < line.right for line in lines)
        if len(after) >= _COLUMN and len(before) >= _COLUMN and crossing <= max(3, 0.25 * len(lines)):
            return at
    return None


def _tabled(lines: list[Line]) -> list[Line]:
    """Tell rows of a table with their heads, each on a line of its own; a line whose parts stand in no columns is text."""
    found: list[Line] = []
    at = 0
    while at < len(lines):
        rows = [[cell.text for cell in lines[at].cells]]
        for following in range(at + 1, len(lines) if len(lines[at].cells) > 1 else 0):
            row = _in_columns(lines[following], lines[at])
            if row is None:
                break
            rows.append(row)
        if len(rows) > 1:
            told = grid.told(rows, found[-1].text if found else "")
            found += [replace(line, text=text) for line, text in zip(lines[at : at + len(rows)], told, strict=True)]
        else:
            found.append(replace(lines[at], cells=()))
        at += len(rows)
    return found


def _in_columns(line: Line, head: Line) -> list[str] | None:
    """Return the cells of a line, each below a part of the head that begins, ends or is centred where it does."""
    row = [""] * len(head.cells)
    for cell in line.cells:
        off = [
            min(abs(cell.left - h.left), abs(cell.right - h.right), abs(cell.left + cell.right - h.left - h.right) / 2)
            for h in head.cells
        ]
        column = off.index(min(off))
        if off[column] > head.height or row[column]:
            return None
        row[column] = cell.text
    return row if line.cells else None


def _over(before: Sequence[Line], after: Sequence[Line]) -> str:
    """What stands between two columns or pages: nothing where a sentence goes on, from a full line to one not indented."""
    if len(before) < _COLUMN or len(after) < 2 or before[-1].cells or after[0].cells:
        return "\n"
    last, first = before[-1], after[0]
    full = last.right >= max(line.right for line in before) - _SLACK * last.height
    indented = first.left > min(line.left for line in after) + _INDENT * first.height
    goes_on = HAN.match(last.text[-1]) and HAN.match(first.text[0]) and not NUMBERING.match(first.text)
    return _joint(last.text, first.text) if full and not indented and goes_on else "\n"


def _paragraphs(kept: Sequence[Line], first: str) -> Iterator[tuple[str, Line]]:
    """Yield lines, each with what stands before it: nothing, a space or a line end."""
    if not kept:
        return
    margin_left, margin_right = min(line.left for line in kept), max(line.right for line in kept)
    yield first, kept[0]
    for before, line in zip(kept, kept[1:], strict=False):
        goes_on = (
            HAN.match(before.text[-1]) or before.text[-1] in "，、“（《" or before.text[-1].isdigit()
        ) and not NUMBERING.match(line.text)
        full = before.right >= margin_right - _SLACK * before.height
        indented = line.left > margin_left + _INDENT * line.height
        if before.cells or line.cells:
            yield "\n", line
        elif full and not indented and (goes_on or before.text[-1] not in _ENDS):
            yield _joint(before.text, line.text), line
        elif full and not indented and before.text[-1] in _ENDS and not NUMBERING.match(line.text):
            yield "", line
        else:
            yield "\n", line


def _joint(before: str, after: str) -> str:
    """Return what stands between two lines of a paragraph: a space where both sides are words of Latin letters."""
    latin = before[-1].isascii() and before[-1].isalpha() and after[0].isascii() and after[0].isalpha()
    return " " if latin else ""
