"""Kill `corpus add` and go on: whatever the moment, the store must open, and equal one that was never interrupted.

usage: python tests/benchmarks/corpus_kill.py moments [--reports 300] [--kills 60] [--fake]
       python tests/benchmarks/corpus_kill.py calls [--most 100]

`moments` kills at random moments; `calls` at each of the first renames, writes and fsyncs of making a store and adding
to it, and needs strace. `--fake` extracts without models, which takes a fraction of the time. Exits with 1 where a store is lost or differs.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from corpus_texts import write_reports

import corpus_fake
from gongbao.corpus import writer
from gongbao.corpus.add import add
from gongbao.corpus.on_disk import is_corpus, open_reader
from gongbao.settings import Recipe

ADD = [sys.executable, "-m", "gongbao", "corpus", "add", "-q", "-j", "2"]
CALLS = {"rename": "rename,renameat,renameat2", "write": "write,writev,pwrite64", "fsync": "fsync,fdatasync"}


def quads(store: Path) -> list[str]:
    """All quads of a store, the catalog included."""
    with open_reader(store) as reader:
        return sorted(map(str, reader.store))


def left_over(group: int) -> list[str]:
    """Processes of a group that go on five seconds after their parent was killed."""
    living: list[str] = []
    for _ in range(50):
        living = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                state, _parent, its_group = stat.read_text().rpartition(") ")[2].split()[:3]
                if int(its_group) == group and state != "Z":
                    living.append(stat.parent.name)
        if not living:
            break
        time.sleep(0.1)
    return living


def changed_at(store: Path) -> int:
    """When a run last began to commit."""
    with suppress(OSError):
        return (store / "changed").stat().st_mtime_ns
    return 0


def moments(count: int, kills: int, command: list[str]) -> bool:
    """Kill a command at random moments while it adds reports, each time resumed."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        write_reports(root / "reports", count)
        begun = time.monotonic()
        subprocess.run([*command, str(root / "whole"), str(root / "reports")], check=True)
        whole = time.monotonic() - begun
        print(f"uninterrupted: {whole:.1f} s")
        chance = random.Random(8)
        expected = quads(root / "whole")
        store = root / "store"
        killed = completed = strays = 0
        wrong = False
        while killed < kills:
            before = changed_at(store)
            process = subprocess.Popen([*command, str(store), str(root / "reports")], start_new_session=True)
            if chance.random() < 0.8:  # else while it starts
                while process.poll() is None and changed_at(store) == before:
                    time.sleep(0.01)
            try:
                process.wait(chance.uniform(0.02, whole / 3))
            except subprocess.TimeoutExpired:
                process.kill()
                killed += 1
            process.wait()
            strays += len(left_over(process.pid))
            if is_corpus(store):
                quads(store)  # opens, whatever is in it
            if process.returncode == 0:  # it was done before it could be killed: compare, and begin anew
                wrong = wrong or quads(store) != expected
                completed += 1
                shutil.rmtree(store)
        subprocess.run([*command, str(store), str(root / "reports")], check=True)
        wrong = wrong or quads(store) != expected
    told = "DIFFERENT" if wrong else "all equal to the uninterrupted"
    print(f"{killed} kills, {strays} stray processes, {completed + 1} stores completed: {told}")
    return not wrong and not strays


def add_fake(path: Path, folder: Path) -> None:
    """Make a store and add reports, each in a transaction of its own, and replace and remove some."""
    writer.MOST_WAITING = 0
    add(path, [folder], Recipe(), jobs=0, extractor=corpus_fake.extract)
    (folder / "r0.txt").write_text("市水务局，改写的报告", "utf-8")
    add(path, [folder], Recipe(), jobs=0, extractor=corpus_fake.extract)


def add_batches(path: Path, folder: Path) -> None:
    """Add reports from two processes, some of them at a time."""
    writer.MOST_WAITING = 10_000
    add(path, [folder], Recipe(), jobs=2, extractor=corpus_fake.extract)


def reports(folder: Path) -> Path:
    """Write the reports of `calls` as they are before the first addition."""
    folder.mkdir(exist_ok=True)
    for number in range(6):
        (folder / f"r{number}.txt").write_text(f"市水务局，第{number % 4}号报告，组织检查", "utf-8")
    return folder


def calls(most: int) -> bool:
    """Kill at each of the first system calls of each kind; every step in a process forked from this one."""
    tally: Counter[str] = Counter()
    Recipe().settings  # noqa: B018  loaded once for all
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        folder, expected = reports(root / "in"), root / "expected"

        def whole() -> None:
            add_fake(root / "whole", folder)
            expected.write_text("\n".join(quads(root / "whole")), "utf-8")

        assert not forked(whole)
        for kind, names in CALLS.items():
            for number in range(1, most + 1):
                path = root / f"{kind}{number}"
                reports(folder)
                if traced(lambda path=path: add_fake(path, folder), names, number) == 0:  # type: ignore[misc]
                    break  # there are no more calls of this kind
                tally[f"{kind}: killed"] += 1
                tally["not opened"] += forked(lambda path=path: is_corpus(path) and quads(path)) != 0  # type: ignore[misc]
                tally["different"] += forked(lambda path=path: _go_on(path, folder, expected)) != 0  # type: ignore[misc]
                shutil.rmtree(path, ignore_errors=True)
    print(", ".join(f"{what} {count}" for what, count in sorted(tally.items())))
    return not tally["not opened"] and not tally["different"]


def forked(work: Callable[[], object], *, stopped: bool = False) -> int:
    """Do some work in a forked process, stopped before it begins; return its exit status, or its number where stopped."""
    child = os.fork()
    if child == 0:
        try:
            if stopped:
                os.kill(os.getpid(), signal.SIGSTOP)
            work()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            raise
        finally:
            os._exit(1)
    _, status = os.waitpid(child, os.WUNTRACED)
    return child if stopped else os.waitstatus_to_exitcode(status)


def traced(work: Callable[[], object], names: str, number: int) -> int:
    """Do some work in a forked process that is killed at one of its system calls; return its exit status."""
    child = forked(work, stopped=True)
    command = ["strace", "-f", "-o", os.devnull, "-p", str(child), "-e", f"trace={names}", "-e"]
    with subprocess.Popen([*command, f"inject={names}:signal=SIGKILL:when={number}"], stderr=subprocess.PIPE) as tracer:
        assert tracer.stderr is not None and b"attached" in tracer.stderr.readline()
        os.kill(child, signal.SIGCONT)
        tracer.stderr.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _go_on(path: Path, folder: Path, expected: Path) -> None:
    add_fake(path, folder)
    assert quads(path) == expected.read_text("utf-8").split("\n"), f"{path.name} differs"


def main() -> int:
    """Run one of the two; the exit status is 1 where its bound is broken."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["moments", "calls", "batches"])
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--reports", type=int, default=300)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--most", type=int, default=100)
    parser.add_argument("--fake", action="store_true")
    given = parser.parse_args()
    if given.what == "batches":
        add_batches(*given.paths)
        return 0
    command = [sys.executable, __file__, "batches"] if given.fake else ADD
    return not (calls(given.most) if given.what == "calls" else moments(given.reports, given.kills, command))


if __name__ == "__main__":
    sys.exit(main())
