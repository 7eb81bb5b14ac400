"""The server's pages as people use them: completion, hints, charts, names as one types, keyboard, phone, axe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

import pyoxigraph as ox
import pytest
from playwright.sync_api import Browser, Page

import page_samples
from browsing import Theme
from serving import Served, serving
from walking import walk

pytestmark = pytest.mark.slow

Open = Callable[..., Page]
TEAM = "/gongbao/Organization/天津市交通执法总队"
PAGES = {
    "home": "/",
    "search": "/search?q=执法",
    "nothing": "/search?q=饕餮",
    "ask": "/ask/campaigns?name=执法总队",
    "reports": "/reports",
    "things": "/things/Organization",
    "thing": TEAM,
    "query": "/query?query=SELECT * { ?s gb:conducts ?o }",
    "missing": "/gongbao/Organization/没有",
    "ontology": "/ontology",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    graph = tmp_path_factory.mktemp("served") / "story.trig"
    page_samples.story().dump(str(graph), format=ox.RdfFormat.TRIG)
    with serving(graph, graph.with_suffix(".log"), "--quiet") as served:
        yield served


@pytest.fixture
def visit(browser: Browser, server: Served) -> Iterator[Open]:
    """Open a path; at the end no page said an error or asked for anything elsewhere."""
    wrong: list[str] = []
    contexts = []

    def open_page(path: str, *, width: int = 1280, theme: Theme = "light", locale: str = "zh-CN") -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme, locale=locale)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: wrong.extend([said.text] * (said.type == "error" and "404" not in said.text)))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda asked: wrong.extend([asked.url] * (not asked.url.startswith((server.url, "data:")))))
        page.goto(server.url.rstrip("/") + quote(path, safe="/?=&"))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


def in_view(page: Page, selector: str) -> bool:
    script = """e => { const b = e.getBoundingClientRect(), p = e.closest('.paper').getBoundingClientRect();
      return b.top >= Math.max(0, p.top) - 1 && b.bottom <= Math.min(innerHeight, p.bottom) + 1 }"""
    return bool(page.eval_on_selector(selector, script))


def test_a_name_is_completed_as_one_types_and_leads_to_its_page(visit: Open) -> None:
    page = visit("/")
    page.locator("input[type=search]").press_sequentially("zfzd")
    page.wait_for_selector("[role=option]")
    assert page.inner_text("[role=option]").startswith("天津市交通执法总队")
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("input[type=search]", "aria-activedescendant")
    page.keyboard.press("Enter")
    page.wait_for_url("**/Organization/**")
    assert unquote(urlsplit(page.url).path) == TEAM


def test_a_question_is_asked_by_keyboard_and_answered_in_the_text(visit: Open) -> None:
    page = visit("/")
    page.focus("form[action='/ask/campaigns'] input")
    page.keyboard.type("執法總隊")
    page.wait_for_selector("[role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.input_value("form[action='/ask/campaigns'] input") == "天津市交通执法总队"
    page.keyboard.press("Enter")
    page.wait_for_selector("blockquote cite a")
    page.focus("blockquote cite a")
    page.keyboard.press("Enter")
    page.wait_for_selector("#at")
    assert in_view(page, "#at") and "开展出租汽车专项整治行动" in page.inner_text("#at")
    page.go_back()
    page.wait_for_selector("blockquote cite a")


def test_terms_are_completed_and_a_misspelt_one_is_put_right(visit: Open) -> None:
    page = visit("/query")
    page.fill("#query", "")
    page.locator("#query").press_sequentially("SELECT * { ?s gb:cond")
    page.wait_for_selector("#terms [role=option]")
    assert page.inner_text("#terms [role=option] >> nth=0").startswith("gb:conducts 开展")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.input_value("#query").endswith("gb:conducts")
    page.fill("#query", "SELECT * { ?s gb:conduct ?o }")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#hints button")
    assert "没有 gb:conduct" in page.inner_text("#hints") and page.inner_text("#status").startswith("0 行")
    page.click("#hints button")
    page.wait_for_selector("#answer td a")
    assert page.locator("#hints button").count() == 0


def test_a_label_completes_too(visit: Open) -> None:
    page = visit("/query")
    page.fill("#query", "")
    page.locator("#query").press_sequentially("SELECT * { ?s 开展")
    page.wait_for_selector("#terms [role=option]")
    page.keyboard.press("Control+Space")
    page.keyboard.press("Enter")
    assert page.input_value("#query") == "SELECT * { ?s gb:conducts"


def test_the_address_is_a_link_to_the_query_and_back_goes_back(visit: Open) -> None:
    page = visit("/query")
    for term in ("gb:conducts", "gb:handles"):
        page.fill("#query", f"SELECT ?o {{ ?s {term} ?o }}")
        page.click("#run")
        page.wait_for_selector("#answer td a")
    assert parse_qs(urlsplit(page.url).query)["query"] == ["SELECT ?o { ?s gb:handles ?o }"]
    page.go_back()
    page.wait_for_function("() => document.getElementById('query').value.includes('gb:conducts')")
    page.wait_for_selector("#answer tbody tr:nth-child(2)")
    (query,) = parse_qs(urlsplit(page.url).query)["query"]
    sent = visit(f"/query?query={query}")
    sent.wait_for_selector("#answer tbody tr:nth-child(2)")


def test_answers_are_charts_and_networks(visit: Open) -> None:
    counts = "SELECT ?type (COUNT(*) AS ?n) { ?s a ?type } GROUP BY ?type"
    page = visit(f"/query?show=chart&query={counts}")
    page.wait_for_selector("svg.chart rect")
    rows = int(page.inner_text("#status").split()[0])
    assert page.locator("svg.chart rect").count() == rows > 5
    page.select_option("#format", "table")
    assert page.locator("#answer tbody tr").count() == rows
    page = visit("/query?show=network&query=SELECT ?s ?o { ?s gb:conducts ?o }")
    page.wait_for_selector("svg.chart circle")
    edges = int(page.inner_text("#status").split()[0])
    assert page.locator("svg.chart line").count() == edges and page.locator("svg.chart a circle").count() == 5
    boxes = [page.locator("svg.chart circle").nth(n).bounding_box() for n in range(5)]
    assert all(a and b and abs(a["x"] - b["x"]) + abs(a["y"] - b["y"]) > 15 for a in boxes for b in boxes if a is not b)
    page = visit("/query?show=network&query=CONSTRUCT { ?s gb:conducts ?o } WHERE { ?s gb:conducts ?o }")
    page.wait_for_selector("svg.chart circle")
    times = 'SELECT ?t ?n { VALUES (?t ?n) { ("2021-06-01T10:00:00" 2) ("2020" 1) ("2021-05" 3) } }'
    page = visit(f"/query?show=chart&query={times}")
    page.wait_for_selector("svg.chart polyline")
    assert page.locator("svg.chart circle").count() == 3 and "2021-06-01" in (page.text_content("svg.chart") or "")
    page = visit("/query?show=chart&query=SELECT ?s { ?s gb:nothing ?o }")
    page.wait_for_selector("#answer .note")


def test_the_picture_opens_at_the_thing(visit: Open) -> None:
    page = visit(TEAM)
    page.click("a[href^='/view']")
    page.wait_for_function("() => document.documentElement.dataset.drawn", timeout=60_000)
    assert "天津市交通执法总队" in page.inner_text("body")


def test_evidence_is_seen_on_a_phone_without_moving_it(visit: Open) -> None:
    visit(PAGES["home"])
    for path in (PAGES["ask"], PAGES["thing"]):
        page = visit(path, width=390)
        box = page.locator("td blockquote").first.bounding_box()
        assert box and box["x"] >= 0 and box["width"] > 200 and box["x"] + box["width"] <= 390


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_no_violation_and_nothing_is_cut_off(
    visit: Open, npm_modules: Path, name: str, theme: str, width: int
) -> None:
    page = visit(PAGES[name], theme=theme, width=width)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate((npm_modules / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run().then(r => r.violations)")
    assert found == [], [(v["id"], [n["html"] for n in v["nodes"]]) for v in found]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_is_walked_through_by_tab(visit: Open, name: str, width: int) -> None:
    page = visit(PAGES[name], width=width)
    page.wait_for_load_state("networkidle")
    found = walk(page)
    assert found.wrong == []
    assert len(found.stops) > 5
