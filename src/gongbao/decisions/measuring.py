"""Times and figures as a person decided them: rejected, or of another value, before anything is read from them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from gongbao.decisions.anchor import Placed, gone
from gongbao.decisions.decision import Decision
from gongbao.model import Decided, Document, Notice, Quantity, Span, Time

_Told = TypeVar("_Told", Time, Quantity)


@dataclass(frozen=True, slots=True)
class Measured(Generic[_Told]):
    """The times or figures as decided, the decisions that came to something, and notices of those that do not apply."""

    found: tuple[_Told, ...]
    decided: tuple[Decided, ...] = ()
    notices: tuple[Notice, ...] = ()


def timed(document: Document, found: tuple[Time, ...], standing: Sequence[Placed]) -> Measured[Time]:
    """Apply the decisions on times; one that was not read is there if a person gives its value."""

    def given(decision: Decision, span: Span) -> tuple[Time, ...]:
        value = decision.instead
        return (Time(span.start, span.end, document.text[span.start : span.end], value),) if value else ()

    def changed(time: Time, decision: Decision) -> Time:
        return replace(time, value=decision.instead or time.value)

    return _measured("time", found, standing, changed, given)


def counted(found: tuple[Quantity, ...], standing: Sequence[Placed]) -> Measured[Quantity]:
    """Apply the decisions on figures: their value, and what was counted."""

    def changed(figure: Quantity, decision: Decision) -> Quantity:
        value = float(decision.instead) if decision.instead else figure.value
        return replace(figure, value=value, counted=decision.object or figure.counted)

    return _measured("figure", found, standing, changed, lambda _decision, _span: ())


def _measured(
    about: str,
    found: tuple[_Told, ...],
    standing: Sequence[Placed],
    changed: Callable[[_Told, Decision], _Told],
    given: Callable[[Decision, Span], tuple[_Told, ...]],
) -> Measured[_Told]:
    kept: list[_Told] = list(found)
    decided: list[Decided] = []
    notices: list[Notice] = []
    for one in standing:
        decision, span = one.decision, one.span
        if decision.about != about or span is None:
            continue
        there = [told for told in kept if told.start < span.end and span.start < told.end]
        if decision.verdict == "wrong" and not decision.instead and not decision.object:
            now: list[_Told] = []
        else:
            now = [changed(told, decision) for told in there] or list(given(decision, span))
            if not now:
                notices.append(gone(decision, f"no {about} is read there", "该处未识别出数字或时间"))
                continue
        kept = sorted([told for told in kept if told not in there] + now, key=lambda told: told.start)
        decided.append(_decided(decision, there))
    return Measured(tuple(kept), tuple(decided), tuple(notices))


def _decided(decision: Decision, before: Sequence[Time | Quantity]) -> Decided:
    verdict = "right" if decision.verdict == "right" else "wrong"
    words = tuple(word for word in (decision.text, decision.object, decision.instead) if word)
    was = before[0].value if before else None
    value = f"{was:.15g}" if isinstance(was, float) else was
    return Decided(decision.about, verdict, decision.who, decision.when, words, decision.note, value=value)  # type: ignore[arg-type]
