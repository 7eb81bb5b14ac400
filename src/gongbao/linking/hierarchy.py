"""Statements that names make by themselves: the region that a body acts for, the body above it, the place around it.

Evidence is always a mention: its characters that name the region or the parent are the object's span.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from gongbao import iri, lexicon
from gongbao.lexicon import Entry
from gongbao.linking import divisions, matching, organizations
from gongbao.linking.issuer import names_of
from gongbao.model import Document, Entity, Evidence, Mention, Reporter, Span, Statement
from gongbao.ontology import Ontology
from gongbao.text.punctuation import TITLES_OPEN
from gongbao.text.script import fold

_AROUND = "".join(sorted(iri.QUOTES)) + TITLES_OPEN
_ASSERTED = "done"
_BRACKETS = "（("
_SHORTEST = 2


def structure(
    document: Document, entities: Sequence[Entity], ontology: Ontology, reporter: Reporter | None = None
) -> tuple[Statement, ...]:
    """Return jurisdictions, parents of bodies, and containment that a place's own name writes out, in stable order."""
    reader = _Reader(document, entities, ontology)
    told = (*reader.jurisdictions(), *reader.parents(reporter), *reader.containment(), *reader.channels())
    found = (statement for statement in told if not ontology.get_property(statement.predicate).off)
    return tuple(sorted(found, key=lambda s: (s.evidence[0].start, s.predicate, s.subject, s.object)))


def beyond(part: Entity, whole: Entity) -> bool:
    """Say whether a body is none of another's by their names: of two cities, 甲署防护中心 and 防护中心, 专员公署 and 专员, 教育局 and 公安局."""
    inner, outer = (divisions.place(e.jurisdiction) if e.jurisdiction else None for e in (part, whole))
    apart = inner is not None and outer is not None and outer not in divisions.lineage(inner)
    peers = part.name[-3:] != whole.name[-3:] and all(e.name.endswith(matching.every("peer")) for e in (part, whole))
    beside = peers or part.name in {whole.name + w for w in matching.every("beside")}
    return apart or beside or part.name.endswith(whole.name)


class _Reader(NamedTuple):
    document: Document
    entities: Sequence[Entity]
    terms: Ontology

    def of_role(self, role: str) -> list[Entity]:
        kind = self.terms.role(role)
        within = {each for each in {e.type for e in self.entities} if self.terms.is_a(each, kind)}
        return [e for e in self.entities if e.type in within]

    def text(self, mention: Mention) -> tuple[int, str]:
        """The folded text of a mention without the quotes around it, and where it starts."""
        text = self.document.folded[mention.start : mention.end]
        stripped = text.lstrip(_AROUND)
        return mention.start + len(text) - len(stripped), stripped

    def statement(
        self, subject: Entity, role: str, target: Entity, found: Sequence[tuple[Span, Span]], *told: Evidence
    ) -> Statement:
        """What names say, each as evidence with the part that says it, and what else the report `told` to it."""
        evidence = (Evidence(min(a.start, b.start), max(a.end, b.end), subject=a, object=b) for a, b in found)
        predicate = self.terms.property_role(role)
        return Statement(subject.iri, predicate, target.iri, "entity", (*evidence, *told), _ASSERTED, 1.0)

    def jurisdictions(self) -> Iterator[Statement]:
        known = [(_entry(place), place) for place in self.of_role("place")]
        places = {divisions.official_name(entry) if entry else place.name: place for entry, place in known}
        for body in self.of_role("actor"):
            place = places.get(body.jurisdiction or "")
            if place is None:
                continue
            near = (entry,) if (entry := _entry(place)) else ()
            found = [(m.span, part) for m in body.mentions if (part := self.region_span(m, near)) is not None]
            own = self.document.publisher_span
            if not found and own is not None and any(own.overlaps(m.span) for m in body.mentions):
                found = [(own, own)]
            if found:
                levels = {"", *(word for word, _ in lexicon.words("level"))}  # 省, not 湖北省
                bare = all(self.document.folded[part.start : part.end] in levels for _, part in found)
                told = self.told(place) if bare else ()
                yield self.statement(body, "jurisdiction", place, found, *told)

    def told(self, place: Entity) -> tuple[Evidence, ...]:
        """Where the report says of which region it speaks, for 省委: its title, its publisher, else what names it first."""
        text, entry = self.document.folded, _entry(place)
        names = (place.name, *((entry.name, *entry.short) if entry else ()))
        title = fold(self.document.title or "")
        at = text.find(title) if title else -1
        heads = [Span(at, at + len(title))] if at >= 0 else []
        heads += [own] if (own := self.document.publisher_span) is not None else []
        spans = ((head, name) for head in (*heads, Span(0, len(text))) for name in names)
        found = ((h, Span(at, at + len(n))) for h, n in spans if (at := text.find(n, h.start, h.end)) >= 0)
        pairs = ((head if head in heads else span, span) for head, span in found)
        return tuple(Evidence(whole.start, whole.end, object=span) for whole, span in islice(pairs, 1))

    def region_span(self, mention: Mention, near: tuple[Entry, ...]) -> Span | None:
        """Where a mention names its region: 天津市 in 天津市交通运输委员会, 市 in 市委, 湖北省 in 共青团湖北省委."""
        start, text = self.text(mention)
        own = divisions.prefix(text, near)
        if own is not None and own.length < len(text):
            names = (name for e in near if e != own.region for name in (e.name, *e.short))
            found = ((at, name) for name in names if (at := text.find(name, own.length)) > 0)
            at, name = next(found, (0, text[: own.length]))  # 海淀 in 北京市公安局海淀分局
            return Span(start + at, start + at + len(name))
        for opening in (opening for opening, _ in organizations.openings() if text.startswith(opening)):
            at, rest = start + len(opening), text[len(opening) :]
            inner, level = divisions.prefix(rest, near), divisions.level_word(rest)
            if inner or level:
                return Span(at, at + (inner.length if inner else len(level[0]) if level else 0))
        return Span(start, start + len(level[0])) if (level := divisions.level_word(text)) else None

    def parents(self, reporter: Reporter | None) -> Iterator[Statement]:
        actors = self.of_role("actor")
        bearers = {name: body for body in reversed(actors) for name in names_of(body) if not divisions.place(name)}
        own = next((a for a in actors if reporter and a.iri == reporter.entity), None)
        fitting: dict[str, list[Entity]] = {}
        for body in (a for a in actors if a.mentions):
            parent, found = self.parent(body, bearers)
            if parent is None:
                parent, found = self.whole(body, actors, own, fitting)
            if parent is not None:
                span = body.mentions[0].span
                named = () if found else parent.mentions[:1]  # 党中央 tells by its full name
                told = (Evidence(m.start, m.end, object=m.span) for m in named)
                yield self.statement(body, "parent", parent, found or [(span, span)], *told)

    def whole(
        self, unit: Entity, actors: Sequence[Entity], own: Entity | None, fitting: dict[str, list[Entity]]
    ) -> tuple[Entity | None, list[tuple[Span, Span]]]:
        """The body that a unit means by the word before its name (厅执法监督局): the reporting one, else the only one."""
        first = unit.mentions[0]
        head = _deictic(iri.canonical(self.document.folded[first.start : first.end]), self.terms.role("actor"))
        if head is None:
            return None, []
        level = divisions.level_word(head)
        end = head[len(level[0]) :] if level else head
        if end not in fitting:
            fitting[end] = [a for a in actors if any(n.endswith(end) for n in (a.name, *a.aliases))]
        found = [a for a in fitting[end][:3] if a is not unit]
        parent = own if own in fitting[end] and own is not unit else found[0] if len(found) == 1 else None
        return parent, [(first.span, Span(first.start, first.start + len(head)))] if parent else []

    def parent(self, body: Entity, bearers: Mapping[str, Entity]) -> tuple[Entity | None, list[tuple[Span, Span]]]:
        """The body above another, by full name or as a mention writes it, and where mentions write it."""
        opened = _opening(body.name, body, bearers)
        parent = bearers[opened] if opened and bearers[opened].name == opened else None
        found = []
        known = {name for e in lexicon.by_name().get(body.name, ()) for name in (e.name, *e.short)}
        for mention in body.mentions:
            start, text = self.text(mention)
            opening = _opening(text, body, bearers) if iri.canonical(text) not in known else None
            if opening is not None and parent in (None, bearers[opening]):
                parent = bearers[opening]
                found.append((mention.span, Span(start, start + len(opening))))
        return parent, found

    def channels(self) -> Iterator[Statement]:
        """Where a body speaks for itself: a platform that is named as its own (甲局官方微信)."""
        bearers = {name: body for body in reversed(self.of_role("actor")) for name in names_of(body)}
        for platform in self.of_role("platform"):
            for mention in platform.mentions:
                start, text = self.text(mention)
                front = text.removesuffix(matching.ends_with(text, "channel", platform.type) or text).rstrip(_AROUND)
                if front and (body := bearers.get(iri.canonical(front))) is not None:
                    yield self.statement(body, "operation", platform, [(Span(start, start + len(front)), mention.span)])

    def containment(self) -> Iterator[Statement]:
        places = [p for p in self.of_role("place") if p.mentions]
        named = {(entry.name, entry.code): p for p in places if (entry := _entry(p)) is not None}
        by_name = {p.name: p for p in places}
        for place in places:
            for outer in self.around(place, named, by_name):
                parts = self.parts(place, outer)
                if parts:
                    yield self.statement(place, "containment", outer, parts)

    def around(
        self, place: Entity, named: dict[tuple[str, str | None], Entity], by_name: dict[str, Entity]
    ) -> Iterator[Entity]:
        """The nearest place of the report around another: the division above it, or the region that lists it."""
        entry = _entry(place)
        if entry is not None:
            chain = [named[key] for e in divisions.lineage(entry)[:-1] if (key := (e.name, e.code)) in named]
            yield from chain[-1:]
            return
        if place.name.endswith(matching.words("township", place.type)):
            fronts = (place.name[:size] for size in range(len(place.name) - 2, 1, -1))
            above = (by_name[front] for front in fronts if front in by_name and _entry(by_name[front]))
            yield from islice(above, 1)
        for other in lexicon.by_name().get(place.name, ()):
            outer = by_name.get(other.parent or "")
            if outer is not None and other.type == place.type and other.name == place.name:
                yield outer

    def parts(self, place: Entity, outer: Entity) -> list[tuple[Span, Span]]:
        """Mentions of a place that write the outer one in front: 重庆市 in 重庆市荣昌区."""
        found = []
        for mention in place.mentions:
            start, text = self.text(mention)
            fronts = [len(name) for name in names_of(outer) if text.startswith(name)]
            longest = max((size for size in fronts if _SHORTEST <= size <= len(text) - 2), default=None)
            if longest is not None:
                found.append((mention.span, Span(start, start + longest)))
        return found


def _opening(name: str, body: Entity, bearers: Mapping[str, Entity]) -> str | None:
    """Return the longest name of another body that opens a name: 海关 in 海关有组织罪案调查科."""
    for length in range(len(name) - 2, _SHORTEST - 1, -1):
        cut = name[:length]
        if name[length] in _BRACKETS:
            return None  # 甲医院（普通合伙）
        if bearers.get(cut, body) is not body:
            return None if name[length:] in matching.every("beside") else cut  # a court's 检察署, 甲集团 of 甲
        if any(e.type == body.type and e.name == cut for e in lexicon.by_name().get(cut, ())):
            return None  # 海关总署 in 海关总署缉私局 is another body than 海关
    return None


def _entry(place: Entity) -> Entry | None:
    """The division that a place entity is."""
    return lexicon.divisions_by_code().get(place.code) if place.code else divisions.place(place.name)


def _deictic(text: str, kind: str) -> str | None:
    """The word for the whole that opens the name of a unit: 厅 in 厅执法监督局."""
    if text.startswith(matching.words("notWhole")) or divisions.prefix(text) is not None:
        return None
    level = divisions.level_word(text)
    opens = len(level[0]) if level else 0
    heads = matching.words("levelHead" if level else "wholeHead", kind)
    head = next((h for h in heads if text.startswith(h, opens) and len(text) - opens - len(h) >= _SHORTEST), None)
    return text[: opens + len(head)] if head else None
