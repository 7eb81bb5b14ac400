"""Windows as gongbao meets it, on a system that is none: put this folder on PYTHONPATH.

For modules of gongbao alone, standard modules lack what they lack there, and files behave as they do there: no file is
renamed, replaced or removed while a process has it open, no name of a device is a file's, nothing opened for reading is
synced. Locks of bytes go through `msvcrt`. Standard output is that of a Chinese console that is redirected. The standard
library and other packages, which know Windows themselves, see the system as it is.
"""

from __future__ import annotations

import builtins
import errno
import importlib
import os
import re
import struct
import sys
from contextlib import suppress
from pathlib import Path, PurePath
from types import ModuleType
from typing import Any

_real_import = builtins.__import__

ABSENT = {"fcntl", "grp", "posix", "pty", "pwd", "readline", "resource", "syslog", "termios", "tty"}
LACKS = {
    "os": r"chown|chroot|confstr|ctermid|environb|eventfd.*|fch.*|fdatasync|fork.*|fpathconf|fstatvfs|get(b|egid|envb|"
    r"euid|gid|group.*|loadavg|pg.*|priority|random|res.*|sid|uid|_blocking)|initgroups|killpg|lch.*|lockf|login_tty|"
    r"m(aj|in)or|makedev|memfd.*|mkfifo|mknod|nice|O_(ASYNC|CLOEXEC|DIRECT|DIRECTORY|DSYNC|LARGEFILE|NOATIME|NOCTTY|"
    r"NOFOLLOW|NONBLOCK|PATH|RSYNC|SYNC|TMPFILE)|openpty|P_(ALL|PGID|PID.*)|pathconf|pidfd.*|pipe2|posix_.*|p?readv?|"
    r"pread|p?writev|pwrite|register_at_fork|sched_.*|sendfile|set(e.id|gid|groups|p.*|r.*|sid|uid|_blocking)|splice|"
    r"statvfs|sync|sysconf|tc.*|ttyname|uname|unshare|wait[34]?|waitid|W[A-Z].*",
    "signal": r"SIG(?!ABRT$|FPE$|ILL$|INT$|SEGV$|TERM$|_DFL$|_IGN$)[A-Z_]+[0-9]?|alarm|[gs]etitimer|ITIMER.*|pause|"
    r"pidfd.*|pthread.*|sig(interrupt|pending|timedwait|wait.*)",
    "socket": r"AF_UNIX|send_fds|recv_fds|SO_REUSEPORT|CMSG.*|SCM.*",
    "select": r"poll|epoll|kqueue|EPOLL.*|POLL.*",
    "asyncio": r"(open|start)_unix_.*",
    "time": r"tzset|pthread.*|CLOCK_.*|clock_.*",
    "subprocess": r"",
    "multiprocessing": r"",
    "sys": r"abiflags|getdlopenflags|setdlopenflags",
    "ctypes": r"",
}
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?|.*[. ]|.*[<>:\"|?*\x00-\x1f].*", re.IGNORECASE)


def _fsync(number: int) -> None:
    import fcntl

    if fcntl.fcntl(number, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    os.fsync(number)


def _get_context(method: str | None = None) -> Any:
    import multiprocessing

    if method not in (None, "spawn"):
        raise ValueError(f"cannot find context for {method!r}")
    return multiprocessing.get_context("spawn")


def _own(name: str) -> dict[str, object]:
    """What a module has on Windows that is otherwise here, or not at all."""
    if name == "os":
        return {"name": "nt", "fsync": _fsync}
    if name == "sys":
        return {"platform": "win32"}
    if name == "multiprocessing":
        return {"get_all_start_methods": lambda: ["spawn"], "get_context": _get_context}
    if name == "ctypes":
        language = ModuleType("kernel32")
        language.GetUserDefaultUILanguage = lambda: 0x0804  # type: ignore[attr-defined]
        library = ModuleType("windll")
        library.kernel32 = language  # type: ignore[attr-defined]
        return {"windll": library}
    if name == "subprocess":
        return {"Popen": _popen()}
    return {}


def _popen() -> object:
    import subprocess

    class Popen(subprocess.Popen):  # type: ignore[type-arg]
        def __init__(self, *args: Any, **given: Any) -> None:
            assert not given.get("pass_fds") and not given.get("preexec_fn"), "not supported on Windows"
            super().__init__(*args, **given)

    return Popen


class _AsOnWindows(ModuleType):
    def __init__(self, real: ModuleType) -> None:
        super().__init__(real.__name__, real.__doc__)
        self.__dict__["_real"] = real
        self.__dict__["_lacks"] = re.compile(LACKS[real.__name__])
        self.__dict__.update(_own(real.__name__))

    def __getattr__(self, name: str) -> object:
        if self._lacks.fullmatch(name):
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}, on Windows")
        return getattr(self._real, name)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(self._real, name, value)


_shown: dict[str, _AsOnWindows] = {}


def _as_on_windows(name: str) -> _AsOnWindows:
    if name not in _shown:
        _shown[name] = _AsOnWindows(importlib.import_module(name))
    return _shown[name]


def _import(name: str, globals: Any = None, locals: Any = None, fromlist: Any = (), level: int = 0) -> ModuleType:
    about = globals or {}
    importer = about.get("__name__", "") if about.get("__name__") != "__main__" else about.get("__package__") or ""
    if importer.partition(".")[0] == "gongbao":
        if name in ABSENT:
            raise ModuleNotFoundError(f"No module named {name!r}, on Windows", name=name)
        if name == "msvcrt":
            return _locks  # other packages would take it for Windows itself
        if name in LACKS:
            return _as_on_windows(name)
    return _real_import(name, globals, locals, fromlist, level)


def _locking(number: int, mode: int, size: int) -> None:
    """Lock bytes from where the file stands, for the handle that locks them, as `msvcrt.locking` does."""
    import fcntl

    kind = fcntl.F_UNLCK if mode == 0 else fcntl.F_WRLCK
    start = os.lseek(number, 0, os.SEEK_CUR)
    try:
        fcntl.fcntl(number, 37, struct.pack("hhqqi4x", kind, os.SEEK_SET, start, size, 0))  # F_OFD_SETLK
    except BlockingIOError:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES)) from None


def _is_open(path: str) -> bool:
    """Say whether any process has a file open, or one below a folder."""
    wanted = str(Path(path).resolve())
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            held = [str(number.readlink()) for number in (process / "fd").iterdir()]
            if any(name == wanted or name.startswith(wanted + os.sep) for name in held):
                return True
    return False


def _by_gongbao() -> bool:
    frame = sys._getframe(2)
    for _ in range(4):
        if frame is None:
            return False
        if frame.f_globals.get("__name__", "").partition(".")[0] == "gongbao":
            return True
        frame = frame.f_back  # type: ignore[assignment]
    return False


def _watch(event: str, given: tuple[Any, ...]) -> None:
    if event in ("open", "os.rename", "os.remove", "os.mkdir") and _by_gongbao():
        for path in given[:2] if event == "os.rename" else given[:1]:
            if isinstance(path, (str, os.PathLike)):
                path = os.fspath(path)
                if any(_DEVICE.fullmatch(part) for part in PurePath(path).parts if part not in ("/", ".", "..")):
                    raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), path)
                if event in ("os.rename", "os.remove") and _is_open(path):
                    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)


_locks = ModuleType("msvcrt")
_locks.locking, _locks.LK_UNLCK, _locks.LK_NBLCK = _locking, 0, 2  # type: ignore[attr-defined]
builtins.__import__ = _import
sys.addaudithook(_watch)
for _stream, _ends in ((sys.stdin, None), (sys.stdout, "\r\n"), (sys.stderr, "\r\n")):
    _stream.reconfigure(encoding="gbk", errors="strict", newline=_ends)  # type: ignore[union-attr]
