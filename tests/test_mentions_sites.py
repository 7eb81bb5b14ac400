"""Places whose names are common words: the words around them tell a place from a class, and codes tell roads."""

from __future__ import annotations

import pytest

from gongbao import mentions, read
from gongbao.ontology import Ontology

SITES = [
    ("检查组深入青石乡等地，开展现场检查。", ["青石乡"]),
    ("民警行至胜利大桥时，发现一辆可疑车辆。", ["胜利大桥"]),
    ("位于幸福小区的某企业被立案查处。", ["幸福小区"]),
    ("沿建设北路巡查，对人民路周边开展检查。", ["建设北路", "人民路"]),
    ("来到王家村、团结村走访。", ["王家村", "团结村"]),
    ("人员前往东风渠、南干渠。", ["东风渠", "南干渠"]),
    ("抵达沃溪引水闸，对兴化湾、西沙渔场附近水域巡查。", ["沃溪引水闸", "兴化湾", "西沙渔场"]),
    ("在义乌小商品市场和新发地农产品批发市场开展检查。", ["义乌小商品市场", "新发地农产品批发市场"]),
    ("執法人員前往東風渠，行至勝利大橋附近。", ["東風渠", "勝利大橋"]),
    ("光明社区附近发生火情。", ["光明社区"]),
    ("在庆元县松源镇王家村开展检查。", ["庆元县松源镇王家村"]),
    ("东门街道、水土街道等区域达标。", ["东门街道", "水土街道"]),
    ("一辆货车在闵申路翻倒，在同兴北路东侧起火。", ["闵申路", "同兴北路"]),
    ("打开西干渠3处闸门，师生走上马江捡拾垃圾。", ["西干渠", "马江"]),
    ("在庆元县马头洼港查获，位于瑞安市中兴路二段的店。", ["庆元县马头洼港", "瑞安市中兴路二段"]),
    ("对赤河杨家大桥开展检查。", ["赤河", "杨家大桥"]),
    ("在前海、横琴开展检查，来到香港仔、新界北巡逻。", ["前海", "横琴", "香港仔", "新界北"]),
    ("執法人員前往將軍澳及天水圍，抵達大灣區。", ["將軍澳", "天水圍", "大灣區"]),
    ("位于南沙的企业，赴朝阳开展调研。", ["南沙", "朝阳"]),
]
ROADS = [
    ("途经107国道、省道S304、县道X021。", ["107国道", "省道S304", "县道X021"]),
    ("在G15高速、S2线设卡，巡查国道318线、国道310。", ["G15高速", "S2线", "国道318线", "国道310"]),
    ("沿G318沿线巡查。", ["G318"]),
    ("在庆元县松源镇107国道设卡。", ["庆元县松源镇", "107国道"]),
    ("行至瑞安市316国道与104国道交口时被拦下。", ["瑞安市", "316国道", "104国道"]),
]
CLASSES = [
    "检查组深入全村、各村、帮扶村、贫困村、示范村。",
    "深入老旧小区、居民小区、各小区，来到城市广场、菜市场。",
    "在农村公路、国省道、主干道、重点路段、商业街设卡。",
    "走在致富路上，在创新路上不断前行，走改革之路。",
    "推进法律进社区、进乡镇，开展平安社区建设、和谐社区创建。",
    "对重点水库、病险水库、大型灌区、各泵站、渔港周边开展检查。",
    "对建设路径进行研究，在全村范围内宣传，推动村村通。",
    "对村干部进行培训，对社区矫正对象开展教育，来到家门口。",
    "型号为X021的设备，出动执法人员107人、国道巡查310公里。",
    "途经省道、县道的车辆，乘坐G1234次列车。",
    "对多部门、各泵站、河堤周边开展检查，领导开展巡河，打开闸门。",
    "在新建项目推进现场，在平原开展作业，在合作中深化友好往来。",
    "坚持山水林田湖草沙一体化保护，加大城乡治理，推进2号线西延。",
    "打造美丽乡村，深入各乡镇，走进千家万户。",
]
BEHIND_A_DIVISION = [
    "在庆元县重点水库开展检查。",
    "在庆元县老旧小区开展检查。",
    "深入庆元县社区开展检查。",
    "对庆元县农村公路开展检查。",
    "走访庆元县贫困村。",
    "在庆元县重点渔港开展检查。",
    "在庆元县城市公园开展检查。",
]


def found(text: str, terms: Ontology, type_: str = "Place") -> list[str]:
    document = read.from_text(text, "x.txt", ontology=terms)
    chosen = mentions.find(document, terms)
    return [document.text[m.start : m.end] for m in chosen if m.type == type_]


@pytest.mark.parametrize(("text", "expected"), SITES)
def test_sites_that_their_surroundings_tell(text: str, expected: list[str], terms: Ontology) -> None:
    assert found(text, terms) == expected


@pytest.mark.parametrize(("text", "expected"), ROADS)
def test_roads_that_a_code_names(text: str, expected: list[str], terms: Ontology) -> None:
    assert found(text, terms) == expected


@pytest.mark.parametrize("text", CLASSES)
def test_classes_are_no_places(text: str, terms: Ontology) -> None:
    assert found(text, terms) == []


@pytest.mark.parametrize("text", BEHIND_A_DIVISION)
def test_a_class_behind_a_division_is_not_part_of_it(text: str, terms: Ontology) -> None:
    assert found(text, terms) == ["庆元县"]


def test_a_body_is_not_the_place_in_it(terms: Ontology) -> None:
    assert found("城东街道办事处开展检查。", terms) == []
    assert found("红旗村党支部组织活动。", terms, "Organization") == ["红旗村党支部"]
