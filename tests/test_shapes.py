"""A graph that is whole conforms; one damaged on purpose fails with the message that says what is wrong and where."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from gongbao import graph, ontology
from gongbao.errors import OntologyError
from gongbao.model import Extraction
from gongbao.ontology import DCTERMS, GB, OA, RDF, SKOS, TIME, XSD, Ontology
from gongbao.pipeline import extract, extract_file
from gongbao.read import from_text
from gongbao.settings import Settings
from gongbao.validate import laws, shapes
from test_graph import extraction as extraction  # the same small extraction, a fixture

Quads = list[ox.Quad]


@pytest.fixture
def whole(extraction: Extraction, terms: Ontology) -> Quads:
    return graph.quads(extraction, terms)


def of_class(quads: Quads, class_iri: str) -> str:
    return next(
        q.subject.value for q in quads if q.predicate.value == RDF + "type" and q.object == ox.NamedNode(class_iri)
    )


def without(quads: Quads, subject: str, predicate: str) -> Quads:
    return [q for q in quads if (q.subject.value, q.predicate.value) != (subject, predicate)]


def with_value(quads: Quads, subject: str, predicate: str, value: ox.NamedNode | ox.Literal) -> Quads:
    name = quads[0].graph_name
    added = ox.Quad(ox.NamedNode(subject), ox.NamedNode(predicate), value, name)
    return [*without(quads, subject, predicate), added]


def also(quads: Quads, subject: str, predicate: str, value: ox.NamedNode | ox.Literal) -> Quads:
    return [*quads, ox.Quad(ox.NamedNode(subject), ox.NamedNode(predicate), value, quads[0].graph_name)]


def number(value: str, kind: str = "integer") -> ox.Literal:
    return ox.Literal(value, datatype=ox.NamedNode(XSD + kind))


STATEMENT, ORG = GB + "Statement", GB + "Organization"
DAMAGES: dict[str, tuple[Callable[[Quads], Quads], str]] = {
    "no evidence": (
        lambda g: without(g, of_class(g, STATEMENT), GB + "evidence"),
        "needs evidence (gb:evidence), a gb:Evidence",
    ),
    "wrong range": (
        lambda g: also(g, of_class(g, ORG), GB + "conducts", ox.NamedNode(of_class(g, ORG))),
        "gb:conducts must lead to gb:Campaign",
    ),
    "wrong domain": (
        lambda g: also(
            g, of_class(g, GB + "Campaign"), GB + "conducts", ox.NamedNode(of_class(g, GB + "Campaign"))
        ),
        "only gb:Organization can have gb:conducts",
    ),
    "unknown term": (
        lambda g: also(g, of_class(g, ORG), GB + "conduct", ox.NamedNode(of_class(g, GB + "Campaign"))),
        "this term is not in the ontology",
    ),
    "offset outside the text": (
        lambda g: with_value(g, of_class(g, GB + "Mention"), OA + "end", number("99999")),
        "lies outside the report's text",
    ),
    "offsets that are not the quotation": (
        lambda g: with_value(g, of_class(g, GB + "Mention"), OA + "exact", ox.Literal("别的话")),
        "is not the quoted text",
    ),
    "two names": (
        lambda g: also(g, of_class(g, ORG), SKOS + "prefLabel", ox.Literal("乙局", language="zh-Hans")),
        "needs one skos:prefLabel in zh-Hans and one in zh-Hant",
    ),
    "no name": (
        lambda g: without(g, of_class(g, ORG), SKOS + "prefLabel"),
        "needs one skos:prefLabel in zh-Hans and one in zh-Hant",
    ),
    "unknown modality": (
        lambda g: with_value(g, of_class(g, STATEMENT), GB + "modality", ox.NamedNode(GB + "maybe")),
        "needs exactly one gb:modality: gb:done, gb:planned, gb:required or gb:negated",
    ),
    "score above 1": (
        lambda g: with_value(g, of_class(g, GB + "Mention"), GB + "score", number("1.5", "decimal")),
        "needs exactly one gb:score from 0 to 1",
    ),
    "mention of nothing": (
        lambda g: with_value(g, of_class(g, GB + "Mention"), GB + "refersTo", ox.NamedNode("https://example.org/x")),
        "needs exactly one gb:refersTo, a gb:Entity of the graph",
    ),
    "statement without subject": (
        lambda g: without(g, of_class(g, STATEMENT), GB + "subject"),
        "needs exactly one gb:subject (and the same rdf:subject), a gb:Entity of the graph",
    ),
    "direct triple without a statement": (
        lambda g: without(g, of_class(g, STATEMENT), GB + "predicate"),
        "no statement with evidence says",
    ),
    "digest cut short": (
        lambda g: with_value(g, of_class(g, GB + "Report"), GB + "sha256", ox.Literal("abc")),
        "needs exactly one gb:sha256 of 64 hexadecimal digits",
    ),
    "value that is no number": (
        lambda g: with_value(g, of_class(g, GB + "Observation"), GB + "value", ox.Literal("六百")),
        "needs exactly one gb:value, a decimal number",
    ),
    "time that is no ISO 8601": (
        lambda g: with_value(g, of_class(g, GB + "Time"), GB + "value", ox.Literal("去年")),
        "needs exactly one gb:value, an ISO 8601 date or interval such as 2023-04/..",
    ),
    "two classes": (
        lambda g: also(g, of_class(g, ORG), RDF + "type", ox.NamedNode(GB + "Person")),
        "an organization cannot be a thing of another class too",
    ),
    "start after end": (
        lambda g: with_value(g, of_class(g, GB + "Evidence"), OA + "start", number("900")),
        "needs exactly one oa:start, an integer from 0 and before the end",
    ),
    "report without its text": (
        lambda g: without(g, of_class(g, GB + "Report"), GB + "text"),
        "needs exactly one gb:text, not empty",
    ),
    "day of issue in words": (
        lambda g: with_value(g, of_class(g, GB + "Report"), DCTERMS + "issued", ox.Literal("四月三日")),
        "may have at most one dcterms:issued",
    ),
    "published by a campaign": (
        lambda g: with_value(
            g, of_class(g, GB + "Report"), DCTERMS + "publisher", ox.NamedNode(of_class(g, GB + "Campaign"))
        ),
        "may have at most one dcterms:publisher, a gb:Organization",
    ),
    "evidence of no report": (
        lambda g: without(g, of_class(g, GB + "Evidence"), GB + "inReport"),
        "needs exactly one gb:inReport, a gb:Report",
    ),
    "reification that says otherwise": (
        lambda g: with_value(g, of_class(g, STATEMENT), RDF + "object", ox.NamedNode("https://example.org/x")),
        "needs exactly one gb:object (and the same rdf:object), the IRI of a thing or concept",
    ),
    "quantity without a unit": (
        lambda g: without(g, of_class(g, GB + "Observation"), GB + "unit"),
        "needs exactly one gb:unit",
    ),
    "bound of no known kind": (
        lambda g: with_value(g, of_class(g, GB + "Observation"), GB + "bound", ox.NamedNode(GB + "some")),
        "needs exactly one gb:bound: gb:exactly, gb:atLeast, gb:atMost or gb:about",
    ),
    "code with spaces": (
        lambda g: also(g, of_class(g, ORG), GB + "code", ox.Literal("12 01")),
        "may have at most one gb:code, a text without spaces",
    ),
}  # fmt: skip
LAWS_ONLY = {"unknown term", "offset outside the text", "offsets that are not the quotation",
             "direct triple without a statement"}  # fmt: skip


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
    sh = rdflib.Namespace(shapes.SH)
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
    assert {p.iri for p in terms.properties.values()} <= paths
    assert {DCTERMS + "issued", TIME + "hasBeginning", OA + "exact"} <= paths


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
