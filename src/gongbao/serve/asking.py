"""The first page, and questions: the ready-made queries as sentences with blanks, their answers with the sentences."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import pyoxigraph as ox

from gongbao.query import Ready, fill, get_ready, query_text, ready_made, takes_names
from gongbao.serve.listing import listed, number, of_page
from gongbao.serve.markup import Visit, render
from gongbao.serve.reader import Object, Reader

EACH = 100  # rows of a page
MOST = 20_000  # rows that are counted; who finds more asks more narrowly
FIRST = {name: at for at, name in enumerate(("campaigns", "planned", "between", "cases", "quantities"))}
"""The questions that come first."""

_BLANK = re.compile(r"\{(\w+)\|([^{}]+)\}")
CODED = frozenset({"modality", "relation", "type"})
DATED = frozenset({"since", "time"})  # columns of ready-made queries that hold terms of the ontology, and dates


def pieces(ready: Ready, at: int, english: bool) -> Iterator[Sequence[str]]:
    """Yield a question piece by piece: words, then a blank's parameter and what it asks for, '' behind the last."""
    cut = [*_BLANK.split(ready.asks[at][0 if english else 1]), "", ""]
    for first in range(0, len(cut), 3):
        words, blank, hint = cut[first : first + 3]
        yield words.strip(), blank, hint


def blanks(ready: Ready, at: int) -> list[str]:
    """Return the parameters that a question asks for."""
    return [blank[1] for blank in _BLANK.finditer(ready.asks[at][0])]


def page(reader: Reader, visit: Visit, given: Mapping[str, Any]) -> str:
    """Return the page of a question, with its answer where its blanks are filled. Raises QueryError."""
    ready = get_ready(given["query"])
    at = min(number(given.get("ask", "0")) if given.get("ask", "").isdecimal() else 0, len(ready.asks) - 1)
    filled = {name: value for name in blanks(ready, at) if (value := given.get(name, "").strip())}
    told = {"title": ready.title if visit.english else ready.title_zh, "ready": ready, "at": at, "filled": filled}
    if filled:
        names, rows = _answer(reader, ready, filled)
        shown = number(given.get("page", ""))
        told |= {"found": of_page(rows, shown, EACH), "count": len(rows), "page": shown, "each": EACH}
        told["columns"] = [c for c in names if f"?{c}" not in ready.links.values() or c in ready.links]
        told |= {"plain": fill(ready, filled), "near": given.get("near", ()), "ways": given.get("ways", ())}
    helpers = {"CODED": CODED, "DATED": DATED, "node": ox.NamedNode, "pairwise": pairwise, "tie": _tie}
    return render("ask", visit, reader=reader, pieces=pieces, takes_names=takes_names, **helpers, **told)


def _tie(reader: Reader, one: str, other: str) -> Object | None:
    """A statement that ties two things, in either direction."""
    a, b = ox.NamedNode(one), ox.NamedNode(other)
    both = f"{{ ?s rdf:subject {a} ; rdf:object {b} }} UNION {{ ?s rdf:subject {b} ; rdf:object {a} }}"
    found = reader.rows(f"SELECT ?s WHERE {{ {both} }} ORDER BY ?s LIMIT 1")
    return found[0]["s"] if found else None


def _answer(reader: Reader, ready: Ready, filled: Mapping[str, str]) -> tuple[list[str], list[dict[str, Object]]]:
    """The columns of an answer, and its rows: one for each statement, though several sentences tell it; all are quoted."""
    rows = reader.rows(f"{fill(ready.linked, filled, reader.store)}\nLIMIT {MOST}")
    selected = re.search(r"SELECT DISTINCT ((?:\?\w+\s+)+)WHERE", ready.text)
    columns = re.findall(r"\?(\w+)", selected[1]) if selected else sorted({name for row in rows for name in row})
    pointer = ready.links.get("evidence", "").lstrip("?")
    grouped = {(str(row[pointer]) if pointer in row else at): row for at, row in enumerate(rows)}
    return columns, list(grouped.values())


NEWEST = 8
_COUNTS = query_text("pages/counts")  # read now: workers open no files


def home(reader: Reader, visit: Visit, _given: Mapping[str, str]) -> str:
    """Return the first page: search, questions with blanks, things by type, the newest reports, and the other ways in."""
    others = {name: reader.terms.get_class(name).iri for name in ("Report", "Statement", "Observation")}
    classes = " ".join(f"<{iri}>" for iri in (*others.values(), *(spec.iri for spec in reader.terms.entity_classes)))
    counted = ((row["type"], row["n"]) for row in reader.rows(_COUNTS % classes))
    counts = {
        kind.value: int(n.value) for kind, n in counted if not isinstance(kind, ox.Triple) and isinstance(n, ox.Literal)
    }
    reports, statements, figures = (counts.get(iri, 0) for iri in others.values())
    kinds = [(spec, counts[spec.iri]) for spec in reader.terms.entity_classes if counts.get(spec.iri)]
    ordered = sorted(ready_made().values(), key=lambda ready: (FIRST.get(ready.name, len(FIRST)), ready.name))
    return render(
        "home",
        visit,
        title=visit.word("home"),
        reader=reader,
        reports=reports,
        statements=statements,
        figures=figures,
        things=sum(count for _, count in kinds),
        kinds=sorted(kinds, key=lambda kind: -kind[1]),
        newest=listed(reader)[:NEWEST],
        questions=[(ready, at) for ready in ordered for at in range(len(ready.asks))],
        pieces=pieces,
        takes_names=takes_names,
    )
