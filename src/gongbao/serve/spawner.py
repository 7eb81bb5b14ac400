"""Workers where the system cannot fork, as the web server sees them: start one, wait until it is there, end it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict, replace
from pathlib import Path

from gongbao.corpus import on_disk
from gongbao.errors import GraphError, StoreError
from gongbao.serve.configuration import Source
from gongbao.serve.control import LimitError, Worker
from gongbao.serve.wire import receive

_START_SECONDS = 120.0  # in which a worker must have loaded the graph
_LOOK_EVERY = 0.05  # seconds after which it is looked whether a worker that does not come has ended

Joined = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Spawner:
    """Starts workers, each of which loads the graph; does what `Control` does with a helper that forks them.

    A graph file is copied first, so that all workers answer from the same graph, whatever becomes of the file.
    """

    def __init__(self, source: Source) -> None:
        self.source, self.given = source, source.graph
        self.folder: Path | None = None
        self.processes: dict[int, subprocess.Popen[bytes]] = {}
        self.expected: dict[str, asyncio.Future[Joined]] = {}
        self.server: asyncio.Server | None = None
        self.loaded = False
        self.ending = asyncio.Event()
        self.listening = asyncio.create_task(self.ending.wait())

    @property
    def healthy(self) -> bool:
        """Say whether a worker could be started."""
        return self.loaded and not self.ending.is_set()

    async def load(self) -> str:
        """Make ready; return the name of the view of a graph file, which a first worker then loads."""
        path = Path(self.source.graph)
        self.server = await asyncio.start_server(self._join, "127.0.0.1", 0, limit=1 << 20)
        if on_disk.is_corpus(path):
            return ""
        view = self.source.state()
        if path.is_file():
            try:
                self.folder = Path(tempfile.mkdtemp(prefix="gongbao-serve-"))
                copy = await asyncio.to_thread(shutil.copyfile, path, self.folder / path.name)
            except OSError as error:
                reason = error.strerror or str(error)
                raise GraphError(f"{path}: cannot be copied: {reason}", f"{path}：无法复制：{reason}") from error
            self.source = replace(self.source, graph=str(copy))
        return view

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take a worker that connects; who does not know a token is turned away."""
        with contextlib.suppress(asyncio.IncompleteReadError, OSError, ValueError, TimeoutError):
            async with asyncio.timeout(_START_SECONDS):
                head, _ = await receive(reader)
            awaited = self.expected.pop(str(head.get("token")), None)
            if awaited is not None and not awaited.done():
                awaited.set_result((reader, writer))
                return
        writer.close()

    async def fork(self, role: str, view: str) -> Worker:
        """Start a worker that answers from a view. Raises LimitError where none can be, at first GraphError, StoreError."""
        process = self._start(token := secrets.token_hex(16), role, view)
        try:
            async with asyncio.timeout(_START_SECONDS if self.loaded else None):
                reader, writer = await self._joined(token, process)
                told = (await receive(reader))[0] if role == "query" else {}
        except (asyncio.IncompleteReadError, OSError, TimeoutError):
            process.kill()
            raise LimitError("busy", "no worker could be started", "无法启动工作进程") from None
        finally:
            self.expected.pop(token, None)
        if "error" in told:
            writer.close()
            raise self._wrong(told["error"], told["zh"], told["kind"])
        self.loaded = True
        return Worker(process.pid, reader, writer, view, self)

    def _start(self, token: str, role: str, view: str) -> subprocess.Popen[bytes]:
        assert self.server is not None
        self.expected[token] = asyncio.get_running_loop().create_future()
        self.processes = {pid: process for pid, process in self.processes.items() if process.poll() is None}
        process = subprocess.Popen(
            [sys.executable, "-m", "gongbao.serve.worker"],
            stdin=subprocess.PIPE,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),  # Ctrl-C is for the server
        )
        self.processes[process.pid] = process
        port = self.server.sockets[0].getsockname()[1]
        told = {"source": asdict(self.source), "role": role, "view": view, "port": port, "token": token}
        assert process.stdin is not None
        with contextlib.suppress(OSError), process.stdin as stream:  # it may be dead already
            stream.write(json.dumps(told).encode() + b"\n")
        return process

    async def _joined(self, token: str, process: subprocess.Popen[bytes]) -> Joined:
        awaited = self.expected[token]
        while not awaited.done():
            await asyncio.wait([awaited], timeout=_LOOK_EVERY)
            if process.poll() is not None and not awaited.done():
                raise ConnectionResetError
        return awaited.result()

    def _wrong(self, detail: str, zh: str, kind: str) -> Exception:
        if self.loaded:
            return LimitError("busy", "no worker could be started", "无法启动工作进程")
        loaded, given = self.source.graph, self.given
        told = StoreError if kind == "StoreError" else GraphError
        return told(detail.replace(loaded, given), zh.replace(loaded, given))

    def kill(self, pid: int) -> None:
        """End a worker at once."""
        if pid in self.processes:
            self.processes[pid].kill()

    async def ended(self, pid: int) -> int | None:
        """Return how a worker ended, None where it has not."""
        process = self.processes.get(pid)
        if process is None:
            return None
        with contextlib.suppress(subprocess.TimeoutExpired):
            return await asyncio.to_thread(process.wait, 2)
        return None

    async def end(self) -> None:
        """End all workers."""
        self.ending.set()
        if self.server is not None:
            self.server.close()
        for process in self.processes.values():
            process.kill()
        for process in self.processes.values():
            await asyncio.to_thread(process.wait)
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)
