"""Calendar arithmetic on ISO 8601 values: years, months, days, halves, quarters, and intervals of them."""

import datetime
import re
from calendar import monthrange
from collections.abc import Callable
from typing import NamedTuple

from gongbao.text import numerals

_NAMED_PARTS = {"上半": (1, 6), "半年": (1, 6), "下半": (7, 12), "首季": (1, 3), "夏季": (6, 8), "夏天": (6, 8)}
_EDGES = {"初": 1, "底": 12, "末": 12, "终": 12}
LEAP_YEAR, A_MONDAY = 2000, "2024-01-01"
MONTH, DAY = len("2024-01"), len("2024-01-01")  # characters of the values of months and days


class Period(NamedTuple):
    """A time as far as the text gives it: the first and last day, month or year; the end `..` is an open one."""

    begin: str
    end: str

    @property
    def value(self) -> str:
        """The ISO 8601 form: one value, `a/b`, or `a/..`."""
        return self.begin if self.begin == self.end else f"{self.begin}/{self.end}"


Dated = Callable[[int], Period | None]  # a month, day or part of a year, of the year that it is given


def years(first: int, last: int | None = None) -> Period | None:
    """Return a year or the interval of two, or None outside 1840–2150, where no report means a year."""
    last = first if last is None else last
    return Period(f"{first}", f"{last}") if 1840 <= first <= last <= 2150 else None


def day(year_: int, month_: int, day_: int) -> Period | None:
    """Return a day, or None where the calendar has no such day."""
    text = f"{year_:04d}-{month_:02d}-{day_:02d}"
    return Period(text, text) if 1 <= month_ <= 12 and 1 <= day_ <= monthrange(year_, month_)[1] else None


def day_of(month_: Period | None, number: int) -> Period | None:
    """Return the day of that number in a month."""
    return day(int(month_.begin[:4]), int(month_.begin[5:7]), number) if month_ else None


def days(year_: int, month_: int, first: int, last: int) -> Period | None:
    """Return the interval of two days of a month; of two months, where that is 0."""
    if not month_:
        return months(year_, first, last)
    begin, end = day(year_, month_, first), day(year_, month_, last)
    return begin and end and span(begin, end)


def in_month(year_: int, month_: int, day_: int | None, words: str | None) -> Period | None:
    """Return a month, a day of it, or the days of its 上旬, 中旬, 下旬 or 中下旬."""
    found = day(year_, month_, day_) if day_ is not None else months(year_, month_, month_)
    if found is None or not words or words[-1] not in "旬月":
        return found
    half = words.endswith("月")
    first = {"上": 1, "中": 11, "下": 16 if half else 21}[words[0]]
    last = {"上": 15 if half else 10, "中": 20, "下": monthrange(year_, month_)[1]}[words[0 if half else -2]]
    return Period(f"{found.begin}-{first:02d}", f"{found.begin}-{last}") if first < last else None


def yearless(period: Dated) -> Period | None:
    """Return a month or day of any year, as XML Schema writes it (--09, --09-19), or None where no year has it."""
    return every_year(found) if (found := period(LEAP_YEAR)) else None


def every_year(period: Period) -> Period:
    """Return the same months or days of every year, as XML Schema writes them (--10-01)."""
    return Period(*(v if v.startswith("-") else f"-{v[4:]}" for v in (period.begin, period.end)))


def months(year_: int, first: int, last: int) -> Period | None:
    """Return the interval of two months of a year."""
    if not 1 <= first <= last <= 12:
        return None
    return Period(f"{year_:04d}-{first:02d}", f"{year_:04d}-{last:02d}")


def part_of_year(year_: int, words: str) -> Period | None:
    """Return the part that 上半年, 前三季度, 一至三季度, 前5个月, 夏季, 第24周 or 年底 names, of 二季度末 its last month."""
    if len(words) > len("年底") and words[-1] in _EDGES:
        whole_ = part_of_year(year_, words[:-1])
        at = whole_ and (whole_.begin if words[-1] == "初" else whole_.end)
        return Period(at, at) if at else None
    if words[:2] in _NAMED_PARTS:
        return months(year_, *_NAMED_PARTS[words[:2]])
    found = re.search(r"([0-9一二三四])(?:(?:季度)?[至到—\-－~～、]第?([0-9一二三四]))?(?:个)?季度?", words)
    if found and "季" in words:
        first, last = (int(numerals.digits(number) or 0) for number in (found[1], found[2] or found[1]))
        return months(year_, 1 if words[0] in "前头首" else 3 * first - 2, 3 * last)
    if count := re.match(r"[前头首]([0-9]{1,2}|[一二两三四五六七八九十]+)个?月", words):
        return months(year_, 1, numerals.whole(count[1]))
    if words[-1] == "周":
        return week(f"{year_}-01-04", int(words[1:-1]) - 1)  # the first week of ISO 8601 has the 4th
    if words[-1] in "天日" and words[0] == "前":
        last_day = day(year_, 1, numerals.whole(words[1:-1]))
        return last_day and Period(f"{year_:04d}-01-01", last_day.end)
    return months(year_, edge := _EDGES.get(words[-1], 0), edge)


def week(day_: str, by: int, *, since: str = A_MONDAY) -> Period | None:
    """Return the seven days of the week `by` weeks from that of a day; weeks begin as that of `since` does."""
    begin, end = (shifted(day_, "D", 7 * by - distance(since, day_) % 7 + more) for more in (0, 6))
    return begin and end and span(begin, end)


def is_week(period: Period | None) -> bool:
    """Say whether a period is a week."""
    return period is not None and len(period.begin) == len(period.end) == DAY == 4 + distance(period.begin, period.end)


def shifted(issued: str, unit: str, by: int) -> Period | None:
    """Return the month or day (`M`, `D`) that lies `by` units from the date of issue, None if it is less exact."""
    parts = [int(p) for p in issued[:10].split("-")]
    if unit == "M" and len(parts) > 1:
        ordinal = parts[0] * 12 + parts[1] - 1 + by
        return months(ordinal // 12, ordinal % 12 + 1, ordinal % 12 + 1)
    if unit == "D" and len(parts) > 2:
        moved = (datetime.date(*parts) + datetime.timedelta(days=by)).isoformat()
        return Period(moved, moved)
    return None


def span(first: Period, last: Period) -> Period | None:
    """Return the interval from one time to another, or None where the end would lie before the beginning."""
    dated = first.begin.startswith("-") == last.end.startswith("-")
    return Period(first.begin, last.end) if dated and first.begin[: len(last.end)] <= last.end else None


def in_year(period: Period, number: int) -> Period:
    """Return the same part of another year (2022年同期); a range over several years moves as a whole."""
    by = number - int(period.begin[:4])
    return Period(*(f"{int(v[:4]) + by:04d}" + v[4:].replace("-02-29", "-02-28") for v in (period.begin, period.end)))


def whole(period: Period, words: str) -> Period | None:
    """Return the day (同日), month (同月) or quarter (同季) that a period is, or is a day of; None where it is neither."""
    if "季" in words:
        return quarter_beside(period, 0)
    size = DAY if "日" in words else MONTH
    value = period.begin[:size]
    return Period(value, value) if len(value) == size and period.end.startswith(value) else None


def quarter_beside(period: Period, by: int) -> Period | None:
    """Return the quarter that lies `by` quarters from a period, or None where the period is no quarter."""
    if len(period.begin) != MONTH or len(period.end) != MONTH:
        return None
    first, last = (int(value[:4]) * 12 + int(value[5:]) - 1 for value in (period.begin, period.end))
    begin = first + 3 * by
    return months(begin // 12, begin % 12 + 1, begin % 12 + 3) if first % 3 == 0 and last - first == 2 else None


def distance(first: str, second: str) -> int:
    """Return the days from one day to another, of values that begin with a whole date; of a month its first day counts."""
    days = (datetime.date.fromisoformat(f"{value[:7]}-{value[8:10] or '01'}") for value in (first, second))
    return -(next(days) - next(days)).days
