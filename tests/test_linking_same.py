"""Which names of one report are one thing, and which are not: code names, bare heads, levels, years, towns."""

from __future__ import annotations

import pytest

from gongbao.ontology import Ontology
from linked import entities, keys, names


@pytest.mark.parametrize(
    "text",
    [
        "{Campaign:特种设备安全大排查大整治行动}部署后，深入开展{Campaign:专项行动}",
        "{Campaign:“猎狐—2030”战役}启动，这一{Campaign:专项行动}持续三月",
        "{Campaign:酒类市场专项治理}启动，{Campaign:专项行动}中查获假酒",
        "将{Campaign:专项整治}成果转化为长效机制，{Campaign:托育机构收费专项整治工作}收官",
        "{Campaign:學習教育}開展以來，{Campaign:弘揚雷鋒精神學習教育}見成效",
        "{Organization:江苏省文化和旅游厅}表彰，{Organization:省文旅厅}部署",
        "{Organization:珠海市中级人民法院}报告，{Organization:市中院}受理",
        "{Place:斗南镇}与{Place:斗南}",
        "{Campaign:集中打击骗税行动}（代号{Campaign:“6·18”行动}）",
        "{Organization:中国农业银行清河市支行}授信，{Organization:农行清河市支行}让利",
        "{Organization:中国人民银行清河中心支行}通报，{Organization:央行清河中心支行}、{Organization:人民银行清河中心支行}回应",
        "{Organization:中國建設銀行股份有限公司清水分行}與{Organization:建行清水分行}",
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
        "{Campaign:专项整治}收效。{Campaign:托育收费专项整治}与{Campaign:学位专项整治}收官",
        "{Campaign:研学市场执法检查}后开展{Campaign:主题教育}",
        "{Document:医疗保险附约}依{Document:保险法}订立",
        "{Organization:烟台市蓬莱区市场监管局}落实{Organization:市局}要求",
        "{Organization:江苏省文化和旅游厅}与{Organization:浙江省文化和旅游厅}",
        "{Organization:深圳海关缉私局}与{Organization:海关}",
        "{Place:斗南河}与{Place:斗南}",
        "{Organization:顺达物流有限公司}与{Organization:顺达物流有限公司临沂分公司}",
        "{Organization:省市场监督管理局}与{Organization:省监管局}",
        "{Organization:交通部高速公路局}与{Organization:交通局}",
        "{Organization:绍兴市粮食局}与{Organization:宁波市粮食部门}",
        "{Organization:柳溪镇政府}与{Organization:竹溪镇人民政府}",
        "{Organization:泉州市公安局丰泽分局}与{Organization:泉州市公安局}",
        "{Organization:泉州市公安局丰泽分局}与{Organization:泉州市公安局鲤城分局}",
        "{Organization:石狮市公安局}与{Organization:泉州市公安局}",
        "{Organization:泉州市教育局丰泽分局}与{Organization:丰泽区教育局}",
        "{Case:钱某某受贿案}与{Case:钱某某涉嫌行贿罪一案}",
        "{Campaign:护渔行动}与{Campaign:护林专项行动}",
        "{Organization:大连市渔业执法支队直属大队}与{Organization:大连市渔业执法部门}",
        "{Organization:武汉市公安局武昌区分局}与{Organization:武汉市局}",
        "{Document:关于印发《渔港工作规则》的通知}与{Document:《渔港工作规则》}",
        "{Event:第26届省运会}与{Event:亚运会}",
        "{Organization:华兴路桥建设有限公司}与{Organization:华兴建设有限公司}",
        "{Organization:山西省委巡视工作领导小组}与{Organization:山西省委巡视组}",
        "{Organization:中国农业银行清河市支行}与{Organization:工行清河市支行}",
        "{Organization:交行清河分行}与{Organization:交通银行}、{Organization:交通银行东岭分行}",
    ],
)
def test_different_things(text: str, terms: Ontology) -> None:
    assert len(names(entities(text, terms))) == text.count("{")


def test_a_level_between_two_provinces_is_of_neither(terms: Ontology) -> None:
    text = "{Organization:江苏省文化和旅游厅}、{Organization:浙江省文化和旅游厅}与{Organization:省水利厅}"
    assert len(names(entities(text, terms))) == 3


@pytest.mark.parametrize(
    "text",
    [
        "{Organization:海州市监察委}在{Organization:海州市监察委办公楼}",
        "{Organization:市委办公室}转{Organization:市人大常委会办公室}",
        "{Organization:州委组织部}转{Organization:州纪委监委组织部}",
        "{Organization:市中心医院}转诊，{Organization:市中医院}接收",
        "{Organization:市中西医结合医院}与{Organization:市中医院}",
        "{Organization:育才中心小学}升入{Organization:育才中学}",
        "{Organization:育才实验中学}与{Organization:育才中学}",
        "{Organization:育才外国语中学}与{Organization:育才中学}",
        "{Organization:东屿农业大学}讲座，{Organization:东屿大学}参加",
        "{Organization:東嶼財經學院}招生，{Organization:東嶼學院}招生",
        "{Organization:市教育体育局}发文，{Organization:市教育局}转发",
        "{Organization:清河市公安局}与{Organization:清河市公安分局}",
        "{Organization:清河市中院}判决，{Organization:清河市中医院}赔偿",
        "{Organization:市委办}通知{Organization:市委农办}",
        "{Organization:清河市公安局}与{Organization:清河市公安交管局}",
        "{Organization:东屿市人民法院}一审，{Organization:东屿市中级人民法院}二审",
        "{Place:东屿大桥}封闭，{Place:新东屿大桥}通车",
        "{Place:东屿大桥}、{Place:北东屿大桥}通车",
        "{Organization:东屿中学}与{Organization:东屿第二中学}",
        "{Organization:海州第一中学}与{Organization:海州第十一中学}",
        "{Organization:市人民医院}与{Organization:市第一人民医院}",
        "{Organization:东屿体育总会}与{Organization:东屿体育总会棒球委员会}",
        "{Organization:市人大常委会}与{Organization:市人大常委会法工委}",
        "{Organization:某公司}与{Organization:某渔具有限公司}",
        "{Document:《渔讯》}和{Document:第6期《渔讯》}",
        "{Document:《渔业准则》}和{Document:《小渔业准则》}",
        "{Campaign:水岸整治行动}、{Campaign:东屿水岸整治行动}",
        "{Place:甲县乙镇丙村}与{Place:甲县丁镇丙村}",
    ],
)
def test_whole_parts_numbers_titles_and_lists_keep_names_apart(text: str, terms: Ontology) -> None:
    assert len(names(entities(text, terms))) == 2


@pytest.mark.parametrize(
    "text",
    [
        "{Organization:东屿市人力资源和社会保障局}公示，{Organization:市人社局}受理",
        "{Organization:東嶼縣農業農村局}部署，{Organization:縣農業農村局}檢查",
        "{Organization:东屿市医疗保障局}公布，{Organization:医保局}受理",
        "{Organization:东屿市公安局交通警察支队}通报，{Organization:交警支队}出动",
        "{Organization:東嶼縣教育體育局}部署，{Organization:縣教體局}落實",
        "{Organization:东屿市红十字会}募捐，{Organization:市红会}发放",
        "{Organization:东屿市中级人民法院}审理，{Organization:市中院}宣判",
        "{Organization:东屿区自然资源和规划局}立案，{Organization:区自规局}查处",
        "{Organization:江苏省公安厅}通报，{Organization:江苏公安}出动，{Organization:江苏公安机关}值守",
        "{Organization:苏州市市场监督管理局}检查，{Organization:苏州市市场监管部门}处罚",
        "{Organization:江苏海腾渔具有限公司}违规，{Organization:海腾}整改，{Organization:海腾渔具}停业",
        "{Campaign:东屿港区水岸整治专项行动}启动，{Campaign:东屿港区水岸整治工作}收官",
        "{Place:湖北省巴东县东屿镇马鞍村}，{Place:巴东县东屿镇马鞍村}。{Place:马鞍村}",
        "{Place:东屿线望海站}客流多，{Place:望海站}开放",
        "{Person:邱望舒}说，{Person:望舒}来了",
        "{Event:二十届四中全会}和{Event:党的二十届四中全会}",
        "{Organization:东屿市第二人民医院}派出专家，{Organization:市二院}接诊",
        "{Organization:杭州市生态环境局余杭分局}处罚，{Organization:余杭分局}表示",
        "{Place:山东德州市平原县}地震，{Place:平原}受灾",
        "{Document:《关于加强渔港安全的通知》}\n{Document:海办发〔2024〕3号}\n各单位：",
        "{Organization:香港特別行政區政府勞工處}巡查，{Organization:勞工處}提醒",
        "{Organization:廉政公署}公布，{Organization:香港特別行政區廉政公署}年報",
        "{Organization:衛生福利部中央健康保險署}公告，{Organization:中央健康保險署}說明",
        "{Organization:中铁隧道局集团有限公司}中标，{Organization:中铁隧道局}施工",
        "{Case:钱某某（副处级）涉嫌行贿罪一案}开庭，{Case:钱某某涉嫌行贿案}宣判",
        "{Case:林大海失火一案}結案，{Case:林大海失火案}上訴",
        "{Document:渔港收费清单（2024年版）}公布，{Document:渔港收费清单}更新",
        "{Campaign:“护渔”专项行动}启动，{Campaign:护渔行动}收官",
        "{Organization:泉州市公安局丰泽分局}通报，{Organization:丰泽区公安局}侦办，{Organization:泉州丰泽公安}提醒",
        "{Organization:阳泉市公安局城区分局}通报，{Organization:阳泉市城区公安局}侦办",
        "{Organization:南昌市公安局東湖區分局}偵破，{Organization:南昌市东湖公安分局}通报，{Organization:警方}提醒",
        "{Organization:柳溪镇政府}公告，{Organization:柳溪镇人民政府}回复，{Organization:镇政府}值班",
        "{Organization:梅林街道办}巡查，{Organization:梅林街道辦事處}通告",
        "{Organization:中国水利部}通报，{Organization:水利部}部署",
        "{Organization:國家教育部}發文，{Organization:教育部}督導",
        "{Organization:绍兴市粮食局}公告，{Organization:绍兴市粮食部门}收储",
        "{Organization:大连市渔业执法支队}巡航，{Organization:大连市渔业执法部门}放流",
        "{Organization:宁波市渡口管理所}值守，{Organization:宁波渡口管理所}提醒",
    ],
)
def test_names_that_shorten_one_thing(text: str, terms: Ontology) -> None:
    assert len(names(entities(text, terms))) == 1


def test_sessions_in_a_list_share_number_and_head(terms: Ontology) -> None:
    found = names(entities("贯彻{Event:二十届二中}、{Event:三中}、{Event:四中全会}精神。", terms))
    assert found == ["党的二十届二中全会", "党的二十届三中全会", "党的二十届四中全会"]
    found = names(entities("學習{Event:黨的十九屆四中}、{Event:五中全會}精神。", terms))
    assert found == ["党的十九届四中全会", "党的十九届五中全会"]


def test_a_bare_head_means_no_name_of_long_before(terms: Ontology) -> None:
    far = "{Event:首届智能大会}开幕。" + "各项工作有序推进。" * 120 + "提请本次{Event:大会}审查。"
    assert len(names(entities(far, terms, "宁波市人民政府"))) == 2
    assert len(names(entities(far.replace("各项工作有序推进。", ""), terms, "宁波市人民政府"))) == 1


def test_a_head_noun_of_several_stays_open(terms: Ontology) -> None:
    text = "群众称赞{Organization:江苏省水警支队}和{Organization:浙江省水警支队}。{Organization:支队}来人。"
    found = entities(text, terms)
    assert len(names(found)) == 3
    (short,) = (e for e in found if e.name == "支队")
    assert [(r.surface, r.rule) for r in short.open] == [("支队", "nearest")]
    assert short.open[0].target in {e.iri for e in found}


LOCAL = (
    "{Place:轨道交通6号线}、{Place:中山路}、{Place:人民公园}、{Place:北京路}、{Organization:第一中学}、{Organization:省水利研究院}、"
    "{Platform:“城市管家”}、{Campaign:“一号工程”}、{Document:《养犬管理条例》}、{Document:政府工作报告}、{Person:王海}"
)


@pytest.mark.parametrize("other", ["南昌市人民政府", None])
def test_local_things_of_two_reports_have_two_iris(other: str | None, terms: Ontology) -> None:
    one = {e.iri for e in entities(f"群众称赞{LOCAL}。", terms, "宁波市人民政府") if e.mentions}
    two = {e.iri for e in entities(f"群众提到{LOCAL}。", terms, other) if e.mentions}
    again = {e.iri for e in entities(f"群众赞扬{LOCAL}。", terms, "宁波市人民政府") if e.mentions}
    assert not one & two
    assert one == again


@pytest.mark.parametrize(
    ("text", "publisher"),
    [
        (
            "{Organization:A公司}、{Organization:联合调查组}、{Organization:分局}、{Place:某区}、{Person:刘○○}",
            "宁波市人民政府",
        ),
        ("{Person:钱先生}、{Person:林小姐}、{Organization:署方}、{Organization:电信诈骗集团}", "宁波市人民政府"),
        ("{Event:市政府常务会议}、{Event:防疫記者會}", "宁波市人民政府"),
        ("{Place:解放路}、{Organization:县公安局}、{Organization:第一中学}", "江苏省人民政府"),
        ("{Place:解放路}、{Organization:检察院}、{Organization:市公安局}", "公安部"),
        ("{Organization:区文旅局}", "上海市公安局"),
        ("{Event:定期會}、{Event:第3屆第3次定期會}", "臺南市議會"),
        ("{Person:王海}、{Organization:市场监管局}、{Campaign:护航行动}", "新京报"),
    ],
    ids=[
        "without-a-name",
        "called-so-anywhere",
        "held-often",
        "of-a-province",
        "of-the-nation",
        "of-a-district",
        "of-no-year",
        "of-a-newspaper",
    ],
)
def test_what_may_be_of_another_city_stays_in_its_report(text: str, publisher: str, terms: Ontology) -> None:
    one, two = (keys(entities(f"{verb}{text}。", terms, publisher)) for verb in ("群众称赞", "群众提到"))
    assert len(one) == text.count("{")
    assert not set(one) & set(two)


@pytest.mark.parametrize(
    ("text", "publisher", "expected"),
    [
        ("{Organization:央视网}", "宁波市人民政府", "央视网"),
        ("{Organization:新华社}", "香港警务处", "新华通讯社"),
        ("{Campaign:第四次全国文物普查}", "宁波市人民政府", "第四次全国文物普查"),
        ("{Place:太湖}", "江苏省人民政府", "太湖"),
        ("{Organization:城投集团}", "宁波市人民政府", "宁波市--城投集团"),
        ("{Organization:市府工務局}", "臺南市政府", "台南市政府工务局"),
        ("{Event:首届法治论坛}", "宁波市人民政府", "宁波市--首届法治论坛"),
        ("{Event:首届世界古典学大会}", "宁波市人民政府", "首届世界古典学大会"),
        ("{Event:十二届市委三次全会}", "宁波市人民政府", "宁波市--十二届市委三次全会"),
        ("{Event:十六届三中全会}", "宁波市人民政府", "十六届三中全会"),
        ("{Event:第六屆藝術節}", "臺南市政府", "台南市--第六届艺术节"),
        ("{Event:第九届进博会}", "宁波市人民政府", "第九届进博会"),
        ("{Document:“十四五”规划}", "宁波市人民政府", "宁波市--十四五规划"),
    ],
)
def test_what_is_of_the_nation_and_what_of_each_city(text: str, publisher: str, expected: str, terms: Ontology) -> None:
    assert keys(entities(f"群众称赞{text}。", terms, publisher)) == [expected]


def test_the_name_that_leaves_out_least_is_meant(terms: Ontology) -> None:
    text = "{Organization:鑫源生物食品有限公司}、{Organization:鑫源食品有限公司}停业，{Organization:鑫源食品公司}整改"
    assert names(entities(text, terms)) == ["鑫源生物食品有限公司", "鑫源食品有限公司"]


def test_a_citys_own_rule_under_a_national_name(terms: Ontology) -> None:
    for made in ("修订", "公布", "廢止"):
        found = entities(f"{made}{{Document:《优化营商环境条例》}}。", terms, "宁波市人民政府")
        assert found[0].iri.endswith("/宁波市--优化营商环境条例")
    found = entities("修订{Document:《河道管理条例》}。", terms, "宁波市人民政府")
    assert found[0].iri.endswith("/宁波市--河道管理条例")  # not that of the State Council
    found = entities("依据{Document:《河道管理条例》}处罚。", terms, "宁波市人民政府")
    assert found[0].name == "中华人民共和国河道管理条例"
    assert entities("学习{Document:《优化营商环境条例》}。", terms, "宁波市人民政府")[0].iri.endswith(
        "Document/优化营商环境条例"
    )


def test_a_title_is_complete_with_its_marks_outside_the_name(terms: Ontology) -> None:
    text = "印发《{Document:东屿港渔业管理办法}》，废止《{Document:渔业管理办法}》。"
    assert len(names(entities(text, terms))) == 2


def test_taiwan_has_ministries_of_its_own(terms: Ontology) -> None:
    island = entities("昨日，{Organization:財政部}公布。", terms, "臺北市政府")
    mainland = entities("昨日，{Organization:财政部}公布。", terms, "天津市财政局")
    assert keys(island) == ["台湾省--财政部"]
    assert keys(mainland) == ["财政部"]


@pytest.mark.parametrize(
    ("text", "publisher", "expected"),
    [
        ("依{Document:保險法}裁罰。", "臺北市政府", "台湾省--保险法"),
        ("依{Document:商標法}裁罰，時間：102年1月31日。", None, "台湾省--商标法"),
        ("依{Document:刑法}起訴。", "香港警务处", "香港特别行政区--刑法"),
        ("依{Document:保险法}处罚，时间：2013年1月31日。", None, "中华人民共和国保险法"),
        ("依{Document:中華人民共和國保險法}投保。", "臺北市政府", "中华人民共和国保险法"),
        ("{Organization:交通部}說明，時間：112年3月6日。", None, "台湾省--交通部"),
        ("{Organization:交通部}通知，时间：2003年3月6日。", None, "交通运输部"),
    ],
    ids=[
        "law-of-taiwan",
        "law-by-its-years",
        "law-of-hong-kong",
        "law-of-the-state",
        "whole-title",
        "ministry",
        "former",
    ],
)
def test_a_law_or_ministry_of_taiwan_is_not_that_of_the_state(
    text: str, publisher: str | None, expected: str, terms: Ontology
) -> None:
    assert expected in keys(entities(text, terms, publisher))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "{Event:昌平市第七届人大常委会会议}听取{Document:《朝阳市养犬条例》}执行情况，{Organization:市财政局}汇报。",
            "财政局",
        ),
        (
            "{Event:朝阳市第七届人大常委会会议}修改{Document:《朝阳市养犬条例》}，{Organization:市财政局}汇报。",
            "朝阳市财政局",
        ),
        (
            "{Place:台南市}{Organization:水利局}與{Place:台南市}{Place:安順}、{Organization:安順警方}到場，{Organization:市府}說明。",
            "台南市政府",
        ),
    ],
    ids=["two-regions", "by-events-and-documents", "a-namesake-of-a-city"],
)
def test_the_region_of_a_report_that_names_no_issuer(text: str, expected: str, terms: Ontology) -> None:
    assert any(name.endswith(expected) for name in names(entities(text, terms)))


@pytest.mark.parametrize(
    ("text", "publisher", "expected"),
    [
        ("巡查{Place:唐河}、{Place:通天河}。", "曲阳县水利局", "唐河"),
        ("巡查{Place:唐河}。", "南阳市水利局", "唐河县"),
        ("考察{Place:江苏昆山}。", "曲阳县水利局", "昆山市"),
        ("{Place:安平}、{Place:永康}兩區。", "臺南市政府", "永康"),
    ],
    ids=["a-river", "a-county-at-home", "with-its-province", "districts-of-taiwan"],
)
def test_the_short_name_of_a_county_holds_at_home(text: str, publisher: str, expected: str, terms: Ontology) -> None:
    assert expected in names(entities(text, terms, publisher))


@pytest.mark.parametrize(
    "name", ["Organization:日本氣象廳", "Place:美國芝加哥", "Place:澳大利亚悉尼", "Organization:泰国警方"]
)
def test_what_a_country_names_is_of_no_city(name: str, terms: Ontology) -> None:
    (only,) = [key for key in keys(entities(f"{{{name}}}表示歡迎。", terms, "臺南市政府")) if "政府" not in key]
    assert "--" not in only
