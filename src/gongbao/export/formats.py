"""The one table of export formats: name, extension, media type, and the function that writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import pyoxigraph as ox

from gongbao.errors import UsageError
from gongbao.export import graph_xml
from gongbao.export.rdf import serialize
from gongbao.network.choice import Choice
from gongbao.network.connect import Connected, connect
from gongbao.network.facts import read_network
from gongbao.network.measures import measure
from gongbao.network.values import Network
from gongbao.ontology import Ontology

Contents = Mapping[str, bytes | Iterable[bytes]]
"""Contents by file suffix: whole, or in pieces where they are long."""


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
    measures: bool = False
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

    @property
    def networks(self) -> Iterable[Network]:
        """What the graph holds of things and statements, some reports at a time."""
        if self.read_groups is None:
            return (self.network,)
        return (read_network(group, self.terms) for group in self.read_groups())

    @cached_property
    def drawing(self) -> Connected:
        """The network with the edges that were chosen, and with the measures of its nodes, where they are wanted."""
        connected = self.connected or connect(self.network, self.terms, self.choice)
        return replace(connected, measured=measure(connected, self.terms)) if self.measures else connected


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
    def about_zh(self) -> str:
        """What it is, in Chinese."""
        return _IN_CHINESE[self.name]

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


def _cytoscape(material: Material) -> Contents:
    from gongbao.export import netjson

    return {".cyjs": netjson.cytoscape(material.drawing)}


def _node_link(material: Material) -> Contents:
    from gongbao.export import netjson

    return {".json": netjson.node_link(material.drawing)}


def _cypher(material: Material) -> Contents:
    from gongbao.export import neo4j

    return {".cypher": neo4j.cypher(material.drawing)}


def _neo4j(material: Material) -> Contents:
    from gongbao.export import neo4j

    return {f"-neo4j/{name}": content for name, content in neo4j.import_files(material.drawing).items()}


def _csv(material: Material) -> Contents:
    from gongbao.export import tables

    return {f"-{name}.csv": content for name, content in tables.tables(material.networks, material.terms).items()}


def _parquet(material: Material) -> Contents:
    from gongbao.export import parquet

    found = parquet.tables(material.groups, material.terms, material.prefixes)
    return {f"-{name}.parquet": content for name, content in found.items()}


FORMATS: tuple[Format, ...] = (
    Format("turtle", "ttl", "text/turtle", "RDF, readable, one plain graph", _rdf(ox.RdfFormat.TURTLE)),
    Format("trig", "trig", "application/trig", "RDF, a named graph a report", _rdf(ox.RdfFormat.TRIG)),
    Format("ntriples", "nt", "application/n-triples", "RDF, a triple a line", _rdf(ox.RdfFormat.N_TRIPLES)),
    Format("nquads", "nq", "application/n-quads", "RDF, a quad a line", _rdf(ox.RdfFormat.N_QUADS)),
    Format("rdfxml", "rdf", "application/rdf+xml", "RDF in XML", _rdf(ox.RdfFormat.RDF_XML)),
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
        _cytoscape,
    ),
    Format(
        *("nodelink", "json", "application/json", "network for networkx (and D3, with `edges` as links)"),
        _node_link,
    ),
    Format("neo4j", "neo4j", "text/csv", "folder of CSV for neo4j-admin, with its command line", _neo4j),
    Format("cypher", "cypher", "application/x-cypher-query", "script for cypher-shell", _cypher),
    Format("csv", "csv", "text/csv", "tables of entities, statements, quantities for spreadsheets", _csv),
    Format(
        *(
            "parquet",
            "parquet",
            "application/vnd.apache.parquet",
            "tables for pandas, polars, DuckDB, Spark (with pyarrow)",
        ),
        _parquet,
    ),
)


_IN_CHINESE = {
    "turtle": "RDF，便于阅读，单一图",
    "trig": "RDF，每份报告一个命名图",
    "ntriples": "RDF，一行一个三元组",
    "nquads": "RDF，一行一个四元组",
    "rdfxml": "RDF 的 XML 写法",
    "jsonld": "RDF 的 JSON 写法，自带上下文",
    "graphml": "供 yEd、Cytoscape、igraph 的网络",
    "gexf": "供 Gephi 的网络，有颜色、位置、时间",
    "cytoscape": "供 Cytoscape 和 cytoscape.js 的网络",
    "nodelink": "供 networkx 的网络（也可供 D3，以 edges 为连线）",
    "neo4j": "供 neo4j-admin 的 CSV 文件夹，附导入命令",
    "cypher": "供 cypher-shell 的脚本",
    "csv": "供 Excel、WPS 的实体、陈述、数量表",
    "parquet": "供 pandas、polars、DuckDB、Spark 的表（需 pyarrow）",
}


def get_format(name: str) -> Format:
    """Return a format by its name or extension. Raises UsageError that lists them all."""
    for format in FORMATS:
        if name.lower() in (format.name, format.extension):
            return format
    known = ", ".join(format.name for format in FORMATS)
    raise UsageError(f"no export format {name!r}; known: {known}", f"没有导出格式 {name!r}；可用：{known}")
