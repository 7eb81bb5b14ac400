"""The measures of a network as RDF: what each thing is in it, in terms of the ontology."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal

import pyoxigraph as ox

from gongbao.export.rdf import serialize
from gongbao.network.measures import Measured
from gongbao.ontology import GB, XSD, Ontology


def turtle(measured: Mapping[str, Measured], terms: Ontology) -> bytes:
    """Return Turtle that can be loaded beside the graph."""
    quads = [
        ox.Quad(ox.NamedNode(iri), ox.NamedNode(terms.get_property(name).iri), _literal(value))
        for iri, found in sorted(measured.items())
        for name, value in asdict(found).items()
    ]
    return serialize(quads, ox.RdfFormat.TURTLE, {"gb": GB, "xsd": XSD})


def _literal(value: int | float) -> ox.Literal:
    if isinstance(value, int):
        return ox.Literal(str(value), datatype=ox.NamedNode(XSD + "integer"))
    written = format(Decimal(repr(value)), "f")
    return ox.Literal(written if "." in written else f"{written}.0", datatype=ox.NamedNode(XSD + "decimal"))
