"""`gongbao measures`, `path`, `project` and the options of networks on the command line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

import page_samples
from gongbao.cli import cli
from gongbao.errors import QueryError, UsageError


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("network") / "story.trig"
    page_samples.story().dump(str(path), format=ox.RdfFormat.TRIG)
    return path


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


def test_measures_as_table_csv_json_and_rdf(graph: Path) -> None:
    table = run("measures", graph, "--top", 3)
    assert table.exit_code == 0 and "betweenness" in table.output and "3 rows" in table.output
    rows = list(
        csv.DictReader(io.StringIO(run("measures", graph, "--format", "csv", "--by", "degree", "--top", 0).output))
    )
    degrees = [int(row["degree"]) for row in rows]
    assert degrees == sorted(degrees, reverse=True) and len({row["iri"] for row in rows}) == len(rows)
    assert [row["iri"] for row in json.loads(run("measures", graph, "--format", "json").output)]
    triples = list(ox.parse(run("measures", graph, "--format", "turtle").output, format=ox.RdfFormat.TURTLE))
    assert len(triples) == 8 * len(rows)


def test_measures_of_each_year(graph: Path) -> None:
    rows = json.loads(run("measures", graph, "--years", "--top", 1, "--format", "json").output)
    years = [row["year"] for row in rows]
    assert "2023" in years and years == sorted(set(years))


def test_path_tells_each_step_with_its_words(graph: Path) -> None:
    rows = json.loads(run("measures", graph, "--format", "json", "--by", "degree").output)
    first, *others = [row for row in rows if row["component"] == 1]
    found = run("path", graph, first["iri"], others[-1]["iri"])
    assert found.exit_code == 0 and "shortest way(s)" in found.output
    assert first["name"] in found.output and ".txt " in found.output
    same = run("path", graph, first["iri"], first["name"])
    assert isinstance(same.exception, UsageError) and "are one thing" in str(same.exception)


def test_project_writes_a_network_and_a_matrix(graph: Path, tmp_path: Path) -> None:
    done = run("project", graph, "bodies", "--to", "gexf", "--to", "graphml", "-o", tmp_path)
    assert done.exit_code == 0, done.output
    network = nx.read_gexf(tmp_path / "story-bodies.gexf", version="1.3")
    rows = (tmp_path / "story-bodies-matrix.csv").read_text("utf-8-sig").splitlines()
    assert len(rows) == len(network) + 1
    assert nx.read_graphml(tmp_path / "story-bodies.graphml").number_of_nodes() == len(network)


def test_the_options_show_in_every_network_format(graph: Path, tmp_path: Path) -> None:
    formats = [word for name in ("gexf", "graphml", "cytoscape", "nodelink") for word in ("--to", name)]
    done = run("export", graph, *formats, "--edges", "statements", "--edges", "mentions", "--no-lone", "-o", tmp_path)
    assert done.exit_code == 0, done.output
    sizes = {
        nx.read_gexf(tmp_path / "story.gexf", version="1.3").size(),
        nx.read_graphml(tmp_path / "story.graphml", force_multigraph=True).size(),
        nx.cytoscape_graph(json.loads((tmp_path / "story.cyjs").read_text("utf-8"))).size(),
        nx.node_link_graph(json.loads((tmp_path / "story.json").read_text("utf-8")), edges="edges").size(),
    }
    assert len(sizes) == 1
    kinds = {
        data["kind"]
        for _, _, data in nx.read_graphml(tmp_path / "story.graphml", force_multigraph=True).edges(data=True)
    }
    assert "mentionedIn" in kinds and not kinds & {"namedTogether", "namedNear"}


@pytest.mark.parametrize(
    ("words", "error", "told"),
    [
        (("measures", "--by", "rank"), UsageError, "known: community, degree"),
        (("measures", "--edges", "links"), UsageError, "known: statements, containment"),
        (("measures", "--years", "--format", "turtle"), UsageError, "--years has no RDF"),
        (("project", "cars"), UsageError, "known: bodies, campaigns, cities"),
        (("project", "bodies", "--to", "csv"), UsageError, "no network format"),
        (("path", "没有的局", "也没有"), QueryError, "no thing named"),
    ],
)
def test_a_wrong_call_is_one_line(graph: Path, words: tuple[str, ...], error: type[Exception], told: str) -> None:
    command, *others = words
    done = run(command, graph, *others)
    assert isinstance(done.exception, error) and told in str(done.exception)
