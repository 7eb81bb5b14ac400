"""Whose unit a name means that does not write it, and whose it does not mean."""

from __future__ import annotations

import pytest

from gongbao.ontology import Ontology
from test_linking import triples


def under(text: str, terms: Ontology, publisher: str | None = None) -> set[tuple[str, str]]:
    return {(s, o) for s, p, o in triples(text, terms, publisher) if p == terms.property_role("parent")}


@pytest.mark.parametrize(
    ("text", "publisher", "expected"),
    [
        ("{Organization:厅执法监督局}报送", "安徽省自然资源厅", {("厅执法监督局", "安徽省自然资源厅")}),
        ("{Organization:局机关党委}组织学习", "佛山市水利局", {("局机关党委", "佛山市水利局")}),
        ("{Organization:执行局}启动", "佛山市顺德区人民法院", {("执行局", "佛山市顺德区人民法院")}),
        ("{Organization:第二检察部}办理", "佛山市人民检察院", {("第二检察部", "佛山市人民检察院")}),
        ("{Organization:厅执法监督局}报送", "佛山市水利局", set()),
        ("{Organization:局部水域管理中心}报送", "佛山市水利局", set()),
        ("{Organization:执行局}与{Organization:甲县人民法院}、{Organization:乙县人民法院}", None, set()),
        ("{Organization:院士工作站}成立", "佛山市人民医院", set()),
    ],
)
def test_units_of_the_reporting_body(text: str, publisher: str | None, expected: set[str], terms: Ontology) -> None:
    assert under(text, terms, publisher) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "{Organization:海州海事局}召开会议，{Organization:海州海事局东屿海事处}和{Organization:西屿海事处}参加",
            {("海州海事局东屿海事处", "海州海事局"), ("西屿海事处", "海州海事局")},
        ),
        (
            "{Organization:海州铁路公安局}通报，{Organization:海州铁路公安局城北站派出所}、{Organization:治安一大队}查获",
            {("海州铁路公安局城北站派出所", "海州铁路公安局"), ("治安一大队", "海州铁路公安局")},
        ),
        (
            "{Organization:海州海事局}召开会议，{Organization:海州海事局东屿海事处}和{Organization:市交警支队}参加",
            {("海州海事局东屿海事处", "海州海事局")},
        ),
        (
            "{Organization:海州海事局}召开会议，{Organization:海州海事局东屿海事处}联合{Organization:西屿派出所}检查",
            {("海州海事局东屿海事处", "海州海事局")},
        ),
        ("{Organization:海关总署缉私局}与{Organization:海关}", set()),
    ],
)
def test_units_in_a_list(text: str, expected: set[tuple[str, str]], terms: Ontology) -> None:
    assert under(text, terms) == expected


@pytest.mark.parametrize(
    ("text", "publisher", "expected"),
    [
        ("{Organization:防火科}组织检查", "佛山市应急管理局", {("防火科", "佛山市应急管理局")}),
        ("{Organization:市局执法监督处}作了解读", "佛山市水利局", {("市局执法监督处", "佛山市水利局")}),
        ("{Organization:警务处}参与行动", "佛山市应急管理局", set()),
        ("{Organization:法制科}组织检查", "深圳海关", set()),
        ("{Organization:市委宣传部}组织检查", "佛山市国有资产监督管理委员会", set()),
    ],
)
def test_offices(text: str, publisher: str | None, expected: set[str], terms: Ontology) -> None:
    found = {(s.removeprefix("佛山市水利局") or s, o) for s, o in under(text, terms, publisher)}
    assert {o for _, o in found} == {o for _, o in expected}
