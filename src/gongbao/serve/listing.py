"""Lists: the reports with their dates, the things of a class, and what a search finds, by name and in texts; a page at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pyoxigraph as ox

from gongbao.ontology import DCTERMS, RDF, SKOS, ClassSpec
from gongbao.serve.markup import Visit, document, dot, link, pager, path_of, shown, text
from gongbao.serve.names import Named
from gongbao.serve.reader import Object, Reader
from gongbao.text.script import fold, in_both_scripts

EACH = 50
"""Rows of a page."""


def reports(reader: Reader, visit: Visit, given: Mapping[str, str]) -> str:
    """Return the list of reports, newest first; `q` narrows it by title, file or publisher."""
    asked, page = given.get("q", "").strip(), number(given.get("page", ""))
    found = listed(reader, asked)
    count, rows = len(found), report_rows(reader, visit, found[EACH * (page - 1) : EACH * page], files=True)
    hint = visit.word("reportfilter")
    note = f'<p class="note">{visit.word("alone")}</p>' if "view" in given else ""
    body = (
        f'<h1>{visit.word("reports")} <span class="count">{count:,}</span></h1>{note}'
        f'<form class="search" action="/reports"><input type="search" name="q" value="{text(asked)}" '
        f'aria-label="{hint}" placeholder="{hint}"><button>{visit.word("search")}</button></form>'
        f"{rows or nothing(visit)}{pager(visit, page, count, EACH)}"
    )
    return document(visit.word("reports"), body, visit)


def listed(reader: Reader, asked: str = "") -> list[ox.NamedNode]:
    """Return the reports, newest first; those whose title, file or publisher has what is asked, in either script."""
    kind = ox.NamedNode(reader.terms.get_class("Report").iri)
    found: set[Object] = {quad.subject for quad in reader.quads(RDF + "type", kind)}
    if asked:
        wanted = fold(asked)
        bodies = _having(reader.values(SKOS + "prefLabel"), wanted)
        published = {q.subject for q in reader.quads(DCTERMS + "publisher") if q.object in bodies}
        found &= {*titled(reader, asked), *_having(reader.values("source"), wanted), *published}
    return _newest(reader, found)


def titled(reader: Reader, asked: str) -> list[ox.NamedNode]:
    """Return the reports whose title has what is asked, in either script, newest first."""
    return _newest(reader, _having(reader.values(DCTERMS + "title"), fold(asked)))


def _newest(reader: Reader, found: Iterable[Object]) -> list[ox.NamedNode]:
    dates, files = reader.values(DCTERMS + "issued"), reader.values("source")
    nodes = [node for node in found if isinstance(node, ox.NamedNode)]
    nodes.sort(key=lambda node: (files.get(node, ""), node.value))
    return sorted(nodes, key=lambda node: dates.get(node, ""), reverse=True)


def _having(words: Mapping[Object, str], wanted: str) -> set[Object]:
    return {node for node, written in words.items() if wanted in fold(written)}


def report_rows(reader: Reader, visit: Visit, found: Iterable[ox.NamedNode], *, files: bool = False) -> str:
    """Return reports as a list, each with publisher, date and, where asked for, file; '' where there are none."""
    items = "".join(_items(reader, visit, found, files))
    return f"<ol class='reports'>{items}</ol>" if items else ""


def _items(reader: Reader, visit: Visit, found: Iterable[ox.NamedNode], files: bool) -> Iterator[str]:
    for report in found:
        by = next((n for n in reader.nodes(report, DCTERMS + "publisher") if isinstance(n, ox.NamedNode)), None)
        publisher = link(by.value, reader.label(by), visit.base) if by is not None else ""
        date, file = reader.date(report), reader.value(report, "source")
        named = reader.label(report)
        written = shown(file) if files and file != named else ""
        yield (
            f"<li>{link(report.value, named, visit.base)} "
            f"<small>{publisher} <time>{text(date)}</time> {written}</small></li>"
        )


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
    others = " · ".join(map(shown, filter(None, (thing.scope, *thing.names[1:4]))))
    count = visit.word("mentioned", n=thing.mentions)
    return f'<li>{kind}{link(thing.iri, thing.name, visit.base)} <small>{others}</small> <span class="count">{count}</span></li>'


def nothing(visit: Visit) -> str:
    """Say that there is nothing."""
    return f'<p class="note">{visit.word("noanswer")}</p>'


def number(written: str, most: int = 100_000) -> int:
    """Return the number of a page; what is none is the first."""
    return min(max(int(written), 1), most) if written.isascii() and written.isdecimal() and len(written) < 9 else 1


FOUND = 10
"""Reports of a page."""

TITLED = 5
"""Reports that are shown for their titles."""

PLACES = 3
"""Places that are shown of a report."""

_AROUND = 60
_ENDS = frozenset("。！？；\n")

_TEXTS = """SELECT ?report (MAX(?date) AS ?issued) (MAX(?all) AS ?whole) WHERE {
  ?report gb:text ?text . FILTER(%s)
  BIND(IF(%s, 1, 0) AS ?all)
  OPTIONAL { ?report dcterms:issued ?date }
} GROUP BY ?report ORDER BY DESC(?whole) DESC(STR(?issued)) ?report"""


def search(reader: Reader, visit: Visit, given: Mapping[str, Any]) -> str:
    """Return the page; the things were found already, and the words are cut."""
    asked, at = given["q"], number(given.get("page", ""))
    found = [Named(**told) for told in given["things"]]
    body = f"<h1>{shown(asked)}</h1>"
    if found and at == 1:
        items = "".join(thing_item(visit, thing, _kind(reader, visit, thing)) for thing in found)
        body += f'<section><h2>{visit.word("names")}</h2><ul class="names">{items}</ul></section>'
    named_so = titled(reader, asked)[:TITLED] if at == 1 else []
    if named_so:
        body += f"<section><h2>{visit.word('reports')}</h2>{report_rows(reader, visit, named_so)}</section>"
    reports = _reports(reader, asked, given["words"])
    if reports:
        items = "".join(
            _report(reader, visit, report, asked, given["words"]) for report in reports[FOUND * (at - 1) : FOUND * at]
        )
        heading = f'{visit.word("texts")} <span class="count">{len(reports):,}</span>'
        body += f'<section><h2>{heading}</h2><ol class="texts">{items}</ol>{pager(visit, at, len(reports), FOUND)}</section>'
    if not found and not named_so and not reports:
        body += nothing(visit)
    return document(asked, body, visit, asked=asked)


def _kind(reader: Reader, visit: Visit, thing: Named) -> str:
    specs = [reader.by_iri[iri] for iri in thing.types if iri in reader.by_iri]
    return "".join(f'<span class="tag">{dot(s.id)}{text(s.label(visit.language))}</span>' for s in specs[:1])


def _reports(reader: Reader, asked: str, words: Sequence[str]) -> list[ox.NamedNode]:
    """The reports that have all the words; first those that have them as they were typed, then the newest."""
    if not words:
        return []
    tests = " && ".join(f"({_has(word)})" for word in words)
    rows = reader.rows(_TEXTS % (tests, _has(asked)))
    return [report for row in rows if isinstance(report := row["report"], ox.NamedNode)]


def _has(word: str) -> str:
    return " || ".join(f"CONTAINS(?text, {ox.Literal(written)})" for written in in_both_scripts(word))


def _report(reader: Reader, visit: Visit, report: ox.NamedNode, asked: str, words: Sequence[str]) -> str:
    whole = reader.value(report, "text")
    places = found_at(fold(whole), [fold(asked)]) or found_at(fold(whole), [fold(word) for word in words])
    date = reader.date(report)
    quoted = "".join(_place(visit, report, whole, *place) for place in places[:PLACES])
    href = text(path_of(report.value))
    title = f'<a href="{href}">{shown(reader.label(report))}</a> <small><time>{text(date)}</time></small>'
    return f'<li>{title} <span class="count">× {len(places)}</span>{quoted}</li>'


def found_at(folded: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Return where words stand in a text, in its order, none over another."""
    found: list[tuple[int, int]] = []
    for word in filter(None, words):
        at = folded.find(word)
        while at >= 0:
            found.append((at, at + len(word)))
            at = folded.find(word, at + len(word))
    kept: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _place(visit: Visit, report: ox.NamedNode, whole: str, start: int, end: int) -> str:
    first, last = start, end
    while first > 0 and start - first < _AROUND and whole[first - 1] not in _ENDS:
        first -= 1
    while last < len(whole) and last - end < _AROUND and whole[last] not in _ENDS:
        last += 1
    href = f"{path_of(report.value)}?at={start}-{end}#at"
    before, after = (
        "" if cut in _ENDS else "…" for cut in (whole[first - 1 : first] or "\n", whole[last : last + 1] or "\n")
    )
    marked = f"{before}{text(whole[first:start])}<mark>{text(whole[start:end])}</mark>{text(whole[end:last])}{after}"
    return f'<blockquote><a class="quiet" href="{text(href)}"><bdi>{marked}</bdi></a></blockquote>'
