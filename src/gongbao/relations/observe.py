"""Whose a quantity is, within which campaign, when, and whether it was reached."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import attrgetter

from gongbao.model import Quantity, Reporter
from gongbao.ontology import Ontology
from gongbao.quantities.counted import wording
from gongbao.relations.periods import WAYS, Named, Periods
from gongbao.text.punctuation import JOINERS
from gongbao.text.script import fold
from gongbao.text.words import dictionary

_AND, _DOING = (*JOINERS, "以及"), ("v", "vn", "vd", "p")  # parts of speech: whatever does something
_LEAD, _BODIES, _MANNER, _SHARE = 12, 40, 2, "1/100"
_START, _SHORT = attrgetter("start"), 4  # characters of a word
_MANY = 8  # in a report with more campaigns a figure is of one where its clause says so, or what is done
_SOON = 80  # characters before a campaign in which a region may be chosen for it, before a sentence in which others act


def observed(
    quantities: Sequence[Quantity], reporter: Reporter | None, periods: Periods, ontology: Ontology
) -> tuple[Quantity, ...]:
    """Complete the quantities; numbers that belong to the name of a body, place or person (三门峡) are left out."""
    return tuple(_Observer(reporter, periods, ontology).complete(quantities))


class _Observer:
    """What is known while quantities are gone through in their order."""

    def __init__(self, reporter: Reporter | None, periods: Periods, ontology: Ontology) -> None:
        self.text, self.named = periods.text, periods.names
        self.reporter = reporter.entity if reporter and reporter.acts else None
        self.own = reporter is not None and reporter.how in ("title", "signature")
        self.periods = periods
        self.ontology = ontology
        self.actor, self.campaign = ontology.role("actor"), ontology.role("campaign")
        self.solid = (self.actor, ontology.role("place"), ontology.role("person"))
        words = ontology.get_class(ontology.role("observation")).words
        self.wording, self.verbs, self.happenings = wording(ontology), words("verb"), words("happening")
        self.known, self.sizes = frozenset(self.verbs), sorted({len(verb) for verb in self.verbs}, reverse=True)
        self.at = self.last = 0
        self.actors: list[Named] = []
        self.campaigns: list[Named] = []
        self.broad = len({n.entity.iri for n in self.named if ontology.is_a(n.entity.type, self.campaign)}) > _MANY

    def complete(self, quantities: Sequence[Quantity]) -> Iterator[Quantity]:
        """Yield the quantities with what they belong to."""
        for quantity in quantities:
            inside = self._pass(quantity.start)
            if inside is None or not any(self.ontology.is_a(inside.entity.type, kind) for kind in self.solid):
                actor, place = self._actor(quantity), quantity.start
                counted, campaign = self._said(quantity.counted, actor), self._campaign(quantity)
                mood, time = self.periods.settled(self.periods.modality(place), self._time(quantity), place, place)
                yield replace(quantity, counted=counted, modality=mood, actor=actor, campaign=campaign, time=time)
            self.last = quantity.end

    def _pass(self, place: int) -> Named | None:
        """Go on to a place, and return the name that it lies in."""
        while self.at < len(self.named) and self.named[self.at].start <= place:
            name = self.named[self.at]
            if self.ontology.is_a(name.entity.type, self.actor):
                self.actors.append(name)
            elif self.ontology.is_a(name.entity.type, self.campaign) and not WAYS["found"].match(self.text, name.end):
                self.campaigns.append(name)
            self.at += 1
        last = self.named[self.at - 1] if self.at else None
        return last if last and place < last.end else None

    def _time(self, quantity: Quantity) -> int | None:
        """The time of its clause, sentence, line or report; what others are compared with has its own, one behind it only in its clause."""
        before = bisect_left(self.periods.time_starts, quantity.start) - 1
        ratio = quantity.unit.startswith(("1/", "倍"))
        own = self.periods.times[before] if before >= 0 else None
        whose = self.text[own.start - 1] if own and self.text[own.end : quantity.start] == "的" else "于"
        if whose in "从由自到至" or not (ratio or whose == "于"):  # 从2020年的5%, but not 成立于2005年的3家
            return before
        number = self.periods.time(quantity.start, quantity.start)
        if number is None or WAYS["base"].search(self.text, max(0, quantity.start - _LEAD), quantity.start):
            return None
        return None if "，" in self.text[quantity.end : self.periods.times[number].start] else number

    def _said(self, counted: str, actor: str | None) -> str:
        """What is counted, without the body that acts before it (甲局共检查企业)."""
        names = (self.text[n.start : n.end] for n in reversed(self.actors[-_BODIES:]) if n.entity.iri == actor)
        name = next((name for name in names if fold(counted).startswith(name)), "") if actor else ""
        words = dictionary().cut(fold(counted[len(name) :])) if name else []
        first = next((word for word in words if word.tag not in ("d", "t")), None)
        does = first is not None and first.tag in ("v", "vn", "p", "a", "ad")
        return counted[len(name) + first.start :] if first and does else counted

    def _meant(self, start: int, stop: int) -> str | None:
        """The body last named that 该局 or 该公司 in a range points to."""
        at = self.text.rfind("该", max(start, stop - _SOON), stop) + 1
        word = self.text[at : at + dictionary().cut(self.text[at : at + _SHORT])[0].end] if at else ""
        last = reversed(self.actors[-_BODIES:]) if word else ()
        return next((n.entity.iri for n in last if n.end < at and n.entity.name.endswith(word)), None)

    def _actor(self, quantity: Quantity) -> str | None:
        """The body last named in the clause, or for what a body does (检查…30家), in the sentence, else the reporter."""
        start, end = self.periods.clause(quantity.start, quantity.end)[0], quantity.start
        written, sentence = self._meant(start, end) or self._acting(start, end), quantity.sentence.start
        if written is not None or not self._alone(quantity, start):
            return written
        line = max(self.text.rfind("\n", 0, sentence) + 1, sentence - _SOON)
        last = self.actors[-1] if self.actors else None
        if any(last is None or m.end() > last.start for m in WAYS["others"].finditer(self.text, line, end)):
            return None
        another = last is not None and last.entity.iri != self.reporter
        suspect = not self.own and (another or "某" in self.text[sentence : quantity.start])
        return self._acting(sentence, end) or (None if suspect else self.reporter)

    def _alone(self, quantity: Quantity, start: int) -> bool:
        """Say whether what is counted is what a body does, and nothing but when, how and where stands before it in its clause."""
        counted = fold(quantity.counted)
        verb = next((counted[:size] for size in self.sizes if counted[:size] in self.known), "")
        at = self.text.rfind(verb, start, quantity.start) if verb else -1
        if at < 0 or verb in self.happenings or quantity.change or quantity.unit.startswith("1/"):
            return False
        low = max(start, min(self.last, at), self.text.rfind("、", start, at) + 1)
        told = self.periods.undated(low, at)
        words = self.wording.lead.sub("", told)
        named = bisect_left(self.named, low, key=_START) < bisect_left(self.named, at, key=_START)
        bare = not named and (len(words) <= _MANNER or WAYS["goes_on"].match(told))
        return bool(bare or words.startswith(self.wording.prepositions) or WAYS["with"].match(words))

    def _acting(self, start: int, stop: int) -> str | None:
        """The last body since a place that begins a clause and does something: of 甲、乙查处 the first, of 甲的30家 none."""
        found, first, end, behind = None, "", -1, stop
        since = max(bisect_left(self.actors, start, key=_START), len(self.actors) - _BODIES)
        for name in self.actors[since:]:
            if self.text[end : name.start] not in _AND:
                acts = WAYS["acts_behind"].search(self.text, max(name.start - _LEAD, 0), name.start)
                first = name.entity.iri if acts else ""
            end = name.end
            if first and not self.text.startswith(_AND, end) and not WAYS["owned"].match(self.text, end):
                found, behind = first, end
        if found is None or self.wording.verb.search(self.text, behind, stop):
            return found
        return found if any(tag in _DOING for _, tag in dictionary().tagged(self.text[behind:stop])) else None

    def _campaign(self, quantity: Quantity) -> str | None:
        """The campaign last named in the sentence; in an earlier one of the line where the sentence goes on with it."""
        last = self.campaigns[-1] if self.campaigns else None
        if last is None or last.start < self.text.rfind("\n", 0, quantity.start) + 1 or quantity.unit == _SHARE:
            return None
        clause, sentence = self.periods.clause(quantity.start, quantity.end)[0], quantity.sentence.start
        if last.start >= clause:
            near = True
        elif last.start < sentence:
            near = WAYS["goes_on"].match(self.text, sentence) is not None
        else:
            chosen = WAYS["chosen"].search(self.text, max(sentence, last.start - _SOON), last.start)
            near = (fold(quantity.counted).startswith(self.verbs) or not self.broad) and not chosen
        return last.entity.iri if near else None
