"""Reports as nodes: which things each names, and which reports name the same things."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from gongbao.network.values import LABELS, MENTIONED, SHARED, Edge, Network, Node, Source, Tie
from gongbao.ontology import Ontology

MOST = 30  # reports: what more of them name ties no two of them, and pairs do not grow with the square


def nodes_of(reports: Iterable[Source], terms: Ontology) -> list[Node]:
    """Return a node for each report, by its title."""
    spec = terms.get_class("Report")
    days = ((report, report.issued[:10]) for report in reports)
    return [Node(r.iri, spec.id, r.name, r.name, (), 0, "", spec.color, first=day, last=day) for r, day in days]


def mentioned(reports: Iterable[Source]) -> Iterator[Tie]:
    """Yield a tie from each thing to each report that names it; its weight is how often, its proof the first time."""
    label = LABELS[MENTIONED]
    for report in reports:
        for (thing, count), words, start in zip(report.mentioned, report.words, report.starts, strict=True):
            place = (words, start, start + len(words), report.iri, report.source, "")
            proof = Edge(thing, report.iri, MENTIONED, label, "", 1.0, "", *place)
            yield Tie(thing, report.iri, MENTIONED, label, float(count), float(count), "text", (proof,))


def shared(network: Network, closest: int) -> list[Tie]:
    """Return ties between reports: the closest few of each, by what both name, the less the more reports name it."""
    naming: dict[str, list[str]] = defaultdict(list)
    for report in network.reports:
        for thing, _ in report.mentioned:
            naming[thing].append(report.iri)
    both: dict[tuple[str, str], list[str]] = defaultdict(list)
    for thing, reports in naming.items():
        if 1 < len(reports) <= MOST:
            for pair in combinations(sorted(reports), 2):
                both[pair].append(thing)
    total = len(network.reports)
    rarity = {thing: math.log((total + 1) / len(reports)) for thing, reports in naming.items()}
    weights = {pair: round(sum(rarity[thing] for thing in things), 4) for pair, things in both.items()}
    ranked: dict[str, list[tuple[float, tuple[str, str]]]] = defaultdict(list)
    for pair, weight in weights.items():
        for end in pair:
            ranked[end].append((-weight, pair))
    kept = {pair for rows in ranked.values() for _, pair in sorted(rows)[:closest]}
    labels = {node.iri: node.label for node in network.nodes}
    return [_tie(pair, weights[pair], both[pair], labels) for pair in sorted(kept)]


def _tie(pair: tuple[str, str], weight: float, things: Sequence[str], labels: dict[str, str]) -> Tie:
    label = LABELS[SHARED]
    proofs = tuple(
        Edge(*pair, SHARED, label, "", 1.0, "", labels.get(thing, thing), 0, 0, "", "", thing)
        for thing in sorted(things)
    )
    return Tie(*pair, SHARED, label, weight, weight, "text", proofs, both=True)
