"""Clauses, modality and time of what is told at a place."""

from __future__ import annotations

import pytest

from gongbao import ontology, temporal
from gongbao.model import Span
from gongbao.relations.periods import Periods
from marked import build

TERMS = ontology.load()


def periods(marked: str) -> Periods:
    document, entities = build(marked, TERMS)
    return Periods(document, entities, temporal.find(document, TERMS), TERMS)


def modality(marked: str, verb: str) -> str:
    found = periods(marked)
    return found.modality(found.text.index(verb))


def when(marked: str, verb: str) -> str | None:
    found = periods(marked)
    at = found.text.index(verb)
    number = found.time(at, at + len(verb))
    return None if number is None else found.times[number].value


def test_a_clause_ends_at_its_signs_and_not_inside_a_name() -> None:
    found = periods("[甲局|O]开展[“大走访，大调研”活动|C]，成效明显。")
    at = found.text.index("开展")
    clause = found.clause(Span(at, at + 2))
    assert found.text[clause.start : clause.end] == "甲局开展“大走访，大调研”活动"


@pytest.mark.parametrize(
    ("marked", "verb", "expected"),
    [
        ("[甲局|O]开展[清风行动|C]。", "开展", "done"),
        ("[甲局|O]将开展[清风行动|C]。", "开展", "planned"),
        ("[甲局|O]拟于明年启动[清风行动|C]。", "启动", "planned"),
        ("[甲局|O]尚未启动[清风行动|C]。", "启动", "negated"),
        ("[甲局|O]开展重要的[清风行动|C]。", "清风", "done"),
        ("[甲局|O]未发现问题，开展[清风行动|C]。", "开展", "done"),
        ("将[清风行动|C]成果转化，[甲局|O]开展[蓝天行动|C]。", "转化", "done"),
    ],
)
def test_modality(marked: str, verb: str, expected: str) -> None:
    assert modality(marked, verb) == expected


@pytest.mark.parametrize(
    ("marked", "verb", "expected"),
    [
        ("2023年5月，[甲局|O]开展[清风行动|C]。", "开展", "2023-05"),
        ("[甲局|O]开展[清风行动|C]，2023年6月结束。", "开展", "2023-06"),
        ("2023年5月，[甲局|O]成立。其后开展[清风行动|C]。", "开展", "2023-05"),
        ("[甲局|O]2022年工作总结\n全年平稳。\n深入开展[清风行动|C]。", "深入", "2022"),
        ("比2021年多，[甲局|O]开展[清风行动|C]。", "开展", None),
        ("[甲局|O]开展[清风行动|C]。", "开展", None),
    ],
)
def test_time_of_the_sentence_of_the_line_or_of_the_report(marked: str, verb: str, expected: str | None) -> None:
    assert when(marked, verb) == expected
