"""What a corpus holds of a report gives back the report's graph, and queries over graphs read it whole."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from gongbao import graph, keywords, pipeline, stored
from gongbao.errors import GraphError, QueryError
from gongbao.export.rdf import parse
from gongbao.graph import prefixes
from gongbao.model import Extraction
from gongbao.opening import Opened, load_file
from gongbao.query import table
from gongbao.read import from_text
from gongbao.settings import Settings

TEXTS = ("天津市公安局开展“净网”专项行动。", "天津市公安局开展“护网”专项行动，查处案件12起。2023年，检查企业30家。")


@pytest.fixture(scope="module")
def extractions(settings: Settings) -> list[Extraction]:
    found = (from_text(text, source=f"{n}.txt", ontology=settings.ontology) for n, text in enumerate(TEXTS))
    return [pipeline.extract(document, settings) for document in found]


@pytest.fixture
def held(extractions: list[Extraction], settings: Settings) -> ox.Store:
    store = ox.Store()
    for extraction in extractions:
        store.load(graph.lines(extraction, settings.ontology).stored(), format=ox.RdfFormat.N_QUADS)
    return store


def kept(quads: list[ox.Quad]) -> list[ox.Quad]:
    """Quads as a store gives them back, where 12.0 is 12."""
    store = ox.Store()
    store.extend(quads)
    return list(store)


def test_the_text_of_a_graph_is_its_quads(extractions: list[Extraction], settings: Settings) -> None:
    for extraction in extractions:
        quads = graph.quads(extraction, settings.ontology)
        assert len(quads) == len(set(quads)) == graph.lines(extraction, settings.ontology).nquads().count(b"\n")
        assert ox.serialize(quads, format=ox.RdfFormat.N_QUADS) == graph.lines(
            extraction, settings.ontology
        ).nquads().replace(b"@zh-Hans", b"@zh-hans").replace(b"@zh-Hant", b"@zh-hant")


def test_each_triple_is_held_once_and_each_report_comes_back(
    held: ox.Store, extractions: list[Extraction], settings: Settings
) -> None:
    every = [quad.triple for quad in held.quads_for_pattern(None, None, None, ox.DefaultGraph())]
    written = [kept(graph.quads(extraction, settings.ontology)) for extraction in extractions]
    assert set(every) == {quad.triple for quads in written for quad in quads}
    reports = [name for quads in written if isinstance(name := quads[0].graph_name, ox.NamedNode)]
    assert list(stored.quads(held, reports)) == [quad for quads in written for quad in sorted(quads, key=str)]
    together = list(stored.union(held, sorted(reports, key=str)))
    assert len(together) == len(set(together)) and set(together) == set(every)


def test_a_query_over_graphs_reads_them_whole(
    held: ox.Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Opened(held, reader=object())  # type: ignore[arg-type]
    names = prefixes(settings.ontology)
    first = opened.reports()[0].value

    def ask(text: str) -> list[list[str]]:
        return table(opened.ask(text, names)).rows

    count = len(stored.triples(held, ox.NamedNode(first)))
    assert ask(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{first}> {{ ?s ?p ?o }} }}") == [[str(count)]]
    assert ask(f"SELECT (COUNT(*) AS ?n) FROM <{first}> {{ ?s ?p ?o }}") == [[str(count)]]
    assert len(ask("SELECT DISTINCT ?g { GRAPH ?g { ?s gb:evidence ?e } }")) == 2
    monkeypatch.setattr("gongbao.opening.MOST_GRAPHS", 1)
    assert ask(f"SELECT (COUNT(*) AS ?n) FROM <{first}> {{ ?s ?p ?o }}") == [[str(count)]]
    assert len(ask("SELECT DISTINCT ?g { GRAPH ?g { ?s gb:evidence ?e } }")) == 2
    with pytest.raises(QueryError, match="too broad"):
        ask("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?e } }")
    monkeypatch.setattr("gongbao.opening.MOST_QUADS", 1)
    with pytest.raises(QueryError, match="too broad"):
        ask("SELECT DISTINCT ?g { GRAPH ?g { ?s gb:evidence ?e } }")


NARROW = (
    "SELECT ?g ?s { GRAPH ?g { ?s a gb:Report } }",
    "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s a gb:Mention . ?s gb:refersTo ?t } } GROUP BY ?g",
    "SELECT ?g ?l { GRAPH ?g { ?s a gb:Campaign; rdfs:label ?l } }",
    "SELECT ?g ?l { GRAPH ?g { ?r dcterms:subject ?k . ?k skos:prefLabel ?l } }",
    "SELECT ?g ?t { GRAPH ?g { ?s a gb:Report, ?t } }",
    "SELECT ?g ?t { GRAPH ?g { ?s rdf:type ?t } }",
    "PREFIX : <https://w3id.org/gongbao/ontology#con> SELECT ?g ?a ?b { GRAPH ?g { ?a :ducts ?b } }",
    "SELECT ?g { GRAPH ?g { } }",
    "SELECT ?g ?x { GRAPH ?g { ?x a gb:Organization FILTER(!BOUND(?y) && ?x != ?g) FILTER NOT EXISTS { ?x gb:operates ?y } } }",
    "SELECT ?g ?x ?n { GRAPH ?g { ?x (gb:conducts|^gb:conducts)+ ?y } ?x skos:prefLabel ?n . FILTER(STRLEN(?n) > 2) }",
    "CONSTRUCT { ?s gb:in ?g } { GRAPH ?g { ?s gb:value ?v MINUS { ?s gb:value 12.0 } } }",
)
WIDE = (
    "SELECT ?g ?p { GRAPH ?g { ?s ?p ?o } }",
    "SELECT ?g ?p { GRAPH ?g { ?s a gb:Report ; ?p ?o } }",
    "SELECT ?g ?p { GRAPH ?g { ?s gb:value 12.0 . [] ?p 12.0 } }",
    "SELECT ?g ?p { VALUES ?p { gb:value } GRAPH ?g { _:b ?p ?o } }",
    "SELECT ?g ?o { GRAPH ?g { ?s !gb:value ?o } }",
    "SELECT ?g ?o { GRAPH ?g { ?s !(gb:value|rdf:type) ?o } }",
    "SELECT ?g ?o { GRAPH ?g { ?s gb:conducts* ?o } }",
    "SELECT ?g ?o { GRAPH ?g { ?s gb:conducts? ?o } }",
    "BASE <https://w3id.org/gongbao/> SELECT ?g ?o { GRAPH ?g { ?s <ontology#value> ?o } }",
)


@pytest.mark.parametrize("text", [*NARROW, *WIDE])
def test_what_a_query_over_graphs_may_need_is_enough(
    text: str, held: ox.Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = prefixes(settings.ontology)
    assert (keywords.patterns(text, names) is None) is (text in WIDE)
    opened = Opened(held, reader=object())  # type: ignore[arg-type]
    found = sorted(table(opened.ask(text, names)).rows)
    monkeypatch.setattr("gongbao.opening.patterns", lambda *_: None)
    assert found == sorted(table(opened.ask(text, names)).rows) != []


def test_a_report_is_no_graph_though_n_triples_may_end_in_txt(tmp_path: Path) -> None:
    report = tmp_path / "报告.txt"
    report.write_text("天津市公安局开展净网行动。", "utf-8")
    for opened in (load_file, parse):
        with pytest.raises(GraphError, match=r"报告\.txt: not a graph by its extension; known: \.ttl .*gongbao build"):
            opened(report)


def test_a_store_whose_name_is_mistyped_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="nosuch: no such file; give a graph .* or a store"):
        load_file(tmp_path / "nosuch")
