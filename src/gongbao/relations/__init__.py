"""Relate the things of a report: who did what with whom, where, within what, and how it is known."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from gongbao.linking.hierarchy import beyond, structure
from gongbao.model import Document, Entity, Quantity, Reporter, Statement, Time
from gongbao.ontology import Ontology, PropertySpec
from gongbao.relations import classifier, network, own
from gongbao.relations.actors import Actors
from gongbao.relations.cues import compile_cues
from gongbao.relations.evidence import Witness
from gongbao.relations.observe import observed
from gongbao.relations.periods import WAYS, Periods

CLASSIFIER, READING, NAMES = "classifier", "trigger", "name"
"""What may find a statement: the trained classifier, the reading of a user's properties, the names themselves."""


def relate(
    document: Document,
    entities: Sequence[Entity],
    quantities: Sequence[Quantity],
    times: Sequence[Time],
    ontology: Ontology,
    *,
    reporter: Reporter | None = None,
    weights: Path | None = None,
) -> tuple[tuple[Statement, ...], tuple[Quantity, ...]]:
    """Return the statements of a report, and its quantities with actor, campaign, time and modality.

    Statements come in the order of their first evidence; those that names make by themselves are among them.
    `entities` must hold the mentions of this document; `reporter` is the body that acts in sentences that name none;
    `weights` is a folder whose network of relations is used, if it has one.
    """
    periods, net = Periods(document, entities, times, ontology), network.load(weights)
    cues = compile_cues(ontology, net.predicates).find(document.folded)
    cues = tuple(cue for cue in cues if not periods.named(cue.start + 1))
    witness = Witness(periods, cues, reporter, ontology)
    weighed = classifier.weigh(document, entities, reporter, ontology, net)
    judged, known = weighed.judgements() if weighed else (), net.learned
    actors, deeds, parent = Actors(periods), _deeds(ontology), ontology.property_role("parent")
    mine = reporter.entity if reporter is not None and reporter.how in _OWN else None
    judged = tuple(f for f in judged if f.predicate not in deeds or actors.does(f, deeds[f.predicate], mine))
    judged = tuple(f for f in judged if not (actors.fielded if f.predicate == parent else actors.passed)(f))
    sure = {e.iri: max(m.score for m in e.mentions) for e in entities if e.mentions}
    told = [
        replace(s, score=round(s.score * sure.get(s.subject, 1.0) * sure.get(s.object, 1.0), 3))
        for s in structure(document, entities, ontology, reporter)
        if weighed is None or s.predicate in deeds or not weighed.doubts(s.subject, s.predicate, s.object)
    ]
    whose = {(s.predicate, s.object): s.subject for s in told if s.predicate in deeds}  # 甲局网站: 甲局 alone
    judged = tuple(f for f in judged if whose.get((f.predicate, f.object), f.subject) == f.subject)
    judged = tuple(consistent(judged, told, {e.iri: e for e in entities}, ontology))
    left = known if mine is None else known.difference(deeds)
    triggered = tuple(own.read(cues, left, reporter, periods, ontology, learned=known))
    read = tuple(f for f in triggered if f.predicate not in known)
    if mine is not None:
        said = {(f.tail.start, f.tail.end) for f in judged}
        did = [f for f in triggered if f.subject == mine and f.predicate in known]
        did = [f for f in did if classifier.bare(document.folded, f.tail.start, f.tail.end) not in said]
        read += tuple(weighed.seconded(f) if weighed else f for f in did)
    facts = [(f, CLASSIFIER) for f in judged] + [(f, READING) for f in read]
    statements = united(
        [witness.statement(f, by) for f, by in facts if not WAYS["found"].match(document.folded, f.tail.end)],
        [replace(s, supplied="name", by=NAMES) for s in told],
    )
    return statements, observed(quantities, reporter, periods, ontology)


_SECOND = 0.6  # what a second parent must be, by what held in annotated reports
_OWN = ("title", "signature")  # reports that are the reporter's own: what they say of it, or without a subject, it does


@lru_cache(maxsize=8)
def _deeds(ontology: Ontology) -> Mapping[str, PropertySpec]:
    """The properties that say what a body does: of actors alone, to something that is no actor."""
    actor = ontology.role("actor")
    return {p.id: p for p in ontology.relations if set(p.domain) == {actor} and actor not in p.range}


def consistent(
    facts: Iterable[classifier.Judgement], told: Sequence[Statement], things: Mapping[str, Entity], ontology: Ontology
) -> Iterator[classifier.Judgement]:
    """Yield the facts that names and surer facts allow: one way round, one parent, no work with it, no case handled by its party."""
    parent, case = ontology.property_role("parent"), ontology.role("case")
    facts = [f for f in facts if f.predicate != parent or not beyond(things[f.subject], things[f.object])]
    rows = [(f.score, f.subject, f.predicate, f.object) for f in facts]
    rows = sorted(rows + [(1.0, s.subject, s.predicate, s.object) for s in told])  # the surest last
    sure = {(subject, predicate, object_): score for score, subject, predicate, object_ in rows}
    above = {subject: object_ for _, subject, predicate, object_ in rows if predicate == parent}
    for fact in facts:
        one, other, score = fact.subject, fact.object, sure[fact.subject, fact.predicate, fact.object]
        unsure = fact.predicate == parent and score < _SECOND and other not in (above[one], above.get(above[one]))
        both = ontology.get_property(fact.predicate).symmetric
        within = both and max(sure.get((one, parent, other), 0.0), sure.get((other, parent, one), 0.0)) > score
        party = not fact.concept and things[other].type == case and things[one].name in things[other].name
        if not (unsure or within or party or sure.get((other, fact.predicate, one), 0.0) > score):
            yield fact


def united(*readings: Iterable[Statement]) -> tuple[Statement, ...]:
    """Join statements of several readings: one for each fact and modality, in the order of their evidence."""
    found: dict[tuple[str, str, str, str], Statement] = {}
    for statement in (s for reading in readings for s in reading):
        key = (statement.subject, statement.predicate, statement.object, statement.modality)
        other = found.get(key)
        if other is None:
            found[key] = statement
        else:
            first, second = sorted((other, statement), key=lambda s: -s.score)
            evidence = tuple(dict.fromkeys(first.evidence + second.evidence))
            found[key] = replace(first, evidence=evidence, time=second.time if first.time is None else first.time)
    places = {key: (s.evidence[0].start, s.evidence[0].end, s.predicate, *key) for key, s in found.items()}
    return tuple(found[key] for key in sorted(found, key=places.__getitem__))
