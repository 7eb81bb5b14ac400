"""Files of reports in the formats of the web, of mail, of tables and of archives, written with the standard library and EbookLib."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage

from made_files import TABLE, TOLD, Made, Report, library, paragraphs


def by_ebooklib(report: Report) -> Iterator[Made]:
    """A yearbook: a cover, a table of contents, chapters."""
    epub = library("ebooklib.epub")
    book = epub.EpubBook()
    book.set_title("清河年鉴2024")
    chapter = epub.EpubHtml(title="工作情况", file_name="c1.xhtml", lang="zh")
    chapter.content = f"<h1>{report.lines[0]}</h1>{paragraphs(report.lines[1:])}"
    book.add_item(chapter)
    book.toc, book.spine = (chapter,), ["nav", chapter]
    book.add_item(epub.EpubNcx())
    book.add_item(epub.EpubNav())
    path = report.folder / "yearbook.epub"
    epub.write_epub(str(path), book)
    yield Made("yearbook.epub", path.read_bytes(), report.lines, ("清河年鉴2024",))


def by_web(report: Report) -> Iterator[Made]:
    """Pages of portals: laid out with tables, with lists of other pages around, and with text that a script shows later."""
    half = report.half
    text = paragraphs(report.lines[1:half]) + f"<table border=1>{TABLE}</table>" + paragraphs(report.lines[half:])
    lines = (*report.lines[:half], *TOLD, *report.lines[half:])
    around = ("主办单位", "网站地图", "打印", "关闭", "分享到", "下一篇")
    foot = "<div class=footer>主办单位：清河市人民政府办公室　网站地图　ICP备案：清ICP备1号</div>"
    head = f"<title>{report.lines[0]}_清河市人民政府</title>"
    tables = (
        f"<html><head><meta charset=gb2312>{head}</head><body><table width=100%><tr><td>首页</td><td>政务公开</td><td>互动交流</td></tr></table>"
        f"<table><tr><td align=center><b>{report.lines[0]}</b></td></tr><tr><td>{text}</td></tr><tr><td align=right>【<a>打印</a>】【<a>关闭</a>】"
        f"</td></tr></table><table><tr><td>{foot}</td></tr></table></body></html>"
    )
    yield Made("portal-tables.html", tables.encode("gb18030"), lines, (*around, "政务公开"))
    modern = (
        f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}<meta name=ArticleTitle content='{report.lines[0]}'></head><body><nav><a>首页</a>"
        f"<a>要闻动态</a></nav><div class=bread>当前位置：首页 &gt; 要闻动态</div><h1>{report.lines[0]}</h1><div class=tools>【字体：<a>大</a> <a>中</a> "
        f"<a>小</a>】<a>打印</a> <a>分享到：</a></div><div id=zoom class=TRS_Editor style='display:none'>{text}</div><ul><li>上一篇：<a>另一局召开会议</a></li>"
        f"<li>下一篇：<a>又一局检查</a></li></ul>{foot}<script>document.getElementById('zoom').style.display='block'</script></body></html>"
    )
    yield Made("portal-modern.html", modern.encode(), lines, (*around, "要闻动态", "另一局召开会议"))


def by_mail(report: Report) -> Iterator[Made]:
    """Letters: a page in GB2312 beside a text, and a text with an attachment."""
    text = "\n".join(report.lines)
    letter = EmailMessage()
    letter["Subject"], letter["From"] = "工作情况", "清河市水务局 <a@example.cn>"
    letter.set_content(text, charset="gb18030", cte="base64")
    letter.add_alternative(f"<html><body>{paragraphs(report.lines)}</body></html>", subtype="html")
    yield Made("letter.eml", bytes(letter), report.lines)
    page = EmailMessage()
    page["Subject"] = "工作情况"
    page.set_content(f"<html><body>{paragraphs(report.lines)}</body></html>", subtype="html", charset="utf-8")
    page.add_attachment(b"BEGIN:VCARD", maintype="text", subtype="vcard", filename="名片.vcf")
    yield Made("attached.eml", bytes(page), report.lines)


def by_tables(report: Report) -> Iterator[Made]:
    """Rows of a crawler as CSV in GB18030 and with a mark of order, as JSON lines; text and Markdown."""
    text = "\n".join(report.lines)
    for name, heads, encoding in (
        ("crawl.csv", ["序号", "文章标题", "发布时间", "网址", "文章内容"], "gb18030"),
        ("table.csv", ["id", "title", "pubdate", "url", "content"], "utf-8-sig"),
    ):
        rows = io.StringIO()
        csv.writer(rows).writerows([heads, ["1", "工作情况", "2024-05-06", "http://a.example", text]])
        yield Made(name, rows.getvalue().encode(encoding), report.lines)
    yield Made("crawl.jsonl", json.dumps({"content": text}, ensure_ascii=False).encode(), report.lines)
    yield Made("report.md", "\n\n".join([f"# {report.lines[0]}", *report.lines[1:]]).encode(), report.lines, ("# ",))
    yield Made("report.txt", "\r\n".join(report.lines).encode("utf-16"), report.lines)


def by_zip(report: Report) -> Iterator[Made]:
    """A folder packed on a Chinese Windows, whose names are in GB18030."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("工作报告/汇总.txt".encode("gb18030").decode("cp437"), "\n".join(report.lines).encode("gb18030"))
        made.writestr("工作报告/Thumbs.db", b"\0")
    yield Made("folder.zip", archive.getvalue(), report.lines)


WRITERS: tuple[Callable[[Report], Iterator[Made]], ...] = (by_ebooklib, by_web, by_mail, by_tables, by_zip)
