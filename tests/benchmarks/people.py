"""Time of the server's pages for people on a store that is there: seconds from request to answer, the first and the second time.

usage: python tests/benchmarks/people.py STORE [WORD…]

A store of 20,000 reports: `python tests/benchmarks/scale.py 20000 --keep FOLDER`, then FOLDER/store.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import httpx

sys.path.insert(0, str(Path(__file__).parents[1]))

from gongbao.query import ready_made
from gongbao.serve.asking import blanks
from serving import Served, serving


def paths(served: Served, words: list[str]) -> list[str]:
    """The pages: fixed ones, searches for the words, every question about them, a report and a thing."""
    found = ["/", "/reports", "/reports?page=2", "/reports?q=2023", "/things/Organization", "/things/Campaign?page=2"]
    found += [f"/search?q={quote(word)}" for word in words]
    given = {"name": words[0], "other": words[-1], "what": words[-1], "year": "2023"}
    for ready in ready_made().values():
        for at in range(len(ready.asks)):
            filled = "&".join(f"{name}={quote(given[name])}" for name in blanks(ready, at))
            found.append(f"/ask/{ready.name}?ask={at}&{filled}")
    rows = served.select("SELECT ?one { VALUES ?type { gb:Report gb:Organization } ?one a ?type } LIMIT 2")
    return found + [httpx.URL(row["one"]["value"]).raw_path.decode() for row in rows.json()["results"]["bindings"]]


def main() -> int:
    """Run the benchmark; the exit status is 1 where a page was refused."""
    parser = argparse.ArgumentParser()
    parser.add_argument("store", type=Path)
    parser.add_argument("words", nargs="*", default=["市交通运输委员会", "安川", "专项行动", "acb", "春风"])
    given = parser.parse_args()
    refused = 0
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(given.store, Path(folder) / "log", "--quiet") as served,
        served.client(Accept="text/html") as client,
    ):
        for path in paths(served, given.words):
            took = []
            for _ in range(2):
                begun = time.monotonic()
                answer = client.get(path)
                took.append(time.monotonic() - begun)
            refused += answer.status_code >= 400
            size = len(answer.content) >> 10
            print(f"{answer.status_code} {took[0]:7.2f} s {took[1]:7.2f} s {size:6} kB  {httpx.URL(path)}", flush=True)
    return int(refused > 0)


if __name__ == "__main__":
    sys.exit(main())
