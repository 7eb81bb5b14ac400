"""The W3C test cases of the SPARQL 1.1 Protocol that concern queries, against the running server.

Named as in the W3C manifest. The graphs that the cases name are in the store: nothing is fetched.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from serving import Served, serving

pytestmark = pytest.mark.slow

DATA = "http://kasei.us/2009/09/sparql/data/data{}.rdf"
FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
BOTH_DEFAULT = f"ASK {{ <{DATA.format(1)}> a ?type . <{DATA.format(2)}> a ?type . }}"
BOTH_NAMED = f"ASK {{ GRAPH ?g1 {{ <{DATA.format(1)}> a ?type }} GRAPH ?g2 {{ <{DATA.format(2)}> a ?type }} }}"
FULL = (
    f"ASK {{ <{DATA.format(3)}> a ?type GRAPH ?g1 {{ <{DATA.format(1)}> a ?type }} "
    f"GRAPH ?g2 {{ <{DATA.format(2)}> a ?type }} }}"
)


def default(*numbers: int) -> str:
    return "&".join("default-graph-uri=" + quote(DATA.format(n), safe="") for n in numbers)


def named(*numbers: int) -> str:
    return "&".join("named-graph-uri=" + quote(DATA.format(n), safe="") for n in numbers)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("w3c")
    graphs = "\n".join(
        f"<{DATA.format(n)}> {{ <{DATA.format(n)}> a <http://xmlns.com/foaf/0.1/Document> ; "
        f'<http://xmlns.com/foaf/0.1/name> "data{n}" . }}'
        for n in range(4)
    )
    graph = folder / "data.trig"
    graph.write_text(graphs)
    with serving(graph, folder / "log", "--quiet") as served:
        yield served


def request(
    server: Served, method: str, path: str, body: bytes | str = b"", accept: str = "*/*", **headers: str
) -> tuple[int, str, bytes]:
    with server.client() as client:
        sent = {"Accept": accept} | {k.replace("_", "-"): v for k, v in headers.items()}
        response = client.request(method, path, content=body, headers=sent)
        return response.status_code, response.headers.get("content-type", "").split(";")[0], response.content


def is_true(answer: tuple[int, str, bytes]) -> bool:
    status, media, body = answer
    assert status == 200, body
    assert media in ("application/sparql-results+json", "application/sparql-results+xml")
    return b"true" in body


def test_query_get(server: Served) -> None:
    assert is_true(request(server, "GET", "/sparql?query=ASK%20%7B%7D"))


def test_query_post_form(server: Served) -> None:
    assert is_true(request(server, "POST", f"/sparql/?{default(0)}", "query=ASK%20%7B%7D", content_type=FORM))


def test_query_post_direct(server: Served) -> None:
    assert is_true(request(server, "POST", f"/sparql/?{default(0)}", "ASK {}", content_type=DIRECT))


def test_query_dataset_default_graph(server: Served) -> None:
    body = "query=" + quote(f"ASK {{ <{DATA.format(1)}> a ?type }}") + "&" + default(1)
    assert is_true(request(server, "POST", "/sparql", body, content_type=FORM))


def test_query_dataset_default_graphs_get(server: Served) -> None:
    assert is_true(request(server, "GET", f"/sparql?query={quote(BOTH_DEFAULT)}&{default(1, 2)}"))


def test_query_dataset_default_graphs_post(server: Served) -> None:
    assert is_true(request(server, "POST", f"/sparql?{default(1, 2)}", BOTH_DEFAULT, content_type=DIRECT))


def test_query_dataset_named_graphs_get(server: Served) -> None:
    assert is_true(request(server, "GET", f"/sparql?query={quote(BOTH_NAMED)}&{named(1, 2)}"))


def test_query_dataset_named_graphs_post(server: Served) -> None:
    assert is_true(request(server, "POST", f"/sparql?{named(1, 2)}", BOTH_NAMED, content_type=DIRECT))


def test_query_dataset_full(server: Served) -> None:
    assert is_true(request(server, "POST", f"/sparql?{default(3)}&{named(1, 2)}", FULL, content_type=DIRECT))


def test_query_multiple_dataset(server: Served) -> None:
    """The dataset of the protocol replaces that of the query."""
    query = (
        f"ASK FROM <{DATA.format(3)}> {{ GRAPH ?g1 {{ <{DATA.format(1)}> a ?type }} "
        f"GRAPH ?g2 {{ <{DATA.format(2)}> a ?type }} }}"
    )
    assert is_true(request(server, "POST", f"/sparql?{default(0)}&{named(1, 2)}", query, content_type=DIRECT))
    gone = f"ASK FROM <{DATA.format(3)}> {{ <{DATA.format(3)}> a ?type }}"
    assert not is_true(request(server, "POST", f"/sparql?{default(1)}", gone, content_type=DIRECT))


@pytest.mark.parametrize(
    "media",
    ["application/sparql-results+xml", "application/sparql-results+json", "text/csv", "text/tab-separated-values"],
)
def test_query_content_type_select(server: Served, media: str) -> None:
    query = "query=" + quote("SELECT (1 AS ?value) {}")
    status, found, body = request(server, "POST", "/sparql", query, media, content_type=FORM)
    assert (status, found) == (200, media)
    assert b"1" in body


@pytest.mark.parametrize("media", ["application/sparql-results+xml", "application/sparql-results+json"])
def test_query_content_type_ask(server: Served, media: str) -> None:
    status, found, _ = request(server, "GET", f"/sparql?query={quote('ASK {}')}", accept=media)
    assert (status, found) == (200, media)


@pytest.mark.parametrize("query", ["DESCRIBE <http://example.org/>", "CONSTRUCT { <urn:s> <urn:p> 1 } {}"])
@pytest.mark.parametrize(
    "media", ["text/turtle", "application/rdf+xml", "application/ld+json", "application/n-triples"]
)
def test_query_content_type_describe_and_construct(server: Served, media: str, query: str) -> None:
    status, found, _ = request(server, "GET", f"/sparql?query={quote(query)}", accept=media)
    assert (status, found) == (200, media)


def refused(answer: tuple[int, str, bytes]) -> bool:
    status, media, body = answer
    assert media == "application/problem+json"
    assert json.loads(body)["detail"]
    return 400 <= status < 500


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_bad_query_method(server: Served, method: str) -> None:
    status, _, _ = request(server, method, "/sparql?query=ASK%20%7B%7D")
    assert status == 405


def test_bad_multiple_queries(server: Served) -> None:
    assert refused(request(server, "GET", "/sparql?query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D"))
    both = request(server, "POST", "/sparql?query=ASK%20%7B%7D", "ASK {}", content_type=DIRECT)
    assert refused(both)


@pytest.mark.parametrize("media", ["text/plain", "application/json", "application/octet-stream", ";", "a/b;charset"])
def test_bad_query_wrong_media_type(server: Served, media: str) -> None:
    assert refused(request(server, "POST", "/sparql", "ASK {}", content_type=media))


@pytest.mark.parametrize("body", ["query=ASK%20%7B%7D", "ASK {}"])
def test_bad_query_missing_media_type(server: Served, body: str) -> None:
    """The cases bad_query_missing_form_type and bad_query_missing_direct_type."""
    assert refused(request(server, "POST", "/sparql", body))


def test_bad_query_non_utf8(server: Served) -> None:
    sixteen = "ASK {}".encode("utf-16")
    assert refused(request(server, "POST", "/sparql", sixteen, content_type=f"{DIRECT}; charset=UTF-16"))
    assert refused(request(server, "POST", "/sparql", sixteen, content_type=DIRECT))
    assert refused(request(server, "GET", "/sparql?query=ASK%20%7B%ff%fe%7D"))


def test_bad_query_syntax(server: Served) -> None:
    status, _, body = request(server, "GET", f"/sparql?query={quote('ASK {')}")
    assert status == 400
    assert json.loads(body)["line"] == 1


def test_updates_are_refused(server: Served) -> None:
    """The cases bad_update_*, and updates that are right: this server is read-only."""
    drop = "DROP ALL"
    assert refused(request(server, "GET", f"/sparql?update={quote(drop)}"))
    assert refused(request(server, "POST", "/sparql", f"update={quote(drop)}", content_type=FORM))
    assert refused(request(server, "POST", "/sparql", drop, content_type="application/sparql-update"))
    assert refused(request(server, "POST", "/sparql", drop, content_type=DIRECT))
    assert is_true(request(server, "GET", f"/sparql?query={quote('ASK { ?s ?p ?o }')}"))


def test_the_service_describes_itself(server: Served) -> None:
    status, media, body = request(server, "GET", "/sparql", accept="text/turtle")
    assert (status, media) == (200, "text/turtle")
    for words in (b"sd:Service", b"SPARQL11Query", b"sd:endpoint", b"UnionDefaultGraph", b"SPARQL_Results_JSON"):
        assert words in body
    assert request(server, "GET", "/sparql", accept="application/rdf+xml")[1] == "application/rdf+xml"


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("text/csv, */*;q=0.1", "text/csv"),
        ("*/*", "application/sparql-results+json"),
        ("text/*", "text/csv"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
        ("nonsense, text/csv", "text/csv"),
        ("TEXT/CSV; charset=utf-8", "text/csv"),
    ],
)
def test_the_accept_header_is_weighed(server: Served, accept: str, media: str) -> None:
    assert request(server, "GET", f"/sparql?query={quote('ASK {}')}", accept=accept)[:2] == (200, media)


@pytest.mark.parametrize(
    ("asked", "query", "media"),
    [
        ("output=xml&results=xml", "ASK {}", "application/xml"),
        ("format=tsv&format=text/tab-separated-values", "ASK {}", "text/tab-separated-values"),
        ("format=n3", "CONSTRUCT WHERE {}", "text/n3"),
        ("format=rdf%2Bxml&format=application/rdf%2Bxml", "CONSTRUCT WHERE {}", "application/rdf+xml"),
        (
            "format=json-ld&format=application/ld%2Bjson%2Capplication/x-json%2Bld",
            "CONSTRUCT WHERE {}",
            "application/ld+json",
        ),
    ],
)
def test_a_format_is_asked_for_as_sparqlwrapper_does(server: Served, asked: str, query: str, media: str) -> None:
    assert request(server, "GET", f"/sparql?query={quote(query)}&{asked}", accept="*/*")[:2] == (200, media)
    status, _, told = request(server, "GET", f"/sparql?query={quote(query)}&format=docx", accept="*/*")
    assert status == 400 and b"csv, tsv, json" in told


@pytest.mark.parametrize("accept", ["image/png", "text/turtle", "text/csv;q=0"])
def test_nothing_acceptable_is_406(server: Served, accept: str) -> None:
    assert request(server, "GET", f"/sparql?query={quote('ASK {}')}", accept=accept)[0] == 406


def test_the_default_graph_is_a_set(server: Served) -> None:
    """A triple of two graphs counts once; of the graphs that FROM names, only those are read."""
    query = "SELECT (COUNT(*) AS ?n) { ?s a ?type }"
    assert request(server, "GET", f"/sparql?query={quote(query)}", accept="text/csv")[2].split() == [b"n", b"4"]
    narrowed = f"SELECT (COUNT(*) AS ?n) FROM <{DATA.format(1)}> {{ ?s a ?type }}"
    assert request(server, "GET", f"/sparql?query={quote(narrowed)}", accept="text/csv")[2].split() == [b"n", b"1"]
