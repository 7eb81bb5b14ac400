"""What is named together: pairs of things in one sentence or clause, by how often and how near, less what is chance.

The weight of a pair is the sum over the sentences that name both of 1 / (clauses and names from one to the other),
times the normalised pointwise mutual information of the two: a name that stands everywhere says little of its
neighbours (Bouma 2009). Of all pairs only the heaviest few of each thing are kept, so that a list of twenty names does
not become 190 edges, and who is named in every report does not stand between all of them.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from gongbao.network.values import LABELS, REACH, TOGETHER, Edge, Network, Paragraph, Tie, excerpt
from gongbao.read.sentences import split_line

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

_CLAUSE = re.compile("[，,；;：:。！？!?…]")


class Sentence(NamedTuple):
    """A sentence that names two things or more: where it begins and ends in its paragraph, and which names it has.

    It copies nothing of the paragraph, since a large network has millions.
    """

    paragraph: Paragraph
    begin: int
    end: int
    first: int
    until: int

    def whole(self) -> Paragraph:
        """Return the sentence as a paragraph of its own."""
        whole, begin = self.paragraph, self.begin
        named = whole.things[self.first : self.until]
        things = tuple((start - begin, end - begin, thing) for start, end, thing in named)
        return Paragraph(whole.report, whole.start + begin, whole.words[begin : self.end], things)


@dataclass(frozen=True, slots=True)
class Passages(Sequence[Edge]):
    """What names two things, as proofs of their tie: of each text the words from the one to the other, where they stand nearest.

    They are made when they are looked at, since a large network has millions. `sources` are the reports' files.
    """

    one: str
    other: str
    kind: str
    label: str
    score: float
    texts: tuple[Sentence | Paragraph, ...]
    sources: Mapping[str, str]

    def __len__(self) -> int:
        """How many texts."""
        return len(self.texts)

    def __getitem__(self, at: int) -> Edge:  # type: ignore[override]  # nobody asks for several at once
        """Quote a text."""
        text = self.texts[at]
        text = text.whole() if isinstance(text, Sentence) else text
        start, end = _nearest_span(text, self.one, self.other)
        return Edge(
            *(self.one, self.other, self.kind, self.label, "", self.score, "", text.words[start:end]),
            *(text.start + start, text.start + end, text.report, self.sources.get(text.report, ""), ""),
            sentence=excerpt(text.words, start, end),
        )


def _nearest_span(text: Paragraph, one: str, other: str) -> tuple[int, int]:
    """Return the shortest stretch of a text that names both; the first of several."""
    best = 0, len(text.words)
    last: dict[str, tuple[int, int]] = {}
    for start, end, thing in text.things:
        if thing not in (one, other):
            continue
        before = last.get(other if thing == one else one)
        if before is not None:
            found = min(before[0], start), max(before[1], end)
            best = min(best, found, key=lambda span: span[1] - span[0])
        last[thing] = start, end
    return best


def _sentences(paragraphs: Iterable[Paragraph]) -> list[Sentence]:
    """The sentences of paragraphs that name two things or more."""
    found = []
    for paragraph in paragraphs:
        things = paragraph.things
        at = 0
        for start, end in split_line(paragraph.words):
            first = at
            while at < len(things) and things[at][0] < end:
                at += 1
            if len({thing for _, _, thing in things[first:at]}) > 1:
                found.append(Sentence(paragraph, start, end, first, at))
    return found


def together(network: Network, *, within: str, closest: int) -> list[Tie]:
    """Return the `closest` pairs of each thing that are named together, and how strongly that ties them.

    A tie's strength is how often and how near, the score of its proofs the normalised pointwise mutual information (1
    never apart, 0 as chance would have it), its weight the one times the other. What is mentioned alone in a sentence
    counts too.
    """
    import numpy as np

    sentences = _sentences(network.paragraphs)
    mentions = {node.iri: node.mentions for node in network.nodes}
    names, pairs, inverse, nearness, places = _columns(sentences, within)
    if not len(pairs):
        return []
    inside: Counter[str] = Counter()
    named_in: Counter[str] = Counter()
    for sentence in sentences:
        named = [thing for _, _, thing in sentence.paragraph.things[sentence.first : sentence.until]]
        inside.update(named)
        named_in.update(set(named))
    alone = np.array([max(0, mentions.get(name, 0) - inside[name]) for name in names], dtype=np.float64)
    counts = np.array([named_in[name] for name in names], dtype=np.float64) + alone
    size = len(sentences) + sum(mentions.values()) - sum(inside.values())

    first, second = pairs // len(names), pairs % len(names)
    often = np.bincount(inverse)
    surprise = _surprise(often / size, counts[first] / size, counts[second] / size)
    summed: Floats = np.bincount(inverse, weights=nearness).astype(np.float64)
    weights: Floats = np.round(summed * surprise, 4)
    kept = _closest(first, second, summed, weights, closest)
    where: dict[int, list[Sentence]] = defaultdict(list)
    for row in np.flatnonzero(np.isin(inverse, kept)).tolist():
        where[int(inverse[row])].append(sentences[int(places[row])])
    sources, found = network.sources, []
    for k in kept.tolist():
        ends = names[int(first[k])], names[int(second[k])], TOGETHER, LABELS[TOGETHER]
        proofs = Passages(*ends, round(float(surprise[k]), 3), tuple(where[k]), sources)
        found.append(Tie(*ends, float(weights[k]), round(float(summed[k]), 4), "text", proofs, both=True))
    return found


def _columns(sentences: Sequence[Sentence], within: str) -> tuple[list[str], Integers, Integers, Floats, Integers]:
    """The names by number; the pairs; and for each time that a pair is named: which pair, how near, in which sentence."""
    import numpy as np

    named = {thing for s in sentences for _, _, thing in s.paragraph.things[s.first : s.until]}
    numbers = {name: n for n, name in enumerate(sorted(named))}
    keys, nearness, places = array("q"), array("d"), array("q")
    for index, sentence in enumerate(sentences):
        for (a, b), near in sorted(_near(sentence.whole(), numbers, within).items()):
            keys.append(a * len(numbers) + b)
            nearness.append(near)
            places.append(index)
    pairs, inverse = np.unique(np.array(keys, dtype=np.int64), return_inverse=True)
    return list(numbers), pairs, inverse, np.array(nearness), np.array(places, dtype=np.int64)


def _near(sentence: Paragraph, numbers: Mapping[str, int], within: str) -> dict[tuple[int, int], float]:
    """How near each pair of things is in a sentence, where they are nearest."""
    things = sentence.things
    clauses = [match.start() for match in _CLAUSE.finditer(sentence.words)]
    clause_of = [bisect_left(clauses, start) for start, _, _ in things]
    found: dict[tuple[int, int], float] = {}
    for i, (_, _, one) in enumerate(things):
        for j in range(i + 1, min(i + 1 + REACH, len(things))):
            other = things[j][2]
            between = clause_of[j] - clause_of[i]
            if other == one or (within == "clause" and between):
                continue
            pair = min(numbers[one], numbers[other]), max(numbers[one], numbers[other])
            found[pair] = max(found.get(pair, 0.0), 1 / (j - i + between))
    return found


def _surprise(both: Floats, one: Floats, other: Floats) -> Floats:
    """Normalised pointwise mutual information, not below 0."""
    import numpy as np

    certain = both >= 1
    safe = np.where(certain, 0.5, both)
    return np.where(certain, 1.0, np.maximum(0.0, np.log(both / (one * other)) / -np.log(safe)))


def _closest(first: Integers, second: Integers, near: Floats, weights: Floats, closest: int) -> Integers:
    """The pairs that are among the heaviest few of either end; of equals the nearer, then the one that comes first."""
    import numpy as np

    from gongbao.text.columns import distinct

    ends = np.concatenate([first, second])
    pair = np.concatenate([np.arange(len(first))] * 2)
    order = np.lexsort((pair, -near[pair], -weights[pair], ends))
    sorted_ends = ends[order]
    starts = np.flatnonzero(np.r_[True, sorted_ends[1:] != sorted_ends[:-1]])
    rank = np.arange(len(order)) - np.repeat(starts, np.diff(np.r_[starts, len(order)]))
    kept = distinct(pair[order[rank < closest]])
    return np.asarray(kept[weights[kept] > 0], dtype=np.int64)
