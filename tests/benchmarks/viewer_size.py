"""A page of many things: how large it is, what its first use costs the main thread, and when text and network are first seen.

    PYTHONPATH=tests python tests/benchmarks/viewer_size.py [THINGS…]

Needs chromium. Made-up reports of `page_samples.large`. Processor time is that of the page's main thread (its thread ticks), which other
jobs of the machine change little.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import page_samples
from gongbao import ontology
from gongbao.export.viewer_page import render

FLAGS = ["--no-sandbox", "--disable-gpu", "--use-angle=swiftshader"]
THINGS = (1000, 20_000)
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"


def main(sizes: tuple[int, ...]) -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for things in sizes:
            page = Path(folder) / f"{things}.html"
            page.write_text(render(page_samples.large(things), ontology.load()), encoding="utf-8")
            for view in ("", "#view=network"):
                shown = browser.new_page(locale="zh-CN", viewport={"width": 1440, "height": 900})
                session = shown.context.new_cdp_session(shown)
                session.send("Performance.enable", {"timeDomain": "threadTicks"})
                shown.goto(page.as_uri() + view)
                shown.wait_for_function("() => document.documentElement.dataset.drawn", timeout=180_000)
                metrics = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
                drawn = float(shown.evaluate("document.documentElement.dataset.drawn"))
                print(
                    f"{things} things{view or ', summary'}: {page.stat().st_size / 1e6:.1f} MB, main thread "
                    f"{metrics['TaskDuration']:.2f} s, first text after {shown.evaluate(PAINTED):.0f} ms, drawn after {drawn:.0f} ms"
                )
                shown.close()
        browser.close()


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or THINGS)
