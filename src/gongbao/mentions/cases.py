"""Cases: from the first party, place or quotation to 案; and numbers of cases and documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from gongbao.mentions.candidate import Candidate
from gongbao.mentions.page import CLOSERS, HARD, OPENERS, Page
from gongbao.mentions.vocabulary import WEAK, Kind
from gongbao.text.script import LETTER

if TYPE_CHECKING:
    from gongbao.mentions.grammar import Head, Known

FINDER = "grammar"
_LONGEST = 60
_SCORE = 0.9
_NUMBER = re.compile(
    rf"{LETTER}{{0,12}}[〔（]\s?(?:19|20)\d\d\s?[〕）][^\W\d_]{{0,8}}\d{{0,6}}{LETTER}{{0,6}}(?:第)?\d+(?:[-－]\d+)?号"
)
_LATIN_NUMBER = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2,6} ?\d{1,6}/(?:19|20)\d\d(?!\d)")
_LABEL = re.compile("(?:^|[\\s（(。])[^\\s，。、]{0,4}[一二三四五六七八九十0-9]{1,2}$")
"""A number before a list mark at the beginning of a line is no part of a name (案例一、甲案)."""
_CASE, _DOCUMENT = "case", "document"


def starts(page: Page, head: Head, known: Known) -> Iterator[tuple[int, float]]:
    """Yield where a case's name starts: behind the verb or mark before it, if a party, place or quotation follows."""
    text, position, party = page.text, head.start, False
    if position and not page.is_start(position):
        position = page.words[page.at[position]].start
    floor = max(0, head.start - _LONGEST)
    first = crossed = None
    while position > floor:
        hit = known.places.get(position)
        if hit is not None and hit.end - hit.start > 1:
            position, party = hit.start, True
            first = position
            continue
        char = text[position - 1]
        if char in CLOSERS and position - 1 in page.pairs:
            opening = page.pairs[position - 1]
            if text[opening] == "（" and (opening == 0 or not text[opening - 1].isalnum()):
                break
            position = opening
            if text[position] == "“":
                party, first = True, position
            continue
        numbered = char == "、" and _LABEL.search(text, max(0, position - 12), position - 1)
        if numbered or char == "、" and _ends_case(page, position - 1, head):
            break
        index = page.at[position - 1]
        kind = text[page.words[index].start : head.start] in head.grammar.generic  # 孙某|涉黑案
        if char in HARD or char in OPENERS or char in _SPACES or (_handles(page, index) and not kind):
            party = party or char == "“"
            break
        if crossed is None and _stops(page, index):
            crossed = position
        position = page.words[index].start
        if _is_party(page, index, head):
            party, first = True, position
    if crossed is not None:
        position = first if first is not None and first < crossed else crossed
        party = party and (first is not None or crossed < head.start)
    start = _trim(page, _surnamed(page, position), head.start)
    party = party or _is_named(page, start, head)
    if head.strength == WEAK and (
        text.endswith("等", start, head.start) or not _is_told(text[start : head.start], head)
    ):
        return
    if party and start < head.start and text[start : head.start] not in head.grammar.generic:
        yield start, _SCORE


def _is_named(page: Page, start: int, head: Head) -> bool:
    """Whether the case begins with a person's name that no dictionary has, before 等 or the head noun (林小禾等人诈骗案)."""
    surnames = page.vocabulary.words.get("surname", ())
    for size in _NAME_SIZES:
        end, name = start + size, page.text[start : start + size]
        behind = (
            end == head.start or page.text.startswith("等", end) or page.text[end : head.start] in head.grammar.generic
        )
        if behind and name[0] in surnames and not page.vocabulary.segmenter.knows(name):
            return not any(page.kinds[page.at[i]] for i in range(start, end))
    return False


_NAME_SIZES = (2, 3)
_VERB = 2


def _is_told(name: str, head: Head) -> bool:
    """Whether a party whose name is left out, or a date in quotation marks, makes a weak head noun one case."""
    return _DATED.search(name) is not None or any(mark in name for mark in head.grammar.anonymous)


_DATED = re.compile(r"[“‘]?\d{1,2}[·.]\d{1,2}(?:[”’]|[^\d%％])")


def _ends_case(page: Page, end: int, head: Head) -> bool:
    """Whether another case ends before a list mark (甲等人抢劫案、乙盗窃案)."""
    heads = page.vocabulary.heads
    return any(
        class_id == head.grammar.id
        for size in range(1, min(4, end) + 1)
        for class_id, _ in heads.get(page.text[end - size : end], ())
    )


def _handles(page: Page, index: int) -> bool:
    """Whether a word opens what it says of a case (查处, 审理, 由), or is never inside a name."""
    verbs, word = page.vocabulary.words.get("caseVerb", ()), page.word(index)
    return word in verbs or (len(word) > _VERB and word[-_VERB:] in verbs)  # 依法查处


def _surnamed(page: Page, start: int) -> int:
    """Take in the surname before an anonymous mark (叶|某)."""
    surnames = page.vocabulary.words.get("surname", ())
    index = page.before(start)
    if index is None or not any(
        page.text.startswith(mark, start) for mark in page.vocabulary.words.get("anonymous", ())
    ):
        return start
    return page.words[index].start if page.word(index) in surnames else start


_SPACES = " 　"
_INSIDE = frozenset("等者")
_AMONG = frozenset("与和及同诉")
"""Words that no other name contains, but cases do (赵某等人走私案)."""


def _stops(page: Page, index: int) -> bool:
    surface, kind = page.word(index), page.kinds[index]
    if surface in _AMONG:
        return False
    if kind & (Kind.STOP | Kind.OPEN_LIST):
        return surface not in _INSIDE
    return bool(kind & Kind.GOVERNOR) and page.words[index].tag in _VERBS


_VERBS = frozenset({"v", "p", "d", "n", "vn", "i", "l"})


def _trim(page: Page, start: int, end: int) -> int:
    """Drop adverbs, joiners and numbers from the left."""
    while start < end:
        index = page.at[start]
        surface = page.word(index)
        counts = page.words[index].tag in ("m", "q") and not surface.isdigit()
        listed = surface in "（）、．." or surface == "与" or surface in page.vocabulary.words.get("titleBefore", ())
        if not (page.kinds[index] & (Kind.FILLER | Kind.JOINER) or counts or listed):
            break
        if _surnamed(page, page.words[index].end) == start:
            break  # 张 is a measure too, but no measure stands before an anonymous mark
        start = page.words[index].end
    return start


def _is_party(page: Page, index: int, head: Head) -> bool:
    surface, word = page.word(index), page.words[index]
    if any(mark in surface for mark in head.grammar.anonymous):
        return True
    return word.tag in ("nr", "nrt", "nrfg") and word.end - word.start > 1


def numbers(page: Page, roles: Mapping[str, str]) -> Iterator[Candidate]:
    """Propose the numbers of documents and cases; a mark in the number says which (津交罚〔2023〕12号)."""
    case, document = roles.get(_CASE), roles.get(_DOCUMENT)
    for match in _NUMBER.finditer(page.text):
        bracket, end = next(i for i in range(*match.span()) if page.text[i] in "〔（"), match.end()
        start = bracket if page.text[bracket] == "（" else _whole(page, match.start(), bracket)
        sender = page.text[start:bracket]
        marked = case is not None and (
            not sender or any(mark in sender for mark in page.vocabulary.grammars[case].number_mark)
        )
        type_ = case if marked else document
        if type_ is not None:
            yield Candidate(start, end, type_, FINDER, 1.0)
    if case is not None:
        for match in _LATIN_NUMBER.finditer(page.text):
            yield Candidate(match.start(), match.end(), case, FINDER, _SCORE)


def _whole(page: Page, start: int, bracket: int) -> int:
    """Move past words before the sender's abbreviation (依据津交发〔2023〕5号): the last word that cannot belong to it."""
    position = bracket
    while position > start:
        index = page.at[position - 1]
        if page.kinds[index] & (Kind.GOVERNOR | Kind.STOP | Kind.HELPER | Kind.JOINER) and (
            page.words[index].end - page.words[index].start > 1 or page.word(index) in "按的据由以为和及"
        ):
            break
        position = max(start, page.words[index].start)
    return position
