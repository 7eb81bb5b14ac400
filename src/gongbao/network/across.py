"""What joins reports: the drives, bodies, events and documents of a paragraph that other reports name too."""

from collections.abc import Collection, Mapping

from gongbao.network.together import Passages
from gongbao.network.values import LABELS, NEAR, UNSAID, Network, Paragraph, Tie
from gongbao.ontology import Ontology


def landmarks(network: Network, terms: Ontology) -> frozenset[str]:
    """Return what several reports name; not places and persons, who stand for much that has nothing in common."""
    apart = terms.role("place"), terms.role("person")
    named = (node for node in network.nodes if node.reports > 1)
    return frozenset(node.iri for node in named if not any(terms.is_a(node.type, role) for role in apart))


def across(network: Network, shared: Collection[str], closest: int) -> list[Tie]:
    """Return each thing with the `closest` of what is `shared` in its paragraphs, sorted.

    Of each place where a thing is named so many are looked at to the left and to the right, so that cost grows with
    the text.
    """
    best: dict[str, dict[str, tuple[int, Paragraph]]] = {}
    for paragraph in network.paragraphs:
        marks = [number for number, (_, _, thing) in enumerate(paragraph.things) if thing in shared]
        if not marks:
            continue
        at = 0
        for number, (start, end, thing) in enumerate(paragraph.things):
            while at < len(marks) and marks[at] < number:
                at += 1
            found = best.setdefault(thing, {})
            for mark in marks[max(0, at - closest) : at + closest + 1]:
                a, b, other = paragraph.things[mark]
                apart = max(b, end) - min(a, start)
                if other != thing and (other not in found or apart < found[other][0]):
                    found[other] = apart, paragraph
    pairs: dict[tuple[str, str], Paragraph] = {}
    for thing in sorted(best):
        nearest = sorted(best[thing].items(), key=lambda item: (item[1][0], item[0]))[:closest]
        for other, (_, paragraph) in nearest:
            pairs.setdefault((min(thing, other), max(thing, other)), paragraph)
    return _ties(network, pairs)


def nearest(network: Network, lone: Collection[str]) -> list[Tie]:
    """For each of `lone` the thing that is named nearest to it in a paragraph."""
    best: dict[str, tuple[int, str, Paragraph]] = {}
    for paragraph in network.paragraphs:
        for i, (start, end, thing) in enumerate(paragraph.things):
            if thing not in lone:
                continue
            for a, b, other in paragraph.things[max(0, i - 1) : i + 2]:
                if other != thing:
                    found = max(b, end) - min(a, start), other, paragraph
                    best[thing] = min(best.get(thing, found), found, key=lambda near: near[:2])
    pairs = {(min(thing, other), max(thing, other)): paragraph for thing, (_, other, paragraph) in best.items()}
    return _ties(network, pairs)


def _ties(network: Network, pairs: Mapping[tuple[str, str], Paragraph]) -> list[Tie]:
    """What one paragraph names side by side."""
    sources, ties = network.sources, []
    for pair in sorted(pairs):
        ends = *pair, NEAR, LABELS[NEAR]
        proofs = Passages(*ends, 0.0, (pairs[pair],), sources)
        ties.append(Tie(*ends, UNSAID, UNSAID, "text", proofs, both=True))
    return ties
