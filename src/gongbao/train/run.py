"""One training of the tagger from end to end: texts in; weights, tables and a card that says where they are from out."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import torch

import gongbao
from gongbao.errors import WeightsError
from gongbao.mentions import tagger, tokens
from gongbao.mentions.decode import decode
from gongbao.text.script import fold
from gongbao.text.words import Segmenter
from gongbao.train import onnx_tagger
from gongbao.train.calibrate import knots
from gongbao.train.data import Example, Span, part
from gongbao.train.network import Network, Shape
from gongbao.train.tagger import Plan, Reader, Soft, train

FILES = ("tagger.onnx", "tagger.json", "card.json")
"""What a training writes: the network, its tables, and the card."""


def make(
    examples: Sequence[Example],
    plain: Sequence[Soft],
    classes: tuple[str, ...],
    plan: Plan,
    folder: Path,
    tell: Callable[[str], None],
    start: Path | None = tagger.FOLDER,
) -> dict[str, Any]:
    """Train, write the weights into `folder` and return the card.

    A fifth of the examples (by a hash of their names) is kept out and scored at the end, a twentieth calibrates. `start`
    is a folder of weights to go on from; None begins anew.
    """
    folder.mkdir(parents=True, exist_ok=True)
    old = tagger.load(start) if start is not None and (start / "tagger.onnx").exists() else None
    alphabet = _alphabet(start, old, examples, plain)
    reader = Reader(classes, tokens.numbers_of(alphabet), Segmenter(), tokens.gather(tagger.known(), classes))
    network = _begin(start, old, classes, alphabet, plan)
    parts = {name: [e for e in examples if part(e.name) == name] for name in ("train", "calibrate", "test")}
    train(network, reader, parts["train"], plain, plan, folder, tell)
    sample = [torch.from_numpy(w.rows.astype(np.int64))[None] for w in _sample(reader, parts["train"])]
    ranges = onnx_tagger.state_ranges(network, sample)
    onnx_tagger.write(network, ranges, str(folder / "tagger.onnx"))
    made = {"classes": list(classes), "alphabet": alphabet, "calibration": [[0.0, 1.0], [0.0, 1.0]]}
    _write(folder / "tagger.json", made)
    made["calibration"] = _calibrated(folder, parts["calibrate"])
    _write(folder / "tagger.json", made)
    card = {
        "from": {name: _counts(own) for name, own in parts.items()},
        "plain": {"texts": len(plain), "characters": sum(len(s.text) for s in plain)},
        "digest": digest(examples),
        "plan": asdict(plan),
        "started": "anew" if old is None else "from weights",
        "scores": score(folder, parts["test"]),
        "sha256": {name: _sha256(folder / name) for name in FILES[:2]},
        "versions": {"gongbao": gongbao.__version__, **{n: version(n) for n in ("torch", "onnx", "onnxruntime")}},
    }
    _write(folder / "card.json", card)
    return card


def score(folder: Path, examples: Sequence[Example]) -> dict[str, Any]:
    """Return precision, recall and F1 of exact names for each class and over all, of the tagger alone."""
    gold, found, right = Counter[str](), Counter[str](), Counter[str]()
    for example, spans in zip(examples, predict(folder, examples), strict=True):
        marks = set(_bare(example.text, spans))
        gold.update(kind for _, _, kind in example.spans)
        found.update(kind for _, _, kind in marks)
        right.update(kind for _, _, kind in marks & set(example.spans))
    rows = {kind: (gold[kind], found[kind], right[kind]) for kind in sorted(gold)}
    rows["all"] = (gold.total(), found.total(), right.total())
    return {kind: _row(*counts) for kind, counts in rows.items()}


def predict(folder: Path, examples: Sequence[Example]) -> list[list[Span]]:
    """Return the names that the tagger of a folder finds in each text."""
    network, segmenter = tagger.load(folder), Segmenter()
    readings = network.read([fold(e.text) for e in examples], segmenter)
    return [[(c.start, c.end, c.type) for c in network.candidates(reading)] for reading in readings]


def soften(texts: Sequence[str], start: Path | None) -> list[Soft]:
    """Return unlabelled texts with the probabilities that the weights of a folder give them. Raises WeightsError."""
    if start is None:
        raise WeightsError(
            "unlabelled texts need weights to label them; leave out --anew, or --plain",
            "无标注文本需要已有权重来标注；请去掉 --anew 或 --plain",
        )
    readings = tagger.load(start).read([fold(text) for text in texts], Segmenter())
    return [Soft(text, reading.scores.astype(np.float16)) for text, reading in zip(texts, readings, strict=True)]


def digest(examples: Sequence[Example]) -> str:
    """Return the SHA-256 of texts and spans, in order."""
    whole = hashlib.sha256()
    for example in examples:
        whole.update(json.dumps([example.text, example.spans], ensure_ascii=False).encode())
    return whole.hexdigest()


def _row(gold: int, found: int, right: int) -> dict[str, float]:
    precision, recall = right / found if found else 0.0, right / gold if gold else 0.0
    f1 = 2 * right / (gold + found) if gold + found else 0.0
    return {"gold": gold, "precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def _bare(text: str, spans: Sequence[Span]) -> list[Span]:
    """The spans without wrapping marks, as gold is taken."""
    return list(Example("", text, tuple(spans)).bare())


def _calibrated(folder: Path, examples: Sequence[Example]) -> list[list[float]]:
    network, segmenter = tagger.load(folder), Segmenter()
    probabilities: list[float] = []
    right: list[bool] = []
    for example, reading in zip(examples, network.read([fold(e.text) for e in examples], segmenter), strict=True):
        gold = set(example.spans)
        for name in decode(reading.scores, reading.breaks):
            (mark,) = _bare(example.text, [(name.start, name.end, network.classes[name.kind])]) or [(0, 0, "")]
            probabilities.append(name.probability)
            right.append(mark in gold)
    return knots(probabilities, right) if probabilities else [[0.0, 1.0], [0.0, 1.0]]


def _alphabet(start: Path | None, old: tagger.Tagger | None, examples: Sequence[Example], plain: Sequence[Soft]) -> str:
    """The characters of the weights to go on from; else all that stand at least eight times in the texts."""
    if old is not None and start is not None:
        return str(json.loads((start / "tagger.json").read_text("utf-8"))["alphabet"])
    counts = Counter[str]()
    for text in (*(e.text for e in examples), *(s.text for s in plain)):
        counts.update(tokens.plain(fold(text)))
    return "".join(sorted(char for char, count in counts.items() if count >= _OFTEN and (char >= " " or char == "\n")))


_OFTEN = 8


def _begin(
    start: Path | None, old: tagger.Tagger | None, classes: tuple[str, ...], alphabet: str, plan: Plan
) -> Network:
    """A new network, or the old one with labels of its own for classes that it did not know."""
    torch.manual_seed(plan.seed)
    if old is None or start is None:
        return Network(Shape(len(alphabet), 1 + 4 * len(classes), width=192))
    network = onnx_tagger.read(str(start / "tagger.onnx"))
    if old.classes == classes:
        return network
    wider = Network(Shape(**{**asdict(network.shape), "labels": 1 + 4 * len(classes)}))
    state = network.state_dict()
    fresh = wider.state_dict()
    for name in ("label.weight", "label.bias", "name.weight"):
        fresh[name][0] = state[name][0]
        for index, kind in enumerate(classes):
            if kind in old.classes:
                there = 1 + 4 * old.classes.index(kind)
                fresh[name][1 + 4 * index : 5 + 4 * index] = state[name][there : there + 4]
        state[name] = fresh[name]
    wider.load_state_dict(state)
    return wider


def _sample(reader: Reader, examples: Sequence[Example]) -> list[Any]:
    return [w for e in examples[:40] for w in reader.windows(e.text, reader.labels(e))]


def _counts(examples: Sequence[Example]) -> dict[str, Any]:
    names = Counter(kind for e in examples for _, _, kind in e.spans)
    characters = sum(len(e.text) for e in examples)
    return {"texts": len(examples), "characters": characters, "names": dict(sorted(names.items()))}


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _write(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8", newline="\n")
