"""Tables of figures: whose a figure is, of which time and in which unit, whatever the rows above and beside it are."""

from __future__ import annotations

import pytest

from gongbao.read import grid
from written import text_of

OVER = [["单位", "2023年", "", "2024年", ""], ["", "案件（件）", "罚款（万元）", "案件（件）", "罚款（万元）"]]


@pytest.mark.parametrize(
    ("rows", "last"),
    [
        ([["地区", "单位", "检查（次）"], ["东岭县", "县林业局", "12"]], "东岭县，县林业局检查12次。"),
        (
            [["地区", "单位", "检查（次）"], ["东岭县", "县林业局", "12"], ["", "城关镇中心小学", "7"]],
            "城关镇中心小学检查7次。",
        ),
        ([["日期", "單位", "罰款（元）"], ["3月6日", "東嶺縣衛生局", "800"]], "3月6日，東嶺縣衛生局罰款800元。"),
        (
            [["日期", "单位", "罚款（元）", "备注"], ["3月6日", "县水务局", "800", "已缴"]],
            "3月6日，县水务局罚款800元，已缴。",
        ),
        ([["指标", "单位", "2023年"], ["供水量", "万吨", "52"]], "2023年供水量52万吨。"),
        ([["指标", "计量单位", "2023年"], ["水库", "座", "46"]], "2023年水库46座。"),
        ([["序号", "单位", "检查（次）"], ["1", "县水务局", "12"], ["合计", "", "12"]], "合计检查12次。"),
        ([["序号", "单位", "检查（次）"], ["1", "县水务局", "12"], ["2", "", "3"]], "县水务局检查3次。"),
        ([["地区", "单位", "检查（次）"], ["东岭县", "县林业局", "12"], ["合计", "", "12"]], "合计检查12次。"),
    ],
)
def test_whose_a_figure_is(rows: list[list[str]], last: str) -> None:
    assert grid.told(rows)[-1] == last


def test_upper_heads_are_over_those_below_them_where_columns_are_told() -> None:
    row = ["县林业局", "8", "2.4", "12", "3.5"]
    told = "2023年案件县林业局8件，2023年罚款县林业局2.4万元，2024年案件县林业局12件，2024年罚款县林业局3.5万元。"
    assert grid.told([*OVER, row])[-1] == told
    assert grid.told([["单位", "2023年", "2024年"], OVER[1], row])[-1] == "县林业局 8 2.4 12 3.5", (
        "no more than is told"
    )


@pytest.mark.parametrize(
    ("second", "row", "told"),
    [
        (["单位", "罚款（万元）"], ["县林业局", "3.5"], "县林业局罚款3.5万元。"),
        (["项目", "2023年", "2024年"], ["造林", "5", "6"], "2023年造林5，2024年造林6。"),
        (["县林业局", "6"], ["县公安局", "3.5"], "县公安局检查3.5次。"),
    ],
)
def test_another_table_below_has_heads_of_its_own(second: list[str], row: list[str], told: str) -> None:
    first = [["一、检查"], ["单位", "检查（次）"], ["县水务局", "12"], ["二、其他情况"]]
    lines = grid.told([*first, second, row])
    assert (lines[2], lines[-1]) == ("县水务局检查12次。", told) and len(lines) == 6


@pytest.mark.parametrize("merged", ["\\clmgf\\cellx4000\\clmrg\\cellx6000\\clmgf\\cellx8000\\clmrg\\cellx10000", ""])
def test_cells_of_rich_text_stand_in_columns_by_their_edges(merged: str) -> None:
    def row(cells: list[str], edges: str) -> str:
        said = "".join("".join(f"\\u{ord(c)}?" for c in cell) + "\\cell " for cell in cells)
        return f"\\trowd{edges}\\pard\\intbl {said}\\row\n"

    five = "".join(f"\\cellx{edge}" for edge in (2000, 4000, 6010, 8000, 10000))
    heads = OVER[0] if merged else ["单位", "2023年", "2024年"]
    over = row(heads, "\\cellx2000" + (merged or "\\cellx6000\\cellx10000"))
    data = "{\\rtf1\\uc1 " + over + row(OVER[1], five) + row(["县林业局", "8", "2.4", "12", "3.5"], five) + "}"
    told = "2023年案件县林业局8件，2023年罚款县林业局2.4万元，2024年案件县林业局12件，2024年罚款县林业局3.5万元。"
    assert text_of(data.encode(), "a.rtf").split("\n")[-1] == told
