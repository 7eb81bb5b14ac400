"""Tables typed into a text: cells parted by bars or tabs, whose figures take the unit that a head, or a line above, names."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_BAR = re.compile("[ 　]*[｜|│\t]+[ 　]*")
_FIGURE = re.compile(r"[-−－]?[0-9]{1,15}(?:,[0-9]{3})*(?:\.[0-9]+)?[万亿]{0,2}")
_UNIT = re.compile("[（(](?:单位：)?([^（）()]{1,8})[）)]$")
_CAPTION = re.compile("单位：[ 　]*([^ 　，。；、（）()｜|]{1,8})[）)]?[ 　]*$")
_NAMED, _NUMBERED = ("单位", "计量单位"), ("序号", "编号", "年份", "年度", "月份", "代码")


class Cell(NamedTuple):
    """A figure in a cell with the unit it is told in, and what it counts: the heads of its row and column, without units."""

    start: int
    end: int
    unit: str
    counted: str


def find(text: str, start: int, end: int) -> Iterator[Cell]:
    """Yield the figures of `text[start:end]` (folded) that stand in cells of their own, if a unit is named for them: 8.6% names its own."""
    common, heads, place = "", [""], start
    for line in text[start:end].split("\n"):
        edges = [0, *(edge for bar in _BAR.finditer(line) for edge in bar.span()), len(line)]
        cells = [line[a:b].strip(" 　") for a, b in zip(edges[::2], edges[1::2], strict=True)]
        figures = [n for n, cell in enumerate(cells) if n and _FIGURE.fullmatch(cell)]
        if len(cells) == 1 and line.strip():
            caption = _CAPTION.search(line)
            common, heads = caption[1] if caption else "", [""]
        elif not figures and len(cells) > 1:
            heads = cells
        for n in figures if cells[0] not in _NUMBERED else []:
            row = cells[heads[0] in _NUMBERED and n > 1]
            column = heads[n] if len(heads) == len(cells) else ""
            named = next((cells[i] for i, head in enumerate(heads) if head in _NAMED and i < len(cells)), "")
            own = next((found[1] for head in (column, row) if (found := _UNIT.search(head))), named or common)
            if own and column not in _NUMBERED:
                at = place + line.index(cells[n], edges[2 * n])
                yield Cell(at, at + len(cells[n]), own, _UNIT.sub("", row) + _UNIT.sub("", column))
        place += len(line) + 1
