"""The gate: which sentences show a sign of a name. The others, half of a work report, are not read by the network.

It is a sum of learned weights of each character's row (its character, pairs, word, part of speech, known name); a
sentence is as likely to name something as the likeliest of its characters. `gongbao train` makes it with the tagger.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from gongbao.mentions.tokens import FIRST, PAIRS, WORDS
from gongbao.text.words import SPEECH

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]


def offsets(alphabet: int, classes: int) -> tuple[int, ...]:
    """Return where the weights of each column of a row begin, and how many there are in all."""
    sizes = (alphabet + FIRST, PAIRS, PAIRS, WORDS, 4, len(SPEECH), 1 + 4 * classes)
    return tuple(accumulate(sizes, initial=0))


class Gate(NamedTuple):
    """Learned weights, those of each column behind those of the column before; `begins` says where each begins."""

    weights: Floats
    begins: tuple[int, ...]

    def odds(self, rows: NDArray[np.int32], starts: Ints) -> Floats:
        """Return for each sentence the log odds that it names something; `starts` are its sentences' first rows."""
        if not len(rows):
            return np.zeros(0, np.float32)
        signs = self.weights[rows + np.array(self.begins[:-1], np.int32)].sum(1)
        most = np.maximum.reduceat(signs, starts)
        sizes = np.diff(np.append(starts, len(rows)))
        return np.asarray(most + np.log(np.add.reduceat(np.exp(signs - np.repeat(most, sizes)), starts)), np.float32)

    def open(self, rows: NDArray[np.int32], ends: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Yield the stretches of sentences that show a sign of a name; `ends` are where the text's sentences end."""
        starts = np.array([0, *ends[:-1]])
        passed = np.concatenate(([False], self.odds(rows, starts) >= 0, [False]))
        changes = np.flatnonzero(passed[1:] != passed[:-1]).tolist()
        for first, behind in zip(changes[::2], changes[1::2], strict=True):
            yield int(starts[first]), ends[behind - 1]
