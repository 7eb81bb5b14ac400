"""What people's files hold beside running text: text boxes, tables in tables, columns under other names."""

from __future__ import annotations

import csv
import io

import pytest

from gongbao import read
from gongbao.model import Document
from gongbao.ontology import Ontology
from test_read_files import docx

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
    ],
)
def test_columns_have_many_names(columns: tuple[str, ...], encoding: str, terms: Ontology) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([columns, ["河道治理", "2024-05-06", "海州市水利局", "x", "排查河道问题12个。"]])
    (document,) = read.read_bytes(out.getvalue().encode(encoding), "a.csv", ontology=terms)
    assert isinstance(document, Document)
    assert (document.title, document.publisher, document.issued) == ("河道治理", "海州市水利局", "2024-05-06")
    assert document.text == "排查河道问题12个。"
