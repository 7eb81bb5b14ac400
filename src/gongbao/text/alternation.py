"""Any of some words, the longest first: as a tuple, and as a regular expression that never matches for none."""

from __future__ import annotations

import re
from collections.abc import Iterable


def longest_first(words: Iterable[str]) -> tuple[str, ...]:
    """Return words sorted, the longest first; of a word and its beginning the word is tried first."""
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def alternation(words: Iterable[str]) -> str:
    """Return a regular expression for any of the words, the longest first; one that never matches for none."""
    return "|".join(map(re.escape, longest_first(words))) or "(?!)"


def by_length(words: Iterable[str]) -> str:
    """Return an alternation of words, the longest first; one that never matches for no words.

    Words are grouped by their first character behind a look-ahead, as a plain alternation of hundreds of words would
    try each of them at every place.
    """
    groups: dict[str, list[str]] = {}
    for word in longest_first(words):
        groups.setdefault(word[0], []).append(word[1:])
    if not groups:
        return "(?!)"
    ways = [f"{re.escape(first)}(?:{'|'.join(map(re.escape, rest))})" for first, rest in sorted(groups.items())]
    return f"(?=[{''.join(map(re.escape, sorted(groups)))}])(?:{'|'.join(ways)})"
