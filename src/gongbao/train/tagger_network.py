"""The tagger's network: embeddings of a character's row, then separable dilated convolutions, then a label a character.

The whole model is here; `onnx_tagger.py` writes the same arithmetic as a graph for the runtime. It knows nothing of
gold, files or scores.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gongbao.mentions.tokens import FIRST, PAIRS, WORDS
from gongbao.text.words import SPEECH


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a network: `alphabet` characters, `labels` labels, `width` states a character, a dilation a block."""

    alphabet: int
    labels: int
    width: int = 256
    kernel: int = 5
    dilations: tuple[int, ...] = (1, 2, 4, 8, 1, 2, 4, 8)
    character: int = 128
    pair: int = 32
    word: int = 32
    place: int = 8
    speech: int = 16
    name: int = 16

    @property
    def embedded(self) -> int:
        """How many numbers a character's row becomes."""
        return self.character + 2 * self.pair + self.word + self.place + self.speech + self.name


class Block(nn.Module):
    """Normalize, mix each channel over neighbours, mix channels at each character, gate, add."""

    def __init__(self, width: int, kernel: int, dilation: int) -> None:
        super().__init__()
        self.kernel, self.dilation = kernel, dilation
        self.norm = nn.LayerNorm(width)
        self.taps = nn.Parameter(torch.randn(kernel, width) / kernel**0.5)
        self.bias = nn.Parameter(torch.zeros(width))
        self.mix = nn.Linear(width, 2 * width)

    def mixed(self, x: Tensor, mask: Tensor) -> Tensor:
        """(batch, length, width) to what is to be added to it; `mask` (batch, length, 1) is 0 on padding."""
        reach = self.dilation * (self.kernel // 2)
        length = x.shape[1]
        y = F.pad(self.norm(x) * mask, (0, 0, reach, reach))  # (B, L + 2 reach, W)
        mixed = self.bias + sum(
            y[:, k * self.dilation : k * self.dilation + length] * self.taps[k] for k in range(self.kernel)
        )
        value, gate = self.mix(mixed).chunk(2, -1)  # (B, L, W) each
        return value * torch.sigmoid(gate)

    def forward(self, x: Tensor, mask: Tensor, drop: float) -> Tensor:
        """Return the states with what they are mixed to; while training, channels are dropped at `drop`."""
        return x + F.dropout1d(self.mixed(x, mask).mT, drop, self.training).mT


class Network(nn.Module):
    """Rows (batch, length, columns) to states (batch, length, width) and label scores (batch, length, labels)."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.character = nn.Embedding(shape.alphabet + FIRST, shape.character, padding_idx=0)
        self.pair = nn.Embedding(PAIRS, shape.pair)
        self.word = nn.Embedding(WORDS, shape.word)
        self.place = nn.Embedding(4, shape.place)
        self.speech = nn.Embedding(len(SPEECH), shape.speech)
        self.name = nn.Embedding(shape.labels, shape.name)
        for table in (self.character, self.pair, self.word):
            nn.init.normal_(table.weight, std=0.1)
        self.enter = nn.Linear(shape.embedded, shape.width)
        self.blocks = nn.ModuleList(Block(shape.width, shape.kernel, d) for d in shape.dilations)
        self.norm = nn.LayerNorm(shape.width)
        self.label = nn.Linear(shape.width, shape.labels)

    def forward(self, rows: Tensor, drop: float = 0.1) -> tuple[Tensor, Tensor]:
        """Return (states, scores). While training, words and names are hidden at times, channels dropped at `drop`."""
        c, left, right, word, place, speech, name = rows.unbind(-1)
        mask = (c > 0).unsqueeze(-1).float()  # (B, L, 1)
        if self.training:
            word = word * (torch.rand(word.shape) > 0.1)
            name = name * (torch.rand(len(name), 1) > 0.15)
        parts = (self.character(c), self.pair(left), self.pair(right), self.word(word))
        x = torch.cat((*parts, self.place(place), self.speech(speech), self.name(name)), -1)  # (B, L, E)
        x = self.enter(F.dropout1d(x.mT, drop, self.training).mT)
        for block in self.blocks:
            x = block(x, mask, drop)
        x = self.norm(x)
        return x, self.label(x)
