"""What a worker process does: answer queries and pages from the graph, find names, or make the viewer once."""

import io
import os
import socket
import traceback
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from gongbao import stored
from gongbao.errors import GongbaoError, QueryError
from gongbao.export.jsonld import jsonld
from gongbao.graph import prefixes
from gongbao.offline import no_sockets
from gongbao.ontology import DCTERMS, RDF
from gongbao.opening import open_graph
from gongbao.serve import asking, entity, listing
from gongbao.serve.confine import allow_processor, confine
from gongbao.serve.markup import Visit
from gongbao.serve.protocol import GRAPHS, SOLUTIONS
from gongbao.serve.reader import Reader
from gongbao.serve.wire import OUT_OF_MEMORY, Head, pack, receive_blocking
from gongbao.text.harmless import guarded_table
from gongbao.text.language_tags import cased

MOST_CHARACTERS, MOST_MENTIONS = 1_500_000, 40_000
"""Text and mentions that one picture holds: each makes some 12 MB of page."""

MOST_REPORTS = 30  # reports that the picture of a thing holds: the newest
_LOOKED_AT = 20_000  # mentions that are looked at for the reports of a thing

Page = Callable[[Reader, Visit, Mapping[str, Any]], str]

PAGES: Mapping[str, Page] = {
    "ask": asking.page,
    "home": asking.home,
    "reports": listing.reports,
    "search": listing.search,
}


class Problem(GongbaoError):
    """A job has no answer: the `kind` is result, memory, syntax, failed, unacceptable, missing, toolarge."""

    def __init__(self, kind: str, message: str, **given: Any) -> None:
        super().__init__(message, **given)
        self.kind = kind


def _told(error: GongbaoError, kind: str = "failed") -> Head:
    return {"problem": error.kind if isinstance(error, Problem) else kind, "detail": str(error), "zh": error.zh}


class _Capped(io.BytesIO):
    """A file in memory that refuses to grow beyond the limit of an answer."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def write(self, data: Any, /) -> int:
        if self.tell() + len(data) > self.most:
            raise Problem("result", "the answer is larger than", size=f"{self.most / (1 << 20):g} MB")
        return super().write(data)


def work(channel: socket.socket, role: str, view: str) -> None:
    """Be a worker of a view and never return: the exit status is 0, 1 after an error of ours, 3 where memory ran out."""
    status = 1
    try:
        _work(channel, role, view)
        status = 0
    except MemoryError:
        status = OUT_OF_MEMORY
    except ConnectionError:
        status = 0  # the server is gone
    finally:
        if status == 1:
            traceback.print_exc()
        os._exit(status)  # nothing of the process that forked it may run in its copy


def _work(channel: socket.socket, role: str, view: str) -> None:
    """Open the graph, say which view it is, and do what the role asks until the server closes the channel."""
    from gongbao.serve.loaded import loaded, source

    try:
        if isinstance(loaded, GongbaoError):
            raise loaded
        state, terms, held = loaded
        opened = held or open_graph(Path(source.graph), view)
    except GongbaoError as error:
        channel.sendall(pack({"error": str(error), "zh": error.zh, "kind": type(error).__name__}))
        return
    reader = Reader(opened, terms, prefixes(terms, source.base))
    if role == "query":
        confine(source.memory, files=held is None)
    channel.sendall(pack({"view": view if opened.reader is not None else state}))
    if role == "page":
        _picture(channel, reader)
    elif role == "find":
        from gongbao.serve import finder  # numpy begins threads, which a process that forks may not have

        no_sockets()
        finder.work(channel, opened, terms)
    else:
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
    except MemoryError:
        return _told(Problem("memory", "the query needs more memory")), b""
    except QueryError as error:
        return _told(error, "syntax") | {"place": error.place}, b""
    except GongbaoError as error:
        return _told(error), b""
    except (OSError, RuntimeError, ValueError) as error:
        return _told(GongbaoError("the query failed", error=error)), b""


def _query(job: Head, reader: Reader, out: _Capped) -> tuple[Head, bytes]:
    graphs = {f"{use}_graphs": job[use] and [ox.NamedNode(g) for g in job[use]] for use in ("default", "named")}
    results = reader.opened.ask(job["text"], reader.prefixes, **graphs)
    is_graph = isinstance(results, ox.QueryTriples)
    media = job["graph"] if is_graph else job["solutions"]
    if media is None:
        raise Problem("unacceptable", "this answer comes as", offered=GRAPHS if is_graph else SOLUTIONS)
    if isinstance(results, ox.QueryTriples):
        _write(results, out, media, reader.prefixes)
    else:
        results.serialize(out, format=SOLUTIONS[media])
    written = out.getvalue()
    return {"media": media}, guarded_table(written) if media == "text/csv" else cased(written)


def _entity(job: Head, reader: Reader, out: _Capped) -> tuple[Head, bytes]:
    found = next((i for i in job["candidates"] if entity.exists(reader.store, i)), None)
    if found is None:
        raise Problem("missing", "no such page or thing")
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

    asked = receive_blocking(channel)
    try:
        body = render(chosen(reader, asked[0] if asked else {}), reader.terms).encode()
    except GongbaoError as error:
        channel.sendall(pack(_told(error)))
        return
    channel.sendall(pack({"media": "text/html"}, body))


def chosen(reader: Reader, asked: Head) -> ox.Store:
    """What the viewer is to show: the whole graph where one picture holds it, a report, or those that tell of a thing.

    Raises Problem where they are too large, or not there.
    """
    try:
        named = ox.NamedNode(asked.get("report") or asked.get("thing") or RDF)
    except ValueError:
        raise Problem("missing", "not an IRI") from None
    if not asked:
        return _whole(reader)
    reports = [named] if "report" in asked else _reports_of(reader, named)
    there = [report for report in reports if reader.value(report, "text")]
    if not there:
        raise Problem("missing", "the graph has no such report or thing")
    held = stored.whole(reader.store, there)
    if not all(map(reader.store.contains_named_graph, there)):  # a file in which all reports are one graph
        refers = ox.NamedNode(reader.terms.get_property("refersTo").iri)
        told = {quad.object for quad in held.quads_for_pattern(None, refers, None, None)}
        for node in (node for node in told if isinstance(node, ox.NamedNode)):
            held.extend(reader.store.quads_for_pattern(node, None, None, None))
    return held


def _whole(reader: Reader) -> ox.Store:
    left = MOST_CHARACTERS
    for quad in reader.quads("text"):
        left -= len(quad.object.value) if isinstance(quad.object, ox.Literal) else 0
        if left < 0:
            break
    if left < 0 or next(islice(reader.quads("refersTo"), MOST_MENTIONS, None), None) is not None:
        raise Problem("toolarge", "the graph is too large for one picture")
    return reader.store


def _reports_of(reader: Reader, thing: ox.NamedNode) -> list[ox.NamedNode]:
    """The reports that tell of a thing, the newest first."""
    mentions = {quad.subject for quad in islice(reader.quads("refersTo", thing), _LOOKED_AT)}
    found = {report for mention in mentions for report in reader.nodes(mention, "inReport")}
    named = [report for report in found if isinstance(report, ox.NamedNode)]
    return sorted(named, key=lambda r: (reader.value(r, DCTERMS + "issued"), r.value), reverse=True)[:MOST_REPORTS]
