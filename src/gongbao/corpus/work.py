"""Extraction for a corpus, in this process or in several: the model is loaded once in each, results come in order."""

import gc
import math
import multiprocessing
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Self

from gongbao import graph, iri, pipeline, read, workers
from gongbao.corpus import additions
from gongbao.corpus.store import Entry, Extracted
from gongbao.decisions.ledger import kept
from gongbao.errors import Fault, GongbaoError, InputError, LimitPassed
from gongbao.model import Document
from gongbao.settings import Recipe

AHEAD = 8
"""Tasks handed out beyond the oldest unfinished one, for each worker: what bounds the results that wait in memory."""

LITTLE = 200_000  # bytes of files that one process reads in less time than another takes to start
_LOOK = 30.0  # how often it is looked for workers that stand still, in seconds
_SCANNED = 10_000_000  # bytes that a file of scanned pages counts for, where it is judged whether a worker stands still
_MOST_LOST = 20  # so many workers may end one after another before any has done a thing; then it is not for the reports
AT_HAND = 2  # tasks a worker has: the one it is at, and one to go on with while this process is busy writing


@dataclass(frozen=True, slots=True)
class Task:
    """A report to be extracted: a file of one report, or a text already taken out of a file of many, whose key is `whole`.

    `decided` are the lines of decisions that a store knows of it, for where no table is given.
    """

    key: str
    digest: str
    raw: read.Raw | None = None
    path: Path | None = None
    whole: str | None = None
    decided: str = ""

    @property
    def file(self) -> Path:
        """The path of a file of one report; its key is the same where the name has no odd characters."""
        return self.path or Path(self.key)


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a report could not be extracted, in one line of each language, and where in gongbao a fault arose."""

    reason: str
    zh: str = ""
    trace: str = ""

    @classmethod
    def by(cls, error: GongbaoError) -> Self:
        """Return what an error says."""
        return cls(str(error), error.zh, error.trace if isinstance(error, Fault) else "")


Outcome = Extracted | Refused


Extractor = Callable[[Task, Recipe], Outcome]
"""What turns tasks into outcomes, one report each; never raises for what is in it."""


def extract(task: Task, recipe: Recipe) -> Outcome:
    """Extract the report of a task. In a worker its work is limited; there a report past the limit ends the process."""
    outcome = workers.attempt(task.key, partial(_extract, task, recipe))
    workers.arm(math.inf)
    return Refused.by(outcome) if isinstance(outcome, GongbaoError) else outcome


def _extract(task: Task, recipe: Recipe) -> Extracted:
    terms = recipe.settings.ontology  # loading is not the report's work
    raw = task.raw or _only(task.file, recipe)
    workers.arm(workers.seconds_for(recipe.limit, len(raw.text), workers.CHARACTERS))
    return to_graph(read.from_raw(raw, ontology=terms), recipe, task.decided)


def texts(path: Path, recipe: Recipe) -> Iterator[read.Raw | GongbaoError]:
    """Yield the texts of a file of many, read in a process that may end; one that fails is an error in its place."""
    if str(path) == read.files.STDIN:
        yield from pipeline.texts((read.read_stdin(), "stdin"))
        return
    with workers.Worker[Path, "read.Raw | GongbaoError"](partial(_reader, recipe.limit)) as reader:
        yield from reader.run(path)


def _reader(limit: float) -> workers.Stream[Path, read.Raw | GongbaoError]:
    return lambda path, since, step: pipeline.texts(path, limit=limit, since=since, step=step)


def _only(path: Path, recipe: Recipe) -> read.Raw:
    """The text of a file of one report; in a worker the system ends it where reading takes too much work."""
    found = list(islice(pipeline.texts(path, limit=recipe.limit, step=lambda step: workers.arm(step.seconds)), 2))
    for raw in found:
        if isinstance(raw, GongbaoError):
            raise raw
        if len(found) == 1:
            return raw
    if found:
        raise InputError("a file holds several reports", path=path)
    raise InputError("no report in a file", path=path)


def to_graph(document: Document, recipe: Recipe, decided: str = "") -> Extracted:
    """Extract a document and write its named graph."""
    settings = recipe.settings
    if recipe.decisions is None and decided:
        settings = replace(settings, decisions=kept(decided, settings.ontology))
    extraction = pipeline.extract(document, settings)
    entry = Entry(
        report=iri.report(document.sha256, base=recipe.base),
        program=recipe.program_version,
        ontology=recipe.ontology_version,
        characters=len(document.text),
        entities=len(extraction.entities),
        statements=len(extraction.statements),
        quantities=len(extraction.quantities),
        decisions=settings.decisions.bound(document.sha256, document.source),
    )
    written = graph.lines(extraction, recipe.settings.ontology, recipe.base)
    return Extracted(entry, written.stored(), extraction.notices if entry.decisions else ())


def run(
    tasks: Iterator[Task], recipe: Recipe, jobs: int, extractor: Extractor = extract, folder: Path | None = None
) -> Generator[tuple[Task, Outcome]]:
    """Yield the outcome of each task in the order of the tasks, from `jobs` processes, or from this one for 0.

    A worker that dies (killed for memory, say) costs the report that it was at; another takes its place. Workers put
    graphs into files of a folder, where one is given.
    """
    if jobs <= 0:
        for task in tasks:
            yield task, extractor(task, recipe)
        return
    pool = _Pool(recipe, jobs, extractor, folder)
    try:
        yield from pool.run(tasks)
    finally:
        pool.stop()


def processes_for(files: Iterable[Path]) -> int:
    """Return how many processes should read files: as many as this one may use processors, but one for little."""
    size = 0
    for file in files:
        with suppress(OSError, ValueError):
            size += file.stat().st_size if file.is_file() else LITTLE
        if size >= LITTLE:
            return default_jobs()
    return 1


def default_jobs() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def ready() -> Any:
    """Return what starts workers. Where they are copies of a process, it starts, and imports all while this one goes on."""
    if sys.platform == "win32" or "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    from multiprocessing import forkserver, resource_tracker

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["gongbao.corpus.work"])
    resource_tracker.ensure_running()  # which lets signals through when it has started
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()  # Ctrl-C, which a terminal sends to it too, is for this process alone
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return context


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    tasks: deque[int] = field(default_factory=deque)  # what it is at, and what it will take up next
    since: float = field(default_factory=time.monotonic)  # when it took up what it is at


class _Pool:
    """Worker processes, each at one task with another at hand; outcomes wait here until those before them are there."""

    def __init__(self, recipe: Recipe, jobs: int, extractor: Extractor, folder: Path | None) -> None:
        self.context = ready()
        self.recipe, self.extractor, self.folder = recipe, extractor, folder
        self.workers = [self._begin() for _ in range(jobs)]
        self.pending: dict[int, Task] = {}  # taken up and not yet yielded, by number
        self.returned: deque[int] = deque()  # what a dead worker had at hand
        self.done: dict[int, Outcome] = {}
        self.lost = 0.0  # workers that ended, as long as none has done anything

    def _begin(self) -> _Worker:
        ours, theirs = self.context.Pipe()
        process = self.context.Process(
            target=_serve, args=(theirs, self.recipe, self.extractor, self.folder), daemon=True
        )
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def run(self, tasks: Iterator[Task]) -> Iterator[tuple[Task, Outcome]]:
        numbered = enumerate(tasks)
        first = 0
        while True:
            self._hand_out(numbered)
            if not self.pending:  # and so none was left; after the next lines there may be, though nothing is pending
                return
            while first in self.done:
                yield self.pending.pop(first), self.done.pop(first)
                first += 1
            if any(worker.tasks for worker in self.workers):
                self._collect()

    def _hand_out(self, numbered: Iterator[tuple[int, Task]]) -> None:
        while len((worker := min(self.workers, key=lambda worker: len(worker.tasks))).tasks) < AT_HAND:
            if self.returned:
                number = self.returned.popleft()
            elif len(self.pending) < AHEAD * len(self.workers) and (new := next(numbered, None)):
                number = new[0]
                self.pending[number] = new[1]
            else:
                return
            if not worker.tasks:
                worker.since = time.monotonic()
            worker.tasks.append(number)
            try:
                worker.pipe.send(self.pending[number])
            except (BrokenPipeError, ConnectionResetError):
                self._replace(worker)

    def _collect(self) -> None:
        """Wait until at least one worker is done or dead."""
        busy = {worker.pipe: worker for worker in self.workers if worker.tasks}
        for pipe in wait(list(busy), _LOOK if self.recipe.limit else None):
            worker = busy[pipe]  # type: ignore[index]
            try:
                outcome = worker.pipe.recv()
            except (EOFError, ConnectionResetError):
                self._replace(worker)
            else:
                self.done[worker.tasks.popleft()] = outcome
                self.lost = -math.inf
                worker.since = time.monotonic()
        for worker in busy.values():
            waited = time.monotonic() - worker.since
            if worker.tasks and waited > _LOOK and waited > self._patience(self.pending[worker.tasks[0]]):
                worker.process.kill()  # it stands still; its pipe will say so

    def _patience(self, task: Task) -> float:
        size = len(task.raw.text) if task.raw else task.file.stat().st_size if task.file.is_file() else 0
        if task.raw is None and read.files.may_be_scan(task.file):
            size += _SCANNED  # how many pages it has is known to the worker only, which is ended by its own time
        return workers.seconds_for(self.recipe.limit, size, workers.CHARACTERS) * workers.PATIENCE

    def _replace(self, worker: _Worker) -> None:
        """Refuse the report at which a worker died, and start another worker."""
        worker.process.join(5)
        number, code = worker.tasks.popleft(), worker.process.exitcode
        task = self.pending[number]
        ended = workers.why(task.key, code, self._patience(task) / workers.PATIENCE)
        self.lost += not isinstance(ended, LimitPassed)
        if self.lost > _MOST_LOST:
            raise InputError("processes end before any has read", count=_MOST_LOST, code=code)
        self.done[number] = Refused.by(ended)
        self.returned += worker.tasks
        worker.pipe.close()
        fresh = self._begin()
        worker.process, worker.pipe, worker.tasks, worker.since = fresh.process, fresh.pipe, fresh.tasks, fresh.since

    def stop(self) -> None:
        """End the workers; what they were at is not recorded."""
        for worker in self.workers:
            worker.pipe.close()
            worker.process.terminate()
        for worker in self.workers:
            worker.process.join(5)


def _serve(pipe: Connection, recipe: Recipe, extractor: Extractor, folder: Path | None) -> None:
    """Work until the pipe is closed, sending outcomes beside it. Ctrl-C is for the parent, who then closes the pipe."""
    workers.begin()
    with ThreadPoolExecutor(1) as sender, suppress(EOFError, ConnectionResetError):
        sender.submit(_deliver, pipe, extractor(pipe.recv(), recipe), folder)
        gc.freeze()  # tables and lexicon stay: no collection need look at them again
        while True:
            sender.submit(_deliver, pipe, extractor(pipe.recv(), recipe), folder)


def _deliver(pipe: Connection, outcome: Outcome, folder: Path | None) -> None:
    """Send an outcome; a worker that cannot (no memory for it, say) ends, and so costs only the report it was at."""
    try:
        if folder and isinstance(outcome, Extracted) and isinstance(outcome.graph, bytes):
            with suppress(OSError):  # the parent will say why nothing can be written
                outcome = replace(outcome, graph=additions.write(folder, outcome.graph))
        pipe.send(outcome)
    except (OSError, MemoryError, ValueError):
        os._exit(1)
