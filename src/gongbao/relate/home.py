"""The reporting organization: whom a report is of, by its signature, its title, or what it tells of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from gongbao.linking.bodies import is_subsequence
from gongbao.model import Document, Entity
from gongbao.relate.grammar import Grammar
from gongbao.text.script import fold

_WRAPS = "“”‘’「」『』"
_LABEL = re.compile("^[【\\[][^】\\]]{1,12}[】\\]]")
_YEARLY = re.compile("(?:关于)?[12][0-9]{3}年")
_CORE = 3
_FEWEST = 3
"""A report without signature is taken to be of the body that it names most, if it names it so often."""


def reporting(document: Document, entities: Sequence[Entity], words: Grammar) -> str | None:
    """Return the reporting organization: who signs, else whom a report names most and names near its beginning."""
    actors = [e for e in entities if words.is_actor(e.type) and not e.name.endswith(words.press)]
    signer = _signer(document, actors)
    if signer is None:
        counts = Counter({e.iri: len(e.mentions) for e in actors})
        ranked = sorted(actors, key=lambda e: (-counts[e.iri], min((m.start for m in e.mentions), default=0)))
        best = ranked[0] if ranked and counts[ranked[0].iri] >= _FEWEST else None
        if best is None or (len(ranked) > 1 and counts[ranked[1].iri] == counts[best.iri]):
            return None
        return best.iri
    return body_of_office(signer, actors, words).iri


def _signer(document: Document, actors: Sequence[Entity]) -> Entity | None:
    if titled := _titled_by(document, actors):
        return titled
    span = document.publisher_span
    if span is not None:
        for entity in actors:
            if any(m.start < span.end and span.start < m.end for m in entity.mentions):
                return entity
    if document.publisher is None:
        return None
    name = document.publisher.translate(dict.fromkeys(map(ord, _WRAPS)))
    return next((e for e in actors if name == e.name or name in e.aliases), None)


def _titled_by(document: Document, actors: Sequence[Entity]) -> Entity | None:
    """The body whose work of a year a title tells (甲局2023年工作总结), whoever publishes it."""
    title = _LABEL.sub("", fold(document.title or "")).translate(dict.fromkeys(map(ord, _WRAPS)))
    named = [(len(n), e.iri, e) for e in actors for n in (e.name, *map(fold, e.aliases)) if title.startswith(n)]
    size, _iri, body = max(named, default=(0, "", None))
    return body if body is not None and _YEARLY.match(title, size) else None


def body_of_office(signer: Entity, actors: Sequence[Entity], words: Grammar) -> Entity:
    """An office that signs signs for its body, where the report names that body."""
    for office in words.offices:
        if signer.name.endswith(office):
            stem = signer.name.removesuffix(office)
            for entity in actors:
                if entity is not signer and stem in (entity.name, *map(fold, entity.aliases)):
                    return entity
            kin = [e for e in actors if e is not signer and e.name.endswith(stem[-_CORE:]) and len(stem) >= _CORE]
            if kin:  # 巴州司法局办公室 of a report by the 巴音郭楞蒙古自治州司法局
                best = max(kin, key=lambda e: (len(e.mentions), e.name))
                if len(best.mentions) > len(signer.mentions):
                    return best
    return signer


def of_trade(document: Document, entities: Sequence[Entity], words: Grammar) -> str | None:
    """Return the body of the trade whose units a report without signature speaks of: 省检察院 of 全省检察机关."""
    actors = [e for e in entities if words.is_actor(e.type) and not e.name.endswith(words.press)]
    found = Counter((m["level"], m["trade"]) for m in words.units.finditer(document.folded))
    for (level, trade), _ in sorted(found.items(), key=lambda item: (-item[1], item[0])):
        bodies = [e for e in actors if is_subsequence(trade, e.name)
                  and (e.name.startswith(level) or (e.jurisdiction or "").endswith(level))]  # fmt: skip
        if len(bodies) == 1:
            return bodies[0].iri
    return None
