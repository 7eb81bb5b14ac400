"""README and guide are true: the command reference is the help, steps work, queries give the results shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from documented import GRAPH, QUERIES, README, REFERENCE, reference, steps
from gongbao.cli import cli
from gongbao.mentions.rules import Rule
from ruled import UNMARKED, found, marked


def test_the_command_reference_is_the_help() -> None:
    assert REFERENCE.read_text("utf-8").strip() == reference().strip(), "run: python tests/tools/reference.py"


FILES, CALLS, CODE = steps("Teach it a word, a class, a rule in ten minutes")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files that the README says to write."""
    made = tmp_path_factory.mktemp("teach")
    for name, content in FILES.items():
        (made / name).write_text(content, "utf-8")
    return made


@pytest.mark.parametrize(("call", "printed"), CALLS, ids=[" ".join(call[:1] + call[-1:]) for call, _ in CALLS])
def test_what_it_says_to_teach_works(
    call: list[str], printed: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    if call[0] == "check":
        CliRunner().invoke(cli, CALLS[1][0])
    result = CliRunner().invoke(cli, call, env={"GONGBAO_LANG": "en"})
    assert result.exit_code == 0, result.output
    assert printed in result.output


def test_the_rule_it_shows_does_what_its_examples_say() -> None:
    (code,) = CODE
    shown: dict[str, Rule] = {}
    exec(compile(code, "README.md", "exec"), shown)
    rule = shown["SHORT_NUMBERS"]
    assert found(rule, rule.example.translate(UNMARKED)) == marked(rule.example) != []
    assert found(rule, rule.counter) == []


@pytest.mark.parametrize(("query", "result"), QUERIES)
def test_the_queries_give_the_results_shown(query: str, result: str) -> None:
    run = CliRunner().invoke(cli, ["query", str(GRAPH), query, "--format", "csv"])
    assert run.exit_code == 0, run.output
    assert run.output.replace("\r\n", "\n").strip() == result.strip()


def test_there_are_five_queries() -> None:
    assert len(QUERIES) >= 5


def test_the_readme_is_read_in_two_minutes() -> None:
    assert len(README.read_text("utf-8").splitlines()) <= 250
