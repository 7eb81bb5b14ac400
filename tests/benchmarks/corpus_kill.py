"""kill -9 at twenty random moments while 300 reports are added, each time resumed: the store must equal a whole one.

usage: python tests/benchmarks/corpus_kill.py [REPORTS [KILLS]]
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from corpus_texts import write_reports

from gongbao.corpus import open_reader

ADD = [sys.executable, "-m", "gongbao", "corpus", "add", "-q", "-j", "2"]


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


def wait_for_change(store: Path, process: subprocess.Popen[bytes]) -> None:
    """Wait until a run commits its first report."""
    with suppress(OSError):
        (store / "changed").unlink()
    while process.poll() is None and not (store / "changed").exists():
        time.sleep(0.01)


def main() -> int:
    """Run the benchmark; the exit status is 1 where the stores differ."""
    count, kills = (int(a) for a in (*sys.argv[1:], *("300", "20")[len(sys.argv) - 1 :]))
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
        killed = completed = 0
        wrong = False
        while killed < kills:
            process = subprocess.Popen([*ADD, str(store), str(root / "reports")], start_new_session=True)
            if chance.random() < 0.8:  # else while it starts
                wait_for_change(store, process)
            try:
                process.wait(chance.uniform(0.02, whole / 3))
            except subprocess.TimeoutExpired:
                process.kill()
                killed += 1
            process.wait()
            stray = left_over(process.pid)
            done = sum("corpus#report>" in q for q in quads(store)) if (store / "gongbao-corpus.json").exists() else 0
            print(f"killed, {done} reports in the store{', stray processes: ' + ' '.join(stray) if stray else ''}")
            if process.returncode == 0:  # it was done before it could be killed: compare, and begin anew
                wrong = wrong or quads(store) != expected
                completed += 1
                shutil.rmtree(store)
        subprocess.run([*ADD, str(store), str(root / "reports")], check=True)
        wrong = wrong or quads(store) != expected
        print(
            f"{killed} kills, {completed + 1} stores completed: {'DIFFERENT' if wrong else 'all equal to the uninterrupted'}"
        )
        return wrong


if __name__ == "__main__":
    sys.exit(main())
