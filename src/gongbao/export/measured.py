"""The measures of a network as RDF: what each thing is in it, in terms of the ontology."""

from collections.abc import Mapping

import pyoxigraph as ox

from gongbao.export.rdf import serialize
from gongbao.network.measures import Measured
from gongbao.ntriples import decimal, integer, named
from gongbao.ontology import GB, XSD, Ontology


def turtle(measured: Mapping[str, Measured], terms: Ontology) -> bytes:
    """Return Turtle that can be loaded beside the graph."""
    lines = (
        f"{named(iri)} {named(terms.get_property(name).iri)} {integer(v) if isinstance(v, int) else decimal(v)} .\n"
        for iri, found in sorted(measured.items())
        for name, v in found._asdict().items()
    )
    quads = ox.parse("".join(lines), format=ox.RdfFormat.N_TRIPLES)
    return serialize(quads, ox.RdfFormat.TURTLE, {"gb": GB, "xsd": XSD})
