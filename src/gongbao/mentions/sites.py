"""Places that only their surroundings tell from common words: sites behind a preposition or a place, roads by their codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from gongbao.mentions.alone import is_plural, is_several
from gongbao.mentions.anchored import is_inside
from gongbao.mentions.candidate import Candidate
from gongbao.mentions.names import Hit, is_known
from gongbao.mentions.page import Page
from gongbao.mentions.vocabulary import Kind
from gongbao.text.script import LETTER

if TYPE_CHECKING:
    from gongbao.mentions.grammar import Head

FINDER = "grammar"
_SCORE, _CHAINED, _CODED = 0.7, 0.9, 0.95
_LONGEST, _LONGEST_LEAD, _SHORTEST_WORD = 6, 3, 2
_PROPER_TAGS = frozenset({"ns", "nr", "nz", "nt", "nrt", "j"})
_NAMING_TAGS = frozenset({"n", "s", "l", "t", "vn", "ng", "g", "zg"})
_OUTSIDE_TAGS = frozenset({"p", "c", "u", "uj", "ul", "uz", "d", "r", "q", "y", "e", "o"})
_CASE_TAGS = frozenset({"p", "c"})
_BLOCKING = Kind.STOP | Kind.JOINER | Kind.OPEN_LIST | Kind.HELPER | Kind.FILLER | Kind.GOVERNOR
_JOINERS = frozenset("、与和及")


def find(page: Page, heads: Iterable[Head], found: list[Candidate], places: Mapping[int, Hit]) -> Iterator[Candidate]:
    """Propose places whose head noun and modifier are common words where what stands around them says that they are some."""
    place = page.vocabulary.roles.get("place")
    if place is None or place not in page.vocabulary.grammars:
        return
    before = {end: hit.start for end, hit in places.items() if hit.end - hit.start > 1}
    before |= {c.end: c.start for c in found if c.type == place and c.end not in before}
    sites = page.vocabulary.words.get("situatedHeadNoun", frozenset())
    done: set[int] = set()
    for head in sorted(heads, key=lambda head: head.end):
        if head.grammar.id != place or page.text[head.start : head.end] not in sites or _goes_on(page, head):
            continue
        start = _start(page, head, before, done)
        if start is not None:
            done.add(head.end)
            before.setdefault(head.end, start)
            yield Candidate(start, head.end, place, FINDER, _SCORE)
            first = start if page.text[head.end - 1] in head.grammar.flowing else _first(page, start, before)
            if first < start:
                yield Candidate(first, head.end, place, FINDER, _CHAINED)


def stations(page: Page, places: Mapping[int, Hit]) -> Iterator[Candidate]:
    """Propose the stations of a railway of the town (江州地铁北门站), and those of its list (、东桥站)."""
    place, lines = page.vocabulary.roles.get("place"), "|".join(sorted(page.vocabulary.words.get("stationLead", ())))
    if place is None or not lines:
        return
    for lead in re.finditer(rf"(?:{lines})(?={LETTER}{{2,7}}站)", page.text):
        hit = places.get(lead.start())
        if not page.is_end(lead.end()) or (hit is None and not page.is_start(lead.start())):
            continue
        start, named = lead.start() if hit is None else hit.start, lead.end()
        end = _station_end(page, named)
        while end is not None:
            yield Candidate(start, end, place, FINDER, _CODED)
            start = named = end + 1
            end = _station_end(page, named) if page.text.startswith("、", end) else None


def _station_end(page: Page, start: int) -> int | None:
    """Where the name of a station ends; nowhere where it is any (进站, 各换乘站) or a word of the frame stands in it."""
    match = _STATION.match(page.text, start)
    if match is None or not page.is_end(match.end()):
        return None
    name = page.text[start : match.end() - 1]
    common = name in page.vocabulary.words.get("commonStation", ()) or any(
        page.kinds[page.at[at]] for at in range(start, match.end() - 1)
    )
    return None if common else match.end()


_STATION = re.compile(rf"{LETTER}{{1,6}}?站(?!点|台|前|口|内|外|房|区)")


def _first(page: Page, start: int, before: Mapping[int, int]) -> int:
    """Where the divisions start that a place lies in (某省|某县|某港); no river owns what lies on it."""
    flowing = page.vocabulary.words.get("flowingHead", frozenset())
    while before.get(start, start) < start and page.text[start - 1] not in flowing:
        start = before[start]
    return start


def _goes_on(page: Page, head: Head) -> bool:
    """Whether what follows makes the head noun part of something else (致富路|上, 文明村|创建), or a longer name (张家湾|镇)."""
    after = page.vocabulary.words.get("notBeforeSite", ())
    return any(page.text.startswith(word, head.end) for word in after) or is_inside(page, head)


def _start(page: Page, head: Head, before: Mapping[int, int], done: set[int]) -> int | None:
    """Where the name starts: right behind a word of place, a place, or another item of a list of places."""
    position, floor = head.start, max(0, head.start - _LONGEST)
    word = page.words[page.at[head.start]]
    if word.start < head.start:
        position = word.start
    tail = any(page.text.startswith(word, head.end) for word in page.vocabulary.words.get("siteTail", ()))
    while position >= floor:
        if position < head.start:
            plain = _is_plain(page, head, position, before)
            if _is_led(page, position, before, done):
                return position if _is_naming(page, position, head, plain=plain) else None
            if _is_listed(page, position, head, before):
                return position if _is_naming(page, position, head, plain=True) else None
            if tail and _opens(page, position) and _is_naming(page, position, head, plain=plain):
                return position
        named = before.get(position)
        if named is not None and position == head.start and page.text[position - 1] not in head.grammar.settled:
            position = named
            continue
        if position <= 0 or named is not None or not _may_belong(page, page.at[position - 1], head):
            return None
        position = page.words[page.at[position - 1]].start
    return None


def _is_led(page: Page, position: int, before: Mapping[int, int], done: set[int]) -> bool:
    """Whether a word stands before that only places follow, or a place, with or without a list mark between."""
    if position in before:
        return True
    if position and page.text[position - 1] in _JOINERS:
        return position - 1 in done
    if position and page.text[position - 1] in "“（":
        position -= 1
    leads = page.vocabulary.words.get("siteLead", frozenset())
    return any(
        page.text[position - size : position] in leads and page.is_start(position - size)
        for size in range(1, min(position, _LONGEST_LEAD) + 1)
    )


def _is_listed(page: Page, position: int, head: Head, before: Mapping[int, int]) -> bool:
    """Whether a place with the same last character is the item before in a list (东门街道、|水土|街道)."""
    return (
        position > 1
        and page.text[position - 1] in _JOINERS
        and position - 1 in before
        and page.text[position - 2] == page.text[head.end - 1]
    )


def _opens(page: Page, position: int) -> bool:
    """Whether a clause begins, or a verb governs what follows."""
    index = page.before(position)
    return index is None or not page.word(index).isalnum() or bool(page.kinds[index] & Kind.GOVERNOR)


def _may_belong(page: Page, index: int, head: Head) -> bool:
    surface = page.word(index)
    if surface in page.vocabulary.words.get("siteName", ()) or surface in _plain_names(page, head):
        return True
    if not surface.isalpha() or surface.isascii() or surface in head.grammar.generic and len(surface) >= _SHORTEST_WORD:
        return False
    word = page.words[index]
    if word.tag in _CASE_TAGS and len(surface) == 1 and word.end < head.start and _is_led(page, word.start, {}, set()):
        return True  # a preposition right behind a preposition is none (在|同|兴|北路)
    return not page.kinds[index] & (_BLOCKING | Kind.LEVEL) and word.tag not in _OUTSIDE_TAGS


def _is_naming(page: Page, start: int, head: Head, *, plain: bool) -> bool:
    """Whether what stands before the head noun can name a place: a proper noun, characters that make no word, or such a word
    as roads and villages are named with."""
    grammar, text = head.grammar, page.text[start : head.start]
    names = page.vocabulary.words.get("siteName", frozenset()) | _plain_names(page, head)
    whole = page.text[start : head.end]
    if text in names:
        return whole not in grammar.not_head
    if text in grammar.generic or whole in grammar.not_head or is_several(page, start) or is_plural(page, start):
        return False
    if len(text) < _SHORTEST_WORD:
        return len(whole) >= _SHORTEST_WORD and page.words[page.at[start]].tag in _PROPER_TAGS
    position = start
    while position < head.start:
        word = page.words[page.at[position]]
        surface = page.text[position : min(word.end, head.start)]
        if surface not in names and not _is_name_word(page, surface, word.tag, plain=plain):
            return False
        position += len(surface)
    return True


def _is_plain(page: Page, head: Head, position: int = 0, before: Mapping[int, int] = MappingProxyType({})) -> bool:
    """Whether common nouns name such a place: roads, villages, canals, and behind a place whatever nature made."""
    text = page.text[head.start : head.end]
    return text in page.vocabulary.words.get("plainSite", ()) or (position in before and text in head.grammar.natural)


def _plain_names(page: Page, head: Head) -> frozenset[str]:
    """Generic words that name roads and villages all the same (科技路)."""
    return page.vocabulary.words.get("plainName", frozenset()) if _is_plain(page, head) else frozenset()


def _is_name_word(page: Page, surface: str, tag: str, *, plain: bool) -> bool:
    """Whether a word of a modifier may stand in a name; common nouns only before head nouns of old (…路, …村, …渠)."""
    if len(surface) < _SHORTEST_WORD or tag in _PROPER_TAGS or not page.vocabulary.segmenter.knows(surface):
        return True
    return (plain and tag in _NAMING_TAGS) or (
        surface not in page.vocabulary.words.get("weakName", ())
        and is_known(surface, page.vocabulary.roles.get("place", ""))
    )


_SECTION = re.compile(r"[一二三四五六七八九十]段")


def sections(page: Page, found: Iterable[Candidate]) -> Iterator[Candidate]:
    """Propose roads with the number of their section (中兴路|一段)."""
    roads = page.vocabulary.words.get("sectionedRoad", frozenset())
    for name in found:
        section = _SECTION.match(page.text, name.end) if page.text[name.end - 1] in roads else None
        if section is not None:
            yield name._replace(end=section.end())


_CODES = re.compile(r"(?<![A-Za-z0-9])(?:[GSXYC]\d{1,4}|\d{1,3})(?![0-9])")
_LEADING, _FOLLOWING = 2, 4


def coded(page: Page) -> Iterator[Candidate]:
    """Propose roads that are named by their code, with the kind of road before or behind it (107国道, 省道S304, S2线)."""
    place, words = page.vocabulary.roles.get("place"), page.vocabulary.words
    if place is None:
        return
    kinds, tails = words.get("codedRoad", frozenset()), words.get("codedTail", frozenset())
    for code in _CODES.finditer(page.text):
        start, end = code.span()
        lead = next((k for k in _longest_first(kinds) if page.text.endswith(k, 0, start)), "")
        if end - start <= _LEADING and code[0].isdigit():
            yield from _numbered(page, start, end, place)
            continue
        tailed = kinds | tails if lead or code[0][0].isalpha() else kinds
        tail = next((k for k in _longest_first(tailed) if page.text.startswith(k, end)), "")
        if lead or tail or (code[0][0].isalpha() and len(code[0]) > _LEADING + 1 and _is_road(page, start, end)):
            yield Candidate(start - len(lead), end + len(tail), place, FINDER, _CODED)


def _numbered(page: Page, start: int, end: int, place: str) -> Iterator[Candidate]:
    """Propose a road with a short number between the two parts of its kind (国道|3|号)."""
    leads, tails = (_longest_first(page.vocabulary.words.get(kind, frozenset())) for kind in ("roadLead", "roadTail"))
    lead = next((word for word in leads if page.text.endswith(word, 0, start)), "")
    tail = next((word for word in tails if page.text.startswith(word, end)), "")
    first = start - len(lead)
    if lead and tail and page.is_start(first) and not page.text[first - 1 : first].isdigit():
        yield Candidate(first, end + len(tail), place, FINDER, _CODED)


def _longest_first(words: frozenset[str]) -> list[str]:
    return sorted(words, key=lambda word: (-len(word), word))


def _is_road(page: Page, start: int, end: int) -> bool:
    """Whether a bare code stands where a road must be meant (沿G318行驶, X021沿线)."""
    return _is_led(page, start, {}, set()) and any(
        page.text.startswith(word, end) for word in page.vocabulary.words.get("siteTail", ())
    )
