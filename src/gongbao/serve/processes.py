"""Worker processes: started, asked, ended, and why one ended."""

import asyncio
import json
import multiprocessing
import os
import signal
import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing.process import BaseProcess
from typing import Any

from gongbao.errors import GraphError, StoreError
from gongbao.serve.configuration import VARIABLE, Limits, Source
from gongbao.serve.protocol import LimitError
from gongbao.serve.wire import OUT_OF_MEMORY, Head, pack, receive


def _statuses(*signals: str) -> set[int]:
    """The exit statuses of what was ended by signals, those that this system has."""
    return {-int(getattr(signal, name)) for name in signals if hasattr(signal, name)}


_OUT_OF_TIME = _statuses("SIGXCPU")
_OUT_OF_ROOM = _statuses("SIGABRT") | {OUT_OF_MEMORY}  # the store's own code aborts where it gets no memory
_TOO_DEEP = _statuses("SIGSEGV", "SIGBUS") | {0xC0000005, 0xC00000FD}  # the latter as Windows says it

FORKS = "forkserver" in multiprocessing.get_all_start_methods()
"""Whether workers are forked by a process that has loaded the graph; else each loads it for itself."""


@dataclass(slots=True)
class Worker:
    """A worker process; `view` is the view of the graph that it answers from."""

    process: BaseProcess
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    view: str
    jobs: int = 0

    @property
    def gone(self) -> bool:
        """Whether it ended, or was sent away."""
        return self.reader.at_eof() or self.writer.is_closing()

    def kill(self) -> None:
        """End it at once, whatever it is at."""
        self.writer.close()
        self.process.kill()

    async def ask(self, request: Head | None, seconds: float, lost: str) -> tuple[Head, bytes | bytearray]:
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
            raise LimitError("lost", lost) from error
        except BaseException:
            self.kill()
            raise


def _work(channel: socket.socket, role: str, view: str) -> None:
    """Be a worker, in its process: the server itself imports nothing of what workers do."""
    from gongbao.serve.worker import work

    work(channel, role, view)


class Processes:
    """Starts workers of a graph. One thread does so and waits for their ends, since a process bears no two that ask of it."""

    def __init__(self, source: Source) -> None:
        os.environ[VARIABLE] = json.dumps(asdict(source))
        self.context: Any = multiprocessing.get_context("forkserver" if FORKS else "spawn")
        if FORKS:
            self.context.set_forkserver_preload(["gongbao.serve.loaded"])
        self.thread = ThreadPoolExecutor(1)

    async def start(self, role: str, view: str, seconds: float | None) -> Worker:
        """Start a worker that answers from a view, in so many seconds. Raises GraphError, StoreError, LimitError."""
        ours, theirs = socket.socketpair()
        try:
            async with asyncio.timeout(seconds):
                with theirs:
                    process = self.context.Process(target=_work, args=(theirs, role, view), daemon=True)
                    await asyncio.get_running_loop().run_in_executor(self.thread, process.start)
                reader, writer = await asyncio.open_connection(sock=ours, limit=1 << 20)
                told, _ = await receive(reader)
        except (asyncio.IncompleteReadError, EOFError, OSError, TimeoutError):
            ours.close()
            raise LimitError("busy", "no worker could be started") from None
        except BaseException:
            ours.close()
            raise
        if "error" in told:
            writer.close()
            raise (StoreError if told["kind"] == "StoreError" else GraphError)(told["error"], told["zh"])
        return Worker(process, reader, writer, told["view"])

    async def why(self, worker: Worker, limits: Limits) -> LimitError:
        """Tell from its exit status which limit a worker passed that went away."""

        def ended() -> int | None:
            worker.process.join(2)
            return worker.process.exitcode

        status = await asyncio.get_running_loop().run_in_executor(self.thread, ended)
        if status in _OUT_OF_TIME:
            return LimitError("time", "the query used up its processor time")
        if status in _OUT_OF_ROOM:
            return LimitError("memory", "the query passed its memory", most=f"{limits.memory >> 20} MB")
        if status in _TOO_DEEP:
            return LimitError("depth", "nested too deeply")
        return LimitError("lost", "the worker of this query ended")
