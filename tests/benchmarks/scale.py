"""A corpus of many reports, made of the repository's own patterns: size, one more report, every query, every export.

usage: python tests/benchmarks/scale.py [REPORTS…] [--keep FOLDER] [--exports]

Six patterns are extracted once; each report is one of them with other names, years and numbers, so that what is measured
is the store and not the extraction. CPU seconds throughout. With several sizes it is told how queries grow from the
first to the last, beside the control: how reading all rows of one property, as the engine does it alone, grows.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox
from made_reports import NAMES, PATTERNS, SHARED, write

from gongbao import graph, iri, pipeline, read
from gongbao.corpus import add as corpus
from gongbao.corpus.status import status
from gongbao.corpus.store import Entry, Extracted
from gongbao.corpus.work import Outcome, Task
from gongbao.graph import prefixes
from gongbao.opening import open_graph
from gongbao.query import Ready, fill, ready_made, run
from gongbao.settings import Recipe

SCAN = Ready("scan", "", "", (), "SELECT ?s ?words WHERE { ?s oa:exact ?words }")
EXPORTS = ("turtle", "trig", "ntriples", "nquads", "rdfxml", "jsonld", "gexf", "graphml", "neo4j", "csv", "parquet")


@cache
def _template(recipe: Recipe, number: int) -> tuple[Entry, bytes]:
    document = read.from_text(PATTERNS[number], source="t.txt", ontology=recipe.settings.ontology)
    extraction = pipeline.extract(document, recipe.settings)
    lines = graph.lines(extraction, recipe.settings.ontology, recipe.base)
    entry = Entry(lines.report, recipe.program_version, recipe.ontology_version, len(document.text), 3, 2, 1)
    return entry, lines.stored()


def extract(task: Task, recipe: Recipe) -> Outcome:
    """Make a report's graph from that of its pattern."""
    assert task.raw is not None
    number = int(task.raw.title or 0)
    entry, written = _template(recipe, number % len(PATTERNS))
    report = iri.report(sha256(str(number).encode()).hexdigest(), base=recipe.base)
    for old, new in (
        (entry.report, report),
        ("天津", NAMES[number // SHARED % len(NAMES)]),
        ("2023", str(2000 + number % 24)),
        ("7·12", f"{number}号"),
    ):
        written = written.replace(old.encode(), new.encode())
    return Extracted(replace(entry, report=report), written)


def cpu(action: Callable[[], object]) -> float:
    """CPU seconds of an action in this process."""
    begun = time.process_time()
    action()
    return time.process_time() - begun


def queries(store: Path, recipe: Recipe) -> dict[str, tuple[float, int]]:
    """Print what every ready-made query costs, with a name and without; return seconds and rows of those without."""
    opened = open_graph(store)
    names = prefixes(recipe.settings.ontology)
    costs = {}
    for name, ready in {"(plain scan)": SCAN, **ready_made()}.items():
        named = {p.name: NAMES[at] for at, p in enumerate(ready.parameters, 3) if p.name in ("name", "other")}
        unnamed: list[dict[str, str]] = [{}] * ("other" not in named)  # all pairs of names are nobody's question
        for given in unnamed + [named] * bool(named):
            begun = time.process_time()
            found = run(opened.store, fill(ready, given, opened.store), prefixes=names)
            assert not isinstance(found, ox.QueryBoolean)
            rows = sum(1 for _ in found)
            took = time.process_time() - begun
            print(f"    {name:12} {given.get('name', '-'):8} {took * 1000:9.0f} ms {rows:8} rows", flush=True)
            if not given:
                costs[name] = took, rows
    return costs


def growth(measured: list[dict[str, tuple[float, int]]]) -> None:
    """Print how the queries without a name grow from the first store to the last."""
    for name, (took, rows) in measured[-1].items():
        if rows and measured[0][name][1]:
            first, few = measured[0][name]
            print(f"    {name:12} time x {took / first:5.1f}   rows x {rows / few:5.1f}")


def exports(store: Path, folder: Path) -> None:
    """Print time and memory of every export, each in a process of its own."""
    for name in EXPORTS:
        told = ["export", str(store), "--to", name, "-o", str(folder)]
        code = f"from gongbao.cli import cli\ncli({told!r}, standalone_mode=False)\n"
        code += "print([line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')][0])"
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        said = f"{int(done.stdout.split()[-1]) // 1024} MB" if done.returncode == 0 else done.stderr[-200:]
        print(f"    {name:12} {took:8.1f} s {said}", flush=True)


def measure(count: int, root: Path, recipe: Recipe, *, with_exports: bool) -> dict[str, tuple[float, int]]:
    """Print what a store of so many reports costs."""
    root.mkdir(parents=True, exist_ok=True)
    store = root / "store"
    many = write(root / "many.jsonl", range(count))
    took = cpu(lambda: corpus.add(store, [many], recipe, extractor=extract))
    size = sum(file.stat().st_size for file in (store / "data").iterdir())
    print(f"{count} reports: {took:.1f} s, {took / count * 1000:.1f} ms and {size / count:.0f} bytes each")
    ones = [write(root / f"one{n}.jsonl", range(count + n, count + n + 1)) for n in range(3)]
    each = [cpu(partial(corpus.add, store, [one], recipe, extractor=extract)) for one in ones]
    print("one more, a file of one row:", ", ".join(f"{seconds * 1000:.0f} ms" for seconds in each))
    less = cpu(partial(corpus.remove, store, [str(ones[0])], recipe, extractor=extract))
    print(f"remove one: {less * 1000:.0f} ms")
    print(f"status: {cpu(partial(status, store, recipe)):.2f} s")
    costs = queries(store, recipe)
    if with_exports:
        exports(store, root / "out")
    return costs


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser()
    parser.add_argument("reports", nargs="*", type=int, default=[1000, 2000])
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--exports", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        root = given.keep or Path(name)
        counts: list[int] = given.reports
        growth([measure(n, root / str(n), Recipe(), with_exports=given.exports and n == counts[-1]) for n in counts])


if __name__ == "__main__":
    main()
