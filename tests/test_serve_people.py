"""The server for people: search, lists, questions and their sentences, both languages, a way back; on a file and a corpus."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import httpx
import pyoxigraph as ox
import pytest

import corpus_fake
import page_samples
from gongbao import ontology
from gongbao.corpus import add as corpus
from gongbao.graph import prefixes
from gongbao.opening import Opened, merge
from gongbao.serve import entity, finder, worker
from gongbao.serve.entity import fulltext
from gongbao.serve.finder import sought
from gongbao.serve.hints import Hints
from gongbao.serve.listing import things
from gongbao.serve.markup import WORDS, Visit, period
from gongbao.serve.reader import Reader
from gongbao.serve.wire import Thing
from gongbao.settings import Recipe
from serving import Served, serving, until

TEAM = "/gongbao/Organization/天津市交通执法总队"
SOURCE = Path(__file__).parents[1] / "src"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    graph = tmp_path_factory.mktemp("people") / "story.trig"
    page_samples.story().dump(str(graph), format=ox.RdfFormat.TRIG)
    with serving(graph, graph.with_suffix(".log"), "--quiet") as served:
        yield served


@pytest.fixture
def reader_of(server: Served) -> Iterator[httpx.Client]:
    with server.client(Accept="text/html", **{"Accept-Language": "zh-CN"}) as client:
        yield client


def links(page: str) -> list[str]:
    return [unquote(found.replace("&amp;", "&")) for found in re.findall(r'href="([^"]+)"', page)]


def plain(page: str) -> str:
    return re.sub(r"<[^>]+>", "", page)


@pytest.mark.parametrize(
    "asked", ["交通执法总队", "交通執法總隊", "tjsjtzf", "tianjinshijiaotong", "天津市交通扎法总队"]
)
def test_a_name_is_found_in_either_script_by_sound_and_with_a_wrong_character(
    reader_of: httpx.Client, asked: str
) -> None:
    page = reader_of.get("/search", params={"q": asked})
    assert page.status_code == 200
    names = page.text.partition('<ul class="names">')[2].partition("</ul>")[0]
    assert unquote(re.findall(r'href="([^"]+)"', names)[0]) == TEAM


def test_words_of_the_text_are_found_at_their_places(reader_of: httpx.Client) -> None:
    page = reader_of.get("/search", params={"q": "会同"}).text
    places = [link for link in links(page) if "?at=" in link]
    assert len(places) == 2 and "<mark>会同</mark>" in page and "<mark>會同</mark>" in page, "in both scripts"
    for place in places:
        report = reader_of.get(place.partition("#")[0]).text
        assert re.findall(r'<mark id="at">(.+?)</mark>', report)[0] in ("会同", "會同")
    assert "没有找到" in reader_of.get("/search", params={"q": "饕餮"}).text
    assert "交通委报告" in reader_of.get("/search", params={"q": "委報告"}).text, "by the title"
    assert reader_of.get("/search").headers["location"] == "/"


def test_what_is_sought_in_texts_are_the_long_words() -> None:
    assert sought("春运保障") == ["春运", "保障"]
    assert sought("的") == ["的"] and sought("，。") == []
    assert all(len(word) > 1 for word in sought("天津市开展了春运的保障"))


def test_every_question_of_the_first_page_is_answered_with_its_sentence(reader_of: httpx.Client) -> None:
    home = reader_of.get("/").text
    asked = re.findall(r'<form action="(/ask/\w+)">(.*?)</form>', home)
    assert len(asked) >= 8
    given = {"name": "执法总队", "other": "688案", "what": "", "year": "2024"}
    for action, form in asked:
        blanks = re.findall(r'<input name="(\w+)"', form)
        which = re.findall(r'name="ask" value="(\d+)"', form)
        what = "走访" if "quantities" in action else "整治"
        filled = {name: given[name] or what for name in blanks} | ({"ask": which[0]} if which else {})
        page = reader_of.get(action, params=filled).text
        assert "<tbody><tr>" in page, (action, filled)
        if "across" in action:
            continue  # which tells of reports, not of sentences
        places = [link for link in links(page) if "?at=" in link]
        assert places, action
        report = reader_of.get(places[0].partition("#")[0]).text
        assert '<mark id="at">' in report


def test_a_name_that_nothing_has_is_answered_with_names_like_it(reader_of: httpx.Client) -> None:
    page = reader_of.get("/ask/campaigns", params={"name": "天津交通总队"}).text
    assert "没有找到" in page and "您是不是要找" in page
    (other,) = [link for link in links(page) if "/ask/campaigns" in link and "天津市交通执法总队" in link]
    assert "<tbody><tr>" in reader_of.get(other).text
    assert reader_of.get("/ask/nothing").status_code == reader_of.get("/ask/entities").status_code == 404


def test_an_answer_is_a_query_to_go_on_with(reader_of: httpx.Client) -> None:
    page = reader_of.get("/ask/campaigns", params={"name": "执法总队"}).text
    ways = [httpx.URL(found.replace("&amp;", "&")) for found in re.findall(r'href="(/(?:query|sparql)\?[^"]+)"', page)]
    (asked,) = [way for way in ways if way.path == "/query"]
    assert "執法總隊" in asked.params["query"]
    editor = reader_of.get(asked).text
    assert "執法總隊" in editor and "data-run" in editor
    (sheet,) = [way for way in ways if way.params.get("format") == "csv"]
    assert "出租汽车专项整治行动" in reader_of.get(sheet).text


def test_lists_have_what_the_counts_say(reader_of: httpx.Client) -> None:
    home = plain(reader_of.get("/").text)
    for label, kind in (("组织", "Organization"), ("行动", "Campaign"), ("案件", "Case")):
        count = int(re.findall(rf"{label} ([\d,]+)", home)[0].replace(",", ""))
        listed = reader_of.get(f"/things/{kind}").text
        assert listed.count("<li>") == count and f'<span class="count">{count}</span></h1>' in listed
    reports = reader_of.get("/reports").text
    assert "关于专项整治的报告" in reports and "2024-01-05" in reports and "天津市交通执法总队" in reports
    assert "关于专项整治的报告" not in reader_of.get("/reports", params={"q": "交通委"}).text
    assert "关于专项整治的报告" in reader_of.get("/reports", params={"q": "執法總隊"}).text, "by its publisher"
    assert reader_of.get("/things/Nothing").status_code == 404


def test_things_of_one_name_are_told_apart_by_their_place() -> None:
    one, other = (Thing(f"urn:x/Campaign/{scope}清河行动", ("urn:c",), ("清河行动",), 1) for scope in ("甲市--", ""))
    visit = Visit("zh-Hans", "/", "urn:x/")
    kind = ontology.load().get_class("Campaign")
    told = [things(visit, kind, [thing], 1, 1) for thing in (one, other)]
    assert "<bdi>甲市</bdi>" in told[0] and "甲市" not in re.sub('href="[^"]*"', "", told[1])


def test_a_thing_that_only_its_report_tells_apart_shows_no_digits_of_a_digest() -> None:
    lone = Thing("urn:x/Case/24702051--王某诉某店案", ("urn:c",), ("王某诉某店案",), 1)
    assert lone.scope == "" and Thing("urn:x/Case/甲市--一号案", ("urn:c",), ("一号案",), 1).scope == "甲市"


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        ("2023-04/..", "2023-04 起", "since 2023-04"),
        ("../2023", "至 2023", "until 2023"),
        ("2021/2025", "2021 – 2025", "2021 – 2025"),
        ("2023-04-05T10:00", "2023-04-05 10:00", "2023-04-05 10:00"),
    ],
)
def test_periods_are_written_as_people_write_them(value: str, chinese: str, english: str) -> None:
    assert (period(value, "zh-Hans"), period(value, "en")) == (chinese, english)


def page_of(writer: page_samples.Writer, name: str, *, decides: bool = False) -> str:
    store, terms = page_samples.store_of([writer.extraction("一.txt")]), ontology.load()
    merge(store)
    reader = Reader(Opened(store), terms, prefixes(terms))
    return entity.page(reader, Visit("zh-Hans", "/", "https://w3id.org/gongbao/", decides), writer.iri(name))


def test_a_figure_says_whether_it_is_planned_for_when_and_percent_as_people_write_it() -> None:
    writer = page_samples.Writer()
    writer.add("海州市公安局", "Organization")
    time = writer.time("2025")
    writer.count("警情", "下降3%", 3, "1/100", "海州市公安局")
    writer.quantities[:] = [
        replace(each, change="decrease", modality="planned", time=time) for each in writer.quantities
    ]
    page = plain(page_of(writer, "海州市公安局"))
    assert "警情减少不少于3%计划2025" in re.sub(r"\s", "", page)
    assert "1/100" not in page.partition("图谱中的全部内容")[0]


def test_a_decision_has_the_very_characters_of_the_report() -> None:
    writer = page_samples.Writer()
    writer.state(("海州市公安局", "Organization"), "在\u200d👮\u200d", "hasJurisdiction", ("海州市", "Place"))
    page = page_of(writer, "海州市公安局", decides=True)
    assert "海州市公安局在[U+200D]" in plain(page), "which a page shows"
    (line,) = re.findall('data-decision="([^"]+)"', page)
    assert "海州市公安局在\u200d👮\u200d海州市" in line and "U+200D" not in line


def test_what_a_name_tells_is_neither_done_nor_planned() -> None:
    writer = page_samples.Writer()
    writer.state(("海州市公安局", "Organization"), "在", "hasJurisdiction", ("海州市", "Place"))
    writer.statements[:] = [replace(each, supplied="name") for each in writer.statements]
    page = plain(page_of(writer, "海州市公安局"))
    assert "海州市" in page and "已完成" not in page


def test_an_entity_page_and_an_answer_write_periods_as_people_do(reader_of: httpx.Client) -> None:
    page = plain(reader_of.get(TEAM).text)
    assert "2023-11 起" in page and "2023-11/.." not in page
    answer = plain(reader_of.get("/ask/campaigns", params={"name": "执法总队"}).text)
    assert "2023-11 起" in answer and "2023-11/.." not in answer


def test_the_dictionary_is_read_before_the_first_question_is_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr(finder, "words", read.append)
    ours, theirs = socket.socketpair()
    theirs.shutdown(socket.SHUT_WR)
    with ours, theirs:
        finder.work(ours, Opened(page_samples.story()), ontology.load())
    assert read, "a slow machine would be stopped each time, and start again"


def test_a_missing_page_is_a_page_with_a_way_back(reader_of: httpx.Client, server: Served) -> None:
    missing = reader_of.get("/gongbao/Organization/没有")
    assert missing.status_code == 404 and missing.headers["content-type"].startswith("text/html")
    assert (
        "没有这个页面，图谱中也没有这个事物" in missing.text
        and '<a href="/">' in missing.text
        and "form" in missing.text
    )
    with server.client() as program:
        told = program.get("/gongbao/Organization/没有")
    assert told.headers["content-type"] == "application/problem+json" and told.json()["status"] == 404


def test_the_reader_chooses_the_language(server: Served) -> None:
    with server.client(Accept="text/html", **{"Accept-Language": "en-US,en"}) as client:
        english = client.get("/")
        assert 'lang="en"' in english.text and "Which campaigns does" in english.text
        switch = next(link for link in links(english.text) if "lang=zh" in link)
        chinese = client.get(switch)
        assert "开展了哪些行动" in chinese.text and "gongbao-language=zh" in chinese.headers["set-cookie"]
        assert "开展了哪些行动" in client.get("/").text, "and it is kept"
        assert {"Accept-Language", "Cookie"} <= set(english.headers["vary"].split(", "))
        assert "开展" in client.get(TEAM).text
    for english_word, chinese_word in WORDS.values():
        assert set(re.findall(r"{\w+}", english_word)) == set(re.findall(r"{\w+}", chinese_word))
        assert re.search(r"[一-鿿]|SPARQL", chinese_word) and not re.search(r"[一-鿿]", english_word)


def test_pages_look_like_the_viewer() -> None:
    def variables(path: Path) -> dict[str, str]:
        root = path.read_text("utf-8").partition(":root {")[2].partition("}")[0]
        return dict(re.findall(r"(--[\w-]+): ([^;]+);", root))

    ours = variables(SOURCE / "gongbao" / "serve" / "static" / "style.css")
    theirs = variables(SOURCE / "viewer" / "src" / "style.css")
    shared = set(ours) & set(theirs)
    assert len(shared) >= 10
    assert {name: ours[name] for name in shared} == {name: theirs[name] for name in shared}


def test_misspelt_terms_are_told_with_close_ones() -> None:
    terms = ontology.load()
    hints = Hints(terms, prefixes(terms))
    assert hints.unknown("SELECT * { ?s gb:conducts ?o ; skos:prefLabel ?l }") == []
    (found,) = hints.unknown("SELECT * { ?s gb:conduct ?o }")
    assert found["term"] == "gb:conduct" and found["close"][0] == "gb:conducts"
    assert hints.unknown("SELECT * { ?s gbb:conducts ?o }")[0] == {"term": "gbb:", "close": ["gb:"]}
    assert hints.unknown("SELECT * { ?s skos:preflabel ?o }")[0]["close"][0] == "skos:prefLabel"
    assert hints.unknown('PREFIX my: <urn:x#> SELECT * { ?s my:own "gb:nothing" # gb:none\n }') == []
    told = {row["term"]: row for row in hints.vocabulary("zh-Hans")}
    assert told["gb:conducts"]["label"] == "开展" and told["gb:conducts"]["kind"] == "property" and "skos:" in told


def test_the_text_of_a_report_leads_to_its_things_and_back() -> None:
    store = page_samples.story()
    merge(store)
    terms = ontology.load()
    reader = Reader(Opened(store), terms, prefixes(terms))
    visit = Visit("zh-Hans", "/", "https://w3id.org/gongbao/")
    kind = ox.NamedNode(ontology.GB + "Report")
    subjects = {q.subject for q in store.quads_for_pattern(None, None, kind, None)}
    reports = [node for node in subjects if isinstance(node, ox.NamedNode)]
    assert len(reports) == len(subjects)
    for report in reports:
        whole = reader.value(report, "text")
        assert (
            plain(fulltext(reader, visit, report, None).replace("</p>", "\n")).replace("全文", "").strip()
            == whole.strip()
        )
        for start, end in ((0, 1), (3, 9), (5, len(whole)), (0, len(whole)), (len(whole) - 2, len(whole) + 5)):
            lit = fulltext(reader, visit, report, (start, end))
            marked = "\n".join(map(plain, re.findall(r"<mark.*?>(.*?)</mark>", lit)))
            assert marked.replace("\n", "") == whole[start:end].replace("\n", "") and lit.count('id="at"') == 1
        assert 'id="at"' in fulltext(reader, visit, report, (10_000, 10_001)), "a link to nowhere leads to the text"


def test_the_picture_of_a_report_and_of_a_thing(reader_of: httpx.Client, server: Served) -> None:
    page = reader_of.get(TEAM).text
    (picture,) = [link for link in links(page) if link.startswith("/view?thing=")]
    assert picture.endswith("#node=https://w3id.org" + TEAM)
    whole, thing = reader_of.get("/view").text, reader_of.get(picture.partition("#")[0]).text
    assert "世界智能大会" in thing and thing.count('"sha256"') == whole.count('"sha256"') == 2
    (first, *_) = server.select("SELECT ?r { ?r a gb:Report ; dcterms:title '交通委报告' }").json()["results"][
        "bindings"
    ]
    one = reader_of.get("/view", params={"report": first["r"]["value"]}).text
    assert one.count('"sha256"') == 1 and "世界智能大会" not in one
    assert reader_of.get("/view", params={"thing": "https://w3id.org/gongbao/Place/没有"}).status_code == 404
    assert reader_of.get("/view", params={"report": "no iri"}).status_code == 404


def test_what_one_picture_cannot_hold_is_chosen_from_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    store = page_samples.story()
    merge(store)
    reader = Reader(Opened(store), ontology.load(), {})
    assert worker.chosen(reader, {}) is store
    for limit in ("MOST_MENTIONS", "MOST_CHARACTERS"):
        with monkeypatch.context() as patched, pytest.raises(worker.Problem, match="too large for one picture"):
            patched.setattr(worker, limit, 3)
            worker.chosen(reader, {})


def test_a_corpus_is_searched_as_it_grows(tmp_path: Path) -> None:
    store, folder = tmp_path / "store", tmp_path / "in"
    folder.mkdir()

    def write(name: str, words: str) -> None:
        path = folder / f"{name}.txt"
        path.write_text(words, "utf-8")
        corpus.add(store, [path], Recipe(), jobs=0, extractor=corpus_fake.extract)

    write("一", "市水务局，清河行动")
    with serving(store, tmp_path / "log", "--quiet") as served, served.client(Accept="text/html") as client:
        assert "市水务局" in client.get("/search", params={"q": "shuiwu"}).text
        assert "1" in plain(client.get("/reports").text)
        write("二", "市园林局，绿地行动")
        until(lambda: "市园林局" in client.get("/search", params={"q": "园林"}).text)
        assert "绿地行动" in client.get("/search", params={"q": "綠地行動"}).text


def test_the_shortest_ways_between_two_things_are_told_with_their_sentences(reader_of: httpx.Client) -> None:
    """Over more than one thing between, which the query for what both are tied to does not reach; networkx finds them."""
    page = reader_of.get("/ask/between", params={"name": "688案", "other": "春运保障"}).text
    assert WORDS["shortest"][1] in page
    way = plain(page.partition('<ol class="ways">')[2].partition("</p>")[0])
    assert way.startswith("688案 – 天津市交通执法总队 – 市交通委员会 – 春运保障行动")
    assert page.partition('<ol class="ways">')[2].count("<blockquote>") >= 3
    assert WORDS["shortest"][1] not in reader_of.get("/ask/between", params={"name": "688案", "other": "688案"}).text
    assert WORDS["shortest"][1] not in reader_of.get("/ask/cases", params={"name": "688案"}).text
