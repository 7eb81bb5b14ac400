"""OFD: text objects become lines in the order in which they are drawn, whatever pieces a program cuts them into."""

from __future__ import annotations

import pytest

from gongbao import read
from gongbao.ontology import Ontology
from gongbao.read import limits
from written import archive, refusal

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
SIZE = 5.0
HEAD = "海州市水务局关于清渠专项行动的通报"
PROSE = ["3月以来，海州市水务局会同市公安局检查河道27条，发现问题118个，已整", "改96个，整改率81.4%。"]


def piece(text: str, left: float, top: float, scale: float = 1.0) -> str:
    """A text object as programs write it: the place of its box, then of each character in it, in units of its matrix."""
    steps = " ".join(f"{SIZE / scale * (0.5 if char.isascii() else 1):.3f}" for char in text[:-1])
    matrix = f' CTM="{scale} 0 0 {scale} 0 0"' if scale != 1 else ""
    return (
        f'<ofd:TextObject ID="9" Boundary="{left} {top} 160 {SIZE}" Font="3" Size="{SIZE / scale}"{matrix}><ofd:CGTransform CodePosition="0">'
        f'<ofd:Glyphs>7</ofd:Glyphs></ofd:CGTransform><ofd:TextCode X="0" Y="{0.86 * SIZE / scale}" DeltaX="{steps}">{text}</ofd:TextCode></ofd:TextObject>'
    )


def page(*pieces: str) -> str:
    return f'<ofd:Page {NS}><ofd:Content><ofd:Layer ID="8" Type="Body"><ofd:PageBlock>{"".join(pieces)}</ofd:PageBlock></ofd:Layer></ofd:Content></ofd:Page>'


def ofd(*pages: str, root: str = "Doc_0/Document.xml") -> bytes:
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    template = '<ofd:CommonData><ofd:TemplatePage ID="2" BaseLoc="Tpls/Tpl_0/Content.xml"/></ofd:CommonData>'
    parts = {f"Doc_0/Pages/Page_{n}/Content.xml": text for n, text in enumerate(pages)} | {
        "OFD.xml": f"<ofd:OFD {NS}><ofd:DocBody><ofd:DocInfo><ofd:Title>模板</ofd:Title></ofd:DocInfo><ofd:DocRoot>{root}</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {NS}>{template}<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        "Doc_0/Tpls/Tpl_0/Content.xml": page(piece("内部资料", 20, 10)),
    }
    return archive({name: text.encode() for name, text in parts.items()})


def lines(data: bytes, terms: Ontology) -> list[str]:
    (document,) = read.read_bytes(data, "a.ofd", ontology=terms)
    return document.text.split("\n")


def placed(text: str, left: float, top: float) -> list[str]:
    """A piece for each character."""
    at = [left + sum(SIZE * (0.5 if char.isascii() else 1) for char in text[:n]) for n in range(len(text))]
    return [piece(char, place, top) for char, place in zip(text, at, strict=True)]


@pytest.mark.parametrize("root", ["Doc_0/Document.xml", "/Doc_0/Document.xml"])
def test_pieces_are_lines_and_full_lines_go_on(root: str, terms: Ontology) -> None:
    first = page(piece(HEAD, 45, 40), piece(PROSE[0], 20, 60), piece(PROSE[1], 20, 68), piece("— 1 —", 100, 280))
    second = page(piece("下一步，加强巡查。", 30, 40), piece("— 2 —", 100, 280))
    assert lines(ofd(first, second, root=root), terms) == [HEAD, "".join(PROSE), "下一步，加强巡查。"]


def test_a_piece_a_character_and_a_matrix_make_the_same_lines(terms: Ontology) -> None:
    single = page(*placed(HEAD, 45, 40), *placed(PROSE[0], 20, 60), *placed(PROSE[1], 20, 68))
    scaled = page(piece(HEAD, 45, 40, 0.25), piece(PROSE[0], 20, 60, 0.25), piece(PROSE[1], 20, 68, 0.25))
    assert lines(ofd(single), terms) == lines(ofd(scaled), terms) == [HEAD, "".join(PROSE)]


def test_steps_that_are_alike_are_written_once(terms: Ontology) -> None:
    steps = '<ofd:TextObject Boundary="20 40 99 5" Size="5"><ofd:TextCode X="0" Y="4" DeltaX="g 5 5.0 30.0 5.0">海州市水务局检查</ofd:TextCode></ofd:TextObject>'
    assert lines(ofd(page(steps)), terms) == ["海州市水务局 检查"]


def test_rows_of_a_table_are_told_with_their_heads(terms: Ontology) -> None:
    rows = [("单位", "检查（次）"), ("海州市水务局", "27"), ("海州市林业局", "9")]
    cells = [piece(cell, 20 + 60 * n, 60 + 8 * at) for at, row in enumerate(rows) for n, cell in enumerate(row)]
    assert lines(ofd(page(piece(HEAD, 45, 40), *cells)), terms)[-2:] == [
        "海州市水务局检查27次。",
        "海州市林业局检查9次。",
    ]


def code(text: str, steps: str = "", x: str = "0", matrix: str = "") -> str:
    return f'<ofd:TextObject Boundary="20 40 99 5" Size="5" CTM="{matrix}"><ofd:TextCode X="{x}" Y="4" DeltaX="{steps}">{text}</ofd:TextCode></ofd:TextObject>'


@pytest.mark.parametrize("steps", ["g 9999999 5.0 " * 2000, "g " + "9" * 5000 + " 5.0 5.0", "NaN 1e999 g g g -- g 1"])
def test_steps_beyond_the_characters_cost_nothing(steps: str, terms: Ontology) -> None:
    assert lines(ofd(page(code("海州市水务局", steps, "9" * 5000))), terms) == ["海州市水务局"]


def test_a_number_has_any_digits_behind_its_point(terms: Ontology) -> None:
    third = "0.3333333333333333"
    small = code("海州市水务局" * 8, matrix=f"{third} 0 0 {third} 0 0").replace("Boundary", "A")
    beside = code("检查河道", "5.", "+100").replace("Boundary", "A")
    assert lines(ofd(page(small, beside)), terms) == ["海州市水务局" * 8 + " 检查河道"]


def test_pages_and_documents_that_a_file_lists_again_are_read_once(terms: Ontology) -> None:
    once = code("海州市水务局")
    listed = '<ofd:Page BaseLoc="P.xml"/>' * 20_000 + '<ofd:Page BaseLoc="../D.xml"/><ofd:Page BaseLoc="./P.xml"/>'
    parts = {
        "OFD.xml": f"<ofd:OFD {NS}>{'<ofd:DocRoot>D.xml</ofd:DocRoot>' * 20_000}</ofd:OFD>",
        "D.xml": f"<ofd:Document {NS}>{listed}</ofd:Document>",
        "P.xml": page(once),
    }
    assert lines(archive({name: text.encode() for name, text in parts.items()}), terms) == ["海州市水务局"]


def test_what_a_file_draws_is_within_the_limits_of_a_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_LINE_CHARS", 50)
    assert "at most 50 are read" in refusal(ofd(page(code("海州市水务局" * 10))), "a.ofd")
    monkeypatch.undo()
    monkeypatch.setattr(limits, "MAX_TEXT_CHARS", 9)
    assert "at most 9 are read" in refusal(ofd(page(code("海州市水务局")), page(code("海州市水务局"))), "a.ofd")
    monkeypatch.undo()
    parts = ofd(*[page(code("海州市水务局" + "检" * 999)) for n in range(20)])
    monkeypatch.setattr(limits, "MAX_BINARY_BYTES", len(parts))
    assert f"at most {len(parts)} are read" in refusal(parts, "a.ofd")
    monkeypatch.undo()
    monkeypatch.setattr(limits, "MAX_PDF_PAGES", 3)
    assert "4 pages" in refusal(ofd(*[page(code("海州市水务局"))] * 4), "a.ofd")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (ofd(page()), "no text"),
        (archive({"OFD.xml": f"<ofd:OFD {NS}>".encode()}), "damaged"),
        (archive({"Other.xml": b"<a/>"}), "OFD.xml is missing"),
        (b"not a zip", "not an ofd file"),
    ],
)
def test_what_is_no_ofd_or_of_pictures_is_told_in_one_line(data: bytes, says: str) -> None:
    assert says in refusal(data, "a.ofd")
