"""The network of relations as it is trained; what it computes is exported to ONNX and run by `gongbao.relations.network`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from gongbao.relations.features import RANGES
from gongbao.relations.scene import CONCEPT, ROLES

STATE, POOLED, HIDDEN, LAST = 144, 64, 160, 96
"""Widths: of a character's state, of what is pooled of it, of a pair, before the outputs."""
_CHARACTER, _LABEL, _REPORTER = 64, 32, 8
_DILATIONS = (1, 2, 4, 1)
_WIDTH = 5
_LONGEST = 8
GAP = 24
"""Empty places between the texts of a batch, wider than what a convolution reaches."""


class Block(nn.Module):
    """A convolution that looks at each channel alone, a gate that mixes the channels, and what came in."""

    def __init__(self, dilation: int, drop: float) -> None:
        super().__init__()
        self.n = nn.LayerNorm(STATE)
        self.w = nn.Parameter(torch.randn(_WIDTH, STATE) * 0.3)
        self.b = nn.Parameter(torch.zeros(STATE))
        self.c = nn.Linear(STATE, 2 * STATE)
        self.o = nn.Linear(STATE, STATE)
        self.d = nn.Dropout(drop)
        self.dilation = dilation
        nn.init.normal_(self.o.weight, 0, 0.02)
        nn.init.zeros_(self.o.bias)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:  # (N, STATE), (N, 1)
        """Return the new states; where `mask` is zero there is no text."""
        reach = self.dilation * (_WIDTH // 2)
        padded = functional.pad(self.n(x) * mask, (0, 0, reach, reach))
        size = x.shape[0]
        y = self.b + sum(self.w[k] * padded[k * self.dilation : k * self.dilation + size] for k in range(_WIDTH))
        value, gate = self.c(y).chunk(2, -1)
        return x + self.d(self.o(value * torch.sigmoid(gate)))


class Encoder(nn.Module):
    """Characters, the names that they belong to and the words that may state a property become states."""

    def __init__(self, characters: int, channels: int, drop: float = 0.1) -> None:
        super().__init__()
        self.ch = nn.Embedding(characters, _CHARACTER)
        self.le = nn.Embedding(3 * len(ROLES) + 1, _LABEL)
        self.re = nn.Embedding(2, _REPORTER)
        self.i = nn.Linear(_CHARACTER + _LABEL + _REPORTER + channels, STATE)
        self.bl = nn.ModuleList([Block(dilation, drop) for dilation in _DILATIONS])
        self.d = nn.Dropout(drop)

    def forward(
        self,
        characters: torch.Tensor,
        labels: torch.Tensor,
        reporter: torch.Tensor,
        cues: torch.Tensor,
        mask: torch.Tensor,
    ) -> torch.Tensor:
        """Return the state of each character."""
        x = torch.cat([self.ch(characters), self.le(labels), self.re(reporter), cues], -1)
        x = self.i(self.d(x)) * mask
        for block in self.bl:
            x = block(x, mask)
        return x


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

    def forward(self, batch: dict[str, torch.Tensor]) -> torch.Tensor:
        """Return the logits of the pairs of a batch."""
        x = self.encoder(batch["characters"], batch["labels"], batch["reporter"], batch["cues"], batch["mask"])
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


class _Encoding(nn.Module):
    """The part that runs once over a text."""

    def __init__(self, net: Student) -> None:
        super().__init__()
        self.net = net

    def forward(
        self, characters: torch.Tensor, labels: torch.Tensor, reporter: torch.Tensor, cues: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        mask = torch.ones(1, 1)
        x = self.net.encoder(characters, labels, reporter, cues, mask)
        return x, self.net.head.c(x)


def export(net: Student, encoder: Path, scorer: Path) -> None:
    """Write the two parts of a trained network as ONNX, their weights in half precision."""
    net.eval()
    size, channels = 64, net.encoder.i.in_features - _CHARACTER - _LABEL - _REPORTER
    whole = torch.zeros(size, dtype=torch.int64)
    _write(
        _Encoding(net),
        (whole, whole, whole, torch.zeros(size, channels)),
        encoder,
        {"characters": "n", "labels": "n", "reporter": "n", "cues": "n"},
        ["states", "pooled"],
    )
    names, pairs = torch.zeros(5, net.head.h.in_features), torch.zeros(size, dtype=torch.int64)
    stretches, told = torch.zeros(size, RANGES * POOLED), torch.zeros(size, net.head.f.in_features)
    _write(
        net.head,
        (names, pairs, pairs, stretches, told, pairs),
        scorer,
        {"names": "m", "heads": "p", "tails": "p", "stretches": "p", "features": "p", "kinds": "p"},
        ["logits"],
    )


def _write(
    part: nn.Module, example: tuple[torch.Tensor, ...], path: Path, axes: dict[str, str], out: list[str]
) -> None:
    dynamic = {name: {0: axis} for name, axis in axes.items()}
    dynamic |= {name: {0: next(reversed(axes.values()))} for name in out}
    torch.onnx.export(
        part,
        example,
        str(path),
        input_names=list(axes),
        output_names=out,
        dynamic_axes=dynamic,
        opset_version=17,
        dynamo=False,
    )
    _halve(path)


def _halve(path: Path) -> None:
    """Keep the weights of a file in half precision; they are widened again when it is loaded."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    model: Any = onnx.load(str(path))
    graph = model.graph
    casts = []
    for number, weight in enumerate(list(graph.initializer)):
        values = numpy_helper.to_array(weight)
        if weight.data_type != TensorProto.FLOAT or values.size < 1024:
            continue
        short = f"{weight.name}_half{number}"
        graph.initializer.append(numpy_helper.from_array(values.astype(np.float16), short))
        casts.append(helper.make_node("Cast", [short], [weight.name], to=TensorProto.FLOAT))
        graph.initializer.remove(weight)
    nodes = casts + list(graph.node)
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.save(model, str(path))
