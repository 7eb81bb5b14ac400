"""How far a long run is: a bar with rate and remaining time in a terminal, a plain line now and then elsewhere."""

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TextIO, TypeVar

from gongbao.read import Raw
from gongbao.read.archive import count_members
from gongbao.read.files import SUFFIXES
from gongbao.read.limits import MAX_BINARY_BYTES, MIB

T = TypeVar("T")

LINE_EVERY = 10.0  # seconds between two plain lines
_LINED = (".csv", ".tsv", ".jsonl", ".ndjson")
"""Files whose line ends tell how many reports are in them, but for those within a text."""


class Progress:
    """How many reports of a run are done, of how many; nobody is told."""

    shown = False
    total = done = 0

    def start(self, total: int) -> None:
        """Begin, with so many reports ahead."""
        self.total, self.begun = total, time.monotonic()

    def expect(self, more: int) -> None:
        """More reports came up, inside of a file."""
        self.total += more

    def advance(self) -> None:
        """One is done."""
        self.done += 1
        self.draw()

    def draw(self) -> None:
        """Show how far the run is."""

    def stop(self) -> None:
        """The end, or an interruption."""

    def within(self, path: Path, found: Iterable[T]) -> Iterator[T]:
        """Yield what is found in a file that stands for one so far; expect as it comes how much more may be in it."""
        kind, size = SUFFIXES.get(path.suffix.lower()), 0
        with suppress(OSError):  # who reads it will say so
            if not self.shown or not path.is_file():  # a pipe can be read but once
                size = 0
            elif kind == "zip" and path.stat().st_size <= MAX_BINARY_BYTES:
                size = count_members(path.read_bytes())
            elif path.suffix.lower() in _LINED:
                with path.open("rb") as file:
                    size = sum(part.count(b"\n") for part in iter(partial(file.read, MIB), b""))
        number, lines, told = 0, 0, 1
        for number, one in enumerate(found, 1):
            lines += 1 + (one.text.count("\n") if kind == "csv" and isinstance(one, Raw) else 0)
            likely = max(number, size * number // lines)
            self.expect(likely - told)
            told = likely
            yield one
        self.expect(number - told)

    def rate(self, seconds: float, chinese: bool) -> str:
        """Reports a second so far, or seconds a report where one takes longer."""
        if self.done >= seconds:
            return f"{self.done / seconds:.1f} {'份/秒' if chinese else 'reports/s'}"
        return f"{seconds / self.done:.1f} {'秒/份' if chinese else 's/report'}" if self.done else ""


class Lines(Progress):
    """Plain lines: done, total, rate and remaining time, at most one in ten seconds."""

    shown = True
    told = 0.0

    def __init__(self, stream: TextIO, *, chinese: bool = False) -> None:
        self.stream = stream
        self.chinese = chinese

    def draw(self) -> None:
        """Say it, if it is time."""
        if time.monotonic() - max(self.told, self.begun) >= LINE_EVERY:
            self._tell()

    def stop(self) -> None:
        """Say the last count, if any line was written before."""
        if self.told:
            self._tell()

    def _tell(self) -> None:
        self.told = time.monotonic()
        spent = max(self.told - self.begun, 1e-9)
        left = spent / self.done * (self.total - self.done) if self.done else 0
        clock = str(timedelta(seconds=int(left))).removeprefix("0:").removeprefix("0")
        rate, count = self.rate(spent, self.chinese), f"{self.done}/{self.total}"
        line = f"{count} 份报告，{rate}，还需 {clock}" if self.chinese else f"{count} reports, {rate}, {clock} left"
        print(line, file=self.stream, flush=True)


class Terminal(Progress):
    """A bar of rich, imported when it is first drawn."""

    shown = True

    def __init__(self, *, chinese: bool = False) -> None:
        self.chinese = chinese

    def start(self, total: int) -> None:
        """Draw the bar."""
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        columns = (SpinnerColumn(), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"))
        self.bar = Bar(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True)
        self.bar.start()
        self.task = self.bar.add_task("", total=total, rate="")
        super().start(total)

    def draw(self) -> None:
        """Fill the bar a little more, or lengthen it."""
        rate = self.rate(time.monotonic() - self.begun, self.chinese)
        self.bar.update(self.task, total=self.total, completed=self.done, rate=rate)

    def stop(self) -> None:
        """Take the bar away."""
        self.bar.stop()


def for_stream(stream: TextIO = sys.stderr, *, chinese: bool = False) -> Progress:
    """Return a bar for a terminal, plain lines for anything else."""
    return Terminal(chinese=chinese) if stream.isatty() else Lines(stream, chinese=chinese)
