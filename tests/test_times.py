"""Time expressions take ISO 8601 values, from the report's own dates where their words need one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongbao import ontology, temporal
from relating import document
from timing import least

ONTOLOGY = ontology.load()


def found(text: str, issued: str | None = "2024-07-25", **given_: Any) -> list[tuple[str, str]]:
    report = document(text, issued=issued, **given_)
    result = temporal.find(report, ONTOLOGY)
    assert all(report.text[t.start : t.end] == t.text for t in result)
    return [(t.text, t.value) for t in result]


ONE = {
    "2023年4月以来，持续推进。": ("2023年4月以来", "2023-04/.."),
    "2024年5月10日召开会议。": ("2024年5月10日", "2024-05-10"),
    "二〇二四年一月印发。": ("二〇二四年一月", "2024-01"),
    "二〇二三年十二月三十一日止。": ("二〇二三年十二月三十一日", "2023-12-31"),
    "发布时间2024-07-25 10:15": ("2024-07-25 10:15", "2024-07-25T10:15"),
    "7月18日14时09分抵达。": ("7月18日14时09分", "2024-07-18T14:09"),
    "2023年—2025年实施。": ("2023年—2025年", "2023/2025"),
    "2021—2025年间。": ("2021—2025年", "2021/2025"),
    "3月至5月开展检查。": ("3月至5月", "2024-03/2024-05"),
    "3—5月开展检查。": ("3—5月", "2024-03/2024-05"),
    "3月1日至3月15日检查。": ("3月1日至3月15日", "2024-03-01/2024-03-15"),
    "3月1日至15日检查。": ("3月1日至15日", "2024-03-01/2024-03-15"),
    "2023年第四季度完成。": ("2023年第四季度", "2023-10/2023-12"),
    "2023年第3季推出。": ("2023年第3季", "2023-07/2023-09"),
    "一季度增长。": ("一季度", "2024-01/2024-03"),
    "今年上半年增长。": ("今年上半年", "2024-01/2024-06"),
    "去年下半年增长。": ("去年下半年", "2023-07/2023-12"),
    "2023年前5个月增长。": ("2023年前5个月", "2023-01/2023-05"),
    "2023年底前完成。": ("2023年底", "2023-12"),
    "自2023年初启动。": ("2023年初", "2023-01"),
    "6月下旬降雨。": ("6月下旬", "2024-06-21/2024-06-30"),
    "2024年8月中国采购经理指数公布。": ("2024年8月", "2024-08"),
    "3月中央部署。": ("3月", "2024-03"),
    "2024年2月中旬。": ("2024年2月中旬", "2024-02-11/2024-02-20"),
    "“十四五”期间建成。": ("“十四五”期间", "2021/2025"),
    "“十三五”时期建成。": ("“十三五”时期", "2016/2020"),
    "十四五以来建成。": ("十四五以来", "2021/.."),
    "今年以来开展。": ("今年以来", "2024/.."),
    "（记者王海）17日，会议召开。": ("17日", "2024-07-17"),
    "自9月1日起试点。": ("9月1日起", "2024-09-01/.."),
    "本月召开。": ("本月", "2024-07"),
    "上月召开。": ("上月", "2024-06"),
    "昨日召开。": ("昨日", "2024-07-24"),
    "民国113年施行。": ("民国113年", "2024"),
    "民國113年5月施行。": ("民國113年5月", "2024-05"),
    "較二〇二四年底增加。": ("二〇二四年底", "2024-12"),
    "明年启动。": ("明年", "2025"),
}


@pytest.mark.parametrize(("text", "expected"), ONE.items())
def test_one_time(text: str, expected: tuple[str, str]) -> None:
    assert found(text) == [expected]


NONE = [
    "五年来成效明显。",
    "过去五年和这五年都是。",
    "实施三年行动计划。",
    "连续13年保持首位。",
    "实施“十四五”规划纲要。",
    "依据《2023年安全生产工作要点》办理。",
    "津交罚〔2023〕12号决定。",
    "“3·15”晚会和“9·11”案。",
    "高质量推进“十五冬”筹备工作。",
    "“九五”普法规划。",
    "“国门利剑2024”行动。",
    "满6个月月龄的婴儿，12月龄接种。",
    "第二季节目播出。",
    "13月32日。",
    "1、2023项。",
    "今天的城市焕然一新。",
]


LENGTHS = [
    "行政拘留10日。",
    "工期90日，为期5日。",
    "30日内缴纳，满7日后。",
    "停业整顿15日。",
    "6日龄雏鸡，3日游线路。",
    "时限由15日缩短至7日。",
    "每月25日缴费。",
    "自立案之日起3日办结，平均2日办结。",
    "办理时间缩减20日。",
]


@pytest.mark.parametrize("text", LENGTHS)
def test_a_length_in_days_is_no_day(text: str) -> None:
    assert found(text) == []


def test_a_bare_day_takes_the_month_before_it() -> None:
    assert found("1月8日部署，10日至12日巡查。") == [("1月8日", "2024-01-08"), ("10日至12日", "2024-01-10/2024-01-12")]
    assert found("渔政支队23日通报。", issued="2024-07-25") == [("23日", "2024-07-23")]
    assert found("渔政支队28日通报。", issued="2024-07-25") == [("28日", "2024-06-28")]
    assert found("渔政支队23日通报。", issued=None) == []


def test_year_told_by_the_report_itself() -> None:
    assert found("“清河2022”行动启动。6月收网。", issued=None) == [("6月", "2022-06")]
    assert found("2021年第二次执法比武开幕。今年以来开展。", issued=None) == [
        ("2021年", "2021"),
        ("今年以来", "2021/.."),
    ]
    assert found("2021年春修堤。今年以来开展，今年3月验收。", issued=None) == [("2021年", "2021"), ("今年3月", "--03")]
    assert found("截至2021年底修堤2处。6月收网。", issued=None) == [("2021年底", "2021-12"), ("6月", "--06")]
    assert found("依据《2018年渔政要点》，6月收网。", issued=None) == [("6月", "--06")]
    assert found("到2030年底建成。6月收网。", issued=None) == [("2030年底", "2030-12"), ("6月", "--06")]


def test_a_report_is_of_the_year_up_to_which_it_tells() -> None:
    text = "江州市海洋渔政执法支队2021年12月7日开展检查。截至2022年2月，查获案件37起。今年1月13日，又开展一次。"
    assert ("今年1月13日", "2022-01-13") in found(text, issued=None)


def test_years_of_the_republic_in_parts() -> None:
    given = found("交通局113年度改善，113年1月至9月减少，114年第一季启用。", issued=None)
    assert [value for _, value in given] == ["2024", "2024-01/2024-09", "2025-01/2025-03"]
    assert found("走过120年的历程，第100年度会议，近100年。", issued=None) == []


def test_what_lasts_may_end_after_the_issue() -> None:
    given = found("行动自9月1日起，持续至10月31日，10月30日验收。", issued="2025-10-13")
    assert [value for _, value in given] == ["2025-09-01/..", "2025-10-31", "2025-10-30"]


def test_a_day_of_no_known_year() -> None:
    assert found("9月19日召开，当天部署。", issued=None) == [("9月19日", "--09-19")]
    assert found("2月30日，9月。", issued=None) == [("9月", "--09")]


def test_years_of_the_republic_in_digits() -> None:
    assert found("一一四年五月十五日稽查，同年九月二日起訴。", issued=None) == [
        ("一一四年五月十五日", "2025-05-15"),
        ("同年九月二日", "2025-09-02"),
    ]


@pytest.mark.parametrize("text", NONE)
def test_no_time(text: str) -> None:
    assert found(text) == []


def test_year_of_a_bare_month() -> None:
    assert found("7月开展。", issued="2023-12-01") == [("7月", "2023-07")]
    assert found("12月开展。", issued="2024-01-10") == [("12月", "2023-12")], "done, so not after the date of issue"
    assert found("12月开展。", issued="2024-01-10", modality="planned") == [("12月", "2024-12")]
    assert found("7月开展。", issued="2026-01-05", title="2025年工作总结") == [("7月", "2025-07")]
    assert found("2022年启动，8月完成。") == [("2022年", "2022"), ("8月", "2022-08")]
    assert found("2022年启动。6月完成。") == [("2022年", "2022"), ("6月", "2024-06")]
    assert found("7月开展。", issued=None) == [("7月", "--07")]


def test_year_of_the_heading() -> None:
    text = "一、2022年工作回顾\n3月启动。"
    report = document(text, issued="2024-01-05", headings=("一、2022年工作回顾",))
    assert [t.value for t in temporal.find(report, ONTOLOGY)] == ["2022", "2022-03"]


def test_a_whole_year_told_as_done_is_the_year_before() -> None:
    assert found("全年新增岗位。", issued="2026-02-03") == [("全年", "2025")]
    assert found("全年新增岗位。", issued="2026-02-03", modality="planned") == [("全年", "2026")]


def test_relative_years_come_from_the_date_of_issue() -> None:
    assert found("今年和去年。", issued="2024-01-02") == [("今年", "2024"), ("去年", "2023")]
    assert found("今年和去年。", issued=None) == []
    assert found("今年是“十五五”开局之年。", issued=None) == [("今年", "2026"), ("“十五五”", "2026/2030")]


def test_same_time_of_the_year_before() -> None:
    assert found("今年上半年较去年同期翻一番。") == [("今年上半年", "2024-01/2024-06"), ("去年同期", "2023-01/2023-06")]


def test_only_the_body_is_read() -> None:
    report = document("2023年完成。")
    assert temporal.find(report, ONTOLOGY)
    outside = document("2023年完成。" + "页面 2013年春运")
    body = type(outside.body)(0, 8)
    fields = {name: getattr(outside, name) for name in outside.__slots__}
    assert [t.value for t in temporal.find(type(outside)(**{**fields, "body": body}), ONTOLOGY)] == ["2023"]


@given(st.dates())
def test_iso_dates_read_back(date: object) -> None:
    text = f"于{date}发布。"
    expected = [str(date)] if 1800 <= int(str(date)[:4]) <= 2199 else []
    assert [v for _, v in found(text)] == expected


def test_the_fiscal_year_before_is_not_two_years_ago() -> None:
    report = document("3月比前年度同期多5人，比前年多9人。", issued="2024-04-01")
    assert [t.value for t in temporal.find(report, ONTOLOGY)] == ["2024-03", "2022"]


def test_three_years_on_end_are_of_the_republic_in_traditional_script() -> None:
    report = document("傷亡：110年5人，111年7人，112年9人，創歷來新高。")
    assert [t.value for t in temporal.find(report, ONTOLOGY)] == ["2021", "2022", "2023"]
    assert not temporal.find(document("树龄：110年5株，111年7株，112年9株，都已登记保护。"), ONTOLOGY)


@given(st.text(alphabet="0123456789〇一二三四五六七八九十年月日至—今去上下半季度第“”以来起民国 -:底初全", max_size=30))
def test_any_text_gives_times_in_order(text: str) -> None:
    result = temporal.find(document("。" + text), ONTOLOGY)
    assert all(a.end <= b.start for a, b in zip(result, result[1:], strict=False))


def test_clock_times_without_minutes() -> None:
    assert found("7月18日上午10时开幕。") == [("7月18日上午10时", "2024-07-18T10")]
    assert found("7月18日下午3点启动。") == [("7月18日下午3点", "2024-07-18T15")]
    assert found("7月18日晚举行。") == [("7月18日", "2024-07-18")]
    assert [v for _, v in found("3月5日9时至25日，检查。")] == ["2024-03-05T09/2024-03-25"]


def test_a_date_alone_on_its_line_dates_what_follows() -> None:
    assert [v for _, v in found("8月2日巡查。\n2019-11-08\n10月20日巡查。")] == [
        "2024-08-02",
        "2019-11-08",
        "2019-10-20",
    ]
    assert [v for _, v in found("依据2019-11-08的通报，6月20日巡查。")] == ["2019-11-08", "2024-06-20"]


def test_the_end_of_an_interval_is_of_the_year_of_its_beginning() -> None:
    assert found("自1月20日起至3月3日止检查。", issued="2026-02-03") == [("1月20日起至3月3日", "2026-01-20/2026-03-03")]


def test_since_the_founding() -> None:
    assert found("自2016年成立以来，查处案件。") == [("2016年成立以来", "2016/..")]
    assert found("已於114年11月28日起訴。", issued=None) == [("114年11月28日", "2025-11-28")]
    assert found("自112年起，市府擴大補助機關團體。", issued=None) == [("112年起", "2023/..")]
    assert found("2023年8月28 日凌晨 1 时许发现。") == [("2023年8月28 日凌晨 1 时许", "2023-08-28T01")]


def test_dateline() -> None:
    assert found("海州1月24日电 2023年，全市查处案件。", issued=None) == [("1月24日", "--01-24"), ("2023年", "2023")]
    assert found("海州1月24日电 支队24日通报，2023年7月至12月开展巡查。", issued=None)[:2] == [
        ("1月24日", "--01-24"),
        ("24日", "--01-24"),
    ]


def test_the_day_of_issue_is_not_of_the_year_in_the_title() -> None:
    assert found("7月25日通报。", issued="2024-07-25", title="2023年执法工作") == [("7月25日", "2024-07-25")]
    assert found("5月2日通报。", issued="2024-07-25", title="2023年执法工作") == [("5月2日", "2023-05-02")]


def test_an_interval_of_years_dates_no_month() -> None:
    assert found("自2022年至2027年持续开展，3月启动。")[-1] == ("3月", "2024-03")


def test_a_summary_of_one_year_and_plan_of_the_next() -> None:
    text = "2018年工作总结与2019年工作计划\n今年以来，开展检查。"
    assert found(text, issued=None, title="2018年工作总结与2019年工作计划")[-1] == ("今年以来", "2018/..")


def test_dates_with_spaces_and_times_to_come() -> None:
    assert found("发布日期: 2025- 02- 08 14: 11") == [("2025- 02- 08 14: 11", "2025-02-08T14:11")]
    assert found("1月24日将迎来春节。", issued="2020-01-23", modality="planned") == [("1月24日", "2020-01-24")]


@pytest.mark.parametrize(
    ("text", "values"),
    {
        "9月3日，记者获悉，2021年7月启动的试点已铺开。8月28日又有两家接入。": ["--09-03", "2021-07", "--08-28"],
        "据县纪委6月5日消息，赵某2019年11月任县长，今年2月被查，去年上半年离任。": ["--06-05", "2019-11", "--02"],
        "2018年至今年6月，法院审结12件，今年1至7月审结5件。": ["2018", "--06"],
        "10月8日，河堤自2020年5月2日起动工，3日停工。9日验收。": ["--10-08", "2020-05-02/..", "2020-05-03"],
        "2022年11月20日，何某报案。12月2日，嫌疑人落网。次年3月宣判。": ["2022-11-20", "2022-12-02", "2023-03"],
        "2022年11月20日，何某报案。3月2日，嫌疑人落网。": ["2022-11-20", "--03-02"],
        "2022年11月20日，县局通报。今年以来，破案3起，9月6日又破1起。": ["2022-11-20", "2022/..", "2022-09-06"],
        "每年2023年年报，30日公布。": ["2023"],
        "2023年上半年，办案5件，7月上旬结案。": ["2023-01/2023-06", "2023-07-01/2023-07-10"],
    }.items(),
)
def test_years_told_in_passing_date_nothing(text: str, values: list[str]) -> None:
    assert [value for _, value in found(text, issued=None)] == values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7月22至24日，开展检查。", [("7月22至24日", "--07-22/--07-24")]),
        ("海州3月31日电 31日，开展检查。", [("3月31日", "--03-31"), ("31日", "--03-31")]),
        ("3月31日开展检查。停业整顿15日。", [("3月31日", "--03-31")]),
        ("31日，开展检查。", []),
    ],
)
def test_days_of_a_report_of_no_year(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text, issued=None) == expected


def test_months_without_end_behind_one_year_cost_what_they_are_long() -> None:
    def spent(months: int) -> float:
        report = document("2024年5月1日开工，" + "3月" * months, issued="2024-07-25")
        return least(lambda: temporal.find(report, ONTOLOGY), 2)

    assert spent(6_000) < 7 * spent(1_500)
