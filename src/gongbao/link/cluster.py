"""Join names into things: the links of the rules, less what a user's aliases forbid, plus what they force."""

from __future__ import annotations

from collections.abc import Sequence

from gongbao.link.aliases import Aliases
from gongbao.link.names import Surface
from gongbao.link.rules import Link


def clusters(
    surfaces: Sequence[Surface], links: Sequence[Link], aliases: Aliases | None
) -> tuple[tuple[tuple[int, ...], ...], tuple[Link, ...]]:
    """Return the groups of surfaces that are one thing, in order of first use, and the links that were followed."""
    forest = _Forest(len(surfaces))
    names = [s.name for s in surfaces]
    followed = []
    for link in [*_forced(surfaces, names, aliases), *links]:
        allowed = link.rule == "alias" or not _forbidden(link, surfaces, names, forest, aliases)
        if allowed and forest.find(link.short) != forest.find(link.full):
            forest.join(link.short, link.full)
        if allowed:
            followed.append(link)
    groups = sorted(forest.groups(), key=lambda group: min((surfaces[i].first, i) for i in group))
    return tuple(tuple(group) for group in groups), tuple(followed)


def by_group(groups: Sequence[Sequence[int]], links: Sequence[Link]) -> tuple[tuple[Link, ...], ...]:
    """Return for each group the links inside it, in their order."""
    group_of = {index: number for number, group in enumerate(groups) for index in group}
    found: list[list[Link]] = [[] for _ in groups]
    for link in links:
        if group_of[link.short] == group_of[link.full]:
            found[group_of[link.short]].append(link)
    return tuple(tuple(inside) for inside in found)


def _forced(surfaces: Sequence[Surface], names: Sequence[str], aliases: Aliases | None) -> list[Link]:
    """Names with one forced target are one, whether or not the target itself is in the report."""
    found = []
    first: dict[tuple[str, str], int] = {}
    for index, surface in enumerate(surfaces):
        target = aliases.target(names[index]) if aliases else None
        key = (surface.type, target or names[index])
        if aliases is None or (target is None and names[index] not in aliases.targets):
            continue
        other = first.setdefault(key, index)
        if other != index:
            found.append(Link(index, other, "alias"))
    return found


def _forbidden(
    link: Link, surfaces: Sequence[Surface], names: Sequence[str], forest: _Forest, aliases: Aliases | None
) -> bool:
    if aliases is None:
        return False
    target = aliases.target(names[link.short])
    if target is not None and target != names[link.full]:
        return True
    left, right = forest.members(link.short), forest.members(link.full)
    return any(
        aliases.forbids(a, b)
        for i in left
        for j in right
        for a in (names[i], surfaces[i].full.name)
        for b in (names[j], surfaces[j].full.name)
    )


class _Forest:
    """Disjoint sets of indices."""

    def __init__(self, size: int) -> None:
        self.parent = list(range(size))

    def find(self, index: int) -> int:
        while self.parent[index] != index:
            self.parent[index] = self.parent[self.parent[index]]
            index = self.parent[index]
        return index

    def join(self, one: int, other: int) -> None:
        self.parent[self.find(one)] = self.find(other)

    def members(self, index: int) -> list[int]:
        root = self.find(index)
        return [i for i in range(len(self.parent)) if self.find(i) == root]

    def groups(self) -> list[list[int]]:
        found: dict[int, list[int]] = {}
        for index in range(len(self.parent)):
            found.setdefault(self.find(index), []).append(index)
        return list(found.values())
