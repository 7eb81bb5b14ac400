"""The ontology as the program sees it: classes, properties, concepts and how official Chinese words them.

`ontology/*.ttl` is the only list of types, predicates and wording. Code asks for a *role* (`ontology.role("actor")`) or
for words of a *kind* (`spec.words("headNoun")`), never for a name. A user's Turtle adds to it or switches parts off.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import pyoxigraph as ox

from gongbao.errors import OntologyError

BASE = "https://w3id.org/gongbao/"
GB = BASE + "ontology#"
GBW = BASE + "wording#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
OA = "http://www.w3.org/ns/oa#"
PROV = "http://www.w3.org/ns/prov#"
TIME = "http://www.w3.org/2006/time#"
DCTERMS = "http://purl.org/dc/terms/"
XSD = "http://www.w3.org/2001/XMLSchema#"
WD = "http://www.wikidata.org/entity/"

CORE_FILES = ("gongbao.ttl", "wording.ttl")


@dataclass(frozen=True, slots=True)
class Term:
    """What classes, properties and concepts share. `id` is the local name of `iri`; labels are keyed by language."""

    id: str
    iri: str
    labels: Mapping[str, str]
    definitions: Mapping[str, str]
    roles: frozenset[str]
    wording: Mapping[str, tuple[str, ...]]

    def words(self, kind: str) -> tuple[str, ...]:
        """Return the words of a kind (`headNoun`, `trigger`, …), sorted, simplified; empty where none are given."""
        return self.wording.get(kind, ())

    def label(self, language: str) -> str:
        """Return the label in `language` (`zh-Hans`, `zh-Hant`, `en`), or the id where there is none."""
        return self.labels.get(language.lower(), self.id)


_T = TypeVar("_T", bound=Term)
_Object = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, slots=True)
class ClassSpec(Term):
    """A class; `ancestors` includes the class itself and, by id, all that it is a sub-class of."""

    parents: tuple[str, ...]
    ancestors: frozenset[str]
    color: str


@dataclass(frozen=True, slots=True)
class PropertySpec(Term):
    """A property; `domain` and `range` are class ids, any of which fits."""

    parents: tuple[str, ...]
    domain: tuple[str, ...]
    range: tuple[str, ...]
    symmetric: bool
    inverse: str | None


@dataclass(frozen=True, slots=True)
class Concept(Term):
    """A concept of a scheme (modality, bound, change, comparison, violation)."""

    scheme: str


@dataclass(frozen=True, slots=True)
class Ontology:
    """All terms, by id, in sorted order. Iterate `entity_classes` and `relations` for what texts are searched for."""

    classes: Mapping[str, ClassSpec]
    properties: Mapping[str, PropertySpec]
    concepts: Mapping[str, Concept]
    files: tuple[Path, ...]
    version: str

    def is_a(self, class_id: str, ancestor: str) -> bool:
        """Say whether a class is, or is a sub-class of, another."""
        return ancestor in self.get_class(class_id).ancestors

    def get_class(self, class_id: str) -> ClassSpec:
        """Return a class; an unknown id raises OntologyError with close matches."""
        return _get(self.classes, class_id, "class")

    def get_property(self, property_id: str) -> PropertySpec:
        """Return a property; an unknown id raises OntologyError with close matches."""
        return _get(self.properties, property_id, "property")

    def role(self, role: str) -> str:
        """Return the id of the class that plays a role (`actor`, `place`, …)."""
        return _one_with_role(self.classes, role, "class")

    def property_role(self, role: str) -> str:
        """Return the id of the property that plays a role (`jurisdiction`, `containment`, …)."""
        return _one_with_role(self.properties, role, "property")

    def scheme(self, scheme: str) -> tuple[Concept, ...]:
        """Return the concepts of a scheme, sorted by id."""
        return tuple(c for c in self.concepts.values() if c.scheme == scheme)

    @property
    def entity_classes(self) -> tuple[ClassSpec, ...]:
        """The classes whose members are looked for in texts (all below the class in role `entity`, that one excepted)."""
        root = self.role("entity")
        return tuple(c for c in self.classes.values() if root in c.ancestors and c.id != root)

    @property
    def relations(self) -> tuple[PropertySpec, ...]:
        """The object properties whose domain is made of entity classes: what statements are about."""
        root = self.role("entity")
        return tuple(
            p
            for p in self.properties.values()
            if p.domain and all(self.is_a(d, root) for d in p.domain) and all(r in self.classes for r in p.range)
        )

    def fits(self, class_id: str, allowed: Iterable[str]) -> bool:
        """Say whether a class is among, or below, the classes `allowed`."""
        return not self.get_class(class_id).ancestors.isdisjoint(allowed)


def _get(terms: Mapping[str, _T], wanted: str, what: str) -> _T:
    try:
        return terms[wanted]
    except KeyError:
        close = difflib.get_close_matches(wanted, terms, n=3) or sorted(terms)[:8]
        raise OntologyError(f"no {what} {wanted!r} in the ontology; close matches: {', '.join(close)}") from None


def _one_with_role(terms: Mapping[str, _T], role: str, what: str) -> str:
    for term in terms.values():
        if role in term.roles:
            return term.id
    raise OntologyError(f"no {what} of the ontology has the role {role!r} (gbw:role)")


def directory() -> Path:
    """Return the folder of the ontology: inside the installed package, or at the top of a source checkout."""
    packaged = Path(__file__).parent / "ontology_files"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "ontology"


def load(extra: tuple[Path, ...] = ()) -> Ontology:
    """Load the core ontology, and the user's Turtle files on top of it.

    Raises OntologyError naming the file and the line or term: syntax, undeclared prefixes, cycles of sub-classes,
    properties without domain or range, wording for unknown terms.
    """
    return _load(tuple(Path(path) for path in extra))


@cache
def _load(extra: tuple[Path, ...]) -> Ontology:
    files = tuple(directory() / name for name in CORE_FILES) + extra
    facts = _Facts()
    for path in files:
        facts.read(path)
    return facts.build(files)


def _local(iri: str) -> str:
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


class _Facts:
    """The triples of the ontology files, grouped for building; used once, inside `load`."""

    def __init__(self) -> None:
        self.by_subject: dict[str, dict[str, list[_Object]]] = defaultdict(lambda: defaultdict(list))
        self.origin: dict[str, Path] = {}

    def read(self, path: Path) -> None:
        try:
            triples = list(ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE, base_iri=BASE))
        except FileNotFoundError:
            raise OntologyError(f"{path}: no such ontology file", f"{path}：没有这个本体文件") from None
        except (SyntaxError, ValueError) as error:
            line = getattr(error, "lineno", None)
            where = f"{path}, line {line}" if line else f"{path}"
            raise OntologyError(f"{where}: not valid Turtle: {error}", f"{where}：Turtle 语法错误") from error
        except OSError as error:
            raise OntologyError(f"{path}: cannot be read: {error.strerror}", f"{path}：无法读取") from error
        for quad in triples:
            key = quad.subject.value
            self.by_subject[key][quad.predicate.value].append(quad.object)
            self.origin.setdefault(key, path)

    def objects(self, subject: str, predicate: str) -> list[_Object]:
        return self.by_subject[subject].get(predicate, []) if subject in self.by_subject else []

    def iris(self, subject: str, predicate: str) -> list[str]:
        """The IRIs at the end of a property, with owl:unionOf lists opened."""
        found: list[str] = []
        for node in self.objects(subject, predicate):
            if isinstance(node, ox.NamedNode):
                found.append(node.value)
            elif isinstance(node, ox.BlankNode):
                for head in self.objects(node.value, OWL + "unionOf"):
                    found += self._list(head)
        return found

    def _list(self, head: _Object) -> list[str]:
        members: list[str] = []
        while isinstance(head, ox.BlankNode):
            members += [n.value for n in self.objects(head.value, RDF + "first") if isinstance(n, ox.NamedNode)]
            rest = self.objects(head.value, RDF + "rest")
            head = rest[0] if rest else ox.NamedNode(RDF + "nil")
        return members

    def off(self, subject: str) -> bool:
        return any(isinstance(n, ox.Literal) and n.value == "true" for n in self.objects(subject, GBW + "off"))

    def of_type(self, *types: str) -> list[str]:
        wanted = {OWL + t if ":" not in t else t for t in types}
        return sorted(
            s
            for s, po in self.by_subject.items()
            if not self.off(s)
            and any(isinstance(n, ox.NamedNode) and n.value in wanted for n in po.get(RDF + "type", ()))
        )

    def literals(self, subject: str, *predicates: str) -> Mapping[str, str]:
        found = {
            (n.language or ""): n.value
            for p in predicates
            for n in self.objects(subject, p)
            if isinstance(n, ox.Literal)
        }
        return MappingProxyType(dict(sorted(found.items())))

    def wording(self, subject: str) -> Mapping[str, tuple[str, ...]]:
        removed = {
            n.value for n in self.objects(subject, GBW + "without") if isinstance(n, ox.Literal)
        }  # words that a user's file switches off
        found = {
            predicate.removeprefix(GBW): tuple(
                sorted({n.value for n in nodes if isinstance(n, (ox.Literal, ox.NamedNode))} - removed)
            )
            for predicate, nodes in self.by_subject[subject].items()
            if predicate.startswith(GBW)
        }
        return MappingProxyType(dict(sorted(found.items())))

    def common(self, iri: str) -> tuple[str, str, Mapping[str, str], Mapping[str, str], frozenset[str]]:
        roles = frozenset(n.value for n in self.objects(iri, GBW + "role") if isinstance(n, ox.Literal))
        labels = self.literals(iri, RDFS + "label", SKOS + "prefLabel")
        return _local(iri), iri, labels, self.literals(iri, SKOS + "definition"), roles

    def build(self, files: tuple[Path, ...]) -> Ontology:
        class_iris = [i for i in self.of_type("Class") if i.startswith("http")]
        property_iris = self.of_type("ObjectProperty", "DatatypeProperty")
        concept_iris = self.of_type(SKOS + "Concept")
        known = set(class_iris) | set(property_iris) | set(concept_iris)
        self._check_wording(known)
        classes = {}
        for iri in class_iris:
            classes[_local(iri)] = ClassSpec(
                *self.common(iri),
                self.wording(iri),
                tuple(sorted({_local(p) for p in self.iris(iri, RDFS + "subClassOf") if p in self.origin})),
                self._ancestors(iri),
                self.literals(iri, GB + "color").get("", "#888888"),
            )
        properties = {_local(iri): self._property(iri, classes) for iri in property_iris}
        concepts = {
            _local(iri): Concept(
                *self.common(iri), self.wording(iri), next(map(_local, self.iris(iri, SKOS + "inScheme")), "")
            )
            for iri in concept_iris
        }
        self._check_clashes(class_iris + property_iris + concept_iris)
        version = next((n.value for n in self.objects(GB[:-1], OWL + "versionInfo")), "0")
        return Ontology(_sorted(classes), _sorted(properties), _sorted(concepts), files, version)

    def _property(self, iri: str, classes: Mapping[str, ClassSpec]) -> PropertySpec:
        domain = tuple(sorted(map(_local, self.iris(iri, RDFS + "domain"))))
        range_ = tuple(sorted(map(_local, self.iris(iri, RDFS + "range"))))
        is_object = any(getattr(n, "value", "") == OWL + "ObjectProperty" for n in self.objects(iri, RDF + "type"))
        origin = self.origin[iri]
        for name, given in (("domain", domain), ("range", range_)):
            if not given and (is_object or name == "domain"):
                raise OntologyError(
                    f"{origin}: property {_local(iri)} has no rdfs:{name}; name the classes it may join",
                    f"{origin}：属性 {_local(iri)} 缺少 rdfs:{name}",
                )
            unknown = [c for c in given if c not in classes] if is_object else []
            if unknown and all(i.startswith(GB) or not i.startswith(_OUTSIDE) for i in self.iris(iri, RDFS + name)):
                raise OntologyError(
                    f"{origin}: property {_local(iri)} has the unknown class {unknown[0]} as rdfs:{name}; "
                    f"declare it as an owl:Class",
                    f"{origin}：属性 {_local(iri)} 的 rdfs:{name} 指向未知类 {unknown[0]}",
                )
        types = {getattr(n, "value", "") for n in self.objects(iri, RDF + "type")}
        inverse = next(map(_local, self.iris(iri, OWL + "inverseOf")), None)
        parents = tuple(sorted({_local(p) for p in self.iris(iri, RDFS + "subPropertyOf")}))
        symmetric = OWL + "SymmetricProperty" in types
        return PropertySpec(*self.common(iri), self.wording(iri), parents, domain, range_, symmetric, inverse)

    def _ancestors(self, iri: str) -> frozenset[str]:
        """The class and all above it. A cycle raises; a class of another vocabulary is an ancestor by its IRI."""
        seen: list[str] = []

        def climb(current: str, path: tuple[str, ...]) -> None:
            if current in path:
                names = " → ".join(_local(p) for p in (*path[path.index(current) :], current))
                origin = self.origin[current]
                raise OntologyError(f"{origin}: cycle of sub-classes: {names}", f"{origin}：子类成环：{names}")
            if current not in seen:
                seen.append(current)
                for parent in self.iris(current, RDFS + "subClassOf"):
                    climb(parent, (*path, current))

        climb(iri, ())
        return frozenset(_local(i) if i in self.origin else i for i in seen)

    def _check_wording(self, known: set[str]) -> None:
        for subject, po in self.by_subject.items():
            if subject in known or self.off(subject) or not any(p.startswith(GBW) for p in po):
                continue
            close = difflib.get_close_matches(_local(subject), [_local(k) for k in known], n=3)
            hint = f"; close matches: {', '.join(close)}" if close else "; declare it first"
            origin = self.origin[subject]
            raise OntologyError(
                f"{origin}: wording for the unknown term {_local(subject)}{hint}",
                f"{origin}：未知术语 {_local(subject)} 的措辞",
            )

    def _check_clashes(self, iris: list[str]) -> None:
        by_name: dict[str, str] = {}
        for iri in iris:
            other = by_name.setdefault(_local(iri), iri)
            if other != iri:
                origin = self.origin[iri]
                raise OntologyError(
                    f"{origin}: two terms share the local name {_local(iri)}: {other} and {iri}; rename one",
                    f"{origin}：两个术语同名 {_local(iri)}",
                )


_OUTSIDE = ("http://www.w3.org/", "https://www.w3.org/", "http://purl.org/", "https://schema.org/", "http://xmlns.com/")


def _sorted(terms: dict[str, _T]) -> Mapping[str, _T]:
    return MappingProxyType(dict(sorted(terms.items())))
