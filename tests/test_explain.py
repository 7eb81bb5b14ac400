"""`gongbao explain`: every name an entity bears, the rule that tied it, and where it stands."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from gongbao import graph
from gongbao.cli import cli
from gongbao.errors import QueryError
from gongbao.explain.joins import explain
from gongbao.export.atomic import write_atomic
from gongbao.export.rdf import serialize
from gongbao.linking import link
from gongbao.model import Extraction
from gongbao.ontology import Ontology
from linked import marked


@pytest.fixture(scope="module")
def store(real: Extraction, terms: Ontology) -> ox.Store:
    made = ox.Store()
    made.extend(graph.quads(real, terms))
    return made


def test_a_short_form_is_tied_to_its_full_name_by_a_rule(store: ox.Store, terms: Ontology) -> None:
    found = explain(store, "市交通執法總隊", graph.prefixes(terms))
    assert found.name == "天津市交通运输综合行政执法总队"
    short = [m for m in found.mentions if m.surface == "執法總隊"]
    assert len(short) == 3
    assert all(m.rule and m.target == found.name for m in short)
    assert all("執法總隊" in m.context for m in short)


@pytest.mark.parametrize("name", ["执法总队", "執法總隊", "天津市交通运输综合行政执法总队"])
def test_either_script_names_it(store: ox.Store, terms: Ontology, name: str) -> None:
    assert explain(store, name, graph.prefixes(terms)).name == "天津市交通运输综合行政执法总队"


@pytest.mark.parametrize("name", ["没有这个单位", '"} DROP ALL #', "https://example.org/none"])
def test_an_unknown_name_is_told(store: ox.Store, terms: Ontology, name: str) -> None:
    with pytest.raises(QueryError, match="no entity named"):
        explain(store, name, graph.prefixes(terms))


def test_the_command_prints_rule_and_place(real: Extraction, terms: Ontology, tmp_path: Path) -> None:
    for format in (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG):  # the graph of a report is loaded beside the default one
        path = tmp_path / f"graph.{format.file_extension}"
        write_atomic(path, serialize(graph.quads(real, terms), format, graph.prefixes(terms)))
        result = CliRunner().invoke(cli, ["explain", str(path), "执法总队"], catch_exceptions=False)
        assert result.exit_code == 0
        assert "the end of the full name" in result.output
        assert result.output.count(":1214  執法總隊") == 1


def test_an_unsure_join_is_listed_for_a_person(terms: Ontology) -> None:
    text = "群众称赞{Organization:江苏省水警支队}和{Organization:浙江省水警支队}。{Organization:支队}来人。"
    document, mentions = marked(text, terms)
    linked = link(document, mentions, terms)
    made = ox.Store()
    made.extend(graph.quads(Extraction(document, mentions, linked.entities, (), (), ()), terms))
    short = next(e.iri for e in linked.entities if e.name == "支队")
    ((surface, thing, name),) = explain(made, short, graph.prefixes(terms)).open
    assert (surface, name) == ("支队", "浙江省水警支队")
    assert [(s, n) for s, _, n in explain(made, thing, graph.prefixes(terms)).open] == [("支队", "支队")]
