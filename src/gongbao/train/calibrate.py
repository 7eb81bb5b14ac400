"""Calibration: what share of names of a given probability are right, told from texts kept out of training."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def knots(probabilities: Sequence[float], right: Sequence[bool], groups: int = 48) -> list[list[float]]:
    """Return [[probability …], [share that is right …]], both rising: isotonic regression over `groups` of like size.

    Raises ValueError where there is nothing to learn from.
    """
    if not probabilities:
        raise ValueError("no names to calibrate on")
    order = np.argsort(np.array(probabilities), kind="stable")
    x, y = np.array(probabilities)[order], np.array(right, float)[order]
    blocks: list[list[float]] = []  # sum of x, sum of y, size: merged while they fall
    for group in np.array_split(np.arange(len(x)), min(groups, len(x))):
        blocks.append([float(x[group].sum()), float(y[group].sum()), float(len(group))])
        while len(blocks) > 1 and blocks[-2][1] / blocks[-2][2] >= blocks[-1][1] / blocks[-1][2]:
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    points = [(sx / n, (sy + 0.5) / (n + 1)) for sx, sy, n in blocks]
    low, high = [0.0, points[0][1] / 2], [1.0, min(0.999, points[-1][1])]
    middle = [[round(px, 4), round(py, 4)] for px, py in points if 0 < px < 1]
    rising = [low]
    for point in [*middle, high]:
        if point[0] > rising[-1][0]:
            rising.append([point[0], max(point[1], rising[-1][1])])
    return [[p[0] for p in rising], [p[1] for p in rising]]
