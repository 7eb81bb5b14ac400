"""Units of bodies: names that go on behind the name of the body in the words of the unit's trade (某法院|执行指挥中心)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from gongbao.mentions.candidate import Candidate
from gongbao.mentions.page import Page
from gongbao.mentions.vocabulary import DEPARTMENT, STRONG, Kind

if TYPE_CHECKING:
    from gongbao.mentions.grammar import Head

FINDER = "grammar"
_SCORE, _SURE = 0.9, 0.65
_LONGEST, _SHORTEST, _LONGEST_NAME = 12, 2, 60
_OUTSIDE = Kind.GOVERNOR | Kind.HELPER | Kind.STOP | Kind.JOINER | Kind.FILLER | Kind.OPENER | Kind.OPEN_LIST
_OUTSIDE_TAGS = frozenset({"p", "c", "u", "ul", "uj", "uz", "d", "r", "y", "q", "e", "o", "x"})
_NUMBER = re.compile(r"第?[一二三四五六七八九十]{1,2}")


def find(page: Page, heads: Iterable[Head], found: list[Candidate]) -> Iterator[Candidate]:
    """Propose bodies with the unit that is named right behind them."""
    actor = page.vocabulary.roles.get("actor")
    if actor is None:
        return
    words = page.vocabulary.words
    units, inner = words.get("unitHead", frozenset()), words.get("unitModifier", frozenset())
    bodies: dict[int, int] = {}
    for body in found:
        if body.type == actor and body.score >= _SURE:
            bodies[body.end] = min(body.start, bodies.get(body.end, body.start))
    for body in sorted(found, key=lambda body: (body.start, body.end)):
        parent = bodies.get(body.start)
        if parent is not None and body.end - parent > _LONGEST_NAME:
            continue
        adjoins = body.type == actor and parent is not None and body.score >= _SURE and body.finder == FINDER
        if adjoins and parent is not None and not page.vocabulary.kinds.get(page.text[body.start], 0) & Kind.LEVEL:
            bodies[body.end] = min(parent, bodies.get(body.end, parent))
            yield Candidate(parent, body.end, body.type, FINDER, _SCORE)
    for head in sorted(heads, key=lambda head: head.end):
        if head.grammar.id != actor or head.end in bodies and bodies[head.end] < head.start - _LONGEST:
            continue
        if head.strength not in (STRONG, DEPARTMENT) and page.text[head.start : head.end] not in units:
            continue
        parent = _parent(page, head, bodies, inner | head.grammar.modifier)
        if parent is not None and head.end - bodies[parent] > _LONGEST_NAME:
            continue
        if parent is not None and bodies[parent] < bodies.get(head.end, head.start):
            bodies[head.end] = bodies[parent]
            yield Candidate(bodies[parent], head.end, actor, FINDER, _SCORE)


def _parent(page: Page, head: Head, bodies: dict[int, int], modifier: frozenset[str]) -> int | None:
    """Where the name of a body ends behind which only words of trade stand up to the head noun."""
    if head.start in bodies:
        return head.start
    position = head.start
    number = _NUMBER.match(page.text, page.words[page.at[position - 1]].start, position) if position else None
    if number is not None and number.end() == position:
        position = number.start()
    while position > head.start - _LONGEST and position > 0:
        if position in bodies and position < head.start:
            named = head.start - position >= _SHORTEST or head.end - head.start > 1
            return position if named and bodies[position] < position else None
        index = page.at[position - 1]
        word, surface = page.words[index], page.text[page.words[index].start : position]
        if not surface.isalnum():
            return None
        if surface not in modifier and not _NUMBER.fullmatch(surface):
            long_verb = word.tag == "v" and len(surface) > 1
            if page.kinds[index] & _OUTSIDE or word.tag in _OUTSIDE_TAGS or word.tag == "m" or long_verb:
                return None
        position = word.start
    return None
