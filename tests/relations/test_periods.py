"""Clauses, modality and time of what is told at a place."""

from __future__ import annotations

import pytest

from gongbao import ontology, temporal
from gongbao.model import Span
from gongbao.relations.periods import Periods
from marked import build, related

TERMS = ontology.load()


def periods(marked: str) -> Periods:
    document, entities = build(marked, TERMS)
    return Periods(document, entities, temporal.find(document, TERMS), TERMS)


def modality(marked: str, verb: str) -> str:
    found = periods(marked)
    return found.modality(found.text.index(verb))


def when(marked: str, verb: str) -> str | None:
    found = periods(marked)
    at = found.text.index(verb)
    number = found.time(at, at + len(verb))
    return None if number is None else found.times[number].value


def test_a_clause_ends_at_its_signs_and_not_inside_a_name() -> None:
    found = periods("[甲局|O]开展[“大走访，大调研”活动|C]，成效明显。")
    at = found.text.index("开展")
    clause = Span(*found.clause(at, at + 2))
    assert found.text[clause.start : clause.end] == "甲局开展“大走访，大调研”活动"


@pytest.mark.parametrize(
    ("marked", "verb", "expected"),
    [
        ("[甲局|O]开展[清风行动|C]。", "开展", "done"),
        ("[甲局|O]将开展[清风行动|C]。", "开展", "planned"),
        ("[甲局|O]将线索移交后，开展[清风行动|C]。", "开展", "done"),
        ("[甲局|O]将该案移送，查处企业。", "查处", "done"),
        ("[甲局|O]将会同各地查处企业。", "查处", "planned"),
        ("[甲局|O]将联合[乙局|O]开展[清风行动|C]。", "开展", "planned"),
        ("[甲局|O]將配合[乙局|O]開展[清風行動|C]。", "开展", "planned"),
        ("[甲局|O]将依托[丙平台|L]开展[清风行动|C]。", "开展", "planned"),
        ("[甲局|O]现将突出问题移交[乙局|O]，开展[清风行动|C]。", "开展", "done"),
        ("[甲局|O]拟于明年启动[清风行动|C]。", "启动", "planned"),
        ("[甲局|O]尚未启动[清风行动|C]。", "启动", "negated"),
        ("[甲局|O]开展重要的[清风行动|C]。", "清风", "done"),
        ("[甲局|O]未经批准开展[清风行动|C]。", "开展", "done"),
        ("[甲局|O]查处未年检车辆12辆。", "车辆", "done"),
        ("[甲局|O]糾正了未戴頭盔、未按規定載人行為。", "载人", "done"),
        ("[甲局|O]治理超载9起、未登记船只3艘。", "船只", "done"),
        ("[甲局|O]检查未安装探头车辆5辆。", "车辆", "done"),
        ("[甲局|O]通報沒有消毒的車輛。", "车辆", "done"),
        ("[甲局|O]检查未发现车辆。", "车辆", "negated"),
        ("[甲局|O]排查沒有發現車輛。", "车辆", "negated"),
        ("[甲局|O]处理投诉2件，未查处车辆。", "车辆", "negated"),
        ("[甲局|O]未发现问题，开展[清风行动|C]。", "开展", "done"),
        ("将[清风行动|C]成果转化，[甲局|O]开展[蓝天行动|C]。", "转化", "done"),
        ("[甲局|O]围绕排班计划执行情况，检查站点。", "检查", "done"),
        ("[甲局|O]落实年度抽查计划，检查企业。", "检查", "done"),
        ("[甲局|O]争取上级资金，改造水厂。", "改造", "done"),
        ("[甲局|O]做好防汛准备，检查水库。", "检查", "done"),
        ("[甲局|O]超前谋划，启动[清风行动|C]。", "启动", "done"),
        ("[甲局|O]计划于明年启动[清风行动|C]。", "启动", "planned"),
        ("[甲局|O]争取在明年启动[清风行动|C]。", "启动", "planned"),
        ("[甲局|O]开展[清风行动|C]，要求各地检查企业。", "开展", "done"),
        ("[甲局|O]开展[清风行动|C]，要求各地检查企业。", "检查", "required"),
        ("2日，应急部门检查企业。", "检查", "done"),
        ("2日，應邀檢查企業。", "检查", "done"),
        ("2日，应检查企业。", "检查", "required"),
        ("[甲局|O]回应称，检查企业。", "检查", "done"),
        ("新学期即将到来之际，[甲局|O]检查企业。", "检查", "done"),
        ("[甲局|O]即将检查企业。", "检查", "planned"),
    ],
)
def test_modality(marked: str, verb: str, expected: str) -> None:
    assert modality(marked, verb) == expected


@pytest.mark.parametrize(
    ("marked", "verb", "expected"),
    [
        ("2023年5月，[甲局|O]开展[清风行动|C]。", "开展", "2023-05"),
        ("[甲局|O]开展[清风行动|C]，2023年6月结束。", "开展", None),
        ("[甲局|O]于2023年6月开展[清风行动|C]。", "开展", "2023-06"),
        ("为护好河道，2023年6月，[甲局|O]开展[清风行动|C]。", "为护", "2023-06"),
        ("2023年5月，[甲局|O]成立。其后开展[清风行动|C]。", "开展", None),
        ("2023年1至5月，[甲局|O]开会。其后开展[清风行动|C]。", "开展", "2023-01/2023-05"),
        ("[甲局|O]2022年工作总结\n全年平稳。\n深入开展[清风行动|C]。", "深入", "2022"),
        ("[甲局|O]要闻\n发布时间：2023-08-14\n[甲局|O]开展[清风行动|C]。", "开展", None),  # when the page came out
        ("[甲局|O]要聞\n發稿時間：112年8月14日17:40\n[甲局|O]開展[清風行動|C]。", "开展", None),
        ("[甲局|O]处罚决定书\n发文日期：2023年8月14日\n[甲局|O]处罚企业。", "处罚企业", "2023-08-14"),
        ("[甲局|O]要闻\n发布时间：2023-08-14\n2022年，全市平稳。\n[甲局|O]开展[清风行动|C]。", "开展", "2022"),
        ("[甲局|O]要闻\n安川大桥项目经理李某自2015年1月起任职。\n[甲局|O]开展[清风行动|C]。", "开展", None),
        ("2023-08-14 08:30\n[甲局|O]开展[清风行动|C]。", "开展", None),
        ("2023-08-14，正文：[甲局|O]开展[清风行动|C]。", "开展", None),
        ("2023年8月14日，[甲局|O]开展[清风行动|C]。", "开展", "2023-08-14"),
        ("[甲局|O]制定措施40条，到2025年，覆盖率提高。", "制定", None),
        ("2010年成立的[甲厂|O]生产8瓶。", "生产", None),
        ("[甲局|O]通报\n2023年4月以来，[甲局|O]检查企业。\n下一步，[甲局|O]将查处企业。", "查处", None),
        ("[甲局|O]通报\n2023年4月以来，[甲局|O]检查企业。\n[甲局|O]查处企业。", "查处", "2023-04/.."),
        ("2023年5月8日，[甲局|O]成立。目前检查企业3家。", "检查", None),
        ("2023年5月8日，[甲局|O]成立。其后检查企业3家。", "检查", None),
        ("2023年5月8日，[甲局|O]出动。此次行动检查企业3家。", "检查", "2023-05-08"),
        ("[甲局|O]2023年工作\n5月8日，[甲局|O]成立。其后检查企业3家。", "检查", "2023"),
        ("[甲局|O]2023年工作\n2022年5月8日，[甲局|O]成立。其后检查企业3家。", "检查", None),
        ("2023年5月以來，[甲局|O]開展[清風行動|C]。目前檢查企業3家。", "检查", "2023-05/.."),
        ("2023年5月8日，[甲局|O]通报，近日查处企业3家。", "查处", None),
        ("2023年5月8日，[甲局|O]在8日前检查企业3家。", "检查", "2023-05-08"),
        ("2023年5月8日，[甲局|O]成立。下一步，[甲局|O]将检查企业3家。", "检查", None),
        ("2023年以来，[甲局|O]将牌照换新。随后将检查企业3家。", "检查", None),
        ("2023年，[甲局|O]将挂牌。随后将检查企业3家。", "检查", "2023"),
        ("2023年5月，[甲局|O]将挂牌。此前已检查企业3家。", "检查", None),
        ("[甲局|O]要闻\n2023年，全市平稳。\n[甲局|O]开展[清风行动|C]。", "开展", "2023"),
        ("[甲局|O]案例\n李某于2020年1月8日入职，全年无休，没有领到工资。\n[甲局|O]裁决付款。", "裁决", None),
        ("[甲局|O]案例\n[甲局|O]裁决付款。\n到2020年1月，李某离开。", "裁决", None),
        ("[甲局|O]开展[清风行动|C]，对落后单位在2022年度考核中扣分。", "开展", None),
        ("[甲局|O]依据2022年度考核办法检查企业。", "检查", None),
        ("2022年度，[甲局|O]检查企业。", "检查", "2022"),
        ("5月8日，[甲局|O]成立。今年上半年检查企业。", "检查", None),
        ("比2021年多，[甲局|O]开展[清风行动|C]。", "开展", None),
        ("[甲局|O]任免\n李某，1966年3月生，[甲局|O]将开展[清风行动|C]。", "开展", None),
        ("[甲局|O]开展[清风行动|C]。", "开展", None),
        ("2023年5月，[甲局|O]生产8瓶（2021年2月生产3瓶，损耗1瓶），交付7瓶。", "损耗", "2021-02"),
        ("2023年5月，[甲局|O]生产8瓶（2021年2月生产3瓶，损耗1瓶），交付7瓶。", "交付", "2023-05"),
        ("[甲局|O]昨天（2023年5月3日）检查企业。", "检查", "2023-05-03"),
        ("2023年5月，[甲局|O]成立。此前，[乙局|O]检查企业。", "检查", None),
        ("2019年8月，双方签约。近日，[甲局|O]出动。随后查处企业。", "查处", None),
        ("5月8日，[甲局|O]通报，今年以来检查企业3家。", "检查", None),
        ("5月8日，記者從[甲局|O]獲悉，近三年共查處企業3家。", "查处", None),
        ("2023年5月，[甲局|O]比去年多检查企业3家。", "检查", "2023-05"),
        ("2023年5月，[甲局|O]在[今年清风行动|C]中检查企业3家。", "检查", "2023-05"),
        ("2024年春，[甲局|O]成立。2023年第一季度，检查企业3家。", "检查", "2023-01/2023-03"),
        ("通报如下。1.甲案。2021年2月，李某被抓。2.乙案。2022年3月，王某被抓。", "乙案", None),
        ("2023年，通报如下。一是[甲局|O]成立。二是开展检查。", "开展", "2023"),
    ],
)
def test_time_of_the_sentence_of_the_line_or_of_the_report(marked: str, verb: str, expected: str | None) -> None:
    assert when(marked, verb) == expected


YEARLY = """2026年[安川市政府|O]工作报告
时间：2026-02-03
{first}
{dated}[市政府|O]开展[清风行动|C]。
三、2026年工作安排
[市政府|O]将开展[蓝天行动|C]，改造厂房3座，翻修[旧桥|P]。
"""


@pytest.mark.parametrize(
    ("first", "dated", "expected"),
    [
        ("一、2025年和“十四五”时期工作回顾", "", "2025"),  # the heading says so
        (
            "一、稳中求进开新局",
            "刚刚过去的2025年很不平凡。\n",
            "2025",
        ),  # out early in a year: what is done is of the year before
        ("一、“十四五”收好官", "2025年很不平凡。\n", "2025"),  # a plan named in passing
        ("一、“十四五”时期工作回顾", "", "2021/2025"),
        ("一、稳中求进开新局", "", None),
    ],
)
def test_what_is_done_in_a_report_of_early_in_a_year(first: str, dated: str, expected: str | None) -> None:
    marked = YEARLY.format(first=first, dated=dated)
    assert when(marked, "开展") == expected
    assert when(marked, "将开展") == "2026"
    assert when(marked, "改造") == "2026"


def test_a_line_on_five_years_tells_of_those_up_to_the_one_that_is_over() -> None:
    lines = "2025年很不平凡，“十四五”圆满收官。\n五年来，城乡换新颜。[市政府|O]翻修校舍3座。\n"
    for told in (lines, lines.replace("五年来，", "——这五年，")):
        marked = YEARLY.format(first="一、稳中求进开新局", dated=told)
        assert (when(marked, "翻修"), when(marked, "开展")) == ("2021/2025", "2025")


def test_a_heading_of_two_times_does_not_say_of_which_its_plans_are() -> None:
    lines = "二、“十五五”时期目标和2026年安排\n[市政府|O]将新建[仓库|P]。今年将翻建[校舍|P]。\n一、2025年和“十四五”时期回顾\n"
    marked = YEARLY.format(first="一、稳中求进开新局", dated=lines)
    assert [when(marked, verb) for verb in ("将新建", "翻建", "开展")] == [None, "2026", "2025"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("刚刚过去的2025年，城乡换新颜。\n——产业更优。", "2025"),
        ("各位代表！過去一年，城鄉換新顏。\n產業更優。完成“十四五”找礦目標。", "2025"),
        ("2025年，城乡换新颜。\n“十四五”以来，产业更优。\n民生改善。", "2021/.."),
        ("2025年是收官之年。\n2024年，桥梁通车。\n", "2025"),  # told in passing
        ("“十五五”时期很重要。\n", "2021/2025"),  # still to come
        ("刚刚过去的2025年，城乡换新颜。\n二、“十四五”时期民生改善\n", "2021/2025"),  # a heading between
    ],
)
def test_a_line_that_looks_back_tells_when_what_follows_was_done(lines: str, expected: str) -> None:
    marked = YEARLY.format(first="一、“十四五”时期工作回顾", dated=lines)
    assert (when(marked, "开展"), when(marked, "将开展")) == (expected, "2026")


def test_nothing_is_done_in_a_plan_that_only_begins() -> None:
    lines = "二、“十五五”时期主要目标\n[市政府|O]印发了[清河纲要|D]。\n"
    _, told, _ = related(YEARLY.format(first="一、“十四五”收好官", dated=lines), TERMS)
    assert {(s.modality, s.time) for s in told if s.predicate == "issues"} == {("done", None)}


def test_what_is_done_in_a_report_of_late_in_a_year_is_of_that_year() -> None:
    marked = YEARLY.format(first="一、稳中求进开新局", dated="2025年很不平凡。\n").replace("2026-02-03", "2026-11-03")
    assert when(marked, "开展") == "2026"


def test_a_sentence_of_ten_thousand_words_of_modality() -> None:
    found = periods("总队将检查" * 10_000 + "。")
    places = range(0, len(found.text) - 1, 5)
    assert {found.modality(place + 3) for place in places} == {"planned"}
    never = periods("未检查将的" * 10_000 + "。")
    assert {never.modality(at + 1) for at in range(0, 50_000, 5)} == {"negated"}
