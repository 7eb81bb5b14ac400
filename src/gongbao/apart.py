"""A function in a process of its own: what ends that process ends in a message here."""

import faulthandler
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
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
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_deliver, args=(work, theirs))
    process.start()
    theirs.close()
    try:
        result: T | GongbaoError = ours.recv()
    except (EOFError, OSError):  # before its result, or within
        process.join()
        raise _why(process.exitcode or 0) from None
    finally:
        process.kill()  # Ctrl-C, mostly: it must not go on for nobody
        process.join()
    if isinstance(result, GongbaoError):
        raise result
    return result


def _deliver(work: Callable[[], object], pipe: Connection) -> None:
    """Do the work, send its result or its error, and end at once: nothing of the parent's may run in its copy."""
    faulthandler.disable()  # the parent says it in one line
    try:
        pipe.send(work())
    except GongbaoError as error:
        pipe.send(error)
    except OSError as error:
        pipe.send(of_system(error))
    except KeyboardInterrupt:
        os._exit(130)
    os._exit(0)


def _why(code: int) -> GongbaoError:
    if -code in (getattr(signal, name, None) for name in ("SIGSEGV", "SIGBUS", "SIGABRT")):
        return QueryError("nested too deeply, or too long a chain")
    return QueryError("the process of this query ended", code=code)
