"""Training the tagger: annotated texts, and unlabelled ones with a teacher's probabilities, in turns.

The same plan, texts and seed give the same weights on the same machine. A run that was stopped goes on from its last
checkpoint.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import torch
import torch.nn.functional as F

from gongbao.errors import WeightsError
from gongbao.mentions import tagger, tokens
from gongbao.text.script import fold
from gongbao.text.words import Segmenter
from gongbao.train.data import Example
from gongbao.train.network import Network

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Plan:
    """How a training goes: first `plain_steps` on the teacher's probabilities alone, then `steps` on both.

    `batch` is characters a step; `share` is the weight of annotated texts in the second part; `smoothing` takes some
    certainty from annotations; `bare` is the share of texts that are read without punctuation.
    """

    steps: int = 1500
    plain_steps: int = 0
    batch: int = 3200
    rate: float = 1e-3
    plain_rate: float = 2e-3
    share: float = 0.5
    smoothing: float = 0.03
    bare: float = 0.05
    drop: float = 0.1
    seed: int = 0
    save_every: int = 200


class Soft(NamedTuple):
    """An unlabelled text with a teacher's log probabilities (len(text), labels), float16."""

    text: str
    scores: NDArray[np.float16]


class Window(NamedTuple):
    """A stretch of a text: rows (n, columns) and labels (n,), or a teacher's log probabilities (n, labels)."""

    rows: NDArray[np.uint16]
    labels: NDArray[Any]


@dataclass(frozen=True)
class Reader:
    """Makes windows of texts as the tagger will see them."""

    classes: tuple[str, ...]
    numbers: NDArray[np.uint16]
    segmenter: Segmenter
    names: tokens.Names

    def windows(self, text: str, labels: NDArray[Any], bare: bool = False) -> Iterator[Window]:
        """Cut a text with its labels into windows; `bare` leaves out marks and spaces."""
        folded = fold(text)
        if bare:
            keep = np.array([char.isalnum() for char in folded], bool)
            if keep.any():
                folded, labels = "".join(char for char, kept in zip(folded, keep, strict=True) if kept), labels[keep]
        rows = tokens.rows(folded, self.numbers, self.segmenter, self.names).astype(np.uint16)
        for start, end in tagger.windows(folded):
            yield Window(rows[start:end], labels[start:end])

    def labels(self, example: Example) -> NDArray[np.int64]:
        """Label each character of an annotated text: 0 outside; begins, inside, ends, alone for each class in turn."""
        labels = np.zeros(len(example.text), np.int64)
        for start, end, kind in example.spans:
            first = 1 + 4 * self.classes.index(kind)
            if end - start == 1:
                labels[start] = first + 3
            else:
                labels[start:end] = first + 1
                labels[start], labels[end - 1] = first, first + 2
        return labels


def batches(windows: Sequence[Window], size: int, chance: random.Random) -> Iterator[list[Window]]:
    """Deal windows into batches of like length, of about `size` characters each, in random order."""
    order = list(range(len(windows)))
    chance.shuffle(order)
    dealt: list[list[Window]] = []
    for at in range(0, len(order), 1024):
        batch: list[Window] = []
        for index in sorted(order[at : at + 1024], key=lambda i: len(windows[i].rows)):
            if batch and len(windows[index].rows) * (len(batch) + 1) > size:
                dealt.append(batch)
                batch = []
            batch.append(windows[index])
        dealt.append(batch)
    chance.shuffle(dealt)
    yield from dealt


def loss(network: Network, batch: Sequence[Window], plan: Plan) -> torch.Tensor:
    """Return the mean cross-entropy of a batch against its labels or its teacher's probabilities."""
    longest = max(len(window.rows) for window in batch)
    rows = np.zeros((len(batch), longest, len(tokens.COLUMNS)), np.int64)
    for at, window in enumerate(batch):
        rows[at, : len(window.rows)] = window.rows
    with torch.autocast("cpu", torch.bfloat16):
        _, scores = network(torch.from_numpy(rows), plan.drop)
    scores = scores.float()
    if batch[0].labels.ndim == 1:
        labels = np.full((len(batch), longest), -100, np.int64)
        for at, window in enumerate(batch):
            labels[at, : len(window.rows)] = window.labels
        found = torch.from_numpy(labels)
        return F.cross_entropy(scores.transpose(1, 2), found, ignore_index=-100, label_smoothing=plan.smoothing)
    wanted = np.zeros((len(batch), longest, scores.shape[-1]), np.float32)
    for at, window in enumerate(batch):
        wanted[at, : len(window.rows)] = np.exp(window.labels.astype(np.float32))
    each = -(torch.from_numpy(wanted) * torch.log_softmax(scores, -1)).sum(-1)
    return each.sum() / sum(len(window.rows) for window in batch)


class _Supply:
    """Batches without end; texts are cut anew each round, so that other ones are bare."""

    def __init__(self, cut: Callable[[random.Random], list[Window]], size: int, seed: int) -> None:
        self.cut, self.size, self.chance = cut, size, random.Random(seed)
        self.ready: Iterator[list[Window]] = iter(())

    def next(self) -> list[Window]:
        found = next(self.ready, None)
        if found is None:
            self.ready = batches(self.cut(self.chance), self.size, self.chance)
            found = next(self.ready)
        return found


def train(
    network: Network,
    reader: Reader,
    examples: Sequence[Example],
    plain: Sequence[Soft],
    plan: Plan,
    folder: Path,
    tell: Callable[[str], None],
) -> None:
    """Train a network in place. Checkpoints go to `folder`/checkpoint.pt; one of another plan raises WeightsError."""
    torch.manual_seed(plan.seed)
    supplies = _supplies(reader, examples, plain, plan)
    parts = [("plain", plan.plain_steps if plain else 0, plan.plain_rate), ("gold", plan.steps, plan.rate)]
    held = _resume(network, plan, folder)
    for part, (name, steps, rate) in enumerate(parts):
        begin = 0 if held is None or held["part"] < part else steps if held["part"] > part else held["step"]
        optimizer = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=0.01, betas=(0.9, 0.98))
        if held is not None and held["part"] == part:
            optimizer.load_state_dict(held["optimizer"])
        network.train()
        total = 0.0
        for step in range(steps):
            gold = supplies[0].next() if name == "gold" else None
            soft = supplies[1].next() if plain else None
            if step < begin:
                continue  # dealt before the checkpoint
            for group in optimizer.param_groups:
                group["lr"] = rate * min(1.0, (step + 1) / 100) * max(0.02, 1 - step / steps)
            total += _step(network, optimizer, gold, soft, plan)
            if (step + 1) % 50 == 0:
                tell(f"{name} {step + 1}/{steps} loss {total / 50:.4f}")
                total = 0.0
            if (step + 1) % plan.save_every == 0 or step + 1 == steps:
                _save(network, optimizer, plan, folder, part, step + 1)


def _supplies(
    reader: Reader, examples: Sequence[Example], plain: Sequence[Soft], plan: Plan
) -> tuple[_Supply, _Supply]:
    """Batches of the annotated texts and, twice as large, of the others."""

    def cut(texts: Sequence[tuple[str, NDArray[Any]]]) -> Callable[[random.Random], list[Window]]:
        return lambda chance: [
            w for text, labels in texts for w in reader.windows(text, labels, chance.random() < plan.bare)
        ]

    labelled = [(example.text, reader.labels(example)) for example in examples]
    return (
        _Supply(cut(labelled), plan.batch, plan.seed),
        _Supply(cut([(s.text, s.scores) for s in plain]), 2 * plan.batch, plan.seed + 1),
    )


def _step(
    network: Network,
    optimizer: torch.optim.Optimizer,
    gold: Sequence[Window] | None,
    soft: Sequence[Window] | None,
    plan: Plan,
) -> float:
    """Learn from a batch of either kind, or of both; return the loss."""
    values = [(plan.share, gold), (1 - plan.share, soft)] if gold and soft else [(1.0, gold or soft or ())]
    value = torch.stack([weight * loss(network, batch, plan) for weight, batch in values if batch]).sum()
    optimizer.zero_grad()
    value.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()
    return float(value)


def _save(network: Network, optimizer: torch.optim.Optimizer, plan: Plan, folder: Path, part: int, step: int) -> None:
    held = {"plan": asdict(plan), "part": part, "step": step, "network": network.state_dict()}
    path = folder / "checkpoint.pt"
    torch.save({**held, "optimizer": optimizer.state_dict(), "random": torch.get_rng_state()}, f"{path}.new")
    Path(f"{path}.new").replace(path)


def _resume(network: Network, plan: Plan, folder: Path) -> dict[str, Any] | None:
    path = folder / "checkpoint.pt"
    if not path.exists():
        return None
    held: dict[str, Any] = torch.load(path, weights_only=True)
    if held["plan"] != asdict(plan):
        raise WeightsError(
            f"{path} is of a training with another plan; remove it, or give the options of that training",
            f"{path} 属于另一次训练；请删除它，或使用那次训练的选项",
        )
    network.load_state_dict(held["network"])
    torch.set_rng_state(held["random"])
    return held
