"""The network of a graph: which edges it has by choice, what each carries, and that nothing is a lone dot without a reason."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
import pyoxigraph as ox
import pytest

import page_samples
from gongbao.errors import QueryError, UsageError
from gongbao.export.measured import turtle
from gongbao.model import Sentence
from gongbao.network.choice import EDGES, Choice
from gongbao.network.connect import Connected, connect
from gongbao.network.dates import day_bounds
from gongbao.network.facts import read_network, read_store
from gongbao.network.measures import Measured, measure, measure_years
from gongbao.network.paths import find, link
from gongbao.network.projections import matrix, project
from gongbao.network.values import Edge, Network, Node, Paragraph, Source
from gongbao.ontology import GB, Ontology

BASE = "https://example.org/"


def node(label: str, type: str = "Organization", **more: object) -> Node:
    made = Node(f"{BASE}{type}/{label}", type, label, label, (), 1, "", "#123456")
    return made._replace(**more)  # type: ignore[arg-type]


def said(number: int, source: Node, relation: str, target: Node, **more: object) -> Edge:
    words = f"{source.label}开展{target.label}"
    report = str(more.pop("report", "r1"))
    made = Edge(
        *(source.iri, target.iri, relation, relation, "done", 0.8, "", words, 0, len(words)),
        *(f"{BASE}report/{report}", f"{report}.txt", f"{BASE}report/{report}-s{number}"),
        sentence=words,
    )
    return made._replace(**more)  # type: ignore[arg-type]


def paragraph(words: str, *things: Node, report: str = "r1") -> Paragraph:
    places = sorted((words.index(t.label), words.index(t.label) + len(t.label), t.iri) for t in things)
    return Paragraph(f"{BASE}report/{report}", 0, words, tuple(places))


def source(name: str, issued: str, *things: Node) -> Source:
    mentioned = tuple((t.iri, 1) for t in sorted(things, key=lambda t: t.iri))
    words = tuple(t.label for t in sorted(things, key=lambda t: t.iri))
    return Source(
        f"{BASE}report/{name}", f"{name}.txt", f"报告{name}", "", issued, "0", mentioned, words, (0,) * len(words)
    )


POLICE, TRAFFIC, FIRE = node("天津市公安局"), node("天津市交通局"), node("天津市公安局消防支队")
WIND, NET, HALL = node("春风行动", "Campaign"), node("净网行动", "Campaign"), node("大礼堂", "Place")
TIANJIN, HEPING = node("天津市", "Place", code="120000"), node("和平区", "Place", code="120101")


def network(*edges: Edge, **more: object) -> Network:
    nodes = (POLICE, TRAFFIC, FIRE, WIND, NET, HALL, TIANJIN, HEPING)
    made = Network(tuple(sorted(nodes, key=lambda n: n.iri)), edges)
    return made._replace(**more)  # type: ignore[arg-type]


def kinds(connected: Connected) -> dict[tuple[str, str, str], float]:
    names = connected.label_of
    return {(names[t.source], t.kind, names[t.target]): t.weight for t in connected.ties}


def together(connected: Connected, one: Node, other: Node, kind: str = "namedTogether") -> float:
    """The weight of an edge without direction, 0 where there is none."""
    ends = {one.iri, other.iri}
    return sum(tie.weight for tie in connected.ties if {tie.source, tie.target} == ends and tie.kind == kind)


def test_one_edge_a_pair_and_kind_keeps_every_proof(terms: Ontology) -> None:
    edges = (
        said(1, POLICE, "conducts", WIND, time="2023-04"),
        said(2, POLICE, "conducts", WIND, report="r2", modality="planned"),
        said(3, POLICE, "recordedIn", WIND),
    )
    found = network(*edges, reports=(source("r1", "2024-01-05", WIND), source("r2", "2025-02-01", WIND)))
    connected = connect(found, terms, Choice(edges=["statements"]))
    assert kinds(connected) == {
        ("天津市公安局", "conducts", "春风行动"): 2,
        ("天津市公安局", "recordedIn", "春风行动"): 1,
    }
    tie = next(t for t in connected.ties if t.kind == "conducts")
    assert [proof.id for proof in tie.proofs] == [edges[0].id, edges[1].id]
    assert tie.modalities == ("done", "planned") and len({proof.report for proof in tie.proofs}) == 2
    assert (tie.first, tie.last, tie.dated) == ("2023-04-01", "2025-02-01", "report|statement")
    apart = connect(found, terms, Choice(edges=["statements"], separate=True))
    assert len(apart.ties) == 3 and {tie.weight for tie in apart.ties} == {1.0}


def test_a_date_in_the_sentence_comes_before_the_day_of_issue(terms: Ontology) -> None:
    found = network(said(1, POLICE, "conducts", WIND, told="2022"), reports=(source("r1", "2024-01-05", WIND),))
    (tie,) = connect(found, terms, Choice(edges=["statements"])).ties
    assert (tie.first, tie.last, tie.dated) == ("2022-01-01", "2022-12-31", "sentence")


def test_symmetric_statements_are_one_edge(terms: Ontology) -> None:
    found = network(said(1, POLICE, "cooperatesWith", TRAFFIC), said(2, TRAFFIC, "cooperatesWith", POLICE))
    (tie,) = connect(found, terms, Choice(edges=["statements"])).ties
    assert tie.both and tie.weight == 2


def test_a_supplied_subject_ties_less(terms: Ontology) -> None:
    found = network(said(1, POLICE, "conducts", WIND), said(2, POLICE, "conducts", NET, supplied=True))
    wind, net = sorted(connect(found, terms, Choice(edges=["statements"])).ties, key=lambda t: -t.strength)
    assert wind.weight == net.weight == 1 and net.strength < wind.strength


def test_containment_comes_from_codes_and_names(terms: Ontology) -> None:
    connected = connect(network(), terms, Choice(edges=["containment"]))
    found = kinds(connected)
    assert ("和平区", "locatedIn", "天津市") in found
    assert ("天津市公安局消防支队", "subOrganizationOf", "天津市公安局") in found
    assert ("天津市交通局", "locatedIn", "天津市") in found
    assert not any("大礼堂" in ends for ends in found)
    proof = next(t for t in connected.ties if t.source == HEPING.iri).proofs[0]
    assert "120101" in proof.evidence and "120000" in proof.evidence and not proof.report


def test_bodies_are_led_by_the_next_one_up_that_is_there(terms: Ontology) -> None:
    names = ("国务院", "辽宁省人民政府", "沈阳市人民政府", "吉林省人民政府", "长春市人民政府办公厅", "中共大连市委员会")
    nodes = (*map(node, names), node("中国共产党中央委员会"))
    connected = connect(network()._replace(nodes=nodes), terms, Choice(edges=["containment"]))
    assert {(one, other) for one, kind, other in kinds(connected) if kind == "ledBy"} == {
        ("沈阳市人民政府", "辽宁省人民政府"),
        ("辽宁省人民政府", "国务院"),
        ("吉林省人民政府", "国务院"),
        ("中共大连市委员会", "中国共产党中央委员会"),
    }
    assert all("《" in t.proofs[0].evidence and t.by == "law" for t in connected.ties if t.kind == "ledBy")


def test_a_word_is_not_cut_for_containment(terms: Ontology) -> None:
    bank, union = node("中国银行"), node("中国银行业协会")
    found = network()._replace(nodes=(bank, union))
    assert not connect(found, terms, Choice(edges=["containment"])).ties


def test_a_province_that_no_report_names_is_added_only_where_it_joins(terms: Ontology) -> None:
    two = (node("石家庄市", "Place", code="130100"), node("保定市", "Place", code="130600"))
    for nodes, added in ((two, 1), (two[:1], 0)):
        connected = connect(network()._replace(nodes=nodes), terms)
        assert len(connected.nodes) - len(nodes) == added
        assert len(connected.ties) == 2 * added


def test_named_together_weighs_how_often_how_near_and_how_surprising(terms: Ontology) -> None:
    near = paragraph("春风行动、净网行动在和平区开展，大礼堂开放。", WIND, NET, HEPING, HALL)
    connected = connect(network(paragraphs=(near,)), terms, Choice(edges=["together"]))
    assert together(connected, NET, WIND) > together(connected, HALL, HEPING) > 0
    proof = next(t for t in connected.ties if {t.source, t.target} == {WIND.iri, NET.iri}).proofs[0]
    assert proof.evidence == "春风行动、净网行动" and proof.sentence.endswith("。")
    clause = connect(network(paragraphs=(near,)), terms, Choice(edges=["together"], within="clause"))
    assert together(clause, NET, WIND) > together(clause, HALL, HEPING) == 0


def test_a_name_that_stands_everywhere_ties_less(terms: Ontology) -> None:
    rows = [paragraph(f"{TIANJIN.label}与{other.label}。", TIANJIN, other) for other in (WIND, NET, HALL, POLICE)]
    rows += [paragraph(f"{HEPING.label}与{FIRE.label}。", HEPING, FIRE)]
    nodes = [n._replace(mentions=4) if n is TIANJIN else n for n in network().nodes]
    found = network()._replace(nodes=tuple(nodes), paragraphs=tuple(rows))
    connected = connect(found, terms, Choice(edges=["together"]))
    assert together(connected, FIRE, HEPING) > together(connected, POLICE, TIANJIN)


def test_only_the_closest_of_a_long_list_are_tied(terms: Ontology) -> None:
    things = tuple(node(f"第{n}局") for n in range(100, 130))
    words = "、".join(t.label for t in things) + "。"
    found = network()._replace(nodes=things, paragraphs=(paragraph(words, *things),))
    ties = connect(found, terms, Choice(edges=["together"], closest=2)).ties
    assert len(things) - 1 <= len(ties) <= 2 * len(things)


def test_a_thing_is_tied_to_what_its_paragraph_names_and_other_reports_name_too(terms: Ontology) -> None:
    words = "净网行动已经结束。市公安局开会。春风行动开始。大礼堂开放。"
    police = POLICE._replace(label="市公安局", reports=1)
    rows = (
        paragraph(words, NET, police, WIND, HALL),
        paragraph("天津市很大。大礼堂开放。", TIANJIN, HALL, report="r2"),
    )
    shared = {WIND.iri: 2, NET.iri: 3, TIANJIN.iri: 2}
    nodes = tuple(n._replace(reports=shared.get(n.iri, 1)) for n in (police, WIND, NET, HALL, TIANJIN))
    found = network()._replace(nodes=nodes, paragraphs=rows)
    connected = connect(found, terms, Choice(edges=["across"], closest=1))
    names = connected.label_of
    ends = {frozenset((names[t.source], names[t.target])) for t in connected.ties}
    assert ends == {
        frozenset(("市公安局", "春风行动")),
        frozenset(("大礼堂", "春风行动")),
        frozenset(("净网行动", "春风行动")),
    }, "not 天津市: a place stands for much"
    proof = next(t for t in connected.ties if HALL.iri in (t.source, t.target)).proofs[0]
    assert proof.evidence == words[proof.start : proof.end] == "春风行动开始。大礼堂"


def test_what_joins_reports_costs_no_more_than_the_text(terms: Ontology) -> None:
    things = [node(f"第{n}局", reports=2) for n in range(100, 400)]
    rows = [paragraph("、".join(t.label for t in things), *things)]
    found = network()._replace(nodes=tuple(things), paragraphs=tuple(rows))
    ties = connect(found, terms, Choice(edges=["across"], closest=2)).ties
    assert len(ties) <= 2 * len(things)


def test_what_is_alone_in_its_sentence_is_tied_to_its_paragraph_or_says_why_not(terms: Ontology) -> None:
    words = "净网行动已经结束。大礼堂开放。"
    connected = connect(network(paragraphs=(paragraph(words, NET, HALL),)), terms)
    assert together(connected, NET, HALL, "namedNear") > 0
    tied = {end for tie in connected.ties for end in (tie.source, tie.target)}
    assert set(connected.reasons) == {n.iri for n in connected.nodes} - tied and all(connected.reasons.values())
    without = connect(network(paragraphs=(paragraph(words, NET, HALL),)), terms, Choice(lone=False))
    assert {n.iri for n in without.nodes} == tied


def test_reports_are_nodes_where_they_are_asked_for(terms: Ontology) -> None:
    reports = (source("r1", "2024", WIND, NET), source("r2", "2025", WIND), source("r3", "2025", HALL))
    connected = connect(network(reports=reports), terms, Choice(edges=["mentions", "shared"]))
    found = kinds(connected)
    assert found["春风行动", "mentionedIn", "报告r1"] == 1 and len([k for k in found if k[1] == "mentionedIn"]) == 4
    assert [ends for ends in found if ends[1] == "sharesWith"] == [("报告r1", "sharesWith", "报告r2")]
    assert {t.proofs[0].evidence for t in connected.ties if t.kind == "sharesWith"} == {"春风行动"}


@pytest.mark.parametrize("wrong", [{"edges": ["statement"]}, {"within": "page"}, {"closest": 0}])
def test_a_choice_that_is_not_known_is_one_line(wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError) as error:
        Choice(**wrong)  # type: ignore[arg-type]
    assert error.value.zh and "\n" not in str(error.value)
    assert set(Choice().edges) < set(EDGES)


def test_a_store_is_read_as_its_quads_are(terms: Ontology) -> None:
    store = page_samples.story()
    told: list[tuple[int, int]] = []
    found = read_store(store, terms, tell=lambda done, total: told.append((done, total)))
    assert (
        found
        == read_network(sorted(store, key=str), terms)
        == read_network(sorted(store, key=str, reverse=True), terms)
    )
    assert told and told[-1][0] == told[-1][1]


def test_of_a_text_without_punctuation_an_edge_carries_what_stands_around_its_words(terms: Ontology) -> None:
    def sentences(rest: str) -> set[tuple[str, str]]:
        writer = page_samples.Writer()
        writer.words(f"前言。\n{rest}")
        writer.state(("海州市应急管理局", "Organization"), "开展", "conducts", ("清洁行动", "Campaign"))
        writer.text = writer.text.removesuffix("。\n") + rest
        writer.sentences = [Sentence(4, len(writer.text), None, "done")]
        found = read_network(page_samples.store_of([writer.extraction("长.txt")]), terms)
        ties = [tie for kind in ("statements", "together") for tie in connect(found, terms, Choice(edges=[kind])).ties]
        return {(tie.kind, proof.sentence) for tie in ties for proof in tie.proofs}

    words, kinds = "海州市应急管理局开展清洁行动", ("conducts", "namedTogether")
    some, many = "各项工作有序推进" * 100, "各项工作有序推进" * 1000
    assert sentences(some) == {(kind, some + words + some) for kind in kinds}
    assert sentences(many) == {(kind, f"…{many[-300:]}{words}{many[:300]}…") for kind in kinds}


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2023", ("2023-01-01", "2023-12-31")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2023-04-01/..", ("2023-04-01", "")),
        ("--09-19", ("", "")),
        ("", ("", "")),
    ],
)
def test_days(value: str, days: tuple[str, str]) -> None:
    assert day_bounds(value) == days


# -- measures, ways, projections


@pytest.fixture
def two_camps(terms: Ontology) -> Connected:
    """Two bodies with three campaigns each, joined by one campaign that both conduct."""
    one = [node(f"甲{n}行动", "Campaign") for n in "一二三"]
    other = [node(f"乙{n}行动", "Campaign") for n in "一二三"]
    edges = [said(n, POLICE, "conducts", c, time="2023") for n, c in enumerate((*one, WIND))]
    edges += [said(10 + n, TRAFFIC, "conducts", c, time="2024") for n, c in enumerate((*other, WIND))]
    nodes = tuple(sorted((POLICE, TRAFFIC, WIND, HALL, *one, *other), key=lambda n: n.iri))
    return connect(Network(nodes, tuple(edges)), terms, Choice(edges=["statements"]))


def test_measures_find_camps_and_who_joins_them(two_camps: Connected, terms: Ontology) -> None:
    found = measure(two_camps, terms)
    assert found[POLICE.iri].community != found[TRAFFIC.iri].community
    assert found[POLICE.iri].component == found[TRAFFIC.iri].component == 1 != found[HALL.iri].component
    assert found[WIND.iri].degree == 2 and found[POLICE.iri].degree == 4 and found[HALL.iri].degree == 0
    assert found[WIND.iri].betweenness > 0 and found[HALL.iri].betweenness == 0
    assert sum(m.pagerank for m in found.values()) == pytest.approx(1, abs=1e-4)
    joiners = {iri for iri, m in found.items() if m.joins > 1}
    assert joiners and joiners <= {POLICE.iri, TRAFFIC.iri, WIND.iri}
    assert all(m.broker == 0 for iri, m in found.items() if "/Campaign/" in iri)
    assert measure(two_camps, terms) == found


def test_betweenness_is_that_of_networkx(two_camps: Connected, terms: Ontology) -> None:
    graph = nx.Graph((tie.source, tie.target) for tie in two_camps.ties)
    graph.add_nodes_from(node.iri for node in two_camps.nodes)
    expected = nx.betweenness_centrality(graph)
    found = measure(two_camps, terms)
    assert {iri: m.betweenness for iri, m in found.items()} == pytest.approx(expected, abs=1e-6)


def test_a_network_of_nothing_has_no_measures(two_camps: Connected, terms: Ontology) -> None:
    assert measure(replace(two_camps, nodes=(), ties=()), terms) == {}


def test_each_year_has_its_network(two_camps: Connected, terms: Ontology) -> None:
    years = measure_years(two_camps, terms)
    assert list(years) == ["2023", "2024"]
    assert POLICE.iri in years["2023"] and TRAFFIC.iri not in years["2023"]


def test_measures_as_rdf_stay_inside_the_ontology(two_camps: Connected, terms: Ontology) -> None:
    quads = list(ox.parse(turtle(measure(two_camps, terms), terms), format=ox.RdfFormat.TURTLE))
    known = {spec.iri for spec in terms.properties.values()}
    assert {q.predicate.value for q in quads} <= known and f"{GB}betweenness" in known
    assert len({q.subject for q in quads}) == len(two_camps.nodes)


def test_all_shortest_ways_and_what_two_share(terms: Ontology) -> None:
    pairs = [(body, campaign) for body in (POLICE, TRAFFIC) for campaign in (WIND, NET)]
    edges = [said(n, body, "conducts", campaign) for n, (body, campaign) in enumerate(pairs)]
    connected = connect(network(*edges), terms, Choice(edges=["statements"]))
    linked = link(connected, find(connected, "天津市公安局"), find(connected, "天津市交通局"))
    assert (linked.length, linked.count) == (2, 2) and len(linked.ways) == 2
    assert (
        {way[0].end.label for way in linked.ways} == {"春风行动", "净网行动"} == {s.end.label for s, _ in linked.shared}
    )
    assert all(step.ties[0].proofs[0].evidence for way in linked.ways for step in way)
    assert link(connected, POLICE, HALL).count == 0
    assert link(connected, POLICE, TRAFFIC, most=1).count == 2


def test_a_name_that_none_or_several_bear_is_one_line(terms: Ontology) -> None:
    connected = connect(network(), terms)
    assert find(connected, "天津市公安局").iri == POLICE.iri == find(connected, POLICE.iri).iri
    with pytest.raises(QueryError, match="no thing named '公安'.*天津市公安局"):
        find(connected, "公安")
    twice = replace(connected, nodes=(POLICE, POLICE._replace(iri=POLICE.iri + "2")))
    with pytest.raises(QueryError, match="2 things"):
        find(twice, "天津市公安局")


def test_projections(terms: Ontology) -> None:
    edges = (
        *(said(n, body, "conducts", WIND) for n, body in enumerate((POLICE, TRAFFIC))),
        said(3, POLICE, "conducts", NET),
        said(4, TRAFFIC, "conducts", NET, modality="negated"),
        said(5, POLICE, "cooperatesWith", FIRE),
        said(6, POLICE, "hasJurisdiction", TIANJIN),
        said(7, TRAFFIC, "hasJurisdiction", HEPING),
    )
    found = network(*edges)
    bodies = project(found, terms, "bodies")
    assert kinds(bodies) == {
        ("天津市交通局", "sharesCampaign", "天津市公安局"): 1,
        ("天津市公安局", "cooperatesWith", "天津市公安局消防支队"): 1,
    }
    assert {proof.target for t in bodies.ties if t.kind == "sharesCampaign" for proof in t.proofs} == {WIND.iri}
    assert kinds(project(found, terms, "campaigns")) == {("净网行动", "sharesBody", "春风行动"): 1}
    assert kinds(project(found, terms, "cities")) == {("和平区", "sharesCampaign", "天津市"): 1}
    rows = matrix(bodies).decode("utf-8-sig").split("\r\n")
    assert rows[0].split(",")[1:] == [n.label for n in bodies.nodes]
    hostile = replace(bodies, nodes=tuple(n._replace(label=f"={n.label}") for n in bodies.nodes))
    assert {line[:2] for line in matrix(hostile).decode("utf-8-sig").split("\r\n")[1:-1]} == {"'="}
    with pytest.raises(UsageError, match="known: bodies, campaigns, cities"):
        project(found, terms, "city")


def test_measured_values_have_a_property_each(terms: Ontology) -> None:
    assert all(terms.get_property(name) for name in Measured._fields)
