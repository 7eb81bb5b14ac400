"""Hotlines that only their number names: in front of the head noun (118 报案专线), or behind it where no name stands before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from gongbao.mentions.candidate import Candidate
from gongbao.mentions.page import Page

if TYPE_CHECKING:
    from gongbao.mentions.grammar import Head

FINDER = "grammar"
_SCORE = 0.85
_BEFORE = re.compile(r"(?<![\d-])\d{3,5} $")
_BEHIND = re.compile(r" ?(?:0\d{1,3}[- ]?)?\d{3,4}[- ]?\d{3,4}(?:[- ]\d{3})?(?![\d-])")
_LONGEST = 7


def find(page: Page, heads: Iterable[Head], found: Iterable[Candidate]) -> Iterator[Candidate]:
    """Propose the head nouns of hotlines with the number that they are dialled by."""
    dialled = tuple(page.vocabulary.words.get("dialledHead", ()))
    if not dialled:
        return
    named = {(candidate.end, candidate.type) for candidate in found}
    for head in heads:
        if not page.text.endswith(dialled, head.start, head.end):
            continue
        before = _BEFORE.search(page.text, max(0, head.start - _LONGEST), head.start)
        behind = _BEHIND.match(page.text, head.end)
        if before is not None:
            yield Candidate(before.start(), head.end, head.grammar.id, FINDER, _SCORE)
        elif behind is not None and (head.end, head.grammar.id) not in named:
            yield Candidate(head.start, behind.end(), head.grammar.id, FINDER, _SCORE)
