"""GraphML and GEXF 1.3, written piece by piece: networkx's writers would hold a large network twice in memory."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from gongbao.export.attributes import Attributes, edge_attributes, kinds_for_gephi, node_attributes, places
from gongbao.network.connect import Connected
from gongbao.text.harmless import printable

_GRAPHML = "http://graphml.graphdrawing.org/xmlns"
_GEXF = "http://gexf.net/1.3"
_HEAD = "<?xml version='1.0' encoding='utf-8'?>\n"
_TYPES = {str: "string", int: "long", float: "double", bool: "boolean"}
_PIECE = 1 << 18  # characters written at once
_IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_IN_QUOTES = {**_IN_TEXT, **str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})}
"""As xml.sax.saxutils writes them, which would import all that opens web addresses."""


def graphml(connected: Connected) -> Iterator[bytes]:
    """Return GraphML: nodes are n0, n1, … with their `iri`, edges e0, e1, …; the rest are attributes."""
    return _pieces(_graphml(connected))


def _graphml(connected: Connected) -> Iterator[str]:
    nodes, ties = connected.nodes, connected.ties
    yield _HEAD
    yield f'<graphml xmlns="{_GRAPHML}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    yield f'xsi:schemaLocation="{_GRAPHML} {_GRAPHML}/1.0/graphml.xsd">\n'
    node_types = {"iri": "string"} | _types(node_attributes(node, connected) for node in nodes)
    edge_types = _types(edge_attributes(tie, connected) for tie in ties[:1])
    node_keys = {name: f"d{number}" for number, name in enumerate(node_types)}
    edge_keys = {name: f"d{number}" for number, name in enumerate(edge_types, len(node_keys))}
    for of, keys, types in (("node", node_keys, node_types), ("edge", edge_keys, edge_types)):
        for name, key in keys.items():
            yield f'  <key id="{key}" for="{of}" attr.name="{name}" attr.type="{types[name]}" />\n'
    yield '  <graph edgedefault="directed">\n'
    numbers = {node.iri: f"n{number}" for number, node in enumerate(nodes)}
    for node in nodes:
        yield f'    <node id="{numbers[node.iri]}">\n'
        yield from _data({"iri": printable(node.iri), **node_attributes(node, connected)}, node_keys)
        yield "    </node>\n"
    for key, tie in connected.edges():
        yield f'    <edge id="{key}" source="{numbers[tie.source]}" target="{numbers[tie.target]}">\n'
        yield from _data(edge_attributes(tie, connected), edge_keys)
        yield "    </edge>\n"
    yield "  </graph>\n</graphml>\n"


def _data(attributes: Attributes, keys: Mapping[str, str]) -> Iterator[str]:
    for name, value in attributes.items():
        yield f'      <data key="{keys[name]}">{_text(value).translate(_IN_TEXT)}</data>\n'


def gexf(connected: Connected) -> Iterator[bytes]:
    """Return GEXF 1.3 with colours, sizes, positions, kinds, weights, and the days that Gephi's timeline moves through."""
    return _pieces(_gexf(connected))


def _gexf(connected: Connected) -> Iterator[str]:
    dynamic = any(tie.first for tie in connected.ties)
    yield _HEAD
    yield f'<gexf xmlns="{_GEXF}" xmlns:viz="{_GEXF}/viz" version="1.3">\n'  # its RELAX NG allows no schemaLocation
    yield "  <meta>\n    <creator>gongbao</creator>\n  </meta>\n"
    when = ' mode="dynamic" timeformat="date"' if dynamic else ""
    yield f'  <graph defaultedgetype="directed"{when}>\n'
    node_types = _types(node_attributes(node, connected) for node in connected.nodes)
    edge_types = _types(edge_attributes(tie, connected) for tie in connected.ties[:1])
    node_names = [name for name in node_types if name not in ("label", "color")]  # GEXF has places of its own for these
    edge_names = [name for name in edge_types if name not in ("label", "weight")]
    yield from _declared("node", node_names, node_types)
    yield from _declared("edge", edge_names, edge_types)
    yield "    <nodes>\n"
    spots = places(connected)
    degrees = Counter(end for tie in connected.ties for end in (tie.source, tie.target))
    for node in connected.nodes:
        row = node_attributes(node, connected)
        yield f"      <node id={_quoted(printable(node.iri))} label={_quoted(row['label'])}"
        yield f"{_days(node.first, node.last) if dynamic else ''}>\n"
        yield _look(node.color, degrees[node.iri], spots[node.iri])
        yield from _values(row, node_names)
        yield "      </node>\n"
    yield "    </nodes>\n    <edges>\n"
    for (key, tie), kind in zip(connected.edges(), kinds_for_gephi(connected), strict=True):
        yield f'      <edge id="{key}" source={_quoted(printable(tie.source))} target={_quoted(printable(tie.target))} '
        yield f"label={_quoted(tie.label)} kind={_quoted(kind)} weight={_quoted(tie.weight)}"
        yield f"{_days(tie.first, tie.last)}>\n"
        yield from _values(edge_attributes(tie, connected), edge_names)
        yield "      </edge>\n"
    yield "    </edges>\n  </graph>\n</gexf>\n"


def _declared(of: str, names: list[str], types: Mapping[str, str]) -> Iterator[str]:
    yield f'    <attributes class="{of}" mode="static">\n'
    for name in names:
        yield f'      <attribute id="{name}" title="{name}" type="{types[name]}" />\n'
    yield "    </attributes>\n"


def _days(first: str, last: str) -> str:
    return "".join(f' {name}="{day}"' for name, day in (("start", first), ("end", last)) if day)


def _look(color: str, degree: int, point: tuple[int, int]) -> str:
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return (
        f'        <viz:color r="{red}" g="{green}" b="{blue}" a="1.0" />\n'
        f'        <viz:size value="{round(4 + 3 * degree**0.5, 3)}" />\n'
        f'        <viz:position x="{point[0]}" y="{point[1]}" z="0.0" />\n'
    )


def _values(attributes: Attributes, names: list[str]) -> Iterator[str]:
    yield "        <attvalues>\n"
    for name in names:
        if name in attributes:
            yield f'          <attvalue for="{name}" value={_quoted(attributes[name])} />\n'
    yield "        </attvalues>\n"


def _text(value: str | int | float | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _quoted(value: str | int | float | bool) -> str:
    return f'"{_text(value).translate(_IN_QUOTES)}"'


def _types(rows: Iterable[Attributes]) -> dict[str, str]:
    """The names of attributes in order, each with its type; some rows leave some out."""
    found: dict[str, str] = {}
    for row in rows:
        for name, value in row.items():
            found.setdefault(name, _TYPES[type(value)])
    return found


def _pieces(words: Iterable[str]) -> Iterator[bytes]:
    """Join what is written into pieces of some size."""
    waiting: list[str] = []
    length = 0
    for word in words:
        waiting.append(word)
        length += len(word)
        if length > _PIECE:
            yield "".join(waiting).encode()
            waiting, length = [], 0
    yield "".join(waiting).encode()
