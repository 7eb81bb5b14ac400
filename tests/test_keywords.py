"""Queries reach this graph only: SERVICE and FROM are known however they are written, and nothing else is taken for them."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from gongbao import keywords
from gongbao.cli import cli
from gongbao.errors import QueryError
from gongbao.query import run
from services import HARMLESS, REACHING


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("graph") / "one.trig"
    path.write_text("<urn:s> <urn:p> <urn:o> . <urn:graph> { <urn:s> <urn:p> <urn:q> }")
    return path


@pytest.fixture(scope="module")
def store(graph: Path) -> ox.Store:
    store = ox.Store()
    store.load(path=graph, format=ox.RdfFormat.TRIG)
    return store


@pytest.fixture
def listening() -> Iterator[tuple[str, list[bytes]]]:
    """The port of a server that answers nobody, and what reached it."""
    reached: list[bytes] = []

    def accept() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            reached.append(b"connection")
            connection.close()

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=accept)
        thread.start()
        yield str(server.getsockname()[1]), reached
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


@pytest.mark.parametrize("query", REACHING)
def test_service_is_refused_however_it_is_written(
    store: ox.Store, query: str, listening: tuple[str, list[bytes]]
) -> None:
    port, reached = listening
    asked = query.replace("URL", f"http://127.0.0.1:{port}/").replace("PORT", port)
    with pytest.raises(QueryError) as caught:
        list(run(store, asked, prefixes={}))  # type: ignore[arg-type]
    assert "SERVICE is not allowed" in str(caught.value) or "\\" in query, caught.value
    assert not reached


@pytest.mark.parametrize("query", HARMLESS)
def test_the_mere_word_is_not_refused(store: ox.Store, query: str) -> None:
    run(store, query.replace("URL", "http://127.0.0.1/"), prefixes={})


def test_the_command_refuses_it(graph: Path, listening: tuple[str, list[bytes]]) -> None:
    port, reached = listening
    query = f"PREFIX s: <http://127.0.0.1:{port}/> SELECT * {{ BIND('secret' AS ?x) SERVICEs: {{ ?s ?p ?x }} }}"
    result = CliRunner().invoke(cli, ["query", str(graph), query])
    assert isinstance(result.exception, QueryError) and "SERVICE" in str(result.exception)
    assert not reached


def test_a_query_that_is_not_whole_is_told_its_place(store: ox.Store) -> None:
    with pytest.raises(QueryError, match="syntax at line 1"):
        run(store, "SELECT ?service { ?service a ", prefixes={})


def test_from_names_graphs_of_the_store_and_no_others(store: ox.Store) -> None:
    for clause in ("FROM <urn:graph>", "FROM<urn:graph>", "from named <urn:graph>", "FROM g:raph", "FROMg:raph"):
        assert run(store, f"PREFIX g: <urn:g> SELECT * {clause} {{ ?s ?p ?o }}", prefixes={})
    for clause in (
        "FROM <http://127.0.0.1/x>",
        "FROM NAMED <file:///etc/passwd>",
        "FROMx:y",
        "FROM <urn:graph> FROM <a>",
    ):
        with pytest.raises(QueryError, match="no graph of this store"):
            run(store, f"BASE <http://b/> PREFIX x: <urn:> SELECT * {clause} {{ ?s ?p ?o }}", prefixes={})
    rows = run(store, "SELECT ?o FROM <urn:graph> { ?s ?p ?o }", prefixes={})
    assert isinstance(rows, ox.QuerySolutions)
    assert [str(row["o"]) for row in rows] == ["<urn:q>"]
    run(store, "PREFIX FROM: <urn:> SELECT ?from { FROM:a ?from 'FROM <x>' } # FROM <y>", prefixes={})


def test_updates_are_no_queries(store: ox.Store) -> None:
    for update in ("LOAD <file:///etc/passwd>", "INSERT DATA { <urn:a> <urn:b> <urn:c> }", "lo\\u0061d <http://x/>"):
        with pytest.raises(QueryError):
            run(store, update, prefixes={})


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("SERVICE service Service", ("SERVICE",), "SERVICQ servicq Servicq"),
        ("SERVIC\\u0045 SERVIC\\U00000065", ("SERVICE",), "SERVIC\\u0051 SERVIC\\U00000071"),
        ("S\\u0045RVICE servicq", ("SERVICE",), "S\\u0045RVICZ servicq"),
        ("nothing from there", ("SERVICE", "FROM"), "nothing froq there"),
    ],
)
def test_misspelling_keeps_the_case_and_the_shape(text: str, words: tuple[str, ...], expected: str) -> None:
    assert keywords.misspelt(text, *words) == expected
