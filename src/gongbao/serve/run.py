"""Run the web server until it is told to end, which it does after the queries under way."""

from __future__ import annotations

import asyncio
import socket
import sys

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from gongbao.errors import UsageError
from gongbao.serve.app import create
from gongbao.serve.settings import Access, Limits, Source

_HEAD = 1 << 20  # bytes of a request's line and headers: a GET carries its query there
_HEAD_SECONDS = 5.0  # in which they must arrive


def run(source: Source, limits: Limits, access: Access, host: str, port: int) -> int:
    """Listen and serve; returns the exit status. Raises UsageError where the address cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # named, so that asyncio sets TCP_NODELAY
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise UsageError(
            f"cannot listen on {host} port {port}: {error.strerror or error}; choose another with --port",
            f"无法监听 {host}:{port}；请用 --port 另选端口",
        ) from error
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listening.getsockname()[1]}/"
    config = uvicorn.Config(
        create(source, limits, access),
        http=_Prompt,
        ws="none",
        loop="asyncio",
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        limit_concurrency=1024,
        backlog=1024,
        h11_max_incomplete_event_size=_HEAD,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=int(limits.seconds) + 2,
    )
    server = _Server(config, address)
    server.run(sockets=[listening])
    return 0 if server.started else 1


class _Prompt(H11Protocol):
    """HTTP that closes a connection on which a request begins and does not go on."""

    late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Expect a request."""
        super().connection_made(transport)
        self.late = self.loop.call_later(_HEAD_SECONDS, transport.close)

    def data_received(self, data: bytes) -> None:
        """Expect the rest of the request's head, unless this was it."""
        super().data_received(data)
        waiting = self.cycle is None or self.cycle.response_complete
        if not waiting and self.late is not None:
            self.late.cancel()
            self.late = None
        elif waiting and self.late is None:
            self.late = self.loop.call_later(_HEAD_SECONDS, self.transport.close)

    def connection_lost(self, exc: Exception | None) -> None:
        """Expect nothing more."""
        if self.late is not None:
            self.late.cancel()
        super().connection_lost(exc)


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, address: str) -> None:
        super().__init__(config)
        self.address = address

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Say where the server is once it answers."""
        await super().startup(sockets)
        if self.started:
            sys.stdout.write(f"gongbao: {self.address}\n")
            sys.stdout.flush()
