"""SPARQL 1.1 Service Description of this endpoint, and VoID of its data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from gongbao.ontology import DCTERMS, GB, RDF
from gongbao.serve.accept import GRAPHS, SOLUTIONS

SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_MEDIA = {
    "application/sparql-results+json": "SPARQL_Results_JSON",
    "application/sparql-results+xml": "SPARQL_Results_XML",
    "text/csv": "SPARQL_Results_CSV",
    "text/tab-separated-values": "SPARQL_Results_TSV",
    "text/turtle": "Turtle",
    "application/ld+json": "JSON-LD",
    "application/n-triples": "N-Triples",
    "application/rdf+xml": "RDF_XML",
}


def description(endpoint: str, media: str) -> bytes:
    """Return the description in one of the RDF formats."""
    names = {"sd": SD, "formats": _FORMATS}
    format = GRAPHS[media]
    written = ox.serialize(
        _triples(ox.NamedNode(endpoint)), format=format, prefixes=names if format != ox.RdfFormat.N_TRIPLES else None
    )
    return written or b""


def _triples(endpoint: ox.NamedNode) -> Iterator[ox.Triple]:
    def sd(name: str) -> ox.NamedNode:
        return ox.NamedNode(SD + name)

    kind = ox.NamedNode(RDF + "type")
    service, dataset, graph = ox.NamedNode(f"{endpoint.value}#service"), ox.BlankNode("d"), ox.BlankNode("g")
    yield ox.Triple(service, kind, sd("Service"))
    yield ox.Triple(service, sd("endpoint"), endpoint)
    yield ox.Triple(service, sd("supportedLanguage"), sd("SPARQL11Query"))
    yield ox.Triple(service, sd("feature"), sd("UnionDefaultGraph"))
    for media in (*SOLUTIONS, *GRAPHS):
        if media in _MEDIA:
            yield ox.Triple(service, sd("resultFormat"), ox.NamedNode(_FORMATS + _MEDIA[media]))
    yield ox.Triple(service, sd("defaultDataset"), dataset)
    yield ox.Triple(dataset, kind, sd("Dataset"))
    yield ox.Triple(dataset, sd("defaultGraph"), graph)
    yield ox.Triple(graph, kind, sd("Graph"))


VOID = "http://rdfs.org/ns/void#"
VOID_COUNTS = """SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?distinctSubjects)
  (COUNT(DISTINCT ?p) AS ?properties) WHERE { ?s ?p ?o }"""


def void(origin: str, base: str, counts: Mapping[str, int], media: str) -> bytes:
    """Return what the data set is, in VoID: where it can be asked, what it uses, how large it is."""
    data = ox.NamedNode(f"{origin}/.well-known/void#data")

    def named(name: str) -> ox.NamedNode:
        return ox.NamedNode(VOID + name)

    triples = [
        ox.Triple(data, ox.NamedNode(RDF + "type"), named("Dataset")),
        ox.Triple(data, ox.NamedNode(DCTERMS + "title"), ox.Literal("gongbao 公报")),
        ox.Triple(data, named("sparqlEndpoint"), ox.NamedNode(f"{origin}/sparql")),
        ox.Triple(data, named("uriSpace"), ox.Literal(base)),
        ox.Triple(data, named("vocabulary"), ox.NamedNode(GB)),
        *(ox.Triple(data, named(name), ox.Literal(count)) for name, count in counts.items()),
    ]
    format = GRAPHS[media]
    names = {"void": VOID, "dcterms": DCTERMS} if format != ox.RdfFormat.N_TRIPLES else None
    return ox.serialize(triples, format=format, prefixes=names) or b""
