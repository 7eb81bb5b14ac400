"""JSON-LD as people like to read it: compacted with gongbao's own context, which stands in the file itself."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

import pyoxigraph as ox

from gongbao import ontology
from gongbao.errors import GraphError
from gongbao.ontology import RDF, XSD
from gongbao.text.language_tags import bcp47

CONTEXT = "context.jsonld"

Json: TypeAlias = Any
_Resource = ox.NamedNode | ox.BlankNode


def jsonld(quads: Iterable[ox.Quad], prefixes: Mapping[str, str]) -> bytes:
    """Return the quads as JSON-LD, subjects in the order given; named graphs stay named. Works without the network."""
    return b"".join(in_pieces((quads,), prefixes))


def in_pieces(groups: Iterable[Iterable[ox.Quad]], prefixes: Mapping[str, str]) -> Iterator[bytes]:
    """Yield groups of quads as one document, as `jsonld` has it; a named graph stands in one group."""
    compactor = _Compactor(prefixes)
    yield _written({"@context": compactor.context, "@graph": []}).removesuffix(b"]\n}")
    between = b"\n  "
    for group in groups:
        for node in compactor.nodes(group):
            yield between + _written(node).replace(b"\n", b"\n  ")
            between = b",\n  "
    yield b"\n ]\n}\n"


def _written(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


@cache
def context() -> str:
    """Return the text of gongbao's context, which is read once."""
    return (ontology.directory() / CONTEXT).read_text("utf-8")


@dataclass(frozen=True, slots=True)
class _Term:
    """A term of the context: the name it gives to an IRI, and what it says of the values."""

    name: str
    type: str | None
    container: str | None


class _Compactor:
    """Knows the context from the other side: from IRIs to names."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self.context: dict[str, Json] = json.loads(context())["@context"]
        given = {name: iri for name, iri in prefixes.items() if name not in self.context}
        self.context |= given
        words = {name: value for name, value in self.context.items() if isinstance(value, str)}
        self.prefixes = {iri: name for name, iri in words.items() if iri.endswith(("/", "#"))}
        self.lengths = sorted({len(iri) for iri in self.prefixes}, reverse=True)
        self.terms: dict[str, _Term] = {}
        for name, value in self.context.items():
            entry = {"@id": value} if isinstance(value, str) else value
            if name.startswith("@") or not isinstance(entry, dict) or entry["@id"].startswith("@"):
                continue
            if (iri := self.expanded(entry["@id"])) not in self.prefixes:
                kind = entry.get("@type")
                self.terms[iri] = _Term(name, self.expanded(kind) if kind else None, entry.get("@container"))

        containers = [(term.container, term.name) for term in self.terms.values()]
        self.sets = {name for container, name in containers if container == "@set"}
        self.languages = {name for container, name in containers if container == "@language"}

    def expanded(self, iri: str) -> str:
        prefix, colon, local = iri.partition(":")
        namespace = self.context.get(prefix)
        return namespace + local if colon and isinstance(namespace, str) and not local.startswith("//") else iri

    def short(self, iri: str) -> str:
        """An IRI as `prefix:local`, if a prefix of the context begins it."""
        for length in self.lengths:
            name = self.prefixes.get(iri[:length])
            if name is not None and len(iri) > length and not iri[length:].startswith("//"):
                return f"{name}:{iri[length:]}"
        return iri

    def id(self, node: _Resource) -> str:
        return f"_:{node.value}" if isinstance(node, ox.BlankNode) else self.short(node.value)

    def nodes(self, quads: Iterable[ox.Quad]) -> Iterator[Json]:
        """What stands in the document: the nodes of the default graph, then the named graphs."""
        graphs: dict[str, dict[str, dict[str, list[Json]]]] = {"": {}}
        for quad in quads:
            if isinstance(quad.subject, ox.Triple) or isinstance(quad.object, ox.Triple):
                raise GraphError("JSON-LD has no place for triples about triples")
            name = "" if isinstance(quad.graph_name, ox.DefaultGraph) else self.id(quad.graph_name)
            node = graphs.setdefault(name, {}).setdefault(self.id(quad.subject), {})
            key, value = self.pair(quad.predicate.value, quad.object)
            node.setdefault(key, []).append(value)
        yield from (self.node(*item) for item in graphs.pop("").items())
        for name, nodes in graphs.items():
            yield {"id": name, "@graph": [self.node(*item) for item in nodes.items()]}

    def pair(self, predicate: str, value: _Resource | ox.Literal) -> tuple[str, Json]:
        """The key and value of one statement; a term is used only where its coercion gives the value back."""
        if predicate == RDF + "type" and isinstance(value, ox.NamedNode):
            term = self.terms.get(value.value)
            return "type", term.name if term else self.short(value.value)
        term = self.terms.get(predicate)
        if term is not None and (written := self.coerced(term, value)) is not None:
            return term.name, written
        return self.short(predicate), self.plain(value)

    def coerced(self, term: _Term, value: _Resource | ox.Literal) -> Json | None:
        """A value as a term has it; None where that would not give it back."""
        if term.container == "@language":
            return (bcp47(value.language), value.value) if isinstance(value, ox.Literal) and value.language else None
        if term.type is None:
            return self.plain(value)
        if not isinstance(value, ox.Literal):
            return self.id(value) if term.type == "@id" else None
        if value.datatype.value != term.type:
            return None
        whole = term.type == XSD + "integer" and str(int(value.value)) == value.value
        return int(value.value) if whole else value.value

    def plain(self, value: _Resource | ox.Literal) -> Json:
        """A value that says by itself what it is."""
        if not isinstance(value, ox.Literal):
            return {"id": self.id(value)}
        if value.language:
            return {"@value": value.value, "@language": bcp47(value.language)}
        if value.datatype.value == XSD + "string":
            return value.value
        return {"@value": value.value, "@type": self.short(value.datatype.value)}

    def node(self, id: str, properties: Mapping[str, list[Json]]) -> Json:
        written: dict[str, Json] = {"id": id}
        for key, values in properties.items():
            if key in self.languages:
                by_language: dict[str, list[str]] = {}
                for language, text in values:
                    by_language.setdefault(language, []).append(text)
                written[key] = {k: v[0] if len(v) == 1 else v for k, v in by_language.items()}
            else:
                written[key] = values if key in self.sets or len(values) > 1 else values[0]
        return written
