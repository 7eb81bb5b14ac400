"""Search things by name: short forms, either script, a wrong character, or the sound in Latin letters.

A name is found by the characters that it shares with what is asked, weighed by the words that jieba's cut_for_search
makes of that, so 市交通委 finds 天津市交通运输委员会; and by its pinyin, so czqc finds 出租汽车专项整治行动.
"""

import logging
import math
from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from gongbao.iri import canonical
from gongbao.serve.wire import Thing
from gongbao.text.pinyin import pinyin

CANDIDATES = 200  # how many things are compared letter by letter: those that share the most telling characters

_Numbers = npt.NDArray[np.int32]


class Index:
    """All names of a graph, ready to be searched."""

    def __init__(self, things: Iterable[Thing]) -> None:
        self.things = tuple(things)
        self.names = [tuple(dict.fromkeys(map(canonical, thing.names))) for thing in self.things]
        self.lengths = np.array([min(map(len, names), default=0) for names in self.names], np.int32)
        self.holders = _holders(self.names)
        self.sounds = _Sounds()
        self.by_type: Mapping[str, tuple[Thing, ...]] = _by_type(self.things)

    def find(self, asked: str, *, limit: int = 10, types: Sequence[str] = ()) -> list[Thing]:
        """Return the best hits, best first; of equal ones those that are mentioned more often come first."""
        wanted = canonical(asked)
        allowed = frozenset(types)
        scores = {
            n: max(self._score(wanted, name) for name in self.names[n]) for n in self._candidates(wanted, allowed)
        }
        if asked.isascii():
            self.sound(len(self.things))
            for number, score in self.sounds.find(asked).items():
                if not allowed or not allowed.isdisjoint(self.things[number].types):
                    scores[number] = max(score, scores.get(number, 0.0))
        hits = [replace(self.things[number], score=score) for number, score in scores.items()]
        return sorted(hits, key=lambda hit: (-hit.score, -hit.mentions, hit.iri))[:limit]

    def sound(self, most: int) -> bool:
        """Let some more names be found by their sound; False once all of them are."""
        known = len(self.sounds)
        for names in self.names[known : known + most]:
            self.sounds.add(names[0] if names else "")
        return len(self.sounds) < len(self.names)

    def _candidates(self, wanted: str, types: frozenset[str]) -> list[int]:
        shared = np.zeros(len(self.things), np.float32)
        for character in set(wanted):
            if (holders := self.holders.get(character)) is not None:
                shared[holders] += math.log(1 + len(self.things) / len(holders))
        fit = np.flatnonzero(shared)
        if types:
            fit = fit[[not types.isdisjoint(self.things[n].types) for n in fit]]
        if len(fit) > CANDIDATES:
            fit = fit[shared[fit] >= np.partition(shared[fit], -CANDIDATES)[-CANDIDATES]]
        order = np.lexsort((fit, self.lengths[fit], -shared[fit]))[:CANDIDATES]
        return [int(n) for n in fit[order]]

    def _score(self, wanted: str, name: str) -> float:
        """100 for the name itself; else how much of what was asked stands in the name in order, and of the name in it."""
        if wanted == name:
            return 100.0
        common = _common(wanted, name)
        asked, covered = common / len(wanted), common / len(name)
        parts = words(wanted)
        total = sum(map(self._weight, parts))
        told = sum(self._weight(part) for part in parts if part in name) / total if total else 0.0
        return round(99 * asked * (0.55 * asked + 0.25 * covered + 0.2 * told), 1)

    def _weight(self, word: str) -> float:
        """How telling a word is: by how few names have its rarest character."""
        fewest = min((len(self.holders.get(character, ())) for character in word), default=0)
        return math.log(1 + len(self.things) / max(fewest, 1))


def _holders(names: Iterable[Sequence[str]]) -> dict[str, _Numbers]:
    """The numbers of the things whose names have a character, by character."""
    found: dict[str, array[int]] = defaultdict(lambda: array("i"))
    for number, several in enumerate(names):
        for character in set("".join(several)):
            found[character].append(number)
    return {character: np.frombuffer(numbers, np.int32) for character, numbers in found.items()}


def _by_type(things: Iterable[Thing]) -> dict[str, tuple[Thing, ...]]:
    """Things by class, those that are mentioned most first."""
    found: dict[str, list[Thing]] = defaultdict(list)
    for thing in things:
        for kind in thing.types:
            found[kind].append(thing)
    return {kind: tuple(sorted(of, key=lambda thing: (-thing.mentions, thing.names))) for kind, of in found.items()}


def _common(one: str, other: str) -> int:
    """The length of the longest sequence of characters that both have in the same order."""
    before = [0] * (len(other) + 1)
    for a in one:
        row = [0]
        for at, b in enumerate(other):
            row.append(before[at] + 1 if a == b else max(before[at + 1], row[at]))
        before = row
    return before[-1]


@lru_cache(4096)
def words(text: str) -> tuple[str, ...]:
    """Cut a name for searching: long words, and the shorter ones inside them."""
    return tuple(word for word in _cutter()(text) if word.strip())


@cache
def _cutter() -> Callable[[str], Iterable[str]]:
    """jieba's cut_for_search; it loads when the first name is looked up, and keeps no file of its own."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True  # else it would leave its dictionary in the folder for temporary files, and trust it
    cut: Callable[[str], Iterable[str]] = tokenizer.cut_for_search
    return cut


_SOUNDING = 1000  # lines that one search compares; who types so little that more fit types on


class _Sounds:
    """Names as they sound, in one text that is searched at once: of each its syllables, then the first letters of these.

    Both are a line of their own; syllables begin with a capital.
    """

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.starts: list[int] = []
        self.length = 0
        self.text = self.small = ""

    def __len__(self) -> int:
        return len(self.lines) // 2

    def add(self, name: str) -> None:
        """Add the next name."""
        syllables = pinyin(name).split()
        for written in (syllables, [syllable[0] for syllable in syllables]):
            self.lines.append("".join(map(str.capitalize, written)) + "\n")
            self.starts.append(self.length)
            self.length += len(self.lines[-1])

    def find(self, typed: str) -> Mapping[int, float]:
        """Return the numbers of names that have the letters typed, from the start of a syllable on.

        Each has a score below 100: those that begin so score most, then the shorter.
        """
        wanted = "".join(c for c in typed.lower() if c.isalnum())
        if len(self.text) < self.length:
            self.text = "".join(self.lines)
            self.small = self.text.lower()
        best: dict[int, float] = {}
        at, found = -1, 0
        while wanted and found < _SOUNDING and (at := self.small.find(wanted, at + 1)) >= 0:
            if not self.text[at].islower():  # else it lies within a syllable
                line = bisect_right(self.starts, at) - 1
                whole = len(self.lines[line]) - 1
                score = round((60 if at == self.starts[line] else 40) + 39 * len(wanted) / whole, 1)
                best[line // 2] = max(score, best.get(line // 2, 0.0))
                found += 1
        return best
