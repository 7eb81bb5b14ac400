"""The network of relations as it is trained, and written as ONNX for `gongbao.relations.network` to run."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from onnx import TensorProto, helper
from torch import nn
from torch.nn import functional

from gongbao.relations.features import RANGES
from gongbao.relations.scene import CONCEPT, ROLES
from gongbao.train.onnx_graph import STATE as WHOLE
from gongbao.train.onnx_graph import Graph, Reach, reaches
from gongbao.train.tagger_network import Block

STATE, POOLED, HIDDEN, LAST = 128, 64, 160, 96
"""Widths: of a character's state, of what is pooled of it, of a pair, before the outputs."""
_CHARACTER, _LABEL, _REPORTER = 64, 32, 8
_DILATIONS = (1, 2, 4, 2)
_KERNEL = 5
_LONGEST = 8
GAP = 24  # empty places between the texts of a batch, wider than what the blocks reach together


class Encoder(nn.Module):
    """Characters, the names that they belong to and the words that may state a property become states."""

    def __init__(self, characters: int, channels: int, drop: float = 0.1) -> None:
        super().__init__()
        self.character = nn.Embedding(characters, _CHARACTER, padding_idx=0)
        self.label = nn.Embedding(3 * len(ROLES) + 1, _LABEL)
        self.reporter = nn.Embedding(2, _REPORTER)
        self.enter = nn.Linear(_CHARACTER + _LABEL + _REPORTER + channels, STATE)
        self.blocks = nn.ModuleList(Block(STATE, _KERNEL, dilation) for dilation in _DILATIONS)
        self.norm = nn.LayerNorm(STATE)
        self.drop = nn.Dropout(drop)
        for table in (self.character, self.label, self.reporter):
            nn.init.normal_(table.weight, std=0.3)

    def forward(
        self,
        characters: torch.Tensor,
        labels: torch.Tensor,
        reporter: torch.Tensor,
        cues: torch.Tensor,
        mask: torch.Tensor,
    ) -> torch.Tensor:
        """Return the state (n, STATE) of each of n characters; where `mask` (n, 1) is 0 there is no text."""
        x = torch.cat([self.character(characters), self.label(labels), self.reporter(reporter), cues], -1)
        x = self.enter(self.drop(x))[None]
        for block in self.blocks:
            x = x + self.drop(block.mixed(x, mask[None]))
        return self.norm(x[0])


class Head(nn.Module):
    """Scores pairs from what is seen of the two names, of the text around them, and their features."""

    def __init__(self, predicates: int, features: int, drop: float = 0.15) -> None:
        super().__init__()
        self.c = nn.Linear(STATE, POOLED)
        self.h = nn.Linear(2 * STATE + POOLED, HIDDEN)
        self.t = nn.Linear(2 * STATE + POOLED, HIDDEN)
        self.rep = nn.Parameter(torch.zeros(HIDDEN))
        self.r = nn.Linear(RANGES * POOLED, HIDDEN)
        self.f = nn.Linear(features, HIDDEN)
        self.ty = nn.Embedding((CONCEPT + 1) ** 2, HIDDEN)
        self.n = nn.LayerNorm(HIDDEN)
        self.m = nn.Linear(HIDDEN, LAST)
        self.o = nn.Linear(LAST, predicates)
        self.d = nn.Dropout(drop)
        nn.init.normal_(self.ty.weight, 0, 0.1)
        nn.init.constant_(self.o.bias, -3.0)

    def forward(
        self,
        names: torch.Tensor,
        heads: torch.Tensor,
        tails: torch.Tensor,
        stretches: torch.Tensor,
        features: torch.Tensor,
        kinds: torch.Tensor,
    ) -> torch.Tensor:
        """Return the logits of pairs; a head of -1 is the reporter, whom the text does not name."""
        written = self.h(names)[heads.clamp(min=0)]
        head = torch.where((heads < 0)[:, None], self.rep, written)
        pair = head + self.t(names)[tails] + self.r(self.d(stretches)) + self.f(features) + self.ty(kinds)
        pair = self.d(functional.gelu(self.n(pair)))
        return self.o(self.d(functional.gelu(self.m(pair))))


class Student(nn.Module):
    """Encoder and head, trained together."""

    def __init__(self, characters: int, channels: int, predicates: int, features: int) -> None:
        super().__init__()
        self.encoder = Encoder(characters, channels)
        self.head = Head(predicates, features)

    def encode(self, batch: Mapping[str, torch.Tensor]) -> torch.Tensor:
        """Return the states of the characters of a batch."""
        given = (batch[name] for name in ("characters", "labels", "reporter", "cues", "mask"))
        states: torch.Tensor = self.encoder(*given)
        return states

    def forward(self, batch: Mapping[str, torch.Tensor]) -> torch.Tensor:
        """Return the logits of the pairs of a batch."""
        x = self.encode(batch)
        pooled = self.head.c(x)
        start, end = batch["start"], batch["end"]
        names = torch.cat([x[start], x[end - 1], pool(pooled, start, end)], -1)
        stretches = pool(pooled, batch["low"], batch["high"]).flatten(1)
        heads, tails = batch["heads"], batch["tails"]
        return self.head(names, heads, tails, stretches, batch["features"], batch["kinds"])


def pool(rows: torch.Tensor, low: torch.Tensor, high: torch.Tensor) -> torch.Tensor:
    """Return the maximum over stretches, zero where they are empty: `gongbao.relations.network.pool` with gradients."""
    low = torch.maximum(low, high - (1 << _LONGEST))
    table = [rows]
    for step in range(_LONGEST):
        last, width = table[-1], 1 << step
        table.append(torch.maximum(last, torch.cat([last[width:], last[-width:]]) if len(last) > width else last))
    size, flat = len(rows), torch.cat(table)
    level = torch.floor(torch.log2((high - low).clamp(min=1).float())).long()
    first = functional.embedding(level * size + low.clamp(max=size - 1), flat)
    second = functional.embedding(level * size + (high - (1 << level)).clamp(0, size - 1), flat)
    return torch.maximum(first, second) * (high > low)[..., None]


def export(net: Student, texts: Iterable[Mapping[str, torch.Tensor]], encoder: Path, scorer: Path) -> None:
    """Write the two parts of a trained network as ONNX; `texts` are batches that show how large its states become."""
    net.eval()
    _write_encoder(net, reaches(net.encoder.blocks, texts, net.encode), encoder)
    _write_scorer(net.head, scorer)


def _write_encoder(net: Student, ranges: Sequence[Reach], path: Path) -> None:
    """`rows` (1, length, 3: character, label, reporter) and `cues` (1, length, channels: 0, 1) to `states`, `pooled`."""
    graph, own = Graph(), net.encoder
    columns, parts, scales = graph.embedded(
        [(name, getattr(own, name).weight) for name in ("character", "label", "reporter")]
    )
    channels = own.enter.in_features - len(scales)
    one = [graph.constant(np.float32(1 / WHOLE), "cue"), graph.constant(np.uint8(WHOLE + 1), "zero")]
    marked = graph.add("QuantizeLinear", [graph.add("Cast", ["cues"], to=TensorProto.FLOAT), *one])
    x = graph.matrix(
        "enter", graph.add("Concat", [*parts, marked], axis=-1), own.enter, [*scales, *[1 / WHOLE] * channels]
    )
    x = graph.blocks(own.blocks, x, columns[0], ranges)
    graph.linear("pooled", graph.norm("norm", own.norm, x, "states"), net.head.c, "pooled")
    shape: list[Any] = [1, "length"]
    value = helper.make_tensor_value_info
    graph.save(
        str(path),
        "relations-encoder",
        [value("rows", TensorProto.INT32, [*shape, 3]), value("cues", TensorProto.UINT8, [*shape, channels])],
        [value("states", TensorProto.FLOAT, [*shape, STATE]), value("pooled", TensorProto.FLOAT, [*shape, POOLED])],
    )


def _write_scorer(head: Head, path: Path) -> None:
    """What is seen of names and pairs to `logits`."""
    graph = Graph()
    zero = graph.constant(np.int64(0))
    written = graph.add("Gather", [graph.linear("h", "names", head.h), graph.add("Max", ["heads", zero])])
    missing = graph.add("Unsqueeze", [graph.add("Less", ["heads", zero]), graph.constant(np.array([1], np.int64))])
    reporter = graph.constant(head.rep.detach().numpy()[None], "reporter")
    pair = graph.add("Where", [missing, reporter, written])
    for other in (
        graph.add("Gather", [graph.linear("t", "names", head.t), "tails"]),
        graph.linear("r", "stretches", head.r),
        graph.linear("f", "features", head.f),
        graph.add("Gather", [graph.constant(head.ty.weight.detach().numpy(), "kinds.weight"), "kinds"]),
    ):
        pair = graph.add("Add", [pair, other])
    pair = graph.add("Gelu", [graph.norm("n", head.n, pair)], domain="com.microsoft")
    pair = graph.add("Gelu", [graph.linear("m", pair, head.m)], domain="com.microsoft")
    graph.linear("o", pair, head.o, "logits")
    value, whole, real = helper.make_tensor_value_info, TensorProto.INT64, TensorProto.FLOAT
    graph.save(
        str(path),
        "relations-pairs",
        [
            value("names", real, ["m", head.h.in_features]),
            value("heads", whole, ["p"]),
            value("tails", whole, ["p"]),
            value("stretches", real, ["p", head.r.in_features]),
            value("features", real, ["p", head.f.in_features]),
            value("kinds", whole, ["p"]),
        ],
        [value("logits", real, ["p", head.o.out_features])],
    )
