"""The trained network of relations: states of characters, and from them scores of pairs. ONNX on one thread."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gongbao.mentions.tagger import FOLDER, session, unreadable
from gongbao.mentions.tokens import UNKNOWN, numbers_of
from gongbao.relations.scene import CONCEPT, ROLES, Floats, Ints, Scene
from gongbao.text.columns import distinct, points

_PIECE = 2048  # characters and pairs that are looked at in one call: so memory does not grow with a report
_MARGIN = 18  # characters on either side of a stretch that its states depend on: what the network's blocks reach
_LONGEST = 8  # stretches of text count with their last 2**_LONGEST characters
_ROWS = 16  # pairs are scored in multiples of so many rows, so that no row's result hangs on how many there are

_ENCODER, _SCORER, _CARD = "relations-encoder.onnx", "relations-pairs.onnx", "relations.json"


class Network(NamedTuple):
    """A network: `predicates` in the order of its outputs, thresholds, and those `learned`; triggers read the others."""

    encoder: Any
    scorer: Any
    numbers: NDArray[np.uint16]
    predicates: tuple[str, ...]
    learned: frozenset[str]
    thresholds: Floats
    slopes: Floats
    offsets: Floats

    def encode(self, scene: Scene, cues: NDArray[np.uint8]) -> tuple[Floats, Floats]:
        """Return the states of names' first and last characters (names, 2, width), and what is pooled of each character."""
        size, known = len(scene.text), np.maximum(self.numbers[points(scene.text)], UNKNOWN)
        rows = np.stack((known, labels(scene), of_reporter(scene)), 1, dtype=np.int32)
        ends = np.stack((scene.start, scene.end - 1), 1).ravel()
        order = np.argsort(ends)
        width, narrow = (output.shape[-1] for output in self.encoder.get_outputs())
        states, pooled = np.zeros((len(ends), width), np.float32), np.zeros((size, narrow), np.float32)
        for own in _batches(*_told(scene)):
            places = np.concatenate([np.arange(start - _MARGIN, end + _MARGIN) for start, end in own])
            outside = (places < 0) | (places >= size)
            places[outside] = 0
            given, marked = rows[places], cues[places]
            given[outside] = marked[outside] = 0
            found, seen = self.encoder.run(("states", "pooled"), {"rows": given[None], "cues": marked[None]})
            at = _MARGIN
            for start, end in own:
                named = order[slice(*np.searchsorted(ends, (start, end), sorter=order))]
                states[named] = found[0, ends[named] - start + at]
                pooled[start:end] = seen[0, at : at + end - start]
                at += end - start + 2 * _MARGIN
        return states.reshape(-1, 2, width), pooled

    def looked_at(self, scene: Scene, states: Floats, pooled: Floats, start: Ints, stop: Ints) -> tuple[Floats, Floats]:
        """Return what the network sees of each name (first and last state, pooled between) and of the stretches of each pair."""
        both = pool(pooled, np.append(scene.start, start.ravel()), np.append(scene.end, stop.ravel()))
        names = np.concatenate([states[:, 0], states[:, 1], both[: scene.size]], 1)
        return names, both[scene.size :].reshape(len(start), -1)

    def score(self, scene: Scene, names: Floats, pairs: Ints, stretches: Floats, features: Floats) -> Floats:
        """Return the logits of each pair for each predicate."""
        head = pairs[:, 0]
        kinds, found = np.where(head < 0, 0, scene.kind[head]) * (CONCEPT + 1) + scene.kind[pairs[:, 1]], []
        for start in range(0, len(pairs), _PIECE):
            rows = slice(start, start + _PIECE)
            missing = -len(pairs[rows]) % _ROWS
            written, heads = np.unique(pairs[rows].clip(min=0), return_inverse=True)
            heads = heads.reshape(-1, 2)
            given = {"names": names[written], "heads": np.where(head[rows] < 0, -1, heads[:, 0]), "tails": heads[:, 1]}
            given |= {"stretches": stretches[rows], "features": features[rows], "kinds": kinds[rows]}
            for key in [k for k in given if missing and k != "names"]:
                given[key] = np.concatenate([given[key], np.repeat(given[key][-1:], missing, 0)])
            (logits,) = self.scorer.run(None, given)
            found.append(logits[: len(logits) - missing])
        return np.concatenate(found)


def _told(scene: Scene) -> tuple[Ints, Ints]:
    """Where stretches of sentences that name something start and end; sentences that stand together are one stretch."""
    naming = distinct(scene.sentence)
    starts, ends = scene.sentences[naming], np.append(scene.sentences[1:], len(scene.text))[naming]
    apart = starts[1:] > ends[:-1] + 2 * _MARGIN
    return starts[np.append(True, apart)], ends[np.append(apart, True)]


def _batches(starts: Ints, ends: Ints) -> Iterator[list[tuple[int, int]]]:
    """Yield stretches, none longer than a piece, so many at once as make a piece."""
    own: list[tuple[int, int]] = []
    size = 0
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        for low in range(start, end, _PIECE):
            high = min(end, low + _PIECE)
            if own and size + high - low > _PIECE:
                yield own
                own, size = [], 0
            own.append((low, high))
            size += high - low
    if own:
        yield own


def labels(scene: Scene) -> Ints:
    """Return for each character its place in a name: 0 outside, else by class whether it begins, goes on or ends one."""
    found = np.zeros(len(scene.text), np.int64)
    for start, end, kind in zip(scene.start.tolist(), scene.end.tolist(), scene.kind.tolist(), strict=True):
        if kind < len(ROLES):
            found[start:end] = 3 * kind + 2
            found[start] = 3 * kind + 1
            if end - start > 1:
                found[end - 1] = 3 * kind + 3
    return found


def of_reporter(scene: Scene) -> Ints:
    """Return 1 for each character of a name of the reporter."""
    found = np.zeros(len(scene.text), np.int64)
    for place in np.flatnonzero(scene.thing == scene.reporter).tolist():
        found[scene.start[place] : scene.end[place]] = 1
    return found


def pool(rows: Floats, start: Ints, stop: Ints) -> Floats:
    """Return the maximum over each stretch, zero where it is empty. `start` and `stop` have one shape."""
    size = len(rows) + 1
    asked = (np.maximum(start, stop - (1 << _LONGEST)) * size + stop).ravel()
    once, _, which = np.unique(asked, return_index=True, return_inverse=True)  # a dozen are the same
    low, high = np.divmod(once, size)
    found, filled = np.zeros((len(once), rows.shape[1]), np.float32), np.flatnonzero(high > low)
    blocks = low[filled] // _PIECE
    for block in distinct(blocks).tolist():
        at, base = filled[blocks == block], block * _PIECE
        last = rows[base : base + _PIECE + (1 << _LONGEST)]  # from each character on, the maximum over 1, 2, 4 …
        spare = np.empty((2, *last.shape), np.float32)
        level = np.frexp((high[at] - low[at]).astype(np.float64))[1] - 1
        for step in range(int(level.max(initial=-1)) + 1):
            if step:
                half = 1 << (step - 1)
                last = np.maximum(last[:-half], last[half:], out=spare[step % 2, : len(last) - half])
            here = at[level == step]
            found[here] = np.maximum(last[low[here] - base], last[high[here] - base - (1 << step)])
    return found.take(which, 0).reshape(*start.shape, rows.shape[1])


FILES = (_ENCODER, _SCORER, _CARD)  # what a folder of weights holds of relations


def load(folder: Path | None = None) -> Network:
    """Load the network, once: of a folder that `gongbao train --relations` wrote, else gongbao's. Raises WeightsError."""
    return _load(folder if folder is not None and (folder / _CARD).is_file() else FOLDER)


@cache
def _load(folder: Path) -> Network:
    try:
        card = json.loads((folder / _CARD).read_text("utf-8"))
        told = {key: np.array(card[key], np.float32) for key in ("thresholds", "slopes", "offsets")}
        known = numbers_of(card["characters"])
        predicates, learned = tuple(card["predicates"]), frozenset(card["learned"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise unreadable(folder / _CARD, error, "gongbao train --relations") from error
    return Network(session(folder / _ENCODER), session(folder / _SCORER), known, predicates, learned, **told)
