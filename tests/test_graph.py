"""The graph of a small extraction made by hand: direct triples, evidence, negation, labels in both scripts."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

import gongbao
from gongbao import graph, iri
from gongbao.export.rdf import serialize
from gongbao.model import Extraction
from gongbao.ontology import GB, SKOS, Ontology
from gongbao.validate.laws import check


@pytest.fixture
def store(extraction: Extraction, terms: Ontology) -> ox.Store:
    made = ox.Store()
    made.extend(graph.quads(extraction, terms))
    return made


def ask(store: ox.Store, terms: Ontology, query: str) -> list[list[str]]:
    found = store.query(query, prefixes=graph.prefixes(terms), use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return [[t.value for t in solution if not isinstance(t, ox.Triple | None)] for solution in found]


def test_it_keeps_the_laws(extraction: Extraction, terms: Ontology) -> None:
    assert check(graph.quads(extraction, terms), terms) == ()


def test_what_did_not_happen_is_stated_but_not_asserted(store: ox.Store, terms: Ontology) -> None:
    direct = ask(
        store, terms, "SELECT ?l { ?s gb:conducts ?o . ?o skos:prefLabel ?l FILTER(LANGMATCHES(LANG(?l), 'zh-Hans')) }"
    )
    assert direct == [["春风行动"]]
    stated = ask(store, terms, "SELECT ?x { ?x a gb:Statement ; gb:modality gb:negated }")
    assert len(stated) == 1


def test_the_evidence_has_trigger_and_arguments_in_the_words_of_the_report(store: ox.Store, terms: Ontology) -> None:
    found = ask(
        store,
        terms,
        "SELECT ?t ?s ?o { ?x gb:modality gb:done ; gb:evidence ?e . ?e gb:trigger/oa:exact ?t ; "
        "gb:subjectSpan/oa:exact ?s ; gb:objectSpan/oa:exact ?o }",
    )
    assert found == [["開展", "市執法總隊", "“春風”行動"]]


def test_quantities_sum(store: ox.Store, terms: Ontology) -> None:
    assert ask(store, terms, "SELECT (SUM(?v) AS ?n) { ?q gb:counted '走访企业' ; gb:value ?v }") == [["600"]]


def test_times_are_intervals(store: ox.Store, terms: Ontology) -> None:
    found = ask(store, terms, "SELECT ?b { ?x gb:time/time:hasBeginning/time:inXSDDateTime ?b }")
    assert found == [["2023-04-01T00:00:00"]]
    assert ask(store, terms, "SELECT ?b { ?x time:hasEnd ?b }") == []


def test_labels_come_in_both_scripts_and_surfaces_keep_theirs(store: ox.Store) -> None:
    node = ox.NamedNode("https://w3id.org/gongbao/Campaign/春风行动")
    preferred = {q.object for q in store.quads_for_pattern(node, ox.NamedNode(SKOS + "prefLabel"), None)}
    assert preferred == {ox.Literal("春风行动", language="zh-Hans"), ox.Literal("春風行動", language="zh-Hant")}
    others = {q.object for q in store.quads_for_pattern(node, ox.NamedNode(SKOS + "altLabel"), None)}
    assert others == {ox.Literal("“春風”行動", language="zh-Hant")}


def test_one_named_graph_and_no_path_of_the_machine(extraction: Extraction, terms: Ontology) -> None:
    quads = graph.quads(extraction, terms)
    assert {q.graph_name for q in quads} == {ox.NamedNode(iri.report(extraction.document.sha256))}
    assert any(q.predicate.value == GB + "source" and q.object == ox.Literal("報告.txt") for q in quads)
    assert not any("dir/" in str(q.object) for q in quads)


def test_the_turtle_reads_well(extraction: Extraction, terms: Ontology) -> None:
    turtle = serialize(graph.quads(extraction, terms), ox.RdfFormat.TURTLE, graph.prefixes(terms)).decode()
    assert "organization:市执法总队 a gb:Organization" in turtle
    assert "gb:conducts campaign:春风行动" in turtle


def test_the_base_changes_the_iris_of_things_only(extraction: Extraction, terms: Ontology) -> None:
    quads = graph.quads(extraction, terms, "https://example.org/kg/")
    assert {q.graph_name for q in quads} == {
        ox.NamedNode(iri.report(extraction.document.sha256, base="https://example.org/kg/"))
    }
    assert any(q.predicate.value == GB + "modality" for q in quads)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "东岭县水务局2023年工作总结\n巡查河道12公里。\n东岭县水务局\n2023年12月1日\n",
            ["stated", "东岭县水务局", "2023年12月1日"],
        ),
        ("近日，东岭县水务局通报，巡查河道12公里。东岭县公安局配合。", ["inferred", "东岭县水务局", ""]),
        ("財政司司長今日表示，撥款三億元。\n發布機構：東嶺縣水務局\n", ["stated", "東嶺縣水務局", ""]),
    ],
)
def test_a_publisher_says_how_it_is_known_and_where(text: str, expected: list[str]) -> None:
    found = gongbao.build_text(text).query(
        "SELECT ?by ?words (COALESCE(?d, '') AS ?day) { ?r gb:publisherFoundBy ?by ; gb:publisherSpan/oa:exact ?words "
        "OPTIONAL { ?r gb:issuedSpan/oa:exact ?d } }"
    )
    assert [list(row.values()) for row in found] == [expected]
