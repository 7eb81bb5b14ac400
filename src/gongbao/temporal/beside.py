"""The times that lie beside one that a report told of: of the same period, fiscal year, plan, or its date of issue."""

from __future__ import annotations

import re

from gongbao.temporal import calendar
from gongbao.temporal.calendar import DAY, MONTH, Period
from gongbao.temporal.context import FAR, Context
from gongbao.temporal.patterns import SINCE

_BY = 30
"""Characters after a month within which 同年 is of its year."""


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
