"""HTML that texts of strangers cannot break: templates escape everything, and characters that deceive the eye are shown."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import pyoxigraph as ox
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from gongbao import ontology
from gongbao.export.templates import environment
from gongbao.serve.quoting import decision_line, quoted
from gongbao.text import tsv

_ROWS = tsv.rows("gongbao.serve", "phrases.tsv")
WORDS: Mapping[str, tuple[str, str]] = {key: (english, zh) for key, english, zh in _ROWS}


@dataclass(frozen=True, slots=True)
class Visit:
    """Who asks for a page: the reader's language (`en` or `zh-Hans`), the page's path and query, the graph's base.

    `decides` says whether readers may decide what is right.
    """

    language: str
    here: str
    base: str
    decides: bool = False

    @property
    def english(self) -> bool:
        """Whether the reader reads English."""
        return self.language == "en"

    @property
    def origin(self) -> str:
        """Scheme and host of the graph's IRIs."""
        return origin_of(self.base)

    @property
    def root(self) -> str:
        """The path of the graph's base."""
        return urlsplit(self.base).path

    def word(self, key: str, **values: object) -> str:
        """Return a word of the pages in the reader's language; numbers get their separators."""
        written = {name: f"{value:,}" if isinstance(value, int) else value for name, value in values.items()}
        return WORDS[key][0 if self.english else 1].format(**written)

    def with_query(self, **changed: object) -> str:
        """Return this page's address with other parameters; None takes one away."""
        path, _, query = self.here.partition("?")
        given = {name: value for name, value in parse_qsl(query) if name not in changed}
        kept = given | {name: str(value) for name, value in changed.items() if value is not None}
        return path + ("?" + urlencode(kept) if kept else "")


def render(template: str, visit: Visit, **given: Any) -> str:
    """Return a page: its template, filled in."""
    return templates().get_template(f"{template}.html").render(visit=visit, word=visit.word, **given)


@cache
def templates() -> Environment:
    """Return the templates of the pages, all of them read: workers open no files."""
    found = environment("gongbao.serve").overlay(finalize=_seen, undefined=StrictUndefined)
    names = ("DCTERMS", "GB", "OWL", "RDF")
    found.globals |= {name: getattr(ontology, name) for name in names} | {"WORDS": WORDS}
    found.globals |= {made.__name__: made for made in (decision_line, path_of, period, quoted)}
    found.filters["words"] = lambda term: str(term) if isinstance(term, ox.Triple) else term.value
    found.tests.update(
        named=lambda term: isinstance(term, ox.NamedNode), literal=lambda term: isinstance(term, ox.Literal)
    )
    for name in found.list_templates():
        found.get_template(name)
    return found


def _seen(value: object) -> object:
    """What a page shows of a value: of text, invisible controls as `[U+202E]`."""
    if isinstance(value, Markup) or (text := str(value)).isprintable():
        return value
    return "".join(map(_character, text))


def _character(character: str) -> str:
    if character in "\n\t" or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
        return character
    return f"[U+{ord(character):04X}]"


def origin_of(base: str) -> str:
    """Return scheme and host of an IRI."""
    parts = urlsplit(base)
    return f"{parts.scheme}://{parts.netloc}"


def period(value: str, language: str) -> str:
    """Write an ISO 8601 date or interval as a reader would: `2023-04/..` is “2023-04 起”, or “since 2023-04”."""
    first, apart, last = (part.removeprefix("--").replace("T", " ") for part in value.partition("/"))
    if last == "..":
        return f"since {first}" if language == "en" else f"{first} 起"
    if first == "..":
        return f"until {last}" if language == "en" else f"至 {last}"
    return f"{first} – {last}" if apart else first


def path_of(iri: str) -> str:
    """Return the path at which this server shows an IRI, percent-encoded."""
    parts = urlsplit(iri)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    return "/" + quote(path.lstrip("/"), safe="/%?=&:@!$'()*+,;~-._")
