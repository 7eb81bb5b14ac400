"""A user's Turtle brings another field along: extracted, checked, exported and coloured, with no Python changed."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from called import run
from gongbao import ontology
from gongbao.cli import cli
from gongbao.errors import OntologyError
from gongbao.explain.citation import line_of
from gongbao.export.ontology_page import render_reference
from gongbao.export.rdf import parse
from gongbao.model import Extraction
from gongbao.ontology import RDF, SH
from gongbao.pipeline import extract_file
from gongbao.read import from_text
from gongbao.read.results import is_result
from gongbao.settings import Settings
from gongbao.trace import Cited
from gongbao.validate.laws import check

FIRE = "https://example.org/fire#"
RED = "#d1495b"


@pytest.fixture(scope="module")
def mine() -> Path:
    return Path(__file__).parent / "data" / "fire-inspection.ttl"


@pytest.fixture(scope="module")
def extraction(mine: Path) -> Extraction:
    settings = Settings(ontology=ontology.load((mine,)))
    (found,) = extract_file(mine.with_suffix(".txt"), settings)
    return found


@pytest.fixture(scope="module")
def built(mine: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    call = ["build", str(mine.with_suffix(".txt")), "--ontology", str(mine), "-o", str(folder)]
    result = CliRunner().invoke(cli, call)
    assert result.exit_code == 0, result.output
    return folder / mine.stem


def test_members_of_the_new_classes_are_found_and_linked(extraction: Extraction) -> None:
    stations = [e for e in extraction.entities if e.type == "FireStation"]
    assert [(e.name, len(e.mentions)) for e in stations] == [("常熟市东湖消防救援站", 2)]
    assert {e.name for e in extraction.entities if e.type == "Premises"} == {"常熟市银泰商场", "常熟市南桥批发市场"}


def test_the_new_relation_is_read_with_its_evidence(extraction: Extraction) -> None:
    names = {e.iri: e.name for e in extraction.entities}
    found = {(names[s.subject], names[s.object]) for s in extraction.statements if s.predicate == "inspects"}
    assert {("常熟市东湖消防救援站", "常熟市银泰商场"), ("常熟市东湖消防救援站", "常熟市南桥批发市场")} <= found
    text = extraction.document.text
    for statement in extraction.statements:
        if statement.predicate == "inspects":
            trigger = statement.evidence[0].trigger
            assert trigger and text[trigger.start : trigger.end] == "检查"


def test_words_in_traditional_script_are_matched_with_both_scripts(tmp_path: Path) -> None:
    mine = tmp_path / "mine.ttl"
    mine.write_text(
        "@prefix gb: <https://w3id.org/gongbao/ontology#> . @prefix gbw: <https://w3id.org/gongbao/wording#> .\n"
        'gb:Platform gbw:headNoun "監督哨" ; gbw:without "热线" .\n',
        "utf-8",
    )
    terms = ontology.load((mine,))
    assert line_of(Cited("Platform", "headNoun", "监督哨"), terms) == (mine, 2)
    assert "监督哨" in terms.get_class("Platform").words("headNoun")
    for text in ("企業可撥打清河“營商”監督哨。", "企业可拨打清河“营商”监督哨。"):
        found = Settings(ontology=terms).finder.find([from_text(text, "a.txt", ontology=terms)])[0]
        assert [text[m.start : m.end] for m in found if m.type == "Platform"] == [text[5:-1]]


@pytest.mark.parametrize("counted", ["3个", "5处", "十二座", "3 个", "第2个", "两家", "数十座大型"])
def test_what_is_counted_has_no_name(mine: Path, counted: str) -> None:
    text = f"常熟市建成{counted}商场，检查第一人民医院商场、三街商场。"
    terms = ontology.load((mine,))
    found = Settings(ontology=terms).finder.find([from_text(text, "a.txt", ontology=terms)])[0]
    names = [text[m.start : m.end] for m in found if m.type == "Premises"]
    assert len(names) == 2 and names[0].endswith("人民医院商场") and names[1] == "三街商场"


def test_what_the_core_knows_is_still_found(extraction: Extraction) -> None:
    assert {"Organization", "Campaign"} <= {e.type for e in extraction.entities}
    assert "conducts" in {s.predicate for s in extraction.statements}


def test_the_graph_is_written_and_conforms(built: Path, mine: Path) -> None:
    quads = parse(built.with_suffix(".ttl"))
    assert any(q.predicate.value == FIRE + "inspects" for q in quads)
    assert check(quads, ontology.load((mine,))) == ()


def test_a_wrong_range_of_the_new_relation_is_found(built: Path, mine: Path) -> None:
    terms = ontology.load((mine,))
    quads = parse(built.with_suffix(".ttl"))
    station = next(
        q.subject for q in quads if q.predicate.value == RDF + "type" and q.object == ox.NamedNode(FIRE + "FireStation")
    )
    wrong = ox.Quad(station, ox.NamedNode(FIRE + "inspects"), station)
    messages = [f.message for f in check([*quads, wrong], terms)]
    assert "inspects must lead to Premises" in messages


def test_without_the_file_its_terms_are_unknown(built: Path) -> None:
    found = check(parse(built.with_suffix(".ttl")), ontology.load())
    assert any(finding.law == "vocabulary" and "give --ontology FILE" in finding.message for finding in found)


@pytest.mark.parametrize(
    ("language", "said"), [("en", "not in the ontology (FireStation, "), ("zh", "没有的术语（FireStation、")]
)
@pytest.mark.parametrize("call", ["view --no-open", "export --to csv", "query entities"])
def test_without_the_file_a_command_says_that_its_terms_are_left_out(
    built: Path, mine: Path, tmp_path: Path, language: str, said: str, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGBAO_LANG", language)
    command, *more = call.split()
    out = () if command == "query" else ("-o", tmp_path / "out.html")
    call_of = (command, built.with_suffix(".ttl"), *more, *out)
    own, other = run(*call_of, "--ontology", mine), run(*call_of)
    assert own.exit_code == other.exit_code == 0
    assert said in other.stderr and "--ontology " in other.stderr and other.stderr.count("\n") == 1
    assert own.stderr == ""


def test_things_are_listed_once_by_their_own_class(built: Path, mine: Path) -> None:
    rows = run(
        "query", built.with_suffix(".ttl"), "entities", "--ontology", mine, "--format", "csv"
    ).stdout.splitlines()
    assert [row.split(",")[:2] for row in rows if "东湖消防救援站" in row] == [["FireStation", "常熟市东湖消防救援站"]]
    assert [row.split(",")[0] for row in rows].count("Organization") > 0


def test_things_are_listed_too_where_their_iris_tell_no_class(built: Path, tmp_path: Path) -> None:
    graph = built.with_suffix(".ttl").read_text("utf-8")
    foreign = graph.replace("https://w3id.org/gongbao/Organization/", "https://example.org/thing/")
    assert foreign != graph
    (tmp_path / "foreign.ttl").write_text(foreign, "utf-8")

    def bodies(path: Path) -> int:
        rows = run("query", path, "entities", "--format", "csv").stdout.splitlines()
        return [row.split(",")[0] for row in rows].count("Organization")

    assert bodies(tmp_path / "foreign.ttl") == bodies(built.with_suffix(".ttl")) > 0


def test_networks_and_viewer_carry_class_and_colour(built: Path) -> None:
    gexf = built.with_suffix(".gexf").read_text("utf-8")
    ET.fromstring(gexf)
    assert "FireStation" in gexf
    assert re.search(r'r="209" g="73" b="91"', gexf), "the colour of the class"
    assert "FireStation" in built.with_suffix(".graphml").read_text("utf-8")
    assert RED in built.with_suffix(".html").read_text("utf-8")


def test_the_reference_page_shows_the_new_terms(mine: Path) -> None:
    page = render_reference(ontology.load((mine,)))
    assert 'id="FireStation"' in page and 'id="inspects"' in page and "消防救援站" in page
    assert "http" not in page.split("<body>")[0].replace("http-equiv", ""), "nothing is loaded from elsewhere"
    assert "<script" not in page


def test_the_reference_page_escapes_what_files_say(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    file.write_text(
        "@prefix gb: <https://w3id.org/gongbao/ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix x: <https://example.org/x#> .\n"
        'x:A a owl:Class ; rdfs:subClassOf gb:Place ; rdfs:label "<img src=x onerror=1><script>"@zh-Hans .\n',
        "utf-8",
    )
    page = render_reference(ontology.load((file,)))
    assert "<img" not in page and "<script" not in page


def test_the_command_prints_a_table_and_writes_the_page(mine: Path, tmp_path: Path) -> None:
    page = tmp_path / "reference.html"
    result = CliRunner().invoke(cli, ["ontology", "--ontology", str(mine), "-o", str(page)])
    assert result.exit_code == 0, result.output
    assert "FireStation" in result.output and "inspects" in result.output
    assert page.read_text("utf-8").startswith("<!doctype html>")


def test_a_wrong_file_writes_nothing(tmp_path: Path, mine: Path) -> None:
    file = tmp_path / "wrong.ttl"
    file.write_text("x:A a y:B .")
    out = tmp_path / "out"
    call = ["build", str(mine.with_suffix(".txt")), "--ontology", str(file), "-o", str(out)]
    result = CliRunner().invoke(cli, call)
    assert result.exit_code != 0
    assert not out.exists()


def test_a_graph_of_many_classes_is_written_anew(tmp_path: Path) -> None:
    names = "".join(f"@prefix a{n}: <https://w3id.org/gongbao/A{n}/> .\n" for n in range(3000))
    (graph := tmp_path / "a.ttl").write_text(f"{names}@prefix report: <https://w3id.org/gongbao/report/> .\n", "utf-8")
    assert is_result(graph)


def test_who_asks_for_the_wider_class_finds_the_narrower(built: Path) -> None:
    store = ox.Store()
    store.extend(parse(built.with_suffix(".ttl")))
    ask = f"ASK {{ ?x a <{FIRE}FireStation>, <{ontology.GB}Organization> }}"
    assert store.query(ask)


_OWN = """@prefix my: <https://example.org/mine#> . @prefix gb: <https://w3id.org/gongbao/ontology#> .
@prefix gbw: <https://w3id.org/gongbao/wording#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


@pytest.mark.parametrize(
    ("turtle", "says"),
    [
        *(
            (f"my:Mall a owl:Class ; gbw:headNoun {w} .", "give words in quotes")
            for w in ('""', '" "', r'"商\n场"', "[]")
        ),
        (f'my:Mall a owl:Class ; gbw:headNoun "{"商" * 200}" .', "give words in quotes"),
        (
            "my:on a owl:ObjectProperty ; rdfs:domain [ owl:unionOf _:l ] ; rdfs:range gb:Place ."
            "_:l rdf:first gb:Place ; rdf:rest _:l .",
            "a list goes round in a circle",
        ),
        (
            "my:C0 a owl:Class ; rdfs:subClassOf gb:Organization ."
            + "".join(f"my:C{n + 1} a owl:Class ; rdfs:subClassOf my:C{n} .\n" for n in range(2000)),
            "more than 100 classes below one another",
        ),
    ],
)
def test_ontologies_made_to_break_what_reads_them(tmp_path: Path, turtle: str, says: str) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(_OWN + turtle, "utf-8")
    with pytest.raises(OntologyError, match=says) as raised:
        ontology.load((path,))
    assert str(path) in str(raised.value) and raised.value.zh


@pytest.mark.parametrize(
    ("turtle", "taken"),
    [
        ('<https://example.org/甲> rdfs:label "甲" .', False),
        ("", True),
        ('my:a a gb:Organization ; rdfs:label "清河市水务局"@zh-Hans .', False),
        ('gb:Campaign rdfs:label "Kampagne"@de .', True),
        ("my:Mall a owl:Class .", True),
        ("my:s a sh:NodeShape ; sh:targetClass gb:Case .", True),
        ("gb:Case owl:disjointWith gb:Place .", True),
    ],
)
def test_a_graph_is_no_ontology(tmp_path: Path, turtle: str, taken: bool) -> None:
    (path := tmp_path / "mine.ttl").write_text(f"{_OWN}@prefix sh: <{SH}> .\n{turtle}", "utf-8")
    if taken:
        assert ontology.load((path,)).own_files == (path,)
        return
    with pytest.raises(OntologyError, match="mine.ttl: no class, property or word in it") as raised:
        ontology.load((path,))
    assert "不是本体" in raised.value.zh
