"""What word processors keep beside the text: headers, notes, text boxes, deletions, in each of their formats."""

from __future__ import annotations

import pytest

from gongbao import read
from gongbao.ontology import Ontology
from written import Beside, W, archive, doc, docx, paragraph

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
HEAD = ["海州市水务局文件", "海水发〔2025〕18号"]
TITLE, ADDRESSEE = "海州市水务局关于开展清渠专项行动的通知", "各区水利局："
PROSE = "现将有关事项通知如下，请认真执行。"


def lines(data: bytes, name: str, terms: Ontology) -> list[str]:
    (document,) = read.read_bytes(data, name, ontology=terms)
    return document.text.split("\n")


def notice(kind: str, title_page: str = "<w:titlePg/>") -> bytes:
    """A Word file with a header of the kind `kind`, and another for all pages."""
    body = "".join(map(paragraph, (TITLE, ADDRESSEE, PROSE)))
    section = (
        f'<w:sectPr><w:headerReference w:type="default" r:id="rId7"/><w:headerReference w:type="{kind}" r:id="rId8"/>'
        f'<w:footerReference w:type="first" r:id="rId7"/>{title_page}</w:sectPr>'
    )
    later = '<w:p><w:pPr><w:sectPr><w:headerReference w:type="first" r:id="rId7"/></w:sectPr></w:pPr></w:p>'
    header = f"<w:hdr {W}>{{}}</w:hdr>"
    relation = '<Relationship Id="rId{0}" Target="header{0}.xml"/>'
    return archive(
        {
            "[Content_Types].xml": b"<Types/>",
            "word/document.xml": f"<w:document {W} {R}><w:body>{body}<w:p><w:pPr>{section}</w:pPr></w:p>{later}</w:body></w:document>".encode(),
            "word/header7.xml": header.format(paragraph("内部资料 第1页")).encode(),
            "word/header8.xml": header.format("".join(map(paragraph, HEAD))).encode(),
            "word/_rels/document.xml.rels": (
                '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                f"{relation.format(7)}{relation.format(8)}</Relationships>"
            ).encode(),
        }
    )


def test_the_letterhead_of_a_word_file_stands_in_the_header_of_its_first_page(terms: Ontology) -> None:
    assert lines(notice("first"), "a.docx", terms) == [*HEAD, TITLE, ADDRESSEE, PROSE]


@pytest.mark.parametrize(
    ("kind", "title_page"),
    [("default", "<w:titlePg/>"), ("even", ""), ("first", ""), ("first", '<w:titlePg w:val="0"/>')],
)
def test_other_headers_of_a_word_file_are_not_its_text(kind: str, title_page: str, terms: Ontology) -> None:
    assert lines(notice(kind, title_page), "a.docx", terms) == [TITLE, ADDRESSEE, PROSE]


def test_hidden_words_of_a_word_file_are_not_its_text(terms: Ontology) -> None:
    run = "<w:r><w:rPr>{}</w:rPr><w:t>{}</w:t></w:r>"
    words = [("", "检查"), ("<w:vanish/>", "旧数"), ('<w:vanish w:val="0"/>', "河道"), ("<w:webHidden/>", "3条。")]
    mark = "<w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>"
    body = f"<w:p>{mark}{''.join(run.format(*word) for word in words)}</w:p>"
    assert lines(docx(body), "a.docx", terms) == ["检查河道3条。"]


def test_headings_are_numbered_by_their_styles(terms: Ontology) -> None:
    level = (
        '<w:lvl w:ilvl="{0}"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="{1}"/></w:lvl>'
    )
    lists = f'<w:abstractNum w:abstractNumId="4">{level.format(0, "%1、")}{level.format(1, "（%2）")}</w:abstractNum><w:num w:numId="6"><w:abstractNumId w:val="4"/></w:num>'
    style = '<w:style w:styleId="{0}">{1}<w:pPr><w:numPr>{2}</w:numPr></w:pPr></w:style>'
    first = style.format("1", "", '<w:numId w:val="6"/>')
    second = style.format("2", '<w:basedOn w:val="1"/>', '<w:ilvl w:val="1"/>')
    own = '<w:pStyle w:val="1"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    heads = [
        ('<w:pStyle w:val="1"/>', "做法"),
        ('<w:pStyle w:val="2"/>', "检查河道"),
        (own, "说明"),
        ('<w:pStyle w:val="1"/>', "打算"),
    ]
    body = "".join(f"<w:p><w:pPr>{style}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>" for style, text in heads)
    parts = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/numbering.xml": f"<w:numbering {W}>{lists}</w:numbering>",
        "word/styles.xml": f"<w:styles {W}>{first}{second}</w:styles>",
    }
    data = archive({name: text.encode() for name, text in parts.items()})
    assert lines(data, "a.docx", terms) == ["一、做法", "（一）检查河道", "说明", "二、打算"]


def opendocument(content: str, styles: str) -> bytes:
    spaces = " ".join(
        f'xmlns:{short}="{OFFICE}{name}:1.0"'
        for short, name in (("o", "office"), ("t", "text"), ("b", "table"), ("s", "style"))
    )
    whole = "<o:document {0}><o:body>{1}</o:body></o:document>"
    return archive(
        {"content.xml": whole.format(spaces, content).encode(), "styles.xml": whole.format(spaces, styles).encode()}
    )


def test_an_open_document_has_notes_below_and_the_first_header_above(terms: Ontology) -> None:
    note = (
        "<t:note><t:note-citation>1</t:note-citation><t:note-body><t:p>产量为初步统计数。</t:p></t:note-body></t:note>"
    )
    inner = "<b:table><b:table-row><b:table-cell><t:p>电话</t:p></b:table-cell></b:table-row></b:table>"
    table = f"<b:table><b:table-row><b:table-cell><t:p>联系人</t:p></b:table-cell><b:table-cell>{inner}</b:table-cell></b:table-row></b:table>"
    content = f"<t:p>海州市粮食产量12万吨{note}。</t:p>{table}"
    headers = "<s:header><t:p>内部资料</t:p></s:header><s:header-first{0}><t:p>海州市农业局文件</t:p></s:header-first><s:footer><t:p>1</t:p></s:footer>"
    body = ["海州市粮食产量12万吨。", "联系人", "电话", "产量为初步统计数。"]
    for hidden, above in (("", ["海州市农业局文件"]), (' s:display="false"', [])):
        styles = f"<s:master-page>{headers.format(hidden)}</s:master-page>"
        assert lines(opendocument(content, styles), "a.odt", terms) == above + body


def test_an_old_word_file_has_its_header_notes_text_box_and_nothing_that_was_deleted(terms: Ontology) -> None:
    text = "各区水利局：\r检查\x08河道3条旧数5条\x02，全部合格。\r\x0c"
    beside = Beside("旧数", "\x02条数为初步数。\r", "海州市水务局文件\r\r", "值守电话已公布。\r")
    assert lines(doc(text, narrow="No. 7\r", beside=beside), "a.doc", terms) == [
        "海州市水务局文件", "No. 7", "各区水利局：", "值守电话已公布。", "检查河道3条5条，全部合格。", "条数为初步数。",
    ]  # fmt: skip


def test_characters_beyond_the_first_plane_do_not_shift_what_an_old_word_file_deletes(terms: Ontology) -> None:
    data = doc("检查𠮷家河渠3条旧数5条。\r", beside=Beside(deleted="旧数"))
    assert lines(data, "a.doc", terms) == ["检查𠮷家河渠3条5条。"]


def rich(text: str) -> str:
    return "".join(
        f"\\u{ord(char) if ord(char) < 32768 else ord(char) - 65536}?" if ord(char) > 127 else char for char in text
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("{\\headerf 海州市水务局文件\\par}{\\header 内部资料\\par}{\\footer 第1页\\par}检查河道。\\par", ["海州市水务局文件", "检查河道。"]),
        ("检查3条{\\deleted\\revauthdel1 旧数}{\\v 暗}5条。\\par", ["检查3条5条。"]),
        ("检查3条{\\super\\chftn{\\*\\footnote \\pard 初步数。\\par}}。\\par 合格。\\par", ["检查3条。", "合格。", "初步数。"]),
        (
            "检查{\\shp{\\*\\shpinst{\\sp{\\sn wz}{\\sv 1}}{\\shptxt 值守电话。\\par}}{\\shprslt 值守电话。}}河道。\\par",
            ["值守电话。", "检查河道。"],
        ),
        ("{\\info{\\title 旧题}}{\\*\\comment 略}检查{\\field{\\*\\fldinst HYPERLINK x}{\\fldrslt 河道}}。\\par", ["检查河道。"]),
        ("{\\pict\\bin4 }}}}}检查河道。\\par{\\*\\atnid 甲}{\\*\\annotation 请核对}合格。", ["检查河道。", "合格。"]),
        (
            "\\trowd\\intbl 联系人\\cell{\\nestcell }\\pard\\intbl\\itap2 电话\\nestcell{\\*\\nesttableprops\\nestrow}{\\nonesttables\\par}"
            "\\pard\\intbl\\cell\\row\\pard 完。\\par",
            ["联系人", "电话", "完。"],
        ),
    ],
)  # fmt: skip
def test_rich_text_is_read_as_it_is_printed(written: str, expected: list[str], terms: Ontology) -> None:
    data = "{\\rtf1\\ansi" + rich(written) + "}ignored"
    assert lines(data.encode("ascii"), "a.rtf", terms) == expected


def test_rich_text_skips_what_stands_for_characters_that_are_not_known(terms: Ontology) -> None:
    data = rb"{\rtf1\ansi\ansicpg936\uc2 \'bc\'ec\'b2\'e9\u-10174xy\u-8265\'a1\'a1\'bc\'d2\uc1\u12290?}"
    assert lines(data, "a.rtf", terms) == ["检查𠮷家。"]


def test_a_book_is_read_in_its_order_without_contents_and_marks_of_notes(terms: Ontology) -> None:
    page = '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>{}</body></html>'
    note = '<aside epub:type="footnote" id="n1"><p><sup><a href="#c1">1</a></sup>金额为初步数。</p></aside>'
    chapter = f'<p>市财政局拨付300万元<sup><a epub:type="noteref" href="#n1">1</a></sup>，全部到位。</p>{note}<aside>相关链接</aside>'
    files = {
        "OEBPS/a/z%20.xhtml".replace("%20", " "): page.format(chapter),
        "OEBPS/a/b.xhtml": page.format("<p>市水务局检查河道3条，全部合格。</p>"),
        "OEBPS/a/nav.xhtml": page.format("<nav><ol><li><a>财政</a></li></ol></nav>"),
        "OEBPS/a/cover.xhtml": page.format("<img src='x.png'/>"),
        "OEBPS/book.opf": (
            '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="n" href="a/nav.xhtml" properties="nav"/><item id="c" href="a/cover.xhtml"/>'
            '<item id="1" href="a/z%20.xhtml"/><item id="2" href="a/b.xhtml"/></manifest><spine><itemref idref="c"/><itemref idref="n"/>'
            '<itemref idref="1"/><itemref idref="2"/></spine></package>'
        ),
    }  # fmt: skip
    found = read.read_bytes(archive({name: text.encode() for name, text in files.items()}), "a.epub", ontology=terms)
    assert [document.text for document in found] == [
        "市财政局拨付300万元，全部到位。\n金额为初步数。",
        "市水务局检查河道3条，全部合格。",
    ]


TEXT = "<p>市财政局拨付300万元{}，全部到位。</p><p>市水务局检查河道3条，全部合格。</p>"
SHOWN = ["市财政局拨付300万元，全部到位。", "市水务局检查河道3条，全部合格。"]


@pytest.mark.parametrize(
    "mark",
    [
        "",
        "<a href='#_ftn1'>[1]</a>",
        "<sup><a href='a.html#f'>12</a></sup>",
        "<a href='#n'><sup>〔3〕</sup></a>",
        "<del>500万元</del>",
    ],
)
def test_marks_of_notes_and_what_was_deleted_are_no_text_of_a_page(mark: str, terms: Ontology) -> None:
    page = f"<html><body><div title='header'>内部资料</div>{TEXT.format(mark)}<div title='footer'>1</div></body></html>"
    assert lines(page.encode(), "a.html", terms) == SHOWN


def test_a_number_that_leads_nowhere_is_text(terms: Ontology) -> None:
    page = "<html><body><p>市水务局检查河道共<a href='#'>12</a>条，全部合格。</p></body></html>"
    assert lines(page.encode(), "a.html", terms) == ["市水务局检查河道共12条，全部合格。"]


@pytest.mark.parametrize("hidden", ["style='display:none'", "hidden", "style='width:1px;display: none'"])
def test_text_that_a_script_shows_is_read_and_other_hidden_text_is_not(hidden: str, terms: Ontology) -> None:
    whole = TEXT.format("")
    page = "<html><body><ul><li><a>首页</a></li></ul><div {}>{}</div>{}</body></html>"
    assert lines(page.format(hidden, whole, "<p>版权所有</p>").encode(), "a.html", terms)[-2:] == SHOWN
    aside = "<p>请登录后阅读。</p>"
    assert lines(page.format(hidden, aside, whole).encode(), "a.html", terms)[-2:] == SHOWN
    assert "登录" not in "".join(lines(page.format(hidden, aside, whole).encode(), "a.html", terms))
