"""Which names of a report mean the same thing: for each short form the one name that it is short for, and by which rule."""

from collections.abc import Iterator
from itertools import pairwise

from gongbao.linking import divisions, organizations
from gongbao.linking.candidates import Scene, unlisted
from gongbao.linking.link import Link, nearest
from gongbao.linking.matching import abbreviates, contains, ends_on_part, ends_with, inner_heads, units, words
from gongbao.linking.surfaces import Surface
from gongbao.linking.things import thing
from gongbao.text.punctuation import NAME_MARKS, QUOTES_STRAIGHT

_BRACKETS = ("（", "(", "（（", "((")
_WRAPPING = frozenset(f"{NAME_MARKS}{QUOTES_STRAIGHT} 　")
_SHORTEST_PLACE = 3
_ESTATE = "邨"  # houses of Hong Kong, where the rest of China has a village
_GAP = 14
_MARRIED = 4  # 林郑月娥 has two surnames, as 欧阳 is one of two characters
_SERIAL = "〕"


def links(scene: Scene) -> tuple[Link, ...]:
    """Return the links between the surfaces, each short form with at most one by rule and any that the text states."""
    same, stated = tuple(_same(scene)), tuple(_stated(scene))
    told = {link.short for link in stated}
    ways = ((scene.roles.persons, _surname), (scene.roles.actors, _body), (scene.roles.places, _place))
    ruled: list[Link] = []
    for index, surface in enumerate(scene.surfaces):
        if index not in told:
            ruled += next((way for kinds, way in ways if surface.type in kinds), thing)(scene, index)
    return (*same, *stated, *sorted(ruled, key=lambda link: -link.certainty))


def _same(scene: Scene) -> Iterator[Link]:
    """Names that say the same full name, by region, department or lexicon."""
    first: dict[tuple[str, str], int] = {}
    for index, surface in enumerate(scene.surfaces):
        name = surface.entry.name + (surface.entry.code or "") if surface.entry else surface.full.name
        other = first.setdefault((surface.type, name), index)
        if other != index:
            yield Link(index, other, surface.full.rule or "name")


def _stated(scene: Scene) -> Iterator[Link]:
    """X（以下简称Y）, X（Y）, X加挂Y牌子, 《X》（N号), 甲发〔2024〕3号 on the line below X: Y follows X with nothing else between."""
    for end, full, start, after, short in _followers(scene):
        one, other = scene.surfaces[full], scene.surfaces[short]
        if one.type in scene.roles.places or one.type in scene.roles.persons:
            continue
        gap = "".join(c for c in scene.document.folded[end:start] if c not in _WRAPPING)
        behind = scene.document.folded[after : after + 2]
        said = _says_so(gap, behind)
        if said:
            yield Link(short, full, "stated")
        beside = "\n" not in gap and _numbers(other) and not _numbers(one)
        field = behind[:1] in ("", "\n") and gap.strip("\n：:") in ("", *words("numberIntroduces"))
        below = field and _SERIAL in other.name and _SERIAL not in one.name
        if (beside or below) and not said:
            yield Link(short, full, "number")


def _numbers(surface: Surface) -> bool:
    """Say whether the name is the number of a case or document: 津交罚〔2023〕12号."""
    return ends_with(surface.name, "number", surface.kind) is not None and any(c.isdigit() for c in surface.name)


def _followers(scene: Scene) -> Iterator[tuple[int, int, int, int, int]]:
    """Yield mentions next to one of their class: end and surface of the first, span and surface of the next."""
    order = sorted((m.start, m.end, index) for index, s in enumerate(scene.surfaces) for m in s.mentions)
    for (_, end, full), (start, after, short) in pairwise(order):
        alike = full != short and scene.surfaces[full].kind == scene.surfaces[short].kind
        if alike and 0 < start - end <= _GAP:
            yield end, full, start, after, short


def _says_so(gap: str, after: str) -> bool:
    bare = gap.lstrip("（(，,").rstrip("：:为作")
    opened = gap in _BRACKETS or (gap[:1] in _BRACKETS and bare in words("numberIntroduces"))
    closed = any(c in "）)" for c in after)
    return bare in (*words("introduces"), *words("otherName")) or (opened and closed)


def _body(scene: Scene, index: int) -> list[Link]:
    surface = scene.surfaces[index]
    if surface.full.known or contains(surface.name, "anonymous"):
        return []
    read = _regional if surface.full.region is not None else _unplaced
    found = list(read(scene, index))
    tailed = (surface.name + tail for tail in words("bodyTail", surface.kind))
    found += ((i, "prefix") for i in scene.near(index, "name", *tailed))
    never = words("highest", surface.kind) if surface.name in words("generic", surface.kind) else ()
    others = [
        (i, rule)
        for i, rule in found
        if scene.surfaces[i].full.name != surface.full.name
        and not scene.surfaces[i].name.startswith(never)
        and organizations.one_kind(_task(surface), _task(scene.surfaces[i])) is not False
    ]
    best = nearest(scene, index, others)
    among = tuple(sorted({i for i, _ in others}))
    head = any(surface.name in heads for heads in (scene.roles.heads[surface.kind], inner_heads(surface.kind)))
    if head and scene.publisher not in among:  # one 法院 of several
        return [link._replace(among=among) for link in best]
    return best


def _task(surface: Surface) -> str:
    """What a body is called behind its division, listed or not, or its level (水利局 of 市水利局); 局 of 市局 may be any."""
    full, level = surface.full, divisions.level_word(surface.name)
    front = unlisted(full.name) or (level[0] if level else full.name)
    task = full.rest if full.region else full.name.removeprefix(front)
    return task if len(task) > 1 else ""


def _regional(scene: Scene, index: int) -> Iterator[tuple[int, str]]:
    """What a name with a region may be short for: 三明市局, 深圳市交警支队, 东岭县物价部门."""
    surface = scene.surfaces[index]
    mine = surface.full
    whole = mine.rest in words("wholeHead", surface.kind) or mine.rule == "jurisdiction"
    for other in scene.near(index, "end", mine.rest):
        target = scene.surfaces[other].full
        same = target.region == mine.region and target.rest != mine.rest
        if whole and same and not ends_with(target.rest, "branch", surface.kind):
            yield other, "level"
    for other in scene.near(index, "end", surface.name):
        if ends_on_part(surface.name, scene.surfaces[other].full.name):
            yield other, "suffix"
    sector, heads = mine.rest.removesuffix(organizations.SECTOR), inner_heads(surface.kind)
    for other in scene.near(index, "start", sector.lstrip("第")[:1]):
        target = scene.surfaces[other].full
        called = sector + (ends_with(target.rest, "public", surface.kind) or "") if sector != mine.rest else sector
        if target.region == mine.region and (called == target.rest or abbreviates(called, target.rest, heads)):
            yield other, "abbreviation" if sector == mine.rest else "stem"


def _unplaced(scene: Scene, index: int) -> Iterator[tuple[int, str]]:
    """What a name without a region may be short for: 执法总队, 妇联, 交警支队; of a level (省文旅厅) only what fits it."""
    surface = scene.surfaces[index]
    name = surface.full.name
    level = divisions.level_word(surface.name)
    if level is not None:
        yield from _of_level(scene, index, *level)
    for other in scene.near(index, "end", name):
        target = scene.surfaces[other].full
        if target.rest == name or (len(name) > 1 and ends_on_part(name, target.name)):
            yield other, "suffix"
    yield from ((i, "department") for i in scene.near(index, "short", name))
    yield from ((i, "brand") for i in scene.near(index, "brand", name))
    cut, heads = len(level[0]) if level else 0, inner_heads(surface.kind)
    for other in scene.near(index, "start", name.lstrip("第")[:1]):
        for unit in units(scene.surfaces[other].full.rest, surface.kind):
            task = not level or unit[cut : cut + 1] == name[cut]  # 省监管局 leaves out no 市场
            alike = level and unit[:cut] == name[:cut] and organizations.one_kind(name[cut:], unit[cut:])
            if alike or (task and abbreviates(name, unit, heads)):
                yield other, "abbreviation"


def _of_level(scene: Scene, index: int, word: str, end: str) -> Iterator[tuple[int, str]]:
    """省文旅厅 is the one that the report writes with its province, known or not, where no other tells the province."""
    surface = scene.surfaces[index]
    near = scene.near(index, "level", end)
    fulls = (scene.surfaces[other].full for other in near)
    if len({full.region.name if full.region else unlisted(full.name) for full in fulls}) > 1:
        return
    task, heads = surface.name[len(word) :], inner_heads(surface.kind)
    for other in near:
        whole = _task(scene.surfaces[other])
        if task == whole or organizations.one_kind(task, whole) or abbreviates(task, whole, heads):
            yield other, "namesake"


def _place(scene: Scene, index: int) -> list[Link]:
    """滨海机场 = 天津滨海机场, 斗南 = 斗南镇, 丙村 = 甲县乙镇丙村: the longer name only adds what lies around or the kind."""
    surface = scene.surfaces[index]
    if surface.entry is not None:
        return []
    name = surface.name
    longer = [(i, "suffix") for i in scene.near(index, "rest", name)]
    if len(name) > 1:
        tails = (*words("township", surface.kind), *words("placeTail", surface.kind))
        whole = scene.near(index, "name", *(name + tail for tail in tails))
        longer += [(i, "suffix") for i in whole if scene.surfaces[i].written[0][-1] != _ESTATE]
    if not longer and len(name) >= _SHORTEST_PLACE and scene.bare(surface) is None:
        ends = ((i, scene.surfaces[i].name) for i in scene.near(index, "end", name))
        # one character more makes another thing: 新解放桥
        found = [(end, i) for i, end in ends if len(end) > len(name) + 1 and ends_on_part(name, end)]
        longest, most = max(found, key=lambda pair: len(pair[0]), default=("", 0))
        longer = [(most, "tail")] if found and all(longest.endswith(end) for end, _ in found) else []
    return nearest(scene, index, longer)


def _surname(scene: Scene, index: int) -> list[Link]:
    """A surname, a given name or the first part of a foreign name means the one person so named in full."""
    name = scene.surfaces[index].name
    full = scene.near(index, "start", name[0])
    if len(name) > 1:
        longer = {i: scene.surfaces[i].name for i in (*scene.near(index, "end", name), *full)}
        begins, ends = (name + "·", name + "•"), ("·" + name, "•" + name)
        married = [i for i, t in longer.items() if len(t) == _MARRIED and len(name) == 2 and t.startswith(name)]
        full = [i for i, t in longer.items() if t[1:] == name or t.startswith(begins) or t.endswith(ends)] + married
    return [Link(index, full[0], "surname")] if len(full) == 1 else []
