"""The summary of a build: what was found, what was skipped, where the files are, in the user's language."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

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
        ("zh", ["条陈述（已完成", "联系最多: 天津市交通运输综合行政执法总队", "跳过正文以外", "查询:"]),
    ],
)
def test_the_summary_of_the_real_report(data: Path, tmp_path: Path, language: str, expected: list[str]) -> None:
    call = ["build", str(data / "tianjin-transport-2023.txt"), "-o", str(tmp_path)]
    result = CliRunner(env={"GONGBAO_LANG": language}).invoke(cli, call, catch_exceptions=False)
    assert result.exit_code == 0
    for words in (*expected, str(tmp_path / "tianjin-transport-2023.ttl")):
        assert words in result.output


def test_a_line_break_at_the_end_is_no_residue(tmp_path: Path) -> None:
    report = tmp_path / "r.txt"
    report.write_text("天津市交通运输委员会开展“春风”专项行动。\n（天津市交通运输委员会 2024-03-05）\n\n", "utf-8")
    result = CliRunner(env={"GONGBAO_LANG": "en"}).invoke(cli, ["build", str(report), "-o", str(tmp_path / "o")])
    assert result.exit_code == 0
    assert "outside the report" not in result.output
