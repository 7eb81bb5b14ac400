"""Whose unit a name means that does not write it, and whose it does not mean."""

from __future__ import annotations

import pytest

from gongbao.ontology import Ontology
from linked import triples


@pytest.mark.parametrize(
    ("text", "publisher", "expected"),
    [
        ("{Organization:厅执法监督局}报送", "安徽省自然资源厅", {"安徽省自然资源厅"}),
        ("{Organization:局机关党委}组织学习", "佛山市水利局", {"佛山市水利局"}),
        ("{Organization:市局执法监督处}作了解读", "佛山市水利局", {"佛山市水利局"}),
        ("{Organization:厅执法监督局}报送", "佛山市水利局", set()),
        ("{Organization:局部水域管理中心}报送", "佛山市水利局", set()),
        ("{Organization:院士工作站}成立", "佛山市人民医院", set()),
        ("{Organization:局党委}与{Organization:甲县水利局}、{Organization:乙县水利局}", None, set()),
        ("{Organization:海关总署缉私局}与{Organization:海关}", None, set()),
        ("{Organization:市委宣传部}组织检查", "佛山市国有资产监督管理委员会", set()),
        ("{Organization:海州海事局}召开会议，{Organization:海州海事局东屿海事处}参加", None, {"海州海事局"}),
    ],
)
def test_units(text: str, publisher: str | None, expected: set[str], terms: Ontology) -> None:
    parent = terms.property_role("parent")
    assert {o for _, p, o in triples(text, terms, publisher) if p == parent} == expected
