"""What a worker process is for, however it was started: answering queries, finding names, or making the viewer once."""

from __future__ import annotations

import socket

from gongbao.errors import GongbaoError
from gongbao.offline import no_sockets
from gongbao.serve.configuration import Source
from gongbao.serve.confine import confine
from gongbao.serve.wire import pack, receive_blocking
from gongbao.serve.worker import Context, work


def be(role: str, channel: socket.socket, context: Context, source: Source, *, files: bool) -> None:
    """Do what the role asks until the server closes the channel; `files` says whether a query's worker may open any."""
    if role == "page":
        _page(channel, context)
    elif role == "find":
        from gongbao.serve import finder  # numpy begins threads, which a process that forks may not have

        no_sockets()
        finder.work(channel, context.opened, context.terms)
    else:
        confine(source.memory, files=files)
        channel.sendall(pack({"hello": True}))
        work(channel, context)


def _page(channel: socket.socket, context: Context) -> None:
    """Render the viewer of what the request names: our own code, so without a query's limits."""
    from gongbao.export.viewer_page import render
    from gongbao.serve.pictured import Missing, TooLarge, chosen

    asked = receive_blocking(channel)
    try:
        body = render(chosen(context.opened, context.terms, asked[0] if asked else {}), context.terms).encode()
    except GongbaoError as error:
        kinds = {TooLarge: "toolarge", Missing: "missing"}
        channel.sendall(pack({"problem": kinds.get(type(error), "failed"), "detail": str(error), "zh": error.zh}))
        return
    channel.sendall(pack({"media": "text/html"}, body))
