"""Whether a name stands for one body by itself, or for a class of bodies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from gongbao.mentions.page import HARD, Page
from gongbao.mentions.vocabulary import Kind

if TYPE_CHECKING:
    from gongbao.mentions.grammar import Head, Known
    from gongbao.mentions.names import Hit


def is_alone(page: Page, head: Head) -> bool:
    """Whether a head noun says by itself which body of its level is meant, and nothing before it makes a class of it."""
    if page.text[head.start : head.end] not in head.grammar.alone:
        return False
    if not page.is_start(head.start) or is_plural(page, head.start):
        return False
    before = page.before(head.start)
    if before is None or page.text[head.start - 1] in _EDGES:
        return True
    return bool(page.kinds[before] & _ALONE_AFTER)


_EDGES = HARD | frozenset("、（“ \u3000")
_ALONE_AFTER = Kind.GOVERNOR | Kind.HELPER | Kind.JOINER | Kind.FILLER | Kind.OPENER


def opens(page: Page, left: int, head: Head) -> bool:
    """Whether nothing stands before the head noun but verbs that govern it (改革|执行局)."""
    return all(page.kinds[page.at[i]] & Kind.OPENER for i in range(left, head.start))


def is_several(page: Page, start: int) -> bool:
    """Whether a name begins with many divisions, and so is a class of bodies (三区住建局, 县市环保局)."""
    kinds, text = page.vocabulary.kinds, page.text
    first = start
    while first and kinds.get(text[first], 0) & Kind.LEVEL and kinds.get(text[first - 1], 0) & Kind.LEVEL:
        first -= 1  # 各|区县公安局
    if first and kinds.get(text[first], 0) & Kind.LEVEL and text[first - 1] in _SEVERAL:
        return True
    if kinds.get(text[start], 0) & Kind.LEVEL and _BRACKETED.search(text, max(0, start - _LONGEST_LEVELS), start):
        return True
    surface = page.word(page.at[start])
    if surface in page.vocabulary.words.get("plural", ()) or _ALTERNATIVES.match(text, start):
        return True
    return surface[0] in _SEVERAL and bool(kinds.get(surface[1:2], 0) & Kind.LEVEL)


_BRACKETED, _LONGEST_LEVELS = re.compile("[省市县区乡][（(][省市县区州旗乡镇、]{1,5}[）)]$"), 8
_ALTERNATIVES = re.compile("[省市县区]（[市县区、]{1,5}）")
_SEVERAL = frozenset("各两二三四五六七八九十")


def is_plural(page: Page, start: int) -> bool:
    """Whether the word before makes it a class of bodies (各执法大队)."""
    index = page.before(start)
    return index is not None and page.word(index) in page.vocabulary.words.get("plural", ())


def rules(page: Page, head: Head, places: Mapping[int, Hit]) -> bool:
    """Whether the head noun stands right behind a division for the one body that governs or represents it (某县|政府)."""
    ruling = page.vocabulary.words.get("rulingHead", ())
    place = places.get(head.start)
    return place is not None and place.known.level is not None and page.text[head.start : head.end] in ruling


def acts(page: Page, head: Head, place: Hit) -> bool:
    """Whether a trade behind a place stands for the one body that does what follows (某县公安|将…), not for a kind (公安|机关)."""
    if page.text[head.start : head.end] not in head.grammar.acting:
        return True
    collective = dict(page.vocabulary.collective)
    several = place.known.level == 1 and any(page.text.endswith(word, head.start, head.end) for word in collective)
    if place.known.level is None or several or head.end >= len(page.text):
        return place.known.level is not None and not several
    index = page.at[head.end]
    if page.text[head.end] in _EDGES or page.kinds[index] & (_ALONE_AFTER | Kind.STOP):
        return page.kinds[index] & Kind.STOP == 0
    return page.words[index].tag in _ACT_TAGS and page.word(index) not in head.grammar.modifier


_ACT_TAGS = frozenset({"v", "d", "p", "c", "vd", "ad"})


def is_class(page: Page, start: int, head: Head, known: Known) -> bool:
    """Whether only generic words, or none behind a division, part a place from a head noun of many (某市|重点|水库)."""
    if page.text[head.start : head.end] not in page.vocabulary.words.get("classSite", ()):
        return False
    ends = [end for end, hit in known.places.items() if hit.start >= start and end <= head.start]
    position = max(ends, default=start)
    owns = page.text[position - 1] in head.grammar.settled
    if not ends or not (owns or known.places[position].known.level):
        return False
    if position == head.start:
        return owns and position - start > 1
    if page.text[position : head.start] in head.grammar.generic:
        return True
    while position < head.start:
        end = page.words[page.at[position]].end
        if page.text[position:end] not in head.grammar.generic or end - position < _SHORTEST_WORD:
            return False
        position = end
    return position == head.start


_SHORTEST_WORD = 2


def is_quoted_office(page: Page, head: Head) -> bool:
    """Whether an office is named by what stands in the quotation right before it (“双打”|办)."""
    return page.text[head.start : head.end] in head.grammar.shared_quoted and page.text[head.start - 1] == "”"


def is_campaign_office(page: Page, level: int, head: Head) -> bool:
    """Whether one verb between a level and the head noun names the office by what it does (区|打假|办)."""
    verb = page.words[page.at[level] + 1]
    office = page.text[head.start : head.end] in head.grammar.shared_quoted
    return office and verb.end == head.start and not page.kinds[page.at[level] + 1]


def is_quotation(page: Page, head: Head) -> bool:
    """Whether quotation marks stand right around the name of a body (“胜一化工有限公司”), not around what it is to be."""
    if not page.text.startswith("”", head.end) or page.text[head.start : head.end] in head.grammar.common:
        return False
    return head.end - head.start > SHORT_HEAD and 0 < page.pairs.get(head.end, 0) < head.start - 1


SHORT_HEAD = 3
"""Head nouns up to this long end other things than names too."""


def has_code(page: Page, head: Head) -> bool:
    """Whether the code of a road stands beside its kind, which then needs nothing else (某镇|107国道)."""
    if page.text[head.start : head.end] not in page.vocabulary.words.get("codedRoad", ()):
        return False
    beside = page.text[head.start - 1 : head.start] + page.text[head.end : head.end + 1]
    return any(char.isascii() and char.isalnum() for char in beside)
