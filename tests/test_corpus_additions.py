"""What waits beside the database of a corpus: it goes in together, and a killed run loses none of it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pyoxigraph as ox
import pytest

import corpus_fake
from corpus_fake import RECIPE, add, quads, write
from gongbao.corpus import add as corpus
from gongbao.corpus.additions import Additions, _Addition, _pieces
from gongbao.corpus.on_disk import open_reader
from gongbao.corpus.store import Catalog
from gongbao.corpus.work import Outcome, Task
from gongbao.settings import Recipe
from serving import until


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(6):
        write(tmp_path / "in" / f"r{number}.txt", f"市水务局，第{number}号报告，组织检查")
    return tmp_path / "in"


@pytest.mark.slow
@pytest.mark.parametrize("size", [0, 10_000])
def test_additions_that_wait_for_the_database_lose_nothing(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    for number in range(6, 60):  # every seventh has the text of another
        write(folder / f"r{number}.txt", f"市水务局，第{number % 7 or number}号报告，组织检查")
    monkeypatch.setattr("gongbao.corpus.writer.MOST_WAITING", size)
    assert add(tmp_path / "beside", folder, jobs=2).added == 60
    write(folder / "r6.txt", "市水务局，换了")
    assert add(tmp_path / "beside", folder, jobs=2).replaced == 1
    add(tmp_path / "one", folder)
    assert quads(tmp_path / "beside") == quads(tmp_path / "one")


class _Watched:
    """A database that tells when it is put in order."""

    def __init__(self, path: str, told: list[str]) -> None:
        self.inner, self.told = ox.Store(path), told
        told.append("opened")

    def __getattr__(self, name: str) -> object:
        return getattr(self.inner, name)

    def optimize(self) -> None:
        self.told.append("put in order")
        self.inner.optimize()


def test_only_a_large_run_puts_the_database_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left unsorted, each later run would pay for, however little it adds; and sorting costs the whole."""
    told: list[str] = []
    monkeypatch.setattr("gongbao.corpus.additions.BULK_FROM", 5_000)
    monkeypatch.setattr(
        "gongbao.corpus.on_disk.ox", SimpleNamespace(**{**vars(ox), "Store": partial(_Watched, told=told)})
    )
    for number in range(20):
        write(tmp_path / "texts" / f"r{number}.txt", f"市水务局，第{number}号报告，组织检查")
    assert add(tmp_path / "store", tmp_path / "texts").added == 20
    write(tmp_path / "texts" / "one.txt", "市水务局，又一份报告，组织检查")
    assert add(tmp_path / "store", tmp_path / "texts").added == 1
    assert told == ["opened", "put in order", "opened"]


def test_what_threads_load_is_parted_evenly() -> None:
    additions = [_Addition(None, b"x" * (1 + number % 7)) for number in range(500)]
    pieces = _pieces(additions, 6)
    sizes = [sum(len(addition.told) for addition in piece) for piece in pieces]
    assert [addition for piece in pieces for addition in piece] == additions
    assert len(pieces) == 6 and max(sizes) - min(sizes) <= 2 * 7
    assert _pieces(additions[:2], 6) == [additions[:1], additions[1:2]]


KILLED = """
import sys
sys.path.insert(0, {tests!r})
import corpus_fake
from pathlib import Path
from gongbao.corpus import writer
from gongbao.corpus.add import add
from gongbao.settings import Recipe
writer.MOST_WAITING = {waiting}
load = writer.Additions.load
def committed(additions, store, threads):
    loaded = bool(additions.held)
    load(additions, store, threads)
    if loaded:
        Path({marker!r}).touch()
writer.Additions.load = committed
keep = writer.Additions.add
def kept(additions, told, graph):
    keep(additions, told, graph)
    if {waiting} > 100_000 and len(additions.held) > 20:
        Path({marker!r}).touch()
writer.Additions.add = kept
if __name__ == "__main__":
    summary = add(Path({store!r}), [{folder!r}], Recipe(), jobs=2, extractor=corpus_fake.extract)
    sys.exit(130 if summary.interrupted else 0)
"""


def start(store: Path, folder: Path, script: Path, waiting: int) -> subprocess.Popen[bytes]:
    given = {
        "tests": Path(__file__).parent,
        "store": store,
        "folder": folder,
        "marker": script.with_suffix(".committed"),
    }
    write(script, KILLED.format(**{name: str(path) for name, path in given.items()}, waiting=waiting))
    return subprocess.Popen([sys.executable, str(script)], stdout=subprocess.DEVNULL, start_new_session=True)


_EARLY = """import os, signal
from multiprocessing import forkserver
from gongbao.corpus.work import ready
context = ready()
os.kill(forkserver._forkserver._forkserver_pid, signal.SIGINT)
process = context.Process(target=int)
process.start()
process.join()
print(process.exitcode)
"""


def test_ctrl_c_hurts_no_worker_that_has_not_begun() -> None:
    done = subprocess.run([sys.executable, "-c", _EARLY], capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("0\n", "")


def test_a_ctrl_c_among_the_files_that_were_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, added = ox.Store(), Additions(tmp_path)
    lines = [f"<x:{n}> <x:p> <x:o> <x:g> .\n".encode() for n in range(3)]
    for line in lines:
        added.add(b"", line)
    remove, left = Path.unlink, iter([None])

    def interrupted(path: Path, missing_ok: bool = False) -> None:
        if path.suffix == ".nq" and next(left, True):
            raise KeyboardInterrupt
        remove(path, missing_ok)

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(Path, "unlink", interrupted)
        added.load(store, 1)
    added.load(store, 1)
    added.close()
    assert len(store) == len(lines) and not (tmp_path / "additions").exists()


@pytest.mark.slow
@pytest.mark.parametrize("waiting", [5_000, 1_000_000_000], ids=["in the database", "beside it"])
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_run_is_resumed(tmp_path: Path, folder: Path, how: signal.Signals, waiting: int) -> None:
    for number in range(6, 60):
        write(folder / f"r{number:02}.txt", f"市水务局，第{number}号报告" + ("，停住" if number > 40 else ""))
    add(tmp_path / "whole", folder)
    store, stop = tmp_path / "store", write(folder / corpus_fake.STOP, "")
    process = start(store, folder, tmp_path / "run.py", waiting)
    until((tmp_path / "run.committed").exists)  # some are there, none can end
    if how == signal.SIGINT:  # Ctrl-C reaches the workers too
        os.killpg(process.pid, how)
    else:
        process.send_signal(how)
    assert process.wait(60) == (130 if how == signal.SIGINT else -how)
    stop.unlink()
    part = quads(store)
    assert 0 < len(part) < len(quads(tmp_path / "whole"))
    add(store, folder)
    assert quads(store) == quads(tmp_path / "whole")


def test_what_a_killed_run_left_beside_the_database_counts_where_it_is_whole(tmp_path: Path, folder: Path) -> None:
    """The folder as it is while a run is at work is what a kill leaves; a power cut may leave less."""
    store, copy = tmp_path / "store", tmp_path / "copy"

    def kept(task: Task, recipe: Recipe) -> Outcome:
        if task.file.name == "r5.txt":
            shutil.copytree(store, copy)
        return corpus_fake.extract(task, recipe)

    corpus.add(store, [folder], RECIPE, extractor=kept)
    log = copy / "additions" / "log"
    lines = log.read_bytes().splitlines(keepends=True)
    assert len(lines) == 5
    short = copy / "additions" / json.loads(lines[1])["file"][0]
    short.write_bytes(short.read_bytes()[:-40])
    lost = copy / "additions" / json.loads(lines[2])["file"][0]
    lost.unlink()
    log.write_bytes(b"".join(lines)[:-5])
    with open_reader(copy) as reader:
        found = {Path(source.key).name for source in Catalog(reader.store).sources()}
    assert found == {"r0.txt", "r3.txt"}
    assert not (copy / "additions").exists()
    assert (summary := add(copy, folder)).added == 4 and summary.unchanged == 2
    assert quads(copy) == quads(store)
