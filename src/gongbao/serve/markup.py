"""HTML that texts of strangers cannot break: everything is escaped, and characters that deceive the eye are shown."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

_ROWS = (resources.files("gongbao.serve") / "phrases.tsv").read_text("utf-8").splitlines()[1:]
WORDS: Mapping[str, tuple[str, str]] = {key: (english, zh) for key, english, zh in (row.split("\t") for row in _ROWS)}


@dataclass(frozen=True, slots=True)
class Visit:
    """Who asks for a page: the reader's language (`en` or `zh-Hans`), the page's path and query, the graph's base.

    `decides` says whether readers may decide what is right.
    """

    language: str
    here: str
    base: str
    decides: bool = False

    def word(self, key: str, **values: object) -> str:
        """Return a word of the pages in the reader's language, escaped; numbers get their separators."""
        written = {name: f"{value:,}" if isinstance(value, int) else value for name, value in values.items()}
        english, chinese = WORDS[key]
        return text((english if self.language == "en" else chinese).format(**written))

    def with_query(self, **changed: object) -> str:
        """Return this page's address with other parameters; None takes one away. Escaped for an attribute."""
        path, _, query = self.here.partition("?")
        given = {name: value for name, value in parse_qsl(query) if name not in changed}
        kept = given | {name: str(value) for name, value in changed.items() if value is not None}
        return text(path + ("?" + urlencode(kept) if kept else ""))


def origin_of(base: str) -> str:
    """Return scheme and host of an IRI."""
    parts = urlsplit(base)
    return f"{parts.scheme}://{parts.netloc}"


def text(value: str) -> str:
    """Escape for an element's content or a quoted attribute; invisible controls become `[U+202E]`."""
    return html.escape("".join(_seen(c) for c in value))


def _seen(character: str) -> str:
    if character in "\n\t" or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
        return character
    return f"[U+{ord(character):04X}]"


def shown(value: str) -> str:
    """Escape a name or quotation, held apart from the direction of what surrounds it."""
    return f"<bdi>{text(value)}</bdi>"


def period(value: str, language: str) -> str:
    """Write an ISO 8601 date or interval as a reader would: `2023-04/..` is “2023-04 起”, or “since 2023-04”."""
    first, apart, last = (part.removeprefix("--").replace("T", " ") for part in value.partition("/"))
    if last == "..":
        return text(f"since {first}" if language == "en" else f"{first} 起")
    if first == "..":
        return text(f"until {last}" if language == "en" else f"至 {last}")
    return text(f"{first} – {last}" if apart else first)


def path_of(iri: str) -> str:
    """Return the path at which this server shows an IRI, percent-encoded."""
    parts = urlsplit(iri)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    return "/" + quote(path.lstrip("/"), safe="/%?=&:@!$'()*+,;~-._")


def link(iri: str, label: str, base: str) -> str:
    """Link to a thing of this graph, or to the web where the IRI is of another site; else only its label."""
    if iri.startswith(base):
        return f'<a href="{html.escape(path_of(iri))}">{shown(label)}</a>'
    if urlsplit(iri).scheme in ("http", "https"):
        return f'<a href="{html.escape(iri)}" rel="noreferrer nofollow">{shown(label)}</a>'
    return shown(label)


def dot(type_id: str) -> str:
    """The colour of a class, as the picture has it."""
    return f'<span class="dot t-{text(type_id)}"></span>'


def pager(visit: Visit, page: int, count: int, each: int) -> str:
    """Links to the page before and after; nothing where one page holds all."""
    last = max(1, -(-count // each))
    if last == 1:
        return ""
    before = f'<a rel="prev" href="{visit.with_query(page=page - 1)}">{visit.word("previous")}</a>' if page > 1 else ""
    after = f'<a rel="next" href="{visit.with_query(page=page + 1)}">{visit.word("next")}</a>' if page < last else ""
    where = visit.word("page", n=page, of=last)
    return f'<nav class="pages" aria-label="{visit.word("pages")}">{before}<span>{where}</span>{after}</nav>'


def searchbox(visit: Visit, asked: str = "", *, large: bool = False) -> str:
    """The form that searches names and texts."""
    kind = "search large" if large else "search"
    return (
        f'<form class="{kind}" role="search" action="/search"><input type="search" name="q" value="{text(asked)}" '
        f'data-names="go" autocomplete="off" aria-label="{visit.word("search")}" placeholder="{visit.word("searchhint")}">'
        f"<button>{visit.word('search')}</button></form>"
    )


def document(
    title: str, body: str, visit: Visit, *, scripts: Iterable[str] = (), asked: str = "", search: bool = True
) -> str:
    """Return a whole page; styles and scripts are files of this server, so that a strict policy holds.

    `asked` is what the search box at the top says; `search` is false where the page has a box of its own.
    """
    english = visit.language == "en"
    tags = "".join(f'<script src="/static/{name}" defer></script>' for name in ("people.js", *scripts))
    other, name = ("zh", "中文") if english else ("en", "English")
    here = visit.here.partition("?")[0]
    places = (("/reports", "reports"), ("/view", "view"), ("/query", "query"), ("/ontology", "ontology"))
    links = "".join(
        f'<a href="{path}"{" aria-current=page" if path == here else ""}>{visit.word(key)}</a>' for path, key in places
    )
    return (
        f'<!doctype html><html lang="{"en" if english else "zh-Hans"}" data-origin="{text(origin_of(visit.base))}" data-base="{text(urlsplit(visit.base).path)}"><head>'
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{text(title)} · gongbao</title><link rel="stylesheet" href="/static/style.css">'
        f'<link rel="stylesheet" href="/static/types.css"><link rel="icon" href="data:,">{tags}</head><body>'
        f'<a class="skip" href="#main">{visit.word("skip")}</a><header class="bar">'
        f'<a href="/" class="brand"><span class="seal" lang="zh">公报</span> gongbao</a>'
        f"{searchbox(visit, asked) if search else '<span></span>'}<nav>{links}"
        f'<a href="{visit.with_query(lang=other)}" lang="{other}" hreflang="{other}">{name}</a></nav></header>'
        f'<main id="main" tabindex="-1">{body}</main></body></html>\n'
    )
