"""Lines of pages: columns, tables, running heads, page numbers, sentences and figures that go on over their ends."""

from __future__ import annotations

import pytest

from gongbao.read.paragraphs import Cell, Line, text_of


def row(text: str, left: float = 50, right: float = 290, *cells: str) -> Line:
    apart = tuple(Cell(cell, left + 80 * n, left + 80 * n + 60) for n, cell in enumerate(cells) if cell)
    return Line(text, left, right, 10, cells=apart)


def told(*pages: list[Line]) -> list[str]:
    return text_of(pages, "x")[0].split("\n")


FIRST = [
    row("海州市水务局组织开展河道检查，发现", 70),
    row("问题一百余处，罚没款共计1,2"),
    row("34.5万元，全部整改到位，群众满意度"),
    row("持续提高。", 50, 90),
    row("东屿县水利局检查渔港三处，督促企业", 70),
]
SECOND = [
    row("落实责任，登记渔船六百余艘，持续加", 310, 550),
    row("强监管。", 310, 360),
    row("以上情况已报市政府，今后将继续做好", 330, 550),
    row("各项工作。", 310, 370),
]
READ = [
    "海州市水务局组织开展河道检查，发现问题一百余处，罚没款共计1,234.5万元，全部整改到位，群众满意度持续提高。",
    "东屿县水利局检查渔港三处，督促企业落实责任，登记渔船六百余艘，持续加强监管。",
    "以上情况已报市政府，今后将继续做好各项工作。",
]


def test_two_columns_are_read_one_after_the_other() -> None:
    assert told([row("海州市河道检查工作通报", 200, 400), *FIRST, *SECOND]) == ["海州市河道检查工作通报", *READ]


def test_columns_whose_lines_come_in_turn() -> None:
    mixed = [line for pair in zip(FIRST, SECOND, strict=False) for line in pair]
    assert told([*mixed, FIRST[-1]]) == READ


def test_a_sentence_goes_on_over_the_end_of_a_page() -> None:
    moved = [Line(line.text, line.left - 260, line.right - 260, line.height) for line in SECOND]
    assert told([*FIRST, row("— 3 —", 160, 180)], moved) == READ


def test_a_signature_at_the_right_margin_ends_before_what_stands_below_it() -> None:
    signed = [row("海州市水务局", 230), row("2024年7月5日", 240), row("打印 关闭", 50, 90)]
    assert told([*FIRST[:4], *signed])[1:] == ["海州市水务局", "2024年7月5日", "打印 关闭"]


def test_one_column_with_short_lines_is_no_two_columns() -> None:
    lines = [row(f"第{n}项，检查渔船{n}艘", 50, 160 + 40 * at) for at, n in enumerate("一二三四五六七八九")]
    assert told(lines) == [line.text for line in lines]


@pytest.mark.parametrize(
    ("head", "foot"),
    [("海州年鉴2024", "第{}页"), ("海州市水务局工作简报 第{}页", "— {} —"), ("海州市統計年報", "{}")],
)
def test_running_heads_and_page_numbers_are_no_text(head: str, foot: str) -> None:
    pages = [
        [
            row(head.format(n), 100, 200),
            row(f"海州市第{n}次检查渔船情况通报如下。", 70, 280),
            row("已整改。"),
            row("完。"),
            row(foot.format(n)),
        ]
        for n in range(1, 5)
    ]
    text = "".join(told(*pages))
    assert "页" not in text and "年" not in text.replace("年鉴", "年") and "—" not in text
    assert text.count("情况通报如下。") == 4 and text.count("已整改。") == 4


def test_what_stands_at_the_edge_of_few_pages_is_text() -> None:
    pages = [[row(f"海州市检查渔船{n}艘"), row("全部合格。")] for n in (1, 2)]
    assert "检查渔船1艘" in "".join(told(*pages)) and "检查渔船2艘" in "".join(told(*pages))


def test_rows_of_a_table_are_told_with_their_heads() -> None:
    table = [
        row("乡镇 受理（件） 办结率", 50, 290, "乡镇", "受理（件）", "办结率"),
        row("东屿镇 1,203 98%", 50, 290, "东屿镇", "1,203", "98%"),
        row("海门鎮 30 100%", 50, 290, "海门鎮", "30", "100%"),
    ]
    lines = told([row("海州市信访情况如下，请各单位认真办理", 50, 290), *table, row("请认真落实。", 50, 100)])
    assert lines == [
        "海州市信访情况如下，请各单位认真办理",
        "乡镇 受理（件） 办结率",
        "东屿镇受理1,203件，东屿镇办结率98%。",
        "海门鎮受理30件，海门鎮办结率100%。",
        "请认真落实。",
    ]


def test_an_empty_cell_leaves_the_others_in_their_columns() -> None:
    table = [
        row("乡镇 受理（件） 办结（件）", 50, 290, "乡镇", "受理（件）", "办结（件）"),
        row("东屿镇 12", 50, 290, "东屿镇", "", "12"),
        row("海门镇 30", 50, 290, "海门镇", "30", ""),
    ]
    assert told(table)[1:] == ["东屿镇办结12件。", "海门镇受理30件。"]


def test_wide_spaces_in_running_text_are_no_columns() -> None:
    lines = [
        row("2024 年全市检查渔船 12 艘，罚款 3 万元，今后", 50, 290, "2024", "年全市检查渔船 12 艘，罚款 3 万元，今后"),
        Line("继续检查 30 家企业。", 50, 150, 10, cells=(Cell("继续检查", 50, 90), Cell("30 家企业。", 97, 150))),
    ]
    assert told(lines) == ["2024 年全市检查渔船 12 艘，罚款 3 万元，今后继续检查 30 家企业。"]


def test_lines_of_two_columns_that_come_as_one() -> None:
    pairs = [
        Line(f"{one.text} {two.text}", one.left, two.right, 10, cells=(_cell(one), _cell(two)))
        for one, two in zip(LEFT, RIGHT, strict=True)
    ]
    assert told(pairs) == ["".join(line.text for line in LEFT), "".join(line.text for line in RIGHT)]


def _cell(line: Line) -> Cell:
    return Cell(line.text, line.left, line.right)


LEFT = [
    row("海州市水务局组织开展河道检查，发现", 70),
    row("问题一百余处，罚没款共计1,234.5万"),
    row("元，督促企业落实责任，登记渔船六百"),
    row("余艘，全部问题均已整改到位。", 50, 240),
]
RIGHT = [
    row("东岭县检查渔港三处，组织企业负责人", 330, 550),
    row("参加培训，开展应急演练十二次，检查", 310, 550),
    row("食品企业三百家，抽检样品一千余份，", 310, 550),
    row("合格率达到98.6%，群众满意。", 310, 500),
]


@pytest.mark.parametrize("foot", ["第{}页", "— {} —", "{}/2"])
def test_what_runs_along_two_pages_is_no_text(foot: str) -> None:
    pages = [
        [row("海州市统计局内部资料", 100, 200), row("全部合格。"), row("完。", 70), row(foot.format(n))] for n in (1, 2)
    ]
    assert told(*pages) == ["全部合格。", "完。"] * 2


@pytest.mark.parametrize("edge", ["登记 12 30 42 51", "12 30"])
def test_rows_at_the_edges_of_two_pages_are_text(edge: str) -> None:
    cells = edge.split()
    pages = [[row(edge, 50, 290, *cells), row("全部合格。"), row("完。"), row("又检查。")] for _ in (1, 2)]
    assert "".join(told(*pages)).count(cells[-1]) == 2


def test_lines_of_a_page_without_running_text_stay_apart() -> None:
    full = [
        row("海州市水务局组织开展河道检查，发现", 70),
        row("问题一百余处，督促企业落实责任，加"),
        row("强监管，登记渔船六百余艘，持续用"),
    ]
    ending = [
        row("相关文章一：海州市河道检查", 70, 200),
        row("相关文章二：海州市渔船检查", 70, 200),
        row("版权所有", 70, 110),
    ]
    assert told(full, ending)[-3:] == [line.text for line in ending]


@pytest.mark.parametrize(
    ("short", "after", "joined"),
    [
        ("海州市人民法院作出", "（2024）海0102民初356号民事判决。", True),
        ("移送海州市公安局，鄂", "州“6·28”倾倒废酸案由市公安局侦办。", True),
        ("海州市水务局检查渔", "船一百艘。", False),
    ],
)
def test_a_line_is_full_where_what_follows_had_no_room(short: str, after: str, joined: bool) -> None:
    lines = told([*[row("海州市水务局检查河道，发现问题六十余处，")] * 4, row(short, 50, 255), row(after, 50, 200)])
    assert (short + after in lines[-1]) is joined


def test_a_heading_in_larger_letters_does_not_go_on_in_the_line_below() -> None:
    title = row("海州市人民检察院工作报告", 60, 290)._replace(height=20)
    assert told([title, row("——2024年1月17日在市人民代表大会上", 60, 290), *FIRST])[:2] == [
        title.text,
        "——2024年1月17日在市人民代表大会上",
    ]


def test_lines_of_no_one_width_go_on_where_only_first_lines_are_indented() -> None:
    lines = [
        [("海州市水务局检查河道一百余处，", 250), ("发现问题六", 190), ("十余处。", 90)],
        [("东屿县水利局检查渔", 200), ("港三处。", 90)],
        [("以上情况已报市政府，今后将继续做好", 260), ("各项工作", 120)],
    ]
    page = [row(text, 50 if n else 70, right) for lines_of in lines for n, (text, right) in enumerate(lines_of)]
    whole = ["".join(text for text, _ in paragraph) for paragraph in lines]
    head = [row("海州市河道检查工作", 130, 220), row("海州市各区水务局", 50, 140)]
    assert told([*head, *page]) == [*(line.text for line in head), *whole]
    assert whole[1] not in told([line._replace(left=50) for line in page])


def test_the_head_of_a_paper_is_read_once() -> None:
    head = row("海州日报　2024年12月3日　星期二", 60, 200)
    pages = [[head, *FIRST], [head, *FIRST], [head, *FIRST]]
    assert told(*pages).count(head.text) == 1


def test_a_running_head_in_large_letters_is_the_title_of_the_first_page() -> None:
    head, place = row("海州市水资源公报", 50, 130), row("海州市水务局　编", 130, 210)
    cover = [head, head._replace(height=20), place, row("二〇二四年八月", 130, 200)]
    read = told(cover, [head, *FIRST], [head, *FIRST], [head, *FIRST])
    assert read[:3] == [head.text, place.text, "二〇二四年八月"] and read.count(head.text) == 1


@pytest.mark.parametrize(("left", "last"), [(164, "海州市林业规划中期评估报告"), (240, "告")])
def test_the_last_character_of_a_centred_title_belongs_to_it(left: float, last: str) -> None:
    title = [
        row("海州市林业规划中期评估报", 50, 290)._replace(height=20),
        row("告", left, left + 12)._replace(height=20),
    ]
    assert last in told([*title, *FIRST])
