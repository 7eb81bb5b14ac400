"""The times that lie beside one that a report told of: of the same period, fiscal year, plan, or its date of issue."""

from __future__ import annotations

import re

from gongbao.temporal import calendar
from gongbao.temporal.calendar import DAY, MONTH, Period
from gongbao.temporal.context import FAR, Context
from gongbao.temporal.patterns import SINCE

_BY, _NEAR, _PLAN = 30, 7, 5
"""Characters after a month within which 同年 is of its year; days from the issue within which 今(15)日 is; years of a plan."""


def fiscal_year(context: Context, by: int, place: int) -> Period | None:
    """The fiscal year (2022-23年度) beside the one that this paragraph told of last; of a date nothing says in which it lies."""
    told = context.told_by(place)
    return calendar.years(int(told.begin) + by, int(told.end) + by) if told and told == context.fiscal else None


def same_of_plan(context: Context, begin: int, place: int) -> Period | None:
    """The years of the plan that begins in a year (“十三五”同期) that lie in it as those told of last lie in theirs."""
    told = context.told_by(place)
    by = (int(told.begin[:4]) - begin) // _PLAN if told else 0
    if told is None or by <= 0 or int(told.end[:4]) >= begin + _PLAN * (by + 1):
        return None
    return calendar.in_year(told, int(told.begin[:4]) - _PLAN * by)


def that_year(context: Context) -> int | None:
    """The year of 同年3月: that told last, or None where a month just before is of another."""
    if context.latest is None:
        return context.issue_year
    year, near = context.latest.end[:4], context.end - context.month_at < _BY
    return None if near and context.month[:4] not in (year, "") else int(year)


def same_period(context: Context, year: int, place: int, word: str) -> Period | None:
    """The part of another year that was told of last, rather than compared with (1—7月，…比2022年同期), else all of it.

    Behind 其中8月份 it may be that of either, but for 同月; behind a bracket it is that of what stands before.
    """
    told = context.told_by(place)
    if context.main and context.aside_in == context.told_in and word == "同期":
        if "）" not in context.text[context.told_end : min(place, context.told_end + FAR)]:
            return None
        told = context.main
    last = told if told and len(told.begin) >= MONTH and told.value != context.issue_day else context.latest
    if told is None and context.end < context.line(place):  # of nothing in this paragraph, but of the title
        other = context.sentence and re.search("期间|以来|假期", context.text[context.sentence.start : place])
        return calendar.in_year(context.headline, year) if context.headline and not other else None
    if told and context.told_in != context.index and told.begin > context.issue_day[: len(told.begin)] > "":
        return None  # 预计8月上旬缓解。去年同期
    if (last is told and context.ahead) or SINCE.match(context.text, context.told_end if last is told else context.end):
        return None  # 12月预计入库。上年同期
    earlier = (context.told_in if last is told else context.latest_in) != context.index
    far = last is not None and (len(last.value) == DAY or context.several)
    if last and (last.value == context.issue_day or (earlier and far)):
        return None
    return calendar.years(year) if last is None or len(last.begin) < MONTH else calendar.in_year(last, year)


def numbered(context: Context, number: int, unit: str) -> Period | None:
    """The day or month of 今(15)日 and 上(4)月, which its number tells: the one beside the date of issue."""
    month = context.issued if len(context.issued) >= MONTH else context.title.month or context.month
    near = [m for by in (0, -1, 1) if month[:1].isdigit() and (m := calendar.shifted(month, "M", by))]
    if unit == "月" or not context.issue_day:
        return next((m for m in near if unit == "月" and int(m.begin[5:7]) == number), None)
    days = (calendar.day_of(m, number) for m in near)
    return next((d for d in days if d and abs(calendar.distance(d.begin, context.issued)) <= _NEAR), None)
