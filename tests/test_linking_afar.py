"""Reports of Hong Kong and Taiwan: whose their bodies, places and persons are."""

from __future__ import annotations

from gongbao.ontology import Ontology
from linked import entities, keys, names, triples


def test_hong_kong_is_known_by_its_bodies(terms: Ontology) -> None:
    news = "武漢短片嚇哭學生\n{Organization:立法會}討論，{Organization:立法會}說{Organization:教育局}可看{Organization:武漢教育局}的教材。"
    assert names(entities(news, terms)) == ["香港立法会", "教育局", "武汉市教育局"]
    told = "{Organization:區議會}與{Organization:商務及經濟發展局}、{Organization:發展局}，{Place:北角}與{Place:北角邨}"
    assert names(entities(told, terms, "香港特別行政區政府"))[:3] == ["区议会", "商务及经济发展局", "发展局"]
    assert len(names(entities(told, terms, "香港特別行政區政府"))) == 5


def test_a_report_in_traditional_script_tells_of_the_mainland_from_afar(terms: Ontology) -> None:
    far = "{Place:上海}樓價熱，{Place:上海}買家說貴，{Person:田樂}評論。"
    assert not any("上海市--" in key for key in keys(entities(far, terms)))
    assert "上海市--田乐" in keys(entities("{Place:上海市}樓價熱，{Place:上海市}買家說貴，{Person:田樂}評論。", terms))


def test_a_double_surname_means_the_one_who_bears_it(terms: Ontology) -> None:
    assert names(entities("{Person:歐陽子安}到場，{Person:歐陽}發言。", terms)) == ["欧阳子安"]


def test_small_units_are_those_of_their_report(terms: Ontology) -> None:
    found = entities("{Organization:聯合稽查小組}與{Organization:行政訓練課}", terms, "臺南市政府")
    assert keys(found) == ["台南市--联合稽查小组", "台南市--行政训练课"]


def test_prosecutors_stand_beside_their_court(terms: Ontology) -> None:
    told = "{Organization:臺灣彰化地方法院}判決，{Organization:臺灣彰化地方法院檢察署}起訴，{Organization:臺灣彰化地方法院書記處}通知。"
    assert names(entities(told, terms))[0] == "台湾彰化地方法院"
    found = {(one, other) for one, predicate, other in triples(told, terms, None) if predicate == "subOrganizationOf"}
    assert found == {("台湾彰化地方法院书记处", "台湾彰化地方法院")}


def test_headquarters_are_no_unit_of_a_body(terms: Ontology) -> None:
    told = "{Organization:警務處}在{Organization:警務處總部}說明，{Organization:警務處國安科}補充。"
    found = {
        one for one, predicate, _ in triples(told, terms, "香港特別行政區政府") if predicate == "subOrganizationOf"
    }
    assert found == {"警务处国安科"}
