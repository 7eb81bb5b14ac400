"""Why a name was found in a report, or was not: what tagger, rules and chooser made of each place where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from functools import cached_property
from typing import NamedTuple

import numpy as np

from gongbao.mentions import Decisions, no_name
from gongbao.mentions.candidate import LEAST, Candidate
from gongbao.mentions.tagger import known
from gongbao.model import Document, Entity, Extraction, LinkReason, Mention, Span
from gongbao.pipeline import extract_tight
from gongbao.settings import Settings
from gongbao.text import columns
from gongbao.text.reading import Reading, squeezed
from gongbao.text.script import fold
from gongbao.trace import Verdict, Why

_AROUND, _SLACK, _LABELS = 16, 8, 3
_SEEN = 0.005  # labels less probable than this are not shown


class Outcome(Enum):
    """What became of a proposal: in English, in Chinese. `{other}` is the name that was preferred, with its score."""

    CHOSEN = ("chosen", "选用")
    IMPROBABLE = (f"less probable than {LEAST}, so not worth its risk", f"概率低于 {LEAST}，不予采用")
    OVERLAPPED = ("gave way to {other}, which gains more where they overlap", "与 {other} 重叠，后者更优")
    SWITCHED_OFF = ("a class that is switched off", "此类已停用")
    LOST = ("runs across lost characters or the end of a line, or is a sum of money", "跨越缺失字符或行尾，或是金额")


class Proposal(NamedTuple):
    """A proposed name, its words, and what became of it; `other` is the name preferred to it."""

    candidate: Candidate
    text: str
    outcome: Outcome
    other: str = ""


class Label(NamedTuple):
    """A label of the tagger for one character, with its probability."""

    name: str
    probability: float


class Trial:
    """One report, read with everything that was decided on the way."""

    def __init__(self, document: Document, settings: Settings) -> None:
        self.settings = settings
        self.document = squeezed(document)
        self.given = document
        self.verdicts: list[Verdict] = []
        self.decisions: Decisions = settings.finder.decide([self.document], self.verdicts.append)[0]
        self.extraction: Extraction = extract_tight(document, settings)
        self.outward = Reading(document.gaps).span_out

    @cached_property
    def plain(self) -> str:
        """The text as it is compared: simplified, one kind of quotation marks."""
        return columns.plain(self.document.folded)

    def places(self, name: str) -> list[Span]:
        """Return where a name stands, in offsets of the document that is read."""
        wanted = re.escape(columns.plain(fold(name.strip())))
        return [Span(*match.span()) for match in re.finditer(wanted, self.plain)] if wanted else []

    def occurrences(self, name: str) -> tuple[Occurrence, ...]:
        """Return each place where a name stands."""
        return tuple(Occurrence(self, span) for span in self.places(name))

    def quote(self, span: Span) -> str:
        """Return a stretch of the report as it was given, without ends of lines."""
        out = self.outward(span)
        return " ".join(self.given.text[out.start : out.end].split())


class Occurrence:
    """A place where a name stands; what was thought of it is asked of those in the report's body only."""

    def __init__(self, trial: Trial, place: Span) -> None:
        body = trial.document.body
        self.trial, self.place = trial, place
        self.text, self.own = trial.decisions.text, Span(place.start - body.start, place.end - body.start)
        self.in_body = body.start <= place.start < place.end <= body.end

    @property
    def span(self) -> Span:
        """The place in offsets of the report."""
        return self.trial.outward(self.place)

    @property
    def context(self) -> str:
        """What stands around it."""
        last = len(self.trial.document.text)
        return self.trial.quote(Span(max(0, self.place.start - _AROUND), min(last, self.place.end + _AROUND)))

    @property
    def words(self) -> Iterator[tuple[str, str]]:
        """The words of jieba over it, with their tags."""
        low, high = max(0, self.own.start - _AROUND), self.own.end + _AROUND
        for word in self.trial.settings.finder.segmenter.cut(self.text[low:high]):
            if self._over(word.start + low, word.end + low):
                yield self.text[low + word.start : low + word.end], word.tag

    @property
    def gazetteer(self) -> list[tuple[str, str]]:
        """The known names over it, with what they are."""
        near, inside = self.text[max(0, self.own.start - _SLACK) : self.own.end + _SLACK], self._words
        named = [(columns.plain(name), kind) for name, kind in known() if len(name) > 1 and name in near]
        return [(name, kind) for name, kind in dict(reversed(named)).items() if name in inside or inside in name]

    @property
    def labels(self) -> Iterator[tuple[str, tuple[Label, ...]]]:
        """The best labels of each character."""
        chances = np.exp(self.trial.decisions.reading.scores[self.own.start : self.own.end])
        for char, row in zip(self._words, chances, strict=True):
            best = np.argsort(-row, kind="stable")[:_LABELS].tolist()
            yield char, tuple(Label(self._label(n), float(row[n])) for n in best if n == best[0] or row[n] >= _SEEN)

    @property
    def proposals(self) -> Iterator[Proposal]:
        """What was proposed over it, and what became of that."""
        decisions, text = self.trial.decisions, self.text
        wanted = {spec.id for spec in self.trial.settings.ontology.entity_classes}
        for candidate in dict.fromkeys(decisions.proposed):
            if not self._over(candidate.start, candidate.end):
                continue
            words = text[candidate.start : candidate.end]
            over = [c for c in decisions.chosen if c.start < candidate.end and candidate.start < c.end]
            if candidate in over:
                yield Proposal(candidate, words, Outcome.CHOSEN)
            elif candidate.type not in wanted:
                yield Proposal(candidate, words, Outcome.SWITCHED_OFF)
            elif no_name(text, candidate):
                yield Proposal(candidate, words, Outcome.LOST)
            elif candidate.score <= LEAST:
                yield Proposal(candidate, words, Outcome.IMPROBABLE)
            else:
                others = ", ".join(f"{c.type} {text[c.start : c.end]} {c.score:.2f}" for c in over)
                yield Proposal(candidate, words, Outcome.OVERLAPPED, others)

    @property
    def verdicts(self) -> list[Verdict]:
        """What rules decided about it; that a name is not sought elsewhere is about every other place."""
        elsewhere = (Why.REPEAT_SHORT, Why.REPEAT_UNSURE)
        return [
            v
            for v in self.trial.verdicts
            if self._over(v.start, v.end) != (v.why in elsewhere) and (v.why not in elsewhere or v.word == self._words)
        ]

    @property
    def found(self) -> Iterator[tuple[Mention, str, Entity, LinkReason | None]]:
        """The names found over it: their words, what bears them, and why."""
        owner, place = self.trial.extraction.entity_of(), self.place
        for mention in self.trial.extraction.mentions:
            if mention.start < place.end and place.start < mention.end:
                entity, words = owner[mention], self.trial.document.text[mention.start : mention.end]
                yield mention, words, entity, next((r for r in entity.reasons if r.surface == words), None)

    @property
    def _words(self) -> str:
        return self.text[self.own.start : self.own.end]

    def _over(self, start: int, end: int) -> bool:
        return start < self.own.end and self.own.start < end

    def _label(self, number: int) -> str:
        classes = self.trial.decisions.classes
        return "O" if number == 0 else f"{'BIES'[(number - 1) % 4]}-{classes[(number - 1) // 4]}"
