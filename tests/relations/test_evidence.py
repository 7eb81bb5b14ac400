"""What a fact is read from: its clause, the words that state it, and whence a subject comes that is not written there."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from gongbao import ontology, temporal
from gongbao.model import Reporter, Span, Statement
from gongbao.relations.classifier import Judgement
from gongbao.relations.cues import compile_cues
from gongbao.relations.evidence import Witness
from gongbao.relations.periods import Periods
from marked import build

TERMS = ontology.load()
WORDS = compile_cues(TERMS, ())


@dataclass(frozen=True)
class Told:
    """A statement with the words of its evidence."""

    statement: Statement
    clause: str
    trigger: str


def told(
    marked: str, head: str | None, predicate: str, tail: str, subject: str = "x:head", thing: str = "x:tail"
) -> Told:
    document, entities = build(marked, TERMS)
    text = document.text
    periods = Periods(document, entities, temporal.find(document, TERMS), TERMS)
    witness = Witness(periods, WORDS.find(document.folded), Reporter("x:own", "signature"), TERMS)

    def span(name: str) -> Span:
        return Span(text.index(name), text.index(name) + len(name))

    fact = Judgement(subject, predicate, thing, span(head) if head else None, span(tail), 0.9)
    statement = witness.statement(fact, "classifier")
    (evidence,) = statement.evidence
    trigger = evidence.trigger
    return Told(statement, text[evidence.start : evidence.end], text[trigger.start : trigger.end] if trigger else "")


def test_the_clause_that_carries_both_ends() -> None:
    found = told("天气晴，[甲局|O]开展[清风行动|C]，成效好。", "甲局", "conducts", "清风行动")
    assert (found.clause, found.trigger, found.statement.supplied) == ("甲局开展清风行动", "开展", None)


def test_ends_in_two_clauses_of_one_sentence() -> None:
    found = told("[甲局|O]认真履职，深入开展[清风行动|C]，成效好。", "甲局", "conducts", "清风行动")
    assert (found.clause, found.trigger) == ("甲局认真履职，深入开展清风行动", "开展")
    assert found.statement.supplied is None


def test_a_subject_that_runs_on_from_another_sentence() -> None:
    found = told("[甲局|O]认真履职。随后，深入开展[清风行动|C]。", "甲局", "conducts", "清风行动")
    assert (found.clause, found.statement.supplied) == ("深入开展清风行动", "running")
    assert found.statement.evidence[0].subject is None


def test_a_subject_that_reports() -> None:
    found = told("深入开展[清风行动|C]。", None, "conducts", "清风行动")
    assert (found.clause, found.trigger, found.statement.supplied) == ("深入开展清风行动", "开展", "reporter")


def test_the_reporter_named_in_another_sentence() -> None:
    found = told("[甲局|O]认真履职。随后，深入开展[清风行动|C]。", "甲局", "conducts", "清风行动", subject="x:own")
    assert found.statement.supplied == "reporter"


def test_the_trigger_between_the_ends_comes_first() -> None:
    found = told("[甲局|O]组织开展[清风行动|C]部署会。", "甲局", "conducts", "清风行动")
    assert found.trigger == "组织开展"


def test_no_trigger_where_no_word_states_it() -> None:
    found = told("[甲局|O]的[清风行动|C]。", "甲局", "conducts", "清风行动")
    assert found.trigger == ""


def test_time_and_modality_of_the_clause() -> None:
    found = told("2023年5月，[甲局|O]将开展[清风行动|C]。", "甲局", "conducts", "清风行动").statement
    assert (found.time, found.modality, found.by) == (0, "planned", "classifier")


@pytest.mark.parametrize(
    ("before", "time"),
    [
        ("2023年5月8日，[乙会|O]来访。", None),
        ("去年10月，[乙会|O]来访。", None),
        ("清河通讯社8月8日电 [乙会|O]来访。", None),
        ("2023年，[乙会|O]来访。", 0),
        ("2023年以来，[乙会|O]来访。", 0),
        ("一、2023年5月工作\n", 0),
    ],
)
def test_a_day_or_month_of_an_earlier_sentence_is_not_lent(before: str, time: int | None) -> None:
    read = before + "[甲局|O]开展[清风行动|C]。"
    assert told(read, "甲局", "conducts", "清风行动").statement.time == time


def test_where_a_place_lies_and_whose_a_thing_is_have_no_time() -> None:
    day = "2023年5月8日，"
    lies = told(day + "[甲县|P]所在的[乙市|P]落雨。", "甲县", "locatedIn", "乙市", "x:甲县", "x:乙市").statement
    assert lies.time is None
    assert told(day + "[清风行动|C]在[乙市|P]启动。", "清风行动", "locatedIn", "乙市").statement.time == 0
    cited = day + "依据[甲局|O][《巡河办法》|D]，罚款5万元。"
    assert told(cited, "甲局", "issues", "《巡河办法》").statement.time is None


def test_which_document_is_meant_is_not_said_of_the_time_of_the_sentence() -> None:
    read = "2023年5月，[乙会|O]学习[甲局|O]印发的[《巡河办法》|D]。"
    assert told(read, "甲局", "issues", "《巡河办法》").statement.time is None
    own = "[乙会|O]学习2023年5月[甲局|O]印发的[《巡河办法》|D]。"
    assert told(own, "甲局", "issues", "《巡河办法》").statement.time == 0
    assert told("2023年5月，[甲局|O]印发[《巡河办法》|D]。", "甲局", "issues", "《巡河办法》").statement.time == 0
    begun = "2023年5月，[甲局|O]承办的[清风行动|C]启动。"
    assert told(begun, "甲局", "conducts", "清风行动").statement.time == 0


def test_what_a_verb_with_le_says_is_done_among_plans() -> None:
    plans = "二、2030年目标任务\n"
    found = told(plans + "[甲局|O]编制了[《五年规划》|D]，提请审查。", "甲局", "issues", "《五年规划》").statement
    assert found.modality == "done"
    assert (
        told(plans + "[甲局|O]编制[《五年规划》|D]。", "甲局", "issues", "《五年规划》").statement.modality == "planned"
    )


def test_whose_unit_a_body_is_nobody_plans() -> None:
    found = told("[甲县应急局|O]应于5月前报[甲县政府|O]。", "甲县应急局", "subOrganizationOf", "甲县政府").statement
    assert found.modality == "done"
    denied = told("[甲县应急局|O]不再隶属于[乙县政府|O]。", "甲县应急局", "subOrganizationOf", "乙县政府").statement
    assert denied.modality == "negated"


def test_a_text_without_punctuation_is_quoted_around_the_ends_only() -> None:
    rest = "各项工作有序推进" * 1000
    found = told(f"{rest}[甲局|O]深入开展[清风行动|C]{rest}", "甲局", "conducts", "清风行动")
    assert found.trigger == "开展"
    assert "甲局深入开展清风行动" in found.clause and len(found.clause) == len("甲局深入开展清风行动") + 600
