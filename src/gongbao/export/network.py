"""The graph as a network of things: nodes and edges read from the quads, for every tool that is not RDF."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from gongbao.ontology import DCTERMS, OA, RDF, SKOS, Ontology

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class Node:
    """A thing: labels in both scripts, other names, how often it is mentioned, and the colour of its class."""

    iri: str
    type: str
    label: str
    label_hant: str
    aliases: tuple[str, ...]
    mentions: int
    code: str
    color: str


@dataclass(frozen=True, slots=True)
class Edge:
    """One statement: its evidence is a quotation with code-point offsets in the report named by `report`."""

    source: str
    target: str
    relation: str
    label: str
    modality: str
    score: float
    time: str
    evidence: str
    start: int
    end: int
    report: str
    report_source: str
    id: str


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes sorted by IRI, edges in the order of their statements' IRIs."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


_Facts = Mapping[str, Mapping[str, list[ox.NamedNode | ox.BlankNode | ox.Literal]]]


def read_network(quads: Iterable[ox.Quad], terms: Ontology) -> Network:
    """Read the network out of a graph (or several) in the shape that `gongbao.graph` writes."""
    facts: dict[str, dict[str, list[ox.NamedNode | ox.BlankNode | ox.Literal]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        if not isinstance(quad.subject, ox.Triple) and not isinstance(quad.object, ox.Triple):
            facts[quad.subject.value][quad.predicate.value].append(quad.object)
    reader = _Reader(facts, terms)
    return Network(reader.nodes(), reader.edges())


class _Reader:
    def __init__(self, facts: _Facts, terms: Ontology) -> None:
        self.facts = facts
        self.terms = terms
        wanted = [*terms.entity_classes, terms.get_class(terms.role("concept"))]
        self.classes = {spec.iri: spec for spec in wanted}

    def prop(self, property_id: str) -> str:
        return self.terms.get_property(property_id).iri

    def values(self, subject: str, predicate: str) -> list[str]:
        return [o.value for o in self.facts.get(subject, {}).get(predicate, ())]

    def first(self, subject: str, predicate: str, default: str = "") -> str:
        return next(iter(self.values(subject, predicate)), default)

    def labels(self, subject: str, predicate: str, script: str) -> list[str]:
        found = self.facts.get(subject, {}).get(predicate, ())
        return sorted(o.value for o in found if isinstance(o, ox.Literal) and (o.language or "").lower() == script)

    def nodes(self) -> tuple[Node, ...]:
        counts: dict[str, int] = defaultdict(int)
        for po in self.facts.values():
            for thing in {o.value for o in po.get(self.prop("refersTo"), ())}:
                counts[thing] += 1
        found = []
        for subject in sorted(self.facts):
            spec = next((self.classes[t] for t in self.values(subject, RDF + "type") if t in self.classes), None)
            if spec is None:
                continue
            label = next(iter(self.labels(subject, SKOS + "prefLabel", "zh-hans")), subject)
            label_hant = next(iter(self.labels(subject, SKOS + "prefLabel", "zh-hant")), label)
            aliases = tuple(sorted(set(self.values(subject, SKOS + "altLabel"))))
            code = self.first(subject, self.prop("code"))
            found.append(Node(subject, spec.id, label, label_hant, aliases, counts[subject], code, spec.color))
        return tuple(found)

    def edges(self) -> tuple[Edge, ...]:
        statement = RDF + "Statement"
        found = [self.edge(s) for s in self.facts if statement in self.values(s, RDF + "type")]
        return tuple(sorted(found, key=lambda e: (e.report, e.start, e.end, e.relation, e.id)))

    def edge(self, node: str) -> Edge:
        predicate = self.first(node, RDF + "predicate")
        spec = next((p for p in self.terms.properties.values() if p.iri == predicate), None)
        evidence = self.first(node, self.prop("evidence"))
        report = self.first(evidence, self.prop("inReport"))
        return Edge(
            source=self.first(node, RDF + "subject"),
            target=self.first(node, RDF + "object"),
            relation=spec.id if spec else predicate,
            label=spec.label("zh-Hans") if spec else predicate,
            modality=self.first(node, self.prop("modality")).rsplit("#", 1)[-1],
            score=float(self.first(node, self.prop("score"), "0")),
            time=self.first(self.first(node, self.prop("time")), self.prop("value")),
            evidence=self.first(evidence, OA + "exact"),
            start=int(self.first(evidence, OA + "start", "0")),
            end=int(self.first(evidence, OA + "end", "0")),
            report=report,
            report_source=self.first(report, self.prop("source")) or self.first(report, DCTERMS + "title"),
            id=node,
        )


def to_networkx(network: Network) -> nx.MultiDiGraph[str]:
    """Return the network with attributes that every writer can carry: no None, no lists, no control characters."""
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in network.nodes:
        graph.add_node(
            node.iri,
            label=printable(node.label),
            label_hant=printable(node.label_hant),
            kind=node.type,
            aliases=printable("|".join(node.aliases)),
            mentions=node.mentions,
            code=node.code,
            color=node.color,
        )
    for number, edge in enumerate(network.edges):
        if edge.source not in graph or edge.target not in graph:
            continue
        graph.add_edge(
            edge.source,
            edge.target,
            key=f"e{number}",
            relation=edge.relation,
            label=edge.label,
            modality=edge.modality,
            score=edge.score,
            time=edge.time,
            evidence=printable(edge.evidence),
            start_offset=edge.start,
            end_offset=edge.end,
            report=edge.report,
            source_file=printable(edge.report_source),
        )
    return graph


def printable(text: str) -> str:
    """Replace what XML 1.0 cannot hold (control characters, lone surrogates, non-characters) by U+FFFD."""
    return "".join(c if _in_xml(ord(c)) else "�" for c in text)


def _in_xml(code: int) -> bool:
    return code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code
