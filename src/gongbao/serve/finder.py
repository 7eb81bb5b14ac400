"""The process that knows all names of a view: it reads them once, and then finds things by name for the web server.

Requests are `{"find": TEXT, "types": [IRI…], "limit": N}`, `{"list": CLASS, "skip": N, "limit": N}` and `{"get": [IRI…]}`; the
answer to each is `{"things": […], "total": N}`, to the first also `"words"`: what was asked, cut for searching texts.
`{"ways": [IRI, IRI]}` is answered with `{"ways": [[IRI…]…]}`.
"""

import select
import socket
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import islice

import pyoxigraph as ox

from gongbao.ontology import RDF, SKOS, Ontology
from gongbao.opening import Opened
from gongbao.serve.index import Index, words
from gongbao.serve.wire import Head, Thing, pack, receive_blocking
from gongbao.text.script import fold

SOUNDED = 500  # names whose sound is made ready between two looks for a request


def work(channel: socket.socket, opened: Opened, terms: Ontology) -> None:
    """Read the names, say so, and answer until the server closes the channel; the sounds are made ready meanwhile."""
    index = Index(things(opened, terms))
    numbers = {thing.iri: number for number, thing in enumerate(index.things)}
    words("")  # the dictionary is read now, not in the time of the first question
    channel.sendall(pack({"ready": len(index.things)}))
    while True:
        while not select.select([channel], [], [], 0)[0] and index.sound(SOUNDED):
            pass
        if (message := receive_blocking(channel)) is None:
            return
        asked = message[0]
        found = {"ways": ways(opened, terms, *asked["ways"])} if "ways" in asked else answer(index, numbers, asked)
        channel.sendall(pack(found))


def answer(index: Index, numbers: dict[str, int], asked: Head) -> Head:
    """Answer one request."""
    if "find" in asked:
        hits = index.find(asked["find"], limit=asked["limit"], types=asked["types"])
        return {"things": [*map(asdict, hits)], "total": len(hits), "words": sought(asked["find"])}
    if "list" in asked:
        of = index.by_type.get(asked["list"], ())
        chosen = of[asked["skip"] : asked["skip"] + asked["limit"]]
        return {"things": [*map(asdict, chosen)], "total": len(of)}
    known = [index.things[numbers[iri]] for iri in asked["get"] if iri in numbers]
    return {"things": [*map(asdict, known)], "total": len(known)}


def sought(asked: str) -> list[str]:
    """The words to seek in texts: long ones rather than the shorter ones inside them, and rather than characters."""
    found = sorted(
        dict.fromkeys(word for part in asked.split() for word in words(fold(part)) if word[0].isalnum()), key=len
    )
    longest = [word for at, word in enumerate(found) if not any(word in other for other in found[at + 1 :])]
    return [word for word in longest if len(word) > 1] or longest


def things(opened: Opened, terms: Ontology) -> Iterator[Thing]:
    """Yield everything that has a name; names in simplified script come first."""
    store = opened.store
    graph = ox.DefaultGraph() if opened.merged else None
    types: dict[ox.NamedNode, dict[str, None]] = {}
    for spec in terms.entity_classes:
        for quad in store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), ox.NamedNode(spec.iri), graph):
            if isinstance(quad.subject, ox.NamedNode):
                types.setdefault(quad.subject, {})[spec.iri] = None
    names: dict[ox.NamedNode, list[tuple[int, str]]] = {node: [] for node in types}
    for rank, predicate in ((0, "prefLabel"), (2, "altLabel")):
        for quad in store.quads_for_pattern(None, ox.NamedNode(SKOS + predicate), None, graph):
            subject = quad.subject
            if isinstance(subject, ox.NamedNode) and subject in names and isinstance(quad.object, ox.Literal):
                other = (quad.object.language or "").lower() != "zh-hans"
                names[subject].append((rank + other, quad.object.value))
    refers = ox.NamedNode(terms.get_property("refersTo").iri)
    mentions = Counter(quad.object for quad in store.quads_for_pattern(None, refers, None, graph))
    for node, kinds in types.items():
        called = tuple(dict.fromkeys(name for _, name in sorted(names[node])))
        if called:
            yield Thing(node.value, tuple(kinds), called, mentions[node])


MOST_STEPS, MOST_EDGES = 6, 20_000  # where the search for a way ends: steps, and edges that were read
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
