"""Whose a quantity is, within which campaign, when, and whether it was reached."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from gongbao.model import Quantity, Span
from gongbao.ontology import Ontology
from gongbao.relate.actions import Act
from gongbao.relate.clauses import Clause, Layout, Period
from gongbao.relate.facts import Modality
from gongbao.relate.subjects import Subject
from gongbao.text.script import fold

_NAME = 40
"""Characters of a name around a number."""


class Observer:
    """Gives quantities their actor, campaign, time and modality while the report is read."""

    def __init__(self, layout: Layout, quantities: Sequence[Quantity], modality: Modality, ontology: Ontology) -> None:
        self.layout = layout
        self.quantities = list(quantities)
        self.modality = modality
        self.verbs = tuple(w for c in ontology.classes.values() if "observation" in c.roles for w in c.words("verb"))
        self.campaign = ontology.role("campaign")
        self.carried: tuple[int, str] | None = None

    def observe(self, clause: Clause, period: Period, subject: Subject, acts: Sequence[Act]) -> None:
        """Complete the quantities of a clause. `acts` are those of its period so far."""
        starts = self.layout.quantity_starts
        for index in range(bisect_left(starts, clause.start), bisect_left(starts, clause.end)):
            quantity = self.quantities[index]
            span = Span(quantity.start, quantity.end)
            self.quantities[index] = replace(
                quantity,
                modality=self.modality.of(clause, span),
                actor=self._actor(quantity, subject, clause),
                campaign=self._campaign(quantity, period, clause, acts),
                time=self.layout.time_before(period.start, quantity.start),
            )

    def told(self) -> tuple[Quantity, ...]:
        """Return the quantities, without numbers that belong to the name of a body, place or person (三门峡)."""
        return tuple(q for q in self.quantities if not self._in_name(q))

    def _in_name(self, quantity: Quantity) -> bool:
        words = self.layout.words
        return any(
            item.start <= quantity.start < item.end
            and (words.is_actor(item.type) or words.is_place(item.type) or words.is_person(item.type))
            for item in self.layout.items_in(quantity.start - _NAME, quantity.end + _NAME)
        )

    def close(self, period: Period, acts: Sequence[Act]) -> None:
        """End a period: what it conducted holds for the next one of the paragraph."""
        conducted = [a.object.entity for a in acts if self.campaign in self.layout.words.fits[a.object.type]]
        self.carried = (period.paragraph, conducted[-1]) if conducted else None

    def _actor(self, quantity: Quantity, subject: Subject, clause: Clause) -> str | None:
        """The first subject, where it is written in the clause or what was counted is an act of it."""
        if not subject.known or not subject.entities:
            return None
        written = subject.span is not None and clause.start <= subject.span.start < quantity.start
        if written or fold(quantity.counted).startswith(self.verbs):
            return subject.entities[0]
        return None

    def _campaign(self, quantity: Quantity, period: Period, clause: Clause, acts: Sequence[Act]) -> str | None:
        fits = self.layout.words.fits
        for act in reversed(acts):
            if act.object.start < quantity.start and self.campaign in fits[act.object.type]:
                return act.object.entity
        for item in reversed(self.layout.items_in(period.start, quantity.start)):
            if self.campaign in fits[item.type] and self.layout.within(item, period.end):
                return item.entity
        if self.carried is not None and self.carried[0] == period.paragraph:
            return self.carried[1]
        return None
