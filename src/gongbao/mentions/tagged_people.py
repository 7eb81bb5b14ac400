"""Persons that the tagger tags, checked: names of the usual length and make, beside what only persons have."""

from __future__ import annotations

from collections.abc import Container, Iterator

from gongbao.mentions import tagger
from gongbao.mentions.candidate import Candidate
from gongbao.mentions.page import Page
from gongbao.mentions.vocabulary import Kind

FINDER = tagger.FINDER
_SURE, _PLAIN = 0.75, 0.7
_LENGTHS, _SHORT = range(2, 5), 2
_OUTSIDE = Kind.GOVERNOR | Kind.HELPER | Kind.STOP | Kind.JOINER | Kind.FILLER | Kind.OPENER | Kind.OPEN_LIST
_PERSON_TAGS = frozenset({"nr", "nrt", "nrfg", "x"})
_LOST = frozenset("?？\ufffd")
_BLANKS = frozenset(" \u3000\n\t")
_BETWEEN = frozenset("、 \u3000")
_AFTER_PERSON = frozenset("被任说称")


def find(
    page: Page, tagged: list[tagger.Tagged], known: list[Candidate], places: Container[int], person: str | None
) -> Iterator[Candidate]:
    """Propose the tagged names that can be believed, and short ones beside such, or that name a person again.

    `places` are where known places start: a given name may be one (张|天水).
    """
    if person is None:
        return
    ends, starts = {c.end for c in known}, {c.start for c in known}
    names = {page.text[c.start : c.end] for c in known}
    rest = []
    for found in (_trimmed(page, t) for t in tagged if _LOST.isdisjoint(page.text[t.start : t.end])):
        candidate = _checked(page, found, places, person)
        if candidate is None:
            rest.append(found)
            continue
        ends.add(candidate.end)
        starts.add(candidate.start)
        names.add(page.text[candidate.start : candidate.end])
        yield candidate
    for found in (*rest, *reversed(rest)):
        beside = _left(page, found.start) in ends or _right(page, found.end) in starts
        if (beside or page.text[found.start : found.end] in names) and _is_name(page, found) and _is_apart(page, found):
            ends.add(found.end)
            starts.add(found.start)
            yield Candidate(found.start, found.end, person, FINDER, _SURE)


def _left(page: Page, start: int) -> int:
    """Where the item before ends in a row of names; nowhere without a mark between."""
    at = start
    while at and page.text[at - 1] in _BETWEEN:
        at -= 1
    return at if at < start else -1


def _right(page: Page, end: int) -> int:
    at = end
    while at < len(page.text) and page.text[at] in _BETWEEN:
        at += 1
    return at if at > end else -1


def _checked(page: Page, found: tagger.Tagged, places: Container[int], person: str) -> Candidate | None:
    text = page.text[found.start : found.end]
    if "·" in text:
        start = page.words[page.at[found.start]].start
        return None if page.quoted(found.start, found.end) else Candidate(start, found.end, person, FINDER, _SURE)
    if not _is_name(page, found):
        return None
    if _beside_title(page, found.start, found.end):
        return Candidate(found.start, found.end, person, FINDER, _SURE)
    if _is_apart(page, found) and (_speaks(page, found) or _signs(page, found)):
        return Candidate(found.start, found.end, person, FINDER, _SURE)
    if _is_whole(page, found, places):
        return Candidate(found.start, found.end, person, FINDER, _PLAIN)
    return None


def _trimmed(page: Page, found: tagger.Tagged) -> tagger.Tagged:
    return found._replace(end=found.end - 1) if _is_joined(page, found) or _is_credited(page, found) else found


def _is_name(page: Page, found: tagger.Tagged) -> bool:
    """Whether a tagged span is made as a Chinese name is: a surname, and one or two characters that repeat nothing."""
    text, surnames = page.text[found.start : found.end], page.vocabulary.words.get("surname", frozenset())
    if page.vocabulary.segmenter.knows(text) and page.words[page.at[found.start]].tag not in _PERSON_TAGS:
        return False
    return len(text) in _LENGTHS and (text[0] in surnames or text[:2] in surnames) and text[0] != text[1]


def _is_whole(page: Page, found: tagger.Tagged, places: Container[int]) -> bool:
    """Whether a name of a surname and two characters needs nothing beside it: no word in it does anything, or is a title."""
    text, vocabulary = page.text[found.start : found.end], page.vocabulary
    compound = text[:2] in vocabulary.words.get("surname", ())
    titles = vocabulary.words.get("titleBefore", frozenset()) | vocabulary.words.get("titleAfter", frozenset())
    if len(text) == _SHORT or (len(text) > _SHORT + 1) != compound or not _is_apart(page, found):
        return False
    if text[1:] in titles or text[0] + text[1:] in titles or page.quoted(found.start, found.end):
        return False
    words = page.words[page.at[found.start] : page.at[found.end - 1] + 1]
    again = page.text[max(0, found.start - 1) : found.start + 1]
    parallel = again in page.text[found.end : found.end + _PARALLEL]
    return not parallel and all(w.end - w.start == 1 or w.tag.startswith(_PROPER) or w.start in places for w in words)


_PROPER = ("nr", "ns", "nz", "nt", "t")
_PARALLEL = 4
"""How near what stands before a name must come again to show a turn of speech (以文惠民、以文润城)."""


def _is_joined(page: Page, found: tagger.Tagged) -> bool:
    """Whether a name of three characters has taken the joiner behind it (李长岭|及)."""
    last = page.vocabulary.kinds.get(page.text[found.end - 1], 0)
    return found.end - found.start > _SHORT + 1 and bool(last & Kind.JOINER)


def _is_credited(page: Page, found: tagger.Tagged) -> bool:
    """Whether a name of two characters has taken the word behind it that says what it is credited with (戴宁|摄)."""
    ends = page.vocabulary.words.get("titleAfter", ())
    return found.end - found.start > _SHORT and page.text[found.end - 1] in ends


def _signs(page: Page, found: tagger.Tagged) -> bool:
    """Whether blanks set a name of three characters apart, as in the line that says who wrote the report."""
    before, after = page.text[found.start - 1 : found.start], page.text[found.end : found.end + 1]
    return (
        found.end - found.start > _SHORT
        and bool(before)
        and before in _BLANKS
        and (not after or after in _BLANKS | {"）"})
    )


def _is_apart(page: Page, found: tagger.Tagged) -> bool:
    """Whether a tagged name is made of whole words, none of which does something beside a name."""
    inside = range(found.start, found.end)
    whole = page.is_start(found.start) and page.is_end(found.end)
    return whole and not any(page.kinds[page.at[i]] & _OUTSIDE for i in inside)


def _speaks(page: Page, found: tagger.Tagged) -> bool:
    """Whether a name that makes no other word is followed by what only persons do."""
    if len(page.text[found.start : found.end]) > _SHORT and any(
        page.text.startswith(verb, found.end) for verb in page.vocabulary.words.get("speech", ())
    ):
        return True
    words = page.words[page.at[found.start] : page.at[found.end - 1] + 1]
    plain = all(w.end - w.start == 1 or w.tag in _PERSON_TAGS for w in words)
    return plain and page.text[found.end : found.end + 1] in _AFTER_PERSON


def _beside_title(page: Page, start: int, end: int) -> bool:
    """Whether a title stands before or behind, or the name is an item of a list of names."""
    before, after = page.vocabulary.words.get("titleBefore", ()), page.vocabulary.words.get("titleAfter", ())
    left = page.text[max(0, start - 7) : start].rstrip("：/　 ")
    return any(left.endswith(title) for title in before) or any(page.text.startswith(title, end) for title in after)
