"""What a paragraph is about: a name that stands alone as its heading, in the line before or at its beginning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongbao.model import Span
from gongbao.relate.clauses import Item, Layout, Period
from gongbao.relate.facts import CONTEXT, Fact
from gongbao.relate.grammar import Relation
from gongbao.relate.ties import Venue

_MARKS = str.maketrans(dict.fromkeys("—－-·•★。：:、 　\t0123456789.．，（）()一二三四五六七八九十之“”《》「」【】▲■"))
_LINES = 8
"""So many lines after a heading still belong to it, unless another section begins."""

_ALONG = 2
"""Two places with a word such as 沿线 between them are both where it happened."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A name that heads what follows: the rest of its line, or the lines after where it is alone on its own."""

    item: Item
    paragraph: int
    section: int | None
    alone: bool


class Topics:
    """The running topic of a report: `enter` at each period."""

    def __init__(self, layout: Layout, home: str | None) -> None:
        self.layout = layout
        self.words = layout.words
        self.home = home
        self.topic: Topic | None = None
        self.placed = False
        self.line = -1
        relations = layout.words.relations.values()
        self.told = [r for r in relations if r.by_actor and "topic" in r.readings]
        self.sited = [r for r in relations if "adjunct" in r.readings and "sited" in r.readings]

    def enter(self, period: Period) -> Item | None:
        """Return what a period is about; a heading itself is about nothing."""
        if period.paragraph != self.line:
            self.line = period.paragraph
            item = self._heading(period) if period.opens else None
            if item is not None:
                alone = self.layout.text[period.end : period.end + 1] in ("\n", "")
                self.topic = Topic(item, period.paragraph, period.section, alone)
                self.placed = False
                return None
            if self.topic is not None and not self._covers(self.topic, period):
                self.topic = None
        return self.topic.item if self.topic else None

    def _heading(self, period: Period) -> Item | None:
        """The only name of the first period of a line, with no words around it but numbers and 案例."""
        names = [g for c in period.clauses for g in c.groups]
        if not names or any(len(g.items) > 1 for g in names):
            return None
        outer = names[0].items[0]
        if len(names) > 1 or outer.end > period.end or not any(self._fits(outer, r.range) for r in self.told):
            return None
        around = self.layout.between(period.start, outer.start) + self.layout.between(outer.end, period.end)
        for word in self.words.digests:
            around = around.replace(word, "")
        numbered = any(self.layout.text.endswith(ends, outer.start, outer.end) for ends in self.words.numbers.values())
        return None if around.translate(_MARKS) or numbered else outer

    def _covers(self, topic: Topic, period: Period) -> bool:
        if period.paragraph == topic.paragraph:
            return True
        if not topic.alone or period.paragraph - topic.paragraph > _LINES:
            return False
        if any(c.modality != self.words.done for c in period.clauses):
            return False
        section = period.section
        while section is not None and section != topic.section:
            section = self.layout.document.sections[section].parent
        return section == topic.section

    def facts(self, period: Period, venues: Sequence[Venue]) -> Iterator[Fact]:
        """Yield what a heading tells of the reporting body, and where the thing told of happened."""
        topic = self.topic
        if topic is None:
            return
        heads = topic.item.start >= period.start
        if heads and self.home is not None and self._digest(topic, period):
            for relation in self.told:
                if self._fits(topic.item, relation.range):
                    yield Fact(self.home, relation.id, topic.item.entity, None, None, topic.item.span,
                               self.words.done, CONTEXT)  # fmt: skip
        if heads or self.placed:
            return
        for relation in self.sited:
            if self._fits(topic.item, relation.domain):
                yield from self._place(topic, relation, venues, period)

    def _place(self, topic: Topic, relation: Relation, venues: Sequence[Venue], period: Period) -> Iterator[Fact]:
        """The first place that the paragraph names as where something was done."""
        for venue in venues:
            if venue.relation is relation and venue.cue is not None:
                self.placed = True
                near = venue.cue.start - topic.item.end <= 200
                head = topic.item.span if near else None
                places = list(venue.group.items)
                for group in period.clauses[venue.clause].groups:
                    if group.type == venue.group.type and 0 <= group.start - places[-1].end <= _ALONG:
                        places += group.items
                for place in places:
                    yield Fact(topic.item.entity, relation.id, place.entity, venue.cue.span, head, place.span,
                               self.words.done, CONTEXT)  # fmt: skip
                return

    def _digest(self, topic: Topic, period: Period) -> bool:
        """Say whether the report sets out what it tells of: 典型案例, 通报 in its title or in a heading above."""
        document = self.layout.document
        spans = [Span(period.start, period.end)]
        section = topic.section
        while section is not None:
            spans.append(document.sections[section].heading)
            section = document.sections[section].parent
        told = [self.layout.text[s.start : s.end] for s in spans]
        opening = self.layout.text[document.body.start : document.body.start + 120]
        return any(word in text for text in (*told, opening) for word in self.words.digests)

    def _fits(self, item: Item, classes: frozenset[str]) -> bool:
        return not self.words.fits[item.type].isdisjoint(classes)
