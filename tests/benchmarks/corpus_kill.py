"""kill -9 at twenty random moments while 300 reports are added, each time resumed: the store must equal a whole one.

usage: python tests/benchmarks/corpus_kill.py [REPORTS [KILLS]]
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from corpus_texts import write_reports

from gongbao.corpus import open_reader

ADD = [sys.executable, "-m", "gongbao", "corpus", "add", "-q", "-j", "2"]


def quads(store: Path) -> list[str]:
    """All quads of a store, the catalog included."""
    with open_reader(store) as reader:
        return sorted(map(str, reader.store))


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
        killed = 0
        for _ in range(kills):
            process = subprocess.Popen([*ADD, str(root / "store"), str(root / "reports")], start_new_session=True)
            try:
                process.wait(chance.uniform(0.3, max(1.0, 2.2 * whole / kills)))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                killed += 1
            process.wait()
            stray = subprocess.run(["pgrep", "-g", str(process.pid)], capture_output=True, text=True).stdout.split()
            store = root / "store"
            done = sum("corpus#report>" in q for q in quads(store)) if (store / "gongbao-corpus.json").exists() else 0
            print(f"killed, {done} reports in the store{', stray processes: ' + ' '.join(stray) if stray else ''}")
        subprocess.run([*ADD, str(root / "store"), str(root / "reports")], check=True)
        left, right = quads(root / "store"), quads(root / "whole")
        print(f"{killed} kills; {len(left)} and {len(right)} quads: {'equal' if left == right else 'DIFFERENT'}")
        return left != right


if __name__ == "__main__":
    sys.exit(main())
