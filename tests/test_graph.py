"""The graph of a small extraction made by hand: direct triples, evidence, negation, labels in both scripts."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from gongbao import graph, iri
from gongbao.export.rdf import serialize
from gongbao.model import Entity, Evidence, Extraction, Mention, Quantity, Span, Statement, Time
from gongbao.ontology import GB, SKOS, Ontology
from gongbao.read import from_text
from gongbao.validate.laws import laws

TEXT = "2023年4月以來，市執法總隊開展“春風”行動，走訪企業600余家，未開展“秋風”行動。\n"


@pytest.fixture
def extraction(terms: Ontology) -> Extraction:
    document = from_text(TEXT, "dir/報告.txt", ontology=terms)

    def mention(words: str, type_: str) -> Mention:
        start = TEXT.index(words)
        return Mention(start, start + len(words), type_, "grammar", 0.9)

    actor, campaign = terms.role("actor"), terms.role("campaign")
    team, spring, autumn = (
        mention("市執法總隊", actor),
        mention("“春風”行動", campaign),
        mention("“秋風”行動", campaign),
    )
    entities = tuple(
        Entity(
            iri.entity(m.type, TEXT[m.start : m.end]),
            m.type,
            iri.canonical(TEXT[m.start : m.end]),
            (TEXT[m.start : m.end],),
            (m,),
        )
        for m in (team, spring, autumn)
    )
    predicate = next(p.id for p in terms.relations if terms.fits(campaign, p.range) and p.domain == (actor,))
    first = TEXT.index("開展")
    last = TEXT.rindex("開展")
    statements = (
        Statement(
            entities[0].iri,
            predicate,
            entities[1].iri,
            "entity",
            (Evidence(team.start, spring.end, Span(first, first + 2), team.span, spring.span),),
            "done",
            0.8,
            0,
        ),
        Statement(
            entities[0].iri,
            predicate,
            entities[2].iri,
            "entity",
            (Evidence(last - 1, autumn.end, Span(last, last + 2), None, autumn.span),),
            "negated",
            0.8,
        ),
    )
    number = TEXT.index("600余家")
    quantity = Quantity(
        number, number + 5, "600余家", "走访企业", 600.0, "家", "atLeast", Span(0, len(TEXT) - 1), actor=entities[0].iri
    )
    times = (Time(0, 9, "2023年4月以來", "2023-04/.."),)
    return Extraction(document, (team, spring, autumn), entities, statements, (quantity,), times)


@pytest.fixture
def store(extraction: Extraction, terms: Ontology) -> ox.Store:
    made = ox.Store()
    made.extend(graph.quads(extraction, terms))
    return made


def ask(store: ox.Store, terms: Ontology, query: str) -> list[list[str]]:
    found = store.query(query, prefixes=graph.prefixes(terms), use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return [[t.value for t in solution] for solution in found]  # type: ignore[union-attr]


def test_it_keeps_the_laws(extraction: Extraction, terms: Ontology) -> None:
    assert laws(graph.quads(extraction, terms), terms) == ()


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
    preferred = {
        (q.object.language, q.object.value)
        for q in store.quads_for_pattern(node, ox.NamedNode(SKOS + "prefLabel"), None)
    }
    assert preferred == {("zh-hans", "春风行动"), ("zh-hant", "春風行動")}
    others = {
        (q.object.language, q.object.value)
        for q in store.quads_for_pattern(node, ox.NamedNode(SKOS + "altLabel"), None)
    }
    assert others == {("zh-hant", "“春風”行動")}


def test_one_named_graph_and_no_path_of_the_machine(extraction: Extraction, terms: Ontology) -> None:
    quads = graph.quads(extraction, terms)
    assert {q.graph_name.value for q in quads} == {iri.report(extraction.document.sha256)}
    assert any(q.predicate.value == GB + "source" and q.object.value == "報告.txt" for q in quads)
    assert not any("dir/" in str(q.object) for q in quads)


def test_the_turtle_reads_well(extraction: Extraction, terms: Ontology) -> None:
    turtle = serialize(graph.quads(extraction, terms), ox.RdfFormat.TURTLE, graph.prefixes(terms)).decode()
    assert "organization:市执法总队 a gb:Organization" in turtle
    assert "gb:conducts campaign:春风行动" in turtle


def test_the_base_changes_the_iris_of_things_only(extraction: Extraction, terms: Ontology) -> None:
    quads = graph.quads(extraction, terms, "https://example.org/kg/")
    assert {q.graph_name.value for q in quads} == {
        iri.report(extraction.document.sha256, base="https://example.org/kg/")
    }
    assert any(q.predicate.value == GB + "modality" for q in quads)
