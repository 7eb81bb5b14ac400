"""How two things are linked: all shortest ways, with what says so of each step, and what the two share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from gongbao.errors import QueryError
from gongbao.iri import canonical
from gongbao.network.connect import Connected
from gongbao.network.values import Node, Tie

if TYPE_CHECKING:
    import networkx as nx

LOOKED_AT = 1000  # ways that are looked at to show the strongest first


@dataclass(frozen=True, slots=True)
class Step:
    """From one thing to the next: every edge between the two, the strongest first."""

    start: Node
    end: Node
    ties: tuple[Tie, ...]


@dataclass(frozen=True, slots=True)
class Linked:
    """How two things are linked: `length` steps, `count` shortest ways, of which `ways` are the strongest.

    No way at all is a length of 0. `shared` are the things tied to both, each with its two steps.
    """

    length: int
    count: int
    ways: tuple[tuple[Step, ...], ...]
    shared: tuple[tuple[Step, Step], ...]


def find(connected: Connected, name: str) -> Node:
    """Return the thing with this IRI or name, in either script. Raises QueryError where none or several bear it."""
    wanted = canonical(name)
    called = [n for n in connected.nodes if name == n.iri or wanted in (n.label, canonical(n.label_hant))]
    called = called or [n for n in connected.nodes if wanted in map(canonical, n.aliases)]
    if len(called) == 1:
        return called[0]
    if called:
        listed = ", ".join(node.iri for node in called)
        raise QueryError("several things are called so", count=len(called), name=name, listed=listed)
    near = ", ".join(node.label for node in connected.nodes if wanted in node.label or node.label in wanted)[:200]
    hint = (f"; names like it: {near}", f"；相近的名称：{near}") if near else ("", "")
    raise QueryError(f"no thing named {name!r} in the network{hint[0]}", f"网络中没有名为 {name} 的事物{hint[1]}")


def link(connected: Connected, one: Node, other: Node, *, most: int = 20) -> Linked:
    """Return how two things are linked, by at most `most` ways. Directions of edges do not count."""
    import networkx as nx

    graph = _numbered(connected)
    between = _between(connected)
    numbers = {node.iri: number for number, node in enumerate(connected.nodes)}
    a, b = numbers[one.iri], numbers[other.iri]
    shared = [_steps((a, n, b), connected, between) for n in sorted(set(graph[a]) & set(graph[b])) if n not in (a, b)]
    first_two = [(way[0], way[1]) for way in sorted(shared, key=_weakness)]
    if a == b or not nx.has_path(graph, a, b):
        return Linked(0, 0, (), tuple(first_two))
    found = [
        _steps(way, connected, between) for way in islice(nx.all_shortest_paths(graph, a, b), max(most, LOOKED_AT))
    ]
    length = len(found[0])
    return Linked(length, _count(graph, a, b), tuple(sorted(found, key=_weakness)[:most]), tuple(first_two))


def _numbered(connected: Connected) -> nx.Graph[int]:
    """The network without directions and kinds, nodes as numbers in their order."""
    import networkx as nx

    numbers = {node.iri: number for number, node in enumerate(connected.nodes)}
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(numbers)))
    graph.add_edges_from((numbers[tie.source], numbers[tie.target]) for tie in connected.ties)
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    return graph


def _count(graph: nx.Graph[int], a: int, b: int) -> int:
    """How many shortest ways there are, without walking them."""
    import networkx as nx

    before: dict[int, list[int]] = nx.predecessor(graph, a)  # type: ignore[assignment]
    counts: dict[int, int] = {a: 1}
    for node in before:  # in the order of the distance
        counts.setdefault(node, sum(counts[n] for n in before[node]))
    return counts[b]


def _between(connected: Connected) -> Mapping[frozenset[str], list[Tie]]:
    found: dict[frozenset[str], list[Tie]] = defaultdict(list)
    for tie in connected.ties:
        found[frozenset((tie.source, tie.target))].append(tie)
    return found


def _steps(way: Sequence[int], connected: Connected, between: Mapping[frozenset[str], list[Tie]]) -> tuple[Step, ...]:
    steps = []
    for a, b in pairwise(way):
        start, end = connected.nodes[a], connected.nodes[b]
        ties = sorted(between[frozenset((start.iri, end.iri))], key=lambda tie: (-tie.strength, tie.kind))
        steps.append(Step(start, end, tuple(ties)))
    return tuple(steps)


def _weakness(way: Sequence[Step]) -> tuple[float, tuple[str, ...]]:
    """Sorts ways whose weakest step is strong first; of equals by the names they pass."""
    return -min(sum(tie.strength for tie in step.ties) for step in way), tuple(step.end.label for step in way)
