"""Measures of a connected network, by networkx: parts, communities, centralities, and who joins communities.

Communities, strength, PageRank and brokers go by `Tie.strength`, betweenness by the number of steps. Nodes are numbered
and every choice by chance is seeded, so the same network gives the same numbers everywhere. PageRank is igraph's, since
networkx's needs scipy, and so is betweenness, which takes networkx thirty times as long.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from gongbao.network.connect import Connected
from gongbao.network.ties import Tie

if TYPE_CHECKING:
    import networkx as nx

    Numbered = nx.Graph[int]

EXACT = 5000  # nodes up to which betweenness counts every way; in larger networks it is estimated
PIVOTS = 512  # from the ways that begin at so many nodes, drawn by chance (Brandes and Pich 2007)
SEED = 1


@dataclass(frozen=True, slots=True)
class Measured:
    """What a node is in its network.

    `component` and `community` (Louvain) are numbered from 1, the largest first. `degree` counts neighbours, `strength`
    sums how strongly they are tied. `betweenness` and `pagerank` are between 0 and 1. `joins` counts the communities of
    the neighbours; `broker` is, for a body that joins two or more, how evenly (the participation coefficient of
    Guimerà and Amaral 2005), else 0.
    """

    component: int
    community: int
    degree: int
    strength: float
    betweenness: float
    pagerank: float
    joins: int
    broker: float


NAMES = tuple(field.name for field in fields(Measured))


def measure(connected: Connected, actors: frozenset[str]) -> Mapping[str, Measured]:
    """Return the measures of each node by IRI; `actors` are the types that can be brokers."""
    import networkx as nx

    graph = numbered(connected)
    component = _ranks(nx.connected_components(graph), len(graph))
    community = _ranks(nx.community.louvain_communities(graph, weight="weight", seed=SEED), len(graph))
    between = _betweenness(graph)
    rank = _pagerank(graph)
    found = {}
    for n, node in enumerate(connected.nodes):
        shares: dict[int, float] = defaultdict(float)
        for other, data in graph[n].items():
            shares[community[other]] += data["weight"]
        strength = sum(shares.values())
        evenly = 1 - sum((share / strength) ** 2 for share in shares.values()) if strength else 0.0
        found[node.iri] = Measured(
            component=component[n],
            community=community[n],
            degree=graph.degree(n),
            strength=round(strength, 4),
            betweenness=round(between[n], 6),
            pagerank=round(rank[n], 6),
            joins=len(shares),
            broker=round(evenly, 4) if node.type in actors else 0.0,
        )
    return found


def measure_years(connected: Connected, actors: frozenset[str]) -> Mapping[str, Mapping[str, Measured]]:
    """Return the measures of each year's network, by year: the ties that hold in it, and what they tie."""
    years: dict[str, list[Tie]] = defaultdict(list)
    for tie in connected.ties:
        if tie.first and tie.last:
            for year in range(int(tie.first[:4]), int(tie.last[:4]) + 1):
                years[f"{year:04}"].append(tie)
    return {year: measure(_only(connected, ties), actors) for year, ties in sorted(years.items())}


def _only(connected: Connected, ties: list[Tie]) -> Connected:
    tied = {end for tie in ties for end in (tie.source, tie.target)}
    nodes = tuple(node for node in connected.nodes if node.iri in tied)
    return replace(connected, nodes=nodes, ties=tuple(ties), reasons={})


def numbered(connected: Connected) -> Numbered:
    """Return the network without directions and kinds: nodes are numbers in their order, `weight` sums the strengths."""
    import networkx as nx

    numbers = {node.iri: n for n, node in enumerate(connected.nodes)}
    graph: Numbered = nx.Graph()
    graph.add_nodes_from(range(len(numbers)))
    for tie in connected.ties:
        a, b = numbers[tie.source], numbers[tie.target]
        if a != b:
            before = graph[a][b]["weight"] if graph.has_edge(a, b) else 0.0
            graph.add_edge(a, b, weight=before + tie.strength)
    return graph


def _ranks(groups: Iterable[Iterable[int]], size: int) -> list[int]:
    """The number of each node's group: 1 for the largest; of equals the one with the smallest member comes first."""
    ranks = [0] * size
    ordered = sorted((sorted(group) for group in groups), key=lambda group: (-len(group), group[0]))
    for rank, group in enumerate(ordered, 1):
        for member in group:
            ranks[member] = rank
    return ranks


def _betweenness(graph: Numbered) -> list[float]:
    import igraph

    size = len(graph)
    begun = None if size <= EXACT else sorted(random.Random(SEED).sample(range(size), PIVOTS))
    counted = igraph.Graph(n=size, edges=list(graph.edges)).betweenness(directed=False, sources=begun)
    whole = max(1.0, (size - 1) * (size - 2) / 2) * (len(begun) / size if begun else 1.0)
    return [ways / whole for ways in counted]


def _pagerank(graph: Numbered) -> list[float]:
    import igraph

    if not len(graph):
        return []
    edges: list[tuple[int, int, float]] = list(graph.edges(data="weight"))
    same = igraph.Graph(n=len(graph), edges=[(a, b) for a, b, _ in edges])
    ranks: list[float] = same.pagerank(directed=False, weights=[w for _, _, w in edges] or None)
    return ranks
