"""The transformer of multilingual-e5-small in torch, to be trained further; its table of pieces stays as it is."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gongbao.train.e5 import Pretrained
from gongbao.train.tagger_network import Drop


class Layer(nn.Module):
    """Attention over all places, then two matrices at each; what comes in is added, then normalized."""

    def __init__(self, source: Pretrained, number: int, drop: float) -> None:
        super().__init__()
        width, inner, name = source.sizes.width, source.sizes.inner, f"l{number}"
        self.heads = source.sizes.heads
        self.ask = _linear(source, width, f"{name}.q", f"{name}.k", f"{name}.v")
        self.answer = _linear(source, width, f"{name}.ao")
        self.first_norm = _norm(source, f"{name}.aln")
        self.widen = _linear(source, width, f"{name}.fi")
        self.narrow = _linear(source, inner, f"{name}.fo")
        self.second_norm = _norm(source, f"{name}.oln")
        self.drop = Drop(drop)

    def forward(self, x: Tensor, penalty: Tensor) -> Tensor:
        """(batch, length, width) to the same; `penalty` (batch, 1, 1, length) is very low on padding, else 0."""
        batch, length, _ = x.shape
        query, key, value = self.ask(x).view(batch, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)  # (B, H, L, W/H)
        weights = torch.matmul(query * query.shape[-1] ** -0.5, key.transpose(-1, -2)) + penalty  # (B, H, L, L)
        seen = torch.matmul(weights.softmax(-1), value).transpose(1, 2).reshape(batch, length, -1)
        x = self.first_norm(x + self.drop(self.answer(seen)))
        return self.second_norm(x + self.drop(self.narrow(F.gelu(self.widen(x)))))


class Encoder(nn.Module):
    """Numbers of pieces (batch, length) to states (batch, length, width)."""

    word: Tensor

    def __init__(self, source: Pretrained, layers: int, drop: float = 0.1) -> None:
        super().__init__()
        width = source.sizes.width
        self.register_buffer("word", torch.from_numpy(source.matrix("emb.word", width)).half(), persistent=False)
        self.place = nn.Parameter(torch.from_numpy(source.vector("emb.pos").reshape(-1, width)))
        self.kind = nn.Parameter(torch.from_numpy(source.vector("emb.type")[:width]))
        self.norm = _norm(source, "emb.ln")
        self.layers = nn.ModuleList(Layer(source, number, drop) for number in range(layers))
        self.drop = Drop(drop)

    def forward(self, pieces: Tensor, mask: Tensor) -> Tensor:
        """`mask` (batch, length) is true where there is a piece."""
        x = self.drop(self.norm(self.word[pieces].float() + self.place[: pieces.shape[1]] + self.kind))
        if torch.is_autocast_enabled("cpu"):
            x = x.bfloat16()
        penalty = torch.where(mask[:, None, None, :], 0.0, -1e4).to(x.dtype)
        for layer in self.layers:
            x = layer(x, penalty)
        return x


def _linear(source: Pretrained, inputs: int, *names: str) -> nn.Linear:
    """One matrix made of several that have the same inputs."""
    weight = np.concatenate([source.matrix(f"{name}.w", inputs) for name in names])
    made = nn.Linear(inputs, len(weight))
    made.weight.data = torch.from_numpy(weight)
    made.bias.data = torch.from_numpy(np.concatenate([source.vector(f"{name}.b") for name in names]))
    return made


def _norm(source: Pretrained, name: str) -> nn.LayerNorm:
    weight: Any = torch.from_numpy(source.vector(f"{name}.w"))
    made = nn.LayerNorm(len(weight), source.epsilon)
    made.weight.data, made.bias.data = weight, torch.from_numpy(source.vector(f"{name}.b"))
    return made
