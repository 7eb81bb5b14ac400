"""What belongs to a campaign: cases handled within it, measures under it, and the conduct that it acts against."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongbao.model import Entity, Span
from gongbao.relate.actions import Act
from gongbao.relate.clauses import Clause, Cue, Item, Layout, Period
from gongbao.relate.facts import CONTEXT, IMPLIED, NAMED, Fact, Modality
from gongbao.relate.grammar import OBJECT, Relation

_ITEM = re.compile("、|以及|(?<=..)[和及](?=[^和及、]{3,}$)")
_NEXT_LIST = re.compile("和|以及|及")
_LISTING = ("、", "和", "及")
_QUOTES = "“‘「『”’」』"
_LONGEST = 16
"""A kind of conduct is named in few words; what is longer is a description."""


@dataclass(slots=True)
class Paragraph:
    """The campaign that a paragraph opens with, and the one last conducted in it."""

    number: int = -1
    opening: Item | None = None
    last: Item | None = None


class Wholes:
    """Reads the relations that hold within a campaign."""

    def __init__(self, layout: Layout, modality: Modality) -> None:
        self.layout = layout
        self.text = layout.text
        self.words = layout.words
        self.modality = modality
        relations = layout.words.relations.values()
        self.parts = [r for r in relations if {"sequence", "paragraph"} & r.readings]
        self.against = [r for r in relations if r.to_concept]
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
            if "paragraph" in relation.readings:
                yield from self._measures(period, acts, relation)
        for relation in self.against:
            yield from self._targets(period, acts, relation)
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
                whole = next((g.items[0] for g in clause.groups if 0 <= g.start - cue.end <= 2), None)
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

    def _targets(self, period: Period, acts: Sequence[Act], relation: Relation) -> Iterator[Fact]:
        """紧盯甲、乙、丙等行为: the conduct listed, of the campaign before it, else the one after it in the period."""
        for index, clause in enumerate(period.clauses):
            for cue in clause.cues:
                framed = relation.id in cue.uses.get("focusOf", ())
                if relation.id not in cue.uses.get("trigger", ()) and not framed:
                    continue
                if framed and not self._focused(clause, cue, relation):
                    continue
                campaign = self._campaign(acts, index, clause, cue, relation)
                if campaign is None:
                    continue
                state = self.modality.of(clause, cue)
                for start, end in self._listed(clause, cue, relation):
                    words = self.text[start:end]
                    yield Fact(campaign.entity, relation.id, words, cue.span, campaign.span, Span(start, end), state,
                               IMPLIED, concept=True)  # fmt: skip
                break

    def _campaign(self, acts: Sequence[Act], index: int, clause: Clause, cue: Cue, relation: Relation) -> Item | None:
        fitting = [a for a in acts if self.fits(a.object, relation.domain)]
        before = [a.object for a in fitting if a.object.end <= cue.start]
        after = [a.object for a in fitting if a.object.start >= cue.end]
        named = [g.items[-1] for g in clause.groups if g.end <= cue.start and self.fits(g.items[-1], relation.domain)]
        chosen = before or named or after[:1]
        return chosen[-1] if chosen else None

    def _focused(self, clause: Clause, cue: Cue, relation: Relation) -> bool:
        """Say whether 为重点 follows 以 in its clause."""
        return relation.id in self.words.focus and bool(
            self.words.focus[relation.id].search(self.text, cue.end, clause.end)
        )

    def _listed(self, clause: Clause, cue: Cue, relation: Relation) -> Iterator[tuple[int, int]]:
        """The items of a list of conduct closed by 等…行为, and of the lists joined to it."""
        framed = relation.id in cue.uses.get("focusOf", ())
        closer = self.words.focus[relation.id] if framed else self.words.closers.get(relation.id)
        at = cue.end
        marker = next((c for c in clause.cues if c.end <= cue.start and OBJECT in c.uses), None)
        if closer is not None and marker is not None:
            found = closer.search(self.text, marker.end, cue.start)
            if found is not None:  # 对甲、乙等问题重拳整治
                yield from self._items(clause, marker.end, found.start(), relation)
                return
        while closer is not None:
            found = closer.search(self.text, at, clause.end)
            if found is None:
                if at == cue.end and relation.id in cue.uses.get("plain", ()):
                    yield from self._items(clause, at, clause.end, relation)
                return
            yield from self._items(clause, at, found.start(), relation)
            joined = _NEXT_LIST.match(self.text, found.end(), clause.end)
            if joined is None:
                return
            at = joined.end()

    def _items(self, clause: Clause, start: int, stop: int, relation: Relation) -> Iterator[tuple[int, int]]:
        text = self.text[start:stop]
        pieces, at = [], 0
        for match in _ITEM.finditer(text):
            pieces.append((at, match.start()))
            at = match.end()
        pieces.append((at, len(text)))
        if text[:1] in _LISTING or any("等" in text[left:right] for left, right in pieces):
            return  # 甲、乙等领域丙问题: fields, not conduct
        quoted = all(text[a:b].startswith(tuple(_QUOTES)) and text[a:b].endswith(tuple(_QUOTES)) for a, b in pieces)
        if len(pieces) < 2 and not quoted:
            return
        taken = [self._named(clause, start + left, start + right) for left, right in pieces]
        mostly = 2 * sum(taken) < len(pieces)  # what stands in a list of conduct is conduct, taken for a name or not
        for number, (left, right) in enumerate(pieces):
            if number == 0:
                left = self._bare(text, left, right, relation)
            named = taken[number] and not mostly
            described = not quoted and any(c in text[left:right] for c in "0123456789的")
            if 2 <= right - left <= _LONGEST and not named and not described:
                yield start + left, start + right

    def _named(self, clause: Clause, start: int, end: int) -> bool:
        return any(g.start < end and start < g.end for g in clause.groups)

    def _bare(self, text: str, start: int, end: int, relation: Relation) -> int:
        """Where the first item begins after its attributes and who does it: 群众反映强烈的出租车拒载 → 拒载."""
        at = text.rfind("的", start, end)
        start = at + 1 if at >= 0 else start
        match = self.words.offender[relation.id].match(text, start, end)
        return match.end() if match else start


def named(entities: Sequence[Entity], layout: Layout) -> Iterator[Fact]:
    """Read the conduct that a campaign's name quotes before its head: 无人机“黑飞”专项整治."""
    words = layout.words
    for relation in (r for r in words.relations.values() if r.to_concept and r.id in words.named):
        for entity in entities:
            if words.fits[entity.type].isdisjoint(relation.domain) or not entity.mentions:
                continue
            mention = entity.mentions[0]
            found = words.named[relation.id].search(layout.text, mention.start, mention.end)
            if found and found.start() > mention.start:
                span = Span(found.start("object"), found.end("object"))
                yield Fact(entity.iri, relation.id, found["object"], None, mention.span, span, words.done, NAMED,
                           concept=True)  # fmt: skip
