"""Who has it done: 按照甲、乙统一部署，丙开展丁 says that 甲 and 乙, too, carry out 丁."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongbao.model import Span
from gongbao.relate.actions import Act
from gongbao.relate.clauses import Clause, Item, Layout, Period
from gongbao.relate.facts import CONTEXT, Fact

_JOINED = ("", "、", "和", "与", "及", "以及")
_READING = "ordered"


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
