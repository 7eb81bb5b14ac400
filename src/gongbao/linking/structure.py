"""Statements that names make by themselves: the region that a body acts for, the body above it, the place around it.

Evidence is always a mention: its characters that name the region or the parent are the object's span.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gongbao import iri, lexicon
from gongbao.lexicon import Entry
from gongbao.linking import divisions, matching, organizations, units
from gongbao.linking.aliases import Aliases
from gongbao.model import Document, Entity, Evidence, Mention, Reporter, Span, Statement
from gongbao.ontology import Ontology

_ASSERTED = "done"
_WRITTEN, _KNOWN = 1.0, 0.6
_SHORTEST_PARENT = 2
_LISTING = ("、", "和", "及", "以及", "与")


def structure(
    document: Document,
    entities: Sequence[Entity],
    ontology: Ontology,
    reporter: Reporter | None = None,
    aliases: Aliases | None = None,
) -> tuple[Statement, ...]:
    """Return jurisdictions, parents of bodies, and containment that a place's own name writes out, in stable order."""
    reader = _Reader(document, entities, ontology)
    found = [
        *reader.jurisdictions(),
        *reader.parents(reporter, aliases),
        *reader.containment(known=False),
        *reader.beside(),
    ]
    return tuple(sorted(found, key=lambda s: (s.evidence[0].start, s.predicate, s.subject, s.object)))


def containment(document: Document, entities: Sequence[Entity], ontology: Ontology) -> tuple[Statement, ...]:
    """Return also the containment that GB/T 2260 and the lexicon know between places of the report (score 0.6)."""
    found = _Reader(document, entities, ontology).containment(known=True)
    return tuple(sorted(found, key=lambda s: (s.evidence[0].start, s.subject, s.object)))


@dataclass(frozen=True, slots=True)
class _Reader:
    document: Document
    entities: Sequence[Entity]
    terms: Ontology

    def of_role(self, role: str) -> list[Entity]:
        kind = self.terms.role(role)
        return [e for e in self.entities if self.terms.is_a(e.type, kind)]

    def text(self, mention: Mention) -> tuple[int, str]:
        """The folded text of a mention without the quotes around it, and where it starts."""
        text = self.document.folded[mention.start : mention.end]
        stripped = text.lstrip("".join(sorted(iri.QUOTES)) + "《〈")
        return mention.start + len(text) - len(stripped), stripped

    def statement(
        self, subject: Entity, role: str, target: Entity, found: Sequence[tuple[Span, Span]], score: float = _WRITTEN
    ) -> Statement:
        evidence = tuple(
            Evidence(min(own.start, part.start), max(own.end, part.end), subject=own, object=part)
            for own, part in found
        )
        predicate = self.terms.property_role(role)
        return Statement(subject.iri, predicate, target.iri, "entity", evidence, _ASSERTED, score)

    # -- jurisdiction

    def jurisdictions(self) -> Iterator[Statement]:
        places = {_official(place): place for place in self.of_role("place")}
        for body in self.of_role("actor"):
            place = places.get(body.jurisdiction or "")
            if place is None:
                continue
            near = tuple(entry for entry in (_entry(place),) if entry is not None)
            found = [(m.span, part) for m in body.mentions if (part := self.region_span(m, near)) is not None]
            own = self.document.publisher_span
            if not found and own is not None and any(own.overlaps(m.span) for m in body.mentions):
                found = [(own, own)]
            if found:
                yield self.statement(body, "jurisdiction", place, found)

    def region_span(self, mention: Mention, near: tuple[Entry, ...]) -> Span | None:
        """Where a mention names its region: 天津市 in 天津市交通运输委员会, 市 in 市委, 湖北省 in 共青团湖北省委."""
        start, text = self.text(mention)
        own = divisions.prefix(text, near)
        if own is not None and own.length < len(text):
            return Span(start, start + own.length)
        for opening, _ in organizations.openings():
            if text.startswith(opening):
                at, rest = start + len(opening), text[len(opening) :]
                inner = divisions.prefix(rest, near)
                level = divisions.level_word(rest)
                if inner is not None or level is not None:
                    return Span(at, at + (inner.length if inner else len(level[0]) if level else 0))
        level = divisions.level_word(text)
        return Span(start, start + len(level[0])) if level else None

    # -- parents

    def parents(self, reporter: Reporter | None, aliases: Aliases | None) -> Iterator[Statement]:
        bearers: dict[str, Entity] = {}
        for body in self.of_role("actor"):
            for name in sorted(self.names(body)):
                bearers.setdefault(name, body)
        actors = self.of_role("actor")
        own = next((a for a in actors if reporter and a.iri == reporter.entity), None)
        kind = self.terms.role("actor")
        written: dict[str, tuple[Entity, list[Span]]] = {}
        loose = []
        for body in actors:
            forced = bearers.get(aliases.parents.get(body.name, "")) if aliases else None
            parent, found = (forced, []) if forced else self.parent(body, bearers)
            if parent is None:
                loose.append(body)
                continue
            if found:
                written[body.iri] = (parent, [part for _, part in found])
            if body.mentions:
                span = body.mentions[0].span
                yield self.statement(body, "parent", parent, found or [(span, span)])
        listed = {u.iri: (p, [(s, w)]) for u, p, s, w in units.listed(self.document, actors, written, kind)}
        for body in loose:
            told = listed.get(body.iri) or units.above(body, self.document, actors, own, kind)
            if told is not None:
                yield self.statement(body, "parent", *told)

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

    def names(self, entity: Entity) -> set[str]:
        return {entity.name, *(iri.canonical(alias) for alias in entity.aliases)}

    # -- places

    def containment(self, *, known: bool) -> Iterator[Statement]:
        places = [p for p in self.of_role("place") if p.mentions]
        named = {(entry.name, entry.code): p for p in places if (entry := _entry(p)) is not None}
        by_name = {p.name: p for p in places}
        for place in places:
            for outer in self.around(place, named, by_name):
                parts = self.parts(place, outer)
                if parts:
                    yield self.statement(place, "containment", outer, parts)
                elif known:
                    own = place.mentions[0].span
                    yield self.statement(place, "containment", outer, [(own, own)], _KNOWN)

    def around(
        self, place: Entity, named: dict[tuple[str, str | None], Entity], by_name: dict[str, Entity]
    ) -> Iterator[Entity]:
        """The nearest place of the report around another: the division above it, or the region that lists it."""
        entry = _entry(place)
        if entry is not None:
            chain = [named[key] for e in divisions.lineage(entry)[:-1] if (key := (e.name, e.code)) in named]
            yield from chain[-1:]
            return
        towns = matching.words("township", place.type)
        if place.name.endswith(towns):
            above = [p for p in by_name.values() if p is not place and _entry(p) and _is_above(p.name, place.name)]
            yield from sorted(above, key=lambda p: (-len(p.name), p.name))[:1]
        for other in lexicon.by_name().get(place.name, ()):
            if other.type == place.type and other.name == place.name and other.parent:
                yield from (
                    by_name[name] for name in other.parent.split("|") if name in by_name and "|" not in other.parent
                )

    def beside(self) -> Iterator[Statement]:
        """A place right behind the division around it, and its like in a list: 甲县乙河、丙河."""
        order = [(m.span, p) for p in self.of_role("place") for m in p.mentions]
        order.sort(key=lambda pair: pair[0].start)
        found: dict[tuple[str, str], tuple[Entity, Entity, list[tuple[Span, Span]]]] = {}
        outer: tuple[Span, Entity] | None = None
        towns = matching.words("township", self.terms.role("place"))
        for (left, before), (span, place) in pairwise(order):
            gap, text = self.document.folded[left.end : span.start], self.document.folded
            if not gap and (_entry(before) is not None or before.name.endswith(towns)):
                outer = (left, before)
            elif outer is None or gap not in _LISTING or text[left.end - 1] != text[span.end - 1]:
                outer = None
            if outer is None or _entry(place) is not None or _wide(place):
                outer = None
                continue
            key = (place.iri, outer[1].iri)
            found.setdefault(key, (place, outer[1], []))[2].append((span, outer[0]))
        for place, around, parts in found.values():
            yield self.statement(place, "containment", around, parts)

    def parts(self, place: Entity, outer: Entity) -> list[tuple[Span, Span]]:
        """Mentions of a place that write the outer one in front: 重庆市 in 重庆市荣昌区."""
        found = []
        for mention in place.mentions:
            start, text = self.text(mention)
            longest = max((n for n in self.names(outer) if _is_above(n, text)), key=len, default=None)
            if longest is not None:
                found.append((mention.span, Span(start, start + len(longest))))
        return found


def _opening(name: str, body: Entity, bearers: Mapping[str, Entity]) -> str | None:
    """Return the longest name of another body that opens a name: 海关 in 海关有组织罪案调查科."""
    for length in range(len(name) - 2, _SHORTEST_PARENT - 1, -1):
        cut = name[:length]
        if bearers.get(cut, body) is not body:
            return cut
        if any(e.type == body.type and e.name == cut for e in lexicon.by_name().get(cut, ())):
            return None  # 海关总署 in 海关总署缉私局 is another body than 海关
    return None


def _is_above(parent: str, name: str) -> bool:
    """Say whether a name is another's with more behind it."""
    return len(parent) >= _SHORTEST_PARENT and len(name) >= len(parent) + 2 and name.startswith(parent)


def _wide(place: Entity) -> bool:
    """Say whether a place is a region that the lexicon knows to lie in no one division: 中亚."""
    return any(e.level is None and e.type == place.type and not e.parent for e in lexicon.by_name().get(place.name, ()))


def _entry(place: Entity) -> Entry | None:
    """The division that a place entity is."""
    if place.code:
        return lexicon.divisions_by_code().get(place.code)
    return divisions.place(place.name)


def _official(place: Entity) -> str:
    entry = _entry(place)
    return divisions.official_name(entry) if entry else place.name
