"""The ontology in the forms of other tools: each says the same, with a user's own terms, and a stock SHACL engine agrees."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from click.testing import CliRunner

from gongbao import graph, ontology
from gongbao.cli import cli
from gongbao.export.rdf import serialize
from gongbao.export.vocabulary import FORMATS
from gongbao.pipeline import extract_file
from gongbao.settings import Settings

DATA = Path(__file__).parent / "data"
MINE = DATA / "fire-inspection.ttl"
FIRE = "https://example.org/fire#"


@pytest.fixture(scope="module")
def mine() -> ontology.Ontology:
    return ontology.load((MINE,))


def triples(content: bytes, format: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=content, format=format)


def test_what_is_given_is_the_files_of_the_ontology(terms: ontology.Ontology) -> None:
    folder = ontology.directory()
    for name, file in (("turtle", "gongbao.ttl"), ("shapes", "shapes.ttl"), ("context", "context.jsonld")):
        given, kept = FORMATS[name](terms), (folder / file).read_bytes()
        lacks = [line.decode() for line in given.splitlines() if line and line not in kept.splitlines()]
        assert not lacks, f"ontology/{file} lacks what the other files say; add:\n" + "\n".join(lacks)
        assert given == kept


def test_the_same_ontology_gives_the_same_bytes(mine: ontology.Ontology) -> None:
    for write in FORMATS.values():
        assert write(mine) == write(mine)


def test_rdf_xml_says_what_turtle_says(mine: ontology.Ontology) -> None:
    written = ((FORMATS["turtle"](mine), ox.RdfFormat.TURTLE), (FORMATS["rdfxml"](mine), ox.RdfFormat.RDF_XML))
    turtle, xml = (ox.Dataset(ox.parse(content, format=format)) for content, format in written)
    for data in (turtle, xml):
        data.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    assert turtle == xml


def test_the_terms_of_a_user_are_in_it_without_their_wording(mine: ontology.Ontology) -> None:
    found = triples(FORMATS["turtle"](mine), "turtle")
    kinds = {str(kind) for kind in found.objects(rdflib.URIRef(FIRE + "FireStation"), rdflib.RDF.type)}
    assert ontology.OWL + "Class" in kinds
    assert not [p for p in found.predicates() if str(p).startswith(ontology.GBW)]


def pyshacl(shapes: Path, data: Path) -> tuple[int, str]:
    """The command line of pyshacl as a person calls it: shapes and graph, and nothing else."""
    command = [sys.executable, "-W", "ignore", "-m", "pyshacl", "-s", str(shapes), str(data)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


@pytest.mark.parametrize("own", [False, True])
def test_a_stock_engine_agrees_on_the_graph_file_alone(own: bool, tmp_path: Path, mine: ontology.Ontology) -> None:
    settings = Settings(ontology=mine) if own else Settings()
    shapes, data = tmp_path / "shapes.ttl", tmp_path / "graph.ttl"
    shapes.write_bytes(FORMATS["shapes"](settings.ontology))
    (extraction,) = extract_file(DATA / "fire-inspection.txt", settings)
    quads = graph.quads(extraction, settings.ontology)
    data.write_bytes(serialize(quads, ox.RdfFormat.TURTLE, graph.prefixes(settings.ontology)))
    assert pyshacl(shapes, data)[0] == 0
    text = data.read_text("utf-8")
    relation = FIRE + "inspects" if own else ontology.GB + "conducts"
    wrong = next(q.subject for q in quads if q.predicate.value.endswith("refersTo"))
    data.write_text(f"{text}\n<https://example.org/x> <{relation}> {wrong} .\n", "utf-8")
    status, said = pyshacl(shapes, data)
    assert status == 1 and f"must lead to {'Premises' if own else 'gb:Campaign'}" in said


def test_the_command_writes_to_a_file_or_to_standard_output(tmp_path: Path) -> None:
    shown = CliRunner().invoke(cli, ["ontology", "--to", "context"])
    assert shown.exit_code == 0 and json.loads(shown.stdout)["@context"]["gb"] == ontology.GB
    path = tmp_path / "gongbao.owl"
    assert CliRunner().invoke(cli, ["ontology", "--to", "rdfxml", "-o", str(path)]).exit_code == 0
    assert len(triples(path.read_bytes(), "xml")) > 500
