"""Any of some words, the longest first: as a tuple, and as a regular expression that never matches for none."""

import re
from collections.abc import Iterable


def longest_first(words: Iterable[str]) -> tuple[str, ...]:
    """Return words sorted, the longest first; of a word and its beginning the word is tried first."""
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def alternation(words: Iterable[str]) -> str:
    """Return a regular expression for any of the words, the longest first; one that never matches for none.

    Words are grouped by their first character behind a look-ahead, as a plain alternation of hundreds of words would
    try each of them at every place.
    """
    groups: dict[str, list[str]] = {}
    for word in longest_first(words):
        groups.setdefault(word[0], []).append(word[1:])
    if not groups:
        return "(?!)"
    alone = [first for first, rest in groups.items() if rest == [""]]
    ways = [_ways(re.escape(first), rest) for first, rest in sorted(groups.items()) if rest != [""]]
    ways += [_one_of(alone)] if alone else []
    return f"(?={_one_of(groups)})(?:{'|'.join(ways)})" if len(groups) > 1 else f"(?:{ways[0]})"


def _ways(first: str, rest: list[str]) -> str:
    """Return what a first character goes on with, the longest first; sets of two, as one of three takes ten times as long to compile."""
    last = sorted(word for word in rest if len(word) == 1)
    if len(last) < len(rest):
        return f"{first}(?:{'|'.join(map(re.escape, rest))})"
    return "|".join(first + _one_of(last[place : place + 2]) for place in range(0, len(last), 2))


def _one_of(characters: Iterable[str]) -> str:
    each = [re.escape(character) for character in sorted(characters)]
    return each[0] if len(each) == 1 else f"[{''.join(each)}]"
