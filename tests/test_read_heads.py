"""Titles over several lines, heads of communiqués and speeches, and who reports where no signature says it."""

from __future__ import annotations

import pytest

from gongbao import read
from gongbao.model import Document
from gongbao.ontology import Ontology
from gongbao.pipeline import extract
from gongbao.settings import Settings

TITLES = {
    "清河市人民政府办公室关于做好\n今冬明春森林防火工作的通知\n清政办发〔2023〕45号\n各区人民政府：\n现将有关事项通知如下。\n": "清河市人民政府办公室关于做好今冬明春森林防火工作的通知",
    "東嶺縣教育局關於印發\n《校園安全管理辦法》的\n通知\n東教〔2022〕8號\n各學校：\n現印發給你們，請遵照執行。\n": "東嶺縣教育局關於印發《校園安全管理辦法》的通知",
    "清河市水务局\n关于河道采砂专项整治情况的报告\n市人民政府：\n现报告如下。\n": "清河市水务局关于河道采砂专项整治情况的报告",
    "国家某某局对十三届全国人大\n二次会议第123号建议的答复\n某函〔2020〕7号\n某某代表：\n收悉，现答复如下。\n": "国家某某局对十三届全国人大二次会议第123号建议的答复",
    "东岭县2024年国民经济和\n社会发展统计公报[1]\n东岭县统计局\n2025年3月10日\n2024年，全县生产总值90亿元。\n": "东岭县2024年国民经济和社会发展统计公报",
    "清河市应急管理局文件\n清应急〔2025〕18号\n清河市应急管理局关于开展“铁腕护安”行动的通知\n各县区应急管理局：\n请认真贯彻执行。\n": "清河市应急管理局关于开展“铁腕护安”行动的通知",
    "— 1 —\n清河市中级人民法院工作报告\n现在，我代表市中级人民法院报告工作。\n": "清河市中级人民法院工作报告",
    "原标题：东岭县开展渔政执法检查东岭县开展渔政执法检查 8月3日，东岭县农业农村局组织执法人员检查渔船。\n": "东岭县开展渔政执法检查",
    "原标题：清河警方破获盗窃案近日，清河市公安局破获一起盗窃案。\n": "清河警方破获盗窃案",
    "原标题：集市整治 成效明显集市整治  成效明显 8月3日，东岭县整治集市。\n": "集市整治 成效明显",
    "原标题：渔政检查保安全人民网清河8月3日电（记者 王某）清河市检查渔船。\n": "渔政检查保安全",
    "原标题：渔港检查不放松清河日报客户端 | 记者 王某 8月3日，清河市检查渔船。\n": "渔港检查不放松",
    "原标题：三家餐馆被罚据清河市市场监督管理局消息，近日检查餐馆。\n": "三家餐馆被罚",
    "原标题：東嶺漁船安全返港通訊員 陳某 風力減弱，漁船返港。\n": "東嶺漁船安全返港",
    "原标题：河道采砂案开庭“我以为没人看见，”被告人说。近日，清河法院开庭。\n": "河道采砂案开庭",
    "原标题：非法捕捞案结案【清河商报讯】（记者 王某）近日，案件审结。\n": "非法捕捞案结案",
    "原标题：“护渔”行动启动 11日，记者从东岭县了解到，行动启动。\n": "“护渔”行动启动",
    "原标题：清河市集中整治集市秩序成效明显图为现场 清河市集中整治集市秩序成效明显 整治持续。\n": "清河市集中整治集市秩序成效明显图为现场",
    "标　　题：东岭县人民政府办公室关于印发湖泊保护方案的通知\n发布日期：2024年3月8日\n主 题 词：\n东岭县人民政府办公室关于印发\n湖泊保护方案的通知\n各乡镇人民政府：\n现印发给你们。\n": "东岭县人民政府办公室关于印发湖泊保护方案的通知",
    "索引号 011-2024-9 发布机构 清河市水利局\n发文日期 2024-03-05 有效性 有效\n名称 清河市水利局关于防汛备汛的通知\n清河市水利局关于防汛备汛的通知\n各区县水利局：\n现就防汛工作通知如下。\n": "清河市水利局关于防汛备汛的通知",
    "好意搭车受伤谁担责\n\n案情回顾\n\n张某搭乘李某的车辆，途中受伤。\n": "好意搭车受伤谁担责",
    "（社会）清河开展渔政检查\n8月3日，清河市检查渔船。\n": "（社会）清河开展渔政检查",
    "索 引 号：\n000-11/2024\n标　　题：\n清河市民政局关于养老服务的通告\n发文机关：\n清河市民政局\n成文日期：\n2024年5月6日\n\n清民〔2024〕3号\n现就有关事项通告如下。\n": "清河市民政局关于养老服务的通告",
    "在全市防汛工作会议上的讲话\n李某\n（2024年4月2日）\n同志们：\n这次会议部署防汛工作。\n": "在全市防汛工作会议上的讲话",
    "東嶺縣人大常委會公告\n（第12號）\n《東嶺縣養犬管理條例》已經通過，現予公布。\n東嶺縣人民代表大會常務委員會\n2024年10月30日\n": "東嶺縣人大常委會公告",
    "清河市公安局通告\n为维护交通秩序，现就有关事项通告如下。\n清河市公安局\n2024年5月1日\n": "清河市公安局通告",
    "清河市水务局\n关于《清河市节水办法\n（征求意见稿）》公开征求意见的公告\n现向社会公开征求意见。\n": "清河市水务局关于《清河市节水办法（征求意见稿）》公开征求意见的公告",
    "【典型案例】清河市海关曝光3起走私案件\n来源：清河市海关　发布时间：2024-06-18 09:00　浏览次数：120\n近日，清河市海关稽查科依法查处3起走私案件。\n": "【典型案例】清河市海关曝光3起走私案件",
}


@pytest.mark.parametrize(("text", "title"), TITLES.items())
def test_titles(text: str, title: str, terms: Ontology) -> None:
    assert reading(text, terms).title == title


UNTITLED = [
    "2024年1月29日在东岭县\n第九届人民代表大会第三次会议上\n县人民检察院检察长 王某\n各位代表：\n现在，我代表县人民检察院向大会报告工作。\n",
    "东岭县统计局\n2024年8月10日\n2024年1—7月，用电量12亿度，比上年同期增长3%。\n",
    "清河新闻网 2024年7月13日 13:41:01\n昨天晚上，两辆车相撞，无人受伤。\n",
    "【基本案情】\n\n张某驾驶车辆行驶至路口，与李某相撞。\n",
]


@pytest.mark.parametrize("text", UNTITLED)
def test_places_issuers_and_labels_are_no_titles(text: str, terms: Ontology) -> None:
    assert reading(text, terms).title is None


PUBLISHERS = {
    UNTITLED[0]: "东岭县人民检察院",
    "东岭县2024年国民经济和社会发展统计公报\n东岭县统计局\n2025年3月10日\n\n2024年，全县生产总值90亿元。\n": "东岭县统计局",
    "2023年2月8日在清河市第七届人民代表大会第一次会议上\n各位代表：\n我代表市人大常委会，向大会报告工作。\n": "清河市人大常委会",
    "东岭县交通运输局公布典型案例\n案例一：某公司超限运输案\n案例二：某车队非法营运案\n": "东岭县交通运输局",
    "八月起檢查工地\n發稿單位：海州市政府工務局\n發稿時間：113年8月1日\n\n海州市今起檢查工地。\n": "海州市政府工務局",
    "清河县水利局2024年工作总结\n发布时间：2024年12月20日 信息来源：县水利局\n2024年，县水利局扎实推进各项工作。\n": "清河县水利局",
    "东岭县水利局关于防汛的通报\n各乡镇：\n现将情况通报如下。\n县水利局\n2024年6月2日\n": "东岭县水利局",
    "清河市民政局关于养老服务的通知\n各县区：\n请认真贯彻。\n清河市民政局\n2023年11月8日\n抄送：市委各部门，市人大常委会办公室，市政协办公室。\n": "清河市民政局",
}


@pytest.mark.parametrize(("text", "publisher"), PUBLISHERS.items())
def test_publishers(text: str, publisher: str, terms: Ontology) -> None:
    assert reading(text, terms).publisher == publisher


def test_a_line_on_who_has_copies_leaves_the_date_of_the_signature(terms: Ontology) -> None:
    assert reading(list(PUBLISHERS)[-1], terms).issued == "2023-11-08"


def test_who_is_visited_is_no_publisher(terms: Ontology) -> None:
    assert reading("原标题：王某带队走访慰问驻清部队8月1日，王某走访慰问。\n", terms).publisher is None


def test_who_is_only_told_about_publishes_nothing(terms: Ontology) -> None:
    assert reading("贯彻省委部署。全省法院依法履职，得到省委肯定。\n", terms).publisher is None


def test_a_name_over_the_lines_of_a_title_is_found(settings: Settings) -> None:
    text = "清河市财政局关于批复东岭县人\n民政府债券资金的通知\n清财〔2024〕5号\n东岭县财政局：\n现批复如下。\n清河市财政局\n2024年3月1日\n"
    extraction = extract(read.from_text(text, "a.txt", ontology=settings.ontology), settings)
    document = extraction.document
    assert document.text == text
    assert document.text[document.body.start :].startswith("清河市财政局关于")
    assert any("\n" in text[m.start : m.end] for m in extraction.mentions)


def reading(text: str, terms: Ontology) -> Document:
    return read.from_text(text, "a.txt", ontology=terms)
