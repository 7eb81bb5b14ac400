"""Where the names of a report are looked up: by ending, beginning, core and stem, and who stands in one list."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from gongbao import lexicon
from gongbao.linking import organizations
from gongbao.linking.matching import contains, ends_with, stem_of, units
from gongbao.linking.surfaces import Roles, Surface
from gongbao.model import Document
from gongbao.text.punctuation import LISTING, NAME_MARKS, QUOTES_STRAIGHT
from gongbao.text.script import LETTER

_LONGEST = 60
_BEFORE, _AFTER = 24, 12
"""So many names near a short form are compared with it: the bound keeps the time linear in a text of many names."""

_JOINERS = frozenset((*LISTING, "以及"))
_QUOTES = NAME_MARKS + QUOTES_STRAIGHT

Part = Literal["any", "end", "start", "last", "rest", "name", "core", "stem", "short", "brand", "level"]
"""What names are looked up by; `short` are the short names of a kind of body, `level` the end of a region (市)."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What the rules look at: the surfaces, the reporting body's, look-ups, and the lists (甲、乙和丙) in which each surface is."""

    document: Document
    surfaces: tuple[Surface, ...]
    publisher: int | None
    roles: Roles
    lists: tuple[frozenset[int], ...] = field(repr=False)
    index: dict[tuple[str, Part], dict[str, list[int]]] = field(default_factory=dict, repr=False)

    def near(self, index: int, part: Part, *keys: str) -> list[int]:
        """Return for each key the other surfaces of a kind with that part that are used first near one, and the reporting body."""
        kind = self.surfaces[index].kind
        if (found := self.index.get((kind, part))) is None:
            found = self.index[kind, part] = {}
            for number, surface in enumerate(self.surfaces):
                for key in _KEYS[part](surface) if surface.kind == kind else ():
                    found.setdefault(key, []).append(number)
        return [other for key in keys if key in found for other in self._around(index, found[key])]

    def _around(self, index: int, found: Sequence[int]) -> list[int]:
        place = bisect_left(found, index)
        around = [i for i in found[max(0, place - _BEFORE) : place + _AFTER] if i != index]
        at = bisect_left(found, own := -1 if self.publisher is None else self.publisher)
        return around + [i for i in found[at : at + 1] if i == own != index and i not in around]

    @property
    def reporting(self) -> Surface | None:
        """The name of the reporting body."""
        return self.surfaces[self.publisher] if self.publisher is not None else None

    def bare(self, surface: Surface) -> str | None:
        """What the name of a thing that is no more than its head (专项行动) is the head of."""
        return self.roles.bare(surface.name, surface.kind) if surface.core in (None, surface.name) else None


def _short(surface: Surface) -> Iterator[str]:
    full = surface.full
    rest = "" if full.region else full.name.removeprefix(unlisted(full.name) or full.name)
    for kind in (full.kind,) if full.kind else organizations.called(rest):
        yield from {*kind.short, *organizations.sectors(kind)}


def _level(surface: Surface) -> Iterable[str]:
    if (region := surface.full.region) is None:
        return (unlisted(surface.full.name) or "")[-1:]
    return {end for _, end in lexicon.words("level") if region.name.endswith(end)}


def _end(surface: Surface) -> set[str]:
    tail = ends_with(surface.name, "tail", surface.kind) or ""
    texts = {surface.name, surface.full.name, surface.name.removesuffix(tail)}
    return {text[at:] for text in texts if len(text) <= _LONGEST for at in range(len(text))}


_KEYS: Mapping[Part, Callable[[Surface], Iterable[str]]] = {
    "any": lambda s: ("",),
    "name": lambda s: (s.name,),
    "last": lambda s: (s.name[-1:],),
    "stem": lambda s: (stem_of(s.name, s.kind),),
    "start": lambda s: {unit.lstrip("第")[:1] for unit in (s.full.name, *units(s.full.rest, s.kind))},
    "core": lambda s: (s.core,) if s.core else (),
    "rest": lambda s: () if s.full.region is None else (s.full.rest,),
    "level": _level,
    "short": _short,
    "brand": lambda s: [brand[:size] for brand in (_brand(s) or "",) for size in range(2, len(brand))],
    "end": _end,
}
"""What a surface is looked up by: for each part, different keys."""


def _brand(surface: Surface) -> str | None:
    """The name of a company without region and legal form: 奥的斯电梯 of 上海奥的斯电梯有限公司."""
    head = ends_with(surface.name, "company", surface.kind)
    brand = surface.full.rest.removesuffix(head or "")
    inner = contains(brand[:-2], "company", surface.kind)  # 甲公司 is above 甲公司乙分公司
    return brand + head[0] if head and brand and not inner else None


_UNLISTED = re.compile(f"{LETTER}{{2,4}}?(?:市|县|区|旗)")


def unlisted(name: str) -> str | None:
    """The division that no list knows with which the name of a body seems to begin: 清河市 of 清河市卫生健康委员会."""
    found = _UNLISTED.match(name)
    return found[0] if found and len(name) > len(found[0]) + 1 else None


def lists(document: Document, surfaces: Sequence[Surface]) -> tuple[frozenset[int], ...]:
    """The lists in which surfaces stand: names of one class with nothing but 、 or 和 between them."""
    order = sorted((m.start, m.end, i) for i, s in enumerate(surfaces) for m in s.mentions)
    found: list[set[int]] = [set() for _ in surfaces]
    number = 0
    for (_, end, left), (start, _, right) in pairwise(order):
        listed = document.folded[end:start].strip(_QUOTES) in _JOINERS
        if listed and surfaces[left].kind == surfaces[right].kind:
            found[left].add(number)
            found[right].add(number)
        else:
            number += 1
    return tuple(map(frozenset, found))
