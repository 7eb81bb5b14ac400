"""Why a report relates two things, or does not: scores, triggers, clause, and whence a subject comes."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
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


class Relation:
    """What was made of two things of a report."""

    def __init__(self, trial: Trial, one: Entity, other: Entity) -> None:
        self.trial, self.one, self.other = trial, one, other
        self.terms = trial.settings.ontology
        self.net = network.load(trial.settings.weights)
        self.periods = Periods(trial.document, trial.extraction.entities, trial.extraction.times, self.terms)

    @property
    def allowed(self) -> tuple[str, ...]:
        """The predicates that may join their classes at all, from the first to the other and back."""
        ways = ((self.one, self.other), (self.other, self.one))
        fit = (
            p.id
            for p in self.terms.relations
            for head, tail in ways
            if self.terms.fits(head.type, p.domain) and self.terms.fits(tail.type, p.range)
        )
        return tuple(dict.fromkeys(fit))

    @property
    def learned(self) -> frozenset[str]:
        """The predicates that the classifier knows."""
        return self.net.learned

    @property
    def reporter(self) -> tuple[Reporter, str] | None:
        """Who reports, and what that is called."""
        who = self.trial.extraction.reporter
        names = {entity.iri: entity.name for entity in self.trial.extraction.entities}
        return (who, names[who.entity]) if who and who.entity in names else None

    @property
    def statements(self) -> Iterator[Stated]:
        """The statements between the two."""
        for statement in self.trial.extraction.statements:
            if {statement.subject, statement.object} == {self.one.iri, self.other.iri}:
                evidence = statement.evidence[0]
                word = evidence.trigger
                trigger = self.trial.document.folded[word.start : word.end] if word else ""
                yield Stated(statement, evidence, self.trial.quote(Span(evidence.start, evidence.end)), trigger)

    @cached_property
    def pairs(self) -> list[Pair]:
        """The pairs of their names that were compared."""
        extraction = self.trial.extraction
        weighed = classifier.weigh(self.trial.document, extraction.entities, extraction.reporter, self.terms, self.net)
        return list(self._pairs(weighed)) if weighed else []

    def _pairs(self, weighed: Weighed) -> Iterator[Pair]:
        told, chances, net = weighed.told, weighed.chances, weighed.net
        numbers = {n for n, e in enumerate(weighed.things) if e.iri in (self.one.iri, self.other.iri)}
        for row, (head, tail) in enumerate(weighed.rows.tolist()):
            things = {told.reporter if head == REPORTER else int(told.thing[head]), int(told.thing[tail])}
            if things != numbers:
                continue
            spans = [told.span(n) for n in (head, tail) if n != REPORTER]
            best = np.argsort(-chances[row] / net.thresholds, kind="stable")[:_MOST].tolist()
            shown = (Chance(net.predicates[n], float(chances[row, n]), float(net.thresholds[n])) for n in best)
            yield Pair(
                None if head == REPORTER else self._named(spans[0]),
                self._named(spans[-1]),
                " … ".join(map(self.trial.quote, _clauses(self.periods, spans))),
                tuple(chance for chance in shown if chance.probability > 0),
            )

    def _named(self, span: Span) -> tuple[str, Span]:
        return self.trial.quote(span), self.trial.outward(span)

    @property
    def triggers(self) -> Iterator[tuple[Verdict, Span, str]]:
        """The triggers of properties that the classifier does not know, in the sentences that hold a name of either."""
        document, heard = self.trial.document, list[Verdict]()
        cues = compile_cues(self.terms, ()).find(document.folded)
        reporter = self.trial.extraction.reporter
        list(own.read(cues, self.learned, reporter, self.periods, self.terms, heard.append))
        sentences = {self.periods.sentence(m.start) for e in (self.one, self.other) for m in e.mentions}
        for verdict in heard:
            if self.periods.sentence(verdict.start) in sentences:
                quote, span = self._named(Span(verdict.start, verdict.end))
                yield verdict, span, quote


def _clauses(periods: Periods, spans: list[Span]) -> list[Span]:
    """The clauses that hold two names: one stretch where a sentence holds both."""
    if periods.sentence(spans[0].start) == periods.sentence(spans[-1].start):
        return [Span(*periods.clause(min(s.start for s in spans), max(s.end for s in spans)))]
    return [Span(*periods.clause(span.start, span.end)) for span in spans]
