"""Readers' decisions on a served page: taken from that page alone, all or none, into a table that the next build reads."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import gongbao
from called import run
from deciding_texts import TEAM, folder_with, row, table
from serving import Served, serving

WRONG = row("name", "wrong", at="“春风”专项行动")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("decided")
    report = folder_with(made)
    (made / "decisions.csv").unlink()
    gongbao.build(report).save(made, "turtle")
    return made


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Served]:
    with serving(folder / "报告.ttl", folder / "log", "--decisions", str(folder / "decisions.csv")) as served:
        yield served


def page_of(folder: Path, name: str) -> str:
    (thing,) = (entity.iri for entity in gongbao.build(folder / "报告.txt").entities if entity.name == name)
    return urlsplit(thing).path


def test_a_statement_is_rejected_on_the_page_of_a_thing(server: Served, folder: Path) -> None:
    with server.client() as client:
        shown = client.get(page_of(folder, TEAM)).text
    assert shown.count('<script src="/static/judge.js" defer>') == 1
    lines = [html.unescape(found).split("\n") for found in re.findall('data-decision="([^"]+)"', shown)]
    head, row = next((head, row) for head, row, _ in lines if "conducts" in row and "春风" in row)
    sent = f'{head},verdict,who,when\n{row},wrong,"李四",2026-11-29T10:00:00.000Z\n'
    assert send(server, sent) == (200, '{"added":1,"table":"decisions.csv"}')
    result = gongbao.build(folder / "报告.txt")
    (decided,) = result.extraction.decided
    assert [s.predicate for s in decided.statements] == ["conducts"]
    assert result.extraction.notices == ()
    assert send(server, sent.replace(",wrong,", ",open,").replace("10:00", "10:01"))[0] == 200
    assert gongbao.build(folder / "报告.txt").extraction.decided == ()
    (folder / "decisions.csv").unlink()


def token(server: Served) -> str:
    with server.client() as client:
        page = client.get("/view")
    assert "connect-src 'self'" in page.headers["content-security-policy"]
    assert page.text.count("default-src 'none'; connect-src 'self';") == 1
    found = re.search(r'<meta name="gongbao-decisions" content="([\w-]{32})">', page.text)
    assert found
    return found[1]


def send(server: Served, content: str, **headers: str) -> tuple[int, str]:
    usual = {"Origin": server.url.rstrip("/"), "Gongbao-Token": token(server), "Content-Type": "text/csv;charset=utf-8"}
    with server.client(Accept="application/json") as client:
        answer = client.post("/decisions", content=content.encode(), headers=usual | headers)
    return answer.status_code, answer.text


def test_decisions_are_added_once_and_the_next_build_goes_by_them(server: Served, folder: Path) -> None:
    assert send(server, table(WRONG)) == (200, '{"added":1,"table":"decisions.csv"}')
    assert send(server, table(WRONG))[1] == '{"added":0,"table":"decisions.csv"}'
    assert not any("春风" in entity.name for entity in gongbao.build(folder / "报告.txt").entities)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Gongbao-Token": "x"}, 403),
        ({"Gongbao-Token": ""}, 403),
        ({"Content-Type": "text/plain"}, 415),
        ({"Host": "evil.example"}, 421),
    ],
)
def test_who_is_not_that_page_is_refused(server: Served, folder: Path, headers: dict[str, str], status: int) -> None:
    before = (folder / "decisions.csv").read_bytes() if (folder / "decisions.csv").exists() else b""
    assert send(server, table(row("title", "wrong", instead="x")), **headers)[0] == status
    assert before == ((folder / "decisions.csv").read_bytes() if before else b"")


def test_what_is_wrong_is_told_and_nothing_is_written(server: Served) -> None:
    status, told = send(server, table(WRONG, row("name", "perhaps", "x")))
    assert status == 400
    assert "line 3: verdict 'perhaps'" in told
    assert send(server, "x" * (1 << 20) + "y")[0] == 413
    with server.client() as client:
        answer = client.get("/decisions")
        assert (answer.json()["token"], answer.headers["cache-control"]) == (token(server), "no-store")


def test_a_server_without_a_table_takes_none(folder: Path) -> None:
    with serving(folder / "报告.ttl", folder / "log2") as served, served.client() as client:
        page = client.get("/view")
        assert "gongbao-decisions" not in page.text.partition("</head>")[0].partition("<script")[0]
        assert "connect-src" not in page.headers["content-security-policy"]
        answer = client.post("/decisions", content=table(WRONG), headers={"Origin": served.url.rstrip("/")})
        assert answer.status_code == 403
        assert "start it with --decisions FILE" in answer.text
        assert client.get("/decisions").status_code == 403
        assert "data-decision" not in client.get(page_of(folder, TEAM)).text


def test_a_server_that_all_can_reach_needs_a_token(folder: Path, tmp_path: Path) -> None:
    graph = folder / "报告.ttl"
    open_to_all = run("serve", graph, "--host", "0.0.0.0", "--port", "0", "--decisions", tmp_path / "decisions.csv")
    assert (open_to_all.exit_code, "set GONGBAO_TOKEN" in open_to_all.stderr) == (2, True)
    nowhere = run("serve", graph, "--port", "0", "--decisions", tmp_path / "none" / "decisions.csv")
    assert (nowhere.exit_code, "no such folder" in nowhere.stderr) == (2, True)
    (tmp_path / "decisions.csv").write_text("id,text\n", "utf-8")
    assert run("serve", graph, "--port", "0", "--decisions", tmp_path / "decisions.csv").exit_code == 2
