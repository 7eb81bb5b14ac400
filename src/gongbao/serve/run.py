"""Run the web server until it is told to end, which it does after the queries under way."""

from __future__ import annotations

import socket
import sys

import uvicorn

from gongbao.errors import UsageError
from gongbao.serve.app import create
from gongbao.serve.settings import Access, Limits, Source

_HEAD = 1 << 20  # bytes of a request's line and headers: a GET carries its query there


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
        http="h11",
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
