"""The helper process as the web server sees it: start it, have it fork workers, learn how they ended."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import socket
import subprocess
import sys
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from gongbao.errors import GraphError, StoreError
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


class Keeper(Protocol):
    """What starts workers, and knows how each ended."""

    @property
    def healthy(self) -> bool:
        """Say whether workers can be had."""
        ...

    def kill(self, pid: int) -> None:
        """End a worker at once."""
        ...

    async def ended(self, pid: int) -> int | None:
        """Return the exit status of a worker that went away, None where nobody knows."""
        ...


@dataclass(slots=True)
class Worker:
    """A worker process; `view` is the view of the graph that it answers from."""

    pid: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    view: str
    control: Keeper
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
