"""`gongbao serve` refuses a wrong call before anything listens."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

import page_samples
from gongbao.cli import cli
from gongbao.errors import GongbaoError, UsageError
from serving import serving


def refusal(*words: str) -> GongbaoError:
    result = CliRunner().invoke(cli, ["serve", *words])
    assert isinstance(result.exception, GongbaoError), result.output
    return result.exception


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    path = tmp_path / "story.ttl"
    page_samples.single().dump(
        str(path), format=ox.RdfFormat.TURTLE, from_graph=next(page_samples.single().named_graphs())
    )
    return path


def test_a_graph_that_is_not_there(tmp_path: Path) -> None:
    error = refusal(str(tmp_path / "nothing.ttl"))
    assert isinstance(error, UsageError) and error.zh


def test_an_address_that_is_taken(graph: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        error = refusal(str(graph), "--port", str(taken.getsockname()[1]))
    assert "--port" in str(error)


def test_a_token_file_that_says_nothing(graph: Path, tmp_path: Path) -> None:
    empty = tmp_path / "token"
    empty.write_text(" \n")
    assert "empty" in str(refusal(str(graph), "--token-file", str(empty)))
    assert "cannot be read" in str(refusal(str(graph), "--token-file", str(tmp_path / "no")))


def test_a_graph_that_everyone_may_read_is_told(graph: Path, tmp_path: Path) -> None:
    with serving(graph, tmp_path / "log", "--host", "0.0.0.0", "--quiet"):
        assert "GONGBAO_TOKEN" in (tmp_path / "log").read_text()


@pytest.mark.parametrize("missing", ["starlette", "uvicorn"])
def test_without_the_extra_it_says_what_to_install(graph: Path, missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == missing or name.startswith("gongbao.serve")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    error = refusal(str(graph))
    assert isinstance(error, UsageError)
    assert missing in str(error) and "pip install 'gongbao[server]'" in str(error) and "gongbao[server]" in error.zh
