"""Language tags are written in the case of BCP 47 in every syntax, and no text is touched by that."""

from __future__ import annotations

import doctest
import json

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongbao.export.jsonld import jsonld
from gongbao.export.rdf import serialize
from gongbao.ontology import SKOS
from gongbao.text import language_tags

FORMATS = (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG, ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS, ox.RdfFormat.RDF_XML)
NAME = ox.NamedNode(SKOS + "prefLabel")
TRAPS = ('"@zh-hans', '\\"@zh-hans', "\\\\", '<a xml:lang="zh-hans">', '"xml:lang":"zh-hans"', '"@language":"zh-hans"')


def quad(text: str) -> ox.Quad:
    return ox.Quad(ox.NamedNode("urn:s"), NAME, ox.Literal(text, language="zh-hant"), ox.NamedNode("urn:g"))


def test_examples_hold() -> None:
    failed, tried = doctest.testmod(language_tags)
    assert tried and not failed


@pytest.mark.parametrize("format", FORMATS, ids=str)
@given(text=st.lists(st.sampled_from((*TRAPS, "局", " ", "\n", "a")), max_size=6).map("".join))
def test_texts_are_left_as_they_are(format: ox.RdfFormat, text: str) -> None:
    written = serialize([quad(text)], format, {})
    assert b"zh-Hant" in written
    (found,) = ox.parse(written, format=format)
    assert found.object == ox.Literal(text, language="zh-hant")


@pytest.mark.parametrize("text", TRAPS)
def test_results_of_queries(text: str) -> None:
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("urn:s"), NAME, ox.Literal(text, language="zh-hant")))
    for format in (ox.QueryResultsFormat.JSON, ox.QueryResultsFormat.XML, ox.QueryResultsFormat.TSV):
        results = store.query("SELECT ?o { ?s ?p ?o }")
        assert isinstance(results, ox.QuerySolutions)
        written = language_tags.cased(results.serialize(format=format) or b"")
        assert b"zh-Hant" in written
        (found,) = ox.parse_query_results(written, format=format)  # type: ignore[misc]
        assert found["o"] == ox.Literal(text, language="zh-hant")


def test_json_ld() -> None:
    written = json.loads(jsonld([quad("局")], {}))
    assert written["@graph"][0]["@graph"][0]["name"] == {"zh-Hant": "局"}
