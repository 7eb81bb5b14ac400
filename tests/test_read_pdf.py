"""What PDF draws out of order: cells one after the other, marks behind their line, lines that touch."""

from __future__ import annotations

from gongbao import read
from gongbao.ontology import Ontology
from gongbao.read.glyphs import Drawn, Glyph, assembled
from gongbao.read.paragraphs import Cell, Line
from gongbao.read.pdf import _rows
from written import pdf_drawn


def drawn(text: str, left: float, top: float) -> Drawn:
    return Drawn(Line(text, left, left + 10 * len(text), 10), top, top - 10)


TABLE = [
    drawn("单位", 50, 700), drawn("检查次数", 120, 700), drawn("（次）", 125, 688), drawn("整改率", 200, 700),
    drawn("市水务局", 50, 660), drawn("12", 120, 660), drawn("已整改", 200, 660), drawn("三处", 200, 648),
]  # fmt: skip


def test_cells_of_several_lines_are_one_row() -> None:
    wide = drawn("海州市检查情况如下表所示，请各单位认真整改落实到位。", 50, 730)
    found = list(assembled([wide, *TABLE, drawn("以上。", 70, 620)]))
    assert [[cell.text for cell in line.cells] for line in found] == [
        [], ["单位", "检查次数（次）", "整改率"], ["市水务局", "12", "已整改三处"], [],
    ]  # fmt: skip
    assert [line.text for line in found][0::3] == [wide.line.text, "以上。"]


def test_cells_of_one_line_in_the_middle_of_those_of_two_are_of_their_row() -> None:
    cells = Cell("（元）", 300, 330), Cell("决定机关", 350, 390)
    unit = drawn("（元） 决定机关", 300, 694.6).line._replace(cells=cells)
    head = [drawn("当事人", 50, 700), drawn("罚款", 300, 700), Drawn(unit, 694.6, 684.6)]
    row = [
        drawn("海州渔业有限", 50, 660),
        drawn("公司", 50, 648),
        drawn("3000", 300, 654.6),
        drawn("海州海关", 350, 660),
    ]
    wide = drawn("海州市检查情况如下表所示，请各单位认真整改落实到位。", 50, 730)
    found = list(assembled([wide, *head, *row]))
    assert [[cell.text for cell in line.cells] for line in found] == [
        [], ["当事人", "罚款（元）", "决定机关"], ["海州渔业有限公司", "3000", "海州海关"],
    ]  # fmt: skip


def test_two_short_columns_of_text_are_no_rows() -> None:
    left = [drawn("海州市水务局检查河道三处", 50, 700 - 12 * n) for n in range(3)]
    right = [drawn("东屿县水利局检查渔港三处", 200, 700 - 12 * n) for n in range(3)]
    assert [line.text for line in assembled([*left, *right])] == [x.line.text for x in (*left, *right)]


def test_marks_that_are_drawn_behind_their_line_stand_in_it(terms: Ontology) -> None:
    runs = [
        ("海州市水务局开展", 72, 700),
        ("清渠", 180, 700),
        ("专项行动，检查河道三处。", 216, 700),
        ("“", 168, 700),
        ("”", 204, 700),
    ]
    (document,) = read.read_bytes(pdf_drawn(runs), "a.pdf", ontology=terms)
    assert document.text == "海州市水务局开展“清渠”专项行动，检查河道三处。"


def test_rows_of_characters_that_go_on_below() -> None:
    glyphs = [Glyph(char, 12.0 * at, 100, 12.0 * at + 12, 112) for at, char in enumerate("检查河道")]
    glyphs += [Glyph(char, 12.0 * at, 86, 12.0 * at + 12, 98) for at, char in enumerate("三处")]
    assert ["".join(glyph.char for glyph in row) for row in _rows(glyphs)] == ["检查河道", "三处"]
    assert ["".join(glyph.char for glyph in row) for row in _rows(glyphs[:4])] == ["检查河道"]


def test_gaps_between_chinese_and_digits_are_no_spaces_and_those_of_cells_are(terms: Ontology) -> None:
    runs = [
        ("案号：（", 72, 700),
        ("2022", 123, 700),
        ("）沪", 171, 700),
        ("01", 198, 700),
        ("民终", 225, 700),
        ("8817", 252, 700),
    ]
    runs += [("市水务局", 72, 660), ("12", 200, 660), ("3.5", 300, 660)]
    (document,) = read.read_bytes(pdf_drawn(runs), "a.pdf", ontology=terms)
    assert document.text.split("\n") == ["案号：（2022）沪01民终8817", "市水务局 12 3.5"]


def test_a_watermark_is_no_text_and_a_page_that_is_turned_is(terms: Ontology) -> None:
    runs = [("海州市水务局检查河道三处。", 72, 700), ("内部使用", 200, 400)]
    for turn, shown in (("0.8 0.6 -0.6 0.8", False), ("0 1 -1 0", True)):
        (document,) = read.read_bytes(pdf_drawn(runs, turn), "a.pdf", ontology=terms)
        assert ("内部使用" in document.text) is shown


def test_heads_that_are_drawn_last_stand_above_and_feet_that_are_drawn_first_below() -> None:
    body = [drawn(f"海州市水务局检查河道{n}处。", 50, 700 - 20 * n) for n in range(5)]
    head, foot = drawn("海州市公报", 50, 790), drawn("通讯地址", 50, 40)
    found = [line.text for line in assembled([foot, *body, head])]
    assert found == ["海州市公报", *(line.line.text for line in body), "通讯地址"]
    assert [line.text for line in assembled(body)] == [line.line.text for line in body]
