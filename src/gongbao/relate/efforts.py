"""The campaign that a report goes on to speak of where it no longer names it: 此次行动, 行动中, 重点打击了…."""

from __future__ import annotations

from collections.abc import Sequence

from gongbao.relate.actions import Act
from gongbao.relate.clauses import Clause, Item, Layout, Period

_LINES = 6
"""So many paragraphs after it was named, 行动中 still means a campaign."""

_HEAD = 2
"""The only campaign of a report, named so near its beginning, is what the whole of it tells of."""


class Efforts:
    """The running campaign: `enter` before a period is read, `leave` after it."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.words = layout.words
        self.text = layout.text
        self.running: Item | None = None
        self.last: Item | None = None
        self.resumed = False
        self.line = -1
        self.told = -1
        self.lead: Item | None = None
        self.alone = len({i.entity for i in layout.items if self._campaign(i)}) == 1

    def enter(self, period: Period) -> None:
        """Begin a period: a campaign runs on within its paragraph, and where the period points back to it."""
        if period.paragraph != self.line:
            self.line, self.running = period.paragraph, self.lead
        self.resumed = self.words.resumed.match(self.text, period.start, period.end) is not None
        if self.resumed:
            near = period.paragraph - self.told <= _LINES
            self.running = self.last if near else None
        elif self.words.renewed.match(self.text, period.start, period.end):
            self.running = None

    def leave(self, period: Period, acts: Sequence[Act]) -> None:
        """End a period: what was started or framed it runs on."""
        found = [a.object for a in acts if a.relation.by_actor and "framing" in a.relation.readings]
        for clause in period.clauses:
            found += [g.items[-1] for g in clause.groups if self.layout.within(g.items[-1], clause.end)]
            found += self.opening(clause)
        found = [i for i in found if self._campaign(i)]
        if not found:
            if self.words.begun.search(self.text, period.start, period.end):
                self.running = self.last = None  # another one, of which no name was found
            return
        one = len({i.entity for i in found}) == 1
        self.running = self.last = found[-1] if one else None
        self.told = period.paragraph
        if one and self.alone and period.paragraph <= _HEAD:
            self.lead = self.running

    def opening(self, clause: Clause) -> list[Item]:
        """The campaign that a clause is about: 甲行动取得…, 某局甲行动…."""
        at = clause.start
        for group in clause.groups:
            free = self.words.opener.fullmatch(self.layout.timeless(at, group.start)) is not None
            if not free:
                return []
            if self._campaign(group.items[-1]):
                held = self.words.modified[group.type].match(self.text, group.end, clause.end)
                return [] if held or self.text[group.end : group.end + 1] == "的" else [group.items[-1]]
            if not self.words.is_actor(group.type):
                return []
            at = group.end
        return []

    def _campaign(self, item: Item) -> bool:
        return self.words.effort in self.words.fits[item.type]
