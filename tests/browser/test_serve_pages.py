"""The server's pages in a real browser: the query page works offline, policies hold, hostile names stay text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pyoxigraph as ox
import pytest
from playwright.sync_api import Browser, Page

import page_samples
from serving import Served, serving

pytestmark = pytest.mark.slow

Open = Callable[[str], Page]


@pytest.fixture(scope="module", params=["story", "hostile"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    graph = folder / f"{request.param}.trig"
    getattr(page_samples, request.param)().dump(str(graph), format=ox.RdfFormat.TRIG)
    with serving(graph, folder / "log", "--quiet") as served:
        yield served


@pytest.fixture
def visit(browser: Browser, server: Served) -> Iterator[Open]:
    """Open a path of the server; at the end no page said an error or asked for anything elsewhere."""
    context = browser.new_context(locale="zh-CN")
    wrong: list[str] = []

    def open_page(path: str) -> Page:
        page = context.new_page()
        page.on("console", lambda message: wrong.extend([message.text] * (message.type == "error")))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: wrong.append(f"dialog: {dialog.message}"))
        page.on("request", lambda asked: wrong.append(asked.url) if _elsewhere(asked.url, server) else None)
        page.goto(server.url.rstrip("/") + path)
        return page

    yield open_page
    context.close()
    assert wrong == []


def _elsewhere(url: str, server: Served) -> bool:
    return not url.startswith((server.url, "data:", "blob:"))


def test_the_query_page_fills_asks_and_shows(visit: Open) -> None:
    page = visit("/query")
    page.select_option("#ready", "entities")
    page.fill("#parameters input", '局"')
    assert 'VALUES $name { "局\\"" }' in page.input_value("#query")
    page.fill("#parameters input", "局")
    page.click("#run")
    page.wait_for_selector("#answer table")
    assert "行" in page.inner_text("#status")
    page.select_option("#format", "text/csv")
    page.keyboard.press("Escape")
    page.click("#run")
    page.wait_for_selector("#answer pre")
    assert page.inner_text("#answer pre").startswith("type,label")
    assert page.evaluate("document.title").startswith("SPARQL")


def test_links_in_answers_lead_to_pages_of_this_server(visit: Open) -> None:
    page = visit("/query")
    page.fill("#query", "SELECT ?o { ?o a gb:Organization } LIMIT 1")
    page.click("#run")
    page.wait_for_selector("#answer td a")
    page.click("#answer td a")
    page.wait_for_selector("h1 bdi")
    assert "/gongbao/Organization/" in page.url


def test_a_syntax_error_is_pointed_at(browser: Browser, server: Served) -> None:
    page = browser.new_page(locale="zh-CN")
    page.goto(server.url + "query")
    page.fill("#query", "SELECT * {\n ?s foo:a ?o }")
    page.click("#run")
    page.wait_for_selector(".error")
    assert "第 2 行第 5 列" in page.inner_text("#status")
    assert page.evaluate("document.getElementById('query').selectionStart") == 15
    page.close()


def test_no_name_runs_on_any_page(visit: Open, server: Served) -> None:
    things = server.select("SELECT DISTINCT ?s { ?s skos:prefLabel ?l }").json()["results"]["bindings"]
    for row in things[:12]:
        page = visit(urlsplit(row["s"]["value"]).path)
        assert page.locator("h1").count() == 1
        assert page.locator("main script, main img").count() == 0
        assert page.evaluate("document.title").endswith("gongbao")


def test_the_viewer_runs_under_its_policy(visit: Open) -> None:
    page = visit("/view")
    page.wait_for_function("() => document.documentElement.dataset.drawn", timeout=60_000)
    assert page.evaluate("document.title").endswith("gongbao")
