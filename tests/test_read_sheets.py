"""Cells of spreadsheets as their formats show them: dates, per cents, what formulas came to, texts of several lines."""

from __future__ import annotations

import random

import pytest

from gongbao import read
from gongbao.errors import InputError
from gongbao.ontology import Ontology
from gongbao.read.cells import shown
from written import archive, xls

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
TOLD = [
    "海州市检查情况",
    "单位 检查日期 罚款（元） 整改率",
    "2024年3月6日，市水务局罚款35000.5元，市水务局整改率98.5%。",
    "2024年3月17日，市公安局罚款1200元，市公安局整改率100%。",
]


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        ("0.985", "0.0%", "98.5%"),
        ("0.07", "0%", "7%"),
        ("1", "0.00%", "100%"),
        ("-0.125", "0.0%;[Red]-0.0%", "-12.5%"),
        ("45357", "yyyy/m/d", "2024年3月6日"),
        ("45357.75", "yyyy/m/d h:mm", "2024年3月6日"),
        ("45357", 'yyyy"年"m"月"d"日";@', "2024年3月6日"),
        ("45357", "[$-804]yyyy\\年m\\月", "2024年3月"),
        ("45357", 'm"月"d"日"', "3月6日"),
        ("45357", "yyyy", "2024年"),
        ("35000.50", "#,##0.00", "35000.5"),
        ("0.30000000000000004", "General", "0.3"),
        ("1234.4999999999998", "", "1234.5"),
        ("1.2E+7", "0", "12000000"),
        ("120", '0"元"', "120"),
        ("120", '"yd"0', "120"),
        ("0.5", "[h]:mm", "0.5"),
        ("1E+400", "0%", "1E+400"),
        ("甲", "0%", "甲"),
    ],
)
def test_what_a_cell_shows(value: str, code: str, expected: str) -> None:
    assert shown(value, code) == expected


def test_days_counted_from_1904() -> None:
    assert shown("43895", "yyyy/m/d", since_1904=True) == "2024年3月6日"


def lines(data: bytes, name: str, terms: Ontology) -> list[str]:
    (document,) = read.read_bytes(data, name, ontology=terms)
    return document.text.split("\n")


def test_a_workbook_of_another_maker(terms: Ontology) -> None:
    """Texts in the cells, with readings beside, a merged caption, a formula with what it came to, a sheet without cells."""

    def text(name: str, value: str) -> str:
        return f'<c r="{name}" t="inlineStr"><is><t>{value}</t><rPh><t>hai</t></rPh></is></c>'

    heads = "".join(text(f"{column}2", value) for column, value in zip("ABCD", TOLD[1].split(), strict=True))
    sheet = (
        f'<row r="1">{text("A1", TOLD[0])}</row><row r="2">{heads}</row>'
        f'<row r="3">{text("A3", "市水务局")}<c r="B3" s="1"><v>45357</v></c><c r="C3"><f>SUM(C9:C9)</f><v>35000.5</v></c><c r="D3" s="2"><v>0.985</v></c></row>'
        f'<row r="4"><c r="A4" t="str"><f>A9</f><v>市公安局</v></c><c r="B4" s="1"><v>45368</v></c><c r="C4"><v>1200</v></c><c r="D4" s="2"><v>1</v></c></row>'
        '<row r="5"><c r="C5" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )
    styles = (
        f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="yyyy/m/d"/></numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="10"/></cellXfs></styleSheet>'
    )
    files = {
        "xl/styles.xml": styles,
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{sheet}</sheetData><mergeCells><mergeCell ref="A1:D1"/></mergeCells></worksheet>',
    }
    assert lines(archive({name: content.encode() for name, content in files.items()}), "a.xlsx", terms) == TOLD


def test_a_report_in_a_cell_keeps_its_lines(terms: Ontology) -> None:
    report = "海州市通报\n\n市水务局检查河道3条。"
    cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in ("1", report))
    heads = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in ("序号", "正 文".replace(" ", "")))
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData><row>{heads}</row><row>{cells}</row></sheetData></worksheet>'
    assert "\n".join(lines(archive({"xl/worksheets/sheet1.xml": sheet.encode()}), "a.xlsx", terms)) == report


ROWS: list[list[str | tuple[float, int]]] = [
    [TOLD[0]],
    list(TOLD[1].split()),
    ["市水务局", (45357, 164), (35000.5, 0), (0.985, 10)],
    ["市公安局", (45368, 164), (1200, 0), (1, 10)],
]


@pytest.mark.parametrize("name", ["a.xls", "a.et", "a.doc", "unnamed"])
def test_a_workbook_of_the_old_kind(name: str, terms: Ontology) -> None:
    assert lines(xls(ROWS, {10: "0.00%", 164: "yyyy/m/d"}), name, terms) == TOLD


def test_damaged_workbooks_of_the_old_kind_are_told_in_one_line(terms: Ontology) -> None:
    whole = xls(ROWS, {10: "0.00%", 164: "yyyy/m/d"})
    chance = random.Random(22)
    refused = 0
    for _ in range(60):
        data = bytearray(whole[: chance.randrange(100, len(whole))] if chance.random() < 0.5 else whole)
        for _ in range(20):
            data[chance.randrange(8, len(data))] = chance.randrange(256)
        try:
            read.read_bytes(bytes(data), "a.xls", ontology=terms)
        except InputError as error:
            assert "\n" not in str(error) and str(error).startswith("a.xls")
            refused += 1
    assert refused > 20


def test_an_open_workbook(terms: Ontology) -> None:
    def cell(text: str, told: str = "") -> str:
        return f"<b:table-cell {told}><t:p>{text}</t:p></b:table-cell>"

    def row(*cells: str) -> str:
        return f"<b:table-row>{''.join(cells)}<b:table-cell b:number-columns-repeated='16379'/></b:table-row>"

    rows = [
        row(cell(TOLD[0]), "<b:covered-table-cell b:number-columns-repeated='3'/>"),
        row(*map(cell, TOLD[1].split())),
        row(cell("市水务局"), cell("24/3/6", 'o:value-type="date" o:date-value="2024-03-06"'), cell("3.5万", 'o:value-type="float" o:value="35000.5"'),
            cell("99%", 'o:value-type="percentage" o:value="0.985"')),
        row(cell("市公安局"), cell("3/17", 'o:value-type="date" o:date-value="2024-03-17T10:00"'), cell("1,200", 'o:value-type="float" o:value="1200"'),
            cell("100%", 'o:value-type="percentage" o:value="1"')),
        "<b:table-row b:number-rows-repeated='1048000'><b:table-cell b:number-columns-repeated='16384'/></b:table-row>",
    ]  # fmt: skip
    spaces = " ".join(
        f'xmlns:{short}="{OFFICE}{name}:1.0"' for short, name in (("o", "office"), ("t", "text"), ("b", "table"))
    )
    content = f"<o:document {spaces}><o:body><b:table>{''.join(rows)}</b:table><b:table/></o:body></o:document>"
    assert lines(archive({"content.xml": content.encode()}), "a.ods", terms) == TOLD


def test_a_workbook_that_repeats_a_long_text_is_refused_before_it_is_told(terms: Ontology) -> None:
    cells = "<c t='s'><v>0</v></c>" * 100
    parts = {
        "xl/sharedStrings.xml": f"<sst xmlns='{MAIN}'><si><t>{'海州市水务局' * 5000}</t></si></sst>",
        "xl/worksheets/sheet1.xml": f"<worksheet xmlns='{MAIN}'><sheetData>{f'<row>{cells}</row>' * 100}</sheetData></worksheet>",
    }
    with pytest.raises(InputError, match="300000000 characters in a report"):
        lines(archive({name: text.encode() for name, text in parts.items()}), "a.xlsx", terms)


def test_sheets_come_in_the_order_of_the_workbook_without_hidden_ones(terms: Ontology) -> None:
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData><row><c t="inlineStr"><is><t>{{}}</t></is></c></row></sheetData></worksheet>'
    shown = "".join(
        f'<sheet name="{name}" r:id="rId{n}"{state}/>'
        for name, n, state in (("后", 2, ""), ("旧", 3, ' state="hidden"'), ("前", 1, ""), ("又", 2, ""))
    )
    office = "http://schemas.openxmlformats.org"
    relations = "".join(f'<Relationship Id="rId{n}" Target="worksheets/sheet{n}.xml"/>' for n in (1, 2, 3))
    files = {f"xl/worksheets/sheet{n}.xml": sheet.format(f"第{n}张表检查河道。") for n in (1, 2, 3)} | {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{office}/officeDocument/2006/relationships"><sheets>{shown}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{office}/package/2006/relationships">{relations}</Relationships>',
    }
    data = archive({name: content.encode() for name, content in files.items()})
    documents = read.read_bytes(data, "a.xlsx", ontology=terms)
    assert [(x.source, x.text[:3]) for x in documents] == [("a.xlsx#1", "第2张"), ("a.xlsx#2", "第1张")]


def test_a_hidden_table_of_an_open_workbook_is_not_read(terms: Ontology) -> None:
    office = "urn:oasis:names:tc:opendocument:xmlns:"
    style = '<s:style s:name="{0}"><s:table-properties b:display="{1}"/></s:style>'
    table = (
        '<b:table b:style-name="{0}"><b:table-row><b:table-cell><t:p>{1}</t:p></b:table-cell></b:table-row></b:table>'
    )
    content = (
        f'<o:document xmlns:o="{office}office:1.0" xmlns:t="{office}text:1.0" xmlns:b="{office}table:1.0" xmlns:s="{office}style:1.0">'
        f"<o:automatic-styles>{style.format('a', 'true')}{style.format('b', 'false')}</o:automatic-styles>"
        f"{table.format('b', '旧数据检查河道。')}{table.format('a', '海州市检查河道。')}</o:document>"
    )
    assert lines(archive({"content.xml": content.encode()}), "a.ods", terms) == ["海州市检查河道。"]
