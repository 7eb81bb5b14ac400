"""The ontology as one HTML page, offline: classes, properties, concepts, what they are aligned with, how they are worded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from gongbao.ontology import BASE, GB, RDFS, SKOS, ClassSpec, Ontology, PropertySpec, Term, directory
from gongbao.triples import Facts, local

_KNOWN = {
    "http://www.w3.org/2002/07/owl#": "owl:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "http://www.w3.org/2001/XMLSchema#": "xsd:",
    "http://www.w3.org/2004/02/skos/core#": "skos:",
    "http://www.w3.org/ns/org#": "org:",
    "http://www.w3.org/ns/prov#": "prov:",
    "http://www.w3.org/ns/oa#": "oa:",
    "http://www.w3.org/2006/time#": "time:",
    "http://www.opengis.net/ont/geosparql#": "geo:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://purl.org/linked-data/cube#": "qb:",
    "http://xmlns.com/foaf/0.1/": "foaf:",
    "https://schema.org/": "schema:",
    GB: "gb:",
}

STYLE = """
:root{color-scheme:light dark;--ink:#23211d;--soft:#655f55;--line:#e4dfd4;--paper:#fbfaf7;--tint:#f1ede4;--link:#a8321f}
@media(prefers-color-scheme:dark){:root{--ink:#ebe8e2;--soft:#aaa69e;--line:#35373d;--paper:#1a1b1e;--tint:#2e3036;--link:#f08a70}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);
 font:16px/1.65 "Noto Sans CJK SC","PingFang SC","Microsoft YaHei",system-ui,sans-serif}
main,header{max-width:60rem;margin:0 auto;padding:0 1.25rem}header{padding-top:2.5rem}
h1{font-size:1.9rem;margin:0 0 .25rem}h2{margin:3rem 0 .5rem;font-size:1.35rem;border-bottom:1px solid var(--line)}
[hidden]{display:none}input{font:inherit;width:100%;max-width:26rem;padding:.35rem .7rem;color:inherit;background:none;
 border:1px solid var(--soft);border-radius:8px}input::placeholder{color:var(--soft);opacity:1}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
h3{margin:0;font-size:1.1rem}h3 code{font-size:.85em;color:var(--soft);font-weight:400;margin-left:.5rem}
a{color:var(--link)}p{margin:.35rem 0}.soft{color:var(--soft);font-size:.92rem}
nav{display:flex;flex-wrap:wrap;gap:.4rem 1rem;margin:1rem 0}
article{border:1px solid var(--line);border-left:6px solid var(--c,var(--line));border-radius:6px;padding:.9rem 1.1rem;
 margin:1rem 0;scroll-margin-top:1rem}article:target{background:var(--tint)}
dl{display:grid;grid-template-columns:9rem 1fr;gap:.15rem 1rem;margin:.6rem 0 0;font-size:.92rem}dt{color:var(--soft)}dd{margin:0}
details{margin-top:.6rem;font-size:.92rem}summary{cursor:pointer;color:var(--soft)}
.words span{display:inline-block;background:var(--tint);border-radius:4px;padding:0 .4rem;margin:.15rem .25rem .15rem 0}
@media(max-width:38rem){dl{grid-template-columns:1fr}dt{margin-top:.4rem}}
@media print{article{break-inside:avoid}details[open]{display:block}}
"""
"""How the pages of reference look: this one and the guide."""

_FIND = """
const find = document.getElementById("find");
find.hidden = false;
find.addEventListener("input", () => {
  const wanted = find.value.trim().toLowerCase();
  const has = element => element.textContent.toLowerCase().includes(wanted);
  for (const each of document.querySelectorAll("main article")) {
    each.hidden = !has(each);
    for (const words of each.querySelectorAll("details")) words.open = wanted !== "" && has(words);
  }
  for (const head of document.querySelectorAll("main h2")) {
    let next = head.nextElementSibling;
    while (next?.hidden) next = next.nextElementSibling;
    head.hidden = next === null || next.tagName === "H2";
  }
});
"""
"""Leaves the terms that hold what is typed, in any language, wording included."""
_FIELD = (
    '<p><input id="find" type="search" hidden aria-label="找类、属性或用词 find a class, property or word"'
    ' placeholder="找类、属性或用词 · find"></p>'
)


def searchable(page: str) -> str:
    """Return the page with a field to search it; the page as it is written runs no script."""
    return page.replace("</header>", f"{_FIELD}</header>", 1).replace("</body>", f"<script>{_FIND}</script></body>", 1)


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
        f"<title>{escape(title.get('en', 'ontology'))} {escape(terms.version)}</title><style>{STYLE}</style></head><body>"
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
    for namespace, prefix in _KNOWN.items():
        if iri.startswith(namespace):
            return prefix + iri.removeprefix(namespace)
    return iri.removeprefix(BASE)


def _wording(term: Term) -> str:
    kinds = {k: v for k, v in term.wording.items() if k not in ("role", "scheme", "off", "without")}
    return "".join(
        f"<details{' open' if len(words) <= 40 else ''}><summary><code>{escape(kind)}</code> · {len(words)}</summary>"
        f'<div class="words">{_spans(words)}</div></details>'
        for kind, words in kinds.items()
    )


def _spans(words: Sequence[str]) -> str:
    return "".join(f"<span>{escape(w)}</span>" for w in words)
