"""Queries: ready-made ones against two other engines, parameters, places of syntax errors, and the command."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from click.testing import CliRunner

import page_samples
from compared import NODE, normal
from gongbao.cli import cli
from gongbao.errors import GraphError, QueryError, UsageError
from gongbao.graph import prefixes
from gongbao.ontology import Ontology
from gongbao.opening import merge, open_graph
from gongbao.query import Quotation, evidence_of, fill, get_ready, ready_made, run, table
from needs import need

TEAM = "https://w3id.org/gongbao/Organization/天津市交通执法总队"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("graph") / "story.trig"
    page_samples.story().dump(str(path), format=ox.RdfFormat.TRIG)
    return path


@pytest.fixture(scope="module")
def store(graph: Path) -> ox.Store:
    return open_graph(graph).store


@pytest.fixture(scope="module")
def names(terms: Ontology) -> dict[str, str]:
    return prefixes(terms)


def nested(depth: int) -> Iterator[str]:
    for opening, closing in ("()", "{}", "[]"):
        yield f"ASK {{ FILTER({opening * depth}1{closing * depth}) }}"
    yield "ASK " + "{" * depth + "}" * depth
    yield f"ASK {{ FILTER({'!' * depth}true) }}"
    yield f"ASK {{ FILTER(true{' || true' * depth}) }}"
    yield f"ASK {{ {' '.join(f'BIND(1 AS ?x{n})' for n in range(20_000))} }}"


def ask(store: ox.Store, names: dict[str, str], name: str, /, **given: str) -> list[list[str]]:
    return table(run(store, fill(get_ready(name), given), prefixes=names)).rows


def _figure(body: str, counted: str, value: str, more: str = "") -> str:
    return (
        f'<x:{body}> skos:prefLabel "{body}"@zh-Hans . [] a gb:Observation ; gb:counted "{counted}" ; gb:unit "公里" ; {more} '
        f"gb:modality gb:done ; gb:value {value} ; gb:actor <x:{body}> ; gb:evidence [ oa:exact '词' ] .\n"
    )


def test_quantities_are_not_added(names: dict[str, str]) -> None:
    """A range has two ends, and of a year's and all years' kilometres the second holds the first. Bodies stand together."""
    told = _figure("甲局", "站点", "25", "gb:bound gb:atLeast ;") + _figure(
        "甲局", "站点", "30", "gb:bound gb:atMost ;"
    )
    told += _figure("甲局", "绿道", "137", "gb:time [ gb:value '2024' ] ;") + _figure("甲局", "绿道", "2136")
    store = ox.Store()
    known = "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in names.items())
    store.update(f"{known}INSERT DATA {{ {told} {_figure('乙局', '绿道', '3')} }}")
    assert [(row[1], row[2], row[4], row[5]) for row in ask(store, names, "quantities")] == [
        ("绿道", "3", "", ""),
        ("站点", "25", "atLeast", ""),
        ("站点", "30", "atMost", ""),
        ("绿道", "2136", "", ""),
        ("绿道", "137", "", "2024"),
    ]


def test_the_names_of_the_issue_are_there() -> None:
    assert set(ready_made()) >= {"cases", "campaigns", "neighbours", "quantities", "timeline"}
    for ready in ready_made().values():
        assert ready.title and ready.title_zh and ready.title != ready.title_zh
        for parameter in ready.parameters:
            assert f"VALUES ${parameter.name} {{ UNDEF }}" in ready.text
            assert parameter.about
        for english, chinese in ready.asks:
            blanks = [set(re.findall(r"{(\w+)\|[^{}]+}", sentence)) for sentence in (english, chinese)]
            assert blanks[0] == blanks[1] <= {parameter.name for parameter in ready.parameters} and blanks[0]


def test_what_columns_link_to_stands_in_the_query(store: ox.Store, names: dict[str, str]) -> None:
    for ready in ready_made().values():
        found = table(run(store, ready.linked.text, prefixes=names))
        assert {*ready.links, *(variable.lstrip("?") for variable in ready.links.values())} <= set(found.columns)
        if ready.links:
            assert found.rows and all(row[-1].startswith("https://") for row in found.rows), ready.name


NAMED = [name for name, ready in ready_made().items() if any(p.name == "name" for p in ready.parameters)]


@pytest.mark.parametrize(
    ("name", "given"),
    [(name, {}) for name in ready_made()] + [(name, {"name": part}) for name in NAMED for part in ("天津市", "總隊")],
)
def test_rdflib_gives_the_same_answers(
    store: ox.Store, names: dict[str, str], name: str, given: dict[str, str]
) -> None:
    plain = rdflib.Graph()
    plain.parse(data=_ntriples(store), format="nt")
    found = plain.query(fill(get_ready(name), given), initNs=names)
    theirs = [["" if value is None else str(value) for value in row] for row in found]  # type: ignore[union-attr]
    assert normal(ask(store, names, name, **given)) == normal(theirs)


def _ntriples(store: ox.Store) -> bytes:
    triples = (q.triple for q in store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""


def test_comunica_gives_the_same_answers(store: ox.Store, names: dict[str, str], tmp_path: Path) -> None:
    need((NODE / "node_modules" / "@comunica").is_dir(), "comunica", "run npm ci in tests/node")
    file = tmp_path / "graph.nt"
    file.write_bytes(_ntriples(store))
    head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in names.items())
    given = {name: {"name": "總隊"} if "$name" in ready.text else {} for name, ready in ready_made().items()}
    queries = {name: head + fill(ready, given[name]) for name, ready in ready_made().items()}
    done = subprocess.run(
        ["node", "ask.mjs"],
        cwd=NODE,
        input=json.dumps({"file": str(file), "queries": queries}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answers = json.loads(done.stdout)
    for name in ready_made():
        found = table(run(store, fill(get_ready(name), given[name]), prefixes=names))
        theirs = [[row.get(column, "") for column in found.columns] for row in answers[name]]
        assert normal(found.rows) == normal(theirs), name


def test_the_answers_are_right(store: ox.Store, names: dict[str, str]) -> None:
    (case,) = ask(store, names, "cases")
    assert case[:4] == ["天津市交通执法总队", "688案", "出租汽车专项整治行动", "天津市交通执法总队查处688案。"]
    assert len(ask(store, names, "campaigns", name="交通委")) == 1
    assert [row[0] for row in ask(store, names, "campaigns", what="春運")] == ["市交通委员会"]
    assert {row[3] for row in ask(store, names, "planned", name="執法總隊")} == {"planned"}
    assert ask(store, names, "planned", name="交通委") == []
    direct = ask(store, names, "between", name="站区办", other="执法总队")
    assert [row[:3] for row in direct] == [["天津市交通执法总队", "cooperatesWith", "站区办"]]
    through = ask(store, names, "between", name="688案", other="交通执法总队")
    assert {row[2] for row in through} == {"688案", "出租汽车专项整治行动"}, "the case, and the campaign of both"
    assert ask(store, names, "quantities")[0][2] == "600"
    assert ask(store, names, "quantities", what="走訪")[0][2] == "600"
    assert ask(store, names, "quantities", what="检查") == []
    assert len(ask(store, names, "neighbours", name="站区办")) == 1
    assert [row[0] for row in ask(store, names, "timeline")] == ["2023-04/2023-09", "2023-05", "2023-11/..", "2024-01"]
    assert len(ask(store, names, "reports")) == 2


def test_answers_are_the_same_where_graphs_are_not_merged(store: ox.Store, names: dict[str, str]) -> None:
    """In a corpus the named graphs are read as one, and what two reports say stands there twice."""
    loose = page_samples.story()
    for name, ready in ready_made().items():
        found = table(run(loose, fill(ready, {}), prefixes=names)).rows
        assert normal(found) == normal(ask(store, names, name)), name


def test_merging_makes_the_default_graph_a_set() -> None:
    loose = page_samples.story()
    count = "SELECT (COUNT(*) AS ?n) { ?s a ?type }"
    doubled = table(run(loose, count, prefixes={})).rows
    merge(loose)
    merged = table(run(loose, count, prefixes={})).rows
    assert int(merged[0][0]) < int(doubled[0][0])


@pytest.mark.parametrize("value", ['"} DROP ALL #', "\\", "'\n", '") } SELECT * { ?s ?p ?o'])
def test_parameters_cannot_leave_their_place(store: ox.Store, names: dict[str, str], value: str) -> None:
    assert ask(store, names, "campaigns", name=value) == []


def test_unknown_parameters_and_queries_are_told() -> None:
    with pytest.raises(UsageError, match="it has: name"):
        fill(get_ready("campaigns"), {"wer": "x"})
    with pytest.raises(UsageError, match="there is: campaigns;"):
        get_ready("kampagnen")
    with pytest.raises(UsageError, match="there is: .*campaigns, cases"):
        get_ready("xyz")


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("SELCT * {}", (1, 1), "expected SELECT"),
        ("SELECT ?s {", (1, 12), ""),
        ("ASK { ?s ?p ?o .\n ?x }", (2, 5), ""),
        ("SELECT * {\n  ?s foo:a ?o }", (2, 6), "not declared"),
        ("SELECT (COUNT( AS ?n) {}", (1, 16), ""),
        ("SELECT * { ?s ?p '公报' . ?x ?y }", (1, 31), ""),
        ("ASK }", (1, 5), ""),
        ("SELECT * { ?s ?p ?o FILTER(?s > }", (1, 33), ""),
        ("", (1, 1), ""),
    ],
)
def test_a_syntax_error_points_at_the_place(text: str, place: tuple[int, int], words: str) -> None:
    with pytest.raises(QueryError) as caught:
        run(ox.Store(), text, prefixes={})
    assert caught.value.place == place
    assert f"line {place[0]}, column {place[1]}" in str(caught.value)
    assert words in str(caught.value)


def test_the_evidence_of_a_row(store: ox.Store, names: dict[str, str]) -> None:
    other = "https://w3id.org/gongbao/Case/688案"
    assert evidence_of(store, [TEAM, other], prefixes=names) == [
        Quotation("一.txt", 77, 92, "天津市交通执法总队查处688案。")
    ]
    assert evidence_of(store, [], prefixes=names) == []


@pytest.mark.parametrize(
    ("format", "words"), [("csv", "s,o"), ("tsv", "?s\t?o"), ("json", '"vars"'), ("xml", "<sparql"), ("table", "┃ s")]
)
def test_the_command_in_every_format(graph: Path, format: str, words: str) -> None:
    query = "SELECT ?s ?o { ?s gb:conducts ?o }"
    result = CliRunner().invoke(cli, ["query", str(graph), query, "--format", format])
    assert result.exit_code == 0, result.output
    assert words in result.output and "十项行动" in result.output


def test_the_command_shows_evidence_on_request(graph: Path) -> None:
    query = "SELECT ?s ?o { ?s gb:conducts ?o }"
    without = CliRunner().invoke(cli, ["query", str(graph), query])
    shown = CliRunner().invoke(cli, ["query", str(graph), query, "--evidence"])
    assert "2023-11，天津市交通执法总队参与十项行动。  (一.txt 154–169)" in shown.output
    assert "参与十项行动" not in without.output


def test_an_answer_for_a_spreadsheet_runs_nothing_there(graph: Path) -> None:
    query = 'SELECT ?a ?b { VALUES (?a ?b) { ("=HYPERLINK(1)" -5) } }'
    shown = CliRunner().invoke(cli, ["query", str(graph), query, "--format", "csv"]).output
    assert shown.splitlines() == ["a,b", "'=HYPERLINK(1),-5"]
    exact = CliRunner().invoke(cli, ["query", str(graph), query, "--format", "tsv"]).output
    assert exact.splitlines() == ["?a\t?b", '"=HYPERLINK(1)"\t-5']
    lines = CliRunner().invoke(cli, ["query", str(graph), r'SELECT ("一\t二\n三" AS ?a) {}', "--format", "tsv"]).output
    assert lines == '?a\n"一\\t二\\n三"\n', "as the W3C has it"


@pytest.mark.parametrize(
    ("name", "begins"),
    [("a.csv", b"\xef\xbb\xbfs,o\r\n"), ("a.TSV", b"?s\t?o\n"), ("a.json", b'{"head"'), ("a.xml", b"<?xml")],
)
def test_an_answer_is_written_to_a_file_in_the_format_of_its_ending(
    graph: Path, tmp_path: Path, name: str, begins: bytes
) -> None:
    query, file = "SELECT ?s ?o { ?s gb:conducts ?o }", tmp_path / "new" / name
    done = CliRunner().invoke(cli, ["query", str(graph), query, "-o", str(file)])
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", f"wrote {file}\n")
    format = name[2:].lower()
    printed = CliRunner().invoke(cli, ["query", str(graph), query, "--format", format]).stdout_bytes
    assert file.read_bytes().startswith(begins) and file.read_bytes().removeprefix(b"\xef\xbb\xbf") == printed
    other = tmp_path / "table"
    assert CliRunner().invoke(cli, ["query", str(graph), query, "--format", format, "-o", str(other)]).exit_code == 0
    assert other.read_bytes() == file.read_bytes()


def test_triples_are_written_to_turtle_and_tables_are_not(graph: Path, tmp_path: Path) -> None:
    construct, select = "CONSTRUCT WHERE { ?s gb:handles ?o }", "SELECT ?s { ?s gb:handles ?o }"
    done = CliRunner().invoke(cli, ["query", str(graph), construct, "-o", str(tmp_path / "a.ttl")])
    assert done.exit_code == 0 and (tmp_path / "a.ttl").read_text("utf-8").startswith("@prefix")
    for query, name, told in (
        (construct, "b.csv", "that ends in .ttl"),
        (select, "b.ttl", "that ends in .csv"),
        (select, "b.xlsx", "its ending says no format; let it end in .csv"),
    ):
        refused = CliRunner().invoke(cli, ["query", str(graph), query, "-o", str(tmp_path / name)])
        assert isinstance(refused.exception, UsageError) and told in str(refused.exception)
        assert not (tmp_path / name).exists()
    over = CliRunner().invoke(cli, ["query", str(graph), construct, "-o", str(graph)]).exception
    assert isinstance(over, UsageError) and "overwrite the graph" in str(over)


def test_a_year_that_nothing_is_of_is_told_with_those_there_are(graph: Path) -> None:
    def told(*words: str, language: str) -> str:
        return CliRunner(env={"GONGBAO_LANG": language}).invoke(cli, ["query", str(graph), "yearly", *words]).stderr

    assert told("-p", "year=1999", language="en") == "year: nothing of 1999; there is: 2024\n"
    assert told("-p", "year=1999", "-p", "name=行动", language="zh") == "year：没有 1999；有：2024\n"
    assert told("-p", "year=2024", language="en") == ""
    nowhere = told("-p", "year=1999", "-p", "name=无此行动", language="zh")
    assert nowhere == "不加 year=1999 也没有结果\n"


def test_a_ready_made_query_answers_in_the_language_of_its_reader(graph: Path) -> None:
    def shown(*words: str, language: str) -> str:
        return CliRunner(env={"GONGBAO_LANG": language}).invoke(cli, ["query", str(graph), *words]).output

    table = shown("neighbours", "-p", "name=交通", language="zh")
    assert all(word in table for word in ("做什么", "进展", "开展", "已完成")) and "conducts" not in table
    english = shown("neighbours", "-p", "name=交通", language="en")
    assert "relation" in english and "conducts" in english and "done" in english
    own = "SELECT ?relation { BIND('conducts' AS ?relation) }"
    assert "relation" in shown(own, language="zh") and "conducts" in shown(own, language="zh")  # as it was asked
    rows = shown("neighbours", "-p", "name=交通", "--format", "csv", language="zh")
    assert "relation" in rows and "conducts" in rows  # as programs have it


def test_the_command_takes_files_and_parameters(graph: Path, tmp_path: Path) -> None:
    file = tmp_path / "q.rq"
    file.write_text("CONSTRUCT WHERE { ?s gb:handles ?o }")
    result = CliRunner().invoke(cli, ["query", str(graph), "-f", str(file), "--format", "csv"])
    assert result.output.startswith("@prefix") and "gb:handles" in result.output
    ready = CliRunner().invoke(cli, ["query", str(graph), "campaigns", "-p", "name=交通委", "--format", "csv"])
    assert ready.output.count("\n") == 2
    listed = CliRunner().invoke(cli, ["query", "--list"])
    assert "-p what=…" in listed.output
    chinese = CliRunner(env={"GONGBAO_LANG": "zh"}).invoke(cli, ["query", "--list"]).output
    assert (
        "(part of)" in listed.output
        and "(part of)" not in chinese
        and chinese.count("-p ") == listed.output.count("-p ")
    )


def test_a_misspelt_term_that_finds_nothing_is_told_with_what_is_close(graph: Path) -> None:
    result = CliRunner().invoke(cli, ["query", str(graph), "SELECT ?x { ?x a gb:Organisation }"])
    assert "0 rows" in result.stdout and "close: gb:Organization" in result.stderr
    assert CliRunner().invoke(cli, ["query", str(graph), "SELECT ?x { ?x a gb:Person }"]).stderr == ""


def test_a_graph_that_is_not_there_says_what_to_give(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"no.ttl: no such file; give a graph") as refused:
        open_graph(tmp_path / "no.ttl")
    assert "没有这个文件" in refused.value.zh


def test_the_command_refuses_half_a_question(graph: Path) -> None:
    for words in ([], [str(graph)], [str(graph), "ASK {}", "-f", "x"], [str(graph), "campaigns", "-p", "name"]):
        assert CliRunner().invoke(cli, ["query", *words]).exit_code != 0


@pytest.mark.parametrize(
    ("more", "told"), [("name=总队", 'write -p "name=总队"'), ("{ ?a", "between quotation marks"), ("name", "marks")]
)
def test_words_behind_a_query_are_refused_with_what_to_write(graph: Path, more: str, told: str) -> None:
    refused = CliRunner().invoke(cli, ["query", str(graph), "campaigns", more]).exception
    assert isinstance(refused, UsageError) and str(refused).startswith(f"{more}: ") and told in str(refused)
    assert refused.zh.startswith(f"{more}：")


@pytest.mark.slow
@pytest.mark.parametrize("query", list(nested(300_000)), ids=lambda q: q[:30])
def test_the_command_survives_any_nesting(graph: Path, query: str) -> None:
    result = CliRunner().invoke(cli, ["query", str(graph), query])
    assert isinstance(result.exception, QueryError) and "\n" not in str(result.exception)


def test_a_terminal_is_not_commanded_by_names(tmp_path: Path) -> None:
    path = tmp_path / "hostile.trig"
    page_samples.hostile().dump(str(path), format=ox.RdfFormat.TRIG)
    result = CliRunner().invoke(cli, ["query", str(path), "entities", "--evidence"])
    assert result.exit_code == 0, result.output
    assert "\x1b" not in result.output and "\u202e" not in result.output


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("part", ["", "总队", "總隊", "无此名"])
def test_names_looked_up_first_give_the_same_rows(store: ox.Store, names: dict[str, str], name: str, part: str) -> None:
    ready, given = get_ready(name), {"name": part} if part else {}
    found = [table(run(store, fill(ready, given, known), prefixes=names)).rows for known in (None, store)]
    assert normal(found[0]) == normal(found[1])
    assert ("VALUES $name" in fill(ready, given)) and "VALUES $name" not in fill(ready, given, store)


@pytest.mark.parametrize("name", sorted(ready_made()))
def test_what_tells_of_everything_gives_the_same_rows_put_together(
    store: ox.Store, names: dict[str, str], name: str
) -> None:
    ready = get_ready(name)
    found = [table(run(store, fill(ready, {}, known), prefixes=names)).rows for known in (None, store)]
    assert sorted(found[0]) == sorted(found[1])
    if ready.unnamed:
        assert (
            found[0]
            and fill(ready, {}, store).count("SELECT") > 5
            and "SELECT ?s" not in fill(ready, {"name": "市"}, store)
        )
