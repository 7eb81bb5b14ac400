"""Who carries out a campaign without a verb for it: by whose orders it is done (按照甲部署), who acts in it (行动中，甲查处…)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongbao.model import Span
from gongbao.relate.actions import Act
from gongbao.relate.clauses import Clause, Item, Layout, Period
from gongbao.relate.facts import CONTEXT, Fact
from gongbao.relate.grammar import AGENT
from gongbao.relate.subjects import Subject

_JOINED = ("", "、", "和", "与", "及", "以及")
_READING = "ordered"
_FRAME = 4


def given(layout: Layout, period: Period, acts: Sequence[Act]) -> Iterator[Fact]:
    """Yield what the bodies by whose orders something is done in a period have done."""
    told = [a for a in acts if _READING in a.relation.readings]
    for index, clause in enumerate(period.clauses):
        bodies, said = _ordering(layout, clause)
        after = [a for a in told if said is not None and a.object.start >= said.end and a.clause >= index]
        first = min((a.clause for a in after), default=-1)
        for act in after:
            for body in bodies if act.clause == first else ():
                if body.entity not in act.subject.entities:
                    yield Fact(body.entity, act.relation.id, act.object.entity, said, body.span, act.object.span,
                               act.modality, CONTEXT)  # fmt: skip


def _ordering(layout: Layout, clause: Clause) -> tuple[list[Item], Span | None]:
    """The bodies whose orders a clause names, with the words for them."""
    words, text = layout.words, layout.text
    bodies: list[Item] = []
    for group in clause.groups:
        if not words.is_actor(group.type):
            bodies = []
        elif bodies and text[bodies[-1].end : group.start] in _JOINED:
            bodies += group.items
        else:
            bodies = list(group.items) if words.by_order.search(text, clause.start, group.start) else []
        said = words.order.match(text, group.end, clause.end) if bodies else None
        if said is not None:
            return bodies, Span(*said.span("order"))
    return [], None


def within(layout: Layout, before: Clause, clause: Clause, written: Subject | None, running: Subject) -> Iterator[Fact]:
    """甲行动期间，乙查处丙: 乙 takes part in 甲; so it does in 乙在甲竞赛中，勇夺第一. `written` is the subject in the clause."""
    words = layout.words
    if not before.groups or any(AGENT in c.uses for c in clause.cues):
        return
    framing = before.groups[-1].items[-1]
    if words.effort not in words.fits[framing.type] or not layout.within(framing, before.end):
        return
    if before.end - framing.end > _FRAME or len(before.groups[-1].items) > 1:
        return
    alone = words.opener.fullmatch(layout.timeless(before.start, framing.start).rstrip("在“")) is not None
    who: Subject | None = None
    if written is None:
        led = alone or words.is_actor(before.groups[0].type)
        who = running if led and words.won.match(layout.text, clause.start, clause.end) else None
    elif alone and not written.embedded:
        who = written
    for relation in words.relations.values() if who is not None and who.known else ():
        if _READING in relation.readings and who is not None:
            for actor in who.entities:
                span = Span(framing.end, before.end)
                yield Fact(actor, relation.id, framing.entity, span, who.span_of(actor), framing.span,
                           clause.modality, CONTEXT)  # fmt: skip
