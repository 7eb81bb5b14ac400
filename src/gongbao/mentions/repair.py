"""What becomes of the tagger's proposals: persons checked, places and bodies grown to whole names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gongbao.mentions import tagger
from gongbao.mentions.candidate import Candidate
from gongbao.mentions.grammar import Head, tailed
from gongbao.mentions.names import Hit
from gongbao.mentions.page import HARD, Page
from gongbao.mentions.vocabulary import DEPARTMENT, STRONG, Kind

FINDER = tagger.FINDER
_PERSON, _PLACE, _BODY = 0.8, 0.6, 0.55
_PERSON_LENGTHS = range(2, 5)


def find(page: Page, heads: list[Head], places: Mapping[int, Hit]) -> Iterator[Candidate]:
    """Propose what the tagger tags, repaired."""
    roles = page.vocabulary.roles
    by_end = {head.end: head for head in heads if head.strength in (STRONG, DEPARTMENT)}
    for found in tagger.tag(page.text, _pieces(page)):
        if found.tag == "PER":
            yield from _person(page, found, roles.get("person"))
        elif found.tag == "LOC":
            yield from _place(page, found, roles.get("place"))
        else:
            yield from _body(page, found, roles.get("actor"), by_end, places)


def _pieces(page: Page) -> Iterator[tuple[int, int]]:
    """The clauses of the page."""
    start = 0
    for i, char in enumerate(page.text):
        if char in HARD:
            if i - start > 1:
                yield start, i
            start = i + 1
    if len(page.text) - start > 1:
        yield start, len(page.text)


def _person(page: Page, found: tagger.Tagged, person: str | None) -> Iterator[Candidate]:
    text = page.text[found.start : found.end]
    if person is None or "?" in text or "？" in text:
        return
    if "·" in text:
        yield Candidate(found.start, found.end, person, FINDER, _PERSON)
        return
    surnames = page.vocabulary.words.get("surname", frozenset())
    if len(text) not in _PERSON_LENGTHS or not (text[0] in surnames or text[:2] in surnames):
        return
    if any(page.kinds[page.at[i]] & (Kind.GOVERNOR | Kind.OPENER) for i in range(found.start, found.end)):
        return
    yield Candidate(found.start, found.end, person, FINDER, _PERSON)


def _place(page: Page, found: tagger.Tagged, place: str | None) -> Iterator[Candidate]:
    text = page.text[found.start : found.end]
    if place is None or len(text) < 2 or "?" in text or "？" in text:
        return
    if page.kinds[page.at[found.start]] & (Kind.LEVEL | Kind.FILLER):
        return
    yield Candidate(found.start, found.end, place, FINDER, _PLACE)


def _body(
    page: Page, found: tagger.Tagged, actor: str | None, by_end: Mapping[int, Head], places: Mapping[int, Hit]
) -> Iterator[Candidate]:
    if actor is None:
        return
    start = found.start
    while start in places:
        start = places[start].start
    if start and page.kinds[page.at[start - 1]] & Kind.LEVEL:
        start = page.words[page.at[start - 1]].start
    for end in range(min(len(page.text), found.end + 10), found.end - 1, -1):
        head = by_end.get(end)
        if head is None or head.grammar.id != actor or head.start > found.end:
            continue
        yield Candidate(start, tailed(page, head), actor, FINDER, _BODY)
        return
