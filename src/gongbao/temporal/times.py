"""Find time expressions and give them their ISO 8601 values, from the report's own date where the words need it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from gongbao.model import Document, Time
from gongbao.ontology import Ontology
from gongbao.temporal import calendar, patterns
from gongbao.temporal.calendar import Period
from gongbao.temporal.context import Context
from gongbao.text import numerals


class _Found(NamedTuple):
    start: int
    end: int
    period: Period


def find(document: Document, ontology: Ontology) -> tuple[Time, ...]:
    """Return the times of the report's body, in order, not overlapping.

    A month or day of a report that tells no year stays without one (--09-19); other words that need a date the report
    does not give (今年) are left out, and so are durations (五年来).
    """
    return tuple(
        Time(f.start, f.end, document.text[f.start : f.end], f.period.value)
        for f in _joined(document.folded, _tokens(document.folded, document, Context(document)))
    )


def _tokens(text: str, document: Document, context: Context) -> Iterator[_Found]:
    place, stop = document.body.start, document.body.end
    barred = [m.span() for m in patterns.TITLES.finditer(text, place, stop)]
    while start := patterns.START.search(text, place, stop):
        while barred and barred[0][1] <= start.start():
            barred.pop(0)
        if barred and barred[0][0] <= start.start():
            place = barred[0][1]
            continue
        context.move(start.start())
        context.ranging = bool(context.latest and patterns.JOIN.fullmatch(text, context.end, start.start()))
        context.until = text.endswith(patterns.UNTIL, 0, start.start())
        match, period = patterns.SHORT_RANGE.match(text, start.start(), stop), None
        if match:
            context.recurring = _recurs(match, text, context)
            period = None if _numbers_heading(match, context) else _short_range(match, context)
        if period is None and (match := patterns.TOKEN.match(text, start.start(), stop)):
            context.recurring = _recurs(match, text, context)
            context.until = context.until or patterns.DUE.match(text, match.end()) is not None
            context.effective = patterns.TAKES_EFFECT.match(text, match.end()) is not None
            period = _period(match, text, context)
        if match is None or period is None:
            place = start.end()
            continue
        place, period = _clocked(text, match.end(), period)
        if context.recurring:
            period, context.yearly = calendar.every_year(period), place
        yield _Found(match.start(), place, period)
        if period.begin.startswith("-"):
            context.any_month, context.month_at = int(period.end[2:4]), place
            continue
        whole = context.saw(text, match.start(), place, period)
        if not _leans(match, text):
            context.tell(text, match.start(), place, whole)


def _numbers_heading(match: re.Match[str], context: Context) -> bool:
    """Say whether the first number of 一、5月份 is that of a heading."""
    if match["m1"] is None or context.document.folded[match.end("m1")] != "、":
        return False
    alike = match["m1"][0].isascii() == match["m2"][0].isascii()
    return not alike or (len(context.headings) > 1 and match.start() in context.headings)


def _recurs(match: re.Match[str], text: str, context: Context) -> bool:
    """Say whether a month or day is one of every year: after 每年, or joined to one that is."""
    named = match.groupdict()
    if any(named.get(year) for year in ("y", "y1", "my", "dy", "iso", "bday", "rel", "anaphor")):
        return False
    first = patterns.YEARLY.search(text, max(0, match.start() - 3), match.start())
    return bool(first or (context.yearly and patterns.ALSO.fullmatch(text, context.yearly, match.start())))


def _leans(match: re.Match[str], text: str) -> bool:
    """Say whether a time is told beside another: 上年, 次年, 同期, a year that one is compared with, or one of a life."""
    named = match.groupdict()
    leans = named.get("ryear") in patterns.ANAPHORIC or named.get("same")
    beside = text.endswith(patterns.BESIDE + patterns.BORN, 0, match.start())
    return bool(leans or beside or patterns.OF_LIFE.match(text, match.end()))


def _short_range(match: re.Match[str], context: Context) -> Period | None:
    if match["y1"]:
        first, last = int(match["y1"]), int(match["y1"][: -len(match["y2"])] + match["y2"])
        if len(match["y2"]) == 2 and last != first + 1:
            return None
        return calendar.years(first, last)
    month = int(match["dm"] or 0)
    first, last = _number(match["d1"] or match["m1"]), _number(match["d2"] or match["m2"])

    def part(year: int) -> Period | None:
        if not month:
            return calendar.months(year, first, last)
        begin, end = calendar.day(year, month, first), calendar.day(year, month, last)
        return calendar.span(begin, end) if begin and end else None

    if year := match["my"] or match["dy"]:
        return part(int(year))
    return calendar.yearless(part) if month and context.undated else context.year_for(part)


def _dates(text: str, start: int, end: int) -> bool:
    """Say whether a bare 15日 is a day of the month; as last word of its clause it is one only after the words of a date."""
    placed = text[end : end + 1] not in patterns.STOPS or patterns.OPENS.search(text, max(0, start - 2), start)
    return bool(placed) and patterns.LENGTH.search(text, max(0, start - 4), start) is None


def _period(match: re.Match[str], text: str, context: Context) -> Period | None:
    if match["plan"]:
        return _plan(match, text)
    if match["school"]:  # 2023学年 and 112學年度 end in the next year
        begin = int(match["sy"] or int(match["sry"]) + 1911)
        return calendar.years(begin, begin + 1)
    if match["iso"]:
        return calendar.day(int(match["iy"]), int(match["im"]), int(match["id"]))
    if match["year"]:
        return _in_year(match, text, context)
    if match["deixis"]:  # 今(15)日, 上(7)月, 本(10)月21日
        told = context.beside(int(match["dn"]), match["du"] or match["dv"])
        return calendar.day_of(told, int(match["dd"])) if match["dd"] else told
    if match["bmonth"]:
        return _bare_month(match, context)
    if match["bday"]:
        return context.day(_number(match["bdd"]), match.start()) if _dates(text, match.start(), match.end()) else None
    if words := match["bpart"] or match["bedge"]:
        return context.year_for(lambda year: calendar.part_of_year(year, words))
    if match["rel"]:
        return _relative(match, text, context)
    return context.next_day(match.start()) if match["next"] else _same(match, context)


def _same(match: re.Match[str], context: Context) -> Period | None:
    """Read 当日 and 同月, beside the time told of last."""
    size = patterns.SAME[match["anaphor"]]
    reference = context.latest.begin[:size] if context.latest else context.issued[:size]
    return Period(reference, reference) if len(reference) == size else None


def _bare_month(match: re.Match[str], context: Context) -> Period | None:
    """Read a month or day without its year."""
    month, day = _number(match["bm"]), _number(match["bd"]) if match["bd"] else None

    def part(year: int) -> Period | None:
        return calendar.in_month(year, month, day, match["bmid"])

    dated = context.year_for(part)
    return dated if dated or match["bmid"] or not context.undated else calendar.yearless(part)


def _relative(match: re.Match[str], text: str, context: Context) -> Period | None:
    """Read 上季度, 上月, 本月25日 and 昨天: beside what is told of, or beside the date of issue."""
    unit, by = patterns.RELATIVE[match["rel"]]
    if unit == "Q":
        return context.quarter and calendar.quarter_beside(context.quarter, by)
    told = context.told_by(match.start()) if text.endswith(patterns.BESIDE, 0, match.start()) else None
    date = told.begin if told and unit == "M" and len(told.value) == len("2024-01") else context.issued
    near = calendar.shifted(date, unit, by) if date else None
    return calendar.day_of(near, int(match["rd"])) if match["rd"] else near


def _plan(match: re.Match[str], text: str) -> Period | None:
    """Read “十四五”, some of its years (前三年), its first or last (初, 末); the plan itself (“十四五”规划) is a document."""
    number = int(numerals.value(match["fives"] or match["free"]) or 0)
    named = match["plan"].endswith(("时期", "期间"))
    if (number < 11 and not named) or patterns.PLAN_ITSELF.match(text, match.end()):
        return None
    begin = 2021 + 5 * (number - 14)
    length = 1 if match["pedge"] else _number(match["pyears"]) if match["pyears"] else 5
    if match["pedge"] == "末" or match["pside"] == "后":
        begin += 5 - length
    return calendar.years(begin, begin + length - 1)


def _in_year(match: re.Match[str], text: str, context: Context) -> Period | None:
    month = _number(match["m"] or ""), _number(match["d"]) if match["d"] else None, match["mid"]
    if match["thatyear"]:
        told = int(context.latest.end[:4]) if context.latest else context.issue_year
        return calendar.in_month(told, *month) if told else None
    if match["ryear"] in patterns.UNDATED:
        return context.whole_year(match.start())
    year = _year_number(match, context)
    if year is None or calendar.year(year) is None:
        return None
    if match["same"]:
        same = context.same_period(year, match.start())
        return same if same is None or match["same"] == "同期" else calendar.whole(same, match["same"])
    if not _leans(match, text):
        context.year, context.coming = year, patterns.RELATIVE.get(match["ryear"] or "", ("Y", 0))[1] > 0
        context.gone = match["ryear"] in {"去年", "去年度"}
    if match["m"]:
        return calendar.in_month(year, *month)
    part = match["part"] or match["edge"]
    return calendar.part_of_year(year, part) if part else calendar.year(year)


def _year_number(match: re.Match[str], context: Context) -> int | None:
    if match["ryear"]:
        near = context.told(match.start()) if match["ryear"] in patterns.ANAPHORIC else context.issue_year
        return None if near is None else near + patterns.RELATIVE[match["ryear"]][1]
    if match["y"]:
        return int(numerals.digits(match["y"]) or 0)
    if match["by"]:
        return int(match["by"]) + (1911 if len(match["by"]) < 4 else 0)
    if len(match["ry"]) == len("98") and not match["roc"] and not context.republic:
        return int(match["ry"]) + (1900 if match["ry"][0] > "3" else 2000)
    if match["roc"] or context.republic:
        return 1911 + int(numerals.digits(match["ry"]) or numerals.value(match["ry"]) or 0)
    return None


def _number(text: str) -> int:
    return int(numerals.value(text) or 0)


def _clocked(text: str, end: int, period: Period) -> tuple[int, Period]:
    """Take the clock time that follows a day (14:09:33, 16时20分) into its value."""
    clock = patterns.CLOCK.match(text, end) if len(period.value) == 10 else None
    if not clock:
        return end, period
    later = (clock["part"] or "").startswith(patterns.LATER) and 0 < int(clock["h"]) < 12
    hour = int(clock["h"]) + (12 if later else 0)
    value = f"{period.value}T{hour:02d}" + "".join(f":{clock[k]}" for k in ("m", "s") if clock[k])
    return clock.end(), Period(value, value)


def _joined(text: str, tokens: Iterator[_Found]) -> list[_Found]:
    """Join 2023年4月至2024年5月 into one interval, 今年 and 1—5月 into one time; open the interval before 以来 and 起."""
    out: list[_Found] = []
    for token in tokens:
        whole = None
        if out and out[-1].end == token.start and token.period.begin.startswith(f"{out[-1].period.value}-"):
            whole = token.period
        elif out and patterns.JOIN.fullmatch(text, out[-1].end, token.start):
            whole = calendar.span(out[-1].period, token.period)
        out.append(_Found(out.pop().start, token.end, whole) if whole else token)
    for i, token in enumerate(out):
        if since := patterns.SINCE.match(text, token.end):
            out[i] = _Found(token.start, since.end(), Period(token.period.begin, ".."))
    return out
