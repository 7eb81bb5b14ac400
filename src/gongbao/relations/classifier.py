"""Who did what, judged by the trained network: each two things by their best pair of names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations, pairwise
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gongbao import iri
from gongbao.model import Document, Entity, Reporter, Span
from gongbao.ontology import Ontology
from gongbao.relations.conduct import conduct
from gongbao.relations.cues import Cues, compile_cues
from gongbao.relations.features import features, lists, ranges
from gongbao.relations.network import Network
from gongbao.relations.pairs import pairs
from gongbao.relations.scene import CONCEPT, ROLES, Floats, Ints, Name, Scene, scene

QUOTES = "".join(sorted(iri.QUOTES)) + "《》〈〉()（） "  # what may stand around a name and is no part of it
_FURTHEST = 3  # evidence of one fact that is kept


class Judgement(NamedTuple):
    """One fact with its pair: `head` is None for the reporter, `object` words of conduct or an entity, `score` a probability."""

    subject: str
    predicate: str
    object: str
    head: Span | None
    tail: Span
    score: float
    concept: bool = False


def weigh(
    document: Document, entities: Sequence[Entity], reporter: Reporter | None, ontology: Ontology, net: Network
) -> Weighed | None:
    """Return the pairs of a report's names with their scores, None where there are none."""
    names, things, surfaces, certainty = _named(document.folded, entities, kinds(ontology))
    own = next((n for n, e in enumerate(things) if reporter and reporter.acts and e.iri == reporter.entity), -1)
    if not names:
        return None
    text, cues = document.folded, compile_cues(ontology, net.predicates)
    told = scene(text, names, own, surfaces)
    told = with_conduct(told, conduct(told, triggers(cues, text, ontology)))
    possible = allowed(ontology, net.predicates) & np.isin(net.predicates, sorted(net.learned))
    rows = pairs(told, np.asarray(possible.any(-1)))
    if not len(rows):
        return None
    states, pooled = net.encode(told, cues.channels_of(text))
    written, stretches = net.looked_at(told, states, pooled, *ranges(told, rows))
    logits = net.score(told, written, rows, stretches, features(told, rows))
    # conduct, which nobody named, is judged by its pair alone
    sure = [certainty.get(span, 1.0) for span in zip(told.start.tolist(), told.end.tolist(), strict=True)]
    return Weighed(told, things, rows, logits, possible, net, ontology, np.array(sure, np.float32))


@lru_cache(maxsize=8)
def kinds(ontology: Ontology) -> dict[str, int]:
    """Map classes to the class of the network that each is, or is below."""
    cores = [(number, ontology.role(role)) for number, role in enumerate(ROLES)]
    return {spec.id: number for spec in ontology.entity_classes for number, core in cores if core in spec.ancestors}


_Range: TypeAlias = tuple[int, int]


def _named(
    text: str, entities: Sequence[Entity], known: Mapping[str, int]
) -> tuple[list[Name], list[Entity], list[tuple[str, ...]], dict[_Range, float]]:
    """The names without quotation marks around them, the things that they name, how each is written; how sure names are."""
    names: list[Name] = []
    things: list[Entity] = []
    surfaces: list[tuple[str, ...]] = []
    certainty: dict[_Range, float] = {}
    for entity in entities:
        inside = [(bare(text, mention.start, mention.end), mention.score) for mention in entity.mentions]
        certainty |= {span: score for span, score in inside if span}
        kind = known.get(entity.type)
        if kind is not None:
            names += [Name(*span, kind, len(things)) for span, _ in inside if span]
            things.append(entity)
            surfaces.append(tuple(sorted({text[slice(*span)] for span, _ in inside if span})) or (entity.name,))
    return names, things, surfaces, certainty


def bare(text: str, start: int, end: int) -> _Range | None:
    """Return where a name is without the marks around it, None where nothing else is left."""
    start = end - len(text[start:end].lstrip(QUOTES))
    end = start + len(text[start:end].rstrip(QUOTES))
    return (start, end) if start < end else None


def triggers(cues: Cues, text: str, ontology: Ontology) -> list[Span]:
    """The words of a text that may state what is targeted: of properties that lead to concepts."""
    concept = ontology.role("concept")
    leading = frozenset(p.id for p in ontology.relations if any(ontology.is_a(r, concept) for r in p.range))
    return [cue.span for cue in cues.find(text, leading)]


def with_conduct(told: Scene, words: Sequence[Span]) -> Scene:
    """The scene with conduct among its names; what is worded alike is one thing."""
    if not words:
        return told
    rows = zip(told.start.tolist(), told.end.tolist(), told.kind.tolist(), told.thing.tolist(), strict=True)
    names, surfaces = [Name(*row) for row in rows], list(told.names_of)
    numbers: dict[str, int] = {}
    for span in words:
        written = told.text[span.start : span.end]
        if written not in numbers:
            numbers[written] = len(surfaces)
            surfaces.append((written,))
        names.append(Name(span.start, span.end, CONCEPT, numbers[written]))
    return scene(told.text, names, told.reporter, surfaces)


@lru_cache(maxsize=8)
def allowed(ontology: Ontology, predicates: tuple[str, ...]) -> NDArray[np.bool_]:
    """Say which predicates may relate which classes; one that a user switched off relates none."""
    concept, found = ontology.role("concept"), np.zeros((CONCEPT + 1, CONCEPT + 1, len(predicates)), bool)
    relations = {p.id: p for p in ontology.relations}
    for number, predicate in enumerate(predicates):
        spec = relations.get(predicate)
        if spec is None:
            continue
        heads = [k for k, role in enumerate(ROLES) if ontology.fits(ontology.role(role), spec.domain)]
        tails = [k for k, role in enumerate(ROLES) if ontology.fits(ontology.role(role), spec.range)]
        if any(ontology.is_a(r, concept) for r in spec.range):
            tails = [CONCEPT]
        found[np.ix_(heads, tails, [number])] = True
    return found


@dataclass(frozen=True)
class Weighed:
    """The pairs of one report (`rows`: head and tail, numbers of names, -1 for the reporter), and what decides over them."""

    told: Scene
    things: Sequence[Entity]
    rows: Ints
    logits: Floats
    possible: NDArray[np.bool_]
    net: Network
    ontology: Ontology
    certainty: Floats

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each thing by its IRI."""
        return {thing.iri: number for number, thing in enumerate(self.things)}

    @cached_property
    def _first_names(self) -> Mapping[int, int]:
        return {thing: name for name, thing in reversed([*enumerate(self.told.thing.tolist())])}

    @cached_property
    def subjects(self) -> Ints:
        """The thing that is the subject of each pair."""
        head = self.rows[:, 0]
        return np.where(head < 0, self.told.reporter, self.told.thing[head])

    @cached_property
    def chances(self) -> Floats:
        """Return the probability of each pair and predicate, 0 where their classes forbid it."""
        told, head, tail = self.told, self.rows[:, 0], self.rows[:, 1]
        kinds = np.where(head < 0, 0, told.kind[head])
        chance = 1 / (1 + np.exp(-(self.logits * self.net.slopes + self.net.offsets)))
        chance = np.where(self.possible[kinds, told.kind[tail]], chance, 0)
        names = self.certainty[tail] * np.where(head < 0, 1, self.certainty[head])  # a fact is as sure as its names
        chance *= names[:, None]
        return chance

    def chance(self, subject: str, predicate: str, object: str) -> float | None:
        """Return how probable it is that two things are so related, None where that was not asked."""
        numbers = self.numbers
        if predicate not in self.net.learned or subject not in numbers or object not in numbers:
            return None
        asked = (self.subjects == numbers[subject]) & (self.told.thing[self.rows[:, 1]] == numbers[object])
        return float(self.chances[asked, self.net.predicates.index(predicate)].max()) if asked.any() else None

    def doubts(self, subject: str, predicate: str, object: str) -> bool:
        """Say whether it was asked of two things, and is far from probable: below half of what is taken."""
        chance = self.chance(subject, predicate, object)
        return chance is not None and chance < self.net.thresholds[self.net.predicates.index(predicate)] / 2

    def seconded(self, fact: Judgement) -> Judgement:
        """The fact of a reading with what the network thinks of it: either alone may be right (noisy or)."""
        chance = self.chance(fact.subject, fact.predicate, fact.object) or 0.0
        return fact._replace(score=round(1 - (1 - fact.score) * (1 - chance), 3))

    def judgements(self) -> tuple[Judgement, ...]:
        """Return what is probable enough, in the order of the text."""
        rows, numbers = np.nonzero(self.chances >= self.net.thresholds)
        columns = rows, numbers, self.subjects[rows], self.told.thing[self.rows[rows, 1]], self.chances[rows, numbers]
        found: dict[tuple[int, str, int], list[tuple[float, int]]] = {}
        for row, number, head, tail, chance in zip(*(column.tolist() for column in columns), strict=True):
            fact = self._one_way((head, self.net.predicates[number], tail))
            found.setdefault(fact, []).append((round(chance, 3), row))
        self._choose(found)
        self._together(found)
        facts = [fact for key, seen in found.items() for fact in self._facts(key, seen)]
        return tuple(sorted(facts, key=lambda f: (f.tail.start, f.tail.end, f.predicate, f.subject, f.object)))

    def _choose(self, found: dict[tuple[int, str, int], list[tuple[float, int]]]) -> None:
        """Of words of conduct that overlap, leave the best, with the one thing that targets them best."""
        words = [(-max(seen)[0], key, max(seen)[1]) for key, seen in found.items() if key[2] >= len(self.things)]
        taken: list[Span] = []
        for _, key, row in sorted(words):
            span = self.told.span(int(self.rows[row, 1]))
            if any(span.overlaps(other) for other in taken):
                del found[key]
            else:
                taken.append(span)

    def _together(self, found: dict[tuple[int, str, int], list[tuple[float, int]]]) -> None:
        """In a list of three or four, those with whom the first works work with each other (甲、乙和丙联合, not 甲与乙、丙)."""
        told, predicate = self.told, self.ontology.property_role("cooperation")
        for start, end in pairwise(np.flatnonzero(np.diff(lists(told), prepend=-1, append=-1)).tolist()):
            if 3 <= end - start <= 4 and told.text[told.end[start]] == "、":
                first, *others = told.thing[start:end].tolist()
                keys = (self._one_way((first, predicate, other)) for other in others)
                sure = min(max(found.get(key, [(0.0, 0)]))[0] for key in keys)
                for one, other in combinations(others, 2) if sure else ():
                    asked = (self.subjects == one) & (told.thing[self.rows[:, 1]] == other)
                    for row in np.flatnonzero(asked)[:1].tolist():
                        found.setdefault(self._one_way((one, predicate, other)), [(sure, row)])

    def _one_way(self, key: tuple[int, str, int]) -> tuple[int, str, int]:
        """What holds both ways is told once: from the reporter, else from the thing that the report names first."""
        head, predicate, tail = key
        if self.ontology.get_property(predicate).symmetric:
            order = sorted((head, tail), key=lambda t: (t != self.told.reporter, self._first_names.get(t, 0), t))
            return order[0], predicate, order[1]
        return key

    def _facts(self, key: tuple[int, str, int], seen: list[tuple[float, int]]) -> Iterator[Judgement]:
        head, predicate, tail = key
        spec, subject = self.ontology.get_property(predicate), self.things[head]
        concept = tail >= len(self.things)
        fits = concept or self.ontology.fits(self.things[tail].type, spec.range)
        if not fits or not self.ontology.fits(subject.type, spec.domain):
            return
        words = self.told.names_of[tail][0] if concept else self.things[tail].iri
        for score, row in sorted(seen, key=lambda s: (-s[0], s[1]))[:_FURTHEST]:
            one, other = self.rows[row].tolist()
            if one >= 0 and self.told.thing[one] != head:  # read the other way round
                one, other = other, one
            written = None if one < 0 else self.told.span(one)
            yield Judgement(subject.iri, predicate, words, written, self.told.span(other), min(score, 1.0), concept)
