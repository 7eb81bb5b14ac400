"""A worker where the system cannot fork: a process of its own, which loads the graph itself.

Started as `python -m gongbao.serve.spawned`; a line of JSON on standard input tells it what to load, what it is for, and
the port of the server, to which it connects and shows the token that it was given.
"""

from __future__ import annotations

import json
import socket
import sys
from pathlib import Path
from typing import Any

from gongbao.errors import GongbaoError
from gongbao.graph import prefixes
from gongbao.ontology import load
from gongbao.opening import open_graph
from gongbao.serve.configuration import Source
from gongbao.serve.roles import be
from gongbao.serve.wire import OUT_OF_MEMORY, pack
from gongbao.serve.worker import Context


def main() -> int:
    """Load, then work until the server closes the channel; the exit status is 3 where memory ran out."""
    told = json.loads(sys.stdin.buffer.readline())
    with socket.create_connection(("127.0.0.1", told["port"])) as channel:
        channel.sendall(pack({"token": told["token"]}))
        try:
            return _work(channel, told)
        except MemoryError:
            return OUT_OF_MEMORY
        except ConnectionError:
            return 0  # the server is gone


def _work(channel: socket.socket, told: dict[str, Any]) -> int:
    source = Source.from_dict(told["source"])
    try:
        terms = load(tuple(Path(path) for path in source.ontologies))
        opened = open_graph(Path(source.graph), told["view"])
    except GongbaoError as error:
        channel.sendall(pack({"error": str(error), "zh": error.zh, "kind": type(error).__name__}))
        return 0
    context = Context(opened, terms, prefixes(terms, source.base), source.base, source.result)
    be(told["role"], channel, context, source, files=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
