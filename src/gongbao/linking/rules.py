"""Which names of a report mean the same thing: for each short form the one name that it is short for, and by which rule."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from gongbao import lexicon
from gongbao.linking import divisions, organizations
from gongbao.linking.candidates import Scene, villages
from gongbao.linking.matching import abbreviates, contains, ends_on_part, ends_with, inner_heads, units, words
from gongbao.linking.surfaces import Surface

CERTAIN = 0.8
"""A join that is less certain is left open, for a person to decide."""

_BRACKETS = "（("
_WRAPPING = frozenset("“”‘’\"'《》〈〉「」『』 　")
_SHORTEST_SUFFIX = 4
_SHORTEST_STEM = 4
_SHORTEST_PLACE = 3
_HEAD = 2
_YEAR = re.compile("(?:19|20)[0-9]{2}年?度?")
_ACRONYM = 5
_GAP = 14
_NUMBER_GAP = 120


@dataclass(frozen=True, slots=True)
class Rule:
    """A ground for taking two names for one thing: how often it was right on annotated reports, and what it says."""

    id: str
    certainty: float
    en: str
    zh: str


@cache
def known() -> Mapping[str, Rule]:
    """Read the rules (`rules.tsv`) by id."""
    lines = (files("gongbao.linking") / "rules.tsv").read_text("utf-8").splitlines()[1:]
    rows = (line.split("\t") for line in lines)
    return {row[0]: Rule(row[0], float(row[1]), row[2], row[3]) for row in rows}


@dataclass(frozen=True, slots=True)
class Link:
    """`short` and `full` index the surfaces; `rule` says why they are one.

    `among` are all names that a mere head noun may mean: it is certain only where they turn out to be one thing.
    """

    short: int
    full: int
    rule: str
    among: tuple[int, ...] = ()

    @property
    def certainty(self) -> float:
        """How often the rule is right."""
        return known()[self.rule].certainty


def links(scene: Scene) -> tuple[Link, ...]:
    """Return the links between the surfaces, each short form with at most one by rule and any that the text states."""
    same, stated = tuple(_same(scene)), tuple(_stated(scene))
    told = {link.short for link in stated}
    ruled = []
    for index, surface in enumerate(scene.surfaces):
        if index in told:
            continue
        if scene.is_person(surface):
            ruled += _surname(scene, index)
        elif scene.is_actor(surface):
            ruled += _body(scene, index)
        elif scene.is_place(surface):
            ruled += _place(scene, index)
        else:
            ruled += _thing(scene, index)
    return (*same, *stated, *sorted(ruled, key=lambda link: -link.certainty))


def _same(scene: Scene) -> Iterator[Link]:
    """Names that say the same full name, by region, department or lexicon."""
    first: dict[tuple[str, str], int] = {}
    for index, surface in enumerate(scene.surfaces):
        name = surface.entry.name + (surface.entry.code or "") if surface.entry else surface.full.name
        other = first.setdefault((surface.type, name), index)
        if other != index:
            yield Link(index, other, surface.full.rule or "name")


def _nearest(scene: Scene, index: int, found: Iterable[tuple[int, str]]) -> list[Link]:
    """The best of the names that a short form may mean: the surest rule, the reporting body, the one used last before it."""
    first = scene.surfaces[index].first

    def distance(pair: tuple[int, str]) -> tuple[float, int, int, int]:
        other, rule = pair
        sure = -known()[rule].certainty
        if other == scene.publisher:
            return (sure, 0, 0, other)
        mentions = scene.surfaces[other].mentions
        before = bisect_left(mentions, first, key=lambda m: m.start)
        last = first - mentions[before - 1].start if before else mentions[0].start if mentions else first
        return (sure, 1 if before else 2, last, other)

    best = min(found, key=distance, default=None)
    return [Link(index, *best)] if best is not None else []


# ---- what the text states


def _stated(scene: Scene) -> Iterator[Link]:
    """X（以下简称Y）, X（Y）, X加挂Y牌子, 《X》（N号): Y follows X with nothing else between."""
    for end, full, start, after, short in _followers(scene):
        one, other = scene.surfaces[full], scene.surfaces[short]
        if scene.is_place(one) or scene.is_person(one):
            continue
        gap = "".join(c for c in scene.document.folded[end:start] if c not in _WRAPPING)
        if _says_so(gap, scene.document.folded[after : after + 2]):
            yield Link(short, full, "stated")
        elif _numbers(other) and not _numbers(one) and "\n" not in gap:
            yield Link(short, full, "number")


def _numbers(surface: Surface) -> bool:
    """Say whether the name is the number of a case or document: 津交罚〔2023〕12号."""
    return ends_with(surface.name, "number", surface.kind) is not None and any(c.isdigit() for c in surface.name)


def _followers(scene: Scene) -> Iterator[tuple[int, int, int, int, int]]:
    """Yield mentions that follow one of their class closely: end and surface of the first, span and surface of the next.

    The two are next to each other in the text, or at least among the numbered things of their class.
    """
    order = sorted((m.start, m.end, index) for index, s in enumerate(scene.surfaces) for m in s.mentions)
    last: dict[str, tuple[int, int]] = {}
    before = -1
    for start, after, short in order:
        surface = scene.surfaces[short]
        end, full = last.get(surface.kind, (0, -1))
        numbered = _numbers(surface) and ends_with(surface.name, "number", surface.kind) is not None
        gap = _GAP if before == end else _NUMBER_GAP if numbered else 0
        if full not in (-1, short) and 0 < start - end <= gap:
            yield end, full, start, after, short
        last[surface.kind] = (after, short)
        before = after


def _says_so(gap: str, after: str) -> bool:
    bare = gap.lstrip("（(，,").rstrip("：:为作")
    if bare in words("introduces") or bare in words("plate"):
        return True
    closed = any(c in "）)" for c in after)
    introduced = len(gap) == 1 or bare in words("numberIntroduces") or gap in ("（（", "((")
    return gap[:1] in _BRACKETS and gap != "" and closed and introduced


# ---- bodies


def _body(scene: Scene, index: int) -> list[Link]:
    surface = scene.surfaces[index]
    if surface.full.known or surface.full.rule == "branch":
        return []
    read = _regional if surface.full.region is not None else _unplaced
    found = list(read(scene, index))
    found += [
        (i, "prefix")
        for tail in words("bodyTail", surface.kind)
        for i in scene.near(index, "name", surface.name + tail)
    ]
    others = [(i, rule) for i, rule in found if scene.surfaces[i].full.name != surface.full.name]
    if surface.name in words("generic", surface.kind):
        others = [
            (i, rule) for i, rule in others if not scene.surfaces[i].name.startswith(words("highest", surface.kind))
        ]
    best = _nearest(scene, index, others)
    among = tuple(sorted({i for i, _ in others}))
    if (
        scene.publisher not in among and scene.heads.of(surface.name, surface.kind) == surface.name
    ):  # one 法院 of several
        return [replace(link, among=among) for link in best]
    return best


def _regional(scene: Scene, index: int) -> Iterator[tuple[int, str]]:
    """What a name with a region may be short for: 三明市局, 深圳市交警支队."""
    surface = scene.surfaces[index]
    mine = surface.full
    whole = mine.rest in words("wholeHead", surface.kind) or mine.rule == "jurisdiction"
    for other in scene.near(index, "end", mine.rest):
        target = scene.surfaces[other].full
        if whole and target.region == mine.region and target.rest != mine.rest:
            yield other, "level"
    for other in scene.near(index, "start", mine.rest[:1]):
        target = scene.surfaces[other].full
        if target.region == mine.region and abbreviates(mine.rest, target.rest, inner_heads(surface.kind)):
            yield other, "abbreviation"


def _unplaced(scene: Scene, index: int) -> Iterator[tuple[int, str]]:
    """What a name without a region may be short for: 执法总队, 妇联, 交警支队; of a level (省文旅厅) only what fits it."""
    surface = scene.surfaces[index]
    name = surface.full.name
    level = divisions.level_word(surface.name)
    if level is not None:
        yield from _of_level(scene, index, *level)
        if surface.name[len(level[0]) :] in words("wholeHead", surface.kind):
            return  # 市局, 省厅
    for other in scene.near(index, "end", name):
        target = scene.surfaces[other].full
        if target.rest == name or (len(name) > 1 and ends_on_part(name, target.name)):
            yield other, "suffix"
    for other in scene.near(index, "short", name):
        yield other, "department"
    for other in scene.near(index, "brand", name):
        yield other, "brand"
    for other in scene.near(index, "start", name[:1]):
        target = scene.surfaces[other].full
        if any(abbreviates(name, unit, inner_heads(surface.kind)) for unit in units(target.rest, surface.kind)):
            yield other, "abbreviation"


def _of_level(scene: Scene, index: int, word: str, end: str) -> Iterator[tuple[int, str]]:
    """省文旅厅 is the one that the report writes with its province, where no other tells the province."""
    surface = scene.surfaces[index]
    if surface.name[len(word) :] in words("wholeHead", surface.kind):
        return
    for other in scene.near(index, "level", end):
        target = scene.surfaces[other].full
        meant = (
            organizations.expand(surface.name, scene.roles.actor, divisions.lineage(target.region))
            if target.region
            else None
        )
        if meant is not None and meant.region == target.region and meant.name == target.name:
            yield other, "level"


# ---- places


def _place(scene: Scene, index: int) -> list[Link]:
    """滨海机场 = 天津滨海机场, 斗南 = 斗南镇, 丙村 = 甲县乙镇丙村: the longer name only adds what lies around or the kind."""
    surface = scene.surfaces[index]
    if surface.entry is not None:
        return []
    name = surface.name
    longer = [(i, "suffix") for i in scene.near(index, "rest", name)]
    if len(name) > 1:
        tails = (*words("township", surface.kind), *words("placeTail", surface.kind))
        longer += [(i, "suffix") for tail in tails for i in scene.near(index, "name", name + tail)]
    longer = longer or _village(scene, index) or _known_by(scene, index)
    if not longer and len(name) >= _SHORTEST_PLACE and scene.bare(surface) is None:
        ends = [i for i in scene.near(index, "end", name) if ends_on_part(name, scene.surfaces[i].name)]
        longer = [(i, "tail") for i in ends if len(ends) == 1]
    return _nearest(scene, index, longer)


def _known_by(scene: Scene, index: int) -> list[tuple[int, str]]:
    """The one place of the report of which the lexicon knows this short name: 缅 of 缅甸."""
    kind, name = scene.surfaces[index].kind, scene.surfaces[index].name
    full = {entry.name for entry in lexicon.by_name().get(name, ()) if entry.type == kind} - {name}
    found = [i for known in sorted(full) for i in scene.near(index, "name", known)]
    return [(found[0], "lexicon")] if len(found) == 1 else []


def _village(scene: Scene, index: int) -> list[tuple[int, str]]:
    """The fullest of the places with this village that differ in nothing, where the report names no other of that name."""
    surface = scene.surfaces[index]
    units = villages(surface.full.rest)
    if not units:
        return []
    alike = [i for i in scene.near(index, "village", units[-1]) if _around(surface, scene.surfaces[i])]
    best = max(alike, key=lambda i: (len(scene.surfaces[i].full.name), -i), default=None)
    if best is None or len(scene.surfaces[best].full.name) <= len(surface.full.name):
        return []
    apart = any(not _around(scene.surfaces[i], scene.surfaces[best]) for i in alike if i != best)
    return [] if apart else [(best, "village")]


def _around(short: Surface, full: Surface) -> bool:
    """Say whether one village may be another that is written with more around it."""
    mine, theirs = short.full.region, full.full.region
    inside = mine is None or theirs is None or mine in divisions.lineage(theirs) or theirs in divisions.lineage(mine)
    outer = villages(full.full.rest)
    stems = {unit[:-1] for unit in outer} | set(outer)
    return inside and (not outer or all(u in stems or u[:-1] in stems for u in villages(short.full.rest)) or not theirs)


# ---- persons


def _surname(scene: Scene, index: int) -> list[Link]:
    """A surname, a given name or the first part of a foreign name means the one person so named in full."""
    name = scene.surfaces[index].name
    if len(name) == 1:
        full = list(scene.near(index, "start", name))
    else:
        full = [
            i
            for i in scene.near(index, "end", name)
            if scene.surfaces[i].name != name and _is_full(scene.surfaces[i].name, name)
        ]
        full += [
            i
            for i in scene.near(index, "start", name[0])
            if scene.surfaces[i].name.startswith((name + "·", name + "•"))
        ]
    return [Link(index, full[0], "surname")] if len(full) == 1 else []


def _is_full(full: str, given: str) -> bool:
    """Say whether a name only adds the surname: 邱筑嘉 to 筑嘉."""
    return len(full) == len(given) + 1 or full.endswith(("·" + given, "•" + given))


# ---- campaigns, cases, events, documents, platforms


def _thing(scene: Scene, index: int) -> list[Link]:
    surface = scene.surfaces[index]
    stem = scene.bare(surface)
    if stem is not None:
        return _bare(scene, index, stem)
    return _nearest(scene, index, _edition(scene, index) if surface.full.known else _short_thing(scene, index))


def _bare(scene: Scene, index: int, stem: str) -> list[Link]:
    """A bare 专项行动 means the one last named before it; where none was named before, all such mean the report's own drive."""
    surface = scene.surfaces[index]
    alike = [i for i in (index, *scene.near(index, "end", stem)) if scene.bare(scene.surfaces[i]) == stem]
    first = min(scene.surfaces[i].first for i in alike)

    def before(found: Iterable[int]) -> list[tuple[int, int]]:
        """Where real names were last used before the bare one."""
        real = ((i, scene.surfaces[i]) for i in found if scene.bare(scene.surfaces[i]) is None)
        return [
            (s.mentions[at - 1].start, i)
            for i, s in real
            if (at := bisect_left(s.mentions, first, key=lambda m: m.start))
        ]

    named = before(scene.near(index, "end", stem))
    if named:
        return [Link(index, max(named)[1], "head")]
    akin = before(scene.near(index, "end", stem[-_HEAD:]))
    if len({i for _, i in akin}) == 1:
        return [Link(index, akin[0][1], "head")]
    every = before(scene.near(index, "any", ""))
    if len({i for _, i in every}) == 1 and _pointed(scene, surface):  # 甲战役…, 这一专项行动: there is no other
        return [Link(index, every[0][1], "head")]
    return [Link(index, min(alike), "head")] if min(alike) != index else []


def _pointed(scene: Scene, surface: Surface) -> bool:
    """Say whether a word before a bare name points back: 这一, 此次."""
    text = scene.document.folded
    return any(text.endswith(words("pointer"), 0, mention.start) for mention in surface.mentions)


def _short_thing(scene: Scene, index: int) -> Iterator[tuple[int, str]]:
    surface, name = scene.surfaces[index], scene.surfaces[index].name
    for other in scene.near(index, "core", surface.core or name):
        target = scene.surfaces[other]
        if _same_core(surface, target) or _same_code(surface, target):
            yield other, "core"
    if surface.titled:
        return
    if len(name) >= _SHORTEST_SUFFIX:
        for other in scene.near(index, "end", name):
            target = scene.surfaces[other]
            if (
                target.name != name
                and target.name.endswith(name)
                and not target.titled
                and ends_on_part(name, target.name)
            ):
                yield other, "suffix"
    for tail in words("tail", surface.kind):
        yield from ((i, "prefix") for i in scene.near(index, "name", name + tail))
    for nation in words("nation"):
        yield from ((i, "lexicon") for i in scene.near(index, "name", nation + name))
    yield from ((i, "stem") for i in _stemmed(scene, index))
    if 2 < len(name) <= _ACRONYM and surface.core is None and ends_with(name, "acronym", surface.kind):
        for other in scene.near(index, "last", name[-1]):
            target = scene.surfaces[other]
            if target.core is None and len(target.name) >= len(name) + 3 and _acronym(name, target.name):
                yield other, "abbreviation"


def _stemmed(scene: Scene, index: int) -> Iterator[int]:
    """夏季交通整治行动 = 夏季交通整治工作: one name with two words for its head, of which the longer or first is the fuller."""
    surface = scene.surfaces[index]
    stem = scene.heads.stem(surface.name, surface.kind)
    if len(stem) < _SHORTEST_STEM:
        return
    for other in scene.near(index, "stem", stem):
        target = scene.surfaces[other]
        if (len(target.name), -other) > (len(surface.name), -index) and scene.bare(target) is None:
            yield other


def _acronym(short: str, full: str) -> bool:
    """文博会 = 中国国际文化产业博览交易会: from any part on."""
    starts = (at for at in range(len(full) - len(short)) if full[at] == short[0])
    return any(abbreviates(short, full[at:]) for at in starts)


def _edition(scene: Scene, index: int) -> Iterator[tuple[int, str]]:
    """文博会, a name that the lexicon knows, means the one edition that the report names (第二十届…)."""
    surface = scene.surfaces[index]
    name = surface.full.name
    for other in scene.near(index, "end", name):
        target = scene.surfaces[other]
        front = target.name.removesuffix(name)
        numbered = contains(front, "edition", target.kind) or _YEAR.fullmatch(front) is not None
        if front and front != target.name and not target.full.known and (numbered or surface.full.rule == "lexicon"):
            yield other, "edition"
    if (
        surface.full.rule == "lexicon"
        and len(surface.name) <= _ACRONYM
        and ends_with(surface.name, "acronym", surface.kind)
    ):
        for other in scene.near(index, "last", surface.name[-1]):
            target = scene.surfaces[other]
            if not target.full.known and len(target.name) > len(surface.name) and _acronym(surface.name, target.name):
                yield other, "edition"


def _same_core(surface: Surface, target: Surface) -> bool:
    """“断流” = “断流”战役, ‘慧治网约车’ = “慧治网约车”场景模型: one quoted name, and a head that adds nothing."""
    core = surface.core or surface.name
    if target.core != core or len(surface.name) >= len(target.name):
        return False
    rest = surface.name.replace(core, "", 1)
    return rest == "" or target.name.endswith(rest)


def _same_code(surface: Surface, target: Surface) -> bool:
    """打击甲“亮剑”行动 = 严厉打击甲“亮剑”专项行动: one code name, and around it no other words than the fuller name has."""
    core = surface.core
    if core is None or target.core != core or len(core) < _HEAD or core in words("genericCore", surface.kind):
        return False
    (before, _, after), (front, _, back) = surface.name.partition(core), target.name.partition(core)
    tails = words("codeTail", surface.kind)
    return front.endswith(before) and bool(after and back) and _plain(after, tails) and _plain(back, tails)


def _plain(text: str, tails: tuple[str, ...]) -> bool:
    """Say whether a text is made of nothing but words of the head of a name: 专项行动."""
    while text:
        word = next((w for w in tails if text.startswith(w)), None)
        if word is None:
            return False
        text = text.removeprefix(word)
    return True
