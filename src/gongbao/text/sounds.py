"""Names as they sound, for those who type Latin letters: whole syllables, or the first letter of each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from gongbao.text.pinyin import pinyin

MOST = 500
"""Names that one search compares; who types so little that more fit types on."""


class Sounds:
    """The sounds of names by number, each kind in one text that is searched at once."""

    def __init__(self) -> None:
        self.count = 0
        self.kinds = (_Lines(), _Lines())

    def add(self, name: str) -> None:
        """Add the next name."""
        self.count += 1
        syllables = pinyin(name).split()
        for lines, written in zip(self.kinds, (syllables, [s[0] for s in syllables]), strict=True):
            lines.add(written)

    def find(self, typed: str) -> list[tuple[int, float]]:
        """Return the names that have the letters typed, from the start of a syllable on, each with a score below 100."""
        wanted = "".join(c for c in typed.lower() if c.isalnum())
        best: dict[int, float] = {}
        for lines in self.kinds if wanted else ():
            for number, score in lines.find(wanted):
                best[number] = max(score, best.get(number, 0.0))
        return list(best.items())


class _Lines:
    """Lines of one text; syllables begin with a capital."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.starts: list[int] = []
        self.length = 0
        self.text = self.small = ""

    def add(self, syllables: list[str]) -> None:
        line = "".join(map(str.capitalize, syllables)) + "\n"
        self.parts.append(line)
        self.starts.append(self.length)
        self.length += len(line)

    def find(self, wanted: str) -> Iterator[tuple[int, float]]:
        """Yield the numbers of lines with the letters wanted: those that begin so score most, then the shorter."""
        if len(self.text) < self.length:
            self.text = "".join(self.parts)
            self.small = self.text.lower()
        at, found = -1, 0
        while found < MOST and (at := self.small.find(wanted, at + 1)) >= 0:
            if not self.text[at].islower():  # else it lies within a syllable
                number = bisect_right(self.starts, at) - 1
                whole = len(self.parts[number]) - 1
                yield number, round((60 if at == self.starts[number] else 40) + 39 * len(wanted) / whole, 1)
                found += 1
