"""Whose a thing is by its name or by 的: “甲局发布”公众号 and 甲局的“乙”平台 are run by 甲局."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongbao.model import Entity, Span
from gongbao.relate.clauses import Layout
from gongbao.relate.facts import NAMED, Fact
from gongbao.text.script import fold

_WRAPS = "“”‘’「」『』"
_OF = "的"


def owned(entities: Sequence[Entity], layout: Layout) -> Iterator[Fact]:
    """Yield what the names of things say of the actors that have them."""
    words = layout.words
    wanted = [r for r in words.relations.values() if "owned" in r.readings]
    actors = {e.iri: _surfaces(e, layout) for e in entities if words.is_actor(e.type)}
    for relation in wanted:
        for entity in entities:
            if words.fits[entity.type].isdisjoint(relation.range) or not entity.mentions:
                continue
            names = [fold(n).strip(_WRAPS) for n in (entity.name, *entity.aliases)]
            owner = _owner(names, actors)
            if owner is not None:
                first = entity.mentions[0]
                span = Span(first.start, first.end)
                yield Fact(owner, relation.id, entity.iri, None, None, span, words.done, NAMED)
    yield from _possessed(layout)


def _surfaces(entity: Entity, layout: Layout) -> set[str]:
    """The words by which the report names an actor."""
    return {layout.text[m.start : m.end].strip(_WRAPS) for m in entity.mentions} | {entity.name}


def _owner(names: Sequence[str], actors: dict[str, set[str]]) -> str | None:
    """The actor with the longest name that begins one of the names; none where two have it."""
    found = [
        (len(surface), iri)
        for iri, surfaces in actors.items()
        for surface in surfaces
        if len(surface) > 1 and any(n.startswith(surface) and len(n) > len(surface) for n in names)
    ]
    best = max((size for size, _ in found), default=0)
    owners = {iri for size, iri in found if size == best}
    return owners.pop() if len(owners) == 1 else None


def _possessed(layout: Layout) -> Iterator[Fact]:
    """Yield one fact for each thing that stands after an actor and 的."""
    words = layout.words
    for left, right in zip(layout.items, layout.items[1:], strict=False):
        if not words.is_actor(left.type) or layout.text[left.end : right.start].strip(_WRAPS) != _OF:
            continue
        for relation in words.relations.values():
            if "owned" in relation.readings and not words.fits[right.type].isdisjoint(relation.range):
                yield Fact(left.entity, relation.id, right.entity, None, left.span, right.span, words.done, NAMED)
