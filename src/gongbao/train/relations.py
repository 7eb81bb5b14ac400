"""Train the relation classifier from annotated reports: examples, epochs with checkpoints, calibration, export."""

import hashlib
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from gongbao.errors import GoldError
from gongbao.mentions.tokens import FIRST
from gongbao.ontology import Ontology
from gongbao.relations.cues import compile_cues
from gongbao.relations.features import features, ranges
from gongbao.relations.network import labels, of_reporter
from gongbao.relations.scene import CONCEPT
from gongbao.train.card import write as write_json
from gongbao.train.data import part
from gongbao.train.loop import Checkpoints, Course, run
from gongbao.train.relation_examples import Example, predicates, read, without_reporter
from gongbao.train.relation_network import GAP, Student, export
from gongbao.train.windows import Feed, batches

Floats = NDArray[np.float32]
Say = Callable[[str], None]

_BATCH = 3200  # characters of a batch
_EVERY = 20  # where no report is kept aside to calibrate with, one in so many of those that trained
_FEWEST = 25  # a property with fewer examples is not learned; its triggers are read instead
_THRESHOLDS = tuple(n / 100 for n in range(30, 75, 5))
_SURE = 0.62  # the share of statements that must be right where the threshold is chosen


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train."""

    epochs: int = 6
    rate: float = 2e-3
    decay: float = 0.02
    seed: int = 0


def train(folders: Sequence[Path], out: Path, ontology: Ontology, recipe: Recipe, say: Say) -> dict[str, Any]:
    """Train on folders of annotated reports, write `relations-*.onnx` and `relations.json` into `out`, return the latter.

    The parts are those of the tagger (`gongbao.train.data.part`): a fifth is kept out and scored, a twentieth
    calibrates. A checkpoint is written after every epoch; a training that was broken off goes on from it. Raises
    GoldError where no text has relations to train on, WeightsError where the checkpoint is of another training.
    """
    torch.manual_seed(recipe.seed)
    known = predicates(ontology)
    cues = compile_cues(ontology, known)
    parts: dict[str, list[Example]] = {"train": [], "calibrate": [], "test": []}
    for name, found in read(folders, ontology, cues):
        parts[part(name)].append(found)
    used = list(parts["train"])
    if not any(found.annotated for found in used):
        raise GoldError("no text to train on has relations")
    used += [other for e in used[::3] if (other := without_reporter(e, ontology, cues)) is not None]
    characters = sorted({c for e in used for c in e.told.text})
    numbers = {c: n for n, c in enumerate(characters, FIRST)}
    net = Student(
        len(characters) + FIRST, cues.marks.shape[1], len(known), features(used[0].told, used[0].rows).shape[1]
    )
    _fit(net, used, numbers, recipe, out / "work", say)
    weight = np.array([0.5 if ontology.get_property(p).symmetric else 1.0 for p in known])  # told both ways
    kept = parts["calibrate"] or used[::_EVERY]
    card = calibrated(net, kept, numbers, weight) | {"characters": "".join(characters), "predicates": known}
    seen = sum((e.holds.sum(0) for e in used), start=np.zeros(len(known)))
    card["learned"] = [p for p, count in zip(known, seen.tolist(), strict=True) if count >= _FEWEST]
    card["from"] = {name: len(own) for name, own in parts.items()}
    if parts["test"]:
        card["scores"] = {"names given": _scored(net, card, parts["test"], numbers, weight)}
    write(net, card, [collate(own, numbers) for own in batches(kept, _BATCH, random.Random(0))], out)
    return card


def write(net: Student, card: dict[str, Any], texts: Sequence[dict[str, torch.Tensor]], out: Path) -> None:
    """Write a trained network and its card where `gongbao.relations.network` looks for them; `texts`: see `export`."""
    export(net, texts, out / "relations-encoder.onnx", out / "relations-pairs.onnx")
    write_json(out / "relations.json", card)


def _fit(
    net: Student, used: Sequence[Example], numbers: dict[str, int], recipe: Recipe, folder: Path, say: Say
) -> None:
    feed = Feed(lambda _: used, _BATCH, recipe.seed)
    whole = hashlib.sha256(repr(recipe).encode())
    for found in used:
        whole.update(found.told.text.encode("utf-8", "surrogatepass") + found.holds.tobytes())
    optimizer = torch.optim.AdamW(net.parameters(), lr=recipe.rate, weight_decay=recipe.decay)
    steps = recipe.epochs * feed.length()
    course = Course("relations", steps, steps // 20, 0.02)
    checkpoints = Checkpoints(folder, whole.hexdigest(), feed.length())
    run(course, net, optimizer, lambda: _loss(net, collate(feed.next(), numbers)), (feed,), checkpoints, say)


def _loss(net: Student, batch: dict[str, torch.Tensor]) -> torch.Tensor:
    told = _of_things(net(batch), batch)
    possible = batch["possible"].float()
    wrong = functional.binary_cross_entropy_with_logits(told, batch["holds"], reduction="none") * possible
    return wrong.sum() / batch["holds"].sum().clamp(min=20.0)


def _of_things(logits: torch.Tensor, batch: dict[str, torch.Tensor]) -> torch.Tensor:
    """The best pair of names of each two things."""
    whole = torch.full((len(batch["holds"]), logits.shape[1]), -30.0)
    return whole.scatter_reduce(0, batch["group"][:, None].expand(-1, logits.shape[1]), logits, "amax")


def collate(examples: Sequence[Example], numbers: dict[str, int]) -> dict[str, torch.Tensor]:
    """Join the arrays of some reports into one batch, texts one behind the other with a gap."""
    parts: dict[str, list[NDArray[Any]]] = {}
    place = name = thing = 0
    for found in examples:
        told, head = found.told, found.rows[:, 0]
        size = len(told.text)
        along: dict[str, NDArray[Any]] = {
            "characters": np.array([numbers.get(c, 1) for c in told.text], np.int64),
            "mask": np.ones((size, 1), np.float32), "cues": found.cues.astype(np.float32),
            "labels": labels(told), "reporter": of_reporter(told),
        }  # fmt: skip
        for key, rows in along.items():
            gap = np.zeros((GAP, *rows.shape[1:]), rows.dtype)
            parts.setdefault(key, []).extend((rows, gap))
        low, high = ranges(told, found.rows)
        rows_of = {
            "heads": np.where(head < 0, -1, head + name), "tails": found.rows[:, 1] + name, "group": found.group + thing,
            "low": low + place, "high": high + place, "features": features(told, found.rows),
            "kinds": np.where(head < 0, 0, told.kind[head]) * (CONCEPT + 1) + told.kind[found.rows[:, 1]],
            "start": told.start + place, "end": told.end + place, "holds": found.holds, "possible": found.possible,
        }  # fmt: skip
        for key, rows in rows_of.items():
            parts.setdefault(key, []).append(rows)
        place, name, thing = place + size + GAP, name + told.size, thing + len(found.holds)
    return {key: torch.from_numpy(np.concatenate(rows)) for key, rows in parts.items()}


def _judged(net: Student, examples: Sequence[Example], numbers: dict[str, int]) -> tuple[Floats, Floats]:
    """Return the logits of all two things of some reports, and what holds (-1 where nothing can)."""
    net.eval()
    logits, holds = [], []
    for found in examples:
        batch = collate([found], numbers)
        with torch.no_grad():
            logits.append(_of_things(net(batch), batch).numpy())
        holds.append(np.where(found.possible, found.holds, -1))
    return np.concatenate(logits), np.concatenate(holds)


def calibrated(net: Student, kept: Sequence[Example], numbers: dict[str, int], weight: Floats) -> dict[str, Any]:
    """Return slopes and offsets that make probabilities of logits, and the threshold with the best F1."""
    logits, holds = _judged(net, kept, numbers)
    slopes, offsets = zip(*(_platt(logits[:, n], holds[:, n]) for n in range(len(weight))), strict=True)
    chance = 1 / (1 + np.exp(-(logits * np.array(slopes) + np.array(offsets))))
    annotated = sum(e.annotated for e in kept)
    scored = [(*_f1(chance, holds, threshold, annotated, weight), threshold) for threshold in _THRESHOLDS]
    sure = [row for row in scored if row[1] >= _SURE] or scored
    best = max(sure)
    return {
        "thresholds": [best[-1]] * len(weight), "slopes": [round(float(s), 4) for s in slopes],
        "offsets": [round(float(o), 4) for o in offsets],
        "kept": {"f1": round(best[0], 3), "precision": round(best[1], 3), "recall": round(best[2], 3)},
    }  # fmt: skip


def _scored(
    net: Student, card: dict[str, Any], examples: Sequence[Example], numbers: dict[str, int], weight: Floats
) -> dict[str, float]:
    """F1, precision and recall of facts between names that are given."""
    logits, holds = _judged(net, examples, numbers)
    chance = 1 / (1 + np.exp(-(logits * np.array(card["slopes"]) + np.array(card["offsets"]))))
    found = _f1(chance, holds, card["thresholds"][0], sum(e.annotated for e in examples), weight)
    return {name: round(value, 3) for name, value in zip(("f1", "precision", "recall"), found, strict=True)}


def _f1(chance: Floats, holds: Floats, threshold: float, annotated: int, weight: Floats) -> tuple[float, float, float]:
    said = (chance >= threshold) & (holds >= 0)
    right, told = float(((said & (holds > 0)) * weight).sum()), float((said * weight).sum())
    return 2 * right / max(1.0, told + annotated), right / max(1.0, told), right / max(1, annotated)


def _platt(logits: Floats, holds: Floats) -> tuple[float, float]:
    """Fit one predicate's slope and offset, held near 1 and 0."""
    known = holds >= 0
    x, y = (torch.from_numpy(values[known]).double() for values in (logits, holds))
    start = torch.tensor([1.0, 0.0], dtype=torch.float64)
    weights = start.clone().requires_grad_()
    optimizer = torch.optim.LBFGS([weights], max_iter=100, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        wrong = functional.binary_cross_entropy_with_logits(x * weights[0] + weights[1], y, reduction="sum")
        value = wrong + _HELD / 2 * ((weights - start) ** 2).sum()
        value.backward()
        return value

    optimizer.step(loss)
    slope, offset = weights.tolist()
    return max(slope, 0.1), offset


_HELD = 4.0  # how strongly slopes and offsets are held where they begin
