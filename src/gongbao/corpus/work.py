"""Extraction for a corpus, in this process or in several: the model is loaded once in each, results come in order."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Protocol

import pyoxigraph as ox

from gongbao import __version__, graph, iri, pipeline, read
from gongbao.corpus.store import Entry, Extracted
from gongbao.errors import GongbaoError, InputError
from gongbao.linking import aliases
from gongbao.model import Document
from gongbao.ontology import BASE, load
from gongbao.settings import Settings

AHEAD = 8
"""Tasks handed out beyond the oldest unfinished one, for each worker: what bounds the results that wait in memory."""

LITTLE = 200_000
"""Bytes of files that are read in less time than a process takes to start."""

AT_HAND = 2
"""Tasks a worker has: the one it is at, and one to go on with while this process is busy writing."""


@dataclass(frozen=True)
class Recipe:
    """How reports are extracted, in a form that any process can follow: files rather than what is in them."""

    ontologies: tuple[Path, ...] = ()
    base: str = BASE
    aliases: Path | None = None
    without: frozenset[str] = field(default_factory=frozenset)

    def __reduce__(self) -> tuple[type[Recipe], tuple[object, ...]]:
        """Travel to another process without what was loaded in this one."""
        return Recipe, (self.ontologies, self.base, self.aliases, self.without)

    @cached_property
    def settings(self) -> Settings:
        """The settings of the pipeline, loaded when first asked for. Raises OntologyError, AliasError."""
        forced = aliases.load(self.aliases) if self.aliases else None
        return Settings(load(self.ontologies), self.base, forced, self.without)

    @cached_property
    def ontology_version(self) -> str:
        """The version of the ontology, with a digest of its files and of all else that changes what is extracted."""
        terms = self.settings.ontology
        files = [path.read_bytes() for path in (*terms.files, *([self.aliases] if self.aliases else []))]
        digest = hashlib.sha256(b"\0".join([*files, " ".join(sorted(self.without)).encode()])).hexdigest()[:8]
        return f"{terms.version}+{digest}"

    @property
    def program_version(self) -> str:
        """The version of the program."""
        return __version__


@dataclass(frozen=True, slots=True)
class Task:
    """A report to be extracted: a file of one report, or a text already taken out of a file of many."""

    key: str
    digest: str
    raw: read.Raw | None = None
    path: Path | None = None

    @property
    def file(self) -> Path:
        """The path of a file of one report; its key is the same where the name has no odd characters."""
        return self.path or Path(self.key)


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a report could not be extracted, in one line of each language."""

    reason: str
    zh: str = ""


Outcome = Extracted | Refused


class Extractor(Protocol):
    """What turns tasks into outcomes."""

    def __call__(self, task: Task, recipe: Recipe) -> Outcome:
        """Extract one report; never raises for what is in it."""


def extract(task: Task, recipe: Recipe) -> Outcome:
    """Extract the report of a task."""
    try:
        raw = task.raw or _only(task.file)
        return to_graph(read.from_raw(raw, ontology=recipe.settings.ontology), recipe)
    except GongbaoError as error:
        return Refused(str(error), error.zh)
    except RecursionError:
        return Refused(f"{task.key}: nested too deep to be read", f"{task.key}：嵌套过深")
    except MemoryError:
        return Refused(f"{task.key}: not enough memory to read it; split it", f"{task.key}：内存不足，请拆分")
    except Exception as error:  # noqa: BLE001  a fault met in one report of thousands must not stop the others
        place = error.__traceback__
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        where = f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place else "?"
        return Refused(
            f"{task.key}: a fault of gongbao ({type(error).__name__} at {where}: {error}); please report it with the file",
            f"{task.key}：程序出错（{type(error).__name__}，{where}），请附文件反馈",
        )


def _only(path: Path) -> read.Raw:
    for raw in read.extract_file(path):
        if isinstance(raw, InputError):
            raise raw
        return raw
    raise InputError(f"{path}: no report in it", f"{path}：没有报告")


def to_graph(document: Document, recipe: Recipe) -> Extracted:
    """Extract a document and write its named graph."""
    extraction = pipeline.extract(document, recipe.settings)
    quads = graph.quads(extraction, recipe.settings.ontology, recipe.base)
    entry = Entry(
        report=iri.report(document.sha256, base=recipe.base),
        program=recipe.program_version,
        ontology=recipe.ontology_version,
        characters=len(document.text),
        entities=len(extraction.entities),
        statements=len(extraction.statements),
        quantities=len(extraction.quantities),
    )
    return Extracted(entry, both_ways(quads, graph.prefixes(recipe.settings.ontology, recipe.base)))


def both_ways(quads: list[ox.Quad], prefixes: Mapping[str, str]) -> bytes:
    """Return a report's quads as TriG, which is a quarter of N-Quads, and once more in the default graph."""
    names, trig = dict(prefixes), ox.RdfFormat.TRIG
    merged = ox.serialize((quad.triple for quad in quads), format=trig, prefixes=names) or b""
    return merged + (ox.serialize(quads, format=trig, prefixes=names) or b"")


def run(
    tasks: Iterator[Task], recipe: Recipe, jobs: int, extractor: Extractor = extract
) -> Generator[tuple[Task, Outcome]]:
    """Yield the outcome of each task in the order of the tasks, from `jobs` processes, or from this one for 0.

    A worker that dies (killed for memory, say) costs the report that it was at; another takes its place.
    """
    if jobs <= 0:
        for task in tasks:
            yield task, extractor(task, recipe)
        return
    crew = _Crew(recipe, jobs, extractor)
    try:
        yield from crew.run(tasks)
    finally:
        crew.stop()


def processes_for(files: Iterable[Path]) -> int:
    """Return how many processes should read files: as many as this one may use processors, but none for little."""
    size = 0
    for file in files:
        with suppress(OSError, ValueError):
            size += file.stat().st_size if file.is_file() else LITTLE
        if size >= LITTLE:
            return default_jobs()
    return 0


def default_jobs() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    tasks: deque[int] = field(default_factory=deque)  # what it is at, and what it will take up next


class _Crew:
    """Worker processes, each at one task with another at hand; outcomes wait here until those before them are there."""

    def __init__(self, recipe: Recipe, jobs: int, extractor: Extractor) -> None:
        method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
        self.context: Any = multiprocessing.get_context(method)
        if method == "forkserver":
            self.context.set_forkserver_preload(["gongbao.corpus.work"])
        self.recipe, self.extractor = recipe, extractor
        self.workers = [self._hire() for _ in range(jobs)]
        self.pending: dict[int, Task] = {}  # taken up and not yet yielded, by number
        self.returned: deque[int] = deque()  # what a dead worker had at hand
        self.done: dict[int, Outcome] = {}

    def _hire(self) -> _Worker:
        ours, theirs = self.context.Pipe()
        process = self.context.Process(target=_serve, args=(theirs, self.recipe, self.extractor), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def run(self, tasks: Iterator[Task]) -> Iterator[tuple[Task, Outcome]]:
        numbered = enumerate(tasks)
        first = 0
        while True:
            self._hand_out(numbered)
            while first in self.done:
                yield self.pending.pop(first), self.done.pop(first)
                first += 1
            if not self.pending:
                return
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
            worker.tasks.append(number)
            try:
                worker.pipe.send(self.pending[number])
            except (BrokenPipeError, ConnectionResetError):
                self._replace(worker)

    def _collect(self) -> None:
        """Wait until at least one worker is done or dead."""
        busy = {worker.pipe: worker for worker in self.workers if worker.tasks}
        for pipe in wait(list(busy)):
            worker = busy[pipe]  # type: ignore[index]
            try:
                outcome = worker.pipe.recv()
            except (EOFError, ConnectionResetError):
                self._replace(worker)
            else:
                self.done[worker.tasks.popleft()] = outcome

    def _replace(self, worker: _Worker) -> None:
        """Refuse the report at which a worker died, and hire another worker."""
        worker.process.join(5)
        code = worker.process.exitcode
        number = worker.tasks.popleft()
        key = self.pending[number].key
        self.done[number] = Refused(
            f"{key}: the process that read it ended (exit code {code}; out of memory?); try it alone",
            f"{key}：处理进程意外结束（{code}），可能内存不足，请单独重试",
        )
        self.returned += worker.tasks
        worker.pipe.close()
        fresh = self._hire()
        worker.process, worker.pipe, worker.tasks = fresh.process, fresh.pipe, fresh.tasks

    def stop(self) -> None:
        """End the workers; what they were at is not recorded."""
        for worker in self.workers:
            worker.pipe.close()
            worker.process.terminate()
        for worker in self.workers:
            worker.process.join(5)


def _serve(pipe: Connection, recipe: Recipe, extractor: Extractor) -> None:
    """Work until the pipe is closed, sending outcomes beside it. Ctrl-C is for the parent, who then closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with ThreadPoolExecutor(1) as sender, suppress(EOFError, ConnectionResetError):
        while True:
            sender.submit(_deliver, pipe, extractor(pipe.recv(), recipe))


def _deliver(pipe: Connection, outcome: Outcome) -> None:
    """Send an outcome; a worker that cannot (no memory for it, say) ends, and so costs only the report it was at."""
    try:
        pipe.send(outcome)
    except (OSError, MemoryError, ValueError):
        os._exit(1)
