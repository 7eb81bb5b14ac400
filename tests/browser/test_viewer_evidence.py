"""The page comes to rest where the words are: links, Back and Forward, on a report of many screens."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

import page_samples
from browsing import Viewer
from gongbao import iri, ontology
from gongbao.export.payload import payload

pytestmark = pytest.mark.slow

Open = Callable[..., Viewer]
PARAGRAPHS = 400
BODY = "市交通委员会"
LIT_IN_VIEW = """() => {
  const pane = document.querySelector("#report").getBoundingClientRect();
  const lit = [...document.querySelectorAll("#report .trigger, #report .subject, #report .object, #report .lit")];
  const seen = e => { const b = e.getBoundingClientRect(); return b.height > 0 && b.top >= pane.top - 1 && b.bottom <= pane.bottom + 1; };
  return pane.height > 0 && lit.some(seen);
}"""


def at_rest(shown: Viewer) -> None:
    shown.page.wait_for_function(LIT_IN_VIEW, timeout=10_000)


def campaign(index: int) -> str:
    return iri.entity("Campaign", f"第{index}号专项行动")


def test_the_sample_is_as_long_as_real_reports() -> None:
    data: Any = payload(page_samples.long_report(PARAGRAPHS), ontology.load())
    assert sum(map(len, data["reports"][0]["pieces"])) > 30_000


@pytest.mark.parametrize(("motion", "width"), [*product(["reduce", "no-preference"], [1440, 390])])
def test_links_open_at_their_words(viewer: Open, motion: str, width: int) -> None:
    name = f"long_report {PARAGRAPHS}"
    for index in (17, 203, 398):
        edge = viewer(
            name, motion=motion, width=width, edge=f"{iri.entity('Organization', BODY)} conducts {campaign(index)}"
        )
        at_rest(edge)
        assert f"第{index}号专项行动" in edge.page.locator(".paper .object").inner_text()
        at_rest(viewer(name, motion=motion, width=width, node=campaign(index)))


def test_a_figure_has_a_link_and_a_card(viewer: Open) -> None:
    name = f"long_report {PARAGRAPHS}"
    shown = viewer(name, node=iri.entity("Organization", BODY))
    shown.page.locator("#card .sentence.quantity").nth(5).click()
    assert "figure=" in shown.page.url
    fragment = shown.page.url.split("figure=", 1)[1].split("&")[0]
    at_rest(shown)
    again = viewer(name)
    again.page.evaluate("f => { location.hash = 'figure=' + f }", fragment)
    at_rest(again)
    assert again.text("#card h2") == shown.text("#card h2")


def test_back_and_forward(viewer: Open) -> None:
    shown = viewer(f"long_report {PARAGRAPHS}", node=campaign(390))
    first = shown.text("#card h2")
    shown.page.locator("#card .sentence").first.click()
    at_rest(shown)
    shown.page.locator("#card .node-link").first.click()
    assert shown.text("#card h2") == BODY
    for _ in range(2):
        shown.page.go_back()
    shown.page.wait_for_function("t => document.querySelector('#card h2').innerText === t", arg=first)
    at_rest(shown)
    for _ in range(2):
        shown.page.go_forward()
    shown.page.wait_for_function("t => document.querySelector('#card h2').innerText === t", arg=BODY)
    shown.page.click("[data-action=undo]")
    shown.page.wait_for_function("() => document.querySelector('#report .trigger')")
    at_rest(shown)


FOUND_IN_VIEW = """() => {
  const pane = document.querySelector("#report").getBoundingClientRect();
  const seen = [...(CSS.highlights.get("found") ?? [])].map(r => [r.toString(), r.getBoundingClientRect()]);
  return seen.filter(([, b]) => b.height > 0 && b.top >= pane.top - 1 && b.bottom <= pane.bottom + 1).map(([t]) => t).join();
}"""


@pytest.mark.parametrize("typed", ["第398號專項", "di398", "專項 398"])
def test_words_of_the_text_are_found_and_marked(viewer: Open, typed: str) -> None:
    name = f"long_report {PARAGRAPHS}"
    shown = viewer(name)
    shown.page.fill("#search", typed)
    shown.page.wait_for_selector("#hits [data-hit=sentence]")
    shown.page.locator("#hits [data-hit=words]").dispatch_event("mousedown")
    assert "398" in shown.page.wait_for_function(FOUND_IN_VIEW).json_value()
    assert "第398号专项行动" in shown.text("#card .evidence")
    again = viewer(name, find=typed)
    assert "398" in again.page.wait_for_function(FOUND_IN_VIEW).json_value()


def test_enter_finds_sentences_where_no_name_is_found(viewer: Open) -> None:
    shown = viewer("story")
    shown.page.fill("#search", "計劃舉辦")
    shown.page.keyboard.press("Enter")
    assert shown.page.wait_for_function(FOUND_IN_VIEW).json_value() == "计划举办"
    assert "find=" in shown.page.url
    shown.page.go_back()
    shown.page.wait_for_function("() => !CSS.highlights.has('found')")


def test_periods_and_provinces_open_their_sentences(viewer: Open) -> None:
    shown = viewer("atlas", view="time")
    spans = shown.page.locator(".track .span")
    lefts = [spans.nth(n).evaluate("e => e.getBoundingClientRect().left") for n in range(spans.count())]
    assert spans.count() == 3 and lefts == sorted(lefts)
    shown.page.click("[data-period='2021/2025']")
    shown.page.click(".period .sentence")
    at_rest(shown)
    shown.page.click("[data-action=places]")
    assert shown.page.locator("button.tile").all_inner_texts() == ["天津\n2", "黑龙江\n2"]
    shown.page.click("[data-place='23']")
    shown.page.click(".summary .deed:has-text('走在前列')")
    shown.page.wait_for_function(LIT_IN_VIEW.replace("#report .lit", "#report .in-sentence"))
    assert "open=23" in shown.page.url
    shown.page.click("[data-action=only-place]")
    assert "地点 黑龙江" in shown.text(".filter-chips")
    assert shown.page.locator("button.tile").all_inner_texts() == ["天津\n0", "黑龙江\n1"]


def test_a_figure_of_several_provinces_on_the_tiles(viewer: Open) -> None:
    shown = viewer("atlas", view="places")
    shown.page.select_option("[data-tiles]", index=1)
    assert shown.page.locator("button.tile").all_inner_texts() == ["天津\n300家", "黑龙江\n20家"]
    shown.page.click("[data-place='12']")
    at_rest(shown)
    assert "300" in shown.text("#card h2")


def test_a_page_that_is_read_leaves_as_it_stands(viewer: Open) -> None:
    """One report's summary, a comparison and a table: each word at its place on the screen."""
    shown = viewer("atlas", view="table")
    told = "".join(shown.page.locator("tbody td").all_inner_texts())
    table = shown.export("svg").decode()
    assert all(words[:4] in table for words in told.split()) and "来源：" in table
    assert shown.export("png").startswith(b"\x89PNG")
    shown.page.click("[data-action=summary]")
    shown.page.select_option("[data-compare='1']", label=CITY)
    assert "两边都讲到" in shown.export("svg").decode()
    one = viewer("real", view="summary")
    names = one.page.locator(".plan tbody th").all_inner_texts()
    written = one.export("svg").decode()
    assert len(names) > 2 and all(name[:6] in written for name in names if name)


@pytest.mark.parametrize(("view", "told"), [("time", "2021 – 2025"), ("places", "黑龙江"), ("summary", "清洁行动")])
def test_every_picture_leaves_with_title_source_and_date(viewer: Open, view: str, told: str) -> None:
    shown = viewer("atlas", view=view)
    written = shown.export("svg").decode()
    assert all(words in written for words in (told, "2 份报告", "来源：", "2024-01-05"))
    assert shown.export("png").startswith(b"\x89PNG")
    shown.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    shown.page.emulate_media(media="print")
    assert told in (shown.page.locator(".print-picture svg").text_content() or "")


def test_paper_shows_whole_sentences_in_a_table_and_no_buttons(viewer: Open) -> None:
    shown = viewer("story", view="table")
    shown.page.emulate_media(media="print")
    shown.page.set_viewport_size({"width": 400, "height": 990})
    assert shown.page.locator(".table-head button:visible").all_inner_texts() == ["关系"]  # what the table is of
    shown.page.locator("td .cell").first.evaluate("each => each.textContent = '依法查处出租汽车违法行为，'.repeat(40)")
    hidden = "[...document.querySelectorAll('.cell')].filter(each => each.scrollHeight > each.clientHeight + 1).length"
    assert shown.page.evaluate(hidden) == 0
    shown.page.emulate_media(media="screen")
    assert shown.page.evaluate(hidden) >= 1  # on the screen they are cut


def test_a_link_to_what_is_not_there_says_so(viewer: Open) -> None:
    shown = viewer("story", node="https://nowhere.example/thing")
    assert "不在这份图谱里" in shown.text(".notice")


def test_focus_stays_in_the_card_and_reaches_names_in_the_text(viewer: Open) -> None:
    shown = viewer("story")
    shown.page.focus("#card .sentence >> nth=0")
    shown.page.keyboard.press("Enter")
    assert shown.page.evaluate("document.activeElement.tagName") == "H2"
    shown.page.focus(".paper mark[tabindex='0']")
    shown.page.keyboard.press("ArrowRight")
    name = shown.page.evaluate("document.activeElement.textContent")
    shown.page.keyboard.press("Enter")
    assert name in shown.text("#card h2")


def test_dashed_lines_and_chips(viewer: Open) -> None:
    shown = viewer("story", **{"-modality": "planned", "-type": "Place"})
    chips = shown.page.locator(".filter-chip")
    assert chips.count() == 3
    assert "天津西站" not in shown.picture()
    chips.nth(0).click()
    assert "天津西站" not in shown.page.url and chips.count() == 1
    assert shown.page.locator(".legend .line.dashed").count() == 1


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_paper_shows_network_legend_and_text(viewer: Open, theme: str) -> None:
    shown = viewer("story", theme=theme)
    shown.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    shown.page.emulate_media(media="print")
    shown.page.set_viewport_size({"width": 700, "height": 990})
    picture = shown.page.locator(".print-picture svg")
    box = picture.bounding_box()
    assert box and box["width"] > 600 and box["height"] > 300
    assert picture.locator("circle").count() == 10
    assert picture.locator("rect").first.get_attribute("fill") == "#ffffff"  # paper is white
    assert shown.page.evaluate("getComputedStyle(document.body).color") == "rgb(35, 33, 29)"
    for told in ("● 组织", "已做", "计划或要求", "来源："):
        assert told in (picture.text_content() or "")
    heights = shown.page.evaluate(
        "[document.querySelector('#report').clientHeight, document.querySelector('.paper').scrollHeight]"
    )
    assert heights[0] >= heights[1]  # nothing of the text stays behind a scroll bar


class Clicks:
    """Counts what a hand does: presses, choices, and names typed and entered."""

    def __init__(self, shown: Viewer) -> None:
        self.page = shown.page
        self.count = 0

    def click(self, selector: str) -> None:
        self.count += 1
        self.page.locator(selector).first.click()

    def choose(self, selector: str, label: str) -> None:
        self.count += 1
        self.page.select_option(selector, label=label)

    def search(self, words: str) -> None:
        self.count += 1
        self.page.fill("#search", words)
        self.page.keyboard.press("Enter")


CITY, OTHER = "天津市人民政府", "哈尔滨市人民政府"
TIAN_JIN_FOREST = "天津市护林行动"


@pytest.mark.parametrize("question", ["did", "plans", "shared", "linked", "figure"])
def test_a_stranger_s_questions_take_four_clicks_at_most(viewer: Open, question: str) -> None:
    """Who did what; what is planned; what two reports share; how two things are linked; the figure for X."""
    shown = viewer("atlas")
    hand = Clicks(shown)
    if question == "did":
        hand.click(f".actor:has-text('{CITY}') .sentence:has-text('清洁行动')")
        assert "开展清洁行动" in shown.text("#card .evidence")
    elif question == "plans":
        hand.click("[data-action=filter]")
        hand.click("[data-id=done]")
        hand.click(f".actor:has-text('{CITY}') .sentence")
        assert f"计划开展{TIAN_JIN_FOREST}" in shown.text("#card .evidence")
    elif question == "shared":
        hand.click("[data-action=summary]")
        hand.choose("[data-compare='1']", CITY)
        assert "两边都讲到 1" in shown.text(".summary")
        hand.click(".compare .deed")
        assert "清洁行动" in shown.text("#card h2")
    elif question == "linked":
        hand.search(CITY)
        hand.click("text=与…有何联系")
        hand.search(OTHER)
        assert shown.page.locator("#card .proven .quote").first.inner_text().endswith("清洁行动。")
    else:
        hand.search("走訪企業")
        assert "走访企业" in shown.text("#card h2")
    at_rest(shown)
    assert hand.count <= 4


@pytest.mark.parametrize("typed", ["走访", "走訪企業"])
def test_figures_are_found_by_what_they_count(viewer: Open, typed: str) -> None:
    shown = viewer("atlas")
    shown.page.fill("#search", typed)
    rows = shown.page.locator("#hits [data-hit=figure]")
    assert [text.split()[1] for text in rows.all_inner_texts()] == ["20家", "300家"]
