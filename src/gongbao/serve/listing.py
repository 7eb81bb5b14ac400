"""Lists of the graph: its reports with their dates, and the things of a class; a page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyoxigraph as ox

from gongbao.ontology import ClassSpec
from gongbao.serve.markup import Visit, document, dot, link, pager, shown, text
from gongbao.serve.names import Named
from gongbao.serve.reader import Object, Reader
from gongbao.text.script import fold, to_traditional

EACH = 50
"""Rows of a page."""

_REPORTS = """SELECT ?report ?source ?title ?issued ?publisher ?by WHERE {
  { SELECT ?report (MIN(?file) AS ?source) (MAX(?named) AS ?title) (MAX(?date) AS ?issued) WHERE {
      ?report a gb:Report ; gb:source ?file .
      OPTIONAL { ?report dcterms:title ?named }
      OPTIONAL { ?report dcterms:issued ?date }
      %s
    } GROUP BY ?report ORDER BY DESC(STR(?issued)) ?source ?report LIMIT %d OFFSET %d }
  OPTIONAL {
    ?report dcterms:publisher ?publisher .
    ?publisher skos:prefLabel ?by . FILTER(LANGMATCHES(LANG(?by), "zh-Hans"))
  }
} ORDER BY DESC(STR(?issued)) ?source ?report"""
_COUNT = """SELECT (COUNT(DISTINCT ?report) AS ?n) WHERE {
  ?report a gb:Report ; gb:source ?file . OPTIONAL { ?report dcterms:title ?named } %s }"""


def reports(reader: Reader, visit: Visit, given: Mapping[str, str]) -> str:
    """Return the list of reports, newest first; `q` narrows it by title, file or publisher."""
    asked, page = given.get("q", "").strip(), number(given.get("page", ""))
    count = int(_text(reader.rows(_COUNT % _narrowed(asked))[0].get("n")) or 0)
    rows = report_rows(reader, visit, skip=EACH * (page - 1), most=EACH, asked=asked)
    hint = visit.word("reportfilter")
    note = f'<p class="note">{visit.word("alone")}</p>' if "view" in given else ""
    body = (
        f'<h1>{visit.word("reports")} <span class="count">{count:,}</span></h1>{note}'
        f'<form class="search" action="/reports"><input type="search" name="q" value="{text(asked)}" '
        f'aria-label="{hint}" placeholder="{hint}"><button>{visit.word("search")}</button></form>'
        f"{rows or nothing(visit)}{pager(visit, page, count, EACH)}"
    )
    return document(visit.word("reports"), body, visit)


def report_rows(reader: Reader, visit: Visit, *, skip: int, most: int, asked: str = "") -> str:
    """Return some reports as a list, each with publisher and date; '' where there are none."""
    items = []
    seen: set[Object | None] = set()
    for row in reader.rows(_REPORTS % (_narrowed(asked), most, skip)):
        report = row["report"]
        if report in seen or not isinstance(report, ox.NamedNode):
            continue  # of two publishers, the first
        seen.add(report)
        title = _text(row.get("title")) or _text(row.get("source"))
        publisher = row.get("publisher")
        by = link(publisher.value, _text(row.get("by")), visit.base) if isinstance(publisher, ox.NamedNode) else ""
        date = _text(row.get("issued"))
        items.append(
            f"<li>{link(report.value, title, visit.base)} <small>{by} <time>{text(date)}</time> "
            f"{shown(_text(row.get('source')))}</small></li>"
        )
    return f'<ol class="reports">{"".join(items)}</ol>' if items else ""


def things(visit: Visit, spec: ClassSpec, found: Sequence[Named], count: int, page: int) -> str:
    """Return the list of the things of a class, those that are mentioned most first."""
    label = text(spec.label(visit.language))
    items = "".join(thing_item(visit, thing) for thing in found)
    body = (
        f'<p class="kind">{dot(spec.id)}{visit.word("thingsof")}</p><h1>{label} <span class="count">{count:,}</span></h1>'
        f'<ul class="names">{items}</ul>{pager(visit, page, count, EACH)}'
    )
    return document(spec.label(visit.language), body if items else body + nothing(visit), visit)


def thing_item(visit: Visit, thing: Named, kind: str = "") -> str:
    """A thing in a list: its name, other names, and how often it is mentioned."""
    others = " · ".join(shown(name) for name in thing.names[1:4])
    count = visit.word("mentioned", n=thing.mentions)
    return f'<li>{kind}{link(thing.iri, thing.name, visit.base)} <small>{others}</small> <span class="count">{count}</span></li>'


def nothing(visit: Visit) -> str:
    """Say that there is nothing."""
    return f'<p class="note">{visit.word("noanswer")}</p>'


def number(written: str, most: int = 100_000) -> int:
    """Return the number of a page; what is none is the first."""
    return min(max(int(written), 1), most) if written.isascii() and written.isdecimal() and len(written) < 9 else 1


def variants(asked: str) -> list[str]:
    """Return what is asked for as SPARQL literals, in both scripts."""
    plain = fold(asked)
    return [str(ox.Literal(written)) for written in dict.fromkeys((asked, plain, to_traditional(plain)))]


def _narrowed(asked: str) -> str:
    if not asked:
        return ""
    tests = " || ".join(
        f"CONTAINS(?file, {v}) || CONTAINS(COALESCE(STR(?named), ''), {v}) || EXISTS {{ ?report dcterms:publisher/skos:prefLabel ?org "
        f"FILTER(CONTAINS(STR(?org), {v})) }}"
        for v in variants(asked)
    )
    return f"FILTER({tests})"


def _text(term: Object | None) -> str:
    return term.value if isinstance(term, (ox.Literal, ox.NamedNode)) else ""
