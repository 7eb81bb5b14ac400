"""Cases: from the first party, place or quotation to 案; and numbers of cases and documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from gongbao.mentions.candidate import Candidate
from gongbao.mentions.names import Hit
from gongbao.mentions.page import CLOSERS, HARD, OPENERS, Page
from gongbao.mentions.vocabulary import Kind

if TYPE_CHECKING:
    from gongbao.mentions.grammar import Head

FINDER = "grammar"
_LONGEST = 60
_SCORE = 0.9
_NUMBER = re.compile(
    r"[\u3400-\u9fff]{0,12}[〔（]\s?(?:19|20)\d\d\s?[〕）][\u3400-\u9fffA-Za-z]{0,8}\d{0,6}[\u3400-\u9fff]{0,6}(?:第)?\d+(?:[-－]\d+)?号"
)
_LATIN_NUMBER = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2,6} ?\d{1,6}/(?:19|20)\d\d(?!\d)")
_CASE, _DOCUMENT = "case", "document"


def starts(page: Page, head: Head, places: Mapping[int, Hit]) -> Iterator[tuple[int, float]]:
    """Yield where a case's name starts."""
    start, sure = _reach(page, head, places)
    if start is not None and start < head.start and page.text[start : head.start] not in head.grammar.generic:
        yield start, _SCORE if sure else _SCORE / 2


def _reach(page: Page, head: Head, places: Mapping[int, Hit]) -> tuple[int | None, bool]:
    """Go left to the verb or mark before the case; the name starts at its leftmost party, place or quotation."""
    text, position, party = page.text, head.start, None
    if position and not page.is_start(position):
        position = page.words[page.at[position]].start
    floor = max(0, head.start - _LONGEST)
    while position > floor:
        hit = places.get(position)
        if hit is not None and hit.end - hit.start > 1:
            position = party = hit.start
            continue
        char = text[position - 1]
        if char in CLOSERS and position - 1 in page.pairs:
            position = page.pairs[position - 1]
            if text[position] == "“":
                party = position
            continue
        if char in HARD or char in OPENERS or char in " 　":
            break
        index = page.at[position - 1]
        if _stops(page, index, head):
            break
        position = page.words[index].start
        if _is_party(page, index, head):
            party = position
    if party is None:
        return None, False
    return party, True


def _stops(page: Page, index: int, head: Head) -> bool:
    surface, kind = page.word(index), page.kinds[index]
    if kind & Kind.STOP:
        return surface not in ("等",) and not surface.endswith("等")
    return bool(kind & Kind.GOVERNOR) and page.words[index].tag in ("v", "p", "d", "c", "vn", "l", "i") and (
        len(surface) > 1 and surface not in _ACTS or surface in "由被将把对向"
    )


_ACTS = frozenset[str]()


def _is_party(page: Page, index: int, head: Head) -> bool:
    surface, word = page.word(index), page.words[index]
    if any(mark in surface for mark in head.grammar.anonymous):
        return True
    return word.tag in ("nr", "nrt", "nrfg") and word.end - word.start > 1


def numbers(page: Page, roles: Mapping[str, str]) -> Iterator[Candidate]:
    """Propose the numbers of documents and cases; a mark in the number says which (津交罚〔2023〕12号)."""
    case, document = roles.get(_CASE), roles.get(_DOCUMENT)
    for match in _NUMBER.finditer(page.text):
        start, end = _whole(page, match.start()), match.end()
        text = page.text[start:end]
        bracketed_first = text[0] in "〔（"
        marked = case is not None and (
            bracketed_first or any(mark in text for mark in page.vocabulary.grammars[case].number_mark)
        )
        type_ = case if marked else document
        if type_ is not None and (bracketed_first or start < end):
            yield Candidate(start, end, type_, FINDER, 1.0)
    if case is not None:
        for match in _LATIN_NUMBER.finditer(page.text):
            yield Candidate(match.start(), match.end(), case, FINDER, _SCORE)


def _whole(page: Page, start: int) -> int:
    """Move past words before the sender's abbreviation (依据津交发〔2023〕5号): the last word that cannot belong to it."""
    bracket = next((i for i in range(start, len(page.text)) if page.text[i] in "〔（"), start)
    position = bracket
    while position > start:
        index = page.at[position - 1]
        if page.kinds[index] & (Kind.GOVERNOR | Kind.STOP | Kind.HELPER | Kind.JOINER) and (
            page.words[index].end - page.words[index].start > 1 or page.word(index) in "按的据由以为和及"
        ):
            break
        position = max(start, page.words[index].start)
    return position
