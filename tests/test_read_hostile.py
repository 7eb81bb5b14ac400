"""Files made to break a reader: each is read, or refused in one line that names it; none takes more than its length."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from pathlib import Path

import pytest

from gongbao import ontology, read
from gongbao.errors import InputError, UnsupportedInput
from gongbao.read import limits
from gongbao.read.encodings import check_text
from written import TEXT, Beside, archive, doc, docx, paragraph, pdf, refusal, text_of

LEVEL = '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="{}"><w:start w:val="{}"/></w:lvl></w:abstractNum>'
LISTED = (
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="x"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>市水务局</w:t></w:r></w:p>'
)


@pytest.mark.parametrize(
    "data",
    [
        docx(LISTED),
        docx(paragraph("市水务局", True), numbering=LEVEL.format("x", "1")),
        docx(paragraph("市水务局", True), numbering=LEVEL.format("0", "²")),
        docx(paragraph("市水务局", True), numbering=LEVEL.format("0", "9" * 5000)),
    ],
)
def test_numbers_of_lists_that_are_no_numbers(data: bytes) -> None:
    assert text_of(data, "r.docx").endswith("市水务局")


@pytest.mark.parametrize("encoding", ["UTF-1", "gb18030", "undefined", "idna"])
def test_a_docx_in_an_encoding_that_xml_cannot_have(encoding: str) -> None:
    assert "damaged" in refusal(docx("", f'<?xml version="1.0" encoding="{encoding}"?>'), "r.docx")


@pytest.mark.parametrize("charset", ["undefined", "punycode", "idna", "unicode_escape", "base64", "nothing"])
def test_a_page_that_claims_a_charset_that_is_none(charset: str) -> None:
    assert "水务局" in text_of(f'<meta charset="{charset}"><p>{TEXT}'.encode(), "r.html")


def test_a_page_saved_with_parts_nested_without_end() -> None:
    parts = "".join(f"--{i}\nContent-Type: multipart/mixed; boundary={i + 1}\n\n" for i in range(3000))
    saved = f"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=0\n\n{parts}"
    assert "nested" in refusal(saved.encode(), "r.mht")


def test_a_pdf_that_counts_pages_it_does_not_have() -> None:
    lines = [TEXT.strip()[:40]] * 3
    for wrong in (pdf(lines).replace(b"/Count 1", b"/Count 9"), pdf(lines).replace(b"/Type/Page/", b"/Type/Font/")):
        assert "damaged" in refusal(wrong, "r.pdf")


def damaged(offset: int, value: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip whose directory has other bytes at an offset."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as made:
        made.writestr("a.txt", TEXT * 20)
    data = bytearray(stream.getvalue())
    place = data.rindex(b"PK\x05\x06") + offset if offset >= 0 else len("a.txt") + 30 - offset
    data[place : place + len(value)] = value
    return bytes(data)


@pytest.mark.parametrize(
    "data",
    [
        damaged(16, struct.pack("<L", 0xFFFFFF00)),  # where the directory begins
        damaged(12, struct.pack("<L", 0x00FFFF00)),  # how long it is
        damaged(-20, b"\xff" * 8),  # inside of what was packed
        damaged(-20, b"\xff" * 8, zipfile.ZIP_LZMA),
        damaged(-2, b"\xff" * 8, zipfile.ZIP_LZMA),
        damaged(-20, b"\xff" * 8, zipfile.ZIP_BZIP2),
    ],
)
def test_damage_in_a_zip(data: bytes) -> None:
    assert "damaged" in refusal(data, "r.zip")


def test_a_zip_packed_in_an_unknown_way_is_not_called_locked() -> None:
    data = archive({"a.txt": TEXT.encode()}).replace(b"\x08\x00", b"\x63\x00")
    assert "packed in a way" in refusal(data, "r.zip")


def test_a_zip_of_more_files_than_are_read_is_refused_before_its_directory_is() -> None:
    entries = (b"PK\x01\x02" + bytes(42)) * (limits.MAX_ZIP_MEMBERS + 1)
    end = b"PK\x05\x06" + bytes(4) + b"\xff" * 4 + struct.pack("<LLH", len(entries), 4, 0)
    assert str(limits.MAX_ZIP_MEMBERS + 1) in refusal(b"PK\x03\x04" + entries + end, "r.zip")


def test_a_zip_with_word_files_or_a_folder_called_word_is_a_zip(tmp_path: Path) -> None:
    inner = docx(paragraph("市水务局开展检查。"))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as made:
        made.writestr("word/a.txt", TEXT)
        made.writestr("word/b.docx", inner)
    documents = read.read_bytes(stream.getvalue(), "r.zip", ontology=ontology.load())
    assert [d.source for d in documents] == ["r.zip/word/a.txt", "r.zip/word/b.docx"]
    assert "开展检查" in text_of(inner, "without-its-ending") and "开展检查" in text_of(inner, "r.zip")


def test_lone_surrogates_in_what_comes_with_a_text() -> None:
    line = '{"title":"\\ud800坏","publisher":"\\udfff局","text":"市水务局开展检查。\\ud800"}'
    (document,) = read.read_bytes(line.encode(), "r.jsonl", ontology=ontology.load())
    assert (document.title, document.publisher) == (" 坏", " 局")


def test_a_line_that_is_not_json_fails_alone() -> None:
    lines = [
        '{"text":"市水务局开展检查。"}',
        '{"text":',
        "[" * 5000,
        '{"n":' + "9" * 5000 + "}",
        '{"text":"市水务局。"}',
    ]
    path_like = "\n".join(lines).encode()
    found = [raw for part in read.files.parts_of(path_like, "r.jsonl") for raw in part.found()]
    assert [isinstance(raw, InputError) for raw in found] == [False, True, True, True, False]
    assert [raw.source for raw in found] == [f"r.jsonl#{n}" for n in range(1, 6)]
    assert "not JSON" in refusal(b'{"text":\n{"text":\n', "r.jsonl")


WRAP = "<w:tbl><w:tr><w:tc>"
UNWRAP = "</w:tc></w:tr></w:tbl>"


def test_tables_in_tables_say_each_text_once_and_in_order() -> None:
    inner = f"{WRAP}{paragraph('内')}{UNWRAP}"
    data = docx(f"{WRAP}{paragraph('外')}{inner}{paragraph('后')}</w:tc><w:tc>{paragraph('邻')}{UNWRAP}")
    assert text_of(data, "r.docx") == "外\n内\n后 邻"
    assert text_of(docx(WRAP * 90 + paragraph("市水务局") + UNWRAP * 90), "r.docx") == "市水务局"
    box = "<w:p><w:r><w:t>甲</w:t><w:pict>" * 90 + "<w:t>局</w:t>" + "</w:pict></w:r></w:p>" * 90
    assert text_of(docx(f"{WRAP}{box}{UNWRAP}"), "r.docx").replace(" ", "") == "甲" * 90 + "局"


def test_a_docx_of_elements_nested_without_end_or_of_a_table_beyond_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "300 nested" in refusal(docx(WRAP * 3000 + paragraph("市水务局") + UNWRAP * 3000), "r.docx")
    monkeypatch.setattr(limits, "MAX_XML_HELD", 1000)
    row = f"<w:tr><w:tc>{paragraph('市')}</w:tc></w:tr>"
    assert "1000 in a table" in refusal(docx(f"<w:tbl>{row * 1000}</w:tbl>"), "r.docx")
    assert text_of(docx(paragraph("市水务局") * 1000), "r.docx").startswith("市水务局")


def test_word_by_another_prefix_and_in_its_strict_form() -> None:
    for namespace in ("schemas.openxmlformats.org/wordprocessingml/2006", "purl.oclc.org/ooxml/wordprocessingml"):
        xml = f'<document xmlns="http://{namespace}/main"><body><p><r><t>市水务局</t></r></p></body></document>'
        assert text_of(archive({"word/document.xml": xml.encode()}), "r.docx") == "市水务局"


def test_a_docx_of_millions_of_elements(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_XML_ELEMENTS", 1000)
    assert "elements" in refusal(docx("<w:a/>" * 1000), "r.docx")


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("<div><!--</div>-->" * 50_000, "nested"),
        ("<div></b>" * 50_000, "nested"),
        ("<div/>" * 50_000, "nested"),
        ("<div><script></div></script>" * 50_000, "nested"),
        ("<div title='</div>'>" * 50_000, "nested"),
        ("<div><table></div></table>" * 50_000, "nested"),
        ("<p " + " ".join(f"a{i}=1" for i in range(100_000)) + ">", "attributes"),
        ("<p>市" * 400_001, "tags"),
        (("<p " + " ".join(f"a{i}=1" for i in range(900)) + ">") * 1400, "tags"),
        ("<p>" + "".join(f"<b a={i}>" for i in range(2000)) + "</p>" + "<p>x" * 2000, "formatting"),
    ],
)
def test_pages_that_would_cost_a_parser_the_square_of_their_length(page: str, says: str) -> None:
    assert says in refusal((page + TEXT).encode(), "r.html")


@pytest.mark.parametrize(
    "page",
    [
        "<li>市" * 5000,
        "<p>市" * 5000,
        "<table><tr><td>市" * 1000 + "</table>" * 1000,
        "<svg>" + "<path d=x />" * 5000 + "</svg>",
        "<b>市</b><div><font color=red>市</font></div>" * 5000,
        "<b><div>市</b></div>" * 1500,
        "<a b=\"1\" c='2' d=3 e>市</a>" * 5000,
        "<!-- <div> -->" * 5000,
    ],
)
def test_long_pages_that_are_not_deep(page: str) -> None:
    assert "水务局" in text_of(f"<html><body>{page}<p>{TEXT}".encode(), "r.html")


def test_wide_tables_are_read_by_what_they_hold() -> None:
    wide = ",".join(f"c{i}" for i in range(100_000))
    data = f"text,{wide}\n" + "市水务局开展检查。,1\n" * 2000
    found = [raw for part in read.files.parts_of(data.encode(), "r.csv") for raw in part.found()]
    assert len(found) == 2000 and not any(isinstance(raw, InputError) for raw in found)


def test_json_of_more_lists_than_memory_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_JSON_VALUES", 1000)
    assert "lists" in refusal(b"[" + b"[]," * 1000 + b"[]]", "r.json")
    text = "市水务局[一]{二}" * 600
    assert text_of(f'[{{"text":"{text}\\""}}]'.encode(), "r.json").startswith("市水务局[一]")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs on this system")
def test_pipes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PIPE_SECONDS", 0.01)
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    with pytest.raises(InputError, match="gave nothing"):
        read.files.load_bytes(pipe)
    ours, theirs = os.pipe()
    os.write(theirs, TEXT.encode())
    os.close(theirs)
    try:
        assert read.files.load_bytes(Path(f"/dev/fd/{ours}")) == TEXT.encode()
    finally:
        os.close(ours)
    with pytest.raises(InputError, match="at most"):
        read.files.load_bytes(Path("/dev/zero"))


def test_markdown_with_comments_that_never_end() -> None:
    assert text_of(("<!--" * 100_000 + "-->市水务局<!-- 无 -->检查").encode(), "r.md") == "市水务局检查"


def test_a_text_of_too_many_lines_is_refused_in_one_line() -> None:
    with pytest.raises(UnsupportedInput, match="500001 lines in a report; at most 400000"):
        check_text("市水务局。" + "\n" * 500_000, "a.txt")


def test_an_open_workbook_that_says_a_cell_a_million_times() -> None:
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("o", "office"), ("t", "text"), ("b", "table"))
    )
    cell = f"<b:table-cell b:number-columns-repeated='16384'><t:p>{'海州' * 1000}</t:p></b:table-cell>"
    row = f"<b:table-row b:number-rows-repeated='1048576'>{cell}</b:table-row>"
    content = f"<o:document {spaces}><o:body><b:table>{row}</b:table></o:body></o:document>"
    assert len(text_of(archive({"content.xml": content.encode()}), "a.ods")) < 10_000


def test_rich_text_of_groups_without_end() -> None:
    assert "nested too deep" in refusal(b"{\\rtf1 " + b"{" * 20_000, "a.rtf")
    cut = rb"{\rtf1\ansi\ansicpg936 \'ba\'a3\'d6\'dd{\bin99999999 x}}"
    assert text_of(cut, "a.rtf") == "海州"


@pytest.mark.parametrize(("at", "ends"), [(5, (4_000_000_000,)), (5, (9, 3))])
def test_an_old_word_file_whose_pieces_overlap(at: int, ends: tuple[int, ...]) -> None:
    data = bytearray(doc("海州市检查渔船三百艘，全部合格。", narrow="No. 7"))
    table = data.index(b"\x02" + struct.pack("<I", 28))
    struct.pack_into(f"<{len(ends)}I", data, table + at + 4, *ends)
    assert "damaged" in refusal(bytes(data), "a.doc")


def test_an_old_word_file_of_more_text_boxes_than_reports_have() -> None:
    data = doc("海州市检查渔船\x08三百艘。\r", beside=Beside(boxed="电话。\r"))
    told = struct.pack("<2I14xI4x", 0, 4, 1025)
    assert text_of(data, "a.doc").startswith("电话。")
    broken = data.replace(told, struct.pack("<2I14xI4x", 4, 0, 1025))
    assert broken != data and "damaged" in refusal(broken, "a.doc")
