"""A join of two names, the rules that give grounds for one, and which of several names a short form most likely means."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from gongbao.linking.candidates import Scene
from gongbao.text import tsv

CERTAIN = 0.8  # a join that is less certain is left open, for a person to decide


class Rule(NamedTuple):
    """A ground for taking two names for one thing: how often it was right on annotated reports, and what it says."""

    id: str
    certainty: float
    en: str
    zh: str


@cache
def known() -> Mapping[str, Rule]:
    """Read the rules (`rules.tsv`) by id."""
    rows = tsv.rows("gongbao.linking", "rules.tsv")
    return {row[0]: Rule(row[0], float(row[1]), row[2], row[3]) for row in rows}


class Link(NamedTuple):
    """Surfaces `short` and `full` are one by `rule`; with `among`, only where all that a head noun may mean are one thing."""

    short: int
    full: int
    rule: str
    among: tuple[int, ...] = ()

    @property
    def certainty(self) -> float:
        """How often the rule is right."""
        return known()[self.rule].certainty


def nearest(scene: Scene, index: int, found: Iterable[tuple[int, str]]) -> list[Link]:
    """The best of the names that a short form may mean: the surest rule, the reporting body, the one used last before it."""
    first = scene.surfaces[index].first

    def distance(pair: tuple[int, str]) -> tuple[float, int, int, int, int]:
        other, rule = pair
        sure = -known()[rule].certainty
        length = len(scene.surfaces[other].full.name) if rule == "abbreviation" else 0  # what leaves out least
        if other == scene.publisher:
            return (sure, 0, 0, 0, other)
        mentions = scene.surfaces[other].mentions
        before = bisect_left(mentions, first, key=lambda m: m.start)
        last = first - mentions[before - 1].start if before else mentions[0].start if mentions else first
        return (sure, length, 1 if before else 2, last, other)

    best = min(found, key=distance, default=None)
    return [Link(index, *best)] if best is not None else []
