"""What a worker does: take a job from its channel, answer it from the graph, and again, until the channel closes."""

from __future__ import annotations

import io
import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from gongbao.errors import QueryError
from gongbao.export.jsonld import jsonld
from gongbao.ontology import Ontology
from gongbao.opening import Opened
from gongbao.query import run
from gongbao.serve import entity
from gongbao.serve.accept import GRAPHS, SOLUTIONS
from gongbao.serve.confine import allow_processor
from gongbao.serve.markup import Visit
from gongbao.serve.pages import PAGES
from gongbao.serve.reader import Reader
from gongbao.serve.wire import Head, pack, receive_blocking
from gongbao.text.language_tags import cased


@dataclass(frozen=True, slots=True)
class Context:
    """What a worker answers from."""

    opened: Opened
    terms: Ontology
    prefixes: Mapping[str, str]
    base: str
    result: int


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


def work(channel: socket.socket, context: Context) -> None:
    """Answer jobs until the server closes the channel."""
    while (message := receive_blocking(channel)) is not None:
        job, _ = message
        allow_processor(float(job["seconds"]))
        head, body = answer(job, context)
        channel.sendall(pack(head, body))


def answer(job: Head, context: Context) -> tuple[Head, bytes]:
    """Answer one job: `{"media": …}` and the bytes, or `{"problem": …, "detail": …}`."""
    try:
        if job["kind"] == "entity":
            return _entity(job, context)
        if job["kind"] == "page":
            page = PAGES[job["page"]](_reader(context), Visit(**job["visit"]), job["given"])
            return {"media": "text/html"}, page.encode()
        return _query(job, context)
    except _TooLarge:
        most = f"{context.result / (1 << 20):g} MB"
        return _problem("result", f"the answer is larger than {most}; add LIMIT", f"结果超过 {most}；请加 LIMIT"), b""
    except MemoryError:
        return _problem("memory", "the query needs more memory than it may use", "查询所需内存超过上限"), b""
    except QueryError as error:
        return _problem("syntax", str(error), error.zh) | {"place": error.place}, b""
    except (OSError, RuntimeError, ValueError) as error:
        return _problem("failed", f"the query failed: {error}", f"查询失败：{error}"), b""


def _problem(kind: str, detail: str, zh: str) -> Head:
    return {"problem": kind, "detail": detail, "zh": zh}


def _query(job: Head, context: Context) -> tuple[Head, bytes]:
    default, named = job["default"], job["named"]
    results = run(
        context.opened.store,
        job["text"],
        prefixes=context.prefixes,
        default_graphs=[ox.NamedNode(g) for g in default] if default is not None else None,
        named_graphs=[ox.NamedNode(g) for g in named] if named is not None else None,
        merged=context.opened.merged,
        whole=context.opened.whole,
    )
    is_graph = isinstance(results, ox.QueryTriples)
    media = job["graph"] if is_graph else job["solutions"]
    if media is None:
        offered = ", ".join(GRAPHS if is_graph else SOLUTIONS)
        return _problem("unacceptable", f"this query's answer comes as {offered}", f"可用格式：{offered}"), b""
    out = _Capped(context.result)
    if isinstance(results, ox.QueryTriples):
        _write(results, out, media, context)
    else:
        results.serialize(out, format=SOLUTIONS[media])
    written = out.getvalue()
    return {"media": media}, written if media == "text/csv" else cased(written)


def _reader(context: Context) -> Reader:
    return Reader(context.opened, context.terms, context.prefixes)


def _entity(job: Head, context: Context) -> tuple[Head, bytes]:
    found = next((i for i in job["candidates"] if entity.exists(context.opened.store, i)), None)
    if found is None:
        return _problem(
            "missing", "no such page, and no such thing in this graph", "没有这个页面，图谱中也没有这个事物"
        ), b""
    media = job["media"]
    if media == "text/html":
        at = tuple(job["at"]) if job["at"] else None
        page = entity.page(_reader(context), Visit(**job["visit"]), found, at)
        return {"media": media, "iri": found}, page.encode()
    out = _Capped(context.result)
    told = entity.triples(_reader(context), found)
    if GRAPHS[media] == ox.RdfFormat.JSON_LD:
        out.write(jsonld((ox.Quad(t.subject, t.predicate, t.object) for t in told), context.prefixes))
    else:
        _write(told, out, media, context)
    return {"media": media, "iri": found}, cased(out.getvalue())


def _write(triples: Iterable[ox.Triple], out: _Capped, media: str, context: Context) -> None:
    format = GRAPHS[media]
    named = format != ox.RdfFormat.N_TRIPLES
    ox.serialize(triples, out, format=format, prefixes=dict(context.prefixes) if named else None)
