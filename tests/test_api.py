"""The Python API: what a result gives, its picture, its examples, and that importing it costs nothing."""

from __future__ import annotations

import doctest
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import networkx as nx
import pytest
import rdflib

import gongbao
import gongbao.api
import gongbao.query
import page_samples
from gongbao.errors import InputError, QueryError, UsageError
from gongbao.export.picture import picture
from gongbao.network.facts import read_network
from gongbao.ontology import GB, Ontology

TEXT = "2023年4月以来，天津市公安局会同天津市交通运输委员会开展“净网”专项行动，走访企业600余家。\n"


@pytest.fixture(scope="module")
def result() -> gongbao.Result:
    return gongbao.build_text(TEXT, name="dir/报告.txt")


def test_all_is_sorted_and_there() -> None:
    assert gongbao.__all__ == sorted(gongbao.__all__)
    assert all(getattr(gongbao, name) is not None for name in gongbao.__all__)
    assert set(gongbao.__all__) <= set(dir(gongbao))
    with pytest.raises(AttributeError, match="build_all"):
        _ = gongbao.nothing


def test_importing_it_is_fast() -> None:
    code = "import sys, gongbao; print(sorted(m for m in sys.modules if m.startswith(('gongbao', 'pyoxigraph', 'rdflib'))))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['gongbao']"


@pytest.mark.parametrize("module", [gongbao.api, gongbao.query])
def test_the_examples_are_true(module: object) -> None:
    failed, tried = doctest.testmod(module)  # type: ignore[arg-type]
    assert tried and not failed


def test_a_result_has_the_parts_of_its_extraction(result: gongbao.Result, tmp_path: Path) -> None:
    assert result.document.text == TEXT
    assert {e.name for e in result.entities} >= {"天津市公安局", "净网专项行动"}
    for statement in result.statements:
        assert result.quote(statement) in TEXT
    assert result.quantities and result.times and result.mentions
    file = tmp_path / "报告.txt"
    file.write_text(TEXT, "utf-8")
    from_file = gongbao.build(file)
    assert from_file.entities == result.entities
    assert [r.statements for r in gongbao.build_all(str(file))] == [result.statements]


def test_rdflib_and_networkx_get_the_whole_graph(result: gongbao.Result) -> None:
    graph = result.to_rdflib()
    assert isinstance(graph, rdflib.Graph)
    assert len(graph) == len({(q.subject, q.predicate, q.object) for q in result.quads})
    gb = rdflib.Namespace(GB)
    assert (None, gb.conducts, None) in graph
    assert dict(graph.namespaces())["gb"] == rdflib.URIRef(GB)
    network = result.to_networkx()
    assert isinstance(network, nx.MultiDiGraph)
    assert set(network) == {e.iri for e in result.entities}
    assert all(data["evidence"] in TEXT for _, _, data in network.edges(data=True))


def test_queries(result: gongbao.Result) -> None:
    rows = result.query("quantities", what="走訪企業")
    assert [(row["value"], row["unit"]) for row in rows] == [("600", "家")]
    assert result.query("ASK { ?s gb:conducts ?o }") == [{"answer": "true"}]
    with pytest.raises(UsageError, match="there is: .*campaigns"):
        result.query("nosuch")
    with pytest.raises(QueryError, match="column 5"):
        result.query("ASK }")


def test_saving(result: gongbao.Result, tmp_path: Path) -> None:
    paths = result.save(tmp_path, "turtle", "csv")
    assert [p.name for p in paths][:2] == ["报告.ttl", "报告-reports.csv"]
    assert all(p.exists() for p in paths)
    with pytest.raises(UsageError):
        result.save(tmp_path, "docx")


def test_what_cannot_be_read_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        gongbao.build(tmp_path / "nothing.txt")


@pytest.mark.parametrize(
    "call",
    [
        lambda _: gongbao.build_text(5),  # type: ignore[arg-type]
        lambda _: gongbao.build_text(None),  # type: ignore[arg-type]
        lambda _: gongbao.build_text(TEXT.encode()),  # type: ignore[arg-type]
        lambda _: gongbao.build_text(TEXT, title=5),  # type: ignore[arg-type]
        lambda _: gongbao.build_text(TEXT, userdict=5),  # type: ignore[arg-type]
        lambda _: gongbao.build(["a.txt"]),  # type: ignore[arg-type]
        lambda _: list(gongbao.build_all(5)),  # type: ignore[arg-type]
        lambda _: gongbao.open(5),  # type: ignore[arg-type]
        lambda _: gongbao.join([5]),  # type: ignore[list-item]
        lambda result: result.query(5),
        lambda result: result.query("campaigns", name=5),
    ],
)
def test_what_is_of_a_wrong_type_is_told_in_one_line(
    result: gongbao.Result, call: Callable[[gongbao.Result], object]
) -> None:
    with pytest.raises(TypeError, match=r"\A([\w ]+: give [\w ]+, not (of )?\w+|expected str.* not \w+)\Z"):
        call(result)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_one_file_is_taken_as_several_are_and_no_misspelt_word_is_passed_over(tmp_path: Path) -> None:
    (own := tmp_path / "own.ttl").write_text(
        "@prefix gb: <https://w3id.org/gongbao/ontology#> . @prefix gbw: <https://w3id.org/gongbao/wording#> .\n"
        "gb:Campaign gbw:off true ."
    )
    for given in (own, str(own), [own]):
        found = gongbao.build_text(TEXT, ontology=given, without="rules")
        assert "Campaign" not in {entity.type for entity in found.entities}
        assert found.settings.without == {"rules"}
    with pytest.raises(UsageError, match="no finder ruels; there are: .*rules, .*tagger"):
        gongbao.build_text(TEXT, without=("ruels",))
    with pytest.raises(TypeError, match="ontolgy"):
        gongbao.build_text(TEXT, ontolgy=own)  # type: ignore[call-arg]


@pytest.mark.parametrize("signed", ["东岭县林业局\n2024年7月5日\n", ""])
@pytest.mark.parametrize("kind", ["Organization", "Place", "Campaign", "Violation"])
def test_a_report_is_read_with_any_class_switched_off(kind: str, signed: str, tmp_path: Path) -> None:
    (own := tmp_path / f"{kind}.ttl").write_text(
        "@prefix gb: <https://w3id.org/gongbao/ontology#> . @prefix gbw: <https://w3id.org/gongbao/wording#> .\n"
        f"gb:{kind} gbw:off true ."
    )
    text = (
        f"关于上半年护林工作的报告\n\n县政府：\n2024年3月，东岭县林业局开展“绿盾”专项行动，整治乱砍滥伐。\n\n{signed}"
    )
    found = gongbao.build_text(text, ontology=own)
    assert kind not in {entity.type for entity in found.entities}


def test_what_statements_are_about_stands_in_the_table_of_entities() -> None:
    text = "2024年3月，东岭县林业局开展“绿盾”专项行动，严厉打击乱砍滥伐、非法采石等违法行为。\n"
    tables = gongbao.build_text(text).tables("rows")
    types = {row["entity"]: row["type"] for row in tables["entities"]}
    about = {row["predicate"]: types[row["object"]] for row in tables["statements"] if types[row["subject"]]}
    assert about["targets"] == "Violation" and "Keyword" not in types.values()


def test_a_notebook_shows_a_picture(result: gongbao.Result) -> None:
    shown = result._repr_html_()
    tags = _Tags()
    tags.feed(shown)
    assert tags.tags == {"div", "strong", "bdi", "small", "svg", "title", "g", "line", "circle", "text"}
    assert "天津市公安局" in shown
    assert result._repr_html_() == shown


def test_hostile_names_are_text_in_the_picture(terms: Ontology) -> None:
    shown = picture(read_network(page_samples.hostile(), terms), title="</title><script>alert(1)</script>")
    tags = _Tags()
    tags.feed(shown)
    assert tags.tags == {"svg", "title", "g", "line", "circle", "text"}
    assert not {a for a in tags.attributes if a.startswith("on")}
    assert "\u202e" not in shown and "\x1b" not in shown
    assert "&lt;script&gt;" in shown


def test_an_empty_report_has_an_empty_picture(terms: Ontology) -> None:
    assert picture(read_network([], terms)).startswith("<svg")
