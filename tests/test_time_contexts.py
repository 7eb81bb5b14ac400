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
    "一、二月份指数上涨。\n二、三月份指数下跌。\n" + HEADED: ["2024-02", "2023-03", "2024-02-20"],
    "一、二月份指数上涨0.2%，其他持平。\n" + HEADED: ["2024-01/2024-02", "2024-02-20"],
    "局长今（20）日到访，昨（十九）日缺席，上（1）月启动。\n" + HEADED: ["2024-02-20", "2024-01", "2024-02-20"],
    "市府今(113)年3月起推動，較去（112）年第一季增加。\n" + HEADED: ["2024-03/..", "2023-01/2023-03", "2024-02-20"],
    "2月10日(大年初一)開展。\n" + HEADED: ["2024-02-10", "2024-02-20"],
    "比计划提前两个月，前两个月增长5%。\n" + HEADED: ["2024-01/2024-02", "2024-02-20"],
}  # fmt: skip


@pytest.mark.parametrize(("text", "values"), MORE.items())
def test_more(text: str, values: list[str], terms: Ontology) -> None:
    assert [value for _, value in told(text, terms)] == values
