"""Bad input: one clear line that names the file, the right exit status, the other reports still built."""

from __future__ import annotations

import errno
import os
import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from called import run
from gongbao import cli
from gongbao.messages import reasons

REPORT = "天津市交通运输委员会开展“春风”专项行动，走访企业60余家。\n（天津市交通运输委员会 2024-03-05）\n"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "good.txt"
    path.write_text(REPORT, "utf-8")
    return path


def bad_inputs(folder: Path) -> dict[str, Path]:
    made = {name: folder / name for name in ("missing.txt", "binary.txt", "empty.txt", "english.txt", "line.txt")}
    made["binary.txt"].write_bytes(bytes(range(256)) * 20)
    made["empty.txt"].write_bytes(b"")
    made["english.txt"].write_text("No Chinese here at all.\n", "utf-8")
    made["line.txt"].write_text("天津市" * (50_000_000 // 9), "utf-8")
    made["folder"] = folder / "folder"
    made["folder"].mkdir()
    made["encoding.txt"] = folder / "encoding.txt"
    made["encoding.txt"].write_bytes("天津市开展行动".encode()[:-1] + b"\xff\xfe\x81\x00\x80" * 9)
    return made


def test_bad_files_are_named_in_one_line_each_and_the_good_one_is_built(tmp_path: Path, report: Path) -> None:
    bad = bad_inputs(tmp_path)
    result = run("build", *bad.values(), report, "-o", tmp_path / "out")
    assert result.exit_code == 1
    *lines, last = result.stderr.strip().splitlines()
    for name in bad:
        assert sum(name in line for line in lines) == 1, (name, lines)
        assert name in last
    assert len(lines) == len(bad)
    assert {p.suffix for p in (tmp_path / "out").iterdir()} >= {".ttl", ".graphml", ".gexf"}
    assert {p.stem for p in (tmp_path / "out").iterdir()} == {"good"}


def test_a_report_past_its_limit_fails_by_name(tmp_path: Path, report: Path) -> None:
    for command in (("build", "-o", tmp_path / "out"), ("extract",), ("corpus", "add", tmp_path / "store")):
        result = run(*command, "--limit", "0.001", report)
        assert result.exit_code == 1
        assert f"{report}: takes more than" in result.stderr and "--limit" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("build",),
        ("build", "x.txt", "--without", "magic"),
        ("nonsense",),
        ("query", "x.ttl"),
        ("build", "x.txt", "--base", "no iri"),
        ("build", "x.txt", "--closest", "0"),
        ("measures", "x.ttl", "--top", "-1"),
        ("path", "x.ttl", "甲", "乙", "--most", "0"),
        ("query", "x.ttl", "caes"),
        ("query", "x.ttl", "cases", "-p", "x=1"),
    ],
)
def test_a_wrong_call_is_status_2(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr.strip()


def test_a_place_that_cannot_be_written_to(tmp_path: Path, report: Path) -> None:
    target = tmp_path / "file"
    target.write_text("here is a file, not a folder", "utf-8")
    result = run("build", report, "-o", target)
    assert result.exit_code == 1
    assert str(target) in result.stderr
    assert target.read_text("utf-8") == "here is a file, not a folder"
    assert not list(tmp_path.glob(".gongbao-*"))


def test_two_reports_of_one_name_do_not_overwrite_each_other(tmp_path: Path, report: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "good.txt").write_text(REPORT.replace("60", "70"), "utf-8")
    result = run("build", report, other / "good.txt", "-o", tmp_path / "out", "--quiet")
    assert result.exit_code == 0, result.stderr
    stems = {p.stem for p in (tmp_path / "out").glob("*.ttl")}
    assert stems == {"good", "good-2"}
    assert (tmp_path / "out" / "all.trig").exists()


def test_a_file_that_is_named_twice_is_read_once(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(report.parent)
    assert run("extract", ".", report, "*.txt", report.name).stdout.count("\n") == 1
    assert run("extract", "no.txt", "no.txt").stdout.count("\n") == 1


def test_a_page_is_written_over_no_report(tmp_path: Path) -> None:
    (page := tmp_path / "report.html").write_text(f"<meta charset=utf-8><p>{REPORT}</p>", "utf-8")
    refused = run("build", page, "-o", tmp_path)
    assert refused.exit_code == 1 and "report.html: it is there, not made by gongbao" in refused.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"] and REPORT in page.read_text("utf-8")
    assert run("build", page, "-o", tmp_path / "out").exit_code == 0
    assert run("build", page, "-o", tmp_path / "out").exit_code == 0, "a page of gongbao is written anew"
    (tmp_path / "out" / "report.html").write_text("other", "utf-8")
    graph = tmp_path / "out" / "report.ttl"
    assert "not made by gongbao" in run("view", graph, "--no-open").stderr
    for command in (
        ("view", graph, "--no-open", "-o"),
        ("help", "--html", "-o"),
        ("ontology", "-o"),
        ("score", "--html"),
    ):
        told = run(*command, page, *(["x.json"] if command[0] == "score" else []))
        assert told.exit_code == 1 and "not made by gongbao" in told.stderr
        (text := tmp_path / "report.txt").write_text(REPORT, "utf-8")
        told = run(*command, text, *(["x.json"] if command[0] == "score" else []))
        assert told.exit_code == 2 and "let it end in .html" in told.stderr and text.read_text("utf-8") == REPORT
    for query in ("SELECT {", "ASK { SERVICE <http://a/> {} }", "ASK FROM <http://a/> {}", "ASK { x:y ?p ?o }"):
        told = run("query", graph, query)
        assert told.exit_code == 2 and told.stderr.count("\n") == 1, "a wrong query is a wrong call"
    assert "the graph itself" in run("view", graph, "--no-open", "-o", graph).stderr
    assert run("view", graph, "--no-open", "-o", tmp_path / "new.html").exit_code == 0


def test_a_graph_and_a_network_are_written_over_no_file_of_a_user(report: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for twice in range(2):  # what gongbao wrote is written anew
        assert run("build", report, "-o", out, "--base", "https://example.org/base/").exit_code == 0, twice
        assert run("export", out / f"{report.stem}.ttl", "--to", "trig", "--to", "json").exit_code == 0, twice
    ours = (out / f"{report.stem}.ttl").read_bytes()
    own = "@prefix gb: <https://w3id.org/gongbao/ontology#> .\n@prefix report: <https://example.org/mine#> .\n"
    for ending, text in (("trig", own), ("json", '{"全文": "市水务局开展检查。"}'), ("ttl", own)):
        (kept := out / f"{report.stem}.{ending}").write_text(text, "utf-8")
        (tmp_path / report.name).with_suffix(".ttl").write_bytes(ours)
        call = ("build", report) if ending == "ttl" else ("export", tmp_path / f"{report.stem}.ttl", "--to", ending)
        assert f"{ending}: it is there, not made by gongbao" in run(*call, "-o", out).stderr
        assert kept.read_text("utf-8") == text


def test_a_folder_that_holds_what_was_made_of_it_is_read_again_as_before(
    tmp_path: Path, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("build", ".", "--quiet").exit_code == 0
    every = [part for name in ("csv", "nodelink", "neo4j", "cytoscape") for part in ("--to", name)]
    assert run("export", "output/good.ttl", *every).exit_code == 0
    assert run("ontology").exit_code == run("help", "--html").exit_code == 0
    told = run("extract", ".").stdout
    Path("told.jsonl").write_text(told, "utf-8")
    assert told.count("\n") == 1 and run("corpus", "add", "store", ".", "-q").stdout == "store: 1 added\n"
    assert run("extract", ".").stdout == told
    assert "no file matches" in run("extract", "**/*.html").stderr
    assert "the name of a file is empty" in run("extract", "").stderr


def test_reports_whose_names_fold_to_one_are_told_apart_in_separate_calls_too(tmp_path: Path) -> None:
    for name, word in (("清河 ☀.txt", "净网"), ("清河 ☂.txt", "护网")):
        (tmp_path / name).write_text(f"清河市公安局开展“{word}”专项行动。\n", "utf-8")
    out = tmp_path / "out"
    for _ in "again":
        for name, stem in (("清河 ☀.txt", "清河"), ("清河 ☂.txt", "清河-2")):
            assert run("build", tmp_path / name, "-o", out, "-q").stdout.split()[0] == str(out / f"{stem}.ttl")
    assert len(list(out.iterdir())) == 8
    assert "净网" in (out / "清河.ttl").read_text("utf-8") and "护网" in (out / "清河-2.ttl").read_text("utf-8")
    for stem in ("清河", "清河-2"):
        assert run("export", out / f"{stem}.ttl", "--to", "neo4j", "-o", tmp_path / "neo").exit_code == 0
    assert sorted(path.name for path in (tmp_path / "neo").iterdir()) == ["清河-2-neo4j", "清河-neo4j"]


@pytest.mark.parametrize("call", [("query", "{}", "cases"), ("serve", "{}"), ("view", "{}", "--no-open")])
def test_a_folder_of_reports_is_no_store(tmp_path: Path, report: Path, call: tuple[str, ...]) -> None:
    told = run(*(part.format(report.parent) for part in call))
    assert told.exit_code != 0
    assert f"{report.parent}: a folder, and no corpus" in told.stderr and "gongbao corpus add STORE" in told.stderr


def test_a_graph_is_checked_in_short_names_and_what_was_not_checked_is_told(report: Path, tmp_path: Path) -> None:
    assert run("build", report, "-o", tmp_path).exit_code == 0
    whole = run("check", graph := tmp_path / "good.ttl")
    assert (whole.exit_code, whole.stderr) == (0, "") and "conforms" in whole.stdout
    (mine := tmp_path / "mine.ttl").write_text(
        "@prefix x: <https://example.org/x#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "@prefix gb: <https://w3id.org/gongbao/ontology#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "x:size a owl:DatatypeProperty ; rdfs:domain gb:Case .",
        "utf-8",
    )
    more = "<http://x.org/a> skos:prefLable '甲' ; <https://example.org/x#size> 5 .\n"
    graph.write_text(graph.read_text("utf-8") + more, "utf-8")
    free = run("check", graph, "--ontology", mine)
    assert free.exit_code == 0 and "conforms" in free.stdout and free.stderr.count("\n") == 1
    assert "no shape speaks of skos:prefLable, https://example.org/x#size" in free.stderr
    graph.write_text(graph.read_text("utf-8") + "case:甲案 a gb:Case ; gb:hasJurisdiction place:甲 .\n", "utf-8")
    wrong = run("check", graph, "--ontology", mine)
    assert wrong.exit_code == 1 and "shape: case:甲案: " in wrong.stdout
    assert "case:甲案 gb:hasJurisdiction place:甲" in wrong.stdout


def test_a_corpus_may_be_the_folder_that_one_stands_in(
    report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "store"
    assert run("corpus", "add", store, report, "-q").exit_code == 0
    monkeypatch.chdir(store)
    before = sorted(store.iterdir())
    for call in (("view", ".", "--no-open"), ("export", ".", "--to", "gexf"), ("project", "data/..", "bodies")):
        assert run(*call).exit_code == 0, call
    made = {path.name for path in tmp_path.iterdir()} - {"store", report.name}
    assert made == {"store.html", "store.gexf", "store-bodies.gexf", "store-bodies-matrix.csv"}
    assert sorted(store.iterdir()) == before
    told = run("check", ".")
    assert told.exit_code == 1 and "gongbao corpus export . -o all.nq" in told.stderr
    assert run("view", "/", "--no-open").exit_code == 1


@pytest.mark.parametrize("command", ["measures", "view --no-open", "export --to gexf", "path"])
def test_a_graph_with_words_for_numbers_is_told_in_one_line(report: Path, tmp_path: Path, command: str) -> None:
    assert run("build", report, "-o", tmp_path / "out").exit_code == 0
    graph, (name, *more) = tmp_path / "out" / "good.ttl", command.split()
    graph.write_text(re.sub(r"(gb:score|oa:start) [0-9.e-]+", r'\1 "much"', graph.read_text("utf-8")), "utf-8")
    two = ("天津市交通运输委员会", "春风专项行动") if name == "path" else ()
    told = run(name, graph, *two, *more, *(("-o", tmp_path / "x.html") if more else ()))
    assert told.exit_code == 1 and told.stderr.count("\n") == 1 and "gongbao check tells" in told.stderr


@pytest.mark.parametrize(("ends", "said"), [("exit 3", True), ("exit 0", False), ("exec sleep 9", False), (None, True)])
@pytest.mark.skipif(os.name == "nt" or sys.platform == "darwin", reason="which have a way of their own to open a page")
def test_a_page_that_no_browser_shows_is_told_in_one_line(
    report: Path, tmp_path: Path, ends: str | None, said: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("build", report, "-o", tmp_path).exit_code == 0
    (folder := tmp_path / "bin").mkdir()
    if ends is not None:
        (opener := folder / "xdg-open").write_text(f"#!/bin/sh\necho noise; echo noise >&2\n{ends}\n")
        opener.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/bin" if ends else str(folder))
    shown = run("view", tmp_path / "good.ttl")
    assert shown.exit_code == 0 and shown.stdout == f"{tmp_path / 'good.html'}\n"
    assert ("no browser" in shown.stderr) == said and shown.stderr.count("\n") == said


def test_every_command_has_help() -> None:
    runner = CliRunner()
    for name in cli.COMMANDS:
        result = runner.invoke(cli.cli, [name, "--help"])
        assert result.exit_code == 0
        assert len(result.output.splitlines()) > 5


@pytest.mark.parametrize(
    ("number", "zh"),
    [(errno.EACCES, "没有权限"), (errno.EROFS, "磁盘或文件夹只读"), (errno.EDOM, os.strerror(errno.EDOM))],
)
def test_why_the_system_refuses_is_in_chinese_where_it_is_known(number: int, zh: str) -> None:
    assert reasons(OSError(number, os.strerror(number))) == (os.strerror(number), zh)


def test_a_folder_that_cannot_be_is_told_in_one_language(tmp_path: Path) -> None:
    report = tmp_path / "报告.txt"
    report.write_text("市水务局开展“春风”专项行动。\n", "utf-8")
    call = ["build", str(report), "-o", str(report / "x")]
    told = {one: CliRunner(env={"GONGBAO_LANG": one}).invoke(cli.cli, call).output for one in ("zh", "en")}
    assert "路径中有一段不是文件夹" in told["zh"] and "Not a directory" not in told["zh"]
    assert "(Not a directory); choose another folder with -o" in told["en"]
