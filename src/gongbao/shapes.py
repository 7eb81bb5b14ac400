"""Validate a graph against ontology/shapes.ttl: the part of SHACL Core that it uses, fast enough for every build.

Any SHACL processor gives the same verdict when it is given the ontology too (a test compares with pySHACL).
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
    return (core / "shapes.ttl", *(f for f in terms.files if f.parent != core))


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


def _node_shape(facts: Facts, name: str) -> NodeShape:
    shapes = [_shape(facts, name, None)]
    for node in facts.objects(name, SH + "property"):
        inner = node.value if not isinstance(node, ox.Triple) else ""
        path = facts.iris(inner, SH + "path")
        if len(path) != 1:
            raise OntologyError(
                f"shape {name}: sh:path must be one property; paths of several steps are not supported",
                f"形状 {name}：sh:path 须为单个属性",
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
        if component not in _CHECKS:
            raise OntologyError(
                f"shape {node}: sh:{component} is not among the constraints known here: "
                f"{', '.join(sorted(_CHECKS))}; validate with a SHACL processor instead",
                f"形状 {node}：不支持 sh:{component}",
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


class _Validator:
    def __init__(self, graph: Graph, members: Mapping[str, Collection[str]], terms: Ontology) -> None:
        self.graph, self.members = graph, members
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
        focus |= {n for p in shape.subjects_of for n, po in self.graph.items() if p in po}
        for node in sorted(focus):
            facts = self.graph.get(node, {})
            for part in shape.shapes:
                values = [ox.NamedNode(node)] if part.path is None else facts.get(part.path, ())
                if not all(self.holds(c, values, facts) for c in part.constraints):
                    yield Breach(node, shape.name, part.message, part.zh)

    def holds(self, constraint: Constraint, values: Sequence[Value], facts: Mapping[str, Sequence[Value]]) -> bool:
        """Say whether values keep a constraint; `facts` are those of the focus node, for comparisons."""
        if constraint.component == "or":
            return all(any(self._all(inner, [v], facts) for inner in constraint.inner) for v in values)
        if constraint.component == "not":
            return not any(self._all(constraint.inner[0], [v], facts) for v in values)
        if constraint.component == "lessThan":
            others = facts.get(_value(constraint.asks[0]), ())
            return all(_number(v) < _number(o) for v in values for o in others)
        if constraint.component == "class":
            wanted = self.extension(_value(constraint.asks[0]))
            return all(not isinstance(v, (ox.Literal, ox.Triple)) and v.value in wanted for v in values)
        return _CHECKS[constraint.component](values, constraint.asks)

    def _all(
        self, constraints: Sequence[Constraint], values: Sequence[Value], facts: Mapping[str, Sequence[Value]]
    ) -> bool:
        return all(self.holds(c, values, facts) for c in constraints)


def _value(node: Value) -> str:
    return "" if isinstance(node, ox.Triple) else node.value


def _number(node: Value) -> Decimal:
    try:
        return Decimal(_value(node))
    except InvalidOperation:
        return Decimal("NaN")


def _languages(values: Sequence[Value]) -> list[str]:
    return [(v.language or "").lower() if isinstance(v, ox.Literal) else "" for v in values]


def _well_formed(node: Value, datatype: str) -> bool:
    if not isinstance(node, ox.Literal) or node.datatype.value != datatype:
        return False
    if datatype == XSD + "integer":
        return re.fullmatch(r"[+-]?[0-9]+", node.value) is not None
    return datatype != XSD + "decimal" or re.fullmatch(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)", node.value) is not None


def _of_kind(node: Value, kind: str) -> bool:
    names = {"IRI": ox.NamedNode, "Literal": ox.Literal, "BlankNode": ox.BlankNode}
    parts = [names[n] for n in names if n in kind]
    return isinstance(node, tuple(parts))


def _compare(limit: Value, values: Sequence[Value], low: bool) -> bool:
    bound = _number(limit)
    numbers = [_number(v) for v in values]
    return all(not n.is_nan() and (n >= bound if low else n <= bound) for n in numbers)


_Check = Callable[[Sequence[Value], tuple[Value, ...]], bool]


def _never(values: Sequence[Value], asks: tuple[Value, ...]) -> bool:
    raise AssertionError("handled by the validator, as it needs the graph")


_CHECKS: Mapping[str, _Check] = {
    "minCount": lambda values, asks: len(values) >= int(_value(asks[0])),
    "maxCount": lambda values, asks: len(values) <= int(_value(asks[0])),
    "datatype": lambda values, asks: all(_well_formed(v, _value(asks[0])) for v in values),
    "nodeKind": lambda values, asks: all(_of_kind(v, _value(asks[0]).removeprefix(SH)) for v in values),
    "pattern": lambda values, asks: all(re.search(_value(asks[0]), _value(v)) for v in values),
    "minLength": lambda values, asks: all(len(_value(v)) >= int(_value(asks[0])) for v in values),
    "minInclusive": lambda values, asks: _compare(asks[0], values, low=True),
    "maxInclusive": lambda values, asks: _compare(asks[0], values, low=False),
    "in": lambda values, asks: all(v in asks for v in values),
    "hasValue": lambda values, asks: asks[0] in values,
    "uniqueLang": lambda values, asks: len(set(_languages(values))) == len(values),
    "languageIn": lambda values, asks: set(_languages(values)) <= {_value(a).lower() for a in asks},
    "class": _never,
    "lessThan": _never,
    "not": _never,
    "or": _never,
}
