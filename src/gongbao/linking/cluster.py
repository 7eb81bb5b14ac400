"""Join names into things: the links that are certain, less what stands in one list and what a user's aliases forbid."""

from collections.abc import Iterable
from typing import NamedTuple

from gongbao.linking.aliases import Aliases
from gongbao.linking.candidates import Scene
from gongbao.linking.link import CERTAIN, Link

_SAID = frozenset(("stated", "number", "alias"))


class Clusters(NamedTuple):
    """Groups of surfaces that are one thing, in order of first use, the links that were followed, and those left open."""

    groups: tuple[tuple[int, ...], ...]
    followed: tuple[Link, ...]
    open: tuple[Link, ...]


def clusters(scene: Scene, links: Iterable[Link], aliases: Aliases | None) -> Clusters:
    """Follow the links in their order, where nothing speaks against one."""
    forest = _Forest(scene)
    followed, unsure = [], []
    for link in sorted(links, key=lambda link: bool(link.among)):
        if len({forest.find(i) for i in link.among}) > 1:
            unsure.append(link._replace(rule="nearest"))
        elif link.certainty < CERTAIN:
            unsure.append(link)
        elif forest.joins(link, aliases):
            followed.append(link)
    sets: dict[int, list[int]] = {}
    for index in range(len(scene.surfaces)):
        sets.setdefault(forest.find(index), []).append(index)
    groups = sorted(sets.values(), key=lambda group: min((scene.surfaces[i].first, i) for i in group))
    return Clusters(tuple(map(tuple, groups)), tuple(followed), tuple(unsure))


class _Forest:
    """Disjoint sets of surfaces, with the lists in which the members of each stand and the names that they bear."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.parent = list(range(len(scene.surfaces)))
        self.lists = [set(found) for found in scene.lists]
        self.names = [{s.name, s.full.name} for s in scene.surfaces]

    def find(self, index: int) -> int:
        while self.parent[index] != index:
            self.parent[index] = self.parent[self.parent[index]]
            index = self.parent[index]
        return index

    def joins(self, link: Link, aliases: Aliases | None) -> bool:
        """Join the two names of a link; False where they must stay apart."""
        one, other = self.find(link.short), self.find(link.full)
        if one == other:
            return True
        place = self.scene.surfaces[link.short].type in self.scene.roles.places
        said = link.rule in _SAID or (place and link.rule != "tail")  # holds also between the items of one list
        listed = not said and not self.lists[one].isdisjoint(self.lists[other])
        if listed or (aliases is not None and self.forbidden(link, one, other, aliases)):
            return False
        if len(self.names[one]) + len(self.lists[one]) > len(self.names[other]) + len(self.lists[other]):
            one, other = other, one
        self.parent[one] = other
        self.lists[other] |= self.lists[one]
        self.names[other] |= self.names[one]
        return True

    def forbidden(self, link: Link, one: int, other: int, aliases: Aliases) -> bool:
        """Whether a link would join names that must stay apart, or one that is forced to something else."""
        short, full = self.scene.surfaces[link.short].full, self.scene.surfaces[link.full].full
        if short.rule == "alias" and short.name != full.name:
            return True
        left, right = self.names[one], self.names[other]
        return any(not pair.isdisjoint(left) and not pair.isdisjoint(right) for pair in aliases.forbidden)
