"""What an act says: one fact for each who does it."""

from __future__ import annotations

from collections.abc import Iterator

from gongbao.relate.actions import Act
from gongbao.relate.facts import CONTEXT, EXPLICIT, IMPLIED, JOINT, NAMED, Fact

_TOLD = 160
"""A heading so far above is no part of the evidence."""


def facts_of(act: Act) -> Iterator[Fact]:
    """Turn an act into facts: one for each actor, the joint ones with a lower score."""
    trigger = act.cue.span if act.cue else None
    explicit = act.subject.span is not None
    score = (EXPLICIT if explicit else IMPLIED) if trigger else NAMED
    if (
        act.cue
        and {"instrument", "acts"} & act.cue.uses.keys()
        and act.relation.id not in act.cue.uses.get("trigger", ())
    ):
        score = CONTEXT
    for actor, span in act.subject.all:
        if actor == act.object.entity:
            continue
        joint = actor not in act.subject.entities
        told = trigger and trigger.start - act.object.end > _TOLD
        yield Fact(
            actor, act.relation.id, act.object.entity, trigger, span, None if told else act.object.span,
            act.modality, JOINT if joint else score,
        )  # fmt: skip
