"""What names of campaigns, cases, events, documents and platforms are short for."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from gongbao.linking.candidates import Scene
from gongbao.linking.link import Link, nearest
from gongbao.linking.matching import abbreviates, contains, ends_on_part, ends_with, stem_of, words
from gongbao.linking.surfaces import Surface

_SHORTEST, _SHORTEST_STEM, _SHORTEST_SUFFIX = 2, 4, 4
_HEAD, _FAR_BACK, _SOON = 2, 1000, 400
_YEAR = re.compile("(?:19|20)[0-9]{2}年?度?")
_ACRONYM = 5


def thing(scene: Scene, index: int) -> list[Link]:
    """Say what the name of a thing is short for: a mere head (专项行动), or a part of a fuller name."""
    surface = scene.surfaces[index]
    stem = scene.bare(surface)
    if stem is not None and not surface.full.known:
        return _bare(scene, index, stem)
    return nearest(scene, index, _edition(scene, index) if surface.full.known else _short_thing(scene, index))


def _bare(scene: Scene, index: int, stem: str) -> list[Link]:
    """A bare 专项行动 means the one last named before it, or the only one; where none is named, all such mean the report's own drive."""
    surface = scene.surfaces[index]
    ending = scene.near(index, "end", stem, *(stem + tail for tail in words("tail", surface.kind)))
    alike = [i for i in (index, *ending) if scene.bare(scene.surfaces[i]) == stem]
    first = min(scene.surfaces[i].first for i in alike)

    def real(other: int) -> bool:
        return scene.bare(scene.surfaces[other]) is None

    def before(found: Iterable[int]) -> list[tuple[int, int]]:
        """Where real names were last used before the bare one."""
        used = ((i, scene.surfaces[i].mentions) for i in found if real(i))
        return [(m[at - 1].start, i) for i, m in used if (at := bisect_left(m, first, key=lambda m: m.start))]

    named = before(ending)
    if named and first - max(named)[0] < _FAR_BACK:
        return [Link(index, max(named)[1], "head")]
    pointed = any(scene.document.folded.endswith(words("pointer"), 0, m.start) for m in surface.mentions)
    every = scene.near(index, "any", "") if pointed or stem in words("bare", surface.kind) else ()
    soon = {i for i in ending if real(i) and scene.surfaces[i].first - first < _SOON}
    # 甲整治…, 专项整治; 专项整治…, 甲专项整治工作 (a headline and its text); 甲战役…, 这一专项行动 (there is no other)
    for only in ({i for _, i in before(scene.near(index, "end", stem[-_HEAD:]))}, soon, {i for _, i in before(every)}):
        if len(only) == 1 and not named:
            return [Link(index, only.pop(), "head")]
    return [Link(index, min(alike), "head")] if min(alike) != index else []


def _short_thing(scene: Scene, index: int) -> Iterator[tuple[int, str]]:
    surface, name = scene.surfaces[index], scene.surfaces[index].name
    for other in scene.near(index, "core", surface.core or name):
        target = scene.surfaces[other]
        if _same_core(surface, target):
            yield other, "core"
    if surface.titled:
        return
    if len(name) >= _SHORTEST_SUFFIX:
        for other in scene.near(index, "end", name):
            target = scene.surfaces[other]
            longer = target.name != name and target.name.endswith(name)
            if longer and not target.titled and ends_on_part(name, target.name):
                yield other, "suffix"
    tails, nations = words("tail", surface.kind), words("nation")
    yield from ((i, "prefix") for i in scene.near(index, "name", *(name + tail for tail in tails)))
    yield from ((i, "lexicon") for i in scene.near(index, "name", *(nation + name for nation in nations)))
    yield from ((i, "stem") for i in _stemmed(scene, index))
    if surface.core is None:
        yield from ((i, "abbreviation") for i in _acronyms(scene, index) if scene.surfaces[i].core is None)


def _acronyms(scene: Scene, index: int) -> Iterator[int]:
    """The names that a short one may be an acronym of, from any part on: 文博会 = 中国国际文化产业博览交易会."""
    surface, name = scene.surfaces[index], scene.surfaces[index].name
    if not 2 < len(name) <= _ACRONYM or not ends_with(name, "acronym", surface.kind):
        return
    for other in scene.near(index, "last", name[-1]):
        full = scene.surfaces[other].name
        starts = (at for at in range(len(full) - len(name)) if full[at] == name[0])
        if len(full) >= len(name) + 3 and any(abbreviates(name, full[at:]) for at in starts):
            yield other


def _stemmed(scene: Scene, index: int) -> Iterator[int]:
    """夏季交通整治行动 = 夏季交通整治工作: one name with two words for its head, of which the longer or first is the fuller."""
    surface = scene.surfaces[index]
    stem = stem_of(surface.name, surface.kind)
    for other in scene.near(index, "stem", stem) if len(stem) >= _SHORTEST else ():
        target = scene.surfaces[other]
        short = len(stem) < _SHORTEST_STEM and stem not in (surface.core, target.core)  # “断卡”专项行动, 断卡行动
        if not short and (len(target.name), -other) > (len(surface.name), -index) and scene.bare(target) is None:
            yield other


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
    if surface.full.rule == "lexicon":
        yield from ((i, "edition") for i in _acronyms(scene, index) if not scene.surfaces[i].full.known)


def _same_core(surface: Surface, target: Surface) -> bool:
    """“断流” = “断流”战役, ‘慧治网约车’ = “慧治网约车”场景模型: one quoted name, and a head that adds nothing."""
    core = surface.core or surface.name
    if target.core != core or len(surface.name) >= len(target.name):
        return False
    rest, more = surface.name.replace(core, "", 1), target.name.replace(core, "", 1)
    issue = any(c.isdigit() for c in more) and not any(c.isdigit() for c in rest)  # 第6期《甲通讯》
    return (rest == "" or target.name.endswith(rest)) and not issue and "的" not in more  # 关于印发《甲》的通知
