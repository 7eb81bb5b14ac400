"""The chooser: of all proposals, the set without overlaps that explains the most text best."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from gongbao.mentions.candidate import Candidate

_LENGTH_POWER = 1.5
"""Above 1, so that one long name outweighs the short names that it is made of (天津市 in 天津市交通运输委员会)."""


def choose(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return the non-overlapping candidates of the greatest weight, in order; ties fall to the earlier sort order."""
    ordered = sorted(set(candidates), key=lambda c: (c.end, c.start, -c.score, c.type, c.finder))
    ends = [c.end for c in ordered]
    best = [0.0] * (len(ordered) + 1)
    taken = [False] * len(ordered)
    for i, candidate in enumerate(ordered):
        before = bisect_right(ends, candidate.start, 0, i)
        weight = best[before] + candidate.score * (candidate.end - candidate.start) ** _LENGTH_POWER
        taken[i] = weight > best[i]
        best[i + 1] = max(best[i], weight)
    chosen: list[Candidate] = []
    i = len(ordered)
    while i:
        if taken[i - 1]:
            chosen.append(ordered[i - 1])
            i = bisect_right(ends, ordered[i - 1].start, 0, i - 1)
        else:
            i -= 1
    return chosen[::-1]
