"""Whom a report without signature is of, and who acts where only the units of a trade are named."""

from __future__ import annotations

import pytest

from test_relate import OWN, conducts, modalities, rows

ACT = "[“清风”行动|C]"


def actors(text: str, own: str | None = None) -> set[str]:
    return {s for s, p, _ in rows(text, own=own) if p == "conducts"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"记者从[甲检察院|O]组织召开的新闻发布会上获悉，去年案件下降。\n同时，开展{ACT}。", {"甲检察院"}),
        (f"据[甲局|O]举行的情况通报会通报，今年案件下降。\n开展{ACT}。", {"甲局"}),
        (
            f"[海州新闻办|O]举行发布会。会上，[甲总队|O]总队长[王海|H]介绍，火灾下降。\n[王海|H]说，开展{ACT}。",
            {"甲总队"},
        ),
        (f"全省检察机关健全机制，开展{ACT}。[省检察院|O]会商[最高检察院|O]。", set()),
        (f"全省检察机关健全机制，开展{ACT}。[省农业厅|O]会商[最高检察院|O]。", set()),
        (f"全省检察机关健全机制，开展{ACT}。[省检察院|O]、[省检察官协会|O]在会。", set()),
    ],
)
def test_reports_without_signature(text: str, expected: set[str]) -> None:
    assert actors(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"[海州市|P]交通队伍开展{ACT}。", {OWN}),
        (f"[海州市|P]全市交通系统开展{ACT}。", {OWN}),
        (f"[海州市|P]教育系统开展{ACT}。", set()),
        (f"[江州市|P]交通队伍开展{ACT}。", set()),
    ],
)
def test_units_of_a_trade(text: str, expected: set[str]) -> None:
    assert actors(text, own=OWN) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"[丙局|O]值守。[甲大队|O]制定方案。\n[甲大队|O]巡查。\n开展{ACT}。", {"甲大队"}),
        (
            f"[丙局|O]值守。[甲大队|O]、[乙大队|O]制定方案。\n[甲大队|O]和[乙大队|O]巡查。\n开展{ACT}。",
            set(),
        ),  # two alike
        (f"[丙局|O]值守。群众称赞[甲大队|O]。\n有人提到[甲大队|O]。\n开展{ACT}。", set()),  # it does not act
    ],
)
def test_the_body_named_most_that_acts(text: str, expected: set[str]) -> None:
    assert actors(text) == expected


def test_addressees_do_not_act() -> None:
    assert actors(f"[乙镇政府|O]，[丙镇政府|O]：\n我区开展{ACT}。\n[甲办|O]组织巡查。开展{ACT}。") == {"甲办"}


def test_office_of_a_body_in_the_other_script() -> None:
    text = f"[海州市醫保局黨組|O]副書記[王海|H]表示，要守好基金。\n[海州市醫保局|O]有為。开展{ACT}。"
    assert actors(text) == {"海州市醫保局"}


def test_whom_one_signs_with_does_not_act_alone() -> None:
    assert conducts(OWN) <= rows(f"近日，并与[甲公司|O]、各企业签订责任书，开展{ACT}。")


def test_a_list_of_campaigns_is_no_whole() -> None:
    text = "[甲局|O]围绕[蓝天保卫战|C]、[碧水保卫战|C]，开展[“清风”行动|C]。"
    assert not {row for row in rows(text) if row[1] == "partOf"}
    assert ("“清风”行动", "partOf", "蓝天保卫战") in rows("[甲局|O]围绕[蓝天保卫战|C]，开展[“清风”行动|C]。")


@pytest.mark.parametrize(
    ("text", "own", "expected"),
    [
        (
            "值守正常，无人受伤。\n我市召开[海州论坛|E]，部署工作。",
            OWN,
            set(),
        ),  # a city convenes through its government
        ("5月6日，我市迅速召开[海州论坛|E]，部署工作。", OWN, set()),
        ("值守正常，无人受伤。\n我市举办[海州论坛|E]，部署工作。", OWN, {OWN}),  # the bureau tells what it does
        ("值守正常，无人受伤。\n我局召开[海州论坛|E]，部署工作。", OWN, {OWN}),
        ("5月6日，我市召开[海州论坛|E]，部署工作。", "海州市人民政府", {"海州市人民政府"}),
    ],
)
def test_a_city_that_convenes(text: str, own: str, expected: set[str]) -> None:
    assert {s for s, p, _ in rows(text, own=own) if p == "organizes"} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"5月6日，我市开展{ACT}，效果良好。[甲局|O]值守。", set()),  # news of the city
        (f"5月6日，我市公安机关开展{ACT}，效果良好。[甲局|O]值守。[甲局|O]巡查。[甲局|O]宣传。", set()),
        (f"5月6日，[甲局|O]部署值守，效果良好。\n[甲局|O]巡查。\n我市开展{ACT}。", {"甲局"}),
    ],
)
def test_news_that_begin_with_the_city(text: str, expected: set[str]) -> None:
    assert actors(text) == expected


@pytest.mark.parametrize("lead", ["一是要突出重点", "二要突出重点", "首先要突出重点"])
def test_what_a_list_of_demands_asks_is_required(lead: str) -> None:
    assert set(modalities(f"会议作了部署：{lead}，深入开展{ACT}。").values()) == {"required"}
    assert set(modalities(f"会议作了部署，突出重点，深入开展{ACT}。").values()) == {"done"}
