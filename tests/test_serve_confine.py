"""What a worker may not do: each limit, tried in a forked process."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from gongbao.serve.confine import allow_processor, confine

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="the limits are Linux's"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),  # other tests of the session may have threads
]
MEGABYTE = 1 << 20


def forked(work: Callable[[], object]) -> int:
    """Run in a child; its exit status is 0 where the work was done, 10 OSError, 11 MemoryError; negative: a signal."""
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        except OSError:
            os._exit(10)
        except MemoryError:
            os._exit(11)
        finally:
            os._exit(12)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


@pytest.mark.parametrize("files", [True, False])
def test_no_sockets(files: bool) -> None:
    def work() -> None:
        confine(64 * MEGABYTE, files=files)
        socket.socket()

    assert forked(work) == 10


def test_files_only_where_a_store_on_disk_needs_them(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("x")

    def work(files: bool) -> None:
        confine(64 * MEGABYTE, files=files)
        path.read_text()

    assert forked(lambda: work(True)) == 0
    assert forked(lambda: work(False)) == 10


def test_memory() -> None:
    def work(size: int) -> None:
        confine(64 * MEGABYTE, files=False)
        bytearray(size)

    assert forked(lambda: work(16 * MEGABYTE)) == 0
    assert forked(lambda: work(8192 * MEGABYTE)) == 11  # more than freed memory of this process could serve


def test_processor_time() -> None:
    def work() -> None:
        confine(64 * MEGABYTE, files=False)
        allow_processor(-1)  # which leaves one second, the shortest that the kernel counts
        while True:
            pass

    assert forked(work) == -signal.SIGXCPU
