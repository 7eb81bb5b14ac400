"""The text of a report on its page: names lead to their things, and a passage that was asked for is lit."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pyoxigraph as ox

from gongbao.ontology import OA
from gongbao.serve.markup import Visit, path_of, text
from gongbao.serve.reader import Reader

MOST_MENTIONS = 20_000

_Span = tuple[int, int]
_Name = tuple[int, int, str]  # start, end, IRI


def fulltext(reader: Reader, visit: Visit, report: ox.NamedNode, at: _Span | None) -> str:
    """Return the text as paragraphs; what the web page around it left is folded, unless the passage lies there."""
    whole = reader.value(report, "text")
    start, last = reader.number(report, "bodyStart") or 0, reader.number(report, "bodyEnd")
    end = len(whole) if last is None else last
    writer = _Writer(whole, _names(reader, report), at, visit.base)
    parts = ((0, start), (start, end), (end, len(whole)))
    shown = [writer.paragraphs(*part) for part in parts]
    if at is not None and not writer.lit:
        shown.insert(0, '<span id="at"></span>')
    for place in (0, 2):
        if shown[place] and "<p" in shown[place]:
            opened = " open" if 'id="at"' in shown[place] else ""
            shown[place] = f"<details{opened}><summary>{visit.word('residue')}</summary>{shown[place]}</details>"
    return f'<h2>{visit.word("text")}</h2><article class="paper">{"".join(shown)}</article>'


def _names(reader: Reader, report: ox.NamedNode) -> list[_Name]:
    """The mentions of a report in the order of its text; of those that overlap, the first."""
    found = []
    for mention in reader.pointing(report, "inReport", MOST_MENTIONS):
        thing = reader.first(mention, "refersTo")
        start, end = reader.number(mention, OA + "start"), reader.number(mention, OA + "end")
        if isinstance(thing, ox.NamedNode) and start is not None and end is not None:
            found.append((start, end, thing.value))
    kept: list[_Name] = []
    for name in sorted(found, key=lambda name: (name[0], -name[1])):
        if not kept or name[0] >= kept[-1][1]:
            kept.append(name)
    return kept


class _Writer:
    """Writes parts of a text; `lit` says whether the passage has been met."""

    def __init__(self, whole: str, names: Iterable[_Name], at: _Span | None, base: str) -> None:
        self.whole, self.names, self.at, self.base = whole, list(names), at, base
        self.lit = False

    def paragraphs(self, start: int, end: int) -> str:
        """Return a part of the text, each line of it a paragraph."""
        lines = (m.span() for m in re.compile(r"[^\n]+").finditer(self.whole, start, end))
        return "".join(f"<p>{self.line(*line)}</p>" for line in lines if self.whole[slice(*line)].strip())

    def line(self, start: int, end: int) -> str:
        """Return a line with its names as links, and the passage marked where it lies in it."""
        inside = [name for name in self.names if start <= name[0] and name[1] <= end]
        if self.at is None or self.at[1] <= start or self.at[0] >= end:
            return self.linked(start, end, inside)
        first, last = max(start, self.at[0]), min(end, self.at[1])
        mark = "<mark>" if self.lit else '<mark id="at">'
        self.lit = True
        parts = (self.linked(a, b, inside) for a, b in ((start, first), (first, last), (last, end)))
        return f"{next(parts)}{mark}{next(parts)}</mark>{next(parts)}"

    def linked(self, start: int, end: int, names: Iterable[_Name]) -> str:
        """Return a stretch of text; a name that reaches out of it is a link as far as it lies in it."""
        at, pieces = start, ""
        for begins, ends, iri in names:
            first, last = max(begins, at), min(ends, end)
            if first < last:
                written = text(self.whole[first:last])
                linked = f'<a href="{text(path_of(iri))}">{written}</a>' if iri.startswith(self.base) else written
                pieces += text(self.whole[at:first]) + linked
                at = last
        return pieces + text(self.whole[at:end])
