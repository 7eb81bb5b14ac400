"""`gongbao explain FILE --why`: what was decided of a name or a pair of names, found or not."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest
from click.testing import CliRunner

from gongbao import ontology, read
from gongbao.cli import cli
from gongbao.explain.citation import line_of
from gongbao.explain.occurrences import Occurrence, Outcome, Trial
from gongbao.explain.statements import Relation, named
from gongbao.pipeline import extract
from gongbao.settings import Recipe
from gongbao.trace import Cited, Why

MINE = Path(__file__).parent / "data" / "fire-inspection.ttl"


def trial(text: str, *files: Path) -> Trial:
    settings = Recipe(files).settings
    return Trial(read.from_text(text, "a.txt", ontology=settings.ontology), settings)


def only(tried: Trial, name: str) -> Occurrence:
    (found,) = tried.occurrences(name)
    return found


def test_a_found_name_shows_labels_words_and_what_was_chosen() -> None:
    place = only(trial("2024年5月，清河市公安局开展专项检查。"), "清河市公安局")
    assert [char for char, _ in place.labels] == list("清河市公安局")
    assert [labels[0].name for _, labels in place.labels] == [
        f"{mark}-Organization" for mark in ("B", "I", "I", "I", "I", "E")
    ]
    assert all(0 < label.probability <= 1 for _, labels in place.labels for label in labels)
    assert [(p.candidate.by, p.outcome) for p in place.proposals] == [("tagger", Outcome.CHOSEN)]
    assert [entity.name for _, _, entity, _ in place.found] == ["清河市公安局"]


def test_a_name_that_a_rule_leaves_out_names_the_word_and_its_line() -> None:
    tried = trial("走进批发市场。", MINE)
    place = only(tried, "批发市场")
    assert not any(mention.by == "user-head" for mention, *_ in place.found)
    (verdict,) = (v for v in place.verdicts if v.by == "user-head")
    assert (verdict.why, verdict.cited) == (Why.HEAD_ALONE, Cited("Premises", "headNoun", "批发市场"))
    assert verdict.cited is not None
    where = line_of(verdict.cited, tried.settings.ontology)
    assert where is not None
    assert '"批发市场"' in where[0].read_text("utf-8").splitlines()[where[1] - 1]


def test_what_the_chooser_prefers_is_told_with_its_score() -> None:
    place = only(trial("4月，常熟市应急管理局检查常熟市南桥批发市场。", MINE), "南桥批发市场")
    outcomes = {p.candidate.by: (p.outcome, p.other) for p in place.proposals}
    assert outcomes["user-head"][0] is Outcome.CHOSEN
    assert outcomes["tagger"][0] is Outcome.OVERLAPPED and "常熟市南桥批发市场 0.96" in outcomes["tagger"][1]
    (verdict,) = (v for v in place.verdicts if v.by == "user-head")
    assert verdict.cited == Cited("Premises", "headNoun", "批发市场") and verdict.word == "检查"


def test_a_name_in_page_residue_is_told_to_be_outside_the_body() -> None:
    text = (
        "首页 > 政务公开\n清河市公安局2023年工作总结\n清河市公安局开展专项检查，查处案件3起。\n版权所有 白塔科技公司\n"
    )
    tried = trial(text)
    assert not only(tried, "白塔科技公司").in_body
    assert all(place.in_body for place in tried.occurrences("专项检查"))


def test_places_are_those_of_the_text_as_given() -> None:
    text = "2024年，清河市公\u200b安局開展專項檢查。"
    place = only(trial(text), "公安局")
    assert text[place.span.start : place.span.end] == "公\u200b安局"


def test_asking_changes_nothing() -> None:
    tried = trial("2024年5月，清河市公安局联合白塔区城管局开展“净街”专项行动。")
    assert extract(tried.given, tried.settings).mentions == tried.extraction.mentions
    assert tried.settings.finder.find([tried.document])[0] == tried.extraction.mentions


def test_two_names_show_scores_thresholds_and_clause() -> None:
    tried = trial("2024年5月，清河市公安局开展“净街”专项行动，白塔区城管局到场。")
    told = Relation(tried, named(tried, "清河市公安局")[0], named(tried, "净街专项行动")[0])
    assert told.allowed == ("conducts",)
    chances = {c.predicate: c for pair in told.pairs for c in pair.chances if pair.subject}
    assert chances["conducts"].probability >= chances["conducts"].threshold
    assert any(pair.clause.startswith("清河市公安局开展") for pair in told.pairs)
    assert [(s.statement.predicate, s.trigger) for s in told.statements] == [("conducts", "开展")]


def test_what_is_stated_and_what_is_not_agrees_with_the_scores() -> None:
    tried = trial("2024年5月，清河市公安局在白塔区开展“净街”专项行动，召开两次会议。清河市城管局发布通告。")
    things = tried.extraction.entities
    stated = silent = 0
    for told in (Relation(tried, one, other) for one, other in combinations(things, 2)):
        sure = {c.predicate for pair in told.pairs for c in pair.chances if c.probability >= c.threshold}
        said = {s.statement.predicate for s in told.statements if s.statement.by == "classifier"}
        assert said <= sure, "what is stated is probable enough"
        assert sure <= set(told.allowed)
        stated, silent = stated + len(said), silent + (not said)
    assert stated and silent


def test_a_trigger_without_object_is_told() -> None:
    tried = trial("2024年5月，清河市东湖消防救援站检查清河市银泰商场。次日，清河市东湖消防救援站检查了隐患。", MINE)
    told = Relation(tried, named(tried, "东湖消防救援站")[0], named(tried, "银泰商场")[0])
    assert [v.why for v, _, _ in told.triggers] == [Why.TRIGGER, Why.NO_OBJECT]


def run(*call: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["explain", *call], env={"GONGBAO_LANG": "en"})
    return result.exit_code, result.output + str(result.exception or "")


def test_the_command_explains_one_name_and_two(tmp_path: Path) -> None:
    report = tmp_path / "a.txt"
    report.write_text("2024年5月，常熟市东湖消防救援站检查常熟市银泰商场。", "utf-8")
    status, said = run(str(report), "--ontology", str(MINE), "--why", "银泰商场")
    assert status == 0
    assert re.search(r"user-head: .*yes: from 商场 back .*\[Premises gbw:headNoun, fire-inspection.ttl:\d+\]", said)
    for two in (("--why", "东湖消防救援站", "银泰商场"), ("--why", "东湖消防救援站", "--why", "银泰商场")):
        status, said = run(str(report), "--ontology", str(MINE), *two)
        assert status == 0 and "inspects: 检查 18–20: yes" in said and "stated     inspects, done" in said


@pytest.mark.parametrize(
    ("call", "said"),
    [
        pytest.param(("--why", "没有此名"), "no 没有此名 in its text", id="absent"),
        pytest.param(("--why", "甲", "乙", "丙"), "takes one name, or two", id="three"),
        pytest.param((), "give GRAPH and one ENTITY", id="none"),
    ],
)
def test_a_wrong_call_is_told_in_one_line(call: tuple[str, ...], said: str, tmp_path: Path) -> None:
    report = tmp_path / "a.txt"
    report.write_text("2024年5月，清河市公安局开展专项检查。", "utf-8")
    status, output = run(str(report), *call)
    assert status != 0 and said in output


def test_words_are_found_in_any_layout_of_turtle(tmp_path: Path) -> None:
    file = tmp_path / "own.ttl"
    file.write_text(
        "@prefix gb: <https://w3id.org/gongbao/ontology#> . @prefix gbw: <https://w3id.org/gongbao/wording#> .\n"
        '@prefix x: <https://example.org/x#> .\nx:A a <http://www.w3.org/2002/07/owl#Class> ; # "no"\n'
        '  <http://www.w3.org/2000/01/rdf-schema#subClassOf> gb:Place ; gbw:headNoun "乙站" ,\n   "丙站" .\n'
        'gb:Place gbw:headNoun "丁站".\n',
        "utf-8",
    )
    terms = ontology.load((file,))
    for cited, line in (("乙站", 4), ("丙站", 5), ("丁站", 6)):
        assert line_of(Cited("Place" if cited == "丁站" else "A", "headNoun", cited), terms) == (file, line)
    assert line_of(Cited("A", "headNoun", "无站"), terms) is None
