"""The first page: search, questions with blanks, things by type, the newest reports, and the other ways in."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

from gongbao.serve.asking import forms
from gongbao.serve.listing import listed, report_rows
from gongbao.serve.markup import Visit, document, dot, searchbox, text
from gongbao.serve.reader import Reader

NEWEST = 8

_COUNTS = """SELECT ?type (COUNT(DISTINCT ?one) AS ?n) WHERE { VALUES ?type { %s } ?one a ?type } GROUP BY ?type"""


def page(reader: Reader, visit: Visit, given: Mapping[str, str]) -> str:
    """Return the page."""
    counts = _counted(reader)
    kinds = [spec for spec in reader.terms.entity_classes if counts.get(spec.iri)]
    total = sum(counts[spec.iri] for spec in kinds)
    reports, statements, figures = (
        counts.get(reader.terms.get_class(c).iri, 0) for c in ("Report", "Statement", "Observation")
    )
    types = "".join(
        f'<li><a href="/things/{text(spec.id)}">{dot(spec.id)}{text(spec.label(visit.language))}</a> '
        f'<span class="count">{counts[spec.iri]:,}</span></li>'
        for spec in sorted(kinds, key=lambda spec: -counts[spec.iri])
    )
    everything = f'<p><a href="/reports">{visit.word("all", n=reports)}</a></p>'
    body = (
        f'<section class="hero"><h1>{visit.word("about", reports=reports)}</h1>{searchbox(visit, large=True)}'
        f"<p>{visit.word('about2', things=total, statements=statements, figures=figures)}</p></section>"
        f'<section><h2>{visit.word("asks")}</h2><p class="note">{visit.word("askhint")}</p>{forms(visit)}</section>'
        f'<div class="halves"><section><h2>{visit.word("thingsof")}</h2><ul class="types">{types}</ul></section>'
        f"<section><h2>{visit.word('reports')}</h2>{report_rows(reader, visit, listed(reader)[:NEWEST])}{everything}</section></div>"
        f"<section>{_ways(visit)}</section>"
    )
    return document(visit.word("home"), body, visit, search=False)


def _counted(reader: Reader) -> dict[str, int]:
    terms = reader.terms
    classes = [*terms.entity_classes, *(terms.get_class(c) for c in ("Report", "Statement", "Observation"))]
    found = {}
    for row in reader.rows(_COUNTS % " ".join(f"<{spec.iri}>" for spec in classes)):
        kind, count = row["type"], row["n"]
        if isinstance(kind, ox.NamedNode) and isinstance(count, ox.Literal):
            found[kind.value] = int(count.value)
    return found


def _ways(visit: Visit) -> str:
    ways = (
        ("/view", "view", "viewabout"),
        ("/query", "sparql", "queryabout"),
        ("/ontology", "ontology", "ontologyabout"),
    )
    items = "".join(f'<li><a href="{p}">{visit.word(name)}</a> {visit.word(about)}</li>' for p, name, about in ways)
    data = (
        f'<li>{visit.word("dataabout")}: <a href="/sparql">/sparql</a> <a href="/.well-known/void">/.well-known/void</a> '
        '<a href="/reconcile">/reconcile</a></li>'
    )
    return f'<ul class="ways">{items}{data}</ul>'
