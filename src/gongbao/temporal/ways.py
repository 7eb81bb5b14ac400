"""What each way of writing a time says: a function for each group of the grammar."""

import re
from collections.abc import Callable
from functools import partial

from gongbao.temporal import calendar, patterns
from gongbao.temporal.calendar import DAY, MONTH, Dated, Period
from gongbao.temporal.context import FAR, Context
from gongbao.temporal.patterns import WAYS
from gongbao.text import numerals
from gongbao.text.script import fold

_WEEK, _PLAN, _BY, _LATELY, _BEGUN = 7, 5, 30, 10, 3
"""Days from the issue within which 今(15)日 is; years of a plan; characters after a month within which 同年 is of its year;
days within which a week by its number is told of; days of 本周 that have passed before something is done in it."""


def leans(match: re.Match[str], context: Context) -> bool:
    """Say whether a time is told beside another: 上年, 次年, 同期, a year that one is compared with, or one of a life."""
    leans = match.re is WAYS["token"] and (match["ryear"] in patterns.ANAPHORIC or match["same"])
    if match.re is WAYS["token"] and (match["rel"] or "").startswith(("上月", "上季")):  # 7月份，…，上月为3%。上年同月
        leans = context.told_by(match.start())
    beside = context.compared or context.text.endswith(patterns.BORN, 0, match.start())
    behind = WAYS["passing"].match(context.text, match.end()) or WAYS["of_life"].match(context.text, match.end())
    return bool(leans or beside or behind)


def short_range(match: re.Match[str], context: Context) -> Period | None:
    """Read two numbers that share what stands behind them: 2021-2023年, 1—5月, 3月5日至15日."""
    if match["ym"] is not None and not context.dotted:
        return None
    if match["ym1"]:
        begin, end = (f"{m[:4]}-{m[5:]:0>2}" for m in (match["ym1"], match["ym2"] or match["ym1"]))
        return calendar.span(Period(begin, begin), Period(end, end))
    if match["y1"]:
        begin, last_begin, end = (numerals.digits(match[n] or match["y1"]) or "" for n in ("y1", "y3", "y2"))
        first, last = int(begin), int(last_begin[: -len(end)] + end)
        two = len(match["y2"]) == 2
        if two and last != int(last_begin) + 1:
            return None
        whole, fiscal = calendar.years(first, last), two and "学" not in match[0]
        if fiscal and whole and context.traditional and WAYS["hong_kong"].search(context.text):
            whole = Period(f"{first}-04", f"{last}-03")  # Hong Kong's; others have years of their own
        context.fiscal = whole if fiscal else context.fiscal
        return whole
    month = int(match["dm"] or 0)
    first, last = numerals.whole(match["d1"] or match["m1"]), numerals.whole(match["d2"] or match["m2"])
    if "、" in match[0] and last - first != match[0].count("、"):  # 4、6月份 are two months
        return None
    part = partial(calendar.days, month_=month, first=first, last=last)
    if year := match["my"] or match["dy"]:
        if not context.compared:
            context.year, context.year_at = int(year), match.end()
        return part(int(year))
    return context.year_for(part) or (calendar.yearless(part) if month and context.undated else None)


def _digits(match: re.Match[str], context: Context) -> Period | None:
    """Read 2024-05-07, 2024.5.7 and 113/05/07."""
    year = _common(match["iy"], republic=context.republic)
    return calendar.day(year, int(match["im"]), int(match["id"])) if year else None


def _deixis(match: re.Match[str], context: Context) -> Period | None:
    """Read 今(15)日, 上(7)月 and 本(10)月21日: the day or month of that number beside the date of issue."""
    number, dated = int(match["dn"]), len(context.issued) >= MONTH
    month = context.issued if dated else context.title.month or context.month
    near = [m for by in (0, -1, 1, -2) if month[:1].isdigit() and (m := calendar.shifted(month, "M", by))]
    if (match["du"] or match["dv"]) == "月":
        told = next((m for m in near if int(m.begin[5:7]) == number), None)
        return calendar.day_of(told, int(match["dd"])) if match["dd"] else told
    days = (calendar.day_of(m, number) for m in near if context.issue_day)
    return next((d for d in days if d and abs(calendar.distance(d.begin, context.issued)) <= _WEEK), None)


def _years(match: re.Match[str], context: Context) -> Period | None:
    """Read 20世纪90年代, 九十年代, 2010年代, 过去五年, and 2023学年, which ends in the next year."""
    if match["past"]:
        issued = None if context.traditional else context.looking_back
        return calendar.years(issued - numerals.whole(match["past"]), issued - 1) if issued else None
    if match["school"]:
        begin = int(match["sy"] or int(match["sry"]) + 1911)
        return calendar.years(begin, begin + 1)
    begin = int(match["century"] or 19) * 100 + 10 * numerals.whole(match["tens"])
    return calendar.years(begin, begin + 9)


def _clock(match: re.Match[str], context: Context) -> Period | None:
    """Read 15时5分, or 15时 beside another hour, that opens a clause, on the day told of, where nothing later was told of it."""
    place, last = match.start(), context.latest
    clock = WAYS["clock_time"].match(context.text, place)
    opens = WAYS["opens_clause"].search(context.text, max(0, place - 1), place)
    if last is None or not clock or not opens or "每" in context.text[context.end : place]:
        return None
    hour, here = "T" in last.end, context.latest_in == context.index
    day, as_of = Period(last.end[:DAY], last.end[:DAY]), context.text.endswith(patterns.AS_OF, 0, place)
    near = day.begin == context.issue_day if as_of else hour and context.end >= context.line(place)
    near = near or (here and (hour or "分" in clock[0]))
    return day if near and len(day.value) == DAY and _hour(clock, day) >= last.end else None


def _third(match: re.Match[str], context: Context) -> Period | None:
    """Read 上旬 and 上半月, of the month that this paragraph told of last, or else of the title's."""
    month = context.month if context.month_at >= context.line(match.start()) or context.headed else context.title.month
    known = month[:1].isdigit() and not context.compared
    return calendar.in_month(int(month[:4]), int(month[5:]), None, match["third"]) if known else None


def _bare_day(match: re.Match[str], context: Context) -> Period | None:
    """Read 15日; 15日前, and 15日 as last word of its clause, only after the words of a date: else they may be a length of time."""
    text, start, end = context.text, match.start(), match.end()
    opens = WAYS["opens"].search(text, max(0, start - 2), start) is not None
    opens = opens or bool(match["from"] and text[start - 1] in "和及")
    due = text[end : end + 1] == "前" and text[end + 1 : end + 2] != "后"
    sure = context.headed or context.due_in == context.index or context.month == context.issued[:MONTH]
    unsure = due and not (context.month and sure)
    bound = match["from"] or due or text[end : end + 1] in patterns.STOPS or text.startswith("起", end)
    closing = text[start - 1] in "至到" and (text.startswith("止", end) or WAYS["clock_time"].match(text, end))
    if unsure or not closing and (WAYS["length"].search(text, max(0, start - 4), start) or (bound and not opens)):
        return None
    first, last = (context.day(numerals.whole(match[day] or match["bdd"]), start) for day in ("from", "bdd"))
    context.unread = context.unread if first else end
    return first and last and calendar.span(first, last)


def _part(match: re.Match[str], context: Context) -> Period | None:
    """Read 上半年, 一季度, 年底; 第二季, which may be one of a series, only beside a time told in the paragraph, or as the title has it."""
    words, told = match["bpart"], context.told_by(match.start())
    known = told or words in fold(context.document.title or "") or context.compared
    if (words.endswith("季") and words[0] == "第" and not known) or (told and told == context.fiscal):
        return None
    return _recent(context.year_for(lambda year: calendar.part_of_year(year, words)), words, context)


def _recent(found: Period | None, words: str, context: Context) -> Period | None:
    """Leave out a week by its number, unless it ended right before the issue or beside one that did: some count otherwise."""
    if not found or not words.endswith("周") or calendar.is_week(context.told_by(context.at)):
        return found
    return found if context.issue_day and 0 <= calendar.distance(found.end, context.issue_day) <= _LATELY else None


def _same(match: re.Match[str], context: Context) -> Period | None:
    """Read 当日 and 同月, beside the time told of last."""
    size = patterns.SAME[match["anaphor"]]
    opened = context.latest_in != context.index and context.text.startswith("起", context.end)
    apart = match["anaphor"] == "当晚" and context.end <= context.line(match.start())
    event = WAYS["since"].match(context.text, match.end())  # 自登记当月起
    apart = apart or bool(event and WAYS["of_event"].search(context.text, max(0, match.start() - 18), match.start()))
    if opened or apart or max(context.month_at, context.unread, match.start() - FAR) > context.end:
        return None  # the day told last has no year, is far, or is one since when: 自2018年12月17日起运行。当天上午
    reference = context.latest.begin[:size] if context.latest else context.issued[:size]
    one = len(reference) == size and (context.latest is None or context.latest.end.startswith(reference))
    told = Period(reference, reference) if one else None
    return calendar.day_of(told, numerals.whole(match["ad"])) if match["ad"] else told


def _next(match: re.Match[str], context: Context) -> Period | None:
    """Read 次日 and 次月, beside what this sentence or the one before it told of last (not 每月…次月, 送达之次日)."""
    text, place, last = context.text, match.start(), context.latest
    near = context.end >= context.line(place) and context.latest_in >= context.index - 1
    free = "每" not in text[context.end : place] and text[place - 1] not in "之的满期达后"
    free = free and (text[place - 2] not in "时点" or context.end == place - 1)  # 晚10时至次日6时
    return calendar.shifted(last.end, "M" if match["next"][1] == "月" else "D", 1) if last and near and free else None


def _bare_month(match: re.Match[str], context: Context) -> Period | None:
    """Read a month or day without its year; 5/20 and 5/20-22 in traditional script only."""
    term = WAYS["school_term"].search(context.text, max(0, match.start() - 5), match.start())
    same = context.same_at and not re.search("[，。；（]", context.text[context.same_at : match.start()])
    if term or same or (match["slash"] and not context.traditional):
        return None  # 下学期3月; 去年同期最拥堵的是12月30日
    month, day = numerals.whole(match["bm"] or match["slm"]), numerals.whole(match["bd"]) if match["bd"] else None
    part: Dated = partial(calendar.in_month, month_=month, day_=day, words=match["bmid"])
    if match["slash"]:
        part = partial(calendar.days, month_=month, first=int(match["sld"]), last=int(match["sle"] or match["sld"]))
    found = context.year_for(part) or (calendar.yearless(part) if context.undated else None)
    weekday = WAYS["weekday"].match(context.text, match.end())
    if found and weekday and len(found.value) == DAY and found.value[0] != "-":  # 12月5日（星期六）, of 2020, not 2021
        near = (calendar.in_year(found, int(found.begin[:4]) + by) for by in (0, -1, 1))
        of_week = "一二三四五六".find(weekday[1]) % _WEEK
        return next((d for d in near if calendar.distance(calendar.A_MONDAY, d.begin) % _WEEK == of_week), None)
    return found


def _relative(match: re.Match[str], context: Context) -> Period | None:
    """Read 上季度, 上月, 本月25日 and 昨天: beside what is told of, or beside the date of issue."""
    unit, by = patterns.RELATIVE[match["rel"].rstrip("末晚夜晨早")]
    if unit == "Q":
        told = context.quarter or context.headline
        if not (told or by) and len(context.issued) >= MONTH and WAYS["to_come"].match(context.text, match.end()):
            told = calendar.part_of_year(int(context.issued[:4]), f"{(int(context.issued[5:7]) + 2) // 3}季度")
        quarter = told and calendar.quarter_beside(told, by)
        return Period(quarter.end, quarter.end) if quarter and match["redge"] else quarter
    if context.sentence and "每月" in context.text[context.sentence.start : match.start()]:
        return None
    told, here, date = context.told_by(match.start()), context.told_in == context.index, context.issued
    month = told.value if told and unit == "M" and len(told.value) == MONTH else ""
    if month and context.compared and (here or not context.title.month):
        date = month
    elif unit == "M" and not match["rd"] and not (told and told.begin[:MONTH] == date[:MONTH]):
        titled = context.headline.value if context.headline and len(context.headline.value) == MONTH else date
        date = context.title.month or titled  # not 9月1日，…；本月还将…, in a bulletin of August
    if month and here and not by and context.text[context.told_at] not in "上本下" and month != date[: len(month)]:
        return None  # 8月雨多，本月雨量, in September
    near = calendar.shifted(date, unit, by) if date else None
    return calendar.day_of(near, numerals.whole(match["rd"])) if match["rd"] else near


def _weekday(match: re.Match[str], context: Context) -> Period | None:
    """Read 上周五 and 上周 beside the issue (下周日 may be of either of two), 前一周 beside the week told, 上周 if it has a number."""
    by, number = "前上本下".index(match["week"][0]), "一二三四五六日".index(match["wd"] or "一")
    by, told, before = (by - 2 if by else -1), context.told_by(match.start()), by == 0
    if told and calendar.is_week(told) and not match["wd"] and (before or context.text[context.told_at] == "第"):
        return calendar.week(told.begin, by, since=told.begin)
    week = None if before or not context.issue_day else calendar.week(context.issue_day, by)
    if week is None or match["wd"]:
        return calendar.shifted(week.begin, "D", number) if week and (by, number) != (1, 6) else None
    begun = calendar.distance(week.begin, context.issue_day) >= _BEGUN and "周" not in (context.document.title or "")
    here = by or begun or WAYS["to_come"].match(context.text, match.end())
    return week if here and not (context.compared or context.traditional) else None


def _plan(match: re.Match[str], context: Context) -> Period | None:
    """Read “十四五”, some of its years (前三年), its first or last (初, 末); the plan itself (“十四五”规划) is a document."""
    number, named = numerals.whole(match["fives"] or match["free"]), match["plan"].endswith(("时期", "期间"))
    if (number < 11 and not named) or WAYS["plan_itself"].match(context.text, match.end()):
        return None
    begin = 2021 + _PLAN * (number - 14)
    told = context.told_by(match.start()) if context.told_in == context.index else None
    if match["psame"]:  # “十三五”同期: what lies in it as what is told lies in its own plan
        by = (int(told.begin[:4]) - begin) // _PLAN if told else 0
        within = told is not None and by > 0 and int(told.end[:4]) < begin + _PLAN * (by + 1)
        return calendar.in_year(told, int(told.begin[:4]) - _PLAN * by) if told and within else None
    length = 1 if match["pedge"] else numerals.whole(match["pyears"]) if match["pyears"] else _PLAN
    if match["pedge"] == "末" or match["pside"] == "后":
        begin += _PLAN - length
    return calendar.years(begin, begin + length - 1)


def _in_year(match: re.Match[str], context: Context) -> Period | None:
    if match["thatyear"]:
        that = _that_year(context) if match["m"] else context.told(match.start(), within=True)
        return _part_of(that, match) if that else None
    if (context.fiscal and (match["ryear"] or "").endswith("年度")) or "财" in (match["ryear"] or ""):
        by, told = patterns.RELATIVE[match["ryear"]][1], context.told_by(match.start())
        told = told if told == context.fiscal else None
        if not told and "财" in match["ryear"] and context.traditional and context.issued[5:7]:  # Macao's is a year
            first = int(context.issued[:4]) - (context.issued[5:7] < "04")
            told = None if "澳门" in context.text else Period(f"{first}-04", f"{first + 1}-03")
        return calendar.in_year(told, int(told.begin[:4]) + by) if told and not (match["part"] or match["m"]) else None
    if match["ryear"] in patterns.UNDATED:
        return None if context.fiscal else _whole_year(context, match.start())
    year = _year_number(match, context)
    if year is None and match["ryear"]:
        context.year = None
        return calendar.yearless(lambda any_: _part_of(any_, match)) if match["m"] else None
    if year is None or calendar.years(year) is None:
        return None
    if match["same"]:
        context.same_at = match.end()
        same = _same_period(context, year, match.start(), match["same"])
        return same if same is None or match["same"] == "同期" else calendar.whole(same, match["same"])
    since = not match["m"] and WAYS["since"].match(context.text, match.end())  # 自2016年起，…。10月17日审议
    if not since and not leans(match, context):
        context.budget = bool(WAYS["budget"].search(context.text, match.end("year") - 2, match.end("year") + 4))
        context.year_at = match.end()
        context.year, context.coming = year, patterns.RELATIVE.get(match["ryear"] or "", ("Y", 0))[1] > 0
    elif not context.compared:
        context.before = None  # 今年以来 goes on from no clause before
    return _recent(_part_of(year, match), match["part"] or "", context)


def _part_of(year: int, match: re.Match[str]) -> Period | None:
    """The month, day or part of a year that stands behind it, else all of it."""
    if match["m"]:
        day = numerals.whole(match["d"]) if match["d"] else None
        return calendar.in_month(year, numerals.whole(match["m"]), day, match["mid"])
    part = match["part"] or match["edge"]
    return calendar.part_of_year(year, part) if part else calendar.years(year)


def _that_year(context: Context) -> int | None:
    """The year of 同年3月: that told last, or None where a month just before is of another."""
    if context.latest is None:
        return context.issue_year
    year, near = context.latest.end[:4], context.end - context.month_at < _BY
    return None if near and context.month[:4] not in (year, "") else int(year)


def _same_period(context: Context, year: int, place: int, word: str) -> Period | None:
    """The part of another year that was told of last, not compared with, else all of it; behind 其中8月份 and a bracket, before it."""
    told = (context.quarter if "季" in word else None) or context.told_by(place)
    if context.main and context.aside_in == context.told_in and word == "同期":
        if "）" not in context.text[context.told_end : min(place, context.told_end + FAR)]:
            return None
        told = context.main
    last = told if told and len(told.begin) >= MONTH and told.value != context.issue_day else context.latest
    if told is None and context.end < context.line(place):  # of nothing in this paragraph, but of the title
        other = context.sentence and re.search("期间|以来|假期", context.text[context.sentence.start : place])
        return calendar.in_year(context.headline, year) if context.headline and not other else None
    if told and context.told_in != context.index and told.end > context.issue_day[: len(told.end)] > "":
        return None  # 预计8月上旬缓解。去年同期
    titled = context.headline if told and context.told_in != context.index and len(told.value) == MONTH else None
    if told and titled and word == "同期" and len(titled.value) > MONTH and calendar.span(titled, told):
        return None  # 2024年1—8月…。8月，…。上年同期
    end = context.told_end if last is told else context.end
    due = (last is told and context.ahead) or WAYS["since"].match(context.text, end)  # 12月预计入库。上年同期
    earlier = (context.told_in if last is told else context.latest_in) != context.index
    far = last is not None and (len(last.value) == DAY or context.several)
    if due or (last and (last.value == context.issue_day or (earlier and far))):
        return None
    return calendar.years(year) if last is None or len(last.begin) < MONTH else calendar.in_year(last, year)


def _whole_year(context: Context, place: int) -> Period | None:
    """The year of 全年 and 年内: the last one where the paragraph told of it before as done (2024年末，…。全年…)."""
    told, issued = context.told_by(place), context.issue_year or 0
    if issued and (expected := WAYS["expected"].search(context.text, max(0, place - 20), place)):
        ended = expected[0] == "预计" and context.issued[5:7] <= "03" and context.told(place) == issued - 1
        return calendar.years(issued - 1 if ended else max(issued, context.year or 0))  # 2024年，…，预计全年
    if told and context.modality == "done" and told.end[:4] == str(issued - 1):
        part = len(told.value) > 4 and context.text[context.told_at] in "去上"  # 去年四季度，…。全年目标
        return calendar.years(issued - 1) if not part or context.opened_year == issued - 1 else None
    found, opens = context.year_for(calendar.years), WAYS["opens_clause"].search(context.text, place - 1, place)
    return found if opens or not found or found.begin >= context.issued[:4] or context.year else None  # 明确了全年目标


def _year_number(match: re.Match[str], context: Context) -> int | None:
    if word := match["ryear"]:
        near = context.looking_back if word.startswith("过") else context.issue_year
        yearly = context.latest and len(context.latest.value) == len("2023")
        if yearly and word in {"次年", "翌年"} and WAYS["since"].match(context.text, context.end):
            return None  # 2023年起考核，次年3月公布
        if word in patterns.ANAPHORIC:
            near = context.told(match.start(), within=word in {"次年", "翌年", "是年", "该年"})
        if word.startswith("本"):
            here = near == (context.issue_year or near) or context.traditional
            near = context.title.year or (context.issue_year or near if here else None)
        return near and near + patterns.RELATIVE[word][1]
    if match["ry"] and len(match["ry"]) == len("98") and not match["roc"] and not context.republic:
        if context.traditional or not match["m"]:
            return None  # 95年8月: of either count; 99年起: only of the Republic
        return int(match["ry"]) + (1900 if match["ry"][0] > "3" else 2000)
    number = match["y"] or match["by"] or match["ry"]
    return _common(number, republic=bool(match["by"] or match["roc"] or context.republic))


def _common(number: str, *, republic: bool) -> int | None:
    """Return a year of the common era; fewer than four digits count it from 1912, where its report does so."""
    year = int(numerals.digits(number) or numerals.value(number) or 0)
    return year if year > 1000 else year + 1911 if republic else None


READERS: dict[str, Callable[[re.Match[str], Context], Period | None]] = {
    "year": _in_year, "bmonth": _bare_month, "bday": _bare_day, "bpart": _part, "rel": _relative, "anaphor": _same, "plan": _plan,
    "iso": _digits, "school": _years, "deixis": _deixis, "decade": _years, "clock": _clock, "slash": _bare_month, "third": _third, "next": _next, "week": _weekday,
}  # fmt: skip
"""What reads the words of each group of the grammar, the most frequent first."""


def clocked(text: str, end: int, period: Period) -> tuple[int, Period]:
    """Take the clock time that follows a day (14:09:33, 16时20分) into its value."""
    clock = WAYS["clock_time"].match(text, end) if len(period.value) == DAY else None
    if not clock:
        return end, period
    first, join = _hour(clock, period), WAYS["join"].match(text, clock.end())
    second = WAYS["clock_time"].match(text, join.end()) if join else None
    if second and first <= (last := _hour(second, period)):
        return second.end(), Period(first, last)
    return clock.end(), Period(first, first)


def _hour(clock: re.Match[str], day: Period) -> str:
    """Return the moment of a clock time on a day; 24时 is the next midnight."""
    told = numerals.whole(clock["h"])
    hour = told + (12 if (clock["part"] or "").startswith(patterns.LATER) and 0 < told < 12 else 0)
    moved = calendar.shifted(day.value, "D", hour // 24) or day
    return f"{moved.value}T{hour % 24:02d}" + "".join(f":{clock[k]:0>2}" for k in ("m", "s") if clock[k])
