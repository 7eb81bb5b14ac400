"""Reports in many formats, made with real programs: whether the text comes back in order, with the same names.

usage: python tests/benchmarks/formats.py [TEXT…]
TEXT: plain reports (those of tests/gold/text where none is given), one after the other for the files. For each file: the share of its
clauses that come back in order, how many names differ from those of the plain text, and what was read that is no text of
the report (running heads, page numbers, what was deleted). Programs that are missing are named.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import cycle
from pathlib import Path

from made_files import MAKERS, Made, Missing, Report
from written_files import WRITERS

from gongbao import read
from gongbao.errors import InputError
from gongbao.model import Document
from gongbao.pipeline import extract
from gongbao.settings import Settings

GOLD = Path(__file__).resolve().parents[1] / "gold" / "text"
MOST = 0.02
"""The share of names that may differ."""


def names(document: Document, settings: Settings) -> Counter[tuple[str, str]]:
    """Count the names of a report, by class and without spaces."""
    found = extract(document, settings)
    return Counter((m.type, "".join(found.document.text[m.start : m.end].split())) for m in found.mentions)


def clauses(text: str) -> list[str]:
    """The clauses of a text, without spaces."""
    return [part for part in re.split("[，。；\n]", re.sub("[ 　\t\xa0]", "", text)) if part]


def compared(made: Made, settings: Settings) -> tuple[bool, str]:
    """Say whether a file is read well, and how it differs from its plain text."""
    plain = read.from_text("\n".join(made.lines), made.name, ontology=settings.ontology)
    expected = names(plain, settings)
    try:
        (document,) = read.read_bytes(made.data, made.name, ontology=settings.ontology)
    except InputError as error:
        return False, f"not read: {error}"
    sides = clauses(plain.text), clauses(document.text)
    matcher = SequenceMatcher(None, *sides, autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks()) / len(sides[0])
    found = names(document, settings)
    lost, new = expected - found, found - expected
    wrong = [text for text in made.absent if text in document.text and text not in plain.text]
    differ = (lost.total() + new.total()) / max(1, expected.total())
    told = [f"{sign}{kind} {name}" for sign, some in (("-", lost), ("+", new)) for kind, name in some]
    parted = [f"{sides[0][a:b]}→{sides[1][c:d]}" for op, a, b, c, d in matcher.get_opcodes() if op != "equal"]
    good = same >= 1 - MOST and differ <= MOST and not wrong
    row = f"in order {same:.3f}, names that differ {differ:.3f} of {expected.total()}"
    return good, row + "".join(
        f"\n    {text}"[:300] for text in (wrong and [f"read: {wrong}"] or []) + told + parted if not good
    )


def files(texts: list[Path]) -> Iterator[Made | str]:
    """Yield the files of all makers, each of the next report, and what is missing."""
    following = cycle(texts)
    for maker in (*MAKERS, *WRITERS):
        with tempfile.TemporaryDirectory() as folder:
            text = "".join(next(following).read_text("utf-8") for _ in range(2))  # several pages
            lines = tuple(line.strip(" 　") for line in text.split("\n") if line.strip(" 　"))
            try:
                yield from maker(Report(lines, Path(folder)))
            except Missing as missing:
                yield f"missing: {missing}"


def main(texts: list[Path]) -> None:
    """Print a row for each file that is made."""
    settings = Settings()
    right = total = 0
    formats = set()
    for made in files(texts or sorted(GOLD.glob("*.txt"))):
        if isinstance(made, str):
            print(made)
            continue
        good, row = compared(made, settings)
        right, total = right + good, total + 1
        formats.add(made.name.rpartition(".")[2])
        print(f"{'right' if good else 'WRONG'} {made.name}: {row}", flush=True)
    print(f"{right} of {total} files of {len(formats)} formats")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
