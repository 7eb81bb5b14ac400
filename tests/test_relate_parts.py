"""What is part of a campaign: by its number, by whose orders it is done, by the report that sets cases out."""

from __future__ import annotations

import pytest

from test_relate import rows


def parts(text: str) -> set[tuple[str, str]]:
    return {(s, o) for s, p, o in rows(text) if p == "partOf"}


@pytest.mark.parametrize(
    "text",
    [
        "[海州市公安局|O]部署[“利剑”行动|C]，[城东分局|O]开展[“利剑二号”行动|C]。",
        "[海州市公安局|O]开展[“利剑二号”行动|C]，这是[“利剑”专项行动|C]的又一仗。",
    ],
)
def test_a_number_makes_a_part(text: str) -> None:
    assert len(parts(text)) == 1
    assert next(iter(parts(text)))[0] == "“利剑二号”行动"


def test_a_year_makes_none() -> None:
    assert parts("[海州市公安局|O]开展[“利剑”行动|C]和[“利剑2024”行动|C]。") == set()


@pytest.mark.parametrize(
    "text",
    [
        "根据[夏季攻势|C]统一部署，[海州市公安局|O]开展[清查行动|C]。",
        "为落实[夏季攻势|C]工作安排，近日，[海州市公安局|O]启动[清查行动|C]。",
        "在[夏季攻势|C]高压态势下，[海州市公安局|O]开展[清查行动|C]。",
    ],
)
def test_by_whose_orders(text: str) -> None:
    assert parts(text) == {("清查行动", "夏季攻势")}


@pytest.mark.parametrize(
    "text",
    [
        "[海州市公安局|O]开展[夏季攻势|C]，启动[清查行动|C]。",
        "根据群众举报，[海州市公安局|O]结束[夏季攻势|C]，开展[清查行动|C]。",
        "在[夏季攻势|C]的基础上，[海州市公安局|O]开展[清查行动|C]。",
    ],
)
def test_side_by_side(text: str) -> None:
    assert parts(text) == set()


def test_cases_that_a_report_on_a_campaign_sets_out() -> None:
    text = (
        "[海州市场监管局|O]公布[“铁拳”行动|C]典型案例（第二批）\n现将有关案例公布如下。\n"
        "一、[甲县局|O]查处[某酒业公司销售假酒案|A]\n经查，该公司销售假酒。\n"
        "二、[某药房无证经营案|A]\n另有[某店案|A]在办理中。\n"
    )
    assert parts(text) == {("某酒业公司销售假酒案", "“铁拳”行动"), ("某药房无证经营案", "“铁拳”行动")}


def units(text: str) -> set[tuple[str, str]]:
    return {(s, o) for s, p, o in rows(text) if p == "subOrganizationOf"}


def test_what_a_body_founds_is_its_unit() -> None:
    assert units("[海州市农业局|O]成立了[农资打假工作领导小组|O]，由局长任组长。") == {
        ("农资打假工作领导小组", "海州市农业局")
    }


@pytest.mark.parametrize(
    "text",
    [
        "[海州市农业局|O]支持[甲乡|O]成立[春雨种业公司|O]。",
        "[海州市农业局|O]拟成立[打假领导小组|O]。",
        "[海州市农业局|O]与[海州市公安局|O]成立[打假领导小组|O]。",
        "[海州市农业局|O]、[海州市公安局|O]联合成立[打假领导小组|O]。",
    ],
)
def test_what_is_not_founded_within(text: str) -> None:
    assert units(text) == set()


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("按照[甲部|O]和[乙厅|O]部署，[丙局|O]开展[“利剑”行动|C]。", {"甲部", "乙厅", "丙局"}),
        ("按照上级部门和[甲部|O]的统一部署，[丙局|O]扎实开展[“利剑”行动|C]。", {"甲部", "丙局"}),
        ("按照[甲部|O]统一安排，[丙局|O]召开会议，开展[“利剑”行动|C]。", {"甲部", "丙局"}),
        ("按照[甲部|O]的要求，[丙局|O]开展[“利剑”行动|C]。", {"丙局"}),
        ("按照[甲部|O]驻点的部署，[丙局|O]开展[“利剑”行动|C]。", {"丙局"}),
        ("[丙局|O]开展[“利剑”行动|C]，并按照[甲部|O]统一部署上报情况。", {"丙局"}),
        ("按照[甲部|O]统一部署，[丙局|O]自查。[丙局|O]开展[“利剑”行动|C]。", {"丙局"}),
    ],
)
def test_who_has_it_done(text: str, actors: set[str]) -> None:
    assert {s for s, p, _ in rows(text) if p == "conducts"} == actors
