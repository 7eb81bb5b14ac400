"""Marks that belong together stay together."""

from __future__ import annotations

import pytest

from gongbao import ontology
from gongbao.mentions import no_name
from gongbao.mentions.boundary import balance, outermost, pairs, settled, shortened
from gongbao.mentions.candidate import Candidate
from timing import least

TERMS = ontology.load()


@pytest.mark.parametrize(
    ("text", "name", "whole"),
    [
        pytest.param("开展“清风”专项行动", "清风”专项行动", "“清风”专项行动", id="opening"),
        pytest.param("推进高质量“十项行动”。", "高质量“十项行动", "高质量“十项行动”", id="closing"),
        pytest.param("开展“清风”。", "清风", "清风", id="wrapped"),
        pytest.param("他说“清风行动", "清风行动", "清风行动", id="unbalanced"),
        pytest.param("“清风”“净网”行动", "净网”行动", "“净网”行动", id="row"),
        pytest.param("举行“‘护河’行动周年”座谈会", "护河’行动周年”座谈会", "“‘护河’行动周年”座谈会", id="nested"),
    ],
)
def test_balance(text: str, name: str, whole: str) -> None:
    start = text.index(name)
    found = balance(Candidate(start, start + len(name), "Campaign", "tagger", 0.9), text, pairs(text))
    assert text[found.start : found.end] == whole


@pytest.mark.parametrize("text", ["“" * 5000, "”" * 5000, "“”" * 5000, "《“" * 3000 + "”》" * 3000], ids=range(4))
def test_pairs_of_any_text(text: str) -> None:
    closed = pairs(text)
    assert all(closed[closed[at]] == at for at in closed)


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        ("赵各庄", "Place"),
        ("周集镇", "Place"),
        ("孙村", "Place"),
        ("李家沟", "Place"),
        ("吴镇宇", "Person"),
        ("欧阳小村", "Person"),
    ],
)
def test_a_short_name_like_a_village_is_no_person(name: str, type_: str) -> None:
    (found,) = settled([Candidate(0, len(name), "Person", "tagger", 0.9)], name, TERMS)
    assert found.type == type_


@pytest.mark.parametrize(
    ("name", "type_"), [("东岭国中", "Organization"), ("东岭区新市国小", "Organization"), ("东岭国小操场", "Place")]
)
def test_a_school_is_a_body_wherever_it_stands(name: str, type_: str) -> None:
    (found,) = settled([Candidate(0, len(name), "Place", "tagger", 0.9)], name, TERMS)
    assert found.type == type_


@pytest.mark.parametrize(
    ("text", "name", "kept"),
    [
        ("台风“杜若安”登陆。", "杜若安", False),
        ("颱風「韋若」襲港。", "韋若", False),
        ("“康乐倍", "康乐倍", True),
        ("“劳模王海说", "王海", True),
        ("王海”", "王海", True),
        ("《王海》", "王海", True),
        ("局长（王海）", "王海", True),
        ("王海总书记指出", "总书记", False),
        ("王海局长指出", "局长", False),
        ("王海局长指出", "王海", True),
    ],
)
def test_what_is_quoted_and_a_title_alone_are_no_persons(text: str, name: str, kept: bool) -> None:
    start = text.index(name)
    person = Candidate(start, start + len(name), "Person", "tagger", 0.9)
    assert [*settled([person], text, TERMS)] == [person] * kept
    assert len([*settled([person._replace(type="Case")], text, TERMS)]) == 1


@pytest.mark.parametrize(
    ("name", "type_", "score", "believed"),
    [
        ("海州康养服务中心", "Organization", 0.2, True),
        ("东岭县林业局", "Organization", 0.1, True),
        ("海州水产公司", "Organization", 0.7, True),
        ("海州水产", "Organization", 0.3, False),
        ("海州会展中心", "Place", 0.3, False),
        ("县林业局局长", "Organization", 0.3, False),
    ],
)
def test_a_body_that_ends_with_a_head_noun_is_believed(name: str, type_: str, score: float, believed: bool) -> None:
    (found,) = settled([Candidate(0, len(name), type_, "tagger", score)], name, TERMS)
    assert found.score == (max(score, 0.5) if believed else score)


@pytest.mark.parametrize(
    ("spans", "by", "kept"),
    [
        ([(2, 9), (2, 5), (6, 9)], ["case-handled", "tagger", "tagger"], [(2, 9)]),
        ([(2, 9), (2, 5), (6, 9)], ["tagger", "case-handled", "tagger"], [(2, 9), (2, 5), (6, 9)]),
        ([(2, 9), (2, 9), (6, 11)], ["case-handled", "tagger", "tagger"], [(2, 9), (6, 11)]),
        ([(0, 4), (4, 9), (9, 12)], ["tagger", "case-handled", "tagger"], [(0, 4), (4, 9), (9, 12)]),
    ],
    ids=["parts", "around", "same and across", "beside"],
)
def test_parts_of_a_case_are_no_names(spans: list[tuple[int, int]], by: list[str], kept: list[tuple[int, int]]) -> None:
    found = outermost([Candidate(*s, "Case", b, 0.9) for s, b in zip(spans, by, strict=True)], "case-handled")
    assert [(c.start, c.end) for c in found] == kept


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("（9.84，0.00，0.00%）集团有限公司", True),
        ("海州重工(12.30, -0.15, -1.2%)股份公司", True),
        ("海州\n重工", True),
        ("海州??局", True),
        ("海州重工（集团）股份有限公司", False),
        ("“100%满意”服务行动", False),
    ],
)
def test_what_runs_across_a_quotation_of_shares_or_a_line_end_is_no_name(text: str, lost: bool) -> None:
    assert no_name(text, Candidate(0, len(text), "Organization", "tagger", 0.9)) is lost


def test_what_stands_in_cases_is_left_out_in_time_that_grows_with_them() -> None:
    def row(cases: int) -> list[Candidate]:
        spans = (
            (at, at + size, by) for at in range(0, cases * 20, 20) for size, by in ((9, "case"), (9, "a"), (12, "b"))
        )
        return [Candidate(start, end, "Case", by, 0.9) for start, end, by in spans]

    assert {c.by for c in outermost(row(50), "case")} == {"case", "b"}
    within = [
        Candidate(0, 30, "Case", "case", 0.9),
        Candidate(4, 8, "Case", "case", 0.9),
        Candidate(20, 29, "Place", "a", 1),
    ]
    assert outermost(within, "case") == within[:2]
    few, many = row(500), row(4000)
    assert least(lambda: outermost(many, "case")) < 20 * least(lambda: outermost(few, "case"))


@pytest.mark.parametrize(
    ("name", "type_", "parts"),
    [
        ("吴明案", "Person", [("吴明案", "Case")]),
        ("吳明", "Person", [("吳明", "Person")]),
        ("安溪區（安溪圖書館）", "Place", [("安溪區", "Place"), ("安溪圖書館", "Place")]),
        ("国道810(东岭)", "Place", [("国道810", "Place"), ("东岭", "Place")]),
        ("柳河（东岭段）", "Place", [("柳河（东岭段）", "Place")]),
        ("（东岭）柳河", "Place", [("（东岭）柳河", "Place")]),
        ("清河中心（清河站）", "Organization", [("清河中心（清河站）", "Organization")]),
    ],
)
def test_a_case_is_no_person_and_a_place_in_brackets_another(
    name: str, type_: str, parts: list[tuple[str, str]]
) -> None:
    found = settled([Candidate(0, len(name), type_, "tagger", 0.9)], name, TERMS)
    assert [(name[c.start : c.end], c.type) for c in found] == parts


@pytest.mark.parametrize(
    ("text", "names", "left"),
    [
        ("罗洁陪同。罗洁搀扶老人。罗洁取药。", ["罗洁", "罗洁搀", "罗洁"], ["罗洁", "罗洁", "罗洁"]),
        ("市長黃偉哲特於今日出席，黃偉哲致詞，黃偉哲感謝。", ["黃偉哲特", "黃偉哲", "黃偉哲"], ["黃偉哲"] * 3),
        ("張敏、張敏麗出席。", ["張敏", "張敏麗"], ["張敏", "張敏麗"]),
        ("郑某到案。郑某某报警。", ["郑某", "郑某某"], ["郑某", "郑某某"]),
        ("王明到会。王明华到会，王明华讲话。", ["王明", "王明华", "王明华"], ["王明", "王明华", "王明华"]),
        ("罗洁搀扶老人。", ["罗洁搀"], ["罗洁搀"]),
    ],
)
def test_a_person_takes_in_nothing_of_the_sentence(text: str, names: list[str], left: list[str]) -> None:
    at, chosen = 0, []
    for name in names:
        at = text.index(name, at)
        chosen.append(Candidate(at, at + len(name), "Person", "tagger", 0.9))
        at += len(name)
    assert [text[c.start : c.end] for c in shortened(chosen, text, "Person")] == left
