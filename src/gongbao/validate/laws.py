"""Check a graph against the laws: evidence on every statement, offsets that give the quoted text, known terms only."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pyoxigraph as ox

from gongbao.messages import both
from gongbao.ontology import DCTERMS, GB, OA, OWL, PROV, RDF, RDFS, SKOS, TIME, Ontology
from gongbao.validate import shapes
from gongbao.view import Held, text_of

_STANDARD = (RDF, RDFS, OWL, SKOS, OA, PROV, TIME, DCTERMS)
"""Vocabularies whose terms a graph uses beside the ontology's own."""

_FREE = (RDFS + "label", OWL + "imports", TIME + "inXSDDateTime")  # graphs of ours have them, and any value will do


class Finding(NamedTuple):
    """One thing that is wrong: which law, at which node, in English and Chinese."""

    law: str
    node: str
    message: str
    zh: str


def check(quads: Iterable[ox.Quad], terms: Ontology) -> tuple[Finding, ...]:
    """Check a graph whole: the laws, and the shapes of the ontology. Several reports are checked as one graph."""
    unique = {(q.subject, q.predicate, q.object): q for q in quads}  # the graphs of two reports share their things
    graph = _Laws(list(unique.values()), terms)
    broken = shapes.validate(graph.facts, graph.nodes, terms)
    shaped = (Finding("shape", node, shape.message, shape.zh) for node, shape in broken)
    return tuple(dict.fromkeys((*graph.findings(), *shaped)))


def unknown(quads: Iterable[ox.Quad], terms: Ontology) -> list[str]:
    """Return the classes that nodes have, and the predicates of statements, that the ontology does not have, sorted."""
    tells = (RDF + "type", GB + "predicate")
    return _unknown({text_of(quad.object) for quad in quads if quad.predicate.value in tells}, terms)


def unshaped(quads: Iterable[ox.Quad], terms: Ontology) -> list[str]:
    """Return the predicates of a graph that are known, and of which no shape says how they are used, sorted."""
    used = {quad.predicate.value for quad in quads}
    free = used - shapes.paths(terms) - set(_FREE) - set(_unknown(used, terms))
    return sorted(iri for iri in free if not iri.startswith(RDF))


def _unknown(used: set[str], terms: Ontology) -> list[str]:
    known = {t.iri for group in (terms.classes, terms.properties) for t in group.values()}
    return sorted(iri for iri in used - known if not iri.startswith(_STANDARD))


class _Laws:
    def __init__(self, quads: list[ox.Quad], terms: Ontology) -> None:
        self.quads = quads
        self.terms = terms
        self.view = Held(quads)
        self.facts = self.view.facts
        self.nodes = self.view.by_type()
        self.first = self.view.value

    def findings(self) -> Iterator[Finding]:
        yield from self.spans()
        yield from self.statements()
        yield from self.vocabulary()

    def spans(self) -> Iterator[Finding]:
        in_report = self.terms.get_property("inReport").iri
        text_of = self.terms.get_property("text").iri
        texts = {r: self.first(r, text_of) or "" for r in self.nodes[self.terms.get_class("Report").iri]}
        for node, po in self.facts.items():
            if OA + "start" not in po:
                continue
            start, end = self.first(node, OA + "start"), self.first(node, OA + "end")
            text = texts.get(self.first(node, in_report) or "", "")
            if start is None or end is None or not start.isdigit() or not end.isdigit():
                yield Finding("offsets", node, *both("start or end is no number"))
            elif int(end) > len(text) or int(start) >= int(end):
                outside = both("lies outside the text", span=f"{start}–{end}", count=len(text))
                yield Finding("offsets", node, *outside)
            elif text[int(start) : int(end)] != self.first(node, OA + "exact"):
                yield Finding("offsets", node, *both("the text there is not the quoted text", start=start, end=end))

        for node in self.nodes[self.terms.get_class("Occurrence").iri]:
            places = self.first(node, self.terms.get_property("places").iri) or ""
            text = texts.get(self.first(node, in_report) or "", "")
            last = places.rpartition("-")[2]
            if last.isdigit() and int(last) > len(text):
                yield Finding("offsets", node, *both("lies outside the text", span=places, count=len(text)))

    def statements(self) -> Iterator[Finding]:
        """What the graph says directly has a statement that says it; what a statement must have its shape tells."""
        relations = {p.iri for p in self.terms.relations}
        asserted = {
            (q.subject.value, q.predicate.value, q.object.value)  # type: ignore[union-attr]
            for q in self.quads
            if q.predicate.value in relations
        }
        stated = {
            tuple(self.first(node, GB + part) for part in ("subject", "predicate", "object"))
            for node in self.nodes[self.terms.get_class("Statement").iri]
        }
        for triple in sorted(asserted - stated):
            yield Finding("evidence", triple[0], *both("no statement says so", triple=" ".join(triple)))

    def vocabulary(self) -> Iterator[Finding]:
        for iri in _unknown({q.predicate.value for q in self.quads} | set(self.nodes), self.terms):
            yield Finding("vocabulary", iri, *both("this term is not in the ontology"))
