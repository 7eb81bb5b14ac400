"""Say what an amount counts, from the words around it: 走访企业 before 600余家, 建设…服务中心 around 10个."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from gongbao.ontology import Ontology
from gongbao.quantities import phrase
from gongbao.quantities.amounts import Amount
from gongbao.quantities.grammar import WAYS, words_of
from gongbao.quantities.phrase import Words
from gongbao.text.alternation import alternation, longest_first
from gongbao.text.punctuation import JOINERS
from gongbao.text.words import dictionary

_SPLITS = tuple(re.compile(p) for p in ("、", "、|以及|和", "、|以及|和|与", "、|以及|和|与|及"))
_EACH = "分别"
_CLOSERS = ("（", "(", ")", "）", "》", "”", "及", "和", "与", "以及", "之间")
_LONGEST, _SHORTEST = 36, 2
_PERSONS, _ABSTRACT = frozenset(("人", "人次")), frozenset("起件项个次场宗批类种例条份轮")
_REACH, _CLAUSE_LONGEST, _SUBJECT, _LONG = 200, 300, 7, 24
"""Characters before an amount in which its comparison, and what it counts, may stand, of a subject before a verb, and of a thing."""
_MASS, _NOUNS = frozenset(("元", "亩", "平方米", "吨", "公斤", "公顷")), frozenset(("n", "b", "nz", "j", "vn"))
"""Measures that may stand before a noun (900亩土地), and the parts of speech that such a noun begins with."""
_NOTHING = Words("", "")


class Counted(NamedTuple):
    """What one amount counts: `words`, in it the `verb` and the bare thing (`base`) that later amounts share; `follows`: it stands behind."""

    words: Words
    verb: Words
    base: Words
    change: str | None = None
    comparison: str | None = None
    follows: bool = False


_SILENT = Counted(_NOTHING, _NOTHING, _NOTHING)


class Wording:
    """The compiled words that open, close and link what is counted."""

    def __init__(self, ontology: Ontology) -> None:
        words = ontology.get_class(ontology.role("observation")).words
        self.verbs, levels, self.prepositions = frozenset(words("verb")), words("level"), words("preposition")
        pairs = (words_of(ontology, kind) for kind in ("changeWord", "compared", "comparedWith"))
        self.changes, self.comparisons, self.beside = pairs
        self.verb, self.longest = re.compile(f"(?:{alternation(self.verbs)})+"), max(map(len, self.verbs), default=0)
        self.lead = re.compile(f"{WAYS.written['lead']}|{alternation(words('leadIn'))}")
        self.levels = (*longest_first(levels), " ", "　", "、")
        self.no_level, self.magnitudes, self.share = words("levelNot"), words("magnitude"), words("shareOf")
        self.change = re.compile(f"(?:{alternation(self.changes)})(?:了)?$")
        self.compared = re.compile(alternation(self.comparisons))
        self.average = re.compile(f"(?:{alternation(words('average'))})+")
        self.attributive, self.people = frozenset(words("attributive")), frozenset(words("personMeasure"))
        self.no_noun = (*self.changes, *levels)
        tells = f"{WAYS.written['tells']}|{alternation(words('predicate'))}"
        self.predicate = re.compile(f"{WAYS.written['party']}(?:{tells})")

    def last_verbs(self, text: str) -> int:
        """Where the verbs begin that a text ends with, 了 behind them aside: at its end for none."""
        bare, at = len(text.removesuffix("了")), len(text)
        ends = {bare, at}
        while at > max(0, min(ends) - self.longest):
            at -= 1
            if any(text[at:end] in self.verbs for end in ends):
                ends.add(at)
        return min(ends) if min(ends) < bare else len(text)


wording = lru_cache(maxsize=8)(Wording)


class Reader:
    """Reads the counted things of one sentence in order, as each may lean on the one before it."""

    def __init__(self, text: str, folded: str, start: int, words: Wording, times: Sequence[tuple[int, int]]):
        self.whole, self.folded = Words(text, folded), folded
        self.start, self.words, self.times = start, words, times
        self.history: list[Counted] = []
        self.unit = ""
        self.place = start

    def read(self, group: Sequence[Amount], limit: int) -> list[Counted]:
        """Return what each amount of a group counts, amounts with nothing but 、 or 和 between; at `limit` the next one begins."""
        left, compared = self._left(group[0].start), self._comparison(group[0].start)
        found = self._each(group, left, compared) if len(group) > 1 and _EACH in left.folded else None
        if found is None:
            one = self._single(group[0], left, compared, limit if len(group) == 1 else group[0].end)
            found = [one] * len(group)
        self.history += found
        self.unit = group[-1].unit
        self.place = self._noun_end(group[-1].end, limit) if found[-1].follows else group[-1].end
        return found

    def _left(self, stop: int) -> Words:
        """The words of the clause before an amount, back to the amount before it, without times."""
        marks = WAYS["clause"].finditer(self.folded, max(self.start, self.place - 1), stop)
        begin = max(self.start, self.place, stop - _CLAUSE_LONGEST, *(mark.end() for mark in marks))
        if begin == self.place > self.start and self.folded[begin] not in JOINERS:
            listed = self.folded.find("、", begin, stop)
            begin = begin if listed < 0 else listed
        if opened := WAYS["opened"].search(self.folded, begin, stop):
            begin = opened.start() + 1
        words, place = _NOTHING, begin
        for start, end in self.times[bisect_left(self.times, (begin, 0)) : bisect_left(self.times, (stop, 0))]:
            if place <= start and end <= stop and self.folded[start - 1] not in self.words.beside:
                words, place = words + self.whole[place:start], end + (self.folded[end:stop] == "的")
        return words + self.whole[place:stop]

    def _comparison(self, stop: int) -> str | None:
        begin = max(self.start, stop - _REACH)
        begin = max((mark.end() for mark in WAYS["clause"].finditer(self.folded, begin, stop)), default=begin)
        if found := self.words.compared.search(self.folded, begin, stop):
            return self.words.comparisons[found[0]]
        for start, end in self.times[bisect_right(self.times, (begin, stop)) : bisect_left(self.times, (stop, 0))]:
            if end <= stop and (word := self.folded[start - 1]) in self.words.beside:
                return self.words.beside[word]
        return None

    def _change(self, amount: Amount, left: Words) -> tuple[str | None, Words, Words]:
        """The change that an amount says, the words before it, and the word itself."""
        if amount.folds:
            return self.words.changes.get(self.folded[amount.start]), left, _NOTHING
        found = self.words.change.search(left.folded)
        if not found:
            return None, left, _NOTHING
        return self.words.changes[found[0].removesuffix("了")], left[: found.start()], left[found.start() :]

    def _each(self, group: Sequence[Amount], left: Words, compared: str | None) -> list[Counted] | None:
        """Read 刑事立案数、事故数分别下降13.5%、2.7%: a thing for each amount; those of the amounts before if none is named."""
        change, before, tail = self._change(group[0], left)
        place = before.folded.find(_EACH)
        subject = self._clean(before[:place]) if place >= 0 else before
        if found := self.words.compared.search(subject.folded):
            subject, tail = subject[: found.start()], subject[found.start() :] + tail
        bases = self._shares(subject, len(group)) if subject else [h.base for h in self.history[-len(group) :]]
        if len(bases) != len(group):
            return None
        return [Counted(b + tail if b else b, _NOTHING, b, change, compared if change else None) for b in bases]

    def _shares(self, subject: Words, count: int) -> list[Words]:
        """Split a subject over a list of amounts; in 城镇、农村居民收入 the first shares the end of the last."""
        items = next((i for i in (_items(subject, split) for split in _SPLITS) if len(i) == count), None)
        if items is None:
            return [_NOTHING if "、" in subject.folded else subject] * count
        shared = [self._completed(item, items[-1]) for item in items]
        return [self._clean(s) or s for s in shared]

    def _completed(self, item: Words, last: Words) -> Words:
        """Give a short item of a list the end that it shares with the last: all after a modifier as long."""
        if len(item.text) > 4 or item.folded.endswith(self.words.magnitudes) or len(last.text) <= len(item.text):
            return item
        return item if len(item.text) == 3 else item + last[len(item.text) :]

    def _clean(self, words: Words) -> Words:
        """Cut the words that lead in, and those that only lead to the number."""
        words = words if "（" in words.folded else words[words.folded.rfind("）") + 1 :]  # 气瓶（空瓶，氧气）5瓶
        while found := self.words.lead.match(words.folded):
            verb = self.words.verb.match(words.folded)
            if verb and verb.end() > found.end():
                break  # 更新 is no 更
            words = words[found.end() :]
        while words.folded.endswith(self.words.levels) and not words.folded.endswith(self.words.no_level):
            words = words[: -len(next(filter(words.folded.endswith, self.words.levels)))]
        while words.folded.endswith(("（", "(", "]")):
            words = words[:-1]
        return words

    def _single(self, amount: Amount, left: Words, compared: str | None, limit: int) -> Counted:
        change, before, tail = self._change(amount, left)
        if change:
            return self._changed(amount, before, tail, change, compared)
        cleaned, after = self._clean(left), self._noun(amount, limit)
        if WAYS["penalty"].match(after.folded):
            return Counted(after, _NOTHING, after, follows=True)  # 依法处5万元罚款
        told = not after and self._person(amount) and self._noun_end(amount.end, limit) > amount.end
        verb, named = cleaned[self.words.last_verbs(cleaned.folded) :], cleaned
        if after and cleaned and not verb and self._attributive(amount, cleaned, after):
            verb = cleaned[: first.end()] if (first := self.words.verb.match(cleaned.folded)) else _NOTHING
            rest = cleaned.folded[len(verb.text) :] if verb else ""
            verb = _NOTHING if len(rest) > _SHORTEST and phrase.ends_with_deed(rest) else verb
            named = cleaned if verb else _NOTHING
        elif not verb:
            bare = not self._apart(amount, left, cleaned, after)
            share = not after or amount.unit.startswith("1/")
            named = self._named(cleaned, left, told=told, share=share) if bare else _NOTHING
        if named and not (verb and after):
            return self._from_left(named, amount)
        place = 0 if after or amount.unit != self.unit else phrase.place(cleaned.folded)
        if place and (last := self.history[-1]).base:  # 查处案件30起，其中海珠区12起
            return last._replace(words=cleaned[-place:] + last.base, verb=_NOTHING)
        if not after:
            return self._shared(amount, left, silent=bool(cleaned) or told)
        if not verb and self.history and self.folded[amount.start - 1] in JOINERS:
            verb = self.history[-1].verb
        return Counted(verb + after, verb, verb + after, follows=True)

    def _apart(self, amount: Amount, left: Words, cleaned: Words, after: Words) -> bool:
        """Say whether a number is of nothing before it: a share of what stands behind it (完成70%以上产能的改造), or how long a body does it."""
        if not amount.unit.startswith("1/"):
            return bool(WAYS["lasting_unit"].search(amount.unit) and WAYS["doer"].search(cleaned.folded))
        led = left.folded.endswith((cleaned.folded, f"{cleaned.folded}了"))
        value = cleaned.folded.endswith((*self.words.magnitudes, "的", "之"))
        value = value or any(word in cleaned.folded for word in self.words.share)
        return bool(after) and led and not value and dictionary().cut(after.folded)[0].tag[0] != "v"

    def _named(self, cleaned: Words, left: Words, *, told: bool = False, share: bool = True) -> Words:
        """The words before an amount that are a thing; `told`: what stands behind it is told of people."""
        if cleaned.folded.endswith("的"):
            return cleaned if share else _NOTHING
        if cleaned.folded.endswith(self.words.magnitudes):
            return cleaned
        far = told and not left.folded.endswith((cleaned.folded, f"{cleaned.folded}了"))
        return _NOTHING if far else cleaned[: phrase.before(cleaned.folded, people=told)]

    def _shared(self, amount: Amount, left: Words, *, silent: bool) -> Counted:
        """What an amount counts beside which nothing is named: a clause of its own (发现隐患，共12处), or what the one before counts."""
        marks = [mark.start() for mark in WAYS["clause"].finditer(self.folded, self.place, amount.start)]
        own = self._named(self._clean(self._left(marks[-1])), left) if len(marks) > 1 else _NOTHING
        if silent or (own and not left):
            return _SILENT
        last = self.history[-1] if self.history else _SILENT
        return self._from_left(own, amount) if own else Counted(last.base, last.verb, last.base)

    def _attributive(self, amount: Amount, left: Words, after: Words) -> bool:
        """Say whether what follows is the thing counted, as behind 个 (覆盖欧亚120多个城市); a verb there begins the next predicate."""
        share = amount.unit.startswith("1/") or left.folded.endswith(self.words.no_level)
        if not share and left.folded.endswith(self.words.prepositions):
            return True
        if amount.unit in self.words.attributive and phrase.ends_with_deed(left.folded):
            return True  # 公布27个销售点
        if amount.unit in self.words.people and (verb := self.words.verb.match(left.folded)):
            return len(left.text) - verb.end() > 4  # 选派专家368名包县包乡
        if (verb := self.words.verb.match(after.folded)) and dictionary().cut(after.folded)[0].end <= verb.end():
            return False
        bare = not left.folded.endswith(self.words.magnitudes) and not self.words.change.search(left.folded)
        mass = bare and amount.unit in _MASS and dictionary().cut(after.folded)[0].tag in _NOUNS
        return amount.unit in self.words.attributive or mass

    def _from_left(self, words: Words, amount: Amount) -> Counted:
        verb, first = _NOTHING, self.words.verb.match(words.folded)
        if not first and not amount.unit.startswith("1/"):
            subject = 1 if words.folded.startswith(self.words.prepositions) else _SUBJECT
            for found in self.words.verb.finditer(WAYS["quoted"].sub(lambda m: "□" * len(m[0]), words.folded)):
                led = subject <= found.start() or WAYS["doer"].search(words.folded, 0, found.start())
                if led and found.end() < len(words.text) - 1 and not phrase.splits_noun(words.folded, *found.span()):
                    first = found
            words = words[first.start() :] if first else words
        if not first and len(words.text) > _LONG and not amount.unit.startswith("1/"):
            words = self._clean(words[phrase.tail(words.folded) :])
        if first and first.end() - first.start() < len(words.text):
            verb = words[: first.end() - first.start()]
        last = self.history[-1] if self.history else None
        if last and words.folded.startswith(self.words.share):
            return last._replace(words=last.base + words, change=None, comparison=None, follows=False)
        if not verb and last and last.verb and self.folded[self.place] in JOINERS:
            verb = _NOTHING if words.folded.endswith(self.words.magnitudes) else last.verb
            words = verb + words
        return Counted(words, verb, words)

    def _changed(self, amount: Amount, before: Words, tail: Words, change: str, compared: str | None) -> Counted:
        subject = self._clean(before)
        found = self.words.compared.search(subject.folded)
        place = found.start() if found else self._beside(subject)
        core = subject[:place]
        if core and not self.words.average.fullmatch(core.folded):
            return Counted(subject + tail, _NOTHING, core, change, compared)
        comma = self.folded.rfind("，", self.start, amount.start)
        earlier = self._clean(self._left(comma)) if comma > self.start else _NOTHING
        base = self.history[-1].base if self.history else earlier
        return Counted(base + subject + tail, _NOTHING, base, change, compared)

    def _beside(self, subject: Words) -> int:
        """Where a comparison with a time begins inside the subject (比2020年), or its end."""
        places = [subject.folded.rfind(word) for word in self.words.beside]
        found = [p for p in places if p >= 0 and any(c.isdigit() or c in "“年" for c in subject.folded[p:])]
        return min(found, default=len(subject.text))

    def _noun_end(self, start: int, limit: int) -> int:
        found = WAYS["clause_end"].search(self.folded, start, limit)
        if not found:
            return limit - 1 if self.folded[limit - 1] in JOINERS and limit > start else limit
        if found[0] in "（(" and (close := self.folded.find("）", found.start(), found.start() + 8)) > 0:
            return close + 1
        return found.start()

    def _person(self, amount: Amount) -> bool:
        """Say whether the measure is itself the thing (30人); in 30万学生 it is none that is written."""
        return amount.unit in _PERSONS and self.folded.endswith(amount.unit, 0, amount.end)

    def _noun(self, amount: Amount, limit: int) -> Words:
        """The words after an amount up to the end of the clause that are a thing."""
        start, at = amount.end, bisect_left(self.times, (amount.end + _SHORTEST, 0))
        ahead = (begin for begin, _ in self.times[at : at + 1])  # 查处5起案件8月2日，…
        end = min(self._noun_end(start, limit), start + _LONGEST, *ahead)
        of = WAYS["of"].match(self.folded, start, end)
        start = of.end() if of else start
        noun = self.whole[start:end]
        alone = WAYS["lasting_unit"].search(amount.unit) and not (of and of[0].strip())
        if alone or noun.folded.startswith(self.words.no_noun) or noun.folded.startswith(_CLOSERS):
            return _NOTHING
        plain = WAYS["quoted"].sub(lambda m: m[0][0] + "□" * (len(m[0]) - 1), noun.folded)
        if predicate := self.words.predicate.search(plain, _SHORTEST):
            noun, plain = noun[: predicate.start()], plain[: predicate.start()]
        people, person = amount.unit in self.words.people, self._person(amount)
        abstract = amount.unit in _ABSTRACT or (of is not None and of[0] == "的")
        noun = noun[: phrase.behind(plain, people=people, person=person, abstract=abstract)]
        while found := WAYS["joins"].search(noun.folded):
            noun = noun[: found.start()]
        aside = WAYS["aside"].match(self.folded, start + len(noun.text), end) if noun else None
        return self.whole[start : aside.end()] if aside else noun


def _items(words: Words, split: re.Pattern[str]) -> list[Words]:
    edges = [0, *(edge for mark in split.finditer(words.folded) for edge in mark.span()), len(words.text)]
    return [item for first, last in zip(edges[::2], edges[1::2], strict=True) if (item := words[first:last])]
