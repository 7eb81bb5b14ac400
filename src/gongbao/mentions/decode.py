"""From label probabilities to names: the best sequence that is possible, and how probable each of its names is.

Labels are `O` and, for each class in order, `B I E S` (begins, inside, ends, alone). A sequence is possible where names
are whole: B, any I, E of one class, or S. Most of a text is surely outside names; only the islands between are decoded,
all of a report's at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

SURE = 0.995
"""A character that is outside names with at least this probability parts islands."""

_NEVER = np.float32(-1e9)


class Found(NamedTuple):
    """A name: half-open offsets of the rows given, the number of its class, its probability in (0, 1]."""

    start: int
    end: int
    kind: int
    probability: float


def decode(scores: Floats, breaks: NDArray[np.int64]) -> list[Found]:
    """Return the names of a text in order, from log probabilities (length, 1 + 4 classes).

    `breaks` are sorted offsets that no name crosses (where windows were cut); 0 need not be among them.
    """
    starts, ends = _islands(scores, breaks)
    if not len(starts):
        return []
    found: list[Found] = []
    lengths = ends - starts
    order = np.argsort(lengths, kind="stable")
    for group in np.array_split(order, max(1, len(order) // _GROUP)):
        longest = int(lengths[group].max())
        rows = np.full((len(group), longest, scores.shape[1]), _NEVER, np.float32)
        rows[:, :, 0] = 0.0
        for row, island in enumerate(group):
            rows[row, : lengths[island]] = scores[starts[island] : ends[island]]
        found += [
            Found(int(starts[group[row]]) + start, int(starts[group[row]]) + end, kind, probability)
            for row, start, end, kind, probability in _best(rows)
        ]
    return sorted(found)


_GROUP = 48
"""About how many islands of like length are decoded together."""


def _islands(scores: Floats, breaks: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return starts and ends of the runs of characters that may belong to names."""
    unsure = np.zeros(len(scores) + 2, bool)
    unsure[1:-1] = scores[:, 0] < np.float32(np.log(SURE))
    rises = np.flatnonzero(~unsure[:-1] & unsure[1:])
    falls = np.flatnonzero(unsure[:-1] & ~unsure[1:])
    inner = breaks[(breaks > 0) & (breaks < len(scores))]
    inner = inner[unsure[inner] & unsure[inner + 1]]
    return np.sort(np.concatenate((rises, inner))), np.sort(np.concatenate((falls, inner)))


def _best(rows: Floats) -> list[tuple[int, int, int, int, float]]:
    """Return (row, start, end, class, probability) of the best sequence's names for padded islands (n, length, labels)."""
    n, length, labels = rows.shape
    outside = rows[:, :, 0]
    begins, insides, closes, singles = (rows[:, :, 1 + k : labels : 4] for k in range(4))
    ways = np.empty((length, n), np.int64)
    stays = np.empty((length, n, begins.shape[2]), bool)
    ahead = np.zeros((length + 1, n), np.float32)  # log of all ways up to a point that is outside names
    free = np.zeros(n, np.float32)
    inside = np.full((n, begins.shape[2]), _NEVER, np.float32)
    all_inside = inside
    for t in range(length):
        out, alone, close = outside[:, t, None], singles[:, t], closes[:, t]
        choices = np.concatenate((out + free[:, None], alone + free[:, None], close + inside), 1)
        sums = np.concatenate((out + ahead[t, :, None], alone + ahead[t, :, None], close + all_inside), 1)
        opened, going = begins[:, t] + free[:, None], insides[:, t] + inside
        stays[t] = going > opened
        inside = np.maximum(going, opened)
        all_inside = np.logaddexp(begins[:, t] + ahead[t, :, None], insides[:, t] + all_inside)
        ways[t] = choices.argmax(1)
        free = choices.max(1)
        top = sums.max(1)
        ahead[t + 1] = top + np.log(np.exp(sums - top[:, None]).sum(1))
    behind = _behind(rows)
    return [item for row in range(n) for item in _trace(row, ways, stays, rows[row], ahead[:, row], behind[:, row])]


def _behind(rows: Floats) -> Floats:
    """Return (length + 1, n): the log of all ways from a point that is outside names to the end."""
    n, length, labels = rows.shape
    begins, insides, closes, singles = (rows[:, :, 1 + k : labels : 4] for k in range(4))
    behind = np.zeros((length + 1, n), np.float32)
    inside = np.full((n, begins.shape[2]), _NEVER, np.float32)  # ways from inside a name before t
    for t in range(length - 1, -1, -1):
        after = behind[t + 1, :, None]
        sums = np.concatenate((rows[:, t, :1] + after, singles[:, t] + after, begins[:, t] + inside), 1)
        inside = np.logaddexp(closes[:, t] + after, insides[:, t] + inside)
        top = sums.max(1)
        behind[t] = top + np.log(np.exp(sums - top[:, None]).sum(1))
    return behind


def _trace(
    row: int, ways: NDArray[np.int64], stays: NDArray[np.bool_], scores: Floats, ahead: Floats, behind: Floats
) -> list[tuple[int, int, int, int, float]]:
    """Follow the best sequence of one island back from its end."""
    classes = stays.shape[2]
    found = []
    t = len(ways) - 1
    while t >= 0:
        way = int(ways[t, row])
        end = t + 1
        if way > classes:
            kind = way - 1 - classes
            inside = scores[t, 3 + 4 * kind]
            t -= 1
            while stays[t, row, kind]:
                inside += scores[t, 2 + 4 * kind]
                t -= 1
            inside += scores[t, 1 + 4 * kind]
        elif way:
            kind = way - 1
            inside = scores[t, 4 + 4 * kind]
        if way:
            probability = float(np.exp(min(0.0, float(ahead[t] + inside + behind[end] - behind[0]))))
            found.append((row, t, end, kind, max(probability, _LEAST)))
        t -= 1
    return found


_LEAST = 1e-4
