"""Reports of Hong Kong and Taiwan: whose their bodies, places and persons are."""

from __future__ import annotations

from gongbao.linking.hierarchy import beyond
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


def test_a_name_that_two_regions_bear_is_of_the_one_that_the_report_names(terms: Ontology) -> None:
    macao = "{Organization:廉政公署}通報{Organization:治安警察局}，{Place:澳門特別行政區}的{Organization:海關}與{Organization:立法會}跟進。"
    told = entities(macao, terms, "廉政公署")
    assert {"澳门廉政公署", "澳门海关", "澳门立法会"} <= set(names(told))
    assert not any("香港" in key for key in keys(told))
    hong_kong = "{Organization:廉政公署}通報{Organization:入境事務處}，{Organization:海關}跟進。"
    assert {"香港特别行政区--廉政公署", "香港海关"} <= set(keys(entities(hong_kong, terms, "廉政公署")))


def test_the_region_before_a_body_says_no_more_than_its_report(terms: Ontology) -> None:
    told = "{Organization:澳門特別行政區審計署}批評{Organization:公共建設局}，{Organization:審計署}促改善{Place:澳門特別行政區}的監管。"
    assert names(entities(told, terms))[:2] == ["澳门审计署", "公共建设局"]
    assert keys(entities("{Organization:香港保安局}回應", terms))[0] == "香港特别行政区--保安局"
    assert names(entities("{Organization:審計署}抽查{Organization:教育部}", terms))[0] == "审计署"


def test_simplified_news_that_names_hong_kong_is_not_of_it(terms: Ontology) -> None:
    told = "{Organization:青浦机场海关}提醒{Place:香港}、{Place:澳门}旅客，往来{Place:香港}的旅客由{Organization:海关}查验，{Place:香港}居民{Person:何知远}可带二百支。"
    found = keys(entities(told, terms))
    assert "香港海关" not in found
    assert not any("--" in key and "香港" in key for key in found)


def test_short_forms_beside_a_foreign_body_are_of_its_country(terms: Ontology) -> None:
    abroad = "{Organization:加拿大最高法院}判詞長，{Organization:最高法院}的法官不多。"
    assert names(entities(abroad, terms)) == ["加拿大最高法院"]
    both = "{Organization:加拿大最高法院}来访，我国{Organization:最高法院}接待，中国{Organization:最高法院}致辞。"
    assert names(entities(both, terms)) == ["加拿大最高法院", "最高人民法院"]


def test_districts_of_hong_kong_have_no_news_of_their_own(terms: Ontology) -> None:
    told = "{Organization:區議會}選舉，前{Place:離島區}議員{Person:方子俊}與{Place:離島區}街坊在{Place:香港}開會，{Place:香港}、{Place:香港}。"
    found = keys(entities(told, terms))
    assert "香港特别行政区--方子俊" in found
    assert not any(key.startswith("香港特别行政区离岛区") for key in found)


def test_two_counties_of_one_name_are_not_told_apart_by_a_guess(terms: Ontology) -> None:
    told = "{Place:福州市连江县}的{Organization:连江县人民检察院}请{Person:陈晓帆}作证。"
    found = keys(entities(told, terms, "连江县人民检察院"))
    assert not any("台湾" in key for key in found)
    assert triples("{Organization:臺南縣政府}移交{Place:臺南市}", terms, None) == {
        ("台南县政府", "hasJurisdiction", "台南县")
    }


def test_the_office_that_a_post_is_named_after_is_no_part_of_it(terms: Ontology) -> None:
    told = "{Organization:申訴專員}表示，{Organization:申訴專員公署}完成調查。"
    whole, office = entities(told, terms)[:2]
    assert beyond(office, whole)
    assert not any(predicate == "subOrganizationOf" for _, predicate, _ in triples(told, terms, None))


def test_cities_and_states_that_no_list_knows_lie_in_no_city(terms: Ontology) -> None:
    told = "{Place:東嶺縣}與{Place:加州}、{Place:東嶺夜市}、{Place:全市}、{Place:東嶺}的{Place:第三公園}"
    found = keys(entities(told, terms, "臺南市政府"))
    assert {"东岭县", "加州", "台南市--东岭夜市", "台南市--全市", "台南市--第三公园"} <= set(found)
