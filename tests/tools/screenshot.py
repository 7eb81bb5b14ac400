"""Make the README's pictures: the page of reports in a real browser, saved as a PNG.

    python tests/tools/screenshot.py [REPORT…] [--to PICTURE] [--view VIEW] [--pane] [--theme light|dark]

`--pane` leaves out the text and the card, so that a picture of other people's reports shows none of their sentences.
Needs /usr/bin/chromium, Chinese fonts (apt-get install chromium fonts-noto-cjk) and `pip install 'gongbao[test]'`.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import pyoxigraph as ox
from playwright.sync_api import ViewportSize, sync_playwright

from gongbao import graph
from gongbao.export.viewer_page import render
from gongbao.pipeline import extract_file
from gongbao.settings import Settings

TOP = Path(__file__).parents[2]
REPORT = TOP / "tests" / "data" / "tianjin-transport-2023.txt"
PICTURE = TOP / "output" / "viewer.png"
VIEWS = ("summary", "time", "places", "network", "table")
SIZE: ViewportSize = {"width": 1440, "height": 900}
FLAGS = ["--no-sandbox", "--disable-gpu", "--use-angle=swiftshader", "--hide-scrollbars"]


def main() -> None:
    """Extract, render, photograph."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports", nargs="*", type=Path, default=[REPORT])
    parser.add_argument("--to", type=Path, default=PICTURE)
    parser.add_argument("--view", choices=VIEWS)
    parser.add_argument("--pane", action="store_true")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    given = parser.parse_args()
    settings = Settings()
    store = ox.Store()
    for report in given.reports:
        for extraction in extract_file(report, settings):
            store.extend(graph.quads(extraction, settings.ontology))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page = Path(folder) / "page.html"
        page.write_text(render(store, settings.ontology), encoding="utf-8")
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        shown = browser.new_page(viewport=SIZE, color_scheme=given.theme, locale="zh-CN", reduced_motion="reduce")
        shown.goto(page.as_uri() + (f"#view={given.view}" if given.view else ""))
        shown.wait_for_function("() => document.documentElement.dataset.drawn")
        shown.wait_for_timeout(800)
        given.to.parent.mkdir(exist_ok=True)
        (shown.locator(".left") if given.pane else shown).screenshot(path=given.to)
        browser.close()
    print(f"{given.to}: {given.to.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
