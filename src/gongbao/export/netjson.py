"""Networks in JSON: Cytoscape's (desktop and cytoscape.js), and node-link (networkx, D3)."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from gongbao.export.attributes import edge_facts, node_facts, places
from gongbao.network.connect import Connected
from gongbao.network.values import Observation


def cytoscape(connected: Connected) -> Iterator[bytes]:
    """Return Cytoscape JSON with positions; lists stay lists, `name` and `interaction` are what its tables show."""
    spots = places(connected)
    nodes = (
        {
            "data": {"id": node.iri, "value": node.iri, "name": node.label, **node_facts(node, connected)},
            "position": {"x": spots[node.iri][0], "y": -spots[node.iri][1]},  # y points down on screens
        }
        for node in connected.nodes
    )
    edges = (
        {
            "data": {
                **{"id": key, "key": key, "source": tie.source, "target": tie.target},
                **{"name": tie.label, "interaction": tie.kind, **edge_facts(tie, connected)},
            }
        }
        for key, tie in connected.edges()
    )
    head = {
        "format_version": "1.0",
        "generated_by": "gongbao",
        "target_cytoscapejs_version": "~3",
        "directed": True,
        "multigraph": True,
        "data": {"name": "gongbao", "observations": [_observation(o) for o in connected.observations]},
    }
    yield from _object(head, '"elements": {\n', (("nodes", nodes), ("edges", edges)), "}\n")


def node_link(connected: Connected) -> Iterator[bytes]:
    """Return node-link JSON as `networkx.node_link_graph` reads it; observations and reports are graph attributes."""
    reports = [r._asdict() | {"mentioned": dict(r.mentioned)} for r in connected.reports]
    for report in reports:
        del report["words"], report["starts"]
    head = {
        "directed": True,
        "multigraph": True,
        "graph": {"observations": [_observation(o) for o in connected.observations], "reports": reports},
    }
    nodes = ({"id": node.iri, "label": node.label, **node_facts(node, connected)} for node in connected.nodes)
    edges = (
        {
            **{"source": tie.source, "target": tie.target, "key": key, "label": tie.label},
            **edge_facts(tie, connected),
        }
        for key, tie in connected.edges()
    )
    yield from _object(head, "", (("nodes", nodes), ("edges", edges)), "")


def _observation(observation: Observation) -> dict[str, Any]:
    """A quantity, its value a number."""
    value = float(observation.value or 0)
    return observation._asdict() | {"value": int(value) if value.is_integer() else value}


def _object(
    head: dict[str, Any], opening: str, lists: Iterable[tuple[str, Iterable[dict[str, Any]]]], closing: str
) -> Iterator[bytes]:
    """A JSON object of a head and long lists, an element a line, in pieces."""
    yield b"{\n"
    for name, value in head.items():
        yield f"{json.dumps(name)}: ".encode() + _json(value) + b",\n"
    yield opening.encode()
    for number, (name, rows) in enumerate(lists):
        yield f"{',' if number else ''}{json.dumps(name)}: [".encode()
        for count, row in enumerate(rows):
            yield (b",\n" if count else b"\n") + _json(row)
        yield b"\n]\n"
    yield f"{closing}}}\n".encode()


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
