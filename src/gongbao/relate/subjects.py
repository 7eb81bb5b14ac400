"""Who acts in a clause: the body named before the verb, the one carried over, the section's, or the reporting one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from gongbao.linking.organizations import is_subsequence
from gongbao.model import Entity, Span
from gongbao.relate.clauses import Clause, Cue, Group, Item, Layout, Period
from gongbao.relate.grammar import AGENT, CAUSATIVE, OTHER, SELF
from gongbao.relate.home import body_of_office
from gongbao.text.script import fold

_NUMBERING = re.compile("^(?:[（(]?[一二三四五六七八九十0-9]{1,3}[)）、.．是]*)?\\s*")
_WRAPS = "“”‘’「」『』"
_COLONS = ("：", ":")
_SLIGHT = frozenset(("marker", "with", "venue", "jointly"))
_TOLD = re.compile("[，,。；！;!]")
_LISTS = ("", "、", "和", "与")
_REST = 8


@dataclass(frozen=True, slots=True)
class Subject:
    """The actors of a clause; `items` are their names where they are written in it.

    `known` is False for unnamed others; `embedded` are those who are made to act (组织甲开展).
    """

    entities: tuple[str, ...]
    items: tuple[Item, ...] = ()
    known: bool = True
    carried: bool = False
    embedded: bool = False
    partners: tuple[Item, ...] = ()

    @property
    def all(self) -> tuple[tuple[str, Span | None], ...]:
        """Actors and those who act with them, each with the characters that name it."""
        with_them = tuple((p.entity, p.span) for p in self.partners if p.entity not in self.entities)
        return tuple((e, self.span_of(e)) for e in self.entities) + with_them

    @property
    def span(self) -> Span | None:
        """The range of the names, None where they are left out."""
        return Span(self.items[0].start, self.items[-1].end) if self.items else None

    def span_of(self, entity: str) -> Span | None:
        """The characters that name one of the actors."""
        return next((i.span for i in self.items if i.entity == entity), None)


NOBODY = Subject((), known=False)


class Subjects:
    """The running subject of a report: `start` at each period, `enter` at each clause."""

    def __init__(self, layout: Layout, entities: Sequence[Entity], home: str | None) -> None:
        self.layout = layout
        self.words = layout.words
        self.reporting = home
        self.jurisdictions = {e.iri: e.jurisdiction for e in entities}
        self.names = {e.iri: e.name for e in entities}
        self.headed: dict[int, Subject] = {}
        self.default = NOBODY
        self.current = NOBODY
        self.speaker: Subject | None = None
        self.actors = [e for e in entities if self.words.is_actor(e.type)]
        self.bodies: dict[str, Subject] = {}
        self.line = -1
        self.voice: Subject | None = None
        self.leading: Subject | None = None
        self.founded: Subject | None = None
        told = (p for p in layout.periods() if p.clauses and _TOLD.search(layout.text, p.start, p.end))
        self.opening = next((p.end for p in told if p.start >= layout.document.body.start), None)

    def start(self, period: Period) -> None:
        """Begin a period: forget the last one's subject."""
        if period.paragraph != self.line:
            self.line, self.voice = period.paragraph, self._voice(period)
        base = Subject((self.reporting,)) if self.reporting else NOBODY
        self.default = self.voice or self._heading(period.section) or base
        self.current = self.default
        self.speaker = self.leading = None

    def _voice(self, period: Period) -> Subject | None:
        """The body of whoever speaks in a line that opens with a name and a colon (黄志强：我们…)."""
        group = period.clauses[0].groups[:1] if period.opens else []
        if not group or group[0].start != period.start or not self.layout.text.startswith(_COLONS, group[0].end):
            return None
        return self.bodies.get(group[0].items[-1].entity)

    def _heading(self, section: int | None) -> Subject | None:
        """The body that is the whole heading of the section, or of one above it."""
        while section is not None:
            if section not in self.headed:
                self.headed[section] = self._read_heading(section)
            if self.headed[section].known:
                return self.headed[section]
            section = self.layout.document.sections[section].parent
        return None

    def _read_heading(self, section: int) -> Subject:
        span = self.layout.document.sections[section].heading
        items = self.layout.items_in(span.start, span.end)
        text = self.layout.text[span.start : span.end]
        bare = _NUMBERING.sub("", text).rstrip("：:。 　")
        if len(items) == 1 and self.words.is_actor(items[0].type) and len(bare) == items[0].end - items[0].start:
            return Subject((items[0].entity,), carried=True)
        return NOBODY

    def enter(self, clause: Clause, partners: set[int]) -> tuple[list[tuple[int, Subject]], Subject]:
        """Read the actors written in a clause, with the place from which each acts, and who acts before the first.

        `partners` are the starts of groups that act with the subject and are no subjects themselves.
        """
        found: list[tuple[int, Subject]] = []
        groups = [g for g in clause.groups if self.words.is_actor(g.type) and g.start not in partners]
        for index, group in enumerate(groups):
            subject = self._acting(clause, group, groups[index + 1] if index + 1 < len(groups) else None)
            if subject is not None:
                found.append((group.end, subject))
        unnamed = self._unnamed(clause) if clause.cues or clause.groups else None
        if unnamed is not None:
            self.current = unnamed
        prior = self.current
        own = [subject for _, subject in found if not subject.embedded]
        if own:
            joins = self.leading and self.layout.text[clause.start : clause.end].endswith(self.words.following)
            lead = self.leading.entities if self.leading and joins else ()
            self.current = replace(own[0], entities=(*lead, *own[0].entities))
        if found and found[-1][1].embedded and self._handed_over(clause, found[-1][1]):
            self.current = found[-1][1]
        return found, prior

    def _handed_over(self, clause: Clause, inner: Subject) -> bool:
        """Say whether the inner actor goes on acting: 指导甲立案，会同乙勘验; not so after 组织甲开展."""
        start = inner.items[0].start
        causes = [c for c in clause.cues if c.end == start and CAUSATIVE in c.uses and "trigger" not in c.uses]
        return bool(causes) and any("trigger" in c.uses for c in clause.cues if c.start >= inner.items[-1].end)

    def leave(self, clause: Clause) -> None:
        """Move past a clause: what follows 介绍 is about the speaker's body, what follows 要求 is asked of others."""
        if self.founded is not None:
            self.current, self.founded = self.founded, None
            return
        said = self.layout.text[max(clause.start, clause.end - 5) : clause.end].rstrip("“「")
        self.leading = self.current if said.endswith(self.words.leading) else None
        if said.endswith(self.words.speech) or (self.voice and self.layout.text.startswith(_COLONS, clause.end)):
            self.current = self.speaker or self.default
        elif said.endswith(self.words.instruction):
            elsewhere = self.speaker is not None and self.speaker.entities != self.default.entities
            self.current = NOBODY if elsewhere else self.default
        elif self.current.span is not None:
            self.current = replace(self.current, items=(), carried=True, embedded=False)

    def part(self) -> None:
        """Pass a semicolon: partners do not act beyond it, nor do unnamed others."""
        self.current = replace(self.current, partners=()) if self.current.known else self.default

    def bring(self, clause: Clause, found: Sequence[tuple[int, Subject]]) -> None:
        """甲组织乙、丙等单位，开展…: who is brought in at the end of a clause does what the next one says, too."""
        if not found or not found[-1][1].embedded or self.current.embedded:
            return
        last = found[-1][1]
        cause = next((c for c in clause.cues if c.end == last.items[0].start), None)
        rest = self.layout.text[last.items[-1].end : clause.end]
        if (
            cause is not None
            and "trigger" in cause.uses
            and len(rest) <= _REST
            and not any(c.start >= last.items[-1].end and "trigger" in c.uses for c in clause.cues)
        ):
            self.join(last.items)

    def join(self, partners: Sequence[Item]) -> None:
        """Let others act with the current subject from here on."""
        self.current = replace(self.current, partners=self.current.partners + tuple(partners))

    def _acting(self, clause: Clause, group: Group, following: Group | None) -> Subject | None:
        text, words = self.layout.text, self.words
        after = text[group.end : clause.end]
        if self._accompanied(clause, group):
            return None
        if after[:1] == "的" or words.modified[group.type].match(after):
            return None
        if following is not None and _owns(clause, group, following):
            return None
        if self._source(clause, group):
            self.speaker = Subject(group.entities, carried=True)
            return NOBODY
        if self._titled(clause, group):
            self.speaker = Subject((self._body(group.items[-1].entity),), carried=True)
            person = next(g for g in clause.groups if g.start >= group.end)
            self.bodies[person.items[0].entity] = self.speaker
            return NOBODY
        if self._founded(clause, group):
            self.founded = Subject(group.entities, carried=True)
            return None
        left = self._own_removed(clause, self.layout.timeless(clause.start, group.start), group)
        marker = _cue_before(clause, group.start, AGENT) or _cue_before(clause, group.start, CAUSATIVE)
        opening = words.opener.match(left)
        if marker is None and not (
            (opening and opening.end() == len(left))
            or words.lead.search(left)
            or _ends_with_owner(clause, group)
            or self._apposed(clause, group)
        ):
            return None
        if (
            marker is not None
            and AGENT in marker.uses
            and not any("trigger" in c.uses for c in clause.cues if c.start >= group.end)
        ):
            return None
        embedded = marker is not None and CAUSATIVE in marker.uses
        return Subject(group.entities, group.items, embedded=embedded)

    def _accompanied(self, clause: Clause, group: Group) -> bool:
        """Say whether somebody left out acts with a body: 并与甲签订乙."""
        before = next((c for c in clause.cues if c.end == group.start and "with" in c.uses), None)
        if before is None:
            return False
        return self.words.opener.fullmatch(self.layout.timeless(clause.start, before.start)) is not None

    def _own_removed(self, clause: Clause, left: str, group: Group) -> str:
        """The words before an actor without 我县 right before its name."""
        own = next((c for c in clause.cues if SELF in c.uses and 0 <= group.start - c.end <= 1), None)
        return left.rstrip(_WRAPS).removesuffix(own.word) if own else left

    def _body(self, actor: str) -> str:
        """The body for which a unit speaks: 市民政局党组 for 市民政局."""
        entity = next(e for e in self.actors if e.iri == actor)
        return body_of_office(entity, self.actors, self.words).iri

    def _source(self, clause: Clause, group: Group) -> bool:
        """Say whether the body is the one that tells: 记者从市公安局获悉, 据市公安局通报, 我代表市法院向大会报告工作."""
        if self.words.deputy.search(self.layout.text, clause.start, group.start):
            return self.words.reported.fullmatch(self.layout.text, group.end, clause.end) is not None
        briefing = self.words.briefing.match(self.layout.text, group.end, clause.end)
        told = self.layout.text[briefing.end() if briefing else group.end : clause.end].rstrip("“「")
        return (
            self.words.source.search(self.layout.text, clause.start, group.start) is not None
            and told in self.words.speech
        )

    def _titled(self, clause: Clause, group: Group) -> bool:
        """Say whether the body is only where a person serves: 市公安局副局长黄志强."""
        person = next((g for g in clause.groups if g.start >= group.end), None)
        if person is None or not self.words.is_person(person.type):
            return False
        return self.words.title.search(self.layout.between(group.end, person.start)) is not None

    def _founded(self, clause: Clause, group: Group) -> bool:
        """Say whether a clause 由甲、乙成立的丙 names who acts in the next one."""
        rest = self.layout.text[group.end : clause.end].strip(_WRAPS)
        first = next((c for c in clause.cues if AGENT in c.uses), None)
        left = self.layout.text[clause.start : group.start].rstrip(_WRAPS)
        return not rest and left.endswith("的") and first is not None and first.start - clause.start <= 2

    def _apposed(self, clause: Clause, group: Group) -> bool:
        """Say whether the name of a place opens the clause right before the actor (广州市 市公安局; 甲市、乙市公安局)."""
        before = [g for g in clause.groups if self.layout.text[g.end : group.start] in _LISTS]
        return any(self.words.opener.fullmatch(self.layout.timeless(clause.start, g.start)) for g in before)

    def _unnamed(self, clause: Clause) -> Subject | None:
        """Who acts where no body is named: the reporting body (我局, 全市), or somebody else (群众, 各地, 县级机构)."""
        first = clause.groups[0].start if clause.groups else clause.end
        for cue in clause.cues:
            if cue.start >= first:
                break
            if SELF in cue.uses and self._before_actor(clause, cue):
                return None
            if SELF in cue.uses:
                if not self._leads(clause, cue, determined=False):
                    return None
                if self._divisions(clause, cue):
                    return NOBODY
                own = self.speaker if self._quoted(cue) else None
                return own or self.default
            if OTHER in cue.uses:
                if self._own_short_form(cue) and self._leads(clause, cue, determined=False):
                    return self.default
                return NOBODY if self._leads(clause, cue, determined=True) else None
            if not _SLIGHT.issuperset(cue.uses):
                break
        if not clause.groups:
            return None
        if self._own_trade(clause):
            return self.default
        return NOBODY if self._elsewhere(clause) or self._person(clause) else None

    def _before_actor(self, clause: Clause, cue: Cue) -> bool:
        """Say whether 我县 only stands before the name of the body that acts (我县“甲”办公室)."""
        group = clause.groups[0] if clause.groups else None
        return group is not None and self.words.is_actor(group.type) and 0 <= group.start - cue.end <= 1

    def _person(self, clause: Clause) -> bool:
        """Say whether a person acts: one named before the first verb."""
        first = min((c.start for c in clause.cues if not _SLIGHT.issuperset(c.uses)), default=clause.end)
        persons = [g for g in clause.groups if self.words.is_person(g.type) and g.start < first]
        for person in persons:
            self.speaker = self.bodies.get(person.items[-1].entity) or self.speaker
        return bool(persons)

    def _quoted(self, cue: Cue) -> bool:
        """Say whether the word opens a quotation: 局长说：“我们…."""
        return self.layout.text[cue.start - 1 : cue.start] in ("“", "「")

    def _divisions(self, clause: Clause, cue: Cue) -> bool:
        """Say whether 我市 means the city, and not the bureau that reports: it convenes, or the news begin with it."""
        divisions, document = self.words.divisions, self.layout.document
        if cue.word not in divisions or self.names.get(self.reporting or "", "").endswith(self.words.general):
            return False
        if self.words.trade.match(self.layout.text, cue.start, clause.end):
            return False  # 我市公安机关
        news = document.publisher is None or fold(document.title or "").startswith(divisions)
        opens = news and self.speaker is None and self.opening is not None and clause.start < self.opening
        return opens or self.words.convening.match(self.layout.timeless(cue.end, clause.end)) is not None

    def _own_short_form(self, cue: Cue) -> bool:
        """Say whether a bare 支队 or 海关 is the end of the reporting body's name."""
        name = self.names.get(self.reporting or "", "")
        return len(name) > len(cue.word) and name.endswith(cue.word)

    def _leads(self, clause: Clause, cue: Cue, *, determined: bool) -> bool:
        """Say whether a word begins its clause, after openers, times and words such as 各, 部分."""
        left = self.layout.timeless(clause.start, cue.start)
        opening = self.words.opener.match(left)
        rest = left[opening.end() :] if opening else left
        return not rest or (determined and self.words.determiners.fullmatch(rest) is not None)

    def _own_trade(self, clause: Clause) -> bool:
        """Say whether the units of the reporting body's trade in its region act: 海州公安机关 of the 海州市公安局."""
        group = clause.groups[0]
        if not self.words.is_place(group.type):
            return False
        if self.words.opener.fullmatch(self.layout.timeless(clause.start, group.start)) is None:
            return False
        trade = self.words.trade.match(self.layout.text, group.end, clause.end)
        name = self.names.get(self.reporting or "", "")
        return trade is not None and is_subsequence(trade["trade"], name) and self._at_home(group.items[0].entity)

    def _at_home(self, place: str) -> bool:
        """Say whether a place is the one that the reporting body acts for, or lies around or in it."""
        home = self.jurisdictions.get(self.reporting or "") or self.names.get(self.reporting or "", "")
        name = self.names.get(place, "")
        return bool(home and name and (home.startswith(name) or name.startswith(home)))

    def _elsewhere(self, clause: Clause) -> bool:
        """Say whether a place acts, and not the one that the reporting body governs."""
        if not clause.groups or not clause.cues:
            return False
        group = clause.groups[0]
        if not self.words.is_place(group.type):
            return False
        if self.words.opener.fullmatch(self.layout.timeless(clause.start, group.start)) is None:
            return False
        following = self.layout.text[group.end : clause.end]
        if following[:1] in ("", "的", "、"):
            return False
        body = self.names.get(self.reporting or "", "")
        if not body.endswith(self.words.general):
            return True  # a city acts through its government, not through one of its bureaus
        return not self._at_home(group.items[0].entity)


def _cue_before(clause: Clause, place: int, kind: str) -> Cue | None:
    """The word of a kind that ends right before a place."""
    return next((c for c in clause.cues if c.end == place and kind in c.uses), None)


def _owns(clause: Clause, group: Group, following: Group) -> bool:
    """Say whether a word such as 所属 joins two groups: the second acts."""
    return any("attributive" in c.uses and group.end <= c.start and c.end <= following.start and
               following.start - group.end <= len(c.word) + 1 for c in clause.cues)  # fmt: skip


def _ends_with_owner(clause: Clause, group: Group) -> bool:
    return any("attributive" in c.uses and 0 <= group.start - c.end <= 1 for c in clause.cues)
