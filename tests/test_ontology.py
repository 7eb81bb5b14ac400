"""The ontology is complete, consistent and quick to load, and a wrong file of a user's is told by line and term."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pyoxigraph as ox
import pytest

import gongbao
from gongbao import graph, ontology
from gongbao.errors import OntologyError
from gongbao.export.ontology_page import render_reference
from gongbao.export.rdf import parse
from gongbao.export.vocabulary import FORMATS
from gongbao.graph import prefixes
from gongbao.model import Extraction
from gongbao.ontology import GB, OWL, RDF, RDFS, TIME, Ontology, PropertySpec
from gongbao.opening import load_file
from gongbao.triples import Facts
from gongbao.validate import shapes
from timing import least

CORE = ontology.directory()
LANGUAGES = {"en", "zh-hans", "zh-hant"}


@pytest.fixture(scope="module")
def facts() -> Facts:
    found = Facts()
    found.read(CORE / "gongbao.ttl")
    return found


# -- completeness


def test_every_term_is_labelled_and_defined_in_three_languages(terms: Ontology, facts: Facts) -> None:
    for group in (terms.classes, terms.properties, terms.concepts):
        for term in group.values():
            labels = facts.literals(term.iri, RDFS + "label", ontology.SKOS + "prefLabel")
            for what, given in (("label", labels), ("skos:definition", term.definitions)):
                assert set(given) == LANGUAGES, f"gb:{term.id}: give a {what} in each of {LANGUAGES} (gongbao.ttl)"


def test_every_alignment_gives_its_reason(facts: Facts) -> None:
    for iri in facts.of_type(OWL + "Class", OWL + "ObjectProperty"):
        kinds = (RDFS + "subClassOf", RDFS + "subPropertyOf", ontology.SKOS + "closeMatch")
        others = [o for kind in kinds for o in facts.iris(iri, kind) if facts.outside(o) and o != OWL + "Thing"]
        if others:
            assert facts.literals(iri, RDFS + "comment"), f"{iri}: why {others}?"


def test_the_ontology_says_what_it_is(facts: Facts) -> None:
    own = GB[:-1]
    assert facts.iris(own, OWL + "versionIRI") and facts.iris(own, ontology.DCTERMS + "license")
    for name in ("title", "description"):
        assert set(facts.literals(own, ontology.DCTERMS + name)) == LANGUAGES
    assert facts.words(own, ontology.DCTERMS + "creator")


def test_every_relation_has_an_inverse_and_both_ends(terms: Ontology) -> None:
    inverses = {p.inverse: p for p in terms.properties.values() if p.inverse}
    for relation in terms.relations:
        if not relation.symmetric:
            assert relation.id in inverses, f"gb:{relation.id}: no other property has it as owl:inverseOf (gongbao.ttl)"
            other = inverses[relation.id]
            assert (other.domain, other.range) == (relation.range, relation.domain)


def test_every_relation_has_words_that_state_it_or_a_role(terms: Ontology) -> None:
    for relation in terms.relations:
        what = f"gb:{relation.id} is never read: give it gbw:trigger (ontology/wording/relations.ttl)"
        assert relation.wording or relation.roles, what


def test_the_context_names_every_term(terms: Ontology) -> None:
    context = json.loads((CORE / "context.jsonld").read_text("utf-8"))["@context"]
    for term in (*terms.classes.values(), *terms.properties.values()):
        assert term.id in context, f'context.jsonld: add "{term.id}" with "@id": "gb:{term.id}"'
        entry = context[term.id]
        assert (entry if isinstance(entry, str) else entry["@id"]) == f"gb:{term.id}"


# -- consistency


def _closure(*turtle: str) -> list[tuple[str, str, str]]:
    import rdflib
    from reasonable import PyReasoner

    reasoner = PyReasoner()
    data = rdflib.Graph()
    for text in ((CORE / "gongbao.ttl").read_text("utf-8"), *turtle):
        data.parse(data=text, format="turtle")
    reasoner.from_graph(data)
    return [(str(s), str(p), str(o)) for s, p, o in reasoner.reason()]


def _clashes(closure: list[tuple[str, str, str]], facts: Facts) -> list[str]:
    """Individuals that the reasoner puts into two classes that are disjoint, or into owl:Nothing."""
    types: dict[str, set[str]] = {}
    for subject, predicate, object_ in closure:
        if predicate == RDF + "type":
            types.setdefault(subject, set()).add(object_)
    groups = [set(g) for g in facts.disjoint()]
    assert len(groups) == 4
    return [n for n, of in types.items() if OWL + "Nothing" in of or any(len(of & g) > 1 for g in groups)]


def _turtle(extraction: Extraction, terms: Ontology) -> str:
    triples = dict.fromkeys(ox.Triple(q.subject, q.predicate, q.object) for q in graph.quads(extraction, terms))
    written = ox.serialize(triples, format=ox.RdfFormat.TURTLE)
    assert written
    return written.decode()


@pytest.mark.filterwarnings("ignore")
def test_no_class_is_unsatisfiable_and_no_property_unusable(terms: Ontology, facts: Facts) -> None:
    members = [f"<urn:{c.id}> a <{c.iri}> ." for c in terms.classes.values()]
    pairs = [f"<urn:{p.id}-s> <{p.iri}> <urn:{p.id}-o> ." for p in terms.properties.values() if _leads_on(p, terms)]
    assert _clashes(_closure("\n".join(members)), facts) == []
    assert _clashes(_closure("\n".join(pairs)), facts) == []


def _leads_on(spec: PropertySpec, terms: Ontology) -> bool:
    return any(r in terms.classes for r in spec.range)


@pytest.mark.filterwarnings("ignore")
def test_the_sample_graph_is_consistent(extraction: Extraction, terms: Ontology, facts: Facts) -> None:
    assert _clashes(_closure(_turtle(extraction, terms)), facts) == []


@pytest.mark.filterwarnings("ignore")
def test_the_reasoner_sees_a_clash(facts: Facts) -> None:
    wrong = f"<urn:a> <{GB}conducts> <urn:b> . <urn:b> a <{GB}Place> ."
    assert _clashes(_closure(wrong), facts) == ["urn:b"]


@pytest.mark.filterwarnings("ignore")
def test_owlrl_agrees(extraction: Extraction, terms: Ontology) -> None:
    """The slow cross-check: another reasoner finds no error, and derives the same types for what the graph names."""
    import owlrl
    import rdflib

    turtle = _turtle(extraction, terms)
    data = rdflib.Graph().parse(CORE / "gongbao.ttl", format="turtle").parse(data=turtle, format="turtle")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(data)
    errors = [o for s, p, o in data if "error" in str(p).lower() and "agent-ont" in str(p)]
    assert errors == []
    own = {(s, o) for s, p, o in _closure(turtle) if p == RDF + "type" and o.startswith(GB) and "/ontology#" not in s}
    other = {
        (str(s), str(o))
        for s, o in data.subject_objects(rdflib.RDF.type)
        if isinstance(s, rdflib.URIRef) and str(o).startswith(GB) and "/ontology#" not in str(s)
    }
    assert own == {pair for pair in other if not pair[0].startswith("http://www.w3.org")}


# -- loading


def test_loading_costs_little_more_than_parsing() -> None:
    files = ontology.load().files

    def load() -> None:
        ontology._load.cache_clear()
        ontology.load()

    parsing = least(lambda: [list(ox.parse(path=file, format=ox.RdfFormat.TURTLE)) for file in files])
    assert least(load) < 6 * parsing


PREFIXES = """@prefix gb: <https://w3id.org/gongbao/ontology#> .
@prefix gbw: <https://w3id.org/gongbao/wording#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix x: <https://example.org/x#> .
"""
WRONG = {
    "x:A a owl:Class\nx:B a owl:Class .": ("line 7: not valid Turtle", "第 7 行"),
    "y:A a owl:Class .": ("line 6: not valid Turtle: The prefix y: has not been declared", "第 6 行"),
    "x:A a owl:Class ; rdfs:subClassOf x:B .\nx:B a owl:Class ; rdfs:subClassOf x:A .": (
        "line 6: cycle of sub-classes: A → B → A",
        "子类成环：A → B → A",
    ),
    "\nx:inspects a owl:ObjectProperty ; rdfs:range gb:Organization .": (
        "line 7: property inspects has no rdfs:domain",
        "缺少 rdfs:domain",
    ),
    "x:inspects a owl:ObjectProperty ; rdfs:domain gb:Organization .": ("has no rdfs:range", "缺少 rdfs:range"),
    "x:inspects a owl:ObjectProperty ; rdfs:domain gb:Organisation ; rdfs:range gb:Place .": (
        "unknown class Organisation as rdfs:domain; close matches: Organization",
        "未知类 Organisation；相近的有：Organization",
    ),
    "gb:conducts rdfs:range gb:Person .": ("line 6: property conducts has rdfs:range twice", "rdfs:range 写了两次"),
    'x:A a owl:Class . x:p a owl:ObjectProperty ; rdfs:domain x:A ; rdfs:range gb:Place ; gbw:trigger "巡查" .': (
        "line 6: property p has words (gbw:trigger) and as rdfs:domain A, which is below no class of things; add",
        "请给 A 加 rdfs:subClassOf gb:Entity",
    ),
    "x:A a owl:Class ; rdfs:subClassOf gb:Plcae .": (
        "line 6: class A has the unknown class Plcae as rdfs:subClassOf; close matches: Place",
        "类 A 的 rdfs:subClassOf 指向未知类 Plcae；相近的有：Place",
    ),
    "x:A a owl:Class ; rdfs:subClassOf x:Qqqqq .": ("unknown class Qqqqq", "请将其声明为 owl:Class"),
    'x:A a owl:Class ; gbw:headNoun "驿站" .': ("is below no class of things; add rdfs:subClassOf gb:Entity", "请加"),
    '\n\nx:FireStatoin gbw:headNoun "消防站" .': ("line 8: wording for the unknown term FireStatoin", "未知术语"),
    'gb:Organisation gbw:headNoun "局" .': ("unknown term Organisation; close matches: Organization", "未知术语"),
    '\ngb:Place gbw:headNuon "站" .': (
        "line 7: no kind of words is called gbw:headNuon; close matches: headNoun",
        "没有 gbw:headNuon",
    ),
    'gb:Place gbw:weakName "天津" .': ("no kind of words is called gbw:weakName", "没有 gbw:weakName 这种措辞；"),
    'gb:Place gbw:trigger "检查" .': (
        "gbw:trigger is for properties, not for Place",
        "只用于属性，不用于 Place",
    ),
    'gb:Place gbw:speech "称" .': ("gbw:speech is for Organization, not for Place", "只用于 Organization"),
    "x:Organization a owl:Class .": ("two terms share the local name Organization", "两个术语同名"),
    'x:A a owl:Class ; rdfs:subClassOf gb:Place ; gb:color "red" .': ("A has the colour 'red'", "颜色"),
    "x:A a owl:Class ; rdfs:subClassOf gb:Place , gb:Person .": (
        "A is below both Person and Place, which are disjoint",
        "互斥",
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_file_is_told_by_file_line_and_term(wrong: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.ttl"
    file.write_text(PREFIXES + wrong, "utf-8")
    with pytest.raises(OntologyError) as error:
        ontology.load((file,))
    message, zh = WRONG[wrong]
    assert message in str(error.value) and str(file) in str(error.value)
    assert zh in error.value.zh and "\n" not in str(error.value)
    assert [p.name for p in tmp_path.iterdir()] == ["mine.ttl"]


def test_a_file_in_another_encoding_says_how_to_save_it(tmp_path: Path) -> None:
    file = tmp_path / "mine.ttl"
    file.write_bytes(f'{PREFIXES}gb:Place gbw:headNoun "驿站" .'.encode("gbk"))
    with pytest.raises(OntologyError, match="save it as UTF-8"):
        ontology.load((file,))


def test_a_label_in_simplified_script_is_one_in_traditional_too(tmp_path: Path) -> None:
    file = tmp_path / "mine.ttl"
    label = 'rdfs:label "联勤点"@zh-Hans , "post"@en'
    file.write_text(
        f"{PREFIXES}x:Post a owl:Class ; rdfs:subClassOf gb:Place , <https://example.com/q#B> ; {label} .", "utf-8"
    )
    assert ontology.load((file,)).get_class("Post").label("zh-Hant") == "聯勤點"


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="no such ontology file"):
        ontology.load((tmp_path / "none.ttl",))


def test_a_file_can_switch_terms_and_words_off(tmp_path: Path, terms: Ontology) -> None:
    relation = next(relation for relation in terms.relations if relation.words("trigger"))
    word = relation.words("trigger")[0]
    file = tmp_path / "mine.ttl"
    file.write_text(f'{PREFIXES}gb:{relation.id} gbw:without "{word}" .\ngb:Person gbw:off true .\n', "utf-8")
    found = ontology.load((file,))
    assert word not in found.get_property(relation.id).words("trigger")
    person = found.get_class("Person")
    assert person not in found.entity_classes and person.words("headNoun") == ()
    assert found.role("person") == "Person", "it keeps its place, so that what refers to it holds"


def test_what_is_stated_may_be_told_from_the_other_end_too(tmp_path: Path) -> None:
    """The inverse may be of another vocabulary, or tell the same of this one: what has triggers is read."""
    ends, other = (
        "rdfs:domain gb:Organization ; rdfs:range gb:Place",
        "rdfs:domain gb:Place ; rdfs:range gb:Organization",
    )
    (file := tmp_path / "mine.ttl").write_text(
        f'{PREFIXES}x:a a owl:ObjectProperty ; {ends} ; owl:inverseOf x:b ; gbw:trigger "巡护" .\n'
        f"x:b a owl:ObjectProperty ; {other} ; owl:inverseOf x:a .\n"
        f"x:c a owl:ObjectProperty ; {ends} ; owl:inverseOf <https://example.com/q#d> .\n",
        "utf-8",
    )
    found = ontology.load((file,))
    assert {p.id for p in found.relations} & {"a", "b", "c"} == {"a", "c"}
    assert found.get_property("b").inverse == "a" and "example.org/x#a" in render_reference(found)


def test_conduct_can_be_switched_off(tmp_path: Path, terms: Ontology) -> None:
    (file := tmp_path / "mine.ttl").write_text(f"{PREFIXES}gb:Violation gbw:off true .", "utf-8")
    missing = {p.id for p in terms.relations} - {p.id for p in ontology.load((file,)).relations}
    assert missing == {p.id for p in terms.relations if "Violation" in p.range}


@pytest.mark.parametrize("name", ["3DModel", "a.b-", "a%3Cb", "_x", "TIME", "Gb", "场所"])
def test_a_graph_has_prefixes_that_turtle_may_have(tmp_path: Path, name: str) -> None:
    (file := tmp_path / "mine.ttl").write_text(
        f'{PREFIXES}<https://example.org/x#{name}> a owl:Class ; rdfs:subClassOf gb:Place ; gbw:headNoun "驿站" .',
        "utf-8",
    )
    names = prefixes(ontology.load((file,)))
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in names.items())
    assert list(ox.parse(f"{head} time:a gb:b place:c .", format=ox.RdfFormat.TURTLE))
    assert names["time"] == TIME and names["gb"] == GB and (name == "场所") == ("场所" in names)


def test_the_mark_of_a_windows_editor_is_no_part_of_a_file(tmp_path: Path) -> None:
    (file := tmp_path / "mine.ttl").write_text(f'\ufeff{PREFIXES}gb:Place gbw:headNoun "驿站" .', "utf-8")
    terms = ontology.load((file,))
    assert "驿站" in terms.get_class("Place").words("headNoun") and shapes.derived_turtle(terms) == ""
    assert len(FORMATS["shapes"](terms)) and len(FORMATS["turtle"](terms))
    assert len(parse(file)) == len(load_file(file)) == 1


def test_a_file_that_was_written_again_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder, word in (("one", "码头"), ("other", "货场")):
        (tmp_path / folder).mkdir()
        monkeypatch.chdir(tmp_path / folder)
        for written in (word, f"{word}旧址"):
            Path("mine.ttl").write_text(f'{PREFIXES}gb:Place gbw:headNoun "{written}" .', "utf-8")
            assert written in ontology.load((Path("mine.ttl"),)).get_class("Place").words("headNoun")
    assert ontology.load((Path("mine.ttl"),)) is ontology.load((Path("mine.ttl"),))


def test_an_unknown_term_names_close_ones(terms: Ontology) -> None:
    with pytest.raises(OntologyError, match="close matches: Organization"):
        terms.get_class("Organisation")


# -- the ontology is the only list


def _strings(path: Path) -> list[tuple[int, str]]:
    """The string literals of a module that are no docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    doc = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    loose = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in doc | loose
    ]


def test_no_name_or_wording_of_a_thing_stands_in_the_code(terms: Ontology) -> None:
    """Classes of things, relations between them, head nouns and triggers are data: a user's file changes them.

    The terms of a graph's own structure (report, span, evidence, …) are constants of the code that writes them.
    """
    names = {c.id for c in terms.entity_classes} | {p.id for p in terms.relations}
    names |= {terms.role("concept")}
    kinds = ("headNoun", "trigger")
    words = {
        w
        for group in (terms.classes, terms.properties)
        for term in group.values()
        for kind in kinds
        for w in term.words(kind)
        if len(w) > 1
    }
    wrong = []
    source = Path(gongbao.__file__).parent
    for path in sorted(source.rglob("*.py")):
        if path.name in ("ontology.py", "triples.py") and path.parent == source:
            continue
        own = path.relative_to(source).parts[0]
        if path.name == "phrases.py":
            continue  # what pages say to people is no wording, nor is what the command line says
        for line, text in _strings(path):
            if text in names or (text in words and own not in ("cli", "serve")):
                wrong.append(f"{path.relative_to(source)}:{line}: {text!r}")
    assert wrong == [], "words of the ontology that stand in the code:\n" + "\n".join(wrong)
