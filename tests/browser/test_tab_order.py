"""The page and the server's pages by Tab alone: in the order of reading, never unseen, never caught, never lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from browsing import Viewer
from walking import walk

pytestmark = pytest.mark.slow

Open = Callable[..., Viewer]
VIEWS = ("network", "summary", "time", "places", "table")
STATES = {
    "node": "mark >> nth=0",
    "edge": "mark >> nth=0, #card .sentence >> nth=0",
    "figure": "mark >> nth=0, #card .sentence.quantity >> nth=0",
    "filter": "[data-type=Place], [data-action=filter]",
    "chips": "[data-type=Place]",
}


@pytest.mark.parametrize("name", ["story", "real"])
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_walked_through(viewer: Open, name: str, view: str) -> None:
    shown = viewer(name, view=view)
    if view in ("time", "places"):
        shown.page.locator("[data-period], button.tile").first.click()
    found = walk(shown.page)
    assert found.wrong == []
    assert len(found.stops) > 25


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_walked_through(viewer: Open, state: str) -> None:
    shown = viewer("story")
    for selector in STATES[state].split(", "):
        shown.page.click(selector)
        shown.settle()
    assert walk(shown.page).wrong == []


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("pane", ["text", "picture"])
def test_a_narrow_window_is_walked_through(viewer: Open, view: str, pane: str) -> None:
    shown = viewer("story", width=390, view=view)
    shown.page.click(f"[data-pane-tab={pane}]")
    shown.settle()
    found = walk(shown.page)
    assert found.wrong == []
    shown.page.locator("a, button, summary").first.focus()
    shown.page.keyboard.press("Enter")  # the way past everything to the text
    assert shown.page.evaluate("document.activeElement.id") == "report"
    assert shown.page.locator("#report").is_visible()


@pytest.mark.parametrize("first", ["[data-action=filter]", "summary.chip", ".report-list > summary"])
def test_what_opens_over_the_page_gives_focus_back(viewer: Open, first: str) -> None:
    shown = viewer("story")
    over = ".drawer:not([hidden]), .menu[open], .report-list[open]"
    shown.page.focus(first)
    shown.page.keyboard.press("Enter")
    shown.page.keyboard.press("Tab")
    assert shown.page.evaluate("over => document.activeElement.closest(over) !== null", over)
    shown.page.keyboard.press("Escape")
    assert shown.page.locator(first).evaluate("e => e === document.activeElement")
    assert shown.page.locator(over).count() == 0
    if "summary" in first:  # what lies over the text closes when one goes on
        shown.page.keyboard.press("Enter")
        items = shown.page.locator(over).locator("button, input").count()
        for _ in range(items + 1):
            shown.page.keyboard.press("Tab")
        assert items and shown.page.locator(over).count() == 0


PRESSED = [
    "[data-type=Place]",
    "[data-action=time]",
    "[data-action=relax]",
    "[data-action=language]",
    "[data-action=theme]",
    "[data-steps='1']",
    "#card .more",
    ".filter-chip",
    "[data-id=planned]",
    "#tab-entities",
    "th button",
    "[data-period]",
    "button.tile",
]


@pytest.mark.parametrize("selector", PRESSED)
def test_focus_is_never_lost(viewer: Open, selector: str) -> None:
    views = {"#tab-entities": "table", "th button": "table", "[data-period]": "time", "button.tile": "places"}
    name = "atlas" if selector == "button.tile" else "long_report 60" if selector == "#card .more" else "story"
    shown = viewer(name, view=views.get(selector, "network"))
    if selector in ("[data-steps='1']", "#card .more"):
        shown.page.click("mark >> nth=0")
    if selector == ".filter-chip":
        shown.page.click("[data-type=Place]")
    if selector == "[data-id=planned]":
        shown.page.click("[data-action=filter]")
    target = shown.page.locator(selector).first
    words = target.inner_text()
    target.focus()
    shown.page.keyboard.press("Space")
    focused = shown.page.evaluate("document.activeElement.tagName")
    assert focused not in ("BODY", "MAIN"), words
    gone = selector in ("#card .more", ".filter-chip")
    still = target.evaluate("e => e === document.activeElement") if target.count() else False
    assert still != gone


def test_search_leads_into_the_card_and_escape_stays(viewer: Open) -> None:
    shown = viewer("story")
    shown.page.keyboard.press("/")
    shown.page.keyboard.type("688")
    shown.page.keyboard.press("Escape")
    assert shown.page.evaluate("[document.activeElement.id, document.activeElement.value]") == ["search", ""]
    shown.page.keyboard.type("688")
    shown.page.keyboard.press("Enter")
    assert shown.page.evaluate("document.activeElement.innerText") == "688案"


def test_a_list_that_was_opened_stays_open(viewer: Open) -> None:
    shown = viewer("long_report 60", view="summary")
    shown.page.locator(".plan .more").first.click()
    deeds = shown.page.locator(".plan .deed")
    count = deeds.count()
    last = deeds.nth(20)
    last.click()
    assert deeds.count() == count and last.get_attribute("aria-current") == "true"
    assert shown.page.locator("#report .in-sentence").count() > 0
