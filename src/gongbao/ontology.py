"""The ontology as the program sees it: classes, properties, concepts and how official Chinese words them.

`ontology/*.ttl` is the only list of types, predicates and wording. Code asks for a *role* (`ontology.role("actor")`) or
for words of a *kind* (`spec.words("headNoun")`), never for a name. A user's Turtle adds to it or switches parts off.
"""

import copyreg
import re
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import NoReturn, TypeVar

import pyoxigraph as ox

from gongbao import kinds
from gongbao.errors import OntologyError, close_matches
from gongbao.kinds import Kind
from gongbao.text.script import fold, to_traditional
from gongbao.triples import BASE, DCTERMS, GB, GBW, OA, OWL, PROV, RDF, RDFS, SH, SKOS, TIME, WD, XSD, Facts, local  # noqa: F401  who needs terms needs them

_DEEPEST = 100  # how far below another a class may stand
VOCABULARY = ("gongbao.ttl", "kinds.ttl")
"""The files of the ontology itself; how its terms are worded stands in the folder `wording` beside them."""


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
_Common = tuple[str, str, Mapping[str, str], Mapping[str, str], frozenset[str], Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class ClassSpec(Term):
    """A class; `ancestors` includes the class itself and, by id, all that it is a sub-class of."""

    parents: tuple[str, ...]
    ancestors: frozenset[str]
    color: str
    off: bool = False


@dataclass(frozen=True, slots=True)
class PropertySpec(Term):
    """A property; `domain` and `range` are class ids, any of which fits."""

    parents: tuple[str, ...]
    domain: tuple[str, ...]
    range: tuple[str, ...]
    symmetric: bool
    inverse: str | None
    off: bool = False


@dataclass(frozen=True, slots=True)
class Concept(Term):
    """A concept of a scheme (modality, bound, change, comparison, violation)."""

    scheme: str


@dataclass(frozen=True, repr=False)
class Ontology:
    """All terms, by id, in sorted order. Iterate `entity_classes` and `relations` for what texts are searched for."""

    classes: Mapping[str, ClassSpec]
    properties: Mapping[str, PropertySpec]
    concepts: Mapping[str, Concept]
    kinds: Mapping[str, Kind]
    files: tuple[Path, ...]
    version: str
    imports: tuple[str, ...]
    """What a graph with these terms imports: the version IRI, or the IRI, of each ontology of the files."""

    def __repr__(self) -> str:
        return f"<Ontology {self.version}: {', '.join(path.name for path in self.files)}>"

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle gongbao's own by its name, so that there is one in a process; with a user's files by its parts."""
        if not self.own_files:
            return load, ()
        return Ontology, tuple(getattr(self, part.name) for part in fields(self))

    def __hash__(self) -> int:
        return hash((self.files[-1:], self.version))  # asked for at each look into a cache: what is cheap

    @property
    def own_files(self) -> tuple[Path, ...]:
        """The files that a user gave."""
        return tuple(path for path in self.files if not path.is_relative_to(directory()))

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

    @cached_property
    def by_iri(self) -> Mapping[str, Term]:
        """All terms by IRI."""
        return {term.iri: term for terms in (self.classes, self.properties, self.concepts) for term in terms.values()}

    def scheme(self, scheme: str) -> tuple[Concept, ...]:
        """Return the concepts of a scheme, sorted by id."""
        return tuple(c for c in self.concepts.values() if c.scheme == scheme)

    @cached_property
    def entity_classes(self) -> tuple[ClassSpec, ...]:
        """The classes whose members are looked for in texts (all below the class in role `entity`, that one excepted)."""
        root = self.role("entity")
        return tuple(c for c in self.classes.values() if root in c.ancestors and c.id != root and not c.off)

    @cached_property
    def relations(self) -> tuple[PropertySpec, ...]:
        """The object properties whose domain is made of entity classes: what statements are about.

        A property without triggers that is the inverse of another of the files is for queries and reasoners, and no
        relation of its own.
        """
        root = self.role("entity")
        return tuple(
            p
            for p in self.properties.values()
            if p.inverse is None
            and not p.off
            and p.domain
            and all(self.is_a(d, root) for d in p.domain)
            and all(r in self.classes for r in p.range)
            and any(not self.classes[r].off for r in p.range)
        )

    def inherited(self, class_id: str, kind: str) -> tuple[str, ...]:
        """Return the words of a kind that a class and the classes above it have, sorted."""
        above = (self.classes[name] for name in self.get_class(class_id).ancestors if name in self.classes)
        return tuple(sorted({word for spec in above for word in spec.words(kind)}))

    def fits(self, class_id: str, allowed: Iterable[str]) -> bool:
        """Say whether a class is among, or below, the classes `allowed`."""
        return not self.get_class(class_id).ancestors.isdisjoint(allowed)


def _get(terms: Mapping[str, _T], wanted: str, what: str) -> _T:
    try:
        return terms[wanted]
    except KeyError:
        close = close_matches(wanted, terms) or sorted(terms)[:8]
        raise OntologyError(f"no {what} {wanted!r} in the ontology; close matches: {', '.join(close)}") from None


def _one_with_role(terms: Mapping[str, _T], role: str, what: str) -> str:
    for term in terms.values():
        if role in term.roles:
            return term.id
    raise OntologyError(f"no {what} of the ontology has the role {role!r} (gbw:role)")


def _frozen(mapping: dict[object, object]) -> MappingProxyType[object, object]:
    return MappingProxyType(mapping)


copyreg.pickle(MappingProxyType, lambda mapping: (_frozen, (dict(mapping),)))  # else no term could be sent


def directory() -> Path:
    """Return the folder of the ontology: inside the installed package, or at the top of a source checkout."""
    packaged = Path(__file__).parent / "ontology_files"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "ontology"


def load(extra: tuple[Path, ...] = ()) -> Ontology:
    """Load the core ontology, and the user's Turtle files on top of it; files that changed are read again.

    Raises OntologyError naming the file and the line or term: syntax, undeclared prefixes, cycles of sub-classes,
    properties without domain or range, wording for unknown terms or of unknown kinds.
    """
    return _load(*((path, _state(path)) for path in map(Path, extra)))


def _state(path: Path) -> tuple[int, ...]:
    """What differs where a file of the same name is another or was written again; nothing where there is none."""
    try:
        told = path.stat()
    except OSError:
        return ()
    return told.st_dev, told.st_ino, told.st_mtime_ns, told.st_size


@cache
def _load(*states: tuple[Path, tuple[int, ...]]) -> Ontology:
    core, extra = directory(), tuple(path for path, _ in states)
    files = (*(core / name for name in VOCABULARY), *sorted((core / "wording").glob("*.ttl")), *extra)
    facts = Facts()
    for path in files:
        if path in extra:
            _check_speaks(path, facts.by_subject)
        facts.read(path)
    return _Builder(facts, fold if extra else str).build(files)


def _check_speaks(path: Path, known: Container[str]) -> None:
    """Refuse a user's file that declares, words and changes no term: a graph, say."""
    own = Facts()
    own.read(path)
    kinds = (OWL + "Class", OWL + "ObjectProperty", OWL + "DatatypeProperty", SKOS + "Concept", SH + "NodeShape")
    if own.by_subject and not own.of_type(*kinds) and not own.worded() and not any(s in known for s in own.by_subject):
        raise OntologyError("no term in the file", path=path)


class _Builder:
    """Makes the terms out of the facts of the files and checks them; used once, inside `load`.

    `read` makes words what texts are compared with: those of users may be in traditional script.
    """

    def __init__(self, facts: Facts, read: Callable[[str], str]) -> None:
        self.facts = facts
        self.read = read

    def build(self, files: tuple[Path, ...]) -> Ontology:
        facts = self.facts
        class_iris = [i for i in facts.of_type(OWL + "Class") if i.startswith("http")]
        property_iris = facts.of_type(OWL + "ObjectProperty", OWL + "DatatypeProperty")
        concept_iris = facts.of_type(SKOS + "Concept")
        self._check_names(class_iris + property_iris + concept_iris)
        classes = {local(iri): self._class(iri) for iri in class_iris}
        self._check_disjoint(classes)
        described = kinds.read(facts)
        root = next((iri for iri in class_iris if "entity" in facts.words(iri, GBW + "role")), "")
        things = frozenset(iri for iri in class_iris if local(root) in self._ancestors(iri))
        many = {kinds.CLASS: things, kinds.PROPERTY: frozenset(property_iris), kinds.CONCEPT: frozenset(concept_iris)}
        kinds.check(facts, described, many)
        properties = {local(iri): self._property(iri, classes) for iri in property_iris}
        self._check_read(properties.values(), {local(iri) for iri in class_iris if iri not in things})
        schemes = {iri: next(map(local, facts.iris(iri, SKOS + "inScheme")), "") for iri in concept_iris}
        concepts = {local(iri): Concept(*self._common(iri), scheme) for iri, scheme in schemes.items()}
        version = next(iter(facts.words(GB[:-1], OWL + "versionInfo")), "0")
        headers = sorted(
            s for s, po in facts.by_subject.items() if ox.NamedNode(OWL + "Ontology") in po.get(RDF + "type", ())
        )
        imports = tuple(next(iter(facts.iris(header, OWL + "versionIRI")), header) for header in headers)
        return Ontology(_sorted(classes), _sorted(properties), _sorted(concepts), described, files, version, imports)

    def _common(self, iri: str) -> _Common:
        """What every term has, in the order of `Term`."""
        facts = self.facts
        labels = facts.literals(iri, RDFS + "label", SKOS + "prefLabel")
        if "zh-hans" in labels and "zh-hant" not in labels:
            labels = {**labels, "zh-hant": to_traditional(labels["zh-hans"])}
        roles = frozenset(facts.words(iri, GBW + "role"))
        return local(iri), iri, labels, facts.literals(iri, SKOS + "definition"), roles, facts.wording(iri, self.read)

    def _class(self, iri: str) -> ClassSpec:
        facts = self.facts
        above = facts.iris(iri, RDFS + "subClassOf")
        for parent in above:
            if parent.removesuffix(local(parent)) in (GB, iri.removesuffix(local(iri))) and parent not in facts.origin:
                self._unknown_class(iri, parent, "class", "subClassOf")
        parents = tuple(sorted({local(p) for p in above if facts.own(p)}))
        color = facts.literals(iri, GB + "color").get("", "#888888")
        if not re.fullmatch("#[0-9a-fA-F]{6}", color):
            self.facts.wrong(iri, "has the colour", iri=local(iri), color=color)
        return ClassSpec(*self._common(iri), parents, self._ancestors(iri), color, facts.off(iri))

    def _property(self, iri: str, classes: Mapping[str, ClassSpec]) -> PropertySpec:
        facts = self.facts
        types = facts.iris(iri, RDF + "type")
        is_object = OWL + "ObjectProperty" in types
        ends = {}
        for name in ("domain", "range"):
            given = facts.iris(iri, RDFS + name)
            if not given and (is_object or name == "domain"):
                self.facts.wrong(iri, "a property lacks its domain or range", iri=local(iri), name=name)
            if len(facts.objects(iri, RDFS + name)) > 1:
                self.facts.wrong(iri, "a property has two domains or ranges", iri=local(iri), name=name)
            for end in given:
                if is_object and not facts.outside(end) and local(end) not in classes:
                    self._unknown_class(iri, end, "property", name)
            ends[name] = tuple(sorted(map(local, given)))
        others = () if facts.words(iri, GBW + "trigger") else facts.iris(iri, OWL + "inverseOf")
        inverse = next((local(o) for o in others if OWL + "ObjectProperty" in facts.iris(o, RDF + "type")), None)
        parents = tuple(sorted({local(p) for p in facts.iris(iri, RDFS + "subPropertyOf") if facts.own(p)}))
        symmetric = OWL + "SymmetricProperty" in types
        own = parents, ends["domain"], ends["range"], symmetric, inverse, facts.off(iri)
        return PropertySpec(*self._common(iri), *own)

    def _unknown_class(self, iri: str, given: str, what: str, name: str) -> NoReturn:
        """Raise for a class that a term refers to and no file declares, with those that may be meant."""
        close = close_matches(local(given), map(local, self.facts.of_type(OWL + "Class")))
        hint = OntologyError("close matches", close=close) if close else OntologyError("declare the class")
        whose = OntologyError(f"this {what}", iri=local(iri))
        told = OntologyError("refers to an unknown class", whose=whose, given=local(given), name=name, hint=hint)
        self.facts.wrong(iri, str(told), told.zh, RDFS + name)

    def _ancestors(self, iri: str) -> frozenset[str]:
        """The class and all above it. A cycle raises; a class of another vocabulary is an ancestor by its IRI."""
        seen: list[str] = []

        def climb(current: str, path: tuple[str, ...]) -> None:
            if current in path:
                names = " → ".join(local(p) for p in (*path[path.index(current) :], current))
                self.facts.wrong(current, "cycle of sub-classes", names=names)
            if len(path) > _DEEPEST:
                self.facts.wrong(current, "too many classes below one another", most=_DEEPEST)
            if current not in seen:
                seen.append(current)
                for parent in self.facts.iris(current, RDFS + "subClassOf"):
                    climb(parent, (*path, current))

        climb(iri, ())
        return frozenset(local(i) if self.facts.own(i) else i for i in seen)

    def _check_names(self, iris: list[str]) -> None:
        by_name: dict[str, str] = {}
        for iri in iris:
            other = by_name.setdefault(local(iri), iri)
            if other != iri:
                self.facts.wrong(iri, "two terms share the local name", name=local(iri), other=other, iri=iri)
        known = set(iris)
        for subject in self.facts.worded():
            if subject not in known:
                close = close_matches(local(subject), by_name)
                hint = f"; close matches: {', '.join(close)}" if close else "; declare it first"
                self.facts.wrong(subject, "wording for the unknown term", term=local(subject), hint=hint)

    def _check_read(self, properties: Iterable[PropertySpec], no_things: set[str]) -> None:
        """What has words that state it is of things, else it would never be read."""
        for spec in properties:
            for end in sorted(no_things.intersection(spec.domain if spec.words("trigger") else ())):
                self.facts.wrong(spec.iri, "the domain of a trigger is no class of things", id=spec.id, end=end)

    def _check_disjoint(self, classes: Mapping[str, ClassSpec]) -> None:
        """A class below two that the ontology keeps apart could have no member."""
        for apart in self.facts.disjoint():
            for spec in classes.values():
                both = sorted(spec.ancestors.intersection(map(local, apart)))
                if len(both) > 1:
                    self.facts.wrong(spec.iri, "is below two disjoint classes", id=spec.id, one=both[0], other=both[1])


def _sorted(terms: dict[str, _T]) -> Mapping[str, _T]:
    return MappingProxyType(dict(sorted(terms.items())))
