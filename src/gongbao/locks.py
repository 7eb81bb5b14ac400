"""Locks that end with the process that holds them: of one alone, or of many together. On Linux, macOS and Windows."""

import os
import sys
from typing import IO

if sys.platform == "win32":
    import msvcrt
    from random import randrange

    _AT, _MOST = 1 << 30, 1 << 16  # bytes where no text stands: nobody else can read what is locked
    _TRIES = 50

    def alone(file: IO[str]) -> None:
        """Lock a file for this handle alone. Raises BlockingIOError where another has it."""
        _lock(file, _AT, _MOST)

    def together(file: IO[str]) -> None:
        """Lock a file against `alone`: a byte of it, so that others may lock another one. Raises BlockingIOError."""
        for _ in range(_TRIES - 1):
            try:
                return _lock(file, _AT + randrange(_MOST), 1)
            except BlockingIOError:
                continue
        _lock(file, _AT, 1)

    def _lock(file: IO[str], start: int, size: int) -> None:
        number = file.fileno()
        before = os.lseek(number, 0, os.SEEK_CUR)
        os.lseek(number, start, os.SEEK_SET)
        try:
            msvcrt.locking(number, msvcrt.LK_NBLCK, size)
        except PermissionError as error:
            raise BlockingIOError(*error.args) from error
        finally:
            os.lseek(number, before, os.SEEK_SET)

else:
    import fcntl

    def alone(file: IO[str]) -> None:
        """Lock a file for this handle alone. Raises BlockingIOError where another has it."""
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def together(file: IO[str]) -> None:
        """Lock a file against `alone`, as others may too; waits while one has it alone."""
        fcntl.flock(file, fcntl.LOCK_SH)
