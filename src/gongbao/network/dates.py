"""Days out of ISO 8601 values: what a time begins and ends with."""

from __future__ import annotations

import calendar


def day_bounds(value: str) -> tuple[str, str]:
    """Return first and last day of an ISO 8601 value as `YYYY-MM-DD`, '' where open or unknown, or of no year.

    >>> day_bounds("2023-04/2023-09")
    ('2023-04-01', '2023-09-30')
    """
    if not value or value.startswith("-"):
        return "", ""
    first, slash, last = value.partition("/")
    return _day(first, end=False), _day(last if slash else first, end=True)


def _day(value: str, *, end: bool) -> str:
    if len(value) == 4 and value.isdigit():
        return f"{value}-12-31" if end else f"{value}-01-01"
    if len(value) == 7:
        year, month = int(value[:4]), int(value[5:])
        return f"{value}-{calendar.monthrange(year, month)[1]:02d}" if end else f"{value}-01"
    return value[:10] if len(value) >= 10 else ""
