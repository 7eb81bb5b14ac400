"""The endpoint for spreadsheets and catalogues: reconciliation as OpenRefine asks, formats by name, VoID, the ontology."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest
import rdflib
from rdflib import VOID

import page_samples
from gongbao import __version__
from gongbao.ontology import GB
from gongbao.serve.protocol import GRAPHS
from serving import Served, serving

TEAM = "Organization/天津市交通执法总队"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    path = tmp_path_factory.mktemp("reconcile") / "story.trig"
    page_samples.story().dump(str(path), format=ox.RdfFormat.TRIG)
    with serving(path, path.with_suffix(".log"), "--cors", "*") as found:
        yield found


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The same graph, served without options."""
    folder = tmp_path_factory.mktemp("plain")
    page_samples.story().dump(str(folder / "story.trig"), format=ox.RdfFormat.TRIG)
    with serving(folder / "story.trig", folder / "log") as found:
        yield found


@pytest.fixture(scope="module")
def client(served: Served) -> Iterator[httpx.Client]:
    with served.client(Origin="http://example.org") as found:
        yield found


def test_the_manifest_has_what_version_0_2_asks_for(client: httpx.Client, served: Served) -> None:
    told = client.get("/reconcile").json()
    assert told["versions"] == ["0.2"] and told["name"] and told["identifierSpace"] and told["schemaSpace"]
    assert {"id": "Organization", "name": "组织"} in told["defaultTypes"]
    assert told["view"]["url"].startswith(served.url.rstrip("/")) and "{{id}}" in told["view"]["url"]
    assert {"url", "width", "height"} <= set(told["preview"]) and "{{id}}" in told["preview"]["url"]
    for service in (*told["suggest"].values(), told["extend"]["propose_properties"]):
        assert client.get(service["service_path"], params={"prefix": "组"}).status_code == 200
        assert service["service_url"] == served.url.rstrip("/")


def test_a_column_of_names_is_matched(client: httpx.Client) -> None:
    queries = {
        "q0": {"query": "交通执法总队", "type": "Organization", "limit": 3},
        "q1": {"query": "天津市交通執法總隊"},
        "q2": {"query": "天津市交通执法总队", "type": "Place"},
        "q3": {"query": "火星殖民署"},
    }
    found = client.post("/reconcile", data={"queries": json.dumps(queries)}).json()
    assert set(found) == set(queries)
    for key in ("q0", "q1"):
        best = found[key]["result"][0]
        assert best["id"] == TEAM and best["name"] == "天津市交通执法总队" and best["type"][0]["id"] == "Organization"
        assert 0 < best["score"] <= 100 and isinstance(best["match"], bool)
    assert found["q1"]["result"][0]["match"] and found["q1"]["result"][0]["score"] == 100
    assert TEAM not in {hit["id"] for hit in found["q2"]["result"]}
    assert not any(hit["match"] for hit in found["q3"]["result"])
    assert client.get("/reconcile", params={"queries": json.dumps(queries)}).json() == found


def test_values_of_properties_tell_namesakes_apart(client: httpx.Client) -> None:
    """A second column (whose case it is, which code it has) weighs with the name, or stands for it."""
    handled = {"pid": "handles", "v": ["688案"]}
    queries = {
        "alone": {"query": "总队", "type": "Organization"},
        "beside": {"query": "总队", "type": "Organization", "properties": [handled, {"pid": "unknown", "v": "x"}]},
        "instead": {"properties": [handled]},
        "by id": {"properties": [{"pid": "handles", "v": {"id": "Case/688案"}}]},
        "nothing": {"properties": [{"pid": "handles", "v": "另一案"}], "limit": 1.0},
    }
    answers = client.post("/reconcile", data={"queries": json.dumps(queries)}).json()
    found = {key: answer["result"] for key, answer in answers.items()}
    assert found["beside"][0]["id"] == TEAM and found["beside"][0]["score"] > found["alone"][0]["score"]
    for key in ("instead", "by id"):
        assert [(hit["id"], hit["score"]) for hit in found[key]] == [(TEAM, 100)], key
    assert found["nothing"] == []


def test_columns_are_added(client: httpx.Client) -> None:
    asked = {"ids": [TEAM, "Organization/没有"], "properties": [{"id": "handles"}, {"id": "conducts"}]}
    found = client.post("/reconcile", data={"extend": json.dumps(asked)}).json()
    assert found["meta"] == [{"id": "handles", "name": "办理"}, {"id": "conducts", "name": "开展"}]
    assert "688案" in {value["name"] for value in found["rows"][TEAM]["handles"]}
    assert found["rows"]["Organization/没有"] == {"handles": [], "conducts": []}
    offered = client.get("/reconcile/properties", params={"type": "Organization"}).json()["properties"]
    assert {"handles", "code"} <= {p["id"] for p in offered} and "targets" not in {p["id"] for p in offered}


def test_people_are_helped(client: httpx.Client) -> None:
    typed = client.get("/reconcile/suggest/entity", params={"prefix": "执法总队"}).json()["result"]
    assert typed[0]["id"] == TEAM
    assert client.get("/reconcile/suggest/type", params={"prefix": "行动"}).json()["result"][0]["id"] == "Campaign"
    shown = client.get("/reconcile/preview", params={"id": TEAM})
    assert shown.headers["content-type"].startswith("text/html") and "天津市交通执法总队" in shown.text
    assert client.get("/reconcile/preview", params={"id": "Organization/没有"}).status_code == 404
    view = client.get("/reconcile").json()["view"]["url"]
    for id in (TEAM, quote(TEAM), quote(TEAM, safe="")):
        assert client.get(view.replace("{{id}}", id)).status_code == 200, id


def test_a_client_in_a_browser_on_the_same_machine_may_ask(plain: Served) -> None:
    """OpenRefine's page is of another port: its scripts read answers, and frames show previews; other sites may not."""
    with plain.client(Origin="http://127.0.0.1:3333") as local:
        told = local.get("/reconcile")
        shown = local.get("/reconcile/preview", params={"id": TEAM})
        asked = local.options("/reconcile", headers={"Access-Control-Request-Method": "POST"})
    assert told.headers["access-control-allow-origin"] == "http://127.0.0.1:3333" and "Origin" in told.headers["vary"]
    assert asked.status_code == 200
    assert "frame-ancestors *" in shown.headers["content-security-policy"] and "x-frame-options" not in shown.headers
    assert told.headers["x-frame-options"] == "DENY"
    with plain.client(Origin="http://127.0.0.1.example.org") as other:
        assert "access-control-allow-origin" not in other.get("/reconcile").headers
    with plain.client(Origin="http://127.0.0.1:3333") as local:
        assert "access-control-allow-origin" not in local.get("/sparql", params={"query": "ASK {}"}).headers


@pytest.mark.parametrize(
    "given",
    [
        {"queries": "{"},
        {"queries": "[]"},
        {"extend": '{"ids": [], "properties": [{"id": "x"}]}'},
    ],
)
def test_nonsense_is_refused_in_one_line(client: httpx.Client, given: dict[str, str]) -> None:
    refused = client.post("/reconcile", data=given)
    assert refused.status_code == 400 and refused.json()["detail"]


@pytest.mark.parametrize(
    "wrong",
    [
        *({"x": 1}, {"query": ""}, {"query": "总队", "props": []}, {"properties": []}, {"query": 5}, {}),
        *(None, "总队", []),
    ],
)
def test_a_wrong_query_of_a_batch_fails_alone(client: httpx.Client, wrong: object) -> None:
    right = {"query": "天津市交通執法總隊"}
    found = client.post("/reconcile", data={"queries": json.dumps({"a": right, "b": wrong, "c": right})}).json()
    assert found["b"]["result"] == [] and found["b"]["error"] and found["b"]["zh"]
    assert found["a"] == found["c"] and found["a"]["result"][0]["id"] == TEAM


def test_formats_by_name_for_those_who_set_no_header(client: httpx.Client) -> None:
    query = "SELECT ?l { ?s gb:handles/skos:prefLabel ?l FILTER(LANGMATCHES(LANG(?l), 'zh-Hans')) }"
    for name, media in (("csv", "text/csv"), ("tsv", "text/tab-separated-values"), ("xml", "application/xml")):
        answer = client.get("/sparql", params={"query": query, "format": name})
        assert answer.headers["content-type"].split(";")[0] == media and "688案" in answer.text
    rows = list(csv.reader(io.StringIO(client.get("/sparql", params={"query": query, "output": "csv"}).text)))
    assert rows[0] == ["l"] and ["688案"] in rows
    assert client.get("/sparql", params={"query": query, "format": "xlsx"}).status_code == 400
    for media in ("text/n3", "application/trig", "application/n-quads"):
        built = client.get(
            "/sparql", params={"query": "CONSTRUCT WHERE { ?s gb:handles ?c }"}, headers={"Accept": media}
        )
        assert (
            built.headers["content-type"].split(";")[0] == media
            and len(list(ox.parse(built.content, GRAPHS[media]))) == 1
        )
    old = client.get("/sparql", params={"query": query}, headers={"Accept": "text/xml"})
    assert old.status_code == 200 and old.headers["content-type"].startswith("text/xml")


def test_caches_and_other_sites_are_told(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": "ASK {}"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert {"Accept", "Origin"} <= {word.strip() for word in answer.headers["vary"].split(",")}


def test_the_data_set_and_the_ontology_describe_themselves(client: httpx.Client) -> None:
    void = client.get("/.well-known/void", headers={"Accept": "text/turtle"})
    assert void.status_code == 200 and "sparqlEndpoint" in void.text and "void:triples" in void.text
    assert "dcat:DataService" in void.text and "dcat:servesDataset" in void.text
    counted = client.get(
        "/sparql", params={"query": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a gb:Organization }", "format": "csv"}
    )
    found = rdflib.Graph().parse(data=void.text, format="turtle")
    parts = {str(found.value(part, VOID["class"])) for part in found.objects(None, VOID.classPartition)}
    assert {GB + "Organization", GB + "Violation"} <= parts
    (part,) = found.subjects(VOID["class"], rdflib.URIRef(GB + "Organization"))
    assert str(found.value(part, VOID.entities)) == counted.text.split()[1] != "0"
    for accept, mark in (
        ("text/html", "<!doctype html>"),
        ("text/turtle", "@prefix"),
        ("application/rdf+xml", "<rdf:RDF"),
        ("application/ld+json", "{"),
    ):
        told = client.get("/gongbao/ontology", headers={"Accept": accept})
        assert told.headers["content-type"].startswith(accept) and mark in told.text and GB.rstrip("#") in told.text
    assert client.get(f"/gongbao/ontology/{__version__}", headers={"Accept": "text/turtle"}).status_code == 200


def test_large_answers_are_compressed_for_those_who_take_it(client: httpx.Client) -> None:
    asked = {"query": "SELECT * { ?s ?p ?o } LIMIT 500", "format": "csv"}
    packed = client.get("/sparql", params=asked)
    plain = client.get("/sparql", params=asked, headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip" and "content-encoding" not in plain.headers
    assert packed.text == plain.text and packed.num_bytes_downloaded < plain.num_bytes_downloaded / 4
    for answer in (packed, plain):
        assert {"Accept-Encoding", "Origin"} <= {word.strip() for word in answer.headers["vary"].split(",")}
    small = client.get("/sparql", params={"query": "ASK {}"})
    assert "content-encoding" not in small.headers and small.headers["content-length"]


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"queries": "[" * 100_000}, 400),
        ({"queries": '{"a": {"query": "总队", "limit": 1e400}}'}, 200),
        ({"queries": '{"a": {"query": "总队", "limit": NaN, "type": 5}}'}, 200),
        ({"queries": '{"a": {"query": "总队", "type": {"id": "x"}}}'}, 200),
        ({"queries": '{"a": {"query": "\\ud800"}}'}, 200),
        ({"queries": '{"\\udfff": {"query": "总队"}}'}, 200),
        ({"extend": '{"ids": 5, "properties": []}'}, 400),
        ({"extend": '{"ids": null, "properties": null}'}, 400),
        ({"extend": '{"ids": ["> . } #", "\\u0000"], "properties": [{"id": "code"}, 7]}'}, 200),
    ],
)
def test_batches_made_to_break_the_service(client: httpx.Client, form: dict[str, str], status: int) -> None:
    assert client.post("/reconcile", data=form).status_code == status
