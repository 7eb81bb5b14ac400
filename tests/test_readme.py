"""The README is true: its command reference is the help, its queries give the results it shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from gongbao.cli import COMMANDS, cli

README = Path(__file__).parents[1] / "README.md"
GRAPH = Path(__file__).parents[1] / "output" / "tianjin-transport-2023.ttl"
BLOCKS = re.compile(r"```sparql\n(.*?)```\s+```csv\n(.*?)```", re.S)


def reference() -> str:
    """The command reference: the help of every command, as the README shows it between its two markers."""
    runner = CliRunner(env={"COLUMNS": "100", "GONGBAO_LANG": "en"})
    parts = []
    for name in sorted(COMMANDS):
        result = runner.invoke(cli, [name, "--help"], prog_name="gongbao", terminal_width=100)
        assert result.exit_code == 0, result.output
        parts.append(f"```text\n$ gongbao {name} --help\n{result.output.strip()}\n```\n")
    return "\n".join(parts)


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
