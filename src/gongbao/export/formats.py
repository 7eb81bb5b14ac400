"""The one table of export formats: name, extension, media type, and the function that writes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from gongbao.errors import GraphError, UsageError
from gongbao.export import neo4j, netjson, tables, xml
from gongbao.export.jsonld import jsonld
from gongbao.export.network import Network, printable, read_network
from gongbao.export.rdf import serialize
from gongbao.ontology import Ontology

Writer = Callable[[Sequence[ox.Quad], Ontology, Mapping[str, str]], Mapping[str, bytes]]


@dataclass(frozen=True, slots=True)
class Format:
    """An export format. `write` gives the contents by file suffix: one file, or several where the format needs them."""

    name: str
    extension: str
    media_type: str
    about: str
    write: Writer


def _rdf(format: ox.RdfFormat) -> Writer:
    def write(quads: Sequence[ox.Quad], terms: Ontology, prefixes: Mapping[str, str]) -> Mapping[str, bytes]:
        return {f".{format.file_extension}": serialize(quads, format, prefixes)}

    return write


def _rdfxml(quads: Sequence[ox.Quad], terms: Ontology, prefixes: Mapping[str, str]) -> Mapping[str, bytes]:
    """RDF/XML, where characters that XML cannot hold are replaced."""
    readable = [ox.Quad(q.subject, q.predicate, _printable(q.object), q.graph_name) for q in quads]
    return {".rdf": serialize(readable, ox.RdfFormat.RDF_XML, prefixes)}


def _printable(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if isinstance(term, ox.Triple):
        raise GraphError("RDF/XML has no place for triples about triples", "RDF/XML 不能表示引用三元组")
    if not isinstance(term, ox.Literal) or (words := printable(term.value)) == term.value:
        return term
    return ox.Literal(words, language=term.language) if term.language else ox.Literal(words, datatype=term.datatype)


def _jsonld(quads: Sequence[ox.Quad], terms: Ontology, prefixes: Mapping[str, str]) -> Mapping[str, bytes]:
    return {".jsonld": jsonld(quads, prefixes)}


def _network(suffix: str, write_network: Callable[[Network], bytes]) -> Writer:
    def write(quads: Sequence[ox.Quad], terms: Ontology, prefixes: Mapping[str, str]) -> Mapping[str, bytes]:
        return {suffix: write_network(read_network(quads, terms))}

    return write


def _neo4j(quads: Sequence[ox.Quad], terms: Ontology, prefixes: Mapping[str, str]) -> Mapping[str, bytes]:
    files = neo4j.import_files(read_network(quads, terms), terms)
    return {f"-neo4j/{name}": content for name, content in files.items()}


def _cypher(quads: Sequence[ox.Quad], terms: Ontology, prefixes: Mapping[str, str]) -> Mapping[str, bytes]:
    return {".cypher": neo4j.cypher(read_network(quads, terms), terms)}


def _csv(quads: Sequence[ox.Quad], terms: Ontology, prefixes: Mapping[str, str]) -> Mapping[str, bytes]:
    network = read_network(quads, terms)
    return {
        "-entities.csv": tables.entities(network),
        "-statements.csv": tables.statements(network),
        "-quantities.csv": tables.quantities(network),
    }


FORMATS: tuple[Format, ...] = (
    Format("turtle", "ttl", "text/turtle", "RDF, readable, one plain graph", _rdf(ox.RdfFormat.TURTLE)),
    Format("trig", "trig", "application/trig", "RDF, a named graph a report", _rdf(ox.RdfFormat.TRIG)),
    Format("ntriples", "nt", "application/n-triples", "RDF, a triple a line", _rdf(ox.RdfFormat.N_TRIPLES)),
    Format("nquads", "nq", "application/n-quads", "RDF, a quad a line", _rdf(ox.RdfFormat.N_QUADS)),
    Format("rdfxml", "rdf", "application/rdf+xml", "RDF in XML", _rdfxml),
    Format("jsonld", "jsonld", "application/ld+json", "RDF in JSON, with gongbao's context inside", _jsonld),
    Format(
        *("graphml", "graphml", "application/graphml+xml", "network for yEd, Cytoscape, igraph"),
        _network(".graphml", xml.graphml),
    ),
    Format(
        *("gexf", "gexf", "application/gexf+xml", "network for Gephi, with colours, positions, time"),
        _network(".gexf", xml.gexf),
    ),
    Format(
        *("cytoscape", "cyjs", "application/json", "network for Cytoscape and cytoscape.js"),
        _network(".cyjs", netjson.cytoscape),
    ),
    Format(
        *("nodelink", "json", "application/json", "network for networkx and D3"),
        _network(".json", netjson.node_link),
    ),
    Format("neo4j", "neo4j", "text/csv", "folder of CSV for neo4j-admin, with its command line", _neo4j),
    Format("cypher", "cypher", "application/x-cypher-query", "script for cypher-shell", _cypher),
    Format("csv", "csv", "text/csv", "tables of entities, statements, quantities for spreadsheets", _csv),
)


def get_format(name: str) -> Format:
    """Return a format by its name or extension. Raises UsageError that lists them all."""
    for format in FORMATS:
        if name.lower() in (format.name, format.extension):
            return format
    known = ", ".join(format.name for format in FORMATS)
    raise UsageError(f"no export format {name!r}; known: {known}", f"没有导出格式 {name!r}；可用：{known}")
