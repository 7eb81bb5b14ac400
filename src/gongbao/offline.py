"""No network for a process, where the system can take it away: Linux on the usual processors."""

import ctypes
import platform
import sys

# audit architecture, number of socket(2), number of socketpair(2)
_CALLS = {"x86_64": (0xC000003E, 41, 53), "aarch64": (0xC00000B7, 198, 199)}
_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _FILTER = 38, 22, 2
_ALLOW, _DENY = 0x7FFF0000, 0x00050000 | 13  # SECCOMP_RET_ALLOW; SECCOMP_RET_ERRNO with EACCES


class _Instruction(ctypes.Structure):
    _fields_ = (("code", ctypes.c_uint16), ("jt", ctypes.c_uint8), ("jf", ctypes.c_uint8), ("k", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("filter", ctypes.POINTER(_Instruction)))


def cut_off() -> bool:
    """Say whether this is a system where `no_sockets` can do what it says."""
    return sys.platform == "linux" and platform.machine() in _CALLS


def no_sockets() -> bool:
    """Have the kernel refuse socket(2) and socketpair(2) to this process from now on; say whether it does."""
    if not cut_off():
        return False
    known = _CALLS[platform.machine()]
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
