"""Every query of the guide and every ready-made one gives the same rows in rdflib, comunica and Jena."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

import documented
from compared import NODE, normal
from gongbao.export.rdf import parse, serialize
from gongbao.graph import prefixes
from gongbao.ontology import Ontology
from gongbao.opening import load_file
from gongbao.query import fill, ready_made, run, table
from needs import need
from reasoned import ask

QUERIES = {f"guide {number}": query for number, (query, _) in enumerate(documented.QUERIES, 1)}
QUERIES |= {name: ready.text for name, ready in ready_made().items()}
QUERIES |= {
    f"{name} of 總隊": fill(ready, {"name": "總隊"}) for name, ready in ready_made().items() if "$name" in ready.text
}
Answers = dict[str, list[list[str]]]


@pytest.fixture(scope="module")
def written(terms: Ontology) -> dict[str, str]:
    """The queries with their prefixes, which other engines do not know."""
    head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes(terms).items())
    return {name: head + query for name, query in QUERIES.items()}


@pytest.fixture(scope="module")
def ours(terms: Ontology) -> Answers:
    store = load_file(documented.GRAPH)
    found = {name: table(run(store, query, prefixes=prefixes(terms))) for name, query in QUERIES.items()}
    assert sum(1 for answer in found.values() if answer.rows) >= len(found) - 3, "most of them find something"
    return {name: [answer.columns, *answer.rows] for name, answer in found.items()}


def same(ours: Answers, theirs: Answers) -> None:
    assert set(ours) == set(theirs)
    for name, (columns, *rows) in ours.items():
        other_columns, *other_rows = theirs[name]
        assert columns == other_columns, name
        assert normal(plain(rows)) == normal(plain(other_rows)), name


def plain(rows: list[list[str]]) -> list[list[str]]:
    """Numbers as numbers: 600 and 600.0 are one value of xsd:decimal."""
    return [[number(cell) for cell in row] for row in rows]


def number(cell: str) -> str:
    try:
        return str(Decimal(cell).normalize())
    except InvalidOperation:
        return cell


def test_rdflib(ours: Answers, written: dict[str, str]) -> None:
    graph = rdflib.Graph().parse(documented.GRAPH, format="turtle")
    theirs = {}
    for name, query in written.items():
        answer = graph.query(query)
        rows = [["" if value is None else str(value) for value in row] for row in answer]  # type: ignore[union-attr]
        theirs[name] = [[str(variable) for variable in answer.vars or ()], *rows]
    same(ours, theirs)


def test_jena(ours: Answers, written: dict[str, str]) -> None:
    answers = ask([["select", str(documented.GRAPH), query] for query in written.values()])
    theirs = {
        name: list(csv.reader(io.StringIO(text, newline=""))) for name, text in zip(written, answers, strict=True)
    }
    same(ours, theirs)


def test_comunica(ours: Answers, written: dict[str, str], tmp_path: Path) -> None:
    need((NODE / "node_modules" / "@comunica").is_dir(), "comunica", "run npm ci in tests/node")
    file = tmp_path / "graph.nt"
    file.write_bytes(serialize(parse(documented.GRAPH), ox.RdfFormat.N_TRIPLES, {}))
    asked = json.dumps({"file": str(file), "queries": written})
    done = subprocess.run(["node", "ask.mjs"], cwd=NODE, input=asked, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    answers = json.loads(done.stdout)
    theirs = {
        name: [columns, *([row.get(column, "") for column in columns] for row in answers[name])]
        for name, (columns, *_) in ours.items()
    }
    same(ours, theirs)


def test_the_tags_of_the_file_are_written_as_bcp_47_has_them() -> None:
    assert b'"@zh-Hans' in documented.GRAPH.read_bytes() and b'"@zh-hans' not in documented.GRAPH.read_bytes()
