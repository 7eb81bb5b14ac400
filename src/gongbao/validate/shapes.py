"""Validate a graph against ontology/shapes.ttl: the part of SHACL Core that it uses, fast enough for every build.

Any SHACL processor gives the same verdict (tests compare with pySHACL and Jena).
"""

import operator
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from gongbao.errors import OntologyError
from gongbao.ontology import XSD, Ontology, directory
from gongbao.triples import SH, Facts
from gongbao.view import Object, text_of

Graph = Mapping[str, Mapping[str, Sequence[Object]]]  # objects by subject and property IRI
Extent = Callable[[str], Collection[str]]  # the nodes of a class and of all below it, by its IRI
Test = Callable[[Sequence[Object], Mapping[str, Sequence[Object]], Extent], bool]
"""Says whether values (of a property, or the node itself) are as they must be, among all that is said of the node."""


class Shape(NamedTuple):
    """What must be so of a node, or of the values of one property of it, with the message for a node of which it is not."""

    tests: tuple[Test, ...]
    path: str | None
    message: str
    zh: str


class NodeShape(NamedTuple):
    """The shapes that hold for the members of some classes, or for all nodes that have some property."""

    name: str
    classes: tuple[str, ...]
    subjects_of: tuple[str, ...]
    shapes: tuple[Shape, ...]


_NO_CONSTRAINT = {"targetClass", "targetSubjectsOf", "property", "path", "message", "name", "description", "order"}


@cache
def load(files: tuple[Path, ...], turtle: str = "") -> tuple[NodeShape, ...]:
    """Read the shapes of files, and of a Turtle text. Raises OntologyError for components not known here."""
    facts = Facts()
    for path in files:
        facts.read(path)
    facts.add(ox.parse(f"PREFIX sh: <{SH}>{turtle}", format=ox.RdfFormat.TURTLE), Path())
    return tuple(_node_shape(facts, name) for name in facts.of_type(SH + "NodeShape"))


def files_of(terms: Ontology) -> tuple[Path, ...]:
    """Return the files with shapes for an ontology: the core's, and the user's files, which may hold some too."""
    core = directory()
    return (core / "shapes.ttl", *(f for f in terms.files if not f.is_relative_to(core)))


def derived_turtle(terms: Ontology) -> str:
    """Return shapes from domain and range for a user's relations that have none of their own, in Turtle without prefixes."""
    covered = {path for shape in load(files_of(terms)) for path in shape.subjects_of}
    written = []
    for relation in terms.relations:
        if relation.iri in covered:
            continue
        ends = []
        for ids, english, zh in (
            (relation.domain, "only {ends} can have {relation}", "{relation} 的主语须为 {ends}"),
            (relation.range, "{relation} must lead to {ends}", "{relation} 的宾语须为 {ends}"),
        ):
            ways = " ".join(f"[ sh:class <{terms.get_class(i).iri}> ]" for i in ids)
            names = {"relation": relation.id, "ends": " or ".join(ids)}
            messages = f'"{english.format(**names)}"@en , "{zh.format(**names)}"@zh-Hans'
            ends.append(f"sh:or ( {ways} ) ; sh:message {messages}")
        written.append(
            f"\n<{relation.iri}Shape> a sh:NodeShape ; sh:targetSubjectsOf <{relation.iri}> ;\n    {ends[0]} ;\n"
            f"    sh:property [ sh:path <{relation.iri}> ; {ends[1]} ] .\n"
        )
    return "".join(written)


def paths(terms: Ontology) -> frozenset[str]:
    """Return the properties that a shape speaks of."""
    shapes = (*load(files_of(terms)), *load((), derived_turtle(terms)))
    return frozenset(path for s in shapes for path in (*s.subjects_of, *(part.path for part in s.shapes)) if path)


def validate(graph: Graph, members: Mapping[str, Collection[str]], terms: Ontology) -> Iterator[tuple[str, Shape]]:
    """Yield each node that breaks a shape, with the shape. `members` lists the nodes by the IRI of their class."""
    having: dict[str, set[str]] = defaultdict(set)
    for node, facts in graph.items():
        for predicate in facts:
            having[predicate].add(node)
    below: dict[str, set[str]] = defaultdict(set)
    for spec in terms.classes.values():
        for ancestor in spec.ancestors:
            below[terms.classes[ancestor].iri if ancestor in terms.classes else ancestor].add(spec.iri)

    @cache
    def extent(iri: str) -> frozenset[str]:
        return frozenset(node for kind in below[iri] | {iri} for node in members.get(kind, ()))

    for shape in (*load(files_of(terms)), *load((), derived_turtle(terms))):
        focus = {node for kind in shape.classes for node in extent(kind)}
        for node in sorted(focus.union(*(having[path] for path in shape.subjects_of))):
            facts = graph.get(node, {})
            for part in shape.shapes:
                own = ox.NamedNode(node) if ":" in node else ox.BlankNode(node)
                values = facts.get(part.path, ()) if part.path is not None else (own,)
                if not all(test(values, facts, extent) for test in part.tests):
                    yield node, part


def _node_shape(facts: Facts, name: str) -> NodeShape:
    shapes = [_shape(facts, name, None)]
    for node in facts.objects(name, SH + "property"):
        path = facts.iris(text_of(node), SH + "path")
        if len(path) != 1:
            raise OntologyError("a path of several steps", name=name)
        shapes.append(_shape(facts, text_of(node), path[0]))
    classes, subjects = facts.iris(name, SH + "targetClass"), facts.iris(name, SH + "targetSubjectsOf")
    return NodeShape(name, tuple(classes), tuple(subjects), tuple(s for s in shapes if s.tests))


def _shape(facts: Facts, node: str, path: str | None) -> Shape:
    messages = facts.literals(node, SH + "message")
    message = messages.get("en") or messages.get("") or "does not conform to its shape"
    return Shape(_tests(facts, node), path, message, messages.get("zh-hans") or message)


def _tests(facts: Facts, node: str, within: tuple[str, ...] = ()) -> tuple[Test, ...]:
    if node in within:
        raise OntologyError("a shape within itself", node=node)
    found, within = [], (*within, node)
    for predicate, objects in facts.by_subject[node].items():
        component = predicate.removeprefix(SH)
        if not predicate.startswith(SH) or component in _NO_CONSTRAINT:
            continue
        if component not in _KNOWN:
            raise OntologyError(
                "an unknown constraint", node=node, component=component, known=", ".join(sorted(_KNOWN))
            )
        for value in objects:
            asked = facts.members(value) if component in _OF_LISTS else [value]
            if component in ("or", "not"):
                found.append(_some([_tests(facts, text_of(way), within) for way in asked], component == "or"))
            else:
                found.append(_made(node, component, asked))
    return tuple(found)


def _made(node: str, component: str, asked: Sequence[Object]) -> Test:
    try:
        return _COMPONENTS[component](*asked)
    except (ValueError, re.error) as error:
        raise OntologyError("a constraint of a wrong value", node=node, component=component, error=error) from error


def _each(holds: Callable[[Object], bool]) -> Test:
    return lambda values, _facts, _extent: all(map(holds, values))


def _some(ways: Sequence[Sequence[Test]], wanted: bool) -> Test:
    """Each value is as one of several ways has it; or, where that is not wanted, none is."""

    def test(values: Sequence[Object], facts: Mapping[str, Sequence[Object]], extent: Extent) -> bool:
        return all(any(all(t((v,), facts, extent) for t in way) for way in ways) == wanted for v in values)

    return test


def _class(asked: Object) -> Test:
    def test(values: Sequence[Object], _facts: object, extent: Extent) -> bool:
        nodes = extent(text_of(asked))
        return all(isinstance(v, (ox.NamedNode, ox.BlankNode)) and v.value in nodes for v in values)

    return test


def _count(holds: Callable[[int, int], bool]) -> Callable[[Object], Test]:
    def ready(asked: Object) -> Test:
        number = int(text_of(asked))
        return lambda values, _facts, _extent: holds(len(values), number)

    return ready


def _datatype(asked: Object) -> Test:
    forms = {XSD + "integer": "[+-]?[0-9]+", XSD + "decimal": r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"}
    form = re.compile(forms.get(text_of(asked), "(?s:.*)"))
    return _each(lambda v: isinstance(v, ox.Literal) and v.datatype == asked and form.fullmatch(v.value) is not None)


def _numbers(holds: Callable[[Decimal, Decimal], bool], one: Object, other: Object) -> bool:
    """Compare two numbers; what is none compares with nothing."""
    try:
        return holds(Decimal(text_of(one)), Decimal(text_of(other)))
    except InvalidOperation:
        return False


def _less_than(path: Object) -> Test:
    def test(values: Sequence[Object], facts: Mapping[str, Sequence[Object]], _extent: object) -> bool:
        return all(_numbers(operator.lt, v, other) for v in values for other in facts.get(text_of(path), ()))

    return test


def _language_in(*asked: Object) -> Test:
    wanted = {text_of(tag).lower() for tag in asked}
    return _each(lambda v: isinstance(v, ox.Literal) and (v.language or "").lower() in wanted)


def _unique_language(_asked: Object) -> Test:
    def test(values: Sequence[Object], _facts: object, _extent: object) -> bool:
        tags = [(v.language or "").lower() for v in values if isinstance(v, ox.Literal)]
        return len(set(tags)) == len(tags)

    return test


def _node_kind(asked: Object) -> Test:
    names = {"IRI": ox.NamedNode, "Literal": ox.Literal, "BlankNode": ox.BlankNode}
    wanted = tuple(names[n] for n in names if n in text_of(asked).removeprefix(SH))
    return _each(lambda v: isinstance(v, wanted))


def _least_length(least: Object) -> Test:
    number = int(text_of(least))
    return _each(lambda v: len(text_of(v)) >= number)


def _pattern(wanted: Object) -> Test:
    pattern = re.compile(text_of(wanted))
    return _each(lambda v: pattern.search(text_of(v)) is not None)


_COMPONENTS: Mapping[str, Callable[..., Test]] = {
    "class": _class,
    "datatype": _datatype,
    "equals": lambda path: lambda values, facts, _extent: set(values) == set(facts.get(text_of(path), ())),
    "hasValue": lambda asked: lambda values, _facts, _extent: asked in values,
    "in": lambda *asked: _each(lambda v: v in asked),
    "languageIn": _language_in,
    "lessThan": _less_than,
    "maxCount": _count(operator.le),
    "maxInclusive": lambda most: _each(lambda v: _numbers(operator.le, v, most)),
    "minCount": _count(operator.ge),
    "minInclusive": lambda least: _each(lambda v: _numbers(operator.ge, v, least)),
    "minLength": _least_length,
    "nodeKind": _node_kind,
    "pattern": _pattern,
    "uniqueLang": _unique_language,
}
_KNOWN = {*_COMPONENTS, "not", "or"}
_OF_LISTS = ("in", "languageIn", "or")
