"""What becomes of the tagger's proposals: persons checked, places and bodies grown to whole names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gongbao.mentions import tagged_people, tagger
from gongbao.mentions.alone import has_code, is_class
from gongbao.mentions.anchored import is_run
from gongbao.mentions.candidate import Candidate
from gongbao.mentions.grammar import Head, Known, tailed
from gongbao.mentions.page import HARD, Page
from gongbao.mentions.vocabulary import DEPARTMENT, LOCAL, STRONG, UNIT, Kind

FINDER = tagger.FINDER
_SHORT_NAME = 2
_PLACE, _PLAIN_PLACE, _BODY = 0.75, 0.5, 0.6
_OUTSIDE = Kind.GOVERNOR | Kind.HELPER | Kind.STOP | Kind.JOINER | Kind.FILLER | Kind.OPENER | Kind.OPEN_LIST
_LOST = frozenset("?？\ufffd")


def find(page: Page, heads: list[Head], known: Known, proposed: list[Candidate]) -> Iterator[Candidate]:
    """Propose what the tagger tags, repaired; a body that the grammar has already found to its end is left alone."""
    roles = page.vocabulary.roles
    actor, place = roles.get("actor"), roles.get("place")
    body_heads = {head.end: head for head in heads if head.grammar.id == actor}
    place_heads = {head.end: head for head in heads if head.grammar.id == place}
    persons = [c for c in proposed if c.type == roles.get("person")]
    done: dict[int, int] = {}
    for candidate in proposed:
        if candidate.type == actor:
            done[candidate.end] = min(candidate.start, done.get(candidate.end, candidate.start))
    tagged = tagger.tag(page.text, _pieces(page, known))
    people = [t for t in tagged if _is_person(page, t, place_heads)]
    yield from tagged_people.find(page, people, persons, known.spans, roles.get("person"))
    for found in tagged:
        if not _LOST.isdisjoint(page.text[found.start : found.end]) or _is_person(page, found, place_heads):
            continue
        elif found.tag in ("PER", "LOC"):
            yield from _place(page, found, place, place_heads, known)
        elif found.tag == "ORG" and not any(found.start < c.start and c.end < found.end for c in persons):
            yield from _body(page, found, actor, body_heads, known, done)


def _pieces(page: Page, known: Known) -> Iterator[tuple[int, int]]:
    """The clauses that may hold a name which neither the lexicon nor the dictionary has as a common word."""
    text, start, promising, singles, covered = page.text, 0, False, 0, 0
    surnames = page.vocabulary.words.get("surname", frozenset())
    for word, kind in zip(page.words, page.kinds, strict=True):
        at, end, tag = word
        if end - at == 1 and text[at] in HARD:
            if promising and at - start > 1:
                yield start, at
            start, promising, singles = end, False, 0
            continue
        named = singles == 1 and end - at == 2 and text[at - 1] in surnames  # a given name may be a word, or a place
        promising = promising or (named and not kind)
        covered = max(covered, known.spans.get(at, 0))
        if end <= covered or kind:
            singles = 0
        elif end - at > 1:
            promising = promising or tag in _NAME_TAGS
            singles = 0
        elif tag in _MARK_TAGS:
            singles = 0
        else:
            singles += 1
            promising = promising or singles > 1 or tag in _NAME_TAGS
    if promising and len(text) - start > 1:
        yield start, len(text)


_NAME_TAGS = frozenset({"nr", "nrt", "nrfg", "ns", "nt", "nz"})
_MARK_TAGS = frozenset({"x", "m", "q", "p", "c", "u", "uj", "ul", "uz", "d", "f", "r"})


def _is_person(page: Page, found: tagger.Tagged, heads: Mapping[int, Head]) -> bool:
    return found.tag == "PER" and not _is_site(page, found, heads)


def _is_site(page: Page, found: tagger.Tagged, heads: Mapping[int, Head]) -> bool:
    """Whether a tagged person is the name of a river or road (穆棱河, 季华六路)."""
    ends = range(found.end, min(len(page.text), found.end + 3) + 1)
    return any(
        at in heads and (heads[at].start <= found.end or _counts(page, found.end, heads[at].start)) for at in ends
    )


def _counts(page: Page, start: int, end: int) -> bool:
    return all(char in "一二三四五六七八九十东西南北中" for char in page.text[start:end])


def _trimmed(page: Page, found: tagger.Tagged, modifier: frozenset[str]) -> int:
    """Where a tagged span starts once verbs and other words that belong to no name are dropped, up to the last of them."""
    start = found.start
    for index in range(page.at[found.start], page.at[found.end - 1] + 1):
        surface = page.word(index)
        if page.kinds[index] & _OUTSIDE and surface not in modifier:
            start = page.words[index].end
    return start


def _place(
    page: Page, found: tagger.Tagged, place: str | None, heads: Mapping[int, Head], known: Known
) -> Iterator[Candidate]:
    if place is None or _trimmed(page, found, frozenset()) != found.start or page.quoted(found.start, found.end):
        return
    start, end = found.start, found.end
    text = page.text[start:end]
    if len(text) < 2 or "、" in text or page.goes_on(place, end):
        return
    if page.kinds[page.at[start]] & Kind.LEVEL:
        return
    while start in known.places and text[-1] not in page.vocabulary.grammars[place].flowing:
        start = known.places[start].start
    ends = range(min(len(page.text), end + 7), end - 1, -1)
    head = next((heads[at] for at in ends if at in heads and _reaches(page, found, heads[at])), None)
    if head is not None and (is_class(page, start, head, known) or has_code(page, head)):
        return
    if head is not None:
        generic = page.text[found.start : head.start] in head.grammar.generic
        if start < found.start or (not generic and _has_name(page, found.start, head)):
            yield Candidate(start, tailed(page, head), place, FINDER, _PLACE)
        elif found.end == head.end and start == found.start and _is_settled(page, start, end, place):
            yield Candidate(start, end, place, FINDER, _PLAIN_PLACE)
    elif start == found.start and _is_plain_place(page, found, place, known):
        yield Candidate(start, end, place, FINDER, _PLAIN_PLACE)


def _is_plain_place(page: Page, found: tagger.Tagged, place: str, known: Known) -> bool:
    """Whether a tagged place without a head noun can be believed: no common word, no slogan, no part of a longer word."""
    start, end = found.start, found.end
    text = page.text[start:end]
    if not (page.is_start(start) and page.is_end(end)) or text in known.weak or text in page.vocabulary.heads:
        return False
    grammar = page.vocabulary.grammars[place]
    if text in grammar.not_head or (text[-1] in grammar.natural and text[-2:] in grammar.not_head):
        return False  # 挖田|造湖
    if text[0] in page.vocabulary.words.get("placeLead", ()) or any(start < at < end for at in known.places):
        return False
    if text in page.vocabulary.words.get("weakName", ()):
        return False
    first = page.words[page.at[start]]
    if first.tag == "ns" and first.end > start + 1:
        return page.text[start : first.end] not in page.vocabulary.grammars[place].generic
    if _beside_place(page, start, end, known) and not page.vocabulary.segmenter.knows(text):
        return not any(page.kinds[page.at[i]] for i in range(start, end))
    if text[0] == "“" or page.text[start - 1 : start] == "“" or len(text) <= _SHORT_NAME:
        return False
    if _is_settled(page, start, end, place):
        return True
    if len(text) > _SHORT_NAME + 1 or any(not page.is_start(i) or page.kinds[page.at[i]] for i in range(start, end)):
        return False
    return text not in page.vocabulary.words.get("weakName", ()) and not page.vocabulary.segmenter.knows(text)


def _is_settled(page: Page, start: int, end: int, place: str) -> bool:
    """Whether a tagged place ends as towns, districts, rivers do, and what stands before that is a name."""
    grammar, text = page.vocabulary.grammars[place], page.text[start:end]
    if text[-1] not in grammar.settled | grammar.natural or page.vocabulary.segmenter.knows(text):
        return False
    if text[-2:] in grammar.not_head or text[:-1] in grammar.generic or text[0] in grammar.not_head:
        return False
    before = page.text[start - 1 : start]
    return not any(page.kinds[page.at[i]] & _OUTSIDE for i in range(start, end)) and not before.isdigit()


def _beside_place(page: Page, start: int, end: int, known: Known) -> bool:
    """Whether the neighbour in a list is a known place (徐家汇、|桃浦)."""
    text = page.text
    after = known.spans.get(end + 1, 0) if text.startswith("、", end) else 0
    return (text[start - 1 : start] == "、" and start - 1 in known.places) or after in known.places


def _reaches(page: Page, found: tagger.Tagged, head: Head) -> bool:
    """Whether a head noun ends the tagged name, or follows it with nothing but words of kind between (六松|现代|产业园)."""
    if head.start <= found.end:
        return found.start < head.start
    return page.text[found.end : head.start] in head.grammar.generic or _counts(page, found.end, head.start)


def _has_name(page: Page, start: int, head: Head) -> bool:
    """Whether a proper noun, or a word that no dictionary has, stands before a head noun."""
    index = page.at[start]
    while index < len(page.words) and page.words[index].start < head.start:
        word = page.words[index]
        surface = page.text[max(word.start, start) : min(word.end, head.start)]
        if page.kinds[index] & _OUTSIDE:
            return False
        named = word.tag in _NAME_TAGS or not page.vocabulary.segmenter.knows(surface)
        if named and len(surface) > 1 and surface not in head.grammar.generic:
            return True
        index += 1
    return is_run(page, start, head.start) and not page.vocabulary.segmenter.knows(page.text[start : head.start])


def _parted(page: Page, found: tagger.Tagged) -> bool:
    """Whether a verb or a list mark stands inside a tagged span, so that it is more than one name."""
    words = range(page.at[found.start], page.at[found.end - 1] + 1)
    return any(page.kinds[i] & (Kind.GOVERNOR | Kind.HELPER | Kind.JOINER) for i in words)


_EACH = "各"


def _body(
    page: Page,
    found: tagger.Tagged,
    actor: str | None,
    heads: Mapping[int, Head],
    known: Known,
    done: Mapping[int, int],
) -> Iterator[Candidate]:
    if actor is None:
        return
    start = _trimmed(page, found, page.vocabulary.grammars[actor].modifier)
    if found.start in known.spans and found.end in heads and not _parted(page, found):
        start = found.start
    if start and start < found.end and page.kinds[page.at[start - 1]] & Kind.LEVEL:
        start = page.words[page.at[start - 1]].start
    if start < found.end and page.text[start] == _EACH:
        return  # a class of bodies (各镇人民政府)
    for end in range(min(len(page.text), found.end + 8), start + 2, -1):
        head = heads.get(end)
        if head is None or head.start > found.end or head.strength == UNIT:
            continue
        classes = page.vocabulary.words.get("classHead", ())
        if (
            head.start in known.places
            and known.places[head.start].start == start
            and page.text[head.start : end] in classes
        ):
            return
        if head.strength == LOCAL and (found.start in known.spans or head.end - head.start > 1):
            continue
        if head.strength not in (STRONG, DEPARTMENT) and (end != found.end or not _has_name(page, start, head)):
            continue
        whole = start == found.start in known.spans and not any(start < other < head.start for other in done)
        bare = done.get(end) == head.start and is_run(page, start, head.start)
        new = end not in done or bare or (whole and start < done[end])
        if new and page.text[start : head.start] not in head.grammar.generic and start < head.start:
            yield Candidate(start, tailed(page, head), actor, FINDER, _BODY)
        return
