"""The dates that the words of a report refer to, followed along its text."""

import re
from bisect import bisect_right

from gongbao.model import Document, Sentence
from gongbao.temporal import calendar, patterns, reference
from gongbao.temporal.calendar import DAY, MONTH, Dated, Period
from gongbao.temporal.patterns import WAYS
from gongbao.text.script import fold, is_traditional

_NO_YEAR: int | None = None
_NO_PERIOD: Period | None = None
_LABEL, FAR, _SENTENCE, _MONTH_LONG = 8, 300, 1000, 31
"""Characters before a date within which its label stands, behind a month within which a day is one of it, behind a year
within which its sentence tells of it; days of a month."""
_AT_HAND, _NEAR, _SPRING, _HALF_YEAR, _WEEK, _SOON = 60, 3, 3, 183, 7, 15
"""Days after the issue within which a day is announced; months, but not in spring; days within which one follows on one to
come; from the issue within which a day without its month is rather one of its month, or of a forecast."""
_AUTUMN, _APRIL = 8, 4  # the months from which a school year and Hong Kong's fiscal year begin


class Context:
    """The dates that a report's words refer to, followed along the text."""

    def __init__(self, document: Document) -> None:
        self.issued = document.issued or reference.dated(document.title or "")
        self.dotted = WAYS["dotted"].search(document.folded) is not None
        self.republic = "民国" in document.folded or reference.by_republic(document)
        self.title = reference.titled(fold(document.title or ""), self.republic)
        self.issue_year = int(self.issued[:4] or 0) or reference.stated(document, self.title.year)
        self.document, self.text = document, document.folded
        body = self.text[document.body.start : document.body.end]
        self.narrates = reference.narrates(body) and not re.search("[今去明]年", body)
        self.traditional = is_traditional(document.text, document.folded)
        self.headings = frozenset(s.heading.start for s in document.sections)
        heads = WAYS["head_of_year"].finditer(self.text, document.body.start)
        title = fold(document.title or "") if self.title.year == self.issue_year else ""  # it tells of the year before
        self.heads = [(m.start(), int(m["y"])) for m in heads if m[0] not in title]
        self.sentence: Sentence | None = None
        self.lines = [0, *(m.end() for m in re.finditer("\n", document.folded))]
        self.year = self.before = self.opened_year = _NO_YEAR
        self.latest = self.told_period = self.quarter = self.fiscal = _NO_PERIOD
        self.main = self.course = self.headline = _NO_PERIOD
        self.latest_in = self.told_at = self.opened_at = self.aside_in = self.told_in = self.due_in = -1
        self.month = self.dateline = self.modality = self.newest = ""
        self.index = self.end = self.month_at = self.yearly = self.told_end = self.year_at = 0
        self.same_at = self.at = self.unread = self.last_day = 0
        self.ranging = self.until = self.effective = self.coming = self.compared = self.recurring = False
        self.several = self.leaning = self.budget = self.receded = self.ahead = self.headed = False

    def line(self, place: int) -> int:
        """Return where the line of a place begins."""
        return self.lines[bisect_right(self.lines, place) - 1]

    def move(self, place: int) -> None:
        """Go on to the sentence of `place`; the year said in an earlier sentence no longer holds."""
        sentences = self.document.sentences
        while self.index < len(sentences) and sentences[self.index].end <= place:
            self.index += 1
            last = sentences[self.index - 1].end
            item = self.coming and WAYS["item"].match(self.text, last)
            self.before = (self.year or self.before) if self.text[last - 1] == "；" and not item else None
            self.year, self.coming = None, False
        self.at = place
        self.sentence = sentences[self.index] if self.index < len(sentences) else None
        fixed = WAYS["fixed"].search(self.text, max(0, place - 4), place)
        self.modality = "planned" if fixed else self.sentence.modality if self.sentence else "done"

    @property
    def issue_day(self) -> str:
        """The date of issue, where it is a whole one."""
        return self.issued[:DAY] if len(self.issued) >= DAY else ""

    def told_by(self, place: int) -> Period | None:
        """The time that the paragraph of a place told of last."""
        return self.told_period if self.told_at >= self.line(place) else None

    def year_for(self, period: Dated) -> Period | None:
        """A month or part of a year written without it: of the year of the sentence, else the heading, the title, the issue.

        What was done lies before the issue, if need be in the year before, but may last longer (持续至10月31日).
        """
        if self.recurring:
            return period(calendar.LEAP_YEAR)
        if beside := self._joined(period) or self._at_school(period) or self._following(period):
            return beside
        this = period(self.issue_year) if self.issue_year else None
        told = self.issue_year if this and this.value == self.issue_day else self._framed()
        carried = None if told else self._carried(period)
        headed = None if told else carried or self._opened() or self._headed()
        year = told or headed or self.title.year or self.issue_year
        found = period(year) if year else None
        if year is None or found is None or self._disputed(this, known=bool(told or headed)):
            return None
        if this and self.issue_day and len(found.begin) == DAY and (near := self._near_issue(period, this, year)):
            return near
        planned = self.modality == "planned" and self.year is None and not carried
        planned = planned and (not headed or bool(WAYS["will"].search(self.text, self.at - _LABEL, self.at + _LABEL)))
        away = calendar.distance(self.issued, this.end) if this and len(this.begin) > 4 < len(self.issued) else 0
        if planned and this and found.begin < self.issued[: len(found.begin)]:
            return None if abs(away) > _HALF_YEAR else this  # 2024年工作总结, of January 2025: 将于3月启动
        if self._framed() or headed or self.until or self.modality != "done":
            over = self.until and not (told or headed) and this == found and away < -_HALF_YEAR
            return None if over else found  # 1月底前复查, in December
        late = self._late(found)
        return None if late is None else period(year - 1) if late else found

    def _near_issue(self, period: Dated, this: Period, year: int) -> Period | None:
        """The day that lies near the issue: soon due, up to which is told (截至12月5日), or from which something is in force."""
        away = calendar.distance(self.issue_day, this.begin)
        ahead = self.until or year == self.title.year == (self.issue_year or 0) + 1
        if 0 <= away <= _AT_HAND and (self.coming or (ahead and not self._framed())):
            return this  # 明年1月15日前报送，12月25日前完成
        if -_AT_HAND <= away <= 0 and not self._framed() and self.text.endswith(patterns.AS_OF, 0, self.at):
            return this
        years = [p for p in map(period, (year, year + 1, year - 1)) if p and self.effective and self.year is None]
        return min(years, key=lambda p: abs(calendar.distance(p.begin, self.issue_day)), default=None)

    def _joined(self, period: Dated) -> Period | None:
        """The end of a range that begins in what was told last (12月28日至1月3日), or the next of a list (比2016年3月和4月)."""
        if self.latest is None or not (self.ranging or self.text[self.end : self.at] in ("、", "和", "及")):
            return None
        first = int(self.latest.begin[:4])
        found = period(first)
        earlier = found is not None and found.end < self.latest.begin[: len(found.end)]
        return found if not earlier else period(first + 1) if self.ranging else None

    def _framed(self) -> int | None:
        """The year of the sentence, but not behind a condition of it (2022年多缴税款的，6月1日前申请), a thing of before, or a quotation."""
        said = self.text[self.year_at : min(self.at, self.year_at + _SENTENCE)]
        quoted = "”" in said.partition("“")[0]
        year = self.title.year or (self.issue_year if self.until else None)
        before = self.year and self.year < (year or 0) and (WAYS["of_before"].search(said) or said.endswith("（"))
        thing = (self.modality == "planned" and said.startswith("的")) or WAYS["now"].search(said)  # 2017年的案件将审
        return None if "的，" in said or before or quoted or thing else self.year

    def _disputed(self, this: Period | None, *, known: bool) -> bool:
        """Say whether a time may be of either year: one is told of in passing, of a budget or thing, or it is near the issue."""
        day = this if this and self.issue_day and len(this.begin) == DAY else None
        days = calendar.distance(self.issue_day, day.begin) if day else 0
        chained = self.latest_in == self.index and self.latest is not None and self.latest.begin[:5] == f"{self.year}-"
        chained = chained or bool(self._opened() or self._headed())
        before = (self._framed() or self.title.year or 9999) < (self.issue_year or 0)
        near = -_MONTH_LONG < days < 0 and not self.text.endswith(patterns.AS_OF, 0, self.at)
        near = near or bool(0 < days <= _MONTH_LONG and self._framed() and self.year != self.title.year)
        if before and near and not chained:
            return True  # 去年维护费增加，要求5月15日答复, in April
        if self.year:
            if this is None or self.year <= (self.issue_year or 9999):
                older = self._framed() is not None and self.year < (self.issue_year or 0) and not chained
                return older and WAYS["of_thing"].match(self.text, self.year_at) is not None
            if self.budget:
                done = not self.issued or "已" in self.text[self.at - 3 : self.at]
                return done or this.begin >= self.issued[: len(this.begin)]
            return not self.coming and 0 < days <= _AT_HAND
        bare = not known and self.issued and self.latest and self.latest.value == str(self.before)
        if bare and self.end > self.line(self.at):
            return self.before not in (self.issue_year, self.title.year)  # 2016年收受礼金；9月，收受手表
        told = self.told_by(self.sentence.start) if self.sentence and self.modality == "done" and not known else None
        return told is not None and (self.issue_year or 0) != (self.title.year or 9999) < int(told.end[:4])

    def _late(self, found: Period) -> bool | None:
        """Say whether what was done lies in the year before, as it would lie after the issue; None where it may be announced."""
        size, month = len(found.begin), int(self.issued[5:7] or 0)
        told, here = self.told_period, self.told_by(self.at)
        year_before = told and {told.begin[:4], told.end[:4]} == {str(int(self.issued[:4] or 0) - 1)}
        if not found.begin > self.issued[:size] > "":
            spring = 1 <= month <= _SPRING
            if spring and here and year_before and size == MONTH and found.end > self.issued[:MONTH]:
                return None  # 去年…；首季…，第四季…, in February
            last = self.latest if self.latest and self.end > self.line(self.at) else found
            old = self.issue_day and size >= MONTH and calendar.distance(found.end, self.issued) > _HALF_YEAR
            doubt = bool(old and last.begin > self.issued[: len(last.begin)])  # 9月1日开学，1月18日放假, in August
            doubt = doubt or bool(self.budget and here and here.end[:4] < self.issued[:4] == found.begin[:4])
            if here and size == DAY == len(here.end) and here.end[:4] < self.issued[:4]:  # 2009年1月4日购酒。1月9日售出
                same = calendar.in_year(found, int(here.end[:4]))
                doubt = doubt or 0 <= calendar.distance(here.end, same.begin) <= _MONTH_LONG
            return None if doubt else found.value == self.issued[:4] and spring
        end = max(self.course.end, found.begin if self.told_period == self.course else "") if self.course else ""
        within = self.course and self.course.begin[:size] <= found.begin <= end[:size]
        if within or (self.title.year and self.title.year >= int(self.issued[:4])):
            return False
        near = here is not None and here.begin[:4] == self.issued[:4] and self.told_in >= self.index - 1
        near = near and size >= MONTH <= len(self.issued) and calendar.distance(self.issued, found.begin) <= _HALF_YEAR
        to_come = here is not None and (near or here.begin[:size] > self.issued[:size])
        if here and here.value == self.issued[:4]:
            return False  # 2024年收购价提高。收购期为7月至9月, in March
        at_hand = self.issue_day and size >= DAY and calendar.distance(self.issued, found.begin) <= _AT_HAND
        at_hand = at_hand or (size == MONTH and int(found.begin[5:7]) - month <= _NEAR)
        if year_before or size < MONTH or not self.issue_day:
            return None if at_hand else True
        if size >= DAY:
            return not (at_hand or to_come)
        if int(found.begin[5:7]) - month > _NEAR:
            return None if to_come else True
        return False if month > _SPRING else None

    def _at_school(self, period: Dated) -> Period | None:
        """The month or day told right after a school or fiscal year, which begins in its autumn or April (2024—2025学年9月1日)."""
        beside = WAYS["school_year"].search(self.text, max(0, self.at - 6), self.at) if self.issued else None
        last, word = None if beside or self.latest_in != self.index else self.latest, self.text[self.end - 2 : self.end]
        told = last is not None and (last == self.fiscal or ("学" in word and len(last.value) == len("2024/2025")))
        over = self.year or self.issued >= f"{(self.title.school or 0) + 1}-{_AUTUMN:02d}"
        begin = int(last.begin[:4]) if last and told else None if over else self.title.school
        if beside:
            begin = int(self.issued[:4]) - (int(self.issued[5:7] or 0) < _AUTUMN) + "上本下".index(beside[1]) - 1
        found = period(begin) if begin else None
        if begin is None or found is None or len(found.begin) < MONTH:
            return None
        first = _APRIL if told and "学" not in word else _AUTUMN
        autumn = int(found.begin[5:7]) >= first or (not (told or beside) and found.begin >= self.issue_day > "")
        return found if autumn else period(begin + 1)

    def _following(self, period: Dated) -> Period | None:
        """The month or day after the one told last: in a story, in a sentence (去年12月，1月10日), or soon after a day to come."""
        last, issue = self.latest, self.issue_day
        story = self.narrates and self.undated and last is not None and last.end[:4] >= self.newest
        story = story and WAYS["of_life"].match(self.text, self.end) is None
        same, after = (period(int(last.end[:4]) + by) if last else None for by in (0, 1))
        if last is None or same is None or after is None or len(last.end) < MONTH or self.compared:
            return None
        is_day, here = len(same.begin) == DAY, self.latest_in == self.index
        near = here or (len(last.end) >= DAY and self.sentence and self.sentence.start - self.end < FAR)
        within = _HALF_YEAR if last.begin[:4] == last.end[:4] else _AT_HAND
        if self.until and here and same.begin >= last.begin[: len(same.begin)] and last.end < issue:
            return same  # 8月10日反馈意见，9月底前整改
        begun = last.begin < issue and self.modality == "done" and len(last.begin) == DAY  # 2月6日至明年2月5日, in June
        coming = (is_day or (here and len(same.begin) == MONTH)) and near and "" < issue < last.end[:DAY] and not begun
        back = story and is_day and len(last.begin) >= DAY and calendar.distance(same.begin, last.begin) <= _MONTH_LONG
        if same.begin >= last.begin[: len(same.begin)] or back:
            return same if story or (coming and calendar.distance(last.end, same.begin) <= within) else None
        if coming and is_day and issue < same.begin:
            return same  # 元旦放假为2025年1月1日，1月2日开诊。1月1日急诊开放, in December
        if not (here or coming) or calendar.distance(last.end, after.begin) > _HALF_YEAR:
            return None
        year = int(after.begin[:4])
        soon = is_day and issue and (coming or self.until) and calendar.distance(issue, after.begin) <= _AT_HAND
        known = after.begin <= self.issued[: len(after.begin)] or soon or year == self.title.year
        if not known or not (coming or self.year == year - 1):
            return None
        self.year = year if self.year else None
        return after

    def tell(self, start: int, end: int, period: Period) -> None:
        """Remember the year being told, for 上年 and 次年, and one that a paragraph opens with, for all of the paragraph."""
        line = self.line(start)
        if "其中" in self.text[max(0, start - 4) : start] and self.aside_in != self.index:
            self.aside_in, self.main = self.index, self.told_by(start)
        earlier = self.told_period.begin if self.told_period and self.told_in == self.index else period.begin
        self.several, self.told_in = period.begin != earlier, self.index
        self.told_period, self.told_at, self.told_end = period, start, end
        self.ahead = WAYS["ahead"].match(self.text, end) is not None
        kept = self.quarter and self.quarter.begin <= period.begin and period.end[:MONTH] <= self.quarter.end
        if not kept and (len(period.value) < DAY or "/" in period.value):
            self.quarter = calendar.quarter_beside(period, 0)
        if len(period.begin) == MONTH and self.text[start:end] in fold(self.document.title or ""):
            self.headline = self.headline or period
        opens = WAYS["opens_line"].fullmatch(self.text, line, start)
        if opens and len(period.value) == 4 and self.text[end : end + 1] in ("，", "是"):
            self.opened_year, self.opened_at = int(period.begin), line

    def told(self, place: int, *, within: bool = False) -> int | None:
        """The year being told at a place: the sentence's, the paragraph's last, or, not `within`, the heading's, title's, issue's."""
        last = None if self.year else self.told_by(place)
        told = self.year or (int(last.end[:4]) if last else None)
        sure = within or self.compared or told == (self.issue_year - 1 if self.issue_year else told)
        years = {self.title.year or (told if sure else self.issue_year), self.before, self._opened(), self._headed()}
        known = self.told_in == self.index or told in years
        if last and (last.begin[:4] != last.end[:4] or not known):
            return None
        return told if within else told or self._headed() or self.title.year or self.issue_year

    def _carried(self, period: Dated) -> int | None:
        """The year of the clause before, for what is told to come after that (2024年1月，…；2月，…)."""
        found = period(self.before) if self.before else None
        last = self.latest.begin[:MONTH] if self.latest else ""
        month = min(self.month, last) if len(last) == MONTH else self.month
        on = self.text[self.end] == "，" or WAYS["again"].match(self.text, self.at)  # 2021年，…；年末，…
        whole = on and self.latest and self.latest.value == str(self.before)
        return self.before if found and (whole or found.end[:MONTH] >= month > f"{self.before}-") else None

    def _opened(self) -> int | None:
        """The year with which the paragraph of this sentence opens (2023年，…。6月，…)."""
        if self.sentence is None or self.line(self.sentence.start) != self.opened_at:
            return None
        told = self.told_period  # “十四五” is no later year
        later = told and len(told.value) != len("2021/2025") and told.end[:4] > str(self.opened_year)
        return None if later else self.opened_year

    def _headed(self) -> int | None:
        """The year of the head above this sentence, where there are several, else that of its heading or of one above that."""
        if self.sentence is None:
            return None
        last = bisect_right(self.heads, (self.sentence.start, 0))
        if len(self.heads) > 1 and last:
            return self.heads[last - 1][1]
        section = self.sentence.section
        while section is not None:
            heading = self.document.sections[section].heading
            years = set(re.findall(f"({patterns.YEAR})年", self.text[heading.start : heading.end]))
            if len(years) == 1 and heading.end <= self.sentence.start:
                return int(years.pop())
            section = self.document.sections[section].parent
        return None

    @property
    def looking_back(self) -> int | None:
        """The year of issue of a report of the first months, which tells of the year before as 过去一年."""
        near = self.issue_year
        return near if near and self.title.year in (None, near, near - 1) and "00" < self.issued[5:7] <= "03" else None

    @property
    def undated(self) -> bool:
        """Whether nothing in the report tells what year it is of."""
        return self.issue_year is None and self.year is None and self._headed() is None

    def day(self, number: int, place: int) -> Period | None:
        """The day that is written without its month: of the month spoken of before, else the last such day before the issue."""
        if self.dateline.endswith(f"-{number:02d}"):
            return Period(self.dateline, self.dateline)
        by = 0 if number <= int(self.issue_day[8:] or 0) else -1
        recent = calendar.day_of(calendar.shifted(self.issued, "M", by), number) if self.issue_day else None
        since = calendar.distance(recent.begin, self.issue_day) if recent else FAR
        said = self.latest and self.latest.end == self.month and since <= _WEEK and WAYS["says"].match(self.text, place)
        if self.month_at == 0 or place - self.month_at > FAR or said or self._of_today(number, place):
            return recent  # 6月以来，…，官员26日表示, in July
        here = self.headed or (self.sentence is not None and self.sentence.start <= self.month_at)
        back = int(self.dateline[-2:]) - number if self.dateline[:-3] == self.month != "" else 0
        follows = here or -_NEAR <= number - self.last_day <= _SOON or 0 < back <= _WEEK
        if not self.month or not (self.issue_day or follows):
            return None  # of a month whose year is not known, or of none told: 8月起检查。记者20日获悉
        month = int(self.month[-2:])
        if self.month.startswith("-"):
            return calendar.yearless(lambda year: calendar.day(year, month, number))
        told = calendar.day(int(self.month[:4]), month, number)
        if told is None or self.latest is None:
            return told
        if self.latest_in == self.index:
            done = self.modality == "done" and len(self.latest.end) >= DAY and self.latest.end[:DAY] <= self.issue_day
            past = since <= _WEEK and calendar.distance(self.issue_day, told.begin) > _SOON
            if past and not done and not WAYS["opens"].search(self.text, max(0, place - 2), place):
                return None  # 8月1日起征税，总统15日说, on July 16th
            return recent if past and done else told  # 7月29日至8月1日有雨，31日最大
        back = self.modality == "planned" and self.receded  # 上次为2月26日。下周（17日至23日）
        if back or (self.undated and not self.narrates):
            return None
        follows = len(self.latest.end) >= MONTH and 0 <= calendar.distance(self.latest.end, told.begin) <= _NEAR
        if not recent or follows or 0 <= calendar.distance(self.issue_day, told.begin) <= _SOON:
            return told
        return None if told != recent and since <= _WEEK else told

    def date(self, end: int, month: str, day: str) -> None:
        """Remember the month and day told last, of days without their month, and the date of a dateline (8月7日电)."""
        self.month, self.month_at, self.last_day = month, end, int(day or -FAR)
        if day and self.text[end : end + 1] in ("电", "讯"):
            self.dateline = self.dateline or f"{month}-{day}"

    def _of_today(self, number: int, place: int) -> bool:
        """Say whether a day is that of the issue (前年8月，…。案件今（15日）再訊): none of the month told before lies near it."""
        days = WAYS["day_told"].findall(self.text, max(0, self.month_at - 4), place)
        near = [abs(int(day) - number) <= _NEAR for day in days]
        ago = re.search("[去前]年", self.text[max(0, self.month_at - _LABEL) : self.month_at])
        return bool((ago or not any(near[-1:])) and WAYS["today"].search(self.text, max(0, place - 4), place))

    def saw(self, start: int, end: int, period: Period, *, same: bool) -> Period:
        """Remember a time, joined to the one before it where they make a range, for what follows, and return it so joined."""
        joins = self.latest and WAYS["join"].fullmatch(self.text, self.end, start)
        joined = calendar.span(self.latest, period) if self.latest and joins else None
        self.latest, self.end, self.latest_in = joined or period, end, self.index
        if joined and joined.begin[:4] == self.issued[:4] and joined.end[:MONTH] > self.issued:
            self.course = joined  # what the report announces: 自3月15日至11月15日开展。（三）8月中旬检查
        if joined and joined.begin[:4] != joined.end[:4]:
            self.year = None
        self._date(start, end, period)
        if self.text.startswith(("止年度", "止财政年度"), end) and period.begin[:4].isdigit():
            self.fiscal = calendar.years(int(period.begin[:4]) - 1, int(period.begin[:4]))
        if len(period.begin) >= MONTH and not self.leaning:
            self.newest = max(self.newest, period.begin[:4])
        if len(period.end) >= MONTH and not same and not (self.compared and self.month):
            line = self.line(start)  # 四月份 on a line of its own is a heading
            heads = line in self.headings or "\n" in self.text[line : line + _LABEL]
            self.headed = heads or (self.headed and period.end[:MONTH] == self.month)
            self.receded = period.end[:MONTH] < self.month
            self.date(end, period.end[:MONTH], period.end[MONTH + 1 : DAY])
        return self.latest

    def _date(self, start: int, end: int, period: Period) -> None:
        """Let a full date that is all of its line, or opens a report without date that is no story, date what follows it."""
        whole = len(period.value) >= DAY and "/" not in period.value and self.text[start : start + 4].isnumeric()
        if not whole or period.value[:DAY] == self.issued[:DAY]:
            return
        line, closed = self.line(start), not self.text[end : end + _LABEL].partition("\n")[0].strip("】)） 　")
        labelled = start - line <= 1 or (start - line <= _LABEL and self.text[start - 1] in ":：")
        minutes = "纪要" in (self.document.title or "")
        top = self.text.count("\n", self.document.body.start, line) < 2 + minutes and not self.issued
        first = top and start - line <= _LABEL and (minutes or not self.narrates)
        if closed and (labelled or (top and self.text[start - 1] in "（(")) or first:
            self.issued, self.issue_year = period.value[:10], int(period.value[:4])
            self.title = self.title if first else reference.Title(None)
