"""Files of every format, written for the tests, and what reading gives of them."""

from __future__ import annotations

import io
import struct
import zipfile
from dataclasses import dataclass

import pytest

from gongbao import ontology, read
from gongbao.errors import InputError

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PROSE = "2024年，市水务局组织开展河湖清理整治专项行动，排查问题120个，整改到位118个。"
TEXT = "市水务局组织开展河湖清理整治专项行动，排查问题120个。\n会同市生态环境局开展联合检查，出动执法人员300余人次。\n"


def text_of(data: bytes, name: str = "report.txt") -> str:
    (doc,) = read.read_bytes(data, name, ontology=ontology.load())
    assert doc.text[doc.body.start : doc.body.end]
    return doc.text


def refusal(data: bytes, name: str = "report.txt") -> str:
    with pytest.raises(InputError) as caught:
        read.read_bytes(data, name, ontology=ontology.load())
    message = str(caught.value)
    assert message.startswith(name) and "\n" not in message and caught.value.zh.startswith(name)
    return message


TABLES = f"""<html><head><meta http-equiv=Content-Type content="text/html; charset=gb2312"><title>某某市水务局</title></head>
<body><table><tr><td><a href=/>首页</a></td><td><a href=/>机构</a></td><td><a href=/>公开</a></td></tr></table>
<table><tr><td>栏目导航<br><a>通知公告</a><br><a>工作动态</a></td><td>
<table><tr><td><font size=5><b>某某市水务局2024年度工作总结</b></font></td></tr>
<tr><td>来源：某某市水务局 &nbsp; 发布时间：2025年1月3日 &nbsp; 点击数：<span id=hits>88</span></td></tr>
<tr><td><p>　　{PROSE}</p><p>　　二、存在的问题。{PROSE}</p><p>某某市水务局</p><p>2025年1月2日</p></td></tr></table>
<table><tr><td>上一篇：<a>另一局召开会议</a></td></tr></table></td></tr></table>
<table><tr><td>主办：某某市水务局　ICP备案：京ICP备1号</td></tr></table></body></html>"""


ARTICLE = f"""<html><head><title>新闻</title></head><body><main><article><header><h1>水务局开展检查</h1>
<time>2024-07-08 10:00</time></header><section><div>{PROSE}</div><div>{PROSE}</div></section></article>
<section class="list"><h3>热点新闻</h3><ul><li><a>另一局召开会议，部署工作</a></li><li><a>另一局检查，二</a></li><li><a>三</a></li>
</ul></section></main></body></html>"""


BREAKS = f"""<html><head><title>河湖整治情况通报-某某市人民政府</title></head><body><div class="bread">当前位置 &gt; 首页</div>
<div><h2>河湖整治情况通报</h2><div>日期：2024-05-06 来源：市水务局 【字体：<a>大</a> <a>中</a> <a>小</a>】</div>
<div id="zoom"><span>　　{PROSE}<br><br>　　会同市公安局开展检查。<br>　　{PROSE}</span></div></div>
<div class=footer><p>版权所有 另一局</p></div></body></html>"""


def pdf(lines: list[str]) -> bytes:
    """A small PDF with a text layer, made by hand."""
    return pdf_drawn([(line, 72, 760 - 20 * i) for i, line in enumerate(lines)])


def pdf_drawn(runs: list[tuple[str, int, int]], turn: str = "1 0 0 1") -> bytes:
    """A PDF on whose page each run of characters is drawn where it is told, in this order; `turn` is how the last stands."""
    turns = [*["1 0 0 1"] * len(runs), turn][-len(runs) :] if runs else []
    shown = b"".join(
        f"BT /F 12 Tf {turned} {left} {height} Tm <{text.encode('utf-16-be').hex()}> Tj ET\n".encode()
        for (text, left, height), turned in zip(runs, turns, strict=True)
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(shown), shown),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
        b"/Supplement 4>>/FontDescriptor 7 0 R/DW 1000>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 900"
        b"/Descent -200/CapHeight 700/StemV 80>>",
    ]
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (i, o) for i, o in enumerate(objects, 1))
    return body + b"trailer<</Size 8/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(body)


def docx(body: str, dtd: str = "", numbering: str = "") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"{dtd}<w:document {W}><w:body>{body}</w:body></w:document>")
        if numbering:
            archive.writestr("word/numbering.xml", f"<w:numbering {W}>{numbering}</w:numbering>")
    return stream.getvalue()


def paragraph(text: str, listed: bool = False) -> str:
    numbered = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>' if listed else ""
    return f"<w:p>{numbered}<w:r><w:t>{text}</w:t></w:r></w:p>"


def archive(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return stream.getvalue()


@dataclass(frozen=True, slots=True)
class Beside:
    """What a Word 97 file holds beside its text: words of it that are deleted, notes, a header, a text box at \x08."""

    deleted: str = ""
    notes: str = ""
    header: str = ""
    boxed: str = ""


def _units(text: str) -> str:
    """A character for each UTF-16 unit."""
    written = text.encode("utf-16-le")
    return "".join(map(chr, struct.unpack(f"<{len(written) // 2}H", written)))


def doc(text: str, *, flags: int = 0x0200, narrow: str = "", beside: Beside = Beside()) -> bytes:
    """A Word 97 file, made by hand: `text` with Word's marks in it, behind a piece `narrow` of one byte a character."""
    place = 0x800
    whole = _units(narrow + text + beside.notes + beside.header + beside.boxed)
    text = _units(text)
    wide = whole[len(narrow) :]
    begin = place + len(narrow)
    run = -(-(begin + 2 * len(wide)) // 512)
    main = bytearray(max(4096, 512 * (run + 1)))
    struct.pack_into("<H8xH", main, 0, 0xA5EC, flags)
    sizes = len(narrow + text), len(beside.notes), len(beside.header), 0, 0, 0, len(beside.boxed)
    struct.pack_into("<7I", main, 0x4C, *sizes)
    main[place:begin] = narrow.encode("cp1252")
    main[begin : begin + 2 * len(wide)] = wide.encode("utf-16-le", "surrogatepass")
    pieces = [(0, 0x40000000 | 2 * place)] * bool(narrow) + [(len(narrow), begin)]
    ends = struct.pack(f"<{len(pieces) + 1}I", *(at for at, _ in pieces), len(whole))
    ends += b"".join(struct.pack("<HIH", 0, at, 0) for _, at in pieces)
    tables = {0x1A2: b"\x02" + struct.pack("<I", len(ends)) + ends}
    if beside.deleted:
        first = begin + 2 * text.index(beside.deleted)
        struct.pack_into("<2IB", main, 512 * run, first, first + 2 * len(beside.deleted), 100)
        main[512 * run + 200 : 512 * run + 204] = b"\x03\x00\x08\x01"
        main[512 * run + 511] = 1
        tables[0xFA] = struct.pack("<3I", first, first + 2, run)
    if beside.header:
        tables[0xF2] = struct.pack("<12I", *[0] * 11, len(beside.header))
    if beside.boxed:
        tables[0x25A] = struct.pack("<2I14xI4x", 0, len(beside.boxed), 1025)
        tables[0x1DA] = struct.pack("<3I22x", len(narrow) + text.index("\x08"), len(narrow + text), 1025)
    table = b""
    for at, part in tables.items():
        struct.pack_into("<II", main, at, len(table), len(part))
        table += part
    return compound({"WordDocument": bytes(main), "1Table": table.ljust(4096, b"\0")})


def xls(rows: list[list[str | tuple[float, int]]], formats: dict[int, str]) -> bytes:
    """A workbook of Excel 97 with one sheet, made by hand; a figure stands with the number of its format."""

    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    def text(written: str) -> bytes:
        return struct.pack("<HB", len(written), 1) + written.encode("utf-16-le")

    used = sorted({0, *(cell[1] for row in rows for cell in row if isinstance(cell, tuple))})
    cells = b"".join(
        record(0x204, struct.pack("<HHH", y, x, 0) + text(cell))
        if isinstance(cell, str)
        else record(0x203, struct.pack("<HHHd", y, x, used.index(cell[1]), cell[0]))
        for y, row in enumerate(rows)
        for x, cell in enumerate(row)
    )
    font = record(0x31, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + b"\x01\x00A")
    head = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + font * 4
    head += b"".join(record(0x41E, struct.pack("<H", number) + text(code)) for number, code in formats.items())
    head += b"".join(record(0xE0, struct.pack("<HHH14x", 0, number, 0)) for number in used)
    sheet = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + cells + record(0x0A, b"")
    at = len(head) + len(record(0x85, b"x" * 12)) + 4
    head += record(0x85, struct.pack("<IBBBB", at, 0, 0, 2, 1) + "表甲".encode("utf-16-le")) + record(0x0A, b"")
    return compound({"Workbook": (head + sheet).ljust(4096, b"\0")})


def compound(streams: dict[str, bytes]) -> bytes:
    """An OLE2 compound file of streams of 4,096 bytes or more."""
    sectors: list[bytes] = []
    chains: list[int] = []
    entries = [("Root Entry", 5, 1, 0xFFFFFFFE, 0)]
    for name, data in streams.items():
        first = len(sectors)
        sectors += [data[at : at + 512].ljust(512, b"\0") for at in range(0, len(data), 512)]
        chains += [*range(first + 1, len(sectors)), 0xFFFFFFFE]
        entries.append((name, 2, 0xFFFFFFFF, first, len(data)))
    directory = b""
    for number, (name, kind, child, first, size) in enumerate(entries):
        right = number + 1 if 0 < number < len(entries) - 1 else 0xFFFFFFFF
        encoded = name.encode("utf-16-le")
        directory += struct.pack(
            "<64sHBB3I16x4x16xIQ", encoded, len(encoded) + 2, kind, 1, 0xFFFFFFFF, right, child, first, size
        )
    directory = directory.ljust(-(-len(directory) // 512) * 512, b"\0")
    at = len(sectors)
    sectors += [directory[i : i + 512] for i in range(0, len(directory), 512)]
    chains += [*range(at + 1, len(sectors)), 0xFFFFFFFE, 0xFFFFFFFD]
    table = struct.pack(f"<{len(chains)}I", *chains).ljust(512, b"\xff")
    assert len(table) == 512, "one sector of the table is enough for tests"
    head = struct.pack(
        "<8s16xHHHHH6x3I4x5I",
        bytes.fromhex("d0cf11e0a1b11ae1"),
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        1,
        at,
        4096,
        0xFFFFFFFE,
        0,
        0xFFFFFFFE,
        0,
    )
    return head + struct.pack("<109I", len(sectors), *[0xFFFFFFFF] * 108) + b"".join(sectors) + table
