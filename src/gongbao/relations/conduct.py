"""Conduct that may be targeted: what stands behind or before a word of the property, item by item, and in names of campaigns.

What is found here is only looked at; the network decides whether it is targeted, and by what.
"""

from collections.abc import Iterator, Sequence

from gongbao.model import Span
from gongbao.relations.scene import ROLES, Scene
from gongbao.text import tsv

_CAMPAIGN = ROLES.index("campaign")
WAYS = tsv.Patterns("gongbao.relations", "conduct.tsv", {})
_LONGEST, _SHORTEST = 40, 2


def conduct(told: Scene, triggers: Sequence[Span]) -> tuple[Span, ...]:
    """Return where conduct may be told of, in order; `triggers` are the words of the property."""
    found: set[tuple[int, int]] = set()
    for trigger in triggers:
        end = WAYS["end"].search(told.text, trigger.end)
        behind = trigger.end, min(end.start() if end else len(told.text), trigger.end + 2 * _LONGEST)
        found.update(_trimmed(told.text, *behind), _items(told.text, *behind))  # 甲、乙领域的违法行为 may be one
        before = WAYS["before"].search(told.text, max(0, trigger.start - _LONGEST), trigger.start)
        if before:
            found.update(_items(told.text, *before.span(1)))
    for start, end, kind in zip(told.start.tolist(), told.end.tolist(), told.kind.tolist(), strict=True):
        if kind == _CAMPAIGN:
            head = WAYS["named"].search(told.text, start + _SHORTEST, end)
            if head:
                found.update(_items(told.text, start, head.start()))
    return tuple(Span(start, end) for start, end in sorted(found))


def _items(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The items of a list, without what leads to them and what closes the list."""
    for item in WAYS["item"].finditer(text, start, end):
        joined = [m.span() for m in WAYS["joined"].finditer(text, *item.span())]
        lows, highs = [item.start(), *(j[1] for j in joined)], [*(j[0] for j in joined), item.end()]
        for low, high in {item.span(), *zip(lows, highs, strict=True)}:
            yield from _trimmed(text, low, high)


def _trimmed(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """With and without the words that lead to it and that close its list."""
    lead = WAYS["lead"].match(text, low, high)
    start = lead.end() if lead else low
    tail = WAYS["tail"].search(text[start:high])
    for stop in sorted({high, start + tail.start()} if tail else {high}):
        if _SHORTEST <= stop - start <= _LONGEST:
            yield start, stop
