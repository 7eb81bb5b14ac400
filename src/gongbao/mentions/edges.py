"""Where a governed name opens: what is dropped from the left of a stretch of text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from gongbao.mentions import quotations
from gongbao.mentions.names import Hit
from gongbao.mentions.page import Page
from gongbao.mentions.vocabulary import Kind

if TYPE_CHECKING:
    from gongbao.mentions.grammar import Head

ORDINALS = ("第", "首届", "新一轮", "首轮")
_NUMBER_TAGS = frozenset({"m", "q", "t"})


class Stretch(NamedTuple):
    """What stands before a head noun: where it begins, whether a verb governs it, what it is joined of."""

    start: int
    governed: bool
    helped: bool
    quoted: bool
    joined: bool


def opened(page: Page, stretch: Stretch, head: Head) -> int:
    """Where the name in a stretch opens: past adverbs, dates, what completes the verb before (开展好|…) and the own region; a year in quotation marks stays."""
    if page.text[stretch.start - 1 : stretch.start] == "“" and _YEAR.match(page.text, stretch.start):
        return stretch.start
    dated = _DATE.match(page.text, stretch.start, head.start)
    if dated is not None:
        stretch = stretch._replace(start=dated.end())
    first = page.words[page.at[stretch.start]]
    completed = page.word(page.at[stretch.start]) in page.vocabulary.words.get("complement", ())
    if stretch.governed and completed and first.start == stretch.start and first.end < head.start:
        stretch = stretch._replace(start=first.end)
    start = trim(page, stretch, head.start, head.grammar.own_verb | head.grammar.region_lead)
    return past_region(page, start, head.start, head.grammar.own_region)


_DATE = re.compile(
    r"(?:(?:\d{1,2}月)?\d{1,2}日(?:起|晚|上午|下午|凌晨)?|\d{1,2}月份|(?<=\d)年(?:起|度|间|初|底)|(?:(?:19|20)\d\d年)?年?[底末初]前)(?![\d·])"
)
_YEAR = re.compile(r"(?:(?:19|20)\d\d|1[01]\d)年")


def past_region(page: Page, start: int, end: int, regions: frozenset[str]) -> int:
    """Move past a word for the reporting body's own region, and the year before it (2025年全市|建筑领域…专项工作)."""
    if regions and (acted := _past_levels(page, start)) > start:
        return acted
    position = start
    while position < end:
        index = page.at[position]
        if page.word(index) in regions and page.words[index].end < end:
            return page.words[index].end
        if page.words[index].tag != "m" and not page.kinds[index] & Kind.FILLER:
            break
        position = page.words[index].end
    return start


def _past_levels(page: Page, start: int) -> int:
    """Move past levels that a list joins: they act, and the name is of what they do (省、市|治理欠薪行动)."""
    position, seen = start, 0
    while page.kinds[page.at[position]] & Kind.LEVEL:
        position, seen = page.words[page.at[position]].end, seen + 1
        if not page.text.startswith("、", position):
            return position if seen > 1 else start
        position += 1
    return start


def trim(page: Page, stretch: Stretch, end: int, own: frozenset[str] = frozenset()) -> int:
    """Drop adverbs, counts and, unless a verb governs the stretch already, opening verbs from its left.

    Verbs of `own` act on something in the name, never on what it names, and stay (打击|走私专项行动).
    """
    position = stretch.start
    while position < end:
        index = page.at[position]
        word, kind = page.words[index], page.kinds[index]
        surface = page.word(index)
        if word.end > end or (surface in own and word.end < end):
            break
        loose = kind & Kind.OPENER or (kind & Kind.FILLER and not surface.startswith(ORDINALS))
        counts = (word.tag in _NUMBER_TAGS or surface[0].isdigit()) and _is_count(page, index, end)
        if not (kind & Kind.JOINER or (loose and not stretch.governed) or counts):
            break
        position = word.end
    return position


def trimmed(page: Page, start: int, end: int) -> int:
    """Drop adverbs and verbs that open a stretch with no verb before it."""
    return trim(page, Stretch(start, False, False, False, False), end)


def _is_count(page: Page, index: int, end: int) -> bool:
    """Whether a number counts what follows (30项工程), and is no part of the name (第七届…, 三年行动, 12345热线)."""
    surface = page.word(index)
    if surface.startswith(ORDINALS) or (surface.isdigit() and len(surface) > _LONGEST_COUNT):
        return False
    if not (surface[0].isdigit() or surface[0] in quotations.NUMERALS or surface in _MEASURES):
        return False
    if (surface in _DIGITS or surface.isdigit()) and not _before_measure(page, index):
        return False
    return page.words[index].end < end and not surface.endswith(("年", "日", "月"))


def _before_measure(page: Page, index: int) -> bool:
    """Whether a measure follows a numeral of one character, which otherwise begins a name (六|合水库…)."""
    after = page.words[index + 1] if index + 1 < len(page.words) else None
    return after is not None and (after.tag in _NUMBER_TAGS or page.word(index + 1)[0] in _BEHIND_NUMBERS)


_LONGEST_COUNT = 3
_DIGITS = frozenset("二三四五六七八九十两")
_BEHIND_NUMBERS = frozenset("项个条座处家批场次期轮届种类大.．、")
_MEASURES = frozenset("项个条座处家批场次期轮届种类大")


def particular(page: Page, start: int, head: Head) -> bool:
    """Whether what stands before the head noun says more than what kind of thing it is."""
    generic = head.grammar.generic
    text = page.text[start : head.start]
    if text in generic or len(text) < 2:
        return False
    index = page.at[start]
    while index < len(page.words) and page.words[index].start < head.start:
        surface, kind = page.word(index), page.kinds[index]
        if page.words[index].end > head.start:
            surface = page.text[page.words[index].start : head.start]
            kind = page.vocabulary.kinds.get(surface, 0)
            kind |= Kind.FILLER if kind & (Kind.STOP | Kind.GOVERNOR) else 0
        if surface not in generic and not kind & (Kind.JOINER | Kind.FILLER | Kind.LEVEL):
            return True
        index += 1
    return False


def has_proper(page: Page, start: int, head: Head, places: Mapping[int, Hit]) -> bool:
    """Whether a place, an ordinal, a level or a region that events are held for stands in a stretch."""
    text = page.text[start : head.start]
    if text.startswith(ORDINALS) or page.kinds[page.at[start]] & Kind.LEVEL:
        return True
    owned = head.end - head.start > 1 and page.word(page.at[start]) in head.grammar.owner_lead
    if owned or any(lead in text for lead in head.grammar.region_lead):
        return True
    return has_place(start, head.start, places)


def has_place(start: int, end: int, places: Mapping[int, Hit]) -> bool:
    """Whether a known place stands in a stretch."""
    return any(at in places and places[at].start >= start for at in range(start + 1, end + 1))
