"""Make the README's picture: the page of the real report in a real browser, saved as a PNG.

    python tests/tools/screenshot.py [REPORT] [PICTURE] [light|dark]

Needs /usr/bin/chromium, Chinese fonts (apt-get install chromium fonts-noto-cjk) and `pip install 'gongbao[test]'`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pyoxigraph as ox
from playwright.sync_api import sync_playwright

from gongbao import graph
from gongbao.export.viewer_page import render
from gongbao.pipeline import extract_file
from gongbao.settings import Settings

TOP = Path(__file__).parents[2]
REPORT = TOP / "tests" / "data" / "tianjin-transport-2023.txt"
PICTURE = TOP / "output" / "viewer.png"
SIZE = {"width": 1440, "height": 900}
FLAGS = ["--no-sandbox", "--disable-gpu", "--use-angle=swiftshader", "--hide-scrollbars"]


def main(report: Path = REPORT, picture: Path = PICTURE, theme: str = "light") -> None:
    """Extract, render, photograph."""
    settings = Settings()
    store = ox.Store()
    for extraction in extract_file(report, settings):
        store.extend(graph.quads(extraction, settings.ontology))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page = Path(folder) / "page.html"
        page.write_text(render(store, settings.ontology), encoding="utf-8")
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        shown = browser.new_page(viewport=SIZE, color_scheme=theme, locale="zh-CN", reduced_motion="reduce")
        shown.goto(page.as_uri())
        shown.wait_for_function("() => document.documentElement.dataset.drawn")
        shown.wait_for_timeout(800)
        picture.parent.mkdir(exist_ok=True)
        shown.screenshot(path=picture)
        browser.close()
    print(f"{picture}: {picture.stat().st_size // 1000} kB")


if __name__ == "__main__":
    given = sys.argv[1:]
    main(*(Path(path) for path in given[:2]), **({"theme": given[2]} if given[2:] else {}))
