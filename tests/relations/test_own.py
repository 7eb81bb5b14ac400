"""A property of the user's own is read from its triggers, in every form that the one reading knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongbao import build_text, ontology
from marked import Row, related, row

TERMS = ontology.load((Path(__file__).parents[1] / "data" / "fire-inspection.ttl",))


def inspections(marked: str, own: str | None = None) -> set[Row]:
    return {row(s) for s in related(marked, TERMS, own)[1] if s.predicate == "inspects"}


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[甲站|FireStation]检查了[乙商场|Premises]。", {("甲站", "乙商场")}),
        ("[甲站|FireStation]检查[乙商场|Premises]、[丙仓库|Premises]。", {("甲站", "乙商场"), ("甲站", "丙仓库")}),
        ("[甲站|FireStation]、[丁局|O]检查[乙商场|Premises]。", {("甲站", "乙商场"), ("丁局", "乙商场")}),
        ("[甲站|FireStation]联合[丁局|O]检查[乙商场|Premises]。", {("甲站", "乙商场"), ("丁局", "乙商场")}),
        ("[乙商场|Premises]被[甲站|FireStation]抽查。", {("甲站", "乙商场")}),
        ("[甲站|FireStation]认真履职，排查[乙商场|Premises]。", {("甲站", "乙商场")}),
        ("[甲站|FireStation]受[丁局|O]委托，排查[乙商场|Premises]。", {("甲站", "乙商场")}),
        ("受[甲站|FireStation]委托，我局排查[乙商场|Premises]。", set()),
        ("[甲站|FireStation]对[乙商场|Premises]进行了抽查。", {("甲站", "乙商场")}),
        (
            "[甲站|FireStation]对[乙商场|Premises]、[丙仓库|Premises]开展检查。",
            {("甲站", "乙商场"), ("甲站", "丙仓库")},
        ),
        ("[甲站|FireStation]走访[乙商场|Premises]，开展检查。", set()),
        ("检查[乙商场|Premises]。", set()),
        ("[甲站|FireStation]检查车辆，走访[乙商场|Premises]。", set()),
        ("[甲站|FireStation]检查[王明|H]。", set()),
    ],
)
def test_forms(marked: str, expected: set[tuple[str, str]]) -> None:
    assert inspections(marked) == {(head, "inspects", tail) for head, tail in expected}


def test_the_reporter_acts_where_nobody_is_named() -> None:
    marked = "[甲站|FireStation]报告如下。\n检查[乙商场|Premises]。"
    assert inspections(marked, "甲站") == {("甲站", "inspects", "乙商场")}
    _, statements, _ = related(marked, TERMS, "甲站")
    (found,) = [s for s in statements if s.predicate == "inspects"]
    assert (found.supplied, found.by) == ("reporter", "trigger")


def test_the_evidence_is_the_clause_with_the_trigger_marked() -> None:
    document, statements, _ = related("天气晴，[甲站|FireStation]抽查[乙商场|Premises]，发现隐患。", TERMS)
    (found,) = [s for s in statements if s.predicate == "inspects"]
    (evidence,) = found.evidence
    assert document.text[evidence.start : evidence.end] == "甲站抽查乙商场"
    assert evidence.trigger and document.text[evidence.trigger.start : evidence.trigger.end] == "抽查"
    assert found.supplied is None


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[甲队|O]完成[乙大会|E]、[丙论坛|E]等重大活动保障任务。", {("甲队", "乙大会"), ("甲队", "丙论坛")}),
        ("[甲队|O]圆满完成[乙大会|E]安保任务。", {("甲队", "乙大会")}),
        ("[甲队|O]参观[乙大会|E]，随后完成日常保障任务。", set()),
    ],
)
def test_words_behind_a_list_state_it_of_each_of_its_things(marked: str, expected: set[tuple[str, str]]) -> None:
    found = {row(s) for s in related(marked, TERMS, None)[1] if s.predicate == "safeguards"}
    assert found == {(head, "safeguards", tail) for head, tail in expected}


@pytest.mark.parametrize("own", [None, "甲站"])
def test_a_statement_is_no_surer_than_its_names(own: str | None) -> None:
    marked = "[甲站|FireStation]报告如下。\n检查[乙商场|Premises]，[丁局|O]抽查[乙商场|Premises]。"

    def score(sure: float) -> float:
        return max(s.score for s in related(marked, TERMS, own, sure)[1] if s.predicate == "inspects")

    assert score(0.5) <= 0.5 < score(1.0)


def test_what_names_tell_is_no_surer_than_the_names() -> None:
    text = "天津市公安局2023年工作总结\n天津市公安局、天津市交通运输委员会深化合作，河北省公安厅来津考察。\n"
    result = build_text(text)
    sure = {e.iri: max((m.score for m in e.mentions), default=1.0) for e in result.entities}
    told = [s for s in result.statements if s.by == "name"]
    assert told
    assert all(s.score <= round(sure[s.subject] * sure.get(s.object, 1.0), 3) for s in told)
