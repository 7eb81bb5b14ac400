"""Score linking alone: gold mentions in, pairwise F1 over mentions of the same entity out.

usage: python tests/benchmarks/linking.py GOLD_DIR [--errors]
GOLD_DIR holds ID.json and text/ID.txt. `surfaces` counts pairs of different surfaces only: the hard ones.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

from gongbao import iri
from gongbao.linking import link
from gongbao.model import Document, Entity, Mention
from gongbao.ontology import Ontology, load
from gongbao.read import from_text

Pair = tuple[object, object]


def gold_mentions(gold: dict[str, list[dict[str, object]]]) -> tuple[Mention, ...]:
    """Return the annotated mentions as values."""
    return tuple(
        Mention(int(str(m["start"])), int(str(m["end"])), str(m["type"]), "gold", 1.0) for m in gold["mentions"]
    )


def gold_groups(gold: dict[str, list[object]], document: Document, mentions: Iterable[Mention]) -> list[set[Mention]]:
    """Group mentions by entity: equal surfaces of one class, and surfaces that an entity lists together."""
    listed = {iri.canonical(str(n)): k for k, names in enumerate(gold["entities"]) for n in names}  # type: ignore[attr-defined]
    groups: dict[tuple[str, object], set[Mention]] = {}
    for mention in mentions:
        name = iri.canonical(document.text[mention.start : mention.end])
        groups.setdefault((mention.type, listed.get(name, name)), set()).add(mention)
    return list(groups.values())


def pairs(groups: Iterable[Iterable[Mention]]) -> set[Pair]:
    """Return the pairs of mentions within one group."""
    return {pair for group in groups for pair in combinations(sorted(group, key=lambda m: m.start), 2)}


def surface_pairs(found: Iterable[Pair], document: Document) -> set[Pair]:
    """Return the pairs of different canonical surfaces behind pairs of mentions."""

    def name(mention: object) -> str:
        assert isinstance(mention, Mention)
        return iri.canonical(document.text[mention.start : mention.end])

    named = {tuple(sorted((name(a), name(b)))) for a, b in found}
    return {(a, b) for a, b in named if a != b}


def run(path: Path, terms: Ontology) -> tuple[Document, tuple[Entity, ...], set[Pair], set[Pair]]:
    """Link one gold file; return the document, the entities, the gold pairs and the found pairs."""
    gold = json.loads(path.read_text("utf-8"))
    text = (path.parent / "text" / f"{path.stem}.txt").read_text("utf-8")
    document = from_text(text, path.stem, ontology=terms)
    mentions = gold_mentions(gold)
    entities = link(document, mentions, terms).entities
    wanted = pairs(gold_groups(gold, document, mentions))
    return document, entities, wanted, pairs(e.mentions for e in entities)


def f1(right: int, found: int, wanted: int) -> tuple[float, float, float]:
    """Return precision, recall and F1; with nothing to find and nothing found all are 1."""
    precision = right / found if found else 1.0
    recall = right / wanted if wanted else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def score(paths: Iterable[Path], terms: Ontology, errors: bool = False) -> dict[str, tuple[float, float, float]]:
    """Score several gold files together, over pairs of mentions and over pairs of different surfaces."""
    counts = {"mentions": [0, 0, 0], "surfaces": [0, 0, 0]}
    for path in paths:
        document, _, wanted, found = run(path, terms)
        hard = surface_pairs(wanted, document), surface_pairs(found, document)
        for key, (w, f) in (("mentions", (wanted, found)), ("surfaces", hard)):
            counts[key] = [n + m for n, m in zip(counts[key], (len(w & f), len(f), len(w)), strict=True)]
        if errors:
            for what, missing in (("missed", hard[0] - hard[1]), ("invented", hard[1] - hard[0])):
                for one, other in sorted(missing, key=str):
                    print(f"{path.stem}: {what}: {one} = {other}")
    return {key: f1(*value) for key, value in counts.items()}


def main() -> None:
    """Print the scores of a folder of gold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    found = score(sorted(options.gold.glob("*.json")), load(), options.errors)
    for key, (precision, recall, f) in found.items():
        print(f"{key:9s} P {precision:.3f} R {recall:.3f} F1 {f:.3f}")


if __name__ == "__main__":
    main()
