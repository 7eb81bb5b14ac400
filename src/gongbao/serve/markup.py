"""HTML that texts of strangers cannot break: everything is escaped, and characters that deceive the eye are shown."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

WORDS: Mapping[str, tuple[str, str]] = {  # English, Chinese
    "aliases": ("Also written", "又作"),
    "allof": ("Everything that the graph says here", "图谱中的全部内容"),
    "code": ("Code", "代码"),
    "data": ("As data", "数据"),
    "evidence": ("Evidence", "依据"),
    "home": ("Query", "查询"),
    "incoming": ("Stated about it as object", "以其为对象的陈述"),
    "mentions": ("Mentions", "提及"),
    "modality": ("Modality", "情态"),
    "more": ("Only the first are shown; ask for all of them in SPARQL.", "仅显示前若干条；其余请用 SPARQL 查询。"),
    "outgoing": ("Stated about it", "关于它的陈述"),
    "prefixes": ("Prefixes that are known without writing them", "无需声明即可使用的前缀"),
    "quantities": ("Quantities", "数量"),
    "ready": ("Ready-made queries", "现成查询"),
    "run": ("Run (Ctrl+Enter)", "运行（Ctrl+Enter）"),
    "same": ("Same as", "等同于"),
    "things": ("What it mentions", "文中提及"),
    "time": ("Time", "时间"),
    "view": ("Picture", "图"),
}


def word(key: str, language: str) -> str:
    """Return a word of the pages in the reader's language (`en`, or Chinese)."""
    english, chinese = WORDS[key]
    return english if language == "en" else chinese


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


def document(title: str, body: str, language: str, *, scripts: tuple[str, ...] = (), origin: str = "") -> str:
    """Return a whole page; styles and scripts are files of this server, so that a strict policy holds.

    `origin` is where the graph's IRIs begin, for scripts that link to this server's page of a thing.
    """
    tags = "".join(f'<script src="/static/{name}" defer></script>' for name in scripts)
    return (
        f'<!doctype html><html lang="{"en" if language == "en" else "zh-Hans"}" data-origin="{text(origin)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{text(title)} · gongbao</title><link rel="stylesheet" href="/static/style.css">'
        f'<link rel="icon" href="data:,">{tags}</head><body><header><a href="/" class="brand">公报 gongbao</a>'
        f'<nav><a href="/">{word("home", language)}</a> <a href="/view">{word("view", language)}</a></nav></header>'
        f"<main>{body}</main></body></html>\n"
    )
