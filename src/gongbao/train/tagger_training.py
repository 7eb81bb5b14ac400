"""Training the tagger: first on unlabelled texts with the probabilities of a labeller, then on them and annotated ones in turns."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
import torch.nn.functional as F

from gongbao.mentions import tokens
from gongbao.train.data import Example
from gongbao.train.loop import Checkpoints, Course, run
from gongbao.train.tagger_network import Network
from gongbao.train.windows import Feed, Reader, Soft, Window

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Plan:
    """How a training goes: first `plain_steps` on the labeller's probabilities alone, then `steps` on both.

    `batch` is annotated characters a step (of the others twice as many); `share` is the weight of annotated texts in
    the second part; `smoothing` takes some certainty from annotations; `bare` is the share of texts that are read
    without punctuation; `width` is that of a new network.
    """

    steps: int = 1500
    plain_steps: int = 1500
    batch: int = 3200
    rate: float = 1e-3
    plain_rate: float = 2e-3
    share: float = 0.5
    smoothing: float = 0.03
    bare: float = 0.05
    drop: float = 0.1
    width: int = 192
    seed: int = 0


def train(
    network: Network,
    reader: Reader,
    examples: Sequence[Example],
    plain: Sequence[Soft],
    plan: Plan,
    checkpoints: Checkpoints,
    tell: Callable[[str], None],
) -> None:
    """Train a network in place."""
    marked = [(example.text, reader.labels(example)) for example in examples]
    gold = Feed(_cutter(reader, marked, plan.bare), plan.batch, plan.seed)
    soft = Feed(_cutter(reader, plain, plan.bare), 2 * plan.batch, plan.seed + 1)

    def of_plain() -> torch.Tensor:
        return loss(network, soft.next(), plan)

    def of_gold() -> torch.Tensor:
        value = loss(network, gold.next(), plan)
        return plan.share * value + (1 - plan.share) * of_plain() if plain else value

    if plain and plan.plain_steps:
        course = Course("plain", plan.plain_steps, 150, 0.1)
        run(course, network, _optimizer(network, plan.plain_rate), of_plain, (gold, soft), checkpoints, tell)
    course = Course("gold", plan.steps, 100, 0.02)
    run(course, network, _optimizer(network, plan.rate), of_gold, (gold, soft), checkpoints, tell)


def loss(network: Network, batch: Sequence[Window], plan: Plan) -> torch.Tensor:
    """Return the mean cross-entropy of a batch against its labels or its labeller's probabilities."""
    longest = max(map(len, batch))
    rows = np.zeros((len(batch), longest, len(tokens.COLUMNS)), np.int64)
    for at, window in enumerate(batch):
        rows[at, : len(window)] = window.rows
    with torch.autocast("cpu", torch.bfloat16):
        _, scores = network(torch.from_numpy(rows), plan.drop)
    if batch[0].labels.ndim == 1:
        return hard_loss(scores.float(), [window.labels for window in batch], plan.smoothing)
    return _soft_loss(scores.float(), [window.labels for window in batch])


def hard_loss(scores: torch.Tensor, labels: Sequence[NDArray[np.int64]], smoothing: float) -> torch.Tensor:
    """Return the mean cross-entropy of scores (batch, length, labels) against the labels of each row."""
    wanted = np.full(scores.shape[:2], -100, np.int64)
    for at, own in enumerate(labels):
        wanted[at, : len(own)] = own
    found = torch.from_numpy(wanted)
    return F.cross_entropy(scores.transpose(1, 2), found, ignore_index=-100, label_smoothing=smoothing)


def _soft_loss(scores: torch.Tensor, labels: Sequence[NDArray[np.float16]]) -> torch.Tensor:
    """Against log probabilities; labels that the labeller does not know (-inf) are left out of the comparison."""
    wanted = np.zeros(tuple(scores.shape), np.float32)
    for at, own in enumerate(labels):
        wanted[at, : len(own)] = np.exp(own.astype(np.float32))
    unknown = torch.from_numpy(np.isneginf(labels[0][0]))
    each = -(torch.from_numpy(wanted) * torch.log_softmax(scores.masked_fill(unknown, _UNLIKELY), -1)).sum(-1)
    return each.sum() / sum(map(len, labels))


_UNLIKELY = -1e4


def _cutter(
    reader: Reader, texts: Sequence[tuple[str, NDArray[Any]]] | Sequence[Soft], bare: float
) -> Callable[[random.Random], list[Window]]:
    return lambda chance: [w for text, labels in texts for w in reader.windows(text, labels, chance.random() < bare)]


def _optimizer(network: Network, rate: float) -> torch.optim.Optimizer:
    return torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=0.01, betas=(0.9, 0.98))
