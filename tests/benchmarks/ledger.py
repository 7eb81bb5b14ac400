"""The ledger of names: what each rule finds and how much of it is right, and what the whole loses without it.

    python tests/benchmarks/ledger.py GOLD… [--part test|calibrate|train|all] [--weights DIR]

GOLD are folders of annotated texts (see `gongbao train --help`); the part that training never saw is `test`. Of texts
that it never saw at all (`tests/gold`), take `--part all`.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from gongbao import mentions, ontology
from gongbao.mentions import propagate
from gongbao.mentions.rules import RULES
from gongbao.model import Document, Mention
from gongbao.read import from_text
from gongbao.train.data import Example, Span, load, part

CORE = ("Organization", "Place", "Campaign", "Case")


def marks(text: str, found: Sequence[Mention]) -> set[Span]:
    return set(Example("", text, tuple((m.start, m.end, m.type) for m in found)).bare())


def table(examples: Sequence[Example], found: Sequence[Sequence[Mention]]) -> dict[str, tuple[int, int, int]]:
    """(gold, found, right) of each class, of the four core classes and of all."""
    gold, have, right = Counter[str](), Counter[str](), Counter[str]()
    for example, own in zip(examples, found, strict=True):
        spans = marks(example.text, own)
        gold.update(k for _, _, k in example.spans)
        have.update(k for _, _, k in spans)
        right.update(k for _, _, k in spans & set(example.spans))
    rows = {k: (gold[k], have[k], right[k]) for k in sorted(gold, key=lambda k: -gold[k])}
    rows["core4"] = tuple(sum(c[k] for k in CORE) for c in (gold, have, right))  # type: ignore[assignment]
    rows["all"] = (gold.total(), have.total(), right.total())
    return rows


def f1(row: tuple[int, int, int]) -> float:
    return 2 * row[2] / max(1, row[0] + row[1])


def by_rule(examples: Sequence[Example], found: Sequence[Sequence[Mention]]) -> dict[str, tuple[int, int]]:
    hits, right = Counter[str](), Counter[str]()
    for example, own in zip(examples, found, strict=True):
        gold = set(example.spans)
        for m in own:
            hits[m.by] += 1
            right[m.by] += bool(marks(example.text, [m]) & gold)
    return {by: (hits[by], right[by]) for by in sorted(hits)}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--part", default="test")
    parser.add_argument("--weights", type=Path)
    given = parser.parse_args()
    terms = ontology.load()
    examples = load(given.gold, frozenset(c.id for c in terms.entity_classes))
    every = len(examples)
    examples = [e for e in examples if given.part in ("all", part(e.name))]
    documents: list[Document] = [from_text(e.text, e.name, ontology=terms) for e in examples]

    def run(without: frozenset[str] = frozenset()) -> list[tuple[Mention, ...]]:
        return mentions.Finder(terms, without, given.weights).find(documents)

    whole = run()
    print(f"{len(examples)} of {every} texts (part {given.part})")
    for name, row in table(examples, whole).items():
        print(
            f"{name:13} gold {row[0]:5} P {row[2] / max(1, row[1]):.3f} R {row[2] / max(1, row[0]):.3f} F1 {f1(row):.3f}"
        )
    for by, (hits, right) in by_rule(examples, whole).items():
        print(f"{by:16} {hits:5} found, {right / hits:.3f} right")
    for name in ("rules", *(rule.id for rule in RULES), propagate.BY):
        rows = table(examples, run(frozenset({name})))
        print(f"without {name:16} core4 {f1(rows['core4']):.4f} all {f1(rows['all']):.4f}")


if __name__ == "__main__":
    main()
