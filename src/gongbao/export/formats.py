"""The one table of export formats: name, extension, media type, and the function that writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pyoxigraph as ox

from gongbao.errors import GraphError, UsageError
from gongbao.export import graph_xml, neo4j, netjson, tables
from gongbao.export.attributes import Drawing, draw, printable
from gongbao.export.jsonld import jsonld
from gongbao.export.rdf import serialize
from gongbao.network.choice import Choice
from gongbao.network.connect import Connected, connect
from gongbao.network.facts import read_network
from gongbao.network.values import Network
from gongbao.ontology import Ontology

Contents = Mapping[str, bytes | Iterable[bytes]]
"""Contents by file suffix: whole, or in pieces where they are long."""


@dataclass(frozen=True)
class Material:
    """What is written: a graph, and its network as chosen. Each is read when a format first asks for it.

    `read_quads` gives the quads in the order of writing; `read_facts` the network, where there is a shorter way to it;
    `connected` is written in place of the network as chosen; `read_pieces` gives RDF that is too long to be held.
    """

    read_quads: Callable[[], Sequence[ox.Quad]]
    terms: Ontology
    prefixes: Mapping[str, str]
    choice: Choice = field(default_factory=Choice)
    measures: bool = False
    read_facts: Callable[[], Network] | None = None
    connected: Connected | None = None
    read_pieces: Callable[[ox.RdfFormat], Iterable[bytes]] | None = None

    @cached_property
    def quads(self) -> Sequence[ox.Quad]:
        """The graph."""
        return self.read_quads()

    @cached_property
    def network(self) -> Network:
        """What the graph holds of things and statements, before edges are chosen."""
        return self.read_facts() if self.read_facts is not None else read_network(self.quads, self.terms)

    @cached_property
    def drawing(self) -> Drawing:
        """The network with the edges that were chosen."""
        connected = self.connected or connect(self.network, self.terms, self.choice)
        return draw(connected, self.terms, measures=self.measures)


Writer = Callable[[Material], Contents]


@dataclass(frozen=True, slots=True)
class Format:
    """An export format. `write` gives the contents by file suffix: one file, or several where the format needs them."""

    name: str
    extension: str
    media_type: str
    about: str
    write: Writer

    @property
    def network(self) -> bool:
        """Say whether it is made of nodes and edges, so that a choice of edges shows in it."""
        return self.name in ("graphml", "gexf", "cytoscape", "nodelink", "neo4j", "cypher")


def _rdf(format: ox.RdfFormat) -> Writer:
    def write(material: Material) -> Contents:
        if material.read_pieces is not None:
            return {f".{format.file_extension}": material.read_pieces(format)}
        return {f".{format.file_extension}": serialize(material.quads, format, material.prefixes)}

    return write


def _rdfxml(material: Material) -> Contents:
    """RDF/XML, where characters that XML cannot hold are replaced."""
    readable = [ox.Quad(q.subject, q.predicate, _printable(q.object), q.graph_name) for q in material.quads]
    return {".rdf": serialize(readable, ox.RdfFormat.RDF_XML, material.prefixes)}


def _printable(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if isinstance(term, ox.Triple):
        raise GraphError("RDF/XML has no place for triples about triples", "RDF/XML 不能表示引用三元组")
    if not isinstance(term, ox.Literal) or (words := printable(term.value)) == term.value:
        return term
    return ox.Literal(words, language=term.language) if term.language else ox.Literal(words, datatype=term.datatype)


def _jsonld(material: Material) -> Contents:
    return {".jsonld": jsonld(material.quads, material.prefixes)}


def _network(suffix: str, write_network: Callable[[Drawing], Iterable[bytes]]) -> Writer:
    def write(material: Material) -> Contents:
        return {suffix: write_network(material.drawing)}

    return write


def _neo4j(material: Material) -> Contents:
    return {f"-neo4j/{name}": content for name, content in neo4j.import_files(material.drawing).items()}


def _csv(material: Material) -> Contents:
    network = material.network
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
        _network(".graphml", graph_xml.graphml),
    ),
    Format(
        *("gexf", "gexf", "application/gexf+xml", "network for Gephi, with colours, positions, time"),
        _network(".gexf", graph_xml.gexf),
    ),
    Format(
        *("cytoscape", "cyjs", "application/json", "network for Cytoscape and cytoscape.js"),
        _network(".cyjs", netjson.cytoscape),
    ),
    Format(
        *("nodelink", "json", "application/json", "network for networkx (and D3, with `edges` as links)"),
        _network(".json", netjson.node_link),
    ),
    Format("neo4j", "neo4j", "text/csv", "folder of CSV for neo4j-admin, with its command line", _neo4j),
    Format(
        "cypher", "cypher", "application/x-cypher-query", "script for cypher-shell", _network(".cypher", neo4j.cypher)
    ),
    Format("csv", "csv", "text/csv", "tables of entities, statements, quantities for spreadsheets", _csv),
)


def get_format(name: str) -> Format:
    """Return a format by its name or extension. Raises UsageError that lists them all."""
    for format in FORMATS:
        if name.lower() in (format.name, format.extension):
            return format
    known = ", ".join(format.name for format in FORMATS)
    raise UsageError(f"no export format {name!r}; known: {known}", f"没有导出格式 {name!r}；可用：{known}")
