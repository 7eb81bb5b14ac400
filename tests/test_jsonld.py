"""JSON-LD with the context of the ontology is pleasant to read, and says exactly what the quads say."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from gongbao import graph
from gongbao.export.jsonld import jsonld
from gongbao.model import Extraction
from gongbao.ontology import GB, RDF, SKOS, Ontology


def _value(node: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    assert not isinstance(node, ox.Triple)
    return node.value


def quads_of(content: bytes) -> set[ox.Quad]:
    return set(ox.parse(content, format=ox.RdfFormat.JSON_LD))


def test_it_reads_back_as_the_same_quads(extraction: Extraction, terms: Ontology) -> None:
    quads = graph.quads(extraction, terms)
    assert quads_of(jsonld(quads, {})) == set(quads)


@pytest.mark.filterwarnings("ignore")
def test_another_parser_agrees(extraction: Extraction, terms: Ontology) -> None:
    import rdflib

    quads = graph.quads(extraction, terms)
    data = rdflib.Dataset()
    data.parse(data=jsonld(quads, {}).decode(), format="json-ld")
    triples = {tuple(map(_value, q.triple)) for q in quads}
    assert {(str(s), str(p), str(o)) for s, p, o, _ in data.quads()} == triples


def test_it_is_pleasant_to_read(extraction: Extraction, terms: Ontology) -> None:
    written = json.loads(jsonld(graph.quads(extraction, terms), {}))
    (report,) = written["@graph"]
    nodes = {n["id"]: n for n in report["@graph"]}
    team = next(n for n in nodes.values() if n["type"] == "Organization")
    assert team["name"] == {"zh-Hans": "市执法总队", "zh-Hant": "市執法總隊"}
    assert team["conducts"] == ["https://w3id.org/gongbao/Campaign/春风行动"]
    statement = next(n for n in nodes.values() if n["type"] == "Statement")
    assert statement["subject"] == team["id"] and statement["modality"] == "gb:done"
    evidence = nodes[statement["evidence"][0]]
    assert evidence["type"] == "Evidence" and evidence["start"] == 10


def test_terms_of_others_and_odd_values_survive() -> None:
    name = ox.NamedNode("https://example.org/a b".replace(" ", "%20"))
    thing = ox.NamedNode("https://example.org/x")
    quads = [
        ox.Quad(thing, ox.NamedNode(RDF + "type"), ox.NamedNode("https://example.org/fire#FireStation"), name),
        ox.Quad(thing, ox.NamedNode(RDF + "type"), ox.NamedNode(GB + "Organization"), name),
        ox.Quad(thing, ox.NamedNode(SKOS + "prefLabel"), ox.Literal("a", language="zh-hans"), name),
        ox.Quad(thing, ox.NamedNode(SKOS + "prefLabel"), ox.Literal("b", language="zh-hans"), name),
        ox.Quad(thing, ox.NamedNode(GB + "conducts"), ox.Literal("no thing"), name),
        ox.Quad(thing, ox.NamedNode(GB + "value"), ox.Literal("01", datatype=ox.NamedNode(GB + "odd")), name),
        ox.Quad(thing, ox.NamedNode("https://example.org/p"), ox.NamedNode("https://example.org/y")),
        ox.Quad(thing, ox.NamedNode("http://www.w3.org/ns/oa#start"), ox.Literal("x"), name),
        ox.Quad(ox.BlankNode("b"), ox.NamedNode(GB + "text"), ox.Literal("</script>\n“引文”"), name),
    ]  # fmt: skip
    content = jsonld(quads, {})
    found = quads_of(content)
    plain = {q for q in quads if not isinstance(q.subject, ox.BlankNode)}
    assert plain <= found and len(found) == len(quads)


def test_the_context_is_the_file_of_the_ontology(extraction: Extraction, terms: Ontology) -> None:
    from gongbao.ontology import directory

    written = json.loads(jsonld(graph.quads(extraction, terms), {}))
    assert written["@context"] == json.loads(Path(directory() / "context.jsonld").read_text("utf-8"))["@context"]
