"""The summary of a build: what was found, what was skipped, where the files are, in the user's language."""

from __future__ import annotations

import shlex
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from click.testing import CliRunner

from called import run
from gongbao.cli import cli


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            [
                "statements (done",
                "best connected: 天津市交通运输综合行政执法总队",
                "outside the report's body",
                "ask it:",
            ],
        ),
        ("zh", ["条陈述（已完成", "联系最多：天津市交通运输综合行政执法总队", "跳过正文以外", "查询：gongbao query"]),
    ],
)
def test_the_summary_of_the_real_report(data: Path, tmp_path: Path, language: str, expected: list[str]) -> None:
    call = ["build", str(data / "tianjin-transport-2023.txt"), "-o", str(tmp_path)]
    result = CliRunner(env={"GONGBAO_LANG": language}).invoke(cli, call, catch_exceptions=False)
    assert result.exit_code == 0
    for words in (*expected, str(tmp_path / "tianjin-transport-2023.ttl")):
        assert words in result.output


def test_the_table_counts_as_many_things_as_the_page(data: Path, tmp_path: Path) -> None:
    report = tmp_path / "r.txt"
    report.write_text(
        "天津市交通运输委员会开展“春风”专项行动，严厉打击非法营运、超限超载，查处非法营运30起。\n", "utf-8"
    )
    result = CliRunner(env={"GONGBAO_LANG": "zh"}).invoke(cli, ["build", str(report), "-o", str(tmp_path / "o")])
    rows = [line.split() for line in result.output.split("\n\n")[1].splitlines()[1:]]
    assert ["违规行为", "2", "3"] in rows
    graph = ET.parse(tmp_path / "o" / "r.graphml")
    assert sum(int(count) for _, count, _ in rows) == len(graph.findall(".//{*}node"))


@pytest.mark.parametrize(
    ("language", "said"), [("en", "known from other names: 南开区"), ("zh", "由其他名称得知：南开区")]
)
def test_a_place_that_stands_in_other_names_only_is_told(tmp_path: Path, language: str, said: str) -> None:
    for name, text in (("inside", "天津市南开区教育局召开会议。"), ("alone", "天津市公安局在南开区召开会议。")):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
        call = ["build", str(tmp_path / f"{name}.txt"), "-o", str(tmp_path / "o")]
        result = CliRunner(env={"GONGBAO_LANG": language}).invoke(cli, call, catch_exceptions=False)
        assert (said in result.output) == (name == "inside")


def test_a_line_break_at_the_end_is_no_residue(tmp_path: Path) -> None:
    report = tmp_path / "r.txt"
    report.write_text("天津市交通运输委员会开展“春风”专项行动。\n（天津市交通运输委员会 2024-03-05）\n\n", "utf-8")
    result = CliRunner(env={"GONGBAO_LANG": "en"}).invoke(cli, ["build", str(report), "-o", str(tmp_path / "o")])
    assert result.exit_code == 0
    assert "outside the report" not in result.output


def test_of_several_reports_the_end_says_where_all_is_which_failed_and_a_question_that_has_an_answer(
    tmp_path: Path,
) -> None:
    for name, text in (("一", "海州市公安局召开会议。"), ("二", "海州市公安局走访企业30家。"), ("空", "")):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    call = ["build", *(str(tmp_path / f"{name}.txt") for name in "一二空"), "-o", str(tmp_path / "o")]
    result = CliRunner(env={"GONGBAO_LANG": "en"}).invoke(cli, call)
    assert result.exit_code == 1
    assert result.stdout.count("ask it:") == 1 and f"query {tmp_path / 'o' / 'all.trig'} entities" in result.stdout
    assert "()" not in result.stdout and "1 quantity," in result.stdout and "1 quantities" not in result.stdout
    assert (
        result.stderr.splitlines()[-1].startswith("1 failed, 2 built: ") and "空.txt" in result.stderr.splitlines()[-1]
    )


def test_of_many_reports_the_sixth_and_later_have_a_line_each(tmp_path: Path) -> None:
    for number in range(1, 8):
        (tmp_path / f"{number}.txt").write_text(f"海州市公安局召开会议。走访企业{number}家。", "utf-8")
    call = ["build", *(str(tmp_path / f"{number}.txt") for number in range(1, 8)), "-o", str(tmp_path / "o")]
    lines = CliRunner(env={"GONGBAO_LANG": "en"}).invoke(cli, call).stdout.splitlines()
    assert sum("best connected" in line or line.startswith("  type") for line in lines) == 5
    assert [line.partition(" ")[0] for line in lines if "statements)" in line] == [f"{tmp_path / n}.txt" for n in "67"]


def test_the_commands_that_go_on_can_be_typed_as_they_stand(tmp_path: Path) -> None:
    report = tmp_path / "报告.txt"
    report.write_text("天津市交通运输委员会开展“春风”专项行动。\n", "utf-8")
    for folder in ("输出", "输 出", "it's"):
        shown = CliRunner(env={"GONGBAO_LANG": "en"}).invoke(cli, ["build", str(report), "-o", str(tmp_path / folder)])
        graph = tmp_path / folder / "报告.ttl"
        lines = [shlex.split(line.split(":", 1)[1]) for line in shown.output.splitlines()[-2:]]
        assert lines == [["gongbao", "query", str(graph), "campaigns"], ["gongbao", "view", str(graph)]]
    own = tmp_path / "my terms.ttl"
    own.write_text("@prefix gb: <https://w3id.org/gongbao/ontology#> .\n", "utf-8")
    call = ["build", str(report), "-o", str(tmp_path), "--ontology", str(own)]
    shown = CliRunner(env={"GONGBAO_LANG": "en"}).invoke(cli, call)
    assert [shlex.split(line)[-2:] for line in shown.output.splitlines()[-2:]] == [["--ontology", str(own)]] * 2
    missing = run("corpus", "status", tmp_path / "it's no store")
    told = shlex.split(missing.stderr.rpartition("with: ")[2])
    assert told == ["gongbao", "corpus", "add", str(tmp_path / "it's no store"), "FILE…"]
