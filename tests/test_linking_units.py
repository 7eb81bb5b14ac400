"""Whose unit a name means that does not write it, and whose it does not mean."""

from __future__ import annotations

import pytest

from gongbao.linking import link
from gongbao.linking.hierarchy import beyond, structure
from gongbao.ontology import Ontology
from linked import entities, keys, marked, names, triples


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


def test_a_department_behind_a_post_in_a_committee_is_that_committees(terms: Ontology) -> None:
    text = "李某曾任{Organization:河南省委宣传部}副处长，{Organization:许昌市委}常委、{Organization:宣传部}部长，{Organization:洛阳市委}副书记。"
    assert names(entities(text, terms)) == [
        "中共河南省委员会宣传部",
        "中共许昌市委员会",
        "中共许昌市委员会宣传部",
        "中共洛阳市委员会",
    ]


def test_a_short_form_is_of_the_region_that_its_sentence_names_where_no_reporter_tells_another(terms: Ontology) -> None:
    text = "安徽：采购物资\n{Place:安徽省}采购物资。\n{Organization:湖北省水利厅}与{Organization:省财政厅}沟通。"
    assert "湖北省财政厅" in names(entities(text, terms))
    assert "安徽省财政厅" in names(entities(text, terms, publisher="安徽省水利厅"))


def test_a_national_body_means_national_ones_in_its_own_report(terms: Ontology) -> None:
    text = "{Organization:地震局}会同{Organization:发展改革委}研究。"
    assert names(entities(text, terms, publisher="国务院办公厅")) == ["中国地震局", "国家发展和改革委员会"]
    assert names(entities(text, terms, publisher="新华社")) == ["地震局", "发展改革委"]


def test_the_short_name_of_a_former_county_is_that_county_in_its_own_report(terms: Ontology) -> None:
    text = "{Organization:旬阳县国土局}买车。{Organization:旬阳县政府}、{Place:旬阳}的单位都如此。"
    assert "旬阳县" in names(entities(text, terms, publisher="旬阳县国土局"))


def test_contracts_and_orders_are_of_one_report(terms: Ontology) -> None:
    text = "《{Document:补充协议}》与《{Document:解除通知书}》，依据《{Document:优化营商环境条例}》。"
    local = [key.partition("--")[2] for key in keys(entities(text, terms))]
    assert local == ["补充协议", "解除通知书", ""]


def test_a_body_of_another_city_or_of_the_same_last_words_is_no_parent(terms: Ontology) -> None:
    text = "{Organization:太原市公安局}、{Organization:淮安市公安局}、{Organization:山西省公安厅}、{Organization:山西省公安厅防护中心}、{Organization:防护中心}。"
    taiyuan, huaian, shanxi, centre, short = (e for e in entities(text, terms) if e.mentions)
    assert beyond(taiyuan, huaian)
    assert beyond(shanxi, taiyuan)
    assert not beyond(taiyuan, shanxi)
    assert not beyond(centre, shanxi)
    assert beyond(centre, short)


def test_a_company_is_one_with_and_without_its_legal_form(terms: Ontology) -> None:
    text = "{Organization:河西甲乙乳业}停产。{Organization:河西甲乙乳业有限公司}道歉。"
    (found,) = (e for e in entities(text, terms) if e.mentions)
    assert found.name == "河西甲乙乳业有限公司"
    assert triples(text, terms, None) == set()


def test_what_a_national_body_issued_is_of_no_ministry(terms: Ontology) -> None:
    text = "落实《{Document:国务院关于投资改革的决定}》。"
    assert keys(entities(text, terms, publisher="水利部")) == ["国务院关于投资改革的决定"]


def test_a_newspaper_is_of_no_county_that_it_tells_of(terms: Ontology) -> None:
    text = "{Organization:大河新闻}记者从{Organization:荣县法院}获悉。"
    assert keys(entities(text, terms, publisher="荣县法院"))[0] == "大河新闻"


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("北京市公安局海淀分局", "海淀区"),
        ("武汉市公安局武昌区分局", "武昌区"),
        ("济南市公安局南部山区分局", "济南市"),
        ("北京市公安局", "北京市"),
    ],
)
def test_a_branch_acts_for_the_district_that_it_is_called_after(name: str, region: str, terms: Ontology) -> None:
    document, mentions = marked(f"{{Organization:{name}}}破案。", terms)
    (told,) = (
        s
        for s in structure(document, link(document, mentions, terms).entities, terms)
        if s.predicate == "hasJurisdiction"
    )
    place = told.evidence[0].object
    assert place is not None
    assert document.text[place.start : place.end][:2] == region[:2]
    whole = name.replace("武昌区", "武昌")
    assert (whole, "hasJurisdiction", region) in triples(f"{{Organization:{name}}}破案。", terms, None)
