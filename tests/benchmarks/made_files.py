"""Files made of reports with real programs: LibreOffice, Chromium, WeasyPrint, ReportLab, python-docx, openpyxl, EbookLib.

Each is yielded with what a reader of it reads, line by line, and what no reader would call the text of the report (running
heads, page numbers, what was deleted, comments). A program that is missing raises `Missing`, and its files are left out.
"""

from __future__ import annotations

import html
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

RUNNING, DELETED, COMMENT = "内部资料注意保存", "删去的旧文字", "批注请核对数字"
NOTE = "统计口径由市统计局核定。"
BOXED = "市应急管理局值守热线全天开通。"
INSERTED = "市司法局派员全程参加。"
HEADS = ["序号", "单位", "检查次数（次）", "罚款（万元）", "整改率"]
ROWS = [
    ["1", "市水务局", "12", "3.5", "98%"],
    ["2", "市公安局", "34", "12", "100%"],
    ["3", "市教育局", "5", "0.8", "75%"],
]
TOLD = [
    " ".join(HEADS),
    "市水务局检查次数12次，市水务局罚款3.5万元，市水务局整改率98%。",
    "市公安局检查次数34次，市公安局罚款12万元，市公安局整改率100%。",
    "市教育局检查次数5次，市教育局罚款0.8万元，市教育局整改率75%。",
]


class Missing(Exception):
    """A program or library that is not installed."""


@dataclass(frozen=True, slots=True)
class Made:
    """A file, the lines that a reader reads in it, and what does not belong to its text."""

    name: str
    data: bytes
    lines: tuple[str, ...]
    absent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """The lines of a report, and a folder to work in."""

    lines: tuple[str, ...]
    folder: Path

    @property
    def half(self) -> int:
        """Where what a maker adds is put: between two lines in the middle."""
        return len(self.lines) // 2


def library(name: str) -> Any:
    """A library, by its name."""
    try:
        return import_module(name)
    except ImportError as error:
        raise Missing(name) from error


def office(source: Path, suffix: str, told: str = "", infilter: str = "") -> bytes:
    """What LibreOffice makes of a file."""
    program = shutil.which("soffice")
    if program is None:
        raise Missing("soffice")
    out = source.parent / f"{source.stem}-{suffix}"
    chosen = [f"--infilter={infilter}"] if infilter else []
    run = [program, "--headless", *chosen, "--convert-to", told or suffix, "--outdir", str(out), str(source)]
    done = subprocess.run(run, check=True, capture_output=True, text=True, timeout=300)
    found = list(out.glob(f"*.{suffix}"))
    if not found:
        raise Missing(f"soffice for {suffix} ({done.stderr.strip().splitlines()[-1:]})")
    return found[0].read_bytes()


def paragraphs(lines: tuple[str, ...]) -> str:
    """Lines as paragraphs of HTML."""
    return "".join(f"<p>{html.escape(line)}</p>\n" for line in lines)


TABLE = "".join(
    f"<tr>{''.join(f'<{tag}>{cell}</{tag}>' for cell in row)}</tr>"
    for tag, row in [("th", HEADS), *(("td", row) for row in ROWS)]
)

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_FLAT = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="{_ODF}office:1.0" xmlns:text="{_ODF}text:1.0" xmlns:table="{_ODF}table:1.0"
 xmlns:style="{_ODF}style:1.0" xmlns:draw="{_ODF}drawing:1.0" xmlns:fo="{_ODF}xsl-fo-compatible:1.0"
 xmlns:svg="{_ODF}svg-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:automatic-styles><style:page-layout style:name="pm1"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm"
 fo:margin="2cm"/><style:header-style/><style:footer-style/></style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="pm1"><style:header><text:p>{RUNNING}</text:p></style:header>
<style:footer><text:p>— <text:page-number text:select-page="current">1</text:page-number> —</text:p></style:footer></style:master-page></office:master-styles>
<office:body><office:text><text:tracked-changes text:track-changes="true"><text:changed-region text:id="ct1"><text:deletion><office:change-info>
<dc:creator>甲</dc:creator><dc:date>2025-01-01T00:00:00</dc:date></office:change-info><text:p>{DELETED}</text:p></text:deletion></text:changed-region>
<text:changed-region text:id="ct2"><text:insertion><office:change-info><dc:creator>甲</dc:creator><dc:date>2025-01-01T00:00:00</dc:date>
</office:change-info></text:insertion></text:changed-region></text:tracked-changes>
%s</office:text></office:body></office:document>"""


def flat(report: Report, *, changed: bool = True) -> Path:
    """The report as a flat OpenDocument text with all that Writer knows: note, comment, changes, text box, table in a table."""
    tag = "table:table-cell"
    rows = "".join(
        f"<table:table-row>{''.join(f'<{tag}><text:p>{cell}</text:p></{tag}>' for cell in row)}</table:table-row>"
        for row in [HEADS, *ROWS]
    )
    table = f'<table:table table:name="T"><table:table-column table:number-columns-repeated="5"/>{rows}</table:table>'
    middle = (
        f'<text:p>{INSERTED[:4]}<text:change text:change-id="ct1"/><text:change-start text:change-id="ct2"/>{INSERTED[4:]}'
        '<text:change-end text:change-id="ct2"/></text:p>'
        f"<text:p>市财政局拨付专款<office:annotation><dc:creator>乙</dc:creator><text:p>{COMMENT}</text:p></office:annotation>"
        '300万元<text:note text:id="ftn1" text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
        f"<text:p>{NOTE}</text:p></text:note-body></text:note>。</text:p>"
    )
    middle += (
        '<text:p><draw:frame text:anchor-type="paragraph" svg:width="8cm" svg:height="1cm"><draw:text-box>'
        f"<text:p>{BOXED}</text:p></draw:text-box></draw:frame></text:p>"
    )
    if not changed:
        middle = middle.replace('<text:change text:change-id="ct1"/>', "")
    before, after = (
        "".join(f"<text:p>{html.escape(line)}</text:p>" for line in part)
        for part in (report.lines[: report.half], report.lines[report.half :])
    )
    path = report.folder / ("flat.fodt" if changed else "accepted.fodt")
    path.write_text(_FLAT % (before + middle + table + after), "utf-8")
    return path


def by_writer(report: Report) -> Iterator[Made]:
    """What LibreOffice Writer makes of a rich text, in all formats that it writes."""
    changed, accepted = flat(report), flat(report, changed=False)
    middle = (INSERTED, "市财政局拨付专款300万元。", BOXED, *TOLD)
    lines = (*report.lines[: report.half], *middle, *report.lines[report.half :], NOTE)
    absent = (RUNNING, DELETED, COMMENT, "— 1 —", "300万元1")
    kinds = {"doc": "doc:MS Word 97", "docx": "", "odt": "", "rtf": "", "epub": "", "html": ""}
    for suffix, told in kinds.items():
        # LibreOffice writes deleted words into EPUB and HTML like any others
        data = office(accepted if suffix in ("epub", "html") else changed, suffix, told)
        yield Made(f"writer.{suffix}", data, lines, absent)
        if suffix == "doc":
            yield Made("writer.wps", data, lines, absent)
            again = report.folder / "again.doc"
            again.write_bytes(data)
            yield Made("again.docx", office(again, "docx"), lines, absent)


def by_python_docx(report: Report) -> Iterator[Made]:
    """A notice with its red head in the header of the first page, another header behind, numbers below, tables in tables."""
    docx = library("docx")
    made = docx.Document()
    section = made.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "清河市水务局文件"
    section.first_page_header.add_paragraph("清水发〔2025〕18号")
    section.header.paragraphs[0].text = RUNNING
    section.footer.paragraphs[0].text = "— 1 —"
    made.add_heading("清河市水务局关于开展河湖清理整治专项行动的通知", 0)
    made.add_paragraph("各县（区）水利局：")
    for line in report.lines[: report.half]:
        made.add_paragraph(line)
    table = made.add_table(0, len(HEADS))
    for row in [HEADS, *ROWS]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    outer = made.add_table(1, 2)
    outer.cell(0, 0).text = "联系电话：12345"
    inner = outer.cell(0, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "市审计局", "市档案局"
    for line in report.lines[report.half :]:
        made.add_paragraph(line)
    made.save(str(report.folder / "notice.docx"))
    head = (
        "清河市水务局文件",
        "清水发〔2025〕18号",
        "清河市水务局关于开展河湖清理整治专项行动的通知",
        "各县（区）水利局：",
    )
    lines = (
        *head,
        *report.lines[: report.half],
        *TOLD,
        "联系电话：12345",
        "市审计局 市档案局",
        *report.lines[report.half :],
    )
    notice = report.folder / "notice.docx"
    for name, data in (
        ("notice.docx", notice.read_bytes()),
        ("notice.doc", office(notice, "doc", "doc:MS Word 97")),
        ("notice.odt", office(notice, "odt")),
        ("notice.rtf", office(notice, "rtf")),
        ("notice.pdf", office(notice, "pdf")),
    ):
        yield Made(name, data, lines, (RUNNING, "— 1 —"))


def by_openpyxl(report: Report) -> Iterator[Made]:
    """Workbooks: a table with a merged caption, dates, per cents and sums; a report a row; the same from LibreOffice Calc."""
    openpyxl = library("openpyxl")
    datetime = import_module("datetime")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "2024年清河市执法检查情况表"
    sheet.merge_cells("A1:E1")
    sheet.append(["单位", "检查日期", "检查次数（次）", "罚款（元）", "整改率"])
    for name, day, times, fine, share in (("市水务局", 6, 1200, 35000.5, 0.985), ("市公安局", 17, 34, 120000, 1)):
        sheet.append([name, datetime.date(2024, 3, day), times, fine, share])
        row = sheet.max_row
        sheet.cell(row, 2).number_format = "yyyy/m/d"
        sheet.cell(row, 4).number_format, sheet.cell(row, 5).number_format = "#,##0.00", "0.0%"
    sheet.append(["合计", None, "=SUM(C3:C4)", "=SUM(D3:D4)", None])
    path = report.folder / "figures.xlsx"
    book.save(str(path))
    rows = (
        "2024年清河市执法检查情况表",
        "2024年3月6日，市水务局检查次数1200次，市水务局罚款35000.5元，市水务局整改率98.5%。",
        "2024年3月17日，市公安局检查次数34次，市公安局罚款120000元，市公安局整改率100%。",
    )
    total = (*rows, "合计检查次数1234次，合计罚款155000.5元。")
    yield Made("figures.xlsx", path.read_bytes(), rows, ("=SUM", "45357", "0.985"))
    for suffix, told in {"xlsx": "", "xls": "xls:MS Excel 97", "ods": ""}.items():
        yield Made(f"calc.{suffix}", office(path, suffix, told), total, ("=SUM", "45357", "0.985"))
    lazy = openpyxl.Workbook(write_only=True)
    sheet = lazy.create_sheet()
    sheet.append(["标题", "发布机构", "正文"])
    sheet.append(["工作情况", "清河市水务局", "\n".join(report.lines)])
    lazy.save(str(report.folder / "rows.xlsx"))
    yield Made("rows.xlsx", (report.folder / "rows.xlsx").read_bytes(), report.lines)


_STYLE = """@page {{ size: A4; margin: 2.2cm; @top-center {{ content: "{running}"; font-size: 9pt }}
 @bottom-center {{ content: "— " counter(page) " —"; font-size: 9pt }} }}
body {{ font-family: "Noto Serif CJK SC"; font-size: 12pt; line-height: 1.8 }} p {{ text-indent: 2em; margin: 0 }} .title {{ text-align: center; text-indent: 0 }}
td, th {{ border: 1px solid; padding: 2px 8px }} {more}"""
COLUMNS = (
    ".cols { column-count: 2; column-gap: 1.2cm; font-size: 10.5pt; line-height: 1.6 } p { word-break: break-all }"
)


def printed(report: Report, *, columns: bool, table: bool) -> tuple[str, tuple[str, ...]]:
    """A page to be printed, and its lines: the title, then the text, in two columns or with a table."""
    style = _STYLE.format(running=RUNNING, more=COLUMNS if columns else "")
    first, rest = report.lines[0], report.lines[1:]
    body = (
        paragraphs(rest[: report.half]) + (f"<table>{TABLE}</table>" if table else "") + paragraphs(rest[report.half :])
    )
    page = (
        f"<html><head><meta charset='utf-8'><style>{style}</style></head><body><p class=title>{first}</p>"
        f"<div class=cols>{body}</div></body></html>"
    )
    return page, (first, *rest[: report.half], *(TOLD if table else ()), *rest[report.half :])


LAYOUTS: dict[str, dict[str, bool]] = {
    "plain": {"columns": False, "table": False},
    "table": {"columns": False, "table": True},
    "columns": {"columns": True, "table": False},
}


def by_weasyprint(report: Report) -> Iterator[Made]:
    """PDF with running heads and page numbers: one column, a table, two columns."""
    weasyprint = library("weasyprint")
    for name, layout in LAYOUTS.items():
        page, lines = printed(report, **layout)
        yield Made(f"weasy-{name}.pdf", weasyprint.HTML(string=page).write_pdf(), lines, (RUNNING, "— 1 —"))


def by_chromium(report: Report) -> Iterator[Made]:
    """PDF as a browser prints it, and a page saved with all that belongs to it."""
    playwright = library("playwright.sync_api")
    with playwright.sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=shutil.which("chromium"))
        tab = browser.new_page()
        for name, layout in LAYOUTS.items():
            page, lines = printed(report, **layout)
            tab.set_content(page)
            data = tab.pdf(
                format="A4",
                display_header_footer=True,
                header_template=f"<div style='font-size:9px;width:100%;text-align:center'>{RUNNING}</div>",
                footer_template="<div style='font-size:9px;width:100%;text-align:center'>第<span class=pageNumber></span>页</div>",
                margin={"top": "2cm", "bottom": "2cm", "left": "2cm", "right": "2cm"},
            )
            yield Made(f"chromium-{name}.pdf", data, lines, (RUNNING, "第1页"))
        page, lines = printed(report, columns=False, table=True)
        tab.set_content(page)
        saved = tab.context.new_cdp_session(tab).send("Page.captureSnapshot", {"format": "mhtml"})["data"]
        yield Made("chromium.mhtml", saved.encode(), lines, ())
        browser.close()


def by_reportlab(report: Report) -> Iterator[Made]:
    """PDF as programs of offices make it: text drawn line by line, numbers of pages at the foot."""
    canvas = library("reportlab.pdfgen.canvas")
    fonts, metrics = library("reportlab.pdfbase.cidfonts"), library("reportlab.pdfbase.pdfmetrics")
    metrics.registerFont(fonts.UnicodeCIDFont("STSong-Light"))
    path = report.folder / "drawn.pdf"
    sheet = canvas.Canvas(str(path))
    left, width, size = 90, 400, 14
    rows = []
    for line in report.lines:
        row = "" if line == report.lines[0] else "　　"
        for char in line:
            if metrics.stringWidth(row + char, "STSong-Light", size) > width and char not in "，。；：！？）》”」、":
                rows.append(row)
                row = ""
            row += char
        rows.append(row)
    for number, start in enumerate(range(0, len(rows), 26), 1):
        sheet.setFont("STSong-Light", size)
        for at, row in enumerate(rows[start : start + 26]):
            sheet.drawString(left, 760 - 26 * at, row)
        sheet.drawCentredString(300, 40, f"— {number} —")
        sheet.showPage()
    sheet.save()
    yield Made("drawn.pdf", path.read_bytes(), report.lines, ("— 1 —", "— 2 —"))


MAKERS: tuple[Callable[[Report], Iterator[Made]], ...] = (
    by_writer,
    by_python_docx,
    by_openpyxl,
    by_weasyprint,
    by_chromium,
    by_reportlab,
)
