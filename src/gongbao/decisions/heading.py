"""Title, publisher and date as a person decided them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gongbao import iri
from gongbao.decisions.anchor import Anchored
from gongbao.linking import Linked
from gongbao.model import Decided, Document, Entity, Reporter
from gongbao.ontology import Ontology


def headed(document: Document, anchored: Anchored) -> Document:
    """Return the document with title, publisher and date as decided."""
    for one in anchored.about("title", "publisher", "issued"):
        if one.decision.verdict == "wrong":
            value = one.decision.instead or None
            if one.decision.about == "title":
                document = replace(document, title=value)
            elif one.decision.about == "issued":
                document = replace(document, issued=value, issued_span=None)
            else:
                document = replace(document, publisher=value, publisher_span=None, signed=True)
    return document


def published(linked: Linked, anchored: Anchored, terms: Ontology, base: str) -> Linked:
    """Return what was linked, told by the publisher as decided."""
    ruled = (one.decision for one in anchored.about("publisher"))
    decided = next((decision for decision in ruled if decision.verdict == "wrong"), None)
    if decided is None:
        return linked
    who = linked.reporter or Reporter(None)
    if not decided.instead:
        return replace(linked, reporter=replace(who, publisher=None))
    name, actor = iri.canonical(decided.instead), terms.role("actor")
    named = (e for e in linked.entities if terms.fits(e.type, (actor,)) and name in _names(e))
    entity = next(named, None)
    if entity is None:
        entity = Entity(iri.entity(actor, name, base=base), actor, name, (), ())
        linked = replace(linked, entities=(*linked.entities, entity))
    return replace(linked, reporter=replace(who, publisher=entity.iri))


def heads(before: Document, anchored: Anchored) -> Sequence[Decided]:
    """Return what was decided of title, publisher, date, and of the report as a whole."""
    made = []
    for one in anchored.about("title", "publisher", "issued", "report"):
        decision = one.decision
        value = None if decision.about == "report" else getattr(before, decision.about)
        made.append(decision.settled(*filter(None, (decision.instead,)), value=value))
    return made


def _names(entity: Entity) -> set[str]:
    return {iri.canonical(name) for name in (entity.name, *entity.aliases)}
