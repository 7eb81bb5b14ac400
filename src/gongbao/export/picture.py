"""A still picture of a network in SVG, for notebooks and pages: no script, every text escaped."""

from __future__ import annotations

import html
from collections import Counter

from gongbao.export.attributes import printable
from gongbao.export.layout import positions
from gongbao.network.values import Edge, Network, Node

MOST = 60  # things that a picture shows: the best connected ones
_WIDTH = 900
_MARGIN = 84  # half of the longest label
_LONGEST = 14  # characters of a label


def picture(network: Network, *, title: str = "") -> str:
    """Return one `<svg>` element that shows up to sixty things; hovering tells names, relations and evidence."""
    nodes, edges = _chosen(network)
    if not nodes:
        return f'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><title>{_text(title)}</title></svg>'
    index = {node.iri: number for number, node in enumerate(nodes)}
    pairs = [(index[edge.source], index[edge.target]) for edge in edges]
    points = _scaled(positions([_short(node.label) for node in nodes], pairs))
    height = round(max(y for _, y in points) + 40)
    degrees: Counter[int] = Counter(end for pair in pairs for end in pair)
    lines = "".join(_line(edge, points[a], points[b]) for edge, (a, b) in zip(edges, pairs, strict=True))
    circles = "".join(_circle(node, points[n], degrees[n]) for n, node in enumerate(nodes))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="100%" role="img" '
        f'style="max-width:{_WIDTH}px;background:#fff" font-family="sans-serif" font-size="11">'
        f"<title>{_text(title)}</title>"
        f'<g stroke="#9aa3b2" stroke-width="1">{lines}</g><g fill="#1d2330">{circles}</g></svg>'
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
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top = max(y for _, y in points)
    scale = min(1.0, (_WIDTH - 2 * _MARGIN) / max(1, right - left))
    return [(round(_MARGIN + (x - left) * scale, 1), round(30 + (top - y) * scale, 1)) for x, y in points]


def _line(edge: Edge, start: tuple[float, float], end: tuple[float, float]) -> str:
    dash = "" if edge.modality == "done" else ' stroke-dasharray="4 3"'
    told = _text(f"{edge.label}（{edge.modality}）：{edge.evidence}")
    return f'<line x1="{start[0]}" y1="{start[1]}" x2="{end[0]}" y2="{end[1]}"{dash}><title>{told}</title></line>'


def _circle(node: Node, point: tuple[float, float], degree: int) -> str:
    radius = round(min(14.0, 4 + 1.6 * degree**0.5), 1)
    told = _text("\n".join((node.label, *node.aliases)))
    return (
        f'<g><title>{told}</title><circle cx="{point[0]}" cy="{point[1]}" r="{radius}" fill="{_text(node.color)}"/>'
        f'<text x="{point[0]}" y="{round(point[1] + radius + 12, 1)}" text-anchor="middle">'
        f"{_text(_short(node.label))}</text></g>"
    )


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST else label[: _LONGEST - 1] + "…"


def _text(words: str) -> str:
    """Escape; characters that XML cannot hold, and those that turn the direction of text, are replaced."""
    return html.escape("".join(c if c.isprintable() or c in "\n\t" else "�" for c in printable(words)))
