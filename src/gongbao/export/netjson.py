"""Networks in JSON: Cytoscape's (desktop and cytoscape.js), and node-link (networkx, D3)."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from gongbao.export.network import Edge, Network, Node, Observation
from gongbao.export.xml import day_bounds, placed


def cytoscape(network: Network) -> bytes:
    """Return Cytoscape JSON with positions; lists stay lists, `name` and `interaction` are what its tables show."""
    positions = placed(network)
    nodes = [
        {
            "data": {"id": node.iri, "name": node.label, **_node(node)},
            "position": {"x": positions[node.iri][0], "y": -positions[node.iri][1]},  # y points down on screens
        }
        for node in network.nodes
    ]
    edges = [
        {
            "data": {
                "id": f"e{number}",
                "source": edge.source,
                "target": edge.target,
                "name": edge.label,
                "interaction": edge.relation,
                **_edge(edge),
            }
        }
        for number, edge in _joined(network)
    ]
    written = {
        "format_version": "1.0",
        "generated_by": "gongbao",
        "target_cytoscapejs_version": "~3",
        "data": {"name": "gongbao", "observations": [asdict(o) for o in network.observations]},
        "elements": {"nodes": nodes, "edges": edges},
    }
    return _json(written)


def node_link(network: Network) -> bytes:
    """Return node-link JSON as `networkx.node_link_graph` reads it; observations and reports are graph attributes."""
    written = {
        "directed": True,
        "multigraph": True,
        "graph": {
            "observations": [_observation(o) for o in network.observations],
            "reports": [asdict(r) | {"mentioned": dict(r.mentioned)} for r in network.reports],
        },
        "nodes": [{"id": node.iri, "label": node.label, **_node(node)} for node in network.nodes],
        "edges": [
            {"source": edge.source, "target": edge.target, "key": f"e{number}", "label": edge.label, **_edge(edge)}
            for number, edge in _joined(network)
        ],
    }
    return _json(written)


def _joined(network: Network) -> list[tuple[int, Edge]]:
    """The edges whose ends are both in the network, with their numbers among all."""
    known = {node.iri for node in network.nodes}
    return [(n, edge) for n, edge in enumerate(network.edges) if edge.source in known and edge.target in known]


def _node(node: Node) -> dict[str, Any]:
    return {
        "label_hant": node.label_hant,
        "kind": node.type,
        "aliases": list(node.aliases),
        "mentions": node.mentions,
        "code": node.code,
        "color": node.color,
    }


def _edge(edge: Edge) -> dict[str, Any]:
    start, end = day_bounds(edge.time)
    return {
        "relation": edge.relation,
        "modality": edge.modality,
        "score": edge.score,
        "time": edge.time,
        "time_start": start,
        "time_end": end,
        "evidence": list(edge.quotations),
        "sentence": edge.sentence,
        "start_offset": edge.start,
        "end_offset": edge.end,
        "report": edge.report,
        "source_file": edge.report_source,
        "statement": edge.id,
    }


def _observation(observation: Observation) -> dict[str, Any]:
    return asdict(observation)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"
