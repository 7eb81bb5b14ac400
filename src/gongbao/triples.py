"""Turtle files as facts grouped by subject, with the place in a file that each subject comes from."""

import re
from codecs import BOM_UTF8
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NoReturn

import pyoxigraph as ox

from gongbao.errors import OntologyError

BASE = "https://w3id.org/gongbao/"
GB = BASE + "ontology#"
GBW = BASE + "wording#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
SH = "http://www.w3.org/ns/shacl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
OA = "http://www.w3.org/ns/oa#"
PROV = "http://www.w3.org/ns/prov#"
TIME = "http://www.w3.org/2006/time#"
DCTERMS = "http://purl.org/dc/terms/"
XSD = "http://www.w3.org/2001/XMLSchema#"
WD = "http://www.wikidata.org/entity/"

_OUTSIDE = re.compile(r"https?://www\.w3\.org/|http://(?:purl\.org|xmlns\.com|www\.opengis\.net)/|https://schema\.org/")
"""Where the vocabularies live that are aligned with: their terms are declared, but are no terms of this program."""


_Object = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def local(iri: str) -> str:
    """Return the last part of an IRI, which is the id of a term."""
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def names(term: str) -> Callable[[str], object]:
    """Return what tells whether a line of Turtle names a term, by its local name."""
    return re.compile(rf"[:#/<]{re.escape(term)}(?![\w-])").search


def standing(paths: Sequence[Path], *wanted: Callable[[str], object]) -> tuple[Path, int] | None:
    """Return the last file in whose lines all that is wanted stands, one behind the other, and the line of the last."""
    for path in reversed(paths):
        left = wanted
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1):
            while left and left[0](line.split(" #")[0]):
                left = left[1:]
            if not left:
                return path, number
    return None


def _at(file: Path, line: int | None, told: OntologyError) -> OntologyError:
    """Return an error with the file, and the line where it is known, that it is about."""
    if line is None:
        return OntologyError("a file is wrong", file=file, told=told)
    return OntologyError("a line of a file is wrong", file=file, line=line, told=told)


def unmarked(path: Path) -> bytes:
    """Return what a file holds, without the mark that editors of Windows put before UTF-8."""
    return path.read_bytes().removeprefix(BOM_UTF8)


class Facts:
    """The triples of ontology files, later files added to earlier ones."""

    def __init__(self) -> None:
        self.by_subject: dict[str, dict[str, list[_Object]]] = defaultdict(lambda: defaultdict(list))
        self.origin: dict[str, Path] = {}
        self.paths: list[Path] = []

    def read(self, path: Path) -> None:
        """Add a Turtle file. Raises OntologyError with the file and, for wrong Turtle, the line."""
        self.paths.append(path)
        try:
            content = unmarked(path)
        except FileNotFoundError:
            raise OntologyError("no such ontology file", path=path) from None
        except OSError as error:
            raise OntologyError("cannot be read", path=path, error=error) from error
        try:
            self.add(ox.parse(content, format=ox.RdfFormat.TURTLE, base_iri=BASE), path)
        except (SyntaxError, ValueError) as error:
            try:
                content.decode()
            except UnicodeDecodeError:
                raise OntologyError("not UTF-8", path=path) from error
            line = getattr(error, "lineno", None)
            why = re.sub(r"^Parser error at line .*?: ", "", str(error).splitlines()[0])
            told = OntologyError("not valid Turtle", why=why)
            raise _at(path, line, told) from error

    def add(self, quads: Iterable[ox.Quad], path: Path) -> None:
        """Group triples; neighbours in a file mostly share subject and property, and comparing terms is fast."""
        last_subject: object = None
        last_predicate: object = None
        objects: list[_Object] = []
        for quad in quads:
            subject, predicate = quad.subject, quad.predicate
            if predicate != last_predicate or subject != last_subject:
                last_subject, last_predicate = subject, predicate
                if isinstance(subject, ox.Triple):
                    objects = []  # of what is said of a statement nothing is used
                else:
                    objects = self.by_subject[subject.value][predicate.value]
                    self.origin.setdefault(subject.value, path)
            objects.append(quad.object)

    def where(self, subject: str, predicate: str) -> tuple[Path, int | None]:
        """Return the last file that speaks of a subject, and the line where its name, and behind it the property's, stand."""
        found = standing(self.paths, *(names(local(iri)) for iri in (subject, predicate) if iri))
        return found or (self.origin[subject], None)

    def wrong(self, subject: str, message: str, zh: str = "", predicate: str = "", **given: Any) -> NoReturn:
        """Raise OntologyError for what a file says of a subject."""
        where, line = self.where(subject, predicate)
        raise _at(where, line, OntologyError(message, zh, **given))

    def objects(self, subject: str, predicate: str) -> list[_Object]:
        """Return the objects of a subject's property."""
        return self.by_subject[subject].get(predicate, []) if subject in self.by_subject else []

    def iris(self, subject: str, predicate: str) -> list[str]:
        """Return the IRIs at the end of a property, with owl:unionOf lists opened."""
        found: list[str] = []
        for node in self.objects(subject, predicate):
            if isinstance(node, ox.NamedNode):
                found.append(node.value)
            elif isinstance(node, ox.BlankNode):
                for head in self.objects(node.value, OWL + "unionOf"):
                    found += [n.value for n in self.members(head) if isinstance(n, ox.NamedNode)]
        return found

    def members(self, head: _Object) -> list[_Object]:
        """Return the members of an RDF list. Raises OntologyError where it has no end."""
        found: list[_Object] = []
        passed: set[_Object] = set()
        while isinstance(head, ox.BlankNode):
            if head in passed:
                path = self.origin[head.value]
                raise OntologyError("a list goes round in a circle", path=path)
            passed.add(head)
            found += self.objects(head.value, RDF + "first")
            rest = self.objects(head.value, RDF + "rest")
            head = rest[0] if rest else ox.NamedNode(RDF + "nil")
        return found

    def words(self, subject: str, predicate: str) -> list[str]:
        """Return the literals at the end of a property."""
        return [n.value for n in self.objects(subject, predicate) if isinstance(n, ox.Literal)]

    def off(self, subject: str) -> bool:
        """Say whether a file switches a term off."""
        return "true" in self.words(subject, GBW + "off")

    def outside(self, iri: str) -> bool:
        """Say whether an IRI belongs to a vocabulary that is aligned with."""
        return _OUTSIDE.match(iri) is not None

    def own(self, iri: str) -> bool:
        """Say whether an IRI is a term of these files, and not of a vocabulary that they are aligned with."""
        return iri in self.origin and not self.outside(iri)

    def of_type(self, *types: str) -> list[str]:
        """Return the own terms of any of the types, sorted."""
        wanted = {ox.NamedNode(t) for t in types}
        return sorted(
            s
            for s, po in self.by_subject.items()
            if not wanted.isdisjoint(po.get(RDF + "type", ())) and not self.outside(s)
        )

    def literals(self, subject: str, *predicates: str) -> Mapping[str, str]:
        """Return the literals of some properties by language tag (lower case; empty for none)."""
        found = {
            (n.language or ""): n.value
            for p in predicates
            for n in self.objects(subject, p)
            if isinstance(n, ox.Literal)
        }
        return MappingProxyType(dict(sorted(found.items())))

    def wording(self, subject: str, read: Callable[[str], str] = str) -> Mapping[str, tuple[str, ...]]:
        """Return the words of a subject by kind, as `read` gives them, without those that a file takes away (gbw:without).

        A term that is switched off keeps its place and its roles, so that the others hold together, but has no words.
        """
        if self.off(subject):
            return MappingProxyType({"role": tuple(self.words(subject, GBW + "role"))})
        removed = set(map(read, self.words(subject, GBW + "without")))
        found = {
            predicate.removeprefix(GBW): tuple(
                sorted(
                    {
                        read(n.value) if isinstance(n, ox.Literal) else n.value
                        for n in nodes
                        if not isinstance(n, ox.Triple)
                    }
                    - removed
                )
            )
            for predicate, nodes in self.by_subject[subject].items()
            if predicate.startswith(GBW)
        }
        return MappingProxyType(dict(sorted(found.items())))

    def worded(self) -> list[str]:
        """Return the subjects that have wording, in the order of the files."""
        return [s for s, po in self.by_subject.items() if any(p.startswith(GBW) for p in po)]

    def disjoint(self) -> Iterator[list[str]]:
        """Yield the groups of classes of which nothing can be two."""
        wanted = ox.NamedNode(OWL + "AllDisjointClasses")
        for subject, po in list(self.by_subject.items()):
            if wanted in po.get(RDF + "type", ()):
                for head in po.get(OWL + "members", ()):
                    yield [n.value for n in self.members(head) if isinstance(n, ox.NamedNode)]
            for other in po.get(OWL + "disjointWith", ()):
                if isinstance(other, ox.NamedNode):
                    yield [subject, other.value]
