"""The order in which a report is read: period by period, clause by clause, then what the periods tie together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from gongbao.model import Document, Entity, Quantity, Statement, Time
from gongbao.ontology import Ontology
from gongbao.relate import partners, wholes
from gongbao.relate.actions import Act, Actions, Scene, facts_of
from gongbao.relate.clauses import Item, Layout, Period
from gongbao.relate.facts import Fact, Modality, merged
from gongbao.relate.grammar import Grammar
from gongbao.relate.subjects import Subjects
from gongbao.relate.ties import Ties, Venue
from gongbao.relate.wholes import Wholes


class Reader:
    """One reading of one report."""

    def __init__(
        self,
        document: Document,
        entities: Sequence[Entity],
        quantities: Sequence[Quantity],
        times: Sequence[Time],
        ontology: Ontology,
        words: Grammar,
    ) -> None:
        self.layout = Layout(document, entities, times, words)
        self.entities = entities
        self.words = words
        self.quantities = quantities
        self.modality = Modality(self.layout)
        self.subjects = Subjects(self.layout, entities)
        self.actions = Actions(self.layout, self.modality)
        self.ties = Ties(self.layout, self.modality)
        self.wholes = Wholes(self.layout, self.modality)
        self.topic: Item | None = None
        self.topic_paragraph = -1
        self.facts: list[Fact] = []
        for period in self.layout.periods():
            self.facts += self._period(period)
        self.facts += wholes.named(entities, self.layout)

    def statements(self) -> tuple[Statement, ...]:
        """Return what was read, each with the times that bound it."""
        found = merged(self.facts)
        return tuple(
            sorted(found, key=lambda s: (s.evidence[0].start, s.evidence[0].end, s.subject, s.predicate, s.object))
        )

    def observed(self) -> tuple[Quantity, ...]:
        """Return the quantities with what they belong to."""
        return tuple(self.quantities)

    def _period(self, period: Period) -> Iterator[Fact]:
        self.subjects.start(period.section)
        self.modality.start()
        topic = self._topic(period)
        acts: list[Act] = []
        venues: list[Venue] = []
        for index, clause in enumerate(period.clauses):
            found = partners.find(self.layout, clause)
            earlier = self.subjects.current
            subjects = self.subjects.enter(clause, partners.spans_of(found))
            main = self.subjects.current
            yield from partners.facts(self.layout, clause, found, main, earlier, self.modality)
            for partnership in found:
                if partnership.joint:
                    self.subjects.join(partnership.group.items)
            if not found and subjects and any(f.predicate for f in ()):
                pass
            before = self.layout.items_in(period.start, clause.start)
            scene = Scene(index, clause, subjects, self.subjects.current, before, topic)
            new = list(self.actions.read(scene))
            acts += new
            venues += self.ties.venues(clause, index)
            yield from self.ties.read(clause, index, venues, self.layout.items_in(period.start, clause.end))
            self.subjects.leave(clause)
        for act in acts:
            yield from facts_of(act)
        yield from self.ties.placed(acts, venues, period.clauses)
        yield from self.wholes.read(period, acts)

    def _topic(self, period: Period) -> Item | None:
        """The thing whose name alone is the first period of the paragraph: what its sentences are about."""
        if period.opens:
            names = [g for c in period.clauses for g in c.groups]
            bare = self.layout.between(period.start, period.end).strip(
                "—－-·•。：: 　0123456789.．、（）()一二三四五六七八九十"
            )
            alone = len(names) == 1 and len(names[0].items) == 1
            if alone and len(bare.strip("“”《》「」")) <= names[0].end - names[0].start:
                self.topic, self.topic_paragraph = names[0].items[0], period.paragraph
        return self.topic if self.topic_paragraph == period.paragraph and not period.opens else None


__all__ = ["Reader", "replace"]
