"""XLS and ET: the cells of workbooks of Excel 97 to 2003 and of WPS, as they are shown."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

from gongbao.errors import UnsupportedInput
from gongbao.read import cells, limits
from gongbao.read.raw import Found, whole

if TYPE_CHECKING:
    from xlrd.sheet import Cell, Sheet

_NUMBERS = (2, 3)  # what xlrd calls a number and a date
_DAMAGE = (struct.error, LookupError, ValueError, AssertionError, OverflowError, TypeError, AttributeError, OSError)
"""What xlrd raises for what is damaged, beside an error of its own."""


def extract(data: bytes, name: str) -> Found:
    """Yield the reports of a workbook, sheet by sheet. Raises UnsupportedInput for locked files, InputError for broken ones."""
    with whole(name, "workbook", "工作簿", *_DAMAGE):
        sheets, since_1904 = _sheets(data, name)

    def shown(row: list[tuple[str, str | None]]) -> list[str]:
        return [cells.shown(text, code, since_1904=since_1904) if code is not None else text for text, code in row]

    told = ([row for row in map(shown, sheet) if any(row)] for sheet in sheets)
    yield from cells.reports(told, len(sheets), name)


def _sheets(data: bytes, name: str) -> tuple[list[list[list[tuple[str, str | None]]]], bool]:
    """Return the cells of each sheet, a number with the code of its format, and whether days are counted from 1904."""
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO())
    except (xlrd.XLRDError, xlrd.compdoc.CompDocError, xlrd.formula.FormulaError) as error:
        if "encrypted" in str(error):
            raise UnsupportedInput("locked with a password", name=name, what="workbook") from error
        raise ValueError(str(error)) from error
    codes = [book.format_map[style.format_key].format_str for style in book.xf_list]
    return [_rows(sheet, codes) for sheet in book.sheets() if not sheet.visibility], bool(book.datemode)


def _rows(sheet: Sheet, codes: list[str]) -> list[list[tuple[str, str | None]]]:
    def shown(cell: Cell) -> tuple[str, str | None]:
        if cell.ctype in _NUMBERS:
            return repr(cell.value), codes[cell.xf_index]
        return cell.value.strip() if isinstance(cell.value, str) else "", None

    hidden = {number for number, row in sheet.rowinfo_map.items() if row.hidden}
    seen = (number for number in range(min(sheet.nrows, limits.MAX_ROWS + 2)) if number not in hidden)
    return [[*map(shown, sheet.row(number)[: cells.WIDEST])] for number in seen]
