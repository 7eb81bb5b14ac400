"""Marks that belong together stay together."""

from __future__ import annotations

import pytest

from gongbao.mentions import no_name
from gongbao.mentions.boundary import balance, coupled, outermost, pairs, parted, settled
from gongbao.mentions.candidate import Candidate

ROLES = ("Organization", "Person", "Place")


@pytest.mark.parametrize(
    ("text", "name", "whole"),
    [
        pytest.param("开展“清风”专项行动", "清风”专项行动", "“清风”专项行动", id="opening"),
        pytest.param("推进高质量“十项行动”。", "高质量“十项行动", "高质量“十项行动”", id="closing"),
        pytest.param("开展“清风”。", "清风", "清风", id="wrapped"),
        pytest.param("他说“清风行动", "清风行动", "清风行动", id="unbalanced"),
        pytest.param("“清风”“净网”行动", "净网”行动", "“净网”行动", id="row"),
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
    ("text", "first", "second", "whole"),
    [
        ("由县教育局和县体育局主办", "县教育局", "和县体育局", "县体育局"),
        ("海州市及东岭县受灾", "海州市", "及东岭县", "东岭县"),
        ("水務署與漁護署合作", "水務署", "與漁護署", "與漁護署"),  # folded before: 与
        ("水务署与渔护署合作", "水务署", "与渔护署", "渔护署"),
        ("派往和县教育局", "派", "和县教育局", "和县教育局"),  # no name ends there: the county of He
    ],
)
def test_what_joins_two_names_is_in_neither(text: str, first: str, second: str, whole: str) -> None:
    spans = [(text.index(name), text.index(name) + len(name)) for name in (first, second)]
    found = parted([Candidate(*span, "Organization", "tagger", 0.9) for span in spans], text)
    assert text[found[1].start : found[1].end] == whole


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("县卫生健康局和县医疗保障局", ["县卫生健康局", "县医疗保障局"]),
        ("市第一中学与市第二中学", ["市第一中学", "市第二中学"]),
        ("省高級人民法院及省海事法院", ["省高級人民法院", "省海事法院"]),
        ("县妇联和县妇幼保健院", ["县妇联", "县妇幼保健院"]),
        ("省总工会及省科协", ["省总工会", "省科协"]),
        ("市卫生和计划生育局", ["市卫生和计划生育局"]),
        ("市水务局和县水务局", ["市水务局和县水务局"]),
        ("县融媒体中心和县电视台", ["县融媒体中心", "县电视台"]),
        ("市场开发与市场监管处", ["市场开发与市场监管处"]),
        ("国家药监局科技和国际合作司", ["国家药监局科技和国际合作司"]),
    ],
)
def test_two_names_of_one_level_that_end_alike_are_two(name: str, parts: list[str]) -> None:
    found = coupled([Candidate(0, len(name), "Organization", "tagger", 0.9)], name, "Organization")
    assert [name[c.start : c.end] for c in found] == parts


def test_only_bodies_are_parted() -> None:
    name = "市农业局和市林业局"
    (campaign,) = coupled([Candidate(0, len(name), "Campaign", "tagger", 0.9)], name, "Organization")
    assert campaign.end == len(name)


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
    (found,) = settled([Candidate(0, len(name), "Person", "tagger", 0.9)], name, *ROLES)
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
    assert [*settled([person], text, *ROLES)] == [person] * kept
    assert len([*settled([person._replace(type="Case")], text, *ROLES)]) == 1


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
    (found,) = settled([Candidate(0, len(name), type_, "tagger", score)], name, *ROLES)
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
