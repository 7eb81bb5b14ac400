"""What the cells of spreadsheets show: figures, per cents and dates by their formats, and the reports that rows make."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from gongbao.errors import InputError
from gongbao.read import limits, table
from gongbao.read.raw import Found, beyond

WIDEST = 500  # columns of a sheet that are read


class Kept:
    """Counts the cells of a workbook row by row, and refuses one of more cells than memory should hold."""

    def __init__(self, name: str) -> None:
        self.name, self.count = name, 0

    def trimmed(self, row: list[str]) -> list[str]:
        """Return a row without the empty cells at its end, once those that are left are counted. Raises UnsupportedInput."""
        while row and not row[-1]:
            row.pop()
        self.count += len(row)
        if self.count > limits.MAX_CELLS:
            raise beyond(
                self.name, limits.MAX_CELLS, "cells, empty ones before others among them", "个单元格（含空格）"
            )
        return row


_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')
BUILT_IN = {
    9: "0%", 10: "0.00%", 14: "y/m/d", 15: "d-m-y", 16: "d-m", 17: "m-y", 22: "y/m/d h", 27: "y/m", 28: "m/d", 29: "m/d", 30: "m/d/y",
    31: "y/m/d", 36: "y/m", 50: "y/m", 51: "m/d", 52: "y/m", 53: "m/d", 54: "m/d", 57: "y/m", 58: "m/d",
}  # fmt: skip
"""The formats that every spreadsheet knows by their numbers, those of Chinese ones too."""

_LAST, _LATER = 2_958_466, 1_462
"""The number of the day after the year 9999, and by how many days those are ahead that are counted from 1904."""

_CODE = 255  # characters that the code of a format has at most
_DIGITS = 12  # digits of a figure that count: what is behind them comes of binary fractions


def shown(value: str, code: str, *, since_1904: bool = False) -> str:
    """Return what a cell shows of a number: 0.985 as 98.5% or as a date, by the code of its format.

    >>> shown("0.985", "0.0%"), shown("45357", "yyyy/m/d"), shown("45357", 'yyyy"年"m"月"'), shown("35000.50", "#,##0.00")
    ('98.5%', '2024年3月6日', '2024年3月', '35000.5')
    """
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite() or abs(number.adjusted()) > 30:
        return value
    plain = _QUOTED.sub("", code[:_CODE].partition(";")[0].lower())
    if "%" in plain:
        return f"{_plain(number * 100)}%"
    parts = [part for part in "ymd" if part in plain]
    if parts and parts != ["m"] and 0 < number < (_LAST - _LATER if since_1904 else _LAST):
        day = (date(1904, 1, 1) if since_1904 else date(1899, 12, 30)) + timedelta(int(number))
        return "".join({"y": f"{day.year}年", "m": f"{day.month}月", "d": f"{day.day}日"}[part] for part in parts)
    return _plain(number)


def _plain(number: Decimal) -> str:
    places = max(0, _DIGITS - 1 - max(0, number.adjusted()))
    text = f"{number:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def reports(sheets: Iterable[list[list[str]] | InputError], count: int, name: str) -> Found:
    """Yield the reports of the sheets of a workbook, `name#number` where it has several. Raises InputError where it holds none."""
    read = False
    for number, rows in enumerate(sheets, 1):
        source = name if count == 1 else f"{name}#{number}"
        read = read or bool(rows)
        if isinstance(rows, InputError):
            yield rows.at(source)
        elif rows:
            yield from table.reports(rows, source)
    if not read:
        raise InputError("no cells with text in it", name=name)
