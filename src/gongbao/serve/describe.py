"""What this endpoint is, in RDF, made with rdflib: SPARQL 1.1 Service Description, and VoID and DCAT of its data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pyoxigraph as ox

from gongbao.ontology import GB
from gongbao.serve.accept import GRAPHS, SOLUTIONS

if TYPE_CHECKING:
    from rdflib import Graph

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
    "application/trig": "TriG",
    "application/n-quads": "N-Quads",
}
_WRITERS = {
    ox.RdfFormat.TURTLE: "turtle",
    ox.RdfFormat.JSON_LD: "json-ld",
    ox.RdfFormat.N_TRIPLES: "nt",
    ox.RdfFormat.RDF_XML: "pretty-xml",
    ox.RdfFormat.TRIG: "turtle",
    ox.RdfFormat.N_QUADS: "nt",
}
"""rdflib's names of the formats; one graph in Turtle or N-Triples is TriG or N-Quads too."""

VOID_COUNTS = """SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?distinctSubjects)
  (COUNT(DISTINCT ?p) AS ?properties) WHERE { ?s ?p ?o }"""


def description(endpoint: str, media: str) -> bytes:
    """Return the service description in one of the RDF formats."""
    from rdflib import RDF, Graph, Namespace, URIRef

    sd, formats = Namespace(SD), Namespace(_FORMATS)
    service, dataset, default = (URIRef(f"{endpoint}#{name}") for name in ("service", "dataset", "graph"))
    graph = Graph()
    graph.bind("sd", sd)
    graph.bind("formats", formats)
    graph.add((service, RDF.type, sd.Service))
    graph.add((service, sd.endpoint, URIRef(endpoint)))
    graph.add((service, sd.supportedLanguage, sd.SPARQL11Query))
    graph.add((service, sd.feature, sd.UnionDefaultGraph))
    for offered in (*SOLUTIONS, *GRAPHS):
        if offered in _MEDIA:
            graph.add((service, sd.resultFormat, formats[_MEDIA[offered]]))
    graph.add((service, sd.defaultDataset, dataset))
    graph.add((dataset, RDF.type, sd.Dataset))
    graph.add((dataset, sd.defaultGraph, default))
    graph.add((default, RDF.type, sd.Graph))
    return _written(graph, media)


def void(origin: str, base: str, counts: Mapping[str, int], classes: Mapping[str, int], media: str) -> bytes:
    """Return what the data set is, in VoID, and in DCAT for portals.

    Where it can be asked, what it uses, how large it is (`counts`, as far as they are known), and how many things of
    each class it has.
    """
    from rdflib import DCAT, DCTERMS, RDF, VOID, BNode, Graph, Literal, URIRef

    data, service = URIRef(f"{origin}/.well-known/void#data"), URIRef(f"{origin}/sparql#service")
    graph = Graph()
    for prefix, namespace in (("void", VOID), ("dcat", DCAT), ("dcterms", DCTERMS)):
        graph.bind(prefix, namespace)
    graph.add((data, RDF.type, VOID.Dataset))
    graph.add((data, RDF.type, DCAT.Dataset))
    graph.add((data, DCTERMS.title, Literal("gongbao 公报")))
    graph.add((data, DCTERMS.language, URIRef("http://id.loc.gov/vocabulary/iso639-1/zh")))
    graph.add((data, VOID.sparqlEndpoint, URIRef(f"{origin}/sparql")))
    graph.add((data, VOID.uriSpace, Literal(base)))
    graph.add((data, VOID.vocabulary, URIRef(GB)))
    for name, count in counts.items():
        graph.add((data, VOID[name], Literal(count)))
    graph.add((data, VOID.entities, Literal(sum(classes.values()))))
    for iri, count in classes.items():
        part = BNode(f"class-{iri.rpartition('#')[2]}")
        graph.add((data, VOID.classPartition, part))
        graph.add((part, VOID["class"], URIRef(iri)))
        graph.add((part, VOID.entities, Literal(count)))
    graph.add((service, RDF.type, DCAT.DataService))
    graph.add((service, DCTERMS.title, Literal("SPARQL 1.1")))
    graph.add((service, DCAT.endpointURL, URIRef(f"{origin}/sparql")))
    graph.add((service, DCAT.endpointDescription, URIRef(f"{origin}/sparql")))
    graph.add((service, DCAT.servesDataset, data))
    return _written(graph, media)


def _written(graph: Graph, media: str) -> bytes:
    return graph.serialize(format=_WRITERS[GRAPHS[media]], encoding="utf-8")
