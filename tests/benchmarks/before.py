"""This state beside another one, in turn: start-up of `build`, a page from text to stored bytes, a report's bytes on disk.

    python tests/benchmarks/before.py CHECKOUT [--rounds 5] [--reports 3000]    (a work tree of, say, c025d1c)

Processor seconds of whole processes, with compiled files beside the sources of both as pip writes them. Both states write
the same files: one without the page of the viewer, which is built and not kept, is lent this one's. The pages are those of
tests/gold, the reports this repository's own patterns.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

TESTS = Path(__file__).parents[1]
SAMPLE = TESTS / "data" / "tianjin-transport-2023.txt"
VIEWER = Path("src", "gongbao", "viewer.html")
START, PAGE, STORED = 0.70, 1.35, 0.60
PAGES = """
import sys, time
from pathlib import Path
from gongbao.corpus import work
tasks = [work.Task(str(path), "") for path in map(Path, sys.argv[1:])]
recipe = work.Recipe()
took = []
for _ in range(4):
    begun = time.process_time()
    done = [work.extract(task, recipe) for task in tasks]
    took.append(time.process_time() - begun)
assert all(type(one).__name__ == "Extracted" for one in done), done
print(min(took))
"""


STORE = """
import sys
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from gongbao import iri, read
from gongbao.corpus import add as corpus, work
from made_reports import NAMES, PATTERNS, SHARED, write
store, many, count = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
recipe = work.Recipe()

@cache
def template(number):
    terms = recipe.settings.ontology
    return work.to_graph(read.from_text(PATTERNS[number], source="t.txt", ontology=terms), recipe)

def extract(task, recipe):
    number = int(task.raw.title)
    made = template(number % len(PATTERNS))
    report = iri.report(sha256(str(number).encode()).hexdigest(), base=recipe.base)
    name = NAMES[number // SHARED % len(NAMES)]
    local = [one.rsplit("/", 1)[-1] for one in (made.entry.report, report)]  # the IRI, or what follows a prefix
    graph = made.graph.replace(local[0].encode(), local[1].encode()).replace("天津".encode(), name.encode())
    return replace(made, entry=replace(made.entry, report=report), graph=graph)

done = corpus.add(store, [write(many, range(count))], recipe, extractor=extract)
assert done.added == count, done
print(sum(file.stat().st_size for file in (store / "data").iterdir()) / count / 1000)
"""


def run(source: Path, *words: str) -> tuple[float, str]:
    """Processor seconds of a Python process that sees a state, and what it prints."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    paths = {
        "PYTHONPATH": os.pathsep.join((str(source), str(Path(__file__).parent))),
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "gongbao-before"),
    }
    environment = os.environ | paths
    done = subprocess.run([sys.executable, *words], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{source}: {done.stderr[-1000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def with_viewer(checkout: Path, folder: Path) -> Path:
    """The sources of a state; a copy of them with this one's page of the viewer where it has none."""
    if not (checkout / VIEWER).is_file():
        shutil.copytree(checkout / "src", folder / "src")
        shutil.copy(TESTS.parent / VIEWER, folder / VIEWER)
        (folder / "ontology").symlink_to(checkout / "ontology")
        print(
            f"{checkout} has no page of the viewer: it is lent this one's, so that both write the same files",
            flush=True,
        )
        checkout = folder
    return checkout / "src"


def told(what: str, old: float, new: float, ratio: float, holds: bool, wanted: str) -> bool:
    """Print a line."""
    print(
        f"{'holds ' if holds else 'FAILS '} {what}: before {old:.3f}, now {new:.3f}: {ratio:.2f} ({wanted})", flush=True
    )
    return holds


def main() -> None:
    """Print what must hold; the exit status is 1 where it does not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkout", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--reports", type=int, default=3000)
    given = parser.parse_args()
    pages = [str(path) for path in sorted((TESTS / "gold" / "text").glob("agency-*.txt"))]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        states = with_viewer(given.checkout.resolve(), folder / "lent"), TESTS.parent / "src"
        build = ("-m", "gongbao", "build", str(SAMPLE), "-o", str(folder / "built"), "--quiet")
        written = [run(state, *build)[1] for state in states]  # files that are read for the first time
        assert written[0] == written[1], written
        starts = [[run(state, *build)[0] for state in states] for _ in range(given.rounds)]
        old, new = map(statistics.median, zip(*starts, strict=True))
        held = [told("build of the sample, CPU s", old, new, new / old, new <= START * old, f"at most {START}")]
        rounds = [[float(run(state, "-c", PAGES, *pages)[1]) for state in states] for _ in range(2)]
        old, new = map(min, zip(*rounds, strict=True))
        what = f"{len(pages)} agency pages from file to stored bytes, CPU s"
        held.append(told(what, old, new, old / new, old >= PAGE * new, f"at least {PAGE} times as fast"))
        many = str(folder / "many.jsonl")
        sizes = [
            float(run(state, "-c", STORE, str(folder / f"store{n}"), many, str(given.reports))[1])
            for n, state in enumerate(states)
        ]
        old, new = sizes
        held.append(told("kB of store a report", old, new, new / old, new <= STORED * old, f"at most {STORED}"))
    sys.exit(not all(held))


if __name__ == "__main__":
    main()
