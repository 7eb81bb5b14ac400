"""Where a decision holds in a report: at its characters, which are looked for again where the report has changed."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import PurePath
from typing import NamedTuple

from gongbao import iri
from gongbao.decisions.decision import AROUND, Decision
from gongbao.decisions.ledger import Ledger
from gongbao.messages import both
from gongbao.model import About, Document, Notice, Span
from gongbao.text.reading import Reading
from gongbao.text.script import fold

_SHOWN = 3

_ENOUGH = 8  # so many characters, on one side or without others, tell a place


class Placed(NamedTuple):
    """A decision that concerns a report; `span` is its place in the text as it is read, without what typesetting put in."""

    decision: Decision
    span: Span | None


class Anchored(NamedTuple):
    """The decisions that hold in a report, later ones in place of earlier ones on the same thing, and what no longer holds."""

    standing: tuple[Placed, ...] = ()
    notices: tuple[Notice, ...] = ()

    def about(self, *what: About) -> tuple[Placed, ...]:
        """Return those about some things."""
        return tuple(one for one in self.standing if one.decision.about in what)


class _Tight:
    """A text without its white space, which another program may have set otherwise, and where its characters stand."""

    def __init__(self, text: str) -> None:
        self.whole = text

    @cached_property
    def places(self) -> Sequence[int]:
        return [at for at, character in enumerate(self.whole) if not character.isspace()]

    @cached_property
    def text(self) -> str:
        return _tight(self.whole)

    def once(self, before: str, words: str, after: str) -> Span | None:
        """The place of words that stand among others exactly once."""
        found = self.text.find(before + words + after)
        if found < 0 or self.text.find(before + words + after, found + 1) >= 0:
            return None
        start = found + len(before)
        return Span(self.places[start], self.places[start + len(words) - 1] + 1)


def _tight(text: str) -> str:
    return "".join(text.split())


def anchor(document: Document, ledger: Ledger) -> Anchored:
    """Find the decisions of a report as it was given, and their places."""
    placed: list[Placed] = []
    other: list[Decision] = []
    notices: list[Notice] = []
    reading, tight = Reading(document.gaps), _Tight(document.text)
    for decision in ledger.about(document.sha256, document.source):
        own = not decision.report or document.sha256.startswith(decision.report)
        span = _here(decision, document.text) if own else None
        if span is None and not (own and decision.report):
            span = _again(decision, document, tight)
        words = " ".join(decision.text.split())[:40]
        if span is None and not own and _is_another(decision, document):
            other.append(decision)
        elif span is None and own and decision.scope != "all" and decision.span is not None:
            notices.append(decision.gone("does not stand there", words=words))
        elif span is not None and not document.body.covers(span) and decision.about == "name":
            notices.append(decision.gone("stands outside the body", words=words))
        else:
            placed.append(Placed(decision, span and reading.span_in(span)))
    return Anchored(tuple(_standing(placed)), (*notices, *_others(other, document)))


def _here(decision: Decision, text: str) -> Span | None:
    span = decision.span
    return span if span is not None and text[span.start : span.end] == decision.text else None


def _is_another(decision: Decision, document: Document) -> bool:
    """Say whether a decision on another text has nothing to say here: what it corrects is not read here."""
    if decision.about in ("title", "publisher", "issued"):
        read = getattr(document, decision.about)
        return not (decision.text and read) or iri.canonical(decision.text) != iri.canonical(read)
    return decision.scope != "all"


def _again(decision: Decision, document: Document, tight: _Tight) -> Span | None:
    """Find the characters of a decision in a report that has changed: where they stand among the same others, once.

    Those on one side are enough where the other side has changed: a paragraph was moved, a sentence put before it.
    """
    context = decision.context if decision.text in decision.context else decision.text
    words = _tight(decision.text)
    if decision.source != PurePath(document.source).name or decision.span is None:
        return None
    usual = min(AROUND, decision.span.start)
    starts = [m.start() for m in re.finditer(f"(?={re.escape(decision.text)})", context)]
    best = min(starts, key=lambda start: abs(start - usual))
    before, after = _tight(context[:best]), _tight(context[best + len(decision.text) :])
    found = tight.once(before, words, after) if words else None
    if found is not None and not before + after and _cuts_a_number(document.text, found):
        return None
    if found is None and len(before) >= _ENOUGH:
        found = tight.once(before, words, "")
    if found is None and len(after) >= _ENOUGH:
        found = tight.once("", words, after)
    return found


def _cuts_a_number(text: str, span: Span) -> bool:
    """Say whether a span begins or ends amid a number: 3起 in 13起, 5万 in 1.5万."""
    pairs = (text[at - 1 : at + 1] for at in (span.start, span.end) if 0 < at < len(text))
    return any(pair.replace(".", "0").replace("点", "0").isnumeric() for pair in pairs)


def _standing(placed: Sequence[Placed]) -> Iterator[Placed]:
    """Yield what counts: the last decision on each thing, unless it takes back those before it."""
    last: dict[tuple[object, ...], Placed] = {}
    for one in placed:
        key = _thing(one)
        last.pop(key, None)
        last[key] = one
    yield from (one for one in last.values() if one.decision.verdict != "open")


def _thing(one: Placed) -> tuple[object, ...]:
    """What a decision is about: two decisions on the same thing are one after the other."""
    decision = one.decision
    ends = tuple(iri.canonical(name) for name in (decision.subject, decision.object) if name)
    place = one.span if decision.scope == "here" else fold(decision.text)
    match decision.about:
        case "name":
            return "name", decision.scope, place
        case "statement":
            return "statement", decision.scope, ends, decision.predicate, one.span if decision.scope == "here" else None
        case "figure" | "time" as about:
            return about, one.span
        case "same":
            return "same", frozenset(ends)
        case about:
            return (about,)


def _others(other: Sequence[Decision], document: Document) -> Iterator[Notice]:
    if other:
        lines = ", ".join(d.line for d in other[:_SHOWN]) + (", …" if other[_SHOWN:] else "")
        name = PurePath(document.source).name
        many = Notice(f"{len(other)} decisions were" if other[1:] else "1 decision was", f"{len(other)} 项")
        yield Notice(*both("decisions on another text", many=many, name=name, lines=lines))
