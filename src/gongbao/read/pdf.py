"""PDF: the text layer, or where a page has none, the text that is recognised on it."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from gongbao.errors import UnsupportedInput
from gongbao.read import limits, scan
from gongbao.read.glyphs import GAP, NOTED, Drawn, Glyph, assembled, drawn, typeset
from gongbao.read.paragraphs import Line
from gongbao.read.raw import Found, Raw, check, whole

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

_RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_LEAST = 10  # characters below which a page has no text layer to speak of
_ASKEW = 0.06  # of a quarter of a turn: text that is turned by less is upright, or on end
_RUN, _RAISED = re.compile(r"[^\d\s][\d ]*\d"), str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SMALL, _HIGH = 0.85, 0.15  # of the size of the character before: raised figures are smaller, and stand so much higher
_DPI = 200  # dots an inch of a page that is recognised, where it is no larger than `scan.LONGEST` then


def extract(data: bytes, name: str) -> Found:
    """Yield the one report of a PDF.

    Raises UnsupportedInput for locked files, and for scans where nothing recognises them; InputError for broken files.
    """
    import pypdfium2

    with whole(name, "PDF", "PDF", pypdfium2.PdfiumError):
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                raise UnsupportedInput("locked with a password", name=name, what="PDF") from error
            raise
    with closing(document):
        yield _raw(document, name)


def _raw(document: PdfDocument, name: str) -> Raw:
    count = len(document)
    check(count, limits.MAX_PDF_PAGES, name, "pages", "页")
    pages = [_page(document, index, name) for index in range(count)]
    scanned = sum(len(line.text) for lines in pages for line in lines) < _LEAST * count
    if scan.available():
        pages = [
            _recognised(document, index, name) if _is_scanned(document, index, lines, scanned) else lines
            for index, lines in enumerate(pages)
        ]
    elif scanned:
        raise UnsupportedInput("the PDF has no text layer", name=name, install=scan.INSTALL)
    return scan.raw(pages, name)


def weight(data: bytes) -> int:
    """Return the bytes whose reading takes as long as that of a PDF; a page counts as many where it may have to be recognised."""
    if not scan.available():
        return len(data)
    import pypdfium2

    with suppress(*_broken()), closing(pypdfium2.PdfDocument(data)) as document:
        return len(data) + min(len(document), limits.MAX_PDF_PAGES) * limits.PAGE_BYTES
    return len(data)  # which reading tells


def _is_scanned(document: PdfDocument, index: int, lines: list[Line], all_are: bool) -> bool:
    """Say whether a page is a picture of text: it has next to no text, and pictures, or no page has text."""
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    if sum(len(line.text) for line in lines) >= _LEAST:
        return False
    return all_are or next(document[index].get_objects(filter=[FPDF_PAGEOBJ_IMAGE]), None) is not None


def _page(document: PdfDocument, index: int, name: str) -> list[Line]:
    """Return the lines of a page."""
    with whole(name, f"page {index + 1}", f"第{index + 1}页", *_broken()):
        return list(assembled(list(_page_lines(document[index]))))


def _recognised(document: PdfDocument, index: int, name: str) -> list[Line]:
    """Return the lines that are recognised on a page."""
    with whole(name, f"page {index + 1}", f"第{index + 1}页", *_broken()):
        page = document[index]
        scale = min(_DPI / 72, scan.LONGEST / max(1.0, *page.get_size()))
        bitmap = page.render(scale=scale, rev_byteorder=False)
        return scan.recognise(bitmap.to_numpy()[:, :, :3], index + 1)


def _broken() -> tuple[type[Exception], ...]:
    """What the library raises for what is damaged."""
    from pypdfium2 import PdfiumError

    return PdfiumError, ValueError, IndexError, OverflowError


def _page_lines(page: PdfPage) -> Iterator[Drawn]:
    """Yield the lines of a page as they are drawn, with where they begin and end, in points."""
    textpage = page.get_textpage()
    start = 0
    for raw in textpage.get_text_range().split("\n"):
        line = raw.rstrip("\r")
        stripped = line.strip()
        first = start + line.index(stripped[0]) if stripped else 0
        if stripped and start + len(line) <= textpage.count_chars():
            quarters = _angle(textpage, first) / (math.pi / 2)
            if abs(quarters - round(quarters)) <= _ASKEW:
                yield from _placed(
                    textpage, _noted(textpage, stripped.translate(_RADICALS), first), first, -round(quarters) % 4
                )
        elif stripped:
            yield Drawn(Line(stripped.translate(_RADICALS), 0, 0, 1), 0, 0)
        start += len(raw) + 1


def _angle(textpage: PdfTextPage, index: int) -> float:
    """By how much a character is turned, in radians: watermarks stand askew, the lines of a turned page on end."""
    from pypdfium2.raw import FPDFText_GetCharAngle

    return float(FPDFText_GetCharAngle(textpage.raw, index))


def _noted(textpage: PdfTextPage, text: str, first: int) -> str:
    """Return a line without the raised figures that lead to notes; those of units and powers are written so (m², 10⁵)."""
    from pypdfium2.raw import FPDFText_GetFontSize

    def told(run: re.Match[str]) -> str:
        at = first + run.start()
        usual = float(FPDFText_GetFontSize(textpage.raw, at))
        figures = (n for n in range(1, len(run[0])) if run[0][n] != " ")
        small = next((n for n in figures if FPDFText_GetFontSize(textpage.raw, at + n) < _SMALL * usual), 0)
        lowest, here = (textpage.get_charbox(n, loose=True)[1] for n in (at, at + small)) if small else (0.0, 0.0)
        if here <= lowest + _HIGH * usual:
            return run[0]
        kept, high = run[0][:small], run[0][small:]
        return kept + (high.translate(_RAISED) if re.search("(?:[A-Za-z]|10) ?$", kept) else NOTED * len(high))

    return _RUN.sub(told, text)


def _placed(textpage: PdfTextPage, text: str, first: int, turned: int) -> Iterator[Drawn]:
    """Yield a line, by the number of its first character, with what stands apart on it; two where it is two in truth.

    One that is `turned` by some quarters is placed as who turns the page sees it.
    """

    def glyph(at: int) -> Glyph:
        left, bottom, right, top = textpage.get_charbox(first + at, loose=True)
        edges = (left, bottom, -right, -top)
        left, bottom, right, top = (edges[(n + turned) % 4] for n in range(4))
        return Glyph(text[at], left, bottom, -right, -top)

    sampled = [glyph(at) for at in (0, (len(text) - 1) // 2, len(text) - 1)]
    height = max(1.0, *(one.top - one.bottom for one in sampled))
    gaps = [(glyph(gap.start() - 1), glyph(gap.end())) for gap in re.finditer(" +", text)]
    if any(after.left - before.right > GAP * height or after.left < before.left for before, after in gaps):
        yield from (drawn(row) for row in _rows([glyph(at) for at, char in enumerate(text) if char != " "]))
        return
    line = Line(typeset(text), sampled[0].left, sampled[-1].right, height)
    yield Drawn(line, max(one.top for one in sampled), min(one.bottom for one in sampled))


def _rows(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Part characters where they go on below, at the beginning of a line."""
    rows = [glyphs[:1]]
    for glyph in glyphs[1:]:
        lowest = min(known.bottom for known in rows[-1])
        if glyph.left < rows[-1][-1].left and (glyph.top + glyph.bottom) / 2 < lowest:
            rows.append([])
        rows[-1].append(glyph)
    return rows
