"""Words: where a text may be cut, and what part of speech a dictionary gives each piece.

rjieba (jieba's algorithm and dictionary, compiled in) is used rather than jieba: it is ready in 0.15 s instead of 1.5 s,
cuts 17 times faster, and its dictionary is inside the library, so every machine cuts alike.
"""

from __future__ import annotations

from typing import NamedTuple


class Word(NamedTuple):
    """A word of a text: half-open offsets, and jieba's tag (`n`, `ns`, `v`, `x` …)."""

    start: int
    end: int
    tag: str


def cut(text: str) -> list[Word]:
    """Cut a text into words without gaps: joined, they are the text."""
    import rjieba

    words: list[Word] = []
    at = 0
    for word, tag in rjieba.tag(text):
        end = at + len(word)
        words.append(Word(at, end, tag))
        at = end
    return words
