"""The list of commands is whole in both languages, completion works, and lists need no graph."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from selectolax.lexbor import LexborHTMLParser

from gongbao.cli import COMMANDS, cli
from gongbao.cli.of_click import table


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_list_of_commands_cuts_nothing_short(language: str) -> None:
    shown = CliRunner(env={"GONGBAO_LANG": language, "COLUMNS": "80"}).invoke(cli, ["--help"])
    listed = shown.output.split("Commands:\n" if language == "en" else "命令:\n")[1].splitlines()
    shorts = [short for _, (_, short) in sorted(COMMANDS.items())]
    assert [line.split(maxsplit=1)[1] for line in listed] == [table()[s] if language == "zh" else s for s in shorts]


def _commands(command: click.Command) -> Iterator[click.Command]:
    yield command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from _commands(found)


def test_the_help_of_every_option_is_there_in_chinese() -> None:
    told = {option.help for command in _commands(cli) for option in command.params if isinstance(option, click.Option)}
    assert len(told) > 70 and told - {None} <= table().keys()
    for language, wanted in (("zh", "只输出文件路径。"), ("en", "Print the paths of the files only.")):
        shown = CliRunner(env={"GONGBAO_LANG": language}).invoke(cli, ["build", "--help"])
        assert wanted in shown.output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["build", "--help"], ["用法：", "选项:", "默认：output"]),
        (["corpus", "--help"], ["命令:", "添加报告：文件、文件夹"]),
        (["biuld"], ["说明见：gongbao --help", "错误：没有命令 'biuld'。", "是不是 'build'？"]),
        (["corpus", "rmove"], ["没有命令 'rmove'"]),
        (["build", "--ouput", "x"], ["没有选项 '--ouput'", "是不是其中之一：'--output'"]),
        (["build"], ["缺少参数 'FILE…'"]),
        (["query", "--format", "cvs"], ["'--format' 的值无效", "'cvs' 不在可选之列：'table', 'csv'"]),
        (["build", "--closest"], ["选项 '--closest' 需要一个值"]),
        (["path", "a", "b", "c", "d"], ["多出了参数（d）"]),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_what_click_says_is_in_the_language_of_the_rest(words: list[str], told: list[str]) -> None:
    shown = CliRunner(env={"GONGBAO_LANG": "zh"}).invoke(cli, words, prog_name="gongbao").output
    assert [each for each in told if each not in shown] == [], shown
    assert not re.search(r"Usage|Options:|Error|Try |No such|Missing|Invalid|Got unexpected", shown)
    english = CliRunner(env={"GONGBAO_LANG": "en"}).invoke(cli, words, prog_name="gongbao").output
    assert re.search(r"Usage: gongbao|Error: ", english) and not [each for each in told if each in english]


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
    chinese = CliRunner(env={"GONGBAO_LANG": "zh"}).invoke(cli, [command, "--list"]).output.splitlines()
    assert all(re.search("[一-龥]", line) for line in chinese) and not re.search(
        "[一-龥]", shown.output.replace("走访企业", "")
    )
    missing = CliRunner().invoke(cli, [command], standalone_mode=False)
    assert missing.exception is not None and "give a graph" in str(missing.exception)


@pytest.mark.parametrize("words", [[], ["build"], ["corpus", "add"]], ids=" ".join)
def test_help_says_what_the_option_says(words: list[str]) -> None:
    asked, option = (CliRunner().invoke(cli, given) for given in (["help", *words], [*words, "--help"]))
    assert asked.exit_code == 0
    assert asked.output == option.output


def test_the_page_holds_guide_and_commands_and_asks_the_network_for_nothing(tmp_path: Path) -> None:
    page = tmp_path / "help.html"
    assert CliRunner().invoke(cli, ["help", "--html", "-o", str(page)]).exit_code == 0
    tree = LexborHTMLParser(page.read_text("utf-8"))
    anchors = [node.attributes["href"] for node in tree.css("nav a")]
    assert {f"#gongbao-{name}" for name in COMMANDS} | {"#what-is-in-the-graph"} <= set(anchors)
    assert all(len(tree.css(f"h2{anchor}")) == 1 for anchor in anchors)
    assert tree.css("td") and not tree.css("link, script, img")
    assert "[OPTIONS]" in tree.css("pre")[-1].text()


def test_the_page_is_of_all_commands() -> None:
    one = CliRunner().invoke(cli, ["help", "build", "--html"], standalone_mode=False)
    assert "name no command" in str(one.exception)
