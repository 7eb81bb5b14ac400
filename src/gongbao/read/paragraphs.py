"""The lines of pages become paragraphs: page numbers and running heads go, a line that fills its page goes on in the next."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongbao.model import Scan, ScanLine
from gongbao.read.encodings import HAN
from gongbao.read.lines import NUMBERING

_PAGE_NUMBER = re.compile(r"[\s—–\-－·第]*\d{1,4}\s*(?:页|/\s*\d{1,4})?(?:\s*[，,]?\s*共\s*\d{1,4}\s*页)?[\s—–\-－·]*")
_ENDS = "。！？；：…"
_INDENT = 1.2
_SLACK = 2.5
"""In heights of a line: how far to the right a first line begins, and how much short of the margin a last line ends."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a recognised line stands: the page, its box in per cent of the page (left, top, width, height), how sure it is."""

    page: int
    box: tuple[float, float, float, float]
    score: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, with where it begins and ends and how high it is, in any one measure."""

    text: str
    left: float
    right: float
    height: float
    place: Place | None = None


def text_of(pages: Sequence[Sequence[Line]], by: str) -> tuple[str, Scan | None]:
    """Return the text of pages, and where the lines of it stand that `by` recognised, if there are any."""
    heads = _repeated(pages)
    text: list[str] = []
    lines: list[ScanLine] = []
    at = 0
    for number, page in enumerate(pages):
        for joint, line in _paragraphs(page, heads, first="\n" if number and text else ""):
            at += len(joint)
            if line.place:
                lines.append(ScanLine(at, at + len(line.text), line.place.page, line.place.box, line.place.score))
            at += len(line.text)
            text += [joint, line.text]
    return "".join(text), Scan(by, tuple(lines)) if lines else None


def _repeated(pages: Sequence[Sequence[Line]]) -> frozenset[str]:
    """Return the running heads and feet: first or last lines that stand on more than half of at least three pages."""
    edges = Counter(text for lines in pages for text in {line.text for line in [*lines[:1], *lines[-1:]]})
    return frozenset(text for text, times in edges.items() if times >= 3 and times > len(pages) / 2)


def _paragraphs(lines: Sequence[Line], repeated: frozenset[str], first: str) -> Iterator[tuple[str, Line]]:
    """Yield the lines of a page that are kept, each with what stands before it: nothing, a space or a line end."""
    kept = [line for line in lines if line.text not in repeated]
    while kept and _PAGE_NUMBER.fullmatch(kept[-1].text):
        kept.pop()
    while kept and _PAGE_NUMBER.fullmatch(kept[0].text):
        kept.pop(0)
    if not kept:
        return
    margin_left, margin_right = min(line.left for line in kept), max(line.right for line in kept)
    yield first, kept[0]
    for before, line in zip(kept, kept[1:], strict=False):
        goes_on = (
            HAN.match(before.text[-1]) or before.text[-1] in "，、“（《" or before.text[-1].isdigit()
        ) and not NUMBERING.match(line.text)
        full = before.right >= margin_right - _SLACK * before.height
        indented = line.left > margin_left + _INDENT * line.height
        if full and not indented and (goes_on or before.text[-1] not in _ENDS):
            yield _joint(before.text, line.text), line
        elif full and not indented and before.text[-1] in _ENDS and not NUMBERING.match(line.text):
            yield "", line
        else:
            yield "\n", line


def _joint(before: str, after: str) -> str:
    """Return what stands between two lines of a paragraph: a space where both sides are words of Latin letters."""
    latin = before[-1].isascii() and before[-1].isalpha() and after[0].isascii() and after[0].isalpha()
    return " " if latin else ""
