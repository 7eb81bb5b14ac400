"""Make entities of clusters: the canonical name, the scope where a name is borne by others too, and the IRI."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from gongbao import iri, lexicon
from gongbao.lexicon import Entry
from gongbao.linking import divisions, organizations
from gongbao.linking.candidates import Scene
from gongbao.linking.cluster import Clusters
from gongbao.linking.link import Link
from gongbao.linking.matching import ends_with, is_anonymous, is_public, words
from gongbao.linking.surfaces import Surface
from gongbao.model import Entity, LinkReason
from gongbao.text.punctuation import TITLES_OPEN
from gongbao.text.script import fold

_SHORT = 4
_NATION, _FIRST, _PLENARY = "全国", "首", "中"
_SITTING = re.compile("^第?[0-9一二三四五六七八九十]+次")
_BARELY = 2  # characters before the head noun of a gathering that tell no theme: 定期大会, 全委会议
_COMPLETE = frozenset(("name", "lexicon", "jurisdiction", "region", "sector", "department", "division", "alias"))
"""Rules whose links join names of which neither is short for the other."""
_OPENING = "".join(sorted(iri.QUOTES)) + TITLES_OPEN


class Mint(NamedTuple):
    """What IRIs of one report depend on: the reporting body's divisions, whether it is a newspaper, and the base."""

    scene: Scene
    chain: tuple[Entry, ...]
    base: str
    press: bool = False

    def entities(self, found: Clusters) -> tuple[list[Entity], Mapping[int, str]]:
        """Make the entities of the clusters, one of those that come to the same IRI; tell the IRI of each surface."""
        shorts = {link.short for link in found.followed if link.rule not in _COMPLETE}
        named: dict[str, tuple[str, Surface, list[int]]] = {}
        for group in found.groups:
            best = self.head(group, shorts)
            rule = best.full.known and ends_with(best.name, "ownRule", best.kind) and self.is_each_ones(best)
            name = _division(best.entry)[0] if best.entry else best.name if rule else best.full.name
            one = iri.entity(best.type, name, scope=self.scope(best), base=self.base)
            named.setdefault(one, (name, best, []))[2].extend(group)
        of = {index: one for one, (_, _, group) in named.items() for index in group}
        firsts = {link.short: link for link in reversed(found.followed)}
        opened: dict[str, list[LinkReason]] = {}
        for link in found.open:
            if of[link.short] != of[link.full]:
                reasons = (LinkReason(t, link.rule, of[link.full]) for t in self.scene.surfaces[link.short].written)
                opened.setdefault(of[link.short], []).extend(reasons)
        made = (self.entity(one, *rest, firsts) for one, rest in named.items())
        return [replace(e, open=tuple(opened[e.iri])) if e.iri in opened else e for e in made], of

    def entity(self, one: str, name: str, best: Surface, group: Sequence[int], firsts: Mapping[int, Link]) -> Entity:
        """Make the entity of one cluster of surfaces, of which `best` names it."""
        surfaces = [self.scene.surfaces[i] for i in group]
        entry = best.entry
        label = iri.canonical(name)
        written = {text for s in surfaces for text in s.written} - {label}
        return Entity(
            iri=one,
            type=best.type,
            name=label,
            aliases=tuple(sorted(written)),
            mentions=tuple(sorted((m for s in surfaces for m in s.mentions), key=lambda m: (m.start, m.end))),
            code=entry.code if entry else None,
            jurisdiction=self.jurisdiction(best),
            same_as=(entry.same_as,) if entry and entry.same_as else (),
            reasons=tuple(self.reasons(group, firsts, label)),
        )

    def implied(self, entities: Sequence[Entity]) -> Iterator[Entity]:
        """The divisions in the names of public bodies that no mention names."""
        present = {entity.iri for entity in entities}
        wanted = {e.jurisdiction: e.name for e in reversed(entities) if e.jurisdiction}
        inside: dict[str, tuple[Entry, set[str]]] = {}
        for surface in self.scene.surfaces:
            if (found := surface.full.region) is not None:
                whole = inside.setdefault(divisions.official_name(found), (found, set()))
                whole[1].update(self.written_inside(surface, found))
        for official in sorted(wanted):
            region, written = inside[official]
            name, scope = _division(region)
            one = iri.entity(self.scene.roles.place, name, scope=scope, base=self.base)
            also, same = tuple(sorted(written - {name})), (region.same_as,) if region.same_as else ()
            why = (LinkReason(name, "jurisdiction", wanted[official]),)
            place = Entity(one, self.scene.roles.place, name, also, (), region.code, same_as=same, reasons=why)
            if place.iri not in present:
                present.add(place.iri)
                yield place

    def written_inside(self, surface: Surface, region: Entry) -> set[str]:
        """The ways in which the name of a body writes the division before it: 蘭州市, 福州市鼓楼区."""
        own = divisions.prefix(surface.name, (region,)) if surface.type in self.scene.roles.actors else None
        if not own or own.region is not region or own.length == len(surface.name):
            return set()
        cuts = (text.lstrip(_OPENING)[: own.length] for text in surface.written)
        return {cut for cut in cuts if fold(cut) == surface.name[: own.length]}

    def head(self, group: Sequence[int], shorts: Collection[int]) -> Surface:
        """Choose the surface that names the thing: no short form, a known official name, the fullest one."""
        full = [i for i in group if i not in shorts] or group
        return max(
            (self.scene.surfaces[i] for i in full),
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
        acts = surface.type in self.scene.roles.actors and is_public(surface.full.name, surface.kind)
        region = surface.full.region if acts and not is_anonymous(surface.name, surface.kind) else None
        return divisions.official_name(region) if region else None

    def scope(self, surface: Surface) -> str | None:
        """Return what keeps the thing apart from its namesakes elsewhere; None where the name is enough."""
        if surface.entry:
            return _division(surface.entry)[1]
        if surface.full.scope:
            return surface.full.scope
        each = surface.full.known and self.is_each_ones(surface)
        if surface.full.known and not each:
            return None
        roles, kind = self.scene.roles, surface.kind
        lasting = surface.type in roles.actors | roles.persons | roles.places  # not what happens or is done once
        heads = (*words("wholeHead", kind), *words("branch", kind))
        headless = surface.full.rest in heads or surface.name in words("private", kind)  # 省厅, 东安分局, 中学
        if lasting and (headless or is_anonymous(surface.name, kind)):
            return self.alone
        if ends_with(surface.name, "passing", kind):  # 联合调查组
            return self.alone
        if not lasting and self.scene.bare(surface) is not None:
            return self.drive()
        if not each and not self.is_local(surface):
            return None
        above = organizations.owner(surface.name, kind, self.chain) if surface.type in roles.actors else None
        return above.scope if above and above.scope else self.here(surface)

    @property
    def alone(self) -> str:
        """The scope of what this report alone tells of."""
        return self.scene.document.sha256[:8]

    def here(self, surface: Surface) -> str:
        """What is local is of the reporting body's division, of a national body itself, or else of this report alone.

        A report of nobody known that names a province is of some city of it: its 教育局 is not that of the next report;
        nor is the 中山路 or 县公安局 of a province's or national body's report. A gathering is of its year.
        """
        own = self.scene.reporting
        wide = not self.chain or organizations.has_cities(self.chain[-1])
        gathers = ends_with(surface.name, "gathering", surface.kind) is not None
        year = (self.scene.document.issued or "")[:4] if gathers else ""
        city = (wide or divisions.level_word(surface.name)) and self.is_of_some_city(surface)
        if city or (gathers and not year):
            return self.alone
        if self.chain and (not wide or (own is not None and own.full.region)):
            return divisions.official_name(self.chain[-1]) + year
        known = own is not None and not self.press and (own.full.known or not self.is_local(own))
        return own.full.name + year if own and known else self.alone

    def is_of_some_city(self, surface: Surface) -> bool:
        """Say whether a report of a province or of the nation tells with a name of one of its cities: 县公安局, 解放路."""
        name, kind = surface.name, surface.kind
        if surface.type in self.scene.roles.actors:
            if divisions.level_word(name) or (not self.chain and organizations.one_kind(name, name)):
                return True
        elif surface.type not in self.scene.roles.places:
            return False
        namesake = ends_with(name, "namedAfter", kind) and not ends_with(name, "wide", kind)
        return bool(namesake) and divisions.named_in(name) is None

    def drive(self) -> str:
        """The scope of a drive that has no name of its own: the reporting body and the year."""
        own = self.scene.reporting
        if own is None or self.press or self.is_local(own):
            return self.alone
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
        acting = surface.type in self.scene.roles.actors
        if surface.type in self.scene.roles.persons:
            return True
        if ends_with(name, "alwaysLocal", kind):
            return is_anonymous(name, kind) or divisions.prefix(name) is None
        whole = name.startswith((*words("global", kind), *lexicon.countries())) or (_NATION in name and not acting)
        around = divisions.prefix(name)
        if around is None and ends_with(name, "ofEach", kind) and not whole:
            return True
        if ends_with(name, "national", kind):
            return False
        if ends_with(name, "namedAfter", kind):  # 南京路 is in every city
            return around is None or not around.official
        placed = whole or surface.full.region is not None or divisions.named_in(name) is not None
        above = None if placed else organizations.owner(name, self.scene.roles.actor, self.chain)  # 国务院关于…
        if placed or (above and above.region is None and not ends_with(name, "gathering", kind)):
            return False
        if acting:
            return self.is_local_body(surface)
        if "*" in words("local", kind):
            return True
        edition, _, rest = name.rpartition(next((w for w in words("edition", kind) if w in name), "\0"))
        if edition:  # 首届法治论坛, 十二届市委三次全会, 第3届第3次定期会, but 十八届三中全会
            theme = _SITTING.sub("", rest)
            head = ends_with(theme, "local", kind)
            untold = head and theme[1:2] != _PLENARY and len(theme) <= len(head) + _BARELY
            own = edition == _FIRST or bool(untold) or divisions.level_word(theme) is not None
            return own and not theme.startswith(words("global", kind))
        return surface.core in (None, surface.name) and ends_with(name, "local", kind) is not None

    def is_local_body(self, surface: Surface) -> bool:
        """Say whether other regions have a body of this name, which names no region: 站区办, 第一中学."""
        name, kind = surface.full.name, surface.kind
        return (
            (len(name) <= _SHORT and ends_with(name, "private", kind) is None)
            or divisions.level_word(name) is not None
            or is_public(name, kind)
            or ends_with(name, "local", kind) is not None
        )

    def reasons(self, group: Sequence[int], firsts: Mapping[int, Link], name: str) -> Iterator[LinkReason]:
        """Say for each surface why it belongs: the rule of its first link, and the name that it was tied to."""
        for index in group:
            surface, own = self.scene.surfaces[index], firsts.get(index)
            for written in surface.written:
                if own is not None and own.rule != "name" and surface.full.rule != "alias":
                    yield LinkReason(written, own.rule, self.scene.surfaces[own.full].full.name)
                else:
                    division = surface.entry is not None and surface.entry.name != surface.name
                    yield LinkReason(written, "division" if division else surface.full.rule or "name", name)


def _division(region: Entry) -> tuple[str, str | None]:
    """Return the name of a division, and its parent's where other divisions share the name."""
    if divisions.is_unique(region):
        return region.name, None
    chain = divisions.lineage(region)
    return region.name, chain[-2].name if len(chain) > 1 else region.code
