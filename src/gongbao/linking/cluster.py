"""Join names into things: the links of the rules, less what a user's aliases forbid."""

from __future__ import annotations

from collections.abc import Sequence

from gongbao.linking.aliases import Aliases
from gongbao.linking.names import Surface
from gongbao.linking.rules import Link


def clusters(
    surfaces: Sequence[Surface], links: Sequence[Link], aliases: Aliases | None
) -> tuple[tuple[tuple[int, ...], ...], tuple[Link, ...]]:
    """Return the groups of surfaces that are one thing, in order of first use, and the links that were followed."""
    forest = _Forest(len(surfaces))
    followed = []
    for link in links:
        allowed = aliases is None or not _forbidden(link, surfaces, forest, aliases)
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


def _forbidden(link: Link, surfaces: Sequence[Surface], forest: _Forest, aliases: Aliases) -> bool:
    """Say whether a link would join names that must stay apart, or one that is forced to something else."""
    short, full = surfaces[link.short].full, surfaces[link.full].full
    if short.rule == "alias" and short.name != full.name:
        return True
    left, right = forest.members(link.short), forest.members(link.full)
    return any(
        aliases.forbids(a, b)
        for i in left
        for j in right
        for a in (surfaces[i].name, surfaces[i].full.name)
        for b in (surfaces[j].name, surfaces[j].full.name)
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
