"""Many reports from Python: opened, joined, as tables, network and rdflib's Dataset, pickled and sent to processes."""

from __future__ import annotations

import doctest
import multiprocessing
import pickle
from pathlib import Path

import duckdb
import joblib
import networkx as nx
import pandas
import polars
import pyarrow
import pytest
import rdflib
from click.testing import CliRunner

import gongbao
import gongbao.reports
from gongbao.cli import cli
from gongbao.errors import GraphError, UsageError
from gongbao.frames import TABLES, library
from gongbao.ontology import GB

TEXTS = {
    "一.txt": "2023年4月以来，天津市公安局会同天津市交通运输委员会开展“净网”专项行动，走访企业600余家。\n",
    "二.txt": "天津市公安局开展“护网”专项行动。天津市公安局未开展“清网”专项行动。\n",
}
FIRE = Path(__file__).parent / "data" / "fire-inspection.ttl"


def read(name: str) -> gongbao.Result:
    return gongbao.build_text(TEXTS[name], name=name, title=f"通报{name[0]}", issued=f"2024-01-0{len(name)}")


@pytest.fixture(scope="module")
def results() -> list[gongbao.Result]:
    return [read(name) for name in TEXTS]


@pytest.fixture(scope="module")
def joined(results: list[gongbao.Result]) -> gongbao.Reports:
    return gongbao.join(results)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, "utf-8")
    done = CliRunner().invoke(cli, ["corpus", "add", str(folder / "store"), *(str(folder / name) for name in TEXTS)])
    assert done.exit_code == 0, done.output
    return folder / "store"


def test_examples_hold() -> None:
    failed, tried = doctest.testmod(gongbao.reports)
    assert tried and not failed


def test_what_two_reports_name_is_one_thing(joined: gongbao.Reports, results: list[gongbao.Result]) -> None:
    assert len(joined) == 2
    things = {entity.iri for result in results for entity in result.entities}
    assert joined.counts["entities"] == len(things) < sum(len(result.entities) for result in results)
    (police,) = (row for row in joined.tables("rows")["entities"] if row["name"] == "天津市公安局")
    assert (police["reports"], police["mentions"], police["type"]) == (2, 3, "Organization")


def test_a_statement_has_names_quote_and_date(joined: gongbao.Reports) -> None:
    rows = joined.tables("rows")["statements"]
    said = {(r["subject_name"], r["predicate"], r["object_name"], r["modality"], r["time"], r["source"]) for r in rows}
    assert ("天津市公安局", "conducts", "净网专项行动", "done", "2023-04/..", "一.txt") in said
    assert ("天津市公安局", "conducts", "清网专项行动", "negated", None, "二.txt") in said
    for row in rows:
        text = TEXTS[row["source"]]
        assert text[row["start"] : row["end"]] == row["quote"].split(" | ")[0] and row["sentence"] in text
        assert row["issued"].startswith("2024-01-0")
    (quantity,) = joined.tables("rows")["quantities"]
    assert (quantity["counted"], quantity["value"], quantity["unit"], quantity["bound"]) == (
        "走访企业",
        600,
        "家",
        "atLeast",
    )


def test_every_mention_is_where_it_says(joined: gongbao.Reports, results: list[gongbao.Result]) -> None:
    rows = joined.tables("rows")["mentions"]
    assert len(rows) == sum(len(result.mentions) for result in results)
    assert all(TEXTS[row["source"]][row["start"] : row["end"]] == row["text"] for row in rows)


def test_one_line_gives_frames_of_each_library(joined: gongbao.Reports) -> None:
    kinds = {"pandas": pandas.DataFrame, "polars": polars.DataFrame, "arrow": pyarrow.Table, "rows": list}
    for kind, type_ in kinds.items():
        found = joined.tables(kind)
        assert tuple(found) == TABLES and all(isinstance(table, type_) for table in found.values())
        assert [len(table) for table in found.values()] == [len(table) for table in joined.tables("rows").values()]
    assert isinstance(joined.tables()["statements"], pandas.DataFrame)
    assert pandas.api.types.is_integer_dtype(joined.tables("pandas")["entities"]["mentions"])
    statements = joined.tables("arrow")["statements"]
    counted = duckdb.sql("SELECT count(*) FROM statements WHERE predicate = 'conducts'")
    assert counted and counted.fetchall() == [(statements["predicate"].to_pylist().count("conducts"),)]


def test_a_library_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="known: pandas, polars, arrow, rows"):
        library("excel")
    monkeypatch.setattr("gongbao.frames.importlib.util.find_spec", lambda name: None)
    with pytest.raises(UsageError, match="polars is not installed: pip install polars"):
        library("polars")
    assert library(None) == "rows"


def test_a_corpus_and_a_file_hold_what_the_results_hold(corpus: Path, joined: gongbao.Reports, tmp_path: Path) -> None:
    (file,) = joined.save(tmp_path, "trig")
    with gongbao.open(corpus) as stored:
        assert "2 reports" in repr(stored)
        for opened in (stored, gongbao.open(file)):
            assert len(opened) == 2 and opened.counts == joined.counts
            for name in ("entities", "mentions"):
                ours, theirs = joined.tables("rows")[name], opened.tables("rows")[name]
                assert [row["name"] for row in ours] == [row["name"] for row in theirs]
            assert opened.query("campaigns", name="公安局") == joined.query("campaigns", name="公安局")
            assert set(opened.to_networkx()) == set(joined.to_networkx())


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib's own calls
def test_rdflib_reads_the_store_itself(joined: gongbao.Reports, corpus: Path) -> None:
    asked = (
        "SELECT DISTINCT ?l { ?s gb:conducts/skos:prefLabel ?l FILTER(LANGMATCHES(LANG(?l), 'zh-Hans')) } ORDER BY ?l"
    )
    with gongbao.open(corpus) as stored:
        for reports in (joined, stored):
            dataset = reports.to_rdflib()
            assert isinstance(dataset, rdflib.Dataset)
            assert [str(row[0]) for row in dataset.query(asked)] == ["净网专项行动", "护网专项行动"]  # type: ignore[index]
            again = rdflib.Graph().parse(data=dataset.serialize(format="turtle"), format="turtle")
            assert (None, rdflib.URIRef(GB + "conducts"), None) in again
            graphs = {str(graph.identifier) for graph in dataset.graphs() if "/report/" in str(graph.identifier)}
            assert len(graphs) == 2


@pytest.mark.filterwarnings("ignore")
def test_pyshacl_works_on_the_store(joined: gongbao.Reports) -> None:
    import pyshacl

    from gongbao.ontology import directory

    shapes = rdflib.Graph().parse(directory() / "shapes.ttl")
    graph = joined.to_rdflib().default_graph
    assert pyshacl.validate(graph, shacl_graph=shapes)[0]


def test_networkx(joined: gongbao.Reports) -> None:
    network = joined.to_networkx()
    assert isinstance(network, nx.MultiDiGraph)
    assert (
        sum("/Violation/" not in node for node in network) == joined.counts["entities"]
    )  # what is targeted is a concept


def test_reprs_are_short(joined: gongbao.Reports, results: list[gongbao.Result]) -> None:
    for value in (joined, *results, results[0].settings, results[0].document):
        assert len(repr(value)) < 700, repr(value)[:200]
    shown = gongbao.join([gongbao.build_text(TEXTS["一.txt"], title="<b>通报")])._repr_html_()
    assert "&lt;b&gt;通报" in shown and "<b>" not in shown


def test_a_result_goes_through_processes() -> None:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        sent = pool.map(read, TEXTS)
    parallel = joblib.Parallel(n_jobs=2)(joblib.delayed(read)(name) for name in TEXTS)
    for name, one, other in zip(TEXTS, sent, parallel, strict=True):
        here = read(name)
        assert here == one == other and here.quads == one.quads == other.quads
        assert one.settings.ontology is here.settings.ontology, "one ontology in a process"


def test_settings_with_terms_of_a_user_are_pickled_whole(tmp_path: Path) -> None:
    mine = tmp_path / "mine.ttl"
    mine.write_bytes(FIRE.read_bytes())
    result = gongbao.build_text("市消防支队检查了东方商场。", ontology=[mine])
    sent = pickle.dumps(result)
    mine.unlink()
    back = pickle.loads(sent)
    assert back.quads == result.quads and back.settings.ontology == result.settings.ontology


def test_what_a_text_does_not_tell_is_given() -> None:
    told = read("一.txt").document
    assert (told.title, told.issued) == ("通报一", "2024-01-05")


def test_wrong_calls_are_told(results: list[gongbao.Result], joined: gongbao.Reports, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no results"):
        gongbao.join([])
    with pytest.raises(UsageError, match="differ in ontology or base"):
        gongbao.join([results[0], gongbao.build_text(TEXTS["二.txt"], base="https://example.org/")])
    with pytest.raises(UsageError, match="belong to ready-made queries"):
        joined.query("SELECT * { ?s ?p ?o }", name="x")
    with pytest.raises(GraphError):
        gongbao.open(tmp_path / "none.ttl")
