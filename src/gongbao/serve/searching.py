"""What a search finds: things by name, and the reports whose text has the words, each with its places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyoxigraph as ox

from gongbao.serve.listing import nothing, number, report_rows, thing_item, titled, variants
from gongbao.serve.markup import Visit, document, dot, pager, path_of, shown, text
from gongbao.serve.names import Named
from gongbao.serve.reader import Reader
from gongbao.text.script import fold

EACH = 10
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


def page(reader: Reader, visit: Visit, given: Mapping[str, Any]) -> str:
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
            _report(reader, visit, report, asked, given["words"]) for report in reports[EACH * (at - 1) : EACH * at]
        )
        heading = f'{visit.word("texts")} <span class="count">{len(reports):,}</span>'
        body += (
            f'<section><h2>{heading}</h2><ol class="texts">{items}</ol>{pager(visit, at, len(reports), EACH)}</section>'
        )
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
    return " || ".join(f"CONTAINS(?text, {literal})" for literal in variants(word))


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
