"""Files that once took a reader the square of their length, or memory by what they only claim: each by its length now."""

from __future__ import annotations

import json
import tracemalloc

import pytest

from gongbao import ontology, read
from gongbao.errors import InputError
from gongbao.read import cells, grid, limits
from gongbao.read.glyphs import Glyph, drawn
from written import TEXT, W, archive, doc, docx, paragraph, refusal, text_of

_SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
_SHARED = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si>{}</si></sst>'
_OASIS = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("o", "office"), ("t", "text"), ("b", "table"))
)
_OPEN = f"<o:d {_OASIS}><o:body><b:table>{{}}</b:table></o:body></o:d>"
_PAGE = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>章</title></head><body><p>{}</p></body></html>'


@pytest.mark.parametrize(
    "line",
    [
        " " * 300_000 + "市水务局",
        "# " + " " * 300_000 + "市水务局" * 1000,
        "|--|" + " " * 300_000 + "市水务局",
        "- " * 150_000 + "市水务局",
        "*" + " \t" * 150_000 + "市水务局",
        "-" * 300_000 + "市水务局",
        " >" * 150_000 + "市水务局",
    ],
)
def test_lines_of_marks_in_markdown(line: str) -> None:
    assert "市水务局" in text_of(line.encode(), "r.md")


@pytest.mark.parametrize("run", [".", "…", "·", " ", "—", "来源：", "= ["])
def test_long_runs_of_one_mark(run: str) -> None:
    text = f"目录\n市水务局{run * 200_000}3\n市水务局检查{run * 200_000}2024年5月1日"
    assert "市水务局" in text_of(text.encode())
    assert "市水务局" in text_of(f"<html><script>{run * 100_000}</script><p>市水务局</p></html>".encode(), "a.html")


@pytest.mark.parametrize(
    ("marks", "kept"),
    [
        ("# 做法 #", "做法"),
        ("##   做法", "做法"),
        ("- - -\n做法", "做法"),
        ("| 甲 | 乙 |\n| :-- | --: |\n| 丙 | 丁 |", "甲 乙\n丙 丁"),
        ("甲|乙\n--|--\n丙|丁", "甲|乙\n丙|丁"),
    ],
)
def test_marks_of_markdown_are_taken_off(marks: str, kept: str) -> None:
    assert "\n".join(line.strip() for line in text_of(marks.encode(), "r.md").splitlines()) == kept


def test_fonts_of_rich_text_without_an_end() -> None:
    assert text_of(b"{\\rtf1\\ansi\\ansicpg936 " + b"\\f1 " * 200_000 + b"\\'ba\\'a3\\'d6\\'dd}", "a.rtf") == "海州"


@pytest.mark.parametrize("fields", ["\x13" * 12_000 + "\x14" * 12_000, "\x13" * 20_000, "\x13甲\x14" * 8_000])
def test_fields_of_old_word_files_in_fields(fields: str) -> None:
    assert text_of(doc(f"海州市\x13 PAGE \x13 甲 \x14乙\x15 \x14检查\x15渔船三百艘。{fields}\r"), "a.doc").startswith(
        "海州市检查渔船三百艘。"
    )


def test_a_cell_that_claims_more_columns_than_numbers_have_digits() -> None:
    rows = f"<tr><th colspan='{'9' * 5000}'>河道</th><th>条数</th></tr><tr><td>清河</td><td>12</td></tr>"
    assert "清河" in text_of(f"<table>{rows}</table>".encode(), "r.html")


@pytest.mark.parametrize(
    "page",
    [
        "<div hidden>" * 1500 + "<p>市水务局，" * 20_000,
        "<div class=title>" * 1500 + "<p>市水务局，" * 20_000,
        "<table><tr><td>" + "<div>" * 1500 + "<table></table>" * 60_000,
        f"<meta name=source content='{'局' * 900_000}'>" + "<p>来源：市水务局</p>" * 20_000,
        f"<p>{'市水务局，' * 180_000}</p>" + "<p>来源：市水务局 时间：2024-01-02</p>" * 20_000,
    ],
)
def test_pages_whose_elements_are_looked_at_once(page: str) -> None:
    assert "水务局" in text_of(f"<html><body>{page}<p>{TEXT}".encode(), "r.html")


@pytest.mark.parametrize("page", ["<div>" * 1900 + "</zz>" * 100_000, "<div>" * 1900 + "<x/>" * 30_000])
def test_closing_tags_of_nothing_in_a_deep_page(page: str) -> None:
    assert "closing" in refusal((page + TEXT).encode(), "r.html") or "nested" in refusal(page.encode(), "r.html")


def test_closing_tags_that_a_parser_adds_itself_cost_nothing() -> None:
    assert "水务局" in text_of(("<div>" * 900 + "<p>市</p>" * 30_000 + f"<p>{TEXT}").encode(), "r.html")


def test_hidden_parts_are_left_out_and_what_holds_most_of_the_text_is_not() -> None:
    page = f"<div hidden><p>{TEXT * 3}</p><span hidden>打印本页</span></div><div aria-hidden=true>关闭窗口</div>"
    assert text_of(page.encode(), "r.html").split() == text_of(f"<p>{TEXT * 3}".encode(), "r.html").split()


@pytest.mark.parametrize("charset", ["punycode-", "-idna", "raw-unicode-escape-", "_undefined"])
def test_codecs_that_no_file_is_written_in_under_names_that_python_takes(charset: str) -> None:
    data = f"<meta charset={charset}><p>{'a' * 200_000}-{TEXT}</p>"
    assert text_of(data.encode(), "r.html").endswith(TEXT.split("\n")[0][-9:] + " " + TEXT.split("\n")[1])


def test_lists_of_word_that_are_made_after_one() -> None:
    levels = "".join(f'<w:lvl w:ilvl="{n}"><w:lvlText w:val="%1、"/></w:lvl>' for n in range(9))
    numbers = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/></w:num>' for n in range(3, 60_000))
    listed = docx(paragraph(TEXT), "", f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{numbers}')
    tracemalloc.start()
    try:
        assert text_of(listed, "a.docx")
        assert tracemalloc.get_traced_memory()[1] < 100_000_000
    finally:
        tracemalloc.stop()


def test_styles_of_word_that_are_made_after_each_other() -> None:
    numbering = '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num>'
    style = '<w:style w:styleId="{}"><w:basedOn w:val="{}"/><w:numId w:val="{}"/></w:style>'
    styles = (
        style.format("a", "a", 3)
        + "".join(style.format(n, n - 1, 3) for n in range(30_000))
        + style.format("z", "a", 3)
    )
    listed = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{name}"/></w:pPr><w:r><w:t>{TEXT}</w:t></w:r></w:p>' for name in "az"
    )
    parts = {
        "word/document.xml": f"<w:document {W}><w:body>{listed}</w:body></w:document>",
        "word/numbering.xml": f"<w:numbering {W}>{numbering}</w:numbering>",
        "word/styles.xml": f"<w:styles {W}>{styles}</w:styles>",
    }
    found = text_of(archive({name: part.encode() for name, part in parts.items()}), "a.docx")
    assert [line[:2] for line in found.splitlines() if line.strip()][::2] == ["1、", "市水"]


def test_rows_of_figures_are_no_more_than_rows_of_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_ROWS", 30)
    rows = "镇,人口\n" + "东屿镇,3\n" * 29
    assert "东屿镇人口3" in text_of(rows.encode(), "a.csv")
    assert "more than 30 rows" in refusal(f"{rows}东屿镇,3\n".encode(), "a.csv")


def test_the_code_of_a_format_without_end() -> None:
    assert cells.shown("45357", "yyyy/m/d" + "[" * 500_000) == cells.shown("45357", "yyyy/m/d" + "[" * 9)


def test_heads_and_names_of_a_table_are_not_texts() -> None:
    for head, name in (("数" * 300, "市局"), ("数", "市局" * 150)):
        rows = [["单位", head, head], [name, "1", "2"]]
        assert grid.told(rows) == [" ".join(row) for row in rows]
    wide = grid.told([["单位", *["数"] * 600], ["市水务局", *["1"] * 600]])
    assert wide[1] == "市水务局 " + " ".join("1" * 600)


def test_rows_that_pass_the_limit_of_a_report_are_told_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_TEXT_CHARS", 20)
    told = grid.told([["单位", "数"], *[["海州市水务局", "1"]] * 9])
    assert (told[1], told[-1]) == ("海州市水务局数1。", "海州市水务局 1")


def test_a_line_of_as_many_cells_as_characters() -> None:
    glyphs = [Glyph("市", 9.0 * n, 0.0, 9.0 * n + 1, 1.0) for n in range(3)]
    assert [cell.text for cell in drawn(glyphs).line.cells] == ["市", "市", "市"]
    assert drawn([Glyph(c, n, 0.0, n + 0.8, 1.0) for n, c in enumerate("市局办")]).line.text == "市 局 办"


@pytest.mark.parametrize("head", ["; a=b" * 200_000, '; a="' + ';\\"' * 200_000, "\n ;a=b" * 200_000])
def test_parameters_of_a_saved_page_without_end(head: str) -> None:
    page = f'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x\nContent-Type: text/html{head}\n\n<p>{TEXT}</p>\n--x--\n'
    assert "市水务局" in text_of(page.encode(), "a.mht")


@pytest.mark.parametrize(
    ("line", "amount"),
    [("--x", 21_000), ("Content-Type: message/rfc822", 200), ("--x\r\rContent-Type: multipart/digest", 200)],
)
def test_parts_of_a_saved_page_or_a_letter_without_end(line: str, amount: int) -> None:
    for end in ("\n", "\r"):
        data = (
            'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="x"\n\n' + f"{line}{end}{end}" * amount + TEXT
        )
        assert all("too many or nested too deep" in refusal(data.encode(), name) for name in ("a.mht", "a.eml"))


@pytest.mark.parametrize("year", ["99999999999", "9" * 30, "2024 10:00:00 +99999999999999"])
def test_a_letter_of_no_day_of_the_calendar(year: str) -> None:
    assert text_of(f"Date: Mon, 3 Jun {year}\n\n{TEXT}".encode(), "a.eml").startswith("市水务局")


def test_texts_beside_a_text_are_no_title_and_no_publisher() -> None:
    row = json.dumps(
        {"title": "标题" * 400, "dept": "市" * 100_000 + "水务局", "date": "2024-01-02" * 9999, "content": TEXT}
    )
    (found,) = read.read_bytes(row.encode(), "a.json", ontology=ontology.load())
    assert (found.title, found.publisher, found.issued) == ("标题" * 400, None, None)


def test_surrogates_in_what_stands_beside_a_text() -> None:
    beside = {name: f"\ud800市水务局\udc00{name}" for name in ("title", "dept", "pubTime")}
    row = json.dumps(beside | {"content": f"<p>{TEXT}</p>\ud800"})
    assert "水务局" in text_of(row.encode(), "a.json")
    assert "水务局" in text_of(f"<script>a={row}</script>".encode(), "a.html")


def test_the_number_of_a_character_with_more_digits_than_numbers_have() -> None:
    page = f"<p>市水务局</p><textarea>{TEXT}{TEXT}&amp;#{'9' * 5000};&#{'9' * 5000};</textarea>"
    assert "市水务局" in text_of(page.encode(), "r.html")


def test_headers_of_a_letter_without_end() -> None:
    data = "From: " + "a," * 100_000 + "\nSubject: " + "=?utf-8?b?5biC?= " * 50_000 + f"\n\n{TEXT}"
    assert text_of(data.encode(), "a.eml").startswith("市水务局")


def test_texts_of_many_pieces() -> None:
    pieces = "".join(f"<r><t>市{n}</t></r>" for n in range(120_000))
    cell = '<row><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>' + "9" * 5000 + "</v></c></row>"
    book = {"xl/sharedStrings.xml": _SHARED.format(pieces), "xl/worksheets/sheet1.xml": _SHEET.format(cell)}
    assert text_of(archive({name: made.encode() for name, made in book.items()}), "a.xlsx").count("市") == 120_000
    for name, around, piece in (("a.odt", "{}", "<t:p>市{}</t:p>"), ("a.ods", "<t:p>{}</t:p>", "<t:a>市{}</t:a>")):
        cell = around.format("".join(map(piece.format, range(120_000))))
        made = _OPEN.format(f"<b:table-row><b:table-cell>{cell}</b:table-cell></b:table-row>")
        assert text_of(archive({"content.xml": made.encode()}), name).count("市") == 120_000


def test_cells_that_files_only_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_CELLS", 20_000)
    empty = '<row><c r="SF1"/></row>' * 1000
    said = '<row><c r="A1" t="str"><v>市水务局</v></c></row>'
    one = archive({"xl/worksheets/sheet1.xml": _SHEET.format(empty + said).encode()})
    assert text_of(one, "a.xlsx") == "市水务局"
    last = '<row><c r="SF1" t="str"><v>市</v></c></row>' * 1000
    assert "cells" in refusal(archive({"xl/worksheets/sheet1.xml": _SHEET.format(last).encode()}), "a.xlsx")
    wide = "<b:table-cell b:number-columns-repeated='400'/>"
    for cell, says in (("", "水务局"), ("<b:table-cell><t:p>市</t:p></b:table-cell>", "cells")):
        rows = f"<b:table-row>{wide}{cell}</b:table-row>" * 1000
        row = "<b:table-row><b:table-cell><t:p>市水务局</t:p></b:table-cell></b:table-row>"
        data = archive({"content.xml": _OPEN.format(row + rows).encode()})
        assert says in (refusal(data, "a.ods") if cell else text_of(data, "a.ods"))


def test_columns_that_cells_of_word_only_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    def told(rows: list[list[str]], _above: str = "") -> list[str]:
        made.append(sum(map(len, rows)))
        return []

    monkeypatch.setattr("gongbao.read.office_xml.told", told)
    span = f'<w:tc><w:tcPr><w:gridSpan w:val="60"/></w:tcPr>{paragraph("市")}</w:tc>'
    text_of(docx(f"<w:tbl>{f'<w:tr>{span * 10}</w:tr>' * 5000}</w:tbl>{paragraph('市')}"), "a.docx")
    assert sum(made) < 1_100_000


def _found(data: bytes, name: str) -> list[str]:
    found = [raw for part in read.files.parts_of(data, name) for raw in part.found()]
    return [str(raw.source) if isinstance(raw, InputError) else raw.text.split()[-1] for raw in found]


def test_a_chapter_or_a_sheet_that_cannot_be_read_fails_alone() -> None:
    chapters = {f"{n}.xhtml": _PAGE.format(f"第{n}章市水务局").encode() for n in (1, 2, 3)}
    chapters["2.xhtml"] = b"\x1f\x8b\x08"
    assert _found(archive(chapters), "a.epub") == ["第1章市水务局", "a.epub#2", "第3章市水务局"]
    cell = '<row><c r="A1" t="str"><v>市水务局{}</v></c></row>'
    sheets = {f"xl/worksheets/sheet{n}.xml": _SHEET.format(cell.format(n)).encode() for n in (1, 2, 3)}
    sheets["xl/worksheets/sheet1.xml"] = b"<worksheet>"
    assert _found(archive(sheets), "a.xlsx") == ["a.xlsx#1", "市水务局2", "市水务局3"]


def test_a_chapter_that_a_book_lists_a_thousand_times_is_read_once() -> None:
    listed = '<item id="a" href="1.xhtml"/><spine>' + '<itemref idref="a"/>' * 1000 + "</spine>"
    book = {
        "b.opf": f'<package xmlns="http://www.idpf.org/2007/opf">{listed}</package>'.encode(),
        "1.xhtml": _PAGE.format("市水务局").encode(),
    }
    assert _found(archive(book), "a.epub") == ["市水务局"]


def test_rows_are_kept_without_the_empty_cells_at_their_ends() -> None:
    assert cells.Kept("a").trimmed(["", "市", "", ""]) == ["", "市"]


def test_a_day_beyond_the_calendar_is_a_figure() -> None:
    assert cells.shown("2958465", "yyyy/m/d") == "9999年12月31日"
    assert cells.shown("2958465", "yyyy/m/d", since_1904=True) == "2958465"
