"""Names that go on: in the place and kind of a branch (某科学院|青岛|研发基地), in a part in brackets (某公园|（东段）)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from gongbao.mentions.candidate import Candidate
from gongbao.mentions.names import Hit
from gongbao.mentions.page import Page
from gongbao.mentions.vocabulary import Kind
from gongbao.text.script import LETTER

FINDER = "grammar"
_SCORE = 0.9
_SURE = 0.6
_LONGEST, _LONGEST_CHAIN = 10, 40
_OUTSIDE = Kind.GOVERNOR | Kind.HELPER | Kind.STOP | Kind.JOINER | Kind.FILLER | Kind.OPEN_LIST


def find(page: Page, found: list[Candidate], places: Mapping[int, Hit]) -> Iterator[Candidate]:
    """Propose bodies with their branches and campuses (某医院|亦庄院区); `places` are the known places, by their ends."""
    actor = page.vocabulary.roles.get("actor")
    if actor is None:
        return
    heads = page.vocabulary.words.get("branchHead", frozenset())
    starts = {hit.start: hit.end for hit in places.values() if hit.end - hit.start > 1}
    bodies: dict[int, int] = {}
    for body in found:
        if body.type == actor and body.score >= _SURE and body.end in starts:
            bodies[body.end] = min(body.start, bodies.get(body.end, body.start))
    for end in sorted(bodies):
        branch = _branch(page, starts[end], heads)
        if branch is not None:
            yield Candidate(bodies[end], branch, actor, FINDER, _SCORE)
    grammar = page.vocabulary.grammars[actor]
    if not grammar.bracketed:
        return
    campus = re.compile(rf"({LETTER}{{1,4}}?)(?:{'|'.join(grammar.bracketed)})")
    for body in found:
        match = campus.match(page.text, body.end) if body.type == actor and body.score >= _SURE else None
        if match is not None and match[0] not in grammar.not_head and page.is_end(match.end()):
            words = range(page.at[match.start()], page.at[match.end(1) - 1] + 1)
            if not any(page.kinds[i] & _OUTSIDE or page.words[i].tag == "v" for i in words):
                yield body._replace(end=match.end(), score=_SCORE)


def _branch(page: Page, start: int, heads: frozenset[str]) -> int | None:
    """Where the branch ends whose place ends at `start`: with the first word that ends like a branch."""
    position = start
    while position < min(len(page.text), start + _LONGEST):
        index = page.at[position]
        end = page.words[index].end
        if end - start > 1 and any(page.text.endswith(head, start, end) for head in heads):
            return end
        if page.kinds[index] & _OUTSIDE or not page.text[position].isalnum():
            return None
        position = end
    return None


_NUMBER = re.compile(r"[A-Z]?[\d一二三四五六七八九十]{1,3}$")
_CODE = re.compile(r"(?<![A-Za-z0-9])[GSXY]\d{1,4}$")
_LONGEST_NUMBER, _LONGEST_CODE = 4, 6


def numbered(page: Page, place: str, places: Mapping[int, Hit]) -> Iterator[Candidate]:
    """Propose lines that are named by a number, with their city (某市地铁2号线)."""
    text, words = page.text, page.vocabulary.words
    if place not in page.vocabulary.grammars:
        return
    leads = sorted(words.get("numberedLead", ()), key=lambda word: (-len(word), word))
    for head in sorted(words.get("numberedHead", ())):
        at = text.find(head)
        while at > 0:
            number = _NUMBER.search(text, max(0, at - _LONGEST_NUMBER), at)
            end = at + len(head)
            if number is not None and page.is_end(end):
                start = number.start()
                start -= len(next((lead for lead in leads if text.endswith(lead, 0, start)), ""))
                start = places[start].start if start in places and start < number.start() else start
                tail = next((t for t in page.vocabulary.grammars[place].tail if text.startswith(t, end)), "")
                yield Candidate(start, end + len(tail), place, FINDER, _SCORE)
            at = text.find(head, end)


def coded(page: Page, found: list[Candidate], place: str) -> Iterator[Candidate]:
    """Propose roads with the code that stands before their name (G15沈海高速)."""
    for name in found:
        code = _CODE.search(page.text, max(0, name.start - _LONGEST_CODE), name.start) if name.type == place else None
        if code is not None:
            yield name._replace(start=code.start())


def chained(page: Page, found: list[Candidate], place: str, places: Mapping[int, Hit]) -> Iterator[Candidate]:
    """Propose the smaller place with the divisions that it lies in, where they stand before it (某县|某镇|某村)."""
    grammar = page.vocabulary.grammars.get(place)
    if grammar is None:
        return
    starts = {end: hit.start for end, hit in places.items() if hit.known.level is not None}
    roads = tuple(sorted(page.vocabulary.words.get("codedRoad", ())))
    for name in sorted((c for c in found if c.type == place), key=lambda c: (c.start, c.end)):
        head = page.text[name.end - 1]
        if head in grammar.flowing or head not in grammar.settled or page.text[name.start : name.end].endswith(roads):
            continue
        first = starts.get(name.start)
        if first is not None and name.end - first > _LONGEST_CHAIN:
            continue
        if first is not None:
            yield name._replace(start=first, score=_SCORE)
        starts[name.end] = min(first if first is not None else name.start, starts.get(name.end, name.start))


def bracketed(page: Page, found: list[Candidate]) -> Iterator[Candidate]:
    """Propose names with the part or kind that stands in brackets behind them (某运河公园（东段）)."""
    for name in found:
        closing = page.pairs.get(name.end, 0) if page.text.startswith("（", name.end) else 0
        if 0 < closing - name.end < _LONGEST:
            inner = page.text[name.end + 1 : closing]
            if inner.endswith(page.vocabulary.grammars[name.type].bracketed):
                yield name._replace(end=closing + 1)
