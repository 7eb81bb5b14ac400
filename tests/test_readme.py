"""The README is true: its command reference is the help, its queries give the results it shows."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from documented import BLOCKS, GRAPH, README, reference
from gongbao.cli import cli


def test_the_command_reference_is_the_help() -> None:
    text = README.read_text("utf-8")
    shown = text.split("<!-- reference -->\n")[1].split("<!-- /reference -->")[0]
    assert shown.strip() == reference().strip(), "run: python tests/tools/reference.py"


@pytest.mark.parametrize(("query", "result"), BLOCKS.findall(README.read_text("utf-8")) if README.exists() else [])
def test_the_queries_give_the_results_shown(query: str, result: str) -> None:
    run = CliRunner().invoke(cli, ["query", str(GRAPH), query, "--format", "csv"])
    assert run.exit_code == 0, run.output
    assert run.output.replace("\r\n", "\n").strip() == result.strip()


def test_there_are_five_queries() -> None:
    assert len(BLOCKS.findall(README.read_text("utf-8"))) >= 5
