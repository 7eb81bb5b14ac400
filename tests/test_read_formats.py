"""What people's files hold beside running text: text boxes, tables in tables, columns under other names."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest

from gongbao import read
from gongbao.errors import InputError
from gongbao.model import Document
from gongbao.ontology import Ontology
from gongbao.pipeline import extract
from gongbao.read.grid import told
from gongbao.settings import Settings
from written import compound, doc, docx

PARAGRAPH = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
BOXED = (
    '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><w:txbxContent>'
    "<w:p><w:r><w:t>海州市水利局文件</w:t></w:r></w:p><w:p><w:r><w:t>海水〔2025〕6号</w:t></w:r></w:p>"
    "</w:txbxContent></v:shape></w:pict></w:r><w:r><w:t>海州市水利局关于开展“清渠”专项行动的通知</w:t></w:r></w:p>"
    + PARAGRAPH.format("各区水利局：")
    + PARAGRAPH.format("现将有关事项通知如下，请认真执行。")
)


def test_a_text_box_has_lines_of_its_own(terms: Ontology) -> None:
    (document,) = read.read_bytes(docx(BOXED), "a.docx", ontology=terms)
    lines = document.text.split("\n")
    assert lines[:3] == ["海州市水利局文件", "海水〔2025〕6号", "海州市水利局关于开展“清渠”专项行动的通知"]
    assert document.title == "海州市水利局关于开展“清渠”专项行动的通知"


def test_a_table_in_a_table_is_read_once(terms: Ontology) -> None:
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    inner = f"<w:tbl><w:tr>{cell.format('隐患7处')}{cell.format('罚款2万元')}</w:tr></w:tbl>"
    outer = f"<w:tbl><w:tr>{cell.format('海州市纺织厂')}<w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>"
    (document,) = read.read_bytes(docx(outer + PARAGRAPH.format("检查情况如上表。")), "a.docx", ontology=terms)
    assert document.text.count("隐患7处") == document.text.count("罚款2万元") == 1


@pytest.mark.parametrize(
    ("columns", "encoding"),
    [
        (("文章标题", "发布日期", "来源网站", "网址", "正文内容"), "gb18030"),
        (("新闻标题", "发表时间", "媒体", "链接", "新闻内容"), "utf-8-sig"),
        (("Article_Title", "Publish_Time", "Source", "URL", "Article_Content"), "utf-8"),
        (("文件标题", "印发日期", "制发机关", "备注", "详细内容"), "utf-8"),
        (("标题", "发文日期", "发文单位", "备注", "报告正文"), "utf-16"),
        (("news title", "pub-time", "Dept_Name", "url", "newsContent"), "utf-8"),
        (("标题名称", "发稿时间", "信息来源单位", "采集时间", "正文文本"), "utf-8"),
        (("稿件标题", "上线日期", "责任部门", "抓取日期", "content_text"), "gb18030"),
        (("news_title", "news_time", "news_source", "url", "news_content"), "gb18030"),
        (("docTitle", "pubDate", "pubOrg", "url", "content"), "utf-8"),
    ],
)
def test_columns_have_many_names(columns: tuple[str, ...], encoding: str, terms: Ontology) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([columns, ["河道治理", "2024-05-06", "海州市水利局", "x", "排查河道问题12个。"]])
    (document,) = read.read_bytes(out.getvalue().encode(encoding), "a.csv", ontology=terms)
    assert isinstance(document, Document)
    assert (document.title, document.publisher, document.issued) == ("河道治理", "海州市水利局", "2024-05-06")
    assert document.text == "排查河道问题12个。"


def packed(members: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(rows: list[list[str]]) -> bytes:
    """A workbook with one sheet: its words shared, its figures in the cells, the second cell of the first row empty."""
    strings = sorted({cell for row in rows for cell in row if not cell.replace(".", "").isdigit()})
    cells = [
        "".join(
            f'<c r="{chr(65 + i)}{n}"'
            + (f' t="s"><v>{strings.index(cell)}</v></c>' if cell in strings else f"><v>{cell}</v></c>")
            for i, cell in enumerate(row)
            if cell
        )
        for n, row in enumerate(rows, 1)
    ]
    sheet = "".join(f'<row r="{n}">{row}</row>' for n, row in enumerate(cells, 1))
    shared = "".join(f"<si><t>{string}</t></si>" for string in strings)
    return packed(
        {
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{shared}</sst>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{sheet}</sheetData></worksheet>',
        }
    )


def test_a_sheet_of_reports_gives_a_report_a_row(terms: Ontology) -> None:
    rows = [
        ["标题", "发布日期", "正文"],
        ["河道治理", "2024-05-06", "排查问题12个。"],
        ["防汛", "2024-06-01", "检查堤防3处。"],
    ]
    found = read.read_bytes(workbook(rows), "a.xlsx", ontology=terms)
    assert [(d.source, d.title, d.issued, d.text) for d in found] == [
        ("a.xlsx#1", "河道治理", "2024-05-06", "排查问题12个。"),
        ("a.xlsx#2", "防汛", "2024-06-01", "检查堤防3处。"),
    ]


def test_a_column_of_texts_is_known_by_a_part_of_its_name_beside_titles(terms: Ontology) -> None:
    rows = [
        ["渔港稿件汇总"],
        ["编号", "稿件标题", "报送单位", "报送时间", "稿件正文"],
        ["1", "渔港检查", "海州市渔业局", "2024年10月8日", "检查渔港9座。"],
    ]
    (document,) = read.read_bytes(workbook(rows), "a.xlsx", ontology=terms)
    assert (document.title, document.publisher, document.issued) == ("渔港检查", "海州市渔业局", "2024-10-08")


def test_figures_of_a_sheet_are_told_with_head_and_unit(settings: Settings) -> None:
    rows = [
        ["被审计单位", "问题金额（万元）", "整改情况"],
        ["海州市水利局", "120.5", "已整改"],
        ["海州市教育局", "30", ""],
    ]
    (document,) = read.read_bytes(workbook(rows), "a.xlsx", ontology=settings.ontology)
    extraction = extract(document, settings)
    assert [(q.value, q.unit, q.counted) for q in extraction.quantities] == [
        (1205000, "元", "海州市水利局问题金额"),
        (300000, "元", "海州市教育局问题金额"),
    ]


def test_opendocument(terms: Ontology) -> None:
    text, table = "urn:oasis:names:tc:opendocument:xmlns:text:1.0", "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    body = (
        '<t:h t:outline-level="1">海州市水利局关于清渠行动的通报</t:h><t:tracked-changes><t:p>删去的话</t:p></t:tracked-changes>'
        '<t:p>排查<t:span>问题</t:span><t:s t:c="1"/>12个。</t:p>'
        "<b:table><b:table-row><b:table-cell><t:p>隐患7处</t:p></b:table-cell><b:table-cell><t:p>罚款2万元</t:p></b:table-cell></b:table-row></b:table>"
    )
    content = f'<o:document-content xmlns:o="{office}" xmlns:t="{text}" xmlns:b="{table}"><o:body>{body}</o:body></o:document-content>'
    (document,) = read.read_bytes(packed({"content.xml": content}), "a.odt", ontology=terms)
    assert document.text == "海州市水利局关于清渠行动的通报\n排查问题 12个。\n隐患7处 罚款2万元"
    assert document.title == "海州市水利局关于清渠行动的通报"


def test_chapters_of_a_book_are_reports_in_order(terms: Ontology) -> None:
    page = "<html><head><title>年鉴</title></head><body><h1>{0}</h1><p>{0}一年，全市排查问题{1}个，整改到位。</p></body></html>"
    book = {f"OEBPS/ch{n}.xhtml": page.format(name, n) for n, name in ((10, "教育"), (9, "水利"))}
    found = read.read_bytes(packed({"mimetype": "application/epub+zip", **book}), "a.epub", ontology=terms)
    assert ["水利" in found[0].text, "教育" in found[1].text] == [True, True]
    assert [(x.title, x.publisher) for x in found] == [("水利", None), ("教育", None)]


def test_a_book_is_published_by_the_body_that_made_it(terms: Ontology) -> None:
    made = "<d:creator>王某</d:creator><d:creator>海州市地方志办公室</d:creator><d:publisher>海州出版社</d:publisher>"
    package = f'<package xmlns="http://www.idpf.org/2007/opf" xmlns:d="http://purl.org/dc/elements/1.1/"><metadata>{made}</metadata></package>'
    page = "<html><body><h1>水利</h1><p>全市排查问题9个，整改到位。</p></body></html>"
    (found,) = read.read_bytes(packed({"a.opf": package, "a.xhtml": page}), "a.epub", ontology=terms)
    assert (found.title, found.publisher) == ("水利", "海州市地方志办公室")


def test_a_chapter_is_titled_by_its_own_short_name(terms: Ontology) -> None:
    page = "<html><body><h1>渔业</h1><h2>渔港管理</h2><p>全年排查渔港问题9个，整改到位。</p></body></html>"
    (found,) = read.read_bytes(packed({"a.xhtml": page}), "a.epub", ontology=terms)
    assert found.title == "渔业"


@pytest.mark.parametrize("name", ["a.xlsx", "a.odt", "a.epub"])
def test_office_files_that_are_broken_are_told_in_one_line(name: str, terms: Ontology) -> None:
    for data in (packed({"x": "y"}), b"PK\x03\x04junk", "海州市".encode()):
        with pytest.raises(InputError) as caught:
            read.read_bytes(data, name, ontology=terms)
        assert str(caught.value).startswith(name) and "\n" not in str(caught.value)


ROWS = [["单位名称", "罚没款（万元）", "办结率"], ["海州市水利局", "1,203.5", "98%"], ["東嶼縣衞生局", "30", "100%"]]
TOLD = [
    "海州市水利局罚没款1,203.5万元，海州市水利局办结率98%。",
    "東嶼縣衞生局罚没款30万元，東嶼縣衞生局办结率100%。",
]


def _html(rows: list[list[str]]) -> bytes:
    cells = "".join("<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) + "</tr>" for row in rows)
    return f"<html><body><h1>海州市通报</h1><p>海州市检查情况如下，请各单位整改。</p><table>{cells}</table></body>".encode()


def _docx(rows: list[list[str]]) -> bytes:
    cell = "<w:tc><w:tcPr><w:tcW w:w='5'/></w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    made = "".join("<w:tr>" + "".join(cell.format(text) for text in row) + "</w:tr>" for row in rows)
    return docx(PARAGRAPH.format("检查情况如下。") + f"<w:tbl>{made}</w:tbl>")


def _markdown(rows: list[list[str]]) -> bytes:
    lines = ["|" + "|".join(row) + "|" for row in rows]
    return "\n".join(["检查情况如下。", "", lines[0], "|---|---|---|", *lines[1:]]).encode()


@pytest.mark.parametrize(
    ("data", "name"),
    [(_html(ROWS), "a.html"), (_docx(ROWS), "a.docx"), (_markdown(ROWS), "a.md")],
    ids=["html", "docx", "markdown"],
)
def test_a_row_of_figures_is_told_with_its_heads_and_units(data: bytes, name: str, terms: Ontology) -> None:
    (document,) = read.read_bytes(data, name, ontology=terms)
    assert document.text.split("\n")[-2:] == TOLD


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        pytest.param(
            [["指标", "单位", "2023年", "比上年增长（%）"], ["粮食产量", "万吨", "12.5", "3.1"]],
            ["2023年粮食产量12.5万吨，粮食产量比上年增长3.1%。"],
            id="a column of units",
        ),
        pytest.param(
            [["序号", "乡镇", "受理数（件）"], ["1", "东屿镇", "30"]], ["东屿镇受理数30件。"], id="a running number"
        ),
        pytest.param(
            [["地區", "2022", "2023"], ["東嶼縣（億元）", "9", "10"]],
            ["2022年東嶼縣9億元，2023年東嶼縣10億元。"],
            id="years",
        ),
        pytest.param(
            [
                ["区县", "行政检查", "", "罚款（万元）"],
                ["", "入户（次）", "问题（个）", ""],
                ["东屿县", "12", "3", "0.5"],
            ],
            ["东屿县行政检查入户12次，东屿县行政检查问题3个，东屿县罚款0.5万元。"],
            id="heads below heads",
        ),
        pytest.param(
            [["收入情况表"], ["填报单位：海州市财政局", "单位：万元"], ["部门", "收入"], ["东屿县", "12"]],
            ["东屿县收入12万元。"],
            id="who filled it in above",
        ),
        pytest.param(
            [["部门", "投入", "产出"], ["", "（万元）", "（吨）"], ["东屿县", "3", "8"]],
            ["东屿县投入3万元，东屿县产出8吨。"],
            id="units below heads",
        ),
        pytest.param(
            [["序号", "单位", "检查"], ["1", "市水利局", "12"]], ["市水利局检查12。"], id="a column of bodies"
        ),
        pytest.param([["单位：吨", ""], ["品种", "产量"], ["小麦", "８"]], ["小麦产量８吨。"], id="a caption"),
        pytest.param([["联系人", "电话"], ["王某", "某处"]], ["王某 某处"], id="no figures"),
        pytest.param([["1", "2"], ["3", "4"]], ["3 4"], id="no heads"),
        pytest.param([["品种", "产量"], ["小麦", "8", "9"]], ["小麦 8 9"], id="more cells than heads"),
        pytest.param([["品种", "产量（吨）"], ["小麦", "约八"]], ["小麦 约八"], id="no figure below"),
    ],
)
def test_tables_of_many_kinds(rows: list[list[str]], lines: list[str]) -> None:
    assert told(rows)[-len(lines) :] == lines


def test_the_unit_above_a_table(terms: Ontology) -> None:
    data = "收入情况\n（单位：万元）\n\n|部门|收入|\n|--|--|\n|海州市财政局|12|\n".encode()
    (document,) = read.read_bytes(data, "a.md", ontology=terms)
    assert document.text.endswith("海州市财政局收入12万元。")


def test_cells_over_several_columns_and_rows_keep_the_others_in_their_columns(terms: Ontology) -> None:
    table = (
        "<table><tr><th>区域</th><th>镇</th><th>查处（起）</th></tr><tr><td rowspan=2>东区</td><td>甲镇</td><td>3</td></tr>"
        "<tr><td>乙镇</td><td>5</td></tr><tr><td colspan=2>合计</td><td>8</td></tr></table>"
    )
    page = f"<html><body><p>检查情况如下，请各单位整改。</p>{table}</body>".encode()
    (document,) = read.read_bytes(page, "a.html", ontology=terms)
    assert document.text.split("\n")[-3:] == ["甲镇，东区查处3起。", "乙镇，东区查处5起。", "合计查处8起。"]


def test_tables_that_lay_a_page_out_are_no_tables_of_figures(terms: Ontology) -> None:
    inner = "<table><tr><td>镇</td><td>查处（起）</td></tr><tr><td>甲镇</td><td>3</td></tr></table>"
    page = f"<html><body><table><tr><td><p>检查情况如下，请各单位整改。</p>{inner}</td></tr></table></body>".encode()
    (document,) = read.read_bytes(page, "a.html", ontology=terms)
    assert document.text == "检查情况如下，请各单位整改。\n镇 查处（起）\n甲镇查处3起。"


def test_what_was_deleted_or_moved_away_is_not_read(terms: Ontology) -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    paragraph = (
        f"<w:p>{run.format('海州市检查企业')}<w:del>{run.format('3家')}</w:del><w:ins>{run.format('5家')}</w:ins>"
        f"<w:moveFrom>{run.format('去年')}</w:moveFrom><w:moveTo>{run.format('全部合格')}</w:moveTo>{run.format('。')}</w:p>"
    )
    (document,) = read.read_bytes(docx(paragraph), "a.docx", ontology=terms)
    assert document.text == "海州市检查企业5家全部合格。"


def test_labels_in_cells_of_their_own_are_labels(terms: Ontology) -> None:
    table = (
        "<table><tr><td>索 引 号</td><td>000-1/2024</td><td>主题词</td><td>水利</td></tr><tr><td>發文機關</td><td>海州市水务局</td>"
        "<td>成文日期</td><td>2024年5月6日</td></tr><tr><td>标　　题</td><td colspan=3>海州市水务局关于河道管理的通知</td></tr></table>"
    )
    share = "<div>【字体：<a>大</a> <a>小</a>】 <a>打印</a> <a>关闭</a> 分享：<a>微信</a></div>"
    page = f"<html><body>{table}{share}<table><tr><td><p>各县区：</p><p>现将有关事项通知如下，请认真执行。</p></td></tr></table></body>"
    (document,) = read.read_bytes(page.encode(), "a.html", ontology=terms)
    assert (document.title, document.publisher, document.issued) == (
        "海州市水务局关于河道管理的通知",
        "海州市水务局",
        "2024-05-06",
    )
    assert "打印" not in document.text


def test_heads_of_columns_that_are_words_of_labels_are_no_labels(terms: Ontology) -> None:
    table = "<table><tr><td>时间</td><td>地点</td><td>内容</td><td>来源</td></tr></table>"
    page = f"<html><body><p>活动安排如下，请各单位参加。</p>{table}</body></html>"
    (document,) = read.read_bytes(page.encode(), "a.html", ontology=terms)
    assert document.text.endswith("时间 地点 内容 来源")


def test_notes_of_a_word_file_stand_below_its_text(terms: Ontology) -> None:
    data = io.BytesIO(docx(PARAGRAPH.format("海州市粮食产量12万吨。")))
    with zipfile.ZipFile(data, "a") as archive:
        space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        note = f"<w:footnotes xmlns:w='{space}'><w:footnote>{PARAGRAPH.format('产量为初步统计数。')}</w:footnote></w:footnotes>"
        archive.writestr("word/footnotes.xml", note)
    (document,) = read.read_bytes(data.getvalue(), "a.docx", ontology=terms)
    assert document.text == "海州市粮食产量12万吨。\n产量为初步统计数。"


OLD = "海州市水务局关于河道检查的通报\r各区水利局：\r检查见\x13 HYPERLINK x \x14下表\x15。\x0b请\x1f整改\x02。\r"
CELLS = "单位\x07罚款（万元）\x07备注\x07\x07海州市水利局\x0730\x07\x07\x07東嶼縣\x07120.5\x07已整改\x07\x07"


@pytest.mark.parametrize("name", ["a.doc", "a.wps", "a.DOC", "unnamed"])
def test_word_files_of_the_old_kind(name: str, terms: Ontology) -> None:
    (document,) = read.read_bytes(
        doc(f"{OLD}{CELLS}完。\r海州市水务局\r2024年5月6日\r", narrow="No. 7\r"), name, ontology=terms
    )
    assert document.text.split("\n") == [
        "No. 7", "海州市水务局关于河道检查的通报", "各区水利局：", "检查见下表。", "请整改。", "单位 罚款（万元） 备注",
        "海州市水利局罚款30万元。", "東嶼縣罚款120.5万元，已整改。", "完。", "海州市水务局", "2024年5月6日",
    ]  # fmt: skip
    assert (document.publisher, document.issued) == ("海州市水务局", "2024-05-06")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (doc("海州市检查渔船。\r", flags=0x0300), "locked"),
        (doc("海州市检查渔船。\r")[:1500], "damaged"),
        (compound({"Workbook": b"x" * 4096}), "the workbook is damaged"),
        (compound({"PowerPoint Document": b"x" * 4096}), "no Word or Excel file"),
        (compound({"WordDocument": b"\0" * 4096}), "Word 95"),
    ],
)
def test_old_files_that_cannot_be_read_are_told_in_one_line(data: bytes, says: str, terms: Ontology) -> None:
    with pytest.raises(InputError, match=says) as told:
        read.read_bytes(data, "a.doc", ontology=terms)
    assert "a.doc" in told.value.zh and "\n" not in str(told.value)


def test_a_page_saved_as_a_word_file_is_a_page(terms: Ontology) -> None:
    page = "<html><body><h1>海州市通报</h1><p>海州市检查渔船三百艘，全部合格。</p></body></html>".encode()
    (document,) = read.read_bytes(page, "a.doc", ontology=terms)
    assert "<" not in document.text and "海州市检查渔船" in document.text


@pytest.mark.parametrize(
    "written",
    [
        r"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset134 SimSun;}}\f0 \'bc\'ec\'b2\'e9\'d3\'e6\'b4\'ac\u65292?{\*\generator x;}\u20840?\u37096?\'ba\'cf\'b8\'f1\'a1\'a3\par}",
        r"{\rtf1\ansi\uc1 \u26816?\u26597?\u28180?\u33337?\u-244?\u20840?\u37096?\u21512?\u26684?\u12290?\par}",
    ],
)
def test_rich_text(written: str, terms: Ontology) -> None:
    for name in ("a.rtf", "a.doc", "unnamed"):
        (document,) = read.read_bytes(written.encode(), name, ontology=terms)
        assert document.text == "检查渔船，全部合格。"


def test_a_table_of_rich_text_is_told_with_its_heads(terms: Ontology) -> None:
    def row(*cells: str) -> str:
        return r"\trowd\cellx1\cellx2 " + "".join(f"{unicode(cell)}\\cell " for cell in cells) + r"\row"

    def unicode(text: str) -> str:
        return "".join(f"\\u{ord(char) if ord(char) < 32768 else ord(char) - 65536}?" for char in text)

    data = r"{\rtf1\ansi " + row("单位", "罚款（万元）") + row("海州市水务局", "30") + "}"
    (document,) = read.read_bytes(data.encode(), "a.rtf", ontology=terms)
    assert document.text.split("\n")[-1] == "海州市水务局罚款30万元。"
