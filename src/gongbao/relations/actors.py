"""Who may act in what follows: not a body that others only act beside."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from gongbao.model import Span
from gongbao.ontology import PropertySpec
from gongbao.relations.classifier import Judgement
from gongbao.relations.periods import Named, Periods
from gongbao.text import tsv
from gongbao.text.punctuation import CLAUSE_ENDS, COJOINERS, JOINERS, NAME_MARKS

_LONG, _NEAR, _FAR = 40, 10, 200
_BODY = "\0"  # stands in a window of the text for the body that is asked about
_INSIDE, _STOP = f"[^{re.escape(CLAUSE_ENDS)}{_BODY}]", f"[{re.escape(CLAUSE_ENDS)}]"
_GIVEN = {"inside": _INSIDE, "stop": _STOP, "joiners": JOINERS, "cojoiners": COJOINERS, "body": _BODY}
WAYS = tsv.Patterns("gongbao.relations", "standing.tsv", _GIVEN)
_OTHERS = ("led", "given", "under", "with", "whom", "visited", "venue")
_STANDING_BY, _PRAISED = ("venue", "told", "won", "looks_on"), ("led", "given", "won", "told")


class Actors:
    """Behind which bodies of a report others act."""

    def __init__(self, periods: Periods) -> None:
        self.text, self.starts = periods.text, periods.starts
        self.names, self.name_starts = periods.names, periods.name_starts
        self.ways: dict[int, int] = {}

    def does(self, fact: Judgement, deed: PropertySpec, own: str | None) -> bool:
        """Say whether the subject of a fact acts, and neither attends nor has done what others do; the reporter's `own` report asks no more."""
        head, tail, words = fact.head, fact.tail, deed.words("trigger")
        near = head is not None and 0 <= tail.start - head.end < _FAR
        between = self.text[head.end : tail.start] if head and near else ""
        if WAYS["attends"].match(between) and not any(word in between for word in words):
            return False
        return not (head and near and self._handed_on(head, tail, words)) and (fact.subject == own or self.acts(fact))

    def passed(self, fact: Judgement) -> bool:
        """Say whether the last of the subject's class that is named before words in a later sentence is another."""
        head, tail = fact.head, fact.tail
        if head is None or bisect_right(self.starts, head.start) >= bisect_right(self.starts, tail.start):
            return False
        return fact.concept and bool(self._last(head, tail))

    def fielded(self, fact: Judgement) -> bool:
        """Say whether fields of a form lie between two bodies: [机关名称]甲局 … [检举受理单位]乙处."""
        low, high = sorted((fact.head.start if fact.head else fact.tail.start, fact.tail.start))
        return self.text.count("[", low, high) > 1

    def gives_way(self, name: Named | Span, place: int) -> bool:
        """Say whether others than a body act at a place behind it."""
        if name.start not in self.ways:
            window, at = self._around(name), min(name.start, _LONG)
            begin = max(window.rfind(mark, 0, at) for mark in CLAUSE_ENDS) + 1  # each way is told within the clause
            found = (m.end() - at for way in _OTHERS if begin < at and (m := WAYS[way].search(window, begin)))
            self.ways[name.start] = name.end - 1 + next(found, len(self.text) + 1)
        return self.ways[name.start] <= place

    def _around(self, name: Named | Span) -> str:
        """A window around a name that stands in it as `_BODY`."""
        before = self.text[max(0, name.start - _LONG) : name.start].replace(_BODY, " ")
        return f"{before}{_BODY}{self.text[name.end : name.end + _LONG]}"

    def acts(self, fact: Judgement) -> bool:
        """Say whether a body named in an earlier sentence was its subject: nobody acts whom others lead."""
        head, tail = fact.head, fact.tail
        if head is None:
            return True
        window = self._around(head)
        if head.start > tail.start:  # 甲案开庭，乙局旁听
            return not any(WAYS[way].search(window) for way in _STANDING_BY)
        if WAYS["offered"].search(window) or self.gives_way(head, tail.start):
            return False
        if bisect_right(self.starts, head.start) == bisect_right(self.starts, tail.start):
            return True
        named = self.names[bisect_right(self.name_starts, head.start) : bisect_left(self.name_starts, tail.start)]
        last = next((self._around(n) for n in reversed(named) if n.entity.iri == fact.subject), "")  # 得到甲肯定。开展…
        return WAYS["begins"].search(window) is not None and not any(WAYS[way].search(last) for way in _PRAISED)

    def _handed_on(self, head: Span, tail: Span, words: Sequence[str]) -> bool:
        """Say whether a body named behind another does the deed: 督促甲局开展…, 督促其开展…, 对甲局开展的…进行评估."""
        others = self._last(head, tail)
        if not others:
            return WAYS["itself"].search(self.text[head.end : tail.start]) is not None
        between, behind = self.text[head.end : others[0].start], self.text[others[-1].end : tail.start]
        joined, told = self._joined(head, others[0]) or WAYS["together"].search(between), WAYS["tells"].search(between)
        acted = between[: told.start()] if told else between  # 甲局主办、乙局承办的
        if joined or WAYS["stop"].search(behind) or any(word in acted for word in words):
            return False
        whose = len(behind) < _NEAR and behind.rstrip(NAME_MARKS).endswith(tuple(f"{word}的" for word in words))
        return whose or told is not None

    def _last(self, head: Span, tail: Span) -> list[Named]:
        """The other bodies named last between a body and an object, in one list."""
        first, behind = bisect_right(self.name_starts, head.start), bisect_left(self.name_starts, tail.start)
        own = self.names[first - 1].entity
        found: list[Named] = []
        for name in reversed([n for n in self.names[first:behind] if n.entity.type == own.type]):
            if name.entity is own or (found and not self._joined(name, found[0])):
                break
            found.insert(0, name)
        return found

    def _joined(self, one: Named | Span, other: Named | Span) -> bool:
        gap = self.text[one.end : other.start].strip(f"{NAME_MARKS}（）()")
        return len(gap) <= 2 and gap[:1] in f"{COJOINERS}，"
