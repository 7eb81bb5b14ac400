"""Names that run back to the verb that governs them: campaigns, events, documents, platforms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from gongbao.mentions import edges, joiners, quotations
from gongbao.mentions.edges import Stretch
from gongbao.mentions.page import BRACKETS, CLOSERS, HARD, OPENERS, Page
from gongbao.mentions.vocabulary import QUOTED, STRONG, WEAK, Kind

if TYPE_CHECKING:
    from gongbao.mentions.grammar import Head, Known

LONGEST = 40
_STRONG_SCORE, _WEAK_SCORE, _BARE_SIDE = 0.85, 0.7, 0.1
_ROUNDS = (
    "新一轮",
    "首届",
    "第一届",
    "第二届",
    "第三届",
    "第四届",
    "第五届",
    "首轮",
    "第一轮",
    "第二轮",
    "第三轮",
    "第四轮",
)


def starts(page: Page, head: Head, known: Known) -> Iterator[tuple[int, float]]:
    """Yield where the name that a head noun ends may start, with scores."""
    yield from _quoted_whole(page, head, known)
    stretch = reach(page, head, known)
    start = None if stretch is None else _start(page, head, stretch)
    if stretch is None or start is None or not _is_name(page, head, stretch, start):
        return
    if not _is_backed(page, head, known, stretch, start):
        return
    score = _WEAK_SCORE if head.strength == WEAK and not stretch.quoted else _STRONG_SCORE
    if not stretch.governed:
        score -= _BARE_SIDE
    if head.start - start > LONGEST // 2:
        score -= _BARE_SIDE
    yield start, score


def _start(page: Page, head: Head, stretch: Stretch) -> int | None:
    """Where the name in a stretch starts, once what only lists beside it is dropped; None where nothing is left."""
    start = edges.opened(page, stretch, head)
    if stretch.joined and _SUMMED.search(page.text, start, head.start):
        return None
    regional = head.grammar.region_lead and page.text.startswith(tuple(head.grammar.region_lead), start)
    own = page.text.startswith(tuple(head.grammar.own_verb), start)
    held = stretch.joined and _is_held(page, stretch, start, head)
    if stretch.joined and not ((stretch.governed or own) and head.grammar.keeps_lists) and not (regional or held):
        start = max(start, page.text.rfind("、", start, head.start) + 1)
    while start < head.start and page.text[start] in "、.．":
        start += 1
    if start >= head.start:
        return None
    if stretch.joined and stretch.quoted and not (stretch.governed or stretch.helped or own):
        start = joiners.past_quotation(page, start, head)
    return start


def _is_held(page: Page, stretch: Stretch, start: int, head: Head) -> bool:
    """Whether a list of like items belongs to the conference that is held (召开|甲领域、乙领域整治工作推进会)."""
    if not stretch.governed or not head.grammar.region_lead:
        return False
    last = page.text.rfind("、", start, head.start)
    like = last > start and page.word(page.at[last - 1]) in page.text[last : head.start]
    return like and page.text.endswith(tuple(page.vocabulary.words.get("heldBy", ())), 0, stretch.start)


def _is_name(page: Page, head: Head, stretch: Stretch, start: int) -> bool:
    """Whether a stretch and its head noun are a name, and no class, count or part of something else."""
    text, grammar = page.text, head.grammar
    short = head.end - head.start < _LONG_HEAD
    if short and any(text.endswith(grammar.not_modifier, start, end) for end in (head.start, head.end)):
        return False
    if stretch.joined and not (
        stretch.governed or stretch.helped or stretch.quoted or joiners.is_said(page, start, head)
    ):
        return False
    if not stretch.quoted and any(
        _MANY.search(text, max(0, start - _COUNT), at) for at in (start, start + text.startswith(_ROUND, start))
    ):
        return False
    counted = grammar.keeps_lists and _COUNTING.fullmatch(text, start, head.start)
    if counted or text.startswith(text[head.start : head.end], start) or _COUNTED.match(text, head.end):
        return False
    if (
        page.quoted(start, max(head.end, quotations.closing(page, head.end)))
        or text[start : head.end] in grammar.not_head
    ):
        return False
    return edges.particular(page, start, head) or _is_special(page, stretch, start, head)


def _is_backed(page: Page, head: Head, known: Known, stretch: Stretch, start: int) -> bool:
    """Whether a name has before it what its head noun needs: a quotation, a verb, a place."""
    grammar, word = head.grammar, page.text[head.start : head.end]
    if head.strength == QUOTED and not (stretch.quoted and quotations.beside_quotation(page, head)):
        return False
    if word in grammar.touching and (
        not quotations.touches_quotation(page, head)
        or page.word(page.at[min(head.end, len(page.text) - 1)]) in grammar.not_after_touching
    ):
        return False
    verb = stretch.governed or stretch.helped
    if grammar.needs_governor and not verb:
        return False
    place = known.places.get(head.start)
    if word in grammar.governed_heads and place is not None and place.start <= start:
        return False  # 闵行区|试点建设
    if word in grammar.governed_heads and not (
        verb or stretch.quoted or known.spans.get(start, head.start) < head.start or _is_told(page, head)
    ):
        return False
    if not verb and _is_fought(page, head) or _is_verb(page, head):
        return False
    if head.strength == WEAK and stretch.quoted:
        return quotations.beside_quotation(page, head)
    if head.strength == WEAK:
        placed = word not in grammar.ranked or edges.has_place(start, head.start, known.places)
        return placed and edges.has_proper(page, start, head, known.places) and not _has_adverb(page, start, head)
    return True


def _is_verb(page: Page, head: Head) -> bool:
    """Whether a head noun behind a quoted name that needs none acts on the noun behind it (启动“五大行动”|整治|市场)."""
    if page.text[head.start : head.end] not in head.grammar.touching or not page.text.endswith("”", 0, head.start):
        return False
    whole = joiners.ends_name(page, head.start - 1, head)
    return whole and head.end < len(page.text) and page.words[page.at[head.end]].tag.startswith("n")


def _is_told(page: Page, head: Head) -> bool:
    """Whether a verb at the end of the clause says of the name what a governing verb says before it (…试点|稳步|推进)."""
    verbs, index = page.vocabulary.words.get("clauseVerb", frozenset()), page.at[head.end - 1] + 1
    for word in page.words[index : index + _PREDICATE]:
        if {page.text[word.start : word.end], page.text[word.end - 2 : word.end]} & verbs:
            return page.text[word.end : word.end + 1] in quotations.LISTING
        if word.tag not in ("d", "ad", "a") and not page.kinds[page.at[word.start]] & Kind.FILLER:
            return False
    return False


_PREDICATE = 3


def _is_fought(page: Page, head: Head) -> bool:
    """Whether a head noun names what the verb before the quotation acts against, and no effort (打击“水客”|活动)."""
    if page.text[head.start : head.end] not in page.vocabulary.words.get("foughtHead", ()):
        return False
    opening = page.pairs.get(head.start - 1, 0) if page.text.endswith("”", 0, head.start) else 0
    before = page.before(opening)
    return before is not None and page.word(before) in head.grammar.own_verb


def reach(page: Page, head: Head, known: Known) -> Stretch | None:
    """Go left from a head noun to the first thing that cannot belong to its name; None for what an open list sums up."""
    whole, position = _whole_quotation(page, head)
    if whole is not None:
        return whole
    return walk(page, head, known, position)


def walk(page: Page, head: Head, known: Known, position: int) -> Stretch | None:
    """Go left from a position; verbs that may stand inside names of the class do so where another verb governs all."""
    found = _walk(page, head, known, position, head.grammar.inner_governor)
    if not head.grammar.inner_governor or (found is not None and (found.governed or _closed(page, found, head))):
        return found
    return _walk(page, head, known, position, frozenset())


def _closed(page: Page, stretch: Stretch, head: Head) -> bool:
    """Whether a preposition opens the stretch of a conference (从|全省…“铁拳”行动部署会上获悉)."""
    index = page.before(stretch.start)
    return bool(head.grammar.region_lead) and index is not None and page.word(index) in _OPENING


_OPENING = frozenset("从在于")


def _walk(page: Page, head: Head, known: Known, position: int, inner: frozenset[str]) -> Stretch | None:
    """Go left from a position to the first thing that cannot belong to the name."""
    text, at = page.text, page.at
    plural = page.vocabulary.words.get("plural", frozenset())
    quoted = joined = False
    floor = max(0, head.start - LONGEST)
    while position > floor:
        index = at[position - 1]
        char, word, kind = text[position - 1], page.words[index], page.kinds[index]
        if char in CLOSERS:
            opening = page.pairs.get(position - 1)
            if opening is None or (text[opening] in BRACKETS and not _inside_name(page, opening, position)):
                break
            if _COUNTING.match(text, position):
                break
            if text[opening] == "“" and text.startswith("“", position):
                row = quotations.row(page, opening)
                if text.endswith(tuple(head.grammar.own_verb), 0, row) and head.grammar.own_verb:
                    position, quoted = row, True
                    continue
                return Stretch(position, True, False, quoted, joined)
            quoted = quoted or text[opening] == "“"
            position = opening
        elif char in _DASHES and position in known.starts and position - 1 in known.places:
            position -= 1
        elif (
            char in HARD
            or char in OPENERS
            or char in _SPACES
            or char == "·"
            and known.spans.get(position, 0) == head.end
        ):
            break
        elif kind & (Kind.GOVERNOR | Kind.HELPER):
            if not _is_inner(page, index) and page.word(index) not in inner and not _is_near(page, index, head, known):
                verb = word.end - word.start > 1
                governs, helps = bool(kind & Kind.GOVERNOR), bool(kind & Kind.HELPER)
                return Stretch(position, verb and governs, verb and helps, quoted, joined)
            position = word.start
        elif kind & Kind.OPEN_LIST and _goes_on(page, index, head):
            position, joined = word.start, True
        elif kind & Kind.OPEN_LIST or (
            page.word(index) in plural and word.tag != "n" and "”" not in text[max(0, word.start - 3) : word.start]
        ):
            return None
        elif kind & Kind.STOP:
            return _stopped(page, index, Stretch(position, False, False, quoted, joined), head)
        elif kind & Kind.JOINER and (parted := joiners.parted(page, position, quoted, head, known)) is not None:
            return Stretch(position, parted, False, quoted, joined)
        elif _ORDINAL.fullmatch(page.word(index)) and not _continues(page, word.start, known, head):
            return Stretch(word.start, True, False, quoted, joined)
        elif word.tag == "m" and _measures(page, index):
            break
        else:
            joined = joined or bool(kind & Kind.JOINER)
            position = word.start
    return Stretch(position, False, False, quoted, joined)


def _stopped(page: Page, index: int, stretch: Stretch, head: Head) -> Stretch:
    """The stretch behind a word that no name contains: a code name before 的 opens it, a verb with its particle governs it."""
    start = page.words[index].start
    coded = quotations.code_name(page, start, head.grammar.code_cue) if page.word(index) == _OF else None
    if coded:
        return Stretch(coded, True, False, True, stretch.joined)
    return Stretch(stretch.start, _is_done(page, index), False, stretch.quoted, stretch.joined)


def _goes_on(page: Page, index: int, head: Head) -> bool:
    """Whether an open list only modifies the name, which says more behind it (端午等重要节点|景区秩序专项整治)."""
    after = page.words[index + 1 : index + 3]
    return (
        len(after) > 1
        and page.word(index + 1) in page.vocabulary.words.get("summing", ())
        and after[1].end < head.start
        and edges.particular(page, after[1].end, head)
    )


def _quoted_whole(page: Page, head: Head, known: Known) -> Iterator[tuple[int, float]]:
    """Yield the starts of a name that ends with a quotation: its opening, and the governed words before (治安整治“百日行动”)."""
    text = page.text
    opening = page.pairs.get(quotations.closing(page, head.end))
    if opening is None or head.strength != STRONG or quotations.LISTING & set(text[opening : head.start]):
        return
    alone = opening == head.start - 1
    if alone and (
        head.end - head.start < _LONG_HEAD
        or head.grammar.needs_governor
        or text[head.start : head.end] in head.grammar.bare
    ):
        return
    if alone:
        yield head.start, _STRONG_SCORE
    if not text.endswith(tuple(head.grammar.bare), head.start, head.end):
        return
    wider = walk(page, head, known, opening)
    if wider is None or not (wider.governed or wider.helped) or wider.joined or wider.quoted:
        return
    start = edges.past_region(
        page, edges.trim(page, wider, opening, head.grammar.own_verb), opening, head.grammar.own_region
    )
    if start < opening and opening - start <= _LED and not _has_adverb(page, start, head, opening):
        yield start, _STRONG_SCORE


_ROUND = "轮"
_MANY, _COUNT = re.compile(r"(?<!第)(?:[两三四五六七八九十百]|[2-9]|[1-9][0-9]+|数|几)[余多]?[个项批家座条轮次]$"), 8
_LED = 20
_SPACES = " \u3000"
_OF = "的"
_DONE = ("的", "了", "过")


def _is_done(page: Page, index: int) -> bool:
    """Whether a particle makes an attribute of the verb before it, which governs the name (联合部署的|…专项行动)."""
    return (
        page.word(index) in _DONE
        and index > 0
        and bool(page.kinds[index - 1] & Kind.GOVERNOR)
        and len(page.word(index - 1)) > 1
    )


def _whole_quotation(page: Page, head: Head) -> tuple[Stretch | None, int]:
    """The stretch of a name that a quotation holds from end to end (“十项行动”), with the round before it; else where to begin."""
    position = head.start
    opening = page.pairs.get(quotations.closing(page, head.end))
    if opening is not None and opening < head.start - 1 and not quotations.LISTING & set(page.text[opening:position]):
        before = next((word for word in _ROUNDS if page.text.endswith(word, 0, opening)), "")
        if before or not joiners.ends_name(page, opening, head):
            return Stretch(opening - len(before) if before else opening + 1, True, False, True, False), position
        position = opening
    if position and not page.is_start(position):
        position = page.words[page.at[position]].start
    return None, position


def _is_inner(page: Page, index: int) -> bool:
    """Whether a verb right behind a governing verb belongs to the name (落实|实施…计划)."""
    inner = page.vocabulary.words.get("innerVerb", frozenset())
    return (
        len(page.word(index)) > 1
        and index > 0
        and bool(page.kinds[index - 1] & Kind.GOVERNOR and page.word(index) in inner)
    )


def _is_near(page: Page, index: int, head: Head, known: Known) -> bool:
    """Whether a verb between a noun and the head noun is the name's own (消费|推进行动, “清风”联合|执法检查)."""
    word = page.words[index]
    if page.word(index) not in head.grammar.near_governor or head.start - word.end > _NEAR or not word.start:
        return False
    body = page.vocabulary.roles.get("actor")
    ends = (page.text[word.start - size : word.start] for size in (1, 2, 3))
    acts = any(class_id == body for end in ends for class_id, _ in page.vocabulary.heads.get(end, ()))  # 市局|部署会议
    named = word.start in known.all or acts
    return not named and (page.text[word.start - 1] == "”" or _is_noun(page, index - 1))


def _is_noun(page: Page, index: int) -> bool:
    return not page.kinds[index] and page.words[index].tag.startswith(("n", "v", "b", "l", "a"))


_NEAR = 4


_BRACKETED = 8
_DASHES = frozenset("—–-－")
_CALENDAR = ("月", "年", "日", "号")
_UNITS = ("亩", "元", "里", "吨", "米", "千瓦", "%", "％")


def _measures(page: Page, index: int) -> bool:
    """Whether a number with its unit stands here, so that a count ends what went before (21.7万亩、…)."""
    surface = page.word(index)
    if not any(char.isdigit() for char in surface) or index + 1 >= len(page.words):
        return False
    if page.word(index + 1).startswith(_CALENDAR):
        return False
    return page.words[index + 1].tag == "q" or page.word(index + 1).endswith(_UNITS) or surface.endswith(_UNITS)


def _inside_name(page: Page, opening: int, end: int) -> bool:
    """Whether brackets stand inside a name (中国（深圳）国际…), and do not number a line or remark on it."""
    return (
        end - opening <= _BRACKETED
        and opening > 0
        and page.text[opening - 1] not in HARD
        and not page.text[opening - 1].isspace()
    )


def _has_adverb(page: Page, start: int, head: Head, end: int | None = None) -> bool:
    """Whether an adverb makes a clause of the stretch (乐园|顺利|开园); the region of a conference is none."""
    return any(
        (page.kinds[i] & Kind.FILLER or page.words[i].tag in ("d", "ad"))
        and page.word(i) not in head.grammar.region_lead
        for i in range(page.at[start], page.at[(end or head.start) - 1] + 1)
    )


_SUMMED = re.compile(r"、[^、]+[两三四五六七八九十]大$")
"""What makes names of the items of a list (蓝天、碧水、净土三大保卫战)."""
_COUNTING = re.compile(r"[一二两三四五六七八九十\d]{1,3}[个项次场大类]")
"""What follows a quotation that is a name of its own (“清源”|五个专项行动)."""
_COUNTED = re.compile(r"(?:超|近|约)?\d[\d.]*万?余?[个处家项座]")
"""What follows a class that is counted, not a name (湿地修复工程12处)."""
_ORDINAL = re.compile(r"第[一二三四五六七八九十百\d]+[届次]?")


def _continues(page: Page, start: int, known: Known, head: Head) -> bool:
    """Whether a place or a level stands before an ordinal, so that the name goes on to the left (云南省|第五届…)."""
    index = page.before(start)
    if index is None or joiners.ends_name(page, start, head):
        return index is not None
    if page.word(index) in head.grammar.continued:
        return True
    if (
        head.grammar.keeps_lists
        and start not in known.all
        and page.words[index].tag.startswith("n")
        and _is_noun(page, index)
    ):
        return True
    return start in known.all or bool(page.kinds[index] & Kind.LEVEL)


def _is_special(page: Page, stretch: Stretch, start: int, head: Head) -> bool:
    """Whether a name of general words is one all the same: in quotation marks, or long and governed (数字消费|提升行动)."""
    if head.grammar.needs_governor:
        return False
    if _wrapped(page, start, head.end):
        return True
    if stretch.governed and page.text[head.start : head.end] in head.grammar.celebrated and start < head.start:
        return True
    if page.text[start : head.start] in head.grammar.generic:
        return False
    return (
        (stretch.governed or stretch.helped)
        and not stretch.joined
        and head.end - head.start > _LONG_HEAD - 1
        and head.start - start >= _LONG_HEAD
    )


_LONG_HEAD = 4


def _wrapped(page: Page, start: int, end: int) -> bool:
    """Whether quotation marks stand right around."""
    return start > 0 and page.text[start - 1] == "“" and page.text.startswith("”", end)
