"""Clauses, what they say of modality, and when: what evidence, observations and times are taken from."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from gongbao.model import Document, Entity, Sentence, Span, Time
from gongbao.ontology import Ontology
from gongbao.read.lines import NUMBERING
from gongbao.read.wording import PLANNED
from gongbao.text import tsv
from gongbao.text.punctuation import CLAUSE_END, CLAUSE_ENDS, in_name
from gongbao.text.words import dictionary

_END, _ENDS, _BLANK = re.compile(CLAUSE_END), re.escape(CLAUSE_ENDS), " \t\n　"
_NEAR = 8  # a word of modality holds for a verb that stands so close behind it
_VERBAL = frozenset({"v", "vd", "vg", "vi", "zg", "df", "d", "ad", "a", "b", "c", "i", "p"})  # by jieba
_EARLY, _BARRED = frozenset({"01", "02", "03"}), frozenset("的、")
_BYLINE, _LASTING, _LIST = 40, 400, 30  # characters of a line, behind a period within which it lasts, of a list
_GIVEN = {"numbering": NUMBERING.pattern, "inside": f"[^{_ENDS}]", "ends": _ENDS}
WAYS = tsv.Patterns("gongbao.relations", "periods.tsv", _GIVEN)


class Moods(NamedTuple):
    """The words of modality: the concept of each, empty for what only looks like one; `done`, `denied`; what stands behind 将 in a plan (`ahead`)."""

    automaton: AhoCorasick
    concepts: tuple[str, ...]
    done: str
    denied: str
    ahead: frozenset[str]


@lru_cache(maxsize=8)
def moods(ontology: Ontology) -> Moods:
    """Compile the words of modality of an ontology."""
    terms = (*ontology.concepts.values(), ontology.get_class(ontology.role("entity")))
    words = {w: "" for term in terms for w in term.words("neutral")}  # 重要 asks nothing
    words |= {w: c.id for c in ontology.concepts.values() for w in c.words("marker")}
    by_role = {role: c.id for c in ontology.concepts.values() for role in c.roles}
    ordered = tuple(sorted(words))
    automaton = AhoCorasick(ordered, matchkind=MatchKind.LeftmostLongest)
    ahead = frozenset(
        tuple(w[1:] for c in ontology.concepts.values() for w in c.words("cue"))
        + tuple(w for p in ontology.relations for w in p.words("trigger"))
        + tuple(w for c in ontology.classes.values() for w in c.words("verb"))
    )
    return Moods(automaton, tuple(words[w] for w in ordered), by_role["asserted"], by_role["unasserted"], ahead)


class _Marks(NamedTuple):
    """The words of modality of a sentence: where each ends, what it says; `told` is what the first so many say of later clauses."""

    ends: list[int]
    concepts: list[str]
    told: list[str | None]


class Named(NamedTuple):
    """A thing where a name of it stands, and how sure the name is."""

    start: int
    end: int
    entity: Entity
    score: float

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


class Periods:
    """A report cut into clauses, with its names (in order, none over another) and times at hand."""

    def __init__(
        self, document: Document, entities: Sequence[Entity], times: Sequence[Time], ontology: Ontology
    ) -> None:
        self.document, self.text, self.times = document, document.folded, times
        self.moods = moods(ontology)
        names = (Named(m.start, m.end, e, m.score) for e in entities for m in e.mentions)
        self.names = sorted(names, key=lambda name: name.start)
        self.name_starts = [name.start for name in self.names]
        self.inside = bytearray(len(self.text) + 1)
        for start, end, _, _ in self.names:
            self.inside[start + 1 : end] = b"\1" * (end - start - 1)
        self.starts = [s.start for s in document.sentences]
        self.items = [start for start in self.starts if WAYS["item"].match(self.text, start)]
        self.now = [m.start() for m in WAYS["now"].finditer(self.text)]
        self.time_starts = [t.start for t in times]
        read = {place for t in times for place in range(t.start, t.end)}
        found = (m.start() for m in WAYS["unread"].finditer(self.text))
        self.unread = [place for place in found if place not in read and not self.named(place + 1)]
        self.asides = list(self._asides())
        inside = {n for *_, n in self.asides}
        self.telling = [n for n, time in enumerate(times) if n not in inside and self._tells(time)]
        self.told_at = [times[n].start for n in self.telling]
        ends = [m.span() for m in _END.finditer(self.text)]
        self.all_signs = [start for start, _ in ends]
        signs = [span for span in ends if not self.named(span[0])]
        self.signs = [start for start, _ in signs], [end for _, end in signs]
        begin = max(document.body.start, document.text.find(document.title or "", 0, document.body.start + _LASTING))
        first = self.text.find("\n", begin, document.body.end)  # a number may stand over the title
        self.title_end = max(begin, first) if first - begin - len(document.title or "") <= 2 * _NEAR else begin
        self.marked: dict[int, _Marks] = {}
        self.told_of, self.told_from = self._told_of()
        self.done_in = self._done_in()
        self.five, self.backs = self._five_years(), list(self._backs())

    def sentence(self, place: int) -> Sentence | None:
        """Return the sentence that a place is in."""
        at = bisect_right(self.starts, place) - 1
        found = self.document.sentences[at] if at >= 0 else None
        return found if found and place < found.end else None

    def named(self, place: int) -> bool:
        """Say whether a place lies inside a name, behind its first character."""
        return self.inside[place] == 1

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of the clauses that a range lies in, without the signs that end them."""
        sentence, last = self.sentence(start), self.sentence(end - 1)
        low = sentence.start if sentence else self.text.rfind("\n", 0, start) + 1
        high = max(last.end if last else self._line_end(end), end)
        starts, ends = self.signs
        before, behind = bisect_right(ends, start) - 1, bisect_left(starts, end)
        low = max(min(low, start), ends[before] if before >= 0 else 0)
        high = min(high, starts[behind]) if behind < len(starts) else high
        return start - len(self.text[low:start].lstrip(_BLANK)), end + len(self.text[end:high].rstrip(_BLANK))

    def _line_end(self, place: int) -> int:
        end = self.text.find("\n", place)
        return len(self.text) if end < 0 else end

    def modality(self, place: int) -> str:
        """Return the modality of what a place states: the sentence's, unless words before it deny it, or plan or demand up to the sentence's end."""
        sentence = self.sentence(place)
        if sentence is None:
            return self.moods.done
        carried, marks = None, self._marks(sentence)
        at = bisect_right(marks.ends, place)
        while at and place - marks.ends[at - 1] <= _NEAR:
            at -= 1
            end, concept = marks.ends[at], marks.concepts[at]
            if self._governs(end, place, denies=concept == self.moods.denied):
                if concept == self.moods.denied:
                    return concept
                carried = carried or concept
        if carried is None:
            sign = bisect_left(self.all_signs, place) - 1
            before = min(at, bisect_right(marks.ends, self.all_signs[sign])) if sign >= 0 else 0
            carried = marks.told[before]
        turned = sentence.turn is None or sentence.turn < self.clause(place, place + 1)[1]
        own = sentence.modality if turned else self.moods.done
        return own if own != self.moods.done or carried is None else carried

    def _marks(self, sentence: Sentence) -> _Marks:
        if sentence.start not in self.marked:
            found = self.moods.automaton.find_matches_as_indexes(self.text[sentence.start : sentence.end])
            marks = [(sentence.start + a, sentence.start + z, self.moods.concepts[i]) for i, a, z in found]
            marks = [m for m in marks if m[2] and not self.named(m[0] + 1) and not self._handles(*m)]
            marks = [m for m in marks if not in_name(self.text, m[0], m[1])]
            told: list[str | None] = [None]
            for _, end, concept in marks:
                told.append(concept if concept != self.moods.denied and self.text[end : end + 1] != "的" else told[-1])
            self.marked[sentence.start] = _Marks([m[1] for m in marks], [m[2] for m in marks], told)
        return self.marked[sentence.start]

    def _handles(self, start: int, end: int, concept: str) -> bool:
        """Say whether a word only opens what something is done to: 将该案移送检察院, where no verb follows, and 查处未年检车辆."""
        if self.text[start:end] != "将":
            return concept == self.moods.denied and bool(WAYS["dealt"].search(self.text, start - _LIST, end + 2))
        ahead, tag = next(iter(dictionary().tagged(self.text[end : end + _NEAR])), ("", "v"))
        return tag not in _VERBAL and ahead not in self.moods.ahead

    def _governs(self, end: int, place: int, *, denies: bool) -> bool:
        """Say whether a plan, or a denial, is told of what follows close behind it, a plan also of what a clause behind it says."""
        gap = self.text[end:place]
        if _END.search(gap):
            return not denies and self.text[end : end + 1] != "的"
        return _BARRED.isdisjoint(gap) and bisect_left(self.name_starts, end) >= bisect_left(self.name_starts, place)

    def settled(self, modality: str, number: int | None, start: int, end: int) -> tuple[str, int | None]:
        """What is told as done has no time after the issue: it is planned where its sentence says so before it, else not dated."""
        time = None if number is None or modality != self.moods.done else self.times[number]
        issued, begin = self.document.issued or "", time.value.partition("/")[0] if time else ""
        size = min(len(issued), len(begin))
        first = time is not None and time.value[4:6] == "/2" and begin == issued[:4]  # of a plan, as it begins
        if time is None or not (first or issued[:size] < begin[:size] or self.text[time.start] == "明"):
            return modality, number
        said = time.start < end and self.sentence(start) == self.sentence(time.start)
        return (PLANNED, number) if said and not first else (modality, None)

    def time(self, start: int, end: int) -> int | None:
        """Return the index of the time of what is told in a range: in its sentence, line or headings, else the report's own."""
        sentence = self.sentence(start)
        low, inside = sentence.start if sentence else start, self._inside(start)
        before = self._last(low, end) if inside is None else inside
        if before is not None:
            return None if self._over(before, end) else before
        after = self._first(end, sentence.end if sentence else end)
        time = None if after is None else self.times[after]
        if time and self.text[time.start - 1] not in "到至":  # 措施40条，到2025年，
            beside = "-" in time.value and "，" not in self.text[end : time.start]
            if beside or WAYS["at_once"].match(self.text, time.end):
                return after
        line, done = self.text.rfind("\n", 0, low) + 1, self.modality(start) == self.moods.done
        five = done and WAYS["five_years"].match(self.text, line)
        if not five and bisect_left(self.unread, low) < bisect_left(self.unread, end):
            return None
        earlier = self._earlier(line, low)
        if earlier is not None:
            told = self.sentence(self.times[earlier].start)
            if self._over(earlier, end) or done != (not told or self.modality(told.end - 1) == self.moods.done):
                return None  # plans behind deeds are not of their time, nor deeds behind plans
            if self._lent(self.times[earlier], low):
                return earlier
        found = self.five if five else self._reported(sentence, end, done=done)
        return found if found is None or earlier is None or self._alike(earlier, found) else None

    def _alike(self, earlier: int, found: int) -> bool:
        """Say whether a time of a line is the one found over it, or in it, or of a plan named in passing (“十四五”找矿目标)."""
        told = self.times[earlier]
        within = self.times[found].value == told.value[: 9 if told.value[4:5] == "/" else 4]
        return within or WAYS["passing"].match(self.text, told.end - 1) is not None

    def _reported(self, sentence: Sentence | None, end: int, *, done: bool) -> int | None:
        """The time that a line before a sentence looks back on, or that the headings over it give, else the report's own."""
        heads, since = self._headed(sentence)
        headed, at = next(iter(heads), None), bisect_left(self.backs, (end,)) - 1
        if done and at >= 0 and self.backs[at][0] >= since:
            return self.backs[at][1]
        if heads[1:] and not done and len({self.times[number].value for number in heads}) > 1:
            return None  # 二、“十五五”目标和2026年安排
        if headed is not None or self.told_of == self.done_in:
            still = done or self.told_of is None or not self.times[self.told_of].value.endswith("..")
            return self.told_of if headed is None and end >= self.told_from and still else headed
        return self.done_in if done else self.told_of

    def _lent(self, time: Time, low: int) -> bool:
        """Say whether a time that opens a clause or follows a name holds in a later sentence: one that goes on with it, or behind a period."""
        opens = WAYS["opens"].search(self.text, max(0, time.start - _NEAR), time.start)
        if opens is None and not self.named(time.start - 1):
            return False
        on = WAYS["goes_on"].match(self.text, low)
        lead = self.text[self.starts[bisect_right(self.starts, time.start) - 1] : time.start]
        first = "，" not in lead or lead.endswith(("至", "止"))
        joined = first and self.text[low - 1] == "；" and "。" not in self.text[time.end : low]
        lasts = WAYS["period"].match(f"{time.value}={self.text[time.start : time.end + 3]}")
        return joined or (on is not None and "前" not in on[0]) or (lasts is not None and low - time.end < _LASTING)

    def _over(self, number: int, end: int) -> bool:
        """Say whether words between a time and a place tell that the time is over there, or of another that has no value."""
        time = self.times[number]
        words = (self.unread,) if self.text.endswith("以来", 0, time.end) else (self.unread, self.now)
        return any(bisect_left(places, time.end) < bisect_left(places, end) for places in words)

    def _earlier(self, line: int, place: int) -> int | None:
        """The time last told before a place of its line; an item of a list (2.乙案。…) with times of its own takes no other's."""
        at = bisect_right(self.items, place)
        item, end = self.items[at - 1] if at else 0, self._line_end(place)
        own = item >= line and self._first(item, min([end, *self.items[at : at + 1]])) is not None
        return self._last(item if own else line, place)

    def _headed(self, sentence: Sentence | None) -> tuple[list[int], int]:
        """The times in the nearest heading over a sentence that gives any, not the title, and where that or the topmost begins."""
        number, found = sentence.section if sentence else None, list[int]()
        since = self.text.rfind("\n", 0, sentence.start) if sentence else -1
        while number is not None and not found:
            section = self.document.sections[number]
            since, number = section.heading.start, section.parent
            if since >= self.title_end:
                found = [n for n in self._within(since, section.heading.end) if self._heads(n)]
        return found, since

    def _heads(self, number: int) -> bool:
        """Say whether a time in a heading tells when what follows is: a plan of years named in passing (“十五五”开好局) does not."""
        time = self.times[number]
        told = "/" not in time.value or self.text.endswith(("时期", "期间", "以来"), 0, time.end)
        return told and (self.text[time.start - 1] in "和及" or self._tells(time))

    def undated(self, start: int, end: int) -> str:
        """Return the words of a range without its times."""
        edges = [edge for n in self._within(start, end) for edge in (self.times[n].start, self.times[n].end)]
        return "".join(self.text[a:z] for a, z in zip([start, *edges[1::2]], [*edges[::2], end], strict=True))

    def _within(self, start: int, end: int) -> range:
        return range(bisect_left(self.time_starts, start), bisect_left(self.time_starts, end))

    def _asides(self) -> Iterator[tuple[int, int, int]]:
        """The brackets that hold more than a time, with it: what stands outside of （1月18日生产3826瓶） is not told of with it."""
        for start, end in (found.span() for found in WAYS["brackets"].finditer(self.text)):
            for number in self._within(start, end):
                time = self.times[number]
                bare = not self.text[start + 1 : time.start].strip()
                if self._tells(time) and not (bare and WAYS["passed"].match(self.text, time.end, end - 1)):
                    yield start, end, number

    def _inside(self, place: int) -> int | None:
        """The time that a place in brackets shares them with: the last before it, else the first behind it."""
        at = bisect_right(self.asides, (place,), key=lambda aside: (self.times[aside[2]].start,))
        near = (self.asides[n] for n in (at - 1, at) if 0 <= n < len(self.asides))
        return next((n for start, end, n in near if start < place < end), None)

    def _first(self, start: int, end: int) -> int | None:
        at = bisect_left(self.told_at, start)
        return self.telling[at] if at < len(self.telling) and self.told_at[at] < end else None

    def _last(self, start: int, end: int) -> int | None:
        at = bisect_left(self.told_at, end) - 1
        return self.telling[at] if at >= 0 and self.told_at[at] >= start else None

    def _tells(self, time: Time) -> bool:
        """Say whether a time tells when, and not what one compares with, when somebody was born or what a name is made with."""
        before, after = WAYS["compared_before"], WAYS["compared_after"]
        compared = before.search(self.text, max(0, time.start - _NEAR), time.start) or after.match(self.text, time.end)
        attached = self.text.endswith("年度", time.start, time.end) and not WAYS["of_all"].match(self.text, time.end)
        if compared or attached or WAYS["told_by"].match(self.text, time.end):
            return False
        return not self.named(time.start + 1) and not self._stamp(time)

    def _stamp(self, time: Time) -> bool:
        """Say whether a time is when the page came out: on a line of its own, to the minute or with hyphens; a decision is of its date (发文日期)."""
        issued = self.document.issued_span
        if issued is None or not issued.start <= time.start < issued.end:
            return False
        decided = "发文" in self.text[self.text.rfind("\n", 0, time.start) + 1 : time.start]
        return "T" in time.value or "-" in time.text or (self._alone(time) and not decided)

    def _told_of(self) -> tuple[int | None, int]:
        """The time in the title, in a byline or a line of its own, or a period told at the very beginning; from where on it holds."""
        body, text = self.document.body, self.text
        named = next((n for n in self._within(body.start, self.title_end) if self._spans(self.times[n])), None)
        first = self._first(body.start, body.end)
        if named is not None or first is None:
            return named, 0
        time, spans = self.times[first], self._spans(self.times[first])
        if self._alone(time) and (spans or time.value == self.document.issued):  # 发文日期
            return first, 0
        before = text[body.start : time.start].rpartition("\n")
        opens = spans and (time.value.isdecimal() or "/" in time.value) and not self._over(first, time.end + _BYLINE)
        return first if opens and "。" not in "".join(before) and len(before[2]) <= _NEAR else None, time.start

    def _spans(self, time: Time) -> bool:
        """Say whether a time is a year or months: no day, nor what begins or ends with it."""
        edges = self.text[time.end - 1] + self.text[time.start - 1]
        return not (edges[0] in "起始" or edges[1] in "到至" or WAYS["day"].search(time.value))

    def _alone(self, time: Time) -> bool:
        """Say whether a time stands on a line of its own, or in a byline or heading."""
        line = self.text[self.text.rfind("\n", 0, time.start) + 1 : self._line_end(time.end)]
        return len(line) < _BYLINE and set("，。；").isdisjoint(line)

    def _done_in(self) -> int | None:
        """When what is done was done: a report that came out early in the year of its title tells of the year before."""
        issued = self.document.issued or ""
        if self.told_of is None or self.times[self.told_of].value != issued[:4] or issued[5:7] not in _EARLY:
            return self.told_of
        before, body = str(int(issued[:4]) - 1), self.document.body
        return next((n for n in self._within(body.start, body.end) if self.times[n].value == before), None)

    def _five_years(self) -> int | None:
        """The five years up to that in which what is done was done, where the report names them: “十四五”."""
        last = "" if self.done_in is None else self.times[self.done_in].value
        value = f"{int(last) - 4}/{last}" if last.isdecimal() else ""
        return next((n for n, time in enumerate(self.times) if time.value == value), None)

    def _backs(self) -> Iterator[tuple[int, int]]:
        """The lines that look back on a year (刚刚过去的2025年; a bare 2025年 if what is done is of it) or a plan's, and that time."""
        issued, last = self.document.issued or "9999", None if self.done_in is None else self.times[self.done_in].value
        for back in WAYS["looks_back"].finditer(self.text):
            said = next(iter(self._within(*back.span())), self.done_in)
            value = "" if said is None else self.times[said].value
            if said is not None and value[-4:] <= issued[:4] and (not back["year"] or value == last):
                yield back.start(), said
