"""Encodings, formats and hostile files: read within stated limits, or refused by one clear line."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from gongbao import ontology, read
from gongbao.errors import InputError, UnsupportedInput
from gongbao.pipeline import outcomes
from gongbao.read import limits
from gongbao.read.raw import shown
from gongbao.settings import Settings
from timing import least
from written import ARTICLE, BREAKS, TABLES, TEXT, archive, docx, paragraph, pdf, refusal, text_of

DATA = Path(__file__).parent / "data"
TRADITIONAL = (
    "市水務局組織開展河湖清理整治專項行動，排查問題120個。\n會同市生態環境局開展聯合檢查，出動執法人員300餘人次。\n"
)


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk", "gb2312", "big5", "big5hkscs"],
)
def test_encodings(encoding: str) -> None:
    text = TRADITIONAL if encoding.startswith("big5") else TEXT
    assert text_of(text.encode(encoding)) == text
    if encoding.startswith(("utf", "gb18030", "gbk")):
        assert text_of(TRADITIONAL.encode(encoding)) == TRADITIONAL


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
def test_a_text_with_a_byte_too_many_is_read_and_shows_where(encoding: str) -> None:
    data = TRADITIONAL.encode(encoding)
    read_text = text_of(data[:12] + b"\xff" + data[12:])
    assert read_text.count("\ufffd") == 1
    assert read_text.replace("\ufffd", "")[-20:] == TRADITIONAL[-20:]
    assert "unknown encoding" in refusal(data[:12] + b"\xff\xfe" * 9 + data[12:])


def test_a_text_with_a_stray_zero_byte_is_read() -> None:
    data = TRADITIONAL.encode()
    assert text_of(data[:12] + b"\0" + data[12:]).replace(" ", "") == TRADITIONAL.replace(" ", "")


def test_line_ends_and_control_characters_keep_their_places() -> None:
    text = text_of("\ufeff一、市水务局\r\n开展检查。\r结\x0b束\x07了\u2028。".encode())
    assert text == "一、市水务局\n开展检查。\n结\n束 了\n。"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"  \r\n\t", "empty"),
        (b"plain English only\n", "no Chinese"),
        (bytes(range(256)) * 20, "binary"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "PNG"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 50, "the Word or Excel file is damaged"),
        (b"\xff\xfe\x00\xd8\x41", "utf-16"),
        ("市水务局".encode() + b"\xff\xfe\xff" + bytes(range(128, 255)) * 9, "encoding"),
        (b"PK\x03\x04 broken", "damaged"),
    ],
)
def test_bad_bytes(data: bytes, says: str) -> None:
    assert says in refusal(data)


def test_bad_paths(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read.files.load_bytes(tmp_path / "absent.txt")
    with pytest.raises(InputError, match="folder"):
        read.files.load_bytes(tmp_path)
    with pytest.raises(InputError, match="no reports"):
        read.expand([tmp_path])
    with pytest.raises(InputError, match="no file matches"):
        read.expand([str(tmp_path / "*.html")])
    with pytest.raises(InputError) as caught:
        read.files.load_bytes(Path(f"{tmp_path}/a\nb\x1b[31m.txt"))
    assert "\n" not in str(caught.value) and "\x1b" not in str(caught.value)


def test_folders_and_patterns(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/c.html", "sub/d.png", ".hidden/e.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT, "utf-8")
    names = [p.relative_to(tmp_path).as_posix() for p in read.expand([tmp_path, tmp_path / "a.txt"])]
    assert names == ["a.txt", "b.txt", "sub/c.html"]
    assert [p.name for p in read.expand([str(tmp_path / "**/*.txt")])] == ["e.txt", "a.txt", "b.txt"]


def test_a_report_that_is_packed_away_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    packed = tmp_path / "b.rar"
    packed.write_bytes(b"Rar!\x1a\x07\x01\x00")
    assert read.expand([tmp_path]) == (tmp_path / "a.txt", packed)
    (refused,) = read.files.extract_file(packed)
    assert isinstance(refused, UnsupportedInput)
    assert "a RAR file; unpack it" in str(refused) and "RAR压缩文件，请先解压" in refused.zh


def test_a_file_of_200_mb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(InputError, match="at most"):
        read.files.load_bytes(path)


def test_large_texts_are_refused_or_read() -> None:
    assert "in a line" in refusal(("市" * (limits.MAX_LINE_CHARS + 1)).encode())
    assert "characters" in refusal(("市水务局。\n" * 800_000).encode())
    assert "bytes" in refusal(b"x" * (limits.MAX_TEXT_BYTES + 1))
    assert len(text_of(("市水务局开展检查" * 12_500).encode())) == 100_000


def test_reading_takes_time_in_proportion() -> None:
    short, long = ("市水务局“" * count for count in (5_000, 20_000))
    assert least(lambda: text_of(long.encode()), 3) < 8 * least(lambda: text_of(short.encode()), 3)


def test_a_government_page() -> None:
    (doc,) = read.read_bytes((DATA / "read/page.html").read_bytes(), "page.html", ontology=ontology.load())
    assert doc.title == "某某市水务局2024年河湖整治情况报告"
    assert (doc.publisher, doc.issued) == ("某某市水务局", "2025-01-18")
    for unwanted in ("脚本", "要闻", "当前位置", "另一局", "版权", "隐藏"):
        assert unwanted not in doc.text
    assert "组织开展河湖清理整治专项行动" in doc.text and "河道 12条" in doc.text


@pytest.mark.parametrize(
    ("page", "title", "publisher", "issued"),
    [
        (TABLES, "某某市水务局2024年度工作总结", "某某市水务局", "2025-01-02"),
        (ARTICLE, "水务局开展检查", None, "2024-07-08T10:00"),
        (BREAKS, "河湖整治情况通报", "市水务局", "2024-05-06"),
    ],
)
def test_other_pages(page: str, title: str, publisher: str | None, issued: str) -> None:
    data = page.encode("gb18030" if "gb2312" in page else "utf-8")
    (doc,) = read.read_bytes(data, "page.html", ontology=ontology.load())
    assert (doc.title, doc.publisher, doc.issued) == (title, publisher, issued)
    assert doc.text.count("组织开展河湖清理") == 2 and "另一局" not in doc.text


PAGES = {
    # the whole of <title> is shown above the text, which begins below it
    "<title>海州署清理渔港收回泊位</title><body><div><span>海州署清理渔港收回泊位</span><div><p>＊＊＊＊＊＊</p>{0}</div></div>": (
        "海州署清理渔港收回泊位",
        None,
        None,
    ),
    # the site is told first, the page of a newspaper shows its day with that of the week
    "<title>海州日报数字报-渔汛开始 渔民出海</title><body><div>海州日报</div><div>2022年10月19日 星期三</div>"
    "<div class=title1>全市渔汛开始</div><h1>渔汛开始 渔民出海</h1><div>{0}</div>": (
        "渔汛开始 渔民出海",
        "海州日报",
        "2022-10-19",
    ),
    # <title> is that of the site, the title stands in two lines
    "<title>海州市人民检察院</title><body><div class=detail_tit>海州市检察院发布渔港<br>典型案例</div>"
    "<div>时间：2022-06-05　新闻来源：海州市检察院</div><div>{0}</div>": (
        "海州市检察院发布渔港典型案例",
        "海州市检察院",
        "2022-06-05",
    ),
    # labels in elements side by side
    "<title>渔港检查公报</title><body><div><h1>渔港检查公报</h1><div><span>索引号：A-12</span><span>发布机构：海州市渔政处</span>"
    "<span>生成日期：2024-03-26</span></div><div>{0}</div></div>": ("渔港检查公报", "海州市渔政处", "2024-03-26"),
}


@pytest.mark.parametrize(("page", "told"), PAGES.items())
def test_heads_of_pages(page: str, told: tuple[str, str | None, str | None]) -> None:
    text = "<p>　　今年以来，共检查渔港120座，整改问题36个，渔民满意度持续提高。</p>" * 4
    (doc,) = read.read_bytes(
        f"<html><meta charset=utf-8>{page.format(text)}</body></html>".encode(), "p.html", ontology=ontology.load()
    )
    assert (doc.title, doc.publisher, doc.issued) == told
    assert not any("＊" in doc.text[s.start : s.end] for s in doc.sentences)


def test_the_charset_of_a_page() -> None:
    page = f'<html><head><meta charset="gb2312"><title>河湖</title></head><body><p>{TEXT}镕</p></body></html>'
    assert "镕" in text_of(page.encode("gb18030"), "page.htm")


def test_a_page_saved_as_one_file() -> None:
    page = f"<html><head><meta charset=gb2312><title>河湖</title></head><body><p>{TEXT}</p></body></html>"
    body = base64.encodebytes(page.encode("gb18030")).decode()
    saved = (
        'From: "Saved"\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x\n'
        f"Content-Type: text/html; charset=gb2312\nContent-Transfer-Encoding: base64\n\n{body}\n--x--\n"
    )
    assert "河湖清理" in text_of(saved.encode(), "page.mht")
    assert "no HTML" in refusal(b"MIME-Version: 1.0\n\nnothing", "page.mht")


def test_html_nesting() -> None:
    deep = "<table><tr><td>" * 50 + TEXT + "</td></tr></table>" * 50
    assert "水务局" in text_of(f"<html><body>{deep}".encode(), "page.html")
    assert "nested" in refusal(("<div>" * 100_000 + TEXT).encode(), "page.html")


def test_pdf() -> None:
    lines = [
        "一、主要做法",
        "市水务局组织开展河湖清理整治专项行动，排查问题一百余个，",
        "整改到位。",
        "二、下一步打算",
        "— 1 —",
    ]
    assert text_of(pdf(lines), "report.pdf") == (
        "一、主要做法\n市水务局组织开展河湖清理整治专项行动，排查问题一百余个，整改到位。\n二、下一步打算"
    )  # the file has no cross references either
    assert "no text layer" in refusal(pdf([]), "scan.pdf")
    assert "damaged" in refusal(b"%PDF-1.4 nothing", "broken.pdf")
    assert "not a pdf" in refusal(b"no", "false.pdf")


def test_docx() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        '<w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    table = f"<w:tbl><w:tr><w:tc>{paragraph('河道')}</w:tc><w:tc>{paragraph('12条')}</w:tc></w:tr></w:tbl>"
    data = docx(
        paragraph("主要做法", True) + paragraph("市水务局开展检查。") + table + paragraph("打算", True), "", numbering
    )
    assert text_of(data, "report.docx") == "一、主要做法\n市水务局开展检查。\n河道 12条\n二、打算"


def test_docx_with_external_entities(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("机密")
    dtd = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    assert "entities" in refusal(docx(paragraph("市水务局&x;"), dtd), "report.docx")


def test_zip() -> None:
    data = archive(
        {"b.txt": TEXT.encode(), "a\n/../c.md": f"# 标题\n\n{TEXT}".encode(), "__MACOSX/x.txt": b"x", "i.png": b"i"}
        | {".git/x.txt": b"x", "../../b.txt": TEXT.encode()}
    )
    documents = read.read_bytes(data, "reports.zip", ontology=ontology.load())
    assert [d.source for d in documents] == [
        "reports.zip/../../b.txt",
        "reports.zip/a\ufffdA\ufffd/../c.md",
        "reports.zip/b.txt",
    ]
    assert "no reports" in refusal(archive({"i.png": b"i"}), "reports.zip")
    assert "save it as .docx" in refusal(archive({"i.xml": b"i"}), "table.pptx")
    assert "inside" in refusal(archive({"r.zip": data}), "reports.zip")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("报告/年报.txt".encode(), "报告/年报.txt"),
        ("通报/".encode() + "市水务局.txt".encode("gb18030"), "通报/市水务局.txt"),
        ("简报".encode("gb18030") + b"/\xff.txt", "简报/\ufffd.txt"),
    ],
)
def test_bytes_of_names_that_are_not_utf_8_are_gb18030_where_they_can_be(name: bytes, told: str) -> None:
    assert shown(name.decode(errors="surrogateescape")) == told


def test_zip_bombs() -> None:
    assert "times its packed size" in refusal(archive({"a.txt": b"0" * (40 * limits.MIB)}), "bomb.zip")


def test_one_bad_file_of_a_zip_is_an_error_in_its_place(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "reports.zip"
    path.write_bytes(archive({"a.txt": TEXT.encode(), "b.txt": b"", "c.txt": TEXT.encode()}))
    found = list(outcomes(path, settings))
    assert [isinstance(item, InputError) for item in found] == [False, True, False]


def test_tables() -> None:
    listed = f'汇总表,,\n通告名称,发布机关,通告内容\n甲通告,海州市水利局,"{TEXT}{TEXT}"\n'
    (row,) = read.read_bytes(listed.encode(), "a.csv", ontology=ontology.load())
    assert (row.title, row.publisher) == ("甲通告", "海州市水利局")
    listed = f'汇总表,,,\n序号,案件名称,办案单位,案情简介\n1,海州假酒案,海州市公安局,"{TEXT}{TEXT}"\n'
    (row,) = read.read_bytes(listed.encode(), "a.csv", ontology=ontology.load())
    assert (row.title, row.publisher) == ("海州假酒案", "海州市公安局")
    listed = f'標題,發布單位,發布日期,內容\n甲,海州市政府水利局,113/8/3,"{TEXT}"\n'
    (row,) = read.read_bytes(listed.encode(), "a.csv", ontology=ontology.load())
    assert (row.title, row.publisher, row.issued) == ("甲", "海州市政府水利局", "2024-08-03")
    csv = f'标题,日期,全文\n甲,2024-01-02,"{TEXT}"\n乙,2024年3月,"{TEXT}"\n'
    documents = read.read_bytes(csv.encode("gb18030"), "r.csv", ontology=ontology.load())
    assert [(d.source, d.title, d.issued) for d in documents] == [
        ("r.csv#1", "甲", "2024-01-02"),
        ("r.csv#2", "乙", "2024-03"),
    ]
    lines = '{"title": "甲", "text": "市水务局开展检查。"}\n\n{"title": "乙", "text": "市水务局开展检查。"}\n'
    documents = read.read_bytes(lines.encode(), "r.jsonl", ontology=ontology.load())
    assert [d.title for d in documents] == ["甲", "乙"]
    assert "line 2" in refusal(b'{"text": "\xe5\xb8\x82"}\n{"text"', "r.jsonl")
    assert "no column" in refusal(b"a,b\n1,2\n", "r.csv")


def test_markdown() -> None:
    text = "---\ntitle: 河湖\ndate: 2024-05-06\n---\n# 一、做法\n\n**市水务局**[开展](http://x)检查。![图](a.png)\n\n| 河道 | 12条 |\n|---|---|\n"
    (doc,) = read.read_bytes(text.encode(), "r.md", ontology=ontology.load())
    assert doc.text == "一、做法\n市水务局开展检查。\n河道 12条"
    assert (doc.title, doc.issued) == ("河湖", "2024-05-06")
