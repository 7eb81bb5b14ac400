"""A thousand numerals in many notations (data/numerals.txt): nearly all are read, and none is read wrong."""

from __future__ import annotations

import math
import pickle
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest

from gongbao import quantities, read, temporal
from gongbao.graph import quads
from gongbao.model import Mention
from gongbao.ontology import Ontology
from gongbao.pipeline import extract
from gongbao.settings import Settings
from gongbao.text.reading import squeezed
from gongbao.validate.laws import check

SHARE = 0.97


class Line(NamedTuple):
    """A sentence in a notation with what it says: pairs of value and unit."""

    notation: str
    sentence: str
    values: tuple[tuple[Decimal, str], ...]


def table(data: Path) -> Iterator[Line]:
    notation = ""
    for row in (data / "numerals.txt").read_text("utf-8").splitlines():
        if row.startswith("## "):
            notation = row[3:]
        elif "\t" in row:
            sentence, told = row.split("\t")
            pairs = () if told == "–" else tuple(pair.split(" ", 1) for pair in told.split("；"))
            yield Line(notation, sentence.replace("\\n", "\n"), tuple((Decimal(v), u) for v, u in pairs))


def said(text: str, terms: Ontology) -> tuple[tuple[Decimal, str], ...]:
    document = squeezed(read.from_text(text, "a.txt", ontology=terms))
    found = quantities.observe(document, terms, temporal.find(document, terms)).quantities
    return tuple((Decimal(str(q.value)), q.unit) for q in found)


def test_the_table_is_whole(data: Path) -> None:
    lines = list(table(data))
    assert len(lines) == 1284
    assert len({line.notation for line in lines}) == 112


def test_notations(data: Path, terms: Ontology) -> None:
    missed, wrong = [], []
    for line in table(data):
        got = said(line.sentence, terms)
        if got != line.values:
            missed.append((line, got))
        if set(got) - set(line.values):
            wrong.append((line, got))
    assert wrong == []
    assert len(missed) <= (1 - SHARE) * len(list(table(data))), missed


def test_numbers_that_are_not_whole_are_counted(terms: Ontology) -> None:
    for text in (
        "受理申请1，2345件。",
        "核减5万3亿元。",
        "查获卷烟12,34条。",
        "附件1\n234家企业。",
        "检测1.2.3升。",
        "新增用户3 . 5万户。",
        f"查处案件{'9' * 25}起。",
        f"查處案件{'９' * 400}起。",
        f"修复林地1{'0' * 5000}亩。",
        f"补贴资金叁{'万' * 90}元。",
        f"接待游客三点五{'亿' * 80}人次。",
    ):
        document = read.from_text(text, "a.txt", ontology=terms)
        observed = quantities.observe(document, terms, ())
        assert observed.quantities == (), text
        assert len(observed.unread) == 1, text


def test_the_summary_of_a_report_names_them(settings: Settings) -> None:
    report = read.from_text("市水务局受理申请1，2345件，办结80件。\n", "a.txt", ontology=settings.ontology)
    extraction = extract(report, settings)
    assert [q.value for q in extraction.quantities] == [80]
    assert len(extraction.notices) == 1
    (notice,) = pickle.loads(pickle.dumps(extraction.notices))
    assert notice.english == "1 number left out that cannot be read whole: 1，2345件"
    assert notice.zh == "1 个数字无法完整读出，未收录：1，2345件"
    assert notice == extraction.notices[0] == f"{notice.english}（{notice.zh}）"


@pytest.mark.parametrize(
    "figure", ["{}起", "{}%", "{}.{}亿元", "{}年3月", "第{}届", "〔{}〕{}号", "{}/{}", "{}分之{}", "翻{}番"]
)
@pytest.mark.parametrize("digits", ["9" * 309, "0" * 700, "九" * 400, "一" + "亿" * 90])
def test_a_figure_however_long_costs_no_more_than_itself(figure: str, digits: str, settings: Settings) -> None:
    text = f"清河市水务局检查{figure.format(digits, digits)}，受理申请80件，办结12件。\n"
    extraction = extract(read.from_text(text, "a.txt", ontology=settings.ontology), settings)
    assert [q.value for q in extraction.quantities][-2:] == [80, 12]
    assert all(math.isfinite(q.value) for q in extraction.quantities)
    assert check(quads(extraction, settings.ontology), settings.ontology) == ()
    assert all(len(notice.english) < 100 for notice in extraction.notices)


MORE = {
    "罚没款共计人民币叁佰贰拾壹万肆仟伍佰陆拾柒元捌角玖分。": "3214567.89 元",
    "并处罚款伍仟圆，没收贰拾壹万圆整。": "5000 元；210000 元",
    "罚款拾万元整，收拾万家灯火。": "100000 元",
    "查扣贓款三仟伍佰萬元，另九萬陸仟元。": "35000000 元；96000 元",
    "參賽獎金参佰元，參仟人報名。": "300 元；3000 人",
    "检查企业1，200家，2，300户受访。": "1200 家；2300 户",
    "查获海洛因1。2克，冰毒3．4克。": "3.4 克",
    "占比由12.\n5%提高到15.6%。": "12.5 1/100；15.6 1/100",
    "现场2、3名工人受伤，处置隐患4、5处。": "2 名；3 名；4 处；5 处",
    "第1、2、3批共12名，第4，5处除外。": "12 名",
    "罰款HK$3,500，另付US$2.5萬，退NT$1,200。": "3500 港元；25000 美元；1200 新台币",
    "流量1，234立方米／秒，线路220ｋＶ，占地1200m2，重20kg。": "1234 立方米/秒；220 kV；1200 m2；20 kg",
}  # fmt: skip


@pytest.mark.parametrize(("sentence", "told"), MORE.items())
def test_more(sentence: str, told: str, terms: Ontology) -> None:
    pairs = (pair.split(" ", 1) for pair in told.split("；"))
    assert said(sentence + "\n", terms) == tuple((Decimal(value), unit) for value, unit in pairs)


ODD = {
    "参保率达九成八，较上年提高一成半。": [("9.8", "1/10"), ("1.5", "1/10")],
    "服務對象滿意率達8成5。": [("8.5", "1/10")],
    "占三成，五个月内办结。": [("3", "1/10")],
    "气温低于零下5摄氏度，最低零下十二℃。": [("-5", "摄氏度"), ("-12", "℃")],
    "出口同比+4.6%，就业率+1.2个百分点，气温+7℃。": [("4.6", "1/100"), ("1.2", "个百分点"), ("7", "℃")],
    "推行5+2%服务，A+3个系列。": [],
    "新增床位 1 234 张，惠及老人 12 000 余人。": [("1234", "张"), ("12000", "人")],
    "共有1 234 人报名，录取 567 人。": [("1234", "人"), ("567", "人")],
    "第 12 345 期共印 600 份。": [("600", "份")],
    "运来化肥 3 6 . 5 万吨，库存 2. 75 亿元，如图 1 2 个站点所示。": [("365000", "吨"), ("275000000", "元")],
    "1. 35家企业停产。": [("35", "家")],
    "县里修起水窖18\n个，灌溉农田3.2万\n余亩，详见附件2\n人员名册。": [("18", "个"), ("32000", "亩")],
    "库存图书12'350册，存款6’000元。": [("12350", "册"), ("6000", "元")],
    "收割稻田一六〇〇亩，一二三件。": [("1600", "亩")],
    "停工三到五天，六至八岁儿童，一至五组，一到两年内建成。": [("3", "天"), ("5", "天")],
    "他家二三十岁，用时四五分钟，查三四轮车。": [("20", "岁"), ("30", "岁"), ("4", "分钟"), ("5", "分钟")],
    "臺北市104至107年設站，2—9月30日巡查12次。": [("12", "次")],
    "盈利为-86万元，增速为负2.5%，担负3项任务，净利润-2亿元，胜5负7场。": [
        ("-860000", "元"),
        ("-2.5", "1/100"),
        ("3", "项"),
        ("-200000000", "元"),
    ],
    "罰金NT$9,000元，賠償USD 3,200，批款MOP45,000，逾HK$6億元。": [
        ("9000", "新台币"),
        ("3200", "美元"),
        ("45000", "澳门元"),
        ("600000000", "港元"),
    ],
    "捐新臺幣8萬元、5萬港幣、3億日圓、€40萬、2万韩元。": [
        ("80000", "新台币"),
        ("50000", "港元"),
        ("300000000", "日元"),
        ("400000", "欧元"),
        ("20000", "韩元"),
    ],
    "住在6幢402室，新建6幢厂房，每斤两块半，诊费20元/人次。": [("6", "幢"), ("2.5", "块"), ("20", "元/人次")],
    "产值增长近一倍，停产五个月，处两年以上六年以下刑罚，获刑四年六个月。": [
        ("1", "倍"),
        ("5", "个月"),
        ("2", "年"),
        ("6", "年"),
        ("54", "个月"),
    ],
    "每张5角3分，筹款1.5个亿，走完2小时5分钟左右的路，自十一个月至三年。": [("150000000", "元")],
    "徒刑二年六个月，二年来，二件，减负三亿元。": [("30", "个月"), ("300000000", "元")],
    "追回三十多万元，罚没五十余万元，收获五花八门。": [("300000", "元"), ("500000", "元")],
    "处一年以上三年以下徒刑，提前5至7天通知，证号末四位6612。": [("1", "年"), ("3", "年"), ("5", "天"), ("7", "天")],
    "处二年以上七年以下徒刑，二级以上医院，超期不足20天，铺管3千6百米。": [
        ("2", "年"),
        ("7", "年"),
        ("20", "天"),
        ("3600", "米"),
    ],
    "派俩人看守，收养1/5的犬只，添车40辆次日用，限期7日整改，最近一次演练。": [
        ("2", "人"),
        ("1", "1/5"),
        ("40", "辆"),
        ("7", "日"),
    ],
    "工期五至七日，距堤不足一公里，突破一批技术，等候半小时，大半天。": [
        ("5", "日"),
        ("7", "日"),
        ("1", "公里"),
        ("0.5", "小时"),
    ],
    "收入3亿元／支出2亿元，欠条写“贰拾万元整”，单价5元/支。": [
        ("300000000", "元"),
        ("200000000", "元"),
        ("200000", "元"),
        ("5", "元/支"),
    ],
    "床位数：1 200张": [("1200", "张")],
    "破获案件 1 6 起，附件 1 2 份，为近两年最低，耗时近三年。": [("16", "起"), ("3", "年")],
    "每斤6块5毛，每桶十块零五分。": [("6.5", "块"), ("10.05", "块")],
    "治沙面积62\n平方公里，管网18\n公里。": [("62", "平方公里"), ("18", "公里")],
    "渠宽零点八米，零件3个。": [("0.8", "米"), ("3", "个")],
    "缓刑一年，举办一期，打通两条路，逾六成市民赞成。": [("1", "年"), ("2", "条"), ("6", "1/10")],
}


@pytest.mark.parametrize(("text", "values"), ODD.items())
def test_odd_notations(text: str, values: list[tuple[str, str]], terms: Ontology) -> None:
    assert said(text, terms) == tuple((Decimal(value), unit) for value, unit in values)


@pytest.mark.parametrize(
    ("text", "name", "values"),
    [
        ("2025台中灯会展期30天。", "2025台中灯会", [30.0]),
        ("查获2025台电视。", "电视", [2025.0]),
        ("“百日攻坚”行动检查300家。", "“百日攻坚”行动检查300家", [300.0]),
    ],
)
def test_a_year_in_a_name_counts_nothing(text: str, name: str, values: list[float], terms: Ontology) -> None:
    document = squeezed(read.from_text(text, "a.txt", ontology=terms))
    start = text.index(name)
    names = [Mention(start, start + len(name), "Event", "tagger", 0.9)]
    found = quantities.observe(document, terms, temporal.find(document, terms)).quantities
    assert [q.value for q in quantities.outside(found, names)] == values
