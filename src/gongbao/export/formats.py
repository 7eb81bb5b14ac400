"""The one table of export formats: name, extension, media type, and the function that writes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from gongbao.errors import UsageError
from gongbao.export import xml
from gongbao.export.network import read_network
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


def _graphml(quads: Sequence[ox.Quad], terms: Ontology, prefixes: Mapping[str, str]) -> Mapping[str, bytes]:
    return {".graphml": xml.graphml(read_network(quads, terms))}


def _gexf(quads: Sequence[ox.Quad], terms: Ontology, prefixes: Mapping[str, str]) -> Mapping[str, bytes]:
    return {".gexf": xml.gexf(read_network(quads, terms))}


FORMATS: tuple[Format, ...] = (
    Format("turtle", "ttl", "text/turtle", "RDF, readable, one plain graph", _rdf(ox.RdfFormat.TURTLE)),
    Format("trig", "trig", "application/trig", "RDF, a named graph a report", _rdf(ox.RdfFormat.TRIG)),
    Format("ntriples", "nt", "application/n-triples", "RDF, a triple a line", _rdf(ox.RdfFormat.N_TRIPLES)),
    Format("nquads", "nq", "application/n-quads", "RDF, a quad a line", _rdf(ox.RdfFormat.N_QUADS)),
    Format("rdfxml", "rdf", "application/rdf+xml", "RDF in XML", _rdf(ox.RdfFormat.RDF_XML)),
    Format("graphml", "graphml", "application/graphml+xml", "network for yEd, Cytoscape, igraph", _graphml),
    Format("gexf", "gexf", "application/gexf+xml", "network for Gephi, with colours, positions, time", _gexf),
)


def get_format(name: str) -> Format:
    """Return a format by its name or extension. Raises UsageError that lists them all."""
    for format in FORMATS:
        if name.lower() in (format.name, format.extension):
            return format
    known = ", ".join(format.name for format in FORMATS)
    raise UsageError(f"no export format {name!r}; known: {known}", f"没有导出格式 {name!r}；可用：{known}")
