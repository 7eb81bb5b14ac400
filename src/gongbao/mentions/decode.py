"""From label probabilities to names: the best sequence of labels that is possible, and how probable each name in it is.

Labels are `O` and, for each class in order, `B I E S` (begins, inside, ends, alone). A sequence is possible where names
are whole: B, any I, E of one class, or S. Where the best label of each character gives such a sequence, that is the best
one; only islands where it does not are searched.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Labels = NDArray[np.int64]

SURE = 0.97
"""A character that is outside names with at least this probability parts islands."""

_NEVER = np.float32(-1e9)


class Found(NamedTuple):
    """A name: half-open offsets of the rows given, the number of its class, how probable it is.

    That is the least of its labels' probabilities, times the geometric mean of the first one's and the last one's. It
    says better than the product of all whether the name is right: what is inside of a name stands or falls together.
    """

    start: int
    end: int
    kind: int
    probability: float


def decode(scores: Floats, breaks: NDArray[np.int64]) -> list[Found]:
    """Return the names of a text in order, from log probabilities (length, 1 + 4 classes).

    `breaks` are sorted offsets that no name crosses (where windows were cut); 0 need not be among them.
    """
    if not len(scores):
        return []
    inner = breaks[(breaks > 0) & (breaks < len(scores))]
    labels = scores.argmax(1)
    wrong = _wrong(labels, inner, scores.shape[1])
    if wrong.any():
        _search(scores, labels, wrong, inner)
    starts = np.flatnonzero((labels > 0) & ((labels - 1) % 4 % 3 == 0))  # B and S
    ends = np.flatnonzero((labels > 0) & ((labels - 1) % 4 >= 2)) + 1  # E and S
    told = np.append(scores[np.arange(len(labels)), labels], 0)
    least = np.minimum.reduceat(told, np.column_stack((starts, ends)).ravel())[::2]
    sure = np.exp(np.minimum((told[starts] + told[ends - 1]) / 2 + least, 0.0))
    kinds = (labels[starts] - 1) // 4
    rows = zip(starts.tolist(), ends.tolist(), kinds.tolist(), np.maximum(sure, _LEAST).tolist(), strict=True)
    return [Found(*row) for row in rows]


_LEAST = 1e-4


@cache
def _follows(count: int) -> NDArray[np.bool_]:
    """(before, after): whether a label may follow another one; the last row and column are the edge of a stretch."""
    label = np.arange(count)
    place, kind = (label - 1) % 4, (label - 1) // 4
    outside = label == 0
    closed = np.append(outside | (place >= 2), True)
    opens = np.append(outside | (place % 3 == 0), True)
    goes = np.zeros((count + 1, count + 1), bool)
    inside = ~outside[:, None] & (place[:, None] < 2) & ((place == 1) | (place == 2)) & ~outside
    goes[:count, :count] = inside & (kind[:, None] == kind)
    follows: NDArray[np.bool_] = goes | (closed[:, None] & opens)
    return follows


def _wrong(labels: Labels, breaks: NDArray[np.int64], count: int) -> NDArray[np.bool_]:
    """Which characters' labels do not follow from those before them (the last place: the end of the text)."""
    follows = _follows(count)
    before, after = np.append(count, labels), np.append(labels, count)
    wrong: NDArray[np.bool_] = ~follows[before, after]
    wrong[breaks] = ~(follows[labels[breaks - 1], count] & follows[count, labels[breaks]])
    return wrong


def _search(scores: Floats, labels: Labels, wrong: NDArray[np.bool_], breaks: NDArray[np.int64]) -> None:
    """Put the best possible sequence into `labels`, on each island where something is wrong."""
    starts, ends = _islands(scores, labels, breaks)
    sums = np.concatenate(([0], np.cumsum(wrong)))
    chosen = sums[np.minimum(ends + 1, len(wrong))] > sums[starts]
    for start, best in _best(scores, starts[chosen], ends[chosen]):
        labels[start : start + len(best)] = best


def _islands(scores: Floats, labels: Labels, breaks: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return starts and ends of the runs of characters that may belong to names."""
    unsure = np.zeros(len(scores) + 2, bool)
    unsure[1:-1] = (scores[:, 0] < np.float32(np.log(SURE))) | (labels > 0)
    rises = np.flatnonzero(~unsure[:-1] & unsure[1:])
    falls = np.flatnonzero(unsure[:-1] & ~unsure[1:])
    inner = breaks[unsure[breaks] & unsure[breaks + 1]]
    return np.sort(np.concatenate((rises, inner))), np.sort(np.concatenate((falls, inner)))


def _best(scores: Floats, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> Iterator[tuple[int, Labels]]:
    """Yield where each island starts, and its best possible labels (length,), by dynamic programming over all at once."""
    order = np.argsort(starts - ends, kind="stable")  # the longest first: those that go on come before those that ended
    starts, sizes = starts[order], (ends - starts)[order]
    count, longest = len(starts), int(sizes.max(initial=0))
    classes = (scores.shape[1] - 1) // 4
    free, inside = np.zeros((count, 1), np.float32), np.full((count, classes), _NEVER, np.float32)
    ways = np.empty((longest, count), np.int64)
    stays = np.empty((longest, count, classes), bool)
    for t in range(longest):
        on = int(np.count_nonzero(sizes > t))
        rows, free, inside = scores[starts[:on] + t], free[:on], inside[:on]
        begins, insides, closes, singles = (rows[:, 1 + k :: 4] for k in range(4))
        choices = np.concatenate((rows[:, :1] + free, singles + free, closes + inside), 1)
        opened, going = begins + free, insides + inside
        stays[t, :on] = going > opened
        inside = np.maximum(going, opened)
        ways[t, :on] = choices.argmax(1)
        free = np.take_along_axis(choices, ways[t, :on, None], 1)
    for island, (start, size) in enumerate(zip(starts.tolist(), sizes.tolist(), strict=True)):
        yield start, _followed(ways[:size, island], stays[:size, island], classes)


def _followed(ways: NDArray[np.int64], stays: NDArray[np.bool_], classes: int) -> Labels:
    """Return the labels of one island, from its last character back: what was best there, and whether a name went on."""
    labels = np.zeros(len(ways), np.int64)
    t = len(ways) - 1
    while t >= 0:
        way = int(ways[t])
        if way > classes:
            kind = way - 1 - classes
            labels[t] = 3 + 4 * kind
            t -= 1
            while stays[t, kind]:
                labels[t] = 2 + 4 * kind
                t -= 1
            labels[t] = 1 + 4 * kind
        elif way:
            labels[t] = 4 * way
        t -= 1
    return labels
