"""A network as formats of attributes take it: the same names for nodes and edges everywhere, and one graph of networkx."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from gongbao.export.layout import positions
from gongbao.network.connect import Connected
from gongbao.network.measures import NAMES
from gongbao.network.values import Node, Tie
from gongbao.text.harmless import printable

if TYPE_CHECKING:
    import networkx as nx

Attributes = dict[str, str | int | float | bool]
"""What formats of attributes say of a node or an edge, by name: no None, no lists, no control characters."""

SEPARATOR = "|"


def places(connected: Connected) -> Mapping[str, tuple[int, int]]:
    """Return x and y of each node by IRI, y pointing up; the same on every run."""
    index = {node.iri: number for number, node in enumerate(connected.nodes)}
    pairs = [(index[tie.source], index[tie.target]) for tie in connected.ties]
    return dict(zip(index, positions([node.label for node in connected.nodes], pairs), strict=True))


def to_networkx(connected: Connected) -> nx.MultiDiGraph[str]:
    """Return the network with attributes that every writer can carry; its nodes are IRIs, its edges' keys `e0`, `e1`, …"""
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in connected.nodes:
        graph.add_node(node.iri, **node_attributes(node, connected))
    for key, tie in connected.edges():
        graph.add_edge(tie.source, tie.target, key=key, **edge_attributes(tie, connected))
    return graph


def node_facts(node: Node, connected: Connected) -> dict[str, Any]:
    """What is said of a node besides its label, in order; what is not known is left out."""
    facts = {
        "label_hant": node.label_hant,
        "kind": node.type,
        "aliases": list(node.aliases),
        "mentions": node.mentions,
        "reports": node.reports,
        "quantities": node.quantities,
        "code": node.code,
        "jurisdiction": node.jurisdiction,
        "first": node.first,
        "last": node.last,
        "first_year": int(node.first[:4]) if node.first else None,
        "last_year": int(node.last[:4]) if node.last else None,
        "lone_because": connected.reasons.get(node.iri),
        "color": node.color,
    }
    measured = connected.measured.get(node.iri) if connected.measured is not None else None
    if measured is not None:
        facts |= {name: getattr(measured, name) for name in NAMES}
    return {name: value for name, value in facts.items() if value is not None}


def edge_facts(tie: Tie, connected: Connected) -> dict[str, Any]:
    """What is said of an edge besides its ends and label, in order; lists of the same length tell of each quotation."""
    quoted = [(proof, *quotation) for proof in tie.proofs for quotation in proof.quotations]
    reports = [connected.report_of.get(proof.report) for proof, *_ in quoted]
    names = connected.label_of
    return {
        "kind": tie.kind,
        "weight": tie.weight,
        "strength": tie.strength,
        "count": len(tie.proofs),
        "both_ways": tie.both,
        "by": tie.by,
        "modality": list(tie.modalities),
        "score": max(proof.score for proof in tie.proofs),
        "subject_supplied": all(proof.supplied for proof in tie.proofs),
        "time": list(dict.fromkeys(proof.time for proof in tie.proofs if proof.time)),
        "first": tie.first,
        "last": tie.last,
        "dated_by": tie.dated,
        "evidence": [words for _, words, _, _ in quoted],
        "sentence": [proof.sentence for proof, *_ in quoted],
        "start_offset": [start for _, _, start, _ in quoted],
        "end_offset": [end for *_, end in quoted],
        "report": [proof.report for proof, *_ in quoted],
        "report_title": [report.title if report else "" for report in reports],
        "publisher": [names.get(report.publisher, "") if report else "" for report in reports],
        "issued": [report.issued if report else "" for report in reports],
        "source_file": [proof.report_source for proof, *_ in quoted],
        "statement": [proof.id for proof, *_ in quoted],
    }


_SINGLE = ("start_offset", "end_offset")


def node_attributes(node: Node, connected: Connected) -> Attributes:
    """What a format of attributes says of a node; the same names, in the same order, for every node."""
    return {"label": printable(node.label)} | _flat(node_facts(node, connected))


def edge_attributes(tie: Tie, connected: Connected) -> Attributes:
    """What a format of attributes says of an edge; lists become words with `|` between, offsets those of the first."""
    facts = edge_facts(tie, connected)
    facts |= {name: facts[name][0] for name in _SINGLE}
    return {"label": tie.label} | _flat(facts)


def _flat(facts: Mapping[str, Any]) -> Attributes:
    return {
        name: joined(value) if isinstance(value, list) else printable(value) if isinstance(value, str) else value
        for name, value in facts.items()
    }


def kinds_for_gephi(connected: Connected) -> Sequence[str]:
    """A kind for each edge such that no two edges of a pair share one, since Gephi keeps one edge of a kind."""
    seen: dict[tuple[str, str, str], int] = {}
    kinds = []
    for tie in connected.ties:
        number = seen[tie.source, tie.target, tie.kind] = seen.get((tie.source, tie.target, tie.kind), 0) + 1
        kinds.append(tie.kind if number == 1 else f"{tie.kind} {number}")
    return kinds


def joined(words: Iterable[object]) -> str:
    """Join names for formats without lists: `|` between them, and inside one its full-width form."""
    return SEPARATOR.join(printable(str(word)).replace(SEPARATOR, "｜") for word in words)
