"""Relations between things that do not act: where, on what platform, recorded in what, unit of what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongbao.relate.actions import FAR, NEAR, Act
from gongbao.relate.clauses import Clause, Cue, Group, Item, Layout
from gongbao.relate.efforts import Efforts
from gongbao.relate.facts import CONTEXT, EXPLICIT, IMPLIED, Fact, Modality
from gongbao.relate.grammar import AGENT, Relation
from gongbao.relate.subjects import Subject

_CLAUSES = 4
"""A place so many clauses after what was done still tells where."""


_GAP = 12
_FOUNDED = 4
_LISTING = ("、", "和", "及", "以", "与")


@dataclass(frozen=True, slots=True)
class Venue:
    """在甲、乙: names after a preposition, which what follows happens in or appears on."""

    relation: Relation
    group: Group
    cue: Cue | None
    clause: int


class Ties:
    """Reads the relations whose subject is no actor."""

    def __init__(self, layout: Layout, modality: Modality) -> None:
        self.layout = layout
        self.text = layout.text
        self.words = layout.words
        self.modality = modality
        relations = [r for r in layout.words.relations.values() if not r.by_actor and not r.to_concept]
        self.sited = [r for r in relations if "sited" in r.readings]

    def fits(self, item: Item | Group, classes: frozenset[str]) -> bool:
        """Say whether a name is of one of the classes."""
        return not self.words.fits[item.type].isdisjoint(classes)

    def venues(self, clause: Clause, index: int) -> list[Venue]:
        """Return the names in the clause that stand after a preposition of place or means."""
        found = []
        for cue in clause.cues:
            for property_id in cue.uses.get("venue", ()):
                relation = self.words.relations[property_id]
                for group in clause.groups:
                    if group.start >= cue.end:
                        near = len(self.layout.between(cue.end, group.start)) <= 2
                        whole = not self.words.modified[group.type].match(self.text, group.end, clause.end)
                        if near and whole and self.fits(group, relation.range) and not self._belongs(clause, group):
                            found.append(Venue(relation, group, cue, index))
                        break
            for property_id in cue.uses.get("field", ()):
                found += self._fields(clause, index, cue, self.words.relations[property_id])
        return found

    def _fields(self, clause: Clause, index: int, cue: Cue, relation: Relation) -> Iterator[Venue]:
        """对甲、乙等重点水域进行巡查: the places that an operation goes through."""
        if self.words.unfielded.search(self.text, clause.start, cue.start):
            return  # 加强对甲的检查
        done = self.words.operation.search(self.text, cue.end, clause.end)
        if done is None or self.words.nominal.search(self.text, done.end(), clause.end):
            return  # 加大对甲检查力度
        at = cue.end
        for group in clause.groups:
            if not cue.end <= group.start < done.start():
                continue
            gap = self.layout.between(at, group.start)
            listed = at == cue.end and gap.endswith("、") or at > cue.end and gap[:1] in _LISTING
            if not self.fits(group, relation.range) or len(gap) > _GAP or gap and not listed:
                return
            yield Venue(relation, group, cue, index)
            at = group.end

    def _belongs(self, clause: Clause, group: Group) -> bool:
        """Say whether a name of one character only tells whose the next noun is: 在京高校, not 在京举办."""
        if group.end - group.start > 1:
            return False
        return not any(c.start == group.end and "trigger" in c.uses for c in clause.cues)

    def placed(self, acts: Sequence[Act], venues: Sequence[Venue], clauses: Sequence[Clause]) -> Iterator[Fact]:
        """Tie what is done to where: 在甲开展乙, and 在甲，开展乙 where the first clause has no verb of its own."""
        for act in acts:
            if act.cue is None or act.object.start < act.cue.start and act.relation.by_actor is False:
                continue
            for venue in venues:
                relation = venue.relation
                if relation not in self.sited or "sited" not in act.relation.readings:
                    continue
                if not self.fits(act.object, relation.domain) or not self._bears(venue, act, clauses):
                    continue
                for place in venue.group.items:
                    yield Fact(act.object.entity, relation.id, place.entity, act.cue.span, act.object.span, place.span,
                               act.modality, IMPLIED)  # fmt: skip

    def framed(
        self, acts: Sequence[Act], venues: Sequence[Venue], clauses: Sequence[Clause], efforts: Efforts
    ) -> Iterator[Fact]:
        """Tie a place to what the clauses before tell of: 开展甲行动，在乙…; 甲行动期间，…在乙…; 甲行动，…走进乙.

        Where they tell of nothing, it is tied to the campaign that runs on from the sentences before.
        """
        for venue in venues:
            if venue.relation not in self.sited or venue.cue is None or not venue.relation.range:
                continue
            clause = clauses[venue.clause]
            if any("sited" in a.relation.readings and a.clause == venue.clause for a in acts):
                continue
            thing = self._frame(acts, venue, clauses)
            if thing is None and (efforts.resumed or self._moves(venue)) and not self._meets(clause, venue):
                running = efforts.running
                thing = running if running and self.fits(running, venue.relation.domain) else None
            if thing is None or self.fits(thing, venue.relation.range):
                continue
            state = self.modality.of(clause, venue.cue)
            if state != self.words.done:
                continue
            for place in venue.group.items:
                yield Fact(thing.entity, venue.relation.id, place.entity, venue.cue.span, thing.span, place.span,
                           state, CONTEXT)  # fmt: skip

    def _moves(self, venue: Venue) -> bool:
        """Say whether words say that an operation goes there: 对甲进行巡查, but not 在甲."""
        return venue.cue is not None and "field" in venue.cue.uses

    def _meets(self, clause: Clause, venue: Venue) -> bool:
        """Say whether what happens at a venue is a meeting, a ceremony, which has no name: 在甲召开会议."""
        for cue in clause.cues:
            kinds = [self.words.relations[v] for v in cue.uses.get("trigger", ())]
            held = [r for r in kinds if r.by_actor and "sited" in r.readings and "topic" not in r.readings]
            if cue.start >= venue.group.end and held and not any(self.words.effort in r.range for r in held):
                return True
        return False

    def _frame(self, acts: Sequence[Act], venue: Venue, clauses: Sequence[Clause]) -> Item | None:
        """The last thing done before a venue in its period, or named as what it happened in."""
        found: Item | None = None
        for index in range(max(0, venue.clause - _CLAUSES), venue.clause + 1):
            clause = clauses[index]
            for act in acts:
                whole = (
                    act.relation.by_actor and "sited" in act.relation.readings and "framing" in act.relation.readings
                )
                if (
                    act.clause == index
                    and index < venue.clause
                    and whole
                    and self.fits(act.object, venue.relation.domain)
                ):
                    found = act.object
            for group in clause.groups:
                if venue.cue is None or group.end > venue.cue.start or not self.fits(group, venue.relation.domain):
                    continue
                if (
                    self.layout.within(group.items[-1], clause.end)
                    or index == venue.clause
                    and self._opens(clause, group)
                ):
                    found = group.items[-1]
        return found

    def _opens(self, clause: Clause, group: Group) -> bool:
        """Say whether a clause begins with a name and is about it: 甲行动选派的志愿者分赴乙."""
        opening = self.words.opener.fullmatch(self.layout.timeless(clause.start, group.start))
        if opening is None or self.words.is_actor(group.type) or self.words.is_place(group.type):
            return False
        return not self.words.modified[group.type].match(self.text, group.end, clause.end)

    def _bears(self, venue: Venue, act: Act, clauses: Sequence[Clause]) -> bool:
        if act.cue is None:
            return False
        if venue.clause == act.clause:
            between = [c for c in clauses[act.clause].cues if venue.group.end <= c.start < act.cue.start]
            return venue.group.end <= act.cue.start and not any(
                "sited" in self.words.relations[p].readings and c.word not in act.cue.word and c.end < act.cue.start
                and any(g.start >= c.end and g.end <= act.cue.start for g in clauses[act.clause].groups)
                for c in between for p in c.uses.get("trigger", ())
            )  # fmt: skip
        if act.clause != venue.clause + 1:
            return False
        silent = clauses[venue.clause]
        return not any("trigger" in c.uses and c.start >= venue.group.end for c in silent.cues)

    def read(self, clause: Clause, index: int, venues: list[Venue], period_items: Sequence[Item]) -> Iterator[Fact]:
        """Yield what a clause ties together with verbs of the ties themselves (举行, 刊登, 入选, 所属)."""
        for cue in clause.cues:
            for property_id in cue.uses.get("attributive", ()):
                yield from self._unit(clause, cue, self.words.relations[property_id])
            for property_id in cue.uses.get("trigger", ()):
                relation = self.words.relations[property_id]
                if relation.by_actor or relation.to_concept:
                    continue
                if "adjunct" in relation.readings:
                    yield from self._adjunct(clause, index, cue, relation, venues, period_items)
                else:
                    yield from self._adjacent(clause, cue, relation)

    def bracketed(self, clause: Clause) -> Iterator[Fact]:
        """甲博览会（乙市）: a place alone in the brackets behind a name."""
        for place in clause.nested:
            if self.text[place.start - 1] not in "（(" or self.text[place.end : place.end + 1] not in ("）", ")"):
                continue
            named = next((i for g in clause.groups for i in g.items if i.end == place.start - 1), None)
            for relation in self.sited if named is not None else ():
                held = named is not None and self.fits(named, relation.domain) and not self.fits(named, relation.range)
                if named is not None and held and self.fits(place, relation.range):
                    yield Fact(named.entity, relation.id, place.entity, None, named.span, place.span,
                               self.words.done, CONTEXT)  # fmt: skip

    def founded(self, clause: Clause, subject: Subject) -> Iterator[Fact]:
        """甲成立乙领导小组: what one body founds within itself is its unit."""
        if len(subject.entities) != 1 or subject.partners:
            return
        for cue in clause.cues:
            for property_id in cue.uses.get("founding", ()):
                relation = self.words.relations[property_id]
                unit = next((g for g in clause.groups if g.start >= cue.end), None)
                if unit is None or unit.start - cue.end > _FOUNDED or not self.fits(unit, relation.domain):
                    continue
                if self.modality.of(clause, cue) != self.words.done:
                    continue
                if subject.span and any(subject.span.end <= g.start and g.end <= cue.start for g in clause.groups):
                    continue  # 甲与乙成立丙: whose unit it is is not said
                for item in unit.items:
                    name = self.text[item.start : item.end]
                    if name.endswith(self.words.founded) and item.entity != subject.entities[0]:
                        yield Fact(item.entity, relation.id, subject.entities[0], cue.span, item.span, subject.span,
                                   self.words.done, IMPLIED)  # fmt: skip

    def _unit(self, clause: Clause, cue: Cue, relation: Relation) -> Iterator[Fact]:
        """甲所属乙: 乙 is a unit of 甲."""
        whole = next((g for g in reversed(clause.groups) if g.end == cue.start), None)
        part = next((g for g in clause.groups if 0 <= g.start - cue.end <= 1), None)
        if whole and part and self.fits(whole, relation.range) and self.fits(part, relation.domain):
            state = self.words.done
            for item in part.items:
                if item.entity == whole.items[-1].entity:
                    break  # 甲所属乙、甲所属丙
                yield Fact(item.entity, relation.id, whole.items[-1].entity, cue.span, item.span, whole.items[-1].span,
                           state, EXPLICIT)  # fmt: skip

    def _adjunct(
        self, clause: Clause, index: int, cue: Cue, relation: Relation, venues: list[Venue], before: Sequence[Item]
    ) -> Iterator[Fact]:
        """甲在乙举行; 在乙刊登甲; 甲…，通过乙发布."""
        reach = 0 if "carried" in relation.readings else index
        last = next(
            (v for v in reversed(venues) if v.relation is relation and v.group.end <= cue.start and v.clause >= reach),
            None,
        )
        if last is None:
            return
        things = self._published(clause, cue, relation, last, before)
        if not things:
            return
        state = self.modality.of(clause, cue)
        for thing in things:
            for place in last.group.items:
                if thing.entity != place.entity:
                    yield Fact(
                        thing.entity, relation.id, place.entity, cue.span, thing.span, place.span, state, IMPLIED
                    )

    def _published(
        self, clause: Clause, cue: Cue, relation: Relation, venue: Venue, before: Sequence[Item]
    ) -> tuple[Item, ...]:
        for group in clause.groups:
            if group.start >= cue.end and self.fits(group, relation.domain) and group is not venue.group:
                return group.items if len(self.layout.between(cue.end, group.start)) <= NEAR else ()
        opens = clause.start <= venue.group.start
        if not opens:
            return ()
        limit = venue.cue.start if venue.cue else venue.group.start
        for group in reversed(clause.groups):
            if self.words.is_actor(group.type) or self.fits(group, relation.range):
                continue
            if group.end <= limit and self.fits(group, relation.domain) and not self._aside(clause, group):
                return group.items if len(self.layout.timeless(group.end, limit)) <= NEAR else ()
        lead = self.layout.timeless(clause.start, limit)
        opening = self.words.opener.match(lead)
        silent = opening is not None and opening.end() == len(lead)
        if "carried" in relation.readings and silent and not self.text[cue.end : clause.end].strip("了”。 "):
            return tuple(i for i in before if i.end <= limit and self.fits(i, relation.domain))[-1:]
        return ()

    def _aside(self, clause: Clause, group: Group) -> bool:
        return any(c.end == group.start and ("venue" in c.uses or AGENT in c.uses) for c in clause.cues)

    def _adjacent(self, clause: Clause, cue: Cue, relation: Relation) -> Iterator[Fact]:
        """甲入选乙, 甲被丙列入乙: the subject right before the verb, with the others of its class before it."""
        target = next((g for g in clause.groups if g.start >= cue.end and self.fits(g, relation.range)), None)
        if target is None or len(self.layout.between(cue.end, target.start)) > NEAR:
            return
        marker = next((c.start for c in clause.cues if AGENT in c.uses and c.end <= cue.start
                       and any(g.start == c.end for g in clause.groups)
                       and len(self.layout.between(c.end, cue.start)) <= FAR), cue.start)  # fmt: skip
        things = self._subjects(clause, marker if self._passive(clause, marker, cue) else cue.start, relation, target)
        state = self.modality.of(clause, cue)
        for thing in things:
            for record in target.items[:1] if len(target.items) == 1 else target.items:
                yield Fact(thing.entity, relation.id, record.entity, cue.span, thing.span, record.span, state, EXPLICIT)

    def _passive(self, clause: Clause, marker: int, cue: Cue) -> bool:
        between = [g for g in clause.groups if marker <= g.start and g.end <= cue.start]
        return len(between) == 1 and len(self.layout.timeless(between[0].end, cue.start)) <= 6

    def _subjects(self, clause: Clause, place: int, relation: Relation, target: Group) -> list[Item]:
        nearest = next((g for g in reversed(clause.groups) if g.end <= place and g is not target), None)
        if nearest is None or not self.fits(nearest, relation.domain):
            return []
        gap = self.layout.timeless(nearest.end, place)
        if gap and self.words.is_actor(nearest.type):  # 甲山获乙局批准列入
            approved = next(
                (g for g in clause.groups if 0 <= nearest.start - g.end <= 1 and g.end < nearest.start), None
            )
            if approved is not None and self.fits(approved, relation.domain):
                return list(approved.items)
        quoted = any(mark in gap for mark in "”’》」") and len(gap) <= 2 * NEAR
        if not quoted and (len(gap) > 6 or "的" in gap):
            return []
        items = [i for g in clause.groups if g.end <= place and g.type == nearest.type for i in g.items]
        return items if not self.words.is_actor(nearest.type) else list(nearest.items)
