"""jieba's dictionary as far as a text needs it.

rjieba takes 90 ms to load its own. A text is cut by those words only that stand in it, and in a process that cuts little
they are looked up in the file of the same words that jieba has, and put into an empty dictionary of rjieba.
"""

import importlib.util
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from functools import cache
from itertools import chain, pairwise
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

from gongbao.compiled import core

LITTLE = 10_000  # so many characters are cut without the whole dictionary; more would take longer than to load it
_FILE, _LIBRARY = 328468845, "rjieba-0.2.2.dist-info"
"""The checksum of the file, and the library, that are known to hold the same words."""

_TOTAL = 60_101_964  # how often all words of the dictionary were counted together
_REST = "\U0010fffd\U0010fffe"  # a word that no text has, with the counts of all words that are left out
_MANY = 200  # so many beginnings of words are sought in one pass through the file
_FIRST = "一"  # the first word of Chinese characters; what stands before it, words with letters, is in no order


def own() -> Any:
    """Return a dictionary to add to."""
    return core("rjieba", "rjieba").Jieba()


class Dictionary:
    """The dictionary that nobody adds to: the whole of it from the first text on that it must be loaded for."""

    def __init__(self) -> None:
        self._some = _some()
        self._left = LITTLE
        self._all: Any = None

    def of(self, text: str) -> Any:
        """Return a dictionary that cuts a text as the whole one does."""
        if self._all is None:
            self._left -= len(text)
            if self._left > 0 and (some := self._some) is not None:
                return some.of(text)
            self._all = own()
            self._some = None
        return self._all


class _Some:
    """The words that stand in the texts asked about so far, from the lines `word count speech` of jieba's file."""

    def __init__(self, lines: mmap) -> None:
        first = lines.find(f"\n{_FIRST} ".encode())
        self._lines = lines
        self._starts = range(first, lines.rfind(b"\n", 0, len(lines) - 1) + 1)
        self._known: dict[str, str] = {}
        self._sought: set[str] = set()
        self._longest: tuple[str, Any] = "", None
        for line in lines[:first].decode().split("\n"):
            self._add(line)

    def of(self, text: str) -> Any:
        longest, made = self._longest
        if made is not None and text in longest:
            return made
        made = self._made(text)
        if len(text) > len(longest):
            self._longest = text, made
        return made

    def _made(self, text: str) -> Any:
        self._seek(text)
        made, rest = core("rjieba", "rjieba").Jieba.empty(), _TOTAL
        begun = {text[at : at + size] for size in (1, 2, 3) for at in range(len(text))}
        for word, told in self._known.items():
            if word[:3] in begun and word in text:
                count, speech = told.split(" ")
                made.add_word(word, int(count), speech)
                rest -= int(count)
        made.add_word(_REST, rest, "x")
        return made

    def _seek(self, text: str) -> None:
        """Look up the words that begin with two characters that stand together in a text, or are one of its characters."""
        heads = {f"{char} " for char in text if char >= _FIRST}
        heads |= {one + two for one, two in pairwise(text) if one >= _FIRST <= two}
        heads -= self._sought
        self._sought |= heads
        written = [f"\n{head}".encode("utf-8", "surrogatepass") for head in heads]
        for place in self._places(written) if len(heads) > _MANY else chain.from_iterable(map(self._near, written)):
            self._add(self._lines[place + 1 : self._lines.find(b"\n", place + 1)].decode())

    def _places(self, heads: list[bytes]) -> Iterator[int]:
        from ahocorasick_rs import BytesAhoCorasick

        return (place for _, place, _ in BytesAhoCorasick(heads).find_matches_as_indexes(self._lines))

    def _near(self, head: bytes) -> Iterator[int]:
        place, end = (self._place(head[1:4], side) for side in (bisect_left, bisect_right))
        while (place := self._lines.find(head, place, end + 1)) >= 0:
            yield place
            place += 1

    @cache  # noqa: B019  there is one, and it goes with the program
    def _place(self, char: bytes, side: Callable[..., int]) -> int:
        """The line end before the lines of a character, or behind them; by their first character lines are in order."""
        lines = self._lines
        at = side(self._starts, char, key=lambda at: lines[(begin := lines.find(b"\n", at) + 1) : begin + 3])
        return lines.find(b"\n", self._starts.start + at)

    def _add(self, line: str) -> None:
        word, _, told = line.partition(" ")
        self._known[word] = told


def _some() -> _Some | None:
    """The words by jieba's file, where it and rjieba are those that are known to agree; neither is imported."""
    jieba, rjieba = map(importlib.util.find_spec, ("jieba", "rjieba"))
    if jieba is None or jieba.origin is None or rjieba is None or rjieba.origin is None:
        return None
    with (Path(jieba.origin).parent / "dict.txt").open("rb") as file:
        lines = mmap(file.fileno(), 0, access=ACCESS_READ)  # of 5 MB little is looked at again
    same = zlib.crc32(lines) == _FILE and (Path(rjieba.origin).parent.parent / _LIBRARY).is_dir()
    return _Some(lines) if same else None
