"""A report as periods and clauses: which names stand in each, how they are coordinated, and the words that relate them.

A period is what ends in 。: sentences joined by ； belong to one. A clause ends at ， ； ： or a dash outside of names and
quotes. What stands in brackets is kept apart: it neither acts nor is acted on, it only renames (以下简称…) or numbers.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from gongbao.model import Document, Entity, Quantity, Sentence, Span, Time
from gongbao.relate.grammar import NEUTRAL, Grammar, Uses

_BREAK = re.compile("[，,；;：:。！？!?\\n]|——")
_NESTED = re.compile("[（(【\\[][^（）()【】\\[\\]\\n]*[)）】\\]]")
_BRACKET = re.compile("[（(【\\[]")
_QUOTE = re.compile("[“「『]")
_QUOTED = re.compile("[“「『][^“”「」『』\\n]{1,40}[”」』]")
_LISTED = re.compile("[”’》」]?(?:、|和|及|或|暨|[、，,]?以及|[，,]及)?[“‘《「]?")
_JOINED = re.compile("[”’》」]?(?:、|和|及|或|暨|与|同|[、，,]?以及|[，,]及)?[“‘《「]?")
_SKIPPED = re.compile(
    "[”’》」]?、[^，,。；：、的在]{2,14}(?:、|和|及)[“‘《「]?|[”’》」]?(?:、|和|及)[^，,。；：、的在]{2,14}、[“‘《「]?"
)
"""Between two names of a list: an item that is no name, or was not recognised as one."""
_GAP = 20
_LABEL, _LINES, _SHORT = 8, 6, 2
_CLOSING = "”’」』》"
_COMPARED_BEFORE = ("比", "较", "与", "同", "和")
_COMPARED = ("同期", "相比", "的", "版")


@dataclass(frozen=True, slots=True)
class Item:
    """A name in the text, and the thing that it names."""

    start: int
    end: int
    type: str
    entity: str

    @property
    def span(self) -> Span:
        """The range of the name."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Group:
    """Names coordinated with 、 和 与 及, or one name alone."""

    items: tuple[Item, ...]

    @property
    def start(self) -> int:
        """Where the first name begins."""
        return self.items[0].start

    @property
    def end(self) -> int:
        """Where the last name ends."""
        return self.items[-1].end

    @property
    def type(self) -> str:
        """The class of the names."""
        return self.items[0].type

    @property
    def entities(self) -> tuple[str, ...]:
        """The things named, in order."""
        return tuple(i.entity for i in self.items)


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that may relate names; `uses` says what for."""

    start: int
    end: int
    word: str
    uses: Uses

    @property
    def span(self) -> Span:
        """The range of the word."""
        return Span(self.start, self.end)


@dataclass(slots=True)
class Clause:
    """A clause with its names and words, in order; `nested` are the names in its brackets."""

    start: int
    end: int
    modality: str
    groups: list[Group] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    nested: list[Item] = field(default_factory=list)


@dataclass(slots=True)
class Period:
    """The clauses up to 。; `paragraph` numbers the lines, `opens` says that it is the first of its line."""

    start: int
    end: int
    section: int | None
    paragraph: int
    opens: bool
    clauses: list[Clause]
    sentences: tuple[Sentence, ...] = ()


class Layout:
    """A document prepared for relating: items, cues and the text without what stands in brackets."""

    def __init__(
        self,
        document: Document,
        entities: Sequence[Entity],
        quantities: Sequence[Quantity],
        times: Sequence[Time],
        words: Grammar,
        home: str | None,
    ) -> None:
        self.document = document
        self.text = document.folded
        self.words = words
        self.items = _items(document, entities, words, home)
        self.starts = [i.start for i in self.items]
        self.times = times
        self.time_starts = [t.start for t in times]
        self.quantity_starts = [q.start for q in quantities]

    def between(self, start: int, end: int) -> str:
        """Return the text of a range without what stands in brackets."""
        text = self.text[start:end]
        if "（" in text or "(" in text:
            text = _NESTED.sub("", text)
        return text

    def timeless(self, start: int, end: int) -> str:
        """Return the text of a range without its time expressions and what stands in brackets."""
        parts, at = [], start
        for index in range(bisect_left(self.time_starts, start), len(self.times)):
            time = self.times[index]
            if time.start >= end:
                break
            if time.end <= end and time.start >= at:
                parts.append(self.text[at : time.start])
                at = time.end
        parts.append(self.text[at:end])
        text = "".join(parts)
        return _NESTED.sub("", text) if _BRACKET.search(text) else text

    def time_before(self, start: int, place: int) -> int | None:
        """Return the index of the last time expression between two places that says when, not what one compares with."""
        low, high = bisect_left(self.time_starts, start), bisect_left(self.time_starts, place)
        for index in range(high - 1, low - 1, -1):
            time = self.times[index]
            compared = self.text.endswith(_COMPARED_BEFORE, 0, time.start) or self.text.startswith(_COMPARED, time.end)
            if time.end <= place and not compared and not self._named_at(time.start):
                return index
        return None

    def _named_at(self, place: int) -> bool:
        """Say whether a place lies inside a name."""
        index = bisect_right(self.starts, place) - 1
        return index >= 0 and self.items[index].end > place

    def within(self, item: Item, end: int) -> bool:
        """Say whether 中 or 期间 after a name makes it the frame of what follows."""
        at = item.end
        while at < end and self.text[at] in _CLOSING:
            at += 1
        return self.text.startswith(self.words.frames, at, end)

    def items_in(self, start: int, end: int) -> list[Item]:
        """Return the names that begin in a range."""
        return self.items[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def counts(self, start: int, end: int) -> bool:
        """Say whether a quantity begins in a range."""
        return bisect_left(self.quantity_starts, start) < bisect_left(self.quantity_starts, end)

    def periods(self) -> Iterator[Period]:
        """Yield the periods in order, with clauses where they name or count something."""
        paragraph, last_end, first = 0, 0, True
        for group in _joined(self.document.sentences, self.text):
            start, end = group[0].start, group[-1].end
            if "\n" in self.text[last_end:start]:
                paragraph, first = paragraph + 1, True
            last_end = end
            period = Period(start, end, group[0].section, paragraph, first, [], tuple(group))
            first = False
            if self.items_in(start, end) or self.counts(start, end):
                self.fill(period)
            yield period

    def fill(self, period: Period) -> None:
        """Read the clauses of a period; those that neither name nor count anything come without."""
        for sentence in period.sentences:
            period.clauses += self._clauses(sentence)

    def _clauses(self, sentence: Sentence) -> Iterator[Clause]:
        text, start, end = self.text, sentence.start, sentence.end
        items = self.items_in(start, end)
        names = [(i.start, i.end) for i in items]
        nested = [m.span() for m in _NESTED.finditer(text, start, end)] if _BRACKET.search(text, start, end) else []
        if nested:
            nested = [n for n in nested if not any(s <= n[0] and n[1] <= e for s, e in names)]
        quoted = [m.span() for m in _QUOTED.finditer(text, start, end)] if _QUOTE.search(text, start, end) else []
        shut = sorted(names + nested)
        edges = [m.start() for m in _BREAK.finditer(text, start, end)]
        if shut or quoted:
            barred = shut + quoted
            edges = [c for c in edges if not _inside(c, barred)]
        edges.append(end)
        cues = self._cues(start, end, shut)
        at, next_item, next_cue = start, 0, 0
        for edge in edges:
            if edge > at:
                turned = sentence.turn is None or sentence.turn < edge
                clause = Clause(at, edge, sentence.modality if turned else self.words.done)
                last = next_cue
                while last < len(cues) and cues[last].start < edge:
                    last += 1
                clause.cues, next_cue = cues[next_cue:last], last
                first = next_item
                while next_item < len(items) and items[next_item].start < edge:
                    next_item += 1
                if first < next_item:
                    inside = items[first:next_item]
                    if nested:
                        clause.nested = [i for i in inside if _inside(i.start, nested)]
                        inside = [i for i in inside if not _inside(i.start, nested)]
                    clause.groups = self._groups(inside)
                yield clause
            at = edge + 1

    def _cues(self, start: int, end: int, shut: list[tuple[int, int]]) -> list[Cue]:
        """The words that relate, outside of names and brackets."""
        uses, known = self.words.uses, self.words.words
        found, at = [], 0
        for index, left, right in self.words.automaton.find_matches_as_indexes(self.text[start:end]):
            if NEUTRAL in uses[index] and len(uses[index]) == 1:
                continue
            left += start
            while at < len(shut) and shut[at][1] <= left:
                at += 1
            if at == len(shut) or left < shut[at][0]:
                found.append(Cue(left, start + right, known[index], uses[index]))
        return found

    def _groups(self, items: list[Item]) -> list[Group]:
        """Coordinate names of one class; 与 between two actors is left to the reading of partners."""
        lists: list[list[Item]] = []
        for item in items:
            for current in reversed(lists[-2:]):
                if current[-1].type == item.type:
                    if self._coordinated(current[-1], item):
                        current.append(item)
                        break
                    continue
            else:
                lists.append([item])
        return sorted((Group(tuple(current)) for current in lists), key=lambda g: g.start)

    def _coordinated(self, left: Item, right: Item) -> bool:
        gap = self.between(left.end, right.start)
        if len(gap) > _GAP:
            return False
        actor = self.words.is_actor(left.type)
        if (gap or not actor) and (_LISTED if actor else _JOINED).fullmatch(gap):
            return True
        return _SKIPPED.fullmatch(gap) is not None


def _inside(place: int, ranges: Sequence[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in ranges)


def _joined(sentences: Sequence[Sentence], text: str) -> Iterator[list[Sentence]]:
    """Group sentences of one line that are separated by ； only."""
    group: list[Sentence] = []
    for sentence in sentences:
        if group and (text[group[-1].end - 1] not in "；;" or "\n" in text[group[-1].end : sentence.start]):
            yield group
            group = []
        group.append(sentence)
    if group:
        yield group


def _items(document: Document, entities: Sequence[Entity], words: Grammar, home: str | None) -> list[Item]:
    """All names in order, with the definite words (该案, 该局) that stand for a name before them."""
    items = sorted(
        (Item(m.start, m.end, e.type, e.iri) for e in entities for m in e.mentions), key=lambda i: (i.start, i.end)
    )
    added = []
    for word, class_id in words.anaphors.items():
        at = document.folded.find(word)
        while at >= 0:
            item = _meant(document, items, word, class_id, at, home)
            if item is not None:
                added.append(item)
            at = document.folded.find(word, at + len(word))
    return sorted(items + added, key=lambda i: (i.start, i.end)) if added else items


def _heads(text: str, item: Item, at: int) -> bool:
    """Say whether a name is all of its line but a number, few lines above."""
    start, end = text.rfind("\n", 0, item.start) + 1, text.find("\n", item.end)
    return 0 <= end < at and end - start - (item.end - item.start) <= _LABEL and text.count("\n", end, at) <= _LINES


def _meant(document: Document, items: list[Item], word: str, class_id: str, at: int, home: str | None) -> Item | None:
    """What 该案 means: the last name of its class in the paragraph. 该局 is the reporting body if that is named so."""
    text = document.folded
    line = text.rfind("\n", 0, at)
    if any(i.start <= at < i.end for i in items):
        return None
    earlier = [i for i in items if i.end <= at and i.type == class_id]
    alike: list[Item] = []
    for cut in range(1, len(word) if len(word) == _SHORT else len(word) - 1):
        alike = alike or [i for i in earlier if text[i.start : i.end].rstrip(_CLOSING).endswith(word[cut:])]
    named = [i for i in alike if line < i.start] or [i for i in alike[-1:] if _heads(text, i, at)]
    named = named or [i for i in alike if i.entity == home]
    own = [i for i in named if i.entity == home]
    chosen = own or named
    return Item(at, at + len(word), class_id, chosen[-1].entity) if chosen else None
