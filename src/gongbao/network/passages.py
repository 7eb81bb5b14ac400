"""What names two things, as proofs of their tie: made when they are looked at, since a large network has millions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, overload

from gongbao.network.values import Edge, excerpt


class Text(Protocol):
    """A sentence or paragraph: its place in its report, its words, and what it names where, in order."""

    @property
    def report(self) -> str: ...  # noqa: D102
    @property
    def start(self) -> int: ...  # noqa: D102
    @property
    def words(self) -> str: ...  # noqa: D102
    @property
    def things(self) -> tuple[tuple[int, int, str], ...]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Passages(Sequence[Edge]):
    """Of each text the words from the one to the other, where they stand nearest; `sources` are the reports' files."""

    one: str
    other: str
    kind: str
    label: str
    score: float
    texts: tuple[Text, ...]
    sources: Mapping[str, str]

    def __len__(self) -> int:
        """How many texts."""
        return len(self.texts)

    @overload
    def __getitem__(self, at: int) -> Edge: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Edge]: ...
    def __getitem__(self, at: int | slice) -> Edge | Sequence[Edge]:
        """Quote one text, or several."""
        if isinstance(at, slice):
            return tuple(self._quoted(text) for text in self.texts[at])
        return self._quoted(self.texts[at])

    def _quoted(self, text: Text) -> Edge:
        start, end = nearest_span(text, self.one, self.other)
        return Edge(
            *(self.one, self.other, self.kind, self.label, "", self.score, "", text.words[start:end]),
            *(text.start + start, text.start + end, text.report, self.sources.get(text.report, ""), ""),
            sentence=excerpt(text.words, start, end),
        )


def nearest_span(text: Text, one: str, other: str) -> tuple[int, int]:
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
