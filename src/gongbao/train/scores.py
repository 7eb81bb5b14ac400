"""What the weights of a folder find in annotated texts, and how right and how sure they are. Needs no torch."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from gongbao.mentions import tagger
from gongbao.mentions.decode import decode
from gongbao.text.script import fold
from gongbao.text.words import Segmenter
from gongbao.train.data import Example, Span

AS_IT_IS = [[0.0, 1.0], [0.0, 1.0]]  # the calibration that changes nothing
ENOUGH, GROUPS = 100, 48  # how many names a calibration needs, and in how many groups they are looked at


def predict(folder: Path, examples: Sequence[Example]) -> list[list[tuple[Span, float]]]:
    """Return the names that the tagger of a folder finds in each text, with its own probability of each.

    They are without the marks that wrap them, as gold is taken.
    """
    network = tagger.load(folder)
    readings = network.read([fold(example.text) for example in examples], Segmenter())
    return [
        [
            (span, name.probability)
            for name in decode(reading.scores, reading.breaks)
            for span in Example("", example.text, ((name.start, name.end, network.classes[name.kind]),)).bare()
        ]
        for example, reading in zip(examples, readings, strict=True)
    ]


def score(examples: Sequence[Example], found: Sequence[Sequence[Span]]) -> dict[str, dict[str, float]]:
    """Return precision, recall and F1 of exact names for each class and over `all`, and how many there are."""
    counts = {name: Counter[str]() for name in ("gold", "found", "right")}
    for example, spans in zip(examples, found, strict=True):
        gold, ours = set(example.spans), set(spans)
        for name, own in (("gold", gold), ("found", ours), ("right", gold & ours)):
            counts[name].update(kind for _, _, kind in own)
    rows = {kind: _row(*(own[kind] for own in counts.values())) for kind in sorted(counts["gold"] | counts["found"])}
    return {**rows, "all": _row(*(own.total() for own in counts.values()))}


def calibration(folder: Path, examples: Sequence[Example], otherwise: list[list[float]]) -> list[list[float]]:
    """Return the knots of a calibration on some texts; `otherwise` where too few names are found in them."""
    pairs = [
        (probability, span in example.spans)
        for example, found in zip(examples, predict(folder, examples), strict=True)
        for span, probability in found
    ]
    return knots([sure for sure, _ in pairs], [right for _, right in pairs]) if len(pairs) >= ENOUGH else otherwise


def knots(probabilities: Sequence[float], right: Sequence[bool]) -> list[list[float]]:
    """Return a calibration, [[probability …], [share that is right …]], both rising: isotonic regression over groups of like size.

    Raises ValueError where there is nothing to learn from.
    """
    if not probabilities:
        raise ValueError("no names to calibrate on")
    order = np.argsort(np.array(probabilities), kind="stable")
    x, y = np.array(probabilities)[order], np.array(right, float)[order]
    blocks: list[list[float]] = []  # sum of x, sum of y, size: merged while they fall
    for group in np.array_split(np.arange(len(x)), min(GROUPS, len(x))):
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


def _row(gold: int, found: int, right: int) -> dict[str, float]:
    precision, recall = right / found if found else 0.0, right / gold if gold else 0.0
    f1 = 2 * right / (gold + found) if gold + found else 0.0
    return {"gold": gold, "precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def table(scores: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of a table of scores."""
    yield f"{'':14} {'gold':>6}  {'P':>5}  {'R':>5}  {'F1':>5}"
    for kind, row in scores.items():
        yield f"{kind:14} {row['gold']:6}  {row['precision']:.3f}  {row['recall']:.3f}  {row['f1']:.3f}"
