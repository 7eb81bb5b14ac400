"""JSON-LD with the ontology's own context: one node a thing, plain keys, labels by language."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import pyoxigraph as ox

from gongbao.ontology import RDF, XSD, directory

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_STRING = XSD + "string"


@cache
def context() -> Mapping[str, Any]:
    """Return what `ontology/context.jsonld` says of each key."""
    content = (directory() / "context.jsonld").read_text("utf-8")
    found: Mapping[str, Any] = json.loads(content)["@context"]
    return found


class _Keys:
    """Chooses the key for a property and the form of its values, as a JSON-LD processor would when it compacts."""

    def __init__(self) -> None:
        self.prefixes = {k: v for k, v in context().items() if isinstance(v, str) and v.endswith(("#", "/"))}
        self.keys: dict[str, tuple[str, Mapping[str, Any]]] = {}
        self.classes: dict[str, str] = {}
        for key, entry in context().items():
            if key in self.prefixes or key.startswith("@") or entry in ("@id", "@type"):
                continue
            named: Mapping[str, Any] = entry if isinstance(entry, dict) else {"@id": entry}
            iri = self.expand(named["@id"])
            if key[0].isupper():
                self.classes[iri] = key
            else:
                self.keys[iri] = (key, named)

    def expand(self, name: str) -> str:
        prefix, _, rest = name.partition(":")
        return self.prefixes[prefix] + rest

    def short(self, iri: str) -> str:
        for prefix, namespace in self.prefixes.items():
            rest = iri.removeprefix(namespace)
            if rest != iri and rest and not rest.startswith("//"):
                return f"{prefix}:{rest}"
        return iri

    def node(self, term: Term) -> str:
        if isinstance(term, ox.NamedNode):
            return self.short(term.value)
        return str(term)

    def value(self, term: Term, kind: str | None) -> Any:
        if not isinstance(term, ox.Literal):
            return self.node(term) if kind == "@id" else {"id": self.node(term)}
        if term.language:
            return {"@value": term.value, "@language": term.language}
        datatype = term.datatype.value
        if kind and kind != "@id" and self.expand(kind) == datatype:
            return int(term.value) if kind == "xsd:integer" and str(int(term.value)) == term.value else term.value
        if datatype == _STRING and kind is None:
            return term.value
        return {"@value": term.value, "@type": self.short(datatype)} if datatype != _STRING else {"@value": term.value}

    def values(self, predicate: str, terms: list[Term]) -> tuple[str, Any]:
        key, entry = self.keys.get(predicate, (self.short(predicate), {}))
        container = entry.get("@container")
        if container == "@language":
            tagged = [t for t in terms if isinstance(t, ox.Literal) and t.language]
            by_language = {t.language: t.value for t in tagged}
            if len(by_language) == len(terms):
                return key, by_language
            key = self.short(predicate)
        found = [self.value(t, entry.get("@type") if key != self.short(predicate) else None) for t in terms]
        return key, found if len(found) != 1 or container == "@set" else found[0]


def serialize_jsonld(quads: Iterable[ox.Quad]) -> bytes:
    """Write quads as JSON-LD, each named graph as one object; the same quads in the same order give the same bytes."""
    keys = _Keys()
    graphs: dict[Term | ox.DefaultGraph, dict[Term, dict[str, list[Term]]]] = {}
    for quad in quads:
        nodes = graphs.setdefault(quad.graph_name, {})
        objects = nodes.setdefault(quad.subject, {}).setdefault(quad.predicate.value, [])
        if quad.object not in objects:
            objects.append(quad.object)
    written: list[Any] = []
    for name, nodes in graphs.items():
        found = [_node(keys, subject, facts) for subject, facts in nodes.items()]
        if isinstance(name, ox.DefaultGraph):
            written += found
        else:
            written.append({"id": keys.node(name), "@graph": found})
    whole = {"@context": context(), "@graph": written}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _node(keys: _Keys, subject: Term, facts: Mapping[str, list[Term]]) -> dict[str, Any]:
    node: dict[str, Any] = {"id": keys.node(subject)}
    for predicate, terms in facts.items():
        if predicate == RDF + "type":
            names = [t.value for t in terms if isinstance(t, ox.NamedNode)]
            types = [keys.classes.get(name, keys.short(name)) for name in names]
            node["type"] = types[0] if len(types) == 1 else types
        else:
            key, value = keys.values(predicate, terms)
            node[key] = value
    return node
