"""Characters where pages draw them, and the lines that they make: with spaces and cells where there are gaps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from gongbao.read.paragraphs import Cell, Line
from gongbao.text.script import LETTER

GAP = 0.4
"""In heights of a line: spaces between words are narrower, those between cells wider."""

_SPACE = 0.15
"""In heights of a line: a gap that is a space, where the file does not say so."""

_WIDE = "（）〔〕《》“”：，、；。"
_AUTOSPACE = re.compile(f"(?:(?<={LETTER})|(?<=[{_WIDE}])) (?=[0-9A-Za-z])|(?<=[0-9A-Za-z%]) (?={LETTER}|[{_WIDE}])")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line as it was drawn, with its upper and lower edge, counted from below."""

    line: Line
    top: float
    bottom: float


class Glyph(NamedTuple):
    """A character and its box, counted from below."""

    char: str
    left: float
    bottom: float
    right: float
    top: float


def typeset(text: str) -> str:
    """Return a text without the spaces that only the gaps between Chinese and Latin characters make."""
    return _AUTOSPACE.sub("", text)


def drawn(glyphs: Sequence[Glyph]) -> Drawn:
    """Return the line that characters make, whose order may be another than from left to right, with its cells."""
    height = max(1.0, *(glyph.top - glyph.bottom for glyph in glyphs))
    ordered = sorted(glyphs, key=attrgetter("left"))
    cells: list[Cell] = []
    parts: list[str] = []
    left = right = ordered[0].left
    for glyph in ordered:
        gap = glyph.left - right
        if gap > GAP * height:
            cells.append(Cell("".join(parts), left, right))
            parts, left = [], glyph.left
        elif parts and gap > _SPACE * height:
            parts.append(" ")
        parts.append(glyph.char)
        right = glyph.right
    cells.append(Cell("".join(parts), left, right))
    told = " ".join(cell.text for cell in cells)
    line = Line(told, cells[0].left, cells[-1].right, height, cells=tuple(cells) if len(cells) > 1 else ())
    return Drawn(line, max(glyph.top for glyph in glyphs), min(glyph.bottom for glyph in glyphs))
