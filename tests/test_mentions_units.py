"""Units of bodies, places in a row, and persons beside titles: what each rule finds and what it must leave alone."""

from __future__ import annotations

import pytest

from gongbao import mentions, read
from gongbao.ontology import Ontology

BODIES = [
    ("临江市中级法院执行指挥中心通过视频调度。", ["临江市中级法院执行指挥中心"]),
    ("滨海海关综合业务二处提供支持。", ["滨海海关综合业务二处"]),
    ("环境部环境管理署南区环境管理中心会同办理。", ["环境部环境管理署南区环境管理中心"]),
    ("县公安局禁毒大队走访。刑侦大队认真研判。", ["县公安局禁毒大队", "刑侦大队"]),
    ("配合发展改革委修订清单，联合市场监管局检查。", ["发展改革委", "市场监管局"]),
    ("东站派出所、治安二大队对一家网吧进行检查。", ["东站派出所", "治安二大队"]),
    ("市辖三区住建局和各县市环保局参加，两县公安局会商。", []),
    ("建设综治中心，改革执行机制，出动两大队列。", []),
    ("省公安厅负责指挥中心建设。", ["省公安厅"]),
    ("联合南昌、南京海关查获一批。", ["南昌", "南京海关"]),
    ("在江阴市、宜兴市住建局的指导下。", ["江阴市", "宜兴市住建局"]),
    ("全国海关加强监管。", []),
    ("湘潭公安将加强巡逻，湘潭公安机关共破案30起。", ["湘潭公安"]),
    ("由县司法所、财政所、供电所等6个单位参加。", ["县司法所", "财政所", "供电所"]),
    ("钢铁、电力等企业增产，学校、医院等单位参加。", []),
    ("滨海海关法规处、关税处提供支持。", ["滨海海关法规处", "关税处"]),
    ("经济部产业园区管理局中部分局到场。", ["经济部产业园区管理局中部分局"]),
    (
        "江海区检察院第三检察部、江海市公安局经济犯罪侦查科办理。",
        ["江海区检察院第三检察部", "江海市公安局经济犯罪侦查科"],
    ),
    ("省公安厅派驻税务联络机制办公室挂牌，全国先进法院表彰。", ["省公安厅派驻税务联络机制办公室"]),
    ("海巡署侦防分署台东查缉队、第12岸巡队查获私烟集团。", ["海巡署侦防分署台东查缉队", "第12岸巡队"]),
    ("食物及衞生局、屋宇署会同警务处。", ["食物及衞生局", "屋宇署", "警务处"]),
    ("受区人民政府委托，在南丰县白山镇武装部开会。", ["区人民政府", "南丰县白山镇武装部"]),
    ("铁路部门加开列车，铁路警方提醒旅客。", []),
    ("中国消防救援队伍出动。", []),
    ("省公安厅党委书记到场，长寿区公安局局长带队。", ["省公安厅党委", "长寿区公安局"]),
    ("“江海食品有限公司”被罚，建设“智慧法院”。", ["江海食品有限公司"]),
    ("市委市政府高度重视。", ["市委", "市政府"]),
]
PLACES = [
    ("巡查遂昌县赤羽溪、南丰县盱江。", ["遂昌县", "赤羽溪", "南丰县", "盱江"]),
    ("在浙江省丽水市青田县腊口镇开展检查。", ["浙江省丽水市青田县腊口镇"]),
    ("湘潭公安机关加强巡逻。", ["湘潭"]),
    ("分别为府澴河、清水河、碾子河、沙门铺河。", ["府澴河", "清水河", "碾子河", "沙门铺河"]),
    ("封闭国道318线、G245线和省道203。", ["国道318线", "G245线", "省道203"]),
    ("江苏高速公路畅通。", ["江苏"]),
    ("干部包乡驻村，在收费口、交界处设卡。", []),
    ("治理各县河道，绿水青山。", []),
]
PERSONS = [
    ("县公安局长陈志国带队检查。", ["陈志国"]),
    ("民警扎西次仁、卓玛央金赶到现场。", ["扎西次仁", "卓玛央金"]),
    ("局长艾力介绍了情况，古丽美容院被查处。", ["艾力"]),
    ("（记者 侯建国 通讯员 刘小艳 孔德明）", ["侯建国", "刘小艳", "孔德明"]),
    ("李建平、钟远、许明月3名同志荣获表彰。", ["李建平", "钟远", "许明月"]),
    ("严查高空、方便、安全3名目。", []),
    ("逮捕陈○明，登检“金○利29号”。", ["陈○明"]),
    ("推进局长负责制，队长江边巡查。", []),
]


def found(text: str, terms: Ontology, type_: str) -> list[str]:
    document = read.from_text(text, "x.txt", ontology=terms)
    chosen = mentions.find(document, terms, without=frozenset({"tagger"}))
    return [document.text[m.start : m.end] for m in chosen if m.type == type_]


@pytest.mark.parametrize(("text", "expected"), BODIES)
def test_units_of_bodies(text: str, expected: list[str], terms: Ontology) -> None:
    assert found(text, terms, "Organization") == expected


@pytest.mark.parametrize(("text", "expected"), PLACES)
def test_places_in_a_row(text: str, expected: list[str], terms: Ontology) -> None:
    assert found(text, terms, "Place") == expected


@pytest.mark.parametrize(("text", "expected"), PERSONS)
def test_persons_beside_titles(text: str, expected: list[str], terms: Ontology) -> None:
    assert found(text, terms, "Person") == expected
