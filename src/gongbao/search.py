"""Search things by name, with the words of jieba's cut_for_search: short forms, either script, a wrong character.

A name is found by the words and characters that it shares with what is asked, so 市交通委 finds 天津市交通运输委员会.
"""

from __future__ import annotations

import logging
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from gongbao.iri import canonical

CANDIDATES = 200
"""How many things are compared letter by letter: those that share the most telling characters."""

SURE = 85.0
"""From this score on, and far from the next, a hit is taken for the thing asked for."""

FAR = 8.0


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that can be found: its IRI, classes, names (the first is shown) and how often it is mentioned."""

    iri: str
    types: tuple[str, ...]
    names: tuple[str, ...]
    mentions: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found, with a score from 0 to 100."""

    thing: Thing
    score: float


class Index:
    """All names of a graph, ready to be searched."""

    def __init__(self, things: Iterable[Thing]) -> None:
        self.things = tuple(things)
        self.names = [tuple(dict.fromkeys(map(canonical, thing.names))) for thing in self.things]
        self.holders: dict[str, list[int]] = defaultdict(list)
        for number, names in enumerate(self.names):
            for character in set("".join(names)):
                self.holders[character].append(number)
        found = Counter(word for names in self.names for word in {w for name in names for w in words(name)})
        self.rare = {word: math.log(1 + len(self.things) / count) for word, count in found.items()}

    def find(self, asked: str, *, limit: int = 10, types: Sequence[str] = ()) -> list[Hit]:
        """Return the best hits, best first; of equal ones those that are mentioned more often come first."""
        wanted = canonical(asked)
        found = self._candidates(wanted, frozenset(types))
        hits = [Hit(self.things[n], max(self._score(wanted, name) for name in self.names[n])) for n in found]
        return sorted(hits, key=lambda hit: (-hit.score, -hit.thing.mentions, hit.thing.iri))[:limit]

    def _candidates(self, wanted: str, types: frozenset[str]) -> list[int]:
        shared: dict[int, float] = defaultdict(float)
        for character in set(wanted):
            holders = self.holders.get(character, ())
            for number in holders:
                shared[number] += math.log(1 + len(self.things) / len(holders))
        fit = (n for n in shared if not types or not types.isdisjoint(self.things[n].types))
        return sorted(fit, key=lambda number: (-shared[number], number))[:CANDIDATES]

    def _score(self, wanted: str, name: str) -> float:
        """100 for the name itself; else how much of what was asked stands in the name in order, and of the name in it."""
        if wanted == name:
            return 100.0
        common = _common(wanted, name)
        asked, covered = common / len(wanted), common / len(name)
        parts = words(wanted)
        total = sum(self._weight(part) for part in parts)
        told = sum(self._weight(part) for part in parts if part in name) / total if total else 0.0
        return round(99 * asked * (0.55 * asked + 0.25 * covered + 0.2 * told), 1)

    def _weight(self, word: str) -> float:
        return self.rare.get(word, math.log(1 + len(self.things)))


def _common(one: str, other: str) -> int:
    """The length of the longest sequence of characters that both have in the same order."""
    before = [0] * (len(other) + 1)
    for a in one:
        row = [0]
        for at, b in enumerate(other):
            row.append(before[at] + 1 if a == b else max(before[at + 1], row[at]))
        before = row
    return before[-1]


def words(text: str) -> list[str]:
    """Cut a name for searching: long words, and the shorter ones inside them."""
    return [word for word in _cutter()(text) if word.strip()]


@cache
def _cutter() -> Callable[[str], Iterable[str]]:
    """jieba's cut_for_search; it loads when the first name is looked up, and keeps no file of its own."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = (
        True  # else it would leave its dictionary in the folder for temporary files, and trust what is there
    )
    cut: Callable[[str], Iterable[str]] = tokenizer.cut_for_search
    return cut
