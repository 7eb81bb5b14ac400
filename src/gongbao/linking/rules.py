"""Which names of a report mean the same thing: candidate links with the rule that gives each, strongest first."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gongbao import lexicon
from gongbao.linking import bodies, regions
from gongbao.linking.names import Heads, Surface, abbreviates, contains, core_class, ends_with, units, words
from gongbao.model import Document
from gongbao.ontology import Ontology

_BRACKETS = "（("
_WRAPPING = frozenset("“”‘’\"'《》〈〉「」『』 　")
_SHORTEST_SUFFIX = 4
_HEAD = 2
_YEAR = re.compile("(?:19|20)[0-9]{2}年?度?")
_ACRONYM = 5
_GAP = 14
_NUMBER_GAP = 120
_BEFORE, _AFTER = 300, 100


@dataclass(frozen=True, slots=True)
class Link:
    """`short` and `full` index the surfaces; `rule` says why they are one."""

    short: int
    full: int
    rule: str


@dataclass(frozen=True, slots=True)
class Roles:
    """The classes that linking treats in a way of their own, with their sub-classes; `core` maps each class to the core class."""

    actor: str
    place: str
    core: Mapping[str, str]
    actors: frozenset[str]
    places: frozenset[str]
    persons: frozenset[str]


def roles(terms: Ontology) -> Roles:
    """Read the roles of an ontology's classes."""

    def below(role: str) -> frozenset[str]:
        return frozenset(c.id for c in terms.entity_classes if terms.role(role) in c.ancestors)

    core = {c.id: core_class(terms, c.id) for c in terms.entity_classes}
    return Roles(terms.role("actor"), terms.role("place"), core, below("actor"), below("place"), below("person"))


@dataclass(frozen=True, slots=True)
class Scene:
    """What the rules look at: the surfaces of a report, and which of them is the reporting body."""

    document: Document
    surfaces: tuple[Surface, ...]
    publisher: int | None
    heads: Heads
    roles: Roles

    families: Mapping[str, tuple[int, ...]]
    letters: tuple[frozenset[str], ...]

    def around(self, index: int) -> Iterator[int]:
        """Yield the surfaces that one is compared with: those of its kind used first near it, and the reporting body.

        The bound keeps the time linear in a text of many thousand names.
        """
        family = self.families[self.surfaces[index].kind]
        place = bisect_left(family, index)
        near = family[max(0, place - _BEFORE) : place + _AFTER]
        yield from (i for i in near if i != index)
        if self.publisher is not None and self.publisher not in (index, *near) and self.publisher in family:
            yield self.publisher

    def is_actor(self, surface: Surface) -> bool:
        """Say whether the surface names a body."""
        return surface.type in self.roles.actors

    def is_place(self, surface: Surface) -> bool:
        """Say whether the surface names a place."""
        return surface.type in self.roles.places

    def is_person(self, surface: Surface) -> bool:
        """Say whether the surface names a person."""
        return surface.type in self.roles.persons


def scene(
    document: Document, surfaces: tuple[Surface, ...], publisher: int | None, heads: Heads, kinds: Roles
) -> Scene:
    """Lay the surfaces of a report out for the rules: like is compared with like."""
    found: dict[str, list[int]] = {}
    for index, surface in enumerate(surfaces):
        found.setdefault(surface.kind, []).append(index)
    families = {kind: tuple(indices) for kind, indices in found.items()}
    letters = tuple(frozenset(s.full.name) for s in surfaces)
    return Scene(document, surfaces, publisher, heads, kinds, families, letters)


def links(scene: Scene) -> tuple[Link, ...]:
    """Return the links between the surfaces; each short form has at most one by rule, and any that the text states."""
    found = list(_same(scene))
    apart = _listed(scene)
    found = [link for link in found if frozenset((link.short, link.full)) not in apart]
    found += _stated(scene)
    told = {link.short for link in found if link.rule in ("stated", "number")}
    parents = bodies.general_names() | {s.full.rest for s in scene.surfaces if scene.is_actor(s)}
    for index, surface in enumerate(scene.surfaces):
        if index in told:
            continue
        if scene.is_person(surface):
            found += _surname(scene, index)
        elif scene.is_actor(surface):
            found += _body(scene, index, parents)
        elif scene.is_place(surface):
            found += _place(scene, index)
        else:
            found += _thing(scene, index)
    return tuple(found)


def _listed(scene: Scene) -> set[frozenset[int]]:
    """Names that stand side by side in a list (甲电视台、甲广播电台) and are none that only their rules would join."""
    order = sorted((m.start, m.end, i) for i, s in enumerate(scene.surfaces) if scene.is_actor(s) for m in s.mentions)
    pairs = ((left, right) for left, right in pairwise(order) if left[2] != right[2])
    return {frozenset((a[2], b[2])) for a, b in pairs if scene.document.folded[a[1] : b[0]] == "、"}


def _same(scene: Scene) -> Iterator[Link]:
    """Names that say the same full name, by region, department or lexicon."""
    first: dict[tuple[str, str], int] = {}
    for index, surface in enumerate(scene.surfaces):
        name = surface.entry.name + (surface.entry.code or "") if surface.entry else surface.full.name
        other = first.setdefault((surface.type, name), index)
        if other != index:
            yield Link(index, other, surface.full.rule or "name")


# ---- what the text states


def _stated(scene: Scene) -> list[Link]:
    """X（以下简称Y）, X（Y）, X加挂Y牌子, 《X》（N号): Y follows X with nothing else between."""
    found = []
    for end, full, start, after, short in _followers(scene):
        if scene.is_place(scene.surfaces[full]) or scene.is_person(scene.surfaces[full]):
            continue
        gap = "".join(c for c in scene.document.folded[end:start] if c not in _WRAPPING)
        if _says_so(gap, scene.document.folded[after : after + 2]):
            found.append(Link(short, full, "stated"))
        elif _numbers(scene.surfaces[short]) and not _numbers(scene.surfaces[full]) and "\n" not in gap:
            found.append(Link(short, full, "number"))
    return found


def _numbers(surface: Surface) -> bool:
    """Say whether the name is the number of a case: 津交罚〔2023〕12号."""
    return ends_with(surface.name, "number", surface.kind) is not None and any(c.isdigit() for c in surface.name)


def _followers(scene: Scene) -> Iterator[tuple[int, int, int, int, int]]:
    """Yield mentions that follow one of their class closely: end and surface of the first, span and surface of the next.

    The two are next to each other in the text, or at least among the numbered things of their class.
    """
    order = sorted(
        (mention.start, mention.end, index) for index, s in enumerate(scene.surfaces) for mention in s.mentions
    )
    last: dict[str, tuple[int, int]] = {}
    before = -1
    for start, after, short in order:
        kind = scene.surfaces[short].kind
        end, full = last.get(kind, (0, -1))
        gap = _GAP if before == end else _NUMBER_GAP if _numbers(scene.surfaces[short]) else 0
        if full not in (-1, short) and 0 < start - end <= gap:
            yield end, full, start, after, short
        last[kind] = (after, short)
        before = after


def _says_so(gap: str, after: str) -> bool:
    words = {word for kind in ("introduces", "plate") for _, word in lexicon.words(kind)}
    bare = gap.lstrip("（(，,").rstrip("：:为作")
    if bare in words:
        return True
    numbers = {word for _, word in lexicon.words("numberIntroduces")}
    closed = any(c in "）)" for c in after)
    return gap[:1] in _BRACKETS and gap != "" and closed and (len(gap) == 1 or bare in numbers or gap in ("（（", "(("))


# ---- bodies


def _body(scene: Scene, index: int, parents: frozenset[str]) -> list[Link]:
    surface = scene.surfaces[index]
    if surface.full.known or surface.full.rule == "branch":
        return []
    rated = []
    chars = frozenset(surface.full.rest)
    for other in scene.around(index):
        target = scene.surfaces[other]
        if target.full.name != surface.full.name and _may_shorten(surface, chars, target, scene.letters[other]):
            rule = _short_body(scene, surface, target, parents)
            if rule is not None:
                rated.append((_distance(scene, surface, other), other, rule))
    return [Link(index, other, rule) for _, other, rule in sorted(rated)[:1]]


def _may_shorten(surface: Surface, chars: frozenset[str], target: Surface, letters: frozenset[str]) -> bool:
    """Say whether it is worth a closer look: a cheap test, for a text may hold many thousand names."""
    return chars <= letters or bodies.means(surface.full.name, target.full)


def _distance(scene: Scene, surface: Surface, other: int) -> tuple[int, int]:
    """The reporting body comes first, then the name last used before the short form, then the first one after it."""
    if other == scene.publisher:
        return (0, 0)
    before = [m.start for m in scene.surfaces[other].mentions if m.start < surface.first]
    return (1, surface.first - before[-1]) if before else (2, scene.surfaces[other].first)


def _short_body(scene: Scene, surface: Surface, target: Surface, parents: frozenset[str]) -> str | None:
    """Say by which rule `surface` is a short form of `target`, if it is."""
    mine, full = surface.full, target.full
    if mine.region is not None:
        if mine.region != full.region:
            return None
        bare = mine.rest in {word for _, word in lexicon.words("wholeHead")}  # 三明市局
        if (bare or mine.rule == "jurisdiction") and full.rest != mine.rest and full.rest.endswith(mine.rest):
            return "level"
        return "abbreviation" if _abbreviates_unit(scene, mine.rest, full.rest, surface.kind, parents) else None
    if _of_level(surface, target, scene):
        return "level"
    if _names_level(mine.name):
        return None
    if full.rest == mine.name or (full.name.endswith(mine.name) and len(mine.name) > 1):
        return "suffix"
    if bodies.means(mine.name, full):
        return "department"
    return "abbreviation" if _abbreviates_unit(scene, mine.name, full.rest, surface.kind, parents) else None


def _names_level(name: str) -> bool:
    """Say whether a name is only a level and a head: 市局, 省厅."""
    level = regions.level_word(name)
    return level is not None and name[len(level[0]) :] in {word for _, word in lexicon.words("wholeHead")}


def _of_level(surface: Surface, target: Surface, scene: Scene) -> bool:
    """Say whether 省文旅厅 is the one that the report writes with its province, where no other tells the province."""
    level = regions.level_word(surface.name)
    region = target.full.region
    if level is None or region is None or not region.name.endswith(level[1]) or _names_level(surface.name):
        return False
    meant = bodies.expand(surface.name, scene.roles.actor, regions.lineage(region))
    return meant.region == region and meant.name == target.full.name


def _abbreviates_unit(scene: Scene, short: str, full: str, class_id: str, parents: frozenset[str]) -> bool:
    """Compare unit by unit, so that a parent never passes for its sub-unit (公安厅, 公安厅网安总队)."""
    parent, unit = units(full, parents - {short})
    if not parent or scene.heads.of(unit, class_id) is None:
        return abbreviates(short, full, scene.heads, class_id)
    if abbreviates(short, unit, scene.heads, class_id):
        return True
    for cut in range(1, len(short) - 1):
        above, below = short[:cut], short[cut:]
        fits = below == unit or abbreviates(below, unit, scene.heads, class_id)
        if fits and bodies.is_subsequence(above, parent) and above[0] == parent[0]:
            return True
    return False


# ---- places


def _place(scene: Scene, index: int) -> list[Link]:
    """滨海机场 = 天津滨海机场: the longer name only adds the region in front."""
    surface = scene.surfaces[index]
    if surface.entry is not None:
        return []
    for other in scene.around(index):
        target = scene.surfaces[other]
        longer = target.full.region is not None and target.full.rest == surface.name
        town = target.name.removeprefix(surface.name) in words("township", surface.kind) and len(surface.name) > 1
        if longer or town:
            return [Link(index, other, "suffix")]
    return []


# ---- campaigns, cases, events, documents, platforms


def _surname(scene: Scene, index: int) -> list[Link]:
    """A surname alone means the one person of that surname whom the report names in full."""
    name = scene.surfaces[index].name
    if len(name) > 1:
        return []
    full = [
        i for i in scene.around(index) if scene.surfaces[i].name.startswith(name) and scene.is_person(scene.surfaces[i])
    ]
    return [Link(index, full[0], "surname")] if len(full) == 1 else []


def _thing(scene: Scene, index: int) -> list[Link]:
    surface = scene.surfaces[index]
    stem = (
        scene.heads.bare(surface.name, surface.kind) if surface.core is None or surface.core == surface.name else None
    )
    others = [(i, scene.surfaces[i]) for i in scene.around(index)]
    if stem is not None:
        return _bare(scene, index, stem, others)
    rated = []
    chars = frozenset(surface.name)
    for other, target in others:
        rule = "core" if surface.core is not None and _same_code(surface, target) else None
        if rule is None and chars <= scene.letters[other]:
            rule = _edition(surface, target) if surface.full.known else _short_thing(scene, surface, target)
        if rule is not None:
            rated.append((_distance(scene, surface, other), other, rule))
    return [Link(index, other, rule) for _, other, rule in sorted(rated)[:1]]


def _bare(scene: Scene, index: int, stem: str, others: Sequence[tuple[int, Surface]]) -> list[Link]:
    """A bare 专项行动 means the one last named before it; where none was named before, the report's own drive."""
    surface = scene.surfaces[index]
    alike = [(i, s) for i, s in others if scene.heads.bare(s.name, s.kind) == stem]
    first = min([surface.first, *(s.first for _, s in alike)])
    named, only = [], set()
    for other, target in others:
        body = target.name.removesuffix(ends_with(target.name, "tail", target.kind) or "")
        if scene.heads.bare(target.name, target.kind) is None:
            only.add(other)
            if target.name.endswith(stem) or body.endswith(stem):
                named += [(mention.start, other) for mention in target.mentions if mention.start < first]
    if named:
        return [Link(index, max(named)[1], "head")]
    tail = stem[-_HEAD:]
    alike_heads = [(m.start, i) for i in only for m in scene.surfaces[i].mentions
                   if m.start < first and scene.surfaces[i].name.endswith(tail)]  # fmt: skip
    if alike_heads and len({i for _, i in alike_heads}) == 1:
        return [Link(index, alike_heads[0][1], "head")]
    if len(only) == 1 and _pointed(scene, surface):  # 甲战役…, 这一专项行动: there is no other
        return [Link(index, other, "head") for other in only if scene.surfaces[other].first < first]
    return [Link(index, min(i for i, _ in alike), "head")] if alike else []


def _pointed(scene: Scene, surface: Surface) -> bool:
    """Say whether a word before a bare name points back: 这一, 此次."""
    words = tuple(word for _, word in lexicon.words("pointer"))
    text = scene.document.folded
    return any(text.endswith(words, 0, mention.start) for mention in surface.mentions)


def _short_thing(scene: Scene, surface: Surface, target: Surface) -> str | None:
    name, full = surface.name, target.name
    if len(name) >= len(full):
        return None
    if _same_core(surface, target):
        return "core"
    if full.endswith(name) and len(name) >= _SHORTEST_SUFFIX:
        return "suffix"
    if full.startswith(name) and full[len(name) :] == ends_with(full, "tail", target.kind):
        return "prefix"
    if any(full == nation + name for _, nation in lexicon.words("nation")):
        return "lexicon"
    few = 2 < len(name) <= _ACRONYM and len(full) >= len(name) + 3 and surface.core is None and target.core is None
    if few and name[-1] == full[-1] and ends_with(name, "acronym", surface.kind):
        return "abbreviation" if bodies.is_subsequence(name, full) else None
    return None


def _edition(surface: Surface, target: Surface) -> str | None:
    """文博会, a name that the lexicon knows, means the one edition that the report names (第二十届…)."""
    known = surface.full.name
    if target.full.known or len(target.name) <= len(surface.name):
        return None
    front = target.name.removesuffix(known)
    numbered = front != target.name and (contains(front, "edition", target.kind) or _YEAR.fullmatch(front) is not None)
    if surface.full.rule != "lexicon":
        return "edition" if numbered else None
    acronym = len(surface.name) <= _ACRONYM and ends_with(surface.name, "acronym", surface.kind)
    fits = target.name.endswith(known) or (
        acronym and target.name[-1] == surface.name[-1] and bodies.is_subsequence(surface.name, target.name)
    )
    return "edition" if fits else None


def _same_code(surface: Surface, target: Surface) -> bool:
    """打击甲“亮剑”行动 = 严厉打击甲“亮剑”专项行动: one code name, and around it no other words than the fuller name has."""
    core = surface.core
    if core is None or target.core != core or len(core) < _HEAD or core in words("genericCore", surface.kind):
        return False
    (before, _, after), (front, _, back) = surface.name.partition(core), target.name.partition(core)
    tails = words("codeTail", surface.kind)
    headed = bool(after and back) and _plain(after, tails) and _plain(back, tails)
    return front.endswith(before) and headed


def _plain(text: str, tails: tuple[str, ...]) -> bool:
    """Say whether a text is made of nothing but words of the head of a name: 专项行动."""
    while text:
        word = next((w for w in tails if text.startswith(w)), None)
        if word is None:
            return False
        text = text.removeprefix(word)
    return True


def _same_core(surface: Surface, target: Surface) -> bool:
    """“断流” = “断流”战役, ‘慧治网约车’ = “慧治网约车”场景模型: one quoted name, and a head that adds nothing."""
    core = surface.core or surface.name
    if target.core != core:
        return False
    rest = surface.name.replace(core, "", 1)
    return rest == "" or target.name.endswith(rest)
