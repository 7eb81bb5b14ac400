"""The graph as a network of things: nodes, edges and observations read from the quads, for every tool that is not RDF."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from gongbao.ontology import DCTERMS, GB, OA, RDF, SKOS, Ontology

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
    """One statement: its evidence is a quotation with code-point offsets in the report named by `report`.

    `others` are the further quotations that say the same, each with its offsets; `sentence` is the whole sentence.
    """

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
    sentence: str = ""
    others: tuple[tuple[str, int, int], ...] = ()

    @property
    def quotations(self) -> tuple[str, ...]:
        """All quotations, the first of them first."""
        return (self.evidence, *(words for words, _, _ in self.others))


@dataclass(frozen=True, slots=True)
class Observation:
    """A quantity of a report: `value` is a decimal as written in the graph, concepts are local names, '' where none."""

    id: str
    counted: str
    value: str
    unit: str
    bound: str
    change: str
    comparison: str
    modality: str
    actor: str
    campaign: str
    time: str
    evidence: str
    sentence: str
    start: int
    end: int
    report: str
    report_source: str


@dataclass(frozen=True, slots=True)
class Source:
    """A report: where the words come from. `publisher` is a node's IRI; `mentioned` counts mentions by node."""

    iri: str
    source: str
    title: str
    publisher: str
    issued: str
    sha256: str
    mentioned: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes, observations and reports sorted by IRI, edges in the order of their evidence."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    observations: tuple[Observation, ...] = ()
    reports: tuple[Source, ...] = ()


Attributes = dict[str, str | int | float]
"""What formats of attributes say of a node or an edge, by name: no None, no lists, no control characters."""

_Facts = Mapping[str, Mapping[str, list[ox.NamedNode | ox.BlankNode | ox.Literal]]]


def read_network(quads: Iterable[ox.Quad], terms: Ontology) -> Network:
    """Read the network out of a graph (or several) in the shape that `gongbao.graph` writes."""
    facts: dict[str, dict[str, list[ox.NamedNode | ox.BlankNode | ox.Literal]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        if not isinstance(quad.subject, ox.Triple) and not isinstance(quad.object, ox.Triple):
            facts[quad.subject.value][quad.predicate.value].append(quad.object)
    reader = _Reader(facts, terms)
    return Network(reader.nodes(), reader.edges(), reader.observations(), reader.reports())


@dataclass(frozen=True, slots=True)
class _Quotation:
    words: str
    start: int
    end: int
    sentence: str
    report: str
    source: str


class _Reader:
    def __init__(self, facts: _Facts, terms: Ontology) -> None:
        self.facts = facts
        self.terms = terms
        wanted = [*terms.entity_classes, terms.get_class(terms.role("concept"))]
        self.classes = {spec.iri: spec for spec in wanted}
        self.properties = {spec.iri: spec for spec in terms.properties.values()}

    def prop(self, property_id: str) -> str:
        return self.terms.get_property(property_id).iri

    def values(self, subject: str, predicate: str) -> list[str]:
        return [o.value for o in self.facts.get(subject, {}).get(predicate, ())]

    def first(self, subject: str, predicate: str, default: str = "") -> str:
        return next(iter(self.values(subject, predicate)), default)

    def name(self, subject: str, predicate: str) -> str:
        """The local name of a concept, '' where none is given."""
        return self.first(subject, predicate).rsplit("#", 1)[-1]

    def of_type(self, iri: str) -> list[str]:
        return sorted(s for s in self.facts if iri in self.values(s, RDF + "type"))

    def labels(self, subject: str, predicate: str, script: str) -> list[str]:
        found = self.facts.get(subject, {}).get(predicate, ())
        return sorted(o.value for o in found if isinstance(o, ox.Literal) and (o.language or "").lower() == script)

    def nodes(self) -> tuple[Node, ...]:
        counts: Counter[str] = Counter()
        for po in self.facts.values():
            counts.update({o.value for o in po.get(self.prop("refersTo"), ())})
        found = []
        for subject in sorted(self.facts):
            specs = [self.classes[t] for t in self.values(subject, RDF + "type") if t in self.classes]
            if not specs:
                continue
            spec = max(specs, key=lambda spec: len(spec.ancestors))  # the narrowest
            label = next(iter(self.labels(subject, SKOS + "prefLabel", "zh-hans")), subject)
            label_hant = next(iter(self.labels(subject, SKOS + "prefLabel", "zh-hant")), label)
            aliases = tuple(sorted(set(self.values(subject, SKOS + "altLabel"))))
            code = self.first(subject, self.prop("code"))
            found.append(Node(subject, spec.id, label, label_hant, aliases, counts[subject], code, spec.color))
        return tuple(found)

    def edges(self) -> tuple[Edge, ...]:
        found = [self.edge(s) for s in self.of_type(GB + "Statement")]
        return tuple(sorted(found, key=lambda e: (e.report, e.start, e.end, e.relation, e.id)))

    def edge(self, node: str) -> Edge:
        predicate = self.first(node, RDF + "predicate")
        spec = self.properties.get(predicate)
        first, *others = self.quotations(node)
        return Edge(
            source=self.first(node, RDF + "subject"),
            target=self.first(node, RDF + "object"),
            relation=spec.id if spec else predicate,
            label=spec.label("zh-Hans") if spec else predicate,
            modality=self.name(node, self.prop("modality")),
            score=float(self.first(node, self.prop("score"), "0")),
            time=self.first(self.first(node, self.prop("time")), self.prop("value")),
            evidence=first.words,
            start=first.start,
            end=first.end,
            report=first.report,
            report_source=first.source,
            id=node,
            sentence=first.sentence,
            others=tuple((q.words, q.start, q.end) for q in others),
        )

    def quotations(self, node: str) -> list[_Quotation]:
        """What a statement or observation was read from, in the order of the text; never empty."""
        found = [self.quotation(e) for e in self.values(node, self.prop("evidence")) or [""]]
        return sorted(set(found), key=lambda q: (q.report, q.start, q.end))

    def quotation(self, evidence: str) -> _Quotation:
        report = self.first(evidence, self.prop("inReport"))
        return _Quotation(
            words=self.first(evidence, OA + "exact"),
            start=int(self.first(evidence, OA + "start", "0")),
            end=int(self.first(evidence, OA + "end", "0")),
            sentence=self.first(self.first(evidence, self.prop("sentence")), OA + "exact"),
            report=report,
            source=self.first(report, self.prop("source")) or self.first(report, DCTERMS + "title"),
        )

    def observations(self) -> tuple[Observation, ...]:
        found = []
        for node in self.of_type(self.terms.get_class("Observation").iri):
            first = self.quotations(node)[0]
            observation = Observation(
                id=node,
                counted=self.first(node, self.prop("counted")),
                value=self.first(node, self.prop("value")),
                unit=self.first(node, self.prop("unit")),
                bound=self.name(node, self.prop("bound")),
                change=self.name(node, self.prop("change")),
                comparison=self.name(node, self.prop("comparison")),
                modality=self.name(node, self.prop("modality")),
                actor=self.first(node, self.prop("actor")),
                campaign=self.first(node, self.prop("withinCampaign")),
                time=self.first(self.first(node, self.prop("time")), self.prop("value")),
                evidence=first.words,
                sentence=first.sentence,
                start=first.start,
                end=first.end,
                report=first.report,
                report_source=first.source,
            )
            found.append(observation)
        return tuple(sorted(found, key=lambda o: (o.report, o.start, o.end, o.id)))

    def reports(self) -> tuple[Source, ...]:
        mentioned: dict[str, Counter[str]] = defaultdict(Counter)
        for node, po in self.facts.items():
            for thing in {o.value for o in po.get(self.prop("refersTo"), ())}:
                mentioned[self.first(node, self.prop("inReport"))][thing] += 1
        return tuple(
            Source(
                iri=node,
                source=self.first(node, self.prop("source")),
                title=self.first(node, DCTERMS + "title"),
                publisher=self.first(node, DCTERMS + "publisher"),
                issued=self.first(node, DCTERMS + "issued"),
                sha256=self.first(node, self.prop("sha256")),
                mentioned=tuple(sorted(mentioned[node].items())),
            )
            for node in self.of_type(self.terms.get_class("Report").iri)
        )


def to_networkx(network: Network) -> nx.MultiDiGraph[str]:
    """Return the network with attributes that every writer can carry: no None, no lists, no control characters."""
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in network.nodes:
        graph.add_node(node.iri, **node_attributes(node))
    for key, edge in drawn(network):
        graph.add_edge(edge.source, edge.target, key=key, **edge_attributes(edge))
    return graph


def drawn(network: Network) -> Iterator[tuple[str, Edge]]:
    """Yield the edges between nodes of the network, each with its id `e0`, `e1`, …"""
    known = {node.iri for node in network.nodes}
    for number, edge in enumerate(network.edges):
        if edge.source in known and edge.target in known:
            yield f"e{number}", edge


def node_attributes(node: Node) -> Attributes:
    """What a format of attributes says of a node; the same names, in the same order, for every node."""
    return {
        "label": printable(node.label),
        "label_hant": printable(node.label_hant),
        "kind": node.type,
        "aliases": joined(node.aliases),
        "mentions": node.mentions,
        "code": node.code,
        "color": node.color,
    }


def edge_attributes(edge: Edge) -> Attributes:
    """What a format of attributes says of an edge; the same names, in the same order, for every edge."""
    return {
        "relation": edge.relation,
        "label": edge.label,
        "modality": edge.modality,
        "score": edge.score,
        "time": edge.time,
        "evidence": joined(edge.quotations),
        "sentence": printable(edge.sentence),
        "start_offset": edge.start,
        "end_offset": edge.end,
        "report": edge.report,
        "source_file": printable(edge.report_source),
    }


_LINE_ENDS = {0x85: " ", 0x2028: " ", 0x2029: " "}


def joined(words: Iterable[str]) -> str:
    """Join names for formats without lists: `|` between them, and inside one its full-width form."""
    return "|".join(printable(word).replace("|", "｜") for word in words)


def printable(text: str) -> str:
    """Replace what XML 1.0 cannot hold (control characters, lone surrogates, non-characters) by U+FFFD.

    The line ends of Unicode, which XML parsers read in different ways, become spaces; the length stays.
    """
    return "".join(c if _in_xml(ord(c)) else "�" for c in text.translate(_LINE_ENDS))


def _in_xml(code: int) -> bool:
    return code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or code >= 0x10000
