"""The ontology as one HTML page, offline: classes, properties, concepts, what they are aligned with, how they are worded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from html import escape
from importlib import resources

import pyoxigraph as ox

from gongbao.ontology import BASE, GB, RDFS, SKOS, VOCABULARY, ClassSpec, Ontology, PropertySpec, Term, directory
from gongbao.triples import Facts, local

_FIELD = (
    '<p><input id="find" type="search" hidden aria-label="找类、属性或用词 find a class, property or word"'
    ' placeholder="找类、属性或用词 · find"></p>'
)


def beside(name: str) -> str:
    """Return a style sheet or script of the pages of reference: this one and the guide."""
    return (resources.files("gongbao.export") / name).read_text("utf-8")


def searchable(page: str) -> str:
    """Return the page with a field to search it; the page as it is written runs no script."""
    script = f"<script>{beside('reference.js')}</script></body>"
    return page.replace("</header>", f"{_FIELD}</header>", 1).replace("</body>", script, 1)


def render_reference(terms: Ontology) -> str:
    """Return the page for an ontology, a user's own files included. Everything that comes from a file is escaped."""
    facts = Facts()
    for path in terms.files:
        facts.read(path)
    writer = _Page(terms, facts)
    title = facts.literals(GB[:-1], "http://purl.org/dc/terms/title")
    about = facts.literals(GB[:-1], "http://purl.org/dc/terms/description")
    own = [path.name for path in terms.files if directory() not in path.parents]
    with_files = f" · with {escape(', '.join(own))}" if own else ""
    return (
        '<!doctype html>\n<html lang="zh-Hans"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title.get('en', 'ontology'))} {escape(terms.version)}</title><style>{beside('reference.css')}</style></head><body>"
        f'<header><h1>{escape(title.get("zh-hans", ""))} <span lang="en">{escape(title.get("en", ""))}</span></h1>'
        f'<p class="soft">{escape(terms.version)} · <code>{escape(GB)}</code>{with_files}</p>'
        f'<p>{escape(about.get("zh-hans", ""))}</p><p lang="en" class="soft">{escape(about.get("en", ""))}</p>'
        f"{writer.navigation()}</header><main>{''.join(writer.sections())}</main></body></html>\n"
    )


_KINDS = "措辞的种类 · kinds of wording"


class _Page:
    def __init__(self, terms: Ontology, facts: Facts) -> None:
        self.terms, self.facts = terms, facts
        things = {c.id for c in terms.entity_classes}
        relations = {p.id for p in terms.relations}
        inverse = {p.id for p in terms.properties.values() if p.inverse}
        schemes: dict[str, list[Term]] = {}
        for concept in terms.concepts.values():
            schemes.setdefault(concept.scheme, []).append(concept)
        classes, properties = terms.classes.values(), terms.properties.values()
        self.groups: tuple[tuple[str, str, list[Term]], ...] = (
            ("things", "报告所说的事物 · things", [c for c in classes if c.id in things]),
            ("relations", "事物之间的关系 · relations", [p for p in properties if p.id in relations]),
            ("structure", "图谱的结构 · structure of a graph", [c for c in classes if c.id not in things]),
            ("properties", "结构的属性 · its properties", [p for p in properties if p.id not in relations | inverse]),
            ("inverses", "逆关系 · inverses", [p for p in properties if p.id in inverse]),
            ("concepts", "概念 · concepts", [c for scheme in sorted(schemes) for c in schemes[scheme]]),
        )

    def navigation(self) -> str:
        links = (f'<a href="#{key}">{escape(title)} ({len(group)})</a>' for key, title, group in self.groups)
        return f'<nav>{"".join(links)}<a href="#kinds">{_KINDS} ({len(self.terms.kinds)})</a></nav>'

    def sections(self) -> Iterable[str]:
        for key, title, group in self.groups:
            yield f'<h2 id="{key}">{escape(title)}</h2>'
            yield from map(self.article, group)
        rows = "".join(
            f"<dt><code>gbw:{escape(kind.id)}</code></dt><dd>{escape(kind.definitions.get('zh-hans', ''))} "
            f'<span lang="en">{escape(kind.definitions.get("en", ""))}</span> '
            f"{self.links(sorted(kind.owners))}{f' · {escape(kind.example)}' if kind.example else ''}</dd>"
            for kind in self.terms.kinds.values()
        )
        yield f'<h2 id="kinds">{_KINDS}</h2><article><dl>{rows}</dl></article>'

    def article(self, term: Term) -> str:
        color = f' style="--c:{escape(term.color)}"' if isinstance(term, ClassSpec) else ""
        rows = "".join(f"<dt>{escape(k)}</dt><dd>{v}</dd>" for k, v in self.rows(term) if v)
        return (
            f'<article id="{escape(term.id)}"{color}><h3>{escape(term.label("zh-hans"))} · '
            f'<span lang="en">{escape(term.label("en"))}</span><code>{escape(_short(term.iri))}</code></h3>'
            f"<p>{escape(term.definitions.get('zh-hans', ''))}</p>"
            f'<p class="soft" lang="en">{escape(term.definitions.get("en", ""))}</p>'
            f"<dl>{rows}</dl>{_wording(term)}</article>"
        )

    def rows(self, term: Term) -> Iterable[tuple[str, str]]:
        yield "繁体 zh-Hant", escape(f"{term.label('zh-hant')}：{term.definitions.get('zh-hant', '')}")
        if isinstance(term, ClassSpec):
            yield "上位 sub-class of", self.links(self.facts.iris(term.iri, RDFS + "subClassOf"))
            below = (c.iri for c in self.terms.classes.values() if term.id in c.parents)
            yield "下位 classes below", self.links(below)
        if isinstance(term, PropertySpec):
            yield "从 domain", self.links(self.facts.iris(term.iri, RDFS + "domain"))
            yield "到 range", self.links(self.facts.iris(term.iri, RDFS + "range"))
            yield "上位 sub-property of", self.links(self.facts.iris(term.iri, RDFS + "subPropertyOf"))
            if term.inverse:
                yield "逆 inverse of", self.links([self.terms.get_property(term.inverse).iri])
            yield "对称 symmetric", "✓" if term.symmetric else ""
        yield "概念表 scheme", escape(getattr(term, "scheme", ""))
        yield "相近 close match", self.links(self.facts.iris(term.iri, SKOS + "closeMatch"))
        yield (
            "理由 reason",
            f'<span lang="en">{escape(self.facts.literals(term.iri, RDFS + "comment").get("en", ""))}</span>',
        )

    def links(self, iris: Iterable[str]) -> str:
        known = {t.iri for group in (self.terms.classes, self.terms.properties) for t in group.values()}
        return ", ".join(
            f'<a href="#{escape(local(i))}"><code>{escape(_short(i))}</code></a>'
            if i in known
            else f"<code>{escape(_short(i))}</code>"
            for i in iris
        )


def _short(iri: str) -> str:
    for prefix, namespace in _prefixes().items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri.removeprefix(BASE)


@cache
def _prefixes() -> Mapping[str, str]:
    """The prefixes that the ontology's own file declares."""
    parser = ox.parse((directory() / VOCABULARY[0]).read_bytes(), format=ox.RdfFormat.TURTLE)
    next(iter(parser))  # which reads what stands before the first triple
    return parser.prefixes


def _wording(term: Term) -> str:
    kinds = {k: v for k, v in term.wording.items() if k not in ("role", "scheme", "off", "without")}
    return "".join(
        f"<details{' open' if len(words) <= 40 else ''}><summary><code>{escape(kind)}</code> · {len(words)}</summary>"
        f'<div class="words">{_spans(words)}</div></details>'
        for kind, words in kinds.items()
    )


def _spans(words: Sequence[str]) -> str:
    return "".join(f"<span>{escape(w)}</span>" for w in words)
