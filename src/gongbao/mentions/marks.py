"""Names that marks show: titles in 《》, and the items of lists under a shared head noun."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from gongbao.mentions import edges, governed
from gongbao.mentions.candidate import Candidate
from gongbao.mentions.names import Hit
from gongbao.mentions.page import Page
from gongbao.mentions.vocabulary import QUOTED, Kind
from gongbao.text.script import LETTER

if TYPE_CHECKING:
    from gongbao.mentions.grammar import Head, Known

FINDER = "grammar"
_BODY_SHAPE, _GOVERNED_SHAPE, _PLACE_SHAPE = "anchored", "governed", "located"
_TITLE, _LISTED, _QUOTED = 0.97, 0.8, 0.85
_SHORTEST_TITLE = 2
_LONGEST_ITEM = 14


def mass_bodies(page: Page, actor: str | None) -> Iterator[Candidate]:
    """Propose mass organisations listed by name (工会、共青团、妇联)."""
    if actor is None:
        return
    names = page.vocabulary.words.get("massBody", frozenset())
    found = [page.words[index] for index in page.indices(names)]
    for left, right in zip(found, found[1:], strict=False):
        if right.start == left.end + 1 and page.text[left.end] in "、和":
            yield Candidate(left.start, left.end, actor, FINDER, _LISTED)
            yield Candidate(right.start, right.end, actor, FINDER, _LISTED)


def named_before(page: Page, heads: Iterable[Head], known: Known) -> Iterator[Candidate]:
    """Propose the items before a short name under a shared head noun (金凤、嘉陵江、明月湖实验室)."""
    for head in heads:
        if page.text[head.start : head.end] not in head.grammar.shared:
            continue
        mark = page.text.rfind("、", max(0, head.start - _SHARED), head.start)
        if mark >= 0 and head.grammar.shape == _GOVERNED_SHAPE:
            stretch = governed.reach(page, head, known)
            if stretch is not None and stretch.start < mark:
                yield Candidate(stretch.start, mark, head.grammar.id, FINDER, _LISTED)
            continue
        if mark < 0 or any(page.kinds[page.at[i]] for i in range(mark + 1, head.start)):
            continue
        items = list(_shared_items(page, mark, head, known.places))
        if items and any(candidate.score > _GUESSED for candidate in items):
            yield from items


_SHARED = 5


def addressed(page: Page, event: str | None) -> Iterator[Candidate]:
    """Propose the congress that a report is given to (我代表某院向大会报告工作)."""
    words = "|".join(sorted(page.vocabulary.words.get("addressedHead", ())))
    if event is not None and words:
        for match in re.finditer(rf"代表[^，。；]{{2,20}}，?向({words})(?=报告|作)", page.text):
            yield Candidate(match.start(1), match.end(1), event, FINDER, _QUOTED)


def congresses(page: Page, event: str | None, places: Mapping[int, Hit]) -> Iterator[Candidate]:
    """Propose the congress of a mass organisation that a short form of its number names (省工会|十五大), none of the party's."""
    bodies = "|".join(sorted(page.vocabulary.words.get("massBody", ())))
    if event is None or not bodies:
        return
    for match in re.finditer(
        rf"(?:{bodies})[二三四五六七八九]?十[一二三四五六七八九]?大(?=[\W\da-zA-Z_]|[会精召以提确部胜开报代])",
        page.text,
    ):
        start = page.words[page.at[match.start()]].start  # 中国工会
        if start in places:
            start = places[start].start
        elif start and page.kinds[page.at[start - 1]] & Kind.LEVEL:
            start -= 1
        yield Candidate(start, match.end(), event, FINDER, _QUOTED)


def articles(page: Page, document: str | None) -> Iterator[Candidate]:
    """Propose a quotation that counts its articles as a document (“稳就业16条”)."""
    words = tuple(sorted(page.vocabulary.words.get("articleWord", ())))
    if document is None or not words:
        return
    for opening, closing in page.pairs.items():
        counted = page.text[opening] == "“" and page.text.endswith(words, opening, closing)
        if counted and _ARTICLES.search(page.text, opening + 1, closing - 1):
            level = opening and page.kinds[page.at[opening - 1]] & Kind.LEVEL and page.is_start(opening - 1)
            yield Candidate(opening - 1 if level else opening, closing + 1, document, FINDER, _QUOTED)


_ARTICLES = re.compile(rf"{LETTER}{{2,10}}(?:\d+|[一二三四五六七八九十]{{1,3}})$")


def founded(page: Page, actor: str | None) -> Iterator[Candidate]:
    """Propose the quoted name of a unit that a body founds (组建“特种设备突击队”); of party members and the like there are many."""
    relations = page.vocabulary.ontology.relations
    verbs = [word for relation in relations for word in relation.words("founding")]
    verbs += sorted(page.vocabulary.words.get("foundingVerb", ()))
    ends = tuple(word for relation in relations for word in relation.words("founded"))
    if actor is None or not verbs or not ends:
        return
    led = re.compile(rf"(?:{'|'.join(verbs)})了?[^，。；、：“”]{{0,{_LED}}}$")
    classes = tuple(sorted(page.vocabulary.words.get("unitClass", ())))
    for opening, closing in page.pairs.items():
        inner = page.text[opening + 1 : closing]
        if page.text[opening] != "“" or "、" in inner or not inner.endswith(ends) or len(inner) < _SHORTEST_UNIT:
            continue
        if not inner.startswith(classes) and led.search(page.text, max(0, opening - 2 * _LED), opening):
            yield Candidate(opening + 1, closing, actor, FINDER, _TITLE)


_LED, _SHORTEST_UNIT = 8, 5


def groups(page: Page, actor: str | None) -> Iterator[Candidate]:
    """Propose the group that a body founds, with all that it is for in its name (成立农资打假工作领导小组)."""
    verbs = "|".join(word for relation in page.vocabulary.ontology.relations for word in relation.words("founding"))
    heads = "|".join(sorted(page.vocabulary.words.get("groupHead", ()), key=lambda word: (-len(word), word)))
    if actor is None or not verbs or not heads:
        return
    classes = tuple(sorted(page.vocabulary.words.get("groupClass", ())))
    pattern = rf"(?:{verbs})了?(?:[以由][^，。；]{{2,16}}[的]|本?[市县区省]级)?([^\Wa-zA-Z_]{{4,22}}?(?:工作)?(?:{heads}))(?!{LETTER})"
    for match in re.finditer(pattern, page.text):
        name = re.sub(f"(?:工作)?(?:{heads})$", "", match[1])
        if len(name) >= _SHORTEST_AIM and "的" not in name and not match[1].startswith(classes):
            yield Candidate(match.start(1), match.end(1), actor, FINDER, _TITLE)


_SHORTEST_AIM = 4


def sources(page: Page, platform: str | None) -> Iterator[Candidate]:
    """Propose the site that a dateline names at the beginning of a line (江州网讯, 江州网北京9月16日电)."""
    words = page.vocabulary.words
    ends, marks = sorted(words.get("sourceHead", ())), sorted(words.get("sourceMark", ()))
    if platform is None or not ends or not any(mark in page.text for mark in marks):
        return
    pattern = rf"(?m)^[\s　（]*(?:据|{LETTER}{{2,8}}[-·])?({LETTER}{{2,8}}?(?:{'|'.join(ends)}))(?:{LETTER}{{2,5}})?(?:\d{{1,2}}月\d{{1,2}}日)?(?:{'|'.join(marks)})"
    for match in re.finditer(pattern, page.text):
        if match[1] not in words.get("notSource", ()):
            yield Candidate(match.start(1), match.end(1), platform, FINDER, _TITLE)


def houses(page: Page, actor: str | None) -> Iterator[Candidate]:
    """Propose the house that a by-line or dateline names at the beginning of a line (江州新闻记者, 江州报道讯)."""
    ends = "|".join(sorted(page.vocabulary.words.get("newsHead", ())))
    if actor is None or not ends:
        return
    for match in re.finditer(rf"(?m)^[\s　（]*({LETTER}{{2,6}}?(?:{ends}))(?:讯|[ 　]?(?:通讯员|记者))", page.text):
        yield Candidate(match.start(1), match.end(1), actor, FINDER, _TITLE)


def titles(page: Page, document: str | None) -> Iterator[Candidate]:
    """Propose what stands in 《》 as a document, but no work of art."""
    if document is None:
        return
    arts = works(page)
    for opening, closing in page.pairs.items():
        if page.text[opening] == "《" and closing - opening > _SHORTEST_TITLE and opening not in arts:
            yield Candidate(opening, closing + 1, document, FINDER, _TITLE)


def works(page: Page) -> frozenset[int]:
    """Where the titles of works of art open (话剧《甲》《乙》); nothing in them is a mention."""
    arts = tuple(sorted(page.vocabulary.words.get("workOfArt", ())))
    openings = (at for at in page.pairs if page.text[at] == "《")
    return frozenset(at for at in openings if arts and page.text.endswith(arts, 0, _listed_from(page, at)))


def _listed_from(page: Page, opening: int) -> int:
    """Where the row of titles opens that a title stands in (《甲》《乙》、《丙》)."""
    before = opening - page.text.endswith("、", 0, opening)
    while page.text.endswith("》", 0, before) and before - 1 in page.pairs:
        opening = page.pairs[before - 1]
        before = opening - page.text.endswith("、", 0, opening)
    return opening


_SUMS = re.compile(r"(?:等[^，。；、“”\s]{0,8}|[一二两三四五六七八九十\d]+[个次项场条座家所处]|(?<=”)\d\+\d|等)$")


def shared_heads(page: Page, heads: Iterable[Head], places: Mapping[int, Hit]) -> Iterator[Candidate]:
    """Propose the items of a list that shares the head noun behind it (“清源、净网”等专项行动, 太湖、钟山等实验室)."""
    for head in heads:
        shares = page.text[head.start : head.end] in head.grammar.shared
        if head.grammar.shape == _PLACE_SHAPE and not shares:
            continue
        summed = _SUMS.search(page.text, max(0, head.start - _SUMMED), head.start)
        if summed is None or (head.strength == QUOTED and page.text[summed.start() : head.start] != "等"):
            continue  # a head noun of quotations follows the list at once: “甲”“乙”等活动
        touching = summed.end() - summed.start() == 1 or page.text[summed.start()] != "等"
        items = list(_shared_items(page, summed.start(), head, places if touching else {}))
        if any(candidate.score > _GUESSED for candidate in items) or (shares and touching):
            yield from (item._replace(score=max(item.score, _TOGETHER)) for item in items)


_SUMMED = 10
_GUESSED, _TOGETHER, _KNOWN_ITEM = 0.8, 0.9, 1.0
_LONGEST_PLAIN = 6


def _shared_items(page: Page, end: int, head: Head, places: Mapping[int, Hit]) -> Iterator[Candidate]:
    """Read the items from the last to the first: quotations; for bodies also places, and unknown words among them."""
    text, position, class_id = page.text, end, head.grammar.id
    is_body = head.grammar.shape in (_BODY_SHAPE, _PLACE_SHAPE)
    while position > 0:
        if text[position - 1] == "”" and position - 1 in page.pairs:
            opening = page.pairs[position - 1]
            yield from _inside(page, opening, position, class_id)
            position = opening
        elif is_body and position in places:
            hit = places[position]
            yield Candidate(hit.start, position, class_id, FINDER, _KNOWN_ITEM)
            position = hit.start
        elif is_body and (start := _plain_item(page, position)) is not None:
            yield Candidate(start, position, class_id, FINDER, _GUESSED)
            position = start
        else:
            return
        joined = next((mark for mark in _BETWEEN if text.endswith("”" + mark, 0, position)), "")
        if joined:
            position -= len(joined)
        elif position and text[position - 1] == "、":
            position -= 1
        elif not (position and text[position - 1] == "”"):
            return


def listed_campaigns(page: Page, heads: Iterable[Head], known: Known) -> Iterator[Candidate]:
    """Propose the items of a governed list that a head noun sums up (开展雨污分流、“清障”等两个专项行动)."""
    for head in heads:
        if page.text[head.start : head.end] not in head.grammar.summed:
            continue
        summed = _COUNTED.search(page.text, max(0, head.start - _SUMMED), head.start)
        if summed is not None:
            yield from _governed_items(page, head, known, summed.start())
        else:
            yield from _quoted_before(page, head, known)


_JOINERS = "、和与及"
_BETWEEN = ("以及", "和", "与", "及")
_COUNTED = re.compile(r"(?:等(?:[一二两三四五六七八九十\d]+[个项次场])?|(?<=[^第])[两三四五六七八九十]大)$")


def _governed_items(page: Page, head: Head, known: Known, end: int) -> Iterator[Candidate]:
    """Read the items back to the verb that governs the list; nothing where one is too long or a verb of its own opens it."""
    stretch = governed.walk(page, head, known, end)
    while stretch is not None and stretch.start and page.text[stretch.start - 1] in _JOINERS:
        stretch = governed.walk(page, head, known, stretch.start - 1)
    if stretch is None or not stretch.governed:
        return
    start = edges.trim(page, stretch, end)
    items = list(_split(page.text, start, end))
    if any(b - a > _LONGEST_ITEM for a, b in items) or page.text.startswith(tuple(head.grammar.own_verb), start):
        return
    deeds = tuple(sorted(page.vocabulary.words.get("summedDeed", ())))
    alone = len(items) == 1 and deeds and page.text.endswith(deeds, *items[0])  # 开展准入壁垒清理整治|等专项行动
    if alone or (len(items) > 1 and any(page.text[a] != "“" for a, _ in items)):  # quotations are a shared list already
        yield from (Candidate(a, b, head.grammar.id, FINDER, _LISTED) for a, b in items)


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Split a stretch at its list marks outside quotation marks, and between quotations."""
    depth, item = 0, start
    for at in range(start, end):
        char = text[at]
        depth += (char in "“‘") - (char in "”’")
        if depth == 0 and (char in _JOINERS or (char == "”" and text.startswith("“", at + 1))):
            cut = at + 1 if char == "”" else at
            if item < cut:
                yield item, cut
            item = at + 1
    if item < end:
        yield item, end


def _quoted_before(page: Page, head: Head, known: Known) -> Iterator[Candidate]:
    """Propose the name with a quotation at its end that a joiner ties to the name of a head noun (客运“清障”和货运专项整治)."""
    stretch = governed.reach(page, head, known)
    end = stretch.start - 1 if stretch is not None else 0
    if end < 1 or page.text[end] not in _JOINERS or page.text[end - 1] != "”" or end - 1 not in page.pairs:
        return
    before = governed.walk(page, head, known, end)
    if before is not None and before.governed and not before.joined:
        start = edges.trim(page, before, end)
        if end - start <= _LONGEST_ITEM:
            yield Candidate(start, end, head.grammar.id, FINDER, _LISTED)


def _plain_item(page: Page, end: int) -> int | None:
    """Where a short item of a list starts, that has no verb or other word of the frame in it."""
    start = end
    while (
        start and end - start < _LONGEST_PLAIN and page.text[start - 1].isalpha() and not page.kinds[page.at[start - 1]]
    ):
        start = page.words[page.at[start - 1]].start
    closed = start and (page.text[start - 1] in "、，。；" or page.kinds[page.at[start - 1]])
    return start if closed and 1 < end - start < _LONGEST_PLAIN else None


def _inside(page: Page, opening: int, end: int, class_id: str) -> Iterator[Candidate]:
    """One quotation is one name, unless it is itself a list."""
    inner = page.text[opening + 1 : end - 1]
    if len(inner) == 1:
        return
    if "、" not in inner:
        yield Candidate(opening, end, class_id, FINDER, _QUOTED)
        return
    at = opening + 1
    for item in inner.split("、"):
        if item:
            yield Candidate(at, at + len(item), class_id, FINDER, _QUOTED)
        at += len(item) + 1


def siblings(page: Page, found: list[Candidate]) -> Iterator[Candidate]:
    """Propose quotations that stand in one row with a quoted name as names of its class (“双一流”“双高计划”建设)."""
    text = page.text
    rows = {candidate.start: candidate for candidate in found if text[candidate.start] in _QUOTES}
    rows |= {
        c.start - 1: c for c in found if c.start and text[c.start - 1] == "“" and page.pairs.get(c.start - 1) == c.end
    }
    for start in sorted(rows, reverse=True):
        candidate = rows[start]
        known = candidate.finder != FINDER and candidate.type != page.vocabulary.roles.get("campaign")
        if page.vocabulary.grammars[candidate.type].shape not in _ROW_SHAPES or known:
            continue  # a known platform tells nothing of what stands beside it (“一网通办”“高效办成一件事”)
        position = start
        while position and text[position - 1] == "”" and position - 1 in page.pairs:
            opening = page.pairs[position - 1]
            yield Candidate(opening, position, candidate.type, FINDER, _ROW)
            position = opening
        position = page.pairs.get(start, -1) + 1
        while (
            position and candidate.end in (position, position - 1) and position in page.pairs and text[position] == "“"
        ):
            candidate = Candidate(position, page.pairs[position] + 1, candidate.type, FINDER, _ROW)
            yield candidate
            position = candidate.end


def celebrated(page: Page, found: list[Candidate]) -> Iterator[Candidate]:
    """Propose the quotations of a list that opens with an event (办好省运动会、“赣超”、“百羽争锋”等)."""
    text = page.text
    ends = {c.end: c.type for c in found if page.vocabulary.grammars[c.type].celebrated and c.score > _GUESSED}
    for opening in sorted(page.pairs):
        closing, class_id = page.pairs[opening], ends.get(opening - 1)
        if text[opening] != "“" or text[opening - 1] != "、" or class_id is None or closing - opening > _LONGEST_ITEM:
            continue
        if text[closing + 1 : closing + 2] in _LIST_GOES_ON:
            ends[closing + 1] = class_id
            yield Candidate(opening, closing + 1, class_id, FINDER, _ROW)


_LIST_GOES_ON = frozenset("、等")
_QUOTES = "“"
_ROW = 0.6
_ROW_SHAPES = frozenset({"governed", "case"})


def same_heads(page: Page, heads: Iterable[Head], found: list[Candidate]) -> Iterator[Candidate]:
    """Propose a list's item that ends as the name before it does (湘江实验室、芙蓉|实验室)."""
    ends = {(candidate.end, candidate.type) for candidate in found}
    for head in heads:
        mark = page.text.rfind("、", max(0, head.start - _SUMMED), head.start)
        word = page.text[head.start : head.end]
        alike = (mark, head.grammar.id) in ends and page.text.endswith(word, 0, mark)
        size, natural = head.start - mark - 1, word in head.grammar.natural
        is_kind = head.grammar.shape == _BODY_SHAPE or natural
        if not alike or not is_kind or not (1 - natural) < size < _LONGEST_PLAIN:
            continue
        item = page.text[mark + 1 : head.start]
        plain = not any(page.kinds[page.at[i]] for i in range(mark + 1, head.start))
        plain = plain and not any((at, head.grammar.id) in ends for at in range(mark + 2, head.start + 1))
        if (len(word) > 1 or natural) and plain and item not in head.grammar.generic:
            ends.add((head.end, head.grammar.id))
            yield Candidate(mark + 1, head.end, head.grammar.id, FINDER, _LISTED)
