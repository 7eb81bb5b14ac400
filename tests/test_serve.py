"""The server as a whole: pages, what it refuses, and that its limits hold while others are served."""

from __future__ import annotations

import asyncio
import http.client
import importlib.util
import os
import re
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlsplit

import pyoxigraph as ox
import pytest
import rdflib

import page_samples
from serving import Served, serving, until

pytestmark = pytest.mark.slow

TEAM = "/gongbao/Organization/天津市交通执法总队"
BENCHMARK = Path(__file__).parent / "benchmarks" / "server.py"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o }"
BOMB = (
    "SELECT (GROUP_CONCAT(?x; separator='') AS ?all) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . "
    "BIND(CONCAT(STR(?a), STR(?d), STR(?g), STR(?j)) AS ?x) }"
)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("graph") / "story.trig"
    page_samples.story().dump(str(path), format=ox.RdfFormat.TRIG)
    return path


@pytest.fixture(scope="module")
def server(graph: Path) -> Iterator[Served]:
    options = ("--seconds", "2", "--memory", "128", "--result", "1", "--workers", "4")
    with serving(graph, graph.with_suffix(".log"), *options) as served:
        yield served


def test_an_entity_page_shows_names_statements_and_their_sentences(server: Served) -> None:
    with server.client(Accept="text/html", **{"Accept-Language": "zh"}) as client:
        response = client.get(TEAM)
    assert response.status_code == 200
    page = response.text
    for words in (
        "天津市交通執法總隊",
        "开展",
        "发布的报告",
        "出租汽车专项整治行动",
        "<mark>天津市交通执法总队开展出租汽车专项整治行动</mark>",
    ):
        assert words in page
    assert "关于专项整治的报告" in page
    assert "未发生" in page and "计划" in page, "negated and planned statements say so"


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # of rdflib's own JSON-LD parser
def test_an_entity_is_data_for_programs(server: Served) -> None:
    with server.client() as client:
        turtle = client.get(TEAM, headers={"Accept": "text/turtle"})
        jsonld = client.get(TEAM, headers={"Accept": "application/ld+json, text/html;q=0.5"})
        chosen = client.get(TEAM + "?format=ntriples")
        refused = client.get(TEAM, headers={"Accept": "image/png"})
        unknown = client.get(TEAM + "?format=exe")
    assert turtle.headers["content-type"].startswith("text/turtle")
    graph = rdflib.Graph().parse(data=turtle.text, format="turtle")
    entity = rdflib.URIRef("https://w3id.org" + TEAM)
    gb = rdflib.Namespace("https://w3id.org/gongbao/ontology#")
    assert (entity, gb.conducts, None) in graph
    evidence = set(graph.objects(None, gb.evidence))
    assert evidence and all((e, gb.sentence, None) in graph for e in evidence)
    assert len(rdflib.Graph().parse(data=jsonld.text, format="json-ld")) == len(graph)
    node = next(node for node in jsonld.json()["@graph"] if node["id"] == "organization:天津市交通执法总队")
    assert node["name"] == {"zh-Hans": "天津市交通执法总队", "zh-Hant": "天津市交通執法總隊"}
    assert chosen.headers["content-type"] == "application/n-triples"
    assert (refused.status_code, unknown.status_code) == (406, 400)


def test_every_entity_has_a_page_at_its_path(server: Served) -> None:
    found = server.select("SELECT DISTINCT ?s { ?s a ?type }").json()["results"]["bindings"]
    assert len(found) > 20
    with server.client(Accept="text/html") as client:
        for row in found:
            assert client.get(urlsplit(row["s"]["value"]).path).status_code == 200, row


def test_pages(server: Served) -> None:
    with server.client(Accept="text/html") as client:
        assert client.get("/health").json()["status"] == "ok"
        home = client.get("/")
        assert "关于专项整治的报告" in home.text and 'action="/search"' in home.text and "/ask/campaigns" in home.text
        query = client.get("/query")
        assert "textarea" in query.text and "neighbours" in query.text
        assert client.get("/static/query.js").headers["content-type"].startswith("text/javascript")
        assert client.get("/static/../app.py").status_code == 404
        assert {q["name"] for q in client.get("/queries.json").json()} >= {"cases", "campaigns", "quantities"}
        assert client.get("/gongbao/Organization/没有").status_code == 404
        assert client.get("/sparql").status_code == 303
        assert client.get("/gongbao/ontology").text.startswith("<!doctype html")
        assert client.get("/gongbao/ontology", headers={"Accept": "text/turtle"}).text.startswith("@prefix")
        outside = re.findall(
            r"(?:src|href|action)=.?(?:https?:)?//", home.text + query.text + client.get("/static/query.js").text
        )
        assert not outside, "nothing comes from elsewhere"


def test_pages_carry_a_strict_policy(server: Served) -> None:
    with server.client(Accept="text/html") as client:
        for path in ("/", TEAM, "/nothing", "/sparql?query=x"):
            headers = client.get(path).headers
            assert "script-src 'self'" in headers["content-security-policy"]
            assert "unsafe" not in headers["content-security-policy"]
            assert headers["x-content-type-options"] == "nosniff"


def test_a_runaway_query_is_stopped_while_others_are_served(server: Served) -> None:
    with ThreadPoolExecutor(1) as apart:
        runaway = apart.submit(server.select, RUNAWAY)
        server.until_busy()
        assert server.select("ASK {}").json()["boolean"] is True
        assert not runaway.done(), "the other did not wait for it"
        response = runaway.result()
    assert (response.status_code, response.headers["gongbao-limit"]) == (503, "time")


def test_a_memory_bomb_is_stopped(server: Served) -> None:
    response = server.select(BOMB)
    assert response.status_code == 503
    assert response.headers["gongbao-limit"] in ("memory", "time")
    assert server.select("ASK {}").status_code == 200


def test_an_answer_that_is_too_large_is_refused_not_cut(server: Served) -> None:
    response = server.select("SELECT * { ?a ?b ?c . ?d ?e ?f }")
    assert response.status_code == 503
    assert response.headers["gongbao-limit"] == "result"
    assert "LIMIT" in response.json()["detail"]


@pytest.mark.parametrize(
    "query", ["ASK { FILTER(" + "(" * 9000 + "1" + ")" * 9000 + ") }", "ASK " + "{" * 50000 + "}" * 50000]
)
def test_deep_nesting_costs_a_worker_and_nothing_more(server: Served, query: str) -> None:
    assert server.select(query).status_code == 400
    assert server.select("ASK {}").status_code == 200


def test_killing_a_worker_loses_only_its_query(server: Served) -> None:
    statuses: list[int] = []
    threads = [threading.Thread(target=lambda: statuses.append(server.select(RUNAWAY).status_code)) for _ in range(2)]
    for thread in threads:
        thread.start()
    busy = server.until_busy()
    os.kill(busy[0], signal.SIGKILL)
    assert server.select("ASK {}").status_code == 200
    for thread in threads:
        thread.join()
    assert statuses == [503, 503]
    assert server.select("ASK {}").status_code == 200


def test_killing_what_forks_workers_costs_a_moment(graph: Path, tmp_path: Path) -> None:
    with serving(graph, tmp_path / "log", "--quiet") as served, ThreadPoolExecutor(1) as apart:
        for _ in range(4):  # the second time at the latest while it loads the graph again
            for pid in (*served.children(), *served.forkers()):
                os.kill(pid, signal.SIGKILL)
            asked = apart.submit(served.select, "ASK {}")
            until(lambda asked=asked: asked.done() or served.forkers())  # type: ignore[misc]
        assert asked.result().status_code in (200, 503)
        assert served.select("ASK {}").status_code == 200


def test_who_waits_too_long_is_told_to_come_again(graph: Path, tmp_path: Path) -> None:
    with serving(graph, tmp_path / "log", "--quiet", "--workers", "1", "--seconds", "1") as served:
        done = threading.Event()

        def keep_busy() -> None:
            while not done.is_set():
                served.select(RUNAWAY)

        threads = [threading.Thread(target=keep_busy) for _ in range(4)]
        for thread in threads:
            thread.start()
        response = until(lambda: next((r for r in [served.select("ASK {}")] if r.status_code == 503), None))
        done.set()
        for thread in threads:
            thread.join()
        assert response is not None and response.headers["gongbao-limit"] == "busy"
        assert response.headers["retry-after"] == "2"
        assert served.select("ASK {}").status_code == 200


def test_a_query_ends_when_nobody_waits_for_it(server: Served) -> None:
    parts = urlsplit(server.url)
    with socket.create_connection((parts.hostname, parts.port)) as connection:
        line = f"GET /sparql?query={quote(RUNAWAY)} HTTP/1.1\r\nHost: localhost\r\n\r\n"
        connection.sendall(line.encode())
        (busy,) = server.until_busy()
    until(lambda: busy not in server.children())


def test_queries_reach_nothing_outside(server: Served, tmp_path: Path) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text("<urn:s> <urn:p> 'secret' .")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.2)
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/x.ttl"
        for query in (
            f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
            f"SELECT * {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}",
            f"SELECT * {{ VALUES ?u {{ <{url}> }} service ?u {{ ?s ?p ?o }} }}",
        ):
            response = server.select(query)
            assert response.status_code == 400
            assert "SERVICE" in response.json()["detail"]
        for source in (url, f"file://{secret}"):
            for clause in (f"FROM <{source}>", f"FROM NAMED <{source}>"):
                answer = server.select(f"SELECT * {clause} {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} }}")
                assert answer.status_code == 400 and "no graph of this store" in answer.json()["detail"]
            answer = server.select("SELECT * { ?s ?p ?o }", **{"default-graph-uri": source})
            assert answer.json()["results"]["bindings"] == []
        loaded = server.select(f"LOAD <file://{secret}>")
        assert loaded.status_code == 400
        with pytest.raises(TimeoutError):
            listening.accept()


def test_words_like_service_are_not_refused(server: Served) -> None:
    query = "SELECT ?service { ?service a gb:Report . FILTER(STR(?service) != 'SERVICE') } # SERVICE"
    assert server.select(query).status_code == 200


def _status(server: Served, path: str, **headers: str) -> tuple[int, http.client.HTTPMessage]:
    parts = urlsplit(server.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        connection.putrequest("GET", path, skip_host=True)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        response = connection.getresponse()
        response.read()
        return response.status, response.headers
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:80", 200),
        ("127.0.0.1:1", 200),
        ("[::1]:9", 200),
        ("evil.example", 421),
        ("localhost:1@evil.example", 421),
        ("localhost:", 421),
        ("", 421),
    ],
)
def test_the_host_header_is_checked(server: Served, host: str, status: int) -> None:
    assert _status(server, "/health", Host=host)[0] == status


def test_a_request_for_another_origin_gets_no_cors(server: Served) -> None:
    _, headers = _status(server, "/health", Host="localhost", Origin="http://other.example")
    assert "access-control-allow-origin" not in headers


def test_cors_only_where_asked_and_a_token_if_set(graph: Path, tmp_path: Path) -> None:
    options = ("--cors", "https://yasgui.example", "--allow-host", "graph.example")
    with serving(graph, tmp_path / "log", *options, token="geheim 令牌") as served:
        known = {"Host": "graph.example", "Origin": "https://yasgui.example"}
        assert _status(served, "/", **known)[0] == 401
        assert _status(served, "/", Authorization="Bearer wrong", **known)[0] == 401
        token = "geheim 令牌".encode().decode("latin-1")
        status, headers = _status(served, "/queries.json", Authorization=f"Bearer {token}", **known)
        assert (status, headers["access-control-allow-origin"]) == (200, "https://yasgui.example")
        assert _status(served, "/health", Host="localhost")[0] == 200
        with served.client() as client:
            basic = client.get("/queries.json", auth=("", "geheim 令牌".encode()))
            assert basic.status_code == 200
            preflight = client.options(
                "/sparql", headers={"Origin": "https://yasgui.example", "Access-Control-Request-Method": "POST"}
            )
            assert preflight.status_code == 200
            assert "POST" in preflight.headers["access-control-allow-methods"]
            other = client.options(
                "/sparql", headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
            )
            assert "access-control-allow-origin" not in other.headers
    assert "令牌" not in (tmp_path / "log").read_text()


def test_the_log_has_one_line_a_request(graph: Path, tmp_path: Path) -> None:
    with serving(graph, tmp_path / "log") as served, served.client() as client:
        client.get("/health?%0a%0aforged")
        client.get("/%0d%0aforged%1b[31m")
    lines = (tmp_path / "log").read_text().splitlines()
    assert len(lines) == 2
    assert all("127.0.0.1" in line and line.endswith("ms") for line in lines)
    assert "\x1b" not in "".join(lines)


def test_it_ends_after_the_queries_under_way(graph: Path, tmp_path: Path) -> None:
    answers: list[int] = []
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . FILTER(STRLEN(CONCAT(STR(?a), STR(?d))) > 3) }"
    with serving(graph, tmp_path / "log", "--quiet", "--seconds", "20") as served:
        thread = threading.Thread(target=lambda: answers.append(served.select(slow).status_code))
        thread.start()
        served.until_busy()
        served.process.send_signal(signal.SIGTERM)
        thread.join(30)
        served.process.wait(30)
        assert answers == [200]
        helper_gone = not Path(f"/proc/{served.process.pid}").exists() or served.process.poll() is not None
        assert helper_gone
    assert (tmp_path / "log").read_text() == ""


def test_a_store_on_disk_is_served(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    store = ox.Store(str(folder))
    store.extend(page_samples.story())
    store.flush()
    del store
    with serving(folder, tmp_path / "log", "--quiet", "--seconds", "3") as served:
        assert served.select("ASK { ?s gb:conducts ?o }").json()["boolean"] is True
        assert served.select("SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }").status_code == 400
        with served.client(Accept="text/html") as client:
            assert client.get(TEAM).status_code == 200


def test_a_request_that_does_not_go_on_is_closed(server: Served) -> None:
    parts = urlsplit(server.url)
    with (
        socket.create_connection((parts.hostname, parts.port)) as silent,
        socket.create_connection((parts.hostname, parts.port)) as second,
    ):
        silent.settimeout(60)
        second.settimeout(60)
        second.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert second.recv(10_000).startswith(b"HTTP/1.1 200")
        second.sendall(b"GET /health HTTP/1.1\r\nHost:")
        silent.sendall(b"GET / HTTP/1.1\r\nHost: local")
        assert silent.recv(100) == b""
        while second.recv(10_000):
            pass


def test_malformed_requests_get_4xx(server: Served) -> None:
    """A tenth of what `tests/benchmarks/server.py fuzz` sends."""
    specification = importlib.util.spec_from_file_location("server_benchmark", BENCHMARK)
    assert specification and specification.loader
    benchmark = importlib.util.module_from_spec(specification)
    sys.modules[specification.name] = benchmark
    specification.loader.exec_module(benchmark)
    with ThreadPoolExecutor(1) as apart:  # a browser's test may have left a loop running in this thread
        statuses = apart.submit(asyncio.run, benchmark._fuzz(server, 120)).result()
    assert sum(statuses.values()) == 120
    assert all(status.startswith("4") for status in statuses), statuses


def test_a_graph_that_cannot_be_read_ends_the_command(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttl"
    broken.write_text("<a> <b> .")
    with pytest.raises(AssertionError, match="line 1"), serving(broken, tmp_path / "log"):
        pass
    assert len((tmp_path / "log").read_text().splitlines()) == 1
