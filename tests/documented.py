"""README and guide as tests read them: queries with their results, steps to follow; and the command reference."""

from __future__ import annotations

import re
from pathlib import Path

import click
from click.testing import CliRunner

import gongbao
from gongbao.cli import COMMANDS, cli

README = Path(__file__).parents[1] / "README.md"


GUIDE = Path(gongbao.__file__).parent / "GUIDE.md"
"""What the README leaves out; its queries are run."""

REFERENCE = GUIDE.with_name("COMMANDS.md")
"""The help of every command, written by tests/tools/reference.py."""

GRAPH = Path(__file__).parents[1] / "output" / "tianjin-transport-2023.ttl"


BLOCKS = re.compile(r"```sparql\n(.*?)```\s+```csv\n(.*?)```", re.S)

QUERIES = BLOCKS.findall(GUIDE.read_text("utf-8"))
"""The guide's queries, each with the rows that it shows."""


def reference() -> str:
    """The command reference: the help of every command, and of those below it."""
    runner = CliRunner(env={"COLUMNS": "100", "GONGBAO_LANG": "en"})
    parts, context = [], click.Context(cli)
    found = {name: cli.get_command(context, name) for name in COMMANDS}
    below = [f"{name} {sub}" for name, command in found.items() for sub in getattr(command, "commands", ())]
    for name in sorted([*found, *below]):
        result = runner.invoke(cli, [*name.split(), "--help"], prog_name="gongbao", terminal_width=100)
        assert result.exit_code == 0, result.output
        parts.append(f"## gongbao {name}\n\n```text\n$ gongbao {name} --help\n{result.output.strip()}\n```\n")
    return "# The commands of gongbao\n\n" + "\n".join(parts)


def steps(heading: str) -> tuple[dict[str, str], list[tuple[list[str], str]], list[str]]:
    """What a section of the README says to do: files by name, commands with what they must print, code in Python."""
    section = README.read_text("utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    files = dict(re.findall(r"^```\w+ (\S+)\n(.*?)^```$", section, re.M | re.S))
    commands = re.findall(r"^    gongbao (.*?) +# (.*)$", section, re.M)
    return (
        files,
        [(call.split(), printed) for call, printed in commands],
        re.findall(r"^```python\n(.*?)^```$", section, re.M | re.S),
    )
