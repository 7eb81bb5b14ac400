"""Names found once are found everywhere in the report; bare head nouns count once a full name has been given."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongbao.mentions import people
from gongbao.mentions.candidate import Candidate
from gongbao.mentions.chooser import choose
from gongbao.mentions.page import Page
from gongbao.mentions.vocabulary import STRONG, Grammar, Kind

_AGAIN = 0.7
_SHORTEST = 3
_BODY_SHAPE = "anchored"
_OPENING, _CLOSING = frozenset("“‘"), frozenset("”’")


def spread(page: Page, proposals: list[Candidate]) -> list[Candidate]:
    """Choose, add the other occurrences of what was chosen, and choose again."""
    chosen = choose(proposals)
    more = [*_again(page, chosen), *_bare(page, chosen), *people.short(page, chosen)]
    return choose([*proposals, *more]) if more else chosen


def _again(page: Page, chosen: list[Candidate]) -> Iterator[Candidate]:
    """Other occurrences of the chosen names."""
    names: dict[str, Candidate] = {}
    inner: set[str] = set()
    for candidate in chosen:
        text = page.text[candidate.start : candidate.end].strip("“”‘’《》（）")
        short = _inner(text)
        if short != text:
            inner.add(short)
        grammar = page.vocabulary.grammars[candidate.type]
        whole = grammar.needs_governor or grammar.keeps_lists
        for name in (text,) if whole or short.isascii() else (text, short):
            if len(name) >= _SHORTEST and (name not in names or names[name].score < candidate.score):
                names[name] = candidate
    for text in sorted(names):
        start = page.text.find(text)
        while start >= 0:
            end = start + len(text)
            wrapped = page.text[start - 1 : start] in _OPENING and page.text[end : end + 1] in _CLOSING
            if (
                (text not in inner or wrapped)
                and page.is_start(start)
                and page.is_end(end)
                and not page.goes_on(names[text].type, end)
            ):
                yield Candidate(start, end, names[text].type, names[text].finder, min(_AGAIN, names[text].score))
            start = page.text.find(text, end)


def _inner(text: str) -> str:
    """The quoted part that a name begins with (慧治网约车”场景模型 -> 慧治网约车); the whole where there is none."""
    return text[: text.index("”")] if "”" in text and "“" not in text else text


def _bare(page: Page, chosen: list[Candidate]) -> Iterator[Candidate]:
    """Bare head nouns that point to a name given before (专项整治, 总队)."""
    grammars = page.vocabulary.grammars
    pointing = tuple(sorted(page.vocabulary.words.get("pointing", ())))
    for class_id, grammar in grammars.items():
        for bare in sorted(grammar.bare | _own_heads(page, chosen, grammar)):
            is_body = grammar.shape == _BODY_SHAPE
            first, pointed = _first(page, chosen, class_id, bare), False
            if first is None and bare in grammar.alike:
                first = next((c.end for c in chosen if _ends_alike(page, c, class_id, grammar)), None)
            if first is None and not is_body:
                first, pointed = next((c.end for c in chosen if c.type == class_id), None), True
            if first is None:
                continue
            anywhere = is_body or (len(bare) > _SHORTEST and not pointed)
            start = page.text.find(bare, 0 if anywhere else first)
            while start >= 0:
                end = start + len(bare)
                points = page.text.endswith(pointing, max(0, start - _POINTING), start)
                alone = points or (not pointed and _stands_alone(page, start, end, is_body))
                if page.is_start(start) and page.is_end(end) and alone and not _is_compound(page, end, points, grammar):
                    for tail in grammar.tail:
                        if page.text.startswith(tail, end):
                            end += len(tail)
                            break
                    yield Candidate(start, end, class_id, "grammar", _AGAIN)
                start = page.text.find(bare, end)


_POINTING = 3


def _is_compound(page: Page, end: int, pointed: bool, grammar: Grammar) -> bool:
    """Whether a head noun goes on in what follows (此次行动方案, 专项行动实施方案)."""
    if grammar.shape != _BODY_SHAPE and page.text.startswith(grammar.not_before, end):
        return True
    if end < len(page.text) and page.word(page.at[end]) in page.vocabulary.words.get("followsBare", ()):
        return False
    return (
        pointed
        and end < len(page.text)
        and not page.kinds[page.at[end]]
        and page.words[page.at[end]].tag in ("n", "vn", "nz")
    )


def _ends_alike(page: Page, candidate: Candidate, class_id: str, grammar: Grammar) -> bool:
    """Whether a name ends with a head noun that others may stand for (“春雷”执法行动: 专项行动)."""
    text = page.text[candidate.start : candidate.end].rstrip("”")
    return candidate.type == class_id and text.endswith(tuple(grammar.alike)) and text not in grammar.bare


def _own_heads(page: Page, chosen: list[Candidate], grammar: Grammar) -> frozenset[str]:
    """The longer head nouns that end the report's own names of bodies (缉私局 after 深圳海关缉私局)."""
    if grammar.shape != _BODY_SHAPE:
        return frozenset()
    found = set()
    for candidate in chosen:
        text = page.text[candidate.start : candidate.end]
        if candidate.type == grammar.id:
            for size in range(_SHORTEST, min(_LONGEST_HEAD, len(text) - 1) + 1):
                strength = dict(page.vocabulary.heads.get(text[-size:], ())).get(grammar.id)
                if strength == STRONG and text[-size:] not in grammar.ranked | grammar.common | grammar.not_bare:
                    found.add(text[-size:])
    return frozenset(found)


_LONGEST_HEAD = 6


def _first(page: Page, chosen: list[Candidate], class_id: str, bare: str) -> int | None:
    """Where a longer name that ends with the bare head noun was first given, be it inside a title (“…行动”启动仪式)."""
    grammars = page.vocabulary.grammars
    shape = grammars[class_id].shape
    for candidate in chosen:
        own = candidate.type == class_id
        if not own and (shape == _BODY_SHAPE or grammars[candidate.type].shape != shape):
            continue
        text = page.text[candidate.start : candidate.end].strip("“”")
        if len(text) <= len(bare):
            continue
        if bare in text[-len(bare) - 2 :] if own else any(bare + mark in text for mark in _INSIDE):
            return candidate.end
    return None


_INSIDE = ("”", "暨")


def _stands_alone(page: Page, start: int, end: int, is_body: bool) -> bool:
    """Whether nothing before or behind makes the head noun part of something else."""
    before = page.kinds[page.at[start - 1]] if start else Kind.STOP
    short = end - start <= _SHORTEST_BARE
    outside = Kind.OPEN_LIST | Kind.LEVEL | (Kind.OPENER if is_body or short else 0)
    if short and start and page.word(page.at[start - 1]) in page.vocabulary.words.get("notPointing", ()):
        return False
    if short and before & Kind.FILLER and page.words[page.at[start - 1]].tag in _ADVERB_TAGS:
        return False
    if (
        not is_body
        and before & Kind.OPENER
        and page.at[start - 1]
        and page.kinds[page.at[start - 1] - 1] & Kind.OPEN_LIST
    ):
        return False  # it sums up a list (“甲”“乙”等执行专项行动)
    edge = page.text[start - 1] in _EDGES or _DATED.search(page.text, max(0, start - _DATE), start)
    if before & outside or (not before and not edge):
        return False
    if not is_body and start and page.text[start - 1] in _CLAUSE and _is_object(page, end):
        return False
    if not short or end >= len(page.text) or page.text[end] in _EDGES:
        return True
    index = page.at[end]
    if page.word(index) in page.vocabulary.words.get("followsBare", ()):
        return True
    return bool(page.kinds[index]) or page.words[index].tag in _AFTER_TAGS


def _is_object(page: Page, at: int) -> bool:
    """Whether a noun follows, so that a head noun at the start of a clause is a verb (，专项整治|校园环境)."""
    if at >= len(page.text) or page.word(page.at[at]) in page.vocabulary.words.get("followsBare", ()):
        return False
    return not page.kinds[page.at[at]] and page.words[page.at[at]].tag.startswith(_NOUNS)


_DATED, _DATE = re.compile("[年月][底末初]前$"), 3
_NOUNS = ("n", "j", "s")
_CLAUSE = "，；"
_EDGES = "，。；：！？\n“”、（）\u3000 "
_SHORTEST_BARE = 2
_ADVERB_TAGS = frozenset({"d", "ad", "vd"})
_AFTER_TAGS = frozenset({"f", "p", "u", "d", "c", "v", "uj", "t"})
