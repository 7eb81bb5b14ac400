"""The decoder against all sequences of small islands, counted out."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from numpy.typing import NDArray

from gongbao.mentions.decode import Found, decode

NO_BREAKS: NDArray[np.int64] = np.array([], np.int64)


def names(sequence: tuple[int, ...]) -> list[tuple[int, int, int]] | None:
    """The names of a sequence of labels; None where it is not possible."""
    found, opened = [], None
    for at, label in enumerate(sequence):
        place, kind = (label - 1) % 4, (label - 1) // 4
        if label == 0 or place in (0, 3):
            if opened is not None:
                return None
            if label and place == 0:
                opened = (at, kind)
            elif label:
                found.append((at, at + 1, kind))
        elif opened is None or opened[1] != kind:
            return None
        elif place == 2:
            found.append((opened[0], at + 1, kind))
            opened = None
    return found if opened is None else None


@pytest.mark.parametrize("seed", range(20))
def test_the_best_sequence_and_its_probabilities(seed: int) -> None:
    chance = np.random.default_rng(seed)
    scores = chance.standard_normal((4, 9)).astype(np.float32) * 2
    scores -= np.log(np.exp(scores).sum(1, keepdims=True))
    ways = {
        sequence: float(sum(scores[at, label] for at, label in enumerate(sequence)))
        for sequence in itertools.product(range(9), repeat=4)
        if names(sequence) is not None
    }
    best = max(ways, key=ways.__getitem__)
    found = decode(scores, NO_BREAKS)
    assert [(f.start, f.end, f.kind) for f in found] == names(best)
    for f in found:
        own = [scores[at, best[at]] for at in range(f.start, f.end)]
        inside = max((own[0] + own[-1]) / 2 + min(own), np.log(1e-4))
        assert f.probability == pytest.approx(float(np.exp(inside)), abs=1e-5)


def test_a_text_surely_outside_names_has_none() -> None:
    scores = np.full((50, 9), -20, np.float32)
    scores[:, 0] = 0
    assert decode(scores, NO_BREAKS) == []
    assert decode(np.zeros((0, 9), np.float32), NO_BREAKS) == []


def test_no_name_crosses_a_break() -> None:
    scores = np.full((4, 5), -20, np.float32)
    for at, label in enumerate((1, 2, 2, 3)):
        scores[at, label] = -0.001
    assert decode(scores, NO_BREAKS)[0][:3] == Found(0, 4, 0, 1.0)[:3]
    assert all(f.end <= 2 or f.start >= 2 for f in decode(scores, np.array([0, 2])))


def test_islands_are_decoded_the_same_alone_and_among_others() -> None:
    chance = np.random.default_rng(3)
    scores = chance.standard_normal((400, 9)).astype(np.float32)
    scores[::7] = -20
    scores[::7, 0] = 0
    scores -= np.log(np.exp(scores).sum(1, keepdims=True))
    whole = decode(scores, NO_BREAKS)
    alone = [
        f._replace(start=f.start + at, end=f.end + at)
        for at in range(0, 400, 7)
        for f in decode(scores[at : at + 7], NO_BREAKS)
    ]
    assert [f[:3] for f in whole] == [f[:3] for f in alone]
    assert np.allclose([f.probability for f in whole], [f.probability for f in alone])
