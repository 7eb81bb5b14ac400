"""Persons that the text itself shows: beside a title, anonymised, or written with a dot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from gongbao.mentions.candidate import Candidate
from gongbao.mentions.page import Page
from gongbao.mentions.vocabulary import Kind
from gongbao.text.script import LETTER

FINDER = "grammar"
_TITLED, _ANONYMOUS, _FOREIGN, _GIVEN, _ROWED = 0.85, 0.7, 0.8, 0.8, 1.0
_DOTTED = re.compile(rf"{LETTER}{{1,7}}(?:·{LETTER}{{1,8}})+")
_SEPARATORS = "：/　 "
_BLANKS = "　 "
_CLOSES = "）（、，。；\n　 "
_OPENS = "（）。，；！？：/”|\n　 "


def find(page: Page, person: str | None) -> Iterator[Candidate]:
    """Propose the persons that need no tagger."""
    if person is None:
        return
    words = page.vocabulary.words
    surnames = words.get("surname", frozenset())
    yield from _titled(page, person, surnames, words.get("titleBefore", frozenset()))
    yield from _bylines(page, person, surnames, words.get("titleBefore", frozenset()))
    yield from _anonymous(page, person, surnames)
    yield from _credited(page, person, surnames, words.get("credit", frozenset()))
    yield from _dotted(page, person, words.get("titleBefore", frozenset()))
    yield from _given(page, person, words.get("givenName", frozenset()))
    yield from _masked(page, person, surnames)
    yield from _rows(page, person, surnames, words.get("titleAfter", frozenset()))


def inside(name: Candidate, persons: list[Candidate]) -> bool:
    """Whether a person beside a title stands within a name that only words of trade make (公安厅长黄|坐镇…指挥中心)."""
    titled = (p for p in persons if p.score >= _TITLED)
    return name.score < _TITLED and any(name.start <= p.start and p.end < name.end for p in titled)


def _titled(page: Page, person: str, surnames: frozenset[str], titles: frozenset[str]) -> Iterator[Candidate]:
    """A title, and right behind it, or behind a colon, a surname and one or two characters."""
    text = page.text
    for word in page.words:
        if not _is_title(text[word.start : word.end], titles) and text[word.end - 2 : word.end] not in titles:
            continue
        start = word.end
        while start < len(text) and text[start] in _SEPARATORS:
            start += 1
        yield from _unparted(page, person, start, surnames)
        end = _name_end(page, start, surnames)
        while end is not None:
            end = _past_joiner(page, start, end)
            yield Candidate(start, end, person, FINDER, _TITLED)
            start = end
            while start < len(text) and text[start] in _BLANKS:
                start += 1
            end = _name_end(page, start, surnames) if start > end else None


def _is_title(word: str, titles: frozenset[str]) -> bool:
    """Whether a word is a title, or ends with one (公安|局长)."""
    return len(word) > 1 and (word in titles or word[-2:] in titles or word[-3:] in titles)


_ROW = re.compile(rf"(?:{LETTER}{{2,3}}、){{2,30}}{LETTER}{{2,3}}$")
_COUNT = re.compile(r"(?:\d{1,3}|[二三四五六七八九十]{1,2})[名位]")
_LONGEST_ROW = 120


def _rows(page: Page, person: str, surnames: frozenset[str], titles: frozenset[str]) -> Iterator[Candidate]:
    """A row of names that a count and a title sum up (赵一鸣、钱二虎、孙三丰3名同志)."""
    text, ends = page.text, tuple(titles)
    for count in _COUNT.finditer(text):
        if not text.startswith(ends, count.end()):
            continue
        left = max(0, count.start() - _LONGEST_ROW)
        row = _ROW.search(text[left : count.start()])
        names = row.group().split("、") if row else []
        if row is None or not all(name[0] in surnames for name in names[1:]):
            continue
        start = left + row.start()
        for name in names:
            if name[0] in surnames:
                yield Candidate(start, start + len(name), person, FINDER, _ROWED)
            start += len(name) + 1


@cache
def _pattern(given: frozenset[str]) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(sorted(given, key=lambda name: (-len(name), name)))})+")


def _given(page: Page, person: str, given: frozenset[str]) -> Iterator[Candidate]:
    """Names without surname, made of the given names of peoples that have none (扎西顿珠); a single one behind a title."""
    if not given:
        return
    text, titles = page.text, page.vocabulary.words.get("titleBefore", frozenset())
    for match in _pattern(given).finditer(text):
        start, end = match.span()
        titled = start > 0 and (
            _is_title(page.word(page.at[start - 1]), titles) or text[max(0, start - 2) : start] in titles
        )
        outside = text[start - 1 : start] in _DOTS or text[end : end + 1] in _DOTS or page.quoted(start, end)
        if not outside and (titled or match.group() not in given):
            yield Candidate(start, end, person, FINDER, _GIVEN)


_DOTS = frozenset("·")


def _unparted(page: Page, person: str, start: int, surnames: frozenset[str]) -> Iterator[Candidate]:
    """Names that nothing parts, up to where the clause ends (通讯员赵一鸣钱云孙三丰)."""
    text = page.text
    ends = range(start, min(len(text), start + _LONGEST_RUN) + 1)
    end = next((at for at in ends if at == len(text) or text[at] in "\n）"), None)
    if end is None or end - start < _SHORTEST_RUN:
        return
    words = (page.words[page.at[at]] for at in range(start, end))
    if any(word.end - word.start > 1 and word.tag[:2] not in ("nr", "ns", "nz") for word in words):
        return
    names = _split(text[start:end], surnames)
    for name in names if len(names) > 1 else ():
        yield Candidate(start, start + len(name), person, FINDER, _ROWED)
        start += len(name)


def _split(run: str, surnames: frozenset[str]) -> tuple[str, ...]:
    """Part a run into names of three characters, or two, each with a surname; nothing where that cannot be."""
    if not run:
        return ()
    for size in (3, 2):
        name = run[:size]
        if len(name) == size and name[0] in surnames and name[0] != name[1] and all(map(_is_letter, name)):
            rest = _split(run[size:], surnames)
            if rest or len(run) == size:
                return (name, *rest)
    return ()


_LONGEST_RUN, _SHORTEST_RUN = 26, 5


def _name_end(page: Page, start: int, surnames: frozenset[str]) -> int | None:
    """Where a Chinese name ends that begins here: with a word of the name's length, or where the clause ends."""
    text = page.text
    if start >= len(text) or not (text[start] in surnames or text[start : start + 2] in surnames):
        return None
    if page.vocabulary.kinds.get(text[start], 0) & Kind.JOINER and text[start - 1] not in _SEPARATORS:
        return None
    after = page.vocabulary.words.get("titleAfter", ())
    for size in (4, 3, 2):
        end = start + size
        name = text[start:end]
        if (
            len(name) < size
            or name[-1] in after
            or name[0] == name[1]
            or not all("\u3400" <= char <= "\u9fff" for char in name)
        ):
            continue
        if (size == 4 and name[:2] not in surnames) or not page.is_start(end):
            continue
        pieces = [page.words[i] for i in range(page.at[start], page.at[end - 1] + 1)]
        if any(page.kinds[page.at[piece.start]] for piece in pieces if piece.start > start or piece.end > start + 1):
            continue
        if page.text[start - 1] in _SEPARATORS and (end >= len(text) or text[end] in _CLOSES):
            return end
        if all(piece.end - piece.start == 1 or piece.tag.startswith("nr") for piece in pieces):
            return end
        if len(pieces) > 1 and pieces[-1].tag == "ns" and not page.vocabulary.kinds.get(text[start], 0):
            return end
    return None


def _past_joiner(page: Page, start: int, end: int) -> int:
    """Where a name of two characters ends that goes on with a joiner's character: a verb stands behind it (吴良和|表示)."""
    text = page.text
    if end - start > _SHORT or end + 1 >= len(text) or not page.is_start(end + 1):
        return end
    joins = page.vocabulary.kinds.get(text[end], 0) & Kind.JOINER and _is_letter(text[end])
    word = page.at[end + 1]
    does = page.kinds[word] & Kind.GOVERNOR and page.words[word].tag == "v" and page.words[word].end > end + 2
    return end + 1 if joins and does else end


_SHORT = 2


def _credited(page: Page, person: str, surnames: frozenset[str], credits: frozenset[str]) -> Iterator[Candidate]:
    """A name alone before what it is credited with (李海平　摄)."""
    text = page.text
    for credit in sorted(credits):
        at = text.find(credit)
        while at >= 0:
            end = len(text[:at].rstrip(_BLANKS))
            after = at + len(credit)
            start = next((end - size for size in (3, 2) if _opens(text, end - size)), -1)
            if start >= 0 and (after == len(text) or text[after] in _CLOSES) and _is_made(page, start, end, surnames):
                yield Candidate(start, end, person, FINDER, _TITLED)
            at = text.find(credit, after)


def _opens(text: str, start: int) -> bool:
    return start == 0 or (start > 0 and text[start - 1] in _OPENS)


def _is_made(page: Page, start: int, end: int, surnames: frozenset[str]) -> bool:
    """Whether a span is a surname and characters that make no other word."""
    words = page.words[page.at[start] : page.at[end - 1] + 1]
    plain = all(w.end - w.start == 1 or w.tag.startswith("nr") for w in words)
    return page.text[start] in surnames and all(map(_is_letter, page.text[start:end])) and plain


def short(page: Page, chosen: list[Candidate]) -> Iterator[Candidate]:
    """Surnames alone that say something, of a person whose full name was given (杨恩健指出…。杨又补充)."""
    person, words = page.vocabulary.roles.get("person"), page.vocabulary.words
    surnames, says, adverbs = (words.get(kind, frozenset()) for kind in ("surname", "says", "saysLead"))
    first: dict[str, int] = {}
    for candidate in chosen:
        name = page.text[candidate.start : candidate.end]
        if candidate.type == person and len(name) > _SHORT and name[0] in surnames and "某" not in name:
            first.setdefault(name[0], candidate.end)
    for surname, seen in first.items():
        at = page.text.find(surname, seen)
        while at >= 0:
            if page.text[at - 1] in _OPENS and person is not None:
                rest = next((at + 1 + len(word) for word in adverbs if page.text.startswith(word, at + 1)), at + 1)
                if page.text.startswith(tuple(says), rest):
                    yield Candidate(at, at + 1, person, FINDER, _TITLED)
            at = page.text.find(surname, at + 1)


def _bylines(page: Page, person: str, surnames: frozenset[str], titles: frozenset[str]) -> Iterator[Candidate]:
    """Names alone in brackets (（刘家屹　孙妍）)."""
    for opening, closing in page.pairs.items():
        if page.text[opening] != "（" or closing - opening > _LONGEST_BYLINE:
            continue
        at, names = opening + 1, []
        for piece in re.split(r"[ 　、]", page.text[opening + 1 : closing]):
            title = next((title for title in titles if piece.startswith(title)), "")
            at, piece = at + len(title), piece[len(title) :]
            if piece and _name_end(page, at, surnames) != at + len(piece):
                break
            names += [(at, at + len(piece))] if piece else []
            at += len(piece) + 1
        else:
            yield from (Candidate(start, end, person, FINDER, _ANONYMOUS) for start, end in names)


_LONGEST_BYLINE = 16


def _anonymous(page: Page, person: str, surnames: frozenset[str]) -> Iterator[Candidate]:
    """A surname and 某, 某某, 某甲, with one more character where it closes the name (陈某辉)."""
    text = page.text
    marks = page.vocabulary.grammars[person].anonymous
    for mark in marks[-1:]:
        at = text.find(mark)
        while at > 0:
            start, end = at - 1, at + len(mark)
            while text.startswith(mark, end):
                end += len(mark)
            longer = next((m for m in marks if text.startswith(m, at)), mark)
            end = max(end, at + len(longer))
            if text[start] in surnames and page.is_start(start) and page.vocabulary.kinds.get(text[start], 0) == 0:
                goes_on = not page.is_end(end) or text[end + 1 : end + 2] in _ENDS
                if (
                    end < len(text)
                    and goes_on
                    and _is_letter(text[end])
                    and not page.vocabulary.kinds.get(text[end], 0)
                ):
                    end += 1
                yield Candidate(start, end, person, FINDER, _ANONYMOUS)
            at = text.find(mark, end)


_MASKED = re.compile(rf"{LETTER}[○Ｏ](?![號号轮輪船艇]){LETTER}(?! ?[\d號号轮輪])")


def _masked(page: Page, person: str, surnames: frozenset[str]) -> Iterator[Candidate]:
    """Names with a ring for a character left out (陈○明), not ships (金○利29号)."""
    for match in _MASKED.finditer(page.text):
        if match.group()[0] in surnames and page.is_start(match.end()):
            yield Candidate(match.start(), match.end(), person, FINDER, _ANONYMOUS)


def _is_letter(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


_ENDS = frozenset("，。；（、）")


_LONGEST_PART = 7


def _dotted(page: Page, person: str, titles: frozenset[str]) -> Iterator[Candidate]:
    """Foreign and minority names written with a dot (伊万·彼得罗夫)."""
    for match in _DOTTED.finditer(page.text):
        start, end = match.span()
        dot = page.text.index("·", start)
        left = dot
        while left > start and dot - left < 5:
            index = page.at[left - 1]
            if page.kinds[index] or page.words[index].tag in ("p", "c", "u", "v", "m", "d"):
                break
            left = max(start, page.words[index].start)
            if page.words[index].end - page.words[index].start > 1:
                break
        lefts = range(max(1, dot - _LONGEST_PART), dot)
        titled = next((at for at in lefts if page.is_start(at) and _is_title(page.word(page.at[at - 1]), titles)), None)
        left = left if titled is None else titled
        right = end
        last = page.text.rindex("·", start, end)
        position = last + 1
        while position < end:
            index = page.at[position]
            if position > last + 1 and (page.kinds[index] or page.words[index].tag in ("p", "c", "u", "v", "d", "n")):
                right = position
                break
            position = page.words[index].end
        given = (g for g in page.vocabulary.words.get("givenName", ()) if page.text.startswith(g, last + 1))
        right = max(right, last + 1 + max(map(len, given), default=0))
        words = page.words[page.at[left] : page.at[min(right, end) - 1] + 1]
        common = [w for w in words if w.end - w.start > 1 and w.tag.startswith(("n", "v")) and w.tag[:2] != "nr"]
        if (len(common) > 1 and titled is None) or page.quoted(left, end):
            continue
        if left < dot and right > last + 1:
            yield Candidate(left, min(right, end), person, FINDER, _FOREIGN)
