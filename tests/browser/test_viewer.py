"""The viewer as a person uses it: clicking and typing in a real browser, from a file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from playwright.sync_api import Browser, expect

import page_samples
from browsing import Viewer

pytestmark = pytest.mark.slow

Open = Callable[..., Viewer]
TEAM, DRIVE = "天津市交通执法总队", "出租汽车专项整治行动"


def test_says_at_once_who_did_what(viewer: Open) -> None:
    shown = viewer("story")
    card = shown.text("#card")
    assert "谁做了什么" in card
    assert re.search(rf"{TEAM} 开展\s+{DRIVE}", card)
    assert shown.page.title().endswith("gongbao")


def test_node_card_and_its_mentions(viewer: Open) -> None:
    shown = viewer("story")
    shown.click_at(TEAM)
    card = shown.text("#card")
    for part in ("组织", TEAM, "天津市交通執法總隊", "走访企业", "600余家", "保障", "世界智能大会"):
        assert part in card
    lit = shown.page.locator("mark.lit")
    assert set(lit.all_inner_texts()) == {TEAM}
    shown.page.click(".mention-steps button >> nth=1")
    assert "1/" in shown.text(".steps-label")


def test_edge_opens_its_sentence_with_trigger_and_arguments(viewer: Open) -> None:
    shown = viewer("story")
    shown.click_at("688案 属于 " + DRIVE)
    paper = shown.page.locator(".paper")
    assert paper.locator(".trigger").all_inner_texts() == ["属于"]
    assert paper.locator(".subject").all_inner_texts() == ["688案"]
    assert paper.locator(".object").all_inner_texts() == [DRIVE]
    expect(paper.locator(".trigger")).to_be_in_viewport()
    assert "已完成" in shown.text("#card")


def test_a_line_is_drawn_where_its_label_and_its_click_are(viewer: Open) -> None:
    shown = viewer("opposite", view="network")
    one, other = (title for title in shown.picture() if title.count("海州市") == 2)
    for chosen, left in ((one, other), (other, one)):
        shown.click_at(chosen)  # it is drawn darker, away from its label too
        places = shown.picture(part=0.3)
        assert shown.ink(*places[chosen]) > shown.ink(*places[left])


def test_mention_in_the_text_brings_its_node_into_view_and_moves_nothing_else(viewer: Open) -> None:
    shown = viewer("story")
    before = shown.picture()
    shown.page.click("mark:has-text('世界智能大会')")
    shown.settle()
    assert "世界智能大会" in shown.text("#card h2")
    assert shown.picture()[TEAM] == before[TEAM]  # it was in view: the map stays as it was
    shown.page.keyboard.press("Escape")
    shown.page.mouse.move(*before[DRIVE])
    for _ in range(16):  # until nothing but the drive is left in view
        shown.page.mouse.wheel(0, -300)
    shown.settle()
    pane = shown.page.locator("#network").bounding_box()
    assert pane
    x, _ = shown.picture()["世界智能大会"]
    assert not pane["x"] < x < pane["x"] + pane["width"]
    shown.page.click("mark:has-text('世界智能大会')")
    shown.settle()
    x, y = shown.picture()["世界智能大会"]
    assert pane["x"] < x < pane["x"] + pane["width"] and pane["y"] < y < pane["y"] + pane["height"]


@pytest.mark.parametrize("typed", ["执法总队", "執法總隊", "jiaotongzhifa", "tjsjt", "天津市交通執"])
def test_search_in_either_script_and_pinyin(viewer: Open, typed: str) -> None:
    shown = viewer("story")
    shown.page.keyboard.press("/")
    shown.page.keyboard.type(typed)
    expect(shown.page.locator("#hits [role=option]").first).to_contain_text(TEAM)
    shown.page.keyboard.press("Enter")
    assert TEAM in shown.text("#card h2")


def test_filters(viewer: Open) -> None:
    shown = viewer("story")
    whole = shown.picture()
    assert DRIVE in whole and "天津西站" not in whole  # no relation touches it
    shown.page.click("[data-type=Event]")
    assert "世界智能大会" not in shown.picture()
    shown.page.click("[data-type=Event]")
    shown.page.click("[data-action=filter]")
    shown.page.uncheck("[data-id=safeguards]")
    assert "世界智能大会" not in shown.picture()
    shown.page.uncheck("[data-id=planned]")
    assert "执法论坛" not in shown.picture()
    shown.page.click("text=重置")
    assert shown.picture().keys() == whole.keys()
    shown.page.fill("#degree", "2")
    assert "执法论坛" not in shown.picture() and TEAM in shown.picture()


def test_time_slider(viewer: Open) -> None:
    shown = viewer("story")
    shown.page.click("[data-action=filter]")
    shown.page.uncheck("#undated")
    assert "688案" not in shown.picture()
    shown.page.focus("#from")
    for _ in range(11):
        shown.page.keyboard.press("ArrowRight")
    found = shown.picture()
    assert "十项行动" in found and DRIVE not in found
    assert "from=2023-12" in shown.page.url


def test_neighbours_and_shortest_path(viewer: Open) -> None:
    shown = viewer("story")
    shown.click_at("688案")
    shown.page.click("[data-steps='1']")
    shown.settle()
    near = set(shown.picture()) & {TEAM, DRIVE, "688案", "世界智能大会", "市交通委员会"}
    assert near == {TEAM, DRIVE, "688案"}
    shown.page.click("[data-steps='2']")
    assert "世界智能大会" in shown.picture()
    shown.page.click("[data-steps='0']")
    shown.page.click("text=与…有何联系")
    shown.page.keyboard.type("春运")
    shown.page.keyboard.press("Enter")
    assert shown.page.locator("#card .sentence").count() == 3
    assert "path=" in shown.page.url


def test_state_travels_in_the_fragment(viewer: Open) -> None:
    shown = viewer("story")
    shown.page.click("[data-action=language]")
    shown.page.click("[data-action=theme]")
    shown.page.click("[data-type=Place]")
    shown.page.click(f"mark:has-text('{DRIVE}') >> nth=0")
    fragment = shown.page.url.split("#", 1)[1]
    again = viewer("story")
    again.page.evaluate("f => { location.hash = f }", fragment)
    again.settle()
    assert again.text("#card h2").startswith(DRIVE)
    assert again.page.get_attribute("html", "data-theme") == "dark"
    assert again.page.get_attribute("html", "lang") == "en"
    assert again.page.get_attribute("[data-type=Place]", "aria-pressed") == "false"
    assert "conducts" in again.text("#card")


def test_the_camera_travels_too(viewer: Open) -> None:
    shown = viewer("story")
    shown.page.mouse.move(*shown.picture()[DRIVE])
    shown.page.mouse.wheel(0, -300)
    shown.page.wait_for_function("() => location.hash.includes('at=')")
    fragment = shown.page.url.split("#", 1)[1]
    again = viewer("story", at=dict(part.split("=") for part in fragment.split("&"))["at"].replace("%2C", ","))
    here, there = shown.picture()[TEAM], again.picture()[TEAM]
    assert abs(here[0] - there[0]) < 2 and abs(here[1] - there[1]) < 2


def test_turtle_is_a_part_of_the_graph(viewer: Open) -> None:
    whole = {(q.subject, q.predicate, q.object) for q in page_samples.story()}
    shown = viewer("story")
    for select in (None, TEAM, f"688案 属于 {DRIVE}"):
        if select:
            shown.page.keyboard.press("Escape")
            shown.settle()
            shown.click_at(select)
        quads = list(ox.parse(shown.export("turtle"), format=ox.RdfFormat.TURTLE))
        assert quads
        assert {(q.subject, q.predicate, q.object) for q in quads} <= whole


def test_pictures(viewer: Open) -> None:
    shown = viewer("story")
    assert shown.export("png").startswith(b"\x89PNG")
    svg = shown.export("svg").decode()
    assert DRIVE[:10] in svg and svg.count("<circle") == 10
    for told in ("2 份报告", "已做", "计划或要求", "来源："):
        assert told in svg


def test_drag_relax_and_restore(viewer: Open) -> None:
    shown = viewer("story")
    before = shown.picture()
    x, y = before["688案"]
    shown.page.mouse.move(x, y)
    shown.page.mouse.down()
    shown.page.mouse.move(x + 40, y + 30, steps=5)
    shown.page.mouse.up()
    after = shown.picture()["688案"]
    assert abs(after[0] - x - 40) < 4 and abs(after[1] - y - 30) < 4
    shown.page.click("[data-action=relax]")
    shown.settle()
    shown.page.click("[data-action=relax]")
    assert shown.picture()[TEAM] != before[TEAM]
    shown.page.click("[data-action=restore]")
    shown.settle()
    now = shown.picture()["688案"]
    assert abs(now[0] - x) < 2 and abs(now[1] - y) < 2


def test_layout_is_the_same_on_every_run(viewer: Open) -> None:
    assert viewer("story").picture() == viewer("story").picture()


def test_full_screen(viewer: Open) -> None:
    shown = viewer("story")
    shown.page.click("[data-action=full]")
    shown.page.wait_for_function("() => document.fullscreenElement !== null")


def test_keyboard_alone(viewer: Open) -> None:
    shown = viewer("story")
    shown.page.focus("#network")
    shown.page.keyboard.press("ArrowRight")
    first = shown.text("#card h2")
    assert TEAM in first
    shown.page.keyboard.press("ArrowLeft")
    shown.page.keyboard.press("ArrowDown")
    assert shown.text("#card h2") != ""
    assert shown.page.locator("#live").inner_text() != ""
    shown.page.keyboard.press("Enter")
    assert shown.page.evaluate("document.activeElement.tagName") == "H2"
    shown.page.keyboard.press("Escape")
    assert "谁做了什么" in shown.text("#card")


def test_table_sorts_and_exports(viewer: Open) -> None:
    shown = viewer("story")
    shown.page.click("[data-action=table]")
    cells = shown.page.locator("tbody tr td:nth-child(2)")
    plain = cells.all_inner_texts()
    shown.page.click("th >> nth=1")
    assert cells.all_inner_texts() != plain and sorted(cells.all_inner_texts()) == sorted(plain)
    with shown.page.expect_download() as download:
        shown.page.click("text=下载 CSV")
    rows = list(csv.reader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8-sig"))))
    assert len(rows) == len(plain) + 1 and rows[0][0] == "谁"
    shown.page.click("tbody tr >> nth=0")
    assert shown.page.locator(".paper .in-sentence").count() > 0
    shown.page.click("#tab-quantities")
    assert "600余家" in shown.text(".table-view")
    shown.page.click("#tab-entities")
    assert shown.page.locator("tbody tr").count() == 11
    shown.page.click("th >> nth=2")
    shown.page.click("th >> nth=2")
    again = viewer("story", view="table", table="entities 2 down")
    assert "table=entities+2+down" in shown.page.url
    assert again.page.locator("tbody td").all_inner_texts() == shown.page.locator("tbody td").all_inner_texts()
    shown.page.go_back()
    shown.page.go_back()
    shown.page.go_back()
    shown.page.wait_for_selector("#tab-quantities[aria-selected=true]")


def test_several_reports(viewer: Open) -> None:
    shown = viewer("story")
    shown.page.click(".report-list > summary")
    shown.page.click(".report-menu button:has-text('交通委报告')")
    assert "會同" in shown.text(".paper")
    shown.page.click("[data-action=filter]")
    shown.page.check("#only-report")
    assert DRIVE not in shown.picture()
    shown.page.keyboard.press("Escape")
    shown.page.click("mark:has-text('市交通委员会') >> nth=0")
    shown.page.click(".sentence >> nth=0")
    assert "交通委报告" in shown.text("#card")


def test_table_where_there_is_no_webgl(launch: Callable[..., Browser], pages: Callable[[str], Path]) -> None:
    running = launch("--no-sandbox", "--disable-3d-apis")
    shown = Viewer(running.new_page(locale="zh-CN"), pages("story")).open()
    assert "WebGL" in shown.text(".notice")
    assert shown.page.locator("tbody tr").count() > 5
    assert not shown.page.locator(".zoom").is_visible()  # nothing lies over the table
    shown.page.click("[data-action=time]")
    assert not shown.page.locator(".notice").is_visible()
    assert shown.errors == []
    running.close()
