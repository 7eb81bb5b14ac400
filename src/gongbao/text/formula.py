"""Cells of tables that a spreadsheet would take for formulas, and run."""

from __future__ import annotations

import csv
import io
import re

_BEGINS = tuple("=+-@＝＋－＠\t\r\n")


def guarded(cell: str) -> str:
    """Return a text as a cell that a spreadsheet shows and does not run: one that begins a formula has an apostrophe before.

    >>> guarded("=1+1"), guarded("市公安局")
    ("'=1+1", '市公安局')
    """
    return f"'{cell}" if cell.startswith(_BEGINS) or cell.lstrip(" \u3000\u00a0").startswith(_BEGINS) else cell


def guarded_table(table: bytes) -> bytes:
    """Return a table in CSV with its cells guarded, but for numbers: a day without a year (--07-31) is no sum to do.

    >>> guarded_table("a,b\\n-5,--07-31\\n".encode())
    b"a,b\\n-5,'--07-31\\n"
    """
    csv.field_size_limit(_LONGEST)
    rows = list(csv.reader(io.StringIO(table.decode(), newline="")))
    cells = [[cell if _NUMBER.fullmatch(cell) else guarded(cell) for cell in row] for row in rows]
    if cells == rows:
        return table
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n" if b"\r\n" in table else "\n").writerows(cells)
    return out.getvalue().encode()


_LONGEST = 2**31 - 1
"""Bytes of a cell: the text of a whole report may be one."""

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
