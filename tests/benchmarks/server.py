"""Measure the server: load, latency under 32 clients, limits, malformed requests. Loopback only.

    python tests/benchmarks/server.py load|clients|limits|fuzz|all [--seconds 30] [--triples 1000000]

Prints one line of figures a measurement; exits with 1 where a bound of issue 6 is broken.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

sys.path.insert(0, str(Path(__file__).parents[1]))

from serving import Served, serving

LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"
CLIENTS = 32


def made_graph(folder: Path, triples: int) -> Path:
    """A graph of organizations that cooperate, four triples each."""
    path = folder / f"made-{triples}.nt"
    source, gb = random.Random(1), "https://w3id.org/gongbao/ontology#"
    count = triples // 4
    with path.open("w", encoding="utf-8") as file:
        for n in range(count):
            thing = f"<https://w3id.org/gongbao/Organization/机构{n}>"
            other = f"<https://w3id.org/gongbao/Organization/机构{source.randrange(count)}>"
            file.write(
                f"{thing} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{gb}Organization> .\n"
                f'{thing} <{LABEL}> "机构{n}"@zh-hans .\n{thing} <{LABEL}> "機構{n}"@zh-hant .\n'
                f"{thing} <{gb}cooperatesWith> {other} .\n"
            )
    return path


def lookup(number: int) -> str:
    return f'SELECT ?s WHERE {{ ?s <{LABEL}> "机构{number}"@zh-hans }}'


ALONE = """
import sys, time
start = time.perf_counter()
import pyoxigraph as ox
store = ox.Store()
store.load(path=sys.argv[1], format=ox.RdfFormat.from_extension(sys.argv[1].rsplit(".", 1)[1]))
rows = list(store.query(sys.argv[2]))
assert len(rows) == 1
print(time.perf_counter() - start)
"""


def load(folder: Path, triples: int, repeats: int = 3) -> bool:
    """Process start to first answer, for pyoxigraph alone and for the server."""
    graph = made_graph(folder, triples)
    alone, served = [], []
    for _ in range(repeats):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", ALONE, str(graph), lookup(77)], check=True, capture_output=True)
        alone.append(time.perf_counter() - started)
        started = time.perf_counter()
        with serving(graph, folder / "log", "--quiet") as server:
            assert len(server.select(lookup(77)).json()["results"]["bindings"]) == 1
            served.append(time.perf_counter() - started)
    one, two = min(alone), min(served)
    print(f"load {triples} triples and first query: pyoxigraph alone {one:.2f} s, server {two:.2f} s, {two / one:.2f}x")
    return two <= 1.5 * one


class Client:
    """A keep-alive HTTP client that costs little."""

    def __init__(self, server: Served) -> None:
        parts = urlsplit(server.url)
        self.host, self.port = parts.hostname or "", parts.port or 0
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def get(self, path: str) -> tuple[int, bytes]:
        if self.writer is None or self.writer.is_closing():
            self.reader, self.writer = await asyncio.open_connection(self.host, self.port)
        assert self.reader is not None
        self.writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        head = await self.reader.readuntil(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        length = next(int(line.split(":")[1]) for line in lines if line.lower().startswith("content-length"))
        body = await self.reader.readexactly(length)
        if any(line.lower() == "connection: close" for line in lines):
            self.writer.close()
        return int(lines[0].split()[1]), body


async def _look_up(server: Served, seconds: float, pause: float, count: int) -> tuple[list[float], Counter[int]]:
    times: list[float] = []
    statuses: Counter[int] = Counter()
    until = time.perf_counter() + seconds

    async def client(number: int) -> None:
        connection, source = Client(server), random.Random(number)
        await asyncio.sleep(pause * source.random())
        while time.perf_counter() < until:
            path = f"/sparql?query={quote(lookup(source.randrange(count)))}"
            started = time.perf_counter()
            status, body = await connection.get(path)
            times.append(time.perf_counter() - started)
            statuses[status] += 1
            assert status != 200 or b"Organization" in body
            if pause:
                await asyncio.sleep(pause * 2 * source.random())

    await asyncio.gather(*(client(n) for n in range(CLIENTS)))
    return times, statuses


def in_process(graph: Path, count: int) -> float:
    """Median seconds of a label lookup in pyoxigraph, results serialized as JSON."""
    import pyoxigraph as ox

    store = ox.Store()
    store.load(path=graph, format=ox.RdfFormat.N_TRIPLES)
    source, times = random.Random(0), []
    for _ in range(3000):
        query = lookup(source.randrange(count))
        started = time.perf_counter()
        found = store.query(query)
        assert isinstance(found, ox.QuerySolutions)
        found.serialize(format=ox.QueryResultsFormat.JSON)
        times.append(time.perf_counter() - started)
    return statistics.median(times)


async def _alone(server: Served, count: int) -> list[float]:
    connection, source, times = Client(server), random.Random(3), []
    for _ in range(200):
        started = time.perf_counter()
        await connection.get(f"/sparql?query={quote(lookup(source.randrange(count)))}")
        times.append(time.perf_counter() - started)
    return times


async def _health(server: Served) -> list[float]:
    connection, times = Client(server), []
    for _ in range(100):
        started = time.perf_counter()
        await connection.get("/health")
        times.append(time.perf_counter() - started)
    return times


ROUNDS = 6


def clients(folder: Path, seconds: float, triples: int) -> bool:
    """Latency of label lookups: one client, 32 clients that pause as people do, 32 that never pause.

    One client and many take turns, so that what else the machine does weighs on both.
    """
    graph = made_graph(folder, triples)
    count = triples // 4
    inside = in_process(graph, count)
    with serving(graph, folder / "log", "--quiet") as server:
        single, http, holds = [], [], True
        for pause in (0.2, 0.0):
            times: list[float] = []
            statuses: Counter[int] = Counter()
            for _ in range(ROUNDS):
                http += asyncio.run(_health(server))
                single += asyncio.run(_alone(server, count))
                found, told = asyncio.run(_look_up(server, seconds / ROUNDS, pause, count))
                times += found
                statuses += told
            median, late = statistics.median(times), statistics.quantiles(times, n=100)[98]
            alone = statistics.median(single)
            kind = "paced (0.2 s)" if pause else "without pause"
            print(
                f"{CLIENTS} clients {kind}, {seconds:g} s: {len(times)} answers, {len(times) / seconds:.0f}/s, "
                f"median {median * 1e3:.2f} ms, p99 {late * 1e3:.1f} ms, statuses {dict(statuses)}, "
                f"{median / alone:.1f}x of in process + overhead"
            )
            wrong = sum(n for status, n in statuses.items() if status not in (200, 503))
            holds = holds and not wrong and (not pause or median <= 3 * alone)
        alone, plain = statistics.median(single), statistics.median(http)
    print(
        f"lookup in process {inside * 1e3:.3f} ms; one client {alone * 1e3:.2f} ms: HTTP {plain * 1e3:.2f} ms, "
        f"the worker's overhead {(alone - plain - inside) * 1e3:.2f} ms"
    )
    return holds


RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
BOMB = "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d)); separator='') AS ?all) { ?a ?b ?c . ?d ?e ?f }"
SORT = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c LIMIT 1"


OFFENCES = (("runaway", RUNAWAY, "1024"), ("memory bomb", BOMB, "64"), ("sorting bomb", SORT, "64"))


def limits(folder: Path) -> bool:
    """Runaway queries and memory bombs while another client looks labels up; then the workers are killed."""
    graph = made_graph(folder, 40_000)
    holds = True
    for name, query, memory in OFFENCES:
        with serving(graph, folder / "log", "--quiet", "--seconds", "4", "--memory", memory) as server:
            holds = _offend(server, name, query) and holds
            holds = _kill(server) and holds if name == "runaway" else holds
    return holds


def _offend(server: Served, name: str, query: str) -> bool:
    ended: list[tuple[int, str, float]] = []

    def offend() -> None:
        started = time.perf_counter()
        response = server.select(query)
        told = response.headers.get("gongbao-limit", "")
        ended.append((response.status_code, told, time.perf_counter() - started))

    threads = [threading.Thread(target=offend) for _ in range(4)]
    for thread in threads:
        thread.start()
    times = []
    while any(thread.is_alive() for thread in threads):
        started = time.perf_counter()
        assert server.select(lookup(5)).status_code == 200
        times.append(time.perf_counter() - started)
    told = ", ".join(f"{status} {limit} {spent:.1f} s" for status, limit, spent in ended)
    median, longest = statistics.median(times), max(times)
    print(
        f"4 x {name}: {told}; others: {len(times)} answers, median {median * 1e3:.0f} ms, longest {longest * 1e3:.0f} ms"
    )
    return all(status == 503 and spent < 5.5 for status, _, spent in ended) and longest < 2


def _kill(server: Served) -> bool:
    statuses: list[int] = []
    thread = threading.Thread(target=lambda: statuses.append(server.select(RUNAWAY).status_code))
    thread.start()
    time.sleep(1)
    for pid in server.children():
        subprocess.run(["kill", f"-{signal.SIGKILL}", str(pid)], check=True)
    answers = [server.select(lookup(5)).status_code for _ in range(20)]
    thread.join()
    print(f"all workers killed during a query: it got {statuses}, the next 20 queries {dict(Counter(answers))}")
    return statuses == [503] and set(answers) == {200}


def requests(count: int) -> Iterator[bytes]:
    """Malformed requests: broken HTTP, broken parameters, broken encodings, broken SPARQL."""
    source = random.Random(7)
    queries = [
        "SELECT * { ?s ?p ?o }",
        "ASK { ?s a gb:Report }",
        "DESCRIBE <http://example.org/>",
        "CONSTRUCT { ?s ?p 1 } { ?s ?p ?o }",
    ]
    good = b"Host: localhost\r\nConnection: close\r\n"
    for number in range(count):
        query = bytearray(source.choice(queries).encode())
        for _ in range(source.randint(1, 6)):
            at = source.randrange(len(query))
            query[at : at + source.randint(0, 3)] = (
                bytes(source.randrange(1, 256) for _ in range(source.randint(0, 3))) or b"{"
            )
        broken = bytes(query) + source.choice([b" }", b"{", b" \\", b"<", b"'", b"\xff", b" SERVICE <x:y> {}"]) + b"\n]"
        escaped = quote(broken).encode()
        kind = number % 12
        body = {
            0: b"GET /sparql?query=%s HTTP/1.1\r\n%s\r\n" % (escaped, good),
            1: b"POST /sparql HTTP/1.1\r\nContent-Type: application/sparql-query\r\nContent-Length: %d\r\n%s\r\n%s"
            % (len(broken), good, broken),
            2: b"POST /sparql HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n%s\r\nquery=%s"
            % (len(escaped) + 6, good, escaped),
            3: b"GET /sparql?query=%s&query=ASK{} HTTP/1.1\r\n%s\r\n" % (escaped, good),
            4: b"GET /sparql?query=ASK%%7B%%7D&default-graph-uri=%s HTTP/1.1\r\n%s\r\n" % (escaped, good),
            5: bytes(source.randrange(256) for _ in range(source.randint(1, 300))) + b"\r\n\r\n",
            6: b"%s /sparql?query=ASK%%7B%%7D HTTP/1.1\r\n%s\r\n"
            % (source.choice([b"PUT", b"TRACE", b"get", b"DELETE"]), good),
            7: b"POST /sparql HTTP/1.1\r\nContent-Type: %s\r\nContent-Length: 6\r\n%s\r\nASK {}"
            % (source.choice([b"text/plain", b";;", b"a", b"application/sparql-query; charset=x"]), good),
            8: b"POST /sparql HTTP/1.1\r\nContent-Length: %s\r\n%s\r\n"
            % (source.choice([b"-1", b"abc", b"99999999999"]), good),
            9: b"GET /sparql?query=ASK%%7B%%7D HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
            % source.choice([b"evil", b"", b"a b", b"[::", b"localhost@evil"]),
            10: b"GET /gongbao/%s?format=%s HTTP/1.1\r\n%s\r\n" % (escaped, escaped[:20], good),
            11: b"GET /sparql?query=%s HTTP/1.1\r\nAccept: image/%s\r\n%s\r\n" % (b"ASK%7B%7D", escaped[:30], good),
        }
        yield body[kind]


async def _fuzz(server: Served, count: int) -> Counter[str]:
    statuses, at_once = Counter[str](), asyncio.Semaphore(16)

    async def one(request: bytes) -> None:
        async with at_once:
            status = await _status(server, request)
        statuses[status] += 1
        if not status.startswith("4"):
            print(status, request[:200], flush=True)

    await asyncio.gather(*map(one, requests(count)))
    return statuses


async def _status(server: Served, request: bytes) -> str:
    parts = urlsplit(server.url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        async with asyncio.timeout(20):
            writer.write(request)
            line = await reader.readline()
    except TimeoutError:
        return "hang"
    finally:
        writer.close()
    return line.split()[1].decode() if line.startswith(b"HTTP/1.1 ") else "closed"


def fuzz(folder: Path, count: int = 1000) -> bool:
    """Malformed requests every one must get a 4xx."""
    graph = made_graph(folder, 4_000)
    with serving(graph, folder / "log", "--quiet", "--seconds", "5") as server:
        statuses = asyncio.run(_fuzz(server, count))
        alive = server.select("ASK {}").status_code
    print(f"{count} malformed requests: {dict(sorted(statuses.items()))}; afterwards ASK {{}} gives {alive}")
    return alive == 200 and all(status.startswith("4") for status in statuses)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["load", "clients", "limits", "fuzz", "all"])
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--triples", type=int, default=1_000_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measured = {
            "load": lambda: load(folder, given.triples),
            "clients": lambda: clients(folder, given.seconds, min(given.triples, 200_000)),
            "limits": lambda: limits(folder),
            "fuzz": lambda: fuzz(folder),
        }
        chosen = list(measured) if given.what == "all" else [given.what]
        results = {what: measured[what]() for what in chosen}
    print(" ".join(f"{what}: {'holds' if held else 'BROKEN'}" for what, held in results.items()))
    sys.exit(not all(results.values()))


if __name__ == "__main__":
    main()
