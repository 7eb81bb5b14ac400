"""One reading of all properties that the network has not learned, a user's above all: a trigger, what fits behind and before.

甲检查了乙、丙: whoever is named before acts, else the reporter; each item of a list has its statement; 乙被甲检查 and
由甲检查 are read the other way round, 甲对乙、丙进行检查 with the objects before.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

from gongbao.model import Reporter, Span
from gongbao.ontology import Ontology, PropertySpec
from gongbao.relations.actors import Actors
from gongbao.relations.classifier import Judgement
from gongbao.relations.cues import STATING, Cue
from gongbao.relations.periods import Named, Periods
from gongbao.text.punctuation import COJOINERS, NAME_MARKS
from gongbao.trace import Cited, Hear, Verdict, Why, unheard

_WRITTEN, _SUPPLIED = 0.8, 0.6  # how often a trigger is right with a subject in the sentence, and with the reporter
_SUMMED = ("", "等", "的")
_CLOSE, _LISTED, _REACH = 12, 200, 24  # characters behind a list, names on a side and characters behind a trigger


def read(
    cues: Sequence[Cue],
    known: frozenset[str],
    reporter: Reporter | None,
    periods: Periods,
    ontology: Ontology,
    hear: Hear = unheard,
    learned: frozenset[str] = frozenset(),
) -> Iterator[Judgement]:
    """Yield what triggers state of properties not `known`; of those `learned`, without objects before; `hear` gets verdicts."""
    own, reading = _triggered(ontology, known), _Reading(reporter, periods, ontology, hear, learned)
    for cue in cues:
        if specs := [own[id] for id in sorted(cue.properties & own.keys())]:
            yield from reading.stated(specs, cue.span)


@lru_cache(maxsize=8)
def _triggered(ontology: Ontology, known: frozenset[str]) -> dict[str, PropertySpec]:
    return {p.id: p for p in ontology.relations if p.id not in known and p.words("trigger")}


class _Reading:
    """The names of a report in their order, and how a trigger relates them."""

    def __init__(
        self, reporter: Reporter | None, periods: Periods, ontology: Ontology, hear: Hear, learned: frozenset[str]
    ) -> None:
        self.hear, self.learned = hear, learned
        self.text, self.named, self.starts = periods.text, periods.names, periods.name_starts
        things = {n.entity.iri: n.entity for n in self.named}
        self.reporter = things.get(reporter.entity) if reporter and reporter.entity else None
        self.periods, self.actors = periods, Actors(periods)
        self.ontology = ontology
        actor = ontology.get_class(ontology.role("actor"))
        self.passive, self.objective = actor.words("agentMarker"), actor.words("objectMarker")
        both_ways = [p for p in ontology.relations if p.symmetric]
        self.together = frozenset(w for p in both_ways for kind in ("trigger", "with") for w in p.words(kind))

    def stated(self, specs: Sequence[PropertySpec], trigger: Span) -> Iterator[Judgement]:
        """Yield the statements of one trigger, of each of the properties that it may state."""
        sentence = self.periods.sentence(trigger.start)
        why = Why.NO_OBJECT if sentence else Why.NO_SENTENCE
        if sentence and self.periods.named(trigger.start + 1):
            sentence, why = None, Why.TRIGGER_IN_NAME
        before = self._before(sentence.start, trigger.start) if sentence else []
        after = self._behind(trigger) if sentence else []
        for spec in specs:
            facts, otherwise = self._facts(spec, trigger, before, after) if before or after else ([], why)
            yield from self._told(spec, trigger, facts, otherwise)

    def _facts(
        self, spec: PropertySpec, trigger: Span, before: Sequence[Named], after: Sequence[Named]
    ) -> tuple[list[Judgement], Why]:
        """What a trigger states between the names before and behind it; and why nothing, where that is so."""
        if self.text[trigger.start : trigger.end] in spec.words("afterward"):
            return list(self._closed(spec, before, trigger.start)), Why.NO_OBJECT
        marked = [n for n in before if self.text.endswith(self.passive, 0, n.start)]
        given = [] if after or marked or spec.id in self.learned else self._ending(before, spec.range, trigger.start)
        if given and not self.text.endswith(self.objective, 0, given[0].start):  # 对甲、乙予以
            given = []
        if not after and not marked and not given:
            return [], Why.NO_OBJECT
        before = [n for n in before if not given or n.start < given[0].start]
        heads, tails = self._fitting(before, spec.domain), self._first_list(after or given, spec.range, trigger.end)
        passive = self._fitting(marked, spec.domain)
        if passive:
            heads, tails = passive, tails or self._fitting([n for n in before if n not in passive], spec.range)[-1:]
        facts = [fact for tail in tails for fact in self._by(spec, self._last_list(heads), tail)]
        return facts, Why.NO_SUBJECT if tails else Why.NO_OBJECT

    def _told(self, spec: PropertySpec, trigger: Span, facts: list[Judgement], otherwise: Why) -> list[Judgement]:
        """The facts of a trigger, told to whoever listens; where there are none, why."""
        if self.hear is unheard:
            return facts
        word = self.text[trigger.start : trigger.end]
        kind = next((kind for kind in STATING if word in spec.words(kind)), STATING[0])
        why = Why.TRIGGER if facts else otherwise
        self.hear(Verdict(spec.id, trigger.start, trigger.end, why, Cited(spec.id, kind, word)))
        return facts

    def _closed(self, spec: PropertySpec, before: Sequence[Named], place: int) -> Iterator[Judgement]:
        """What the word states of the list right before it: 完成甲、乙等重大活动保障任务."""
        tails = self._ending(before, spec.range, place, _SUMMED)
        for tail in tails:
            heads = self._last_list(self._fitting(before[: before.index(tails[0])], spec.domain))
            yield from self._by(spec, heads, tail)

    def _ending(
        self, names: Sequence[Named], classes: Sequence[str], place: int, opens: Sequence[str] = ()
    ) -> list[Named]:
        """The list of what fits that ends close before a place; what stands between opens with one of a few words."""
        found: list[Named] = []
        for name in reversed(names):
            near = self._joined(name, found[0]) if found else place - name.end <= _CLOSE
            if not found and opens and self.text[name.end : place].strip("”")[:1] not in opens:
                break
            if not near or not self.ontology.fits(name.entity.type, classes):
                break
            found.insert(0, name)
        return found

    def _by(self, spec: PropertySpec, heads: Sequence[Named], tail: Named) -> Iterator[Judgement]:
        found = [h for h in heads if h.entity is not tail.entity]
        for head in found:
            score = round(_WRITTEN * head.score * tail.score, 3)
            yield Judgement(head.entity.iri, spec.id, tail.entity.iri, head.span, tail.span, score)
        whole = self.reporter
        if not found and whole is not None and whole is not tail.entity and self.ontology.fits(whole.type, spec.domain):
            yield Judgement(whole.iri, spec.id, tail.entity.iri, None, tail.span, round(_SUPPLIED * tail.score, 3))

    def _before(self, start: int, end: int) -> list[Named]:
        """The names that a place may be told of: the last before a trigger, as many as lists are long, of those that act."""
        first, behind = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return [n for n in self.named[max(first, behind - _LISTED) : behind] if not self.actors.gives_way(n, end)]

    def _behind(self, trigger: Span) -> list[Named]:
        """The names behind a trigger in its clause, if the first of them is near."""
        at = bisect_left(self.starts, trigger.end)
        if at == len(self.starts) or self.starts[at] - trigger.end > _REACH:
            return []
        ends = bisect_left(self.starts, self.periods.clause(trigger.start, trigger.end)[1])
        return self.named[at : min(ends, at + _LISTED)]

    def _fitting(self, names: Sequence[Named], classes: Sequence[str]) -> list[Named]:
        return [n for n in names if self.ontology.fits(n.entity.type, classes)]

    def _joined(self, one: Named, other: Named) -> bool:
        gap = self.text[one.end : other.start].strip(NAME_MARKS)
        return 0 < len(gap) <= 2 and gap[0] in COJOINERS

    def _first_list(self, names: Sequence[Named], classes: Sequence[str], place: int) -> list[Named]:
        """The first name that fits, if it is near, and those that its list goes on with."""
        found: list[Named] = []
        for name in names:
            if found and not self._joined(found[-1], name):
                break
            if self.ontology.fits(name.entity.type, classes) and (found or name.start - place <= _REACH):
                found.append(name)
        return found

    def _last_list(self, names: Sequence[Named]) -> list[Named]:
        """The last name, those before it in its list, and those whom it acts together with (甲联合乙)."""
        found = list(names[-1:])
        for name in reversed(names[:-1]):
            if not self._joined(name, found[0]) and self.text[name.end : found[0].start] not in self.together:
                break
            found.insert(0, name)
        return found
