"""What the network of real reports is like: lone nodes, parts, kinds, communities against reports, proofs of edges.

    python tests/benchmarks/network.py REPORT…     (the asked-for report and the provincial ones)

Prints a line for each thing that must hold and exits with 1 where one does not. Run it again when names or relations
change.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyoxigraph as ox

from gongbao.graph import quads
from gongbao.network.choice import EDGES, Choice
from gongbao.network.connect import Connected, connect
from gongbao.network.facts import read_network
from gongbao.network.measures import measure
from gongbao.network.values import MENTIONED, SHARED, Edge, Network, Tie
from gongbao.ontology import GB
from gongbao.pipeline import extract_file
from gongbao.settings import Settings
from gongbao.view import text_of

LONE, LARGEST, ONE_KIND, MUTUAL, SHARED_BY = 0.05, 0.85, 0.60, 0.60, 8
SAMPLE = 100  # edges of each kind


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports", nargs="+", type=Path)
    given = parser.parse_args()
    settings = Settings()
    started = time.process_time()
    graphs = [quads(e, settings.ontology, settings.base) for p in given.reports for e in extract_file(p, settings)]
    read = time.process_time()
    network = read_network((quad for graph in graphs for quad in graph), settings.ontology)
    connected = connect(network, settings.ontology)
    joined = time.process_time()
    measured = measure(connected, settings.ontology)
    print(
        f"extraction {read - started:.1f}, network {joined - read:.1f}, measures {time.process_time() - joined:.1f} CPU s"
    )
    print(f"{len(network.reports)} reports, {len(connected.nodes)} nodes, {len(connected.ties)} edges")
    parts = Counter(m.component for m in measured.values())
    lone = sum(size == 1 for size in parts.values()) / len(connected.nodes)
    kinds = Counter(tie.kind for tie in connected.ties)
    print("kinds", dict(kinds.most_common()))
    print("lone because", dict(Counter(connected.reasons.values())))
    held = [
        _held("lone nodes", lone, lone <= LONE, f"at most {LONE}"),
        _held(
            "largest part",
            largest := max(parts.values()) / len(connected.nodes),
            largest >= LARGEST,
            f"at least {LARGEST}",
        ),
        _held(
            "commonest kind", most := max(kinds.values()) / len(connected.ties), most <= ONE_KIND, f"at most {ONE_KIND}"
        ),
        _proofs(connect(network, settings.ontology, Choice(edges=EDGES)), _texts(graphs)),
    ]
    if len(network.reports) > 1:
        home = _homes(network)
        mutual = _mutual({iri: (m.community, home[iri]) for iri, m in measured.items() if iri in home})
        held.append(_held("communities against reports (NMI)", mutual, mutual < MUTUAL, f"below {MUTUAL}"))
        told = {node.iri: node for node in connected.nodes}
        top = [told[iri] for iri in sorted(measured, key=lambda iri: (-measured[iri].betweenness, iri))[:20]]
        print("highest betweenness:", "、".join(f"{n.label} ({n.reports})" for n in top))
        shared = sum(n.reports > 1 and n.type in ("Campaign", "Organization", "Event") for n in top)
        held.append(
            _held("of them shared campaigns, bodies, events", shared, shared >= SHARED_BY, f"at least {SHARED_BY}")
        )
    sys.exit(not all(held))


def _held(what: str, value: float, holds: bool, wanted: str) -> bool:
    print(f"{'holds ' if holds else 'FAILS '} {what}: {value:.3f} ({wanted})")
    return holds


def _homes(network: Network) -> dict[str, str]:
    """The report that names each thing most often."""
    best: dict[str, tuple[int, str]] = {}
    for report in network.reports:
        for thing, count in report.mentioned:
            best[thing] = max(best.get(thing, (0, "")), (count, report.iri))
    return {thing: report for thing, (_, report) in best.items()}


def _mutual(groups: dict[str, tuple[int, str]]) -> float:
    """Normalised mutual information (arithmetic mean) of two groupings."""
    both = Counter(groups.values())
    one, other = Counter(a for a, _ in groups.values()), Counter(b for _, b in groups.values())
    size = len(groups)
    information = sum(n / size * math.log(n * size / (one[a] * other[b])) for (a, b), n in both.items())
    entropy = [-sum(n / size * math.log(n / size) for n in counts.values()) for counts in (one, other)]
    return 2 * information / sum(entropy)


def _texts(graphs: Iterable[Iterable[ox.Quad]]) -> dict[str, str]:
    """The text of each report."""
    quads = (quad for graph in graphs for quad in graph if quad.predicate.value == GB + "text")
    return {text_of(quad.subject): text_of(quad.object) for quad in quads}


def _proofs(connected: Connected, texts: Mapping[str, str]) -> bool:
    """Of a sample of each kind: does what is quoted hold the words of the edge, where it says they stand?"""
    names = {node.iri: (node.label, node.label_hant, *node.aliases) for node in connected.nodes}
    told = {report.iri: {thing for thing, _ in report.mentioned} for report in connected.reports}
    wrong: list[tuple[str, str, str, str]] = []
    by_kind: dict[str, list[Tie]] = {}
    for tie in connected.ties:
        by_kind.setdefault(tie.kind, []).append(tie)
    samples = {kind: random.Random(1).sample(ties, min(SAMPLE, len(ties))) for kind, ties in sorted(by_kind.items())}
    for kind, ties in samples.items():
        for tie in ties:
            if kind == SHARED:
                holds = all(proof.id in told[tie.source] & told[tie.target] for proof in tie.proofs)
            else:
                holds = all(_names_both(tie.by, proof, names) and _stands(proof, texts) for proof in tie.proofs)
            if not holds:
                wrong.append((kind, tie.source, tie.target, tie.proofs[0].evidence))
    for row in wrong[:10]:
        print("  not traced:", *row)
    print("looked at", {kind: len(ties) for kind, ties in samples.items()})
    looked_at = sum(map(len, samples.values()))
    return _held("edges whose proof does not name what they tie", len(wrong), not wrong, f"0 of {looked_at}")


def _names_both(by: str, proof: Edge, names: dict[str, tuple[str, ...]]) -> bool:
    """The quotations name the object, and the subject unless it was supplied; gazetteer, name or law tell themselves."""
    ends = (proof.target,) if proof.supplied else (proof.source, proof.target)
    if proof.relation == MENTIONED:
        ends = (proof.source,)
    told = [any(name in words for name in names[end] for words, _, _ in proof.quotations) for end in ends]
    return all(told) if by == "text" else any(told)


def _stands(proof: Edge, texts: Mapping[str, str]) -> bool:
    """The words stand in the report at the places that are told."""
    places = ((proof.evidence, proof.start, proof.end), *proof.others)
    return not proof.report or all(texts[proof.report][start:end] == words for words, start, end in places)


if __name__ == "__main__":
    main()
