"""Cells of tables that a spreadsheet would take for formulas, and run."""

from __future__ import annotations

_BEGINS = tuple("=+-@＝＋－＠\t\r\n")


def guarded(cell: str) -> str:
    """Return a text as a cell that a spreadsheet shows and does not run: one that begins a formula has an apostrophe before.

    >>> guarded("=1+1"), guarded("市公安局")
    ("'=1+1", '市公安局')
    """
    return f"'{cell}" if cell.startswith(_BEGINS) or cell.lstrip(" \u3000\u00a0").startswith(_BEGINS) else cell
