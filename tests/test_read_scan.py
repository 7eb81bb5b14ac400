"""Scanned pages are recognised, with the place of every line; without the extra the reader is told what to install."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path
from random import Random

import pyoxigraph as ox
import pytest

import scanned
from gongbao import pipeline, read
from gongbao.corpus import add
from gongbao.corpus.on_disk import CATALOG
from gongbao.corpus.work import extract
from gongbao.corpus.writer import Writer
from gongbao.errors import Fault, InputError
from gongbao.graph import prefixes, quads
from gongbao.model import Document, Extraction, Scan, ScanLine, Span
from gongbao.ontology import GB, Ontology
from gongbao.query import evidence_of
from gongbao.read import scan
from gongbao.read.limits import PAGE_BYTES
from gongbao.read.paragraphs import Line, Place, text_of
from gongbao.record import as_dict
from gongbao.settings import Recipe, Settings
from gongbao.validate.laws import check
from needs import need

TEXT = "天津市公安局开展“护网”专项行动。\n一、检查企业120家。"


@pytest.fixture(scope="module", autouse=True)
def equipped() -> None:
    need(scan.available(), "rapidocr", "pip install '.[ocr]'")
    need(scanned.font() is not None, "a Chinese font", "apt-get install fonts-noto-cjk fontconfig")


def picture(text: str, format: str, dpi: int = 150) -> bytes:
    stream = io.BytesIO()
    first, *others = [image for image, _ in scanned.pages(text, dpi)]
    more = {"save_all": True, "append_images": others} if format in ("PDF", "TIFF") else {}
    first.save(stream, format, **({"resolution": dpi} if format == "PDF" else {"dpi": (dpi, dpi)}), **more)
    return stream.getvalue()


@pytest.fixture(scope="module")
def page(data: Path) -> tuple[bytes, str]:
    """The first page of the real report as a scanned PDF, and the words on it."""
    text = (data / "tianjin-transport-2023.txt").read_text("utf-8")
    image, words = scanned.pages(text[text.index("2023年4月以") :], 150)[0]
    stream = io.BytesIO()
    image.save(stream, "PDF", resolution=150)
    return stream.getvalue(), words


@pytest.fixture(scope="module")
def recognised(page: tuple[bytes, str], settings: Settings) -> Extraction:
    (document,) = read.read_bytes(page[0], "scan.pdf", ontology=settings.ontology)
    return pipeline.extract(document, settings)


@pytest.mark.slow
def test_nine_names_in_ten_of_a_scanned_page_are_found(
    page: tuple[bytes, str], recognised: Extraction, real: Extraction
) -> None:
    words, text = page[1], real.document.text
    on_page = [text[m.start : m.end] for m in real.mentions if text[m.start : m.end + 8].split("\n")[0] in words]
    found = Counter(recognised.document.text[m.start : m.end] for m in recognised.mentions)
    expected = Counter(on_page)
    assert sum(expected.values()) >= 30
    hits = sum(min(found[name], times) for name, times in expected.items())
    print(f"names found on the scanned page: {hits} of {sum(expected.values())}")
    assert hits >= 0.9 * sum(expected.values()), expected - found


@pytest.mark.slow
def test_evidence_says_on_which_page_and_where(recognised: Extraction, terms: Ontology) -> None:
    document = recognised.document
    assert document.scan is not None and document.scan.by.startswith("rapidocr ")
    graph = quads(recognised, terms)
    assert not check(graph, terms)
    store = ox.Store()
    store.extend(graph)
    query = f"""PREFIX gb: <{GB}> PREFIX oa: <http://www.w3.org/ns/oa#> SELECT ?start ?words ?page ?box
        WHERE {{ GRAPH ?g {{ ?e a gb:Evidence ; oa:start ?start ; oa:exact ?words ; gb:page ?page ; gb:box ?box }} }}"""
    rows = [[term.value for term in row] for row in store.query(query)]  # type: ignore[union-attr]
    evidence = sum(len(s.evidence) for s in recognised.statements) + len(recognised.quantities)
    assert len({row[0] for row in rows}) > 10 and len(rows) >= evidence
    for start, words, number, box in rows:
        line = document.scan.under(Span(int(start), int(start) + len(words)))[0]
        assert number == "1" and box.startswith("page=1&xywh=percent:")
        assert 10 < line.box[0] < 20 and 5 < line.box[1] < 95  # inside the margins of the page
    (first, *_) = evidence_of(store, [recognised.entities[0].iri], prefixes=prefixes(terms))
    assert first.page == 1
    starts = [line.start for line in document.scan.lines]
    tops = [line.box[1] for line in document.scan.lines]
    assert starts == sorted(starts) and tops == sorted(tops)
    assert as_dict(recognised)["scan"]["lines"][0]["page"] == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("format", "name"), [("PNG", "a.png"), ("JPEG", "a.jpg"), ("TIFF", "a.tif"), ("PNG", "unnamed")]
)
def test_images(format: str, name: str, terms: Ontology) -> None:
    (document,) = read.read_bytes(picture(TEXT, format), name, ontology=terms)
    assert document.text.replace(" ", "") == TEXT
    assert document.scan is not None and [line.page for line in document.scan.lines] == [1, 1]
    for line in document.scan.lines:
        assert document.text[line.start : line.end] in document.text.splitlines()


@pytest.mark.slow
def test_pages_with_and_without_text_stay_in_order(terms: Ontology) -> None:
    import pypdfium2

    from written import pdf

    both = pypdfium2.PdfDocument.new()
    for part in (pdf(["天津市水务局组织开展河湖清理整治专项行动，排查问题一百余个。"]), picture(TEXT, "PDF")):
        both.import_pages(pypdfium2.PdfDocument(part))
    stream = io.BytesIO()
    both.save(stream)
    (document,) = read.read_bytes(stream.getvalue(), "mixed.pdf", ontology=terms)
    assert document.text.startswith("天津市水务局") and document.text.endswith("检查企业120家。")
    assert document.scan is not None and {line.page for line in document.scan.lines} == {2}
    assert document.text[document.scan.lines[0].start :].startswith("天津市公安局")


@pytest.mark.slow
def test_a_corpus_keeps_the_places_when_it_is_rebuilt(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(picture(TEXT, "PNG"))
    store, recipe = tmp_path / "store", Recipe()
    assert add.add(store, [tmp_path / "a.png"], recipe).added == 1
    before = _graph(store)
    assert add.add(store, [tmp_path / "a.png"], recipe, again=True).failures == []
    (tmp_path / "a.png").unlink()
    with Writer(store, recipe.base) as writer:
        change = add._Change(writer, recipe, add.Summary(), True, extract)
        (source,) = writer.sources()
        assert change.stored(source).scan is not None
    assert _graph(store) == before and any("xywh=percent" in line for line in before)


def _graph(store: Path) -> set[str]:
    from gongbao.opening import open_graph

    opened = open_graph(store)
    found = {str(quad) for quad in opened.store if quad.graph_name != CATALOG}
    assert opened.reader is not None
    opened.reader.close()
    return found


def test_what_is_no_picture_or_shows_no_text_is_refused(terms: Ontology) -> None:
    from PIL import Image

    blank = io.BytesIO()
    Image.new("RGB", (300, 400), "white").save(blank, "PNG")
    for data, name, reason in (
        (blank.getvalue(), "blank.png", "no text was recognised"),
        (picture(TEXT, "PNG", 20)[:200], "cut.png", "damaged"),
        (b"text", "false.png", "not an image file"),
    ):
        with pytest.raises(InputError, match=reason):
            read.read_bytes(data, name, ontology=terms)


def test_pictures_in_folders_belong_to_pages(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"")
    (tmp_path / "report.txt").write_text(TEXT, encoding="utf-8")
    assert read.expand([tmp_path]) == (tmp_path / "report.txt",)
    assert read.expand([tmp_path / "*.png"]) == (tmp_path / "logo.png",)


@pytest.mark.parametrize(("format", "name"), [("PNG", "a.png"), ("PDF", "a.pdf")])
def test_without_the_extra_it_says_what_to_install(
    format: str, name: str, terms: Ontology, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = picture(TEXT, format, 40)
    monkeypatch.setattr(scan, "available", lambda: False)
    with pytest.raises(InputError) as caught:
        read.read_bytes(data, name, ontology=terms)
    assert "pip install 'gongbao[ocr]'" in str(caught.value) and "gongbao[ocr]" in caught.value.zh


def test_a_scanned_page_may_take_its_time() -> None:
    data = picture(TEXT, "PDF", 40)
    (part,) = read.parts_of(data, "a.pdf")
    assert part.size >= PAGE_BYTES


def test_lines_keep_their_offsets_through_heads_and_page_numbers() -> None:
    def line(text: str, page: int, right: float = 90) -> Line:
        return Line(text, 10, right, 2, Place(page, (10, 10, 80, 2), 0.9))

    pages = [
        [line("公报", n), line(f"第{n}段从这里开始，而且", n), line("到这里为止。", n, 50), line(str(n), n)]
        for n in (1, 2, 3)
    ]
    text, found = text_of(pages, "x")
    assert text.splitlines() == [f"第{n}段从这里开始，而且到这里为止。" for n in (1, 2, 3)]
    assert found is not None and [text[x.start : x.end] for x in found.lines][-1] == "到这里为止。"
    assert [x.page for x in found.under(Span(0, 20))] == [1, 1, 2]
    assert scan.parsed("x", scan.written(found)) == found


def test_what_no_line_covers_has_no_place() -> None:
    lines = Scan("x", (ScanLine(0, 2, 1, (0, 0, 1, 1), 1), ScanLine(3, 5, 2, (0, 0, 1, 1), 1)))
    assert lines.under(Span(2, 3)) == ()
    assert [line.page for line in lines.under(Span(1, 4))] == [1, 2]


def test_a_text_that_was_not_recognised_has_no_scan(terms: Ontology) -> None:
    document: Document = read.from_text(TEXT, "a.txt", ontology=terms)
    assert document.scan is None


@pytest.mark.slow
@pytest.mark.parametrize("format", ["PDF", "TIFF", "PNG", "JPEG"])
def test_damaged_scans_are_refused_or_read(format: str, terms: Ontology) -> None:
    """Whatever is cut off or changed, the outcome is a report or one clear line, never a fault."""
    whole = picture(TEXT, format, 40)
    random = Random(format)
    for number in range(8):
        data = bytearray(whole if number % 2 else whole[: random.randrange(20, len(whole))])
        for _ in range(number):
            data[random.randrange(8, len(data))] = random.randrange(256)
        for outcome in pipeline.texts((bytes(data), f"a.{format.lower()}")):
            assert isinstance(outcome, read.Raw | InputError) and not isinstance(outcome, Fault), outcome


def test_what_is_known_of_a_scan_reaches_record_and_graph(settings: Settings) -> None:
    first = TEXT.index("\n")
    lines = (
        ScanLine(0, first, 1, (10, 10, 80, 2), 0.9),
        ScanLine(first + 1, len(TEXT), 2, (10, 12, 80, 2), 0.8),
    )
    document = read.from_raw(read.Raw(TEXT, "a.pdf", scan=Scan("x 1", lines)), ontology=settings.ontology)
    found = pipeline.extract(document, settings)
    told = as_dict(found)["scan"]
    assert told["by"] == "x 1" and [line["page"] for line in told["lines"]] == [1, 2]
    said = {
        (quad.predicate.value.removeprefix(GB), quad.object.value)
        for quad in quads(found, settings.ontology)
        if isinstance(quad.object, ox.Literal)
    }
    assert ("recognizedBy", "x 1") in said and ("scanLayout", scan.written(document.scan or Scan("", ()))) in said
    assert ("page", "1") in said and ("box", "page=1&xywh=percent:10,10,80,2") in said


@pytest.mark.slow
def test_a_scan_of_two_columns_is_read_column_by_column(terms: Ontology) -> None:
    from PIL import Image

    import scanned

    words = "天津市公安局组织开展专项行动并检查企业和场所。" * 6
    left, right = (scanned.pages(f"{mark}{words}", 150)[0][0] for mark in ("甲", "乙"))
    page = Image.new("RGB", left.size, "white")
    narrow = (left.width // 2, left.height // 2)
    for number, column in enumerate((left, right)):
        page.paste(column.crop((100, 100, left.width - 100, left.height)).resize(narrow), (number * narrow[0], 60))
    stream = io.BytesIO()
    page.save(stream, "PNG")
    (document,) = read.read_bytes(stream.getvalue(), "a.png", ontology=terms)
    assert document.scan is not None
    lines = document.scan.lines
    columns = [line.box[0] > 45 for line in lines]
    assert columns == sorted(columns) and len(set(columns)) == 2, document.text
    assert all(line.box[2] < 50 for line in lines)
