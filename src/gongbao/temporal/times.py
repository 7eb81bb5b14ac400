"""Find time expressions and give them their ISO 8601 values, from the report's own date where the words need it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gongbao.model import Document, Time
from gongbao.ontology import Ontology
from gongbao.temporal import calendar, reference
from gongbao.temporal.calendar import Period
from gongbao.text import numerals

_DAY = "[0-9]{1,2}|[二三]?十[一二三四五六七八九]?|[廿卅][一二三四五六七八九]?|[一二三四五六七八九]"
_SEP = "[至到—–\\-－~～]{1,2}"
_YEAR_DIGITS = reference.YEAR
_QUARTER = (
    f"第?[一二三四1-4](?:季度?)?(?:{_SEP}|、)第?[二三四2-4]季度|第[一二三四1-4]季度|[一二三四1-4]季度"
    "|前[一二两三四1-4]个?季度"
)
_REPUBLIC = (
    "一[〇零一二][〇零一二三四五六七八九](?=年(?:1?[0-9]|[一二三四五六七八九]|十[一二]?)月)"
    "|一百[一二]?十?[一二三四五六七八九]?(?=年(?:1?[0-9]|[一二三四五六七八九]|十[一二]?)月)"
)
_PART = f"[上下]半年|首季度?|{_QUARTER}|[前头](?:1?[0-9]|[一二两三四五六七八九十]{{1,2}})个月"
_CLOCK = re.compile(
    r"[ 　T]*(?P<part>[上下中]午|凌晨|清晨|早上?|傍晚|晚上?|夜间)?[ 　]?(?P<h>[01]?[0-9]|2[0-3])"
    r"(?:[:：时][ ]?(?P<m>[0-5][0-9])(?:[:：分](?P<s>[0-5][0-9])秒?)?分?|[ 　]?[时点](?:整|许)?(?![0-9]|间|空|长|段|期|代|名|子))"
)
_LATER = ("下", "傍", "晚", "夜")
_RELATIVE = {
    "今年": ("Y", 0), "本年": ("Y", 0), "本年度": ("Y", 0), "今年度": ("Y", 0),
    "去年": ("Y", -1), "上年": ("Y", -1), "上一年": ("Y", -1), "上年度": ("Y", -1), "上一年度": ("Y", -1), "去年度": ("Y", -1),
    "前年": ("Y", -2), "明年": ("Y", 1), "次年": ("Y", 1), "下年": ("Y", 1), "下一年": ("Y", 1), "下年度": ("Y", 1),
    "下一年度": ("Y", 1), "后年": ("Y", 2),
    "本月": ("M", 0), "上月": ("M", -1), "上个月": ("M", -1), "下月": ("M", 1), "下个月": ("M", 1),
    "今日": ("D", 0), "即日": ("D", 0), "今天": ("D", 0), "本日": ("D", 0), "昨日": ("D", -1), "昨天": ("D", -1), "明日": ("D", 1), "明天": ("D", 1),
}  # fmt: skip
_SAME = {"当日": 10, "当天": 10, "同日": 10, "当月": 7, "同月": 7}
_UNDATED = ("全年", "年内")
_RELATIVE_YEARS = "|".join(
    sorted([w for w in _RELATIVE if w.endswith(("年", "年度"))] + [*_UNDATED], key=len, reverse=True)
)
_RELATIVE_REST = "|".join(sorted((w for w, (u, _) in _RELATIVE.items() if u != "Y"), key=len, reverse=True))

_NO_DATE = "[内以之前间游均用元龄个历时或期常夜报益语本子照光程渐缩压减降延增]|[后起](?!至)"
_LENGTH = re.compile(
    "(?:拘留|期限|时限|工期|整顿|停业|停产|为期|连续|持续|不少于|不超过|不足|超过|暂停|历时|长达|仅需|提前|推迟|延长|缩短|公示|公告|隔离|观察|住院"
    "|产假|护理假|休假|处理|办结|压缩|逾期|培训|行程|节|[第每约共近前后满达限期过内各某余多罚扣禁假个仅需计了由减加早迟均起用]|(?<![日截])[至到])$"
)
_STOPS, _OPENS = "，。；、,;）)\n", re.compile("[，。；：、,;:（()）\n 　于在从自即]$|^$|日[至到]$|截[至止]$")
"""Before a number of days it makes it a length of time (行政拘留10日), not a day of the month; 至 and 到 belong to ranges."""

# The four-digit year of a name such as 国门利剑2024 has no 年 and is no time; neither is a month within 12月龄 or 3个月.
_TOKEN = re.compile(
    rf"(?P<plan>[“「‘](?P<fives>十[一二三四五六]?|九|八)五[”」’](?:时期|期间)?|(?P<free>十[一二三四五六])五(?:时期|期间|(?=以来)))"
    rf"|(?P<iso>(?<![0-9])(?P<iy>{_YEAR_DIGITS})(?P<is>[-/.])[ ]?(?P<im>[01]?[0-9])(?P=is)[ ]?(?P<id>[0-3]?[0-9])(?![0-9]))"
    rf"|(?P<year>(?<![0-9.〇一二三四五六七八九])(?:(?:公元)?(?P<y>{_YEAR_DIGITS}|[一二][〇○零一二三四五六七八九]{{3}})"
    rf"|(?P<roc>民国[ 　]?)?(?P<ry>1[0-2][0-9]|(?<=民国)[0-9]{{1,3}}|(?<=民国)[一二三四五六七八九十百零〇]{{1,5}}|{_REPUBLIC}))[ 　]?年度?"
    rf"|(?<![0-9一二两三四五六七八九十近])(?P<ryear>{_RELATIVE_YEARS})(?:全年)?|(?P<thatyear>[当同]年)(?=[0-9一二三四五六七八九十]{{1,3}}月))"
    rf"(?P<same>同期)?"
    rf"(?:[ 　]?(?:(?P<m>1?[0-9]|0[1-9]|十[一二]?|[一二三四五六七八九])[ 　]?月(?![龄饼球])(?:份|[ 　]?(?P<d>{_DAY})[ 　]?[日号])?|(?P<part>{_PART}|第[一二三四1-4]季(?!度))|的?年?(?P<edge>[初底末终])(?![审步中级]))?)"
    r"(?P<mid>(?<=月)(?:[上中下]旬|[初底末中](?!级)))?"
    rf"|(?P<bmonth>(?<![0-9.个第])(?P<bm>1[0-2]|0?[1-9](?!0)|十[一二]|(?<![一二三四五六七八九十第个])[一二三四五六七八九十])[ 　]?月(?![龄饼球氏])(?:份|[ 　]?(?P<bd>{_DAY})[ 　]?[日号])?(?P<bmid>[上中下]旬|[初底末中](?!级))?)"
    rf"|(?P<bday>(?<![0-9.月一二三四五六七八九十])(?<![0-9]、)(?P<bdd>{_DAY})日(?!{_NO_DATE}))"
    rf"|(?P<bpart>(?<![0-9每])(?:{_PART}))"
    rf"|(?P<bedge>(?<![0-9年今每逐近去明])年[初底末](?![会级]))"
    rf"|(?P<rel>(?:{_RELATIVE_REST})(?!的))|(?P<anaphor>{'|'.join(_SAME)})"
)  # fmt: skip
_START = re.compile(
    "[0-9〇一二三四五六七八九十“「‘公民今本去上前头首明次下后全年昨当同即第]"
    "(?:(?<=[0-9])(?<![0-9][0-9])(?=[0-9]{0,3}[ 　]?[年月日季—–\\-－~～至到、/.])"
    "|(?<=[一二三四五六七八九十])(?=[〇○零一二三四五六七八九十百]{0,4}[年月日季至到—、五])"
    "|(?<=[“「‘])(?=[十九八])|(?<=公)(?=元)|(?<=民)(?=国)"
    "|(?<=[今去前明次后全下上本同昨当即])(?=[年日天月半一度个])|(?<=首)(?=季)|(?<=[前头])(?=[0-9一二两三四五六七八九十])"
    "|(?<=第)(?=[1-4一二三四])|(?<=年)(?=[初底末内]))"
)
_SINCE = re.compile(
    "(?:成立|设立|组建|挂牌|启动|实施|施行|开展|运行|建成|投用)?以来|起(?![步来到点源草诉居飞降航讫因])|开始|至今"
)
_JOIN = re.compile(rf"[ 　]?起?(?:{_SEP})[ 　]?")
_SHORT_RANGE = re.compile(
    rf"(?<![0-9.])(?:(?P<y1>{_YEAR_DIGITS})(?:{_SEP})(?P<y2>{_YEAR_DIGITS})(?:学)?年度?"
    rf"|(?:(?P<my>{_YEAR_DIGITS})年)?(?P<m1>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])(?:{_SEP}|、)(?P<m2>1[0-2]|[1-9]|十[一二]?|[二三四五六七八九])月(?:份)?(?![0-9一二三四五六七八九十]|底|初|龄)"
    rf"|(?:(?P<dy>{_YEAR_DIGITS})年)?(?P<dm>1[0-2]|0?[1-9])月(?P<d1>[0-3]?[0-9])日?(?:{_SEP})(?P<d2>[0-3]?[0-9])日)"
)  # fmt: skip
_TITLES = re.compile("《[^《》\n]{1,60}》|〔[0-9]{4}〕|“[^“”\n]{0,12}[0-9]+[·•.][0-9]+[^“”\n]{0,12}”")
_NOT_AFTER = re.compile("规划|建议|纲要")
_MONTH, _FAR = 7, 300
_LABEL = 8
_UNTIL = ("持续至", "持续到", "延续至", "延续到", "延长至", "开展至", "推迟至", "延期至", "有效期至")
_DATE, _WIRE = "2024-01-01", "电讯"


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    period: Period


def find(document: Document, ontology: Ontology) -> tuple[Time, ...]:
    """Return the times of the report's body, in order, not overlapping.

    A month or part of a year takes its year from the sentence, else from the title, else from the date of issue; a month
    or day of a report that tells no year stays without one (--09-19), other words that need a date the report does not give (今年)
    are left out, and so are durations (五年来).
    """
    return tuple(
        Time(f.start, f.end, document.text[f.start : f.end], f.period.value)
        for f in _joined(numerals.narrow(document.folded), _tokens(document))
    )


class _Context:
    """The dates that a report's words refer to, followed along the text."""

    def __init__(self, document: Document) -> None:
        self.issued = document.issued or ""
        titled = re.search(rf"({_YEAR_DIGITS})年", numerals.narrow(document.title or ""))
        self.title_year = int(titled[1]) if titled else None
        dated = self.issued[:4].isdigit()
        self.issue_year = int(self.issued[:4]) if dated else reference.stated(document, self.title_year)
        self.republic = "民国" in document.folded or reference.by_republic(document.folded)
        self.document = document
        self.sentences = document.sentences
        self.index = 0
        self.year: int | None = None
        self.latest: Period | None = None
        self.month, self.month_at = "", 0
        self.any_month = 0
        self.dateline = ""
        self.ranging = self.until = False
        self.end = 0

    def move(self, place: int) -> None:
        """Go on to the sentence of `place`; the year said in an earlier sentence no longer holds."""
        while self.index < len(self.sentences) and self.sentences[self.index].end <= place:
            self.index += 1
            self.year = None

    def year_for(self, period: Callable[[int], Period | None]) -> Period | None:
        """The month or part of a year that is written without its year.

        The year is the sentence's, else the one in the heading above, else the title's, else that of the date of issue;
        what was done cannot lie after the date of issue: it was the year before; but it may last longer (持续至10月31日).
        """
        if self.ranging and self.latest is not None:  # 1月20日起至3月3日
            return period(int(self.latest.begin[:4]))
        year = self.year or self._today(period) or self._headed() or self.title_year or self.issue_year
        found = None if year is None else period(year)
        if found is None or year is None or self.year is not None or self.until or not self._done():
            return found
        return (
            period(year - 1) if found.begin > self.issued[: len(found.begin)] > "" or self._whole_year(found) else found
        )

    def _today(self, period: Callable[[int], Period | None]) -> int | None:
        """The year of the issue where the day is that of the issue."""
        same = period(self.issue_year) if self.issue_year and len(self.issued) >= len(_DATE) else None
        return self.issue_year if same and same.value == self.issued[: len(_DATE)] else None

    def _whole_year(self, found: Period) -> bool:
        """Say whether a year told of as done was still in its first quarter when the report came out."""
        return len(found.value) == 4 and found.value == self.issued[:4] and self.issued[5:7] in {"01", "02", "03"}

    def _done(self) -> bool:
        return self.index >= len(self.sentences) or self.sentences[self.index].modality == "done"

    def _headed(self) -> int | None:
        section = self.sentences[self.index].section if self.index < len(self.sentences) else None
        while section is not None:
            heading = self.document.sections[section].heading
            years = set(re.findall(f"({_YEAR_DIGITS})年", self.document.folded[heading.start : heading.end]))
            if len(years) == 1:
                return int(years.pop())
            section = self.document.sections[section].parent
        return None

    @property
    def undated(self) -> bool:
        """Whether nothing in the report tells what year it is of."""
        return self.issue_year is None and self.year is None and self._headed() is None

    def day(self, number: int, place: int) -> Period | None:
        """The day that is written without its month: of the month spoken of before, else the last such day before the issue."""
        if self.dateline.endswith(f"-{number:02d}"):
            return Period(self.dateline, self.dateline)
        if self.month and place - self.month_at <= _FAR:
            return calendar.day(int(self.month[:4]), int(self.month[5:]), number)
        if self.any_month and self.undated and place - self.month_at <= _FAR:
            return calendar.yearless(self.any_month, number)
        if len(self.issued) < 10:
            return None
        this, last = calendar.shifted(self.issued, "M", 0), calendar.shifted(self.issued, "M", -1)
        chosen = this if number <= int(self.issued[8:10]) else last
        return calendar.day(int(chosen.begin[:4]), int(chosen.begin[5:]), number) if chosen else None

    def saw(self, text: str, start: int, end: int, period: Period) -> None:
        """Remember a time, joined to the one before it where they make a range, for what follows in the sentence."""
        joined = calendar.span(self.latest, period) if self.latest and _JOIN.fullmatch(text, self.end, start) else None
        self.latest, self.end = joined or period, end
        if joined and joined.begin[:4] != joined.end[:4]:
            self.year = None
        if text[end : end + 1] in tuple(_WIRE) and len(period.value) == len(_DATE):
            self.dateline = self.dateline or period.value
        self._date(text, start, end, period)
        last = period.begin if period.open else period.end
        if len(last) >= _MONTH:
            self.month, self.month_at = last[:_MONTH], end

    def _date(self, text: str, start: int, end: int, period: Period) -> None:
        """Let a full date that is all of its line, or the first word of a report without date, date what follows it."""
        if len(period.value) < len(_DATE) or "/" in period.value or not text[start : start + 4].isdigit():
            return
        line, stop = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        closed = len(text[end : stop if stop >= 0 else None].strip("】)） 　")) == 0
        labelled = start - line <= 1 or (start - line <= _LABEL and text[start - 1] in ":：")
        first = line <= self.document.body.start and start - line <= _LABEL and not self.issued
        if closed and labelled or first:
            self.issued, self.issue_year = period.value[:10], int(period.value[:4])
            self.title_year = self.title_year if first else None


def _tokens(document: Document) -> list[_Found]:
    text = numerals.narrow(document.folded)
    return [_Found(*found) for found in _matches(text, document, _Context(document))]


def _matches(text: str, document: Document, context: _Context) -> Iterator[tuple[int, int, Period]]:
    place, stop = document.body.start, document.body.end
    barred = [m.span() for m in _TITLES.finditer(text, place, stop)]
    while start := _START.search(text, place, stop):
        while barred and barred[0][1] <= start.start():
            barred.pop(0)
        if barred and barred[0][0] <= start.start():
            place = barred[0][1]
            continue
        context.move(start.start())
        context.ranging = context.latest is not None and _JOIN.fullmatch(text, context.end, start.start()) is not None
        context.until = text.endswith(_UNTIL, 0, start.start())
        match, period = _SHORT_RANGE.match(text, start.start(), stop), None
        if match:
            period = _short_range(match, context)
        if period is None:
            match = _TOKEN.match(text, start.start(), stop)
            period = _period(match, text, context) if match else None
        if match is None or period is None:
            place = start.end()
            continue
        place, period = _clocked(text, match.end(), period)
        yield match.start(), place, period
        if not period.begin.startswith("-"):
            context.saw(text, match.start(), place, period)
        else:
            context.any_month, context.month_at = int(period.end[2:4]), place


def _short_range(match: re.Match[str], context: _Context) -> Period | None:
    if match["y1"]:
        first, last = calendar.year(int(match["y1"])), calendar.year(int(match["y2"]))
        return calendar.span(first, last) if first and last else None
    if match["m1"]:
        start, end = _number(match["m1"]), _number(match["m2"])
        if start >= end:
            return None
        return _dated(match["my"], context, lambda year: calendar.months(year, start, end))
    month, first_day, last_day = int(match["dm"]), int(match["d1"]), int(match["d2"])

    def days(year: int) -> Period | None:
        begin, close = calendar.day(year, month, first_day), calendar.day(year, month, last_day)
        return calendar.span(begin, close) if begin and close else None

    if not match["dy"] and context.undated:
        first, last = calendar.yearless(month, first_day), calendar.yearless(month, last_day)
        return Period(first.begin, last.end) if first and last and first_day < last_day else None
    return _dated(match["dy"], context, days)


def _dates(text: str, start: int, end: int) -> bool:
    """Say whether a bare 15日 is a day of the month; as last word of its clause it is one only after the words of a date."""
    if text[end : end + 1] in _STOPS and not _OPENS.search(text, max(0, start - 2), start):
        return False
    return _LENGTH.search(text, max(0, start - 4), start) is None


def _dated(year: str | None, context: _Context, period: Callable[[int], Period | None]) -> Period | None:
    return period(int(year)) if year else context.year_for(period)


def _period(match: re.Match[str], text: str, context: _Context) -> Period | None:
    if match["plan"]:
        return _plan(match, text)
    if match["iso"]:
        return calendar.day(int(match["iy"]), int(match["im"]), int(match["id"]))
    if match["year"]:
        return _in_year(match, context)
    if match["bmonth"]:
        month, day, part = _number(match["bm"]), match["bd"], match["bmid"]
        dated = context.year_for(lambda year: _in_month(year, month, day, part))
        return dated or (
            calendar.yearless(month, _number(day) if day else None) if context.undated and not part else None
        )
    if match["bday"]:
        return context.day(_number(match["bdd"]), match.start()) if _dates(text, match.start(), match.end()) else None
    if match["bpart"] or match["bedge"]:
        words = match["bpart"] or match["bedge"]
        return context.year_for(lambda year: calendar.part_of_year(year, words))
    if match["rel"]:
        return calendar.shifted(context.issued, *_RELATIVE[match["rel"]]) if context.issued else None
    size = _SAME[match["anaphor"]]
    reference = context.latest.begin[:size] if context.latest else context.issued[:size]
    return Period(reference, reference) if len(reference) == size else None


def _plan(match: re.Match[str], text: str) -> Period | None:
    """Read “十四五”: the five years of the plan of that number; the plan itself (“十四五”规划) is a document."""
    number = int(numerals.value(match["fives"] or match["free"]) or 0)
    named = match["plan"].endswith(("时期", "期间"))
    if (number < 11 and not named) or _NOT_AFTER.match(text, match.end()):
        return None
    begin = 2021 + 5 * (number - 14)
    return Period(f"{begin}", f"{begin + 4}")


def _in_year(match: re.Match[str], context: _Context) -> Period | None:
    if match["thatyear"]:
        year = int(context.latest.begin[:4]) if context.latest else context.issue_year
        return None if year is None else _in_month(year, _number(match["m"] or "0"), match["d"], match["mid"])
    if match["ryear"] in _UNDATED:
        return context.year_for(calendar.year)
    year = _year_number(match, context)
    if year is None or calendar.year(year) is None:
        return None
    if match["same"]:
        latest = context.latest
        return calendar.previous_year(latest) if latest and match["ryear"] else calendar.year(year)
    context.year = year
    if match["m"]:
        return _in_month(year, _number(match["m"]), match["d"], match["mid"])
    if match["part"] or match["edge"]:
        return calendar.part_of_year(year, match["part"] or match["edge"])
    return calendar.year(year)


def _year_number(match: re.Match[str], context: _Context) -> int | None:
    if match["ryear"]:
        shift = _RELATIVE[match["ryear"]][1]
        return None if context.issue_year is None else context.issue_year + shift
    if match["y"]:
        return int(numerals.digits(match["y"]) or 0)
    if match["roc"] or context.republic:
        return 1911 + int(numerals.digits(match["ry"]) or numerals.value(match["ry"]) or 0)
    return None


def _in_month(year: int, month: int, day: str | None, part: str | None) -> Period | None:
    if part and part.endswith("旬"):
        return calendar.third_of_month(year, month, part)
    return calendar.day(year, month, _number(day)) if day else calendar.month(year, month)


def _number(text: str) -> int:
    return int(numerals.value(text) or 0)


def _clocked(text: str, end: int, period: Period) -> tuple[int, Period]:
    """Take the clock time that follows a day (14:09:33, 16时20分) into its value."""
    clock = _CLOCK.match(text, end) if len(period.value) == 10 else None
    if not clock:
        return end, period
    hour = int(clock["h"]) + (12 if (clock["part"] or "").startswith(_LATER) and 0 < int(clock["h"]) < 12 else 0)
    value = f"{period.value}T{hour:02d}" + "".join(f":{clock[k]}" for k in ("m", "s") if clock[k])
    return clock.end(), Period(value, value)


def _joined(text: str, tokens: list[_Found]) -> list[_Found]:
    """Join 2023年4月至2024年5月 into one interval, and open the interval before 以来 and 起."""
    out: list[_Found] = []
    for token in tokens:
        if out and _JOIN.fullmatch(text, out[-1].end, token.start):
            whole = calendar.span(out[-1].period, token.period)
            if whole:
                out[-1] = _Found(out[-1].start, token.end, whole)
                continue
        out.append(token)
    return [_opened(text, token) for token in out]


def _opened(text: str, token: _Found) -> _Found:
    since = _SINCE.match(text, token.end)
    if not since or token.period.open:
        return token
    return _Found(token.start, since.end(), Period(token.period.begin, "..", open=True))
