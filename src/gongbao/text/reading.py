"""A text as it is read: without what typesetting put in, and with the way back to the offsets of the text as given."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Any

from gongbao import model
from gongbao.model import Document, Extraction, Quantity, Sentence, Span, Time
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


Move = Callable[[Span], Span]

_PARTS: Mapping[type, tuple[str, ...]] = {
    model.Document: ("publisher_span", "issued_span", "body", "sections", "sentences"),
    model.Section: ("heading",),
    model.Extraction: ("mentions", "entities", "statements", "quantities", "times", "keywords", "decided"),
    model.Entity: ("mentions",),
    model.Statement: ("evidence",),
    model.Evidence: ("trigger", "subject", "object"),
    model.Quantity: ("sentence",),
    model.Keyword: ("spans",),
    model.Decided: ("names", "statements", "given", "stated"),
}
"""What of a value is a range of the text, or holds ranges; where it begins and ends itself is a range too."""


def squeezed(document: Document) -> Document:
    """Return the document without its gaps, as all stages after reading see it."""
    if not document.gaps:
        return document
    reading = Reading(document.gaps)
    inner: Document = _moved(document, reading.span_in)
    text = reading.cut(document.text)
    return replace(inner, text=text, folded=fold(text), gaps=())


def given(document: Document, text: str, folded: str, gaps: tuple[Span, ...]) -> Document:
    """Return a document that was read without `gaps` with the offsets of the whole text."""
    if not gaps:
        return document
    whole: Document = _moved(document, Reading(gaps).span_out)
    return replace(whole, text=text, folded=folded, gaps=gaps)


def restored(extraction: Extraction, document: Document) -> Extraction:
    """Return what was extracted from the squeezed document with the offsets of the document as given."""
    if not document.gaps:
        return extraction
    move, told = Reading(document.gaps).span_out, extraction.document
    span: Span | None = _moved(told.publisher_span, move)
    whole: Extraction = _moved(extraction, move, document.text)
    return replace(whole, document=replace(document, publisher=told.publisher, publisher_span=span))


def _moved(value: Any, move: Move, text: str = "") -> Any:
    """Return a value with all its ranges moved; `text` is where the words of times and quantities stand now."""
    if value is None or isinstance(value, Span):
        return value and move(value)
    if isinstance(value, tuple):
        return tuple(_moved(each, move, text) for each in value)
    changed = {name: _moved(getattr(value, name), move, text) for name in _PARTS.get(type(value), ())}
    if hasattr(value, "start"):
        span = move(Span(value.start, value.end))
        changed |= {"start": span.start, "end": span.end}
        if isinstance(value, (Time, Quantity)):
            changed["text"] = text[span.start : span.end]
        elif isinstance(value, Sentence) and value.turn is not None:
            changed["turn"] = move(Span(value.turn, value.turn + 1)).start
    return replace(value, **changed)
