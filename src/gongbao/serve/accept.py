"""Content negotiation: which of the media types on offer an Accept header likes best."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pyoxigraph as ox

SOLUTIONS: Mapping[str, ox.QueryResultsFormat] = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/xml": ox.QueryResultsFormat.XML,
    "text/xml": ox.QueryResultsFormat.XML,
}
GRAPHS: Mapping[str, ox.RdfFormat] = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/json": ox.RdfFormat.JSON_LD,
    "application/xml": ox.RdfFormat.RDF_XML,
    "text/xml": ox.RdfFormat.RDF_XML,
    "text/n3": ox.RdfFormat.TURTLE,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
}
PAGES = ("text/html", *GRAPHS)

_RANGE = re.compile(r"([\w!#$&^.+*-]+)/([\w!#$&^.+*-]+)")
_QUALITY = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")


def choose(accept: str | None, offered: Iterable[str]) -> str | None:
    """Return the offer that the header likes best, or None where it takes none of them.

    The most exact range decides an offer's quality, as RFC 9110 says; among equals the first offer wins. Without a
    header, anything is taken.
    """
    offers = list(offered)
    if accept is None or not accept.strip():
        return offers[0]
    ranges = list(_ranges(accept))
    best, quality = None, 0.0
    for offer in offers:
        value = _quality_of(offer, ranges)
        if value > quality:
            best, quality = offer, value
    return best


def _ranges(accept: str) -> Iterable[tuple[str, str, float]]:
    for part in accept.split(",")[:100]:
        words = [word.strip() for word in part.split(";")]
        match = _RANGE.fullmatch(words[0])
        if match is None:
            continue  # one range that nobody understands spoils no other
        quality = 1.0
        for word in words[1:]:
            name, _, value = word.partition("=")
            if name.strip().lower() == "q":
                quality = float(value) if _QUALITY.fullmatch(value.strip()) else 0.0
        yield match[1].lower(), match[2].lower(), quality


def _quality_of(offer: str, ranges: list[tuple[str, str, float]]) -> float:
    kind, _, subtype = offer.partition("/")
    for wanted in ((kind, subtype), (kind, "*"), ("*", "*")):
        found = [quality for a, b, quality in ranges if (a, b) == wanted]
        if found:
            return max(found)
    return 0.0
