"""What is part of a campaign by its name, by whose orders it is carried out, or by the report that sets it out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gongbao.model import Entity, Span
from gongbao.relate.actions import Act
from gongbao.relate.clauses import Clause, Item, Layout, Period
from gongbao.relate.facts import CONTEXT, IMPLIED, NAMED, Fact
from gongbao.relate.grammar import Relation

_QUOTED = re.compile("[“「『‘]([^“”‘’「」『』]{2,12})[”」』’]")
_MARKS = "“”‘’「」『』"
_NUMBER = "(?:第|[-—－])?[一二三四五六七八九十0-9]{1,2}(?:号|次|轮|波|期|季|战)?"
_LINE = 80
_AFTER = 12
_LISTED = 30
_OPENING = 4


def directed(layout: Layout, period: Period, acts: Sequence[Act], relation: Relation) -> Iterator[Fact]:
    """根据甲行动部署，开展乙行动; 在甲行动高压态势下，开展乙行动."""
    whole: Item | None = None
    for index, clause in enumerate(period.clauses):
        done = {a.object.entity: a for a in acts if a.clause == index}
        for group in clause.groups:
            for item in group.items:
                act = done.get(item.entity)
                if whole is None or item.entity == whole.entity or not _fits(layout, item, relation.range):
                    continue
                if act is not None or _started(layout, clause, item):
                    cue = act.cue.span if act is not None and act.cue else None
                    state = act.modality if act is not None else clause.modality
                    yield Fact(item.entity, relation.id, whole.entity, cue, item.span, whole.span, state, IMPLIED)
        for group in clause.groups:
            item = group.items[-1]
            if _fits(layout, item, relation.range) and _leads(layout, relation, clause.start, item, clause.end):
                whole = item


def _started(layout: Layout, clause: Clause, item: Item) -> bool:
    """Say whether a clause opens with the verb of its campaign: 深入开展“甲”“乙”以及“丙”行动."""
    verbs = [c for c in clause.cues if c.start - clause.start <= _OPENING and c.end <= item.start]
    return any("framing" in layout.words.relations[v].readings for c in verbs for v in c.uses.get("trigger", ()))


def included(layout: Layout, period: Period, relation: Relation) -> Iterator[Fact]:
    """甲行动，包括乙行动、丙行动: what the next clauses list, up to the end of the period."""
    pattern = layout.words.including.get(relation.id)
    items = [i for c in period.clauses for g in c.groups for i in g.items if _fits(layout, i, relation.range)]
    for number, whole in enumerate(items[:-1]):
        found = pattern.match(layout.text, whole.end, period.end) if pattern else None
        if found is None:
            continue
        at = found.end()
        for item in items[number + 1 :]:
            if item.start - at > _LISTED or "；" in layout.text[at : item.start]:
                break
            if item.entity != whole.entity:
                yield Fact(item.entity, relation.id, whole.entity, Span(found.start(), found.end()), item.span,
                           whole.span, layout.words.done, IMPLIED)  # fmt: skip
            at = item.end
        return


def _fits(layout: Layout, item: Item, classes: frozenset[str]) -> bool:
    return not layout.words.fits[item.type].isdisjoint(classes)


def _leads(layout: Layout, relation: Relation, start: int, item: Item, end: int) -> bool:
    frame = layout.words.orders.get(relation.id)
    if frame is None:
        return False
    under, before, after = frame
    rest = layout.text[item.end : end]
    if layout.text[start : item.start].endswith("在"):
        return under.search(rest) is not None
    return before.search(layout.text, start, item.start) is not None and after.match(rest) is not None


def editions(entities: Sequence[Entity], layout: Layout, relation: Relation) -> Iterator[Fact]:
    """“磐石四号”行动 is part of the “磐石”行动."""
    efforts = [e for e in entities if e.mentions and not layout.words.fits[e.type].isdisjoint(relation.range)]
    bases = [(e, _bases(e, layout)) for e in efforts]
    for part, own in bases:
        for whole, names in bases:
            if part is not whole and any(_numbered(n, o) for n in names for o in own):
                mention, other = part.mentions[0], whole.mentions[0]
                yield Fact(part.iri, relation.id, whole.iri, None, mention.span, other.span, layout.words.done, NAMED)
                break


def _numbered(base: str, name: str) -> bool:
    rest = name.removeprefix(base)
    return len(base) > 1 and rest != name and re.fullmatch(_NUMBER, rest) is not None


def _bases(entity: Entity, layout: Layout) -> set[str]:
    """The names of a campaign without its head: its quoted core, else a short name."""
    found = set()
    for mention in entity.mentions:
        text = layout.text[mention.start : mention.end]
        quoted = _QUOTED.search(text)
        plain = text.translate(dict.fromkeys(map(ord, _MARKS)))
        for name in (quoted[1] if quoted else plain, plain):
            found.add(layout.words.head.sub("", name))
    return found


def digest(layout: Layout, relation: Relation) -> Iterator[Fact]:
    """A report on 甲行动典型案例: the cases that its lines begin with or consist of."""
    body = layout.document.body
    wholes = [i for i in layout.items_in(body.start, body.start + 300) if _told(layout, i, relation)]
    if len({i.entity for i in wholes}) != 1:
        return
    for item in layout.items:
        if item.start < wholes[0].end or not _fits(layout, item, relation.domain - relation.range):
            continue
        start = layout.text.rfind("\n", 0, item.start) + 1
        end = layout.text.find("\n", item.end)
        rest = layout.text[item.end : end if end >= 0 else len(layout.text)]
        if not rest.strip("”’》。） 　") and item.end - start <= _LINE:
            span = Span(item.start, item.end)
            yield Fact(item.entity, relation.id, wholes[0].entity, None, span, None, layout.words.done, CONTEXT)


def _told(layout: Layout, item: Item, relation: Relation) -> bool:
    if not _fits(layout, item, relation.range):
        return False
    rest = layout.text[item.end : item.end + _AFTER].lstrip("”’」第一二三四五六七八九十0123456789批（(")
    return rest.startswith(layout.words.digests)
