"""The order in which a report is read: period by period, clause by clause, then what the periods tie together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from gongbao.model import Document, Entity, Quantity, Reporter, Span, Statement, Time
from gongbao.ontology import Ontology
from gongbao.relate import aims, heads, orders, owners, partners
from gongbao.relate.actions import Act, Actions, Scene
from gongbao.relate.against import Against
from gongbao.relate.clauses import Clause, Group, Item, Layout, Period
from gongbao.relate.efforts import Efforts
from gongbao.relate.facts import Fact, Modality, merged
from gongbao.relate.grammar import grammar
from gongbao.relate.observe import Observer
from gongbao.relate.outcome import facts_of
from gongbao.relate.subjects import Subject, Subjects
from gongbao.relate.ties import Ties, Venue
from gongbao.relate.topics import Topics
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
        reporter: Reporter | None = None,
    ) -> None:
        words = grammar(ontology)
        home = reporter.entity if reporter and reporter.acts else None
        self.layout = Layout(document, entities, quantities, times, words, home)
        self.modality = Modality(self.layout)
        self.subjects = Subjects(self.layout, entities, home)
        self.actions = Actions(self.layout, self.modality)
        self.ties = Ties(self.layout, self.modality)
        self.efforts = Efforts(self.layout)
        self.wholes = Wholes(self.layout, self.modality, self.efforts)
        self.against = Against(self.layout, self.modality, self.efforts)
        self.observer = Observer(self.layout, quantities, self.modality, ontology)
        self.topics = Topics(self.layout, home)
        self.waiting: list[Act] = []
        self.helpers: list[tuple[Group, Span]] = []
        self.found: list[partners.Partnership] = []
        self.facts: list[Fact] = []
        for period in self.layout.periods():
            self.efforts.enter(period)
            if period.clauses:
                self.facts += [self._dated(f, period) for f in self._period(period)]
            elif self.efforts.running is not None or self.against.opens(period):
                self.layout.fill(period)
                self.modality.start()
                self.facts += [self._dated(f, period) for f in self.against.read(period, ())]
        self.facts += heads.numbers(self.layout, home)
        self.facts += owners.owned(entities, self.layout)
        self.facts += self.wholes.told(entities)
        self.facts += aims.named(entities, self.layout)

    def statements(self) -> tuple[Statement, ...]:
        """Return what was read, in the order of its evidence."""
        return merged(self.facts)

    def observed(self) -> tuple[Quantity, ...]:
        """Return the quantities with what they belong to."""
        return self.observer.told()

    def _dated(self, fact: Fact, period: Period) -> Fact:
        place = fact.trigger or fact.object_span or fact.subject_span
        fact.time = self.layout.time_before(period.start, place.start) if place else None
        return fact

    def _period(self, period: Period) -> Iterator[Fact]:
        self.subjects.start(period)
        self.modality.start()
        self.waiting, self.helpers, self.found = [], [], []
        topic = self.topics.enter(period)
        acts: list[Act] = []
        venues: list[Venue] = []
        for index, clause in enumerate(period.clauses):
            if self.layout.text[clause.start - 1 : clause.start] in ("；", ";"):
                self.subjects.part()
            yield from self._clause(period, index, clause, acts, venues, topic)
            self.observer.observe(clause, period, self.subjects.current, acts)
            self.subjects.leave(clause)
        acts += [replace(a, purpose=False) for a in self.waiting if _means(a)]
        self.observer.close(period, acts)
        for act in acts:
            yield from facts_of(act)
        yield from self.ties.placed(acts, venues, period.clauses)
        yield from self.ties.framed(acts, venues, period.clauses, self.efforts)
        yield from self.topics.facts(period, venues)
        yield from self.wholes.read(period, acts)
        yield from self.against.read(period, acts)
        yield from orders.given(self.layout, period, acts)
        self.efforts.leave(period, acts)

    def _clause(
        self, period: Period, index: int, clause: Clause, acts: list[Act], venues: list[Venue], topic: Item | None
    ) -> Iterator[Fact]:
        """Read a clause: partners, acts (added to `acts`) and ties."""
        if not clause.groups and topic is None:
            self.subjects.enter(clause, set())
            yield from self._helped(clause)
            if index:
                yield from orders.within(self.layout, period.clauses[index - 1], clause, None, self.subjects.current)
            acts += self._purposes(self.subjects.current) if any("trigger" in c.uses for c in clause.cues) else []
            return
        found = self.found = partners.find(self.layout, clause, self.found)
        earlier = self.subjects.current
        subjects, prior = self.subjects.enter(clause, partners.spans_of(found))
        if index:
            written = next((s for end, s in subjects if s.span is not None), None)
            yield from orders.within(self.layout, period.clauses[index - 1], clause, written, earlier)
        yield from partners.facts(self.layout, clause, found, self.subjects.current, earlier, self.modality)
        for partnership in found:
            if partnership.joint:
                self.subjects.join(partnership.group.items)
        self.subjects.bring(clause, subjects)
        current = self.subjects.current
        yield from self._helped(clause)
        acts += self._purposes(current)
        before = self.layout.items_in(period.start, clause.start)
        helped = tuple(p.group.end for p in found if not p.joint)
        beside = frozenset(partners.spans_of(found))
        told = tuple(period.clauses[:index])
        scene = Scene(index, clause, subjects, current, prior, before, topic, helped, told, beside)
        for act in self.actions.read(scene):
            (self.waiting if act.purpose else acts).append(act)
        yield from self.ties.founded(clause, current)
        yield from self.ties.bracketed(clause)
        venues += self.ties.venues(clause, index)
        yield from self.ties.read(clause, index, venues, self.layout.items_in(period.start, clause.end))

    def _helped(self, clause: Clause) -> Iterator[Fact]:
        """在甲的配合下，乙查处…: who helps acts together with the subject of the next verb."""
        self.helpers += partners.helpers(self.layout, clause)
        if self.helpers and any("trigger" in c.uses and c.start >= self.helpers[-1][1].end for c in clause.cues):
            for helped in self.helpers:
                yield from partners.help_facts(self.layout, helped, self.subjects.current, clause.modality)
            self.helpers = []

    def _purposes(self, subject: Subject) -> list[Act]:
        """为护航甲，乙联合丙…: what a clause of purpose names is done by the subject of the next."""
        ready = [replace(a, subject=a.subject if _means(a) and not subject.span else subject, purpose=False)
                 for a in self.waiting]  # fmt: skip
        self.waiting = []
        return ready


def _means(act: Act) -> bool:
    """Say whether an act that waits for its subject is one of means (借助甲), which has the one before if none follows."""
    return act.cue is not None and "instrument" in act.cue.uses
