"""Kill `corpus add` and go on: whatever the moment, the store must open, and equal one that was never interrupted.

usage: python tests/benchmarks/corpus_kill.py moments [--reports 300] [--kills 60]
       python tests/benchmarks/corpus_kill.py calls [--most 100]

`moments` kills at random moments; `calls` at each of the first renames, writes and fsyncs of making a store and adding
to it, and needs strace. Exits with 1 where a store is lost or differs.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from corpus_texts import write_reports

import corpus_fake
from gongbao.corpus import is_corpus, open_reader, store
from gongbao.corpus.add import add
from gongbao.corpus.work import Recipe

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


def moments(count: int, kills: int) -> bool:
    """Kill at random moments while reports are added, each time resumed."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        write_reports(root / "reports", count)
        begun = time.monotonic()
        subprocess.run([*ADD, str(root / "whole"), str(root / "reports")], check=True)
        whole = time.monotonic() - begun
        print(f"uninterrupted: {whole:.1f} s")
        chance = random.Random(8)
        expected = quads(root / "whole")
        store = root / "store"
        killed = completed = strays = 0
        wrong = False
        while killed < kills:
            before = changed_at(store)
            process = subprocess.Popen([*ADD, str(store), str(root / "reports")], start_new_session=True)
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
        subprocess.run([*ADD, str(store), str(root / "reports")], check=True)
        wrong = wrong or quads(store) != expected
    told = "DIFFERENT" if wrong else "all equal to the uninterrupted"
    print(f"{killed} kills, {strays} stray processes, {completed + 1} stores completed: {told}")
    return not wrong and not strays


def add_fake(path: Path, folder: Path) -> None:
    """Make a store and add reports, each in a transaction of its own, and replace and remove some."""
    store.BATCH_SECONDS = 0.0
    add(path, [folder], Recipe(), jobs=0, extractor=corpus_fake.extract)
    (folder / "r0.txt").write_text("市水务局，改写的报告", "utf-8")
    add(path, [folder], Recipe(), jobs=0, extractor=corpus_fake.extract)


def reports(folder: Path) -> Path:
    """Write the reports of `calls` as they are before the first addition."""
    folder.mkdir(exist_ok=True)
    for number in range(6):
        (folder / f"r{number}.txt").write_text(f"市水务局，第{number % 4}号报告，组织检查", "utf-8")
    return folder


def calls(most: int) -> bool:
    """Kill at each of the first system calls of each kind."""
    tally: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        folder = reports(root / "in")
        add_fake(root / "whole", folder)
        expected = quads(root / "whole")
        for kind, names in CALLS.items():
            for number in range(1, most + 1):
                path = root / f"{kind}{number}"
                reports(folder)
                command = ["strace", "-f", "-qq", "-o", os.devnull, "-e", f"trace={names}", "-e"]
                command += [f"inject={names}:signal=SIGKILL:when={number}", sys.executable, "-B", __file__]
                status = subprocess.run([*command, "fake", str(path), str(folder)], capture_output=True).returncode
                if status == 0:
                    tally[f"{kind}: ran through"] += 1
                    shutil.rmtree(path)
                    break  # there are no more calls of this kind
                tally[f"{kind}: killed"] += 1
                tally["not opened"] += not _opens(path)
                tally["different"] += not _goes_on(path, folder, expected)
                shutil.rmtree(path, ignore_errors=True)
    print(", ".join(f"{what} {count}" for what, count in sorted(tally.items())))
    return not tally["not opened"] and not tally["different"]


def _opens(path: Path) -> bool:
    try:
        return not is_corpus(path) or quads(path) is not None
    except Exception as error:  # noqa: BLE001  whatever it is, it is counted
        print(f"{path.name}: {error!r}")
        return False


def _goes_on(path: Path, folder: Path, expected: list[str]) -> bool:
    try:
        add_fake(path, folder)
        return quads(path) == expected
    except Exception as error:  # noqa: BLE001  whatever it is, it is counted
        print(f"{path.name}: {error!r}")
        return False


def main() -> int:
    """Run one of the two; the exit status is 1 where its bound is broken."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["moments", "calls", "fake"])
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--reports", type=int, default=300)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--most", type=int, default=100)
    given = parser.parse_args()
    if given.what == "fake":
        add_fake(*given.paths)
        return 0
    return not (calls(given.most) if given.what == "calls" else moments(given.reports, given.kills))


if __name__ == "__main__":
    sys.exit(main())
