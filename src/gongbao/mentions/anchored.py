"""Names that begin with a place or a level of government and go on in words of their trade: bodies and places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from gongbao.mentions import alone
from gongbao.mentions.names import Hit, is_name
from gongbao.mentions.page import BRACKETS, CLOSERS, HARD, OPENERS, Page
from gongbao.mentions.vocabulary import DEPARTMENT, LOCAL, QUOTED, STRONG, UNIT, WEAK, Kind
from gongbao.text.words import Word

if TYPE_CHECKING:
    from gongbao.mentions.grammar import Head, Known

_LONGEST = 28
_COUNTED = re.compile(r"[\d两几余多][条座个处段]$")
_UNITS = re.compile(r"[\d两几余多][个支家所]$")
_BRACKETED, _LONGEST_NUMBER, _LONGEST_RUN = 8, 4, 5
_NOUN_TAGS = ("n", "j", "b", "s", "l", "i", "f", "vn", "eng", "x", "a", "z", "k", "g")
_PROPER_TAGS = ("ns", "nr", "nt", "nz")
_BLOCKING = Kind.GOVERNOR | Kind.HELPER | Kind.STOP | Kind.JOINER | Kind.OPEN_LIST
_ANCHORED, _PLAIN, _WEAK_ANCHORED, _PROPER, _ALONE = 0.95, 0.72, 0.85, 0.6, 0.65


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


def bodies(page: Page, head: Head, known: Known) -> Iterator[tuple[int, float]]:
    """Yield where the name of a body may start, with scores: at a level or place, or at its first word of trade."""
    places = known.all
    if head.strength == UNIT:
        return
    if head.strength == LOCAL:
        hit = known.places.get(head.start)
        if hit is not None and not hit.known.weak and alone.acts(page, head, hit):
            yield hit.start, _ANCHORED
        return
    if head.strength == STRONG and alone.is_quotation(page, head):
        yield page.pairs[head.end] + 1, _ANCHORED
        return
    reach = _reach(page, head, places, tolerant=False)
    if reach.anchor is None and not reach.quoted:
        wider = _reach(page, head, places, tolerant=True)
        if wider.known is not None and not _holds_another(page, wider.known, head):
            reach = wider
        elif (
            wider.level is not None and head.end - head.start == 1 and alone.is_campaign_office(page, wider.level, head)
        ):
            yield wider.level, _WEAK_ANCHORED
            return
        else:
            reach = _joined(page, head, places) or reach
    strong = head.strength in (STRONG, DEPARTMENT)
    anchor = reach.anchor
    if page.text[head.start : head.end] in head.grammar.placed and reach.known is None:
        prefixes = page.vocabulary.words.get("bodyPrefix", frozenset())
        first = -1 if anchor is None else page.at[anchor]
        if first >= 0 and (page.word(first) in prefixes or page.kinds[first] & Kind.STOP):
            return
    if alone.is_several(page, reach.left if anchor is None else anchor):
        return
    if anchor is not None and head.strength != QUOTED:
        between = page.text[anchor : head.start]
        nationwide = reach.known is None and between.startswith(_nationwide(page))
        if nationwide and page.text[head.start : head.end] in head.grammar.common:
            return
        if _is_ranked(page, head) and (
            between.startswith(_nationwide(page)) or not _particular(page, anchor, head, places) and reach.known is None
        ):
            return
        if not strong and page.text[anchor - 1 : anchor] == "“" and page.text.startswith("”", head.end):
            return
        if between.startswith(_nationwide(page)) and reach.known is None and not strong:
            return
        short = len(between) == 1 or head.end - head.start == 1 or alone.rules(page, head, known.places)
        if strong or short or _particular(page, anchor, head, places):
            yield anchor, _ANCHORED if strong else _WEAK_ANCHORED
            return
    if page.text[head.start : head.end] in head.grammar.standing:
        yield head.start, _WEAK_ANCHORED
        return
    if reach.anchor is None and alone.opens(page, reach.left, head) and alone.is_alone(page, head):
        yield head.start, _ALONE
        return
    anonymous = _anonymous(page, reach.left, head)
    if anonymous is not None:
        yield anonymous, _WEAK_ANCHORED
    elif reach.quoted and (head.strength in (STRONG, QUOTED) or alone.is_quoted_office(page, head)):
        yield reach.left, _WEAK_ANCHORED
    elif (
        alone.is_plural(page, reach.left)
        or _UNITS.search(page.text, max(0, reach.left - 3), reach.left)
        or (page.text[reach.left - 1 : reach.left] == "“" and reach.left)
    ):
        return
    elif strong and reach.left < head.start and _particular(page, reach.left, head, places):
        text = page.text[head.start : head.end]
        if text not in head.grammar.ranked | head.grammar.common or _is_proper(page, reach.left, head):
            yield reach.left, _PLAIN


def _holds_another(page: Page, start: int, head: Head) -> bool:
    """Whether a verb before the head noun stands behind another head noun of the class (某经销部|赔偿|某合作社)."""
    ended = False
    for index in range(page.at[start], page.at[head.start]):
        surface, tag = page.word(index), page.words[index].tag
        if ended and tag == "v" and len(surface) > 1 and surface not in head.grammar.modifier:
            return True
        ended = ended or any(class_id == head.grammar.id for class_id, _ in page.vocabulary.heads.get(surface, ()))
    return False


def _anonymous(page: Page, left: int, head: Head) -> int | None:
    """Where a body of an omitted name starts: at its mark, or the one character before it (某餐饮公司, 云某公司)."""
    marks = [page.text.find(mark, left, _numbered(page, head)) for mark in head.grammar.anonymous]
    found = min((at for at in marks if at >= 0), default=None)
    if found is None:
        return None
    surnames = page.vocabulary.words.get("surname", frozenset())
    return found - 1 if found > left and page.text[found - 1] in surnames else found


def _listed(page: Page, head: Head, known: Known) -> bool:
    """Whether the name is an item behind a known place in a list (洪湖、斧头湖)."""
    mark = page.text.rfind("、", max(0, head.start - 6), head.start)
    if mark < 0 or mark not in known.places or known.places[mark].known.weak or mark + 1 >= head.start:
        return False
    if page.text[mark + 1 : head.start] in head.grammar.generic:
        return False
    return not any(page.kinds[page.at[i]] & ~Kind.LEVEL for i in range(mark + 1, head.start))


def _is_short_name(page: Page, start: int, head: Head) -> bool:
    """Whether one to three characters that make no common word stand before a river's or town's head noun (钦|江)."""
    if not 1 <= head.start - start <= 3:
        return False
    index = page.at[start]
    if page.words[index].tag.startswith(("v", "a", "f", "p", "m", "d")) and head.start - start == 1:
        return False
    before = page.before(start)
    if before is not None and not (page.kinds[before] or not page.word(before).isalnum()):
        return False
    while index < len(page.words) and page.words[index].start < head.start:
        word = page.words[index]
        if page.kinds[index] or (word.end - word.start > 1 and word.tag not in _PROPER_TAGS and word.tag != "x"):
            return False
        index += 1
    return page.text[start : head.start] not in head.grammar.generic and not alone.is_several(page, start)


def is_inside(page: Page, head: Head) -> bool:
    """Whether another head noun goes on right behind this one, so that it ends no name (大溪|村)."""
    text, heads = page.text, page.vocabulary.heads
    return any(
        head.end + size <= len(text)
        and page.is_end(head.end + size)
        and any(class_id == head.grammar.id for class_id, _ in heads.get(text[head.end : head.end + size], ()))
        for size in range(1, 5)
    )


def _after_divisions(start: int, head: Head, known: Known) -> int:
    """Where the name of a river starts behind the divisions that it flows through (某省某县|赤水河)."""
    while known.spans.get(start, head.start) < head.start and known.spans[start] in known.places:
        start = known.spans[start]
    return start


def _run_after(page: Page, reach: Reach, head: Head) -> int | None:
    """Where the few characters start that make no word between a known place and the head noun (旅顺口区|羊头洼|港)."""
    if reach.known is None:
        return None
    end = next(
        (at for at in range(head.start, reach.known, -1) if page.at[at - 1] != page.at[at] and at < head.start), 0
    )
    while end > reach.known and is_run(page, end - 1, head.start):
        end -= 1
    return end if is_run(page, end, head.start) else None


def _joined(page: Page, head: Head, places: Mapping[int, Hit]) -> Reach | None:
    """A reach across 与 or 和 inside a name (重庆信息与智慧医学研究院): only back to a place or level, and over no other body."""
    if head.strength not in (STRONG, DEPARTMENT, WEAK):
        return None
    reach = _reach(page, head, places, tolerant=False, joined=True)
    first = reach.level if reach.known is None else reach.known
    if first is None or head.start - first > _LONGEST_JOINED:
        return None
    joiner = next((i for i in range(first, head.start) if page.kinds[page.at[i]] & Kind.JOINER), 0)
    if not joiner or joiner in places or not page.is_end(joiner) or joiner - first <= _SHORTEST_TRADE:
        return None
    heads = page.vocabulary.heads
    before = (page.text[joiner - size : joiner] for size in range(1, 5))
    if any(
        word in head.grammar.acting or any(own == head.grammar.id for own, _ in heads.get(word, ())) for word in before
    ):
        return None
    return reach


_LONGEST_JOINED, _LONGEST_QUOTED, _SHORTEST_TRADE = 18, 20, 2


def _nationwide(page: Page) -> tuple[str, ...]:
    return tuple(sorted(page.vocabulary.words.get("nationwide", ())))


def _is_ranked(page: Page, head: Head) -> bool:
    """Whether the head noun names a rank of bodies where no proper name stands before it (国家实验室, 县医院)."""
    return page.text[head.start : head.end] in head.grammar.ranked


def places(page: Page, head: Head, known: Known) -> Iterator[tuple[int, float]]:
    """Yield where the name of a place may start, with scores: at a place, or at a proper noun."""
    flows = page.text[head.start : head.end] in head.grammar.flowing
    if head.end in known.places and known.places[head.end].start < head.start:
        before = known.places.get(known.places[head.end].start)
        if before is not None and not flows:
            yield before.start, _ANCHORED
        return
    if head.end - head.start == 1 and is_inside(page, head):
        return
    if alone.has_code(page, head):
        return
    reach = _reach(page, head, known.places, tolerant=False)
    if page.text[reach.left].isascii() or page.text[reach.left : head.end] in head.grammar.not_head:
        return
    if _COUNTED.search(page.text, max(0, head.start - 3), head.start):
        return
    if flows and reach.known is not None:
        yield _after_divisions(reach.known, head, known), _WEAK_ANCHORED
        return
    run = _run_after(page, reach, head)
    if head.end - head.start == 1 and head.start not in known.places and run is None:
        if page.text[head.start] in head.grammar.natural and _is_short_name(page, reach.left, head):
            yield reach.left, _PROPER
        elif _listed(page, head, known):
            yield page.text.rindex("、", 0, head.start) + 1, _WEAK_ANCHORED
        return
    if reach.quoted:
        if head.strength in (STRONG, QUOTED):
            yield reach.left, _WEAK_ANCHORED
    elif head.strength == QUOTED:
        return
    elif reach.known is not None and reach.known < head.start:
        if alone.is_class(page, reach.known, head, known):
            return
        section = _sectioned(page, reach, head)
        if section is not None:
            yield section, _ANCHORED
        if page.text[head.start : head.end] in head.grammar.common and head.start in known.places:
            return
        yield reach.known, _ANCHORED if head.strength == STRONG else _WEAK_ANCHORED
    elif _listed(page, head, known):
        yield page.text.rindex("、", 0, head.start) + 1, _WEAK_ANCHORED
    elif reach.left < head.start and _is_proper(page, reach.left, head):
        yield reach.left, _PROPER


def _sectioned(page: Page, reach: Reach, head: Head) -> int | None:
    """Where a road or river starts whose section the name is (合新高铁|安徽段)."""
    known = reach.known
    if known is None or reach.left >= known:
        return None
    heads, text = page.vocabulary.heads, page.text
    for size in range(2, min(5, known - reach.left + 1)):
        if any(class_id == head.grammar.id for class_id, _ in heads.get(text[known - size : known], ())):
            return reach.left if known - size > reach.left else None
    return None


def _reach(page: Page, head: Head, places: Mapping[int, Hit], *, tolerant: bool, joined: bool = False) -> Reach:
    """Go left over words that may belong to the name; a tolerant reach takes verbs that govern nothing too (搜救)."""
    text, at = page.text, page.at
    position = left = _numbered(page, head)
    level = known = None
    quoted = False
    words = page.vocabulary.words
    titles, openers, sisters = words.get("title", ()), words.get("opensName", ()), words.get("sisterHead", ())
    actor, floor = page.vocabulary.roles.get("actor"), max(0, head.start - _LONGEST)
    while position > floor:
        hit = places.get(position)
        if hit is not None and not _acts(page, position, head):
            position = left = known = hit.start
            if text[hit.start : hit.end] in openers or (
                actor in hit.known.types and hit.end - hit.start > alone.SHORT_HEAD
            ):
                break
            continue
        index = at[position - 1]
        char = text[position - 1]
        if char in CLOSERS:
            opening = page.pairs.get(position - 1)
            if opening is None or (text[opening] in BRACKETS and position - opening > _BRACKETED):
                break
            if text[opening] == "“" and position - opening > _LONGEST_QUOTED:
                break
            if text[opening] == "“":
                if level is not None or known is not None:
                    break
                quoted = True
                left = opening
            elif opening and position - 1 in places and places[position - 1].start == opening + 1:
                left = known = page.words[at[opening - 1]].start
                position = left
                continue
            position = opening
            continue
        if char in HARD or char in OPENERS or char in " 　？·":
            break
        word = page.words[index]
        if char in titles and word.end - word.start == 1 and position < head.start:
            break
        whole = word.end <= position or word.tag == "nt"  # a body's kind that the dictionary has (建设|局)
        kind = page.kinds[index] if whole else page.vocabulary.kinds.get(text[word.start : position], 0)
        if word.end > position and is_name(text[word.start : position], page.vocabulary.roles.get("place", "")):
            position = left = known = word.start
            continue
        if (kind & Kind.LEVEL and not _inside_run(page, word)) or page.word(index) in page.vocabulary.words.get(
            "bodyPrefix", ()
        ):
            position = left = level = word.start
            if text[position - 1 : position] in sisters and page.is_end(position):
                break
            continue
        if joined and char in _JOINERS and word.end - word.start == 1:
            position = left = word.start
            continue
        governs = position == known and word.tag.startswith("v") and word.end - word.start > 1
        if quoted or governs or not _belongs(page, index, kind, head, tolerant):
            break
        position = left = word.start
    return Reach(left, level, known, quoted)


def _numbered(page: Page, head: Head) -> int:
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


def _particular(page: Page, start: int, head: Head, places: Mapping[int, Hit]) -> bool:
    """Whether words before the head noun, places and levels apart, say which body it is."""
    generic = head.grammar.generic
    text = page.text[start : head.start]
    if not text or text in generic:
        return False
    position = start
    starts = {hit.start: hit.end for hit in places.values() if start <= hit.start < head.start}
    while position < head.start:
        if position in starts:
            position = starts[position]
            continue
        index = page.at[position]
        end = min(page.words[index].end, head.start)
        if (
            page.text[position].isalnum()
            and page.text[position:end] not in generic
            and not page.kinds[index] & Kind.LEVEL
        ):
            return True
        position = end
    return False


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


def is_run(page: Page, start: int, end: int) -> bool:
    """Whether all is single characters that make no word: a name that no dictionary has (文锦|渡)."""
    if not 1 < end - start < _LONGEST_RUN:
        return False
    return all(min(page.words[page.at[i]].end, end) - page.words[page.at[i]].start == 1 for i in range(start, end))


def _is_proper(page: Page, start: int, head: Head) -> bool:
    """Whether a name begins with what the dictionary has as a proper noun, or does not have at all."""
    first = page.words[page.at[start]]
    surface = page.word(page.at[start])
    if len(surface) == 1 and head.end - head.start > 1 and is_run(page, start, head.start):
        return page.text[start : head.start] not in head.grammar.generic
    if first.start != start or len(surface) < 2 or surface in head.grammar.generic:
        return False
    if first.end > head.start:
        return False
    return first.tag in _PROPER_TAGS or (first.tag == "x" and surface.isalpha())
