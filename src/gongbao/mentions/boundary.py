"""Where names begin and end: quotation marks and brackets that belong together stay together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gongbao.mentions.candidate import Candidate
from gongbao.text.punctuation import PAIRS

_OPENING = {closing: opening for opening, closing in PAIRS.items()}
LONGEST = 80
"""Marks further apart than this, or on two lines, do not belong together."""


def pairs(text: str) -> dict[int, int]:
    """Map each opening mark to its closing one and back; unbalanced ones are left out. Linear in the text's length."""
    found: dict[int, int] = {}
    stack: list[int] = []
    for at, char in _marks(text):
        if char == "\n":
            stack.clear()
        elif char in PAIRS:
            stack.append(at)
        else:
            while stack and text[stack[-1]] != _OPENING[char] and len(stack) > 1:
                stack.pop()
            if stack and text[stack[-1]] == _OPENING[char]:
                start = stack.pop()
                if at - start <= LONGEST:
                    found[start], found[at] = at, start
    return found


def _marks(text: str) -> Iterator[tuple[int, str]]:
    return ((at, char) for at, char in enumerate(text) if char in PAIRS or char in _OPENING or char == "\n")


def balance(candidate: Candidate, text: str, closed: Mapping[int, int]) -> Candidate:
    """Take in the mark right beside a name that one inside it belongs to (“清风”行动, not 清风”行动)."""
    start, end = candidate.start, candidate.end
    if end < len(text) and start <= closed.get(end, -1) < end:
        end += 1
    if start and start <= closed.get(start - 1, -1) < end and closed[start - 1] != end - 1:
        start -= 1
    return candidate._replace(start=start, end=end)
