"""Why a name was found in a report, or was not: what tagger, rules and chooser made of each place where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import NamedTuple

import numpy as np

from gongbao.mentions import Decisions, no_name
from gongbao.mentions.candidate import Candidate
from gongbao.mentions.chooser import LEAST
from gongbao.mentions.tagger import known
from gongbao.model import Document, Entity, Extraction, LinkReason, Mention, Span
from gongbao.pipeline import extract_tight
from gongbao.settings import Settings
from gongbao.text import columns
from gongbao.text.reading import Reading, squeezed
from gongbao.text.script import fold
from gongbao.trace import Verdict, Why

_AROUND, _SLACK, _LABELS = 16, 8, 3
_SEEN = 0.005
"""Labels less probable than this are not shown."""


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


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A place where the name stands, in offsets of the report; `in_body` is False in page residue, where none is sought.

    `words` are jieba's with their tags, `gazetteer` the known names over it; `labels` are the best of each character.
    """

    span: Span
    context: str
    in_body: bool
    words: tuple[tuple[str, str], ...] = ()
    gazetteer: tuple[tuple[str, str], ...] = ()
    labels: tuple[tuple[str, tuple[Label, ...]], ...] = ()
    proposals: tuple[Proposal, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    found: tuple[tuple[Mention, str, Entity, LinkReason | None], ...] = ()


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
        """Tell of each place where a name stands."""
        return tuple(self._occurrence(span) for span in self.places(name))

    def quote(self, span: Span) -> str:
        """Return a stretch of the report as it was given, without ends of lines."""
        out = self.outward(span)
        return " ".join(self.given.text[out.start : out.end].split())

    def _occurrence(self, span: Span) -> Occurrence:
        text, body = self.document.text, self.document.body
        around = Span(max(0, span.start - _AROUND), min(len(text), span.end + _AROUND))
        context, out = self.quote(around), self.outward(span)
        if not body.start <= span.start < span.end <= body.end:
            return Occurrence(out, context, in_body=False)
        own = Span(span.start - body.start, span.end - body.start)
        return Occurrence(
            out,
            context,
            True,
            tuple(self._words(own)),
            tuple(self._gazetteer(own)),
            tuple(self._labels(own)),
            tuple(self._proposals(own)),
            tuple(v for v in self.verdicts if self._concerns(v, own)),
            tuple(self._found(span)),
        )

    def _concerns(self, verdict: Verdict, own: Span) -> bool:
        """Say whether a verdict is about a place; that a name is not sought elsewhere is about every other place."""
        here = verdict.start < own.end and own.start < verdict.end
        if verdict.why in (Why.REPEAT_SHORT, Why.REPEAT_UNSURE):
            return not here and verdict.word == self._at(own)
        return here

    def _at(self, own: Span) -> str:
        return self.decisions.text[own.start : own.end]

    def _words(self, own: Span) -> Iterator[tuple[str, str]]:
        text = self.decisions.text
        low, high = max(0, own.start - _AROUND), own.end + _AROUND
        for word in self.settings.finder.segmenter.cut(text[low:high]):
            if word.start + low < own.end and own.start < word.end + low:
                yield text[low + word.start : low + word.end], word.tag

    def _gazetteer(self, own: Span) -> Iterator[tuple[str, str]]:
        near = self.decisions.text[max(0, own.start - _SLACK) : own.end + _SLACK]
        inside = self._at(own)
        kinds = dict(
            reversed([(columns.plain(name), kind) for name, kind in known() if len(name) > 1 and name in near])
        )
        for name, kind in kinds.items():
            if name in inside or inside in name:
                yield name, kind

    def _labels(self, own: Span) -> Iterator[tuple[str, tuple[Label, ...]]]:
        chances = np.exp(self.decisions.reading.scores[own.start : own.end])
        for char, row in zip(self._at(own), chances, strict=True):
            best = np.argsort(-row, kind="stable")[:_LABELS].tolist()
            yield char, tuple(Label(self._label(n), float(row[n])) for n in best if n == best[0] or row[n] >= _SEEN)

    def _label(self, number: int) -> str:
        return "O" if number == 0 else f"{'BIES'[(number - 1) % 4]}-{self.decisions.classes[(number - 1) // 4]}"

    def _proposals(self, own: Span) -> Iterator[Proposal]:
        text = self.decisions.text
        wanted = {spec.id for spec in self.settings.ontology.entity_classes}
        for candidate in dict.fromkeys(self.decisions.proposed):
            if not (candidate.start < own.end and own.start < candidate.end):
                continue
            words = text[candidate.start : candidate.end]
            over = [c for c in self.decisions.chosen if c.start < candidate.end and candidate.start < c.end]
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

    def _found(self, span: Span) -> Iterator[tuple[Mention, str, Entity, LinkReason | None]]:
        owner = self.extraction.entity_of()
        for mention in self.extraction.mentions:
            if mention.start < span.end and span.start < mention.end:
                entity, words = owner[mention], self.document.text[mention.start : mention.end]
                yield mention, words, entity, next((r for r in entity.reasons if r.surface == words), None)
