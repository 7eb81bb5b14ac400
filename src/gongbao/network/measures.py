"""Measures of a connected network, by igraph: parts, communities, centralities, and who joins communities.

Communities, strength, PageRank and brokers go by `Tie.strength`, betweenness by the number of steps. Nodes are numbered
and every choice by chance is seeded, so the same network gives the same numbers everywhere. It is not networkx, which
takes thirty times as long for betweenness and a kilobyte of memory for an edge.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from gongbao.network.connect import Connected
from gongbao.network.values import Tie
from gongbao.ontology import Ontology

if TYPE_CHECKING:
    import igraph

EXACT = 5000  # nodes up to which betweenness counts every way; in larger networks it is estimated
PIVOTS = 512  # from the ways that begin at so many nodes, drawn by chance (Brandes and Pich 2007)
SEED = 1


class Measured(NamedTuple):
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


NAMES = Measured._fields


def measure(connected: Connected, terms: Ontology) -> Mapping[str, Measured]:
    """Return the measures of each node by IRI; what acts can be a broker."""
    import igraph

    if not connected.nodes:
        return {}
    graph = _simple(connected)
    igraph.set_random_number_generator(random.Random(SEED))
    component = _ranks(graph.connected_components(), graph.vcount())
    community = _ranks(graph.community_multilevel(weights="weight"), graph.vcount())
    between = _betweenness(graph)
    actors = {spec.id for spec in terms.entity_classes if terms.is_a(spec.id, terms.role("actor"))}
    rank: list[float] = graph.pagerank(directed=False, weights="weight")
    degree = graph.degree()
    shares = _shares(graph, community)
    found = {}
    for n, node in enumerate(connected.nodes):
        strength = sum(shares[n].values())
        evenly = 1 - sum((share / strength) ** 2 for share in shares[n].values()) if strength else 0.0
        found[node.iri] = Measured(
            component=component[n],
            community=community[n],
            degree=degree[n],
            strength=round(strength, 4),
            betweenness=round(between[n], 6),
            pagerank=round(rank[n], 6),
            joins=len(shares[n]),
            broker=round(evenly, 4) if node.type in actors else 0.0,
        )
    return found


def measure_years(connected: Connected, terms: Ontology) -> Mapping[str, Mapping[str, Measured]]:
    """Return the measures of each year's network, by year: the ties that hold in it, and what they tie."""
    years: dict[str, list[Tie]] = defaultdict(list)
    for tie in connected.ties:
        if tie.first and tie.last:
            for year in range(int(tie.first[:4]), int(tie.last[:4]) + 1):
                years[f"{year:04}"].append(tie)
    return {year: measure(_only(connected, ties), terms) for year, ties in sorted(years.items())}


def _only(connected: Connected, ties: list[Tie]) -> Connected:
    tied = {end for tie in ties for end in (tie.source, tie.target)}
    nodes = tuple(node for node in connected.nodes if node.iri in tied)
    return replace(connected, nodes=nodes, ties=tuple(ties), reasons={})


def _simple(connected: Connected) -> igraph.Graph:
    """The network without directions and kinds: nodes are numbers in their order, `weight` sums the strengths."""
    import igraph

    numbers = {node.iri: n for n, node in enumerate(connected.nodes)}
    graph = igraph.Graph(n=len(numbers), edges=((numbers[t.source], numbers[t.target]) for t in connected.ties))
    graph.es["weight"] = [tie.strength for tie in connected.ties]
    return graph.simplify(combine_edges="sum")


def _shares(graph: igraph.Graph, community: Sequence[int]) -> list[dict[int, float]]:
    """How strongly each node is tied to each community."""
    found: list[dict[int, float]] = [defaultdict(float) for _ in community]
    for (a, b), weight in zip(graph.get_edgelist(), graph.es["weight"], strict=True):
        found[a][community[b]] += weight
        found[b][community[a]] += weight
    return found


def _ranks(groups: Iterable[Iterable[int]], size: int) -> list[int]:
    """The number of each node's group: 1 for the largest; of equals the one with the smallest member comes first."""
    ranks = [0] * size
    ordered = sorted((sorted(group) for group in groups), key=lambda group: (-len(group), group[0]))
    for rank, group in enumerate(ordered, 1):
        for member in group:
            ranks[member] = rank
    return ranks


def _betweenness(graph: igraph.Graph) -> list[float]:
    size = graph.vcount()
    begun = None if size <= EXACT else sorted(random.Random(SEED).sample(range(size), PIVOTS))
    counted = graph.betweenness(directed=False, sources=begun)
    whole = max(1.0, (size - 1) * (size - 2) / 2) * (len(begun) / size if begun else 1.0)
    return [ways / whole for ways in counted]
