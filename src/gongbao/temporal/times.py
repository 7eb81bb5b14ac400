"""Find time expressions and give them their ISO 8601 values, from the report's own date where the words need it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from gongbao.model import Document, Time
from gongbao.ontology import Ontology
from gongbao.temporal import calendar, patterns, ways
from gongbao.temporal.calendar import DAY, Period
from gongbao.temporal.context import Context
from gongbao.temporal.patterns import WAYS


class _Found(NamedTuple):
    start: int
    end: int
    period: Period


def find(document: Document, ontology: Ontology) -> tuple[Time, ...]:
    """Return the times of the report's body, in order; months of no known year are without one (--09), durations left out."""
    found = _joined(document.folded, _tokens(document.folded, document, Context(document)))
    return tuple(Time(f.start, f.end, document.text[f.start : f.end], f.period.value) for f in found)


def _tokens(text: str, document: Document, context: Context) -> Iterator[_Found]:
    place, stop = document.body.start, document.body.end
    free = WAYS["no_time"].sub(lambda barred: "□" * len(barred[0]), text)
    while start := WAYS["start"].search(free, place, stop):
        match, period = _read(text, start.start(), stop, context)
        named = match.groupdict() if match else {}
        if match is None or period is None:  # 今年5月, where nothing tells of which year, is not 5月
            if named.get("bmonth"):
                context.month, context.month_at = "", start.end()
            place = match.end() if match and named.get("ryear") else start.end()
            continue
        place, period = ways.clocked(text, match.start() if named.get("clock") else match.end(), period)
        if context.recurring and "-" in period.begin:
            period, context.yearly = calendar.every_year(period), place
        yield _Found(match.start(), place, period)
        if period.begin.startswith("-"):
            context.date(place, period.end[:4], period.end[5:7])
        else:
            _remember(match, place, period, context)


def _read(text: str, place: int, stop: int, context: Context) -> tuple[re.Match[str] | None, Period | None]:
    """Return what of the grammar matches at a place, and the time that it says."""
    context.move(place)
    context.ranging = bool(context.latest and WAYS["join"].fullmatch(text, context.end, place))
    opened = text[place - 1 : place] in ("至", "到") and WAYS["since"].match(text, context.end) is not None
    context.until = text.endswith(patterns.UNTIL, 0, place) or (opened and context.latest_in == context.index)
    context.compared = WAYS["compared"].search(text, max(0, place - 3), place) is not None
    match, period = WAYS["short_range"].match(text, place, stop), None
    if match:
        context.recurring = _recurs(match, context)
        numbers = match["m1"] and "、" in match[0] and place in context.headings  # 一、二月份…
        period = None if numbers and len(context.headings) > 1 else ways.short_range(match, context)
    if period is None and (match := WAYS["token"].match(text, place, stop)):
        context.recurring = _recurs(match, context)
        context.until = context.until or WAYS["due"].match(text, match.end()) is not None
        context.effective = WAYS["takes_effect"].match(text, match.end()) is not None
        period = next(read(match, context) for name, read in ways.READERS.items() if match[name])
    return match, period


def _remember(match: re.Match[str], end: int, period: Period, context: Context) -> None:
    """Tell the context of a time, for those that follow."""
    named = match.groupdict()
    context.leaning = ways.leans(match, context) or (context.ranging and context.leaning)
    apart = bool(named.get("same") or (named.get("week") and not named["wd"]))
    whole = context.saw(match.start(), end, period, same=apart)
    if WAYS["due"].match(context.text, end):
        context.due_in = context.index
    elif not context.leaning:
        context.tell(match.start(), end, whole)


def _recurs(match: re.Match[str], context: Context) -> bool:
    """Say whether a month or day is one of every year: after 每年, or joined to one that is."""
    first = WAYS["yearly"].search(context.text, max(0, match.start() - 3), match.start())
    if not first and not (context.yearly and WAYS["also"].fullmatch(context.text, context.yearly, match.start())):
        return False
    return not any(match.groupdict().get(year) for year in ("y", "y1", "my", "dy", "iso", "bday", "rel", "anaphor"))


def _joined(text: str, tokens: Iterator[_Found]) -> list[_Found]:
    """Join 2023年4月至2024年5月 into one interval, 今年 and 1—5月 into one time; open the interval before 以来 and 起."""
    out: list[_Found] = []
    for token in tokens:
        whole = None
        if out and out[-1].end == token.start and token.period.begin.startswith(f"{out[-1].period.value}-"):
            whole = token.period
        elif out and WAYS["join"].fullmatch(text, out[-1].end, token.start):
            daily = "T" in token.period.begin != token.period.end and "T" not in out[-1].period.begin
            last = Period(token.period.begin[:DAY], token.period.begin[:DAY]) if daily else token.period
            whole = calendar.span(out[-1].period, last)  # 2月25日至3月15日16时至22时: every day
        out.append(_Found(out.pop().start, token.end, whole) if whole else token)
    for i, token in enumerate(out):
        if since := WAYS["since"].match(text, token.end):
            out[i] = _Found(token.start, since.end(), Period(token.period.begin, ".."))
    starts, ends = {f.start for f in out}, {f.end for f in out}
    return [f for f in out if not _halved(text, f, starts, ends)]


def _halved(text: str, found: _Found, starts: set[int], ends: set[int]) -> bool:
    """Say whether a time is one end of a range whose other end was not read."""
    before = WAYS["join_before"].search(text, max(0, found.start - 6), found.start)
    after = WAYS["join_after"].match(text, found.end)
    return bool(before and before.start("join") not in ends or after and after.start("other") not in starts)
