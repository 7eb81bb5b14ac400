"""Worker processes as the web server sees them: forked by a helper, or each started where the system cannot fork."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from gongbao.corpus import on_disk
from gongbao.errors import GraphError, StoreError, reasons
from gongbao.serve.configuration import Limits, Source
from gongbao.serve.wire import OUT_OF_MEMORY, Head, pack, receive


def _statuses(*signals: str) -> set[int]:
    """The exit statuses of what was ended by signals, those that this system has."""
    return {-int(getattr(signal, name)) for name in signals if hasattr(signal, name)}


_OUT_OF_TIME = _statuses("SIGXCPU")
_OUT_OF_ROOM = _statuses("SIGABRT") | {OUT_OF_MEMORY}  # the store's own code aborts where it gets no memory
_TOO_DEEP = _statuses("SIGSEGV", "SIGBUS") | {0xC0000005, 0xC00000FD}  # the latter as Windows says it
_FORK_SECONDS = 30.0
_KEPT = 1000  # ends of workers that are remembered


class LimitError(Exception):
    """A query passed a limit: `kind` is time, memory, busy or lost."""

    def __init__(self, kind: str, detail: str, zh: str) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.zh = zh


@dataclass(slots=True)
class Worker:
    """A worker process; `view` is the view of the graph that it answers from."""

    pid: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    view: str
    control: Control | Spawner
    jobs: int = 0

    def kill(self) -> None:
        """End it at once, whatever it is at."""
        self.writer.close()
        self.control.kill(self.pid)

    async def ask(self, request: Head | None, seconds: float, lost: str, zh: str) -> tuple[Head, bytes | bytearray]:
        """Send a request, or None, and return what comes. Raises LimitError (`lost`) and ends it where nothing does.

        It is ended too when the one who asked goes away: nobody may get this answer for another.
        """
        try:
            async with asyncio.timeout(seconds):
                if request is not None:
                    self.writer.write(pack(request))
                return await receive(self.reader)
        except (TimeoutError, asyncio.IncompleteReadError, ConnectionError) as error:
            self.kill()
            raise LimitError("lost", lost, zh) from error
        except BaseException:
            self.kill()
            raise

    async def why(self, limits: Limits) -> LimitError:
        """Tell from its exit status which limit a worker passed that went away."""
        status = await self.control.ended(self.pid)
        if status in _OUT_OF_TIME:
            return LimitError("time", "the query used up its processor time", "查询用尽处理器时间")
        if status in _OUT_OF_ROOM:
            most = f"{limits.memory >> 20} MB"
            return LimitError("memory", f"the query needs more than {most} of memory", f"查询所需内存超过 {most}")
        if status in _TOO_DEEP:
            return LimitError("depth", "the query is nested too deeply", "查询嵌套过深")
        return LimitError("lost", "the worker of this query ended", "执行此查询的工作进程已终止")


class Control:
    """One helper process and the channel to it, from its start to its end."""

    def __init__(self, source: Source) -> None:
        self.channel, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-m", "gongbao.serve.helper", str(theirs.fileno())]
            self.process = subprocess.Popen(
                command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, start_new_session=True
            )
        self.source = source
        self.forks: asyncio.Queue[int] = asyncio.Queue()  # 0: there will be no more
        self.forking = asyncio.Lock()
        self.ends: dict[int, asyncio.Future[int]] = {}
        self.ready: asyncio.Future[dict[str, str]] = asyncio.get_running_loop().create_future()
        self.listening = asyncio.create_task(self._listen())

    @property
    def healthy(self) -> bool:
        """Say whether the graph is loaded and the helper lives."""
        loaded = self.ready.done() and not self.ready.cancelled() and "error" not in self.ready.result()
        return loaded and not self.listening.done() and self.process.poll() is None

    async def load(self) -> str:
        """Wait until the graph is loaded; return the name of its view. Raises GraphError or StoreError."""
        with contextlib.suppress(OSError):  # it is dead already, which listening tells
            self.channel.sendall(json.dumps(asdict(self.source)).encode() + b"\n")
        self.channel.setblocking(False)
        told = await self.ready
        if "error" in told:
            raise (StoreError if told.get("kind") == "StoreError" else GraphError)(told["error"], told["zh"])
        return told["view"]

    async def _listen(self) -> None:
        """Take what the helper tells, until it ends."""
        loop = asyncio.get_running_loop()
        pending = b""
        self.channel.setblocking(False)
        with contextlib.suppress(OSError):
            while data := await loop.sock_recv(self.channel, 65536):
                *lines, pending = (pending + data).split(b"\n")
                for line in lines:
                    self._told(json.loads(line))
        if not self.ready.done():
            self.ready.set_result({"error": "the process that loads the graph ended", "zh": "加载图谱的进程已退出"})
        self.forks.put_nowait(0)

    def _told(self, message: dict[str, Any]) -> None:
        if "forked" in message:
            self.ends[message["forked"]] = asyncio.get_running_loop().create_future()
            self.forks.put_nowait(message["forked"])
        elif "ended" in message:
            end = self.ends.get(message["ended"])
            if end is not None and not end.done():
                end.set_result(message["status"])
        elif not self.ready.done():
            self.ready.set_result(message)

    async def fork(self, role: str, view: str) -> Worker:
        """Have a worker forked that answers from a view. Raises LimitError where none can be."""
        if sys.platform == "win32":
            raise LimitError("busy", "no worker could be started", "无法启动工作进程")
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        try:
            async with self.forking:  # answers come in the order of requests
                with theirs:
                    order = json.dumps({"fork": role, "view": view}).encode() + b"\n"
                    socket.send_fds(self.channel, [order], [theirs.fileno()])
                pid = await asyncio.wait_for(self.forks.get(), _FORK_SECONDS)
            if not pid:
                raise ConnectionResetError
            if len(self.ends) > _KEPT:
                self.ends = {number: end for number, end in self.ends.items() if not end.done()}
            reader, writer = await asyncio.open_unix_connection(sock=ours, limit=1 << 20)
            worker = Worker(pid, reader, writer, view, self)
            if role == "query":
                await receive(reader)
        except (asyncio.IncompleteReadError, OSError, TimeoutError):
            ours.close()
            raise LimitError("busy", "no worker could be started", "无法启动工作进程") from None
        return worker

    def kill(self, pid: int) -> None:
        """End a worker at once."""
        with contextlib.suppress(OSError):
            self.channel.send(json.dumps({"kill": pid}).encode() + b"\n")

    async def ended(self, pid: int) -> int | None:
        """Return how a worker ended, None where the helper is gone as well."""
        with contextlib.suppress(TimeoutError):
            return await asyncio.wait_for(asyncio.shield(self.ends[pid]), 2)
        return None

    async def end(self) -> None:
        """End the helper, and with it its workers."""
        self.listening.cancel()
        self.channel.close()
        try:
            await asyncio.to_thread(self.process.wait, 1)
        except subprocess.TimeoutExpired:
            self.process.kill()
            await asyncio.to_thread(self.process.wait)


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
                reason, zh = reasons(error)
                raise GraphError(f"{path}: cannot be copied: {reason}", f"{path}：无法复制：{zh}") from error
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
