"""Measure what a server promises when things go wrong, each bound of issue 14, part 6. Loopback only.

    python tests/benchmarks/server_truth.py views|helper|unread|service|all [--seconds 60]

Prints one line of figures a measurement; exits with 1 where a bound is broken.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parents[1]))

import httpx

from services import HARMLESS, REACHING
from serving import Served, serving, until

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 100000"


@dataclass(frozen=True)
class Seen:
    """One answer: when it was asked for and when it was there, of which view it says it is, and what it says."""

    asked: float
    came: float
    view: int
    answer: str


def watch(server: Served, done: threading.Event, clients: int) -> list[Seen]:
    """Have clients ask the same query again and again, until the event is set."""
    seen: list[Seen] = []

    def client() -> None:
        with server.client(Accept="text/csv") as connection:
            while not done.is_set():
                asked = time.monotonic()
                response = connection.post("/sparql", data={"query": COUNT})
                if response.status_code == 200:
                    seen.append(Seen(asked, time.monotonic(), int(response.headers["gongbao-view"]), response.text))

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen


def contradictions(seen: list[Seen]) -> int:
    """Count answers that are of an older view than one that was there before they were asked for, or differ in a view."""
    answers: dict[int, set[str]] = defaultdict(set)
    for one in seen:
        answers[one.view].add(one.answer)
    wrong = sum(len(told) - 1 for told in answers.values())
    newest, came = 0, sorted(seen, key=lambda one: one.came)
    at = 0
    for one in sorted(seen, key=lambda one: one.asked):
        while at < len(came) and came[at].came < one.asked:
            newest = max(newest, came[at].view)
            at += 1
        wrong += one.view < newest
    return wrong


def overlapping(seen: list[Seen]) -> int:
    """Count answers that came after an answer of a newer view had come."""
    newest = wrong = 0
    for one in sorted(seen, key=lambda one: one.came):
        wrong += one.view < newest
        newest = max(newest, one.view)
    return wrong


def reports(folder: Path, count: int, first: int = 0) -> Path:
    """Write small reports."""
    folder.mkdir(exist_ok=True)
    for number in range(first, first + count):
        text = f"市水务局检查报告{number}\n2024年5月，某某市水务局开展第{number}次河道检查，查处案件{number + 2}起。\n"
        (folder / f"r{number:05}.txt").write_text(text, "utf-8")
    return folder


def corpus(*arguments: object) -> None:
    """Run `gongbao corpus`."""
    subprocess.run([sys.executable, "-m", "gongbao", "corpus", *map(str, arguments)], check=True, capture_output=True)


def views(folder: Path, seconds: float) -> bool:
    """8 clients during `corpus add`: never two answers at the same time for one query."""
    store = folder / "store"
    corpus("add", "-q", store, reports(folder / "in", 3))
    with serving(store, folder / "log", "--quiet") as server:
        done = threading.Event()

        def write() -> None:
            end, number = time.monotonic() + seconds, 3
            while time.monotonic() < end:
                corpus("add", "-q", store, reports(folder / "in", 5, number))
                number += 5
            done.set()

        thread = threading.Thread(target=write)
        thread.start()
        seen = watch(server, done, 8)
        thread.join()
    wrong, late = contradictions(seen), overlapping(seen)
    met = len({one.view for one in seen})
    longest = max(one.came - one.asked for one in seen)
    print(
        f"8 clients during corpus add, {seconds:g} s: {len(seen)} answers of {met} views, {wrong} contradictions, "
        f"{late} came after one of a newer view, longest {longest:.1f} s"
    )
    return not wrong and not late and met > 1


def helper(folder: Path, times: int = 20, within: float = 5.0) -> bool:
    """What forks workers killed again and again, with them, also while it loads: how long until an answer comes after the last."""
    graph = folder / "one.ttl"
    graph.write_text("<urn:s> <urn:p> <urn:o> .")
    with serving(graph, folder / "log", "--quiet") as server:
        begun, killed = time.monotonic(), 0
        while killed < times and time.monotonic() - begun < within:
            for pid in (*server.children(), *server.forkers()):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                    killed += 1
            time.sleep(within / times / 2)
        last = time.monotonic()
        status = 0
        while status != 200 and time.monotonic() - last < 60:
            with suppress(httpx.TransportError):
                status = server.select("ASK {}").status_code
            time.sleep(0.05)
        spent = time.monotonic() - last
    print(f"killed {killed} times in {last - begun:.1f} s: answers {status} again {spent:.1f} s later")
    return status == 200 and spent < 10


def unread(folder: Path, clients: int = 25) -> bool:
    """Large answers that nobody reads: memory of the server, when it closes them, and how long it takes to stop."""
    graph = folder / "wide.nt"
    graph.write_text("".join(f'<urn:s{n}> <urn:p> "{"字" * 17}{n}" .\n' for n in range(1000)), "utf-8")
    with serving(graph, folder / "log", "--quiet", "--seconds", "60", "--result", "32") as server:
        size = len(server.select(LARGE).content)
        before = _resident(server.process.pid)
        begun = time.monotonic()
        connections = [_ask(server, LARGE) for _ in range(clients)]
        most = before
        until(lambda: _still_open(server.process.pid) == clients)
        while _still_open(server.process.pid) and time.monotonic() - begun < 120:
            most = max(most, _resident(server.process.pid))
            time.sleep(0.1)
        closed = time.monotonic() - begun
        alive = server.select("ASK {}").status_code
        for connection in connections:
            connection.close()
        connections = [_ask(server, LARGE) for _ in range(clients)]
        time.sleep(3)
        begun = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(120)
        stopped = time.monotonic() - begun
        for connection in connections:
            connection.close()
    print(
        f"{clients} unread answers of {size / 1e6:.0f} MB: {(most - before) / 1e6:.0f} MB more, all closed after "
        f"{closed:.0f} s, then ASK {{}} gives {alive}; SIGTERM with {clients} unread: ended after {stopped:.1f} s"
    )
    return most - before < 128e6 and closed < 60 and alive == 200 and stopped < 5


def _ask(server: Served, query: str) -> socket.socket:
    parts = urlsplit(server.url)
    connection = socket.create_connection((parts.hostname, parts.port))
    head = "POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
    connection.sendall(f"{head}Content-Length: {len(query)}\r\n\r\n{query}".encode())
    return connection


def _resident(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _still_open(pid: int) -> int:
    """How many connections of clients the server holds: its sockets on TCP, without the one that listens."""
    own = {str(f.readlink()) for f in Path(f"/proc/{pid}/fd").iterdir() if f.is_symlink()}
    lines = (line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:])
    return sum(f"socket:[{line[9]}]" in own and line[3] != "0A" for line in lines)


def service(folder: Path) -> bool:
    """Ways to write SERVICE, asked of the server and on the command line; and harmless queries with the word."""
    graph = folder / "one.trig"
    graph.write_text("<urn:s> <urn:p> <urn:o> .")
    with socket.create_server(("127.0.0.1", 0)) as listening, serving(graph, folder / "log", "--quiet") as server:
        port = listening.getsockname()[1]
        asked = [q.replace("URL", f"http://127.0.0.1:{port}/").replace("PORT", str(port)) for q in REACHING]
        refused = sum(server.select(query).status_code == 400 for query in asked)
        command = [sys.executable, "-m", "gongbao", "query", str(graph)]
        failed = sum(subprocess.run([*command, query], capture_output=True).returncode == 1 for query in asked)
        harmless = [q.replace("URL", "http://127.0.0.1/") for q in HARMLESS]
        answered = sum(server.select(query, accept="*/*").status_code == 200 for query in harmless)
        ran = sum(subprocess.run([*command, query], capture_output=True).returncode == 0 for query in harmless)
        listening.settimeout(0.5)
        reached = 0
        with suppress(TimeoutError):
            while True:
                listening.accept()[0].close()
                reached += 1
    print(
        f"{len(asked)} ways to write SERVICE: refused {refused} by the server, {failed} on the command line, "
        f"{reached} connections; {len(harmless)} harmless: answered {answered} and {ran}"
    )
    return (refused, failed, reached) == (len(asked), len(asked), 0) and answered == ran == len(harmless)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["views", "helper", "unread", "service", "all"])
    parser.add_argument("--seconds", type=float, default=60)
    given = parser.parse_args()
    results = {}
    for what in ("views", "helper", "unread", "service"):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            measured: dict[str, Callable[[Path], bool]] = {"helper": helper, "unread": unread, "service": service}
            if given.what in (what, "all"):
                results[what] = views(folder, given.seconds) if what == "views" else measured[what](folder)
    print(" ".join(f"{what}: {'holds' if held else 'BROKEN'}" for what, held in results.items()))
    sys.exit(not all(results.values()))


if __name__ == "__main__":
    main()
