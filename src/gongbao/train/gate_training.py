"""Training the gate (see `gongbao.mentions.gate`): on sentences that name something and those that do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
import torch.nn.functional as F

from gongbao.mentions import tagger, tokens
from gongbao.mentions.gate import Gate, offsets
from gongbao.text.script import fold
from gongbao.train.data import Example
from gongbao.train.windows import Reader, Soft

if TYPE_CHECKING:
    from numpy.typing import NDArray

KEPT = 0.996  # the share of annotated names whose sentences the gate lets pass
_ENOUGH, _OPEN = 250, -1e4
"""Names, of which one is 1 - KEPT: fewer do not tell where to close, and the gate stays open, at such log odds."""
_ROUNDS, _BATCH, _RATE = 6, 600, 2e-2
_ANNOTATED = 3  # how often annotated texts are shown, unlabelled ones once
_MOST = 5_000_000  # characters of unlabelled texts that are used
_MISSED = 3.0  # what a sentence counts that names something, where one that does not counts 1


@dataclass(frozen=True)
class _Sentences:
    """Rows of many texts, where their sentences start, and how likely each names something."""

    rows: NDArray[np.int32]
    starts: NDArray[np.int64]
    named: NDArray[np.float32]


def train(
    reader: Reader, examples: Sequence[Example], plain: Sequence[Soft], kept: Sequence[Example], seed: int
) -> Gate:
    """Return a gate that lets at least KEPT of the names of `kept` pass, all of few; `plain` has a labeller's probabilities."""
    begins = offsets(int(reader.numbers.max()) - tokens.FIRST + 1, len(reader.classes))
    weights = _learn(_together(reader, examples, plain), begins, seed)
    weights[begins[4] : begins[5]] -= _least(Gate(weights, begins), reader, kept or examples)  # of each character one
    return Gate(weights.astype(np.float16).astype(np.float32), begins)


def write(gate: Gate, path: str) -> None:
    """Write the weights of a gate."""
    np.save(path, gate.weights.astype(np.float16))


def _together(reader: Reader, examples: Sequence[Example], plain: Sequence[Soft]) -> _Sentences:
    found: list[_Sentences] = []
    size = 0
    for soft in plain:
        found.append(_sentences(reader, soft.text, 1 - np.exp(soft.scores[:, 0].astype(np.float32))))
        size += len(soft.text)
        if size > _MOST:
            break
    for example in examples:
        found += [_sentences(reader, example.text, reader.labels(example) > 0)] * _ANNOTATED
    found = [own for own in found if len(own.rows)]
    before = np.cumsum([0, *(len(own.rows) for own in found)])
    return _Sentences(
        np.concatenate([own.rows for own in found]),
        np.concatenate([own.starts + at for own, at in zip(found, before.tolist(), strict=False)]),
        np.concatenate([own.named for own in found]),
    )


def _sentences(reader: Reader, text: str, named: NDArray[Any]) -> _Sentences:
    folded = fold(text)
    rows = tokens.rows(folded, reader.numbers, reader.segmenter, reader.names)
    starts = np.array([0, *tagger.sentences(folded)[:-1]])
    most = np.maximum.reduceat(named.astype(np.float32), starts) if len(rows) else np.zeros(0, np.float32)
    return _Sentences(rows, starts, most)


def _learn(given: _Sentences, begins: tuple[int, ...], seed: int) -> NDArray[np.float32]:
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    weights = torch.zeros(begins[-1], 1)
    weights[begins[4] : begins[5]] = -3.0
    weights.requires_grad_()
    optimizer = torch.optim.Adam([weights], _RATE)
    ends = np.append(given.starts[1:], len(given.rows))
    shift = np.array(begins[:-1], np.int64)
    for _ in range(_ROUNDS):
        order = chance.permutation(len(given.starts))
        for at in range(0, len(order), _BATCH):
            own = order[at : at + _BATCH]
            places = np.concatenate([np.arange(given.starts[i], ends[i]) for i in own])
            sentence = torch.from_numpy(np.repeat(np.arange(len(own)), ends[own] - given.starts[own]))
            signs = F.embedding(torch.from_numpy(given.rows[places] + shift), weights).sum((1, 2))
            most = torch.full((len(own),), -1e9).scatter_reduce(0, sentence, signs.detach(), "amax")
            sums = torch.zeros(len(own)).scatter_add(0, sentence, torch.exp(signs - most[sentence]))
            named = torch.from_numpy(given.named[own])
            weight = 1 + (_MISSED - 1) * named
            loss = F.binary_cross_entropy_with_logits(most + torch.log(sums), named, weight)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        for group in optimizer.param_groups:
            group["lr"] *= 0.6
    return np.asarray(weights.detach().numpy()[:, 0], np.float32)


def _least(gate: Gate, reader: Reader, examples: Sequence[Example]) -> float:
    """The log odds that all but 1 - KEPT of the names of some texts have at least."""
    found: list[float] = []
    for example in examples:
        own = _sentences(reader, example.text, reader.labels(example) > 0)
        odds = gate.odds(own.rows, own.starts)
        found += [float(odds[np.searchsorted(own.starts, start, "right") - 1]) for start, _, _ in example.spans]
    return float(np.quantile(found, 1 - KEPT)) if len(found) >= _ENOUGH else _OPEN
