"""Score relations: the whole pipeline, or the relations alone from annotated names; by predicate and by what found them.

usage: python tests/benchmarks/relations.py GOLD_DIR… [--names gold|found] [--fifth]
GOLD_DIR holds ID.json with text/ID.txt in it or beside it. `--fifth` takes the texts that no training of gongbao looks at:
those whose id has a SHA-256 that begins with a multiple of five. What names say of jurisdiction is left out.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from gongbao import quantities, temporal
from gongbao.evaluate.scoring import Score, score
from gongbao.linking import link
from gongbao.model import Document, Extraction, Mention
from gongbao.read import from_text
from gongbao.record import as_dict
from gongbao.relations import relate
from gongbao.settings import Settings

Gold = dict[str, Any]
Record = dict[str, Any]


def kept_aside(name: str) -> bool:
    """Say whether a text belongs to the fifth that is never trained on."""
    return int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) % 5 == 0


def texts(folders: list[Path]) -> Iterator[tuple[str, Gold, str]]:
    """Yield the annotated texts of folders."""
    for folder in folders:
        for path in sorted(folder.glob("*.json")):
            beside = (folder / "text" / f"{path.stem}.txt", folder.parent / "text" / f"{path.stem}.txt")
            text = next(p for p in beside if p.is_file())
            yield path.stem, json.loads(path.read_text("utf-8")), text.read_text("utf-8")


def extracted(document: Document, gold: Gold, settings: Settings, *, annotated: bool) -> tuple[Record, float]:
    """Return the record of a report and the seconds that relating took."""
    terms = settings.ontology
    if annotated:
        spans = sorted({(m["start"], m["end"], m["type"]) for m in gold["mentions"]})
        found: tuple[Mention, ...] = tuple(Mention(start, end, kind, "gold", 1.0) for start, end, kind in spans)
    else:
        found = settings.finder.find([document])[0]
    times = temporal.find(document, terms)
    counted = quantities.observe(document, terms, times).quantities
    linked = link(document, found, terms)
    before = time.process_time()
    statements, observed = relate(document, linked.entities, counted, times, terms, reporter=linked.reporter)
    spent = time.process_time() - before
    whole = Extraction(document, found, linked.entities, statements, observed, times, reporter=linked.reporter)
    return as_dict(whole), spent


def narrowed(gold: Gold, record: Record, keep: Callable[[Record], bool], by: str | None) -> tuple[Gold, Record]:
    """Keep the relations that a row of the table is about; who found it is known of what is found alone."""
    wanted = [r for r in gold["relations"] if by is not None or keep(r)]
    return gold | {"relations": wanted}, record | {"statements": [s for s in record["statements"] if keep(s)]}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--names", choices=("gold", "found"), default="found")
    parser.add_argument("--fifth", action="store_true")
    options = parser.parse_args()
    settings = Settings()
    terms = settings.ontology
    predicates = [p.id for p in terms.relations if p.id != terms.property_role("jurisdiction")]
    total: dict[str, Score] = {}
    characters, seconds, timed, told = 0, 0.0, 0, 0
    for name, gold, text in texts(options.gold):
        if options.fifth and not kept_aside(name):
            continue
        gold["relations"] = [r for r in gold["relations"] if r["predicate"] in predicates]
        document = from_text(text, name, ontology=terms)
        record, spent = extracted(document, gold, settings, annotated=options.names == "gold")
        characters, seconds = characters + len(text), seconds + spent
        record["statements"] = [s for s in record["statements"] if s["predicate"] in predicates]
        timed, told = timed + sum(s["time"] is not None for s in record["statements"]), told + len(record["statements"])
        rows: dict[str, tuple[Callable[[Record], bool], str | None]] = {"all": (lambda r: True, None)}
        rows |= {p: (lambda r, p=p: r["predicate"] == p, None) for p in predicates}  # type: ignore[misc]
        rows |= {f"by {b}": (lambda s, b=b: s["by"] == b, b) for b in ("classifier", "trigger", "name")}  # type: ignore[misc]
        for row, (keep, by) in rows.items():
            mine, theirs = narrowed(gold, record, keep, by)
            found = score(mine, theirs, text, name, terms).rows["relations"]
            total[row] = total[row] + found if row in total else found
    print(f"{'':18} {'gold':>5} {'found':>5}  {'P':>5} {'R':>5} {'F1':>5}")
    for row, found in total.items():
        print(f"{row:18} {found.gold:5} {found.found:5}  {found.precision:.3f} {found.recall:.3f} {found.f1:.3f}")
    print(f"statements with a time: {timed} of {told}; relate: {seconds / max(1, characters) * 1e6:.1f} µs a character")


if __name__ == "__main__":
    main()
