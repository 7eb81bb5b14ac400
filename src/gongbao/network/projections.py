"""Projections that people ask for: bodies by common campaigns, campaigns by bodies, cities by the campaigns they share.

The weight of a pair is Newman's (2001): each thing that both are tied to counts 1 / (how many are tied to it - 1), so
that what everybody does ties nobody closely. networkx computes it.
"""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

from gongbao.errors import UsageError
from gongbao.network.choice import Choice
from gongbao.network.connect import Connected, merged_statements
from gongbao.network.dates import Dates
from gongbao.network.values import Edge, Network, Node, Tie
from gongbao.ontology import Ontology
from gongbao.text.harmless import guarded

MOST = 500  # ends: what more of them are tied to ties no two of them, so that pairs do not grow with the square

_Pairs = Mapping[tuple[str, str], list[Edge]]
"""What is projected (bodies) and over what (campaigns), with the statements that tie them."""


def project(network: Network, terms: Ontology, name: str) -> Connected:
    """Return a projection as a network of its own. Raises UsageError for a name that is not known."""
    if name not in PROJECTIONS:
        raise UsageError("no projection", name=name, known=PROJECTIONS)
    find, kind, label = PROJECTIONS[name]
    nodes = {node.iri: node for node in network.nodes}
    found = find(network, terms).items()
    pairs = {pair: edges for pair, edges in found if pair[0] in nodes and pair[1] in nodes}
    ties = _projected(pairs, kind, label, Dates(network.reports))
    if name == "bodies":
        ties += [tie for tie in merged_statements(network, terms) if tie.kind == terms.property_role("cooperation")]
    ties.sort(key=lambda tie: (tie.source, tie.target, tie.kind))
    ends = {end for tie in ties for end in (tie.source, tie.target)} | {end for end, _ in pairs}
    kept = tuple(nodes[iri] for iri in sorted(ends & set(nodes)))
    tied = {end for tie in ties for end in (tie.source, tie.target)}
    reasons = {node.iri: "shares nothing with another" for node in kept if node.iri not in tied}
    return Connected(kept, tuple(ties), (), network.reports, Choice(), reasons)


def _projected(pairs: _Pairs, kind: str, label: str, dates: Dates) -> list[Tie]:
    import networkx as nx

    over: dict[str, list[str]] = defaultdict(list)
    for end, thing in sorted(pairs):
        over[thing].append(end)
    over = {thing: ends for thing, ends in over.items() if 1 < len(ends) <= MOST}
    ends = sorted({end for ends in over.values() for end in ends})
    number = {end: n for n, end in enumerate(ends)}
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(ends)))
    names = sorted(over)
    for n, thing in enumerate(names, len(ends)):
        graph.add_edges_from((number[end], n) for end in over[thing])
    weighted = nx.bipartite.collaboration_weighted_projected_graph(graph, range(len(ends)))
    ties = []
    shared: list[tuple[int, int, float]] = list(weighted.edges(data="weight"))
    for a, b, weight in shared:
        one, other = ends[min(a, b)], ends[max(a, b)]
        things = [names[n - len(ends)] for n in sorted(set(graph[a]) & set(graph[b]))]
        proofs = tuple(edge for thing in things for end in (one, other) for edge in pairs[end, thing])
        weight = round(weight, 4)
        tie = Tie(one, other, kind, label, weight, weight, "text", proofs, both=True)
        ties.append(dates.of(tie))
    return ties


def _conducted(network: Network, terms: Ontology) -> _Pairs:
    """Bodies and the campaigns that statements tie them to, but for those that did not take place."""
    bodies = {node.iri for node in network.nodes if terms.is_a(node.type, terms.role("actor"))}
    campaigns = {node.iri for node in network.nodes if terms.is_a(node.type, terms.role("campaign"))}
    unasserted = {concept.id for concept in terms.concepts.values() if "unasserted" in concept.roles}
    found: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    for edge in network.edges:
        if edge.source in bodies and edge.target in campaigns and edge.modality not in unasserted:
            found[edge.source, edge.target].append(edge)
    return found


def _cities(network: Network, terms: Ontology) -> _Pairs:
    """Divisions and the campaigns that bodies of theirs conduct, or that lie in them."""
    divisions = {node.iri for node in network.nodes if node.code}
    of: dict[str, set[str]] = defaultdict(set)
    found: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    campaigns = {node.iri for node in network.nodes if terms.is_a(node.type, terms.role("campaign"))}
    for edge in network.edges:
        if edge.target in divisions and edge.relation == terms.property_role("jurisdiction"):
            of[edge.source].add(edge.target)
        elif edge.target in divisions and edge.source in campaigns:
            found[edge.target, edge.source].append(edge)
    for (body, campaign), edges in _conducted(network, terms).items():
        for place in sorted(of.get(body, ())):
            found[place, campaign] += edges
    return found


PROJECTIONS: Mapping[str, tuple[Callable[[Network, Ontology], _Pairs], str, str]] = {
    "bodies": (_conducted, "sharesCampaign", "共同行动"),
    "campaigns": (
        lambda *given: {end[::-1]: edges for end, edges in _conducted(*given).items()},
        "sharesBody",
        "同一主体",
    ),
    "cities": (_cities, "sharesCampaign", "共同行动"),
}
"""What is projected over what, and the kind of the edges with what it is called, by name."""


def matrix(connected: Connected) -> bytes:
    """Return the weights as a square table in CSV for spreadsheets: names as rows and columns, 0 where nothing is shared.

    Edges of several kinds between a pair are summed.
    """
    weights: dict[tuple[str, str], float] = defaultdict(float)
    for tie in connected.ties:
        for pair in ((tie.source, tie.target), (tie.target, tie.source)):
            weights[pair] += tie.weight
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    names = _names(connected.nodes)
    writer.writerow(["", *names])
    for node, name in zip(connected.nodes, names, strict=True):
        writer.writerow([name, *(round(weights.get((node.iri, other.iri), 0), 4) for other in connected.nodes)])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def _names(nodes: Sequence[Node]) -> list[str]:
    """Labels, and behind those that several bear the IRI."""
    counts = Counter(node.label for node in nodes)
    return [guarded(node.label if counts[node.label] == 1 else f"{node.label} <{node.iri}>") for node in nodes]
