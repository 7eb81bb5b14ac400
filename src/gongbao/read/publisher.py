"""Who reports: the body that signs, is named in the head block, or is the one that the text begins with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from gongbao import lexicon
from gongbao.model import Span
from gongbao.read.boilerplate import NAME_MAX, Page
from gongbao.read.heads import is_issuer
from gongbao.read.issue_date import find_dates, only_date
from gongbao.read.lines import SPACES, Line, squeeze
from gongbao.read.wording import Wording, any_of, opening, page_words, words_in

OPENING_LINES = 12
"""我代表…人民政府, and a body that introduces its short name, are looked for in so many lines of the body."""

SHORTEST = 4
LONGEST_PART = 4
MASTHEAD_LINES = 6
JOINERS = ("与", "和", "及", "同", "暨")
_ISSUED = re.compile(
    f"(?P<name>[^{SPACES}，。：]{{4,25}}?)(?:公告|通告|新闻稿|[{SPACES}]+(?:裁处书|处分书|决定书|公告|通告|公报|令|函))"
)
_TOLD_LAST = re.compile(
    "(?<!图片)(?<!照片)(?<!视频)(?<!数据)(?<!资料)来源[：:][ 　]?(?P<name>(?:(?!综合(?!行政|执法))[^，。：；、（）() 　]){4,40}?)"
    "(?=网站|官网|官[方微]|微信|公众号|通讯员|记者|返回搜狐|责任编辑|[）)、]|$)"
)
_TAIL = 120
"""Whose text it was, behind its end on the same line (来源：某局通讯员 某某), and the characters that are looked at there."""

LONGEST = 25
"""Characters of a name that is only told by where it stands: at the beginning of the title or of the text."""


@dataclass(frozen=True, slots=True)
class Named:
    """A body, in the script of the text, and where it is written; `says` tells whether the page says that it reports."""

    name: str
    span: Span
    says: bool = True


def _where(line: Line, found: re.Match[str]) -> Span:
    """Return where the name that was found on a line stands in the text."""
    return Span(line.start + found.start("name"), line.start + found.end("name"))


def find_publisher(text: str, folded: str, page: Page, wording: Wording) -> Named | None:
    """Return the body that reports, by what the page says.

    In this order: the signature; the one on whose behalf the report is delivered to a congress; the head block, if it
    names no newspaper; a last line that is a name; who contributed it; the newspaper with which the text opens. Where
    nothing says it, who introduces a short name, or begins the title or the text. The office that writes for a body
    (办公室) stands for the body.
    """
    if page.signed is not None:
        whole = next(_introduced(page, wording), None) if _is_part(folded, page.signed) else None
        return _named(text, folded, whole or _fuller(folded, page.signed, page, wording), wording)
    delivered = _delivered(text, page)
    if delivered is not None:
        return delivered
    for candidate in _said(page, wording):
        return _named(text, folded, _fuller(folded, candidate, page, wording), wording)
    for outlet in _wired(page):
        return Named(squeeze(text[outlet.start : outlet.end]), outlet)
    for candidate in _introduced(page, wording):
        return replace(_named(text, folded, candidate, wording), says=False)
    return None


def _is_part(folded: str, signed: Span) -> bool:
    """Say whether a part of a body signs, without the body's name: 第五检察部, 法规处."""
    name = folded[signed.start : signed.end]
    short = len(name) <= LONGEST_PART or re.match("第[一二三四五六七八九十]+", name) is not None
    return short and name.endswith(page_words()["department"])


def _fuller(folded: str, span: Span, page: Page, wording: Wording) -> Span:
    """Return the longer name of a body where the title begins with it (县水利局: 清河县水利局2024年工作总结)."""
    name = folded[span.start : span.end]
    titled = (own for own in _titled(page, wording) if folded[own.start : own.end].endswith(name))
    return next(titled, span)


def _first(folded: str, span: Span, wording: Wording) -> Span:
    """Return the first of several bodies on one line: 某市财政局　某市税务局."""
    parts = list(re.finditer(f"[^{SPACES}]+", folded[span.start : span.end]))
    several = len(parts) > 1 and all(len(p[0]) >= SHORTEST and p[0].endswith(wording.body_end) for p in parts)
    return Span(span.start, span.start + parts[0].end()) if several else span


def _named(text: str, folded: str, span: Span, wording: Wording) -> Named:
    span = _first(folded, span, wording)
    name, short = folded[span.start : span.end], page_words()["governmentShort"]
    for office in page_words()["office"]:
        parent = name.removesuffix(office)
        if parent != name and parent.endswith(wording.body_end) and not parent.endswith(short):
            span = Span(span.start, span.start + len(parent))
            break
    return Named(squeeze(text[span.start : span.end]), span)


def _said(page: Page, wording: Wording) -> Iterator[Span]:
    yield from _accountable(page, wording)
    yield from _labelled(page, wording)
    yield from _masthead(page, wording)
    yield from _beneath(page, wording)
    last = page.kept[-1]
    alone = last.kind == "short" and len(last.text) <= NAME_MAX and not re.search("[，：。]", last.text)
    if alone and len(page.kept) > 1 and last.text.endswith(wording.body_end):
        yield Span(last.start, last.end)
    short = page_words()["governmentShort"]
    contributed = words_in("contributed", f"^[（(](?P<name>[^，。：]{{2,{NAME_MAX}}}?)", "[）)]$")
    for line in page.kept[-3:]:
        match = contributed.match(line.text)
        if match and match["name"].endswith(wording.body_end):
            yield _where(line, match)
        told = _TOLD_LAST.search(line.text, max(0, len(line.text) - _TAIL))
        if told and told["name"].endswith(wording.body_end) and not told["name"].endswith(short):
            yield _where(line, told)


def _wired(page: Page) -> Iterator[Span]:
    """Yield the newspaper with whose name the text opens: 某社某地1月3日电（…, 某网讯（…, 某报记者…, 【某报消息】."""
    for line in page.kept[:MASTHEAD_LINES]:
        inside = page.title is not None and line.start <= page.title.start and page.title.end < line.end
        at = page.title.end - line.start if inside and page.title else 0
        if found := opening().match(line.text, at):
            yield _where(line, found)
        if line.kind == "prose":
            return


def _accountable(page: Page, wording: Wording) -> Iterator[Span]:
    """Yield the body whose yearly report or summary the title says this is, whoever put it on the web."""
    yearly = words_in("account", "(?:关于)?(?:19|20)\\d\\d年.*", "[）)]?$")
    for span in _titled(page, wording):
        if page.title is not None and yearly.match(page.titled, span.end - page.title.start):
            yield span


def _titled(page: Page, wording: Wording) -> Iterator[Span]:
    """Yield the body with whose name the title begins, a label before it apart (【工作总结】某某局2022年…)."""
    if page.title is not None and not page.titled.endswith("。"):
        label = re.match(r"【[^】]{1,10}】\s*", page.titled)
        at = label.end() if label else 0
        if length := _leading_body(page.titled[at:], wording):
            yield Span(page.title.start + at, page.title.start + at + length)


def _labelled(page: Page, wording: Wording) -> Iterator[Span]:
    """Yield the bodies that the head block names as publisher, also parts of one, or, newspapers and websites apart, source."""
    press, papers, parts = page_words()["press"], words_in("press"), page_words()["department"]
    for field in page.labelled:
        for name in dict.fromkeys((field.text, *field.text.split()[:1])):  # 填报单位：某局　单位：万元
            named = name.endswith(wording.body_end) or name.endswith(parts)
            if field.kind == "metaPublisher" and named and not name.endswith(press):
                yield Span(field.start, field.start + len(name))
    for field in page.labelled:
        if field.kind == "metaSource" and field.text.endswith(wording.body_end) and not papers.search(field.text):
            yield Span(field.start, field.end)


def _masthead(page: Page, wording: Wording) -> Iterator[Span]:
    """Yield the body of a masthead, a line of its name and the date or the kind of document.

    某某办公室编　　2024年7月19日, 某某委员会　裁处书.
    """
    compiled, papers = words_in("compiled", after="$"), words_in("press")
    for line in page.kept[:MASTHEAD_LINES]:
        issued = _ISSUED.fullmatch(line.text)
        if issued and issued["name"].endswith(wording.body_end):
            yield Span(line.start, line.start + len(issued["name"]))
        dates = list(find_dates(line.text))
        if line.kind == "prose" or not dates or line.text[dates[-1].end :].strip(SPACES):
            continue
        name = compiled.sub("", line.text[: dates[-1].start].rstrip(SPACES))
        if name and len(name) <= NAME_MAX and name.endswith(wording.body_end) and not papers.search(name):
            yield Span(line.start, line.start + len(name))


def _beneath(page: Page, wording: Wording) -> Iterator[Span]:
    """Yield the body that stands alone between the title and a line with the date, as over communiques."""
    if page.title is None:
        return
    below = [line for line in page.kept[: MASTHEAD_LINES + 1] if line.start >= page.title.end]
    for line, following in pairwise(below):
        if line.kind != "short" or not is_issuer(line.text, wording):
            return
        if only_date(following.text):
            yield Span(below[0].start, below[0].end)
            return


def _introduced(page: Page, wording: Wording) -> Iterator[Span]:
    """Yield a body that introduces its short name, or with whose name the title or the first sentence begins."""
    short = words_in("shortFor", f"(?:^|[，,。；])(?P<name>[^，,。；：“”《》（(]{{{SHORTEST},{LONGEST}}})[（(]")
    prose = next((line for line in page.kept if line.kind == "prose"), None)
    for line in page.kept[:OPENING_LINES]:
        match = short.search(line.text)
        if match and match["name"].endswith(wording.body_end):
            yield _where(line, match)
            return
        if line is prose:
            break  # bodies that are introduced later are others
    yield from _titled(page, wording)
    announces = words_in("announces", "(?:今日|今天|昨日|日前|近日)?(?:[（(][^）)]{1,12}[）)])?")
    length = _leading_body(prose.text, wording) if prose is not None else 0
    if prose is not None and length and (announces.match(prose.text, length) or _shortened(prose.text, length)):
        yield Span(prose.start, prose.start + length)


def _shortened(text: str, length: int) -> bool:
    """Say whether a name is followed by its own short form in brackets: 环境保护署（环保署）."""
    found = re.match("[（(]([^（）()]{2,10})[）)]", text[length:])
    rest = iter(text[:length])
    return found is not None and all(char in rest for char in found[1])


def _leading_body(text: str, wording: Wording) -> int:
    """Return the length of the name of a body with which a text begins, 0 for none.

    The shortest whose verb follows is the subject (某局|联合某局开展…), or that is the first of two (某海关|与某海关);
    where neither tells, the longest is the name.
    """
    after = frozenset(page_words()["notAfterBody"])
    if words_in("notBeforeBody").match(text):
        return 0
    acts = (*page_words()["acts"], *page_words()["announces"])
    longest = joined = 0
    short = text[: SHORTEST - 1]
    if text.startswith(acts, len(short)) and short.endswith(wording.body_end) and _is_body(short):
        return len(short)  # 水利部|部署
    for length in range(SHORTEST, min(LONGEST, len(text)) + 1):
        name = text[:length]
        acting = text.startswith(acts, length)
        plain = not re.search("[，,。；;：:、！!？?“”「」『』《》（）()\\s\\d]", name) and (
            acting or text[length : length + 1] not in after
        )
        if text[length : length + 1] in JOINERS and not joined and name.endswith(wording.body_end):
            joined = length
        if plain and name.endswith(wording.body_end) and not text.startswith("关于", length - 1):
            longest = length
            if acting:
                break
    size = min(joined, longest) or longest
    acting = text.startswith(acts, size)
    return 0 if size and not acting and _does(text[:size]) else size


def _does(name: str) -> bool:
    """Say whether what looks like a long name tells what somebody does (某人走访某部队)."""
    return any(act in name[2:-2] for act in (*page_words()["acts"], *page_words()["tells"]))


def _is_body(name: str) -> bool:
    """Whether a name is that of one body by itself (水利部)."""
    return any(entry.level is None and "weak" not in entry.flags for entry in lexicon.by_name().get(name, ()))


def _delivered(text: str, page: Page) -> Named | None:
    """Return the body on whose behalf a report is delivered to a congress: 我代表市人民政府，向大会报告工作."""
    words = page_words()
    delivered = re.compile(
        f"(?<![^我们现，,。：])(?:{any_of('deliver')})(?P<name>[^，,。；：]{{2,25}}?)[，,]?(?:{any_of('deliverTo')})"
    )
    for line in page.kept[:OPENING_LINES]:
        match = delivered.search(line.text)
        if match and match["name"].endswith(words["delivers"]):
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
