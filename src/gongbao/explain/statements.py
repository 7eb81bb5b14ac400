"""Why a report relates two things, or does not: scores, triggers, clause, and whence a subject comes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from gongbao.explain.occurrences import Trial
from gongbao.iri import canonical
from gongbao.model import Entity, Evidence, Reporter, Span, Statement
from gongbao.relations import classifier, network, own
from gongbao.relations.classifier import Weighed
from gongbao.relations.cues import compile_cues
from gongbao.relations.pairs import REPORTER
from gongbao.relations.periods import Periods
from gongbao.trace import Verdict

_MOST = 5


class Chance(NamedTuple):
    """What the classifier gives a predicate of a pair, and what it needs to be stated."""

    predicate: str
    probability: float
    threshold: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names that were compared: their words and places; `subject` is None where the report leaves the reporter out."""

    subject: tuple[str, Span] | None
    object: tuple[str, Span]
    clause: str
    chances: tuple[Chance, ...]


class Stated(NamedTuple):
    """A statement between two things, with the words of its clause and, simplified, the word that states it."""

    statement: Statement
    evidence: Evidence
    quote: str
    trigger: str


@dataclass(frozen=True, slots=True)
class Relation:
    """What was made of two things: statements, pairs of their names, triggers of a user's properties, who reports.

    `allowed` are the predicates that may join their classes at all, from the first to the other and back; `learned`
    are those of them that the classifier knows.
    """

    one: Entity
    other: Entity
    statements: tuple[Stated, ...]
    pairs: tuple[Pair, ...]
    allowed: tuple[str, ...]
    learned: frozenset[str]
    triggers: tuple[tuple[Verdict, Span, str], ...]
    reporter: tuple[Reporter, str] | None


def named(trial: Trial, name: str) -> list[Entity]:
    """Return the things of a report that bear a name; where none does, those in whose names it stands."""
    wanted, places = canonical(name), trial.places(name)
    entities, text = trial.extraction.entities, trial.document.text
    bear = [
        e
        for e in entities
        if wanted in {canonical(n) for n in (e.name, *e.aliases, *(text[m.start : m.end] for m in e.mentions))}
    ]
    return bear or [
        e for e in entities if any(m.start <= p.start and p.end <= m.end for m in e.mentions for p in places)
    ]


def relation(trial: Trial, one: Entity, other: Entity) -> Relation:
    """Tell what was made of two things of a report."""
    terms, who = trial.settings.ontology, trial.extraction.reporter
    by_iri = {e.iri: e for e in trial.extraction.entities}
    net = network.load(trial.settings.weights)
    weighed = classifier.weigh(trial.document, trial.extraction.entities, who, terms, net)
    allowed = [
        p.id
        for p in terms.relations
        for head, tail in ((one, other), (other, one))
        if terms.fits(head.type, p.domain) and terms.fits(tail.type, p.range)
    ]
    reporter = by_iri.get(who.entity) if who and who.entity else None
    return Relation(
        one,
        other,
        tuple(_statements(trial, {one.iri, other.iri})),
        tuple(_pairs(trial, weighed, one, other)) if weighed else (),
        tuple(dict.fromkeys(allowed)),
        net.learned,
        tuple(_triggers(trial, one, other)),
        (who, reporter.name) if who and reporter else None,
    )


def _statements(trial: Trial, both: set[str]) -> Iterator[Stated]:
    for statement in trial.extraction.statements:
        if {statement.subject, statement.object} == both:
            evidence = statement.evidence[0]
            word = evidence.trigger
            trigger = trial.document.folded[word.start : word.end] if word else ""
            yield Stated(statement, evidence, trial.quote(Span(evidence.start, evidence.end)), trigger)


def _pairs(trial: Trial, weighed: Weighed, one: Entity, other: Entity) -> Iterator[Pair]:
    told, chances = weighed.told, weighed.chances
    periods = Periods(trial.document, trial.extraction.entities, trial.extraction.times, trial.settings.ontology)
    numbers = {n for n, e in enumerate(weighed.things) if e.iri in (one.iri, other.iri)}
    for row, (head, tail) in enumerate(weighed.rows.tolist()):
        things = {told.reporter if head == REPORTER else int(told.thing[head]), int(told.thing[tail])}
        if things != numbers:
            continue
        spans = [told.span(n) for n in (head, tail) if n != REPORTER]
        best = np.argsort(-chances[row] / weighed.net.thresholds, kind="stable")[:_MOST].tolist()
        yield Pair(
            None if head == REPORTER else _named(trial, spans[0]),
            _named(trial, spans[-1]),
            " … ".join(trial.quote(clause) for clause in _clauses(periods, spans)),
            tuple(
                Chance(weighed.net.predicates[n], float(chances[row, n]), float(weighed.net.thresholds[n]))
                for n in best
                if chances[row, n] > 0
            ),
        )


def _clauses(periods: Periods, spans: list[Span]) -> list[Span]:
    """The clauses that hold two names: one stretch where a sentence holds both."""
    if periods.sentence(spans[0].start) == periods.sentence(spans[-1].start):
        return [Span(*periods.clause(min(s.start for s in spans), max(s.end for s in spans)))]
    return [Span(*periods.clause(span.start, span.end)) for span in spans]


def _named(trial: Trial, span: Span) -> tuple[str, Span]:
    return trial.quote(span), trial.outward(span)


def _triggers(trial: Trial, one: Entity, other: Entity) -> Iterator[tuple[Verdict, Span, str]]:
    """The triggers of properties that the classifier does not know, in the sentences that hold a name of either."""
    document, extraction, terms = trial.document, trial.extraction, trial.settings.ontology
    periods = Periods(document, extraction.entities, extraction.times, terms)
    heard: list[Verdict] = []
    known, reporter = network.load(trial.settings.weights).learned, extraction.reporter
    cues = compile_cues(terms, ()).find(document.folded)
    list(own.read(cues, known, reporter, periods, terms, heard.append))
    sentences = {periods.sentence(m.start) for e in (one, other) for m in e.mentions}
    for verdict in heard:
        span = Span(verdict.start, verdict.end)
        if periods.sentence(verdict.start) in sentences:
            yield verdict, trial.outward(span), trial.quote(span)
