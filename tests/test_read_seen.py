"""What a reader of a file sees: no hidden rows and words, no marks of notes, no pronunciation; and what a script or frame shows."""

from __future__ import annotations

import html
import re
from email.message import EmailMessage

import pytest

from gongbao import read
from gongbao.errors import InputError
from gongbao.ontology import Ontology
from written import archive, docx, paragraph, pdf_drawn, text_of, xls

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
TEXT = "2024年，海州市水务局开展巡河行动，检查河道38条，整改问题12处。会同海州市公安局查处非法采砂案3起，罚款5.6万元。"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RUN = "<w:r><w:t>{}</w:t></w:r>"
CELL = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            f"<w:p>{RUN.format('海州市')}<w:r><w:ruby><w:rt>{RUN.format('hóng')}</w:rt><w:rubyBase>{RUN.format('泓')}</w:rubyBase></w:ruby></w:r>"
            f"{RUN.format('湖水库')}</w:p>",
            "海州市泓湖水库",
        ),
        (f"<w:p>{RUN.format('检查T')}<w:r><w:noBreakHyphen/></w:r>{RUN.format('3标段')}</w:p>", "检查T-3标段"),
        (
            f"<w:p>{RUN.format('密级：')}<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{RUN.format('单击输入')}</w:sdtContent></w:sdt></w:p>",
            "密级：",
        ),
        (
            f"<w:p>{RUN.format('密级：')}<w:sdt><w:sdtContent>{RUN.format('公开')}</w:sdtContent></w:sdt></w:p>",
            "密级：公开",
        ),
        (f"<w:p><w:del>{RUN.format('旧')}</w:del>{RUN.format('新河道')}</w:p>", "新河道"),
        (
            f"<w:tbl><w:tr>{CELL.format('甲局')}</w:tr><w:tr><w:trPr><w:del/></w:trPr>{CELL.format('乙局')}</w:tr>"
            f"<w:tr><w:trPr><w:ins/></w:trPr>{CELL.format('丙局')}</w:tr></w:tbl>",
            "甲局\n丙局",
        ),
        (
            f"<w:tbl><w:tr><w:tc><w:p>{RUN.format('河长办')}<w:pict>{paragraph('电话：12345')}</w:pict></w:p></w:tc></w:tr></w:tbl>",
            "河长办 电话：12345",
        ),
    ],
)
def test_words_of_a_docx(body: str, expected: str) -> None:
    assert text_of(docx(body), "a.docx") == expected


def test_hidden_words_and_pronunciations_of_an_open_text() -> None:
    content = (
        f'<o:document xmlns:o="{OFFICE}office:1.0" xmlns:t="{OFFICE}text:1.0" xmlns:s="{OFFICE}style:1.0">'
        '<s:style s:name="H"><s:text-properties t:display="none"/></s:style><s:style s:name="B"><s:text-properties/></s:style>'
        '<t:p>海州<t:span t:style-name="H">（稿）</t:span>市<t:span t:style-name="B">水务局</t:span>在'
        "<t:ruby><t:ruby-base>泓</t:ruby-base><t:ruby-text>hóng</t:ruby-text></t:ruby>湖</t:p></o:document>"
    )
    assert text_of(archive({"content.xml": content.encode()}), "a.odt") == "海州市水务局在泓湖"


def test_hidden_rows_of_workbooks() -> None:
    row = '<row{}><c t="inlineStr"><is><t>{}</t></is></c></row>'
    told = row.format("", "海州市水务局") + row.format(' hidden="1"', "旧数据") + row.format(' hidden="0"', "巡河")
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{told}</sheetData></worksheet>'
    assert text_of(archive({"xl/worksheets/sheet1.xml": sheet.encode()}), "a.xlsx") == "海州市水务局\n巡河"
    shown = "<b:table-row{}><b:table-cell><t:p>{}</t:p></b:table-cell></b:table-row>"
    rows = (
        shown.format("", "海州市水务局") + shown.format(' b:visibility="filter"', "旧数据") + shown.format("", "巡河")
    )
    content = f'<o:d xmlns:o="{OFFICE}office:1.0" xmlns:t="{OFFICE}text:1.0" xmlns:b="{OFFICE}table:1.0"><b:table>{rows}</b:table></o:d>'
    assert text_of(archive({"content.xml": content.encode()}), "a.ods") == "海州市水务局\n巡河"
    assert text_of(xls([["海州市水务局"], ["巡河"]], {}), "a.xls") == "海州市水务局\n巡河"


def test_raised_figures_of_a_pdf_lead_to_notes() -> None:
    runs = [("惠及群众21", 72, 760), ("2", 144, 766), ("万人", 150, 760), ("水面5000m", 72, 740), ("2", 156, 746)]
    runs += [("养护12", 72, 720), ("3", 120, 720), ("公里", 132, 720)]
    page = pdf_drawn(runs)
    for height in (766, 746):
        page = re.sub(rb"12( Tf 1 0 0 1 \d+ %d)" % height, rb"6\1", page)
    assert text_of(page, "a.pdf").replace("\n", "") == "惠及群众21万人水面5000m²养护123公里"


@pytest.mark.parametrize(
    "page",
    [
        f"<div data-content='{html.escape(f'<p>{TEXT}</p>')}'>加载中</div>",
        f'<div class="x" data-html="{html.escape(f"<p>{TEXT}</p>")}"></div>',
        f'<iframe srcdoc="{html.escape(f"<p>{TEXT}</p>")}"></iframe>',
        f"<p>{TEXT}</p><div data-json='{html.escape(f'<p>{TEXT}旧</p>')}'></div>",
        f"<div class=WordSection1><p>{TEXT}</p></div>",
    ],
)
def test_a_text_that_a_page_keeps_for_a_script_is_read_where_it_has_no_other(page: str) -> None:
    told = text_of(f"<html><body>{page}</body></html>".encode(), "a.html")
    assert told.count(TEXT) == 1 and "旧" not in told


def test_a_page_shows_captions_and_the_notes_of_word_and_no_pronunciation() -> None:
    table = "<table><caption>表1（单位：万元）</caption><tr><th>单位<th>罚款</tr><tr><td>县公安局<td>3.5</tr></table>"
    notes = "<div style='mso-element:footnote-list'><p>资金由海州市财政局核拨。</p></div>"
    ruby = "<p>东岭县<ruby>泓<rp>（</rp><rt>hóng</rt><rp>）</rp></ruby>湖</p>"
    page = f"<html><body><div class=WordSection1><p>{TEXT}</p><p>{TEXT}<a href='#n'>iv</a></p>{ruby}{table}</div>{notes}</body></html>"
    assert text_of(page.encode(), "a.html").split("\n") == [
        TEXT, TEXT, "东岭县泓湖", "表1（单位：万元）", "单位 罚款", "县公安局罚款3.5万元。", "资金由海州市财政局核拨。",
    ]  # fmt: skip


def test_a_saved_page_shows_its_frame() -> None:
    saved = EmailMessage()
    saved.set_content("<html><body><h1>巡河情况</h1></body></html>", subtype="html")
    saved.add_related(f"<html><body><p>{TEXT}</p></body></html>".encode(), "text", "html")
    assert text_of(bytes(saved), "a.mht") == f"巡河情况\n{TEXT}"


def test_bullets_of_fonts_of_symbols_are_no_text_and_a_mailbox_says_so(terms: Ontology) -> None:
    assert text_of("\uf095市水务局巡河；\n\uf06c市公安局协助。".encode()) == " 市水务局巡河；\n 市公安局协助。"
    with pytest.raises(InputError, match=r"a\.mbox: not text, but a mailbox; save its letters as \.eml"):
        read.read_bytes(b"From a@b Mon Jan  6 09:30:00 2025\nSubject: x\n\n" + TEXT.encode(), "a.mbox", ontology=terms)


def test_pages_of_three_columns_are_read_one_after_the_other() -> None:
    """Each is a column of lines that go on."""
    words = "海州市水务局会同海州市公安局开展巡河行动检查河道三十八条整改问题十二处并约谈责任单位负责人"
    columns = [words[:40], words[5:45], words[2:42]]
    runs = [
        (column[at : at + 5], 72 + 150 * n, 760 - 20 * (at // 5))
        for n, column in enumerate(columns)
        for at in range(0, len(column), 5)
    ]
    assert text_of(pdf_drawn(runs), "a.pdf").replace("\n", "").replace(" ", "") == "".join(columns)


@pytest.mark.parametrize(("turn", "down"), [(b"0 1 -1 0", 1), (b"0 -1 1 0", -1)])
def test_a_table_on_a_page_that_is_turned_is_told_with_its_heads(turn: bytes, down: int) -> None:
    rows = [["单位", "检查（次）", "罚款（万元）"], ["县公安局", "34", "12"], ["县林业局", "7", "0.8"]]
    runs = [
        (cell, 300 + 24 * down * n, 400 + 110 * down * at) for n, row in enumerate(rows) for at, cell in enumerate(row)
    ]
    told = text_of(pdf_drawn(runs).replace(b"1 0 0 1", turn), "a.pdf").split("\n")
    assert told[1:] == ["县公安局检查34次，县公安局罚款12万元。", "县林业局检查7次，县林业局罚款0.8万元。"]
