"""Names that the tagger or a rule proposes, and the chooser: the set without overlaps that is expected to hold the most right ones."""

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

LEAST = 0.4  # a name less probable than this costs more than it brings: half the F1 that the whole reaches


class Candidate(NamedTuple):
    """A proposed name: half-open offsets, class id, what proposed it (`tagger` or a rule's id), probability in (0, 1]."""

    start: int
    end: int
    type: str
    by: str
    score: float


def choose(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return the non-overlapping candidates of the greatest expected gain (probability less `LEAST`), in order of the text."""
    ordered = sorted({c for c in candidates if c.score > LEAST}, key=lambda c: (c.end, c.start, -c.score, c.type, c.by))
    ends = [c.end for c in ordered]
    best = [0.0] * (len(ordered) + 1)
    for i, candidate in enumerate(ordered):
        before = bisect_right(ends, candidate.start, 0, i)
        best[i + 1] = max(best[i], best[before] + candidate.score - LEAST)
    chosen: list[Candidate] = []
    i = len(ordered)
    while i:
        if best[i] > best[i - 1]:
            chosen.append(ordered[i - 1])
            i = bisect_right(ends, ordered[i - 1].start, 0, i - 1)
        else:
            i -= 1
    return chosen[::-1]
