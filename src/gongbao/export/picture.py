"""A still picture of a network in SVG, for notebooks and pages: no script, every text escaped."""

from collections import Counter

from gongbao.export.layout import positions
from gongbao.export.templates import render
from gongbao.network.values import Edge, Network, Node

MOST = 60  # things that a picture shows: the best connected ones
_WIDTH = 900
_MARGIN = 84  # half of the longest label
_LONGEST = 14  # characters of a label


def picture(network: Network, *, title: str = "") -> str:
    """Return one `<svg>` element that shows up to sixty things; hovering tells names, relations and evidence."""
    nodes, edges = _chosen(network)
    index = {node.iri: number for number, node in enumerate(nodes)}
    pairs = [(index[edge.source], index[edge.target]) for edge in edges]
    labels = [n.label if len(n.label) <= _LONGEST else n.label[: _LONGEST - 1] + "…" for n in nodes]
    points = _scaled(positions(labels, pairs))
    degrees: Counter[int] = Counter(end for pair in pairs for end in pair)
    radii = [round(min(14.0, 4 + 1.6 * degrees[number] ** 0.5), 1) for number in range(len(nodes))]
    return render(
        "picture.svg",
        title=title,
        points=points,
        width=_WIDTH,
        height=round(max((y for _, y in points), default=0) + 40),
        lines=[(edge, points[a], points[b]) for edge, (a, b) in zip(edges, pairs, strict=True)],
        circles=list(zip(nodes, points, radii, labels, strict=True)),
    )


def _chosen(network: Network) -> tuple[list[Node], list[Edge]]:
    degrees: Counter[str] = Counter()
    for edge in network.edges:
        degrees.update({edge.source, edge.target})
    ranked = sorted(network.nodes, key=lambda n: (-degrees[n.iri], -n.mentions, n.iri))[:MOST]
    kept = {node.iri for node in ranked}
    return ranked, [edge for edge in network.edges if edge.source in kept and edge.target in kept]


def _scaled(points: list[tuple[int, int]]) -> list[tuple[float, float]]:
    """Fit the points into the picture's width, y pointing down."""
    if not points:
        return []
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top = max(y for _, y in points)
    scale = min(1.0, (_WIDTH - 2 * _MARGIN) / max(1, right - left))
    return [(round(_MARGIN + (x - left) * scale, 1), round(30 + (top - y) * scale, 1)) for x, y in points]
