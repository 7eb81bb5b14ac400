"""The helper process: loads the graph once and forks workers from it; it has one thread, so that forking is safe.

Started as `python -m gongbao.serve.helper FD`, where FD is its end of the control channel. Lines of JSON go over it:
`{"fork": "query", "view": NAME}` comes with the worker's channel attached, `{"kill": PID}`; `{"forked": PID}`,
`{"ended": PID, "status": N}` go back, where a negative N is the signal that ended the worker.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import signal
import socket
import sys
import traceback
from pathlib import Path
from typing import Any

from gongbao.corpus import on_disk
from gongbao.errors import GongbaoError
from gongbao.export import jsonld
from gongbao.graph import prefixes
from gongbao.opening import Opened, open_graph
from gongbao.query import ready_made
from gongbao.serve.configuration import Source
from gongbao.serve.reader import Reader
from gongbao.serve.wire import OUT_OF_MEMORY
from gongbao.serve.worker import be
from gongbao.text.script import fold, to_traditional

assert sys.platform != "win32", "there is no fork: see Spawner"
_IGNORED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)  # the server says when to end, by closing the channel


def main() -> None:
    """Load, then fork workers on demand until the control channel closes."""
    for number in _IGNORED:
        signal.signal(number, signal.SIG_IGN)
    control = socket.socket(fileno=int(sys.argv[1]))
    source = Source(**json.loads(_line(control)))
    helper = _Helper(control, source)
    try:
        helper.load()
    except GongbaoError as error:
        helper.tell({"error": str(error), "zh": error.zh, "kind": type(error).__name__})
        return
    helper.serve()


def _line(control: socket.socket) -> bytes:
    parts = bytearray()
    while not parts.endswith(b"\n"):
        part = control.recv(65536)
        if not part:
            sys.exit(1)
        parts += part
    return bytes(parts)


class _Helper:
    def __init__(self, control: socket.socket, source: Source) -> None:
        self.control = control
        self.source = source
        self.opened: Opened | None = None  # None for a store on disk: opening starts threads, so workers open it
        self.terms = source.terms()
        self.children: set[int] = set()

    def tell(self, message: dict[str, Any]) -> None:
        self.control.sendall(json.dumps(message).encode() + b"\n")

    def load(self) -> None:
        path = Path(self.source.graph)
        view = "" if on_disk.is_corpus(path) else self.source.state()
        if not path.is_dir():
            self.opened = open_graph(path)
        jsonld.context(), ready_made(), to_traditional(fold("寫"))  # read now: workers open no files
        gc.freeze()  # what is here now stays shared with the workers
        self.tell({"ready": True, "view": view})

    def serve(self) -> None:
        ended, wake = socket.socketpair()
        wake.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wake.fileno())
        pending = bytearray()
        while True:
            readable, _, _ = select.select([self.control, ended], [], [])
            if ended in readable:
                ended.recv(4096)
                self.reap()
            if self.control in readable:
                data, channels, _, _ = socket.recv_fds(self.control, 65536, 8)
                if not data:
                    break
                pending += data
                *lines, rest = pending.split(b"\n")
                pending = bytearray(rest)
                for line in lines:
                    self.command(json.loads(line), channels)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for child in self.children:
            os.kill(child, signal.SIGKILL)

    def command(self, message: dict[str, Any], channels: list[int]) -> None:
        if "kill" in message:
            if message["kill"] in self.children:  # its number is its own until it is reaped here
                os.kill(message["kill"], signal.SIGKILL)
            return
        channel = socket.socket(fileno=channels.pop(0))
        child = os.fork()
        if child == 0:
            self.be_worker(channel, message["fork"], message["view"])
        channel.close()
        self.children.add(child)
        self.tell({"forked": child})

    def reap(self) -> None:
        with contextlib.suppress(ChildProcessError):
            while (found := os.waitpid(-1, os.WNOHANG))[0]:
                child, status = found
                self.children.discard(child)
                self.tell({"ended": child, "status": os.waitstatus_to_exitcode(status)})

    def be_worker(self, channel: socket.socket, role: str, view: str) -> None:
        """Run as a worker and never return: the exit status is 0, 1 after an error of ours, 3 where memory ran out."""
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            self.control.close()
            opened = self.opened or open_graph(Path(self.source.graph), view)
            reader = Reader(opened, self.terms, prefixes(self.terms, self.source.base))
            be(role, channel, reader, self.source, files=self.opened is None)
            status = 0
        except MemoryError:
            status = OUT_OF_MEMORY
        finally:
            if status == 1:
                traceback.print_exc()
            os._exit(status)  # nothing of the helper's may run in its copy


if __name__ == "__main__":
    main()
