"""HTML: the title, the head block and the body of a page, without its navigation, related links and hidden parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from gongbao.errors import InputError
from gongbao.read import grid
from gongbao.read.encodings import HAN, decode
from gongbao.read.heads import TITLE_MIN
from gongbao.read.issue_date import beside, find_dates, only_date
from gongbao.read.lines import Line, begins_label, fields, split_lines
from gongbao.read.markup_cost import check_tags
from gongbao.read.raw import Raw
from gongbao.read.web_tables import Tables, labelled
from gongbao.read.web_tree import Lengths, events, measured
from gongbao.read.wording import WAYS, field_names, is_body, page_words
from gongbao.text.alternation import alternation
from gongbao.text.script import LETTER, fold

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)|<\?xml[^>]{0,100}encoding=[\"']([\w-]+)", re.I
)
_DROPPED = (
    "script, style, noscript, template, rt, rp, iframe, object, svg, select, button, input, textarea, nav, footer, head, del, "
    "aside:not([epub\\:type=footnote], [role=doc-footnote]), div[title=header], div[title=footer]"
)
_HIDDEN = "[hidden], [aria-hidden=true], [style*='display:none'], [style*='display: none']"
_NOTES = "[style*='mso-element:footnote-list'], [style*='mso-element:endnote-list']"  # below the pages that Word saves
_MARK = re.compile(r"[\[〔【（(]?(?:\d{1,3}|[ivx]{1,5})[\]〕】）)]?")  # what a link to a note of the page shows
_PAGE_PART = re.compile(
    r"nav|menu|crumb|foot(?!note)|share|related|recommend|copyright|sidebar|toolbar|search|login|qrcode|pagination|dangqian|"
    r"weizhi|xgxw|xglj|xgwz|xiangguan|hotnews|topbar|statement|friendlink|yqlj|bdshare|wza|print",
    re.I,
)
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "ol",
    "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
_TITLE_META, _SOURCE_META, _DATE_META = map(field_names, ("pageTitle", "pageSource", "pageDate"))
_SOURCE_SHOWN, _DATE_SHOWN = (
    "#js_name",
    "#publish_time, [id*=pubtime], [class*=pubtime], [id*=pubTime], [class*=pubTime], time",
)
"""Where pages of accounts and of news show who put them online, and when, without a label."""

_NEVER_LEFT_OUT = frozenset(["br", "p", "td", "tr", "tbody", "table", "body"])
_TITLE_CHARS = 1_000  # what of a page's <title>, of its metadata, and of a line that may be in its head is looked at
_FEET = 6  # lines at the head and foot of a text, and below it, among which its source may stand
_SITE_MAX, _COLUMN = 18, 6  # characters that the name of a site and of a column of one have at most
_TITLE_PARTS = re.compile(r"\s*(?:[_|｜－]|(?<!\d)[\-–—]|[\-–—](?!\d))\s*")
_SHEET = re.compile("第?[\\dA-Z]{1,4}版(?:[：:].{0,8})?$")
_BREAK = "\x0b"
_LONGEST_TITLE, _MARK_CHARS, _PRE_DEPTH = 90, 20, 3

RUNNING_TEXT = 120  # an element with more characters of running text than this is never taken for navigation
BODY_SHARE = 0.75  # the body is the smallest element that holds this share of the running text of its parent


def page_of(html: str, name: str) -> Raw:
    """Return the text of a page, or of a part of one, with its first heading. Raises UnsupportedInput beyond the limits."""
    check_tags(html, name)
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(html)
    headings = map(_heading, tree.css("h1, h2, h3"))
    told = next(
        (
            text
            for text in headings
            if (text[1:] or HAN.match(text)) and len(text) <= _LONGEST_TITLE and not is_body(text)
        ),
        None,
    )
    site = _site(tree)
    return Raw(_page_text(tree, name), name, told, site)


def source_of(data: bytes, name: str, charset: str | None = None) -> str:
    """Return the source of a page, decoded by what is said of it, or it says itself."""
    declared = _CHARSET.search(data[:8192])
    return decode(data, name, declared=charset or (declared and (declared[1] or declared[2]).decode("ascii")))


def _page_text(tree: LexborHTMLParser, name: str) -> str:
    metas = _metas(tree)
    heading = tree.css_first("title")
    page_title = (heading.text() if heading else "").strip()
    for node in reversed(tree.css(_DROPPED)):  # what is inside goes before what holds it
        node.decompose()
    body = tree.body
    if body is None:
        raise InputError("the page has no body", name=name)
    for node in _unseen(body, tree.css(_HIDDEN)):
        node.decompose()
    shown = [_shown(tree, where) for where in (_SOURCE_SHOWN, _DATE_SHOWN)]
    for node in tree.css("a[href*='#']"):
        mark, leads = node.text().strip(), not (node.attributes.get("href") or "").endswith("#")
        if leads and len(mark) <= _MARK_CHARS and _MARK.fullmatch(_bare(mark)):
            node.decompose()
    lengths = measured(body)
    container = _container(body, lengths)
    inside = _gather(container, lengths, stop=None)
    before = _gather(body, lengths, stop=container.mem_id)
    above = "\n".join(before)
    lines_above = split_lines(fold(above))
    kept = [
        line
        for line, following in zip(lines_above, [*lines_above[1:], None], strict=True)
        if line.kind in ("meta", "value")
        or line.kind == "short"
        and (_is_dated(line.text) or following is not None and only_date(following.text) and is_body(line.text))
    ]
    head = [above[line.start : line.end] for line in kept]
    shown[1] = shown[1] or next(_minutes(lines_above), "")
    title = _title(tree, metas, page_title[:_TITLE_CHARS], before, lengths)
    top = inside[:6]
    lines = [] if not title or any(_bare(title) in _bare(line) for line in top) else [title]
    joined, heads = (_bare("".join(line[:_TITLE_CHARS] for line in some)) for some in (top, head))
    lines += [line for line in head if _bare(line) not in joined]
    for label, keys, other in zip(("来源：", "发布时间："), (_SOURCE_META, _DATE_META), shown, strict=True):
        value = next((metas[key] for key in keys if metas.get(key)), other)
        told = keys != _SOURCE_META or any(map(_tells_source, top))  # what a mere sentence names is no source
        if value and _bare(value) not in heads and not (told and _bare(value) in joined):
            lines.append(label + value)
    signed = _signed(container, body, lengths)
    below = signed or _sourced(lines + inside[:_FEET] + inside[-_FEET:], container, body, lengths)
    below += [line for notes in tree.css(_NOTES) for line in _gather(notes, lengths, stop=None) if line not in inside]
    return "\n".join(lines + inside + below)


def _site(tree: LexborHTMLParser) -> str | None:
    """Return the body or newspaper whose site it is, by metadata or behind the title, where the page names no source.

    A government's site tells what all its bodies do.
    """
    metas, title = _metas(tree), tree.css_first("title")
    if any(metas.get(key) for key in _SOURCE_META) or tree.css_first(_SOURCE_SHOWN):
        return None
    page_title = title.text()[:_TITLE_CHARS].strip() if title else ""
    parts = _TITLE_PARTS.split(page_title)
    first = parts[0] if len(parts) > 1 and len(parts[0]) <= _SITE_MAX else ""  # 某局-通知公告-关于…的通知
    for name in (metas.get("og:site_name", ""), metas.get("sitename", ""), parts[-1], first):
        press = fold(name).endswith(page_words()["press"])
        ends = () if press else (end for end in page_words()["site"] if fold(name).endswith(end))
        plain = name[: -len(next(iter(ends), "")) or None]
        if is_body(plain) and not WAYS["no_site"].search(fold(plain)):
            return plain
    return None


def _is_dated(text: str) -> bool:
    """Say whether a line is a date, or a body and a date (清河日报 2025年8月21日 第3版：民生), and no more."""
    date = next(find_dates(text), None)
    other = _SHEET.sub("", beside(text, date)).rstrip() if date else text
    return date is not None and (not other or is_body(other))


def _minutes(lines: tuple[Line, ...]) -> Iterator[str]:
    """Yield when accounts put a page online, to the minute, on short lines (原创 清河发布 2024年9月2日 17:20 安徽)."""
    for line in lines:
        date = next(find_dates(line.text), None) if line.kind == "short" else None
        if date and "T" in date.value and not line.text.startswith(page_words()["now"]):
            yield line.text[date.start : date.end]


def _signed(container: LexborNode, body: LexborNode, lengths: Lengths) -> list[str]:
    """Return what stands right below the text, in elements of its own, as signatures do: bodies, dates, its end (完)."""
    found: list[str] = []
    for line in _below(container, body, lengths):
        plain = fold(line)
        if not (_is_dated(plain) or is_body(plain) or plain in page_words()["ending"]):
            break
        found.append(line)
    return found if any("年" in line and _is_dated(fold(line)) for line in found) else []


def _sourced(known: list[str], container: LexborNode, body: LexborNode, lengths: Lengths) -> list[str]:
    """Return the line below the text that tells whose it is (来源：某局　编辑：某某), and the next that dates it, where what is known does not."""
    if any(map(_tells_source, known)):
        return []
    below = list(islice(_below(container, body, lengths), _FEET))
    told = [line for line in below if _tells_source(line)][:1]
    dated = () if any(_tells_date(line) for line in (*known, *told)) else (line for line in below if _tells_date(line))
    return [*told, *islice(dated, len(told))]


def _tells_source(line: str, kinds: tuple[str, ...] = ("metaSource", "metaPublisher")) -> bool:
    return any(field.kind in kinds for field in fields(split_lines(fold(line[:_TITLE_CHARS]))))


_tells_date = partial(_tells_source, kinds=("metaWritten", "metaIssued"))


def _below(container: LexborNode, body: LexborNode, lengths: Lengths) -> Iterator[str]:
    """Yield the lines behind an element, from near to far."""
    node: LexborNode | None = container
    while node is not None and node.mem_id != body.mem_id:
        after = node.next
        while after is not None:
            if after.tag in (None, "-text") or not _is_left_out(after, after.tag or "", lengths):
                yield from _gather(after, lengths, stop=None)
            after = after.next
        node = node.parent


def _unseen(body: LexborNode, hidden: list[LexborNode]) -> list[LexborNode]:
    """Return the elements that are hidden; what holds most of the text is shown by a script."""
    if not hidden:
        return []
    known = {node.mem_id for node in hidden if node.mem_id != body.mem_id}
    shown_later = len(HAN.findall(body.text())) / 2
    found: list[LexborNode] = []
    weights = [0]
    for node, closing in events(body):
        if not closing:
            weights.append(len(HAN.findall(node.text_content or "")) if node.tag == "-text" else 0)
            continue
        weight = weights.pop()
        if node.mem_id in known and weight <= shown_later:
            found.append(node)
        else:
            weights[-1] += weight
    return found


def _metas(tree: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.css("meta"):
        key = node.attributes.get("name") or node.attributes.get("property")
        value = node.attributes.get("content")
        if key and value:
            found.setdefault(key.lower(), _SPACE.sub(" ", value).strip()[:_TITLE_CHARS])
    return found


def _shown(tree: LexborHTMLParser, where: str) -> str:
    node = tree.css_first(where)
    told = (_heading(node) or node.attributes.get("datetime") or "") if node else ""
    return told if len(told) <= _LONGEST_TITLE else ""


def _title(tree: LexborHTMLParser, metas: dict[str, str], page_title: str, before: list[str], lengths: Lengths) -> str:
    """Return the title: of the page's metadata, or what stands above the text and in <title> too, or looks like one."""
    for key in _TITLE_META:
        if metas.get(key):
            return metas[key]
    marked = tree.css("h1, h2, h3, [class*=tit], b")
    headings = [_heading(node) if lengths[node.mem_id].bare <= _LONGEST_TITLE else "" for node in marked]
    likely = [text for text in [*headings, *before] if 4 <= len(text) <= _LONGEST_TITLE]
    bare_title = _bare(page_title)
    in_title = [text for text in likely if _bare(text) in bare_title]
    parts = _TITLE_PARTS.split(page_title)
    site = parts[-1].strip() if len(parts) > 1 else ""
    best = [text for text in in_title if (text in headings or _bare(text) != _bare(site)) and not is_body(text)]
    if best:
        return max(best, key=len)
    named = re.compile(f"(?:{alternation(page_words()['title'])})$")
    lines = split_lines(fold("\n".join(before)))
    above = {line.text for line in lines if line.kind == "short"}
    fit = [
        text for text, folded in zip(before, map(fold, before), strict=True) if named.search(folded) and folded in above
    ]
    if fit:
        return next((text for text in headings if _bare(fit[-1]) in _bare(text)), fit[-1])
    shown = [pair for pair in zip(before, lines, strict=False) if not pair[0].startswith("—")]  # a subtitle
    over = [text for (text, line), (_, below) in pairwise(shown) if _is_over(line, below)]
    ranked = [text for text, node in zip(headings, marked, strict=True) if node.tag in ("h1", "h2", "h3")] + headings
    fit = [text for text in ranked if 4 <= len(text) <= _LONGEST_TITLE]
    return next(iter(over[-1:] + fit), _within_site(page_title) if len(parts) > 1 else "")


def _within_site(page_title: str) -> str:
    """Return what a page is called without the names of the site and its columns, before or behind: 农业部-公告-某草案."""
    parts = _TITLE_PARTS.split(page_title)
    last = max(range(len(parts)), key=lambda n: len(parts[n]))
    first = next(n for n, part in enumerate(parts) if n == last or not (is_body(part) or len(part) <= _COLUMN))
    last = next(
        n for n in range(len(parts) - 1, -1, -1) if n == last or len(parts[n]) > _COLUMN and not is_body(parts[n])
    )
    at = page_title.find(parts[first])
    return page_title[at : page_title.rfind(parts[last]) + len(parts[last])]


def _is_over(line: Line, below: Line) -> bool:
    """Say whether a line stands right above labels (来源：…), as titles do."""
    likely = line.kind == "short" and 2 * TITLE_MIN <= len(line.text) <= _LONGEST_TITLE
    labelled = below.kind == "meta" and all(field.kind != "metaTitle" for field in fields((below,)))
    return likely and labelled and not is_body(line.text)


def _heading(node: LexborNode) -> str:
    return _SPACE.sub(" ", node.text()).strip()


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _container(body: LexborNode, lengths: Lengths) -> LexborNode:
    """Go down from the body while one child holds nearly all of the running text."""
    current = body
    while True:
        best = None
        for child in current.iter():
            if child.tag in ("p", "span", "font"):
                continue
            if lengths[child.mem_id].prose >= BODY_SHARE * lengths[current.mem_id].prose > 0:
                best = child
        if best is None:
            return current
        current = best


def _gather(root: LexborNode, lengths: Lengths, stop: int | None) -> list[str]:
    """Return the lines of an element up to the node `stop`: one for each block, the cells of a table row joined.

    Blocks of mere links, or with the names of navigation and little running text, are left out.
    """
    lines: list[str] = []
    parts: list[str] = []

    def flush() -> None:
        lines.extend(filter(None, (_SPACE.sub(" ", line).strip() for line in "".join(parts).split(_BREAK))))
        parts.clear()

    passed: set[int] = set()
    tables = Tables(root)
    for node, closing in events(root, passed):
        tag = node.tag or ""
        if node.mem_id == stop:
            break
        if tag == "-text" and not closing:
            text = _typed(node)
            parted = parts and begins_label(text) and not _is_cut(parts[-1].strip(), text)
            parts.append(f" {text}" if parted else text)
        elif not closing and node.mem_id != root.mem_id and _is_left_out(node, tag, lengths):
            passed.add(node.mem_id)
        elif tag in ("td", "th"):
            parts.append(" ")
        elif tag in _BLOCKS and not (tag in ("p", "div") and _in_cell(node)):
            flush()
            told = [] if closing else _told(node, tables, lines[-1] if lines else "", whole=stop is None)
            lines += told
            passed |= {node.mem_id} if told else set()
    flush()
    return lines


def _is_cut(before: str, text: str) -> bool:
    """Say whether a label stands in two elements: 原|标题：, 发布|时间：."""
    return before.endswith("原") or re.fullmatch(LETTER + "{1,4}", before) is not None and begins_label(before + text)


def _told(node: LexborNode, tables: Tables, above: str, *, whole: bool) -> list[str]:
    """Return the lines of a table of figures, if tables are told as a `whole`, and of a row of labels; none for any other."""
    if node.tag == "table" and whole:
        rows = tables.rows(node)
        over = [*filter(None, map(_heading, node.css("caption")))] if rows else []
        return over + grid.told(rows, (over or [above])[0])
    pairs = labelled(node) if node.tag == "tr" and node.mem_id not in tables.holding else ""
    return [pairs] if pairs else []


def _typed(node: LexborNode) -> str:
    """Return a text, with marks of its line ends where they count: in <pre>, or in an element or two inside of it."""
    text, around = node.text_content or "", node.parent
    for _ in range(_PRE_DEPTH):
        if around is not None and around.tag == "pre":
            return text.replace("\n", _BREAK)
        around = around.parent if around is not None else None
    return text


def _in_cell(node: LexborNode) -> bool:
    """Say whether a paragraph is the only one of a table cell: a row of such cells is one line."""
    parent = node.parent
    if parent is None or parent.tag not in ("td", "th"):
        return False
    return len(list(islice(parent.iter(), 2))) == 1


def _is_left_out(node: LexborNode, tag: str, lengths: Lengths) -> bool:
    """Say whether an element is navigation: by its name with little running text, or by being mostly links."""
    if tag not in _BLOCKS or tag in _NEVER_LEFT_OUT or lengths[node.mem_id].prose > RUNNING_TEXT:
        return False
    attributes = node.attributes
    if _PAGE_PART.search(f"{attributes.get('class') or ''} {attributes.get('id') or ''}"):
        return True
    text = lengths[node.mem_id]
    return text.links > 2 and text.linked > 0.7 * text.bare
