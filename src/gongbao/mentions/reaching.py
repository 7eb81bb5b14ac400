"""How far left a name may go from its head noun, over words that may belong to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from gongbao.mentions import alone
from gongbao.mentions.names import Hit, is_name
from gongbao.mentions.page import BRACKETS, CLOSERS, HARD, OPENERS, Page
from gongbao.mentions.vocabulary import Kind
from gongbao.text.words import Word

if TYPE_CHECKING:
    from gongbao.mentions.grammar import Head

_LONGEST, _LONGEST_QUOTED = 28, 20
_BRACKETED, _LONGEST_NUMBER = 8, 4
_NOUN_TAGS = ("n", "j", "b", "s", "l", "i", "f", "vn", "eng", "x", "a", "z", "k", "g")
_BLOCKING = Kind.GOVERNOR | Kind.HELPER | Kind.STOP | Kind.JOINER | Kind.OPEN_LIST
_MARKS = frozenset(" 　？·")


class Reach(NamedTuple):
    """How far left a name may go: its left end, its leftmost level, its leftmost known name, and whether quoted."""

    left: int
    level: int | None
    known: int | None
    quoted: bool

    @property
    def anchor(self) -> int | None:
        """The leftmost thing that a name may begin with."""
        found = [at for at in (self.level, self.known) if at is not None]
        return min(found) if found else None


def reach(page: Page, head: Head, places: Mapping[int, Hit], *, tolerant: bool, joined: bool = False) -> Reach:
    """Go left over words that may belong to the name; a tolerant reach takes verbs that govern nothing too (搜救)."""
    start, floor = numbered(page, head), max(0, head.start - _LONGEST)
    walk = _Walk(page, head, places, tolerant, joined, start, start)
    while walk.position > floor and walk.goes_on():
        pass
    return Reach(walk.left, walk.level, walk.known, walk.quoted)


@dataclass
class _Walk:
    """A walk to the left of a head noun: where it stands, and what it has met."""

    page: Page
    head: Head
    places: Mapping[int, Hit]
    tolerant: bool
    joined: bool
    position: int
    left: int
    level: int | None = None
    known: int | None = None
    quoted: bool = False

    def goes_on(self) -> bool:
        """Take the next step to the left; False where nothing further left belongs to the name."""
        hit, char = self.places.get(self.position), self.page.text[self.position - 1]
        if hit is not None and not _acts(self.page, self.position, self.head):
            return self._over_place(hit)
        if char in CLOSERS:
            return self._over_pair()
        if char in HARD or char in OPENERS or char in _MARKS:
            return False
        return self._over_word(char)

    def _over_place(self, hit: Hit) -> bool:
        """Step over a known name; where it only opens names, or is a body's, it is the last one."""
        self.position = self.left = self.known = hit.start
        vocabulary = self.page.vocabulary
        acts = vocabulary.roles.get("actor") in hit.known.types and hit.end - hit.start > alone.SHORT_HEAD
        return not acts and self.page.text[hit.start : hit.end] not in vocabulary.words.get("opensName", ())

    def _over_pair(self) -> bool:
        """Step over brackets or a quotation; a known place in brackets takes the word before them with it."""
        text, position, places = self.page.text, self.position, self.places
        opening = self.page.pairs.get(position - 1)
        if opening is None or (text[opening] in BRACKETS and position - opening > _BRACKETED):
            return False
        if text[opening] == "“":
            if position - opening > _LONGEST_QUOTED or self.level is not None or self.known is not None:
                return False
            self.quoted = True
            self.position = self.left = opening
        elif opening and position - 1 in places and places[position - 1].start == opening + 1:
            self.position = self.left = self.known = self.page.words[self.page.at[opening - 1]].start
        else:
            self.position = opening
        return True

    def _over_word(self, char: str) -> bool:
        """Step over a word: the end of a place, a level of government, or a word of the name's trade."""
        page, head, position = self.page, self.head, self.position
        index, words = page.at[position - 1], page.vocabulary.words
        word = page.words[index]
        if char in words.get("title", ()) and word.end - word.start == 1 and position < head.start:
            return False
        whole = word.end <= position or word.tag == "nt"  # a body's kind that the dictionary has (建设|局)
        kind = page.kinds[index] if whole else page.vocabulary.kinds.get(page.text[word.start : position], 0)
        if word.end > position and is_name(page.text[word.start : position], page.vocabulary.roles.get("place", "")):
            self.position = self.left = self.known = word.start
            return True
        if (kind & Kind.LEVEL and not _inside_run(page, word)) or page.word(index) in words.get("bodyPrefix", ()):
            self.position = self.left = self.level = word.start
            sister = page.text[word.start - 1 : word.start] in words.get("sisterHead", ())
            return not (sister and page.is_end(word.start))
        if not (self.joined and char in _JOINERS and word.end - word.start == 1):
            governs = position == self.known and word.tag.startswith("v") and word.end - word.start > 1
            if self.quoted or governs or not _belongs(page, index, kind, head, self.tolerant):
                return False
        self.position = self.left = word.start
        return True


def numbered(page: Page, head: Head) -> int:
    """Where the number starts that tells a unit from its sisters (治安|一大队); else where the head noun starts."""
    if not page.text.endswith(head.grammar.numbered, head.start, head.end):
        return head.start
    number = _NUMBER.search(page.text, max(0, head.start - _LONGEST_NUMBER), head.start)
    return number.start() if number and not page.text.endswith("两", 0, head.start) else head.start


_NUMBER = re.compile(r"第?[一二三四五六七八九十][○〇一二三四五六七八九十]?$|第\d{1,3}$")


def _acts(page: Page, position: int, head: Head) -> bool:
    """Whether a verb of one character stands between a known place and a place's head noun (渝东南|迈入高铁时代)."""
    if head.grammar.shape != _LOCATED or position >= head.start:
        return False
    first = page.words[page.at[position]]
    return first.tag == "v" and first.end - first.start == 1


_LOCATED = "located"
_JOINERS = frozenset("与和")


def _belongs(page: Page, index: int, kind: int, head: Head, tolerant: bool) -> bool:
    surface = page.word(index)
    if surface in head.grammar.modifier or any(mark in surface for mark in head.grammar.anonymous):
        return True
    if kind & (_BLOCKING | Kind.FILLER | Kind.OPENER):
        return False
    tag = page.words[index].tag
    if tag in ("nr", "nrt") and len(surface) > 3:
        return False
    if len(surface) == 1 or tolerant:
        return tag not in _FUNCTION_TAGS
    return tag.startswith(_NOUN_TAGS)


_FUNCTION_TAGS = frozenset({"p", "c", "u", "ul", "uj", "uz", "d", "r", "y", "m", "q", "e", "o"})


def _inside_run(page: Page, word: Word) -> bool:
    """Whether a level of one character is part of a word (产业园|区) or of a name that no dictionary has (崖州湾)."""
    if word.end - word.start > 1 or word.start == 0:
        return False
    if page.text[word.start - 1 : word.end] in page.vocabulary.words.get("notHead", ()):
        return page.text[word.start - 1] not in page.vocabulary.kinds
    if page.text[word.start - 1] in page.vocabulary.words.get("sisterHead", ()):
        return False
    index = page.at[word.start - 1]
    before = page.words[index]
    return (
        before.end - before.start == 1 and not page.kinds[index] and before.tag not in ("x", "m", "v", *_FUNCTION_TAGS)
    )
