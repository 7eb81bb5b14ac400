"""Link the mentions of one report into entities, by the report's own names and the lexicon, never by other reports."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from gongbao import iri, lexicon
from gongbao.lexicon import Entry
from gongbao.linking import bodies, cluster, names, regions, reporter, rules
from gongbao.linking.aliases import Aliases
from gongbao.linking.bodies import Expansion
from gongbao.linking.mint import Mint
from gongbao.linking.names import Surface
from gongbao.linking.rules import Roles, Scene
from gongbao.model import Document, Entity, Mention, Reporter
from gongbao.ontology import BASE, Ontology
from gongbao.text.script import fold

__all__ = ["Linked", "link"]

_OPENING = "".join(sorted(iri.QUOTES)) + "《〈"


@dataclass(frozen=True, slots=True)
class Linked:
    """The things of one report, and who reports."""

    entities: tuple[Entity, ...]
    reporter: Reporter | None = None


def link(
    document: Document,
    mentions: Sequence[Mention],
    ontology: Ontology,
    *,
    aliases: Aliases | None = None,
    base: str = BASE,
) -> Linked:
    """Group mentions into entities, in order of first mention; every mention belongs to exactly one. Decide who reports.

    After them come, without mentions, the reporting body where only the page names it, and the divisions that bodies
    act for where no mention names them.
    """
    kinds = rules.roles(ontology)
    written = _written(document, mentions)
    claim = reporter.claimed(document, {n: g for (c, n), g in written.items() if c in kinds.actors}, ontology)
    chain = _chain(document, kinds, written, claim)
    near = _Near(document, kinds, written, chain)
    found = [
        _surface(name, class_id, group, document, kinds, near.chain_of(name, class_id, group))
        for (class_id, name), group in written.items()
    ]
    publisher = _publisher(claim, found, kinds, chain)
    found = _peers(_branches(found, publisher, kinds), publisher, kinds)
    if aliases is not None:
        found = [_aliased(surface, aliases, kinds, chain) for surface in found]
    scene = rules.scene(document, tuple(found), publisher, names.Heads(ontology), kinds)
    groups, followed = cluster.clusters(scene.surfaces, rules.links(scene), aliases)
    mint = Mint(scene, chain, base)
    tied = cluster.by_group(groups, followed)
    minted = [mint.entity(group, tied[number]) for number, group in enumerate(groups)]
    own = next((minted[number].iri for number, group in enumerate(groups) if publisher in group), None)
    entities = _merged(minted)
    who = Reporter(own, claim.how) if claim and own else None
    return Linked((*entities, *_implied(entities, scene, mint)), who)


def _written(document: Document, mentions: Iterable[Mention]) -> dict[tuple[str, str], list[Mention]]:
    """Mentions by class and canonical form: the same words always mean the same thing."""
    found: dict[tuple[str, str], list[Mention]] = {}
    for mention in sorted(mentions, key=lambda m: (m.start, m.end)):
        name = iri.canonical(document.folded[mention.start : mention.end])
        found.setdefault((mention.type, name), []).append(mention)
    return found


def _chain(
    document: Document,
    kinds: Roles,
    written: dict[tuple[str, str], list[Mention]],
    claim: reporter.Claim | None,
) -> tuple[Entry, ...]:
    """The divisions of the reporting body, from the province down."""
    named: list[Entry] = []
    ends: set[str] = set()
    for (class_id, name), group in written.items():
        if class_id in kinds.places:
            entry = regions.place(name)
        elif class_id in kinds.actors and names.ends_with(name, "public", kinds.core[class_id]):
            entry = bodies.expand(name, kinds.actor, ()).region
            level = regions.level_word(name) if entry is None else None
            ends |= {level[1]} if level else set()
        else:
            continue
        named += [entry] * len(group) if entry is not None else []
    publisher = claim.name if claim and not _straddled(claim.name, kinds.actor) else None
    title = iri.canonical(document.title) if document.title else None
    for class_id, name in written:
        if title and class_id in kinds.actors and name in title and _straddled(name, kinds.core[class_id]):
            title = title.replace(name, " ")
    return bodies.jurisdiction(publisher, title, kinds.actor, named, ends)


def _straddled(name: str, class_id: str) -> bool:
    """Say whether what looks like a place in the name of a body runs into its head noun (西|北海|关)."""
    head = names.ends_with(name, "public", class_id)
    return head is not None and bool(regions.named_in(name)) and not regions.named_in(name.removesuffix(head))


class _Near:
    """The divisions that sentences of a report name, for level words that its own divisions `home` do not explain."""

    def __init__(
        self,
        document: Document,
        kinds: Roles,
        written: dict[tuple[str, str], list[Mention]],
        home: tuple[Entry, ...],
    ) -> None:
        self.kinds, self.home = kinds, home
        self.starts = [sentence.start for sentence in document.sentences]
        self.named: list[tuple[int, Entry]] = []
        for (class_id, name), group in written.items():
            entry = None
            if class_id in kinds.places:
                entry = regions.place(name)
            elif class_id in kinds.actors and names.ends_with(name, "public", kinds.core[class_id]):
                entry = bodies.expand(name, kinds.actor, ()).region
            elif class_id in kinds.actors and (own := regions.prefix(name)) is not None and own.official:
                entry = own.region  # 栾川县某矿业公司
            self.named += [(mention.start, entry) for mention in group] if entry is not None else []
        self.named.sort(key=lambda pair: pair[0])

    def chain_of(self, name: str, class_id: str, group: Sequence[Mention]) -> tuple[Entry, ...]:
        """Return the divisions that a name is read with: the report's, or those that its sentences name before it.

        市人社局 of a province's report is of the one city that the sentence names, if every sentence with it names the same.
        """
        level = regions.level_word(name) if self.home and class_id in self.kinds.actors else None
        if level is None or regions.of_level(level[1], self.home) is not None:
            return self.home
        found = {self._before(mention.start, level[1]) for mention in group}
        only = found.pop() if len(found) == 1 else None
        return self.home if only is None else regions.lineage(only)

    def _before(self, start: int, end: str) -> Entry | None:
        at = bisect_right(self.starts, start) - 1
        first = self.starts[at] if at >= 0 else 0
        low, high = (bisect_left(self.named, place, key=lambda pair: pair[0]) for place in (first, start))
        told = {regions.of_level(end, regions.lineage(entry)) for _, entry in self.named[low:high]} - {None}
        return told.pop() if len(told) == 1 else None


def _surface(
    name: str, class_id: str, group: Sequence[Mention], document: Document, kinds: Roles, chain: tuple[Entry, ...]
) -> Surface:
    texts = tuple(dict.fromkeys(document.text[m.start : m.end] for m in group))
    cores = (names.core_of(document.folded[m.start : m.end]) for m in group)
    core = next((c for c in cores if c is not None), None)
    entry: Entry | None = None
    if class_id in kinds.actors:
        full = bodies.expand(name, kinds.actor, chain)
    else:
        if class_id in kinds.places:
            entry = regions.place(name, chain)
        full = _known(name, kinds.core[class_id], kinds, chain)
    return Surface(name, class_id, kinds.core[class_id], tuple(group), texts, core, full, entry)


def _known(name: str, class_id: str, kinds: Roles, chain: tuple[Entry, ...]) -> Expansion:
    """What the lexicon says of a name that is not a body's: the full title of a law, the full name of an airport.

    A weak short name of a region's own thing holds in that region's reports only.
    """
    here = {entry.name for entry in chain}
    found = [
        e
        for e in lexicon.by_name().get(name, ())
        if e.type == class_id and e.level is None and (name not in e.weak or e.parent is None or e.parent in here)
    ]
    own = regions.prefix(name) if class_id in kinds.places else None
    rest = name[own.length :] if own and own.length < len(name) else name
    region = own.region if own and rest != name else None
    if not found:
        return bodies.with_region(name, chain) or Expansion(name, region, rest, None)
    best = min(found, key=lambda e: (e.name != name, name not in e.short, e.name))
    return Expansion(best.name, region, rest, "name" if best.name == name else "lexicon", known=True)


def _publisher(
    claim: reporter.Claim | None, found: list[Surface], kinds: Roles, chain: tuple[Entry, ...]
) -> int | None:
    """Return where the reporting body stands among the surfaces, adding it where the report does not mention it."""
    if claim is None:
        return None
    full = bodies.expand(claim.name, kinds.actor, chain)
    for index, surface in enumerate(found):
        if surface.type in kinds.actors and surface.full.name == full.name:
            return index
    found.append(Surface(claim.name, kinds.actor, kinds.actor, (), (claim.written,), None, full))
    return len(found) - 1


def _branches(found: list[Surface], publisher: int | None, kinds: Roles) -> list[Surface]:
    """Give a branch that names only its district the name of the reporting body in front: 禅城分局."""
    changed = list(found)
    for index, surface in enumerate(found):
        word = names.ends_with(surface.name, "branch", surface.kind)
        parent = _parent(found, publisher, word[-1], kinds) if word and not surface.full.known else None
        if parent is None or word is None or surface.type not in kinds.actors:
            continue
        region = regions.prefix(surface.name, regions.lineage(parent.region) if parent.region else ())
        if region is None or surface.name[region.length :] != word:
            continue
        full = Expansion(parent.name + surface.name, region.region, parent.rest + surface.name, "branch")
        changed[index] = replace(surface, full=full)
    return changed


def _peers(found: Sequence[Surface], publisher: int | None, kinds: Roles) -> list[Surface]:
    """Read short forms by the task of the reporting body: 省厅 of a city's bureau, 部海事局 of a ministry."""
    if publisher is None:
        return list(found)
    own = found[publisher].full
    heads = {word for _, word in lexicon.words("wholeHead")}
    ministries = tuple(word for _, word in lexicon.words("ministry") if own.name.endswith(word))
    changed = list(found)
    for index, surface in enumerate(found):
        short = surface.full
        if short.known or surface.type not in kinds.actors:
            continue
        if ministries and surface.name.startswith(ministries) and short.rule is None and len(surface.name) > 2:
            full = bodies.expand(own.name + surface.name[1:], kinds.actor, ())
            changed[index] = replace(surface, full=replace(full, rule="level"))
        elif short.region is not None and short.region != own.region and short.rest in heads:
            name = bodies.peer(own, short.region, short.rest)
            if name is not None:
                rest = name.removeprefix(regions.official_name(short.region))
                changed[index] = replace(surface, full=Expansion(name, short.region, rest, "level", known=True))
    return changed


def _aliased(surface: Surface, aliases: Aliases, kinds: Roles, chain: tuple[Entry, ...]) -> Surface:
    """Read a name as the user's table wants: as its target, or, where its own full form is forbidden, as it stands."""
    target = aliases.target(surface.name)
    if target is not None:
        actor, place = surface.type in kinds.actors, surface.type in kinds.places
        full = bodies.expand(target, kinds.actor, chain) if actor else _known(target, surface.kind, kinds, chain)
        entry = regions.place(target, chain) if place else None
        return replace(surface, full=replace(full, rule="alias", known=True), entry=entry)
    if surface.name != surface.full.name and aliases.forbids(surface.name, surface.full.name):
        return replace(surface, full=Expansion(surface.name, None, surface.name, None))
    if surface.entry is not None and aliases.forbids(surface.name, surface.entry.name):
        return replace(surface, entry=None)
    return surface


def _parent(found: Sequence[Surface], publisher: int | None, head: str, kinds: Roles) -> Expansion | None:
    """The body whose branches a report lists: the reporting one, else the body that it names most often."""
    actors = [s for s in found if s.type in kinds.actors]
    if publisher is not None:
        actors = [found[publisher]]
    fitting = [s for s in actors if s.full.known and s.full.name.endswith(head)]
    return max(fitting, key=lambda s: (len(s.mentions), -s.first)).full if fitting else None


def _merged(entities: Sequence[Entity]) -> list[Entity]:
    """Join entities that were minted the same IRI: two ways of writing one name."""
    found: dict[str, Entity] = {}
    for entity in entities:
        other = found.get(entity.iri)
        if other is None:
            found[entity.iri] = entity
            continue
        found[entity.iri] = Entity(
            iri=entity.iri,
            type=entity.type,
            name=other.name,
            aliases=tuple(sorted({*other.aliases, *entity.aliases})),
            mentions=tuple(sorted((*other.mentions, *entity.mentions), key=lambda m: (m.start, m.end))),
            code=other.code or entity.code,
            jurisdiction=other.jurisdiction or entity.jurisdiction,
            same_as=other.same_as or entity.same_as,
            reasons=(*other.reasons, *entity.reasons),
        )
    return list(found.values())


def _implied(entities: Sequence[Entity], scene: Scene, mint: Mint) -> list[Entity]:
    """The divisions in the names of public bodies that no mention names."""
    present = {entity.iri for entity in entities}
    wanted = {e.jurisdiction: e.name for e in reversed(entities) if e.jurisdiction}
    by_official = {
        regions.official_name(s.full.region): s.full.region for s in scene.surfaces if s.full.region is not None
    }
    found = {}
    for official in sorted(wanted):
        place = mint.place(by_official[official], wanted[official])
        if place.iri not in present:
            written = _inside(scene, by_official[official]) - {place.name}
            found[place.iri] = replace(place, aliases=tuple(sorted(written)))
    return list(found.values())


def _inside(scene: Scene, region: Entry) -> set[str]:
    """The ways in which names of bodies write a division before them: 蘭州市, 福州市鼓楼区."""
    found = set()
    for surface in scene.surfaces:
        if surface.full.region is region and scene.is_actor(surface):
            own = regions.prefix(surface.name, (region,))
            if own is not None and own.region is region and own.length < len(surface.name):
                cuts = (text.lstrip(_OPENING)[: own.length] for text in surface.written)
                found |= {cut for cut in cuts if fold(cut) == surface.name[: own.length]}
    return found
