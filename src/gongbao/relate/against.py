"""What a campaign acts against: 打击甲、乙等行为, 针对甲问题, 对甲行为形成震慑; the conduct, of the campaign spoken of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gongbao.model import Span
from gongbao.relate.actions import Act
from gongbao.relate.clauses import Clause, Cue, Item, Layout, Period
from gongbao.relate.efforts import Efforts
from gongbao.relate.facts import CONTEXT, IMPLIED, Fact, Modality
from gongbao.relate.grammar import OBJECT, Relation

_ITEM = re.compile("、|以及|(?<=..)[和及](?=[^和及、]{3,}$)")
_QUOTATION = re.compile("[“‘「『][^“”‘’「」『』]{2,8}[”’」』]")
_ROW = re.compile(f"{_QUOTATION.pattern}(?:[、和及]?{_QUOTATION.pattern})*")
_JOINED = re.compile("(?:(?!以及|及).)+")
_PART = re.compile("[^，,；;。：:]+")
_AND = re.compile("(?<=...)和(?=...)")
_NEXT_LIST = re.compile("和|以及|及")
_LISTING = ("、", "和", "及")
_QUOTES = "“‘「『”’」』"
_BEHIND = 12
_CLAUSES = 3
_LONGEST = 16
_SHORT = 6
_SECTOR = 3
"""A kind of conduct is named in few words; what is longer is a description."""


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a list between commas, and around 和 where quotations do not hold it."""
    for part in _PART.finditer(text, start, end):
        cut = next((m for m in _AND.finditer(text, part.start(), part.end())), None)
        if cut is None or cut.end() - cut.start() > 1:
            yield part.span()
        else:
            yield part.start(), cut.start()
            yield cut.end(), part.end()


class Against:
    """Reads the conduct that campaigns act against."""

    def __init__(self, layout: Layout, modality: Modality, efforts: Efforts) -> None:
        self.layout = layout
        self.text = layout.text
        self.words = layout.words
        self.modality = modality
        self.efforts = efforts
        self.pending: tuple[int, Cue, Relation, list[tuple[int, int]]] | None = None
        self.relations = [r for r in layout.words.relations.values() if r.to_concept]

    def fits(self, item: Item, classes: frozenset[str]) -> bool:
        """Say whether a name is of one of the classes."""
        return not self.words.fits[item.type].isdisjoint(classes)

    def read(self, period: Period, acts: Sequence[Act]) -> Iterator[Fact]:
        """Yield the conduct listed in a period, of the campaign before it, else the one after it, else the running one."""
        yield from self._headed(period, acts)
        yield from self._set_out(period)
        for relation in self.relations:
            for index, clause in enumerate(period.clauses):
                for cue in clause.cues:
                    framed = relation.id in cue.uses.get("focusOf", ())
                    if relation.id not in cue.uses.get("trigger", ()) and not framed:
                        continue
                    if framed and not self._focused(clause, cue, relation):
                        continue
                    found = list(self._facts(period, acts, index, cue, relation))
                    yield from found
                    if found:
                        break

    def _facts(self, period: Period, acts: Sequence[Act], index: int, cue: Cue, relation: Relation) -> Iterator[Fact]:
        clause = period.clauses[index]
        campaign = self._campaign(acts, index, clause, cue, relation) or self._topic(period, index, relation)
        campaign = campaign or self._later(period, index, cue, relation)
        running = self.efforts.running if campaign is None else None
        heads = campaign is None and self._heads(period, index, cue)
        if not heads and campaign is None and (running is None or not self.fits(running, relation.domain)):
            return
        if heads:
            self.pending = (period.paragraph, cue, relation, list(self._listed(clause, cue, relation)))
            return
        state = self.modality.of(clause, cue)
        apart = campaign is not None and state != self.words.done and campaign.start < self._near(period, index)
        if campaign is not None and apart and not self._repeated(campaign, clause, cue, relation):
            return
        listed = list(self._listed(clause, cue, relation)) or list(self._spread(period, index, cue, relation))
        if not listed and campaign is not None and self._near(period, index) <= campaign.start < cue.start:
            listed = self._sector(clause, cue, relation)
        for start, end in listed:
            words, span = self.text[start:end], Span(start, end)
            if campaign is not None:
                yield Fact(
                    campaign.entity, relation.id, words, cue.span, campaign.span, span, state, IMPLIED, concept=True
                )
            elif running is not None:
                yield Fact(running.entity, relation.id, words, cue.span, None, span, state, CONTEXT, concept=True)

    def _repeated(self, campaign: Item, clause: Clause, cue: Cue, relation: Relation) -> bool:
        """Say whether what sums up a list is what the name of the campaign says: 打击骗保行动, 查处甲、乙等骗保行为."""
        closer, conduct = self.words.closers.get(relation.id), self.words.conduct.get(relation.id)
        found = closer.search(self.text, cue.end, clause.end) if closer else None
        if conduct is None or found is None or found[0][0] != "等":
            return False
        end = conduct.closer.search(found[0])
        kind = found[0][1 : end.start()] if end else ""
        return (
            len(kind) > 1 and conduct.mark.search(kind) is not None and kind in self.text[campaign.start : campaign.end]
        )

    def _set_out(self, period: Period) -> Iterator[Fact]:
        """整治重点分别是甲，乙和丙: what the rest of the sentence lists, of the running campaign."""
        campaign = self.efforts.running
        for relation in self.relations:
            conduct = self.words.conduct.get(relation.id)
            found = conduct.listing.search(self.text, period.start, period.end) if conduct else None
            if conduct is None or found is None or campaign is None or not self.fits(campaign, relation.domain):
                continue
            for left, right in _clauses(self.text, found.end(), period.end):
                whole = conduct.clean(self.text, left, right, closed=True)
                if whole is not None and whole[1] - whole[0] <= 2 * _LONGEST:
                    words = self.text[whole[0] : whole[1]]
                    yield Fact(campaign.entity, relation.id, words, Span(*found.span()), None, Span(*whole),
                               self.words.done, CONTEXT, concept=True)  # fmt: skip

    def opens(self, period: Period) -> bool:
        """Say whether a period begins with 打击, so that it may tell of conduct though it names nothing."""
        return any(c.verb.match(self.text, period.start, period.end) for c in self.words.conduct.values())

    def _headed(self, period: Period, acts: Sequence[Act]) -> Iterator[Fact]:
        """严厉打击甲。某局开展乙行动: the conduct that heads the only campaign of the next sentence."""
        pending, self.pending = self.pending, None
        if pending is None or pending[0] != period.paragraph:
            return
        _, cue, relation, listed = pending
        found = {a.object.entity: a for a in acts if self.fits(a.object, relation.domain)}
        for act in found.values() if len(found) == 1 else ():
            for start, end in listed:
                words, span = self.text[start:end], Span(start, end)
                yield Fact(act.object.entity, relation.id, words, cue.span, act.object.span, span, act.modality,
                           CONTEXT, concept=True)  # fmt: skip

    def _heads(self, period: Period, index: int, cue: Cue) -> bool:
        """Say whether a period says no more than 严厉打击甲。: it heads what comes next."""
        clause = period.clauses[index]
        opening = self.words.opener.match(self.text, clause.start, clause.end)
        at = opening.end() if opening else clause.start
        return len(period.clauses) == 1 and at == cue.start and not self.efforts.resumed

    def _campaign(self, acts: Sequence[Act], index: int, clause: Clause, cue: Cue, relation: Relation) -> Item | None:
        fitting = [a for a in acts if self.fits(a.object, relation.domain)]
        before = [a.object for a in fitting if a.object.end <= cue.start]
        after = [a.object for a in fitting if a.object.start >= cue.end]
        after = [i for i in after if not set("；;") & set(self.text[cue.end : i.start])]
        named = [g.items[-1] for g in clause.groups if g.end <= cue.start and self.fits(g.items[-1], relation.domain)]
        aim = self._aim(clause, cue, relation)
        if aim is not None:
            behind = [g.items[0] for g in clause.groups if 0 <= g.start - aim.end() <= _BEHIND]
            return next((i for i in behind if self.fits(i, relation.domain)), None)
        if before and not named:
            beside = {
                a.object.entity
                for a in fitting
                if a.object.start < cue.start and a.clause == self._clause(fitting, before[-1])
            }
            if len(beside) > 1:
                return None
        chosen = before or named or after[:1]
        return chosen[-1] if chosen else None

    def _clause(self, acts: Sequence[Act], item: Item) -> int:
        return next(a.clause for a in acts if a.object is item)

    def _later(self, period: Period, index: int, cue: Cue, relation: Relation) -> Item | None:
        """针对甲、乙等问题，加大丙行动力度: the campaign that comes soon after what it is for."""
        opening = next((c for c in period.clauses[index].cues if c.end <= cue.start and OBJECT in c.uses), cue)
        if opening.start - period.clauses[index].start > _BEHIND:
            return None
        for clause in period.clauses[index + 1 : index + 2 + _CLAUSES]:
            for group in clause.groups:
                if self.fits(group.items[-1], relation.domain):
                    return group.items[-1]
            if any(relation.id in c.uses.get("trigger", ()) for c in clause.cues):
                return None
        return None

    def _near(self, period: Period, index: int) -> int:
        """Where the clause before begins: among plans, measures that stand apart have nothing to do with each other."""
        return period.clauses[max(0, index - 1)].start

    def _topic(self, period: Period, index: int, relation: Relation) -> Item | None:
        """The campaign that an earlier clause of the period is about."""
        about = [i for c in period.clauses[:index] for i in self.efforts.opening(c) if self.fits(i, relation.domain)]
        return about[-1] if about else None

    def _aim(self, clause: Clause, cue: Cue, relation: Relation) -> re.Match[str] | None:
        """Where 为重点 closes what 以打击 begins."""
        conduct = self.words.conduct.get(relation.id)
        led = self.text[max(clause.start, cue.start - 4) : cue.start]
        return conduct.aimed.search(self.text, cue.end, clause.end) if conduct and conduct.led.search(led) else None

    def _focused(self, clause: Clause, cue: Cue, relation: Relation) -> bool:
        """Say whether 为重点 follows 以 in its clause."""
        found = (
            self.words.focus[relation.id].search(self.text, cue.end, clause.end)
            if relation.id in self.words.focus
            else None
        )
        conduct = self.words.conduct.get(relation.id)
        return found is not None and (
            conduct is None or conduct.mark.search(self.text, cue.end, found.start()) is not None
        )

    def _listed(self, clause: Clause, cue: Cue, relation: Relation) -> Iterator[tuple[int, int]]:
        """The items of a list of conduct closed by 等…行为, and of the lists joined to it."""
        framed = relation.id in cue.uses.get("focusOf", ())
        closer = self.words.focus[relation.id] if framed else self.words.closers.get(relation.id)
        at = cue.end
        aim = self._aim(clause, cue, relation)
        if aim is not None:
            listed = self._items(clause, at, aim.start(), relation)
            yield from listed or self._single(clause, at, aim.start(), relation, aimed=True)
            return
        marker = next((c for c in clause.cues if c.end <= cue.start and OBJECT in c.uses), None)
        if closer is not None and marker is not None:
            conduct = self.words.conduct.get(relation.id)
            found = (conduct.marked if conduct else closer).search(self.text, marker.end, cue.start)
            if found is not None:  # 对甲、乙等问题重拳整治
                listed = self._items(clause, marker.end, found.start(), relation)
                yield from listed or self._single(clause, marker.end, found.end(), relation)
                return
        if marker is not None and self._forced(marker, cue, relation):
            yield from self._marked_items(clause, marker.end, cue.start - 1, relation)
            return
        while closer is not None:
            found = closer.search(self.text, at, clause.end)
            if found is None:
                if at == cue.end:
                    yield from self._unclosed(clause, cue, relation)
                return
            listed = self._described(clause, at, found, relation) or self._items(clause, at, found.start(), relation)
            fielded = self._fielded(found[0], relation) or self._watched(cue, found[0], listed, relation)
            if fielded and not self._all_marked(listed, relation):
                return  # 甲、乙等场所违规行为, 生产、使用甲等农药的行为: where and what, not conduct
            alone = found.start() if self.text[found.start()] == "等" else found.end()
            yield from listed or self._single(clause, at, alone, relation)
            joined = _NEXT_LIST.match(self.text, found.end(), clause.end)
            if joined is None:
                return
            at = joined.end()

    def _forced(self, marker: Cue, cue: Cue, relation: Relation) -> bool:
        """Say whether a verb is the noun of 加大对甲、乙的打击力度."""
        conduct = self.words.conduct.get(relation.id)
        if conduct is None or self.text[cue.start - 1] != "的":
            return False
        return conduct.force.match(self.text, cue.end) is not None and marker.end < cue.start - 1

    def _marked_items(self, clause: Clause, start: int, stop: int, relation: Relation) -> list[tuple[int, int]]:
        """The items of a list whose words say that they are conduct; 黑车 in quotation marks is."""
        conduct = self.words.conduct.get(relation.id)
        if quoted := [m.span() for m in _QUOTATION.finditer(self.text, start, stop)]:
            return quoted if _ROW.fullmatch(self.text, start, stop) else []
        found = self._items(clause, start, stop, relation) or self._single(clause, start, stop, relation)
        return [f for f in found if conduct is None or conduct.mark.search(self.text, *f)]

    def _sector(self, clause: Clause, cue: Cue, relation: Relation) -> list[tuple[int, int]]:
        """开展甲行动，严厉打击特种设备违法行为: what is against the law in one sector, right after its campaign."""
        conduct, closer = self.words.conduct.get(relation.id), self.words.closers.get(relation.id)
        found = closer.search(self.text, cue.end, clause.end) if closer else None
        if conduct is None or found is None or conduct.verb.fullmatch(cue.word) is None or found[0][0] == "等":
            return []
        whole = conduct.clean(self.text, cue.end, found.end(), closed=True)
        if whole is None or whole[0] != cue.end or found.start() - cue.end < _SECTOR or whole[1] - whole[0] > _LONGEST:
            return []
        told = {"、", "的", "等"} & set(self.text[slice(*whole)]) or conduct.harm.match(self.text, *whole)
        return [] if told or self._named(clause, *whole) else [whole]

    def _spread(self, period: Period, index: int, cue: Cue, relation: Relation) -> Iterator[tuple[int, int]]:
        """针对甲，乙，丙等突出问题: a list whose items are clauses."""
        closer, conduct = self.words.closers.get(relation.id), self.words.conduct.get(relation.id)
        end = period.clauses[index].end
        if closer is None or conduct is None or self.text[end : end + 1] not in ("，", ","):
            return
        found = [(cue.end, end)]
        if closer.search(self.text, *found[0]) or any(
            "trigger" in c.uses for c in period.clauses[index].cues if c.start > cue.start
        ):
            return
        for clause in period.clauses[index + 1 : index + 1 + _CLAUSES]:
            if any(self._turns(c, relation) for c in clause.cues):
                return
            closed = closer.search(self.text, clause.start, clause.end)
            found.append((clause.start, closed.start() if closed else clause.end))
            if closed is None:
                continue
            if self.text[closed.start()] == "等":
                for start, end in found:
                    named = any(start <= i.start < end for i in self.layout.items_in(start, end))
                    if conduct.mark.search(self.text, start, end) and end - start <= _LONGEST and not named:
                        yield start, end
            return

    def _turns(self, cue: Cue, relation: Relation) -> bool:
        """Say whether a verb begins something else than one more item of a list."""
        verbs = cue.uses.get("trigger", ())
        return relation.id in verbs or any("framing" in self.words.relations[v].readings for v in verbs)

    def _fielded(self, closed: str, relation: Relation) -> bool:
        """Say whether what closes a list says where or with what: 等场所违规行为, 等农药的行为."""
        conduct = self.words.conduct.get(relation.id)
        if conduct is None:
            return False
        lawful = "的" in closed and conduct.mark.search(closed, closed.rindex("的")) is None
        return lawful or conduct.field.search(closed) is not None

    def _watched(self, cue: Cue, closed: str, listed: Sequence[tuple[int, int]], relation: Relation) -> bool:
        """Say whether nothing says that a list is of conduct: 紧盯民生最敏感、社会最关切问题."""
        conduct = self.words.conduct.get(relation.id)
        if conduct is None or conduct.watching.fullmatch(cue.word) is None or conduct.weak.search(closed) is None:
            return False
        return not any(conduct.mark.search(self.text, a, b) for a, b in listed)

    def _all_marked(self, listed: Sequence[tuple[int, int]], relation: Relation) -> bool:
        conduct = self.words.conduct.get(relation.id)
        return conduct is None or all(conduct.mark.search(self.text, a, b) for a, b in listed)

    def _described(self, clause: Clause, start: int, found: re.Match[str], relation: Relation) -> list[tuple[int, int]]:
        """销售甲及传播乙的行为; 违规开展甲等乙行为: conduct told in a phrase, if its words say that it is one."""
        conduct = self.words.conduct.get(relation.id)
        if conduct is None:
            return []
        stop = found.start()
        inner = conduct.closer.search(found[0])
        if self.text[stop] == "等" and inner is not None and "、" not in self.text[start:stop]:
            between = found[0][1 : inner.start()]
            led = conduct.lead.match(self.text, start, stop)
            if led and len(between) > 1 and not conduct.vague.fullmatch(between) and "的" not in between:
                return [(start, stop + inner.start())]
        if self.text[stop - 1] != "的" or stop - start > 2 * _LONGEST:
            return []
        loose = conduct.loose.match(self.text, start, stop)
        pieces = [(m.start(), m.end()) for m in _JOINED.finditer(self.text, loose.end() if loose else start, stop - 1)]
        fits = all(conduct.told.match(self.text, a, b) and not self._named(clause, a, b) for a, b in pieces)
        return pieces if fits else []

    def _unclosed(self, clause: Clause, cue: Cue, relation: Relation) -> list[tuple[int, int]]:
        """严查甲、乙; 打击非法劳工: to the end of the clause, without a noun that closes it."""
        conduct = self.words.conduct.get(relation.id)
        listed = relation.id in cue.uses.get("plain", ()) and self._items(clause, cue.end, clause.end, relation)
        if listed or conduct is None or conduct.verb.fullmatch(cue.word) is None:
            return listed or []
        found = self._single(clause, cue.end, clause.end, relation) if clause.end - cue.end <= _SHORT else []
        whole = [f for f in found if conduct.told.match(self.text, *f) and f[1] - f[0] < _SHORT]
        return whole or [f for f in found if any(m.end() == f[1] for m in conduct.mark.finditer(self.text, *f))]

    def _single(
        self, clause: Clause, start: int, stop: int, relation: Relation, *, aimed: bool = False
    ) -> list[tuple[int, int]]:
        """One kind of conduct alone, where its words say that it is one: 打击非法采矿行为."""
        conduct = self.words.conduct.get(relation.id)
        joined = self.text[start : start + 1] in _LISTING  # 遏制和杜绝甲行为
        found = conduct.clean(self.text, start, stop) if conduct and not joined else None
        if conduct and found and not aimed and conduct.harm.match(self.text, *found):
            return []
        if found is None or found[1] - found[0] > _LONGEST or self._named(clause, *found):
            return []
        return [] if set("、，等0123456789") & set(self.text[found[0] : found[1]]) else [found]

    def _items(self, clause: Clause, start: int, stop: int, relation: Relation) -> list[tuple[int, int]]:
        text = self.text[start:stop]
        pieces, at = [], 0
        for match in _ITEM.finditer(text):
            pieces.append((at, match.start()))
            at = match.end()
        pieces.append((at, len(text)))
        if text[:1] in _LISTING or any("等" in text[left:right] for left, right in pieces):
            return []  # 甲、乙等领域丙问题: fields, not conduct
        quoted = all(text[a:b].startswith(tuple(_QUOTES)) and text[a:b].endswith(tuple(_QUOTES)) for a, b in pieces)
        last = text[pieces[-1][0] :]
        if len(pieces) < 2 and not quoted or not quoted and "的" in last and not self._tells(last, relation):
            return []
        if (
            len(pieces) == 2
            and "、" not in text
            and not quoted
            and not self._both(text, pieces, relation, self.text[stop])
        ):
            return []  # 破坏林地和野生动物资源: one kind of conduct
        taken = [self._named(clause, start + left, start + right) for left, right in pieces]
        mostly = 2 * sum(taken) < len(pieces)  # what stands in a list of conduct is conduct, taken for a name or not
        found, conduct = [], self.words.conduct.get(relation.id)
        for number, (left, right) in enumerate(pieces):
            if number == 0:
                left = self._bare(text, left, right, relation)
            if conduct and number < len(pieces) - 1 and conduct.handling.fullmatch(text, left, right):
                continue  # 生产、销售假药: two verbs of one object
            named = taken[number] and not mostly
            described = not quoted and any(c in text[left:right] for c in "0123456789")
            described = described or "的" in text[left:right] and not self._tells(text[left:right], relation)
            vague = conduct is not None and conduct.says_nothing(text, left, right)
            if 2 <= right - left <= _LONGEST and not named and not described and not vague:
                found.append((start + left, start + right))
        return found

    def _both(self, text: str, pieces: Sequence[tuple[int, int]], relation: Relation, behind: str) -> bool:
        """Say whether 甲和乙 are two kinds: both say so, or 等 sums up two of which no verb governs both."""
        conduct = self.words.conduct.get(relation.id)
        marked = [conduct is None or conduct.mark.search(text, a, b) is not None for a, b in pieces]
        if all(marked) or conduct is None:
            return True
        governed = any(p.match(text) for p in (conduct.told, conduct.harm, conduct.lead))
        return behind == "等" and marked[-1] and not governed

    def _tells(self, text: str, relation: Relation) -> bool:
        """Say whether what 的 leads to is conduct, or goods of it: 含有害内容的非法出版物."""
        conduct = self.words.conduct.get(relation.id)
        rest = text[text.rfind("的") + 1 :]
        return conduct is not None and conduct.lead.match(rest) is not None and conduct.vague.fullmatch(rest) is None

    def _named(self, clause: Clause, start: int, end: int) -> bool:
        return any(g.start < end and start < g.end for g in clause.groups)

    def _bare(self, text: str, start: int, end: int, relation: Relation) -> int:
        """Where the first item begins after its attributes and who does it: 群众反映强烈的出租车拒载 → 拒载."""
        at = text.rfind("的", start, end)
        start = at + 1 if at >= 0 else start + text.startswith("了", start)
        conduct = self.words.conduct.get(relation.id)
        for pattern in (*((conduct.loose, conduct.sector) if conduct else ()), self.words.offender[relation.id]):
            match = pattern.match(text, start, end)
            start = match.end() if match else start
        return start
