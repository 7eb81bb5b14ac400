"""A text as it is read: without what typesetting put in, and with the way back to the offsets of the text as given."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import TypeVar

from gongbao.model import Decided, Document, Evidence, Extraction, Mention, Quantity, Section, Sentence, Span, Time
from gongbao.text.script import fold


class Reading:
    """The offsets of a text of which the ranges `gaps`, in order and apart from each other, are left out."""

    def __init__(self, gaps: Sequence[Span]) -> None:
        self.gaps = tuple(gaps)
        self._lost = (0, *accumulate(gap.end - gap.start for gap in gaps))
        self._starts = [gap.start for gap in gaps]
        self._places = [gap.start - lost for gap, lost in zip(gaps, self._lost, strict=False)]

    def cut(self, text: str) -> str:
        """Return the text without the gaps."""
        starts = (0, *(gap.end for gap in self.gaps))
        return "".join(text[start:end] for start, end in zip(starts, (*self._starts, len(text)), strict=True))

    def inward(self, offset: int) -> int:
        """Return where a place of the text is in what is read; inside a gap, where the gap was."""
        index = bisect_left(self._starts, offset)
        if index and offset < self.gaps[index - 1].end:
            return self._places[index - 1]
        return offset - self._lost[index]

    def outward(self, offset: int) -> int:
        """Return where a character that is read stands in the text."""
        return offset + self._lost[bisect_right(self._places, offset)]

    def span_in(self, span: Span) -> Span:
        """Return a range of the text as one of what is read, which never is empty."""
        start = self.inward(span.start)
        return Span(start, max(start + 1, self.inward(span.end)))

    def span_out(self, span: Span) -> Span:
        """Return a range of what is read as one of the text, from its first character to its last."""
        return Span(self.outward(span.start), self.outward(span.end - 1) + 1)


Ranged = TypeVar("Ranged", Section, Sentence, Mention, Evidence, Time, Quantity)
Told = TypeVar("Told", Time, Quantity)
Move = Callable[[Span], Span]


def squeezed(document: Document) -> Document:
    """Return the document without its gaps, as all stages after reading see it."""
    if not document.gaps:
        return document
    reading = Reading(document.gaps)
    text = reading.cut(document.text)
    return _moved(document, reading.span_in, text=text, folded=fold(text), gaps=())


def given(document: Document, text: str, folded: str, gaps: tuple[Span, ...]) -> Document:
    """Return a document that was read without `gaps` with the offsets of the whole text."""
    if not gaps:
        return document
    return _moved(document, Reading(gaps).span_out, text=text, folded=folded, gaps=gaps)


def restored(extraction: Extraction, document: Document) -> Extraction:
    """Return what was extracted from the squeezed document with the offsets of the document as given."""
    if not document.gaps:
        return extraction
    move, text = Reading(document.gaps).span_out, document.text
    mentions = {mention: _at(mention, move) for e in extraction.entities for mention in e.mentions}
    told = extraction.document
    return replace(
        extraction,
        document=replace(
            document, publisher=told.publisher, publisher_span=told.publisher_span and move(told.publisher_span)
        ),
        mentions=tuple(mentions.get(m) or _at(m, move) for m in extraction.mentions),
        entities=tuple(replace(e, mentions=tuple(mentions[m] for m in e.mentions)) for e in extraction.entities),
        statements=tuple(
            replace(s, evidence=tuple(_cited(e, move) for e in s.evidence)) for s in extraction.statements
        ),
        quantities=tuple(replace(_told(q, move, text), sentence=move(q.sentence)) for q in extraction.quantities),
        times=tuple(_told(t, move, text) for t in extraction.times),
        keywords=tuple(replace(k, spans=tuple(map(move, k.spans))) for k in extraction.keywords),
        decided=tuple(_decided(d, move) for d in extraction.decided),
    )


def _decided(decided: Decided, move: Move) -> Decided:
    said, stated = (
        tuple(replace(s, evidence=tuple(_cited(e, move) for e in s.evidence)) for s in statements)
        for statements in (decided.statements, decided.stated)
    )
    names, given = (tuple(_at(m, move) for m in mentions) for mentions in (decided.names, decided.given))
    return replace(decided, names=names, given=given, statements=said, stated=stated)


def _at(value: Ranged, move: Move) -> Ranged:
    span = move(Span(value.start, value.end))
    return replace(value, start=span.start, end=span.end)


def _told(value: Told, move: Move, text: str) -> Told:
    moved = _at(value, move)
    return replace(moved, text=text[moved.start : moved.end])


def _cited(evidence: Evidence, move: Move) -> Evidence:
    return replace(
        _at(evidence, move),
        trigger=evidence.trigger and move(evidence.trigger),
        subject=evidence.subject and move(evidence.subject),
        object=evidence.object and move(evidence.object),
    )


def _moved(document: Document, move: Move, *, text: str, folded: str, gaps: tuple[Span, ...]) -> Document:
    """Return the document with another text, and all its ranges moved into it."""
    return replace(
        document,
        text=text,
        folded=folded,
        gaps=gaps,
        publisher_span=document.publisher_span and move(document.publisher_span),
        issued_span=document.issued_span and move(document.issued_span),
        body=move(document.body),
        sections=tuple(replace(_at(s, move), heading=move(s.heading)) for s in document.sections),
        sentences=tuple(replace(_at(s, move), turn=_turned(s, move)) for s in document.sentences),
    )


def _turned(sentence: Sentence, move: Move) -> int | None:
    return None if sentence.turn is None else move(Span(sentence.turn, sentence.turn + 1)).start
