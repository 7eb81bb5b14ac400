"""Title, publisher, date, times and figures as a person decided them: rejected, or of another value."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from gongbao import iri
from gongbao.decisions.anchor import Anchored, Placed
from gongbao.decisions.decision import Applied, Decision
from gongbao.linking import Linked
from gongbao.model import Decided, Document, Entity, Notice, Quantity, Reporter, Span, Time
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
                document = replace(document, publisher=value, publisher_span=None)
    return document


def published(linked: Linked, anchored: Anchored, terms: Ontology, base: str) -> Linked:
    """Return what was linked, told by the publisher as decided."""
    ruled = (one.decision for one in anchored.about("publisher"))
    decided = next((decision for decision in ruled if decision.verdict == "wrong"), None)
    if decided is None:
        return linked
    who = linked.reporter or Reporter(None)
    if not decided.instead:
        return linked._replace(reporter=replace(who, publisher=None))
    name, actor = iri.canonical(decided.instead), terms.role("actor")
    bodies = (e for e in linked.entities if terms.fits(e.type, (actor,)))
    entity = next((e for e in bodies if name in map(iri.canonical, (e.name, *e.aliases))), None)
    if entity is None:
        entity = Entity(iri.entity(actor, name, base=base), actor, name, (), ())
        linked = linked._replace(entities=(*linked.entities, entity))
    return linked._replace(reporter=replace(who, publisher=entity.iri, known="person"))


def heads(before: Document, anchored: Anchored) -> Sequence[Decided]:
    """Return what was decided of title, publisher, date, and of the report as a whole."""
    made = []
    for one in anchored.about("title", "publisher", "issued", "report"):
        decision = one.decision
        value = None if decision.about == "report" else getattr(before, decision.about)
        made.append(decision.settled(*filter(None, (decision.instead,)), value=value))
    return made


_Told = TypeVar("_Told", Time, Quantity)


def timed(document: Document, found: tuple[Time, ...], standing: Sequence[Placed]) -> Applied[tuple[Time, ...]]:
    """Apply the decisions on times; one that was not read is there if a person gives its value."""

    def given(value: str, span: Span) -> list[Time]:
        return [Time(span.start, span.end, document.text[span.start : span.end], value)] if value else []

    return _measured(found, standing, lambda time, one: replace(time, value=one.instead or time.value), given)


def counted(found: tuple[Quantity, ...], standing: Sequence[Placed]) -> Applied[tuple[Quantity, ...]]:
    """Apply the decisions on figures: their value, and what was counted."""

    def changed(figure: Quantity, decision: Decision) -> Quantity:
        value = float(decision.instead) if decision.instead else figure.value
        return replace(figure, value=value, counted=decision.object or figure.counted)

    return _measured(found, standing, changed, lambda _value, _span: [])


def _measured(
    found: tuple[_Told, ...],
    standing: Sequence[Placed],
    changed: Callable[[_Told, Decision], _Told],
    given: Callable[[str, Span], list[_Told]],
) -> Applied[tuple[_Told, ...]]:
    kept: list[_Told] = list(found)
    decided: list[Decided] = []
    notices: list[Notice] = []
    for one in standing:
        decision, span = one.decision, one.span
        if span is None:
            continue
        there = [told for told in kept if told.start < span.end and span.start < told.end]
        now: list[_Told] = []
        if decision.verdict != "wrong" or decision.instead or decision.object:
            now = [changed(told, decision) for told in there] or given(decision.instead, span)
            if not now:
                notices.append(decision.gone("nothing is read there", about=decision.about))
                continue
        kept = sorted([told for told in kept if told not in there] + now, key=lambda told: told.start)
        was = there[0].value if there else None
        words = filter(None, (decision.text, decision.object, decision.instead))
        decided.append(decision.settled(*words, value=f"{was:.15g}" if isinstance(was, float) else was))
    return Applied(tuple(kept), tuple(decided), tuple(notices))
