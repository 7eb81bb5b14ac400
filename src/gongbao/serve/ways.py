"""How two things are linked, over any number of things between: the shortest ways by what is said in the graph.

The neighbours of both ends are read from the store, those of the smaller side first, until the two sides meet; networkx
then finds all shortest ways in what was read. So a store of any size is asked for no more than MOST_EDGES.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import pyoxigraph as ox

from gongbao.ontology import Ontology
from gongbao.opening import Opened

MOST_STEPS, MOST_EDGES = 6, 20_000
"""Where the search for a way ends: steps, and edges that were read."""

MOST_WAYS = 5
"""Ways that are told: those whose things are tied to the fewest others, since what is tied to everything says little."""

_LOOKED_AT = 500


def ways(opened: Opened, terms: Ontology, one: str, other: str) -> list[list[str]]:
    """Return the shortest ways from one thing to another, each as the IRIs that it passes; none where there is none."""
    import networkx as nx

    told = [ox.NamedNode(spec.iri) for spec in terms.relations]
    network: nx.Graph[str] = nx.Graph()
    network.add_nodes_from((one, other))
    fronts: list[set[str]] = [{one}, {other}]
    for _ in range(MOST_STEPS if one != other else 0):
        side = 0 if len(fronts[0]) <= len(fronts[1]) else 1
        known = set(network)
        for node in sorted(fronts[side]):
            network.add_edges_from((node, tied) for tied in _tied(opened, told, node) if tied != node)
            if network.number_of_edges() > MOST_EDGES:
                return []
        fronts[side] = set(network) - known
        if nx.has_path(network, one, other):
            found = islice(nx.all_shortest_paths(network, one, other), _LOOKED_AT)
            return sorted(found, key=lambda way: (sum(network.degree(node) for node in way), way))[:MOST_WAYS]
        if not fronts[side]:
            return []
    return []


def _tied(opened: Opened, told: Sequence[ox.NamedNode], node: str) -> Iterator[str]:
    """What is tied to a thing, in either direction, once for each time that it is said."""
    graph = ox.DefaultGraph() if opened.merged else None
    here = ox.NamedNode(node)
    for predicate in told:
        for quad in opened.store.quads_for_pattern(here, predicate, None, graph):
            if isinstance(quad.object, ox.NamedNode):
                yield quad.object.value
        for quad in opened.store.quads_for_pattern(None, predicate, here, graph):
            if isinstance(quad.subject, ox.NamedNode):
                yield quad.subject.value
