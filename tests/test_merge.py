"""Two reports of one agency, built apart and in any order, are one graph by loading both files: no merge step."""

from __future__ import annotations

import itertools

import pyoxigraph as ox
import pytest

from gongbao import graph
from gongbao.export.rdf import serialize
from gongbao.ontology import SKOS
from gongbao.pipeline import extract
from gongbao.read import from_text
from gongbao.settings import Settings
from gongbao.validate.laws import check

FIRST = """临江市交通运输委员会工作总结
一年来，临江市交通运输委员会（以下简称“市交通委”）会同市公安局开展“春风”专项行动，走访企业60余家。
市交通委查处“龙口超载案”。
临江市交通运输委员会
2023年12月5日
"""
SECOND = """臨江市交通運輸委員會工作簡報
今年以來，市交通委在臨江市開展「春風」專項行動，走訪企業40家，市委、市政府給予肯定。
臨江市交通運輸委員會
2024年3月5日
"""


def built(text: str, name: str, settings: Settings) -> bytes:
    """One report's Turtle, as `gongbao build` writes it."""
    terms = settings.ontology
    quads = graph.quads(extract(from_text(text, name, ontology=terms), settings), terms)
    return serialize(quads, ox.RdfFormat.TURTLE, graph.prefixes(terms))


@pytest.mark.parametrize("order", list(itertools.permutations((0, 1))))
def test_one_node_a_body(settings: Settings, order: tuple[int, int]) -> None:
    texts = [(FIRST, "a.txt"), (SECOND, "b.txt")]
    files = {i: built(*texts[i], settings) for i in order}
    store = ox.Store()
    for i in order:
        store.load(files[i], format=ox.RdfFormat.TURTLE)
    labels: dict[str, set[str]] = {}
    for quad in store.quads_for_pattern(None, ox.NamedNode(SKOS + "prefLabel"), None):
        if isinstance(quad.object, ox.Literal) and quad.object.language == "zh-hans":
            labels.setdefault(quad.object.value, set()).add(str(quad.subject))
    assert len(labels["临江市交通运输委员会"]) == 1
    assert len(labels["春风专项行动"]) == 1
    assert all(len(iris) == 1 for iris in labels.values())
    assert check(store, settings.ontology) == ()


def test_counts_of_both_reports_sum(settings: Settings) -> None:
    store = ox.Store()
    for text, name in ((FIRST, "a.txt"), (SECOND, "b.txt")):
        store.load(built(text, name, settings), format=ox.RdfFormat.TURTLE)
    ask = 'SELECT (SUM(?v) AS ?n) { ?q gb:counted "走访企业" ; gb:value ?v ; gb:actor ?a } GROUP BY ?a'
    found = store.query(ask, prefixes=graph.prefixes(settings.ontology))
    assert isinstance(found, ox.QuerySolutions)
    assert [row["n"].value for row in found] == ["100"]
