"""The tables of figures on a web page, apart from those that only lay the page out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from gongbao.read import grid
from gongbao.read.lines import squeeze
from gongbao.read.wording import page_words
from gongbao.text.script import fold

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_TALLEST, _WIDEST = 5000, 60  # rows and columns of a table that is told with its heads
_PAIRS = 8  # cells of a row of labels and values


class Tables:
    """The tables below an element; `holding` are the tables and rows that hold other tables, to lay the page out."""

    def __init__(self, root: LexborNode) -> None:
        passed: set[int] = set()
        self.holding = frozenset(mem_id for table in root.css("table") for mem_id in self._around(table, passed))

    @staticmethod
    def _around(table: LexborNode, passed: set[int]) -> Iterator[int]:
        """Climb to the table around; from an element that was passed before, the way up is told already."""
        node = table.parent
        while node is not None and node.tag != "table":
            if node.mem_id in passed:
                return
            passed.add(node.mem_id)
            if node.tag == "tr":
                yield node.mem_id
            node = node.parent
        if node is not None:
            yield node.mem_id

    def rows(self, table: LexborNode) -> list[list[str]]:
        """Return the cells of a table of figures, each in its column, none of any other table."""
        if table.mem_id in self.holding:
            return []
        found: list[list[str]] = []
        hanging: dict[int, int] = {}  # columns that cells of rows above still cover, and in how many rows
        for row in table.css("tr")[:_TALLEST]:
            found.append(_cells(row, hanging))
        return found if grid.is_figures(found) else []


def labelled(row: LexborNode) -> str:
    """Return a row of labels and values with their colons (发文机关：甲局 成文日期：2024年5月6日), nothing for any other."""
    cells = [" ".join(cell.text().split()) for cell in row.css("td, th")[: _PAIRS + 1]]
    names = [cell.rstrip(":：") for cell in cells[::2]]
    told = len(cells) % 2 == 0 and cells and len(cells) <= _PAIRS and all(squeeze(fold(n)) in _labels() for n in names)
    return " ".join(f"{name}：{value}" for name, value in zip(names, cells[1::2], strict=True)) if told else ""


@cache
def _labels() -> frozenset[str]:
    return frozenset(word for kind, words in page_words().items() if kind.startswith("meta") for word in words)


def _cells(row: LexborNode, hanging: dict[int, int]) -> list[str]:
    cells: list[str] = []
    for cell in row.css("td, th"):
        _covered(cells, hanging)
        wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
        hanging |= dict.fromkeys(range(len(cells), len(cells) + wide), high - 1)
        cells += [" ".join(cell.text().split()), *[""] * (wide - 1)]
    _covered(cells, hanging)
    return cells


def _covered(cells: list[str], hanging: dict[int, int]) -> None:
    """Leave out the columns that cells of rows above cover."""
    while hanging.get(len(cells), 0) and len(cells) < _WIDEST:
        hanging[len(cells)] -= 1
        cells.append("")


def _span(cell: LexborNode, name: str) -> int:
    written = cell.attributes.get(name) or ""
    return max(1, min(int(written[:9]), _WIDEST)) if written.isascii() and written.isdigit() else 1
