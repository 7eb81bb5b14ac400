"""Acting together, and who acts where the clause hides it: partners, helpers, relative clauses, means and meetings."""

from __future__ import annotations

import pytest

from test_relate import OWN, Row, conducts, modalities, rows

ACT = "[“清风”行动|C]"


def together(first: str, *others: str) -> set[Row]:
    return {(first, "cooperatesWith", other) for other in others}


SAID: dict[str, set[Row]] = {
    f"[甲局|O]偕同[乙局|O]、[丙局|O]开展{ACT}。": together("甲局", "乙局", "丙局") | conducts("甲局", "乙局", "丙局"),
    f"在[乙局|O]的配合下，[甲局|O]开展{ACT}。": together("甲局", "乙局") | conducts("甲局"),
    "在[乙局|O]大力协助下，查处案件3起。": together(OWN, "乙局"),
    f"由[甲局|O]、[乙局|O]联合主办的{ACT}启动。": together("甲局", "乙局") | conducts("甲局", "乙局"),
    f"{ACT}由[甲局|O]主办，[乙局|O]承办，[丙会|O]协办。": conducts("甲局", "乙局", "丙会"),
    f"{ACT}由[甲局|O]主办、[乙局|O]承办。": conducts("甲局", "乙局"),
    f"这是今年[甲局|O]、[乙局|O]联合部署{ACT}以来的第三起。": together("甲局", "乙局") | conducts("甲局", "乙局"),
    f"以{ACT}为抓手，全面加强监管。": conducts(OWN),
    f"持续加大{ACT}力度。": conducts(OWN),
    f"[甲局|O]、[乙局|O]等11部门在全市范围内联合开展了以提升码头、船闸、航道、锚地和浮标运行质量为重点的{ACT}。": together(
        "甲局", "乙局"
    )
    | conducts("甲局", "乙局"),
    "[甲局|O]为[海州论坛|E]保驾护航。": {("甲局", "safeguards", "海州论坛")},
    f"[甲局|O]、[乙局|O]、[丙局|O]、[丁局|O]、[戊局|O]联合开展{ACT}。": together("甲局", "乙局", "丙局", "丁局", "戊局")
    | conducts("甲局", "乙局", "丙局", "丁局", "戊局"),
}


SAID |= {
    f"{ACT}期间，[甲局|O]共组织巡查317次。": conducts("甲局"),
    f"在{ACT}中，[甲局|O]查获假酒3箱。": conducts("甲局"),
    f"[甲局|O]掀起热潮，在{ACT}中，勇夺第3名。": conducts("甲局"),
    f"在{ACT}中，由[甲局|O]查获假酒3箱。": set(),
    f"{ACT}中，3家商户被[甲局|O]查处。": set(),
    f"根据{ACT}中的线索，[甲局|O]查获假酒3箱。": set(),
    f"在{ACT}中，[甲局|O]的线索最多。": set(),
    f"[甲局|O]联合[乙局|O]、辖区民警、[丙局|O]开展{ACT}。": together("甲局", "乙局", "丙局")
    | conducts("甲局", "乙局", "丙局"),
    f"[甲局|O]联合[乙局|O]刑侦大队、[丙局|O]开展{ACT}。": together("甲局", "乙局", "丙局")
    | conducts("甲局", "乙局", "丙局"),
    f"[甲局|O]联合[乙局|O]走访企业，[丙局|O]值守，[甲局|O]开展{ACT}。": together("甲局", "乙局") | conducts("甲局"),
    "[甲局|O]联合[乙局|O]查处的窝点、[丙局|O]查处的窝点关停。": together("甲局", "乙局"),
    "[甲支队|O]报送的[“某公司擅自出版案”|A]入选。": {("甲支队", "handles", "“某公司擅自出版案”")},
    "[甲局|O]提醒市民关注[“甲局发布”公众号|W]。": {("甲局", "operates", "“甲局发布”公众号")},
    "市民登录[乙委|O]的[“乙消费”平台|W]查询。": {("乙委", "operates", "“乙消费”平台")},
    f"[甲局|O]与[乙局|O]密切配合，开展{ACT}。": together("甲局", "乙局") | conducts("甲局"),
    "[甲局|O]、[乙局|O]密切配合[丙局|O]检查。": {(a, "cooperatesWith", "丙局") for a in ("甲局", "乙局")},
    "[甲局|O]与[乙局|O]、[丙公司|O]等部门密切协调，打击非法拉客。": together("甲局", "乙局", "丙公司"),
    f"[甲局|O]与[乙局|O]联合开展{ACT}，净化水域，[丙大队|O]协同参加检查。": together("甲局", "乙局")
    | {("丙大队", "cooperatesWith", "甲局"), ("丙大队", "cooperatesWith", "乙局")}
    | conducts("甲局", "乙局"),
    f"加强对{ACT}的检查。": set(),
    f"9月，我县[甲办公室|O]组织[乙局|O]、[丙局|O]等成员单位，开展了{ACT}。": conducts("甲办公室", "乙局", "丙局"),
    f"由[甲局|O]联合[乙局|O]成立的[丙小组|O]，对{ACT}进行了部署。": together("甲局", "乙局") | conducts("丙小组"),
    f"[甲局|O]联合辖区民警以及[乙局|O]开展{ACT}。": together("甲局", "乙局") | conducts("甲局", "乙局"),
    f"印发通知，了解各地开展{ACT}情况。": set(),
    "行动包括[“曙光”行动|C]以及联同[乙局|O]执行的[“冠军”行动|C]。": conducts(OWN, of="“曙光”行动")
    | conducts(OWN, "乙局", of="“冠军”行动")
    | together(OWN, "乙局"),
}


@pytest.mark.parametrize(("text", "expected"), SAID.items())
def test_said(text: str, expected: set[Row]) -> None:
    assert rows(text) == expected


UNSAID = [
    "公示：[甲局|O]2023年工作总结",
    f"我们是忠诚的执行者，{ACT}成效明显。",
    "[甲局|O]提醒市民关注[“今日海州”公众号|W]。",
    "[甲局|O][春运|E]交叉检查组到企业督导。",
    f"在[乙局|O]的领导下，以{ACT}精神为指导，加强监管。",
    f"[甲局|O]举行{ACT}启动仪式。",
    f"[甲局|O]参观了{ACT}成果展。",
    f"紧密结合{ACT}，加强监管。",
    "[甲局|O]局长[王小明|H]在上午举行的[海州论坛|E]上表示，形势稳定。",
]


@pytest.mark.parametrize("text", UNSAID)
def test_unsaid(text: str) -> None:
    assert rows(text) == set()


def test_who_acts_first_is_the_subject_of_a_report_without_signature() -> None:
    told = f"为净化水域，近日，[甲局|O]部署禁渔。全面推进{ACT}，会同[乙局|O]巡查3次。"
    assert rows(told, own=None) == conducts("甲局") | together("甲局", "乙局")
    heard = f"记者从[甲局|O]获悉，我市开展{ACT}。"
    assert rows(heard, own=None) == conducts("甲局")
    titled = f"[甲局|O]2023年工作总结\n来源：[丙局|O]\n[丙局|O]巡查3次。全面推进{ACT}。"
    assert rows(titled, own="丙局") == conducts("甲局")
    deputed = f"我代表[甲局|O]向大会报告工作。\n全面推进{ACT}。"
    assert rows(deputed, own=None) == conducts("甲局")
    press = f"[海州日报|O]讯，[甲局|O]部署禁渔。全面推进{ACT}。"
    assert rows(press, own="海州日报") == conducts("甲局")
    purpose = f"为规范市场，打好{ACT}，[甲局|O]部署禁渔。"
    assert rows(purpose, own=None) == conducts("甲局")
    hidden = f"全面推进{ACT}。[甲局|O]巡查3次。"
    assert rows(hidden, own=None) == set()


def test_a_definite_word_in_a_later_paragraph_is_the_reporting_body() -> None:
    text = f"[{OWN}|O]发布公告。\n随后，该局部署{ACT}。"
    assert conducts(OWN) <= rows(text)


def test_a_word_of_intention_bears_on_what_follows_it() -> None:
    text = f"[甲局|O]印发[《办法》|D]，要求各地在年底前整改，将于9月开展{ACT}。"
    said = modalities(text)
    assert said["甲局", "issues", "《办法》"] == "done"
    assert modalities(f"下一步，[甲局|O]印发[《办法》|D]，将开展{ACT}。")["甲局", "issues", "《办法》"] == "planned"
