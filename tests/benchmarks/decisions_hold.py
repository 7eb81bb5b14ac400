"""How many decisions on names hold when a report's text changes a little: `python tests/benchmarks/decisions_hold.py REPORT…`.

Each name of a report is rejected at its place; the text is changed; the decisions are looked for again.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Mapping
from pathlib import Path

import gongbao
from gongbao import ontology, read
from gongbao.decisions.anchor import anchor
from gongbao.decisions.decision import AROUND, Decision
from gongbao.decisions.ledger import Ledger
from gongbao.model import Span

SHARE = 0.3
"""Of the sentences, those before which another one is put."""


def changed(text: str) -> Mapping[str, str]:
    """The text with each of the changes."""
    lines = text.split("\n")
    long = [number for number, line in enumerate(lines) if len(line) > 60] or [0]
    moved = [*lines]
    moved.insert(long[-1], moved.pop(long[len(long) // 3]))
    pick = random.Random(1)
    return {
        "unchanged": text,
        "header added": f"某某网 首页\n\n{text}",
        "paragraph moved": "\n".join(moved),
        "lines wrapped": "\n".join(piece for line in lines for piece in (re.findall(".{1,40}", line) or [""])),
        "sentences added": re.sub("。", lambda _: "。新增一句。" if pick.random() < SHARE else "。", text),
    }


def main(paths: list[str]) -> None:
    """Print a line a report."""
    terms = ontology.load(())
    for path in map(Path, paths):
        found = gongbao.build(path)
        document, text = found.document, found.document.text
        taken = [
            Decision(
                *("name", "wrong", "甲", "2026-11-29T00:00:00Z", "here", document.sha256, path.name),
                Span(m.start, m.end),
                text[m.start : m.end],
                text[max(0, m.start - AROUND) : m.end + AROUND],
            )
            for m in found.mentions
        ]
        told = []
        for name, other in changed(text).items():
            again = read.from_raw(read.Raw(other, path.name), ontology=terms)
            held = sum(one.span is not None for one in anchor(again, Ledger(tuple(taken))).standing)
            told.append(f"{name} {held}/{len(taken)}")
        print(f"{path.name}: {'; '.join(told)}")


if __name__ == "__main__":
    main(sys.argv[1:])
