"""Who reports: the body that signs, is named in the head block, or the newspaper with which the text opens."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from gongbao.model import Span
from gongbao.read.boilerplate import NAME_MAX, Page
from gongbao.read.issue_date import find_dates
from gongbao.read.lines import SPACES, Line, squeeze
from gongbao.read.wording import WAYS, Wording, any_of, opening, page_words, words_in

OPENING_LINES = 12  # 我代表…人民政府 is looked for in so many lines of the body
SHORTEST = 4
LONGEST_PART = 4
MASTHEAD_LINES = 6
_TAIL = 120
"""Whose text it was, behind its end on the same line (来源：某局通讯员 某某), and the characters that are looked at there."""


class Named(NamedTuple):
    """A body, in the script of the text, and where it is written."""

    name: str
    span: Span


def _where(line: Line, found: re.Match[str]) -> Span:
    """Return where the name that was found on a line stands in the text."""
    return Span(line.start + found.start("name"), line.start + found.end("name"))


def find_publisher(text: str, folded: str, page: Page, wording: Wording) -> Named | None:
    """Return the body that reports, by what the page says.

    In this order: the signature; the one on whose behalf the report is delivered to a congress; the head block, if it
    names no newspaper; a last line that is a name; who contributed it; the one with which a title begins (某局关于…); the
    newspaper with which the text opens, or its source; a body that is a line of the head; a part of one that the head block names. A
    part of a body that signs (法规处) does not tell whose it is. The office that writes for a body (办公室) stands for the body.
    """
    if page.signed is not None and not _is_part(folded, page.signed):
        return _named(text, folded, page.signed, wording)
    delivered = _delivered(text, page)
    if delivered is not None:
        return delivered
    for candidate in _said(page, folded, wording):
        return _named(text, folded, candidate, wording)
    sources = (field for field in page.labelled if field.kind == "metaSource")
    papers = (Span(x.start, x.end) for x in sources if x.text.endswith(page_words()["press"]))
    for outlet in (*_wired(page), *papers):
        return Named(squeeze(text[outlet.start : outlet.end]), outlet)
    last = page.alone or next(_published(page, page_words()["department"]), None)
    return _named(text, folded, last, wording) if last else None


def _is_part(folded: str, signed: Span) -> bool:
    """Say whether a part of a body signs, without the body's name: 第五检察部, 法规处."""
    name = folded[signed.start : signed.end]
    short = len(name) <= LONGEST_PART or re.match("第[一二三四五六七八九十]+", name) is not None
    return short and name.endswith(page_words()["department"])


def _first(folded: str, span: Span, wording: Wording) -> Span:
    """Return the first of several bodies on one line: 某市财政局　某市税务局."""
    parts = list(re.finditer(f"[^{SPACES}]+", folded[span.start : span.end]))
    several = len(parts) > 1 and all(len(p[0]) >= SHORTEST and p[0].endswith(wording.body_end) for p in parts)
    return Span(span.start, span.start + parts[0].end()) if several else span


def _named(text: str, folded: str, span: Span, wording: Wording) -> Named:
    span = _first(folded, span, wording)
    name, own = folded[span.start : span.end], (*page_words()["governmentShort"], *page_words()["ownOffice"])
    for office in page_words()["office"]:
        parent = name.removesuffix(office)
        if parent != name and parent.endswith(wording.body_end) and not parent.endswith(own):
            span = Span(span.start, span.start + len(parent))
            break
    return Named(squeeze(text[span.start : span.end]), span)


def _said(page: Page, folded: str, wording: Wording) -> Iterator[Span]:
    yield from _labelled(page, folded, wording)
    yield from _masthead(page, wording)
    for line in page.kept[:MASTHEAD_LINES]:
        if (said := WAYS["spoke"].match(line.text) or WAYS["buyer"].search(line.text)) and (
            said.re is WAYS["spoke"] or said["name"].endswith((*wording.body_end, *page_words()["department"]))
        ):
            yield _where(line, said)
    if page.alone and page.title and page.alone.start >= page.title.end:
        yield page.alone
    last = page.kept[-1]
    alone = last.kind == "short" and len(last.text) <= NAME_MAX and not re.search("[，：。]", last.text)
    if alone and len(page.kept) > 1 and last.text.endswith(wording.body_end):
        yield Span(last.start, last.end)
    short = page_words()["governmentShort"]
    contributed = words_in("contributed", f"^[（(](?P<name>[^，。：]{{2,{NAME_MAX}}}?)[ 　]*", "[）)]$")
    for line in page.kept[-3:]:
        match = contributed.match(line.text)
        if match and match["name"].endswith(wording.body_end):
            yield _where(line, match)
        told = WAYS["told_last"].search(line.text, max(0, len(line.text) - _TAIL))
        if told and told["name"].endswith(wording.body_end) and not told["name"].endswith(short):
            yield _where(line, told)
    titled = WAYS["writes_about"].match(folded, page.title.start, page.title.end) if page.title else None
    if titled and (name := titled["name"].rstrip()).endswith(wording.body_end):
        first = (
            page.alone if page.alone and page.alone.start == titled.start() else None
        )  # of several, each on its line
        rest = folded[first.end : titled.start() + len(name)].strip() if first else ""
        several = len(rest) > SHORTEST and rest[:2] in name[: -len(rest)]
        yield first if first and several else Span(titled.start(), titled.start() + len(name))


def _wired(page: Page) -> Iterator[Span]:
    """Yield the newspaper with whose name the text opens: 某社某地1月3日电（…, 某网讯（…, 某报记者…, 【某报消息】."""
    for line in page.kept[:MASTHEAD_LINES]:
        inside = page.title is not None and line.start <= page.title.start and page.title.end < line.end
        at = page.title.end - line.start if inside and page.title else 0
        again = re.match(f"[{SPACES}]*{re.escape(page.titled)}[{SPACES}]*", line.text[at:]) if at else None
        at += again.end() if again else 0  # the title, said twice
        if found := opening().match(line.text, at):
            yield _where(line, found)
        if line.kind == "prose":
            return


def _labelled(page: Page, folded: str, wording: Wording) -> Iterator[Span]:
    """Yield the bodies that the head block names as publisher (not 秘书室) or, newspapers and websites apart, source."""
    yield from (x for x in _published(page, wording.body_end) if not WAYS["room"].fullmatch(folded, x.start, x.end))
    papers = words_in("press")
    for field in page.labelled:
        name = WAYS["dated_behind"].sub("", field.text)
        named = name.endswith(wording.body_end) and not WAYS["ours"].fullmatch(name)
        if field.kind == "metaSource" and named and not papers.search(name):
            yield Span(field.start, field.start + len(name))


def _published(page: Page, ends: tuple[str, ...]) -> Iterator[Span]:
    """Yield what the head block names as publisher, if it ends so: a body, or a part of one (发稿单位：规划科)."""
    for field in page.labelled:
        for name in dict.fromkeys((field.text, *field.text.split()[:1])):  # 填报单位：某局　单位：万元
            named = (
                name.endswith(ends) and not name.endswith(page_words()["press"]) and not WAYS["ours"].fullmatch(name)
            )
            if field.kind == "metaPublisher" and named:
                yield Span(field.start, field.start + len(name))


def _masthead(page: Page, wording: Wording) -> Iterator[Span]:
    """Yield the body of a masthead, a line of its name and the date or the kind of document.

    某某办公室编　　2024年7月19日, 某某委员会　裁处书.
    """
    compiled, papers = words_in("compiled", after="$"), words_in("press")
    for line in page.kept[:MASTHEAD_LINES]:
        issued = WAYS["masthead"].fullmatch(line.text)
        if issued and issued["name"].endswith(wording.body_end):
            yield Span(line.start, line.start + len(issued["name"]))
        dates = list(find_dates(line.text))
        if line.kind == "prose" or not dates or line.text[dates[-1].end :].strip(SPACES):
            continue
        name = compiled.sub("", line.text[: dates[-1].start].rstrip(SPACES))
        if name and len(name) <= NAME_MAX and name.endswith(wording.body_end) and not papers.search(name):
            yield Span(line.start, line.start + len(name))


def _delivered(text: str, page: Page) -> Named | None:
    """Return the body on whose behalf a report is delivered to a congress: 我代表市人民政府，向大会报告工作.

    Of those who commission one (我受市人大常委会委托) the congress's own alone: a government commissions a bureau's.
    """
    words = page_words()
    delivered = re.compile(
        f"(?<![^我们现，,。：])(?:{any_of('deliver')}|(?P<asked>受))(?P<name>[^，,。；：]{{2,25}}?)(?(asked)的?委托)[，,]?我?(?:{any_of('deliverTo')})"
    )
    for line in page.kept[:OPENING_LINES]:
        match = delivered.search(line.text)
        if match and match["name"].endswith(words["commissions" if match["asked"] else "delivers"]):
            span = _where(line, match)
            return Named(_full_name(match["name"], page, text[span.start : span.end]), span)
    return None


def _full_name(name: str, page: Page, written: str) -> str:
    """Complete 省政府 and 市中级人民法院 by the division that the title, or the line on the congress, names.

    Only the short form 政府 is written out, as 人民政府.
    """
    words = page_words()
    short, full = words["governmentShort"][0], words["governmentFull"][0]
    place = next((level for level in words["division"] if name.startswith(level)), None)
    if place is None:
        return written
    body = full if name[len(place) :] in (short, full) else name[len(place) :]
    above = "".join(line.text for line in page.kept[:MASTHEAD_LINES] if line.kind == "short")
    for told in (page.titled, above):
        found = re.search(
            f"(?:\\d年|^|在|[省市州盟])(?P<place>[^\\d年在省市州盟区县旗]{{1,8}}{re.escape(place)})(?:{full}|{short}|第|人民|高级|中级|政协|20)",
            told,
        )
        if found:
            return found["place"].strip(SPACES) + body
    return written
