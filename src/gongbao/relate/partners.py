"""Acting together: 联合甲、乙开展, 与甲共同举办, 甲、乙联合, 会同, 配合."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations

from gongbao.model import Span
from gongbao.relate.clauses import Clause, Cue, Group, Item, Layout
from gongbao.relate.facts import EXPLICIT, IMPLIED, Fact, Modality
from gongbao.relate.grammar import AGENT, Relation
from gongbao.relate.subjects import Subject

_UNNAMED = re.compile("[^，,。；的]{2,16}(?:、|以及|及|和)")
"""Before the first name after 联合: items of the list that are no names (联合辖区民警、甲局)."""
_CONTINUED = re.compile("(?:(?:、|和|及)[^，,。；的、等]{2,16}|[^，,。；的、等]{2,16})、")
_FURTHER = re.compile("(?:以及|及|暨)")
_VERBAL = frozenset(("trigger", "helper", "venue", AGENT))
_NEXT, _CLOSE, _REACH, _MANY = 4, 10, 24, 4
"""How far the word of common action may stand from one actor, and from a list of them (甲、乙等11部门在全国范围内联合开展)."""


@dataclass(frozen=True, slots=True)
class Partnership:
    """Actors named after 联合 or 与; `joint` says that they do with the subject what the clause says it does."""

    relation: Relation
    group: Group
    cue: Cue
    joint: bool


def find(layout: Layout, clause: Clause, before: list[Partnership]) -> list[Partnership]:
    """Return the partners named in a clause; a list that was begun in the clause before may go on in it (，及甲)."""
    found: list[Partnership] = []
    taken: set[int] = set()
    first = clause.groups[0] if clause.groups else None
    if (
        before
        and first
        and layout.words.is_actor(first.type)
        and _FURTHER.fullmatch(layout.text, clause.start, first.start)
    ):
        taken.add(first.start)
        found.append(Partnership(before[-1].relation, first, before[-1].cue, before[-1].joint))
    for cue in clause.cues:
        for kind in ("trigger", "helper", "with"):
            for property_id in cue.uses.get(kind, ()):
                relation = layout.words.relations[property_id]
                if not relation.symmetric:
                    continue
                group = _right_after(layout, clause, cue, relation)
                if (
                    group is None
                    or group.start in taken
                    or (kind == "with" and not _together(layout, clause, cue, group))
                ):
                    continue
                joint = kind == "trigger" or kind == "with" and not _only_in_touch(clause, group)
                for listed in (group, *_further(layout, clause, group)):
                    taken.add(listed.start)
                    found.append(Partnership(relation, listed, cue, joint))
    return found


def _further(layout: Layout, clause: Clause, group: Group) -> list[Group]:
    """联合甲、辖区民警、乙: what a list goes on to name behind items that are no names."""
    found: list[Group] = []
    for other in clause.groups:
        if other.start <= group.end or not layout.words.is_actor(other.type):
            continue
        end = (found or [group])[-1].end
        verbs = any(_VERBAL & c.uses.keys() for c in clause.cues if end <= c.start < other.start)
        if verbs or not _CONTINUED.fullmatch(layout.text, end, other.start):
            break
        if layout.words.modified[other.type].match(layout.text, other.end, clause.end):
            break
        found.append(other)
    return found


def _only_in_touch(clause: Clause, group: Group) -> bool:
    """Say whether the clause tells no more than that they work together: 甲与乙密切协作，…."""
    after = [c for c in clause.cues if c.start >= group.end and {"jointly", "helper", "trigger"} & c.uses.keys()]
    return len(after) == 1 and after[0].end == clause.end


def _right_after(layout: Layout, clause: Clause, cue: Cue, relation: Relation) -> Group | None:
    for group in clause.groups:
        if group.start >= cue.end:
            fits = not layout.words.fits[group.type].isdisjoint(relation.range)
            between = [c for c in clause.cues if cue.end <= c.start < group.start]
            listed = _UNNAMED.fullmatch(layout.text, cue.end, group.start) is not None
            verbs = any(_VERBAL & c.uses.keys() for c in between)
            near = listed and not verbs or group.start - cue.end <= _NEXT and not between
            whole = not layout.words.modified[group.type].match(layout.text, group.end, clause.end)
            return group if fits and near and whole else None
    return None


def _together(layout: Layout, clause: Clause, cue: Cue, group: Group) -> bool:
    """Say whether 与甲 means acting together: 共同 or a shared act follows, or an actor stands right before 与."""
    if any("jointly" in c.uses and c.start >= group.end for c in clause.cues):
        return True
    if any("helper" in c.uses and c.start >= group.end and c.end == clause.end for c in clause.cues):
        return True
    before = any(layout.words.is_actor(g.type) and g.end == cue.start for g in clause.groups)
    things = [g.start for g in clause.groups if g.start > group.end and not layout.words.is_actor(g.type)]
    after = any(c.start >= group.end and "trigger" in c.uses and c.end <= max(things) for c in clause.cues if things)
    return before and after


def facts(
    layout: Layout, clause: Clause, partners: list[Partnership], subject: Subject, earlier: Subject, modality: Modality
) -> list[Fact]:
    """Read cooperation in a clause: subject with partners, members of a list with each other, helpers with the helped."""
    found: list[Fact] = []
    for partnership in partners:
        state = modality.of(clause, partnership.cue)
        cue = partnership.cue.span
        score = EXPLICIT if subject.span else IMPLIED
        for item in partnership.group.items:
            for actor in subject.entities:
                if actor != item.entity:
                    found.append(
                        Fact(
                            actor,
                            partnership.relation.id,
                            item.entity,
                            cue,
                            subject.span_of(actor),
                            item.span,
                            state,
                            score,
                        )
                    )
    if not partners:
        found += _among(layout, clause, subject, earlier, modality)
    return found


def _among(layout: Layout, clause: Clause, subject: Subject, earlier: Subject, modality: Modality) -> list[Fact]:
    """甲、乙联合…: each with each. 甲、乙密切配合 at the end of a clause: each with the actor before."""
    found: list[Fact] = []
    for group in clause.groups:
        if not layout.words.is_actor(group.type):
            continue
        cue, relation, helping = _cue_after(layout, clause, group)
        if cue is None or relation is None:
            continue
        state = modality.of(clause, cue)
        if helping:
            helped = earlier if subject.entities == group.entities else subject
            found += [
                Fact(i.entity, relation.id, other, cue.span, i.span, helped.span_of(other), state, IMPLIED)
                for i in group.items
                for other, _span in helped.all
                if other not in group.entities
            ]
        else:
            found += [
                Fact(a.entity, relation.id, b.entity, cue.span, a.span, b.span, state, EXPLICIT)
                for a, b in _pairs(group)
                if a.entity != b.entity
            ]
    return found


def _pairs(group: Group) -> list[tuple[Item, Item]]:
    """Each with each; in a long list the first, which leads, with each of the others."""
    if len(group.items) > _MANY:
        return [(group.items[0], other) for other in group.items[1:]]
    return list(combinations(group.items, 2))


def _cue_after(layout: Layout, clause: Clause, group: Group) -> tuple[Cue | None, Relation | None, bool]:
    for cue in clause.cues:
        if cue.start < group.end:
            continue
        gap = layout.timeless(group.end, cue.start)
        if len(gap) > _REACH or "的" in gap:
            continue
        if len(gap) > _CLOSE and (
            len(group.items) < 2 or any(group.end <= c.start < cue.start and "trigger" in c.uses for c in clause.cues)
        ):
            continue
        if any(group.end <= g.start < cue.start and layout.words.is_actor(g.type) for g in clause.groups):
            continue
        ends = cue.end == clause.end or layout.text[cue.end] == "的" or cue.word in layout.words.joining
        for kind in ("jointly", "trigger", "helper"):
            for property_id in cue.uses.get(kind, ()):
                relation = layout.words.relations[property_id]
                if relation.symmetric and kind == "helper" and ends:
                    return cue, relation, True
                if relation.symmetric and kind != "helper" and len(group.items) > 1:
                    return cue, relation, False
    return None, None, False


def helpers(layout: Layout, clause: Clause) -> list[tuple[Group, Span]]:
    """Return who helps in a clause 在甲、乙的配合下, with the words that say so."""
    found = []
    for group in clause.groups:
        if layout.words.is_actor(group.type) and (
            said := layout.words.helped.match(layout.text, group.end, clause.end)
        ):
            found.append((group, Span(*said.span())))
    return found


def help_facts(layout: Layout, helped: tuple[Group, Span], subject: Subject, state: str) -> list[Fact]:
    """Say of everyone who helps that he acts together with the subject."""
    group, said = helped
    relations = [r for r in layout.words.relations.values() if r.id in layout.words.helping]
    return [
        Fact(actor, relation.id, item.entity, said, subject.span_of(actor), item.span, state, IMPLIED)
        for relation in relations
        for item in group.items
        for actor in subject.entities
        if actor != item.entity
    ]


def spans_of(partners: list[Partnership]) -> set[int]:
    """Return where the partner groups begin."""
    return {p.group.start for p in partners}
