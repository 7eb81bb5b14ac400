"""GraphML and GEXF through networkx, with what its writers leave to the day and the machine taken out."""

from __future__ import annotations

import io

from gongbao.export.layout import positions
from gongbao.export.network import Network, to_networkx


def graphml(network: Network) -> bytes:
    """Return GraphML: labels, types, aliases, evidence, modality and time as attributes; edge ids are e0, e1, …"""
    from networkx.readwrite.graphml import GraphMLWriter

    writer = GraphMLWriter(encoding="utf-8", prettyprint=True, infer_numeric_types=False)
    writer.add_graph_element(to_networkx(network))
    out = io.BytesIO()
    writer.dump(out)
    return out.getvalue() + b"\n"


def gexf(network: Network) -> bytes:
    """Return GEXF 1.2 with colours, sizes, positions, and for dated statements start and end (Gephi's timeline)."""
    from networkx.readwrite.gexf import GEXFWriter

    graph = to_networkx(network)
    points = placed(network)
    degrees = dict(graph.degree())
    for node, attributes in graph.nodes(data=True):
        color = attributes.pop("color").lstrip("#")
        red, green, blue = (int(color[i : i + 2], 16) for i in (0, 2, 4))
        x, y = points[node]
        attributes["viz"] = {
            "color": {"r": red, "g": green, "b": blue, "a": 1.0},
            "size": round(4 + 3 * degrees[node] ** 0.5, 3),
            "position": {"x": x, "y": y, "z": 0.0},
        }
    dated = False
    for _, _, attributes in graph.edges(data=True):
        start, end = day_bounds(attributes["time"])
        if start:
            attributes["start"] = start
        if end:
            attributes["end"] = end
        dated = dated or bool(start or end)
    if dated:
        graph.graph["mode"] = "dynamic"
        graph.graph["timeformat"] = "date"
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(graph)
    for meta in writer.xml.iter():
        if meta.tag.endswith("meta"):
            meta.attrib.clear()
            for child in meta:
                child.text = "gongbao" if child.tag.endswith("creator") else child.text
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue() + b"\n"


def placed(network: Network) -> dict[str, tuple[int, int]]:
    """Return x and y of each node, y pointing up; the same on every run."""
    index = {node.iri: number for number, node in enumerate(network.nodes)}
    edges = [(index[e.source], index[e.target]) for e in network.edges if e.source in index and e.target in index]
    points = positions([node.label for node in network.nodes], edges)
    return dict(zip(index, points, strict=True))


def day_bounds(value: str) -> tuple[str, str]:
    """Return first and last day of an ISO 8601 value as `YYYY-MM-DD`, '' where open or unknown."""
    if not value:
        return "", ""
    first, slash, last = value.partition("/")
    return _day(first, end=False), _day(last if slash else first, end=True)


def _day(value: str, *, end: bool) -> str:
    if len(value) == 4 and value.isdigit():
        return f"{value}-12-31" if end else f"{value}-01-01"
    if len(value) == 7:
        import calendar

        year, month = int(value[:4]), int(value[5:])
        return f"{value}-{calendar.monthrange(year, month)[1]:02d}" if end else f"{value}-01"
    return value[:10] if len(value) >= 10 else ""
