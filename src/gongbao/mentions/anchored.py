"""Names that begin with a place or a level of government and go on in words of their trade: bodies and places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from gongbao.mentions import alone
from gongbao.mentions.names import Hit
from gongbao.mentions.page import Page
from gongbao.mentions.reaching import Reach, numbered, reach
from gongbao.mentions.vocabulary import DEPARTMENT, LOCAL, QUOTED, STRONG, UNIT, WEAK, Kind

if TYPE_CHECKING:
    from gongbao.mentions.grammar import Head, Known

_COUNTED = re.compile(r"[\d两几余多][条座个处段]$")
_UNITS = re.compile(r"[\d两几余多][个支家所]$")
_LONGEST_RUN = 5
_PROPER_TAGS = ("ns", "nr", "nt", "nz")
_ANCHORED, _PLAIN, _WEAK_ANCHORED, _PROPER, _ALONE = 0.95, 0.72, 0.85, 0.6, 0.65


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
    found = reach(page, head, places, tolerant=False)
    if found.anchor is None and not found.quoted:
        wider = reach(page, head, places, tolerant=True)
        if wider.known is not None and not _holds_another(page, wider.known, head):
            found = wider
        elif (
            wider.level is not None and head.end - head.start == 1 and alone.is_campaign_office(page, wider.level, head)
        ):
            yield wider.level, _WEAK_ANCHORED
            return
        else:
            found = _joined(page, head, places) or found
    anchor = found.anchor
    if _lacks_place(page, found, head) or alone.is_several(page, found.left if anchor is None else anchor):
        return
    if anchor is not None and head.strength != QUOTED:
        if _is_class(page, found, anchor, head, places):
            return
        strong = head.strength in (STRONG, DEPARTMENT)
        short = head.start - anchor == 1 or head.end - head.start == 1 or alone.rules(page, head, known.places)
        if strong or short or _particular(page, anchor, head, places):
            yield anchor, _ANCHORED if strong else _WEAK_ANCHORED
            return
    yield from _unanchored(page, found, head, places)


def _lacks_place(page: Page, found: Reach, head: Head) -> bool:
    """Whether a head noun that needs a place has only a prefix of bodies, or what no name contains, before it."""
    if page.text[head.start : head.end] not in head.grammar.placed or found.known is not None or found.anchor is None:
        return False
    first = page.at[found.anchor]
    prefixes = page.vocabulary.words.get("bodyPrefix", frozenset())
    return page.word(first) in prefixes or bool(page.kinds[first] & Kind.STOP)


def _is_class(page: Page, found: Reach, anchor: int, head: Head, places: Mapping[int, Hit]) -> bool:
    """Whether a head noun behind a level or place names a rank or a class of bodies."""
    nationwide = page.text[anchor : head.start].startswith(_nationwide(page))
    if nationwide and found.known is None and page.text[head.start : head.end] in head.grammar.common:
        return True
    if _is_ranked(page, head) and (nationwide or not _particular(page, anchor, head, places) and found.known is None):
        return True
    if head.strength in (STRONG, DEPARTMENT):
        return False
    quoted = page.text[anchor - 1 : anchor] == "“" and page.text.startswith("”", head.end)
    return quoted or (nationwide and found.known is None)


def _unanchored(page: Page, found: Reach, head: Head, places: Mapping[int, Hit]) -> Iterator[tuple[int, float]]:
    """Yield where the name of a body may start that neither a level nor a place opens."""
    text, left = page.text[head.start : head.end], found.left
    if text in head.grammar.standing:
        yield head.start, _WEAK_ANCHORED
        return
    if found.anchor is None and alone.opens(page, left, head) and alone.is_alone(page, head):
        yield head.start, _ALONE
        return
    anonymous = _anonymous(page, left, head)
    if anonymous is not None:
        yield anonymous, _WEAK_ANCHORED
    elif found.quoted and (head.strength in (STRONG, QUOTED) or alone.is_quoted_office(page, head)):
        yield left, _WEAK_ANCHORED
    elif (
        alone.is_plural(page, left)
        or _UNITS.search(page.text, max(0, left - 3), left)
        or (page.text[left - 1 : left] == "“" and left)
    ):
        return
    elif (
        head.strength in (STRONG, DEPARTMENT)
        and left < head.start
        and _particular(page, left, head, places)
        and (text not in head.grammar.ranked | head.grammar.common or _is_proper(page, left, head))
    ):
        yield left, _PLAIN


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
    marks = [page.text.find(mark, left, numbered(page, head)) for mark in head.grammar.anonymous]
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


def _run_after(page: Page, found: Reach, head: Head) -> int | None:
    """Where the few characters start that make no word between a known place and the head noun (旅顺口区|羊头洼|港)."""
    if found.known is None:
        return None
    end = next(
        (at for at in range(head.start, found.known, -1) if page.at[at - 1] != page.at[at] and at < head.start), 0
    )
    while end > found.known and is_run(page, end - 1, head.start):
        end -= 1
    return end if is_run(page, end, head.start) else None


def _joined(page: Page, head: Head, places: Mapping[int, Hit]) -> Reach | None:
    """A reach across 与 or 和 inside a name (重庆信息与智慧医学研究院): only back to a place or level, and over no other body."""
    if head.strength not in (STRONG, DEPARTMENT, WEAK):
        return None
    found = reach(page, head, places, tolerant=False, joined=True)
    first = found.level if found.known is None else found.known
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
    return found


_LONGEST_JOINED, _SHORTEST_TRADE = 18, 2


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
    found = reach(page, head, known.places, tolerant=False)
    if page.text[found.left].isascii() or page.text[found.left : head.end] in head.grammar.not_head:
        return
    if _COUNTED.search(page.text, max(0, head.start - 3), head.start):
        return
    if flows and found.known is not None:
        yield _after_divisions(found.known, head, known), _WEAK_ANCHORED
        return
    run = _run_after(page, found, head)
    if head.end - head.start == 1 and head.start not in known.places and run is None:
        if page.text[head.start] in head.grammar.natural and _is_short_name(page, found.left, head):
            yield found.left, _PROPER
        elif _listed(page, head, known):
            yield page.text.rindex("、", 0, head.start) + 1, _WEAK_ANCHORED
        return
    if found.quoted:
        if head.strength in (STRONG, QUOTED):
            yield found.left, _WEAK_ANCHORED
    elif head.strength == QUOTED:
        return
    elif found.known is not None and found.known < head.start:
        if alone.is_class(page, found.known, head, known):
            return
        section = _sectioned(page, found, head)
        if section is not None:
            yield section, _ANCHORED
        if page.text[head.start : head.end] in head.grammar.common and head.start in known.places:
            return
        yield found.known, _ANCHORED if head.strength == STRONG else _WEAK_ANCHORED
    elif _listed(page, head, known):
        yield page.text.rindex("、", 0, head.start) + 1, _WEAK_ANCHORED
    elif found.left < head.start and _is_proper(page, found.left, head):
        yield found.left, _PROPER


def _sectioned(page: Page, found: Reach, head: Head) -> int | None:
    """Where a road or river starts whose section the name is (合新高铁|安徽段)."""
    known = found.known
    if known is None or found.left >= known:
        return None
    heads, text = page.vocabulary.heads, page.text
    for size in range(2, min(5, known - found.left + 1)):
        if any(class_id == head.grammar.id for class_id, _ in heads.get(text[known - size : known], ())):
            return found.left if known - size > found.left else None
    return None


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
