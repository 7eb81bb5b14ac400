"""What a fact is read from: the clause that carries both ends, or the object's where the subject was supplied."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from gongbao.model import Evidence, Reporter, Span, Statement, Supplied
from gongbao.ontology import Ontology
from gongbao.relations.classifier import Judgement
from gongbao.relations.cues import Cue
from gongbao.relations.periods import Periods

_NEAREST, _AROUND = 64, 300  # words on either side of an object that are looked at, characters that are quoted


class Witness:
    """Makes statements of facts: the clause, the words that state them, modality and time."""

    def __init__(self, periods: Periods, cues: Sequence[Cue], reporter: Reporter | None, ontology: Ontology) -> None:
        self.periods, self.time = periods, cache(periods.time)  # many facts have one clause
        # what is so, not done: 应报市应急局 demands no parent
        self.standing = frozenset(p.id for p in ontology.relations if "parent" in p.roles)
        known = {ontology.role("document"), ontology.role("case")}
        self.told = frozenset(p.id for p in ontology.relations if known.issuperset(p.range))
        self.stating: dict[str, list[Cue]] = {}
        for cue, predicate in ((c, p) for c in cues for p in c.properties):
            self.stating.setdefault(predicate, []).append(cue)
        self.reporter = reporter.entity if reporter else None
        self.places = {n.entity.iri for n in periods.names if ontology.is_a(n.entity.type, ontology.role("place"))}

    def statement(self, fact: Judgement, by: str) -> Statement:
        """Return the statement of one fact."""
        sentence = self.periods.sentence
        head = fact.head if fact.head and sentence(fact.head.start) == sentence(fact.tail.start) else None
        by_reporter = fact.head is None or fact.subject == self.reporter
        supplied: Supplied | None = None if head else "reporter" if by_reporter else "running"
        whole = fact.tail if head is None else Span(min(head.start, fact.tail.start), max(head.end, fact.tail.end))
        start, end = self.periods.clause(whole.start, whole.end)
        clause = Span(max(start, whole.start - _AROUND), min(end, whole.end + _AROUND))
        trigger = self._trigger(fact, head, clause)
        evidence = Evidence(clause.start, clause.end, trigger, head, fact.tail)
        modality, moods = self.periods.modality(trigger.start if trigger else fact.tail.start), self.periods.moods
        reached = trigger is not None and self.periods.text.startswith("了", trigger.end)  # 编制了《纲要》 under 目标
        if (fact.predicate in self.standing or reached) and modality != moods.denied:
            modality = moods.done
        still = fact.predicate in self.standing or {fact.subject, fact.object} <= self.places
        owned = head is not None and head.end == fact.tail.start  # 甲局《办法》: whose it is, not when it was issued
        when = None if still or owned else self._time(fact, clause, head, trigger)
        modality, when = self.periods.settled(modality, when, clause.start, clause.end)
        told = (evidence,), modality, fact.score, when, supplied, by
        return Statement(fact.subject, fact.predicate, fact.object, "concept" if fact.concept else "entity", *told)

    def _time(self, fact: Judgement, clause: Span, head: Span | None, trigger: Span | None) -> int | None:
        """When it was; of what only says which document or case is meant (传达甲委印发的《通知》) only a time that is part of it."""
        found = self.time(clause.start, clause.end)
        meant = fact.predicate in self.told and trigger is not None and trigger.end < fact.tail.start
        if found is None or trigger is None or not meant or self.periods.text[trigger.end] != "的":
            return found
        time = self.periods.times[found]
        part = time.end >= (head or trigger).start and time.start < trigger.end
        return found if part or time.value.endswith("..") else None

    def _trigger(self, fact: Judgement, head: Span | None, clause: Span) -> Span | None:
        """The word of the property in the clause: between the ends if one is there, else nearest to the object."""
        cues, tail = self.stating.get(fact.predicate, ()), fact.tail
        low, at, high = (bisect_left(cues, (place,)) for place in (clause.start, tail.start, clause.end))
        spans = (cue.span for cue in cues[max(low, at - _NEAREST) : min(high, at + _NEAREST)])
        found = [s for s in spans if s.end <= clause.end and not s.overlaps(tail) and not (head and s.overlaps(head))]
        opens, closes = (min(head.end, tail.end), max(head.start, tail.start)) if head else (0, 0)
        near = [s for s in found if opens <= s.start < closes] or found
        return min(near, key=lambda s: (max(tail.start - s.end, s.start - tail.end), s.start), default=None)
