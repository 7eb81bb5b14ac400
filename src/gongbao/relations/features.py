"""What is told of a pair beside the words: distances, lists, who else stands between, and how the two names are alike."""

from collections.abc import Sequence
from functools import cache
from os.path import commonprefix
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gongbao.relations.pairs import REPORTER, around
from gongbao.relations.scene import CONCEPT, ROLES, Floats, Ints, Scene
from gongbao.text.columns import in_order, points

_COUNTED = ("，,", "、", "；;", "（(", "“‘「", "的")
_LISTED = frozenset("、和与及同跟或暨")
_ACTOR, _PLACE = ROLES.index("actor"), ROLES.index("place")

RANGES = 6  # stretches of text that a pair is judged by (see `ranges`)


class _Ends(NamedTuple):
    """The rows of a pair: numbers of names; `first` and `last` in the order of the text; `given` where a head is written."""

    head: Ints
    tail: Ints
    given: NDArray[np.bool_]
    first: Ints
    last: Ints


def _ends(pairs: Ints) -> _Ends:
    head, tail = pairs[:, 0], pairs[:, 1]
    given = head != REPORTER
    written = np.where(given, head, tail)
    return _Ends(written, tail, given, np.minimum(written, tail), np.maximum(written, tail))


def ranges(scene: Scene, pairs: Ints) -> tuple[Ints, Ints]:
    """Return where the stretches of each pair start and end (rows × RANGES); an empty one starts where it ends.

    Between the two; before the later in its clause; after it in its clause; before the earlier in its clause; after it
    in its clause; the sentence of the tail.
    """
    ends = _ends(pairs)
    first_start, first_end = scene.start[ends.first], scene.end[ends.first]
    last_start, last_end = scene.start[ends.last], scene.end[ends.last]
    sentence = scene.sentences[scene.sentence]
    closing = np.append(scene.sentences[1:], len(scene.text))[scene.sentence]
    opens = np.where(ends.given, first_end, sentence[ends.tail])
    near = np.maximum(opens, sentence[ends.last])
    starts = [near, np.maximum(scene.clause_start(last_start), opens), last_end, scene.clause_start(first_start)]
    stops = [last_start, last_start, scene.clause_end(last_start), first_start]
    starts += [first_end, sentence[ends.tail]]
    after = np.minimum(scene.clause_end(first_start), np.where(ends.given, last_start, first_end))
    stops += [after, closing[ends.tail]]
    start, stop = np.stack(starts, 1), np.stack(stops, 1)
    return start, np.maximum(start, stop)


def features(scene: Scene, pairs: Ints) -> Floats:
    """Return a row of numbers for each pair."""
    ends = _ends(pairs)
    columns = [*_distance(scene, ends), *_between(scene, ends), *_standing(scene, ends)]
    return np.concatenate([np.stack(columns, 1).astype(np.float32), _alike(scene, ends)], 1)


def _distance(scene: Scene, ends: _Ends) -> list[NDArray[np.generic]]:
    apart = np.abs(scene.sentence[ends.head] - scene.sentence[ends.tail])
    gap = np.maximum(scene.start[ends.last] - scene.end[ends.first], 0)
    clause = np.searchsorted(scene.clauses, scene.start, "right")
    clauses = clause[ends.last] - clause[ends.first]
    forward, given = ends.head < ends.tail, ends.given
    return [
        ~given, forward & given, *(given & (apart == k) for k in range(3)), given & (apart > 2), np.log1p(apart),
        np.log1p(gap) / 4, given & (gap == 0), given & (gap == 1), given & (clauses == 0), given & (clauses == 1),
        np.minimum(clauses, 6) / 6, np.minimum(ends.last - ends.first, 12) / 12, given & (ends.last - ends.first == 1),
    ]  # fmt: skip


def _between(scene: Scene, ends: _Ends) -> list[NDArray[np.generic]]:
    """Signs and names that stand between the two, as far as the two are near each other."""
    signs = _signs()[points(scene.text)]
    low, high = scene.end[ends.first], np.maximum(scene.start[ends.last], scene.end[ends.first])
    found: list[NDArray[np.generic]] = []
    for number in range(1, len(_COUNTED) + 1):
        total = _counted(signs == number)
        found.append(np.minimum(total[high] - total[low], 4) / 4)
    behind = np.minimum(ends.first + 1, ends.last)
    for kind in range(len(ROLES) - 1):
        total = _counted(scene.kind == kind)
        found.append(np.minimum(total[ends.last] - total[behind], 3) / 3)
    listed = lists(scene)
    members = np.asarray(np.minimum(np.bincount(listed)[listed], 8) / 8, np.float32)
    found += [ends.given & (listed[ends.first] == listed[ends.last]), members[ends.tail],
              members[ends.head] * ends.given]  # fmt: skip
    return found


@cache
def _signs() -> NDArray[np.uint8]:
    """Code point to the number of the signs that are counted together, 0 for all others."""
    table = np.zeros(0x110000, np.uint8)
    for number, signs in enumerate(_COUNTED, 1):
        table[[ord(sign) for sign in signs]] = number
    return table


def _counted(where: NDArray[np.bool_]) -> Ints:
    """How many are true before each place."""
    total = np.zeros(len(where) + 1, np.int64)
    np.cumsum(where, out=total[1:])
    return total


def lists(scene: Scene) -> Ints:
    """Number the lists: names of one class that only 、 or 和 parts."""
    joined = np.append(False, scene.kind[1:] == scene.kind[:-1])
    for after in np.flatnonzero(joined).tolist():
        gap = scene.text[scene.end[after - 1] : scene.start[after]].strip("“”‘’「」《》")
        joined[after] = 0 < len(gap) < 3 and gap[0] in _LISTED
    return np.cumsum(~joined)


def _standing(scene: Scene, ends: _Ends) -> list[NDArray[np.generic]]:
    """Where in the report the two stand, and how much it speaks of them."""
    counts = np.bincount(scene.thing, minlength=len(scene.names_of))
    most = np.array([counts[scene.thing[scene.kind == k]].max(initial=0) for k in range(CONCEPT + 1)])
    opening = scene.start < (scene.text.find("\n") if "\n" in scene.text else 30)
    titled = np.isin(np.arange(len(counts)), scene.thing[opening])[scene.thing]
    first = np.append(True, scene.sentence[1:] != scene.sentence[:-1])
    alone = first, _quoted(scene, "的"), _quoted(scene, "”’》」")
    found: list[NDArray[np.generic]] = []
    for end in (ends.head, ends.tail):
        mentioned = counts[scene.thing[end]]
        found += [np.log1p(mentioned), mentioned == most[scene.kind[end]], scene.thing[end] == scene.reporter,
                  titled[end], scene.start[end] / max(1, len(scene.text)), scene.sentence[end] == 0]  # fmt: skip
        found += [own[end] for own in alone]
    actors = np.flatnonzero(scene.kind == _ACTOR)
    latest = np.append(actors, -1)[np.searchsorted(actors, ends.tail) - 1]
    found += [ends.given & (latest == ends.head), latest < 0,
              (latest >= 0) & (scene.sentence[np.maximum(latest, 0)] == scene.sentence[ends.tail])]  # fmt: skip
    return found


def _quoted(scene: Scene, signs: str) -> NDArray[np.bool_]:
    """Say which names one of `signs` follows."""
    text = scene.text + " "
    return np.array([text[e] in signs for e in scene.end.tolist()], bool)


def _alike(scene: Scene, ends: _Ends) -> Floats:
    """How the names of the two are alike: only bodies and places are above or within each other by their names."""
    found = np.zeros((len(ends.head), _MEASURES + 1), np.float32)
    structural = (scene.kind == _ACTOR) | (scene.kind == _PLACE)
    rows = np.flatnonzero(structural[ends.head] & structural[ends.tail] & ends.given)
    if len(rows):
        both = scene.thing[ends.head[rows]] * len(scene.names_of) + scene.thing[ends.tail[rows]]
        things, first, same = np.unique(both, return_index=True, return_inverse=True)
        places = (scene.kind[ends.head[rows[first]]] == _PLACE).tolist()
        letters = [frozenset("".join(names)) for names in scene.names_of]
        told: list[Sequence[float]] = []
        for head, tail, place in zip(*(side.tolist() for side in np.divmod(things, len(letters))), places, strict=True):
            apart = letters[head].isdisjoint(letters[tail])
            unlike = apart and not place
            told.append(_UNLIKE if unlike else _likeness(scene.names_of[head], scene.names_of[tail], place, apart))
        found[rows] = np.array(told, np.float32)[same]
    return found


_MEASURES = 9
_UNLIKE = (0.0,) * (_MEASURES + 1)


def _measured(a: str, b: str) -> tuple[float, ...]:
    return (
        a.startswith(b), b.startswith(a), b in a, a in b, a[:1] == b[:1] and min(len(commonprefix((a, b))), 8) / 8,
        a[:2] == b[:2], a[-1:] == b[-1:], a[-2:] == b[-2:], in_order(b, a),
    )  # fmt: skip


def _likeness(heads: tuple[str, ...], tails: tuple[str, ...], places: bool, apart: bool) -> tuple[float, ...]:
    """The highest measures over the surfaces of two things (`apart`: they share nothing); whether official divisions say it."""
    told = [_UNLIKE[1:]] if apart else [_measured(a, b) for a in heads[:4] for b in tails[:4]]
    highest = told[0] if len(told) == 1 else map(max, *told)
    return (*highest, float(places and any(b in around(a) for a in heads for b in tails)))
