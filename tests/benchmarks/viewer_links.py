"""Links to relations, things and figures of reports in a real browser: how many open at their words, and how long that takes.

    python tests/benchmarks/viewer_links.py REPORT… [--links 60]

Needs chromium. Links are taken evenly from all that the page of the reports has, and opened each in a fresh page by turns: with and
without reduced motion, at 1,440 and at 390 pixels, and after Back and Forward. Counts those whose lit words are in view within a second.
"""

from __future__ import annotations

import argparse
import tempfile
from itertools import product
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode

import pyoxigraph as ox
from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import TimeoutError as Late

from gongbao import graph
from gongbao.export.payload import payload
from gongbao.export.viewer_page import fill, template
from gongbao.pipeline import extract_file
from gongbao.settings import Settings

FLAGS = ["--no-sandbox", "--disable-gpu", "--use-angle=swiftshader"]
LIT_IN_VIEW = """() => {
  const pane = document.querySelector("#report").getBoundingClientRect();
  const lit = [...document.querySelectorAll("#report :is(.trigger, .subject, .object, .lit)")];
  const seen = e => [...e.getClientRects()].some(b => b.height > 0 && b.top >= pane.top - 1 && b.bottom <= pane.bottom + 1);
  return pane.height > 0 && lit.some(seen);
}"""
SECOND = 1000
Motion = Literal["no-preference", "reduce"]


def links(data: dict[str, Any], wanted: int) -> list[str]:
    """Fragments of links, a third each to relations, things and figures, spread over all of them."""
    nodes, reports = data["nodes"], data["reports"]
    named = {node for report in reports for _, _, node in report["mentions"]}
    edges = [
        {"edge": " ".join((nodes[s["s"]]["i"], data["predicates"][s["p"]]["id"], nodes[s["o"]]["i"]))}
        for s in data["statements"]
    ]
    things = [{"node": nodes[index]["i"]} for index in sorted(named)]
    figures = [{"figure": f"{reports[q['d']]['i']}-{q['e'][0]['i']}"} for q in data["quantities"] if q["e"]]
    found = []
    for kind in (edges, things, figures):
        step = max(1, len(kind) // max(1, wanted // 3))
        found += [urlencode(each) for each in kind[::step][: wanted // 3]]
    return found


def opens(browser: Browser, page: Path, link: str, motion: Motion, width: int) -> bool:
    """Whether the words of a link are in view within a second of load, and again after Back and Forward."""
    context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion=motion, locale="zh-CN")
    shown = context.new_page()
    shown.goto(f"{page.as_uri()}#{link}")
    shown.wait_for_function("() => document.documentElement.dataset.drawn", timeout=90_000)
    right = rests(shown)
    shown.evaluate("() => { location.hash = 'lang=zh' }")
    shown.go_back()
    again = rests(shown)
    context.close()
    return right and again


def rests(shown: Page) -> bool:
    try:
        shown.wait_for_function(LIT_IN_VIEW, timeout=SECOND)
    except Late:
        return False
    return True


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports", nargs="+", type=Path)
    parser.add_argument("--links", type=int, default=60)
    given = parser.parse_args()
    settings = Settings()
    store = ox.Store()
    for report in given.reports:
        for extraction in extract_file(report, settings):
            store.extend(graph.quads(extraction, settings.ontology))
    data: Any = payload(store, settings.ontology)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page = Path(folder) / "page.html"
        page.write_text(fill(template(), data), encoding="utf-8")
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        motions: tuple[Motion, ...] = ("reduce", "no-preference")
        ways = list(product(motions, (1440, 390)))
        found = links(data, given.links)
        wrong = [link for index, link in enumerate(found) if not opens(browser, page, link, *ways[index % len(ways)])]
        browser.close()
    print(f"{len(found) - len(wrong)} of {len(found)} links open at their words, at first and after Back")
    for link in wrong:
        print(f"  not: {link}")


if __name__ == "__main__":
    main()
