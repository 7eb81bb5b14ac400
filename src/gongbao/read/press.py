"""Who tells the news: the newspaper of a dateline, a source or a reporter; else the body that the news begins with."""

from __future__ import annotations

import re
from functools import cache

from gongbao.model import Span
from gongbao.read.boilerplate import Page
from gongbao.read.sentences import split_line
from gongbao.read.wording import Wording, alternation, page_words
from gongbao.text.words import dictionary

_HEAD, _TAIL = 400, 300
"""Characters at both ends of the body in which news names who tells it."""

_NAME = "(?P<name>[^\\s，。：:；、！？（(【】《》“”\\d/／]{2,16}?)"
_DATELINE = re.compile(
    f"(?:^|[\\s。！？；”）)】])(?:据)?{_NAME}(?P<place>[^\\s，。：；\\d]{{0,6}}?)[ ]?(?:(?:\\d{{4}}年)?\\d{{1,2}}月\\d{{1,2}}日)?(?:新媒体)?(?:专)?(?:讯|电|消息|信息)(?=[ （(：:，,\\n]|[^\\s]{{0,1}}(?:近|为|记者|\\d))"
)
_REPORTER = re.compile(f"(?:^|[\\s。！？；”）)】·（(/、]){_NAME}(?:见习|实习)?(?:全媒体)?记者")
_SOURCE = re.compile(
    "(?:来源|稿源|供稿|供稿单位|信息来源)[ ]?[:：/丨|][ ]?(?P<name>[^\\s，。：:；、（(】）)|丨]{2,20})"
)
_WHEN = re.compile(
    "(?:近日|日前|近期|昨日|昨天|今天|今日|连日来|\\d{1,2}月\\d{1,2}日(?:[上下]午|晚)?|\\d{4}年\\d{1,2}月\\d{1,2}日(?:[上下]午|晚)?)[，,]?"
)
_CLAUSE = re.compile("[，：,:]")
_BREAKS = re.compile("[，。；：、\\s“”「」《》（()）\\d]")
_NEWS = re.compile(
    "原标题|记者|通讯员|编辑|责编|供稿|来源|据悉|(?:^|[。，\\s])(?:近日|日前)|(?:讯|电)[（(]|市民|民众|民眾"
)
_FIRST = 4
_LONGEST = 22


def wired(page: Page, wording: Wording) -> Span | None:
    """Return the newspaper that a dateline names at the head of the text (某某网8月3日讯), else None."""
    for line in page.kept:
        if line.start - page.body.start > _HEAD:
            return None
        for found in _DATELINE.finditer(line.text, 0, _HEAD):
            if name := _paper(found, wording):
                return Span(line.start + name[0], line.start + name[1])
    return None


def told(page: Page, wording: Wording) -> Span | None:
    """Return who tells news without dateline: its source, its reporter's newspaper, or the body that it is about."""
    return _sourced(page, wording) or _reported(page, wording) or _acting(page, wording)


def _paper(found: re.Match[str], wording: Wording) -> tuple[int, int] | None:
    """The longest beginning of what was found that ends as names of newspapers do, from a known outlet on if it has one."""
    text, start = found.string, found.start("name")
    stop = found.end("place") if "place" in found.re.groupindex else found.end("name")
    if text.startswith(("本报", "本网", "本台"), start):
        return None
    known = _outlets().search(text, start, stop)
    start = known.start() if known else start
    ends = (end for end in range(stop, start + 1, -1) if wording.press.search(text[start:end]))
    end = next(ends, known.end() if known else None)
    return None if end is None else (start, end)


@cache
def _outlets() -> re.Pattern[str]:
    return re.compile(alternation(page_words()["outlet"]))


def _sourced(page: Page, wording: Wording) -> Span | None:
    for line in reversed(page.kept):
        if page.body.end - line.end > _TAIL:
            break
        for found in _SOURCE.finditer(line.text, max(0, len(line.text) - _TAIL)):
            site = found["name"].endswith(page_words()["siteOf"])
            if not site and (wording.press.search(found["name"]) or wording.body_end.search(found["name"])):
                return Span(line.start + found.start("name"), line.start + found.end("name"))
    for field in page.labelled:
        if field.kind == "metaSource" and wording.press.search(field.text):
            return Span(field.start, field.end)
    return None


def _reported(page: Page, wording: Wording) -> Span | None:
    for line in page.kept:
        ends = (0, _HEAD) if line.start - page.body.start < _HEAD else (max(0, len(line.text) - _TAIL), len(line.text))
        spans = [ends, (max(ends[1], len(line.text) - _TAIL), len(line.text))]
        for begin, end in spans:
            for found in _REPORTER.finditer(line.text, begin, end):
                if name := _paper(found, wording):
                    return Span(line.start + name[0], line.start + name[1])
    return None


def _acting(page: Page, wording: Wording) -> Span | None:
    """The body that does something in one of the first sentences, where a clause begins with it."""
    seen = 0
    if not any(_NEWS.search(line.text) for line in (*page.kept[:_FIRST], *page.kept[-_FIRST:])):
        return None
    for line in page.kept:
        for start, end in split_line(line.text):
            seen += 1
            if seen > _FIRST:
                return None
            places = {start, *(m.end() for m in _WHEN.finditer(line.text, start, end))}
            places |= {m.end() for m in _CLAUSE.finditer(line.text, start, end)}
            for place in sorted(places):
                if size := _body(line.text, place, min(end, place + _LONGEST), wording):
                    return Span(line.start + place, line.start + place + size)
    return None


def _body(text: str, start: int, end: int, wording: Wording) -> int:
    """The length of the name of a body at a place, behind which comes what it does; 0 for none."""
    if text.startswith(page_words()["noBody"], start):
        return 0
    for stop in range(start + 3, end + 1):
        name = text[start:stop]
        if _BREAKS.search(name[-1]):
            return 0
        paper = wording.press.search(name)
        if not paper and wording.body_end.search(name) and _acts(text, stop) and _is_named(name):
            return stop - start
    return 0


def _is_named(name: str) -> bool:
    """Say whether a body has a name of its own: it begins with a place or a level, and has no adverb or pronoun in it."""
    words = dictionary().cut(name)
    levels = (*page_words()["division"], "全国", "国家", "最高", "中共")
    own = words[0].tag in ("ns", "nt", "nz") or name.startswith(levels)
    return own and not {w.tag for w in words} & {"d", "p", "r", "u", "y", "ul", "uj", "ud"}


def _acts(text: str, place: int) -> bool:
    """Say whether a verb, adverb or preposition stands at a place."""
    if text.startswith(page_words()["acts"], place) or text.startswith(page_words()["announces"], place):
        return True
    ahead = re.match("[^，。；：、\\s]{1,6}", text[place : place + 6])
    tag = dictionary().cut(ahead[0])[0].tag if ahead else ""
    return tag in ("v", "d", "p", "ad", "vd", "c")
