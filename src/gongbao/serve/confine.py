"""Confine a worker: memory, processor time, no new files and no sockets, first in line when memory runs out."""

from __future__ import annotations

import ctypes
import platform
import resource
import sys
from pathlib import Path

# audit architecture, number of socket(2), number of socketpair(2)
_CALLS = {"x86_64": (0xC000003E, 41, 53), "aarch64": (0xC00000B7, 198, 199)}
_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _FILTER = 38, 22, 2
_ALLOW, _DENY = 0x7FFF0000, 0x00050000 | 13  # SECCOMP_RET_ALLOW; SECCOMP_RET_ERRNO with EACCES


def confine(memory: int, *, files: bool) -> None:
    """Limit this process: `memory` bytes beyond what it holds now; `files` says whether it may still open files.

    A store on disk opens its tables as they are needed, so there the system-call filter alone keeps sockets away.
    """
    _die_first()
    if sys.platform == "linux":
        _no_sockets()
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
    try:
        Path("/proc/self/oom_score_adj").write_text("1000", "ascii")
    except OSError:
        return  # not Linux, or not allowed; the limits still hold


class _Instruction(ctypes.Structure):
    _fields_ = (("code", ctypes.c_uint16), ("jt", ctypes.c_uint8), ("jf", ctypes.c_uint8), ("k", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("filter", ctypes.POINTER(_Instruction)))


def _no_sockets() -> bool:
    """Have the kernel refuse socket(2) and socketpair(2) from now on; say whether it does."""
    known = _CALLS.get(platform.machine())
    if known is None:
        return False
    architecture, open_socket, open_pair = known
    load, equal, answer = 0x20, 0x15, 0x06  # BPF_LD|W|ABS, BPF_JMP|JEQ|K, BPF_RET|K
    steps = (
        _Instruction(load, 0, 0, 4),  # the architecture of the call
        _Instruction(equal, 0, 3, architecture),
        _Instruction(load, 0, 0, 0),  # its number
        _Instruction(equal, 2, 0, open_socket),
        _Instruction(equal, 1, 0, open_pair),
        _Instruction(answer, 0, 0, _ALLOW),
        _Instruction(answer, 0, 0, _DENY),
    )
    program = _Program(len(steps), (_Instruction * len(steps))(*steps))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    return bool(libc.prctl(_PR_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0)
