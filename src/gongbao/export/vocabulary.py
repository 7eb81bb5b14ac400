"""The ontology for other people's tools: Turtle, RDF/XML, SHACL shapes, JSON-LD context, with a user's own terms."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from gongbao.export.jsonld import context
from gongbao.export.ontology_page import render_reference
from gongbao.export.rdf import serialize
from gongbao.graph import prefixes
from gongbao.ontology import GBW, RDF, Ontology, directory
from gongbao.text.language_tags import cased
from gongbao.triples import SH, unmarked
from gongbao.validate import shapes

_Triples = list[ox.Triple]


def turtle(terms: Ontology) -> bytes:
    """Return the classes, properties and concepts, without their wording: OWL 2 DL."""
    own = [t for path in _own(terms) for t in _parse(path) if not t.predicate.value.startswith(GBW)]
    return _with(directory() / "gongbao.ttl", own)


def _as(format: ox.RdfFormat, terms: Ontology) -> bytes:
    """The same in another format, for tools that do not read Turtle."""
    triples = _numbered(quad.triple for quad in ox.parse(turtle(terms), format=ox.RdfFormat.TURTLE))
    return serialize([ox.Quad(t.subject, t.predicate, t.object) for t in triples], format, prefixes(terms))


def shacl(terms: Ontology) -> bytes:
    """Return the shapes in SHACL Core: the ontology's, those of a user's files, and domain and range of the user's."""
    own = [t for path in _own(terms) for t in _shapes(_parse(path))]
    return _with(directory() / "shapes.ttl", own) + shapes.derived_turtle(terms).encode()


FORMATS: Mapping[str, Callable[[Ontology], bytes]] = {
    "turtle": turtle,
    "rdfxml": partial(_as, ox.RdfFormat.RDF_XML),
    "jsonld": partial(_as, ox.RdfFormat.JSON_LD),
    "shapes": shacl,
    "context": lambda terms: context().encode(),
    "html": lambda terms: render_reference(terms).encode(),
}


def _own(terms: Ontology) -> list[Path]:
    return [path for path in terms.files if path.parent != directory()]


def _parse(path: Path) -> _Triples:
    return [quad.triple for quad in ox.parse(unmarked(path), format=ox.RdfFormat.TURTLE)]


def _with(path: Path, more: _Triples) -> bytes:
    """The file as it stands, and more triples behind it."""
    written = ox.serialize(_numbered(more), format=ox.RdfFormat.TURTLE) if more else b""
    return path.read_bytes() + (b"\n" + cased(written) if written else b"")


def _shapes(triples: _Triples) -> _Triples:
    """The node shapes among triples, with all that hangs on them by blank nodes."""
    shape = ox.NamedNode(SH + "NodeShape")
    wanted = {t.subject for t in triples if t.predicate.value == RDF + "type" and t.object == shape}
    while True:
        found = [t for t in triples if t.subject in wanted]
        more = {t.object for t in found if isinstance(t.object, ox.BlankNode)} - wanted
        if not more:
            return found
        wanted |= more


def _numbered(triples: Iterable[ox.Triple]) -> _Triples:
    """Triples whose blank nodes are called by their number, not by chance: the same ontology gives the same bytes."""
    names: dict[object, ox.BlankNode] = {}

    def named(node: Any) -> Any:
        return names.setdefault(node, ox.BlankNode(f"b{len(names)}")) if isinstance(node, ox.BlankNode) else node

    return [ox.Triple(named(t.subject), t.predicate, named(t.object)) for t in triples]
