"""GraphML and GEXF, as the field's readers take them: networkx's writers would need most of the time of a build to load."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from xml.etree import ElementTree as ET

from gongbao.export.layout import positions
from gongbao.export.network import Attributes, Network, drawn, edge_attributes, node_attributes

_XSI = {"xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance"}
_GRAPHML = "http://graphml.graphdrawing.org/xmlns"
_GEXF = "http://www.gexf.net/1.2draft"
_TYPES = {str: "string", int: "long", float: "double"}


def graphml(network: Network) -> bytes:
    """Return GraphML: labels, types, aliases, evidence, modality and time as attributes; edge ids are e0, e1, …"""
    root = ET.Element("graphml", {"xmlns": _GRAPHML} | _XSI | _schema(_GRAPHML, f"{_GRAPHML}/1.0/graphml.xsd"))
    nodes = [(node.iri, node_attributes(node)) for node in network.nodes]
    edges = [(key, edge, edge_attributes(edge)) for key, edge in drawn(network)]
    node_keys = _graphml_keys(root, "node", [attributes for _, attributes in nodes], 0)
    edge_keys = _graphml_keys(root, "edge", [attributes for _, _, attributes in edges], len(node_keys))
    graph = ET.SubElement(root, "graph", edgedefault="directed")
    for iri, attributes in nodes:
        _graphml_data(ET.SubElement(graph, "node", id=iri), attributes, node_keys)
    for key, edge, attributes in edges:
        _graphml_data(
            ET.SubElement(graph, "edge", id=key, source=edge.source, target=edge.target), attributes, edge_keys
        )
    return _bytes(root)


def _graphml_keys(root: ET.Element, of: str, rows: Iterable[Attributes], first: int) -> dict[str, str]:
    """Declare the attributes of nodes or edges, and return their keys."""
    types = _types(rows)
    keys = {name: f"d{number}" for number, name in enumerate(types, first)}
    for name, type in types.items():
        ET.SubElement(root, "key", {"id": keys[name], "for": of, "attr.name": name, "attr.type": type})
    return keys


def _graphml_data(element: ET.Element, attributes: Attributes, keys: Mapping[str, str]) -> None:
    for name, value in attributes.items():
        ET.SubElement(element, "data", key=keys[name]).text = str(value)


def gexf(network: Network) -> bytes:
    """Return GEXF 1.2 with colours, sizes, positions, and for dated statements start and end (Gephi's timeline)."""
    edges = list(drawn(network))
    bounds = {key: day_bounds(edge.time) for key, edge in edges}
    dynamic = {"mode": "dynamic", "timeformat": "date"} if any(map(any, bounds.values())) else {}
    location = _schema(_GEXF, f"{_GEXF}/gexf.xsd")
    root = ET.Element("gexf", {"xmlns": _GEXF, "xmlns:viz": f"{_GEXF}/viz"} | _XSI | location | {"version": "1.2"})
    ET.SubElement(ET.SubElement(root, "meta"), "creator").text = "gongbao"
    graph = ET.SubElement(root, "graph", {"defaultedgetype": "directed"} | dynamic)

    node_rows = [node_attributes(node) for node in network.nodes]
    edge_rows = [edge_attributes(edge) for _, edge in edges]
    own = {"label", "color"}  # GEXF has places of its own for these
    node_keys = _gexf_keys(graph, "node", ({k: v for k, v in row.items() if k not in own} for row in node_rows))
    edge_keys = _gexf_keys(graph, "edge", ({k: v for k, v in row.items() if k not in own} for row in edge_rows))
    degrees = Counter(end for _, edge in edges for end in (edge.source, edge.target))
    points = placed(network)
    inside = ET.SubElement(graph, "nodes")
    for node, row in zip(network.nodes, node_rows, strict=True):
        element = ET.SubElement(inside, "node", id=node.iri, label=str(row["label"]))
        _gexf_look(element, str(row["color"]), degrees[node.iri], points[node.iri])
        _gexf_values(element, row, node_keys)
    inside = ET.SubElement(graph, "edges")
    for (key, edge), row in zip(edges, edge_rows, strict=True):
        start, end = bounds[key]
        dates = {"start": start} if start else {}
        dates |= {"end": end} if end else {}
        ends = {"id": key, "source": edge.source, "target": edge.target, "label": str(row["label"])}
        _gexf_values(ET.SubElement(inside, "edge", ends | dates), row, edge_keys)
    return _bytes(root)


def _gexf_keys(graph: ET.Element, of: str, rows: Iterable[Attributes]) -> dict[str, str]:
    """Declare the attributes of nodes or edges, and return their keys."""
    types = _types(rows)
    declared = ET.SubElement(graph, "attributes", {"class": of, "mode": "static"})
    for name, type in types.items():
        ET.SubElement(declared, "attribute", id=name, title=name, type=type)
    return {name: name for name in types}


def _gexf_look(element: ET.Element, color: str, degree: int, point: tuple[int, int]) -> None:
    red, green, blue = (str(int(color[i : i + 2], 16)) for i in (1, 3, 5))
    ET.SubElement(element, "viz:color", r=red, g=green, b=blue, a="1.0")
    ET.SubElement(element, "viz:size", value=str(round(4 + 3 * degree**0.5, 3)))
    ET.SubElement(element, "viz:position", x=str(point[0]), y=str(point[1]), z="0.0")


def _gexf_values(element: ET.Element, attributes: Attributes, keys: Mapping[str, str]) -> None:
    values = ET.SubElement(element, "attvalues")
    for name, key in keys.items():
        ET.SubElement(values, "attvalue", {"for": key, "value": str(attributes[name])})


def _types(rows: Iterable[Attributes]) -> dict[str, str]:
    """The names of attributes in order, each with its type; empty without rows."""
    return {name: _TYPES[type(value)] for name, value in next(iter(rows), {}).items()}


def _schema(namespace: str, location: str) -> dict[str, str]:
    return {"xsi:schemaLocation": f"{namespace} {location}"}


def _bytes(root: ET.Element) -> bytes:
    ET.indent(root)
    content: bytes = ET.tostring(root, "utf-8", xml_declaration=True)
    return content + b"\n"


def placed(network: Network) -> dict[str, tuple[int, int]]:
    """Return x and y of each node, y pointing up; the same on every run."""
    index = {node.iri: number for number, node in enumerate(network.nodes)}
    edges = [(index[e.source], index[e.target]) for e in network.edges if e.source in index and e.target in index]
    points = positions([node.label for node in network.nodes], edges)
    return dict(zip(index, points, strict=True))


def day_bounds(value: str) -> tuple[str, str]:
    """Return first and last day of an ISO 8601 value as `YYYY-MM-DD`, '' where open or unknown, or of no year."""
    if not value or value.startswith("-"):
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
