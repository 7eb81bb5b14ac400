"""Say what an amount counts, from the words around it: 走访企业 before 600余家, 建设…服务中心 around 10个."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from gongbao.ontology import Ontology
from gongbao.relate.amounts import Amount, by_length, words_of

_CLAUSE = "，。；;！？!?：\n"
_CLAUSE_END = re.compile("[，。；;！？!?：\n,、]|（|\\(")
_SPLIT = re.compile("、|以及|和|与|及")
_LONGEST = 24


@dataclass(frozen=True, slots=True)
class Wording:
    """The compiled words that open, close and link what is counted."""

    verb: re.Pattern[str]
    verb_end: re.Pattern[str]
    lead: re.Pattern[str]
    level: re.Pattern[str]
    change: re.Pattern[str]
    changes: dict[str, str]
    compared: re.Pattern[str]
    comparisons: dict[str, str]
    beside: dict[str, str]
    fraction_of: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Counted:
    """What one amount counts: `text`, and inside it the verb and the bare thing that the next amounts may share."""

    text: str
    verb: str
    base: str
    change: str | None
    comparison: str | None
    follows: bool


def wording(ontology: Ontology) -> Wording:
    """Compile the words of an ontology; the same words are compiled once."""
    observed = ontology.get_class(ontology.role("observation"))
    lists = tuple(observed.words(kind) for kind in ("verb", "leadIn", "level"))
    pairs = tuple(tuple(sorted(words_of(ontology, k).items())) for k in ("changeWord", "compared", "comparedWith"))
    return _compiled(lists, pairs)


@lru_cache(maxsize=8)
def _compiled(lists: tuple[tuple[str, ...], ...], pairs: tuple[tuple[tuple[str, str], ...], ...]) -> Wording:
    verbs, leads, levels = lists
    changes, comparisons, beside = (dict(p) for p in pairs)
    return Wording(
        verb=re.compile(f"(?:{by_length(verbs)})+"),
        verb_end=re.compile(f"(?:{by_length(verbs)})+(?:了)?$"),
        lead=re.compile(f"(?:{by_length(leads)}|[，、,和及与])+"),
        level=re.compile(f"(?:{by_length(levels)}|[ 　])+$"),
        change=re.compile(f"(?:{by_length(changes)})(?:了)?$"),
        changes=changes,
        compared=re.compile(by_length(comparisons)),
        comparisons=comparisons,
        beside=beside,
        fraction_of=re.compile("占.{1,12}(?:的)?$"),
    )


class Reader:
    """Reads the counted things of one sentence in order, as each may lean on the one before it."""

    def __init__(self, text: str, folded: str, start: int, end: int, words: Wording, times: Sequence[tuple[int, int]]) -> None:
        self.text, self.folded, self.start, self.end = text, folded, start, end
        self.words, self.times = words, times
        self.before: Counted | None = None
        self.place = start

    def read(self, group: Sequence[Amount], limit: int) -> list[Counted]:
        """Return what each amount of a group counts; a group is amounts with nothing but 、 or 和 between them.

        `limit` is where the next amount of the sentence begins.
        """
        first = group[0]
        left = self._left(first.start)
        change, left_of_change = self._change(first, left)
        compared = self._comparison(first.start)
        shares = self._shares(left_of_change, len(group)) if "分别" in left else None
        found: list[Counted] = []
        for index, amount in enumerate(group):
            if shares:
                tail = left_of_change_tail(left, left_of_change)
                one = self._as_counted(shares[index], tail, change, compared)
            elif index:
                one = found[-1]
            else:
                stop = limit if len(group) == 1 else amount.end
                one = self._single(amount, left, left_of_change, change, compared, stop)
            found.append(one)
        self.before = found[-1]
        self.place = group[-1].end if not found[-1].follows else self._noun_end(group[-1].end, limit)
        return found

    def _left(self, stop: int) -> str:
        """The words of the clause before an amount, back to the amount before it, without times."""
        begin = max(self.start, self.place, *(self.folded.rfind(c, self.start, stop) + 1 for c in _CLAUSE))
        comma = self.folded.rfind(",", self.start, stop) + 1
        begin = max(begin, comma)
        pieces, place = [], begin
        for start, end in self.times:
            if begin <= start and end <= stop and not self._against(start):
                pieces.append(self.text[place:start])
                place = end
        return "".join(pieces) + self.text[place:stop]

    def _against(self, start: int) -> bool:
        return self.folded[start - 1 : start] in self.words.beside

    def _change(self, amount: Amount, left: str) -> tuple[str | None, str]:
        if amount.folds:
            return self.words.changes.get(self.folded[amount.start]), left
        folded = self.folded_of(left)
        found = self.words.change.search(folded)
        if not found:
            return None, left
        return self.words.changes[found[0].removesuffix("了")], left[: found.start()]

    def folded_of(self, left: str) -> str:
        """The folded form of words cut from the text, same length."""
        place = self.text.find(left, self.start)
        return self.folded[place : place + len(left)] if place >= 0 else left

    def _comparison(self, stop: int) -> str | None:
        begin = max(self.start, *(self.folded.rfind(c, self.start, stop) + 1 for c in _CLAUSE))
        if found := self.words.compared.search(self.folded, begin, stop):
            return self.words.comparisons[found[0]]
        for start, end in self.times:
            if begin <= start and end <= stop and (word := self.folded[start - 1 : start]) in self.words.beside:
                return self.words.beside[word]
        return None

    def _shares(self, left: str, count: int) -> list[str] | None:
        """Split 刑事立案数、事故数分别 over a list of amounts; 城镇、农村居民收入 shares its end."""
        subject = self._clean(left[: left.find("分别")] if "分别" in left else left)
        subject = self.words.compared.sub("", subject)
        if not subject and self.before is not None:
            return None
        items = [i for i in _SPLIT.split(subject) if i]
        if len(items) != count:
            return [subject] * count
        last = items[-1]
        return [i + last[len(i) :] if len(i) <= 4 < len(last) else i for i in items]

    def _clean(self, left: str) -> str:
        """Cut the words that lead in and those that only lead to the number."""
        left = left.strip(" 　“”（）()")
        if found := self.words.lead.match(left):
            left = left[found.end() :]
        if found := self.words.level.search(left):
            left = left[: found.start()]
        return left

    def _as_counted(self, base: str, tail: str, change: str | None, compared: str | None) -> Counted:
        return Counted(base + tail, "", base, change, compared if change else None, False)

    def _single(
        self, amount: Amount, left: str, bare: str, change: str | None, compared: str | None, limit: int
    ) -> Counted:
        if change:
            return self._changed(amount, left, bare, change, compared)
        cleaned = self._clean(left)
        verb = self.words.verb_end.search(self.folded_of(cleaned))
        after = self._noun(amount.end, limit)
        if cleaned and not (verb and after):
            return self._from_left(cleaned, amount)
        said = cleaned[verb.start() :] if verb else ""
        if not after:
            return self._carried()
        carried = said or (self.before.verb if self.before and self._listed(amount.start) else "")
        return Counted(carried + after, carried, carried + after, None, None, True)

    def _listed(self, start: int) -> bool:
        return self.folded[start - 1 : start] in "、和及与"

    def _carried(self) -> Counted:
        if self.before is None:
            return Counted("", "", "", None, None, False)
        return Counted(self.before.base, self.before.verb, self.before.base, None, None, False)

    def _from_left(self, cleaned: str, amount: Amount) -> Counted:
        folded = self.folded_of(cleaned)
        base, verb = cleaned, ""
        if not amount.unit.startswith("1/"):
            for found in self.words.verb.finditer(folded):
                if found.end() < len(cleaned) - 1 or (found.start() == 0 and found.end() < len(cleaned)):
                    base, verb = cleaned[found.start() :], cleaned[found.start() : found.end()]
        if not verb and self.before and self.before.verb and self._continues(cleaned, amount.start):
            base, verb = self.before.verb + cleaned, self.before.verb
        return Counted(base, verb, base, None, None, False)

    def _continues(self, cleaned: str, stop: int) -> bool:
        """Say whether the words stand in a list with the amount before (走访企业600家、学校200所)."""
        return self.folded[self.place : self.place + 1] in ("、", "和", "及", "与") and len(cleaned) < _LONGEST

    def _changed(self, amount: Amount, left: str, bare: str, change: str, compared: str | None) -> Counted:
        subject = self._clean(bare)
        core = self.words.compared.sub("", subject)
        tail = left_of_change_tail(left, bare)
        for word in self.words.beside:
            core = core.removeprefix(word) if not core.strip(word) else core
        if core:
            return Counted(subject + tail, "", core, change, compared, False)
        base = self.before.base if self.before else self._earlier(amount.start)
        return Counted(base + subject + tail, "", base, change, compared, False)

    def _earlier(self, stop: int) -> str:
        """The clause before, as the subject of a clause that has none."""
        comma = self.folded.rfind("，", self.start, stop)
        if comma <= self.start:
            return ""
        begin = max(self.start, self.folded.rfind("，", self.start, comma) + 1)
        return self._clean(self.text[begin:comma])[-_LONGEST:]

    def _noun_end(self, start: int, limit: int) -> int:
        found = _CLAUSE_END.search(self.folded, start, min(limit, self.end))
        if not found:
            return min(limit, self.end)
        if found[0] in "（(" and (close := self.folded.find("）", found.start(), found.start() + 8)) > 0:
            return close + 1
        return found.start()

    def _noun(self, start: int, limit: int) -> str:
        """The words after an amount up to the end of the clause; a long run is cut before its verb."""
        end = self._noun_end(start, limit)
        noun = self.text[start:end].strip(" 　的")
        if len(noun) > _LONGEST // 2:
            cut = next((m.start() for m in self.words.verb.finditer(self.folded[start:end]) if m.start() > 3), None)
            noun = noun[: cut or _LONGEST]
        return noun.rstrip("和及与并")


def left_of_change_tail(left: str, bare: str) -> str:
    """The change word that was cut from the end of the words before an amount."""
    return left[len(bare) :]
