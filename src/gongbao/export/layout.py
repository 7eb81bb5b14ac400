"""Place the nodes of a network: the same bytes on every run, one second for 20,000 nodes.

Coordinates are whole numbers in the pixels of a wide screen, y pointing up. Connected parts are laid out on their own
and packed in rows under the largest, so that a part's place does not depend on chance.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from gongbao.compiled import core

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

_igraph = partial(core, "igraph", "_igraph")
"""The compiled core of igraph: the tables and colours of the package would take 40 ms to load."""

ASPECT = 1.25  # width by height of the pane that the picture is made for
SPACING = 44.0  # pixels that a node of a large part may count on
CROWD = 2.2  # room for a small part, as a multiple of what its labels cover
SEPARATED = 150  # parts up to this size have their labels pushed apart (the cost grows with the square)
READ_AT_ONCE = 400  # networks up to this size are looked at as a whole, so that labels are worth the trouble
ROUNDS = 250
GROW_AFTER = 40  # rounds of pushing after which the part is given more room
LABEL_LINE = 10  # characters to a line of a label, as the page wraps them
LABEL_CHAR, LABEL_HEIGHT, LABEL_GAP, LABEL_LEAD = 12.5, 16.0, 14.0, 26.0


def positions(names: Sequence[str], edges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return x and y for each name; `edges` are pairs of indexes. A name's length makes room for its label."""
    return list(_positions(tuple(names), tuple(sorted({(min(a, b), max(a, b)) for a, b in edges if a != b}))))


@lru_cache(2)  # a build asks twice: for the page and for GEXF
def _positions(names: tuple[str, ...], pairs: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    if not names:
        return []
    graph = _igraph().GraphBase(n=len(names), edges=pairs)
    members: dict[int, list[int]] = {}
    for node, number in enumerate(graph.connected_components()):
        members.setdefault(number, []).append(node)
    parts = sorted(members.values(), key=lambda part: (-len(part), part[0]))
    placed = []
    for part in parts:
        boxes = _boxes([names[i] for i in part])
        small = len(part) <= SEPARATED and len(names) <= READ_AT_ONCE
        placed.append((part, _part(graph.induced_subgraph(part), boxes, small), boxes))
    return _pack(placed, len(names))


def _part(graph: Any, boxes: Points, small: bool) -> Points:
    """Lay one connected part out, in pixels; a small one so that no label lies on another."""
    import numpy as np

    if len(boxes) == 1:
        return np.zeros((1, 2))
    points = _forces(graph)
    room = boxes.prod(axis=1).sum() * CROWD if small else len(boxes) * SPACING**2
    points = _turned(points)
    width = math.sqrt(room * ASPECT)
    extent = np.maximum(np.ptp(points, axis=0), 1e-9)
    points = (points - points.min(axis=0)) / extent * np.array([width, width / ASPECT])
    return _separated(points, boxes) if small else points


def _boxes(names: list[str]) -> Points:
    """The room that each node takes with its label, in pixels."""
    import numpy as np

    length = np.array([len(name) for name in names])
    lines = np.clip(np.ceil(length / LABEL_LINE), 1, 2)
    wide = np.minimum(length, LABEL_LINE) * LABEL_CHAR + LABEL_GAP
    return np.column_stack([wide, LABEL_LEAD + lines * LABEL_HEIGHT])


def _forces(graph: Any) -> Points:
    """Fruchterman–Reingold from a sunflower start, the best-connected nodes in the middle: no random number decides."""
    import numpy as np

    count = graph.vcount()
    order = np.argsort(-np.array(graph.degree()), kind="stable")
    rank = np.empty(count)
    rank[order] = np.arange(count)
    radius, angle = np.sqrt(rank), rank * math.pi * (3 - math.sqrt(5))
    start = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    _igraph().set_random_number_generator(random.Random(1))  # for ties only, the same on each run
    grid = count > SEPARATED
    rounds = 300 if grid else 1000
    return np.array(graph.layout_fruchterman_reingold(niter=rounds, seed=start.tolist(), grid=grid))


def _turned(points: Points) -> Points:
    """Turn the longest axis of the cloud to the horizontal, mirrored so that the first node lies left of the middle."""
    import numpy as np

    centred = points - points.mean(axis=0)
    (a, b), (_, d) = np.cov(centred.T)
    angle = 0.5 * math.atan2(2 * b, a - d)
    cos, sin = math.cos(-angle), math.sin(-angle)
    turned: Points = centred @ np.array([[cos, sin], [-sin, cos]])
    return turned * np.where(turned[0] > 0, -1.0, 1.0)


def _separated(points: Points, boxes: Points) -> Points:
    """Push boxes apart along the axis on which they overlap least, until none overlap or the rounds are over."""
    import numpy as np

    half = (boxes[:, None, :] + boxes[None, :, :]) / 2
    own = np.eye(len(points), dtype=bool)
    for turn in range(ROUNDS):
        if turn % GROW_AFTER == GROW_AFTER - 1:
            points = points * 1.12
        apart = points[:, None, :] - points[None, :, :]
        overlap = half - np.abs(apart)
        hit = (overlap > 0).all(axis=2) & ~own
        if not hit.any():
            break
        sideways = overlap[:, :, 0] < overlap[:, :, 1]
        later = np.tri(len(points), dtype=bool)  # two nodes on one spot part in the order of their indexes
        sign = np.where(apart == 0, np.where(later, 1.0, -1.0)[:, :, None], np.sign(apart))
        push = np.where(hit[:, :, None], overlap * sign * 0.5, 0.0)
        push[:, :, 0] *= sideways
        push[:, :, 1] *= ~sideways
        points = points + push.sum(axis=1) * 0.6
    return points


def _pack(placed: list[tuple[list[int], Points, Points]], count: int) -> list[tuple[int, int]]:
    """Set the parts in rows, largest first, and return the points in the order of the nodes, centred on (0, 0)."""
    import numpy as np

    corners = [((points - boxes / 2).min(axis=0), (points + boxes / 2).max(axis=0)) for _, points, boxes in placed]
    sizes = [high - low for low, high in corners]
    area = float(sum(size.prod() for size in sizes))
    width = max(float(sizes[0][0]), math.sqrt(area * ASPECT))
    out = np.zeros((count, 2))
    x = y = row = 0.0
    for (members, points, _), (low, _), size in zip(placed, corners, sizes, strict=True):
        if x and x + size[0] > width:
            x, y, row = 0.0, y + row, 0.0
        out[members] = points - low + np.array([x, y])
        x += float(size[0])
        row = max(row, float(size[1]))
    out -= (out.min(axis=0) + out.max(axis=0)) / 2
    return [(round(px), round(-py)) for px, py in out.tolist()]
