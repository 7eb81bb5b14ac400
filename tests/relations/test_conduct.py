"""Where conduct may be told of: behind and before the words that target it, item by item, and in names of campaigns."""

from __future__ import annotations

import pytest

from gongbao.model import Span
from gongbao.relations.conduct import conduct
from gongbao.relations.scene import ROLES, Name, scene

CAMPAIGN = ROLES.index("campaign")


def found(text: str, *triggers: str, campaign: str = "") -> set[str]:
    names = [Name(text.index(campaign), text.index(campaign) + len(campaign), CAMPAIGN, 0)] if campaign else []
    told = scene(text, names, -1, [(campaign,)])
    stated = [Span(text.index(t), text.index(t) + len(t)) for t in triggers]
    return {text[s.start : s.end] for s in conduct(told, stated)}


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("严厉打击拒载、绕路等违法行为，保障出行。", "打击", {"拒载", "绕路"}),
        ("集中整治了非法营运。", "整治", {"非法营运"}),
        ("严查酒驾和超载。", "严查", {"酒驾", "超载"}),
        ("对占道经营进行整治。", "整治", {"占道经营"}),
        ("查处酒驾1162起。", "查处", {"酒驾"}),
        ("严查强迫或者变相强迫购物。", "严查", {"强迫", "变相强迫购物"}),
        ("聚焦群众反映强烈的噪声扰民、餐饮油烟。", "聚焦", {"噪声扰民", "餐饮油烟"}),
        ("紧盯甲、乙领域的违法行为。", "紧盯", {"甲、乙领域的违法行为"}),
    ],
)
def test_behind_and_before_a_word_that_targets(text: str, trigger: str, expected: set[str]) -> None:
    assert expected <= found(text, trigger)


def test_in_the_name_of_a_campaign() -> None:
    assert "超限超载" in found("开展超限超载专项整治行动。", campaign="超限超载专项整治行动")


def test_nothing_without_a_word_or_beyond_its_clause() -> None:
    assert found("拒载、绕路时有发生。") == set()
    assert "保障出行" not in found("严厉打击拒载，保障出行。", "打击")
