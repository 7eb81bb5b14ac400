"""The pages for those who check: the ontology, searched; gold and found, gone through by key."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from gongbao import ontology
from gongbao.evaluate.errors_page import render_errors
from gongbao.export.ontology_page import render_reference

pytestmark = pytest.mark.slow


def opened(browser: Browser, folder: Path, html: str) -> Page:
    path = folder / "page.html"
    path.write_text(html, encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    return page


@pytest.mark.parametrize("typed", ["conducts", "开展", "開展"])
def test_a_term_is_found_in_the_ontology(browser: Browser, tmp_path: Path, typed: str) -> None:
    page = opened(browser, tmp_path, render_reference(ontology.load(), served=True))
    terms = page.locator("main article")
    whole = terms.count()
    page.fill("#find", typed)
    seen = page.locator("main article:visible")
    assert 0 < seen.count() < whole / 2
    assert page.locator("#conducts").is_visible() and not page.locator("#Person").is_visible()
    for head in page.locator("main h2:visible").all():  # no heading without anything under it
        assert head.evaluate("e => { do e = e.nextElementSibling; while (e.hidden); return e.tagName }") == "ARTICLE"
    page.fill("#find", "")
    assert seen.count() == whole
    page.close()


def test_the_next_difference_is_a_key_away(browser: Browser, tmp_path: Path) -> None:
    def mention(start: int, end: int) -> dict[str, object]:
        return {"start": start, "end": end, "type": "Organization"}

    text = "海州市应急管理局、救援队和<b>消防队</b>"
    gold, found = {"mentions": [mention(0, 8), mention(9, 12)]}, {"mentions": [mention(0, 8), mention(16, 19)]}
    page = opened(browser, tmp_path, render_errors([("一", text, gold, found)], ontology.load()))
    assert "2 处不同" in page.inner_text("section h2")
    assert page.locator("section b").count() == 0
    for key, words in (("n", "救援队"), ("n", "消防队"), ("p", "救援队")):
        page.keyboard.press(key)
        expect(page.locator("mark.off:focus")).to_have_text(words)
    assert page.locator("mark:not(.off)").all_inner_texts() == ["海州市应急管理局"] * 2
    page.close()
