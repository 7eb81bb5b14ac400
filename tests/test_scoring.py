"""What the scores count: pairs of mentions that are one thing."""

from __future__ import annotations

from typing import Any

import pytest

from gongbao.evaluate.scoring import mentions, score
from gongbao.ontology import Ontology

TEXT = "东屿局、海州东屿局、西屿局、东屿局"
SPANS = ((0, 3), (4, 9), (10, 13), (14, 17))


def mention(span: tuple[int, int], entity: str = "", by: str = "tagger") -> dict[str, Any]:
    return {"start": span[0], "end": span[1], "type": "Organization", "entity": entity, "by": by}


@pytest.mark.parametrize(
    ("found", "shared", "every"),
    [
        pytest.param("aaba", (3, 3, 3), (3, 3, 3), id="right"),
        pytest.param("abca", (3, 1, 1), (3, 1, 1), id="region-in-front-taken-for-another-body"),
        pytest.param("aaaa", (3, 6, 3), (3, 6, 3), id="all-taken-for-one"),
        pytest.param("a-ba", (1, 1, 1), (3, 1, 1), id="name-not-found"),
    ],
)
def test_linking_counts_pairs(
    found: str, shared: tuple[int, int, int], every: tuple[int, int, int], terms: Ontology
) -> None:
    gold = {"mentions": [mention(span) for span in SPANS], "entities": [["东屿局", "海州东屿局"]]}
    marked = [mention(span, entity) for span, entity in zip(SPANS, found, strict=True) if entity != "-"]
    record = {"mentions": marked, "entities": [], "statements": [], "times": [], "quantities": []}
    rows = score(gold, record, TEXT, "a", terms).rows
    for name, expected in (("linking", shared), ("linking, all", every)):
        assert (rows[name].gold, rows[name].found, rows[name].hit) == expected


def test_names_of_gold_are_given_once(terms: Ontology) -> None:
    gold = {"mentions": [mention((0, 3)), mention((0, 3)), {"start": 4, "end": 9, "type": "Nothing"}]}
    assert [(m.start, m.end, m.type) for m in mentions(gold, terms)] == [(0, 3, "Organization")]


def test_finders_of_names_and_relations_are_counted_apart(terms: Ontology) -> None:
    gold = {
        "mentions": [mention(span) for span in SPANS],
        "entities": [["东屿局"], ["西屿局"]],
        "relations": [{"head": "东屿局", "predicate": "cooperatesWith", "tail": "西屿局"}],
    }
    ends = ("东屿局", "西屿局")
    said = [
        {"subject": one, "predicate": predicate, "object": other, "by": by}
        for one, other in (ends, ends[::-1])
        for predicate, by in (("cooperatesWith", "classifier"), ("subOrganizationOf", "trigger"))
    ]
    found = [mention((0, 3)), mention((4, 8), by="number"), mention((14, 17), by="number")]
    record = {"mentions": found, "entities": [], "statements": said, "times": [], "quantities": []}
    counted = score(gold, record, TEXT, "a", terms).finders
    counts = {by: (row.found, row.right) for by, row in counted.items()}
    assert counts == {"tagger": (1, 1), "number": (2, 1), "classifier": (2, 2), "trigger": (2, 0)}


def test_what_differs_names_the_text(terms: Ontology) -> None:
    gold = {"mentions": [mention((0, 3)), mention((10, 13))]}
    record = {"mentions": [mention((0, 2))], "entities": [], "statements": [], "times": [], "quantities": []}
    differences = score(gold, record, TEXT, "one.json", terms).differences
    assert [(d.document, d.kind, d.text, d.found) for d in differences] == [
        ("one.json", "cut", "东屿局", "Organization 东屿"),
        ("one.json", "missed", "西屿局", ""),
    ]
