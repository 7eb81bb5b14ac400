"""Laws 1, 3 and 4 on the real report, and the committed output rebuilt byte for byte."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from gongbao.export.rdf import parse
from gongbao.model import Extraction
from gongbao.ontology import Ontology
from gongbao.validate.laws import check

OUTPUT = Path(__file__).parents[1] / "output"
STEM = "tianjin-transport-2023"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, data: Path) -> Path:
    """The real report, built by the command line in a process with another hash seed and locale."""
    folder = tmp_path_factory.mktemp("built")
    command = [sys.executable, "-m", "gongbao", "build", str(data / f"{STEM}.txt"), "-o", str(folder), "--quiet"]
    done = subprocess.run(
        command, capture_output=True, text=True, env={"PYTHONHASHSEED": "7", "PATH": "", "LC_ALL": "C"}
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.parametrize("extension", ["ttl", "graphml", "gexf"])
def test_the_committed_output_is_what_this_program_builds(built: Path, extension: str) -> None:
    committed, rebuilt = OUTPUT / f"{STEM}.{extension}", built / f"{STEM}.{extension}"
    assert committed.read_bytes() == rebuilt.read_bytes(), f"run: gongbao build tests/data/{STEM}.txt"


def test_rdflib_and_pyoxigraph_read_the_same_triples() -> None:
    path = OUTPUT / f"{STEM}.ttl"
    ours = {str(ox.Triple(q.subject, q.predicate, q.object)) for q in parse(path)}
    theirs = rdflib.Graph().parse(path, format="turtle")
    back = ox.parse(theirs.serialize(format="nt", encoding="utf-8"), format=ox.RdfFormat.N_TRIPLES)
    assert ours == {str(ox.Triple(q.subject, q.predicate, q.object)) for q in back}


def test_every_offset_of_the_graph_gives_the_quoted_text(terms: Ontology) -> None:
    quads = parse(OUTPUT / f"{STEM}.ttl")
    assert len(quads) > 500
    assert check(quads, terms) == ()


def test_every_mention_belongs_to_one_entity_and_lies_in_the_body(real: Extraction) -> None:
    owners = [m for e in real.entities for m in e.mentions]
    assert sorted(owners, key=lambda m: m.start) == list(real.mentions)
    assert all(real.document.body.covers(m.span) for m in real.mentions)
    ordered = list(real.mentions)
    assert all(a.end <= b.start for a, b in zip(ordered, ordered[1:], strict=False))


def test_nothing_is_read_from_the_residue(real: Extraction) -> None:
    residue = real.document.text.index("強教育")
    assert real.document.body.end <= residue
    assert all(e.end <= residue for s in real.statements for e in s.evidence)
    assert all(q.end <= residue for q in real.quantities)
    assert all(t.end <= residue for t in real.times)


def test_nothing_after_next_step_is_done(real: Extraction) -> None:
    start = real.document.text.index("下一步")
    late = [s for s in real.statements if all(e.start >= start for e in s.evidence)]
    assert late
    in_sentence = [s for s in late if s.evidence[0].end < real.document.text.index("(天津市交通運輸綜合")]
    assert in_sentence
    assert all(s.modality != "done" for s in in_sentence)
