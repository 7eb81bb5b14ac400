"""Characters where pages draw them, the lines that they make, with spaces and cells where there are gaps, and the rows of tables.

Cells of rows are drawn one after the other, each with all of its lines, and become one line again.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from gongbao.read.paragraphs import Cell, Line
from gongbao.text.script import LETTER

GAP = 0.4  # in heights of a line: spaces between words are narrower, those between cells wider
_SPACE = 0.15  # in heights of a line: a gap that is a space, where the file does not say so
_LINES = 4  # lines that a cell goes on for
_EDGES = 3  # lines of heads and feet of a page
_NARROW = 0.35  # of the width of the text: columns of running text are wider than the cells that are looked at
_SHARED = 0.45
"""Of the height of a line: what two cells of a row share, where one has two lines and the other stands in their middle."""

_TIGHT = 0.5  # in heights of a line: how far below another the lines of a cell stand
NOTED = "\u2060"  # stands where a small raised figure leads to a note
_WIDE = "（）〔〕《》“”：，、；。"
_AUTOSPACE = re.compile(f"(?:(?<={LETTER})|(?<=[{_WIDE}])) (?=[0-9A-Za-z])|(?<=[0-9A-Za-z%]) (?={LETTER}|[{_WIDE}])")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line as it was drawn, with its upper and lower edge, counted from below."""

    line: Line
    top: float
    bottom: float


class Glyph(NamedTuple):
    """A character and its box, counted from below."""

    char: str
    left: float
    bottom: float
    right: float
    top: float


def typeset(text: str) -> str:
    """Return a text without the spaces that only the gaps between Chinese and Latin characters make."""
    return _AUTOSPACE.sub("", text.replace(NOTED, ""))


def drawn(glyphs: Sequence[Glyph]) -> Drawn:
    """Return the line that characters make, whose order may be another than from left to right, with its cells."""
    height = max(1.0, *(glyph.top - glyph.bottom for glyph in glyphs))
    ordered = sorted(glyphs, key=attrgetter("left"))
    cells: list[Cell] = []
    parts: list[str] = []
    left = right = ordered[0].left
    for glyph in ordered:
        gap = glyph.left - right
        if gap > GAP * height:
            cells.append(Cell(typeset("".join(parts)), left, right))
            parts, left = [], glyph.left
        elif parts and gap > _SPACE * height:
            parts.append(" ")
        parts.append(glyph.char)
        right = glyph.right
    cells.append(Cell(typeset("".join(parts)), left, right))
    told = " ".join(cell.text for cell in cells)
    line = Line(told, cells[0].left, cells[-1].right, height, cells=tuple(cells) if len(cells) > 1 else ())
    return Drawn(line, max(glyph.top for glyph in glyphs), min(glyph.bottom for glyph in glyphs))


def assembled(lines: Sequence[Drawn]) -> Iterator[Line]:
    """Yield the lines of a page, those of a row as one with its cells; heads and feet that are drawn late or early in their places."""
    lines = _in_place(lines)
    wide = max((x.line.right for x in lines), default=0) - min((x.line.left for x in lines), default=0)
    at = 0
    while at < len(lines):
        line, at = _row(lines, at, _NARROW * wide)
        yield line


def _in_place(lines: Sequence[Drawn]) -> Sequence[Drawn]:
    """Return lines with the last ones, that stand above all others, before them, and the first ones, below all, behind."""
    if len(lines) < 2 * _EDGES:
        return lines
    top, bottom = max(line.top for line in lines[:-_EDGES]), min(line.bottom for line in lines[_EDGES:])
    heads = [line for line in lines[-_EDGES:] if line.bottom >= top]
    feet = [line for line in lines[:_EDGES] if line.top <= bottom]
    return [*heads, *(line for line in lines if line not in (*heads, *feet)), *feet] if heads or feet else lines


def _row(lines: Sequence[Drawn], at: int, widest: float) -> tuple[Line, int]:
    """Return the row that begins with a line, the line itself if there is none, and where the next one begins."""
    first = lines[at]
    cells = list(first.line.cells) or [_cell(first.line)]
    below: list[Drawn] = []
    used = following = at + 1
    while following < len(lines) and cells[-1].right - cells[-1].left <= widest:
        here = lines[following]
        if _is_beside(here, first, cells[-1], below):
            cells[-1] = _with(cells[-1], *(x.line for x in below))
            cells += here.line.cells or [_cell(here.line)]
            below = []
            used = following + 1
        elif not below and _ends_in_row(here, first, cells[-1]):
            cells[-1] = _with(cells[-1], here.line.cells[0])
            cells += here.line.cells[1:]
            used = following + 1
        elif len(below) < _LINES and _is_under(here, cells[-1], below[-1] if below else lines[following - 1]):
            below.append(here)
        else:
            break
        following += 1
    if len(cells) > 1 and below:
        cells[-1] = _with(cells[-1], *(x.line for x in below))
        used += len(below)
    if used == at + 1:
        return first.line, used
    text = " ".join(cell.text for cell in cells)
    return first.line._replace(text=text, right=cells[-1].right, cells=tuple(cells) if len(cells) > 1 else ()), used


def _cell(line: Line) -> Cell:
    return Cell(line.text, line.left, line.right)


def _with(cell: Cell, *below: Cell | Line) -> Cell:
    """Return a cell with the lines that it goes on for."""
    parts = (cell, *below)
    return Cell("".join(p.text for p in parts), min(p.left for p in parts), max(p.right for p in parts))


def _is_beside(here: Drawn, first: Drawn, cell: Cell, below: Sequence[Drawn]) -> bool:
    """Say whether a line stands on the height of a row, right of its last cell."""
    shared = min(here.top, first.top) - max(here.bottom, first.bottom)
    edge = max([cell.right, *(x.line.right for x in below)])
    return shared > _SHARED * min(here.line.height, first.line.height) and here.line.left >= edge


def _ends_in_row(here: Drawn, first: Drawn, cell: Cell) -> bool:
    """Say whether a line is the second one of a cell, drawn with cells beside it that are on half its height: 罚款/（元） 决定机关."""
    shared = min(here.top, first.top) - max(here.bottom, first.bottom)
    parts = here.line.cells
    within = len(parts) > 1 and cell.left - here.line.height <= parts[0].left and parts[0].right <= parts[1].left
    return within and parts[1].left >= cell.right and shared > _SHARED * min(here.line.height, first.line.height)


def _is_under(here: Drawn, cell: Cell, above: Drawn) -> bool:
    """Say whether a line stands right below another, within a cell."""
    middle = (here.line.left + here.line.right) / 2
    gap = above.bottom - here.top
    within = cell.left - here.line.height <= here.line.left and cell.left <= middle <= cell.right + here.line.height
    return within and not here.line.cells and -_TIGHT * here.line.height < gap < _TIGHT * here.line.height
