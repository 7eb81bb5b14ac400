"""Who does what: an actor, a verb and the thing it governs, in active, passive, attributive and agentless clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from gongbao.relate.clauses import Clause, Cue, Group, Item, Layout
from gongbao.relate.facts import Modality
from gongbao.relate.grammar import AGENT, CAUSATIVE, DELEGATING, MODAL, OBJECT, OTHER, VERBS, Relation
from gongbao.relate.subjects import NOBODY, Subject

NEAR, FAR = 14, 32
"""How many characters may stand between a verb and its object: at most, and where they end in 的."""

_REST = 6
_CLOSE = 4
_OPENING = "“‘「『"
_TITLE = "《"

_AIMED = re.compile("以.+?为.{2,4}的$")
"""开展以…为重点的甲行动: what stands between verb and name may be long."""
_PURPOSE = re.compile("为了?(?=[^，,]*$)")


@dataclass(frozen=True, slots=True)
class Act:
    """A verb with its object, found in a clause: what places, campaigns and platforms tie to."""

    relation: Relation
    cue: Cue | None
    object: Item
    subject: Subject
    modality: str
    clause: int
    purpose: bool = False


@dataclass(slots=True)
class Scene:
    """A clause in its period while it is read."""

    index: int
    clause: Clause
    subjects: list[tuple[int, Subject]]
    current: Subject
    prior: Subject
    before: list[Item]
    topic: Item | None
    helped: tuple[int, ...] = ()
    earlier: tuple[Clause, ...] = ()
    partners: frozenset[int] = frozenset()


class Actions:
    """Reads the relations whose subject is an actor."""

    def __init__(self, layout: Layout, modality: Modality) -> None:
        self.layout = layout
        self.text = layout.text
        self.words = layout.words
        self.modality = modality

    def read(self, scene: Scene) -> Iterator[Act]:
        """Yield what is done in a clause."""
        clause = scene.clause
        if self._purpose(clause):
            for act in self._acting(scene):
                if "purpose" in act.relation.readings:
                    yield replace(act, purpose=True)
                elif self._own_words(act):
                    yield act
            return
        yield from self._acting(scene)

    def _acting(self, scene: Scene) -> Iterator[Act]:
        clause = scene.clause
        for cue in clause.cues:
            seen: set[str] = set()
            for kind in VERBS:
                for property_id in cue.uses.get(kind, ()):
                    relation = self.words.relations[property_id]
                    if not relation.by_actor or relation.symmetric or relation.to_concept or property_id in seen:
                        continue
                    seen.add(property_id)
                    yield from self._verb(scene, cue, relation)
            for property_id in cue.uses.get("afterward", ()):
                yield from self._afterward(scene, cue, self.words.relations[property_id])
            for property_id in cue.uses.get("framed", ()):
                yield from self._framed(scene, cue, self.words.relations[property_id])
            for property_id in cue.uses.get("instrument", ()):
                yield from self._instrument(scene, cue, self.words.relations[property_id])
            for property_id in cue.uses.get("acts", ()):
                yield from self._tool(scene, cue, self.words.relations[property_id])
        yield from self._juxtaposed(scene)

    def _purpose(self, clause: Clause) -> bool:
        """为巩固…成果 gives the purpose of what follows; 为…提供 is an act."""
        if "为" not in self.text[clause.start : clause.start + 12]:
            return False
        opening = self.words.opener.match(self.text, clause.start, clause.end)
        at = opening.end() if opening else clause.start
        if self.text[at : at + 1] != "为":
            return False
        return not any("afterward" in c.uses for c in clause.cues)

    def _own_words(self, act: Act) -> bool:
        """Say whether the actor stands right before the verb, so that the purpose of others tells his doing."""
        names = act.subject.items
        return bool(names) and act.cue is not None and 0 <= act.cue.start - names[-1].end <= NEAR

    def fits(self, item: Item | Group, classes: frozenset[str]) -> bool:
        """Say whether a name is of one of the classes."""
        return not self.words.fits[item.type].isdisjoint(classes)

    def _verb(self, scene: Scene, cue: Cue, relation: Relation) -> Iterator[Act]:
        clause = scene.clause
        if self._noun(clause, cue):
            return
        if self.text[cue.end : cue.end + 1] == "的":
            group = self._after(clause, cue, relation, FAR, attributive=True)
            actor = self._nearest_actor(clause, cue)
            if group is not None and actor is not None:
                yield from self._acts(scene, cue, relation, group.items, self._with_partner(scene, actor) or actor)
            elif group is None:
                nested = self._numbered(clause, cue, relation)
                yield from self._acts(scene, cue, relation, nested, actor or self._subject(scene, cue, relation)[0])
            return
        group = self._after(clause, cue, relation, NEAR)
        subject = self._subject(scene, cue, relation)
        if group is not None:
            for who in self._adjacent(scene, cue) or subject:
                yield from self._acts(scene, cue, relation, group.items, who)
            return
        if serial := list(self._serial(scene, cue, relation)):
            yield from serial
            return
        marked = self._marked(scene, cue)
        if marked is not None:
            items = self._patients(scene, marked[0], cue, relation) or self._about(scene, relation)
            yield from self._acts(scene, cue, relation, items, marked[1])
            return
        items = self._marked_object(clause, cue, relation) or self._shared_patient(scene, cue, relation)
        if items:
            yield from self._acts(scene, cue, relation, items, subject[0])
            return
        if relation.id in cue.uses.get("agentless", ()):
            group = self._before(clause, cue, relation)
            if group is not None:
                yield from self._acts(scene, cue, relation, group.items, subject[0])
                return
        who = subject[0]
        if who.known and (who.span or who.carried or who.partners):
            yield from self._acts(scene, cue, relation, self._about(scene, relation), who)

    def _with_partner(self, scene: Scene, actor: Subject) -> Subject | None:
        """联同甲执行的乙行动: the actor right before the verb is the partner of the subject."""
        if actor.span is None or actor.span.start not in scene.partners or not scene.current.known:
            return None
        return replace(scene.current, partners=actor.items)

    def _adjacent(self, scene: Scene, cue: Cue) -> list[Subject]:
        """The actor right before a verb in the middle of a clause: 这是甲、乙联合开展丙以来的…."""
        actor = self._nearest_actor(scene.clause, cue)
        if actor is None or actor.span is None or any(s.items == actor.items for _, s in scene.subjects):
            return []
        gap = self.layout.timeless(actor.span.end, cue.start)
        spoken = self.words.preceded.search(self.layout.timeless(scene.clause.start, actor.span.start))
        partner = any("with" in c.uses or "trigger" in c.uses for c in scene.clause.cues if c.end == actor.span.start)
        return [] if spoken or partner or len(gap) > _CLOSE or actor.span.start in scene.partners else [actor]

    def _numbered(self, clause: Clause, cue: Cue, relation: Relation) -> tuple[Item, ...]:
        """作出的处罚决定（甲罚〔2024〕2号）: the number in the brackets that follow."""
        for item in clause.nested:
            if item.start >= cue.end and self.fits(item, relation.range):
                return (item,) if len(self.layout.between(cue.end, item.start).rstrip("（(")) <= NEAR else ()
        return ()

    def _about(self, scene: Scene, relation: Relation) -> tuple[Item, ...]:
        """What the paragraph is about, where the verb may leave that out."""
        topic = scene.topic
        told = topic is not None and "topic" in relation.readings and self.fits(topic, relation.range)
        return (topic,) if topic is not None and told else ()

    def _noun(self, clause: Clause, cue: Cue) -> bool:
        """Say whether a verb is only spoken of: 就开展甲行动作出部署, 开展情况, 处罚决定书."""
        if self.words.nominal.match(self.text, cue.end, clause.end):
            return True
        left = max([clause.start, cue.start - 6, *(g.end for g in clause.groups if g.end <= cue.start)])
        return self.words.topical.search(self.text, left, cue.start) is not None

    def _acts(
        self, scene: Scene, cue: Cue | None, relation: Relation, items: tuple[Item, ...], who: Subject
    ) -> Iterator[Act]:
        state = self.modality.of(scene.clause, cue)
        for item in items:
            last = max(item.start, cue.start if cue else 0)  # who is named after both joins in what comes later
            near = replace(who, partners=tuple(p for p in who.partners if p.start < last))
            yield Act(relation, cue, item, near, state, scene.index)

    def _subject(self, scene: Scene, cue: Cue, relation: Relation) -> list[Subject]:
        """The actor before the verb; in 组织甲开展 both the one who has it done and 甲."""
        before = [(end, s) for end, s in scene.subjects if end <= cue.start]
        if self._delegated(scene, cue, relation):
            return [NOBODY]
        if not before:
            return [scene.prior if scene.subjects else scene.current]
        last = before[-1][1]
        if not last.embedded:
            return [scene.current if last.entities == scene.current.entities else last]
        own = any(
            last.span and c.end == last.span.start and relation.id in c.uses.get("trigger", ())
            for c in scene.clause.cues
        )
        return [last, scene.current] if own else [last]

    def _delegated(self, scene: Scene, cue: Cue, relation: Relation) -> bool:
        """支持举办, 要求各地开展, 配合甲出台: somebody else does it."""
        cues = [c for c in scene.clause.cues if c.end <= cue.start]
        if any(c.end == cue.start and (DELEGATING in c.uses or self._others(c)) for c in cues):
            return True
        for c in cues:
            if CAUSATIVE in c.uses and relation.id not in c.uses.get("trigger", ()):
                named = any(c.end <= g.start < cue.start and self.words.is_actor(g.type) for g in scene.clause.groups)
                if not named and any(OTHER in k.uses and c.end <= k.start for k in cues):
                    return True
        return any(place <= cue.start for place in scene.helped)

    def _others(self, cue: Cue) -> bool:
        """Say whether a word right before a verb names everybody else: 了解各地开展…情况."""
        determined = self.words.determiners.match(cue.word)
        return OTHER in cue.uses and determined is not None and determined.end() > 0

    def _marked_object(self, clause: Clause, cue: Cue, relation: Relation) -> tuple[Item, ...]:
        """对甲案提起公诉, 将甲案移送: the thing after 对 or 将."""
        group = next((g for g in reversed(clause.groups) if g.end <= cue.start), None)
        if group is None or not self.fits(group, relation.range) or self._modifier(group, clause):
            return ()
        marked = any(c.end == group.start and OBJECT in c.uses for c in clause.cues)
        return group.items if marked and len(self.layout.timeless(group.end, cue.start)) <= NEAR else ()

    def _shared_patient(self, scene: Scene, cue: Cue, relation: Relation) -> tuple[Item, ...]:
        """甲论坛由乙主办，丙承办，丁协办: the verbs that end the next clauses are about the same thing."""
        clause = scene.clause
        written = [s for end, s in scene.subjects if s.known and 0 <= cue.start - end <= 6]
        if cue.end != clause.end or not written:
            return ()
        for earlier in reversed(scene.earlier):
            marker = next((c for c in earlier.cues if AGENT in c.uses), None)
            if marker is not None:
                fitting = (g for g in earlier.groups if g.end <= marker.start and self.fits(g, relation.range))
                return tuple(i for g in list(fitting)[-1:] for i in g.items)
            if not earlier.cues or earlier.cues[-1].end != earlier.end:
                return ()
        return ()

    def _serial(self, scene: Scene, cue: Cue, relation: Relation) -> Iterator[Act]:
        """甲论坛由乙主办、丙承办: the second body and its verb."""
        actor, marker = self._nearest_actor(scene.clause, cue), self._agent(scene.clause, cue)
        if actor is None or actor.span is None or marker is None:
            return
        if cue.end != scene.clause.end and self.text[cue.end] not in "、和及以":
            return
        at = actor.span.start
        if self.text[at - 1] in "、和及" and any(marker.end < c.end == at - 1 for c in scene.clause.cues):
            yield from self._acts(scene, cue, relation, self._patients(scene, marker, cue, relation), actor)

    def _agent(self, clause: Clause, cue: Cue) -> Cue | None:
        return next((c for c in clause.cues if c.end <= cue.start and AGENT in c.uses), None)

    def _nearest_actor(self, clause: Clause, cue: Cue) -> Subject | None:
        """The actor of a relative clause: the nearest before the verb, with no other verb between."""
        for group in reversed(clause.groups):
            if group.end <= cue.start and self.words.is_actor(group.type):
                gap = self.layout.timeless(group.end, cue.start)
                crossed = any(
                    group.end <= c.start < cue.start and "trigger" in c.uses and "jointly" not in c.uses
                    for c in clause.cues
                ) or any(group.end <= g.start < cue.start and self.words.is_person(g.type) for g in clause.groups)
                if len(gap) > NEAR or "的" in gap or crossed:
                    return None
                return Subject(group.entities, group.items)
        return None

    def _after(
        self, clause: Clause, cue: Cue, relation: Relation, reach: int, *, attributive: bool = False
    ) -> Group | None:
        """The first fitting name after a verb, unless too far, under a nearer verb, or only part of a longer noun."""
        for group in clause.groups:
            if group.start < cue.end or not self.fits(group, relation.range):
                continue
            gap = _AIMED.sub("的", self.layout.between(cue.end, group.start).rstrip(_OPENING))
            if gap.startswith(self.words.toward) and self.text[group.end : group.end + 2].strip("”」").startswith("的"):
                return None  # 加强对甲行动的检查
            limit = FAR if gap.endswith("的") or attributive else reach
            if len(gap) > limit or self._governed(clause, cue, group, relation):
                return None
            return None if self._modifier(group, clause) else group
        return None

    def _governed(self, clause: Clause, cue: Cue, group: Group, relation: Relation) -> bool:
        """Say whether another verb of the relation, or an agent marker, stands between a verb and a name."""
        return any(
            cue.end <= c.start < group.start
            and (AGENT in c.uses or any(relation.id in c.uses.get(kind, ()) for kind in VERBS))
            and self.text[c.end : c.end + 1] != "的"
            for c in clause.cues
        )

    def _modifier(self, group: Group, clause: Clause) -> bool:
        """Say whether a name only modifies the noun after it: 筹备工作, 精神, 反馈问题."""
        return bool(self.words.modified[group.type].match(self.text, group.end, clause.end))

    def _marked(self, scene: Scene, cue: Cue) -> tuple[Cue, Subject] | None:
        """The agent of a passive: 被甲, 由甲, before the verb."""
        for c in reversed(scene.clause.cues):
            if c.end <= cue.start and AGENT in c.uses:
                for end, subject in scene.subjects:
                    if subject.span and subject.span.start == c.end and end <= cue.start:
                        return c, subject
        return None

    def _patients(self, scene: Scene, marker: Cue, cue: Cue, relation: Relation) -> tuple[Item, ...]:
        """What a passive is about: the name before 被, one in brackets, or the last one of the clauses before."""
        for group in reversed(scene.clause.groups):
            if group.end <= marker.start and self.fits(group, relation.range):
                return () if self._modifier(group, scene.clause) else group.items
        nested = tuple(i for i in scene.clause.nested if i.start >= cue.end and self.fits(i, relation.range))
        if nested:
            return nested[:1]
        lead = self.layout.timeless(scene.clause.start, marker.start)
        opening = self.words.opener.match(lead)
        if opening and opening.end() == len(lead):
            return tuple(i for i in scene.before if self.fits(i, relation.range))[-1:]
        return ()

    def _before(self, clause: Clause, cue: Cue, relation: Relation) -> Group | None:
        """The name whose fate the verb tells: “688案”等重点案件得到快速妥善处置."""
        for group in reversed(clause.groups):
            if group.end <= cue.start:
                gap = self.layout.timeless(group.end, cue.start)
                if not self.fits(group, relation.range):
                    if self._sited(clause, group):
                        continue
                    return None
                listed = gap.lstrip("”’》」").startswith("等")
                free = not any(group.end <= c.start < cue.start and "trigger" in c.uses and AGENT not in c.uses
                               and relation.id not in c.uses["trigger"] for c in clause.cues)  # fmt: skip
                plain = "的" not in gap or self._spans_place(clause, group, cue)
                if self._modifier(group, clause):
                    return None
                return group if free and plain and len(gap) <= (NEAR + 6 if listed else NEAR) else None
        return None

    def _spans_place(self, clause: Clause, group: Group, cue: Cue) -> bool:
        return any(group.end <= g.start < cue.start and self._sited(clause, g) for g in clause.groups)

    def _sited(self, clause: Clause, group: Group) -> bool:
        return any("venue" in c.uses and 0 <= group.start - c.end <= 1 for c in clause.cues)

    def _afterward(self, scene: Scene, cue: Cue, relation: Relation) -> Iterator[Act]:
        """Words after the name: 第七届世界智能大会等重大活动执法保障任务."""
        for group in reversed(scene.clause.groups):
            if group.end <= cue.start and self.fits(group, relation.range):
                gap = self.layout.between(group.end, cue.start)
                if len(gap) <= 2 * NEAR:
                    yield from self._acts(scene, cue, relation, group.items, self._subject(scene, cue, relation)[0])
                return

    def _instrument(self, scene: Scene, cue: Cue, relation: Relation) -> Iterator[Act]:
        """通过甲, 依托甲: what one acts by means of, one runs or uses."""
        for group in scene.clause.groups:
            if group.start >= cue.end:
                if self.fits(group, relation.range) and len(self.layout.between(cue.end, group.start)) <= 4:
                    for act in self._acts(scene, cue, relation, group.items, self._subject(scene, cue, relation)[0]):
                        yield replace(act, purpose=self._adverbial(scene, cue, group))
                return

    def _framed(self, scene: Scene, cue: Cue, relation: Relation) -> Iterator[Act]:
        """以甲行动为抓手: what serves one as means, one does."""
        for group in scene.clause.groups:
            if group.start >= cue.end:
                near = len(self.layout.between(cue.end, group.start)) <= _CLOSE and self.fits(group, relation.range)
                end = group.end + (self.text[group.end : group.end + 1] in ("”", "」"))
                if near and self.words.framing[relation.id].match(self.text, end, scene.clause.end):
                    yield from self._acts(scene, cue, relation, group.items, self._subject(scene, cue, relation)[0])
                return

    def _tool(self, scene: Scene, cue: Cue, relation: Relation) -> Iterator[Act]:
        """“…”公众号推出: a tool that acts acts for the reporting organization."""
        group = scene.clause.groups[0] if scene.clause.groups else None
        if group is None or not self.fits(group, relation.range) or not self._adjoins(scene.clause, group, cue):
            return
        opening = self.words.opener.fullmatch(self.layout.timeless(scene.clause.start, group.start))
        if opening:
            yield from self._acts(scene, cue, relation, group.items, scene.current)

    def _adverbial(self, scene: Scene, cue: Cue, group: Group) -> bool:
        """借助甲和乙，丙…: the clause says no more than by what means the next one acts."""
        clause = scene.clause
        bare = self.layout.timeless(clause.start, cue.start)
        opening = self.words.opener.fullmatch(bare)
        free = not any("trigger" in c.uses for c in clause.cues if c.start >= group.end)
        return opening is not None and not scene.subjects and free and clause.end - group.end <= _REST

    def _adjoins(self, clause: Clause, group: Group, cue: Cue) -> bool:
        """Say whether nothing but 将 or 已 stands between a name and a verb."""
        marks = any(MODAL in c.uses and c.start == group.end and c.end == cue.start for c in clause.cues)
        return group.end == cue.start or marks

    def _juxtaposed(self, scene: Scene) -> Iterator[Act]:
        """市委、市政府“十项行动”: the campaign of the body right before it."""
        clause = scene.clause
        for left, right in zip(clause.groups, clause.groups[1:], strict=False):
            if self.text[left.end : right.start].strip(_OPENING) or not self.words.is_actor(left.type):
                continue
            if any(OTHER in c.uses and 0 <= c.start - right.end <= _CLOSE for c in clause.cues):
                continue
            titled = self.text[right.start] in _TITLE
            for relation in self.words.relations.values():
                if (
                    ("juxtaposed" in relation.readings or titled and "titled" in relation.readings)
                    and self.fits(left, relation.domain)
                    and self.fits(right, relation.range)
                ):
                    who = Subject(left.entities, left.items)
                    yield from self._acts(scene, None, relation, right.items, who)
