"""The workers as the web server sees them: ask, wait, end those that pass a limit, move all to a newer view together."""

import asyncio
import contextlib
import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from gongbao.corpus import on_disk
from gongbao.errors import GraphError, StoreError
from gongbao.serve.configuration import Limits, Source
from gongbao.serve.processes import FORKS, Processes, Worker
from gongbao.serve.protocol import LimitError
from gongbao.serve.wire import Head, pack, receive_body, receive_head

SMALL = 1 << 16  # bytes of an answer that takes no room: what the system buffers for a connection anyway
LEAST = 64 << 20
PATIENCE = 2.0  # seconds that a worker waits with its answer until there is room for it


class Room:
    """Room for answers of `largest` bytes: for two of them at least."""

    def __init__(self, largest: int) -> None:
        self.free = max(LEAST, 2 * largest)
        self.changed = asyncio.Condition()

    async def take(self, size: int) -> int:
        """Take room for an answer; return how much is to be given back. Raises LimitError where others do not read theirs."""
        if size <= SMALL:
            return 0
        try:
            async with asyncio.timeout(PATIENCE), self.changed:
                await self.changed.wait_for(lambda: self.free >= size)
                self.free -= size
        except TimeoutError:
            raise LimitError("busy", "too many large answers") from None
        return size

    async def give_back(self, size: int) -> None:
        """Let others have it."""
        async with self.changed:
            self.free += size
            self.changed.notify_all()


JOBS = 500  # a worker makes room for a fresh one after so many, so that no memory creeps
PAGE_SECONDS = 300.0
LOOK_EVERY = 0.5  # seconds after which a corpus is looked at for a newer view
MOVE_SECONDS = 1.0  # that queries under way have to end before a newer view; then they are asked again of it
START_SECONDS = 120.0  # in which a worker must have started, and loaded the graph where it does so for itself


@dataclass(slots=True)
class Answer:
    """What a worker answered, and how much room in memory the one who sends it gives back."""

    head: Head
    body: bytes | bytearray
    room: Room | None = None
    held: int = 0

    async def sent(self) -> None:
        """Give the room back; a second time gives nothing more."""
        size, self.held = self.held, 0
        if self.room is not None and size:
            await self.room.give_back(size)


@dataclass(slots=True, eq=False)
class _Job:
    """A job under way, and whether it was taken from its worker to be asked again of a newer view."""

    worker: Worker | None = None
    moved: bool = False


class Pool:
    """Up to `limits.workers` workers; all answer from one view."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self.source = source
        self.limits = limits
        self.idle: list[Worker] = []
        self.slots = asyncio.Semaphore(limits.workers)
        self.room = Room(limits.result)
        self.waiting = 0
        self.processes: Processes | None = None
        self.healthy = False  # the graph is loaded, and the last worker that was wanted could be started
        self.folder: str | None = None  # where a copy of the graph lies
        self.keeper: asyncio.Task[None] | None = None
        self.view = ""
        self.named = False  # who starts a worker names its view; else it tells which one was loaded
        self.held = contextlib.ExitStack()  # the view is not removed while it is served
        self.under_way: set[_Job] = set()
        self.quiet = asyncio.Event()
        self.open = asyncio.Event()  # closed while all move to a newer view
        self.quiet.set()
        self.open.set()

    # -- workers and the view

    async def start(self) -> None:
        """Have the graph loaded, and a first worker. Raises GraphError or StoreError."""
        path = Path(self.source.graph)
        corpus = on_disk.is_corpus(path)
        self.named = corpus or not FORKS
        if corpus:
            self.view = on_disk.current(path)
            self.held = on_disk.hold(path, self.view) if self.view else self.held
        elif not FORKS:
            self.view = self.source.state()
        served = path if FORKS or not path.is_file() else await asyncio.to_thread(self._copy, path)
        self.processes = Processes(replace(self.source, graph=str(served)))
        try:
            worker = await self.processes.start("query", self.view, None)
        except LimitError as error:
            raise GraphError(f"{path}: {error.detail}", f"{path}：{error.zh}") from error
        except (GraphError, StoreError) as error:
            raise type(error)(*(told.replace(str(served), str(path)) for told in (str(error), error.zh))) from error
        self.view, self.healthy = worker.view, True
        self.idle.append(worker)
        if corpus:
            self.keeper = asyncio.create_task(self._keep_up(path))

    def _copy(self, path: Path) -> Path:
        """Copy a graph that each worker loads for itself: all answer from the same, whatever becomes of the file."""
        try:
            self.folder = tempfile.mkdtemp(prefix="gongbao-serve-")
            return Path(shutil.copyfile(path, Path(self.folder, path.name)))
        except OSError as error:
            raise GraphError("cannot be copied", path=path, error=error) from error

    async def fork(self, role: str, view: str | None = None) -> Worker:
        """Have a worker started that answers from the view served, or another. Raises LimitError."""
        assert self.processes is not None
        wanted = self.view if view is None else view
        try:
            worker = await self.processes.start(role, wanted if self.named else "", START_SECONDS)
        except (GraphError, StoreError, LimitError) as error:
            self.healthy = False
            raise LimitError("busy", "no worker could be started") from error
        self.healthy = True
        if (
            not self.named and worker.view != self.view
        ):  # what forks them had ended, and has loaded a graph that changed
            self._dismiss()
            self.view = worker.view
        return worker

    async def _keep_up(self, path: Path) -> None:
        """Look for a newer view from time to time, and move to it."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            newest = await asyncio.to_thread(on_disk.current, path)
            if newest != self.view and self.healthy:
                with contextlib.suppress(LimitError, OSError):  # it is gone already, say: the next look finds another
                    await self._move(newest)

    async def _move(self, view: str) -> None:
        """Have all later queries answered from a newer view, and all earlier ones before the first of them.

        A query that takes longer than a moment is stopped and asked again of the newer view, once.
        """
        before, path = self.held, Path(self.source.graph)
        held = on_disk.hold(path, view)
        try:
            worker = await self.fork("query", view)  # it opens the view before anybody waits
        except BaseException:
            held.close()
            raise
        self.open.clear()
        try:
            if not await self._is_quiet(MOVE_SECONDS):
                for job in self.under_way:
                    if job.worker is not None and not job.moved:
                        job.moved = True
                        job.worker.kill()
                await self._is_quiet(self.limits.seconds + MOVE_SECONDS)
            self._dismiss()
            self.view, self.held = view, held
            self.idle.append(worker)
        finally:
            self.open.set()
        before.close()

    async def _is_quiet(self, seconds: float) -> bool:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.quiet.wait(), seconds)
        return self.quiet.is_set()

    def _dismiss(self) -> None:
        for worker in self.idle:
            worker.writer.close()
        self.idle.clear()

    async def close(self) -> None:
        """End the workers."""
        if self.keeper is not None:
            self.keeper.cancel()
        self._dismiss()
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)

    # -- questions

    async def ask(self, job: Head) -> Answer:
        """Have a worker answer a job. Raises LimitError."""
        if self.waiting >= self.limits.waiting:
            raise LimitError("busy", "too many queries are waiting")
        self.waiting += 1
        try:
            await asyncio.wait_for(self.slots.acquire(), self.limits.seconds)
        except TimeoutError:
            raise LimitError("busy", "all workers are busy") from None
        finally:
            self.waiting -= 1
        try:
            return await self._answer(pack(job | {"seconds": self.limits.seconds}))
        finally:
            self.slots.release()

    async def _answer(self, message: bytes) -> Answer:
        job = _Job()
        while True:
            await self.open.wait()
            self.under_way.add(job)
            self.quiet.clear()
            fresh = not self.idle
            try:
                job.worker = await self.fork("query") if fresh else self.idle.pop()
                if not job.worker.gone:
                    return await self._exchange(job, job.worker, message)
                if fresh:
                    raise LimitError("lost", "the worker was ended from outside")
            except _Moved:
                pass
            finally:
                job.worker = None
                self.under_way.discard(job)
                if not self.under_way:
                    self.quiet.set()

    async def _exchange(self, job: _Job, worker: Worker, message: bytes) -> Answer:
        moved, answer = job.moved, Answer({}, b"", self.room)
        try:
            async with asyncio.timeout(self.limits.seconds):
                worker.writer.write(message)
                await self._receive(worker, answer)
        except TimeoutError:
            worker.kill()
            await answer.sent()
            raise LimitError("time", "the query took too long", seconds=f"{self.limits.seconds:g}") from None
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            worker.writer.close()
            await answer.sent()
            if job.moved and not moved:
                raise _Moved from None
            assert self.processes is not None
            raise await self.processes.why(worker, self.limits) from error
        except BaseException:  # the one who asked is gone, or the server closes: the worker must not go on for nobody
            worker.kill()
            await answer.sent()
            raise
        self._return(worker, answer.head)
        return answer

    async def _receive(self, worker: Worker, answer: Answer) -> None:
        head, size = await receive_head(worker.reader)
        answer.head |= head | {"view": worker.view}
        answer.held = await self.room.take(size)
        answer.body = await receive_body(worker.reader, size)

    def _return(self, worker: Worker, head: Head) -> None:
        worker.jobs += 1
        used_up = worker.jobs >= JOBS or head.get("problem") == "memory"
        if used_up or worker.view != self.view:
            worker.writer.close()
        else:
            self.idle.append(worker)

    async def picture(self, asked: Head) -> Answer:
        """Have a worker of its own render the viewer: of all, or of `{"report": IRI}` or `{"thing": IRI}`."""
        worker = await self.fork("page")
        try:
            head, body = await worker.ask(asked, PAGE_SECONDS, "the viewer could not be made")
            return Answer(head | {"view": worker.view}, body)
        finally:
            worker.writer.close()


class _Moved(Exception):
    """The worker was ended, so that its job is asked again of a newer view."""
