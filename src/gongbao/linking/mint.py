"""Make entities of clusters: the canonical name, the scope where a name is borne by others too, and the IRI."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from gongbao import iri, lexicon
from gongbao.lexicon import Entry
from gongbao.linking import divisions, organizations
from gongbao.linking.candidates import Scene
from gongbao.linking.link import Link
from gongbao.linking.matching import contains, ends_with, is_public, words
from gongbao.linking.surfaces import Surface
from gongbao.model import Entity, LinkReason
from gongbao.text.punctuation import TITLES_OPEN
from gongbao.text.script import fold

_SHORT = 4
_SHORTENING = frozenset(
    ("stated", "number", "head", "core", "suffix", "prefix", "abbreviation", "level", "edition", "stem", "village")
    + ("brand", "namesake", "surname", "tail")
)
_OPENING = "".join(sorted(iri.QUOTES)) + TITLES_OPEN


@dataclass(frozen=True, slots=True)
class Mint:
    """What IRIs of one report depend on: the reporting body's divisions, and the base."""

    scene: Scene
    chain: tuple[Entry, ...]
    base: str

    def entity(self, group: Sequence[int], links: Sequence[Link]) -> Entity:
        """Make the entity of one cluster of surfaces."""
        surfaces = [self.scene.surfaces[i] for i in group]
        best = self.head(group, links)
        name = _division(best.entry)[0] if best.entry else best.full.name
        label = iri.canonical(name)
        written = {text for s in surfaces for text in s.written} - {label}
        entry = best.entry
        return Entity(
            iri=iri.entity(best.type, name, scope=self.scope(best), base=self.base),
            type=best.type,
            name=label,
            aliases=tuple(sorted(written)),
            mentions=tuple(sorted((m for s in surfaces for m in s.mentions), key=lambda m: (m.start, m.end))),
            code=entry.code if entry else None,
            jurisdiction=self.jurisdiction(best),
            same_as=(entry.same_as,) if entry and entry.same_as else (),
            reasons=tuple(self.reasons(group, links, label)),
        )

    def implied(self, entities: Sequence[Entity]) -> Iterator[Entity]:
        """The divisions in the names of public bodies that no mention names."""
        present = {entity.iri for entity in entities}
        wanted = {e.jurisdiction: e.name for e in reversed(entities) if e.jurisdiction}
        regions: dict[str, Entry] = {}
        written: dict[str, set[str]] = {}
        for surface in self.scene.surfaces:
            if (region := surface.full.region) is not None:
                name = divisions.official_name(region)
                regions[name] = region
                written.setdefault(name, set()).update(self.written_inside(surface, region))
        places = (self.place(regions[name], wanted[name], written[name]) for name in sorted(wanted))
        yield from {place.iri: place for place in places if place.iri not in present}.values()

    def place(self, region: Entry, because: str, written: set[str]) -> Entity:
        """Make the entity of a division that the report does not name by itself, but inside the name of a body."""
        kind = self.scene.roles.place
        name, scope = _division(region)
        return Entity(
            iri=iri.entity(kind, name, scope=scope, base=self.base),
            type=kind,
            name=name,
            aliases=tuple(sorted(written - {name})),
            mentions=(),
            code=region.code,
            same_as=(region.same_as,) if region.same_as else (),
            reasons=(LinkReason(name, "jurisdiction", because),),
        )

    def written_inside(self, surface: Surface, region: Entry) -> set[str]:
        """The ways in which the name of a body writes the division before it: 蘭州市, 福州市鼓楼区."""
        own = divisions.prefix(surface.name, (region,)) if surface.type in self.scene.roles.actors else None
        if not own or own.region is not region or own.length == len(surface.name):
            return set()
        cuts = (text.lstrip(_OPENING)[: own.length] for text in surface.written)
        return {cut for cut in cuts if fold(cut) == surface.name[: own.length]}

    def head(self, group: Sequence[int], links: Sequence[Link]) -> Surface:
        """Choose the surface that names the thing: no short form, a known official name, the fullest one."""
        shorts = {link.short for link in links if link.rule in _SHORTENING}
        candidates = [self.scene.surfaces[i] for i in group if i not in shorts]
        return max(
            candidates or [self.scene.surfaces[i] for i in group],
            key=lambda s: (
                s.full.rule == "alias",
                s.entry is not None,
                s.full.known and s.type in self.scene.roles.actors,
                s is self.scene.reporting,
                len(s.full.name),
                s.full.name,
                -s.first,
            ),
        )

    def jurisdiction(self, surface: Surface) -> str | None:
        """Return the region that a public body acts for, by its own name."""
        region, name = surface.full.region, surface.full.name
        public = region is not None and surface.type in self.scene.roles.actors and is_public(name, surface.kind)
        return divisions.official_name(region) if public and region and not contains(name, "anonymous") else None

    # -- what keeps namesakes apart

    def scope(self, surface: Surface) -> str | None:
        """Return what keeps the thing apart from its namesakes elsewhere; None where the name is enough."""
        if surface.entry:
            return _division(surface.entry)[1]
        if surface.full.scope:
            return surface.full.scope
        if surface.full.known and not self.is_each_ones(surface):
            return None
        acting = surface.type in self.scene.roles.actors or surface.type in self.scene.roles.persons
        if contains(surface.full.name, "anonymous") and acting:
            return self.scene.document.sha256[:8]
        if self.scene.bare(surface) is not None and not acting and surface.type not in self.scene.roles.places:
            return self.drive()
        return self.here() if self.is_local(surface) else None

    def here(self) -> str:
        """What is local is of the reporting body's division, of a national body itself, or else of this report alone.

        A report of nobody known that names a province is of some city of it: its 教育局 is not that of the next report.
        """
        own = self.scene.reporting
        if self.chain and (not organizations.has_cities(self.chain[-1]) or (own is not None and own.full.region)):
            return divisions.official_name(self.chain[-1])
        alone = own is not None and (own.full.known or not self.is_local(own))
        return own.full.name if own and alone else self.scene.document.sha256[:8]

    def drive(self) -> str:
        """The scope of a drive that has no name of its own: the reporting body and the year."""
        own = self.scene.reporting
        if own is None or self.is_local(own):
            return self.scene.document.sha256[:8]
        return own.full.name + (self.scene.document.issued or "")[:4]

    def is_each_ones(self, surface: Surface) -> bool:
        """Say whether a known name is of each region's own thing: 修订《优化营商环境条例》 in a city's report, 中山路."""
        if ends_with(surface.full.name, "ofEach", surface.kind):
            return True
        if ends_with(surface.name, "namedAfter", surface.kind):
            return not any(entry.parent for entry in lexicon.by_name().get(surface.full.name, ()))
        own = self.scene.reporting
        national = own is not None and own.full.known and own.full.region is None
        if national or not ends_with(surface.name, "ownRule", surface.kind):
            return False
        text = self.scene.document.folded
        makes = words("makes", surface.kind)
        starts = (m.start - 1 if text[m.start - 1 : m.start] in ("《", "〈") else m.start for m in surface.mentions)
        return any(text.endswith(makes, 0, start) for start in starts)

    def is_local(self, surface: Surface) -> bool:
        """Say whether other regions have a thing of this name: 站区办, 第一中学, 中山路, 688案, “一号工程”."""
        name, kind = surface.full.name, surface.kind
        if surface.type in self.scene.roles.persons:
            return True
        if ends_with(name, "alwaysLocal", kind):
            return contains(name, "anonymous") or divisions.prefix(name) is None
        around = divisions.prefix(name)
        if around is None and ends_with(name, "ofEach", kind):
            return True
        if ends_with(name, "namedAfter", kind):  # 南京路 is in every city
            return around is None or not around.official
        if surface.full.region is not None or divisions.named_in(name) is not None:
            return False
        if name.startswith(words("global")):
            return False
        if surface.type in self.scene.roles.actors:
            return self.is_local_body(surface)
        if "*" in words("local", kind):
            return not ends_with(name, "national", kind)
        edition, _, rest = name.rpartition(next((w for w in words("edition", kind) if w in name), "\0"))
        if edition and self.scene.heads.bare(rest, kind) is None:
            return False
        return surface.core in (None, surface.name) and ends_with(name, "local", kind) is not None

    def is_local_body(self, surface: Surface) -> bool:
        """Say whether other regions have a body of this name, which names no region: 站区办, 第一中学."""
        name, kind = surface.full.name, surface.kind
        if organizations.is_national(name, kind):
            return False
        return (
            (len(name) <= _SHORT and ends_with(name, "private", kind) is None)
            or divisions.level_word(name) is not None
            or is_public(name, kind)
            or ends_with(name, "local", kind) is not None
        )

    def reasons(self, group: Sequence[int], links: Sequence[Link], name: str) -> Iterator[LinkReason]:
        """Say for each surface why it belongs: the rule, and the name that it was tied to."""
        firsts = {link.short: link for link in reversed(links)}
        for index in group:
            surface, own = self.scene.surfaces[index], firsts.get(index)
            for written in surface.written:
                if own is not None and own.rule != "name" and surface.full.rule != "alias":
                    yield LinkReason(written, own.rule, self.scene.surfaces[own.full].full.name)
                else:
                    division = surface.entry is not None and surface.entry.name != surface.name
                    yield LinkReason(written, "division" if division else surface.full.rule or "name", name)


def merged(entities: Sequence[Entity]) -> list[Entity]:
    """Join entities that were minted the same IRI: two ways of writing one name."""
    found: dict[str, Entity] = {}
    for entity in entities:
        other = found.get(entity.iri, entity)
        found[entity.iri] = entity if other is entity else replace(
            other,
            aliases=tuple(sorted({*other.aliases, *entity.aliases})),
            mentions=tuple(sorted((*other.mentions, *entity.mentions), key=lambda m: (m.start, m.end))),
            code=other.code or entity.code,
            jurisdiction=other.jurisdiction or entity.jurisdiction,
            same_as=other.same_as or entity.same_as,
            reasons=(*other.reasons, *entity.reasons),
        )  # fmt: skip
    return list(found.values())


def _division(region: Entry) -> tuple[str, str | None]:
    """Return the name of a division, and its parent's where other divisions share the name."""
    if divisions.is_unique(region):
        return region.name, None
    chain = divisions.lineage(region)
    return region.name, chain[-2].name if len(chain) > 1 else region.code
