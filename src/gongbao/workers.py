"""Work on reports that may fail in any way: by an error, by an end of the process, by taking far too long.

`attempt` is the one place where an error that nobody foresaw in a report is caught; the command line tells its own. A
`Worker` is a process that does the work for this one: it tells each step that it is about to take and how much processor
time that may cost; a process that dies, or that the system ends at its limit (also inside of C, where Python cannot be
interrupted), costs the report that it was at, and another one goes on behind it.
"""

import math
import multiprocessing
import signal
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from gongbao.errors import Fault, GongbaoError, InputError, LimitPassed, UnsupportedInput

T = TypeVar("T")
Task = TypeVar("Task")

SECONDS = 20.0
"""The default limit: seconds of processor time for a report of up to `CHARACTERS`; a longer one may take more."""

CHARACTERS = 10_000
BYTES = 1_000_000  # what may be extracted from, and what may be read, in one such time
PATIENCE = 4.0 if sys.platform == "win32" else 20.0
"""How much longer than its processor time a step may last, where others use the processor; past it, it stands still.

Where no timer of the system ends a process by its processor time (Windows), this is what does, so it is shorter there.
"""

Place = tuple[int, int]  # a report in a file of many: the number of the part, and of the report in it


def attempt(source: str, work: Callable[[], T]) -> T | GongbaoError:
    """Return what `work` on one report gives, or the error in which it ends, whatever that is."""
    try:
        return work()
    except GongbaoError as error:
        return error.at(source)
    except RecursionError:
        return UnsupportedInput("nested too deep to be read", source=source).at(source)
    except MemoryError:
        return UnsupportedInput("not enough memory", source=source).at(source)
    except Exception as error:  # noqa: BLE001  a fault met in one report of thousands must not stop the others
        return fault(source, error)


def fault(source: str, error: Exception) -> Fault:
    """Return what nobody foresaw as an error, with where in gongbao it arose."""
    import traceback

    place = traceback.extract_tb(error.__traceback__)[-1]
    kind = f"{type(error).__name__}, {Path(place.filename).name}:{place.lineno}"
    fault = Fault("a fault of gongbao", source=source, fault=kind, error=error)
    fault.trace = "".join(traceback.format_exception(error))
    return fault.at(source)


class Step(NamedTuple):
    """What a worker is about to do: for which report, in how much processor time, and where to go on if it never ends."""

    source: str
    seconds: float
    after: Place


Stream = Callable[[Task, Place, Callable[[Step], None]], Iterator[T]]
"""Does a task, from a place on: gives results in their order, and tells each step before it is taken."""


def seconds_for(limit: float, size: int, unit: int) -> float:
    """Return the processor time for a size, by a limit for each `unit` begun; infinite for a limit of 0."""
    return limit * max(1.0, size / unit) if limit else math.inf


_WORKING: list[bool] = []


def begin() -> None:
    """Make this process one that works for another, which goes on without it. Ctrl-C is for the other one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _WORKING.append(True)


def arm(seconds: float) -> None:
    """In a worker: let the system end it once it has used so much more processor time; infinity takes that back.

    Where the system has no such timer (Windows), the parent's patience is all there is.
    """
    if sys.platform != "win32" and _WORKING:
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, 0 if math.isinf(seconds) else seconds)


def why(source: str, code: int | None, seconds: float, *, stalled: bool = False) -> InputError:
    """Return the error for the report at which a worker ended, or was ended since it stood still."""
    if stalled or code == -getattr(signal, "SIGPROF", math.inf):
        return LimitPassed("takes too much processor time", source=source, seconds=seconds).at(source)
    return InputError("the process that read it ended", source=source, code=code).at(source)


class Worker(AbstractContextManager["Worker[Task, T]"], Generic[Task, T]):
    """A process that does tasks one after another. `load` makes what does them, in the process, once.

    With `fork` the first process is a copy of this one, which takes no time but must have no threads yet; others are
    started afresh, so that `load` and tasks must be such as can be sent.
    """

    def __init__(self, load: Callable[[], Stream[Task, T]], *, fork: bool = False) -> None:
        self._load = load
        self._start("fork" if fork and "fork" in multiprocessing.get_all_start_methods() else _method())

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End the process."""
        self._pipe.close()
        self._process.kill()
        self._process.join()

    def _start(self, method: str) -> None:
        context: Any = multiprocessing.get_context(method)
        ours, theirs = context.Pipe()
        inherited = ours if method == "fork" else None
        process = context.Process(target=_serve, args=(theirs, inherited, self._load), daemon=True)
        process.start()
        theirs.close()
        self._process: BaseProcess = process
        self._pipe: Connection = ours

    def run(self, task: Task) -> Iterator[T | InputError]:
        """Yield the results of a task, an InputError in the place of each report at which a process ended.

        Raises the GongbaoError that `load` raises.
        """
        since: Place | None = (0, 0)
        while since is not None:
            since = yield from self._from(task, since)

    def _from(self, task: Task, since: Place) -> Generator[T | InputError, None, Place | None]:
        """Yield results until the task is done, or return where to go on with another process."""
        step: Step | None = None
        stalled = False
        with suppress(BrokenPipeError, ConnectionResetError):
            self._pipe.send((task, since))
        while True:
            try:
                if not self._pipe.poll(_patience(step)):
                    self._process.kill()
                    stalled = True
                kind, value = self._pipe.recv()
            except (EOFError, ConnectionResetError):
                break
            if kind == "step":
                step = value
            elif kind == "out":
                yield value
            elif kind == "failed":
                raise value
            else:
                return None
        self._process.join()
        if step is None:
            raise InputError("the process that reads ended before it began", exitcode=self._process.exitcode)
        yield why(step.source, self._process.exitcode, step.seconds, stalled=stalled)
        self._pipe.close()
        self._start(_method())
        return step.after


def _method() -> str:
    return "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


def _patience(step: Step | None) -> float | None:
    if step is None or math.isinf(step.seconds):
        return None
    return 60 + step.seconds * PATIENCE


def _serve(pipe: Connection, inherited: Connection | None, load: Callable[[], Stream[Any, Any]]) -> None:
    """Work until the pipe is closed, by the other process or because there is none any more."""
    begin()
    if inherited is not None:
        inherited.close()  # or this process would never see that the other one is gone

    def step(told: Step) -> None:
        pipe.send(("step", told))
        arm(told.seconds)

    with suppress(EOFError, ConnectionResetError, BrokenPipeError):
        try:
            stream = load()
        except GongbaoError as error:
            pipe.send(("failed", error))
            return
        while True:
            task, since = pipe.recv()
            for value in stream(task, since, step):
                arm(math.inf)
                pipe.send(("out", value))
            arm(math.inf)
            pipe.send(("end", None))
