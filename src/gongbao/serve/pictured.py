"""What the viewer is to show: the whole graph where one picture holds it, else a report, or those that tell of a thing."""

from __future__ import annotations

from itertools import islice

import pyoxigraph as ox

from gongbao import stored
from gongbao.errors import GraphError
from gongbao.ontology import DCTERMS, RDF, Ontology
from gongbao.opening import Opened
from gongbao.serve.wire import Head

MOST_CHARACTERS, MOST_MENTIONS = 1_500_000, 40_000
"""Text and mentions that one picture holds: each makes some 12 MB of page."""

MOST_REPORTS = 30
"""Reports that the picture of a thing holds: the newest."""

_LOOKED_AT = 20_000  # mentions that are looked at for the reports of a thing


class TooLarge(GraphError):
    """The graph has too much for one picture."""

    def __init__(self) -> None:
        super().__init__(
            "the graph is too large for one picture: choose a report, or a thing",
            "图谱太大，一张图放不下，请选一份报告或一个事物",
        )


class Missing(GraphError):
    """There is no such report or thing."""


def chosen(opened: Opened, terms: Ontology, asked: Head) -> ox.Store:
    """Return the graphs to be shown. Raises GraphError where they are too large, or not there."""
    try:
        named = ox.NamedNode(asked.get("report") or asked.get("thing") or RDF)
    except ValueError:
        raise Missing("not an IRI", "地址有误") from None
    if not asked:
        return _whole(opened, terms)
    reports = [named] if "report" in asked else _of(opened.store, terms, named)
    there = [report for report in reports if _value(opened.store, report, terms.get_property("text").iri)]
    if not there:
        raise Missing("the graph has no such report or thing", "图谱中没有这份报告或这个事物")
    held = stored.whole(opened.store, there)
    if not all(map(opened.store.contains_named_graph, there)):  # a file in which all reports are one graph
        refers = ox.NamedNode(terms.get_property("refersTo").iri)
        told = {quad.object for quad in held.quads_for_pattern(None, refers, None, None)}
        for node in (node for node in told if isinstance(node, ox.NamedNode)):
            held.extend(opened.store.quads_for_pattern(node, None, None, None))
    return held


def _whole(opened: Opened, terms: Ontology) -> ox.Store:
    graph = ox.DefaultGraph() if opened.merged else None
    text, refers = (ox.NamedNode(terms.get_property(name).iri) for name in ("text", "refersTo"))
    left = MOST_CHARACTERS
    for quad in opened.store.quads_for_pattern(None, text, None, graph):
        left -= len(quad.object.value) if isinstance(quad.object, ox.Literal) else 0
        if left < 0:
            raise TooLarge
    if (
        sum(1 for _ in islice(opened.store.quads_for_pattern(None, refers, None, graph), MOST_MENTIONS + 1))
        > MOST_MENTIONS
    ):
        raise TooLarge
    return opened.store


def _of(store: ox.Store, terms: Ontology, thing: ox.NamedNode) -> list[ox.NamedNode]:
    refers, inside, issued = terms.get_property("refersTo").iri, terms.get_property("inReport").iri, DCTERMS + "issued"
    mentions = islice(store.quads_for_pattern(None, ox.NamedNode(refers), thing, None), _LOOKED_AT)
    found = {
        quad.object
        for mention in {quad.subject for quad in mentions}
        for quad in store.quads_for_pattern(mention, ox.NamedNode(inside), None, None)
    }
    dated = sorted(
        ((_value(store, report, issued), report.value) for report in found if isinstance(report, ox.NamedNode)),
        reverse=True,
    )
    return [ox.NamedNode(report) for _, report in dated[:MOST_REPORTS]]


def _value(store: ox.Store, node: ox.NamedNode, predicate: str) -> str:
    quad = next(store.quads_for_pattern(node, ox.NamedNode(predicate), None, None), None)
    return quad.object.value if quad is not None and isinstance(quad.object, ox.Literal) else ""
