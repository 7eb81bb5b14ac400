"""What a heading tells of what stands below it, where things happen that are told before, and who speaks."""

from __future__ import annotations

import pytest

from test_relate import OWN, Row, rows

CASE = "[甲公司无照经营案|A]"
NAME = "甲公司无照经营案"
HEADED = (OWN, "handles", NAME)
RUN = "[“清风”行动|C]"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"典型案例通报\n案例一、{CASE}\n[市公安局|O]依法立案侦查。", {HEADED, ("市公安局", "handles", NAME)}),
        (f"典型案例\n（一）{CASE}。[市公安局|O]依法立案查处。", {HEADED, ("市公安局", "handles", NAME)}),
        (f"典型案例\n案例1　{CASE}\n由[市公安局|O]立案查处。", {HEADED, ("市公安局", "handles", NAME)}),
        (f"案件通报\n{CASE}\n执法人员在[东港|P]检查时发现异常。", {HEADED, (NAME, "locatedIn", "东港")}),
        (f"典型案例\n案例1　{CASE}\n该案入选[《案例选编》|D]。", {HEADED, (NAME, "recordedIn", "《案例选编》")}),
    ],
)
def test_cases_that_head_what_is_told(text: str, expected: set[Row]) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        f"工作总结\n{CASE}\n执法力度不断加大。",  # nothing says that cases are set out
        "典型案例\n案号：[海监罚〔2024〕7号|A]\n罚款已经缴清。",  # a number heads nothing
        f"典型案例\n下一步，关注{CASE}进展。",  # no heading
    ],
)
def test_what_is_no_heading(text: str) -> None:
    assert rows(text) == set()


def test_a_topic_ends_with_its_section() -> None:
    text = f"一、典型案例\n{CASE}\n事实清楚。\n二、工作打算\n[市公安局|O]在[东港|P]依法立案侦查。"
    assert rows(text) == {HEADED}


def test_only_the_first_place_is_where_a_case_happened() -> None:
    text = f"典型案例\n案例1　{CASE}\n当事人在[东港|P]摆摊。当事人在[西港|P]居住。"
    assert rows(text) == {HEADED, (NAME, "locatedIn", "东港")}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (f"开展{RUN}，在[东港|P]、[西港|P]设置警示牌12块。", {"东港", "西港"}),
        (f"开展{RUN}，先后走进[东港|P]、[西港|P]等地。", {"东港", "西港"}),
        (f"{RUN}期间，[市局|O]出动车辆12台，在[东港|P]劝导群众40人次。", {"东港"}),
        (f"开展{RUN}，足迹遍及[东港|P]和[西港|P]。", {"东港", "西港"}),
        (f"开展{RUN}。在[东港|P]设置警示牌12块。", set()),
        (f"开展{RUN}，拟在[东港|P]设置警示牌。", set()),
        (f"开展{RUN}，在[东港|P]举办[春季博览会|E]。", set()),
        ("在[东港|P]设置警示牌12块。", set()),
    ],
)
def test_places_of_the_clauses_after(text: str, places: set[str]) -> None:
    found = {(s, o) for s, p, o in rows(text) if p == "locatedIn" and s == "“清风”行动"}
    assert found == {("“清风”行动", place) for place in places}


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        (f"[市民政局|O]副局长[王明|H]出席。\n[王明|H]：7月，我们启动{RUN}。", "市民政局"),
        (f"[市民政局|O]副局长[王明|H]出席。\n[王明|H]说，今年以来，全面开展{RUN}。", "市民政局"),
        (f"[王明|H]：7月，我们启动{RUN}。", OWN),
    ],
)
def test_who_answers_speaks_for_a_body(text: str, actor: str) -> None:
    assert (actor, "conducts", "“清风”行动") in rows(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("借助[“寻亲网”|W]，[市救助站|O]帮助63人返乡。", {("市救助站", "operates", "“寻亲网”")}),
        ("依托[“慧检”系统|W]，平均用时大幅压缩。", {(OWN, "operates", "“慧检”系统")}),
        ("[“海州交通”公众号|W]将开设专栏。", {(OWN, "operates", "“海州交通”公众号")}),
        ("[“海州交通”公众号|W]上群众将开设专栏。", set()),
    ],
)
def test_means_belong_to_who_acts(text: str, expected: set[Row]) -> None:
    assert rows(text) == expected
