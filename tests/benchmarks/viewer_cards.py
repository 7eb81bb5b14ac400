"""Cards of reports in a real browser: how many call a thing by a name that is not its own, or leave unsaid that a sentence lacks its subject.

    python tests/benchmarks/viewer_cards.py REPORT…

Needs chromium. Opens one page of all the reports, and in it the card of every thing and of every relation.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import pyoxigraph as ox
from playwright.sync_api import sync_playwright

from gongbao import graph
from gongbao.export.payload import payload
from gongbao.export.viewer_page import fill, template
from gongbao.pipeline import extract_file
from gongbao.settings import Settings

sys.path.insert(0, str(Path(__file__).parents[1]))

from cards import read_cards

FLAGS = ["--no-sandbox", "--disable-gpu", "--use-angle=swiftshader"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports", nargs="+", type=Path)
    given = parser.parse_args()
    settings, store = Settings(), ox.Store()
    for report in given.reports:
        for extraction in extract_file(report, settings):
            store.extend(graph.quads(extraction, settings.ontology))
    data = payload(store, settings.ontology)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "page.html"
        path.write_text(fill(template(), data), encoding="utf-8")
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = browser.new_page(locale="zh-CN", reduced_motion="reduce")
        page.goto(f"{path.as_uri()}#view=time")
        page.wait_for_function("() => document.documentElement.dataset.drawn", timeout=90_000)
        counted = read_cards(page, data)
        browser.close()
    print(f"cards {counted.cards}, names on them {counted.names}, not of the thing {len(counted.wrong_names)}")
    print(
        f"evidence {counted.evidence}, told by a name or its subject not in its sentence {counted.unsaid}, not told rightly {len(counted.wrong_evidence)}"
    )
    for wrong in (*counted.wrong_names[:20], *counted.wrong_evidence[:20]):
        print(f"  {wrong}")


if __name__ == "__main__":
    main()
