"""Short names that the report gives itself: X（以下简称Y）, X（Y）."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gongbao.mentions.candidate import Candidate
from gongbao.mentions.page import Page

FINDER = "grammar"
_SCORE = 0.9
_LONGEST = 16


def find(page: Page, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Propose the short name in brackets behind a name, of the same class; with a cue, or made of the name's characters."""
    text = page.text
    cues = sorted(page.vocabulary.words.get("aliasCue", frozenset()), key=lambda cue: (-len(cue), cue))
    best: dict[int, Candidate] = {}
    for candidate in candidates:
        if text.startswith("（", candidate.end) and candidate.end in page.pairs:
            held = best.get(candidate.end)
            if held is None or candidate.start < held.start:
                best[candidate.end] = candidate
    for end in sorted(best):
        name = best[end]
        start, closing = end + 1, page.pairs[end]
        cue = next((cue for cue in cues if text.startswith(cue, start)), None)
        if cue is not None:
            start += len(cue)
            start += text.startswith("为", start) + text.startswith("：", start)
        inner = text[start:closing].strip("“”")
        start += text.startswith("“", start)
        if 1 < len(inner) <= _LONGEST and (cue is not None or _shortens(inner, text[name.start : name.end])):
            yield Candidate(start, start + len(inner), name.type, FINDER, _SCORE)


def _shortens(short: str, full: str) -> bool:
    """Whether the characters of the short name stand in the full name in this order, and leave some out."""
    position = -1
    for char in short:
        position = full.find(char, position + 1)
        if position < 0:
            return False
    return len(short) < len(full) and not short.isdigit()
