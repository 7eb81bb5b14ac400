"""Validate a graph against ontology/shapes.ttl: the part of SHACL Core that it uses, fast enough for every build.

Any SHACL processor gives the same verdict (tests compare with pySHACL and Jena).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from gongbao.errors import OntologyError
from gongbao.ontology import XSD, Ontology, directory
from gongbao.triples import Facts

SH = "http://www.w3.org/ns/shacl#"

Value = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Graph = Mapping[str, Mapping[str, Sequence[Value]]]
"""Objects by subject and property IRI."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """One constraint component (`minCount`, `class`, …) and what it asks for."""

    component: str
    asks: tuple[Value, ...]
    inner: tuple[tuple[Constraint, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """Constraints on a node, or on the values of one property of it, with the message for a node that breaks them."""

    constraints: tuple[Constraint, ...]
    path: str | None
    message: str
    zh: str


@dataclass(frozen=True, slots=True)
class NodeShape:
    """The shapes that hold for the members of some classes, or for all nodes that have some property."""

    name: str
    classes: tuple[str, ...]
    subjects_of: tuple[str, ...]
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Breach:
    """A node that breaks a shape."""

    node: str
    shape: str
    message: str
    zh: str


_NO_CONSTRAINT = {"targetClass", "targetSubjectsOf", "property", "path", "message", "name", "description", "order"}


@cache
def load(files: tuple[Path, ...]) -> tuple[NodeShape, ...]:
    """Read the shapes of the core and of a user's ontology files. Raises OntologyError for components not known here."""
    facts = Facts()
    for path in files:
        facts.read(path)
    found = facts.of_type(SH + "NodeShape")
    return tuple(_node_shape(facts, name) for name in found)


def files_of(terms: Ontology) -> tuple[Path, ...]:
    """Return the files with shapes for an ontology: the core's, and the user's files, which may hold some too."""
    core = directory()
    return (core / "shapes.ttl", *(f for f in terms.files if not f.is_relative_to(core)))


def validate(graph: Graph, members: Mapping[str, Collection[str]], terms: Ontology) -> Iterator[Breach]:
    """Yield what breaks a shape. `members` lists the nodes by the IRI of their class."""
    shapes = load(files_of(terms))
    covered = {path for shape in shapes for path in shape.subjects_of}
    validator = _Validator(graph, members, terms)
    for shape in (*shapes, *_derived(terms, covered)):
        yield from validator.check(shape)


def _derived(terms: Ontology, covered: Collection[str]) -> Iterator[NodeShape]:
    """Make shapes from domain and range for a user's relations that have none of their own."""
    for relation in terms.relations:
        if relation.iri in covered:
            continue
        ends = []
        for ids in (relation.domain, relation.range):
            ways = tuple((Constraint("class", (ox.NamedNode(terms.get_class(i).iri),)),) for i in ids)
            ends.append((Constraint("or", (), ways),))
        domain, range_ = " or ".join(relation.domain), " or ".join(relation.range)
        yield NodeShape(
            relation.iri,
            (),
            (relation.iri,),
            (
                Shape(ends[0], None, f"only {domain} can have {relation.id}", f"{relation.id} 的主语须为 {domain}"),
                Shape(
                    ends[1], relation.iri, f"{relation.id} must lead to {range_}", f"{relation.id} 的宾语须为 {range_}"
                ),
            ),
        )


def derived_turtle(terms: Ontology) -> str:
    """Return the shapes of a user's relations that have none of their own, to stand behind shapes.ttl (its prefix)."""
    covered = {path for shape in load(files_of(terms)) for path in shape.subjects_of}
    written = []
    for shape in _derived(terms, covered):
        parts = []
        for part in shape.shapes:
            ways = " ".join(f"[ sh:class {way[0].asks[0]} ]" for way in part.constraints[0].inner)
            messages = f"{ox.Literal(part.message)}@en , {ox.Literal(part.zh)}@zh-Hans"
            parts.append(f"sh:or ( {ways} ) ; sh:message {messages}")
        written.append(
            f"\n<{shape.name}Shape> a sh:NodeShape ; sh:targetSubjectsOf <{shape.name}> ;\n    {parts[0]} ;\n"
            f"    sh:property [ sh:path <{shape.name}> ; {parts[1]} ] .\n"
        )
    return "".join(written)


def _node_shape(facts: Facts, name: str) -> NodeShape:
    shapes = [_shape(facts, name, None)]
    for node in facts.objects(name, SH + "property"):
        inner = node.value if not isinstance(node, ox.Triple) else ""
        path = facts.iris(inner, SH + "path")
        if len(path) != 1:
            raise OntologyError(
                f"shape {name}: sh:path must be one property; paths of several steps are not supported",
                f"形状 {name}：sh:path 须为单个属性，不支持多步路径",
            )
        shapes.append(_shape(facts, inner, path[0]))
    classes, subjects = facts.iris(name, SH + "targetClass"), facts.iris(name, SH + "targetSubjectsOf")
    return NodeShape(name, tuple(classes), tuple(subjects), tuple(s for s in shapes if s.constraints))


def _shape(facts: Facts, node: str, path: str | None) -> Shape:
    messages = facts.literals(node, SH + "message")
    message = messages.get("en") or messages.get("") or "does not conform to its shape"
    return Shape(_constraints(facts, node), path, message, messages.get("zh-hans") or message)


def _constraints(facts: Facts, node: str) -> tuple[Constraint, ...]:
    found = []
    for predicate, objects in facts.by_subject[node].items():
        component = predicate.removeprefix(SH)
        if not predicate.startswith(SH) or component in _NO_CONSTRAINT:
            continue
        if component not in _KNOWN:
            raise OntologyError(
                f"shape {node}: sh:{component} is not among the constraints known here: "
                f"{', '.join(sorted(_KNOWN))}; validate with a SHACL processor instead",
                f"形状 {node}：不支持 sh:{component}，请改用 SHACL 处理器检查",
            )
        for value in objects:
            if component in ("or", "not"):
                members = facts.members(value) if component == "or" else [value]
                inner = tuple(_constraints(facts, m.value) for m in members if not isinstance(m, ox.Triple))
                found.append(Constraint(component, (), inner))
            elif component in ("in", "languageIn"):
                found.append(Constraint(component, tuple(facts.members(value))))
            else:
                found.append(Constraint(component, (value,)))
    return tuple(found)


_Facts = Mapping[str, Sequence[Value]]
_OfValue = Callable[[Value], bool]
_OfNode = Callable[[Sequence[Value], _Facts], bool]


@dataclass(frozen=True, slots=True)
class _Test:
    """A shape made ready to run: how many values it wants, what each must be, and what all must be together."""

    shape: Shape
    low: int
    high: float
    each: tuple[_OfValue, ...]
    together: tuple[_OfNode, ...]

    def holds(self, values: Sequence[Value], facts: _Facts) -> bool:
        if not self.low <= len(values) <= self.high:
            return False
        for value in values:
            for test in self.each:
                if not test(value):
                    return False
        return all(test(values, facts) for test in self.together)


class _Validator:
    def __init__(self, graph: Graph, members: Mapping[str, Collection[str]], terms: Ontology) -> None:
        self.graph, self.members = graph, members
        self.subjects: dict[str, set[str]] = {}
        for node, po in graph.items():
            for predicate in po:
                self.subjects.setdefault(predicate, set()).add(node)
        self.below: dict[str, set[str]] = {}
        for spec in terms.classes.values():
            for ancestor in spec.ancestors:
                iri = terms.classes[ancestor].iri if ancestor in terms.classes else ancestor
                self.below.setdefault(iri, set()).add(spec.iri)
        self.extensions: dict[str, frozenset[str]] = {}

    def extension(self, class_iri: str) -> frozenset[str]:
        """The nodes of a class and of all below it."""
        if class_iri not in self.extensions:
            classes = self.below.get(class_iri, set()) | {class_iri}
            self.extensions[class_iri] = frozenset(n for c in classes for n in self.members.get(c, ()))
        return self.extensions[class_iri]

    def check(self, shape: NodeShape) -> Iterator[Breach]:
        focus = {n for c in shape.classes for n in self.extension(c)}
        focus = focus.union(*(self.subjects.get(p, ()) for p in shape.subjects_of))
        tests = [self.ready(part) for part in shape.shapes] if focus else []
        for node in sorted(focus):
            facts = self.graph.get(node, {})
            for test in tests:
                path = test.shape.path
                values = facts.get(path, ()) if path is not None else (ox.NamedNode(node),)
                if not test.holds(values, facts):
                    yield Breach(node, shape.name, test.shape.message, test.shape.zh)

    def ready(self, shape: Shape) -> _Test:
        low, high = 0, float("inf")
        each: list[_OfValue] = []
        together: list[_OfNode] = []
        for constraint in shape.constraints:
            if constraint.component == "minCount":
                low = int(_text(constraint.asks[0]))
            elif constraint.component == "maxCount":
                high = int(_text(constraint.asks[0]))
            elif constraint.component in _TOGETHER:
                together.append(_TOGETHER[constraint.component](constraint.asks))
            else:
                each.append(self.of_value(constraint))
        return _Test(shape, low, high, tuple(each), tuple(together))

    def of_value(self, constraint: Constraint) -> _OfValue:
        if constraint.component == "class":
            wanted = self.extension(_text(constraint.asks[0]))
            return lambda v: not isinstance(v, (ox.Literal, ox.Triple)) and v.value in wanted
        if constraint.component in ("or", "not"):
            ways = [tuple(self.of_value(c) for c in inner) for inner in constraint.inner]
            wanted_any = constraint.component == "or"
            return lambda v: any(all(test(v) for test in way) for way in ways) == wanted_any
        return _EACH[constraint.component](constraint.asks)


def _text(node: Value) -> str:
    return "" if isinstance(node, ox.Triple) else node.value


def _number(node: Value) -> Decimal:
    try:
        return Decimal(_text(node))
    except InvalidOperation:
        return Decimal("NaN")


def _datatype(asks: tuple[Value, ...]) -> _OfValue:
    wanted = _text(asks[0])
    forms = {XSD + "integer": "[+-]?[0-9]+", XSD + "decimal": r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"}
    form = re.compile(forms[wanted]) if wanted in forms else None

    def test(node: Value) -> bool:
        if not isinstance(node, ox.Literal) or node.datatype.value != wanted:
            return False
        return form is None or form.fullmatch(node.value) is not None

    return test


def _node_kind(asks: tuple[Value, ...]) -> _OfValue:
    names = {"IRI": ox.NamedNode, "Literal": ox.Literal, "BlankNode": ox.BlankNode}
    wanted = tuple(names[n] for n in names if n in _text(asks[0]).removeprefix(SH))
    return lambda node: isinstance(node, wanted)


def _pattern(asks: tuple[Value, ...]) -> _OfValue:
    wanted = re.compile(_text(asks[0]))
    return lambda node: wanted.search(_text(node)) is not None


def _limit(asks: tuple[Value, ...], low: bool) -> _OfValue:
    bound = _number(asks[0])

    def test(node: Value) -> bool:
        number = _number(node)
        return not number.is_nan() and (number >= bound if low else number <= bound)

    return test


def _language_in(asks: tuple[Value, ...]) -> _OfValue:
    wanted = {_text(a).lower() for a in asks}
    return lambda node: isinstance(node, ox.Literal) and (node.language or "").lower() in wanted


def _less_than(asks: tuple[Value, ...]) -> _OfNode:
    other = _text(asks[0])
    return lambda values, facts: all(_number(v) < _number(o) for v in values for o in facts.get(other, ()))


def _unique_language(asks: tuple[Value, ...]) -> _OfNode:
    def test(values: Sequence[Value], facts: _Facts) -> bool:
        tags = [(v.language or "").lower() for v in values if isinstance(v, ox.Literal)]
        return len(set(tags)) == len(tags)

    return test


def _has_value(asks: tuple[Value, ...]) -> _OfNode:
    return lambda values, facts: asks[0] in values


def _equals(asks: tuple[Value, ...]) -> _OfNode:
    other = _text(asks[0])
    return lambda values, facts: set(values) == set(facts.get(other, ()))


def _min_length(asks: tuple[Value, ...]) -> _OfValue:
    least = int(_text(asks[0]))
    return lambda node: len(_text(node)) >= least


_EACH: Mapping[str, Callable[[tuple[Value, ...]], _OfValue]] = {
    "datatype": _datatype,
    "in": lambda asks: lambda node: node in asks,
    "languageIn": _language_in,
    "maxInclusive": lambda asks: _limit(asks, low=False),
    "minInclusive": lambda asks: _limit(asks, low=True),
    "minLength": _min_length,
    "nodeKind": _node_kind,
    "pattern": _pattern,
}
_TOGETHER: Mapping[str, Callable[[tuple[Value, ...]], _OfNode]] = {
    "equals": _equals,
    "hasValue": _has_value,
    "lessThan": _less_than,
    "uniqueLang": _unique_language,
}
_KNOWN = {*_EACH, *_TOGETHER, "class", "maxCount", "minCount", "not", "or"}
