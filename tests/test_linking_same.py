"""Which names of one report are one thing, and which are not: code names, bare heads, levels, years, towns."""

from __future__ import annotations

import pytest

from gongbao.ontology import Ontology
from test_linking import entities, names


@pytest.mark.parametrize(
    "text",
    [
        "{Campaign:严厉打击非法采砂“利剑”专项行动}开展以来，{Campaign:打击非法采砂“利剑”行动}成效显著",
        "{Campaign:海州市建筑领域“扫楼”工作}与{Campaign:建筑领域“扫楼”专项工作}与{Campaign:“扫楼”排查整治}",
        "{Campaign:特种设备安全大排查大整治行动}部署后，深入开展{Campaign:专项行动}",
        "{Campaign:“猎狐—2030”战役}启动，这一{Campaign:专项行动}持续三月",
        "{Organization:江苏省文化和旅游厅}表彰，{Organization:省文旅厅}部署",
        "{Organization:珠海市中级人民法院}报告，{Organization:市中院}受理",
        "{Place:斗南镇}与{Place:斗南}",
        "{Campaign:集中打击骗税行动}（代号{Campaign:“6·18”行动}）",
    ],
)
def test_one_thing(text: str, terms: Ontology) -> None:
    assert len(names(entities(text, terms))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "{Campaign:秋季“扫黄打非”联合检查行动}与{Campaign:“扫黄打非”工作}",
        "{Campaign:打击走私“利剑”行动}与{Campaign:校园安全“利剑”行动}",
        "{Campaign:甲行动}、{Campaign:乙整治}部署后，开展{Campaign:专项斗争}",
        "{Organization:烟台市蓬莱区市场监管局}落实{Organization:市局}要求",
        "{Organization:江苏省文化和旅游厅}与{Organization:浙江省文化和旅游厅}",
        "{Organization:深圳海关缉私局}与{Organization:海关}",
        "{Place:斗南河}与{Place:斗南}",
    ],
)
def test_different_things(text: str, terms: Ontology) -> None:
    assert len(names(entities(text, terms))) == text.count("{")


def test_a_level_between_two_provinces_is_of_neither(terms: Ontology) -> None:
    text = "{Organization:江苏省文化和旅游厅}、{Organization:浙江省文化和旅游厅}与{Organization:省水利厅}"
    assert len(names(entities(text, terms))) == 3
