"""Tables of figures: each row is told with its own head and those of its columns, with the unit that a head names."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from gongbao.read import limits
from gongbao.read.encodings import HAN
from gongbao.read.wording import is_body

_UNIT = re.compile("[（(](?:单位[：:])?([^（）()]{1,8})[）)]$")
_LABELLED = re.compile("^[（(]?[^：:]{2,8}[：:]")
_CAPTION = re.compile("(?:^|[（( 　]|计量|金额|货币|数量|数据)单位[：:][ 　]*([^\\s，。；、（）()]{1,8})[）)]?$")
_FIGURE = re.compile(r"[-－−]?[0-9０-９]{1,15}(?:[,，][0-9０-９]{3})*(?:[.．][0-9０-９]+)?[%％‰]?")
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_WHEN = re.compile("(?:19|20)?[0-9]{2}年|[0-9]{1,2}月|[一二三四]季度|[上下]半年|全年|[上本去]年")
_UNIT_HEADS = ("单位", "计量单位", "單位", "計量單位")
_NUMBER_HEADS = ("序号", "编号", "序", "序號", "編號")
_DEEPEST, _LONGEST_UNIT = 3, 5
"""Rows that the heads of a table take at most, one above the other, and characters of a unit in a cell of its own."""

_WIDEST, _LONGEST_HEAD = 500, 200
"""Columns of a table that is told with its heads, and characters of a head, of a column or of a row."""


class Heads(NamedTuple):
    """The heads of the columns of a table, each without its unit, the units, and that of all; `at` is their row."""

    at: int
    heads: tuple[str, ...]
    units: tuple[str, ...]
    common: str
    unit_column: int | None
    lead: int
    """The column whose cells name the unit of their row, if there is one, and that of the heads of rows."""


def told(rows: Sequence[Sequence[str]], above: str = "") -> list[str]:
    """Return a line for each row of a table that has cells; `above` is the line over it, which may name the unit.

    Rows of figures below heads become sentences (清河市水利局问题金额120.5万元，已整改。); other rows are their cells.
    """
    clean = [[" ".join(cell.split()) for cell in row] for row in rows]
    begins = [0, *(n for n in range(2, len(clean)) if _begins(clean, n)), len(clean)]
    lines = [above]
    for start, end in pairwise(begins):
        lines += _told(clean[start:end], lines[-1])
    return [line for line in lines[1:] if line]


def _told(clean: Sequence[Sequence[str]], above: str) -> list[str]:
    """Return the lines of one table."""
    heads = _heads(clean, above)
    lines = []
    first = ""
    left = limits.MAX_TEXT_CHARS  # beyond which a report is refused, however its rows are told
    for number, row in enumerate(clean):
        if heads is None or number <= heads.at or len(row) > len(heads.heads) or left < 0:
            lines.append(" ".join(filter(None, row)))
            continue
        own = (cell for cell in reversed(row[: heads.lead + 1]) if cell and not _FIGURE.fullmatch(cell))
        first = next(own, first)
        short = len(first) <= _LONGEST_HEAD
        lines.append(_row(row, heads, first) if short else " ".join(filter(None, row)))
        left -= len(lines[-1])
    return lines


def _begins(rows: Sequence[Sequence[str]], at: int) -> bool:
    """Say whether another table begins there: a cell alone below a row of several, then heads that name units or times."""
    lone = sum(map(bool, rows[at])) == 1 < sum(map(bool, rows[at - 1]))
    heads = _heads(rows[at : at + _DEEPEST + 2], "") if lone else None
    return heads is not None and (any(heads.units) or any(map(_WHEN.match, heads.heads)))


def is_figures(rows: Sequence[Sequence[str]]) -> bool:
    """Say whether a table has heads, and figures below them."""
    return _heads([[" ".join(cell.split()) for cell in row] for row in rows], "") is not None


def _heads(rows: Sequence[Sequence[str]], above: str) -> Heads | None:
    """The first row of several cells, if none of them is a figure or a label, and figures stand below: years may be heads."""
    at = next((n for n, row in enumerate(rows) if sum(map(bool, row)) > 1 and not _is_labelled(row)), None)
    if at is None or len(rows[at]) > _WIDEST or _is_long(rows[at]) or _has_figures(rows[at], but=_YEAR):
        return None
    below = [cell for row in rows[at + 1 :] for cell in row[1:] if _FIGURE.fullmatch(cell)]
    if not below or not any(HAN.search(cell) for cell in rows[at]):
        return None
    captions = [_CAPTION.search(line) for line in (above, *(cell for row in rows[:at] for cell in row))]
    common = next((found[1] for found in reversed(captions) if found), "")
    last = next(n for n in range(at, len(rows)) if n + 1 == len(rows) or not _is_under(rows[n + 1], n - at))
    if last > at and all(rows[at]) and 2 < len(rows[at]) < len(rows[at + 1]) and all(rows[at + 1][1:]):
        return None  # which of the upper heads is over which of the lower is not told
    cells = [*map(_split, rows[at])]
    for row in rows[at + 1 : last + 1]:
        cells = _deeper(cells, row)
    heads = tuple(f"{head}年" if _YEAR.fullmatch(head) else head for head, _unit in cells)
    lead = next((n for n, head in enumerate(heads) if head not in _NUMBER_HEADS), 0)
    column = next((n for n, head in enumerate(heads) if head in _UNIT_HEADS and n > lead), None)
    named = [row[column] for row in rows[last + 1 :] if column is not None and len(row) > column]
    if any(len(name) > _LONGEST_UNIT or is_body(name) for name in named):
        lead, column = column or lead, None  # 单位 is whose the row is, and not its unit of measure
    return Heads(last, heads, tuple(unit for _head, unit in cells), common, column, lead)


def _is_labelled(row: Sequence[str]) -> bool:
    """Say whether a row above a table only tells of it: 填报单位：某局　单位：万元."""
    return all(_LABELLED.match(cell) for cell in row if cell)


def _is_long(row: Sequence[str]) -> bool:
    """Say whether a row holds texts: heads are said again with each figure."""
    return max(map(len, row), default=0) > _LONGEST_HEAD


def _has_figures(row: Sequence[str], but: re.Pattern[str]) -> bool:
    return any(_FIGURE.fullmatch(cell) and not but.fullmatch(cell) for cell in row)


def _is_under(row: Sequence[str], depth: int) -> bool:
    """Say whether a row divides the heads above it: no figures, and nothing below the head of the rows."""
    fits = depth + 1 < _DEEPEST and len(row) <= _WIDEST and not _is_long(row)
    return fits and any(row) and not row[0] and not _has_figures(row, but=_YEAR)


def _split(cell: str) -> tuple[str, str]:
    """Return a head and its unit."""
    found = _UNIT.search(cell)
    return (cell[: found.start()], found[1]) if found else (cell, "")


def _deeper(above: list[tuple[str, str]], row: Sequence[str]) -> list[tuple[str, str]]:
    """Return heads with those of the next row, each below the one above it or the last left of that."""
    found = []
    over = ("", "")
    for index in range(max(len(above), len(row))):
        head = above[index] if index < len(above) else ("", "")
        part, unit = _split(row[index]) if index < len(row) else ("", "")
        over = head if head[0] else over
        found.append((over[0] + part, unit or over[1]) if part or unit else head)
    return found


def _row(row: Sequence[str], heads: Heads, first: str) -> str:
    own = _UNIT.search(first)
    name = _UNIT.sub("", first)
    column = heads.unit_column
    of_row = row[column] if column is not None and column < len(row) else own[1] if own else ""
    said = []
    figures = False
    for index, cell in enumerate(row):
        head = heads.heads[index]
        if not cell or index == column or head in _NUMBER_HEADS:
            continue
        if index > heads.lead and head and HAN.search(head) and _FIGURE.fullmatch(cell):
            unit = "" if cell[-1] in "%％‰" else heads.units[index] or of_row or heads.common
            when = _WHEN.match(head)
            said.append(f"{head}{name}{cell}{unit}" if when else f"{name}{head}{cell}{unit}")
            figures = True
        else:
            said.append(cell)
    if figures and name and first in said:
        said.remove(first)  # each figure says it
    return "，".join(said) + "。" if figures else " ".join(filter(None, row))
