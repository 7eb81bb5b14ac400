"""What belongs to a campaign: cases handled within it, and measures under it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongbao.model import Entity
from gongbao.relate import parts
from gongbao.relate.actions import Act
from gongbao.relate.clauses import Item, Layout, Period
from gongbao.relate.efforts import Efforts
from gongbao.relate.facts import CONTEXT, IMPLIED, Fact, Modality
from gongbao.relate.grammar import Relation

_QUOTES = "“‘「『”’」』"


@dataclass(slots=True)
class Paragraph:
    """The campaign that a paragraph opens with, and the one last conducted in it."""

    number: int = -1
    opening: Item | None = None
    last: Item | None = None


class Wholes:
    """Reads the relations that hold within a campaign."""

    def __init__(self, layout: Layout, modality: Modality, efforts: Efforts) -> None:
        self.efforts = efforts
        self.layout = layout
        self.text = layout.text
        self.words = layout.words
        self.modality = modality
        relations = layout.words.relations.values()
        self.parts = [r for r in relations if {"sequence", "paragraph"} & r.readings]
        self.paragraph = Paragraph()

    def fits(self, item: Item, classes: frozenset[str]) -> bool:
        """Say whether a name is of one of the classes."""
        return not self.words.fits[item.type].isdisjoint(classes)

    def read(self, period: Period, acts: Sequence[Act]) -> Iterator[Fact]:
        """Yield what the acts of a period and its paragraph tie together."""
        if period.paragraph != self.paragraph.number:
            self.paragraph = Paragraph(period.paragraph)
        for relation in self.parts:
            yield from self._sequence(period, acts, relation)
            yield from self._around(period, acts, relation)
            yield from parts.directed(self.layout, period, acts, relation)
            yield from parts.included(self.layout, period, relation)
            if "paragraph" in relation.readings:
                yield from self._measures(period, acts, relation)
        for act in acts:
            for relation in self.parts:
                if self.fits(act.object, relation.range):
                    self.paragraph.last = act.object

    def _sequence(self, period: Period, acts: Sequence[Act], relation: Relation) -> Iterator[Fact]:
        """A case acted on after a campaign in one period, or after 专项行动中."""
        kinds = relation.domain - relation.range
        for act in acts:
            if not self.fits(act.object, kinds) or self.fits(act.object, relation.range):
                continue
            whole = self._whole_before(period, acts, act, relation)
            if whole is not None:
                yield Fact(act.object.entity, relation.id, whole.entity, act.cue.span if act.cue else None,
                           act.object.span, whole.span, act.modality, CONTEXT)  # fmt: skip

    def _whole_before(self, period: Period, acts: Sequence[Act], act: Act, relation: Relation) -> Item | None:
        found: Item | None = None
        if self.text.startswith(self.words.meanwhile.get(relation.id, ("\0",)), period.start):
            found = self.paragraph.last
        for index, clause in enumerate(period.clauses[: act.clause + 1]):
            for group in clause.groups:
                if self.fits(group.items[0], relation.range) and self.layout.within(group.items[-1], clause.end):
                    found = group.items[-1]
            found = next((i for i in self.efforts.opening(clause) if i.end <= act.object.start), found)
            for other in acts:
                if other.clause == index < act.clause and self.fits(other.object, relation.range):
                    found = other.object
        return found or self._apposed(period, act, relation)

    def _apposed(self, period: Period, act: Act, relation: Relation) -> Item | None:
        """…案告破，这是“断流”战役中涉案金额最大的一案."""
        for clause in period.clauses[act.clause + 1 : act.clause + 2]:
            if clause.groups and self.text.startswith(("这是", "该案是", "是"), clause.start):
                item = clause.groups[0].items[0]
                if self.fits(item, relation.range) and self.layout.within(item, clause.end):
                    return item
        return None

    def _around(self, period: Period, acts: Sequence[Act], relation: Relation) -> Iterator[Fact]:
        """围绕甲行动，开展乙行动."""
        for clause in period.clauses:
            for cue in clause.cues:
                if relation.id not in cue.uses.get("whole", ()):
                    continue
                around = next((g.items for g in clause.groups if 0 <= g.start - cue.end <= 2), ())
                whole = around[0] if len(around) == 1 else None
                if whole is None or not self.fits(whole, relation.range):
                    continue
                for act in acts:
                    if act.object.start > whole.end and self._part(act.object, whole, relation):
                        yield Fact(act.object.entity, relation.id, whole.entity, cue.span, act.object.span, whole.span,
                                   act.modality, IMPLIED)  # fmt: skip

    def _part(self, item: Item, whole: Item, relation: Relation) -> bool:
        return item.entity != whole.entity and self.fits(item, relation.domain)

    def _measures(self, period: Period, acts: Sequence[Act], relation: Relation) -> Iterator[Fact]:
        """A paragraph that opens with 深入推进甲行动。 lists the measures of 甲."""
        if period.opens:
            objects = [a.object for a in acts if self.fits(a.object, relation.range)]
            if (
                len(period.clauses) == 1
                and len(objects) == 1
                and self._closes(objects[0], period)
                and not self._headed(period)
            ):
                self.paragraph.opening = objects[0]
            return
        whole = self.paragraph.opening
        if whole is None:
            return
        for act in acts:
            if self._part(act.object, whole, relation) and self.fits(act.object, relation.range):
                yield Fact(act.object.entity, relation.id, whole.entity, act.cue.span if act.cue else None,
                           act.object.span, whole.span, act.modality, CONTEXT)  # fmt: skip

    def _headed(self, period: Period) -> bool:
        """Say whether a period is the heading of a section: sections do not make parts."""
        if period.section is None:
            return False
        heading = self.layout.document.sections[period.section].heading
        return heading.start <= period.start < heading.end

    def _closes(self, item: Item, period: Period) -> bool:
        return not self.text[item.end : period.end].strip(_QUOTES + "。 　")

    def told(self, entities: Sequence[Entity]) -> Iterator[Fact]:
        """Yield what names and the report as a whole say."""
        for relation in self.parts:
            if "sequence" in relation.readings:
                yield from parts.editions(entities, self.layout, relation)
                yield from parts.digest(self.layout, relation)
