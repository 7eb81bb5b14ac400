"""Where a decision holds in a report: at its characters, which are looked for again where the report has changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from gongbao import iri
from gongbao.decisions.decision import AROUND, Decision
from gongbao.decisions.ledger import Ledger
from gongbao.model import Document, Span
from gongbao.text.reading import Reading
from gongbao.text.script import fold

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Placed:
    """A decision that concerns a report; `span` is its place in the text as it is read, without what typesetting put in."""

    decision: Decision
    span: Span | None


@dataclass(frozen=True, slots=True)
class Anchored:
    """The decisions that hold in a report, later ones in place of earlier ones on the same thing, and what no longer holds."""

    standing: tuple[Placed, ...]
    notices: tuple[str, ...] = ()


def anchor(document: Document, ledger: Ledger) -> Anchored:
    """Find the decisions of a report as it was given, and their places."""
    placed: list[Placed] = []
    other: list[Decision] = []
    lost: list[Decision] = []
    reading = Reading(document.gaps)
    for decision in ledger.about(document.sha256, document.source):
        own = not decision.report or document.sha256.startswith(decision.report)
        span = _here(decision, document.text) if own else _again(decision, document)
        if span is None and (_needs_place(decision) if own else _is_another(decision, document)):
            (lost if own else other).append(decision)
        elif span is not None and not document.body.covers(span) and decision.about == "name":
            lost.append(decision)
        else:
            placed.append(Placed(decision, span and reading.span_in(span)))
    return Anchored(tuple(_standing(placed)), (*_gone(lost), *_others(other, document)))


def _here(decision: Decision, text: str) -> Span | None:
    span = decision.span
    return span if span is not None and text[span.start : span.end] == decision.text else None


def _needs_place(decision: Decision) -> bool:
    return decision.scope != "all" and decision.span is not None


def _is_another(decision: Decision, document: Document) -> bool:
    """Say whether a decision on another text has nothing to say here: what it corrects is not read here."""
    if decision.about in ("title", "publisher", "issued"):
        return not decision.text or decision.text != getattr(document, decision.about)
    return decision.scope != "all"


def _again(decision: Decision, document: Document) -> Span | None:
    """Find the characters of a decision in a report that has changed: where they stand among the same others, once."""
    context, text = decision.context, decision.text
    if (
        decision.source != PurePath(document.source).name
        or decision.span is None
        or context == text
        or text not in context
    ):
        return None
    first = document.text.find(context)
    if first < 0 or document.text.find(context, first + 1) >= 0:
        return None
    starts = [m.start() for m in re.finditer(f"(?={re.escape(decision.text)})", context)]
    usual = min(AROUND, decision.span.start)
    best = min(starts, key=lambda start: abs(start - usual))
    return Span(first + best, first + best + len(decision.text))


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
        case "same":
            return "same", frozenset(ends)
        case about:
            return (about,)


def _short(words: str) -> str:
    return " ".join(words.split())[:40]


def _gone(lost: Sequence[Decision]) -> Iterator[str]:
    for decision in lost:
        yield gone(decision, f"“{_short(decision.text)}” does not stand there", f"该处不是“{_short(decision.text)}”")


def gone(decision: Decision, why: str, zh: str) -> str:
    """Return the notice that a decision does not apply."""
    return f"{decision.line}: the decision does not apply: {why}（判定不适用：{zh}）"


def _others(other: Sequence[Decision], document: Document) -> Iterator[str]:
    if other:
        lines = ", ".join(d.line for d in other[:_SHOWN]) + (", …" if other[_SHOWN:] else "")
        name = PurePath(document.source).name
        yield (
            f"{len(other)} decisions were taken on another text called {name}, and their characters are not there any more: "
            f"{lines}（{len(other)} 项判定针对同名的另一文本，其文字在此已不存在）"
        )
