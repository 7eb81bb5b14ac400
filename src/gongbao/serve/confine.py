"""Confine a worker: memory, processor time, no new files and no sockets, first in line when memory runs out."""

import sys
from contextlib import suppress
from pathlib import Path

from gongbao.offline import cut_off, no_sockets


def missing() -> tuple[tuple[str, str], ...]:
    """Say what this system does not keep a query from, in both languages; its time and answer are limited everywhere."""
    found = []
    if sys.platform == "win32" or sys.platform == "darwin":
        found.append(("the memory of a query is not limited", "不限制查询所用内存"))
    if not cut_off():
        found.append(("the process of a query is not cut off from the network", "查询进程未与网络隔离"))
    return tuple(found)


if sys.platform == "win32":

    def confine(memory: int, *, files: bool) -> None:
        """Do nothing: `missing` says what does not hold here."""

    def allow_processor(seconds: float) -> None:
        """Do nothing: the server ends a worker that takes too long."""

else:
    import resource

    def confine(memory: int, *, files: bool) -> None:
        """Limit this process: `memory` bytes beyond what it holds now; `files` says whether it may still open files.

        A store on disk opens its tables as they are needed, so there the system-call filter alone keeps sockets away.
        """
        _die_first()
        no_sockets()
        limit = _held() + memory
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        if hard != resource.RLIM_INFINITY:
            limit = min(limit, hard)
        if sys.platform != "darwin":  # which refuses the limit
            resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if not files:
            resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))

    def allow_processor(seconds: float) -> None:
        """Allow so much processor time from now on; the kernel ends the process after that."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        soft = int(used.ru_utime + used.ru_stime + seconds) + 2
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))

    def _held() -> int:
        """Bytes of address space in use."""
        try:
            pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        except OSError:
            return 4 << 30
        return pages * resource.getpagesize()

    def _die_first() -> None:
        with suppress(OSError):  # not Linux, or not allowed; the limits still hold
            Path("/proc/self/oom_score_adj").write_text("1000", "ascii")
