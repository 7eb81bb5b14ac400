"""Connect a network by choice: statements, containment, things named together, reports; each edge with what says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from gongbao.network.across import across, landmarks, nearest
from gongbao.network.choice import Choice
from gongbao.network.contain import containment
from gongbao.network.dates import Dates, day_bounds
from gongbao.network.report_nodes import mentioned, nodes_of, shared
from gongbao.network.together import together
from gongbao.network.values import UNSAID, Network, Node, Observation, Source, Tie
from gongbao.ontology import Ontology

if TYPE_CHECKING:
    from gongbao.network.measures import Measured


@dataclass(frozen=True)
class Connected:
    """A network by choice. `reasons` tells of each node that nothing ties why that is so, `measured` what each node is in it."""

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    observations: tuple[Observation, ...]
    reports: tuple[Source, ...]
    choice: Choice
    reasons: Mapping[str, str]
    measured: Mapping[str, Measured] | None = None

    def edges(self) -> Iterator[tuple[str, Tie]]:
        """Yield the edges, each with its id `e0`, `e1`, …"""
        return ((f"e{number}", tie) for number, tie in enumerate(self.ties))

    @cached_property
    def report_of(self) -> Mapping[str, Source]:
        """The reports by IRI."""
        return {report.iri: report for report in self.reports}

    @cached_property
    def label_of(self) -> Mapping[str, str]:
        """The labels of the nodes by IRI."""
        return {node.iri: node.label for node in self.nodes}


def connect(network: Network, terms: Ontology, choice: Choice | None = None) -> Connected:
    """Return the network with the edges that were chosen; nodes are sorted by IRI, edges by their ends and kind."""
    choice = choice or Choice()
    nodes = list(network.nodes)
    dates = Dates(network.reports)
    ties: list[Tie] = []
    if "containment" in choice.edges:
        ties, added = containment(nodes, terms)
        nodes += added
    if "statements" in choice.edges:
        ties = _merged([*ties, *map(dates.of, _stated(network, terms))], choice.separate)
    if "together" in choice.edges:
        found = together(network, within=choice.within, closest=choice.closest)
        ties += map(dates.of, _untied(found, ties))  # a statement says more than that it names both
    if "across" in choice.edges:
        found = across(network, landmarks(network, terms), choice.closest)
        ties += map(dates.of, _untied(found, ties))
    if "together" in choice.edges:
        ends = {end for tie in ties for end in (tie.source, tie.target)}
        ties += map(dates.of, nearest(network, {node.iri for node in network.nodes} - ends))
    if not {"mentions", "shared"}.isdisjoint(choice.edges):
        nodes += nodes_of(network.reports, terms)
    if "mentions" in choice.edges:
        known = {node.iri for node in nodes}
        ties += [dates.of(tie) for tie in mentioned(network.reports) if tie.source in known]
    if "shared" in choice.edges:
        ties += shared(network, choice.closest)
    ties.sort(key=lambda t: (t.source, t.target, t.kind, t.proofs[0].id))
    return _finished(network, nodes, ties, choice)


def _finished(network: Network, nodes: list[Node], ties: list[Tie], choice: Choice) -> Connected:
    tied = {end for tie in ties for end in (tie.source, tie.target)}
    kept = sorted((n for n in nodes if choice.lone or n.iri in tied), key=lambda n: n.iri)
    dated = _spans(network, ties)
    kept = [
        node._replace(first=dated[node.iri][0], last=dated[node.iri][1]) if node.iri in dated else node for node in kept
    ]
    reasons = _reasons(network, [node for node in kept if node.iri not in tied])
    return Connected(tuple(kept), tuple(ties), network.observations, network.reports, choice, reasons)


def _untied(found: Iterable[Tie], ties: Iterable[Tie]) -> list[Tie]:
    """Those of pairs that nothing ties yet."""
    tied = {tie.ends for tie in ties}
    return [tie for tie in found if tie.ends not in tied]


def _stated(network: Network, terms: Ontology) -> Iterator[Tie]:
    symmetric = {spec.id for spec in terms.properties.values() if spec.symmetric}
    by_name = terms.property_role("jurisdiction")
    known = {node.iri for node in network.nodes}
    for edge in network.edges:
        if edge.source in known and edge.target in known:
            both = edge.relation in symmetric
            source, target = sorted((edge.source, edge.target)) if both else (edge.source, edge.target)
            strength = UNSAID if edge.supplied or edge.relation == by_name else 1.0
            yield Tie(source, target, edge.relation, edge.label, 1.0, strength, "text", (edge,), both=both)


def merged_statements(network: Network, terms: Ontology) -> list[Tie]:
    """Return the statements alone, one tie for a pair and a kind."""
    return _merged(map(Dates(network.reports).of, _stated(network, terms)), False)


def _merged(ties: Iterable[Tie], separate: bool) -> list[Tie]:
    """One tie for a pair and a kind: its weight is how many statements say so, or 1 where only the gazetteer does."""
    grouped: dict[tuple[str, ...], list[Tie]] = defaultdict(list)
    for tie in ties:
        grouped[tie.source, tie.target, tie.kind, tie.proofs[0].id if separate else ""].append(tie)
    return [group[0] if len(group) == 1 else _one(group) for group in grouped.values()]


def _one(group: list[Tie]) -> Tie:
    stated = [tie for tie in group if tie.by == "text"]
    return group[0]._replace(
        weight=float(max(1, len(stated))),
        strength=round(sum(tie.strength for tie in group), 4),
        by="|".join(sorted({tie.by for tie in group})),
        proofs=tuple(proof for tie in group for proof in tie.proofs),
        first=min((tie.first for tie in group if tie.first), default=""),
        last=max((tie.last for tie in group if tie.last), default=""),
        dated="|".join(sorted({tie.dated for tie in group if tie.dated})),
    )


def _spans(network: Network, ties: Iterable[Tie]) -> dict[str, tuple[str, str]]:
    """First and last day of each node: of its ties, and of the reports that name it."""
    found: dict[str, tuple[str, str]] = {}

    def widen(node: str, first: str, last: str) -> None:
        if first and last:
            a, b = found.get(node, (first, last))
            found[node] = min(a, first), max(b, last)

    for tie in ties:
        widen(tie.source, tie.first, tie.last)
        widen(tie.target, tie.first, tie.last)
    for report in network.reports:
        first, last = day_bounds(report.issued)
        for thing, _ in report.mentioned:
            widen(thing, first, last)
    return found


def _reasons(network: Network, lone: Iterable[Node]) -> dict[str, str]:
    near = {thing for paragraph in network.paragraphs for _, _, thing in paragraph.things}
    reasons = {}
    for node in lone:
        if not node.mentions:
            reasons[node.iri] = "no report names it"
        elif node.iri in near:
            reasons[node.iri] = "what it is named with is named everywhere, or was not chosen"
        else:
            reasons[node.iri] = "named alone in its paragraphs, and nothing is said of it"
    return reasons
