"""The lexicon finder: known names by Aho–Corasick, with the context that weak ones need."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from gongbao.lexicon import Entry, all_entries
from gongbao.mentions.candidate import Candidate
from gongbao.mentions.page import HARD, Page, plain
from gongbao.mentions.vocabulary import Grammar, Kind

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

FINDER = "lexicon"
_SURE, _WEAK_SCORE = 0.95, 0.8
_SHORT = 2
_ORDINAL, _SHORT_ORDINAL = re.compile(r"(?:第[一二三四五六七八九十百\d]{1,4}|首)[届次]$"), 7
_GOVERNED = "governed"


class Known(NamedTuple):
    """What the lexicon says of a name: its classes, and whether it needs context."""

    types: tuple[str, ...]
    weak: bool
    level: int | None


@dataclass(frozen=True, slots=True)
class _Index:
    names: tuple[str, ...]
    known: Mapping[str, Known]
    automaton: AhoCorasick


@cache
def _index() -> _Index:
    from ahocorasick_rs import AhoCorasick, MatchKind

    rows = [(name, entry, weak) for entry in all_entries() for name, weak in _names(entry)]
    written = plain("\n".join(name for name, _, _ in rows)).split("\n")
    levels: dict[str, int | None] = {}
    types: dict[tuple[str, bool], list[str]] = {}
    for name, (_, entry, weak) in zip(written, rows, strict=True):
        levels.setdefault(name, entry.level)
        of = types.setdefault((name, weak), [])
        if entry.type not in of:
            of.append(entry.type)
    by_weakness = sorted(types.items(), key=lambda row: not row[0][1])  # a name that is sure somewhere is sure
    known = {name: Known(tuple(of), weak, levels[name]) for (name, weak), of in by_weakness}
    names = tuple(sorted(known))
    return _Index(names, MappingProxyType(known), AhoCorasick(list(names), matchkind=MatchKind.Standard))


def _names(entry: Entry) -> Iterator[tuple[str, bool]]:
    """The names of an entry, each with whether it needs context."""
    yield entry.name, "weak" in entry.flags
    for name in entry.short:
        yield name, False
    for name in entry.weak:
        yield name, True


class Hit(NamedTuple):
    """An occurrence of a known name."""

    start: int
    end: int
    known: Known


def hits(page: Page, lead: frozenset[str]) -> list[Hit]:
    """Find every occurrence of a known name whose ends are ends of words, sorted; the longest at each place."""
    index, kinds = _index(), page.vocabulary.kinds
    doubted = page.vocabulary.words.get("weakName", frozenset())
    found: dict[int, Hit] = {}
    for number, start, end in index.automaton.find_matches_as_indexes(page.text, overlapping=True):
        name = index.names[number]
        if (
            name in kinds
            or (kinds.get(name[:2], 0) & Kind.GOVERNOR and page.is_end(start + 2))
            or not _aligned(page, start, end, lead)
        ):
            continue
        best = found.get(start)
        if best is None or end > best.end:
            known = index.known[name]
            found[start] = Hit(start, end, known._replace(weak=True) if name in doubted else known)
    kept: list[Hit] = []
    for start in sorted(found):
        hit = found[start]
        while kept and kept[-1].end > hit.start and hit.end - hit.start > kept[-1].end - kept[-1].start:
            kept.pop()
        if not kept or kept[-1].end <= hit.start:
            kept.append(hit)
    return kept


def is_name(text: str, class_id: str) -> bool:
    """Say whether a text is a name of a class by itself, and none that needs context."""
    known = _index().known.get(text)
    return known is not None and not known.weak and class_id in known.types


def is_known(text: str, class_id: str) -> bool:
    """Say whether a text is a name of a class, be it one that needs context."""
    known = _index().known.get(text)
    return known is not None and class_id in known.types


def _aligned(page: Page, start: int, end: int, lead: frozenset[str]) -> bool:
    """A name starts and ends with a word; a long one may cut through the words that a dictionary sees."""
    if end - start == 1:
        return (page.is_end(end) or page.is_start(start)) and (
            page.is_start(start) or page.text[start - 1 : start] in lead
        )
    if end - start > _SHORT + 1 or _is_half(page, start, end):
        return page.is_start(start) or page.is_end(end)
    return page.is_start(start) and page.is_end(end)


def _is_half(page: Page, start: int, end: int) -> bool:
    """Whether a name is half of a word for a place of four characters, province and city together (云南|昆明)."""
    word = page.words[page.at[start]]
    return word.tag == "ns" and word.end - word.start == _SHORT * 2 == (end - start) * 2 and word.end >= end


def find(page: Page, found: list[Hit], lead: frozenset[str], place: str) -> list[Candidate]:
    """Propose the known names; a weak one only beside other places, after a place's verb, or before a full name."""
    classes = page.vocabulary.grammars
    candidates: list[Candidate] = []
    for i, hit in enumerate(found):
        types = [t for t in hit.known.types if t in classes]
        if not types:
            continue
        if place in types and page.quoted(hit.start, hit.end) and "、" not in page.text[hit.start - 1 : hit.end + 1]:
            continue
        first = i
        while (
            first > i - _LONGEST_CHAIN
            and first
            and _is_division(found[i])
            and _is_division(found[first - 1])
            and _adjoin(found, first)
        ):
            first -= 1
        if first < i:
            candidates.append(Candidate(found[first].start, hit.end, place, FINDER, _SURE))
        if not hit.known.weak:
            ordinal = _ORDINAL.search(page.text, max(0, hit.start - _SHORT_ORDINAL), hit.start)
            start = ordinal.start() if ordinal and classes[types[0]].shape == _GOVERNED else hit.start
            start = _led(page, start, hit.end, classes[types[0]])
            candidates.append(Candidate(start, hit.end, types[0], FINDER, _SURE))
        elif place not in types:
            if _is_named(page, hit, types[0]) or _owns(found, i, types[0]):
                candidates.append(Candidate(hit.start, hit.end, types[0], FINDER, _WEAK_SCORE))
        elif _in_context(page, found, i, lead):
            candidates.append(Candidate(hit.start, hit.end, place, FINDER, _WEAK_SCORE))
    return candidates + _runs(page, found, place)


def _runs(page: Page, found: list[Hit], place: str) -> list[Candidate]:
    """Provinces named by one character each, with no name of their own together (闽粤港澳, 沪苏浙皖)."""
    index = _index()
    letters = "".join(name for name, known in index.known.items() if len(name) == 1 and known.level == 1)
    sure = [(hit.start, hit.end) for hit in found if not hit.known.weak and place in hit.known.types]
    runs = re.finditer(f"[{letters}]{{3,8}}", page.text) if letters else ()
    return [
        Candidate(run.start(), run.end(), place, FINDER, _SURE)
        for run in runs
        if page.is_start(run.start())
        and page.is_end(run.end())
        and any(run.start() <= start and end <= run.end() and end > start + 1 for start, end in sure)
    ]


def _led(page: Page, start: int, end: int, grammar: Grammar) -> int:
    """Take in the level before a document (市|政府工作报告) and the year before what comes every year (2023年|春运)."""
    if grammar.needs_governor and start and page.kinds[page.at[start - 1]] & Kind.LEVEL and page.is_start(start - 1):
        return start - 1
    if page.text[start:end] in grammar.yearly:
        year = _YEAR.search(page.text, max(0, start - _LED), start)
        return year.start() if year else start
    return start


_LED = 7
_YEAR = re.compile(r"(?:19|20)\d\d年(?:全国)?$")


def _is_division(hit: Hit) -> bool:
    return hit.known.level is not None and not hit.known.weak


def _adjoin(found: list[Hit], i: int) -> bool:
    return found[i - 1].end == found[i].start


def _owns(found: list[Hit], i: int, class_id: str) -> bool:
    """Whether a sure name of the same class follows at once, whose owner the weak name then is (某部|某署)."""
    after = found[i + 1] if i + 1 < len(found) else None
    sure = after is not None and not after.known.weak and class_id in after.known.types
    return after is not None and sure and after.start == found[i].end


def _is_named(page: Page, hit: Hit, class_id: str) -> bool:
    """Whether a weak name that is no place stands in quotation marks, or ends with a head noun of its class."""
    if page.text[hit.start - 1 : hit.start] == "“" and page.text.startswith("”", hit.end):
        return True
    heads, name = page.vocabulary.heads, page.text[hit.start : hit.end]
    if name in page.vocabulary.words.get("weakName", ()):
        return False
    return any(any(c == class_id for c, _ in heads.get(name[i:], ())) for i in range(1, len(name) - 1))


def _looks_like_place(page: Page, hit: Hit) -> bool:
    """Whether a weak name is no common word to the dictionary (朝阳, 鼓楼; but 友好, 振兴, 兴业)."""
    return hit.end - hit.start > 1 and page.words[page.at[hit.start]].tag in ("ns", "nr", "nz", "nt")


def anchors(page: Page, found: list[Hit], place: str) -> dict[int, Hit]:
    """The known places, by their ends, that longer names may begin with; another place behind is no other word (云南|文山)."""
    starts = {hit.start for hit in found if place in hit.known.types}
    return {
        h.end: h
        for h in found
        if place in h.known.types
        and (not h.known.weak or _looks_like_place(page, h))
        and (h.end in starts or not page.goes_on(place, h.end))
    }


def _in_context(page: Page, found: list[Hit], i: int, lead: frozenset[str]) -> bool:
    """Whether the text around a weak name makes it a place."""
    hit, text = found[i], page.text
    if text[hit.start : hit.end] in page.vocabulary.words.get("weakName", ()):
        return False
    if hit.end - hit.start == 1:
        after = text[hit.end : hit.end + 1]
        return (
            hit.known.level in _ABBREVIATED
            and page.words[page.at[hit.start]].tag not in _COMMON_TAGS
            and text[hit.start - 1 : hit.start] in lead
            and (page.is_start(hit.end) or not after or after in HARD)
        )
    for other in found[max(0, i - 1) : i] + found[i + 1 : i + 2]:
        gap = text[other.end : hit.start] if other.start < hit.start else text[hit.end : other.start]
        if gap == "、" and (not other.known.weak or (_looks_like_place(page, hit) and _looks_like_place(page, other))):
            return True
        if gap == "" and other.start < hit.start - 1 and other.known.level:
            return page.words[page.at[hit.start]].tag not in _COMMON_TAGS
    return _is_visited(page, hit)


def _is_visited(page: Page, hit: Hit) -> bool:
    """Whether a name that is no common word stands between a word of place and the end or verb of its clause (赴|朝阳|开展)."""
    text, words = page.text, page.vocabulary.words
    if not _looks_like_place(page, hit) or text[hit.start : hit.end] in words.get("notVisited", ()):
        return False
    before = page.before(hit.start)
    if before is None or page.word(before) not in words.get("visitLead", ()):
        return False
    if hit.end >= len(text) or text[hit.end] in HARD or text[hit.end] in "、等的":
        return True
    if any(text.startswith(tail, hit.end) for tail in words.get("siteTail", ())):
        return True
    verb = page.kinds[page.at[hit.end]] | page.vocabulary.kinds.get(text[hit.end : hit.end + _SHORT], 0)
    return page.is_end(hit.end) and bool(verb & Kind.GOVERNOR)


_LONGEST_CHAIN = 8
_ABBREVIATED = (1, 2)
_COMMON_TAGS = frozenset({"a", "ad", "c", "d", "p", "v", "vd", "vn"})
"""Levels of divisions that one character stands for; tags of words that are names by accident only (应, 振兴, 合作)."""
