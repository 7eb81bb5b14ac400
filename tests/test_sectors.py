"""Names of every sector are found whole: at least nine in ten bodies and campaigns."""

from __future__ import annotations

from gongbao.mentions import Finder
from gongbao.ontology import Ontology
from gongbao.read import from_text

BODIES = {
    "transport": ["苏州市交通运输局", "江苏海事局", "苏州市公路事业发展中心", "武汉市交通运输综合行政执法支队"],
    "market regulation": ["杭州市市场监督管理局", "浙江省药品监督管理局", "宁波市计量测试研究院", "浙江省知识产权局"],
    "police": ["四川省公安厅", "成都市公安局交通管理局", "绵阳市公安局刑侦支队", "成都市看守所"],
    "courts and prosecutors": ["合肥市中级人民法院", "安徽省高级人民法院", "合肥市人民检察院", "合肥知识产权法庭"],
    "environment": ["济南市生态环境局", "济南市生态环境监测中心", "济南市生态环境保护综合行政执法支队"],
    "emergency": ["湖南省应急管理厅", "长沙市消防救援支队", "湖南省地震局", "长沙市防汛抗旱指挥部"],
    "health": ["武汉市卫生健康委员会", "湖北省疾病预防控制中心", "武汉市江汉区妇幼保健院", "黄冈市卫生监督局"],
    "education": ["陕西省教育厅", "西安交通大学", "西安市第一中学", "陕西铁路工程职业技术学院"],
    "culture": ["洛阳市文化广电和旅游局", "河南省图书馆", "洛阳日报社", "河南广播电视台"],
    "agriculture": ["哈尔滨市农业农村局", "黑龙江省农业科学院", "黑龙江省农业技术推广站"],
    "urban management": ["深圳市城市管理和综合执法局", "深圳市南山区城管局", "深圳市公园管理中心"],
    "taxation": ["国家税务总局深圳市税务局", "国家税务总局南京市税务局稽查局", "江苏省财政厅"],
    "water": ["河南省水利厅", "黄河水利委员会", "郑州市节约用水办公室"],
    "housing": ["福州市住房和城乡建设局", "福州市不动产登记中心", "福州市住房公积金管理中心"],
    "party and mass organizations": ["贵阳市纪律检查委员会", "贵阳市委宣传部", "贵州省总工会", "共青团贵阳市委员会"],
}
CAMPAIGNS = {
    "transport": ["超限超载治理百日攻坚行动", "春运安全保障专项行动"],
    "market regulation": ["“铁拳”行动", "校园食品安全专项整治行动"],
    "police": ["“昆仑”行动", "打击电信网络诈骗犯罪专项行动"],
    "courts and prosecutors": ["“春雨”执行专项行动", "公益诉讼守护美好生活专项监督活动"],
    "environment": ["碧水保卫战", "危险废物专项整治三年行动"],
    "emergency": ["安全生产治本攻坚三年行动", "“打非治违”专项行动"],
    "health": ["健康中国行动", "爱国卫生运动"],
    "education": ["校园安全专项整治行动", "义务教育薄弱环节改善工程"],
    "agriculture": ["种业振兴行动", "“绿剑”执法行动"],
    "urban management": ["市容环境综合整治行动", "违法建设治理三年行动"],
    "taxation": ["便民办税春风行动"],
    "water": ["河湖“清四乱”专项行动", "节水行动"],
    "housing": ["自建房安全专项整治", "城镇老旧小区改造工程"],
    "party and mass organizations": ["党纪学习教育", "“三抓三促”行动"],
}


def _found(texts: list[str], terms: Ontology) -> list[set[tuple[str, str]]]:
    documents = [from_text(text, f"{at}.txt", ontology=terms) for at, text in enumerate(texts)]
    return [
        {(document.text[m.start : m.end].strip("“”"), m.type) for m in names}
        for document, names in zip(documents, Finder(terms).find(documents), strict=True)
    ]


def _share(names: dict[str, list[str]], frame: str, kind: str, terms: Ontology) -> tuple[float, list[str]]:
    """The share of names that are found whole, and those that are not."""
    every = [name for own in names.values() for name in own]
    found = _found([frame.format(name) for name in every], terms)
    missed = [name for name, own in zip(every, found, strict=True) if (name.strip("“”"), kind) not in own]
    return 1 - len(missed) / len(every), missed


def test_bodies_of_all_sectors(terms: Ontology) -> None:
    frame = "工作情况报告\n\n去年以来，{}加强监督管理，积极推进各项工作。\n"
    share, missed = _share(BODIES, frame, terms.role("actor"), terms)
    assert share >= 0.9, missed


def test_campaigns_of_all_sectors(terms: Ontology) -> None:
    frame = "工作情况报告\n\n去年以来，苏州市深入开展{}，取得明显成效。\n"
    share, missed = _share(CAMPAIGNS, frame, terms.role("campaign"), terms)
    assert share >= 0.9, missed
