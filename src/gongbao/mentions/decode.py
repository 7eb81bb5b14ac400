"""From label probabilities to names: the best sequence of labels that is possible, and how probable each name in it is.

Labels are `O` and, for each class in order, `B I E S` (begins, inside, ends, alone). A sequence is possible where names
are whole: B, any I, E of one class, or S. Where the best label of each character gives such a sequence, that is the best
one; only islands where it does not are searched.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Labels = NDArray[np.int64]

SURE = 0.97  # a character that is outside names with at least this probability parts islands
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
    """Return the names of a text in order, from log probabilities (length, 1 + 4 classes); none crosses the sorted `breaks`."""
    inner = breaks[(breaks > 0) & (breaks < len(scores))]
    labels = scores.argmax(1)
    wrong = np.cumsum(np.append(False, _wrong(labels, inner)))
    islands, shores = _islands(scores, inner)
    searched = wrong[shores + 1] > wrong[islands]
    for start, best in _best(scores, islands[searched], shores[searched]):
        labels[start : start + len(best)] = best
    starts = np.flatnonzero((labels > 0) & ((labels - 1) % 4 % 3 == 0))  # B and S
    ends = np.flatnonzero((labels > 0) & ((labels - 1) % 4 >= 2)) + 1  # E and S
    told = np.append(scores[np.arange(len(labels)), labels], 0)
    least = np.minimum.reduceat(told, np.column_stack((starts, ends)).ravel())[::2]
    sure = np.exp(np.minimum((told[starts] + told[ends - 1]) / 2 + least, 0.0))
    kinds = (labels[starts] - 1) // 4
    rows = zip(starts.tolist(), ends.tolist(), kinds.tolist(), np.maximum(sure, _LEAST).tolist(), strict=True)
    return [Found(*row) for row in rows]


_LEAST = 1e-4


def _wrong(labels: Labels, breaks: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Say of each place between two characters, and of both ends, whether the labels beside it do not fit together."""
    kinds, place = (labels + 3) // 4, (labels - 1) % 4  # of O: 0, and the place of S
    before = np.append(0, np.where(place < 2, kinds, 0))
    after = np.append(np.where(place % 3 > 0, kinds, 0), 0)
    wrong: NDArray[np.bool_] = before != after
    wrong[breaks] = (before + after)[breaks] > 0
    return wrong


def _islands(scores: Floats, breaks: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return starts and ends of the runs of characters that may belong to names."""
    unsure = np.zeros(len(scores) + 2, bool)
    unsure[1:-1] = scores[:, 0] < np.float32(np.log(SURE))
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
    away = 1 + classes  # columns: what ends outside of names (O, S of each class, E of each), then B, then I
    columns = np.append(0, np.arange(1, 1 + 4 * classes).reshape(-1, 4).T[[3, 2, 0, 1]])
    before = np.tile(np.repeat((np.float32(0), _NEVER), (away, classes)), (count, 1))
    ways = np.empty((longest, count), np.int64)
    stays = np.empty((longest, count, classes), bool)
    for t in range(longest):
        on = int(np.count_nonzero(sizes > t))
        rows, before = scores[(starts[:on] + t)[:, None], columns], before[:on]
        choices, opened = rows[:, : away + classes] + before, rows[:, away + classes : -classes] + before[:, :1]
        going = rows[:, -classes:] + before[:, away:]
        stays[t, :on] = going > opened
        ways[t, :on] = choices.argmax(1)
        before[:, :away] = choices.max(1)[:, None]
        before[:, away:] = np.maximum(going, opened)
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
