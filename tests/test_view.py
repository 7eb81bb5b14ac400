"""The one reader of our own RDF: in memory and out of a store it says the same, in whatever order the triples stand."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import pyoxigraph as ox
import pytest

from gongbao.ontology import OA, RDF, SKOS
from gongbao.view import Columns, Held, View

A, T = ox.NamedNode("https://example.org/a"), ox.NamedNode("https://example.org/T")
QUADS = [
    ox.Quad(A, ox.NamedNode(RDF + "type"), T),
    ox.Quad(A, ox.NamedNode(OA + "start"), ox.Literal(12)),
    ox.Quad(A, ox.NamedNode(SKOS + "prefLabel"), ox.Literal("总队", language="zh-Hans")),
    ox.Quad(A, ox.NamedNode(SKOS + "prefLabel"), ox.Literal("支队", language="zh-Hans")),
]


def held(quads: list[ox.Quad]) -> View:
    return Held(quads)


def columns(quads: list[ox.Quad]) -> View:
    store = ox.Store()
    store.extend(quads)
    return Columns(store)


@pytest.mark.parametrize("made", [held, columns])
def test_values_do_not_hang_on_the_order_of_triples(made: Callable[[list[ox.Quad]], View]) -> None:
    for order in permutations(QUADS):
        view = made(list(order))
        assert view.value(A.value, RDF + "type") == T.value
        assert view.value(A.value, SKOS + "altLabel") is None and view.first(A.value, SKOS + "altLabel", "-") == "-"
        assert (view.offset(A.value, "start"), view.offset(A.value, "end")) == (12, 0)
        assert view.first(A.value, SKOS + "prefLabel") == min("总队", "支队")
        assert view.labels(A.value) == {"zh-hans": sorted(("总队", "支队"))}
        assert view.labels("https://example.org/none") == {}


def test_nodes_are_known_by_class() -> None:
    assert Held(QUADS).by_type() == {T.value: [A.value]}
