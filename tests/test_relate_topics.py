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


@pytest.mark.parametrize(
    ("text", "conduct"),
    [
        (f"开展{RUN}，以占用滩地、乱倒垃圾为监督重点。", {"占用滩地", "乱倒垃圾"}),
        (f"开展{RUN}，严查酒驾、醉驾。", {"酒驾", "醉驾"}),
        (f"开展{RUN}，严查酒驾。", {"酒驾"}),
        (f"开展{RUN}，严查[东港|P]、[西港|P]。", set()),
        (f"开展{RUN}，以协会为纽带举办足球、龙舟等赛事活动。", set()),
        (f"开展{RUN}，深入整治食堂、殡葬等领域不正之风和腐败问题。", set()),
        (f"开展{RUN}，盯紧盯实、抓牢抓严巡视等指出问题整改落实。", set()),
    ],
)
def test_what_is_conduct(text: str, conduct: set[str]) -> None:
    found = {o.rpartition("/")[2] for s, p, o in rows(text) if p == "targets"}
    assert found == conduct


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("入选[最高法院|O][《案例选编》|D]。", {("最高法院", "issues", "《案例选编》")}),
        ("[最高法院|O][蓝皮书|D]引起关注。", set()),
    ],
)
def test_titles_right_after_a_body(text: str, expected: set[Row]) -> None:
    assert {row for row in rows(text) if row[1] == "issues"} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[海岳山|P]获[教科文组织|O]批准列入[《名录》|D]。", {("海岳山", "recordedIn", "《名录》")}),
        (f"支持在[海|P]高校开展{RUN}。", set()),
        ("这是[市人大|O]、[市政协|O]共同努力的结果。", set()),
        ("[市委|O]和[市政府|O]制定的关于统筹建立机制的政策。", set()),
        ("引入[甲集团|O]、[乙集团|O]联合发展。", set()),
    ],
)
def test_words_that_only_look_like_ties(text: str, expected: set[Row]) -> None:
    assert {row for row in rows(text) if row[1] in {"recordedIn", "locatedIn", "cooperatesWith"}} == expected


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        (f"由[甲局|O]牵头，[乙局|O]配合，开展{RUN}。", {"甲局", "乙局"}),
        (f"[甲局|O]牵头，[乙局|O]、[丙局|O]参与，开展{RUN}。", {"甲局", "乙局", "丙局"}),
        (f"[甲局|O]动员，[乙局|O]配合，开展{RUN}。", {"乙局"}),
    ],
)
def test_who_leads_and_who_follows(text: str, actors: set[str]) -> None:
    assert {s for s, p, _ in rows(text) if p == "conducts"} == actors


def test_a_measure_that_is_told_to_be_part() -> None:
    text = f"作为{RUN}的重要内容，[甲局|O]开展[“护苗”行动|C]。"
    assert ("“护苗”行动", "partOf", "“清风”行动") in rows(text)
