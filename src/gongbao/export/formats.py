"""The one table of export formats: name, extension, media type, and the function that writes it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

import pyoxigraph as ox

from gongbao.errors import UsageError
from gongbao.export import graph_xml, netjson
from gongbao.export.rdf import serialize
from gongbao.network.choice import Choice
from gongbao.network.connect import Connected, connect
from gongbao.network.facts import read_network
from gongbao.network.measures import measure
from gongbao.network.values import Network
from gongbao.ontology import Ontology
from gongbao.text import tsv

Contents = Mapping[str, bytes | Iterable[bytes]]  # contents by file suffix: whole, or in pieces where they are long


@dataclass(frozen=True)
class Material:
    """What is written: a graph, and its network as chosen. Each is read when a format first asks for it.

    `read_quads` gives the quads in the order of writing; `read_facts` the network, where there is a shorter way to it;
    `connected` is written in place of the network as chosen. Of a corpus that is too long to be held, `read_pieces` gives
    RDF and `read_groups` the quads of some reports at a time.
    """

    read_quads: Callable[[], Sequence[ox.Quad]]
    terms: Ontology
    prefixes: Mapping[str, str]
    choice: Choice = field(default_factory=Choice)
    read_facts: Callable[[], Network] | None = None
    connected: Connected | None = None
    read_pieces: Callable[[ox.RdfFormat], Iterable[bytes]] | None = None
    read_groups: Callable[[], Iterable[Sequence[ox.Quad]]] | None = None

    @cached_property
    def quads(self) -> Sequence[ox.Quad]:
        """The graph."""
        return self.read_quads()

    @cached_property
    def network(self) -> Network:
        """What the graph holds of things and statements, before edges are chosen."""
        return self.read_facts() if self.read_facts is not None else read_network(self.quads, self.terms)

    @property
    def groups(self) -> Iterable[Sequence[ox.Quad]]:
        """The graph, some reports at a time."""
        return (self.quads,) if self.read_groups is None else self.read_groups()

    @cached_property
    def drawing(self) -> Connected:
        """The network with the edges that were chosen, and with the measures of its nodes, where they are wanted."""
        connected = self.connected or connect(self.network, self.terms, self.choice)
        return replace(connected, measured=measure(connected, self.terms)) if self.choice.measures else connected


Writer = Callable[[Material], Contents]


class Format(NamedTuple):
    """An export format. `write` gives the contents by file suffix: one file, or several where the format needs them."""

    name: str
    extension: str
    media_type: str
    about: str
    about_zh: str
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


def _jsonld(material: Material) -> Contents:
    from gongbao.export.jsonld import in_pieces

    return {".jsonld": in_pieces(material.groups, material.prefixes)}


def _network(suffix: str, write_network: Callable[[Connected], Iterable[bytes]]) -> Writer:
    def write(material: Material) -> Contents:
        return {suffix: write_network(material.drawing)}

    return write


def _cypher(material: Material) -> Contents:
    from gongbao.export import neo4j

    return {".cypher": neo4j.cypher(material.drawing)}


def _neo4j(material: Material) -> Contents:
    from gongbao.export import neo4j

    return {f"-neo4j/{name}": content for name, content in neo4j.import_files(material.drawing).items()}


def _tables(kind: str) -> Writer:
    def write(material: Material) -> Contents:
        from gongbao.export.tables import files

        found = files(kind, material.groups, material.terms, material.prefixes)
        return {f"-{name}.{kind}": content for name, content in found.items()}

    return write


_WRITERS: Mapping[str, Writer] = {
    "turtle": _rdf(ox.RdfFormat.TURTLE),
    "trig": _rdf(ox.RdfFormat.TRIG),
    "ntriples": _rdf(ox.RdfFormat.N_TRIPLES),
    "nquads": _rdf(ox.RdfFormat.N_QUADS),
    "rdfxml": _rdf(ox.RdfFormat.RDF_XML),
    "jsonld": _jsonld,
    "graphml": _network(".graphml", graph_xml.graphml),
    "gexf": _network(".gexf", graph_xml.gexf),
    "cytoscape": _network(".cyjs", netjson.cytoscape),
    "nodelink": _network(".json", netjson.node_link),
    "neo4j": _neo4j,
    "cypher": _cypher,
    "csv": _tables("csv"),
    "parquet": _tables("parquet"),
}

FORMATS = tuple(
    Format(name, extension, media_type, about, about_zh, _WRITERS[name])
    for name, extension, media_type, about, about_zh in tsv.rows("gongbao.export", "formats.tsv")
)


def get_format(name: str) -> Format:
    """Return a format by its name or extension. Raises UsageError that lists them all."""
    for format in FORMATS:
        if name.lower() in (format.name, format.extension):
            return format
    raise UsageError("no export format", name=name, known=[format.name for format in FORMATS])
