"""`gongbao explain`: every name an entity bears, the rule that tied it, and where it stands."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from gongbao import graph
from gongbao.cli import cli
from gongbao.errors import QueryError
from gongbao.explain import explain
from gongbao.export.files import write_atomic
from gongbao.export.rdf import serialize
from gongbao.model import Extraction
from gongbao.ontology import Ontology


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
    path = tmp_path / "graph.ttl"
    write_atomic(path, serialize(graph.quads(real, terms), ox.RdfFormat.TURTLE, graph.prefixes(terms)))
    result = CliRunner().invoke(cli, ["explain", str(path), "执法总队"], catch_exceptions=False)
    assert result.exit_code == 0
    assert "the end of the full name" in result.output
    assert ":1214  執法總隊" in result.output
