"""The time to add one report to a store of 5,000, and to an empty one, by the command line, with all start-up.

usage: python tests/benchmarks/corpus_large.py [REPORTS]
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from corpus_texts import REPORT, write_reports

ADD = [sys.executable, "-m", "gongbao", "corpus", "add", "-q"]
ROUNDS = 5


def timed(store: Path, report: Path) -> float:
    """Seconds to add one report."""
    begun = time.monotonic()
    subprocess.run([*ADD, str(store), str(report)], check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - begun


def main() -> int:
    """Run the benchmark; the exit status is 1 above twice the time."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        write_reports(root / "reports", count)
        begun = time.monotonic()
        subprocess.run([*ADD, str(root / "large"), str(root / "reports")], check=True)
        took = time.monotonic() - begun
        size = sum(f.stat().st_size for f in (root / "large" / "data").iterdir()) / 1e6
        print(f"{count} reports added in {took:.0f} s, {size:.0f} MB")
        empty, large = [], []
        for number in range(ROUNDS):
            report = root / f"one{number}.txt"
            report.write_text(REPORT.read_text("utf-8").replace("2023年4月", f"2023年{number + 1}月"), "utf-8")
            shutil.rmtree(root / "empty", ignore_errors=True)
            empty.append(timed(root / "empty", report))
            large.append(timed(root / "large", report))
        one, other = statistics.median(empty), statistics.median(large)
        print(f"one report: empty {one:.2f} s, store of {count} {other:.2f} s, ratio {other / one:.2f} (at most 2)")
        return other > 2 * one


if __name__ == "__main__":
    sys.exit(main())
