"""What the page must bear: sizes, speed, hostile text, accessibility."""

from __future__ import annotations

import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from playwright.sync_api import Browser

import page_samples
from browsing import SVG, Viewer

pytestmark = pytest.mark.slow

Open = Callable[..., Viewer]
LIMITS = {"large 1000": 2500, "large 20000": 6000}


@pytest.fixture(scope="session")
def axe(npm_modules: Path) -> str:
    return (npm_modules / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def test_real_report_is_small_and_asks_for_nothing(viewer: Open, pages: Callable[[str], Path]) -> None:
    assert pages("real").stat().st_size < 500_000
    shown = viewer("real")
    assert shown.page.locator("mark").count() > 20
    assert len(shown.requests) == 1


@pytest.mark.parametrize("name", LIMITS)
def test_drawn_in_time(viewer: Open, name: str) -> None:
    took = min(viewer(name).drawn() for _ in range(2))
    print(f"{name} nodes: drawn after {took:.0f} ms")
    assert took < LIMITS[name]


def test_large_network_shows_the_most_important_first(viewer: Open) -> None:
    shown = viewer("large 20000", view="network")
    for drawn in ("48 / ", "150 / ", "400 / ", "1,500 / ", "3,000 / "):
        assert drawn in shown.text(".notice")
        shown.page.click("[data-action=more]")
    shown.page.fill("#search", "第300市第7号")
    shown.page.keyboard.press("Enter")
    assert "第300市第7号专项行动" in shown.text("#card h2")
    assert "第300市第7号专项行动" in shown.picture()


@pytest.mark.parametrize("name", ["real", "large 1000"])
def test_labels_do_not_overlap(viewer: Open, browser: Browser, name: str) -> None:
    picture = viewer(name, view="network").export("svg").decode()
    bare = browser.new_page()
    bare.set_content(picture)
    boxes = bare.evaluate(
        "() => [...document.querySelectorAll('g')].map(g => { const b = g.getBBox();"
        " return [b.x, b.y, b.x + b.width, b.y + b.height, g.textContent.trim()] })"
    )
    bare.close()
    assert len(boxes) > 20
    slack = 3  # a text's box is higher than its glyphs
    for i, (x0, y0, x1, y1, words) in enumerate(boxes):
        for u0, v0, u1, v1, other in boxes[i + 1 :]:
            apart = x0 >= u1 - slack or u0 >= x1 - slack or y0 >= v1 - slack or v0 >= y1 - slack
            assert apart, (words, other)


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("name", ["real", "story", "large 1000", "long_report 60"])
def test_every_node_of_a_first_network_is_named_and_joined(viewer: Open, name: str, width: int) -> None:
    shown = viewer(name, view="network", width=width)
    shown.page.wait_for_selector("#network canvas", state="attached")
    root = ET.fromstring(shown.export("svg"))
    named = {"".join(text.text or "" for text in group) for group in root.iter(f"{SVG}g")}
    nodes = [title for circle in root.iter(f"{SVG}circle") if (title := circle.findtext(f"{SVG}title"))]
    ways = [title for path in root.iter(f"{SVG}path") if (title := path.findtext(f"{SVG}title"))]
    unnamed = [node for node in nodes if not any(len(n) > 1 and node.startswith(n.rstrip("…")) for n in named)]
    assert len(nodes) > 5 and unnamed == []
    alone = [node for node in nodes if not any(way.startswith(f"{node} ") or way.endswith(f" {node}") for way in ways)]
    assert len(alone) <= 0.02 * len(nodes)


def test_a_long_row_of_brackets_is_laid_out_at_once(viewer: Open) -> None:
    assert viewer("brackets 10000").drawn() < LIMITS["large 1000"]


@pytest.mark.parametrize("view", ["time", "places", "table"])
@pytest.mark.parametrize("lang", ["en", "zh-Hans"])
def test_nothing_is_cut_or_runs_into_another_on_a_phone(viewer: Open, view: str, lang: str) -> None:
    shown = viewer("atlas", width=390, view=view, lang=lang)
    cut = (
        "() => [...document.querySelectorAll('.tile span, .timeline thead .number, .table-head button, .pane-tools button')]"
        ".filter(e => { const b = e.getBoundingClientRect(), p = e.closest('.tile')?.getBoundingClientRect();"
        " return b.width && (b.right > innerWidth || e.scrollWidth > Math.ceil(b.width) || p && b.left < p.left) }).map(e => e.textContent)"
    )
    assert shown.page.evaluate(cut) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "state", ["overview", "summary", "time", "places", "words", "node", "edge", "filter", "table", "english", "judge"]
)
def test_axe_finds_no_violation(viewer: Open, axe: str, theme: str, state: str) -> None:
    views = {view: {"view": view} for view in ("table", "summary", "time", "places")}
    fragment = {**views, "english": {"lang": "en"}, "words": {"find": "开展"}}.get(state, {})
    shown = viewer("story", theme=theme, **fragment)
    if state in ("node", "edge", "judge"):
        shown.page.click("mark >> nth=0")
    if state == "judge":
        shown.page.locator("#card .verdict.yes").click()
        shown.page.locator("#card .verdict.no").click()
        shown.page.locator("#judge-bar summary").click()
    if state == "edge":
        shown.page.click("#card .sentence >> nth=0")
    if state == "filter":
        shown.page.click("[data-action=filter]")
    if state in ("time", "places"):
        shown.page.locator("[data-period], button.tile").first.click()
    shown.settle()
    shown.page.evaluate(axe)
    found = shown.page.evaluate("axe.run().then(r => r.violations)")
    assert [(v["id"], v["help"], [n["html"][:160] for n in v["nodes"]][:4]) for v in found] == []


@pytest.mark.parametrize("view", ["network", "table", "summary"])
def test_the_bar_of_decisions_covers_nothing(viewer: Open, view: str) -> None:
    shown = viewer("story", view=view)
    shown.page.set_viewport_size({"width": 1100, "height": 700})
    shown.page.click("mark >> nth=0")
    shown.page.click("#card .verdict.yes")
    shown.page.click("#judge-bar .save")  # without a name: the bar says so, and is higher
    shown.settle()
    bar = shown.page.locator("#judge-bar .judge-status").bounding_box()
    parts = {"network": ".legend, .zoom", "table": ".table-scroll", "summary": ".summary"}[view]
    boxes = [each.bounding_box() for each in shown.page.locator(f"{parts}, #report").all()]
    assert bar and len(boxes) >= 2 and all(box and box["y"] + box["height"] <= bar["y"] for box in boxes)


def test_hostile_names_are_only_text(viewer: Open) -> None:
    shown = viewer("hostile")
    title = shown.page.title()
    assert title.startswith("</script>")
    assert shown.page.locator("img").count() == 0
    assert shown.page.locator("script").count() == 2
    assert "</script><script>" in shown.text(".paper")
    assert "⟦202E⟧" in shown.text(".paper")
    assert "\u202e" not in shown.page.locator("#app").inner_html()
    for index in range(len(page_samples.HOSTILE)):
        shown.page.click(f"mark >> nth={index * 2}")
        assert shown.text("#card h2")
    shown.page.keyboard.press("Escape")
    shown.export("svg")
    shown.export("turtle")
    shown.page.click("[data-action=table]")
    assert shown.page.locator("tbody tr").count() == len(page_samples.HOSTILE) + 1
    assert shown.page.title() == title


def test_long_name_stays_in_its_place(viewer: Open) -> None:
    shown = viewer("hostile")
    shown.page.fill("#search", "长长长长")
    shown.page.keyboard.press("Enter")
    shown.settle()
    assert len(shown.text("#card h2")) == 500
    assert shown.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert shown.page.evaluate("(e => e.scrollWidth <= e.clientWidth)(document.querySelector('#card'))")


@pytest.mark.parametrize("width", [1440, 390])
def test_titles_of_any_length_and_of_nothing(viewer: Open, width: int) -> None:
    shown = viewer("titled_at_length", width=width, view="summary")
    columns = shown.page.locator(".matrix thead button").all_inner_texts()
    assert len(set(columns)) == 2 and all(columns)  # of one body and one day, and told apart
    assert shown.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    shown.page.click("[data-pane-tab=text]") if width == 390 else None
    for row in (0, 1):
        shown.page.click(".report-list > summary")
        chosen = shown.page.locator(".report-menu button").nth(row)
        assert chosen.inner_text().split("\n")[0].strip()
        chosen.click()
        assert shown.page.evaluate("(e => e.scrollWidth <= e.clientWidth)(document.querySelector('#report'))")
        assert shown.text(".bar h1")
    assert shown.page.locator("#app b b, #app img").count() == 0


def test_summary_of_a_large_page_opens_sentences(viewer: Open) -> None:
    shown = viewer("large 1000")
    assert shown.page.locator(".matrix tbody tr").count() > 5
    shown.page.locator(".cell-button").first.click()
    assert shown.page.locator("#report .trigger").count() > 0
    shown.page.locator(".matrix thead button").first.click()
    assert "第0市工作报告" in shown.text(".filter-chips")
    columns = shown.page.locator(".actor-block").first.locator("thead th").all_inner_texts()
    assert columns[0] == "章节" and columns[1].startswith("已做")


def test_one_node(viewer: Open) -> None:
    shown = viewer("single")
    assert list(shown.picture()) == ["天津西站"]
    shown.click_at("天津西站")
    assert "地点" in shown.text("#card")


def test_no_edges(viewer: Open) -> None:
    shown = viewer("without_edges 40")
    assert len(shown.picture()) == 40  # nothing connects, so they are all there is to see
    shown.page.click("[data-action=table]")
    assert "没有符合条件的内容" in shown.text(".table-view")


def test_ten_thousand_mentions(viewer: Open) -> None:
    shown = viewer("many_mentions 10000")
    assert shown.drawn() < 6000
    assert shown.page.locator("mark").count() == 10_000
    shown.page.click("mark >> nth=0")
    assert shown.page.locator("mark.lit").count() == 500
    shown.page.click(".mention-steps button >> nth=0")
    shown.settle()
    assert "500/500" in shown.text(".steps-label")


def test_narrow_window(viewer: Open) -> None:
    shown = viewer("story")
    shown.page.set_viewport_size({"width": 420, "height": 860})
    shown.settle()
    assert shown.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    shown.page.click("mark >> nth=0")
    assert shown.text("#card h2")


def test_unit_tests_and_types_of_the_page(npm_modules: Path, hatch_build: ModuleType) -> None:
    _, environment = hatch_build.find_npm()
    for command in (["typescript/bin/tsc", "--noEmit"], ["vitest/vitest.mjs", "run"]):
        done = subprocess.run(
            [environment["GONGBAO_NODE"], str(npm_modules / command[0]), *command[1:]],
            cwd=npm_modules.parent,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("view", "shows"),
    [("network", "#network"), ("table", ".table-view"), ("summary", "#summary"), ("time", "#summary")],
)
def test_a_link_that_names_a_view_opens_it_in_a_narrow_window(viewer: Open, view: str, shows: str) -> None:
    assert viewer("story", width=390).page.locator("#report").is_visible()
    page = viewer("story", width=390, view=view).page
    assert page.locator(shows).is_visible() and not page.locator("#report").is_visible()
