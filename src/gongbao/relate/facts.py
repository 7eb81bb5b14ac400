"""What a reading yields: a fact with the words that it was read from, and whether it happened."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from gongbao.model import Evidence, Span, Statement
from gongbao.relate.clauses import Clause, Cue, Layout
from gongbao.relate.grammar import MODAL, Grammar

EXPLICIT, IMPLIED, JOINT, CONTEXT, NAMED = 0.9, 0.8, 0.75, 0.6, 0.5
"""Scores: the subject is written; left out; acts jointly; the tie is made by the context; by the name alone."""

_NEAR = 8
"""A negation or intention counts when it stands so close before the verb, with adverbs between."""


@dataclass(slots=True)
class Fact:
    """One reading of one relation; `object` is a concept's words where `concept` says so. `time` is set last."""

    subject: str
    predicate: str
    object: str
    trigger: Span | None
    subject_span: Span | None
    object_span: Span | None
    modality: str
    score: float
    concept: bool = False
    time: int | None = None

    def evidence(self) -> Evidence:
        """Return the covering range with its parts."""
        spans = [s for s in (self.trigger, self.subject_span, self.object_span) if s]
        return Evidence(
            min(s.start for s in spans), max(s.end for s in spans), self.trigger, self.subject_span, self.object_span
        )


class Modality:
    """The modality of the clauses of a period: an intention holds on in what follows, a negation does not."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.words: Grammar = layout.words
        self.intended: str | None = None

    def start(self) -> None:
        """Begin a period."""
        self.intended = None

    def of(self, clause: Clause, trigger: Cue | Span | None) -> str:
        """Return the modality of what `trigger` states in a clause."""
        place = trigger.start if trigger is not None else clause.start
        near = self._near(clause, place)
        if near == self.words.negated:
            return near
        if clause.modality != self.words.done:
            return clause.modality if near in (None, self.words.done) else near or clause.modality
        if near is not None and near != self.words.done:
            self.intended = near
            return near
        if near == self.words.done:
            return near
        return self.intended or clause.modality

    def _near(self, clause: Clause, place: int) -> str | None:
        """The marker that bears on a verb: close before it, with neither a name nor 的 between."""
        found = None
        for cue in clause.cues:
            if cue.end <= place and MODAL in cue.uses:
                gap = self.layout.timeless(cue.end, place)
                crossed = any(cue.end <= g.start < place for g in clause.groups if not self._adjunct(clause, g.start))
                if (
                    len(gap) <= _NEAR + 4 * crossed
                    and "的" not in gap
                    and not crossed
                    or self._only_adjuncts(clause, cue, place)
                ):
                    found = cue.uses[MODAL][0]
        return found

    def _adjunct(self, clause: Clause, start: int) -> bool:
        return any(0 <= start - c.end <= 1 and {"venue", "with", "trigger"} & c.uses.keys() for c in clause.cues)

    def _only_adjuncts(self, clause: Clause, marker: Cue, place: int) -> bool:
        """Say whether all names between a marker and the verb stand in phrases of place or partners (拟会同甲、乙启动)."""
        groups = [g for g in clause.groups if marker.end <= g.start < place]
        return bool(groups) and all(self._adjunct(clause, g.start) for g in groups)


def merged(facts: list[Fact]) -> tuple[Statement, ...]:
    """Make one statement of the facts that say the same in the same modality, with the evidence of each."""
    grouped: dict[tuple[str, str, str, str], list[Fact]] = {}
    for fact in facts:
        grouped.setdefault((fact.subject, fact.predicate, fact.object, fact.modality), []).append(fact)
    statements = []
    for (subject, predicate, object_, modality), group in grouped.items():
        group.sort(key=lambda f: -f.score)
        evidence = tuple(dict.fromkeys(f.evidence() for f in group))
        kind: Literal["concept", "entity"] = "concept" if group[0].concept else "entity"
        time = next((f.time for f in group if f.time is not None), None)
        statements.append(Statement(subject, predicate, object_, kind, evidence, modality, group[0].score, time))
    return tuple(statements)


def united(*readings: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """Join statements of several readings: one for each fact and modality, in the order of their evidence."""
    found: dict[tuple[str, str, str, str], Statement] = {}
    for statement in (s for reading in readings for s in reading):
        key = (statement.subject, statement.predicate, statement.object, statement.modality)
        other = found.get(key)
        if other is None:
            found[key] = statement
        else:
            evidence = tuple(dict.fromkeys(other.evidence + statement.evidence))
            score, time = max(other.score, statement.score), statement.time if other.time is None else other.time
            found[key] = replace(other, evidence=evidence, score=score, time=time)
    return tuple(sorted(found.values(), key=_order))


def _order(statement: Statement) -> tuple[int, int, str, str, str, str]:
    first = statement.evidence[0]
    return first.start, first.end, statement.predicate, statement.subject, statement.object, statement.modality
