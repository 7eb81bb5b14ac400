"""The one reader of our own RDF: what a graph says of a node, by property; the same value whatever order it stands in.

`Held` has read a graph into memory, `Columns` reads a store property by property, as each is first asked for.
"""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import pyoxigraph as ox

from gongbao.ontology import OA, RDF, SKOS

Object = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Facts = Mapping[str, Mapping[str, Sequence[Object]]]


def text_of(term: Object) -> str:
    """Return a term's IRI, label of a blank node or lexical form; a quoted triple, which gongbao never writes, has none."""
    return "" if isinstance(term, ox.Triple) else term.value


class View(ABC):
    """What a graph says. Nodes and properties are given by IRI."""

    @abstractmethod
    def objects(self, node: str, prop: str) -> Sequence[Object]:
        """Return the objects of a property."""

    def values(self, node: str, prop: str) -> list[str]:
        """Return the objects of a property as text."""
        return [text_of(found) for found in self.objects(node, prop)]

    def value(self, node: str, prop: str) -> str | None:
        """Return a value, the smallest where there are several, None where there is none."""
        return min(self.values(node, prop), default=None)

    def first(self, node: str, prop: str, default: str = "") -> str:
        """Return a value, the smallest where there are several."""
        return min(self.values(node, prop), default=default)

    def offset(self, span: str, which: str) -> int:
        """Return where a span starts or ends (`start`, `end`), 0 where it does not say."""
        return int(self.first(span, OA + which, "0"))

    def labels(self, node: str) -> dict[str, list[str]]:
        """Return the preferred labels of a node by language tag in lower case, sorted."""
        found: dict[str, list[str]] = {}
        for label in self.objects(node, SKOS + "prefLabel"):
            if isinstance(label, ox.Literal):
                found.setdefault((label.language or "").lower(), []).append(label.value)
        return {language: sorted(names) for language, names in found.items()}


class Held(View):
    """A graph in memory, by subject and property."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        facts: dict[str, dict[str, list[Object]]] = defaultdict(lambda: defaultdict(list))
        for quad in quads:
            if not isinstance(quad.subject, ox.Triple):
                facts[quad.subject.value][quad.predicate.value].append(quad.object)
        self.facts: Facts = facts

    def objects(self, node: str, prop: str) -> Sequence[Object]:
        """Return the objects of a property in the order of the quads."""
        found = self.facts.get(node)
        return found.get(prop, ()) if found else ()

    def by_type(self) -> dict[str, list[str]]:
        """Return the nodes of each class, in the order of the quads."""
        found: dict[str, list[str]] = defaultdict(list)
        for node in self.facts:
            for kind in self.values(node, RDF + "type"):
                found[kind].append(node)
        return found


class Columns(View):
    """A store, read as text one property at a time; its graphs are read as one."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store
        self.known: dict[str, dict[str, list[str]]] = {}
        self.terms: dict[str, Mapping[str, Sequence[Object]]] = {}

    def column(self, prop: str) -> Mapping[str, list[str]]:
        """Return the objects of a property as text by subject, each once, sorted."""
        if prop not in self.known:
            found: dict[str, set[str]] = defaultdict(set)
            for quad in self.store.quads_for_pattern(None, ox.NamedNode(prop), None, None):
                found[text_of(quad.subject)].add(text_of(quad.object))
            self.known[prop] = {s: sorted(words) if len(words) > 1 else [*words] for s, words in found.items()}
        return self.known[prop]

    def values(self, node: str, prop: str) -> list[str]:
        """Return the objects of a property as text, each once, sorted."""
        return self.column(prop).get(node, [])

    def objects(self, node: str, prop: str) -> Sequence[Object]:
        """Return the objects of a property of a node, each once."""
        if prop not in self.terms:
            found: dict[str, list[Object]] = defaultdict(list)
            for quad in self.store.quads_for_pattern(None, ox.NamedNode(prop), None, None):
                found[text_of(quad.subject)].append(quad.object)
            self.terms[prop] = found
        return list(dict.fromkeys(self.terms[prop].get(node, ())))
