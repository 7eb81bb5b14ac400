"""The body above a unit whose name does not write it: 厅执法监督局, 执行局, the second of 甲局乙处、丙处."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

from gongbao import iri
from gongbao.linking import divisions, matching
from gongbao.model import Document, Entity, Mention, Span

_LISTED = ("、", "和", "及", "以及", "与")
_BESIDE = ("、", "和", "及")
_ORDINAL = re.compile("第?[一二三四五六七八九十0-9]{1,3}(?=.)")
_SHORTEST, _OFFICE = 3, 7

Found = tuple[Entity, list[tuple[Span, Span]]]
"""A parent, with the spans of the unit and of what says whose it is."""


def above(unit: Entity, document: Document, actors: Sequence[Entity], own: Entity | None, kind: str) -> Found | None:
    """Return the body that a name means by 厅, 局 before its own (厅执法监督局), or a bare unit belongs to (执行局)."""
    for mention in unit.mentions[:1]:
        text = iri.canonical(document.folded[mention.start : mention.end])
        head = _deictic(text, kind)
        if head is not None:
            level = divisions.level_word(head)
            parent = _bearer(unit, (head[len(level[0]) :] if level else head,), actors, own)
            part = Span(mention.start, mention.start + len(head))
        elif _listed(mention, document) and not _office(text, kind):
            continue
        else:
            ends = _wholes(kind).get(_ORDINAL.sub("", text, count=1), ())
            parent = _bearer(unit, ends, actors, own) or (
                own if _office(text, kind) and _has_offices(own, kind) else None
            )
            part = mention.span
        if parent is not None:
            return parent, [(mention.span, part)]
    return None


def _listed(mention: Mention, document: Document) -> bool:
    text = document.folded
    return text[mention.end : mention.end + 1] in _BESIDE or text.endswith(_BESIDE, 0, mention.start)


def _has_offices(own: Entity | None, kind: str) -> bool:
    return own is not None and matching.ends_with(own.name, "officeOf", kind) is not None


def _office(text: str, kind: str) -> bool:
    """Say whether a name is no more than that of an office of a bureau: 防火科, 政策法规处."""
    short = _SHORTEST <= len(text) <= _OFFICE and matching.ends_with(text, "office", kind) is not None
    if matching.ends_with(text, "notOffice", kind) is not None:
        return False
    return short and divisions.named_in(text) is None and divisions.level_word(text) is None


def _deictic(text: str, kind: str) -> str | None:
    """The word for the whole that opens the name of a unit: 厅 in 厅执法监督局."""
    if text.startswith(matching.words("notWhole", "")) or divisions.prefix(text) is not None:
        return None
    level = divisions.level_word(text)
    opens = len(level[0]) if level else 0
    for head in matching.words("levelHead" if level else "wholeHead", kind):
        if text.startswith(head, opens) and len(text) - opens - len(head) >= _SHORTEST - 1:
            return text[: opens + len(head)]
    return None


@cache
def _wholes(kind: str) -> Mapping[str, tuple[str, ...]]:
    """For the bare name of a unit the ends of the names of bodies that have it: 执行局 → 法院."""
    found: dict[str, list[str]] = {}
    for pair in matching.words("unitOf", kind):
        whole, unit = pair.split("=", 1)
        found.setdefault(unit, []).append(whole)
    return {unit: tuple(wholes) for unit, wholes in found.items()}


def _bearer(unit: Entity, ends: tuple[str, ...], actors: Sequence[Entity], own: Entity | None) -> Entity | None:
    """The body whose name ends so: the one that the report is of, else the only one."""
    if not ends:
        return None
    fitting = [a for a in actors if a is not unit and any(n.endswith(ends) for n in (a.name, *a.aliases))]
    if own in fitting:
        return own
    return fitting[0] if len(fitting) == 1 else None


def listed(
    document: Document, actors: Sequence[Entity], parents: Mapping[str, tuple[Entity, list[Span]]], kind: str
) -> Iterator[tuple[Entity, Entity, Span, Span]]:
    """Yield the units that stand in a list behind one whose name writes their common parent: 甲局乙处和丙处.

    `parents` gives the parent of a unit by its IRI, with where it is written. Each item is unit, parent and both spans.
    """
    order: list[tuple[Mention, Entity]] = sorted(
        ((m, e) for e in actors for m in e.mentions), key=lambda pair: pair[0].start
    )
    inherited: tuple[Entity, Span] | None = None
    for (left, before), (mention, unit) in pairwise(order):
        gap = document.folded[left.end : mention.start]
        whole, parts = parents.get(before.iri, (None, []))
        here = next((part for part in parts if left.start <= part.start < left.end), None)
        if whole is not None and here is not None:
            inherited = whole, here
        elif inherited is not None and gap not in _LISTED:
            inherited = None
        if inherited is None or gap not in _LISTED or not _alike(before, unit, matching.words("unitHead", kind)):
            inherited = None if gap not in _LISTED else inherited
            continue
        if unit.iri not in parents and unit is not inherited[0]:
            yield unit, inherited[0], mention.span, inherited[1]


def _alike(first: Entity, second: Entity, kinds: tuple[str, ...]) -> bool:
    """Say whether two names are of units of one kind of body, the second without a region or a level of its own."""
    apart = divisions.named_in(second.name) is not None or divisions.level_word(second.name) is not None
    return first.name.endswith(kinds) and second.name.endswith(kinds) and not apart and second.name not in kinds
