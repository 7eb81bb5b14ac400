"""What a worker process does: answer queries and pages from the graph, find names, or make the viewer once.

Where the system cannot fork, a worker is a process of its own, which loads the graph itself: `python -m
gongbao.serve.worker`. A line of JSON on standard input tells it what to load, what it is for, and the port of the server,
to which it connects and shows the token that it was given.
"""

from __future__ import annotations

import io
import json
import socket
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from gongbao.errors import GongbaoError, QueryError
from gongbao.export.jsonld import jsonld
from gongbao.graph import prefixes
from gongbao.offline import no_sockets
from gongbao.opening import open_graph
from gongbao.query import run
from gongbao.serve import asking, entity, listing, searching
from gongbao.serve.accept import GRAPHS, SOLUTIONS
from gongbao.serve.configuration import Source
from gongbao.serve.confine import allow_processor, confine
from gongbao.serve.markup import Visit
from gongbao.serve.reader import Reader
from gongbao.serve.wire import OUT_OF_MEMORY, Head, pack, receive_blocking
from gongbao.text.language_tags import cased

Page = Callable[[Reader, Visit, Mapping[str, Any]], str]

PAGES: Mapping[str, Page] = {
    "ask": asking.page,
    "home": asking.home,
    "reports": listing.reports,
    "search": searching.page,
}


class _TooLarge(Exception):
    """The answer passed its limit."""


class _Capped(io.BytesIO):
    """A file in memory that refuses to grow beyond the limit of an answer."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def write(self, data: Any, /) -> int:
        if self.tell() + len(data) > self.most:
            raise _TooLarge
        return super().write(data)


def be(role: str, channel: socket.socket, reader: Reader, source: Source, *, files: bool) -> None:
    """Do what the role asks until the server closes the channel; `files` says whether a query's worker may open any."""
    if role == "page":
        _picture(channel, reader)
    elif role == "find":
        from gongbao.serve import finder  # numpy begins threads, which a process that forks may not have

        no_sockets()
        finder.work(channel, reader.opened, reader.terms)
    else:
        confine(source.memory, files=files)
        channel.sendall(pack({"hello": True}))
        while (message := receive_blocking(channel)) is not None:
            job, _ = message
            allow_processor(float(job["seconds"]))
            channel.sendall(pack(*_answer(job, reader, source.result)))


def _answer(job: Head, reader: Reader, most: int) -> tuple[Head, bytes]:
    """Answer one job: `{"media": …}` and the bytes, `most` of them, or `{"problem": …, "detail": …}`."""
    try:
        if job["kind"] == "entity":
            return _entity(job, reader, _Capped(most))
        if job["kind"] == "page":
            page = PAGES[job["page"]](reader, Visit(**job["visit"]), job["given"])
            return {"media": "text/html"}, page.encode()
        return _query(job, reader, _Capped(most))
    except _TooLarge:
        size = f"{most / (1 << 20):g} MB"
        return _problem("result", f"the answer is larger than {size}; add LIMIT", f"结果超过 {size}；请加 LIMIT"), b""
    except MemoryError:
        return _problem("memory", "the query needs more memory than it may use", "查询所需内存超过上限"), b""
    except QueryError as error:
        return _problem("syntax", str(error), error.zh) | {"place": error.place}, b""
    except (OSError, RuntimeError, ValueError) as error:
        return _problem("failed", f"the query failed: {error}", f"查询失败：{error}"), b""


def _problem(kind: str, detail: str, zh: str) -> Head:
    return {"problem": kind, "detail": detail, "zh": zh}


def _query(job: Head, reader: Reader, out: _Capped) -> tuple[Head, bytes]:
    default, named = job["default"], job["named"]
    results = run(
        reader.store,
        job["text"],
        prefixes=reader.prefixes,
        default_graphs=[ox.NamedNode(g) for g in default] if default is not None else None,
        named_graphs=[ox.NamedNode(g) for g in named] if named is not None else None,
        merged=reader.opened.merged,
        whole=reader.opened.whole,
    )
    is_graph = isinstance(results, ox.QueryTriples)
    media = job["graph"] if is_graph else job["solutions"]
    if media is None:
        offered = ", ".join(GRAPHS if is_graph else SOLUTIONS)
        return _problem("unacceptable", f"this query's answer comes as {offered}", f"可用格式：{offered}"), b""
    if isinstance(results, ox.QueryTriples):
        _write(results, out, media, reader.prefixes)
    else:
        results.serialize(out, format=SOLUTIONS[media])
    written = out.getvalue()
    return {"media": media}, written if media == "text/csv" else cased(written)


def _entity(job: Head, reader: Reader, out: _Capped) -> tuple[Head, bytes]:
    found = next((i for i in job["candidates"] if entity.exists(reader.store, i)), None)
    if found is None:
        return _problem(
            "missing", "no such page, and no such thing in this graph", "没有这个页面，图谱中也没有这个事物"
        ), b""
    media = job["media"]
    if media == "text/html":
        at = tuple(job["at"]) if job["at"] else None
        page = entity.page(reader, Visit(**job["visit"]), found, at)
        return {"media": media, "iri": found}, page.encode()
    told = entity.triples(reader, found)
    if GRAPHS[media] == ox.RdfFormat.JSON_LD:
        out.write(jsonld((ox.Quad(t.subject, t.predicate, t.object) for t in told), reader.prefixes))
    else:
        _write(told, out, media, reader.prefixes)
    return {"media": media, "iri": found}, cased(out.getvalue())


def _write(triples: Iterable[ox.Triple], out: _Capped, media: str, prefixes: Mapping[str, str]) -> None:
    format = GRAPHS[media]
    named = format != ox.RdfFormat.N_TRIPLES
    ox.serialize(triples, out, format=format, prefixes=dict(prefixes) if named else None)


def _picture(channel: socket.socket, reader: Reader) -> None:
    """Render the viewer of what the request names: our own code, so without a query's limits."""
    from gongbao.export.viewer_page import render
    from gongbao.serve.pictured import Missing, TooLarge, chosen

    asked = receive_blocking(channel)
    try:
        body = render(chosen(reader.opened, reader.terms, asked[0] if asked else {}), reader.terms).encode()
    except GongbaoError as error:
        kinds = {TooLarge: "toolarge", Missing: "missing"}
        channel.sendall(pack({"problem": kinds.get(type(error), "failed"), "detail": str(error), "zh": error.zh}))
        return
    channel.sendall(pack({"media": "text/html"}, body))


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
    source = Source(**told["source"])
    try:
        terms = source.terms()
        opened = open_graph(Path(source.graph), told["view"])
    except GongbaoError as error:
        channel.sendall(pack({"error": str(error), "zh": error.zh, "kind": type(error).__name__}))
        return 0
    be(told["role"], channel, Reader(opened, terms, prefixes(terms, source.base)), source, files=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
