"""A corpus after any additions, replacements and removals is the corpus of what is in it."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import corpus_fake
from corpus_fake import RECIPE, add, quads, write
from gongbao.corpus import add as corpus
from gongbao.corpus import on_disk, progress
from gongbao.corpus.dump import Selection, dump
from gongbao.corpus.on_disk import open_reader
from gongbao.corpus.status import status
from gongbao.corpus.store import Catalog
from gongbao.corpus.writer import Writer
from gongbao.errors import GongbaoError, InputError, StoreError, UsageError
from gongbao.read.raw import exact
from gongbao.settings import Recipe


def remove(store: Path, *names: Path | str) -> corpus.Summary:
    return corpus.remove(store, map(str, names), RECIPE, extractor=corpus_fake.extract)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(6):
        write(tmp_path / "in" / f"r{number}.txt", f"市水务局，第{number}号报告，组织检查")
    return tmp_path / "in"


def test_adding_twice_changes_nothing(tmp_path: Path, folder: Path) -> None:
    store = tmp_path / "store"
    assert add(store, folder).added == 6
    before = quads(store)
    again = add(store, folder)
    assert (again.added, again.unchanged, again.failures) == (0, 6, [])
    assert quads(store) == before


def test_an_edited_file_replaces_its_own_statements_and_nothing_else(tmp_path: Path, folder: Path) -> None:
    store = tmp_path / "store"
    add(store, folder)
    before = set(quads(store))
    write(folder / "r3.txt", "市水务局，改写的报告")
    summary = add(store, folder)
    assert (summary.replaced, summary.unchanged) == (1, 5)
    after = set(quads(store))
    graphs = {line.rsplit(" ", 2)[-1] for line in before ^ after}
    assert len({graph for graph in graphs if "/report/" in graph}) == 2
    assert not any("第3号" in line for line in after) and any("改写" in line for line in after)


def test_removal_leaves_no_orphan(tmp_path: Path, folder: Path) -> None:
    store = tmp_path / "store"
    add(store, folder / "r1.txt")
    before = quads(store)
    add(store, folder)
    assert remove(store, *(folder / f"r{n}.txt" for n in (0, 2, 3, 4, 5))).removed == 5
    assert quads(store) == before
    remove(store, folder)
    assert quads(store) == []
    with pytest.raises(StoreError, match="not in the corpus"):
        remove(store, "absent.txt")


def test_nothing_is_removed_that_was_not_named(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = tmp_path / "store"
    add(store, folder)
    monkeypatch.chdir(folder.parent)
    with open_reader(store) as reader:
        reports = [entry.report for entry in Catalog(reader.store).entries()]
    own = reports[0].rpartition("/")[2]
    hasty = [
        "",
        " ",
        "absent/",
        "/absent/",
        f"{tmp_path}/absent/",
        own[:4],
        f"absent/{own}",
        reports[0].removesuffix(own),
    ]
    for name in [*hasty, *(f"absent/{digit}" for digit in "0123456789abcdef")]:
        with pytest.raises(GongbaoError, match="not in the corpus|name of a file is empty"):
            remove(store, name)
        with pytest.raises(GongbaoError, match="no report fits"):
            dump(store, tmp_path / "x.nq", RECIPE.settings.ontology, Selection(reports=(name,)))
    assert dump(store, tmp_path / "x.nq", RECIPE.settings.ontology, Selection(reports=(own[:8], reports[1]))) == 2
    assert remove(store, own[:8].upper()).removed == remove(store, reports[1]).removed == 1


TEXTS = ["市水务局，甲", "市水务局，乙", "市公安局，丙，丁", "市公安局，甲"]
OPERATIONS = st.lists(
    st.tuples(st.sampled_from("abcd"), st.one_of(st.none(), st.integers(0, len(TEXTS) - 1))), min_size=1, max_size=10
)


@pytest.mark.slow
@given(operations=OPERATIONS)
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
def test_any_order_gives_the_store_of_the_final_set(operations: list[tuple[str, int | None]]) -> None:
    """Files a to d get one of four texts (so that files share texts), or are removed."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        final: dict[str, int] = {}
        for file, text in operations:
            path = root / f"{file}.txt"
            if text is None:
                if file in final:
                    remove(root / "store", path)
                    del final[file]
            else:
                write(path, TEXTS[text])
                add(root / "store", path)
                final[file] = text
        if not on_disk.is_corpus(root / "store"):
            return
        if final:
            add(root / "fresh", *(root / f"{file}.txt" for file in sorted(final)))
        assert quads(root / "store") == (quads(root / "fresh") if final else [])


def test_files_of_many_reports(tmp_path: Path) -> None:
    store = tmp_path / "store"
    table = write(tmp_path / "r.csv", "标题,全文\n甲,市水务局开展检查甲\n乙,市水务局开展检查乙\n丙,\n")
    summary = add(store, table)
    assert summary.added == 2 and len(summary.failures) == 1
    assert len(status(store, RECIPE).failures) == 1
    write(table, "标题,全文\n甲,市水务局开展检查甲\n")
    summary = add(store, table)
    assert (summary.unchanged, summary.removed, summary.failures) == (1, 1, [])
    assert not status(store, RECIPE).failures


def test_failures_are_listed_and_the_rest_is_there(tmp_path: Path, folder: Path) -> None:
    store = tmp_path / "store"
    write(folder / "bad.txt", "")
    summary = add(store, folder, folder / "absent.txt")
    assert summary.added == 6 and len(summary.failures) == 2
    found = status(store, RECIPE)
    assert len(found.reports) == 6 and [Path(s.key).name for s in found.failures] == ["bad.txt"]
    write(folder / "bad.txt", "市水务局，修好了")
    assert add(store, folder).added + add(store, folder).unchanged == 1 + 6
    assert not status(store, RECIPE).failures


@pytest.mark.slow
def test_processes_give_the_same_store_and_survive_a_dead_worker(tmp_path: Path, folder: Path) -> None:
    for number in range(6, 30):
        write(folder / f"r{number}.txt", f"市水务局，第{number}号报告")
    write(folder / "r1.txt", "致命的报告，市水务局")
    summary = add(tmp_path / "many", folder, jobs=2)
    assert summary.added == 29 and "exit code 9" in summary.failures[0].reason
    (folder / "r1.txt").unlink()
    add(tmp_path / "one", folder)
    remove(tmp_path / "many", folder / "r1.txt")
    assert quads(tmp_path / "many") == quads(tmp_path / "one")


def test_processes_that_all_end_are_no_fault_of_the_reports(tmp_path: Path) -> None:
    for number in range(40):
        write(tmp_path / "in" / f"{number}.txt", f"致命，市水务局{number}")
    with pytest.raises(InputError, match="ended before any had read a report"):
        corpus.add(tmp_path / "store", [tmp_path / "in"], RECIPE, jobs=2, extractor=corpus_fake.extract)


def test_two_writers_do_not_meet_and_readers_are_undisturbed(tmp_path: Path, folder: Path) -> None:
    store = tmp_path / "store"
    add(store, folder / "r0.txt")
    with open_reader(store) as reader:
        before = len(reader.store)
        with Writer(store, RECIPE.base):
            with pytest.raises(StoreError, match="another gongbao"):
                add(store, folder)
            with open_reader(store) as other:
                assert len(other.store) == before
        add(store, folder)
        add(store, write(folder / "r9.txt", "又一份，报告"))
        assert len(reader.store) == before and len(list(reader.store)) == before
    assert len(quads(store)) > before


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(StoreError, match="not empty"):
        add(folder, folder)
    for no_corpus in (tmp_path / "absent", folder / "r0.txt"):
        with pytest.raises(StoreError, match="no corpus"):
            status(no_corpus, RECIPE)
    assert sorted(p.name for p in folder.iterdir()) == [f"r{n}.txt" for n in range(6)]


def test_export_is_the_same_whatever_the_order(tmp_path: Path, folder: Path) -> None:
    terms = RECIPE.settings.ontology
    add(tmp_path / "a", *sorted(folder.iterdir()))
    for file in sorted(folder.iterdir(), reverse=True):
        add(tmp_path / "b", file)
    for suffix in (".nq", ".trig", ".ttl", ".nt"):
        for name in "ab":
            assert dump(tmp_path / name, tmp_path / f"{name}{suffix}", terms, Selection()) == 6
        content = (tmp_path / f"a{suffix}").read_bytes()
        assert content == (tmp_path / f"b{suffix}").read_bytes()
        assert len(list(ox.parse(content, format=ox.RdfFormat.from_extension(suffix[1:])))) > 20
    assert dump(tmp_path / "a", tmp_path / "s.nq", terms, Selection(match="r3")) == 1
    assert dump(tmp_path / "a", tmp_path / "s.nq", terms, Selection(since="2000", until="2000-01")) == 6
    with pytest.raises(StoreError, match="no report fits"):
        dump(tmp_path / "a", tmp_path / "s.nq", terms, Selection(since="2001"))
    with pytest.raises(GongbaoError, match="known"):
        dump(tmp_path / "a", tmp_path / "s.xyz", terms, Selection())
    for date in ("abc", "2024-5", "2024-05-06T00", "24", "２０２４"):
        for selection in (Selection(since=date), Selection(until=date)):
            with pytest.raises(UsageError, match=f"'{date}' is no date such as 2024"):
                dump(tmp_path / "a", tmp_path / "s.nq", terms, selection)


def test_versions(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = tmp_path / "store"
    add(store, folder)
    assert not status(store, RECIPE).stale
    monkeypatch.setattr(Recipe, "program_version", property(lambda self: "9.9"))
    assert len(status(store, RECIPE).stale) == 6
    assert add(store, folder / "r0.txt").kept == 1
    assert len(status(store, RECIPE).stale) == 5


def test_copying_a_corpus_keeps_it(tmp_path: Path, folder: Path) -> None:
    add(tmp_path / "store", folder)
    shutil.copytree(tmp_path / "store", tmp_path / "copy")
    assert quads(tmp_path / "copy") == quads(tmp_path / "store")


@pytest.mark.parametrize(
    ("chinese", "line"), [(False, "3/12 reports, 5.3 s/report, 0:48 left"), (True, "3/12 份报告，5.3 秒/份，还需 0:48")]
)
def test_progress_in_plain_lines(monkeypatch: pytest.MonkeyPatch, chinese: bool, line: str) -> None:
    clock = iter(range(0, 1000, 4))
    monkeypatch.setattr("time.monotonic", lambda: float(next(clock)))
    stream = io.StringIO()
    lines = progress.for_stream(stream, chinese=chinese)
    lines.start(10)
    lines.expect(2)
    for _ in range(6):
        lines.advance()
    lines.stop()
    assert stream.getvalue().splitlines()[0] == line


def test_a_pipe_is_read_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "r.csv")
    told = subprocess.Popen(["sh", "-c", f"printf '正文\n市水务局，检查。\n' > '{tmp_path}/r.csv'"])
    assert add(tmp_path / "store", tmp_path / "r.csv").added == 1
    assert told.wait(60) == 0


@pytest.mark.parametrize("name", ["r.csv", "r.jsonl", "r.zip"])
def test_progress_tells_early_how_many_reports_are_in_a_file(tmp_path: Path, name: str) -> None:
    texts = [f"市水务局，检查甲{number}。\n\n市水务局，检查乙。" for number in range(60)]
    if name == "r.zip":
        with zipfile.ZipFile(tmp_path / name, "w") as packed:
            for number, text in enumerate(texts):
                packed.writestr(f"{number}.txt", text)
    else:
        rows = (f'"{text}"' if name == "r.csv" else json.dumps({"正文": text}) for text in [*texts, ""])
        write(tmp_path / name, "正文\n" * (name == "r.csv") + "\n".join(rows) + "\n")

    class Shown(progress.Progress):
        shown = True
        seen: tuple[int, ...] = ()

        def advance(self) -> None:
            super().advance()
            self.seen = (*self.seen, self.total)

    for _ in range(2):  # the second time all but one are known
        shown = Shown()
        corpus.add(tmp_path / "store", [tmp_path / name], RECIPE, extractor=corpus_fake.extract, progress=shown)
        assert shown.done == shown.total == len(texts) + (name != "r.zip")
        assert all(len(texts) <= total <= len(texts) + 2 for total in shown.seen)


def test_progress_in_a_terminal() -> None:
    code = (
        "import sys; from pathlib import Path; from gongbao.corpus import progress\n"
        "bar = progress.for_stream(sys.stderr); bar.start(2); bar.expect(1); bar.advance(); bar.stop()\n"
        "print(type(bar).__name__)"
    )
    import pty

    ours, theirs = pty.openpty()
    run = subprocess.run([sys.executable, "-c", code], stderr=theirs, stdout=subprocess.PIPE, check=True)
    os.close(theirs)
    drawn = os.read(ours, 65536)
    os.close(ours)
    assert run.stdout == b"Terminal\n" and b"1/3" in drawn


def test_names_that_look_the_same_are_different_sources(tmp_path: Path) -> None:
    folder, store = tmp_path / "in", tmp_path / "store"
    names = ["报\u200b.txt", "报\u200c.txt", "报\ufffd.txt", "报.txt", *map(os.fsdecode, (b"\xff.txt", b"\xfe.txt"))]
    for number, name in enumerate(names):
        write(folder / name, f"市水务局，第{number}号")
    with zipfile.ZipFile(folder / "z.zip", "w") as archive:
        archive.writestr("报\u200b.txt", "市水务局，压缩甲")
        archive.writestr("报\u200c.txt", "市水务局，压缩乙")
    summary = add(store, folder)
    assert (summary.added, summary.replaced, summary.failures) == (8, 0, [])
    again = add(store, folder)
    assert (again.added, again.replaced, again.unchanged) == (0, 0, 8)
    shown = [source for report in status(store, RECIPE).reports for source in report.sources]
    assert all(name.isprintable() for name in shown) and len(set(shown)) == 8
    assert remove(store, folder / names[0]).removed == 1
    assert remove(store, shown[0] if shown[0] != exact(str(folder / names[0])) else shown[1]).removed == 1


def test_a_key_that_begins_alike_is_left_alone(tmp_path: Path) -> None:
    table = write(tmp_path / "x.csv", "标题,全文\n甲,市水务局开展检查甲\n乙,市水务局开展检查乙\n")
    note = write(tmp_path / "x.csv#note.txt", "市水务局，便条")
    row = write(tmp_path / "x.csv#1", "市水务局，名为一行的文件")
    store = tmp_path / "store"
    assert add(store, note, row, table).added == 4
    again = add(store, table, note, row)
    assert (again.unchanged, again.removed, again.replaced) == (4, 0, 0)
    assert remove(store, table).removed == 2
    assert add(store, note, row).unchanged == 2


def test_odd_names_are_kept_apart_and_shown_harmlessly(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    write(folder / "a\nb\x1b[31m.txt", "市水务局，甲")
    Path(os.fsdecode(os.fsencode(str(folder)) + b"/\xff.txt")).write_text("市水务局，乙", "utf-8")
    write(folder / "r\n.csv", "标题,全文\n甲,市水务局开展检查甲\n乙,市水务局开展检查乙\n")
    store = tmp_path / "store"
    assert add(store, folder, jobs=2).added == 4
    assert add(store, folder).unchanged == 4
    names = [name for report in status(store, RECIPE).reports for name in report.sources]
    assert len(names) == 4 and all(name.isprintable() for name in names)
    write(folder / "r\n.csv", "标题,全文\n甲,市水务局开展检查甲\n")
    assert add(store, folder).removed == 1
    assert remove(store, folder / "a\nb\x1b[31m.txt").removed == 1


def test_a_book_and_a_workbook_hold_several_reports(tmp_path: Path) -> None:
    store, book = tmp_path / "store", tmp_path / "in" / "书.epub"
    page = '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>市水务局，第{}章</p></body></html>'

    def bound(*chapters: int) -> None:
        book.parent.mkdir(exist_ok=True)
        with zipfile.ZipFile(book, "w") as made:
            for number in chapters:
                made.writestr(f"{number}.xhtml", page.format(number))

    bound(1, 2, 3)
    assert add(store, book.parent).added == 3
    assert add(store, book.parent).unchanged == 3
    bound(1, 2)
    assert (summary := add(store, book.parent)).removed == 1 and summary.unchanged == 2
    sheet = book.with_name("表.xlsx")
    rows = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><row><c t="str"><v>{}</v></c></row></worksheet>'
    for count, expected in ((1, (1, 2)), (1, (0, 3)), (2, (2, 2))):
        with zipfile.ZipFile(sheet, "w") as made:
            for number in range(1, count + 1):
                made.writestr(f"xl/worksheets/sheet{number}.xml", rows.format(f"市水务局，表{number}"))
        summary = add(store, book.parent)
        assert (summary.added + summary.replaced + summary.kept, summary.unchanged) == expected and not summary.failures
    assert len(status(store, RECIPE).reports) == 4


def test_several_reports_under_the_name_of_one_are_refused(tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.txt", "")
    with zipfile.ZipFile(tmp_path / "in" / "a.txt", "w") as made:
        for number in (1, 2):
            made.writestr(f"{number}.txt", f"市水务局，第{number}号")
    (failed,) = corpus.add(tmp_path / "store", [tmp_path / "in"], RECIPE).failures
    assert "several reports" in failed.reason
