"""What the tagger sees of a text: a row of numbers a character, made with whole-array operations only.

The text is that of `Document.folded`, one column (code point) a row; nothing here loops over characters in Python.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from gongbao.text.columns import plain, points

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick
    from numpy.typing import NDArray

    from gongbao.text.words import Segmenter

COLUMNS = ("character", "left", "right", "word", "place", "speech", "name")
"""The columns: the character's number; hashes of it with its left and right neighbour; the hash of its word; its place
in the word (0 alone, 1 begins, 2 inside, 3 ends); the word's part of speech; the label of a known name over it."""

PAIRS = WORDS = 1 << 16  # how many rows the hashed tables have
UNKNOWN, FIRST = 1, 2
"""The number of a character that is in no alphabet, and the number of the first one that is; 0 is padding."""


def numbers_of(alphabet: str) -> NDArray[np.uint16]:
    """Return the table from code point to number (0x110000,) for an alphabet of folded, plain characters, 0 for others."""
    table = np.zeros(0x110000, np.uint16)  # what is never written to takes no memory
    table[points(alphabet)] = np.arange(FIRST, FIRST + len(alphabet))
    return table


_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 1 << 64)


def _word_hashes(codes: NDArray[np.uint32], starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int32]:
    """Hash words by their characters into 1 … WORDS - 1: sums modulo 2**64, less what stands before the word, scaled to it."""
    bases = (np.append(np.uint64(1), np.full(len(codes) - 1, base, np.uint64)) for base in (_BASE, _INVERSE))
    up, down = map(np.cumprod, bases)
    sums = np.append(np.uint64(0), np.cumsum((codes.astype(np.uint64) + np.uint64(1)) * up))
    value: NDArray[np.uint64] = (sums[ends] - sums[starts]) * down[starts]
    value ^= value >> np.uint64(29)
    value *= np.uint64(0xBF58476D1CE4E5B9)
    value ^= value >> np.uint64(32)
    return (value % np.uint64(WORDS - 1)).astype(np.int32) + 1


class Names:
    """The gazetteer as the tagger uses it: known names, each with the number of its class among the tagger's."""

    def __init__(self, classes: Mapping[str, int]) -> None:
        self._classes = classes
        self._few = 0

    def labels(self, text: str) -> NDArray[np.int32]:
        """Label each character: 0 outside names; for class k, 1 + 4k begins, + 1 inside, + 2 ends (+ 3 is unused)."""
        automaton, classes = self._sought(text)
        hits = np.array(automaton.find_matches_as_indexes(text), np.int64)
        which, starts, ends = hits.reshape(-1, 3).T
        kinds = 1 + 4 * classes[which]
        change = np.zeros(len(text) + 1, np.int32)
        change[starts] = kinds + 1
        change[ends] -= kinds + 1
        labels = np.cumsum(change[:-1], dtype=np.int32)
        labels[starts] = kinds
        labels[ends - 1] = kinds + 2
        return labels

    def _sought(self, text: str) -> tuple[AhoCorasick, NDArray[np.int32]]:
        if self._few == _FEW or len(text) > _LONG:
            return self._all
        self._few += 1  # an automaton of all names takes 35 ms: the first texts seek those that they may hold
        pairs = set(map("".join, pairwise(text)))
        return _automaton({name: kind for name, kind in self._classes.items() if name[:2] in pairs})

    @cached_property
    def _all(self) -> tuple[AhoCorasick, NDArray[np.int32]]:
        return _automaton(self._classes)


_FEW, _LONG = 2, 50_000
"""So many texts, each of at most so many characters, are read without the automaton of all names."""


def _automaton(classes: Mapping[str, int]) -> tuple[AhoCorasick, NDArray[np.int32]]:
    from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

    longest, small = MatchKind.LeftmostLongest, Implementation.ContiguousNFA
    automaton = AhoCorasick(list(classes), matchkind=longest, implementation=small)
    return automaton, np.array(list(classes.values()), np.int32)


def gather(names: Iterable[tuple[str, str]], classes: Iterable[str]) -> Names:
    """Make the gazetteer from (name, class) pairs; of a name in several classes the first counts."""
    number = {name: index for index, name in enumerate(classes)}
    usable = [(name, number[kind]) for name, kind in names if len(name) > 1 and kind in number]
    written = plain("".join(f"{name}\n" for name, _ in usable)).split("\n")[:-1]  # a call for each takes far longer
    known: dict[str, int] = {}
    for name, (_, index) in zip(written, usable, strict=True):
        known.setdefault(name, index)
    return Names(known)


def rows(text: str, numbers: NDArray[np.uint16], segmenter: Segmenter, names: Names) -> NDArray[np.int32]:
    """Return the rows (len(text), len(COLUMNS)) of a folded text."""
    text = plain(text)
    found = np.zeros((len(text), len(COLUMNS)), np.int32)
    if not text:
        return found
    codes = points(text)
    ids = np.maximum(numbers[codes], UNKNOWN).astype(np.int64)
    padded = np.concatenate(([0], ids, [0]))
    found[:, 0] = ids
    found[:, 1] = (padded[:-2] * 7919 + ids * 104729) % PAIRS
    found[:, 2] = (ids * 7919 + padded[2:] * 104729) % PAIRS
    words = segmenter.columns(text)
    ends, sizes = words.ends, np.diff(words.ends, prepend=0)
    starts = ends - sizes
    found[:, 3] = np.repeat(_word_hashes(codes, starts, ends), sizes)
    place = np.full(len(text), 2, np.int32)
    place[starts] = 1
    place[ends - 1] = 3
    place[starts[sizes == 1]] = 0
    found[:, 4] = place
    found[:, 5] = np.repeat(words.speech, sizes)
    found[:, 6] = names.labels(text)
    return found
