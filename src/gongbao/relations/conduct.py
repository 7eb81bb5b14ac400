"""Conduct that may be targeted: what stands behind or before a word of the property, item by item, and in names of campaigns.

What is found here is only looked at; the network decides whether it is targeted, and by what.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gongbao.model import Span
from gongbao.relations.scene import ROLES, Scene

_CAMPAIGN = ROLES.index("campaign")
_END = re.compile("[，,。；;！!？?：:\n（(]|——")
_ITEM = re.compile("[^、，,。；;！!？?：:\n（(]+")
_LEAD = re.compile("(?:[^，、。；]{0,6}反映(?:强烈|突出)?的|了|对|各类|各种|一批|一些|涉及|存在|严重|的|“|‘|《|「)*")
_JOINED = re.compile("(?:和|及|以及|或|与|或者)(?=.{2})")
_TAIL = re.compile(
    "等[^、]*$|[”’》」]+.*$|[0-9]+.*$|的?(?:问题|行为|现象|违法犯罪|案件|隐患).*$|(?:专项|行动|集中|活动|工作|攻坚|大会战|“).*$"
)
_BEFORE = re.compile(
    "(?:对|针对|围绕|就|将)([^，,。；;：:、\n]{2,30}?)(?:进行|开展|实施|予以|加以)?(?:了)?(?:专项|重点|集中|全面|严厉|依法)*$"
)
_NAMED = re.compile("(?:专项|集中|综合|联合|攻坚|大)*(?:整治|治理|打击|清理|清查|检查|排查|行动|查处|执法)")
_LONGEST, _SHORTEST = 40, 2


def conduct(told: Scene, triggers: Sequence[Span]) -> tuple[Span, ...]:
    """Return where conduct may be told of, in order; `triggers` are the words of the property."""
    found: set[tuple[int, int]] = set()
    for trigger in triggers:
        end = _END.search(told.text, trigger.end)
        behind = trigger.end, min(end.start() if end else len(told.text), trigger.end + 2 * _LONGEST)
        found.update(_trimmed(told.text, *behind), _items(told.text, *behind))  # 甲、乙领域的违法行为 may be one
        before = _BEFORE.search(told.text, max(0, trigger.start - _LONGEST), trigger.start)
        if before:
            found.update(_items(told.text, *before.span(1)))
    for start, end, kind in zip(told.start.tolist(), told.end.tolist(), told.kind.tolist(), strict=True):
        if kind == _CAMPAIGN:
            head = _NAMED.search(told.text, start + _SHORTEST, end)
            if head:
                found.update(_items(told.text, start, head.start()))
    return tuple(Span(start, end) for start, end in sorted(found))


def _items(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The items of a list, without what leads to them and what closes the list."""
    for item in _ITEM.finditer(text, start, end):
        joined = [m.span() for m in _JOINED.finditer(text, *item.span())]
        lows, highs = [item.start(), *(j[1] for j in joined)], [*(j[0] for j in joined), item.end()]
        for low, high in {item.span(), *zip(lows, highs, strict=True)}:
            yield from _trimmed(text, low, high)


def _trimmed(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """With and without the words that lead to it and that close its list."""
    lead = _LEAD.match(text, low, high)
    start = lead.end() if lead else low
    tail = _TAIL.search(text[start:high])
    stops = {high, start + tail.start()} if tail else {high}
    for stop in sorted(stops):
        if _SHORTEST <= stop - start <= _LONGEST:
            yield start, stop
