"""PDF: the text layer, with the lines of a paragraph joined, page numbers and running heads left out."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongbao.errors import InputError, UnsupportedInput
from gongbao.read import limits
from gongbao.read.encodings import HAN
from gongbao.read.lines import NUMBERING
from gongbao.read.raw import Found, Raw, missing, too_large

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage  # type: ignore[import-untyped]

_PAGE_NUMBER = re.compile(r"[\s—–\-－·第]*\d{1,4}\s*(?:页|/\s*\d{1,4})?(?:\s*[，,]?\s*共\s*\d{1,4}\s*页)?[\s—–\-－·]*")
_RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_ENDS = "。！？；：…"
_INDENT = 1.2
_SLACK = 2.5
"""In heights of a line: how far to the right a first line begins, and how much short of the margin a last line ends."""


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    left: float
    right: float
    height: float


def extract(data: bytes, name: str) -> Found:
    """Yield the one report of a PDF. Raises UnsupportedInput for scans and locked files, InputError for broken ones."""
    if len(data) > limits.MAX_BINARY_BYTES:
        raise too_large(name, len(data), limits.MAX_BINARY_BYTES)
    try:
        import pypdfium2
    except ImportError as error:
        raise missing(name, "pypdfium2") from error
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnsupportedInput(
                f"{name}: the PDF is locked with a password; save it without", f"{name}：PDF已加密，请另存为无密码文件"
            ) from error
        raise InputError(
            f"{name}: the PDF is damaged and cannot be opened; save it again",
            f"{name}：PDF已损坏，无法打开，请重新保存",
        ) from error
    try:
        yield Raw(_text(document, name), name)
    finally:
        document.close()


def _text(document: PdfDocument, name: str) -> str:
    count = len(document)
    if count > limits.MAX_PDF_PAGES:
        raise UnsupportedInput(
            f"{name}: {count} pages; at most {limits.MAX_PDF_PAGES} are read: split the file",
            f"{name}：{count}页，上限{limits.MAX_PDF_PAGES}页，请拆分文件",
        )
    pages = [_page(document, index, name) for index in range(count)]
    if sum(len(line.text) for lines in pages for line in lines) < 10 * count:
        raise UnsupportedInput(
            f"{name}: the PDF has no text layer (a scan?); run text recognition first, such as ocrmypdf -l chi_sim",
            f"{name}：PDF没有文字层（可能是扫描件），请先做文字识别（OCR）",
        )
    repeated = _repeated(pages)
    return "\n".join(_paragraphs(lines, repeated) for lines in pages if lines)


def _page(document: PdfDocument, index: int, name: str) -> list[_Line]:
    """Return the lines of a page; one that cannot be loaded makes the report incomplete, so it is refused."""
    from pypdfium2 import PdfiumError

    try:
        return list(_page_lines(document[index]))
    except (PdfiumError, ValueError, IndexError, OverflowError) as error:
        raise InputError(
            f"{name}: page {index + 1} of the PDF is damaged; save it again",
            f"{name}：PDF第{index + 1}页已损坏，请重新保存",
        ) from error


def _page_lines(page: PdfPage) -> Iterator[_Line]:
    """Yield the lines of a page with where they begin and end, in points."""
    textpage = page.get_textpage()
    try:
        text = textpage.get_text_range()
        start = 0
        for raw in text.split("\n"):
            line = raw.rstrip("\r")
            stripped = line.strip()
            if stripped and start + len(line) <= textpage.count_chars():
                first = start + line.index(stripped[0])
                left, bottom, _right, top = textpage.get_charbox(first, loose=True)
                right = textpage.get_charbox(start + len(line.rstrip()) - 1, loose=True)[2]
                yield _Line(stripped.translate(_RADICALS), left, right, max(1.0, top - bottom))
            elif stripped:
                yield _Line(stripped.translate(_RADICALS), 0, 0, 1)
            start += len(raw) + 1
    finally:
        textpage.close()
        page.close()


def _repeated(pages: list[list[_Line]]) -> frozenset[str]:
    """Return the running heads and feet: first or last lines that stand on more than half of at least three pages."""
    edges = Counter(text for lines in pages for text in {line.text for line in lines[:1] + lines[-1:]})
    return frozenset(text for text, times in edges.items() if times >= 3 and times > len(pages) / 2)


def _paragraphs(lines: list[_Line], repeated: frozenset[str]) -> str:
    kept = [line for line in lines if line.text not in repeated]
    while kept and _PAGE_NUMBER.fullmatch(kept[-1].text):
        kept.pop()
    while kept and _PAGE_NUMBER.fullmatch(kept[0].text):
        kept.pop(0)
    if not kept:
        return ""
    margin_left, margin_right = min(line.left for line in kept), max(line.right for line in kept)
    text = kept[0].text
    for before, line in zip(kept, kept[1:], strict=False):
        goes_on = (
            HAN.match(before.text[-1]) or before.text[-1] in "，、“（《" or before.text[-1].isdigit()
        ) and not NUMBERING.match(line.text)
        full = before.right >= margin_right - _SLACK * before.height
        indented = line.left > margin_left + _INDENT * line.height
        if full and not indented and (goes_on or before.text[-1] not in _ENDS):
            text += _joint(before.text, line.text) + line.text
        elif full and not indented and before.text[-1] in _ENDS and not NUMBERING.match(line.text):
            text += line.text
        else:
            text += "\n" + line.text
    return text


def _joint(before: str, after: str) -> str:
    """Return what stands between two lines of a paragraph: a space where both sides are words of Latin letters."""
    latin = before[-1].isascii() and before[-1].isalpha() and after[0].isascii() and after[0].isalpha()
    return " " if latin else ""
