"""The graph as the pages read it: values, labels and rows, over all reports together."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

import pyoxigraph as ox

from gongbao.ontology import DCTERMS, RDF, SKOS, Ontology, Term
from gongbao.opening import Opened

MOST = 300  # statements, mentions and so on that a page shows of each kind

Node = ox.NamedNode | ox.BlankNode
Object = Node | ox.Literal | ox.Triple


class Reader:
    """The store read as the pages need it. Properties are given by their ids, those of other vocabularies by their IRIs."""

    def __init__(self, opened: Opened, terms: Ontology, prefixes: Mapping[str, str]) -> None:
        self.opened = opened
        self.store = opened.store
        self.graph = ox.DefaultGraph() if opened.merged else None
        """Where all is said, each triple once: what many reports say stands in each of their graphs as well."""
        self.terms = terms
        self.prefixes = prefixes
        self.by_iri = terms.by_iri

    def rows(self, query: str) -> list[dict[str, Object]]:
        """Return a query's rows, each with what it binds. Raises QueryError."""
        found = self.opened.ask(query, self.prefixes)
        assert isinstance(found, ox.QuerySolutions)
        names = [variable.value for variable in found.variables]
        return [{n: row[n] for n in names if row[n] is not None} for row in found]

    def quads(self, predicate: str, value: ox.NamedNode | None = None) -> Iterator[ox.Quad]:
        """Yield what has a property."""
        return self.store.quads_for_pattern(None, self._named(predicate), value, self.graph)

    def values(self, predicate: str) -> dict[Object, str]:
        """Return the literals of a property by subject, of several the first in order."""
        found: dict[Object, str] = {}
        for quad in self.quads(predicate):
            if isinstance(quad.object, ox.Literal):
                kept = found.setdefault(quad.subject, quad.object.value)
                found[quad.subject] = min(kept, quad.object.value)
        return found

    def _named(self, predicate: str) -> ox.NamedNode:
        return ox.NamedNode(predicate if ":" in predicate else self.terms.get_property(predicate).iri)

    def term(self, iri: str, language: str) -> str:
        """A class, property or concept by its label in the reader's language; what is none, by the end of its IRI."""
        known = self.by_iri.get(iri)
        return known.label(language) if known else iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]

    def objects(self, subject: Object | None, predicate: str) -> list[Object]:
        """Return the objects of a property, each once; of what is no node, none."""
        if not isinstance(subject, (ox.NamedNode, ox.BlankNode)):
            return []
        found = self.store.quads_for_pattern(subject, self._named(predicate), None, self.graph)
        return list(dict.fromkeys(quad.object for quad in found))

    def nodes(self, subject: Object | None, predicate: str) -> list[Node]:
        """Return the objects that are nodes."""
        return [o for o in self.objects(subject, predicate) if isinstance(o, (ox.NamedNode, ox.BlankNode))]

    def value(self, subject: Object | None, predicate: str) -> str:
        """Return a value as text, '' where there is none."""
        found = self.objects(subject, predicate)
        return found[0].value if found and not isinstance(found[0], ox.Triple) else ""

    def number(self, subject: Object | None, predicate: str) -> int | None:
        """Return a whole number, None where there is none."""
        written = self.value(subject, predicate)
        return int(written) if written.isdecimal() else None

    def date(self, report: Object) -> str:
        """Return the day on which a report was issued, as far as it is known."""
        return self.value(report, DCTERMS + "issued").partition("T")[0]

    def first(self, subject: Object | None, predicate: str) -> Node | None:
        """Return one of the nodes, None where there is none."""
        return next(iter(self.nodes(subject, predicate)), None)

    def label(self, node: Object, script: str = "zh-hans") -> str:
        """Return the name of a thing, or the title of a report."""
        labels = [o for o in self.objects(node, SKOS + "prefLabel") if isinstance(o, ox.Literal)]
        chosen = [o.value for o in labels if (o.language or "").lower() == script] or [o.value for o in labels]
        titled = chosen or [self.value(node, DCTERMS + "title"), self.value(node, "source")]
        return next(filter(None, titled), node.value if not isinstance(node, ox.Triple) else str(node))

    def types(self, node: Object) -> list[str]:
        """Return the IRIs of a node's classes."""
        return [found.value for found in self.nodes(node, RDF + "type")]

    def specs(self, types: Iterable[str]) -> list[Term]:
        """Return the classes of some IRIs, those that are known."""
        return [self.by_iri[iri] for iri in types if iri in self.by_iri]

    def statements(self, node: ox.NamedNode, part: str) -> list[Node]:
        """Return statements of which a node is subject or object, some hundreds at most."""
        return self.pointing(node, RDF + part, 4 * MOST)[:MOST]

    def pointing(self, node: ox.NamedNode, predicate: str, most: int = 20 * MOST) -> list[Node]:
        """Return the subjects of a property that have a node as its value."""
        found = islice(self.quads(predicate, node), most)
        return sorted({q.subject for q in found if not isinstance(q.subject, ox.Triple)}, key=str)
