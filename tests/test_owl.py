"""The ontology is OWL 2 DL, alone and with graphs, and what Jena and HermiT say of a graph is what is said here.

OWLAPI, HermiT and Jena are jars of PyPI's `mowl-borg`; a Java virtual machine runs them once for all questions.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

import gongbao
from damaged import DAMAGES, LAWS_ONLY, Quads
from deciding_texts import TEAM, folder_with, row
from gongbao import graph, ontology
from gongbao.export.rdf import serialize
from gongbao.model import Extraction
from gongbao.ontology import RDF, Ontology
from gongbao.pipeline import extract_file
from gongbao.settings import Settings
from reasoned import ask

HERE = Path(__file__).parent
CORE = ontology.directory()
SHACL_DAMAGES = [name for name in DAMAGES if name not in LAWS_ONLY]


def write(quads: Quads, path: Path, terms: Ontology) -> str:
    path.write_bytes(serialize(quads, ox.RdfFormat.TURTLE, graph.prefixes(terms)))
    return str(path)


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory, settings: Settings, terms: Ontology) -> dict[str, Any]:
    """Everything is asked at once: the ontology, one graph, graphs of many reports together, and damaged graphs."""
    folder = tmp_path_factory.mktemp("owl")
    core, shapes = str(CORE / "gongbao.ttl"), str(CORE / "shapes.ttl")
    texts = sorted((HERE / "gold" / "text").glob("*.txt"))[:12] + [HERE / "data" / "tianjin-transport-2023.txt"]
    graphs = [
        write(graph.quads(found, terms), folder / f"{path.stem}.ttl", terms)
        for path in texts
        for found in extract_file(path, settings)
    ]
    corrected = gongbao.build(
        folder_with(
            folder,
            row("name", "wrong", at="688案", note="not one case"),
            row("name", "right", at="安全月活动", type="Event"),
            row("statement", "wrong", subject=TEAM, predicate="conducts", object="春风专项行动", scope="report"),
            row(
                "statement",
                "right",
                at=f"{TEAM}组织安全月活动",
                subject=TEAM,
                predicate="organizes",
                object="安全月活动",
            ),
            row("same", "right", subject="市公安局", object="天津市公安局"),
            row("publisher", "wrong", instead="天津市公安局"),
            row("report", "right"),
        )
    )
    assert len(corrected.extraction.decided) == 7
    graphs.append(write(corrected.quads, folder / "decided.ttl", terms))
    whole = graph.quads(next(extract_file(texts[-1], settings)), terms)
    damaged = [
        write(DAMAGES[name][0](whole), folder / f"damaged-{number}.ttl", terms)
        for number, name in enumerate(SHACL_DAMAGES)
    ]
    asked: dict[str, list[Any]] = {
        "profile of the ontology": ["profile", [core]],
        "profile with graphs": ["profile", [core, *graphs]],
        "consistent": ["consistent", [core]],
        "consistent with graphs": ["consistent", [core, *graphs]],
        **{f"shacl {Path(path).stem}": ["shacl", shapes, path] for path in graphs},
        **{name: ["shacl", shapes, path] for name, path in zip(SHACL_DAMAGES, damaged, strict=True)},
    }
    return dict(zip(asked, ask(list(asked.values())), strict=True))


def test_the_ontology_is_owl_2_dl(answers: dict[str, Any]) -> None:
    assert answers["profile of the ontology"] == {"violations": [], "unread": []}


def test_graphs_with_it_are_owl_2_dl(answers: dict[str, Any]) -> None:
    """OWL passes over the copy of the statements in RDF's own words, which it reserves, and over nothing else."""
    found = answers["profile with graphs"]
    assert found["violations"] == []
    reified = {f"<{RDF}{name}>" for name in ("subject", "predicate", "object")}
    assert {triple.split(" ")[1] for triple in found["unread"]} == reified


def test_hermit_finds_them_consistent(answers: dict[str, Any]) -> None:
    assert answers["consistent"] and answers["consistent with graphs"]


def test_jena_says_that_graphs_conform(answers: dict[str, Any]) -> None:
    found = {name: count for name, count in answers.items() if name.startswith("shacl ")}
    assert len(found) == 14 and set(found.values()) == {0}


@pytest.mark.parametrize("name", SHACL_DAMAGES)
def test_jena_refuses_a_damaged_graph(name: str, answers: dict[str, Any]) -> None:
    assert answers[name] > 0


def test_twenty_kinds_of_damage_are_tried() -> None:
    assert len(SHACL_DAMAGES) >= 20


def test_every_literal_has_a_datatype_of_owl_2(extraction: Extraction, terms: Ontology) -> None:
    known = {"string", "integer", "decimal", "dateTime", "boolean"}
    used = {q.object.datatype.value for q in graph.quads(extraction, terms) if isinstance(q.object, ox.Literal)}
    assert used <= {ontology.XSD + name for name in known} | {RDF + "langString"}
