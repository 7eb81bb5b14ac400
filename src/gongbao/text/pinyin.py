"""The sounds of names, for searching them with Latin letters: characters and the words that read otherwise."""

import re
from collections.abc import Mapping, Set
from functools import cache

from gongbao.text import tsv

_LONGEST = 8


@cache
def _table() -> Mapping[str, str]:
    """Readings without tones, by character and by word. Plain text, because a library for it takes 0.4 s to load."""
    return {row[0]: row[1] for row in tsv.rows("gongbao.text", "pinyin.tsv")}


def readings(chars: Set[str]) -> Mapping[str, Set[str]]:
    """Return every reading of some characters: their own, and those of the words that they stand in."""
    found: dict[str, set[str]] = {}
    for text, sound in _table().items():
        if not chars.isdisjoint(text):
            for char, syllable in zip(text, sound.split(), strict=False):
                found.setdefault(char, set()).add(syllable)
    return {char: found[char] for char in chars & found.keys()}


def pinyin(name: str) -> str:
    """Return the syllables of a simplified name, joined by spaces; Latin letters and digits stay, the rest has no sound."""
    table = _table()
    syllables: list[str] = []
    at = 0
    while at < len(name):
        longest = min(_LONGEST, len(name) - at)
        known = next((n for n in range(longest, 0, -1) if name[at : at + n] in table), 0)
        if known:
            syllables += table[name[at : at + known]].split()
            at += known
            continue
        written = re.compile(r"[A-Za-z0-9]+").match(name, at)
        if written:
            syllables.append(written[0].lower())
        at = written.end() if written else at + 1
    return " ".join(syllables)
