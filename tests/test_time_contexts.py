"""A hundred times in twenty contexts (data/times.txt): nearly all have their value, and none has a wrong one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from gongbao import read, temporal
from gongbao.ontology import Ontology
from gongbao.text.reading import squeezed

SHARE = 0.97


class Context(NamedTuple):
    """A report with the times that it tells, in order, each with its value; spaces in them do not count."""

    name: str
    text: str
    times: list[tuple[str, str]]


def table(data: Path) -> Iterator[Context]:
    name = ""
    lines: list[str] = []
    times: list[tuple[str, str]] = []
    for row in [*(data / "times.txt").read_text("utf-8").splitlines(), "## "]:
        if row.startswith("## "):
            if name:
                yield Context(name, "".join(line + "\n" for line in lines), times)
            name, lines, times = row[3:], [], []
        elif row.startswith("|"):
            lines.append(row[1:])
        elif "=" in row:
            text, value = row.split("=")
            times.append((text.replace(" ", ""), value))


def told(text: str, terms: Ontology) -> list[tuple[str, str]]:
    document = squeezed(read.from_text(text, "a.txt", ontology=terms))
    return [(t.text, t.value) for t in temporal.find(document, terms)]


def test_contexts(data: Path, terms: Ontology) -> None:
    contexts = list(table(data))
    assert len(contexts) == 20
    expected = [(c.name, *time) for c in contexts for time in c.times]
    found = [(c.name, *time) for c in contexts for time in told(c.text, terms)]
    assert set(found) - set(expected) == set(), "wrong values"
    assert len(found) >= SHARE * len(expected)


HEADED = "清河市统计局\n2024年2月20日\n"
MORE = {
    "同比看，2022年完成3亿元，上年为2亿元，下年预计5亿元。\n" + HEADED: ["2022", "2021", "2023", "2024-02-20"],
    "去年完成3亿元，比上年增长5%。\n" + HEADED: ["2023", "2022", "2024-02-20"],
    "全年完成3亿元，比上年增长5%。\n" + HEADED: ["2023", "2022", "2024-02-20"],
    "2021年，全市治安平稳。6月开展检查，上年末启动。\n" + HEADED: ["2021", "2021-06", "2020-12", "2024-02-20"],
    "与2019年相比，2023年上半年增长5%，比上年同期提高。\n" + HEADED: [
        "2019", "2023-01/2023-06", "2022-01/2022-06", "2024-02-20",
    ],
    "較2019年同期，2023年3月增長。2022年同期下降。\n" + HEADED: ["2019", "2023-03", "2022-03", "2024-02-20"],
    "一、二月份指数上涨。\n二、三月份指数下跌。\n" + HEADED: ["2024-02", "2024-02-20"],
    "一、二月份指数上涨0.2%，其他持平。\n" + HEADED: ["2024-01/2024-02", "2024-02-20"],
    "局长今（20）日到访，昨（十九）日缺席，上（1）月启动。\n" + HEADED: ["2024-02-20", "2024-01", "2024-02-20"],
    "市府今(113)年3月起推動，較去（112）年第一季增加。\n" + HEADED: ["2024-03/..", "2023-01/2023-03", "2024-02-20"],
    "2月10日(大年初一)開展。\n" + HEADED: ["2024-02-10", "2024-02-20"],
    "比计划提前两个月，前两个月增长5%。\n" + HEADED: ["2024-01/2024-02", "2024-02-20"],
    "今年1—2月检查20家，去年11至12月检查30家。\n" + HEADED: ["2024-01/2024-02", "2023-11/2023-12", "2024-02-20"],
    "以前年度结转资金已清理，前年立项。\n" + HEADED: ["2022", "2024-02-20"],
    "3月31日前完成整改，12月1日前报送。\n" + HEADED: ["2024-03-31", "2024-12-01", "2024-02-20"],
    "本办法3月1日起施行，原办法12月1日起施行。\n" + HEADED: ["2024-03-01/..", "2023-12-01/..", "2024-02-20"],
    "日前天津市通报，前天发现隐患，后天复查。\n" + HEADED: ["2024-02-18", "2024-02-22", "2024-02-20"],
    "清河市2023年统计公报\n清河市统计局\n2024年3月20日\n一季度增长3%，上半年投资10亿元。\n": [
        "2023", "2024-03-20", "2023-01/2023-03", "2023-01/2023-06",
    ],
    "環保局今(5)日稽查，昨(4)日開罰。\n臺北市政府環境保護局\n113年6月5日\n": ["2024-06-05", "2024-06-04", "2024-06-05"],
    "發布日期：113-05-20\n衛生局今（20）日表示，本（113）年1至4月查處5件。\n": ["2024-05-20", "2024-01/2024-04"],
    "一百一十三年五月二十日宣判，六月三日確定。\n": ["2024-05-20", "2024-06-03"],
}  # fmt: skip


@pytest.mark.parametrize(("text", "values"), MORE.items())
def test_more(text: str, values: list[str], terms: Ontology) -> None:
    assert [value for _, value in told(text, terms)] == values


# fmt: off
BESIDE = {
    "东岭县统计局\n2025年4月18日\n3月份零售额增长4%，比上月加快1个百分点；较上个月多2亿元。": [
        "2025-04-18",
        "2025-03",
        "2025-02",
        "2025-02",
    ],
    "東嶺縣統計局\n2025年4月18日\n上月零售額增長4%，本月以來回落。": ["2025-04-18", "2025-03", "2025-04/.."],
    "东岭县消防救援大队\n2024年2月8日\n春节期间（2月9日至17日）全员值守。": ["2024-02-08", "2024-02-09/2024-02-17"],
    "东岭县水利局\n2024年6月3日\n6月5日检查堤防，6月20日验收。": ["2024-06-03", "2024-06-05", "2024-06-20"],
    "东岭县统计局\n2025年7月18日\n上半年，产值增长5%，比一季度回落0.2个百分点，比上年同期加快1个百分点。": [
        "2025-07-18", "2025-01/2025-06", "2025-01/2025-03", "2024-01/2024-06",
    ],
    "东岭县教育局\n2024年7月1日\n2024—2025学年第一学期9月1日开学。": ["2024-07-01", "2024/2025", "2024-09-01"],
    "东岭县教育局\n2024年7月1日\n2023—2024学年于1月18日放假。": ["2024-07-01", "2023/2024", "2024-01-18"],
    "东岭县教育局\n2024年8月30日\n（一）9月中旬动员。\n（二）10月上旬督查。": [
        "2024-08-30", "2024-09-11/2024-09-20", "2024-10-01/2024-10-10",
    ],
    "东岭县文旅局\n2025年2月9日\n灯会2月25日起至3月15日开放。": ["2025-02-09", "2025-02-25/2025-03-15"],
    "东岭县文旅局\n2025年2月9日\n2024年，接待游客30万人次。3月15日，灯会开幕。": ["2025-02-09", "2024", "2024-03-15"],
    "东岭县水利局\n2024年1月5日\n12月28日至1月3日巡查。": ["2024-01-05", "2023-12-28/2024-01-03"],
    "东岭县水利局\n2023年12月5日\n明年2月10日前自查，12月31日前报送，6月验收。": [
        "2023-12-05", "2024-02-10", "2023-12-31", "2024-06",
    ],
    "东岭县水利局\n2024年1月12日\n2023年工作总结\n一季度修复堤防，全年巡查堤防三百余次。\n2024年工作计划\n一季度完成部署，全年巡查堤防四百次。": [
        "2023", "2023-01/2023-03", "2023", "2024", "2024-01/2024-03", "2024",
    ],
    "東嶺縣水利局\n113年10月25日\n本(10)月21日演練。自95年11月8日至101年6月26日任職。": [
        "2024-10-25", "2024-10-21", "2006-11-08/2012-06-26",
    ],
    "东岭县水利局\n2024年7月1日\n98年12月动工，08年3月完工。": ["2024-07-01", "1998-12", "2008-03"],
    "东岭县水利局\n2024年7月1日\n出生于1972年的何某，5月上任。2018年3月至2021年5月任职，同年6月离任。": [
        "2024-07-01", "1972", "2024-05", "2018-03/2021-05", "2021-06",
    ],
    "7月26日，记者从东岭县获悉，贾某2019年8月30日至2020年10月1日贩卖假药，2021年度未申报。": [
        "--07-26", "2019-08-30/2020-10-01", "2021",
    ],
    "东岭县水利局\n2024年1月3日\n12月30日检查堤防。": ["2024-01-03", "2023-12-30"],
}
# fmt: on


@pytest.mark.parametrize(("text", "values"), BESIDE.items())
def test_what_lies_beside_the_month_told_or_right_after_the_issue(
    text: str, values: list[str], terms: Ontology
) -> None:
    document = squeezed(read.from_text(text, "a.txt", ontology=terms))
    assert [t.value for t in temporal.find(document, terms)] == values
