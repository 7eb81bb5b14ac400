"""Names that begin with a place or a level of government and go on in words of their trade: bodies and places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from gongbao.mentions.names import Hit
from gongbao.mentions.page import BRACKETS, CLOSERS, HARD, OPENERS, Page
from gongbao.mentions.vocabulary import DEPARTMENT, QUOTED, STRONG, Kind

if TYPE_CHECKING:
    from gongbao.mentions.grammar import Head

_LONGEST = 28
_BRACKETED = 8
_NOUN_TAGS = ("n", "j", "b", "s", "l", "i", "f", "vn", "eng", "x", "a", "z", "k", "g")
_PROPER_TAGS = ("ns", "nr", "nt", "nz")
_BLOCKING = Kind.GOVERNOR | Kind.HELPER | Kind.STOP | Kind.JOINER | Kind.OPEN_LIST
_ANCHORED, _PLAIN, _WEAK_ANCHORED, _PROPER = 0.95, 0.72, 0.85, 0.6


def starts(page: Page, head: Head, places: Mapping[int, Hit]) -> Iterator[tuple[int, float]]:
    """Yield where the name that a head noun ends may start, with scores."""
    left, anchor, quoted = reach(page, head, places)
    if anchor is not None:
        if anchor == head.start - 1 and head.strength not in (STRONG, DEPARTMENT) and not _short_body(page, head):
            return
        if head.strength != QUOTED and _says_more(page, anchor, head, places):
            yield anchor, _ANCHORED if head.strength in (STRONG, DEPARTMENT) else _WEAK_ANCHORED
            return
    if quoted:
        yield left, _WEAK_ANCHORED
        return
    if head.strength in (STRONG, DEPARTMENT) and left < head.start and _particular(page, left, head):
        yield left, _PLAIN
    elif head.strength != QUOTED and left < head.start and _is_proper(page, left, head.start):
        yield left, _PROPER


def _short_body(page: Page, head: Head) -> bool:
    """Whether a level and a one-character head noun make a body (市委)."""
    return head.end - head.start == 1


def reach(page: Page, head: Head, places: Mapping[int, Hit]) -> tuple[int, int | None, bool]:
    """Go left over words that may belong to the name; return the left end, the leftmost anchor, and whether quoted."""
    text, at = page.text, page.at
    position, anchor, quoted = head.start, None, False
    floor = max(0, head.start - _LONGEST)
    left = position
    if position and not page.is_start(position) and position not in places:
        word = page.words[at[position]]
        position = left = word.start
        if page.kinds[at[position]] & Kind.LEVEL:
            anchor = position
    while position > floor:
        hit = places.get(position)
        if hit is not None:
            position = left = anchor = hit.start
            continue
        index = at[position - 1]
        char = text[position - 1]
        if char in CLOSERS:
            opening = page.pairs.get(position - 1)
            if opening is None or (text[opening] in BRACKETS and position - opening > _BRACKETED):
                break
            if text[opening] == "“":
                quoted = True
                if anchor is not None:
                    break
                left = opening
            position = opening
            continue
        if char in HARD or char in OPENERS or char in " 　？":
            break
        kind, word = page.kinds[index], page.words[index]
        if kind & Kind.LEVEL:
            position = left = anchor = word.start
            continue
        if not _belongs(page, index, kind, head):
            break
        position = left = word.start
    return left, anchor, quoted


def _belongs(page: Page, index: int, kind: int, head: Head) -> bool:
    surface = page.word(index)
    if surface in head.grammar.modifier:
        return True
    if kind & (_BLOCKING | Kind.FILLER | Kind.OPENER):
        return False
    tag = page.words[index].tag
    if tag in ("nr", "nrt") and len(surface) > 3:
        return False
    return tag.startswith(_NOUN_TAGS)


def _says_more(page: Page, start: int, head: Head, places: Mapping[int, Hit]) -> bool:
    """Whether a level alone is not all that stands before a generic head noun (全省企业)."""
    between = page.text[start : head.start]
    if any(at in places and start <= places[at].start for at in range(start + 1, head.start + 1)):
        return True
    return head.strength in (STRONG, DEPARTMENT) or len(between) == 1 or _particular(page, start, head)


def _particular(page: Page, start: int, head: Head) -> bool:
    generic = head.grammar.generic
    text = page.text[start : head.start]
    if not text or text in generic:
        return False
    index = page.at[start]
    while index < len(page.words) and page.words[index].start < head.start:
        end = min(page.words[index].end, head.start)
        if page.text[page.words[index].start : end] not in generic:
            return True
        index += 1
    return False


def _is_proper(page: Page, start: int, end: int) -> bool:
    """Whether the word right before the head noun, or the first of the name, is a proper noun to the dictionary."""
    first = page.words[page.at[start]]
    return first.tag in _PROPER_TAGS and first.start == start and first.end <= end and first.end - first.start > 1
