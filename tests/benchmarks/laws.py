"""Whether the graph of every report of a folder keeps the laws, as `build` asks before it writes.

usage: python tests/benchmarks/laws.py FOLDER...

Prints each report whose graph breaks one, with what is wrong; leaves with 1 where any does.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from gongbao import graph
from gongbao.pipeline import extract_file
from gongbao.settings import Settings
from gongbao.validate import laws


def broken(path: Path, settings: Settings) -> Iterator[str]:
    """Yield what is wrong with the graphs of a file's reports."""
    for extraction in extract_file(path, settings):
        for finding in laws.check(graph.quads(extraction, settings.ontology), settings.ontology):
            yield f"{path}: {finding.law} at {finding.node}: {finding.message}"


def main() -> int:
    settings = Settings()
    files = [path for folder in sys.argv[1:] for path in sorted(Path(folder).rglob("*.txt"))]
    wrong = [line for path in files for line in broken(path, settings)]
    print(*wrong, f"{len(files)} files, {len(wrong)} broken laws", sep="\n")
    return bool(wrong)


if __name__ == "__main__":
    raise SystemExit(main())
