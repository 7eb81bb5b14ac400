"""Graphs with something wrong: how each is made, and what says so."""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph as ox

from gongbao.ontology import DCTERMS, GB, OA, RDF, SKOS, XSD

Quads = list[ox.Quad]


def of_class(quads: Quads, class_iri: str) -> str:
    return next(
        str(q.subject)[1:-1] for q in quads if q.predicate.value == RDF + "type" and q.object == ox.NamedNode(class_iri)
    )


def without(quads: Quads, subject: str, predicate: str) -> Quads:
    return [q for q in quads if (str(q.subject), q.predicate.value) != (f"<{subject}>", predicate)]


def with_value(quads: Quads, subject: str, predicate: str, value: ox.NamedNode | ox.Literal) -> Quads:
    name = quads[0].graph_name
    added = ox.Quad(ox.NamedNode(subject), ox.NamedNode(predicate), value, name)
    return [*without(quads, subject, predicate), added]


def also(quads: Quads, subject: str, predicate: str, value: ox.NamedNode | ox.Literal) -> Quads:
    return [*quads, ox.Quad(ox.NamedNode(subject), ox.NamedNode(predicate), value, quads[0].graph_name)]


def number(value: str, kind: str = "integer") -> ox.Literal:
    return ox.Literal(value, datatype=ox.NamedNode(XSD + kind))


STATEMENT, ORG = GB + "Statement", GB + "Organization"


DAMAGES: dict[str, tuple[Callable[[Quads], Quads], str]] = {
    "no evidence": (
        lambda g: without(g, of_class(g, STATEMENT), GB + "evidence"),
        "needs evidence (gb:evidence), a gb:Evidence",
    ),
    "wrong range": (
        lambda g: also(g, of_class(g, ORG), GB + "conducts", ox.NamedNode(of_class(g, ORG))),
        "gb:conducts must lead to gb:Campaign",
    ),
    "wrong domain": (
        lambda g: also(
            g, of_class(g, GB + "Campaign"), GB + "conducts", ox.NamedNode(of_class(g, GB + "Campaign"))
        ),
        "only gb:Organization can have gb:conducts",
    ),
    "unknown term": (
        lambda g: also(g, of_class(g, ORG), GB + "conduct", ox.NamedNode(of_class(g, GB + "Campaign"))),
        "this term is not in the ontology",
    ),
    "offset outside the text": (
        lambda g: with_value(g, of_class(g, GB + "Mention"), OA + "end", number("99999")),
        "lies outside the report's text",
    ),
    "offsets that are not the quotation": (
        lambda g: with_value(g, of_class(g, GB + "Mention"), OA + "exact", ox.Literal("别的话")),
        "is not the quoted text",
    ),
    "keyword after the end of the text": (
        lambda g: with_value(g, of_class(g, GB + "Occurrence"), GB + "places", ox.Literal("0-2 99998-99999")),
        "lies outside the report's text",
    ),
    "places in words": (
        lambda g: with_value(g, of_class(g, GB + "Occurrence"), GB + "places", ox.Literal("文首")),
        "needs exactly one gb:places, such as 12-14 55-57",
    ),
    "two names": (
        lambda g: also(g, of_class(g, ORG), SKOS + "prefLabel", ox.Literal("乙局", language="zh-Hans")),
        "needs one skos:prefLabel in zh-Hans and one in zh-Hant",
    ),
    "no name": (
        lambda g: without(g, of_class(g, ORG), SKOS + "prefLabel"),
        "needs one skos:prefLabel in zh-Hans and one in zh-Hant",
    ),
    "unknown modality": (
        lambda g: with_value(g, of_class(g, STATEMENT), GB + "modality", ox.NamedNode(GB + "maybe")),
        "needs exactly one gb:modality: gb:done, gb:planned, gb:required or gb:negated",
    ),
    "score above 1": (
        lambda g: with_value(g, of_class(g, GB + "Mention"), GB + "score", number("1.5", "decimal")),
        "needs exactly one gb:score from 0 to 1",
    ),
    "mention of nothing": (
        lambda g: with_value(g, of_class(g, GB + "Mention"), GB + "refersTo", ox.NamedNode("https://example.org/x")),
        "needs exactly one gb:refersTo, a gb:Entity of the graph",
    ),
    "statement without subject": (
        lambda g: without(g, of_class(g, STATEMENT), GB + "subject"),
        "needs exactly one gb:subject (and the same rdf:subject), a gb:Entity of the graph",
    ),
    "direct triple without a statement": (
        lambda g: without(g, of_class(g, STATEMENT), GB + "predicate"),
        "no statement with evidence says",
    ),
    "digest cut short": (
        lambda g: with_value(g, of_class(g, GB + "Report"), GB + "sha256", ox.Literal("abc")),
        "needs exactly one gb:sha256 of 64 hexadecimal digits",
    ),
    "value that is no number": (
        lambda g: with_value(g, of_class(g, GB + "Observation"), GB + "value", ox.Literal("六百")),
        "needs exactly one gb:value, a decimal number",
    ),
    "time that is no ISO 8601": (
        lambda g: with_value(g, of_class(g, GB + "Time"), GB + "value", ox.Literal("去年")),
        "needs exactly one gb:value, an ISO 8601 date or interval such as 2023-04/..",
    ),
    "two classes": (
        lambda g: also(g, of_class(g, ORG), RDF + "type", ox.NamedNode(GB + "Person")),
        "an organization cannot be a thing of another class too",
    ),
    "start after end": (
        lambda g: with_value(g, of_class(g, GB + "Evidence"), OA + "start", number("900")),
        "needs exactly one oa:start, an integer from 0 and before the end",
    ),
    "report without its text": (
        lambda g: without(g, of_class(g, GB + "Report"), GB + "text"),
        "needs exactly one gb:text, not empty",
    ),
    "day of issue in words": (
        lambda g: with_value(g, of_class(g, GB + "Report"), DCTERMS + "issued", ox.Literal("四月三日")),
        "may have at most one dcterms:issued",
    ),
    "published by a campaign": (
        lambda g: with_value(
            g, of_class(g, GB + "Report"), DCTERMS + "publisher", ox.NamedNode(of_class(g, GB + "Campaign"))
        ),
        "may have at most one dcterms:publisher, a gb:Organization",
    ),
    "evidence of no report": (
        lambda g: without(g, of_class(g, GB + "Evidence"), GB + "inReport"),
        "needs exactly one gb:inReport, a gb:Report",
    ),
    "reification that says otherwise": (
        lambda g: with_value(g, of_class(g, STATEMENT), RDF + "object", ox.NamedNode("https://example.org/x")),
        "needs exactly one gb:object (and the same rdf:object), the IRI of a thing or concept",
    ),
    "quantity without a unit": (
        lambda g: without(g, of_class(g, GB + "Observation"), GB + "unit"),
        "needs exactly one gb:unit",
    ),
    "bound of no known kind": (
        lambda g: with_value(g, of_class(g, GB + "Observation"), GB + "bound", ox.NamedNode(GB + "some")),
        "needs exactly one gb:bound: gb:exactly, gb:atLeast, gb:atMost or gb:about",
    ),
    "code with spaces": (
        lambda g: also(g, of_class(g, ORG), GB + "code", ox.Literal("12 01")),
        "may have at most one gb:code, a text without spaces",
    ),
}  # fmt: skip


LAWS_ONLY = {"unknown term", "offset outside the text", "offsets that are not the quotation",
             "keyword after the end of the text", "direct triple without a statement"}  # fmt: skip
