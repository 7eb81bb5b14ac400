"""Run the web server until it is told to end, which it does after the queries under way, or some seconds."""

import asyncio
import socket
import sys

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from gongbao.errors import GongbaoError, UsageError
from gongbao.serve.app import create
from gongbao.serve.configuration import Access, Limits, Source
from gongbao.serve.pool import Pool

_HEAD = 1 << 20  # bytes of a request's line and headers: a GET carries its query there
_HEAD_SECONDS = 5.0  # in which they must arrive
_STALL_SECONDS = 10.0  # in which a client must read some of an answer, a quarter of a megabyte
_ANSWER_SECONDS = 120.0  # in which it must have read it all
_GRACE = 3.0  # seconds that what is under way may take when the server is told to end


def run(source: Source, limits: Limits, access: Access, host: str, port: int) -> int:
    """Listen and serve; returns the exit status. Raises UsageError where the address cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # named, so that asyncio sets TCP_NODELAY
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise UsageError("cannot listen there", host=host, port=port, error=error) from error
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listening.getsockname()[1]}/"
    app, pool = create(source, limits, access)
    config = uvicorn.Config(
        app,
        http=_Prompt,
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        limit_concurrency=1024,
        backlog=1024,
        h11_max_incomplete_event_size=_HEAD,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=int(_GRACE) + 1,
    )
    server = _Server(config, pool, address)
    server.run(sockets=[listening])
    if server.failure is not None:
        raise server.failure
    return 0 if server.started else 1


class _Prompt(H11Protocol):
    """HTTP that closes a connection on which a request begins and does not go on, or an answer is not read."""

    late: asyncio.TimerHandle | None = None
    stalled: asyncio.TimerHandle | None = None
    answered_by: float | None = None  # the time by which the answer under way must be read

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

    def pause_writing(self) -> None:
        """Expect the client to read on."""
        super().pause_writing()
        now = self.loop.time()
        if self.answered_by is None:
            self.answered_by = now + _ANSWER_SECONDS
        self._expect_reading(min(now + _STALL_SECONDS, self.answered_by))

    def resume_writing(self) -> None:
        """Take note that the client reads."""
        super().resume_writing()
        if self.stalled is not None:
            self.stalled.cancel()

    def on_response_complete(self) -> None:
        """Expect what is left in the buffer to be read."""
        super().on_response_complete()
        self.answered_by = None
        if self.transport.get_write_buffer_size():
            self._expect_reading(self.loop.time() + _STALL_SECONDS)

    def _expect_reading(self, by: float) -> None:
        if self.stalled is not None:
            self.stalled.cancel()
        self.stalled = self.loop.call_at(by, self._cut_off)

    def _cut_off(self) -> None:
        if self.transport.get_write_buffer_size():
            self.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Expect nothing more."""
        for timer in (self.late, self.stalled):
            if timer is not None:
                timer.cancel()
        super().connection_lost(exc)


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, pool: Pool, address: str) -> None:
        super().__init__(config)
        self.pool = pool
        self.address = address
        self.failure: GongbaoError | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Load the graph, and say where the server is once it answers."""
        loading = asyncio.create_task(self.pool.start())
        while not loading.done() and not self.should_exit:
            await asyncio.wait([loading], timeout=0.2)
        try:
            if self.should_exit:
                loading.cancel()
                await self.pool.close()
                return
            loading.result()
        except GongbaoError as error:
            self.failure, self.should_exit = error, True
            await self.pool.close()
            return
        await super().startup(sockets)
        if self.started:
            sys.stdout.write(f"gongbao: {self.address}\n")
            sys.stdout.flush()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let what is under way end, for some seconds."""
        asyncio.get_running_loop().call_later(_GRACE, self._cut_off)
        await super().shutdown(sockets)
        await self.pool.close()

    def _cut_off(self) -> None:
        for connection in list(self.server_state.connections):
            connection.transport.abort()
