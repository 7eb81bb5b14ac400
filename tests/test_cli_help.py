"""The list of commands is whole in both languages, completion works, and lists need no graph."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from gongbao.cli import COMMANDS, SHORT, cli


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_list_of_commands_cuts_nothing_short(language: str) -> None:
    shown = CliRunner(env={"GONGBAO_LANG": language, "COLUMNS": "80"}).invoke(cli, ["--help"])
    listed = shown.output.split("Commands:\n" if language == "en" else "命令:\n")[1].splitlines()
    assert set(SHORT) == set(COMMANDS)
    assert [line.split(maxsplit=1)[1] for line in listed] == [
        english if language == "en" else chinese for _, (english, chinese) in sorted(SHORT.items())
    ]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_as_the_readme_has_it(shell: str) -> None:
    run = [sys.executable, "-c", "from gongbao.cli import cli; cli(prog_name='gongbao')"]
    environment = {**os.environ, "_GONGBAO_COMPLETE": f"{shell}_source"}
    script = subprocess.run(run, env=environment, capture_output=True, text=True, check=True).stdout
    assert "_GONGBAO_COMPLETE" in script
    words = {"COMP_WORDS": "gongbao onto", "COMP_CWORD": "onto" if shell == "fish" else "1"}
    environment |= {"_GONGBAO_COMPLETE": f"{shell}_complete", **words}
    offered = subprocess.run(run, env=environment, capture_output=True, text=True, check=True).stdout
    assert "ontology" in offered and "build" not in offered


@pytest.mark.parametrize("command", ["export", "query"])
def test_lists_need_no_graph(command: str) -> None:
    shown = CliRunner().invoke(cli, [command, "--list"])
    assert shown.exit_code == 0 and len(shown.output.splitlines()) > 8
    missing = CliRunner().invoke(cli, [command], standalone_mode=False)
    assert missing.exception is not None and "give a graph" in str(missing.exception)
