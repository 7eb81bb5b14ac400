"""How far a long run is: a bar with rate and remaining time in a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeVar

from gongbao.read import Raw
from gongbao.read.archive import count_members
from gongbao.read.files import SUFFIXES
from gongbao.read.limits import MAX_BINARY_BYTES, MIB

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

T = TypeVar("T")

LINE_EVERY = 10.0
"""Seconds between two plain lines."""

_LINED = (".csv", ".tsv", ".jsonl", ".ndjson")
"""Files whose line ends tell how many reports are in them, but for those within a text."""


class Progress:
    """What a long run tells about itself: nothing, where nobody asks."""

    def start(self, total: int) -> None:
        """Begin, with so many reports ahead."""

    def expect(self, more: int) -> None:
        """More reports came up, inside of a file."""

    def advance(self, name: str) -> None:
        """One is done."""

    def stop(self) -> None:
        """The end, or an interruption."""

    def within(self, path: Path, found: Iterable[T]) -> Iterator[T]:
        """Yield what is found in a file that stands for one so far."""
        return iter(found)


class Counting(Progress):
    """Progress of which a file of many is a part; what may be in it is told from its size."""

    def within(self, path: Path, found: Iterable[T]) -> Iterator[T]:
        """Yield what is found in a file; say as it comes how much more may be in it."""
        kind, size = SUFFIXES.get(path.suffix.lower()), 0
        with suppress(OSError):  # who reads it will say so
            if path.is_file() and kind == "zip" and path.stat().st_size <= MAX_BINARY_BYTES:
                size = count_members(path.read_bytes())
            elif path.is_file() and path.suffix.lower() in _LINED:  # a pipe can be read but once
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


class Lines(Counting):
    """Plain lines: done, total, rate and remaining time, at most one in ten seconds."""

    def __init__(self, stream: TextIO, *, chinese: bool = False) -> None:
        self.stream = stream
        self.chinese = chinese
        self.total = self.done = 0
        self.begun = self.told = 0.0

    def start(self, total: int) -> None:
        """Begin to count."""
        self.total = total
        self.begun = self.told = time.monotonic()

    def expect(self, more: int) -> None:
        """Raise the total."""
        self.total += more

    def advance(self, name: str) -> None:
        """Count one, and say so if it is time."""
        self.done += 1
        if time.monotonic() - self.told >= LINE_EVERY:
            self._tell()

    def stop(self) -> None:
        """Say the last count, if any line was written before."""
        if self.told > self.begun:
            self._tell()

    def _tell(self) -> None:
        self.told = time.monotonic()
        spent = max(self.told - self.begun, 1e-9)
        left = _clock(spent / self.done * (self.total - self.done)) if self.done else "?"
        rate, count = _rate(self.done, spent, chinese=self.chinese), f"{self.done}/{self.total}"
        line = f"{count} 份报告，{rate}，还需 {left}" if self.chinese else f"{count} reports, {rate}, {left} left"
        print(line, file=self.stream, flush=True)


class Terminal(Counting):
    """A bar of rich, imported when it is first drawn."""

    def __init__(self, *, chinese: bool = False) -> None:
        self.chinese = chinese
        self.bar: Bar | None = None

    def start(self, total: int) -> None:
        """Draw the bar."""
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        self.bar = Bar(
            SpinnerColumn(),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self.bar.start()
        self.bar.add_task("", total=total, rate="")

    def expect(self, more: int) -> None:
        """Lengthen the bar."""
        if self.bar is not None:
            task = self.bar.tasks[0]
            self.bar.update(task.id, total=(task.total or 0) + more)

    def advance(self, name: str) -> None:
        """Fill the bar a little more."""
        if self.bar is not None:
            task = self.bar.tasks[0]
            rate = _rate(task.completed + 1, task.elapsed or 0.0, chinese=self.chinese)
            self.bar.update(task.id, advance=1, rate=rate)

    def stop(self) -> None:
        """Take the bar away."""
        if self.bar is not None:
            self.bar.stop()


def for_stream(stream: TextIO = sys.stderr, *, chinese: bool = False) -> Progress:
    """Return a bar for a terminal, plain lines for anything else."""
    return Terminal(chinese=chinese) if stream.isatty() else Lines(stream, chinese=chinese)


def _rate(done: float, seconds: float, *, chinese: bool) -> str:
    """Reports a second, or seconds a report where one takes longer."""
    if not done or not seconds:
        return ""
    if done >= seconds:
        return f"{done / seconds:.1f} {'份/秒' if chinese else 'reports/s'}"
    return f"{seconds / done:.1f} {'秒/份' if chinese else 's/report'}"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
