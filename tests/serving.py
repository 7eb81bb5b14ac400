"""Run the real server in a process of its own, for tests."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx


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
        """The worker processes: children of the helper, which is the server's one child."""
        (helper,) = _children(self.process.pid)
        return _children(helper)


def _children(pid: int) -> list[int]:
    return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


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
