"""A reader corrects a wrong name with three clicks, saves, builds again, and it stays right."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

import gongbao
from browsing import Viewer
from deciding_texts import REPORT, TEAM
from gongbao.export.viewer_page import render
from serving import serving

pytestmark = pytest.mark.slow


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "报告.txt"
    path.write_text(REPORT, "utf-8")
    return path


def built(report: Path) -> Path:
    result = gongbao.build(report)
    page = report.with_suffix(".html")
    page.write_text(render(result.to_store(), result.settings.ontology), "utf-8")
    return page


def saved(page: Page, folder: Path) -> str:
    """Save what was decided beside the report."""
    page.fill("#judge-bar .who", "李四")
    with page.expect_download() as download:
        page.click("#judge-bar .save")
    name = download.value.suggested_filename
    assert re.fullmatch(r"decisions-李四-[\d-]+\.csv", name)
    (folder / name).write_bytes(content := Path(download.value.path()).read_bytes())
    return content.decode("utf-8-sig")


def select(page: Page, words: str) -> None:
    """Select words of the text, from the first of them to the last."""
    page.evaluate(
        """words => {
          const spans = [...document.querySelectorAll(".paper [data-p]")];
          const text = spans.map(s => s.textContent).join("");
          const at = offset => { for (const s of spans) { if (offset <= s.textContent.length) return [s.firstChild, offset]; offset -= s.textContent.length; } };
          const from = text.indexOf(words), range = document.createRange();
          range.setStart(...at(from)); range.setEnd(...at(from + words.length));
          getSelection().removeAllRanges(); getSelection().addRange(range);
        }""",
        words,
    )


def names(page: Page) -> list[str]:
    return page.locator(".paper mark").all_inner_texts()


def test_three_clicks_correct_a_name_and_it_stays_right(
    browser_page: Callable[[Path], Viewer], report: Path, tmp_path: Path
) -> None:
    page = browser_page(built(report)).page
    page.locator("mark", has_text="“春风”专项行动").click()
    page.locator("#card .verdict.no").click()
    page.locator("#card .judge .first").click()
    assert page.locator("mark.judged").all_inner_texts() == ["“春风”专项行动"]
    page.reload()
    assert "1 项判定未保存" in page.inner_text("#judge-bar")  # it is kept until it is saved
    page.click("#judge-bar .save")
    assert "请先写你的名字" in page.inner_text("#judge-bar [role=status]") and page.locator(".who:focus").count() == 1
    assert "name,wrong,“春风”专项行动" in saved(page, tmp_path)
    again = browser_page(built(report)).page
    assert "“春风”专项行动" not in names(again)
    assert again.inner_text("#judge-bar") == "判定 1"
    again.click("summary:has-text('人工判定')")
    assert "李四" in again.inner_text("#card")
    again.click("#judge-bar summary")
    again.click("#judge-bar button:has-text('撤回')")
    assert "name,open,“春风”专项行动" in saved(again, tmp_path)
    assert any("春风" in entity.name for entity in gongbao.build(report).entities)


def test_what_is_missing_is_given_by_selecting_it(
    browser_page: Callable[[Path], Viewer], report: Path, tmp_path: Path
) -> None:
    page = browser_page(built(report)).page
    select(page, "安全月活动")
    page.select_option("#judge-bar select[aria-label=添为名称]", "Event")
    saved(page, tmp_path)
    page = browser_page(built(report)).page
    assert "安全月活动" in names(page)
    select(page, "市公安局开展“春风”专项行动，查处688案。市交通执法总队")
    page.select_option("#judge-bar select[aria-label=谁]", "市交通执法总队")
    page.select_option("#judge-bar select[aria-label=做什么]", "cooperatesWith")
    page.select_option("#judge-bar select[aria-label=对谁]", "市公安局")
    page.click("#judge-bar button:has-text('添为陈述')")
    assert "statement,right,市公安局开展" in saved(page, tmp_path)
    given = [s for s in gongbao.build(report).statements if s.predicate == "cooperatesWith"]
    assert [s.score for s in given] == [1.0]


def test_a_statement_is_rejected_on_its_card(
    browser_page: Callable[[Path], Viewer], report: Path, tmp_path: Path
) -> None:
    page = browser_page(built(report)).page
    page.locator("mark", has_text="“春风”专项行动").click()
    page.locator("#card .sentence", has_text="市公安局").first.click()
    page.locator("#card .verdict.no").first.click()
    saved(page, tmp_path)
    result = gongbao.build(report)
    label = {e.iri: e.name for e in result.entities}
    spring = [s for s in result.statements if s.predicate == "conducts" and "春风" in label.get(s.object, "")]
    assert [label[s.subject] for s in spring] == ["市交通执法总队"]


def test_the_page_of_a_thing_has_right_and_wrong_beside_its_evidence(
    browser: Browser, report: Path, tmp_path: Path
) -> None:
    result = gongbao.build(report)
    result.save(tmp_path, "turtle")
    (team,) = (urlsplit(entity.iri).path for entity in result.entities if entity.name == TEAM)
    with serving(tmp_path / "报告.ttl", tmp_path / "log", "--decisions", str(tmp_path / "decisions.csv")) as served:
        page = browser.new_page(locale="zh-CN")
        page.on("dialog", lambda dialog: dialog.accept("李四"))
        page.goto(served.url.rstrip("/") + team)
        row = page.locator("tr", has_text="春风").first
        row.locator("button", has_text="错").click()
        page.wait_for_selector(".judge [role=status]:has-text('已存入判定表')")
        assert row.locator("button[aria-pressed=true]").inner_text() == "✗ 错"
        page.close()
    (decided,) = gongbao.build(report).extraction.decided
    assert (decided.about, decided.verdict, decided.who) == ("statement", "wrong", "李四")


def test_a_served_page_sends_what_is_decided_to_the_table(browser: Browser, report: Path, tmp_path: Path) -> None:
    gongbao.build(report).save(tmp_path, "turtle")
    with serving(tmp_path / "报告.ttl", tmp_path / "log", "--decisions", str(tmp_path / "decisions.csv")) as served:
        page = browser.new_page(locale="zh-CN")
        errors: list[str] = []
        page.on("console", lambda message: errors.extend([message.text] * (message.type == "error")))
        page.goto(f"{served.url}view")
        page.locator("mark", has_text="“春风”专项行动").click()
        page.locator("#card .verdict.no").click()
        page.locator("#card .judge .first").click()
        page.fill("#judge-bar .who", "李四")
        page.click("#judge-bar .save")
        page.wait_for_selector("#judge-bar [role=status]:has-text('已存入判定表')")
        page.close()
    assert errors == []
    assert not any("春风" in entity.name for entity in gongbao.build(report).entities)
