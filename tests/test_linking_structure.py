"""What is within what, and whose a level word is."""

from __future__ import annotations

import pytest

from gongbao.linking import link
from gongbao.linking.hierarchy import structure
from gongbao.ontology import Ontology
from linked import entities, keys, marked, names, triples


def test_jurisdiction_and_parents(terms: Ontology) -> None:
    found = triples(
        "{Organization:市委}要求{Organization:市公安局}和{Organization:市公安局刑警支队}、{Organization:顺德区人民检察院}配合。",
        terms,
        "佛山市公安局",
    )
    acts, under = terms.property_role("jurisdiction"), terms.property_role("parent")
    assert found == {
        ("中共佛山市委员会", acts, "佛山市"),
        ("佛山市公安局", acts, "佛山市"),
        ("佛山市公安局刑警支队", acts, "佛山市"),
        ("佛山市顺德区人民检察院", acts, "顺德区"),
        ("佛山市公安局刑警支队", under, "佛山市公安局"),
    }


def test_a_body_of_the_province_is_shown_where_the_report_names_its_province(terms: Ontology) -> None:
    text = "2024年湖北省工作报告\n{Organization:省委}部署，{Organization:省政府}落实，{Place:湖北}更安全。"
    document, mentions = marked(text, terms, "湖北省人民政府")
    found = link(document, mentions, terms).entities
    acts = terms.property_role("jurisdiction")
    statements = [s for s in structure(document, found, terms) if s.predicate == acts]
    assert len(statements) == 2
    for statement in statements:
        words = [document.text[e.start : e.end] for e in statement.evidence]
        assert words[0] in ("省委", "省政府") and "湖北" in words[-1]
        assert statement.evidence[-1].subject is None


@pytest.mark.parametrize(
    "text",
    [
        "{Organization:东屿医院}与{Organization:东屿医院（普通合伙）}",
        "{Organization:平顶山市}与{Organization:平顶山市中级人民法院}",
        "{Organization:延吉新村街道党工委}与{Place:延吉市}",
        "{Organization:铜梁龙足球队}与{Place:铜梁区}",
        "{Organization:桃溪}与{Organization:桃溪派出所}",
        "{Organization:港城巴士}與{Organization:港城巴士職工會}",
        "{Organization:宏远}与{Organization:宏远集团}",
    ],
)
def test_a_name_that_opens_another_is_not_always_above_it(text: str, terms: Ontology) -> None:
    assert triples(text, terms, None) <= {("平顶山市中级人民法院", terms.property_role("jurisdiction"), "平顶山市")}


def test_only_the_last_word_of_a_name_stands_beside(terms: Ontology) -> None:
    found = triples("{Organization:市公安局}与{Organization:市公安局东湖派出所}、{Organization:宏远集团}与{Organization:宏远集团工会}。", terms, "佛山市公安局")  # fmt: skip
    under = terms.property_role("parent")
    assert {(one, other) for one, p, other in found if p == under} == {
        ("佛山市公安局东湖派出所", "佛山市公安局"),
        ("宏远集团工会", "宏远集团"),
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("据{Platform:清河市水利局官网}消息，{Organization:清河市水利局}派员。", {("清河市水利局", "清河市水利局官网")}),
        ("{Platform:“东岭交警”微信公众号}，{Organization:东岭交警}提醒。", {("东岭交警", "东岭交警微信公众号")}),
        ("{Platform:新竹縣政府消防局網站}，{Organization:新竹縣政府消防局}。", {("新竹县政府消防局", "新竹县政府消防局网站")}),
        ("{Platform:海州医院客户端}与{Organization:海州医院}。", {("海州医院", "海州医院客户端")}),
        ("{Platform:清河市水利局防汛会商系统}与{Organization:清河市水利局}。", set()),
        ("{Platform:水利官网}与{Organization:清河市水利局}。", set()),
        ("{Platform:“}与{Organization:“}。", set()),
    ],
)  # fmt: skip
def test_a_platform_named_as_a_bodys_own_is_its(text: str, said: set[tuple[str, str]], terms: Ontology) -> None:
    operates = terms.property_role("operation")
    assert {(one, other) for one, p, other in triples(text, terms, None) if p == operates} == said


def test_companies_have_no_jurisdiction(terms: Ontology) -> None:
    assert triples("{Organization:深圳市迅驰供应链有限公司}与{Place:深圳}", terms, "深圳海关") == set()


def test_containment(terms: Ontology) -> None:
    found = triples(
        "{Place:重庆}的{Place:重庆市荣昌区}，{Place:四川}的{Place:眉山}，{Place:嘉义县}和{Place:嘉义县白河乡}",
        terms,
        None,
    )
    inside = terms.property_role("containment")
    assert found == {("荣昌区", inside, "重庆市"), ("嘉义县白河乡", inside, "嘉义县")}


def test_a_former_namesake_elsewhere_keeps_a_name_undecided(terms: Ontology) -> None:
    text = "近日，{Organization:江北区市场监管局}检查企业。"
    assert names(entities(text, terms, None)) == ["江北区市场监管局"]
    assert "重庆市江北区市场监督管理局" in names(entities(text, terms, "重庆市市场监督管理局"))
    assert "宁波市江北区市场监督管理局" in names(entities(text, terms, "宁波市市场监督管理局"))


@pytest.mark.parametrize(
    ("text", "official"),
    [
        (
            "{Organization:万州区农业局}查处2起，{Organization:区打假办}督办，{Organization:万州区农业局}通报。",
            "重庆市万州区人民政府",
        ),
        ("{Place:湘乡市}客运有序，{Organization:湘乡市交通局}值守，{Organization:市运管所}巡查。", "湘乡市人民政府"),
    ],
)
def test_bodies_and_places_say_whose_a_level_word_is(terms: Ontology, text: str, official: str) -> None:
    found = entities("有关情况如下。\n" + text + "{Organization:区政府}、{Organization:市政府}部署。", terms)
    assert official in names(found)


@pytest.mark.parametrize(
    "text",
    [
        "群众称赞{Organization:万州区农业局}。{Organization:市政府}、{Organization:区政府}部署。",  # named once
        "{Organization:万州区农业局}、{Organization:涪陵区农业局}、{Organization:区政府}。",
        "{Organization:万州食品有限公司}、{Organization:万州物流有限公司}、{Organization:区政府}。",  # no public bodies
    ],
)
def test_level_words_stay_open_where_no_division_leads(terms: Ontology, text: str) -> None:
    assert "重庆市万州区人民政府" not in names(entities("有关情况如下。\n" + text, terms))


def test_divisions_inside_names_are_known_as_written(terms: Ontology) -> None:
    found = entities("{Organization:福州市鼓楼区消防救援大隊}和{Organization:蘭州市消防救援支隊}", terms)
    assert {e.name: e.aliases for e in found if not e.mentions} == {"鼓楼区": ("福州市鼓楼区",), "兰州市": ("蘭州市",)}


def test_offices_of_national_bodies_are_of_no_region(terms: Ontology) -> None:
    found = keys(entities("{Organization:海关总署缉私局}部署", terms, "佛山市公安局"))
    assert "海关总署缉私局" in {key.rpartition("/")[2] for key in found}


def test_a_place_does_not_run_into_a_head_noun(terms: Ontology) -> None:
    text = "严打，{Organization:拱北海关}查获一批\n{Organization:拱北海关}查获，{Organization:市公安局}配合。"
    assert not any("北海" in key.replace("拱北海关", "") for key in keys(entities(text, terms)))
