"""Tables of figures: each row is told with its own head and those of its columns, with the unit that a head names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gongbao.read.encodings import HAN

_UNIT = re.compile("[（(](?:单位[：:])?([^（）()]{1,8})[）)]$")
_CAPTION = re.compile("单位[：:][ 　]*([^\\s，。；、（）()]{1,8})[）)]?$")
_FIGURE = re.compile(r"[-－−]?[0-9０-９]{1,15}(?:[,，][0-9０-９]{3})*(?:[.．][0-9０-９]+)?[%％‰]?")
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_WHEN = re.compile("(?:19|20)?[0-9]{2}年|[0-9]{1,2}月|[一二三四]季度|[上下]半年|全年|[上本去]年")
_UNIT_HEADS = ("单位", "计量单位")
_NUMBER_HEADS = ("序号", "编号", "序")


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads of the columns of a table, each without its unit, the units, and that of all; `at` is their row."""

    at: int
    heads: tuple[str, ...]
    units: tuple[str, ...]
    common: str

    @property
    def unit_column(self) -> int | None:
        """The column whose cells name the unit of their row, if there is one."""
        return next((n for n, head in enumerate(self.heads) if head in _UNIT_HEADS), None)


def told(rows: Sequence[Sequence[str]], above: str = "") -> list[str]:
    """Return a line for each row of a table that has cells; `above` is the line over it, which may name the unit.

    Rows of figures below heads become sentences (清河市水利局问题金额120.5万元，已整改。); other rows are their cells.
    """
    clean = [[" ".join(cell.split()) for cell in row] for row in rows]
    heads = _heads(clean, above)
    lines = []
    first = ""
    for number, row in enumerate(clean):
        if heads is None or number <= heads.at or len(row) > len(heads.heads):
            lines.append(" ".join(filter(None, row)))
            continue
        lead = _lead(heads)
        first = row[lead] if lead < len(row) and row[lead] else first
        lines.append(_row(row, heads, first, lead))
    return [line for line in lines if line]


def is_figures(rows: Sequence[Sequence[str]]) -> bool:
    """Say whether a table has heads, and figures below them."""
    return _heads([[" ".join(cell.split()) for cell in row] for row in rows], "") is not None


def _heads(rows: Sequence[Sequence[str]], above: str) -> Heads | None:
    """The first row of several cells, if none of them is a figure, and figures stand below: years may be heads."""
    at = next((n for n, row in enumerate(rows) if sum(map(bool, row)) > 1), None)
    if at is None or any(_FIGURE.fullmatch(cell) and not _YEAR.fullmatch(cell) for cell in rows[at]):
        return None
    below = [cell for row in rows[at + 1 :] for cell in row[1:] if _FIGURE.fullmatch(cell)]
    if not below or not any(HAN.search(cell) for cell in rows[at]):
        return None
    captions = [_CAPTION.search(line) for line in (above, *(row[0] for row in rows[:at] if sum(map(bool, row)) == 1))]
    common = next((found[1] for found in reversed(captions) if found), "")
    units = [found[1] if (found := _UNIT.search(cell)) else "" for cell in rows[at]]
    heads = (f"{cell}年" if _YEAR.fullmatch(cell) else _UNIT.sub("", cell) for cell in rows[at])
    return Heads(at, tuple(heads), tuple(units), common)


def _lead(heads: Heads) -> int:
    """The column of the heads of rows: the first that is no running number."""
    return next((n for n, head in enumerate(heads.heads) if head not in _NUMBER_HEADS), 0)


def _row(row: Sequence[str], heads: Heads, first: str, lead: int) -> str:
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
        if index > lead and head and HAN.search(head) and _FIGURE.fullmatch(cell):
            unit = "" if cell[-1] in "%％‰" else heads.units[index] or of_row or heads.common
            when = _WHEN.match(head)
            said.append(f"{head}{name}{cell}{unit}" if when else f"{name}{head}{cell}{unit}")
            figures = True
        else:
            said.append(cell)
    if figures and name and said[0] == first:
        said = said[1:]  # each figure says it
    return "，".join(said) + "。" if figures else " ".join(filter(None, row))
