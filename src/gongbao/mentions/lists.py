"""Lists of bodies by the words that stand for them: 公安、城管等部门, 综合处、法规处."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from gongbao.mentions.candidate import Candidate
from gongbao.mentions.names import Hit
from gongbao.mentions.page import CLOSERS, HARD, OPENERS, Page
from gongbao.mentions.vocabulary import DEPARTMENT, STRONG, WEAK, Grammar, Kind

if TYPE_CHECKING:
    from gongbao.mentions.grammar import Head

FINDER = "grammar"
_LISTED, _GUESSED, _SISTER = 0.8, 0.7, 1.0
_SUM = re.compile(r"(?:[多\d一二三四五六七八九十]{1,3}[家个]?)?")
_JOINERS = frozenset("、和及与")
_OUTSIDE = Kind.GOVERNOR | Kind.HELPER | Kind.STOP | Kind.FILLER | Kind.OPENER | Kind.OPEN_LIST | Kind.JOINER
_ITEM_TAGS = ("n", "j", "vn", "x", "b", "s", "z", "g", "l", "v", "a")
_LONGEST = 8
_FULL = 3
_ENOUGH = 2
"""How many items must be known bodies for each that is not."""


class _Item(NamedTuple):
    """An item of a list, and whether its own words make it a body."""

    start: int
    end: int
    sure: bool


def bodies(page: Page, actor: str | None) -> Iterator[Candidate]:
    """Propose the items of an open list that a word for bodies sums up (公安、城管等部门, 司法所、工商所等7个单位)."""
    if actor is None:
        return
    vocabulary = page.vocabulary
    never = vocabulary.grammars[actor].generic | vocabulary.grammars[actor].not_head
    words = tuple(word for word, class_id in vocabulary.collective if class_id == actor and word not in never)
    classes = tuple(vocabulary.words.get("classSum", ()))
    for index, kind in enumerate(page.kinds):
        if not kind & Kind.OPEN_LIST:
            continue
        word = page.words[index]
        count = _SUM.match(page.text, word.end)
        if page.text.startswith(words, count.end() if count else word.end):
            items = list(_items(page, word.start, vocabulary.grammars[actor], vocabulary.listed[actor]))
            while items and not items[-1].sure:  # what begins the list may be more than a name
                items.pop()
            if page.text.startswith(classes, count.end() if count else word.end):
                items = _without_trades(page, items, vocabulary.listed[actor])
            sure = sum(item.sure for item in items)
            if sure < _ENOUGH * (len(items) - sure) or (items and not items[0].sure):
                continue
            yield from (Candidate(i.start, i.end, actor, FINDER, _LISTED if i.sure else _GUESSED) for i in items)


def _without_trades(page: Page, items: list[_Item], listed: frozenset[str]) -> list[_Item]:
    """Leave one or two trades out of a list: they name a class of bodies (公安、文旅等部门)."""
    bodies = page.vocabulary.words.get("listedBody", frozenset())
    words = [page.text[item.start : item.end] for item in items]
    trades = [item for item, word in zip(items, words, strict=True) if word in listed and word not in bodies]
    return items if len(trades) >= _FULL or len(trades) == 0 else [i for i in items if i not in trades]


def _items(page: Page, end: int, grammar: Grammar, listed: frozenset[str]) -> Iterator[_Item]:
    """Read the items of a list from its end, as far as they are short and hold nothing but words for things."""
    position = end
    while position > 0:
        start = _start(page, position, grammar, listed)
        text = page.text[start:position]
        if len(text) < 2:
            return
        if text in listed or _is_named(page, text, grammar):
            yield _Item(start, position, True)
        elif (short := next((text[i:] for i in range(1, len(text) - 1) if text[i:] in listed), "")) and text:
            yield _Item(position - len(short), position, True)
        elif text in grammar.generic or text in grammar.ranked:
            pass
        elif len(text) <= _LONGEST and all(_is_plain(page, at) for at in range(start, position)):
            yield _Item(start, position, False)
        else:
            return
        if start == 0 or page.text[start - 1] not in _JOINERS:
            return
        position = start - 1


def _start(page: Page, end: int, grammar: Grammar, listed: frozenset[str]) -> int:
    """Where the item starts that ends here: behind a joiner, a verb or a mark, but not inside a head noun (财政|所)."""
    heads = page.vocabulary.heads
    known = (size for size in range(4, 1, -1) if grammar.id in dict(heads.get(page.text[max(0, end - size) : end], ())))
    start = end - next(known, 0)
    while start and end - start <= _LONGEST:
        index = page.at[start - 1]
        if page.text[start - 1] in HARD or page.text[start - 1] in CLOSERS or page.text[start - 1] in OPENERS:
            break
        if page.kinds[index] & _OUTSIDE and page.word(index) not in listed:
            break
        start = page.words[index].start
    return start


def _is_plain(page: Page, at: int) -> bool:
    return page.words[page.at[at]].tag.startswith(_ITEM_TAGS)


def _is_named(page: Page, text: str, grammar: Grammar) -> bool:
    """Whether an item ends with a head noun of bodies that something stands before, or is one that names no class."""
    heads = page.vocabulary.heads
    for i in range(len(text)):
        strength = dict(heads.get(text[i:], ())).get(grammar.id)
        if strength in (STRONG, DEPARTMENT, WEAK) and text[:i] not in grammar.generic:
            return i > 0 or (strength == STRONG and text not in grammar.ranked | grammar.common)
    return False


def sisters(page: Page, heads: Iterable[Head], places: Mapping[int, Hit]) -> Iterator[Candidate]:
    """Propose the places of a list as the bodies that its last item names in full (合肥、深圳海关)."""
    actor = page.vocabulary.roles.get("actor")
    for head in heads:
        last = places.get(head.start)
        if head.grammar.id != actor or head.strength not in (STRONG, DEPARTMENT) or last is None:
            continue
        at = last.start - 1
        while at > 0 and page.text[at] in _JOINERS and _alike(page, places.get(at), last):
            yield Candidate(places[at].start, at, head.grammar.id, FINDER, _SISTER)
            at = places[at].start - 1


def _alike(page: Page, one: Hit | None, other: Hit) -> bool:
    """Whether two divisions are of one level, and written alike: both with the word for what they are, or both without."""
    if one is None or one.known.level is None or one.known.level != other.known.level:
        return False
    levels, ends = page.vocabulary.kinds, (page.text[one.end - 1], page.text[other.end - 1])
    return bool(levels.get(ends[0], 0) & Kind.LEVEL) == bool(levels.get(ends[1], 0) & Kind.LEVEL)


def units(page: Page, heads: Iterable[Head], found: list[Candidate]) -> Iterator[Candidate]:
    """Propose the offices that a list names behind a body (某局执法处、法规处和信息中心)."""
    actor = page.vocabulary.roles.get("actor")
    offices = page.vocabulary.words.get("officeHead", frozenset())
    sisters = page.vocabulary.words.get("sisterHead", frozenset())
    ends = {candidate.end for candidate in found if candidate.type == actor and candidate.score >= _GUESSED}
    starts = {candidate.start for candidate in found if candidate.type == actor and candidate.score >= _GUESSED}
    for head in sorted(heads, key=lambda head: head.end):
        word = page.text[head.start : head.end]
        if head.grammar.id != actor or word not in offices | sisters:
            continue
        start = _office(page, head)
        alike = word in offices or (start and page.text[start - 2 : start - 1] == word)
        opens = start and page.text[start - 1] in HARD and page.text[head.end : head.end + 1] in _JOINERS
        if opens and word in offices and head.end + 1 in starts:
            yield Candidate(start or 0, head.end, head.grammar.id, FINDER, _LISTED)
        if start and page.text[start - 1] in _JOINERS and start - 1 in ends and alike:
            ends.add(head.end)
            yield Candidate(start, head.end, head.grammar.id, FINDER, _LISTED)


def _office(page: Page, head: Head) -> int | None:
    """Where the name of an office starts: over words of its trade, back to a joiner."""
    start = head.start if page.is_start(head.start) else page.words[page.at[head.start]].start
    while start and head.start - start <= _LONGEST and page.text[start - 1] not in _JOINERS:
        index = page.at[start - 1]
        known = page.word(index) in head.grammar.modifier
        if not known and (page.kinds[index] or not page.words[index].tag.startswith(_ITEM_TAGS)):
            return None
        start = page.words[index].start
    named = 1 < head.end - start <= _LONGEST + 1 and start < head.start
    return start if named and page.text[start : head.start] not in head.grammar.generic else None
