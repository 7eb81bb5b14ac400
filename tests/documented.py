"""The README as tests read it: queries with their results, and the command reference."""

from __future__ import annotations

import re
from pathlib import Path

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
