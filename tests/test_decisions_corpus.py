"""A store goes by what was decided: a report is redone when its decisions change, and no other is touched."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from called import run
from deciding_texts import REPORT, folder_with, row, table
from gongbao.corpus import add as corpus
from gongbao.corpus.on_disk import open_reader
from gongbao.corpus.status import status
from gongbao.decisions import found
from gongbao.settings import Recipe

WRONG = row("name", "wrong", at="“春风”专项行动")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (made := tmp_path / "reports").mkdir()
    folder_with(made, WRONG)
    (made / "另一份.txt").write_text(REPORT.replace("春风", "秋风"), "utf-8")
    return made


def add(store: Path, folder: Path) -> corpus.Summary:
    return corpus.add(store, [folder], Recipe(decisions=found([folder])))


def graphs(store: Path) -> dict[str, set[str]]:
    with open_reader(store) as reader:
        told: dict[str, set[str]] = {}
        for quad in reader.store.quads_for_pattern(None, None, None, None):
            told.setdefault(str(quad.graph_name), set()).add(str(quad.triple))
    return told


def campaigns(store: Path) -> set[str]:
    return {
        line.split("/")[-1]
        for g in graphs(store).values()
        for t in g
        if "Campaign/" in t
        for line in t.split(">")
        if "Campaign/" in line
    }


def test_a_report_is_redone_when_its_decisions_change_and_no_other(store: Path, folder: Path) -> None:
    assert add(store, folder).added == 2
    assert not any("春风" in name for name in campaigns(store))
    assert add(store, folder).unchanged == 2
    before = graphs(store)
    (folder / "decisions.csv").write_text(table(WRONG, row("title", "wrong", instead="年报")), "utf-8-sig")
    changed = add(store, folder)
    assert (changed.kept, changed.unchanged) == (1, 1)
    after = graphs(store)
    other = next(
        name for name, triples in before.items() if any("秋风" in triple for triple in triples) and "report/" in name
    )
    assert before[other] == after[other]
    (folder / "decisions.csv").unlink()
    assert add(store, folder).kept == 1
    assert any("春风" in name for name in campaigns(store))


def test_a_decision_that_comes_to_nothing_is_told(store: Path, folder: Path) -> None:
    lines = WRONG, row("name", "wrong", "冬风行动"), row("title", "wrong", source="没有.txt", report="")
    (folder / "decisions.csv").write_text(table(*lines), "utf-8-sig")
    done = run("corpus", "add", store, folder, "-q")
    nothing, elsewhere = done.stderr.splitlines()
    assert "decisions.csv:3: the decision does not apply: “冬风行动”" in nothing and "报告.txt: " in nothing
    assert "1 decision is on a report that was not read" in elsewhere and "decisions.csv:4 (没有.txt)" in elsewhere
    assert run("corpus", "add", store, folder, "-q").stderr.splitlines() == [elsewhere], "it is not read again"


def test_a_decision_on_all_reports_redoes_all(store: Path, folder: Path) -> None:
    add(store, folder)
    (folder / "decisions.csv").write_text(table(row("name", "wrong", "市公安局", scope="all", report="")), "utf-8-sig")
    assert add(store, folder).kept == 2
    assert not any("市公安局" in t for g in graphs(store).values() for t in g if "Organization/" in t)


def test_a_rebuild_goes_by_the_table_beside_the_reports_and_without_it_by_what_the_store_knows(
    store: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store, folder)
    monkeypatch.setattr(Recipe, "program_version", "9")
    rebuilt = corpus.rebuild(store, Recipe(decisions=None))
    assert rebuilt.kept == 2
    assert not any("春风" in name for name in campaigns(store))
    assert not status(store, Recipe(decisions=None)).stale
    assert len(status(store, Recipe()).stale) == 1
    monkeypatch.undo()
    for path in folder.iterdir():
        path.rename(folder.parent / f"away-{path.name}")
    assert run("corpus", "replace", "--stale", store, "-q").exit_code == 0
    assert not any("春风" in name for name in campaigns(store))


def test_the_same_store_comes_of_any_order_and_of_several_processes(store: Path, folder: Path, tmp_path: Path) -> None:
    add(store, folder)
    assert (
        run("corpus", "add", tmp_path / "one", *sorted(folder.glob("*.txt"), reverse=True), "-j", "2", "-q").exit_code
        == 0
    )
    assert graphs(store) == graphs(tmp_path / "one")
    taken = run("corpus", "status", store, "--decisions", folder / "decisions.csv")
    assert "made by another version" not in taken.stdout


def test_rows_of_a_cluster_say_what_was_decided(folder: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    from gongbao.batch.rows import extract_batches

    batch = pa.RecordBatch.from_pylist([{"id": "报告.txt", "text": REPORT}])
    (made,) = extract_batches([batch], Recipe(decisions=found([folder])))
    (line,) = made.to_pylist()
    assert line["decisions"].startswith("name,wrong,“春风”专项行动")
    assert not re.search("Campaign/[^>]*春风", line["nquads"])
    assert ox.parse(line["nquads"], format=ox.RdfFormat.N_QUADS)
