"""The first page, and questions: the ready-made queries as sentences with blanks, their answers with the sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

import pyoxigraph as ox

from gongbao.ontology import GB, RDF
from gongbao.query import Ready, fill, get_ready, ready_made, takes_names
from gongbao.serve.listing import listed, number, report_rows
from gongbao.serve.markup import WORDS, Visit, document, dot, link, pager, period, searchbox, shown, text
from gongbao.serve.quoting import quotation, told
from gongbao.serve.reader import Object, Reader

EACH = 100
"""Rows of a page."""

MOST = 20_000
"""Rows that are counted; who finds more asks more narrowly."""

FIRST = {name: at for at, name in enumerate(("campaigns", "planned", "between", "cases", "quantities"))}
"""The questions that come first."""

_BLANK = re.compile(r"\{(\w+)\|([^{}]+)\}")
CODED = frozenset({"modality", "relation", "type"})
DATED = frozenset({"since", "time"})
"""Columns of ready-made queries that hold terms of the ontology, and dates."""


def forms(visit: Visit) -> str:
    """All questions, each as a form."""
    ordered = sorted(ready_made().values(), key=lambda ready: (FIRST.get(ready.name, len(FIRST)), ready.name))
    listed = ((ready, at) for ready in ordered for at in range(len(ready.asks)))
    return f'<ul class="asks">{"".join(f"<li>{form(visit, ready, at, {})}</li>" for ready, at in listed)}</ul>'


def form(visit: Visit, ready: Ready, at: int, given: Mapping[str, str]) -> str:
    """A question: the sentence, its blanks as fields."""
    sentence = ready.asks[at][0 if visit.language == "en" else 1]
    parts, end = [], 0
    for blank in _BLANK.finditer(sentence):
        parts.append(_words(sentence[end : blank.start()]))
        names = ' data-names=""' if blank[1] in takes_names(ready) else ""
        parts.append(
            f'<input name="{blank[1]}" value="{text(given.get(blank[1], ""))}" aria-label="{text(blank[2])}" '
            f'placeholder="{text(blank[2])}" autocomplete="off" required{names}>'
        )
        end = blank.end()
    parts.append(_words(sentence[end:]))
    which = f'<input type="hidden" name="ask" value="{at}">' if at else ""
    return f'<form action="/ask/{ready.name}">{"".join(parts)}{which}<button>{visit.word("ask")}</button></form>'


def _words(written: str) -> str:
    return f"<span>{text(written.strip())}</span>" if written.strip() else ""


def blanks(ready: Ready, at: int) -> list[str]:
    """Return the parameters that a question asks for."""
    return [blank[1] for blank in _BLANK.finditer(ready.asks[at][0])]


def page(reader: Reader, visit: Visit, given: Mapping[str, Any]) -> str:
    """Return the page of a question, with its answer where its blanks are filled. Raises QueryError."""
    ready = get_ready(given["query"])
    at = min(number(given.get("ask", "0")) if given.get("ask", "").isdecimal() else 0, len(ready.asks) - 1)
    filled = {name: value for name in blanks(ready, at) if (value := given.get(name, "").strip())}
    title = ready.title if visit.language == "en" else ready.title_zh
    body = f'<h1>{text(title)}</h1><div class="asks asked">{form(visit, ready, at, filled)}</div>'
    if filled:
        body += _answered(reader, visit, ready, filled, number(given.get("page", "")), given.get("near", ""))
        body += _ways(reader, visit, given.get("ways", ()))
    return document(title, body, visit)


def _answered(reader: Reader, visit: Visit, ready: Ready, filled: Mapping[str, str], page: int, near: str) -> str:
    names, found = _answer(reader, ready, filled)
    plain = fill(ready, filled)
    ways = (
        f'<p class="data"><a href="/query?{text(urlencode({"query": plain}))}">{visit.word("assparql")}</a> · '
        f'<a href="/sparql?{text(urlencode({"query": plain, "format": "csv"}))}">CSV</a></p>'
    )
    if not found:
        return f'<p class="note" role="status">{visit.word("noanswer")}</p>{near}{ways}'
    columns = [c for c in names if f"?{c}" not in ready.links.values() or c in ready.links]
    head = "".join(f'<th scope="col">{visit.word(c) if c in WORDS else text(c)}</th>' for c in columns)
    rows = found[EACH * (page - 1) : EACH * page]
    cells = ("".join(f"<td>{_cell(reader, visit, ready, row, c)}</td>" for c in columns) for row in rows)
    table = "".join(f"<tr>{row}</tr>" for row in cells)
    return (
        f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{table}</tbody></table></div>'
        f"{pager(visit, page, len(found), EACH)}{ways}"
    )


def _ways(reader: Reader, visit: Visit, ways: Sequence[Sequence[str]]) -> str:
    """The shortest ways between two things, each step with the sentence that says it first."""
    items = ""
    for way in ways:
        nodes = [ox.NamedNode(iri) for iri in way]
        named = " – ".join(link(node.value, reader.label(node), visit.base) for node in nodes)
        steps = "".join(_step(reader, visit, a, b) for a, b in pairwise(nodes))
        items += f"<li>{named}{steps}</li>"
    return f'<h2>{visit.word("shortest")}</h2><ol class="ways">{items}</ol>' if items else ""


def _step(reader: Reader, visit: Visit, one: ox.NamedNode, other: ox.NamedNode) -> str:
    """What a statement that ties two things says, in either direction."""
    both = f"{{ ?s rdf:subject {one} ; rdf:object {other} }} UNION {{ ?s rdf:subject {other} ; rdf:object {one} }}"
    found = reader.rows(f"SELECT ?s WHERE {{ {both} }} ORDER BY ?s LIMIT 1")
    first = found[0]["s"] if found else None
    if not isinstance(first, ox.NamedNode):
        return ""
    named = text(reader.term(reader.value(first, RDF + "predicate"), visit.language))
    return f"<p>{named}</p>{told(reader, visit, first)}"


def _answer(reader: Reader, ready: Ready, filled: Mapping[str, str]) -> tuple[list[str], list[dict[str, Object]]]:
    """The columns of an answer, and its rows: one for each statement, though several sentences tell it; all are quoted."""
    linked = Ready(ready.name, ready.title, ready.title_zh, ready.parameters, ready.linked)
    rows = reader.rows(f"{fill(linked, filled, reader.store)}\nLIMIT {MOST}")
    selected = re.search(r"SELECT DISTINCT ((?:\?\w+\s+)+)WHERE", ready.text)
    columns = re.findall(r"\?(\w+)", selected[1]) if selected else sorted({name for row in rows for name in row})
    pointer = ready.links.get("evidence", "").lstrip("?")
    grouped = {(str(row[pointer]) if pointer in row else at): row for at, row in enumerate(rows)}
    return columns, list(grouped.values())


def _cell(reader: Reader, visit: Visit, ready: Ready, row: Mapping[str, Object], column: str) -> str:
    pointer = row.get(ready.links.get(column, "").lstrip("?"))
    value = row.get(column)
    written = value.value if isinstance(value, (ox.Literal, ox.NamedNode)) else ""
    if pointer is not None and column == "evidence":
        return _quoted(reader, visit, pointer)
    if isinstance(pointer, ox.NamedNode):
        return link(pointer.value, written, visit.base)
    if column in CODED:
        return text(reader.term(GB + written, visit.language))
    if isinstance(value, ox.NamedNode):
        return link(value.value, reader.label(value), visit.base)
    if column in DATED:
        return period(written, visit.language)
    return shown(written)


def _quoted(reader: Reader, visit: Visit, pointer: Object) -> str:
    """The sentences of a statement, of several written one after the other, or of one piece of evidence."""
    if isinstance(pointer, ox.Literal):
        nodes = [ox.NamedNode(iri) for iri in pointer.value.split()[:5]]
        return "".join(told(reader, visit, node) for node in nodes)
    if isinstance(pointer, ox.Triple):
        return ""
    return told(reader, visit, pointer) or quotation(reader, visit, pointer)


NEWEST = 8

_COUNTS = """SELECT ?type (COUNT(DISTINCT ?one) AS ?n) WHERE { VALUES ?type { %s } ?one a ?type } GROUP BY ?type"""


def home(reader: Reader, visit: Visit, _given: Mapping[str, str]) -> str:
    """Return the first page: search, questions with blanks, things by type, the newest reports, and the other ways in."""
    others = [reader.terms.get_class(name).iri for name in ("Report", "Statement", "Observation")]
    classes = " ".join(f"<{iri}>" for iri in (*others, *(spec.iri for spec in reader.terms.entity_classes)))
    counted = ((row["type"], row["n"]) for row in reader.rows(_COUNTS % classes))
    counts = {
        kind.value: int(n.value) for kind, n in counted if not isinstance(kind, ox.Triple) and isinstance(n, ox.Literal)
    }
    kinds = [spec for spec in reader.terms.entity_classes if counts.get(spec.iri)]
    total = sum(counts[spec.iri] for spec in kinds)
    reports, statements, figures = (counts.get(iri, 0) for iri in others)
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
        f"<section>{_others(visit)}</section>"
    )
    return document(visit.word("home"), body, visit, search=False)


def _others(visit: Visit) -> str:
    ways = (("/view", "view"), ("/query", "sparql"), ("/ontology", "ontology"))
    items = "".join(f'<li><a href="{p}">{visit.word(n)}</a> {visit.word(f"{p[1:]}about")}</li>' for p, n in ways)
    data = (
        f'<li>{visit.word("dataabout")}: <a href="/sparql">/sparql</a> <a href="/.well-known/void">/.well-known/void</a> '
        '<a href="/reconcile">/reconcile</a></li>'
    )
    return f'<ul class="ways">{items}{data}</ul>'
