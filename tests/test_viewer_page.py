"""The page's data and the page itself, without a browser."""

from __future__ import annotations

import json
import re
from typing import Any

import pyoxigraph as ox
import pytest

import page_samples
from gongbao import graph, ontology
from gongbao.errors import OutputError
from gongbao.export import viewer_page
from gongbao.export.layout import positions
from gongbao.export.payload import payload
from gongbao.model import Extraction


def read_back(html: str) -> Any:
    found = re.search(r'<script type="application/json" id="gongbao-data">(.*?)</script>', html, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_real_report(real: Extraction, terms: ontology.Ontology) -> None:
    store = ox.Store()
    store.extend(graph.quads(real, terms))
    html = viewer_page.render(store, terms)
    assert len(html.encode()) < 500_000
    data = read_back(html)
    assert "".join(data["reports"][0]["pieces"]) == real.document.text
    assert len(data["statements"]) == len(real.statements)
    assert len(data["quantities"]) == len(real.quantities)
    assert ("走访企业", "走訪企業") in {(row["n"], row.get("h")) for row in data["quantities"]}
    assert len(data["reports"][0]["mentions"]) == len(real.mentions)
    assert viewer_page.render(store, terms) == html


def test_pieces_are_the_words_of_mentions_and_evidence(terms: ontology.Ontology) -> None:
    data: Any = payload(page_samples.story(), terms)
    report = data["reports"][0]
    names = {data["nodes"][node]["n"] for _, _, node in report["mentions"]}
    words = {"".join(report["pieces"][a:b]) for a, b, _ in report["mentions"]}
    assert words == names
    first = data["statements"][0]
    (evidence,) = first["e"]
    trigger, subject, object_ = (report["pieces"][slice(*evidence[key])] for key in "tab")
    assert (subject, trigger, object_) == (["天津市交通执法总队"], ["开展"], ["出租汽车专项整治行动"])
    assert data["times"][first["w"]]["v"] == "2023-04/2023-09"


def test_what_did_not_happen_is_told(terms: ontology.Ontology) -> None:
    data: Any = payload(page_samples.story(), terms)
    unasserted = [s for s in data["statements"] if s.get("n")]
    assert [data["concepts"][s["m"]]["id"] for s in unasserted] == ["negated"]


def test_the_reports_own_spelling_stands_in_traditional_script(terms: ontology.Ontology) -> None:
    report = page_samples.Writer()
    report.state(("食物環境衞生署", "Organization"), "推出", "conducts", ("易通行平台", "Platform"))
    report.state(("食物環境衞生署", "Organization"), "聯同", "cooperatesWith", ("廣東省公安廳", "Organization"))
    data: Any = payload(page_samples.store_of([report.extraction("一.txt")]), terms)
    assert {row.get("h", row["n"]) for row in data["nodes"]} == {"食物環境衞生署", "易通行平台", "廣東省公安廳"}
    simplified = page_samples.Writer()
    simplified.state(("食物环境卫生署", "Organization"), "推出", "conducts", ("易通行平台", "Platform"))
    data = payload(page_samples.store_of([simplified.extraction("二.txt")]), terms)
    assert {row.get("h") for row in data["nodes"]} == {"食物環境衛生署", "易通行平臺"}


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("台南市", "71"),
        ("永康区", "71"),
        ("旺角", "81"),
        ("天津西站", "12"),
        ("京津冀", None),
        ("日本", None),
        ("甲乙站", None),
    ],
)
def test_a_place_without_a_code_lies_in_a_province(terms: ontology.Ontology, place: str, code: str | None) -> None:
    report = page_samples.Writer()
    report.state(("环保局", "Organization"), "位于", "locatedIn", (place, "Place"))
    data: Any = payload(page_samples.store_of([report.extraction("一.txt")]), terms)
    assert {row["n"]: row.get("w") for row in data["nodes"]} == {"环保局": None, place: code}


def test_a_publisher_is_of_the_province_that_its_name_tells(terms: ontology.Ontology) -> None:
    report = page_samples.Writer()
    report.state(("台南市政府", "Organization"), "开展", "conducts", ("专项整治", "Campaign"))
    data: Any = payload(page_samples.store_of([report.extraction("一.txt", publisher="台南市政府")]), terms)
    assert data["reports"][0]["w"] == "71"


def test_colours_and_labels_are_the_ontologys(terms: ontology.Ontology) -> None:
    data: Any = payload(page_samples.story(), terms)
    for row in data["types"]:
        spec = terms.get_class(row["id"])
        assert (row["color"], row["labels"]["en"]) == (spec.color, spec.label("en"))


def test_one_graph_or_named_graphs_give_the_same_page(terms: ontology.Ontology) -> None:
    named, plain = page_samples.story(), ox.Store()
    plain.extend(ox.Quad(q.subject, q.predicate, q.object) for q in named)
    assert viewer_page.render(plain, terms) == viewer_page.render(named, terms)


def test_no_text_leaves_the_data(terms: ontology.Ontology) -> None:
    html = viewer_page.render(page_samples.hostile(), terms)
    written = html.split('id="gongbao-data">', 1)[1].split("</script>", 1)[0]
    assert not re.search("[<>&\u2028\u2029]", written)
    title = re.search("<title>(.*?)</title>", html)
    assert title and title[1].startswith("&lt;/script&gt;")
    assert "".join(read_back(html)["reports"][0]["pieces"]).count("</script><script>") == 1


def test_title_given(terms: ontology.Ontology) -> None:
    html = viewer_page.fill(viewer_page.template(), payload(page_samples.single(), terms) | {"title": "<我的图>"})
    assert "<title>&lt;我的图&gt; · gongbao</title>" in html
    assert read_back(html)["title"] == "<我的图>"


def test_empty_store(terms: ontology.Ontology) -> None:
    data: Any = payload(ox.Store(), terms)
    assert (data["nodes"], data["reports"], data["title"]) == ([], [], "gongbao")


def test_without_the_viewer_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, terms: ontology.Ontology) -> None:
    monkeypatch.setattr(viewer_page, "TEMPLATE", "absent.html")
    with pytest.raises(OutputError, match="GONGBAO_SKIP_VIEWER"):
        viewer_page.render(page_samples.single(), terms)
    with pytest.raises(OutputError, match="no place for data"):
        viewer_page.fill("<html></html>", {"title": ""})


def test_layout_is_the_same_and_leaves_room_for_labels() -> None:
    names = [f"第{i}号专项行动" for i in range(40)]
    edges = [(0, i) for i in range(1, 30)] + [(30, 31), (31, 32)]
    places = positions(names, edges)
    assert places == positions(names, list(reversed(edges)))
    assert len(set(places)) == len(names)
    for i, (x, y) in enumerate(places):
        for u, v in places[i + 1 :]:
            assert abs(x - u) > 70 or abs(y - v) > 35


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_layout_of_few(count: int) -> None:
    assert len(positions(["名"] * count, [])) == count
    assert len(set(positions(["名"] * count, [(0, 0)] if count else []))) == count
