"""The headed parts of a report, nested by the numbering that opens a line: 第一章, 一、, （一）, 1., （1）, ①, 一是."""

from gongbao.model import Section, Span
from gongbao.read.lines import NUMBERING, Line

RANKS = ("part", "one", "two", "three", "four", "five", "six")
LISTED = RANKS.index("six")
"""一是…。 with its text on the same line is a paragraph: the paragraphs after it belong to what is above."""

LEAD_MAX = 80  # a numbered line without 。 in its first characters is a heading only if it is no longer than this


def find_sections(kept: tuple[Line, ...], body: Span) -> tuple[Section, ...]:
    """Return the sections in order of their headings; a section lasts to the next heading of its level or above.

    The heading is the whole line, or the first sentence of a line that goes on (一是改革开放进一步深化。推动…).
    """
    found: list[tuple[int, Span]] = []
    lasts: list[int | None] = []
    for line in kept:
        match = NUMBERING.match(line.text) if line.kind == "heading" else None
        if match is None or match.lastgroup is None:
            continue
        stop = line.text.find("。", 0, LEAD_MAX)
        length = stop + 1 if stop > 0 else min(len(line.text), _clause(line.text))
        rank = RANKS.index(match.lastgroup)
        found.append((rank, Span(line.start, line.start + length)))
        lasts.append(line.end if rank == LISTED and length < len(line.text) else None)
    return _nest(found, lasts, body)


def _clause(text: str) -> int:
    """Return the length of a lead clause of a numbered line that has no early 。: all of a short line."""
    if len(text) <= LEAD_MAX:
        return len(text)
    ends = [place for mark in "：；，" if (place := text.find(mark, 0, LEAD_MAX)) > 0]
    return min(ends) if ends else LEAD_MAX


def _nest(found: list[tuple[int, Span]], lasts: list[int | None], body: Span) -> tuple[Section, ...]:
    ends = [body.end] * len(found)
    parents: list[int | None] = []
    levels: list[int] = []
    open_: list[int] = []
    for index, (rank, heading) in enumerate(found):
        while open_ and found[open_[-1]][0] >= rank:
            ends[open_.pop()] = heading.start
        parents.append(open_[-1] if open_ else None)
        levels.append(len(open_) + 1)
        open_.append(index)
    return tuple(
        Section(heading.start, end if last is None else last, level, heading, parent)
        for (_rank, heading), end, last, level, parent in zip(found, ends, lasts, levels, parents, strict=True)
    )
