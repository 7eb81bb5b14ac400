"""Pairs of names that may be related: near each other, by what the report runs on, by their names, and the reporter."""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from gongbao import lexicon
from gongbao.relations.scene import ROLES, Ints, Scene
from gongbao.text.columns import distinct

REPORTER = -1  # the head of a pair whose subject the report leaves out

_FAR, _SAME = 12, 24  # names so many names apart are compared: in sentences near each other, in the same sentence
_REACH = 2
_KEPT = 3  # occurrences that are compared for the same two things
_RUNNING = tuple(ROLES.index(role) for role in ("actor", "campaign", "case", "place"))
_ACTOR, _PLACE = ROLES.index("actor"), ROLES.index("place")
_SHORTEST = 2


def pairs(scene: Scene, allowed: NDArray[np.bool_]) -> Ints:
    """Return rows of (head, tail), names or REPORTER, whose classes are `allowed`: few for each two things, nearest first."""
    if not scene.size:
        return np.zeros((0, 2), np.int64)
    one, other = (np.concatenate(ends) for ends in zip(_near(scene), *_running(scene), strict=True))
    named = np.array([*_named(scene)], np.int64).reshape(-1, 2)
    heads, tails = np.concatenate([one, other, named[:, 0]]), np.concatenate([other, one, named[:, 1]])
    found = np.stack(np.divmod(distinct(heads * scene.size + tails), scene.size), 1)
    head, tail = found[:, 0], found[:, 1]
    fits = allowed[scene.kind[head], scene.kind[tail]] & (scene.thing[head] != scene.thing[tail])
    acted = allowed[_ACTOR, scene.kind] & (scene.thing != scene.reporter) & (scene.reporter >= 0)
    tails = np.flatnonzero(acted)  # what the reporter may act on
    return np.concatenate([_nearest(scene, found[fits]), np.stack([np.full(len(tails), REPORTER), tails], 1)])


def _near(scene: Scene) -> tuple[Ints, Ints]:
    """Names with those behind them."""
    apart = np.arange(1, _SAME + 1)
    behind = np.arange(scene.size)[:, None] + apart
    away = np.append(scene.sentence, _BEYOND)[np.minimum(behind, scene.size)] - scene.sentence[:, None]
    one, steps = np.nonzero(away <= np.where(apart <= _FAR, _REACH, 0))
    return one, behind[one, steps]


_BEYOND = 1 << 40


def _running(scene: Scene) -> Iterator[tuple[Ints, Ints]]:
    """Each name with the two things of a class last spoken of before it, and with the one most spoken of."""
    places = np.arange(scene.size)
    for kind in _RUNNING:
        members = np.flatnonzero(scene.kind == kind)
        if not len(members):
            continue
        things = scene.thing[members]
        values, counts = np.unique(things, return_counts=True)
        own = members[things == values[counts.argmax()]]
        changes = np.append(0, np.where(things[1:] != things[:-1], np.arange(1, len(things)), 0))
        other = np.maximum.accumulate(changes) - 1  # the last member before each that names another thing
        last = np.searchsorted(members, places) - 1
        spoken = places[last >= 0]
        yield members[last[spoken]], spoken
        two = spoken[other[last[spoken]] >= 0]
        yield members[other[last[two]]], two
        yield own[np.maximum(np.searchsorted(own, places) - 1, 0)], places
        yield np.full(scene.size, members[0]), places


def _named(scene: Scene) -> Iterator[tuple[int, int]]:
    """Bodies and places whose name begins with that of another."""
    bearers: dict[str, int] = {}
    things = dict.fromkeys(scene.thing[(scene.kind == _ACTOR) | (scene.kind == _PLACE)].tolist())
    for thing in things:
        for name in scene.names_of[thing]:
            bearers.setdefault(name, thing)
    for thing in things:
        fronts = (name[:size] for name in scene.names_of[thing] for size in range(_SHORTEST, len(name)))
        for whole in sorted({bearers[front] for front in fronts if front in bearers} - {thing}):
            yield _closest(scene, thing, whole)


@lru_cache(maxsize=8192)
def around(name: str) -> frozenset[str]:
    """Return the names of the divisions that a division lies in, itself left out."""
    found: set[str] = set()
    codes = lexicon.divisions_by_code()
    for entry in lexicon.by_name().get(name, ()):
        parent = entry.parent
        while parent is not None and (above := codes.get(parent)) is not None:
            found.update((above.name, *above.short, *above.weak))
            parent = above.parent
    return frozenset(found - {name})


def _closest(scene: Scene, head: int, tail: int) -> tuple[int, int]:
    heads, tails = np.flatnonzero(scene.thing == head), np.flatnonzero(scene.thing == tail)
    right = np.clip(np.searchsorted(tails, heads), 0, len(tails) - 1)
    left = np.maximum(right - 1, 0)
    gaps = np.stack([np.abs(scene.start[tails[left]] - scene.start[heads]),
                     np.abs(scene.start[tails[right]] - scene.start[heads])])  # fmt: skip
    side, place = np.unravel_index(int(gaps.argmin()), gaps.shape)
    return int(heads[place]), int(tails[(left, right)[side][place]])


def _nearest(scene: Scene, found: Ints) -> Ints:
    """Keep the nearest rows of each two things."""
    head, tail = found[:, 0], found[:, 1]
    away = np.abs(scene.sentence[head] - scene.sentence[tail]) * 100_000 + np.abs(scene.start[head] - scene.start[tail])
    key = scene.thing[head] * (int(scene.thing.max()) + 1) + scene.thing[tail]
    order = np.lexsort((tail, head, away, key))
    ordered = key[order]
    new = np.r_[True, ordered[1:] != ordered[:-1]]
    rank = np.arange(len(order)) - np.maximum.accumulate(np.where(new, np.arange(len(order)), 0))
    return found[np.sort(order[rank < _KEPT])] if len(order) else found
