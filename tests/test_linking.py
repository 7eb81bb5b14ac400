from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongbao import iri, ontology
from gongbao.linking import link
from gongbao.linking.hierarchy import structure
from gongbao.linking.link import known
from gongbao.model import Mention
from gongbao.ontology import Ontology
from gongbao.read import from_text
from gongbao.text.script import to_traditional
from linked import entities, keys, marked, names

sys.path.insert(0, str(Path(__file__).parent / "benchmarks"))
import linking

TIANJIN = "天津市交通运输综合行政执法总队"


@pytest.mark.parametrize(
    ("publisher", "short", "full"),
    [
        (TIANJIN, "市委", "中共天津市委员会"),
        (TIANJIN, "市政府", "天津市人民政府"),
        (TIANJIN, "市高院", "天津市高级人民法院"),
        (TIANJIN, "市交通委", "天津市交通运输委员会"),
        (TIANJIN, "市纪委监委", "中共天津市纪律检查委员会"),
        (TIANJIN, "市委网信办", "中共天津市委员会网络安全和信息化委员会办公室"),
        (TIANJIN, "市互联网信息办公室", "中共天津市委员会网络安全和信息化委员会办公室"),
        (TIANJIN, "市交通执法总队", TIANJIN),
        (TIANJIN, "执法总队", TIANJIN),
        ("四川省交通运输厅", "省高院", "四川省高级人民法院"),
        ("四川省交通运输厅", "省消保委", "四川省消费者权益保护委员会"),
        ("四川省交通运输厅", "省厅", "四川省交通运输厅"),
        ("四川省交通运输厅", "延安市税务局", "国家税务总局延安市税务局"),
        ("佛山市公安局", "佛山警方", "佛山市公安局"),
        ("佛山市公安局", "广东警方", "广东省公安厅"),
        ("佛山市公安局", "省公安厅", "广东省公安厅"),
        ("佛山市市场监督管理局", "市局", "佛山市市场监督管理局"),
        ("臺北市政府", "市府", "台北市政府"),
        ("臺北市政府", "市政府", "台北市政府"),
        ("臺北市政府環境保護局", "環保局", "台北市政府环境保护局"),
        ("臺北市政府環境保護局", "市警察局", "台北市政府警察局"),
        ("臺北市政府環境保護局", "桃園市環保局", "桃园市政府环境保护局"),
        ("臺北市政府衛生局", "北市衛生局", "台北市政府卫生局"),
        ("臺北市政府環境保護局", "大同區公所", "台北市大同区公所"),
        ("黑龙江省大庆市公安局", "大同区税务局", "国家税务总局大庆市大同区税务局"),
        ("臺北市政府環境保護局", "環保署", "环保署"),
        ("香港海關", "環保署", "环境保护署"),
        ("天津市生态环境局", "环保署", "环保署"),
        ("四川省公安厅", "威远镇派出所", "威远镇派出所"),
        ("四川省公安厅", "威远公安局", "威远县公安局"),
        ("四川省公安厅", "成都乡村振兴局", "成都市乡村振兴局"),
        ("新疆维吾尔自治区文化和旅游厅", "自治区党委宣传部", "中共新疆维吾尔自治区委员会宣传部"),
        ("广西壮族自治区应急管理厅", "区党委", "中共广西壮族自治区委员会"),
        ("天津海关", "中华人民共和国天津海关", "天津海关"),
        ("交通运输部", "中华人民共和国国务院", "国务院"),
        ("香港海關", "特區政府", "香港特别行政区政府"),
        ("香港海關", "政府", "香港特别行政区政府"),
        ("深圳市迅驰供应链有限公司", "迅驰公司", "深圳市迅驰供应链有限公司"),
        ("佛山市公安局", "市公安局交警支队", "佛山市公安局交通警察支队"),
        ("上海市浦东新区城市管理局", "区政府", "上海市浦东新区人民政府"),
        ("上海市浦东新区城市管理局", "市市场监管局", "上海市市场监督管理局"),
        ("浙江省药品监督管理局", "省市场监管局", "浙江省市场监督管理局"),
        ("盘锦市大洼区财政局", "市民政局", "盘锦市民政局"),
        ("上海市公安局", "市交通委", "上海市交通委员会"),
        ("天津市公安局", "市交通委", "天津市交通运输委员会"),
        ("大理白族自治州消防救援支队", "州委", "中共大理白族自治州委员会"),
        ("湖北省生态环境厅", "共青团湖北省委", "共青团湖北省委员会"),
        ("湖北省生态环境厅", "团省委", "共青团湖北省委员会"),
        ("眉山市公安局", "市法院", "眉山市中级人民法院"),
        ("眉山市公安局", "东坡区法院", "眉山市东坡区人民法院"),
        ("天津市公安局", "市法院", "天津市高级人民法院"),
        ("湖北省生态环境厅", "国家发改委", "国家发展和改革委员会"),
        ("湖北省生态环境厅", "余杭区市场监管局", "杭州市余杭区市场监督管理局"),
        ("湖北省生态环境厅", "浙江省杭州市余杭区市场监管局", "杭州市余杭区市场监督管理局"),
        ("湖北省生态环境厅", "巍山县公安局", "巍山彝族回族自治县公安局"),
    ],
)
def test_general_bodies_take_the_jurisdiction(terms: Ontology, publisher: str, short: str, full: str) -> None:
    assert names(entities(f"近日，{{Organization:{short}}}作出部署。", terms, publisher)) == [full]


@pytest.mark.parametrize(
    "text",
    [
        "{Organization:总队}部署后，{Organization:四川省交通运输综合行政执法总队}检查，{Organization:省执法总队}处罚。",
        "{Organization:甲市商务委}说，{Organization:甲市商务委员会}已办理。",
        "{Organization:省妇联}与{Organization:妇联}",
        "{Organization:佛山市公安局南海分局}出动，{Organization:南海分局}抓获。",
        "{Organization:深圳海关缉私局}立案，{Organization:缉私局}结案。",
        "{Organization:广东省农业科学院}选种，{Organization:省农科院}推广。",
        "{Organization:某区网信办（互联网信息办公室）}，{Organization:某区网信办（互联网信息办公室）}",
        "{Organization:滨海服务中心}（加挂{Organization:滨海调度中心}牌子）成立。",
        "{Organization:远洋救助站}（以下简称{Organization:远洋站}）成立。",
        "{Campaign:高质量发展“十项行动”}推进，“{Campaign:十项行动}”见效。",
        "{Campaign:“断流”战役}打响，{Campaign:“断流”}收官。",
        "{Campaign:“清站护客”专项行动}启动，{Campaign:专项行动}收官。",
        "{Campaign:污染防治攻坚战}，{Campaign:污染防治攻坚}",
        "{Document:《民法典》}与{Document:中华人民共和国民法典}",
        "{Document:《轻微违法不罚清单》}（{Document:川交发〔2024〕5号}）印发。",
        "{Case:某公司虚开发票案}（案号：{Case:西税二稽罚〔2024〕17号}）办结。",
        "{Event:第二十届中国国际文化产业博览交易会}开幕，{Event:文博会}闭幕。",
        "{Event:第七届世界智能大会}与{Event:世界智能大会}",
        "{Platform:“慧治网约车”场景模型}与{Platform:‘慧治网约车’}",
        "{Place:天津}、{Place:天津市}、{Place:津}",
        "{Place:天津滨海国际机场}与{Place:天津滨海机场}",
        "{Organization:香港海關}說，{Organization:海關}查獲。",
        "{Campaign:專項整治}與{Campaign:专项整治工作}與“{Campaign:专项整治}”",
    ],
)
def test_one_thing(terms: Ontology, text: str) -> None:
    publisher = "四川省交通运输综合行政执法总队" if "总队" in text else "佛山市公安局"
    assert len(names(entities(text, terms, publisher))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "{Organization:四川省公安厅}与{Organization:四川省公安厅网络安全保卫总队}",
        "{Organization:省公安厅}与{Organization:省公安厅交警总队}",
        "{Organization:天津市公安局}与{Organization:重庆市公安局}",
        "{Organization:公安厅}与{Organization:省公安厅网安总队}",
        "{Organization:执法支队}与{Organization:四川省交通运输综合行政执法总队}",
        "{Place:北京市朝阳区}与{Place:长春市朝阳区}",
        "{Place:江苏}与{Place:江西}",
        "{Organization:省委}与{Organization:共青团}",
        "{Document:保险法}与{Document:社会保险法}",
        "{Document:《四川省道路运输条例》}与{Document:《道路运输条例》}",
        "{Campaign:专项整治}后"
        + "，各地落实整改" * 70
        + "，{Campaign:托育机构收费专项整治工作}，{Campaign:专项整治工作}",
        "{Case:王某盗窃案}与{Case:李某盗窃案}",
        "{Organization:某银行}与{Organization:某公司}",
    ],
)
def test_two_things(terms: Ontology, text: str) -> None:
    assert len(names(entities(text, terms, "四川省公安厅"))) == 2


def test_a_level_word_is_of_the_city_that_its_sentence_names(terms: Ontology) -> None:
    told = "{Organization:天水市检察院}联合{Organization:市人社局}开展监督。"
    assert "天水市人力资源和社会保障局" in names(entities(told, terms, "甘肃省人民检察院"))
    twice = told + "{Organization:庆阳市检察院}联合{Organization:市人社局}开展监督。"
    assert "市人社局" in names(entities(twice, terms, "甘肃省人民检察院"))
    assert "天津市人力资源和社会保障局" in names(entities(told, terms, "天津市人民检察院"))
    company = "{Organization:栾川县某矿业公司}失管，移交{Organization:县应急管理局}。"
    assert "栾川县应急管理局" in names(entities(company, terms, "洛阳市应急管理局"))


def test_namesakes_of_two_regions_have_two_iris(terms: Ontology) -> None:
    one = entities("{Organization:站区办}与{Place:朝阳区}", terms, "天津市交通运输委员会")
    other = entities("{Organization:站区办}与{Place:朝阳区}", terms, "北京市交通委员会")
    assert keys(one)[0] == "天津市--站区办"
    assert keys(other) == ["北京市--站区办", "北京市--朝阳区"]
    assert other[1].code == "110105"


def test_a_bureau_of_an_unknown_city_stays_in_its_report(terms: Ontology) -> None:
    places = "{Place:台湾}与{Place:台湾}，{Organization:社会局}走访。"
    one, other = entities(places, terms), entities("甲：" + places, terms)
    assert not {key for key in keys(one) if "社会局" in key} & set(keys(other))
    known = entities("{Place:台南市}与{Place:台南市}，{Organization:市府}和{Organization:社会局}走访。", terms)
    assert {"台南市政府", "台南市政府社会局"} <= set(keys(known))
    council = "{Organization:高雄市議會}開會，{Place:高雄}的{Organization:議會}與{Organization:勞動部職安署}、{Organization:政府}。"
    assert keys(entities(council, terms)) == ["高雄市议会", "高雄市", "台湾省--劳动部职安署", "高雄市--政府"]


def test_anonymous_parties_stay_in_their_report(terms: Ontology) -> None:
    one = entities("甲案中，{Organization:某房屋公司}与{Person:王某某}败诉。", terms, "天津市司法局")
    other = entities("乙案中，{Organization:某房屋公司}与{Person:王某某}胜诉。", terms, "天津市司法局")
    assert not set(keys(one)) & set(keys(other))


def test_places_have_codes_and_provinces_wikidata(terms: Ontology) -> None:
    found = {e.name: e for e in entities("{Place:沪}、{Place:眉山}、{Place:重庆市荣昌区}、{Place:南极}", terms)}
    assert (found["上海市"].code, found["上海市"].same_as) == ("310000", ("http://www.wikidata.org/entity/Q8686",))
    assert (found["眉山市"].code, found["荣昌区"].code, found["南极"].code) == ("511400", "500153", None)


def test_bare_drive_belongs_to_the_reporting_body(terms: Ontology) -> None:
    (drive,) = (e for e in entities("{Campaign:专项整治}见效。", terms, TIANJIN) if e.mentions)
    assert drive.iri.endswith(f"/{TIANJIN}--专项整治")


def test_every_surface_has_a_known_reason(terms: Ontology, gold: Path) -> None:
    for path in sorted(gold.glob("*.json")):
        document, found, _, _ = linking.run(path, terms)
        for entity in found:
            written = {document.text[m.start : m.end] for m in entity.mentions}
            assert written <= {r.surface for r in entity.reasons}
            assert {r.rule for r in entity.reasons} <= set(known())


def test_every_mention_belongs_to_one_entity(terms: Ontology, gold: Path) -> None:
    for path in sorted(gold.glob("*.json")):
        document, found, _, _ = linking.run(path, terms)
        members = [m for e in found for m in e.mentions]
        assert len(members) == len(set(members))
        assert len({e.iri for e in found}) == len(found)
        assert all(m.end <= len(document.text) for m in members)


def test_name_and_code_are_functions_of_the_iri(terms: Ontology, gold: Path) -> None:
    known: dict[str, tuple[str, str | None, tuple[str, ...]]] = {}
    for path in sorted(gold.glob("*.json")):
        for entity in linking.run(path, terms)[1]:
            facts = (entity.name, entity.code, entity.same_as)
            assert known.setdefault(entity.iri, facts) == facts
            assert entity.iri.rsplit("/", 1)[1].endswith(iri.segment(entity.name))


def test_gold_is_linked(terms: Ontology, gold: Path) -> None:
    found = linking.score(sorted(gold.glob("*.json")), terms)
    assert found["mentions"][2] >= 0.98
    assert found["surfaces"][2] >= 0.9


def test_script_does_not_matter(terms: Ontology, gold: Path) -> None:
    text = (gold / "text" / "agency-a3-police.txt").read_text("utf-8")
    document, found, _, _ = linking.run(gold / "agency-a3-police.json", terms)
    other = from_text(to_traditional(text), document.source, ontology=terms)
    mentions = [m for e in found for m in e.mentions]
    scope = re.compile(r"/[0-9a-f]{8}--")  # anonymous parties carry the digest of their report
    assert {scope.sub("/", e.iri) for e in link(other, mentions, terms).entities} == {
        scope.sub("/", e.iri) for e in found
    }


def test_order_of_mentions_does_not_matter(terms: Ontology, gold: Path) -> None:
    document, found, _, _ = linking.run(gold / "report.json", terms)
    mentions = sorted((m for e in found for m in e.mentions), key=lambda m: (-m.end, m.type))
    assert link(document, mentions, terms).entities == found


def test_same_body_in_two_reports_has_one_iri(terms: Ontology) -> None:
    one = entities(f"{{Organization:执法总队}}检查。{{Organization:{TIANJIN}}}", terms, TIANJIN)
    other = entities("{Organization:市交通执法总队}查处。", terms, TIANJIN)
    assert keys(one) == keys(other) == [TIANJIN]


def test_the_reporting_body_is_there_even_without_a_mention(terms: Ontology) -> None:
    found = entities("{Campaign:“清站护客”专项行动}见效。", terms, "四川省交通运输综合行政执法总队")
    assert [e.name for e in found if not e.mentions] == ["四川省交通运输综合行政执法总队", "四川省"]


def test_a_users_class_of_bodies_is_linked_like_bodies(tmp_path: Path) -> None:
    mine = tmp_path / "mine.ttl"
    mine.write_text(
        "@prefix gb: <https://w3id.org/gongbao/ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        'gb:Court a owl:Class ; rdfs:subClassOf gb:Organization ; rdfs:label "法院"@zh-Hans .\n',
        "utf-8",
    )
    terms = ontology.load((mine,))
    found = entities("{Court:市高院}审结，{Court:天津市高级人民法院}通报。", terms, TIANJIN)
    assert [e.iri.rsplit("/", 2)[1:] for e in found if e.mentions] == [["Court", "天津市高级人民法院"]]
    assert found[0].jurisdiction == "天津市"


def test_things_of_a_region_carry_its_name(terms: Ontology) -> None:
    text = "{Event:省第十七届运动会}、{Event:市民文化节}、{Campaign:县域高中振兴行动}"
    assert keys(entities(text, terms, "江西省人民政府")) == [
        "江西省第十七届运动会",
        "江西省--市民文化节",
        "江西省--县域高中振兴行动",
    ]


def test_base(terms: Ontology) -> None:
    document, mentions = marked("{Place:天津}", terms)
    assert (
        link(document, mentions, terms, base="https://example.org/x/").entities[0].iri
        == "https://example.org/x/Place/天津市"
    )


def test_aliases_force(terms: Ontology) -> None:
    found = entities(
        "{Organization:站區辦}与{Organization:公安交警}", terms, TIANJIN, "站区办\t天津市重点站区办公室\tforce\n"
    )
    assert names(found) == ["天津市重点站区办公室", "公安交警"]
    assert [r.rule for r in found[0].reasons] == ["alias"]


def test_aliases_join_what_rules_keep_apart(terms: Ontology) -> None:
    found = entities("{Organization:站区办}与{Organization:交通站}", terms, TIANJIN, "交通站\t站区办\tforce\n")
    assert names(found) == ["站区办"]


def test_aliases_forbid(terms: Ontology) -> None:
    text = f"{{Organization:{TIANJIN}}}与{{Organization:执法总队}}"
    assert len(names(entities(text, terms, TIANJIN))) == 1
    assert len(names(entities(text, terms, TIANJIN, f"执法总队\t{TIANJIN}\tforbid\n"))) == 2


def test_aliases_forbid_a_general_name(terms: Ontology) -> None:
    text = "{Organization:市委}与{Organization:中共天津市委员会}"
    assert names(entities(text, terms, TIANJIN)) == ["中共天津市委员会"]
    forbidden = entities(text, terms, TIANJIN, "市委\t中共天津市委员会\tforbid\n")
    assert names(forbidden) == ["市委", "中共天津市委员会"]


def test_alias_targets_may_be_short(terms: Ontology) -> None:
    text = "{Organization:站区办}与{Organization:天津市交通运输委员会}"
    found = entities(text, terms, TIANJIN, "站区办\t市交通委\tforce\n")
    assert names(found) == ["天津市交通运输委员会"]
    assert found[0].jurisdiction == "天津市"


def test_aliases_force_places(terms: Ontology) -> None:
    found = entities("{Place:朝阳}", terms, "交通运输部", "朝阳\t北京市朝阳区\tforce\n")
    assert found[0].code == "110105"


def test_names_of_hostile_texts(terms: Ontology) -> None:
    for name in ("“”", "省", "市", "某", "（）", "市市市", "a" * 500, "\u202e市委", "第届", "🚕局", "中共", "县"):
        for kind in (spec.id for spec in terms.entity_classes):
            assert len(names(entities(f"近日{{{kind}:{name}}}。", terms, "天津市公安局"))) == 1


PIECES = st.sampled_from(
    [
        "省",
        "市",
        "县",
        "天津市",
        "北京",
        "朝阳区",
        "香港",
        "臺北",
        "市委",
        "公安局",
        "总队",
        "执法",
        "委员会",
        "某",
        "专项",
        "行动",
        "整治",
        "“",
        "”",
        "（",
        "）",
        "《",
        "》",
        "以下简称",
        "加挂",
        "号",
        "第",
        "届",
        "会",
        "、",
        "。",
        "\n",
        "🚕",
        "?",
        "〔2023〕12号",
        "中共",
        "共青团",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=40), st.data())
def test_any_mentions_are_partitioned(pieces: list[str], data: st.DataObject) -> None:
    terms = ontology.load()
    document = from_text("报告" + "".join(pieces), "test", publisher="天津市公安局", ontology=terms)
    kinds = st.sampled_from([spec.id for spec in terms.entity_classes])
    cuts = sorted(data.draw(st.sets(st.integers(0, len(document.text)), max_size=12)))
    spans = [(a, b) for a, b in zip(cuts, cuts[1:], strict=False) if b > a]
    mentions = [Mention(a, b, data.draw(kinds), "test", 0.5) for a, b in spans]
    found = link(document, mentions, terms).entities
    assert sorted((m for e in found for m in e.mentions), key=lambda m: m.start) == mentions
    assert len({e.iri for e in found}) == len(found)
    for statement in structure(document, found, terms):
        assert all(0 <= e.start < e.end <= len(document.text) for e in statement.evidence)
