"""A function in a process of its own: what ends that process ends in a message here."""

from __future__ import annotations

import faulthandler
import os
import pickle
import signal
import sys
from collections.abc import Callable
from typing import TypeVar

from gongbao.errors import GongbaoError, QueryError, of_system

T = TypeVar("T")


def apart(work: Callable[[], T]) -> T:
    """Return what a query's `work` gives, done in a forked process, or raise its GongbaoError.

    Raises QueryError where the process is ended by what the query did to it. To be called before any thread is started;
    on Windows, where processes cannot be forked, `work` is done in this one.
    """
    if sys.platform == "win32":
        return work()
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        _deliver(work, theirs)
    os.close(theirs)
    try:
        with os.fdopen(ours, "rb") as stream:
            written = stream.read()
    except BaseException:  # Ctrl-C, mostly: the child must not go on for nobody
        os.kill(child, signal.SIGKILL)
        raise
    finally:
        _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code != 0:
        raise _why(code)
    outcome: tuple[T, GongbaoError | None] = pickle.loads(written)
    if outcome[1] is not None:
        raise outcome[1]
    return outcome[0]


def _deliver(work: Callable[[], T], pipe: int) -> None:
    """Do the work, send its result or its error, and end at once: nothing of the parent's may run in its copy."""
    status = 1
    faulthandler.disable()  # the parent says it in one line
    try:
        result: tuple[T | None, GongbaoError | None]
        try:
            result = work(), None
        except GongbaoError as error:
            result = None, error
        except OSError as error:
            result = None, of_system(error)
        with os.fdopen(pipe, "wb") as stream:
            pickle.dump(result, stream)
        status = 0
    except KeyboardInterrupt:
        status = 130
    finally:
        if status == 1:
            import traceback

            traceback.print_exc()
        os._exit(status)


def _why(code: int) -> GongbaoError:
    if -code in (getattr(signal, name, None) for name in ("SIGSEGV", "SIGBUS", "SIGABRT")):
        return QueryError(
            "the query is nested too deeply, or too long a chain; make it simpler", "查询嵌套过深，请简化"
        )
    return QueryError(
        f"the process of this query ended (exit status {code}; out of memory?); add LIMIT, or ask for less",
        f"执行此查询的进程意外结束（{code}），可能内存不足；请加 LIMIT 或缩小范围",
    )
