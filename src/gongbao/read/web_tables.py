"""The tables of figures on a web page, apart from those that only lay the page out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongbao.read import grid

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_TALLEST, _WIDEST = 5000, 60
"""Rows and columns of a table that is told with its heads."""


class Tables:
    """The tables below an element; `laid_out` are those that hold other tables."""

    def __init__(self, root: LexborNode) -> None:
        found = (self._around(table) for table in root.css("table"))
        self.laid_out = frozenset(mem_id for mem_id in found if mem_id is not None)

    @staticmethod
    def _around(table: LexborNode) -> int | None:
        node = table.parent
        while node is not None and node.tag != "table":
            node = node.parent
        return None if node is None else node.mem_id

    def rows(self, table: LexborNode) -> list[list[str]]:
        """Return the cells of a table of figures, each in its column, none of any other table."""
        if table.mem_id in self.laid_out:
            return []
        found: list[list[str]] = []
        hanging: dict[int, int] = {}  # columns that cells of rows above still cover, and in how many rows
        for row in table.css("tr")[:_TALLEST]:
            found.append(_cells(row, hanging))
        return found if grid.is_figures(found) else []


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
    return max(1, min(int(written), _WIDEST)) if written.isascii() and written.isdigit() else 1
