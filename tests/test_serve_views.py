"""A served corpus that is written has one truth at a time, and what clients do not read costs the server little."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

import corpus_fake
from gongbao.corpus import add as corpus
from gongbao.corpus import on_disk
from gongbao.serve import pool
from gongbao.serve.protocol import LimitError
from gongbao.settings import Recipe
from serving import Served, serving, until

sys.path.insert(0, str(Path(__file__).parent / "benchmarks"))

from server_truth import contradictions, watch

pytestmark = pytest.mark.slow


def write(store: Path, folder: Path, name: str) -> None:
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.txt"
    path.write_text(f"市水务局，第{name}号报告", "utf-8")
    corpus.add(store, [path], Recipe(), jobs=0, extractor=corpus_fake.extract)


def view_of(server: Served) -> str:
    return server.select("ASK {}").headers["gongbao-view"]


def test_all_workers_move_to_a_new_view_together(tmp_path: Path) -> None:
    store, folder, done = tmp_path / "store", tmp_path / "in", threading.Event()
    write(store, folder, "0")
    with serving(store, tmp_path / "log", "--quiet") as server:

        def add() -> None:
            for number in range(1, 4):
                write(store, folder, str(number))
                until(lambda: view_of(server) == on_disk.current(store))
            done.set()

        thread = threading.Thread(target=add)
        thread.start()
        seen = watch(server, done, 4)
        thread.join()
        with server.client() as client:
            assert client.get("/health").json()["view"] == on_disk.current(store)
    assert len({one.view for one in seen}) >= 3
    assert contradictions(seen) == 0
    assert (tmp_path / "log").read_text() == ""


def test_a_long_query_does_not_hold_up_a_new_view(tmp_path: Path) -> None:
    store, folder = tmp_path / "store", tmp_path / "in"
    for number in range(9):
        write(store, folder, str(number))
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with serving(store, tmp_path / "log", "--quiet", "--seconds", "20") as server:
        before = view_of(server)

        def ask() -> None:
            with suppress(httpx.TransportError):  # the server ends first
                server.select(slow)

        thread = threading.Thread(target=ask)
        thread.start()
        server.until_busy()
        write(store, folder, "new")
        until(lambda: view_of(server) != before, 15)
        assert thread.is_alive(), "it was asked again of the new view"
        server.process.send_signal(signal.SIGTERM)
        thread.join()


def test_the_server_ends_though_an_answer_is_not_read(tmp_path: Path) -> None:
    graph = tmp_path / "wide.nt"
    graph.write_text("".join(f"<urn:s{n}> <urn:p> <urn:o{n}> .\n" for n in range(1500)))
    with serving(graph, tmp_path / "log", "--quiet", "--seconds", "60") as server:
        parts = urlsplit(server.url)
        with socket.create_connection((parts.hostname, parts.port)) as connection:
            query = "SELECT%20*%20%7B?a%20?b%20?c.?d%20?e%20?f%7DLIMIT%2060000"
            connection.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            assert connection.recv(12).endswith(b"200")
            server.process.send_signal(signal.SIGTERM)
            server.process.wait(30)  # a fraction of the time that the query might take


def test_large_answers_wait_for_room_and_small_ones_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "PATIENCE", 0.01)

    async def story() -> None:
        space = pool.Room(100 << 20)
        assert await space.take(100 << 20) == await space.take(100 << 20) == 100 << 20
        with pytest.raises(LimitError, match="large answers"):
            await space.take(1 << 20)
        assert await space.take(pool.SMALL) == 0
        monkeypatch.setattr(pool, "PATIENCE", 60)
        third = asyncio.create_task(space.take(50 << 20))
        first = pool.Answer({}, b"", space, 100 << 20)
        await first.sent()
        await first.sent()
        await third
        assert space.free == 50 << 20

    with ThreadPoolExecutor(1) as apart:  # the browser's tests leave a loop running in this thread
        apart.submit(lambda: asyncio.run(story())).result()
