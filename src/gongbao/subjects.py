"""What a report is about: its keywords, by the TF-IDF of jieba.analyse, and where they stand.

jieba's own extractor takes 1.3 s of processor time to be ready, most of it for a dictionary that rjieba holds already.
So its weights (jieba's `idf.txt`) are used here on rjieba's words; a test compares with jieba.analyse itself.
"""

from __future__ import annotations

import importlib.util
import zlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cache, cached_property
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from gongbao.model import Document, Keyword, Span
from gongbao.text.columns import plain
from gongbao.text.words import SPEECH as TAGS
from gongbao.text.words import Segmenter

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST = 8  # how many keywords a report gets
SPEECH = frozenset({"n", "nt", "nz", "vn"})
"""jieba's parts of speech that say what a text is about; places and persons are things with names of their own."""

_TELLING = np.array([tag in SPEECH for tag in TAGS])

_STOP = frozenset(("the", "of", "is", "and", "to", "in", "that", "we", "for", "an", "are"))
_STOP |= frozenset(("by", "be", "as", "on", "with", "can", "if", "from", "which", "you", "it", "this", "then", "at"))
_STOP |= frozenset(("have", "all", "not", "one", "has", "or", "that"))
"""jieba.analyse's own stop words."""


def find(document: Document, segmenter: Segmenter, *, most: int = MOST) -> tuple[Keyword, ...]:
    """Return the keywords of a report's body, weightiest first; equal ones in the order of the text."""
    body = document.body
    cut = segmenter.columns(plain(document.folded[body.start : body.end]))
    telling = np.flatnonzero(_TELLING[cut.speech]).tolist()
    found = Counter([cut.words[number] for number in telling])
    counts = {word: n for word, n in found.items() if len(word.strip()) > 1 and word.lower() not in _STOP}
    total = sum(counts.values())
    idf = _weights().of(counts)
    weights = {word: n * idf[word] / total for word, n in counts.items()}
    chosen: Sequence[str] = sorted(weights, key=lambda word: -weights[word])[:most]
    places: dict[str, list[int]] = {word: [] for word in chosen}
    for number in telling:
        word = cut.words[number]
        if word in places:
            places[word].append(body.start + int(cut.ends[number]) - len(word))
    return tuple(
        Keyword(word, round(weights[word], 4), tuple(Span(start, start + len(word)) for start in places[word]))
        for word in chosen
    )


class _Weights:
    """jieba's weights, a word and its number a line, in which words are sought: parsing all takes 30 times as long."""

    def __init__(self, lines: bytes | mmap) -> None:
        self.lines = lines
        word, weight = lines[: lines.find(b"\n")].decode().split()  # all others stand behind a line end
        self.known = {word: float(weight)}
        self.sought = 0

    def of(self, words: Collection[str]) -> Mapping[str, float]:
        """Return the weights of at least these words; what has none gets the median."""
        missing = [word for word in words if word not in self.known]
        if missing and self.sought < _SEEKING:
            self.sought += 1
            self._seek(missing)
        elif missing:
            self._look_up(missing)
        return self.known

    @cached_property
    def sorted(self) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        """The first bytes of all lines in order (most words begin with two characters), and where each line begins."""
        text = np.frombuffer(self.lines[:] + bytes(8), np.uint8)
        starts = np.flatnonzero(text[: len(self.lines) - 1] == ord("\n")) + 1
        heads = np.ndarray(len(self.lines), "<u8", text, strides=(1,))[starts] & np.uint64(256**_HEAD - 1)
        order = np.argsort(heads)
        return heads[order], starts[order]

    def _look_up(self, words: Sequence[str]) -> None:
        heads, starts = self.sorted
        written = [f"{word} ".encode("utf-8", "surrogatepass") for word in words]
        keys = np.array([int.from_bytes(each[:_HEAD], "little") for each in written], np.uint64)
        lows, highs = (np.searchsorted(heads, keys, side).tolist() for side in ("left", "right"))
        for word, each, low, high in zip(words, written, lows, highs, strict=True):
            lines = starts[low:high].tolist() if len(each) >= _HEAD else [self.lines.rfind(b"\n" + each) + 1]
            at = max(
                (end for start in lines if start and self.lines[start : (end := start + len(each))] == each),
                default=None,
            )
            self.known[word] = self.median if at is None else float(self.lines[at : self.lines.find(b"\n", at)])

    def _seek(self, words: Sequence[str]) -> None:
        from ahocorasick_rs import BytesAhoCorasick

        found = BytesAhoCorasick(
            [f"\n{word} ".encode("utf-8", "surrogatepass") for word in words]
        ).find_matches_as_indexes(self.lines)
        self.known |= dict.fromkeys(words, self.median)
        for which, _, end in found:
            self.known[words[which]] = float(self.lines[end : self.lines.find(b"\n", end)])

    @cached_property
    def median(self) -> float:
        """The weight of a word that jieba has none for."""
        known = _MEDIANS.get((len(self.lines), zlib.crc32(self.lines[-_END:])))
        if known is not None:
            return known
        weights = sorted(map(float, self.lines[:].split()[1::2]))
        return weights[len(weights) // 2]


_SEEKING = 2  # in so many reports words are sought; who has more is served faster by sorting all lines once
_HEAD = 6  # lines are sorted by so many bytes
_END, _MEDIANS = 65536, {(6200957, 2212003650): 11.9547675029}
"""The median of the weights of jieba 0.42.1, by the size of its file and the checksum of its end."""


@cache
def _weights() -> _Weights:
    """jieba's weights; read where jieba is installed, without importing it."""
    found = importlib.util.find_spec("jieba")
    assert found is not None and found.origin is not None, "jieba is a dependency"
    with (Path(found.origin).parent / "analyse" / "idf.txt").open("rb") as file:
        return _Weights(mmap(file.fileno(), 0, access=ACCESS_READ))
