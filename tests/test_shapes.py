"""A graph that is whole conforms; one damaged on purpose fails with the message that says what is wrong and where."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from damaged import DAMAGES, LAWS_ONLY, Quads
from gongbao import graph, ontology
from gongbao.errors import OntologyError
from gongbao.model import Extraction
from gongbao.ontology import DCTERMS, OA, RDF, SH, TIME, Ontology, load
from gongbao.pipeline import extract, extract_file
from gongbao.read import from_text
from gongbao.settings import Settings
from gongbao.validate import laws, shapes


@pytest.fixture
def whole(extraction: Extraction, terms: Ontology) -> Quads:
    return graph.quads(extraction, terms)


def test_the_whole_graph_conforms(whole: Quads, terms: Ontology) -> None:
    assert laws.check(whole, terms) == ()


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_found(name: str, whole: Quads, terms: Ontology) -> None:
    damage, message = DAMAGES[name]
    findings = laws.check(damage(whole), terms)
    assert any(message in f.message for f in findings), findings
    assert all(f.node.startswith("http") and f.zh for f in findings)


def test_two_reports_that_share_things_conform(whole: Quads, terms: Ontology) -> None:
    other = ox.NamedNode("https://example.org/g")
    again = [ox.Quad(q.subject, q.predicate, q.object, other) for q in whole]
    assert laws.check([*whole, *again], terms) == ()


def _pyshacl_messages(quads: Quads) -> set[str]:
    import rdflib
    from pyshacl import validate

    def load(path: Path) -> rdflib.Graph:
        return rdflib.Graph().parse(path, format="turtle")

    folder = ontology.directory()
    triples = dict.fromkeys(ox.Triple(q.subject, q.predicate, q.object) for q in quads)
    data = rdflib.Graph().parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
    conforms, results, _ = validate(data, shacl_graph=load(folder / "shapes.ttl"), inference="none")
    sh = rdflib.Namespace(SH)
    found = {
        str(message)
        for message in results.objects(None, sh.resultMessage)
        if getattr(message, "language", None) == "en"
    }
    assert conforms == (not found)
    return found


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", ["none", *(d for d in DAMAGES if d not in LAWS_ONLY)])
def test_pyshacl_gives_the_same_verdict(name: str, whole: Quads, terms: Ontology) -> None:
    quads = DAMAGES[name][0](whole) if name != "none" else whole
    own = {f.message for f in laws.check(quads, terms) if f.law == "shape"}
    assert _pyshacl_messages(quads) == own


def test_every_class_and_property_has_a_shape(terms: Ontology) -> None:
    found = shapes.load(shapes.files_of(terms))
    targets = {c for s in found for c in s.classes}
    paths = {p.path for s in found for p in s.shapes} | {p for s in found for p in s.subjects_of}
    assert {c.iri for c in terms.classes.values()} == targets
    without = {p.iri for p in terms.properties.values()} - paths
    assert not without, f"shapes.ttl: no shape has the path {sorted(without)}"
    assert {DCTERMS + "issued", TIME + "hasBeginning", OA + "exact"} <= paths


def test_only_files_that_may_hold_shapes_are_read_for_them(terms: Ontology, tmp_path: Path) -> None:
    (mine := tmp_path / "mine.ttl").write_text("")
    assert [path.name for path in shapes.files_of(terms)] == ["shapes.ttl"]
    assert shapes.files_of(load((mine,))) == (*shapes.files_of(terms), mine)


def test_every_message_is_in_both_languages(terms: Ontology) -> None:
    for shape in shapes.load(shapes.files_of(terms)):
        for part in shape.shapes:
            assert part.message != part.zh, f"{shape.name} {part.path}"
            assert part.message.isascii() and not part.zh.isascii()


def test_a_constraint_that_is_not_known_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "mine.ttl"
    file.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <https://example.org/> .\n"
        "x:S a sh:NodeShape ; sh:targetClass x:C ; sh:xone ( [ sh:class x:D ] ) ."
    )
    with pytest.raises(OntologyError, match="sh:xone is not among the constraints known here"):
        shapes.load((file,))


@pytest.mark.parametrize(
    ("constraint", "says"),
    [
        ('sh:property [ sh:path x:p ; sh:pattern "(" ]', "the value of sh:pattern is wrong"),
        ('sh:property [ sh:path x:p ; sh:minCount "many" ]', "the value of sh:minCount is wrong"),
        ('sh:property [ sh:path x:p ; sh:minLength "long" ]', "the value of sh:minLength is wrong"),
        ("sh:not x:S", "is part of itself"),
        ("sh:or ( [ sh:class x:D ] [ sh:not [ sh:or ( x:S ) ] ] )", "is part of itself"),
    ],
)
def test_a_shape_that_cannot_be_checked_is_refused(tmp_path: Path, constraint: str, says: str) -> None:
    (file := tmp_path / "mine.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <https://example.org/> .\n"
        f"x:S a sh:NodeShape ; sh:targetClass x:C ; {constraint} ."
    )
    with pytest.raises(OntologyError, match=says):
        shapes.load((file,))


def test_what_has_no_name_is_checked_too(terms: Ontology) -> None:
    kinds = (terms.get_class(name).iri for name in ("Organization", "Statement", "Observation", "Report"))
    quads = [ox.Quad(ox.BlankNode(), ox.NamedNode(RDF + "type"), ox.NamedNode(kind)) for kind in kinds]
    assert {finding.law for finding in laws.check(quads, terms)} == {"shape"}


_REPORTS = sorted((Path(__file__).parent / "gold").rglob("*.txt"))
_TIMES = (
    "某市消防救援支队工作情况\n5月18日，市消防救援支队在东湖公园开展“安全出行”专项行动，4月15日至30日检查单位30家。\n"
)
_HOURS = "某市消防救援支队工作情况\n2023年7月5日上午10时，市消防救援支队开展“安全出行”专项行动，8月1日14时30分结束。\n"


@pytest.mark.parametrize("path", _REPORTS, ids=lambda path: path.stem)
def test_the_graph_of_every_report_conforms(path: Path, settings: Settings) -> None:
    (extraction,) = extract_file(path, settings)
    assert laws.check(graph.quads(extraction, settings.ontology), settings.ontology) == ()


@pytest.mark.parametrize(
    ("text", "value"), [(_TIMES, "--05-18"), (_HOURS, "2023-07-05T10"), (_HOURS, "2023-08-01T14:30")]
)
def test_days_of_no_year_and_hours_conform(text: str, value: str, settings: Settings) -> None:
    extraction = extract(from_text(text, "r.txt", ontology=settings.ontology), settings)
    assert value in {time.value for time in extraction.times}
    made = graph.quads(extraction, settings.ontology)
    assert laws.check(made, settings.ontology) == ()
    moments = {str(q.object) for q in made if q.predicate.value == TIME + "inXSDDateTime"}
    assert all(re.fullmatch(r'"[0-9-]{10}T[0-9:]{8}"\^\^<.*#dateTime>', moment) for moment in moments)
