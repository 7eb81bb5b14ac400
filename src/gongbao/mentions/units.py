"""Units of bodies: names that go on behind the name of the body in the words of the unit's trade (某法院|执行指挥中心)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from gongbao.mentions.candidate import Candidate
from gongbao.mentions.page import Page
from gongbao.mentions.vocabulary import DEPARTMENT, STRONG, Kind

if TYPE_CHECKING:
    from gongbao.mentions.grammar import Head

FINDER = "grammar"
_SCORE, _SURE, _SITE = 0.9, 0.65, 0.5
_LONGEST, _SHORTEST, _LONGEST_NAME = 12, 2, 60
_OUTSIDE = Kind.GOVERNOR | Kind.HELPER | Kind.STOP | Kind.JOINER | Kind.FILLER | Kind.OPENER | Kind.OPEN_LIST
_OUTSIDE_TAGS = frozenset({"p", "c", "u", "ul", "uj", "uz", "d", "r", "y", "q", "e", "o", "x"})
_NUMBER = re.compile(r"第?[一二三四五六七八九十][○〇一二三四五六七八九十]?|第\d{1,3}")


def find(page: Page, heads: Iterable[Head], found: list[Candidate], known: Mapping[int, int]) -> Iterator[Candidate]:
    """Propose bodies with the unit that is named right behind them, and units with the road or town before them; `known` are the
    known names, by their starts."""
    actor, place = page.vocabulary.roles.get("actor"), page.vocabulary.roles.get("place")
    if actor is None:
        return
    words = page.vocabulary.words
    units, inner = words.get("unitHead", frozenset()), words.get("unitModifier", frozenset())
    bodies: dict[int, int] = {}
    for body in found:
        if body.type == actor and body.score >= _SURE:
            bodies[body.end] = min(body.start, bodies.get(body.end, body.start))
    sites = {c.end: c.start for c in found if c.type == place and c.score >= _SITE and c.end - c.start > _SHORTEST}
    ends = page.vocabulary.words.get("settledHead", frozenset())
    towns = {end: start for end, start in sites.items() if page.text[end - 1] in ends}
    own = [body for body in found if body.type == actor and _may_follow(page, body)]
    steps: list[Candidate | Head] = [*own, *(head for head in heads if head.grammar.id == actor)]
    for step in sorted(steps, key=lambda step: (step.end, step.start)):
        if isinstance(step, Candidate):
            start = bodies.get(step.start, None if step.start in known else sites.get(step.start))
            if start is not None and page.text.startswith(page.text[start : start + _SHORTEST], step.start):
                continue  # a sister that begins with the same place (某市日报社|某市融媒)
        elif step.strength in (STRONG, DEPARTMENT) or page.text[step.start : step.end] in units:
            owners = towns | bodies if step.strength in (STRONG, DEPARTMENT) else bodies
            parent = _parent(page, step, owners, inner | step.grammar.modifier)
            start = None if parent is None else owners[parent]
        else:
            start = None
        if start is None or step.end - start > _LONGEST_NAME or bodies.get(step.end, step.start) <= start:
            continue
        bodies[step.end] = start
        yield Candidate(start, step.end, actor, FINDER, _SCORE)


def stationed(page: Page, found: list[Candidate]) -> Iterator[Candidate]:
    """Propose the office that one body keeps in another (某纪委监委|驻某局纪检监察组)."""
    actor = page.vocabulary.roles.get("actor")
    senders = {c.end: c.start for c in sorted(found, reverse=True) if c.type == actor and c.score >= _SURE}
    offices = tuple(sorted(page.vocabulary.words.get("stationedHead", ())))
    for office in found:
        if office.type == actor and offices and page.text.endswith(offices, office.start, office.end):
            lead = next((lead for lead in ("派驻", "驻") if page.text.endswith(lead, 0, office.start)), "")
            start = senders.get(office.start - len(lead)) if lead else None
            if start is not None:
                yield office._replace(start=start, score=_SCORE)


def _may_follow(page: Page, body: Candidate) -> bool:
    """Whether a body may be the unit of what is named right before it: no known body, unless a ministry's, and no level."""
    owners = tuple(page.vocabulary.words.get("parentEnd", ()))
    known = body.finder != FINDER and not page.text.endswith(owners, 0, body.start)
    return body.score >= _SURE and not known and not page.vocabulary.kinds.get(page.text[body.start], 0) & Kind.LEVEL


def _parent(page: Page, head: Head, bodies: dict[int, int], modifier: frozenset[str]) -> int | None:
    """Where the name of a body ends behind which only words of trade stand up to the head noun."""
    if head.start in bodies:
        return None if _opens_level(page, head.start) else head.start
    position = head.start
    number = _NUMBER.match(page.text, page.words[page.at[position - 1]].start, position) if position else None
    if number is not None and number.end() == position:
        position = number.start()
    while position > head.start - _LONGEST and position > 0:
        if position in bodies and position < head.start:
            if _opens_level(page, position):
                return None
            named = head.start - position >= _SHORTEST or head.end - head.start > 1
            return position if named and bodies[position] < position else None
        index = page.at[position - 1]
        word, surface = page.words[index], page.text[page.words[index].start : position]
        if not surface.isalnum():
            return None
        if surface == _AND and _joins_trades(page, word.start, position, head.start):
            pass  # 应急减灾与公共服务|司
        elif surface not in modifier and not _NUMBER.fullmatch(surface):
            long_verb = word.tag == "v" and len(surface) > 1
            if page.kinds[index] & _OUTSIDE or word.tag in _OUTSIDE_TAGS or word.tag == "m" or long_verb:
                return None
        position = word.start
    return None


_AND = "与"


def _joins_trades(page: Page, start: int, end: int, head: int) -> bool:
    """Whether a joiner stands between two trades of one unit, neither behind a body nor before a proper noun."""
    behind = range(page.at[end], page.at[head - 1] + 1) if end < head else range(0)
    proper = any(page.words[i].tag in _PROPER_TAGS or page.kinds[i] & Kind.LEVEL for i in behind)
    ended = any(page.text[start - size : start] in page.vocabulary.heads for size in range(1, _LONGEST_HEAD))
    return bool(behind) and not proper and not ended


_LONGEST_HEAD = 7
_PROPER_TAGS = frozenset({"nr", "ns", "nt", "nz"})


def _opens_level(page: Page, position: int) -> bool:
    """Whether a body of its own level begins here (市委|市政府, but not 某局|市场处)."""
    word, kinds = page.words[page.at[position]], page.vocabulary.kinds
    if not kinds.get(page.text[position], 0) & Kind.LEVEL:
        return False
    return word.end == position + 1 or page.text[position + 1 : word.end] in page.vocabulary.heads
