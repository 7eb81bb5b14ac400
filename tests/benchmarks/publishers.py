"""Whose reports are known: publishers against annotated ones; with `--fit`, how much each sign of a publisher counts.

usage: python tests/benchmarks/publishers.py GOLD_DIR [--fit] [--misses N] [--titles N]
GOLD_DIR holds ID.json (`publisher`, `entities`) with text/ID.txt in it or beside it. Texts are told apart as training does:
a fifth is never learned from. `as written`: the name is the annotated one; `the same body`: or another name of it by the
annotation or by the graph; `publishes or acts`: or it is the body that acts in sentences that name nobody. `--fit`
writes src/gongbao/linking/issuer.tsv from the other texts; `--titles` prints titles, to be read by eye.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gongbao import iri
from gongbao.linking import issuer
from gongbao.model import Extraction
from gongbao.pipeline import extract
from gongbao.read import from_text
from gongbao.settings import Settings
from gongbao.text.script import fold
from gongbao.train.data import part

WEIGHTS = Path(__file__).resolve().parents[2] / "src" / "gongbao" / "linking" / "issuer.tsv"
RARE, SMOOTH, SPARSE, STEPS, RATE = 8, 3.0, 2.0, 300, 0.05

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Report:
    """An annotated report: its names of the publisher (none where the annotation names none), the best of them, and what was found."""

    name: str
    wanted: str
    names: frozenset[str]
    found: Extraction


def plain(name: str | None) -> str:
    """A name as names are compared."""
    return iri.canonical(fold(name)) if name else ""


def reports(folder: Path, settings: Settings) -> Iterator[Report]:
    """Yield the annotated reports of a folder, each with what is found in it."""
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        beside = (folder / "text" / f"{path.stem}.txt", folder.parent / "text" / f"{path.stem}.txt")
        text = next(p for p in beside if p.is_file()).read_text("utf-8")
        wanted = plain(gold.get("publisher"))
        groups = [frozenset(map(plain, group)) for group in gold["entities"]]
        names = next((group for group in groups if wanted in group), frozenset({wanted} - {""}))
        yield Report(
            path.stem, wanted, names, extract(from_text(text, path.stem, ontology=settings.ontology), settings)
        )


def surfaces(found: Extraction, thing: str | None) -> frozenset[str]:
    """All names of a thing, by the text and by the graph."""
    entity = next((e for e in found.entities if e.iri == thing), None)
    if entity is None:
        return frozenset()
    written = (plain(found.document.text[m.start : m.end]) for m in entity.mentions)
    return frozenset((entity.name, *map(plain, entity.aliases), *written))


def judged(report: Report) -> Iterator[str]:
    """Yield what holds of a report."""
    found, told = report.found, plain(report.found.document.publisher)
    who = found.reporter
    yield "named" if report.wanted else "not named"
    if told:
        yield "found" if report.wanted else "found though not named"
    if not report.wanted:
        return
    if told == report.wanted:
        yield "as written"
    same = told in report.names or bool(report.names & surfaces(found, who.publisher if who else None))
    if same:
        yield "the same body"
    if same or report.names & surfaces(found, who.entity if who else None):
        yield "publishes or acts"


def table(found: Sequence[Report]) -> None:
    """Print shares by part."""
    counts = {side: Counter[str]() for side in ("learned from", "the fifth")}
    for report in found:
        counts["the fifth" if part(report.name) == "test" else "learned from"].update(judged(report))
    for side, own in counts.items():
        rows = ("found", "as written", "the same body", "publishes or acts")
        shares = ", ".join(f"{row} {own[row] / max(1, own['named']):.3f}" for row in rows)
        print(f"{side}: {own['named']} name a publisher: {shares}", end="; ")
        print(f"{own['found though not named']} found of {own['not named']} that name none")


@dataclass(frozen=True, slots=True)
class Rows:
    """Signs of candidates, a row each, sparse; a row of `nobody` ends each report, where `starts` begin."""

    row: Ints
    column: Ints
    size: Floats
    starts: Ints
    right: Floats

    def scores(self, weights: Floats) -> Floats:
        """Return the score of each row."""
        return np.bincount(self.row, self.size * weights[self.column], len(self.right)).astype(np.float64)

    def slope(self, weights: Floats) -> Floats:
        """Return how the loss (a choice among the rows of each report) changes with the weights."""
        scores = self.scores(weights)
        count = np.diff([*self.starts, len(scores)])
        likely = np.exp(scores - np.repeat(np.maximum.reduceat(scores, self.starts), count))
        likely /= np.repeat(np.add.reduceat(likely, self.starts), count)
        return np.bincount(self.column, self.size * (likely - self.right)[self.row], len(weights)).astype(np.float64)


def rows(found: Sequence[Report], settings: Settings) -> tuple[Rows, list[str]]:
    """Arrange the candidates of reports, and the names of the signs that are not rare."""
    told = [(report, _candidates(report, settings)) for report in found]
    often = Counter(sign for _, own in told for each in own for sign in each.signs)
    signs = [issuer.NOBODY, *sorted(sign for sign, n in often.items() if n >= RARE)]
    number = {sign: n for n, sign in enumerate(signs)}
    cells: list[tuple[int, int, float]] = []
    starts: list[int] = []
    right: list[float] = []
    for report, own in told:
        starts.append(len(right))
        hits = [bool(report.names & surfaces(report.found, each.entity.iri)) for each in own]
        first = hits.index(True) if True in hits else len(own)
        for n, each in enumerate(own):
            cells += [(len(right) + n, number[s], size) for s, size in each.signs.items() if s in number]
        cells.append((len(right) + len(own), 0, 1.0))
        right += [float(n == first) for n in range(len(own) + 1)]
    row, column, size = zip(*cells, strict=True)
    return Rows(np.array(row), np.array(column), np.array(size), np.array(starts), np.array(right)), signs


def _candidates(report: Report, settings: Settings) -> list[issuer.Candidate]:
    found = report.found
    who = found.reporter
    acting = (who.entity, who.how) if who else (None, None)
    return issuer.candidates(found.document, found.entities, *acting, settings.ontology)


def fit(given: Rows, size: int) -> Floats:
    """Return the weights: Adam on the choice, weights drawn to zero."""
    weights, mean, square = np.zeros(size), np.zeros(size), np.zeros(size)
    for step in range(1, STEPS + 1):
        slope = given.slope(weights) + SMOOTH * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        pace = RATE / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
        weights = weights - pace * mean / (1 - 0.9**step)
        weights = np.sign(weights) * np.maximum(0, np.abs(weights) - pace * SPARSE)
    return weights


def write(found: Sequence[Report], settings: Settings) -> None:
    """Learn from the texts outside the fifth, and write the weights that are not nought."""
    given, signs = rows([report for report in found if part(report.name) != "test"], settings)
    learned = [(s, w) for s, w in zip(signs, fit(given, len(signs)).tolist(), strict=True) if abs(w) >= 0.005]
    lines = ["sign\tweight", *(f"{sign}\t{weight:.2f}" for sign, weight in sorted(learned))]
    WEIGHTS.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{len(learned)} signs of {len(signs)}")


def main() -> None:
    """Measure, or learn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--misses", type=int, default=0, help="print so many misses outside of the fifth")
    parser.add_argument("--titles", type=int, default=0, help="print the titles of so many texts of the fifth")
    options = parser.parse_args()
    settings = Settings()
    found = list(reports(options.gold, settings))
    if options.fit:
        write(found, settings)
        return
    table(found)
    wrong = (r for r in found if part(r.name) != "test" and r.wanted and "the same body" not in judged(r))
    for report, _ in zip(wrong, range(options.misses), strict=False):
        print(report.name, report.wanted, report.found.document.publisher, sep="\t")
    aside = (r for r in found if part(r.name) == "test")
    for report, _ in zip(aside, range(options.titles), strict=False):
        print(report.name, report.found.document.title, report.found.document.text[:70].replace("\n", "↵"), sep="\t")


if __name__ == "__main__":
    main()
