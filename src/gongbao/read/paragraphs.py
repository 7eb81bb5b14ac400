"""The lines of pages become paragraphs: page numbers and running heads go, a line that fills its page goes on in the next."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import NamedTuple

from gongbao.model import Scan, ScanLine
from gongbao.read import grid
from gongbao.read.encodings import HAN
from gongbao.read.issue_date import only_date
from gongbao.read.lines import NUMBERING

_PAGE_NUMBER = re.compile(r"[\s—–\-－·第]*\d{1,4}\s*(?:页|/\s*\d{1,4})?(?:\s*[，,]?\s*共\s*\d{1,4}\s*页)?[\s—–\-－·]*")
_DIGITS = re.compile("[0-9０-９]+")
_NUMBERED = re.compile(r"第\s*\d{1,4}\s*页|\d{1,4}\s*/\s*\d{1,4}|[—–-]\s*\d{1,4}\s*[—–-]")
_DATED = re.compile(r"[#\d]+年[#\d]+月[#\d]+日")  # a running head that says when a paper came out: it is read once
_LETTER = re.compile(r"[^\W\d_]")
_SENTENCE = re.compile("[，。；！？]")
_WORD = "(?:[0-9A-Za-z０-９.．,，%％/·-]+|.)"
_UNBROKEN = re.compile(f"[（《“‘「『【〔]*{_WORD}(?:[“”‘’]+{_WORD})*[，。、；：！？）》”’」』】〕%％]*")
"""What no line end parts at the beginning of a line."""

_NEAR = 2  # in heights of a line: how far from each other the lines of a column begin
_PARTS = 3  # what a running head has beside each other at most, and pages that are few
_COLUMN, _LONG = 4, 8  # lines that a column has at least, and characters of a part of a line that may belong to one
_FILLED = 3  # lines that end at the margin of a page of running text
_LONE = 2  # characters of the last line of a centred title that had no room on the one above
_ENDS = "。！？；：…"
_INDENT, _FIRST, _LARGER = 1.2, 3.0, 1.3
_SLACK = 2.5
"""In heights of a line: how far to the right a first line begins at least and at most, how much higher a heading is than its text, and how much short of the margin a last line ends."""


class Place(NamedTuple):
    """Where a recognised line stands: the page, its box in per cent of the page (left, top, width, height), how sure it is."""

    page: int
    box: tuple[float, float, float, float]
    score: float


def box(left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
    """Return left, top, width and height of what has these edges, all in per cent of the page and within it."""
    rounded = [round(min(100.0, max(0.0, value)), 2) for value in (left, top, right - left, bottom - top)]
    return rounded[0], rounded[1], rounded[2], rounded[3]


class Cell(NamedTuple):
    """A part of a line with a gap before or behind it, and where it begins and ends."""

    text: str
    left: float
    right: float


class Line(NamedTuple):
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
    own = frozenset(text for text in heads if _DATED.search(text))
    small = {_running(line): line.height for page in pages[1:] for line in _edges(page)}
    kept = (_kept(page, heads) if n else _kept(page, heads - own, small) for n, page in enumerate(pages))
    bands = [band for page in kept for band in _bands(page)]
    margin = max((_right(band.lines) for band in bands if band.whole and _is_filled(band.lines)), default=0.0)
    for number, band in enumerate(bands):
        first = _over(bands[number - 1].lines, band.lines) if number else ""
        least = margin if band.whole and not _is_filled(band.lines) else 0.0
        for joint, line in _paragraphs(band.lines, first, max(least, _right(band.lines))):
            at += len(joint)
            if line.place:
                lines.append(ScanLine(at, at + len(line.text), line.place.page, line.place.box, line.place.score))
            at += len(line.text)
            text += [joint, line.text]
    return "".join(text), Scan(by, tuple(lines)) if lines else None


def _repeated(pages: Sequence[Sequence[Line]]) -> frozenset[str]:
    """Return the running heads and feet: among the first or last two lines of more than half of several pages.

    They are compared without their figures, which may number the pages, of few pages without figures that do; rows of mere
    figures, or of many cells, are none.
    """
    number = _running if len(pages) > _PARTS else _running_on_few
    edges = Counter(
        text for lines in pages for text in {number(line) for line in _edges(lines) if len(line.cells) <= _PARTS}
    )
    least = max(2, len(pages) // 2 + 1)
    return frozenset(text for text, times in edges.items() if times >= least and _LETTER.search(text))


def _edges(lines: Sequence[Line]) -> list[Line]:
    """The first and last line of a page, of a page of many the second from there too."""
    size = 2 if len(lines) > _COLUMN else 1
    return [*lines[:size], *lines[-size:]]


def _running(line: Line) -> str:
    return _DIGITS.sub("#", line.text) if not _SENTENCE.search(line.text) else line.text


def _running_on_few(line: Line) -> str:
    return _NUMBERED.sub("#", line.text) if not _SENTENCE.search(line.text) else ""


def _kept(
    lines: Sequence[Line], repeated: frozenset[str], small: Mapping[str, float] = MappingProxyType({})
) -> list[Line]:
    """The lines of a page without running heads, feet and page numbers; one larger than on later pages (`small`) is the title."""
    edges = {id(x) for x in _edges(lines) if x.height <= _LARGER * small.get(_running(x), x.height)}
    kept = [line for line in lines if id(line) not in edges or not _is_furniture(line, repeated)]
    while kept and _PAGE_NUMBER.fullmatch(kept[-1].text):
        kept.pop()
    while kept and _PAGE_NUMBER.fullmatch(kept[0].text):
        kept.pop(0)
    return kept


def _is_furniture(line: Line, repeated: frozenset[str]) -> bool:
    """Say whether a line at the edge of a page is its number between dashes, or runs along the pages."""
    return not repeated.isdisjoint((_running(line), _running_on_few(line))) or bool(
        _PAGE_NUMBER.fullmatch(line.text) and not line.text.isdigit()
    )


class _Band(NamedTuple):
    """Lines that follow each other, over the whole width of a page or in one of its columns."""

    lines: list[Line]
    whole: bool


def _right(lines: Sequence[Line]) -> float:
    return max((line.right for line in lines), default=0.0)


def _is_filled(lines: Sequence[Line]) -> bool:
    """Say whether several lines end where the longest does, as those of running text do."""
    margin = _right(lines)
    return sum(line.right > margin - line.height for line in lines) >= _FILLED


def _bands(lines: Sequence[Line]) -> Iterator[_Band]:
    """Yield the parts of a page that are read one after the other: above, left column, right column, below; tables told."""
    lines = _split(lines)
    gutter = _gutter(lines)
    for crosses, group in groupby(lines, lambda line: gutter is None or line.left < gutter < line.right):
        band = list(group)
        if crosses or gutter is None:
            yield _Band(_tabled(band), whole=gutter is None)
        else:
            sides = [x for x in band if x.right <= gutter], [x for x in band if x.left >= gutter]
            yield from (part._replace(whole=False) for side in sides if side for part in _bands(side))


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
        place = place._replace(box=box(cell.left, top, cell.right, top + height))
    return line._replace(text=cell.text, left=cell.left, right=cell.right, cells=(), place=place)


def _gutter(lines: Sequence[Line]) -> float | None:
    """Where a page of two columns parts: next to no line crosses it, and lines end left and begin right of it."""
    if len(lines) < 2 * _COLUMN:
        return None
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    begins = Counter(
        round(line.left) for line in lines if left + 0.33 * (right - left) < line.left < left + 0.67 * (right - left)
    )
    for begin in sorted(begins, key=lambda place: (-begins[place], place))[:1]:
        at = begin - 1.0
        after = [line for line in lines if line.left >= at]
        before = [line for line in lines if line.right <= at and line.right > left + 0.2 * (right - left)]
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
            found += [line._replace(text=text) for line, text in zip(lines[at : at + len(rows)], told, strict=True)]
        else:
            found.append(lines[at]._replace(cells=()))
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
    full = _is_full(last, max(line.right for line in before), first)
    indented = first.left > min(line.left for line in after) + _INDENT * first.height
    goes_on = _goes_on(last, first) and (HAN.match(first.text[0]) or first.text[0].isdigit())
    return _joint(last.text, first.text) if full and not indented and goes_on else "\n"


def _goes_on(line: Line, following: Line) -> bool:
    """Say whether a sentence may go on in the next line."""
    open_end = HAN.match(line.text[-1]) or line.text[-1] in "，、“（《" or line.text[-1].isdigit()
    return bool(open_end) and not NUMBERING.match(following.text)


def _is_full(line: Line, margin: float, following: Line) -> bool:
    """Say whether the beginning of the next line had no room on a line; `margin` is where lines end."""
    begins = _UNBROKEN.match(following.text)
    wide = sum(0.6 if char.isascii() else 1.0 for char in begins[0]) if begins else 1.0
    return line.right >= margin - max(_SLACK, wide + 0.5) * line.height


def _paragraphs(kept: Sequence[Line], first: str, margin_right: float) -> Iterator[tuple[str, Line]]:
    """Yield lines, each with what stands before it: nothing, a space or a line end; full ones end at the right margin."""
    if not kept:
        return
    margin_left = min(line.left for line in kept)
    indents = [line.left > margin_left + _INDENT * line.height for line in kept]
    ragged = _is_ragged(kept, indents)
    yield first, kept[0]
    for before, line, indented in zip(kept, kept[1:], indents[1:], strict=False):
        low, high = sorted((before.height, line.height))
        aside = before.left <= margin_left + _FIRST * before.height  # and not in the middle of the page
        signs = before.left > (margin_left + margin_right) / 2  # as dates and bodies do, at the right margin
        goes_on = not signs and _is_full(before, margin_right, line) or ragged and aside and _goes_on(before, line)
        centred = abs(before.left + before.right - line.left - line.right) < line.height
        lone = len(line.text) <= _LONE and centred and _is_full(before, margin_right, line)  # 某某评估报 / 告
        follows = not (before.cells or line.cells or indented and not lone or high > _LARGER * low) and goes_on
        opens = before.text[-1] in _ENDS and NUMBERING.match(line.text)
        dated = follows and only_date(line.text)  # below who signs, in the middle of a cover
        yield _joint(before.text, line.text) if follows and not opens and not dated else "\n", line


def _is_ragged(kept: Sequence[Line], indents: Sequence[bool]) -> bool:
    """Say whether only the first lines of paragraphs are indented: next to no other follows the end of a sentence."""
    ends = [before.text[-1] in _ENDS for before, indented in zip(kept, indents[1:], strict=False) if not indented]
    return min(len(ends), sum(indents)) >= _FILLED and sum(ends) <= len(ends) / 5


def _joint(before: str, after: str) -> str:
    """Return what stands between two lines of a paragraph: a space where both sides are words of Latin letters."""
    latin = before[-1].isascii() and before[-1].isalpha() and after[0].isascii() and after[0].isalpha()
    return " " if latin else ""
