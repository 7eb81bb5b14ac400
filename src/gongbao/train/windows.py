"""Texts as a network learns from them: windows of rows with labels, dealt into batches. Needs no torch."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence, Sized
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

import numpy as np

from gongbao.errors import GoldError
from gongbao.mentions import tagger, tokens
from gongbao.text.script import fold
from gongbao.text.words import Segmenter
from gongbao.train.data import Example

if TYPE_CHECKING:
    from numpy.typing import NDArray

T = TypeVar("T", bound=Sized)


class Soft(NamedTuple):
    """An unlabelled text with log probabilities (len(text), labels); labels that its labeller does not know have -inf."""

    text: str
    scores: NDArray[np.float16]


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a text: rows (n, columns) and labels (n,), or a labeller's log probabilities (n, labels)."""

    rows: NDArray[np.uint16]
    labels: NDArray[Any]

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True)
class Reader:
    """Makes windows of texts as the tagger will see them."""

    classes: tuple[str, ...]
    numbers: NDArray[np.uint16]
    segmenter: Segmenter
    names: tokens.Names

    def windows(self, text: str, labels: NDArray[Any], bare: bool = False) -> Iterator[Window]:
        """Cut a text with its labels into windows; `bare` leaves out marks and spaces."""
        folded = fold(text)
        if bare:
            keep = np.array([char.isalnum() for char in folded], bool)
            if keep.any():
                folded, labels = "".join(char for char, kept in zip(folded, keep, strict=True) if kept), labels[keep]
        rows = tokens.rows(folded, self.numbers, self.segmenter, self.names).astype(np.uint16)
        for start, end in tagger.windows(folded):
            yield Window(rows[start:end], labels[start:end])

    def labels(self, example: Example) -> NDArray[np.int64]:
        """Label each character of an annotated text: 0 outside; begins, inside, ends, alone for each class in turn."""
        labels = np.zeros(len(example.text), np.int64)
        for start, end, kind in example.spans:
            first = 1 + 4 * self.classes.index(kind)
            if end - start == 1:
                labels[start] = first + 3
            else:
                labels[start:end] = first + 1
                labels[start], labels[end - 1] = first, first + 2
        return labels


def columns(known: Sequence[str], classes: Sequence[str]) -> NDArray[np.int64]:
    """Return for each label of `classes` its number among the labels of `known`, -1 where that class is not known."""
    numbers = [0]
    for kind in classes:
        first = 1 + 4 * known.index(kind) if kind in known else -1
        numbers += [first + k if first >= 0 else -1 for k in range(4)]
    return np.array(numbers, np.int64)


def batches(windows: Sequence[T], size: int, chance: random.Random) -> list[list[T]]:
    """Deal windows into batches of like length, of at most about `size` characters with padding, in random order."""
    order = list(range(len(windows)))
    chance.shuffle(order)
    dealt: list[list[T]] = []
    for at in range(0, len(order), 1024):
        batch: list[T] = []
        for index in sorted(order[at : at + 1024], key=lambda i: len(windows[i])):
            if batch and len(windows[index]) * (len(batch) + 1) > size:
                dealt.append(batch)
                batch = []
            batch.append(windows[index])
        dealt.append(batch)
    chance.shuffle(dealt)
    return dealt


class Feed(Generic[T]):
    """Batches without end: texts are cut and dealt anew each round. Where it stands is two numbers, to be kept."""

    def __init__(self, cut: Callable[[random.Random], Sequence[T]], size: int, seed: int) -> None:
        self.cut, self.size, self.seed = cut, size, seed
        self.go_to((0, 0))

    @property
    def place(self) -> tuple[int, int]:
        """The round, and how many batches of it were taken."""
        return self._round, self._taken

    def go_to(self, place: tuple[int, int]) -> None:
        """Stand where `place` was told."""
        self._round, self._taken = place
        self._dealt: list[list[T]] | None = None

    def length(self) -> int:
        """Return how many batches this round has. Raises GoldError where there is no text."""
        if self._dealt is None:
            chance = random.Random(f"{self.seed}/{self._round}")
            self._dealt = batches(self.cut(chance), self.size, chance)
        if not self._dealt:
            raise GoldError("there is no text to learn from")
        return len(self._dealt)

    def next(self) -> list[T]:
        """Take a batch."""
        if self._taken >= self.length():
            self.go_to((self._round + 1, 0))
            self.length()
        assert self._dealt is not None
        self._taken += 1
        return self._dealt[self._taken - 1]
