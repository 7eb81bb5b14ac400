"""Lists: the reports with their dates, the things of a class, and what a search finds, by name and in texts; a page at a time."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyoxigraph as ox

from gongbao.ontology import DCTERMS, RDF, SKOS, ClassSpec
from gongbao.query import query_text
from gongbao.serve.markup import Visit, render
from gongbao.serve.quoting import Quoted, apart
from gongbao.serve.reader import Object, Reader
from gongbao.serve.wire import Thing
from gongbao.text.script import fold, in_both_scripts

EACH = 50  # rows of a page


def reports(reader: Reader, visit: Visit, given: Mapping[str, str]) -> str:
    """Return the list of reports, newest first; `q` narrows it by title, file or publisher."""
    asked, page = given.get("q", "").strip(), number(given.get("page", ""))
    every = listed(reader, asked)
    told = {"title": visit.word("reports"), "filter": asked, "alone": "view" in given}
    shown = {"found": of_page(every, page, EACH), "count": len(every), "page": page, "each": EACH}
    return render("reports", visit, reader=reader, **told, **shown)


def of_page(rows: Sequence[Any], page: int, each: int) -> Sequence[Any]:
    """Return the rows of a page."""
    return rows[each * (page - 1) : each * page]


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


def things(visit: Visit, spec: ClassSpec, found: Sequence[Thing], count: int, page: int) -> str:
    """Return the list of the things of a class, those that are mentioned most first."""
    told = {"title": spec.label(visit.language), "type": spec.id, "found": found}
    return render("things", visit, **told, count=count, page=page, each=EACH)


def number(written: str, most: int = 100_000) -> int:
    """Return the number of a page; what is none is the first."""
    return min(max(int(written), 1), most) if written.isascii() and written.isdecimal() and len(written) < 9 else 1


FOUND = 10  # reports of a page
TITLED = 5  # reports that are shown for their titles
PLACES = 3  # places that are shown of a report
_TEXTS = query_text("pages/texts")  # read now: workers open no files
_AROUND = 60
_ENDS = frozenset("。！？；\n")


def search(reader: Reader, visit: Visit, given: Mapping[str, Any]) -> str:
    """Return the page; the things were found already, and the words are cut."""
    asked, page, words = given["q"], number(given.get("page", "")), given["words"]
    every = _reports(reader, asked, words)
    shown = (_passages(reader, report, asked, words) for report in of_page(every, page, FOUND))
    told = {"title": asked, "asked": asked, "things": [Thing(**thing) for thing in given["things"]]}
    found = {"titled": titled(reader, asked)[:TITLED] if page == 1 else [], "reports": shown}
    return render("search", visit, reader=reader, **told, **found, count=len(every), page=page, each=FOUND)


def _reports(reader: Reader, asked: str, words: Sequence[str]) -> list[ox.NamedNode]:
    """The reports that have all the words; first those that have them as they were typed, then the newest."""
    if not words:
        return []
    tests = " && ".join(f"({_has(word)})" for word in words)
    rows = reader.rows(_TEXTS % (tests, _has(asked)))
    return [report for row in rows if isinstance(report := row["report"], ox.NamedNode)]


def _has(word: str) -> str:
    return " || ".join(f"CONTAINS(?text, {ox.Literal(written)})" for written in in_both_scripts(word))


def _passages(
    reader: Reader, report: ox.NamedNode, asked: str, words: Sequence[str]
) -> tuple[ox.NamedNode, int, list[Quoted]]:
    """A report, at how many places it has the words, and the first of these."""
    whole = reader.value(report, "text")
    places = found_at(fold(whole), [fold(asked)]) or found_at(fold(whole), [fold(word) for word in words])
    return report, len(places), [_passage(report, whole, *place) for place in places[:PLACES]]


def found_at(folded: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Return where words stand in a text, in its order, none over another."""
    found: list[tuple[int, int]] = []
    for word in filter(None, words):
        at = folded.find(word)
        while at >= 0:
            found.append((at, at + len(word)))
            at = folded.find(word, at + len(word))
    return apart(found)


def _passage(report: ox.NamedNode, whole: str, start: int, end: int) -> Quoted:
    first, last = start, end
    while first > 0 and start - first < _AROUND and whole[first - 1] not in _ENDS:
        first -= 1
    while last < len(whole) and last - end < _AROUND and whole[last] not in _ENDS:
        last += 1
    before = "" if first == 0 or whole[first - 1] in _ENDS else "…"
    after = "" if last == len(whole) or whole[last] in _ENDS else "…"
    return Quoted(before + whole[first:start], whole[start:end], whole[end:last] + after, report, start, end)
