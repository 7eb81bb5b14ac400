"""The workers as the web server sees them: ask, wait, and end those that pass a limit."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from gongbao.errors import GraphError, StoreError
from gongbao.serve.settings import Limits, Source
from gongbao.serve.wire import OUT_OF_MEMORY, Head, pack, receive

JOBS = 500  # a worker makes room for a fresh one after so many, so that no memory creeps
PAGE_SECONDS = 300.0

Gone = Callable[[], Awaitable[None]]


class LimitError(Exception):
    """A query passed a limit: `kind` is time, memory, busy or lost."""

    def __init__(self, kind: str, detail: str, zh: str) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.zh = zh


@dataclass(slots=True)
class _Worker:
    pid: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    jobs: int = 0


@dataclass(slots=True)
class _Control:
    """The helper process and the channel to it."""

    process: subprocess.Popen[bytes]
    channel: socket.socket
    lines: asyncio.Task[None] | None = None
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    failed: dict[str, str] | None = None


class Pool:
    """Up to `limits.workers` workers, forked by a helper process that holds the graph."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self.source = source
        self.limits = limits
        self.idle: list[_Worker] = []
        self.slots = asyncio.Semaphore(limits.workers)
        self.waiting = 0
        self.control: _Control | None = None
        self.forks: asyncio.Queue[int] = asyncio.Queue()
        self.forking = asyncio.Lock()
        self.ends: dict[int, asyncio.Future[int]] = {}
        self.closing = False
        self.restarts = 0

    # -- the helper

    async def start(self) -> None:
        """Start the helper and wait until it has loaded the graph. Raises GraphError or StoreError."""
        ours, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-m", "gongbao.serve.helper", str(theirs.fileno())]
            process = subprocess.Popen(
                command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, start_new_session=True
            )
        control = _Control(process, ours)
        self.control = control
        ours.sendall(json.dumps(self.source.as_dict()).encode() + b"\n")
        ours.setblocking(False)
        self.forks = asyncio.Queue()
        control.lines = asyncio.create_task(self._listen(control))
        await control.ready.wait()
        if control.failed is not None:
            raises = StoreError if control.failed.get("kind") == "StoreError" else GraphError
            raise raises(control.failed["error"], control.failed["zh"])
        worker = await self._fork("query")
        self.idle.append(worker)

    async def _listen(self, control: _Control) -> None:
        """Take what the helper tells, until it ends; then start another, unless the server is closing."""
        loop = asyncio.get_running_loop()
        pending = b""
        with contextlib.suppress(ConnectionError):
            while data := await loop.sock_recv(control.channel, 65536):
                *lines, pending = (pending + data).split(b"\n")
                for line in lines:
                    self._told(control, json.loads(line))
        if not control.ready.is_set():
            control.failed = {"error": "the process that loads the graph ended", "zh": "加载图谱的进程已退出"}
            control.ready.set()
        elif not self.closing:
            await self._restart(control)

    def _told(self, control: _Control, message: dict[str, Any]) -> None:
        if "forked" in message:
            self.ends[message["forked"]] = asyncio.get_running_loop().create_future()
            self.forks.put_nowait(message["forked"])
        elif "ended" in message:
            end = self.ends.get(message["ended"])
            if end is not None and not end.done():
                end.set_result(message["status"])
        else:
            control.failed = message if "error" in message else None
            control.ready.set()

    async def _restart(self, control: _Control) -> None:
        for worker in self.idle:
            worker.writer.close()
        self.idle.clear()
        control.channel.close()
        await asyncio.to_thread(control.process.wait)
        self.restarts += 1
        await asyncio.sleep(min(0.1 * 2**self.restarts, 30))
        with contextlib.suppress(GraphError, StoreError):  # /health says that there is no helper
            await self.start()

    @property
    def healthy(self) -> bool:
        """Say whether the graph is loaded and queries can be answered."""
        control = self.control
        return bool(control and control.ready.is_set() and control.failed is None and control.process.poll() is None)

    async def close(self) -> None:
        """End the workers and the helper."""
        self.closing = True
        for worker in self.idle:
            worker.writer.close()
        if self.control is not None:
            self.control.channel.close()
            if self.control.lines:
                self.control.lines.cancel()
            try:
                await asyncio.to_thread(self.control.process.wait, 5)
            except subprocess.TimeoutExpired:
                self.control.process.kill()

    async def _fork(self, role: str) -> _Worker:
        control = self.control
        if control is None or not self.healthy:
            raise LimitError("busy", "the graph is being loaded", "正在加载图谱")
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        async with self.forking:  # answers come in the order of requests
            with theirs:
                socket.send_fds(control.channel, [json.dumps({"fork": role}).encode() + b"\n"], [theirs.fileno()])
            pid = await asyncio.wait_for(self.forks.get(), 30)
        if len(self.ends) > 10 * self.limits.workers + 100:
            self.ends = {number: end for number, end in self.ends.items() if not end.done()}
        reader, writer = await asyncio.open_unix_connection(sock=ours, limit=1 << 20)
        worker = _Worker(pid, reader, writer)
        if role == "query":
            try:
                await receive(reader)
            except (asyncio.IncompleteReadError, ConnectionError):
                raise LimitError("busy", "no worker could be started", "无法启动工作进程") from None
        return worker

    def _kill(self, worker: _Worker) -> None:
        worker.writer.close()
        if self.control is not None:
            with contextlib.suppress(OSError):
                self.control.channel.send(json.dumps({"kill": worker.pid}).encode() + b"\n")

    # -- questions

    async def ask(self, job: Head, gone: Gone | None = None) -> tuple[Head, bytes]:
        """Have a worker answer a job. Raises LimitError; `gone` ends when the one who asked went away."""
        if self.waiting >= self.limits.waiting:
            raise LimitError("busy", "too many queries are waiting", "等待的查询过多")
        self.waiting += 1
        try:
            await asyncio.wait_for(self.slots.acquire(), self.limits.seconds)
        except TimeoutError:
            raise LimitError("busy", "all workers are busy", "所有工作进程都在忙") from None
        finally:
            self.waiting -= 1
        try:
            return await self._answer(job, gone)
        finally:
            self.slots.release()

    async def _answer(self, job: Head, gone: Gone | None) -> tuple[Head, bytes]:
        message = pack(job | {"seconds": self.limits.seconds})
        while True:
            fresh = not self.idle
            worker = await self._fork("query") if fresh else self.idle.pop()
            try:
                return await self._exchange(worker, message, gone)
            except _DiedIdle:
                if fresh:
                    raise LimitError("lost", "the worker was ended from outside", "工作进程被外部终止") from None

    async def _exchange(self, worker: _Worker, message: bytes, gone: Gone | None) -> tuple[Head, bytes]:
        if worker.reader.at_eof() or worker.writer.is_closing():
            raise _DiedIdle
        try:
            async with asyncio.timeout(self.limits.seconds):
                worker.writer.write(message)
                head, body = await _until(receive(worker.reader), gone)
        except TimeoutError:
            self._kill(worker)
            seconds = f"{self.limits.seconds:g}"
            raise LimitError(
                "time", f"the query took longer than {seconds} s and was stopped", f"查询超过 {seconds} 秒，已停止"
            ) from None
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            worker.writer.close()
            raise await self._why(worker) from error
        except BaseException:  # the one who asked is gone, or the server closes: the worker must not go on for nobody
            self._kill(worker)
            raise
        worker.jobs += 1
        if worker.jobs >= JOBS or "problem" in head and head["problem"] == "memory":
            worker.writer.close()
        else:
            self.idle.append(worker)
        return head, body

    async def _why(self, worker: _Worker) -> LimitError:
        """Tell from a worker's exit status which limit it passed."""
        try:
            status = await asyncio.wait_for(asyncio.shield(self.ends[worker.pid]), 2)
        except TimeoutError:
            status = None  # the helper is gone as well
        if status == -signal.SIGXCPU:
            return LimitError("time", "the query used up its processor time", "查询用尽处理器时间")
        if status in (-signal.SIGABRT, OUT_OF_MEMORY):  # the store's own code aborts where it gets no memory
            most = f"{self.limits.memory >> 20} MB"
            return LimitError("memory", f"the query needs more than {most} of memory", f"查询所需内存超过 {most}")
        if status in (-signal.SIGSEGV, -signal.SIGBUS):
            return LimitError("depth", "the query is nested too deeply", "查询嵌套过深")
        return LimitError("lost", "the worker of this query ended", "执行此查询的工作进程已终止")

    async def page(self) -> tuple[Head, bytes]:
        """Have a worker of its own render the viewer."""
        worker = await self._fork("page")
        try:
            return await asyncio.wait_for(receive(worker.reader), PAGE_SECONDS)
        except (TimeoutError, asyncio.IncompleteReadError) as error:
            self._kill(worker)
            raise LimitError("lost", "the viewer could not be made", "无法生成网页") from error
        finally:
            worker.writer.close()


class _DiedIdle(Exception):
    """The worker ended between two jobs, before this one was sent."""


class ClientLeft(Exception):
    """The one who asked went away."""


async def _until(work: Awaitable[tuple[Head, bytes]], gone: Gone | None) -> tuple[Head, bytes]:
    """Await the answer, or the going away of the one who asked, whichever comes first."""
    if gone is None:
        return await work
    answer = asyncio.ensure_future(work)
    left = asyncio.ensure_future(gone())
    try:
        await asyncio.wait((answer, left), return_when=asyncio.FIRST_COMPLETED)
        if answer.done():
            return answer.result()
        raise ClientLeft
    finally:
        left.cancel()
        if not answer.done():
            answer.cancel()
