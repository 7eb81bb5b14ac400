"""The lines of a page and what each is: text of the report, a heading, or furniture of the web page around it."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from gongbao.read.issue_date import find_dates
from gongbao.read.wording import WAYS, page_words, words_in
from gongbao.text.script import fold

SPACES = " \t\u3000\xa0\u200b"
_SPACE = re.compile(f"[{SPACES}]+")
_SEPARATORS = re.compile(r"[\s\u3000\xa0\u200b【】\[\]（）()：:|｜/·•>＞»›→\-—_,，、。+]+")
_COUNT = re.compile(r"\d{1,9}次?")
NUMBERING = re.compile(
    r"(?P<part>第[一二三四五六七八九十百零〇\d]{1,4}[编章节部][分]?)[\s\u3000：:]"
    r"|(?P<one>[一二三四五六七八九十]{1,3})、"
    r"|[（(](?P<two>[一二三四五六七八九十]{1,3})[）)]、?"
    r"|(?P<three>\d{1,2})(?:[．、]|\.(?!\d)|\.(?=(?:19|20)\d{2}年|\d\+))"
    r"|[（(](?P<four>\d{1,2})[）)]"
    r"|(?P<five>[\u2460-\u2473])"
    r"|(?P<six>[一二三四五六七八九十]{1,3})(?:是|要)(?=\S)"
)
HEADING_MAX = 80
CALLS, CALL_MAX = 2, 60  # lines at the top of a page that may call out, and their characters
REPEATED, LEAST = 8, 8
"""Lines at the top of a page that may say the first again, before the name of the site (谁来负责？- 某网), and their characters."""
SAID_MAX = 200  # characters of a title that is a whole sentence: 对某银行处罚款5万元。
_SENTENCE_END = re.compile("[。！？；]")
_ENTRY_MAX = 150  # an entry of a table of contents, and one whose page stands behind a row of dots
_ORNAMENT = re.compile(r"[^\w\s…]{3,}")  # a row of stars, as under the titles of press releases
_URL = re.compile("https?://[!-~]+")
_MARKED = re.compile(r"[ \u3000]*(?:#{1,6} +|(?P<mark>\*\*|_)(?=.*(?P=mark)[ \u3000]*$))")
"""The mark of a heading, or of emphasis over a whole line, in Markdown."""

VALUE_MAX, _LABEL_CHARS = 40, 20
_KINDS = ("metaTitle", "metaPublisher", "metaSource", "metaWritten", "metaIssued", "metaPerson", "metaOther")


class Line(NamedTuple):
    """A line without its outer spaces: offsets into the text, its folded characters, and its kind.

    Kinds: `blank`, `furniture` (下载, breadcrumbs), `meta` (来源：… 时间：…), `value` (of a label that stands alone on the
    line above), `related`, `footer`, `caption`, `heading` (numbered), `prose` (sentences), `short` (anything else).
    """

    start: int
    end: int
    text: str
    kind: str


class Field(NamedTuple):
    """A labelled part of a meta line: the kind of its label, the span of its value, and the value, folded."""

    kind: str
    start: int
    end: int
    text: str


def split_lines(folded: str) -> tuple[Line, ...]:
    """Return the lines of a folded text, in order, each with its kind."""
    return tuple(_with_calls(list(_without_contents(_lines(folded)))))


def _without_contents(lines: Iterator[Line]) -> Iterator[Line]:
    """Take a table of contents for furniture: what is below 目录 and ends with the number of a page, and what has leaders."""
    inside = False
    for line in lines:
        short = len(line.text) <= _ENTRY_MAX
        goes_on = inside and (line.kind == "blank" or short and WAYS["contents_entry"].fullmatch(line.text) is not None)
        inside = goes_on or short and squeeze(line.text) in page_words()["contents"]
        listed = inside and line.kind != "blank" or short and WAYS["leaders"].search(line.text) is not None
        yield line._replace(kind="furniture") if listed else line


def _with_calls(lines: list[Line]) -> list[Line]:
    """Take the first lines of a page for no sentences where they only call out (灯会圆满落幕！), and sentences follow.

    So it is with a sentence above labels: 对某银行处罚款5万元。/ 发文日期：…, and with what the first line begins with.
    """
    shown = [index for index, line in enumerate(lines) if line.kind not in ("blank", "furniture")]
    below = [lines[index].kind for index in shown[1:3]]
    decided = below and WAYS["decides"].search(lines[shown[1]].text[:SAID_MAX])
    labelled = "meta" in below and below[0] in ("meta", "short")
    if (decided or labelled) and len(lines[shown[0]].text) <= SAID_MAX:
        said = lines[shown[0]]
        lines[shown[0]] = (
            said._replace(kind="short") if said.kind == "prose" and WAYS["said"].fullmatch(said.text) else said
        )
    first = lines[shown[0]].text if shown else ""
    for index in shown[1:REPEATED]:
        line = lines[index]
        site = len(first) - len(line.text) <= CALL_MAX and first.startswith(line.text)
        lines[index] = (
            line._replace(kind="short") if site and len(line.text) >= LEAST and line.kind == "prose" else line
        )
    for index in shown[: min(CALLS, len(shown) - 1)]:
        line = lines[index]
        if line.kind != "prose" or len(line.text) > CALL_MAX or re.search("[。；]", line.text):
            break
        lines[index] = line._replace(kind="short")
    return lines


def _lines(folded: str) -> Iterator[Line]:
    start = 0
    label_open, table, told = "", False, ""
    for raw in folded.split("\n"):
        marked = _MARKED.match(raw)
        rest = raw[marked.end() :].rstrip(SPACES).removesuffix(marked["mark"] or "") if marked else raw
        text = rest.strip(SPACES)
        left = (marked.end() if marked else 0) + len(rest) - len(rest.lstrip(SPACES))
        kind = _kind(text)
        if marked and kind == "prose" and not marked["mark"]:
            kind = "short"
        if table and kind == "short" and _spaced_label().match(text):
            kind = "meta"  # the only field of its row
        table = kind == "meta" and not _marked(text)
        titled = label_open != "metaTitle" and (WAYS["title_opens"].search(text) or told.startswith(text))
        if label_open and kind == "short" and len(text) <= VALUE_MAX and not titled:
            kind = "value"
            told = text if label_open == "metaTitle" else told
        if kind != "blank":
            label_open = _last_label(text) if kind == "meta" and text[-1] in ":：" else ""
        yield Line(start + left, start + left + len(text), text, kind)
        start += len(raw) + 1


def _last_label(text: str) -> str:
    """Return the kind of the last label of a line."""
    return next((m.lastgroup or "" for m in reversed(_marked(text))), "metaOther")


def _kind(text: str) -> str:
    if not text:
        return "blank"
    if len(text) <= 200:
        if _is_furniture(text):
            return "furniture"
        if words_in("related", "[【\\[]?", "[】\\]]?[\\s\u3000]*(?:[:：>＞]|$)").match(text):
            return "related"
        ends = len(_SENTENCE_END.findall(text))
        if ends < 3 and (words_in("footer").search(text) or not ends and words_in("footerBare").search(text)):
            return "footer"  # sentences of reports also use the bare words (主办单位, 未经许可)
        if _is_meta(text):
            return "meta"
        if len(text) <= 60 and words_in("caption", "(?:记者|通讯员|图片|资料).{0,30}", "[）)]?$").search(text):
            return "caption"
    if NUMBERING.match(text):
        return "heading"
    if _SENTENCE_END.search(text) or len(text) > HEADING_MAX and "，" in text:
        return "prose"
    return "short"


@cache
def _furniture() -> frozenset[str]:
    return frozenset(word.casefold() for word in page_words()["furniture"])


def _is_furniture(text: str) -> bool:
    if (
        words_in("breadcrumb", after="[\\s\u3000]*[:：>＞是]").match(text)
        or _URL.fullmatch(text)
        or WAYS["page_mark"].fullmatch(text)
    ):
        return True
    if _ORNAMENT.fullmatch(text) or WAYS["call"].match(text[:CALL_MAX]):
        return True
    pieces = [piece for piece in _SEPARATORS.split(text) if piece]
    known = sum(piece.casefold() in _furniture() for piece in pieces)
    if all(piece.casefold() in _furniture() or _COUNT.fullmatch(piece) for piece in pieces):
        return known > 0 or text in "】]【["
    return ">" in text.replace("＞", ">").replace("»", ">") and pieces[0].casefold() in _furniture()


def _groups(gap: str = "") -> str:
    """Return an alternation of the labels, a group for each kind; their characters may have a gap between them."""
    return "|".join(
        f"(?P<{kind}>{'|'.join(gap.join(map(re.escape, word)) for word in page_words()[kind])})" for kind in _KINDS
    )


@cache
def _label() -> re.Pattern[str]:
    """A label of a head block with its colon or brackets (来源：, 【来源】); its characters may be spaced (来　源：)."""
    gap = "\\s{0,6}"
    groups = _groups(gap)
    before = "(?:^|(?<=[\\s\u3000\xa0|｜【\\[（(）)】\\]；;，,/\\d次_])|(?=发[稿布文](?:单位|机[关构]|时间|日期|人)))"
    return re.compile(f"{before}(?:(?<=[【\\[])|[【\\[（(])?(?:{groups}){gap}(?:[】\\]]{gap}[:：]?|[:：])")


def begins_label(text: str) -> bool:
    """Say whether a text begins with a label and its colon (发布日期：2024-03-05)."""
    return re.search("[:：]", text[:_LABEL_CHARS]) is not None and _label().match(fold(text[:_LABEL_CHARS])) is not None


@cache
def _spaced_label() -> re.Pattern[str]:
    """A label of a table without marks (发布机构 某局　发文日期 2024-03-05): what stands beside it is parted by spaces."""
    return re.compile(f"(?:^|(?<=[ \u3000\t])) *(?:{_groups()})[ \u3000\t]+(?=[^ \u3000\t])")


@cache
def _names() -> tuple[str, ...]:
    return tuple(word for kind in _KINDS for word in page_words()[kind])


@cache
def _closing() -> re.Pattern[str]:
    """The last character of a label and its mark: quickly sought, and in few lines."""
    return re.compile(f"[{''.join(sorted({re.escape(name[-1]) for name in _names()}))}]\\s{{0,6}}[:：】\\]]")


def _marked(text: str, place: int = 0) -> list[re.Match[str]]:
    """Return the labels of a line with their marks, from a place on."""
    return list(_label().finditer(text, place)) if _closing().search(text, place) else []


def _labels(text: str) -> list[re.Match[str]]:
    """Return the labels of a line: with their marks, else two or more of a table without marks, or a long one, each with its value."""
    marked = _marked(text)
    if marked or " " not in text and "\u3000" not in text and "\t" not in text:
        return marked
    spaced = list(_spaced_label().finditer(text)) if text.lstrip(" ").startswith(_names()) else []
    filled = all(one.end() < other.start() for one, other in pairwise(spaced))
    several = len(spaced) > 1 or len(text.split()[0]) >= LEAST
    return spaced if spaced and several and spaced[0].start() == 0 and filled else []


def _is_meta(text: str) -> bool:
    """Say whether a line is of labels (来源：…), or begins with a date and goes on with labels or stands alone."""
    if len(text) > 160 or re.search("[。！？]", text.rstrip("。")) or "；" in text and text[-1] == "。":
        return False
    if labels := _labels(text):
        before = text[: labels[0].start()]  # 字体 大 中 小 来源：某局
        if (
            not before
            or WAYS["numbered_before"].fullmatch(before)
            or before.strip(SPACES)
            and _is_furniture(before.strip(SPACES))
        ):
            return True
    date = next(find_dates(text[:40]), None)
    before = text[: date.start].strip(SPACES + "[【（(") if date else text
    return date is not None and not before and bool(_marked(text, date.end))


def fields(lines: tuple[Line, ...]) -> tuple[Field, ...]:
    """Return the labelled values of the meta lines, in order, without the brackets and spaces around them."""
    found: list[Field] = []
    waiting: str | None = None
    for line in lines:
        if line.kind == "value" and waiting:
            found.append(Field(waiting, line.start, line.end, line.text))
        if line.kind != "meta":
            waiting = waiting if line.kind == "blank" else None
            continue
        matches = _labels(line.text) or list(_spaced_label().finditer(line.text))
        first = matches[0].start() if matches else 0
        if first > 0 and (lead := line.text[:first].strip(SPACES)):  # a date without a label before the others
            found.append(Field("metaIssued", line.start, line.start + len(lead), lead))
        for match, following in zip(matches, [*matches[1:], None], strict=True):
            found += _field(line, match, following.start() if following else len(line.text))
        waiting = matches[-1].lastgroup if matches and matches[-1].end() == len(line.text) else None
    return tuple(found)


def _field(line: Line, match: re.Match[str], end: int) -> Iterator[Field]:
    told = line.text[match.end() : end]
    left = len(told) - len(told.lstrip(SPACES + "[【（(|｜"))
    value = told[left:].rstrip(SPACES + "[]【】（）()|｜;；,，/_")
    closed = value.count("（") > value.count("）") and told[left + len(value) :].startswith("）")
    value += "）" if closed else ""
    if value and match.lastgroup:
        start = line.start + match.end() + left
        yield Field(match.lastgroup, start, start + len(value), value)


def squeeze(text: str) -> str:
    """Return the text without any spaces, for comparing."""
    return _SPACE.sub("", text)
