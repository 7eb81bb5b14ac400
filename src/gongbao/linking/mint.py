"""Make entities of clusters: the canonical name, the scope where a name is borne by others too, and the IRI."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongbao import iri
from gongbao.lexicon import Entry
from gongbao.linking import bodies, names, regions
from gongbao.linking.names import Surface
from gongbao.linking.rules import Link, Scene
from gongbao.model import Entity, LinkReason

_SHORT = 4
_SHORTENING = frozenset({"stated", "number", "head", "core", "suffix", "prefix", "abbreviation", "level", "edition"})


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
        name = self.name_of(best)
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

    def place(self, region: Entry, because: str) -> Entity:
        """Make the entity of a division that the report does not name by itself, but inside the name of a body."""
        kind = self.scene.roles.place
        name, scope = _division(region)
        return Entity(
            iri=iri.entity(kind, name, scope=scope, base=self.base),
            type=kind,
            name=name,
            aliases=(),
            mentions=(),
            code=region.code,
            same_as=(region.same_as,) if region.same_as else (),
            reasons=(LinkReason(name, "jurisdiction", because),),
        )

    def head(self, group: Sequence[int], links: Sequence[Link]) -> Surface:
        """Choose the surface that names the thing: no short form, a known official name, the fullest one."""
        shorts = {link.short for link in links if link.rule in _SHORTENING}
        publisher = self.scene.publisher
        reporting = self.scene.surfaces[publisher] if publisher is not None else None
        candidates = [self.scene.surfaces[i] for i in group if i not in shorts]
        return max(
            candidates or [self.scene.surfaces[i] for i in group],
            key=lambda s: (
                s.full.rule == "alias",
                s.entry is not None,
                s.full.known and self.scene.is_actor(s),
                s is reporting,
                len(s.full.name),
                s.full.name,
                -s.first,
            ),
        )

    def name_of(self, surface: Surface) -> str:
        """Return the canonical name that a surface gives by itself."""
        return _division(surface.entry)[0] if surface.entry else surface.full.name

    def jurisdiction(self, surface: Surface) -> str | None:
        """Return the region that a public body acts for, by its own name."""
        region = surface.full.region
        if region is None or not self.scene.is_actor(surface) or not _is_public(surface.full.name, surface.kind):
            return None
        if names.contains(surface.full.name, "anonymous"):
            return None
        return regions.official_name(region)

    def scope(self, surface: Surface) -> str | None:
        """Return what keeps the thing apart from its namesakes elsewhere; None where the name is enough."""
        if surface.entry:
            return _division(surface.entry)[1]
        if surface.full.scope or surface.full.known:
            return surface.full.scope
        name, class_id = surface.full.name, surface.kind
        if names.contains(name, "anonymous") and (self.scene.is_actor(surface) or self.scene.is_person(surface)):
            return self.scene.document.sha256[:8]
        located = self.scene.is_actor(surface) or self.scene.is_place(surface)
        if self.scene.heads.bare(name, class_id) is not None and not located:
            return self.drive()
        here = regions.official_name(self.chain[-1]) if self.chain else None
        return here if self.is_local(surface, name, class_id) else None

    def is_local(self, surface: Surface, name: str, class_id: str) -> bool:
        """Say whether other regions have a thing of this name: 站区办, 人民公园, 688案."""
        if self.scene.is_person(surface):
            return True
        if names.ends_with(name, "alwaysLocal", class_id):
            return names.contains(name, "anonymous") or regions.prefix(name) is None
        if surface.full.region is not None or regions.named_in(name) is not None or names.opens(name, "global"):
            return False
        if self.scene.is_actor(surface):
            if bodies.is_national(name, class_id):
                return False
            short = len(name) <= _SHORT and names.ends_with(name, "private", class_id) is None
            return short or _is_public(name, class_id)
        edition, _, rest = name.rpartition(next((w for w in names.words("edition", class_id) if w in name), "\0"))
        if edition and self.scene.heads.bare(rest, class_id) is None:
            return False
        if self.scene.is_place(surface) and self.scene.heads.bare(name, class_id) is not None:
            return True
        return surface.core is None and names.ends_with(name, "local", class_id) is not None

    def drive(self) -> str:
        """The scope of a drive that has no name of its own: the reporting body and the year."""
        publisher = self.scene.publisher
        if publisher is None:
            return self.scene.document.sha256[:8]
        return self.scene.surfaces[publisher].full.name + (self.scene.document.issued or "")[:4]

    def reasons(self, group: Sequence[int], links: Sequence[Link], name: str) -> list[LinkReason]:
        """Say for each surface why it belongs: the rule, and the name that it was tied to."""
        found = []
        firsts: dict[int, Link] = {}
        for link in links:
            firsts.setdefault(link.short, link)
        for index in group:
            surface = self.scene.surfaces[index]
            own = firsts.get(index)
            for written in surface.written:
                if own is not None and own.rule != "name" and surface.full.rule != "alias":
                    found.append(LinkReason(written, own.rule, self.scene.surfaces[own.full].full.name))
                else:
                    division = surface.entry is not None and surface.entry.name != surface.name
                    rule = "division" if division else surface.full.rule or "name"
                    found.append(LinkReason(written, rule, name))
        return found


def _is_public(name: str, class_id: str) -> bool:
    """Say whether the name is that of an organ or public body, not of a company or school."""
    public, private = names.ends_with(name, "public", class_id), names.ends_with(name, "private", class_id)
    return public is not None and len(public) > len(private or "")


def _division(region: Entry) -> tuple[str, str | None]:
    """Return the name of a division, and its parent's where other divisions share the name."""
    if regions.is_unique(region):
        return region.name, None
    chain = regions.lineage(region)
    return region.name, chain[-2].name if len(chain) > 1 else region.code
