"""Connect a network by choice: statements, containment, things named together, reports; each edge with what says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from gongbao.network.across import Beside, across, landmarks, nearest
from gongbao.network.choice import Choice
from gongbao.network.contain import Containment, containment
from gongbao.network.dates import Dates, day_bounds
from gongbao.network.report_nodes import mentioned, nodes_of, shared
from gongbao.network.together import REACH, Passages, sentences_of, together
from gongbao.network.values import LABELS, NEAR, TOGETHER, Edge, Network, Node, Observation, Source, Tie
from gongbao.ontology import Ontology

_UNSAID = 1 / REACH
"""How strongly two things are tied that no sentence names together: a gazetteer or a name puts one into the other, the
subject was supplied because who reports is meant, or a paragraph names them side by side."""


@dataclass(frozen=True)
class Connected:
    """A network by choice. `reasons` tells of each node that nothing ties why that is so."""

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    observations: tuple[Observation, ...]
    reports: tuple[Source, ...]
    choice: Choice
    reasons: Mapping[str, str]

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
        inside, added = containment(nodes, terms)
        nodes += added
        ties += _contained(inside, terms)
    if "statements" in choice.edges:
        ties = _merged([*ties, *map(dates.of, _stated(network, terms))], choice.separate)
    if "together" in choice.edges:
        ties += map(dates.of, _together(network, choice, ties))
    if "across" in choice.edges:
        found = across(network.paragraphs, landmarks(network, terms), choice.closest)
        tied = {frozenset((tie.source, tie.target)) for tie in ties}
        ties += map(dates.of, _near(network, (b for b in found if frozenset((b.one, b.other)) not in tied)))
    if "together" in choice.edges:
        ends = {end for tie in ties for end in (tie.source, tie.target)}
        lone = {node.iri for node in network.nodes} - ends
        ties += map(dates.of, _near(network, nearest(network.paragraphs, lone)))
    if {"mentions", "shared"} & choice.edges:
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
        replace(node, first=dated[node.iri][0], last=dated[node.iri][1]) if node.iri in dated else node for node in kept
    ]
    return Connected(
        nodes=tuple(kept),
        ties=tuple(ties),
        observations=network.observations,
        reports=network.reports,
        choice=choice,
        reasons=_reasons(network, [node for node in kept if node.iri not in tied]),
    )


def _contained(inside: Sequence[Containment], terms: Ontology) -> Iterator[Tie]:
    for one in inside:
        label = LABELS.get(one.relation) or terms.get_property(one.relation).label("zh-Hans")
        proof = Edge(one.part, one.whole, one.relation, label, "", 1.0, "", one.words, 0, 0, "", "", "")
        yield Tie(one.part, one.whole, one.relation, label, 1.0, _UNSAID, one.by, (proof,))


def _stated(network: Network, terms: Ontology) -> Iterator[Tie]:
    symmetric = {spec.id for spec in terms.properties.values() if spec.symmetric}
    by_name = terms.property_role("jurisdiction")
    known = {node.iri for node in network.nodes}
    for edge in network.edges:
        if edge.source in known and edge.target in known:
            both = edge.relation in symmetric
            source, target = sorted((edge.source, edge.target)) if both else (edge.source, edge.target)
            strength = _UNSAID if edge.supplied or edge.relation == by_name else 1.0
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
    return replace(
        group[0],
        weight=float(max(1, len(stated))),
        strength=round(sum(tie.strength for tie in group), 4),
        by="|".join(sorted({tie.by for tie in group})),
        proofs=tuple(proof for tie in group for proof in tie.proofs),
        first=min((tie.first for tie in group if tie.first), default=""),
        last=max((tie.last for tie in group if tie.last), default=""),
        dated="|".join(sorted({tie.dated for tie in group if tie.dated})),
    )


def _together(network: Network, choice: Choice, ties: Iterable[Tie]) -> Iterator[Tie]:
    """Pairs that nothing else ties: a statement says more than that it names both."""
    tied = {frozenset((tie.source, tie.target)) for tie in ties}
    mentions = {node.iri: node.mentions for node in network.nodes}
    sources = {report.iri: report.source for report in network.reports}
    sentences = sentences_of(network.paragraphs)
    for pair in together(sentences, mentions, within=choice.within, closest=choice.closest):
        if frozenset((pair.one, pair.other)) not in tied:
            ends = pair.one, pair.other, TOGETHER, LABELS[TOGETHER]
            proofs = Passages(*ends, pair.surprise, pair.sentences, sources)
            yield Tie(*ends, pair.weight, pair.near, "text", proofs, both=True)


def _near(network: Network, found: Iterable[Beside]) -> Iterator[Tie]:
    """What one paragraph names side by side."""
    sources = {report.iri: report.source for report in network.reports}
    for beside in found:
        ends = beside.one, beside.other, NEAR, LABELS[NEAR]
        yield Tie(*ends, _UNSAID, _UNSAID, "text", Passages(*ends, 0.0, (beside.paragraph,), sources), both=True)


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
