"""Rows of tables in PDF: cells are drawn one after the other, each with all of its lines, and become one line again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from gongbao.read.glyphs import Drawn
from gongbao.read.paragraphs import Cell, Line

_LINES = 4
"""Lines that a cell goes on for."""

_EDGES = 3
"""Lines of heads and feet of a page."""

_NARROW = 0.35
"""Of the width of the text: columns of running text are wider than the cells that are looked at."""

_TIGHT = 0.5
"""In heights of a line: how far below another the lines of a cell stand."""


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
            cells[-1] = _with(cells[-1], below)
            cells += here.line.cells or [_cell(here.line)]
            below = []
            used = following + 1
        elif len(below) < _LINES and _is_under(here, cells[-1], below[-1] if below else lines[following - 1]):
            below.append(here)
        else:
            break
        following += 1
    if len(cells) > 1 and below:
        cells[-1] = _with(cells[-1], below)
        used += len(below)
    if used == at + 1:
        return first.line, used
    text = " ".join(cell.text for cell in cells)
    return replace(first.line, text=text, right=cells[-1].right, cells=tuple(cells) if len(cells) > 1 else ()), used


def _cell(line: Line) -> Cell:
    return Cell(line.text, line.left, line.right)


def _with(cell: Cell, below: Sequence[Drawn]) -> Cell:
    """Return a cell with the lines that it goes on for."""
    lines = [x.line for x in below]
    return Cell(
        "".join([cell.text, *(line.text for line in lines)]),
        min([cell.left, *(line.left for line in lines)]),
        max([cell.right, *(line.right for line in lines)]),
    )


def _is_beside(here: Drawn, first: Drawn, cell: Cell, below: Sequence[Drawn]) -> bool:
    """Say whether a line stands on the height of a row, right of its last cell."""
    shared = min(here.top, first.top) - max(here.bottom, first.bottom)
    edge = max([cell.right, *(x.line.right for x in below)])
    return shared > 0.5 * min(here.line.height, first.line.height) and here.line.left >= edge


def _is_under(here: Drawn, cell: Cell, above: Drawn) -> bool:
    """Say whether a line stands right below another, within a cell."""
    middle = (here.line.left + here.line.right) / 2
    gap = above.bottom - here.top
    within = cell.left - here.line.height <= here.line.left and cell.left <= middle <= cell.right + here.line.height
    return within and not here.line.cells and -_TIGHT * here.line.height < gap < _TIGHT * here.line.height
