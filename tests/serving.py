"""Run the real server in a process of its own, for tests."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import httpx

T = TypeVar("T")


@dataclass(frozen=True)
class Served:
    url: str
    process: subprocess.Popen[str]
    log: Path

    def client(self, **headers: str) -> httpx.Client:
        return httpx.Client(base_url=self.url, headers=headers, timeout=30, trust_env=False)

    def select(
        self, query: str, accept: str = "application/sparql-results+json", **parameters: object
    ) -> httpx.Response:
        with self.client(Accept=accept) as client:
            return client.post("/sparql", data={"query": query, **parameters})

    def children(self) -> list[int]:
        """The worker processes: children of the process that forks them."""
        return [worker for child in self.forkers() for worker in children_of(child)]

    def forkers(self) -> list[int]:
        """The process that forks workers, if there is one now: a child of the server."""
        return [pid for pid in children_of(self.process.pid) if "forkserver" in command_of(pid)]

    def until_busy(self) -> list[int]:
        """Wait until workers are at work, and return them."""
        before = {pid: processor_time(pid) for pid in self.children()}
        return until(lambda: [pid for pid in self.children() if processor_time(pid) > before.get(pid, 0) + 0.1])


def children_of(pid: int) -> list[int]:
    """The children of a process, whichever of its threads started them."""
    return [int(n) for told in Path(f"/proc/{pid}/task").glob("*/children") for n in told.read_text().split()]


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def processor_time(pid: int) -> float:
    """Seconds of processor time that a process has used; 0 where it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def until(condition: Callable[[], T], seconds: float = 60) -> T:
    """Return what a condition gives once it gives something; fail where it gives nothing in so long."""
    latest = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < latest, "this never came true"
        time.sleep(0.02)
    return found


@contextmanager
def serving(graph: Path, log: Path, *options: str, token: str | None = None) -> Iterator[Served]:
    command = [sys.executable, "-m", "gongbao", "serve", str(graph), "--port", "0", *options]
    environment = {**os.environ, "GONGBAO_LANG": "en"} | ({"GONGBAO_TOKEN": token} if token else {})
    with (
        log.open("w") as errors,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment) as process,
    ):
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            found = re.search(r"http://\S+", line)
            assert found, log.read_text()
            yield Served(found[0], process, log)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)
