"""The server's pages and the endpoint: read the request, ask a worker, answer."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import re
from importlib import resources
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from gongbao import __version__, iri, ontology
from gongbao.graph import prefixes
from gongbao.query import ready_made
from gongbao.serve.accept import GRAPHS, PAGES, choose
from gongbao.serve.configuration import Access, Limits, Source
from gongbao.serve.control import LimitError
from gongbao.serve.describe import VOID_COUNTS, description, void
from gongbao.serve.guard import Guard
from gongbao.serve.home import home
from gongbao.serve.names import Names
from gongbao.serve.pool import Answer, ClientLeft, Gone, Pool
from gongbao.serve.protocol import Question, Refusal, malformed, question
from gongbao.serve.reconcile import Reconciler
from gongbao.serve.sending import Sending

_STATUS = {"syntax": 400, "failed": 400, "unacceptable": 406, "missing": 404, "result": 503, "memory": 503}
_LIMIT_STATUS = {"time": 503, "memory": 503, "busy": 503, "lost": 503, "depth": 400}
_FORMATS = {"turtle": "text/turtle", "jsonld": "application/ld+json", "ntriples": "application/n-triples"}
_ANSWERS = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "json": "application/json",
    "xml": "application/xml",
    **_FORMATS,
}
_STATIC = {"style.css": "text/css; charset=utf-8", "query.js": "text/javascript; charset=utf-8"}
_BODY_SECONDS = 10.0
_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>(.*?)</script>", re.S | re.I)


def create(source: Source, limits: Limits, access: Access) -> tuple[ASGIApp, Pool]:
    """Return the application, and its pool of workers, which is to be started before it and closed after it."""
    site = _Site(source, limits)
    routes = [
        Route("/", site.home),
        Route("/sparql", site.sparql, methods=["GET", "POST"]),
        Route("/sparql/", site.sparql, methods=["GET", "POST"]),
        Route("/queries.json", site.queries),
        Route("/reconcile", site.reconcile, methods=["GET", "POST"]),
        Route("/reconcile/suggest/{kind}", site.suggest),
        Route("/reconcile/properties", site.properties),
        Route("/reconcile/preview", site.preview),
        Route("/.well-known/void", site.void),
        Route("/view", site.view),
        Route("/health", site.health),
        Route("/static/{name}", site.static),
        Route("/{path:path}", site.thing),
    ]
    handlers = {Refusal: _refused, LimitError: _limited, ClientLeft: _left, ClientDisconnect: _left}
    app = Starlette(routes=routes, exception_handlers=handlers)
    app.router.redirect_slashes = False
    return Guard(app, access), site.pool


class _Site:
    """The pages, and what they share."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self.pool = Pool(source, limits)
        self.limits = limits
        self.source = source
        parts = urlsplit(source.base)
        self.origin = f"{parts.scheme}://{parts.netloc}"
        terms = ontology.load(tuple(Path(path) for path in source.ontologies))
        self.terms = terms
        self.prefixes = prefixes(terms, source.base)
        self.names = Names(self.pool)
        self.reconciler = Reconciler(self._rows, self.names, terms, source.base)
        self.viewer: Answer | None = None
        self.viewing = asyncio.Lock()

    async def sparql(self, request: Request) -> Response:
        asked = question(
            request.method, request.url.query.encode(), _one_header(request, "content-type"), await self._body(request)
        )
        accept = _chosen(request)
        if asked is None:
            return self._describe(request, accept)
        return _respond(await self.pool.ask(asked.job(accept), _gone(request)))

    async def _body(self, request: Request) -> bytes:
        """The body, if it comes in time and is no larger than a query may be."""
        parts = bytearray()
        if int(request.headers.get("content-length", 0)) > self.limits.query:  # which h11 has checked to be a number
            raise self._too_large()
        try:
            async with asyncio.timeout(_BODY_SECONDS):
                async for part in request.stream():
                    parts += part
                    if len(parts) > self.limits.query:
                        raise self._too_large()
        except TimeoutError:
            raise Refusal(408, "too slow", "the request's body did not arrive in time", "请求正文超时") from None
        return bytes(parts)

    def _too_large(self) -> Refusal:
        most = f"{self.limits.query >> 10} kB"
        return Refusal(413, "too large", f"a query has at most {most}", f"查询最多 {most}")

    def _describe(self, request: Request, accept: str | None) -> Response:
        media = choose(accept, ("text/turtle", "text/html", *GRAPHS))
        if media is None:
            raise Refusal(406, "not acceptable", f"the description comes as {', '.join(GRAPHS)}", "没有可接受的格式")
        if media == "text/html":
            return RedirectResponse("/", 303)
        endpoint = str(request.url.replace(query=None, fragment=None))
        return Response(description(endpoint, media), media_type=media, headers={"Vary": "Accept"})

    async def _rows(self, query: str) -> tuple[list[dict[str, str]], str]:
        """Ask one's own endpoint: rows of plain text, and the view that they are of."""
        answer = await self.pool.ask(Question(query, None, None).job("application/sparql-results+json"))
        try:
            if "problem" in answer.head:
                raise _refusal(answer)
            found = json.loads(bytes(answer.body))
        finally:
            await answer.sent()
        names = found["head"].get("vars", ())
        bound = found.get("results", {}).get("bindings", ())
        return [{n: row[n]["value"] if n in row else "" for n in names} for row in bound], answer.head["view"]

    async def reconcile(self, request: Request) -> Response:
        """The reconciliation service: its manifest, a batch of queries, or columns to be added."""
        given = parse_qs((await self._body(request) or request.url.query.encode()).decode("utf-8", "replace"))
        if "queries" in given:
            return JSONResponse(await self.reconciler.queries(given["queries"][0]))
        if "extend" in given:
            return JSONResponse(await self.reconciler.extend(given["extend"][0]))
        return JSONResponse(self.reconciler.manifest(f"{request.url.scheme}://{request.url.netloc}"))

    async def suggest(self, request: Request) -> Response:
        kind = request.path_params["kind"]
        if kind not in ("entity", "type", "property"):
            raise Refusal(404, "not found", "suggest entity, type or property", "可补全 entity、type、property")
        return JSONResponse(await self.reconciler.suggest(kind, request.query_params.get("prefix", "")))

    async def properties(self, request: Request) -> Response:
        return JSONResponse(self.reconciler.proposed(request.query_params.get("type", "")))

    async def preview(self, request: Request) -> Response:
        page = await self.reconciler.preview(request.query_params.get("id", ""))
        if page is None:
            raise Refusal(404, "not found", "no such entity in this graph", "图谱中没有这个事物")
        return Response(page, media_type="text/html")

    async def void(self, request: Request) -> Response:
        """What the data set is: its size, its endpoint, its reports; as VoID asks for."""
        media = choose(_accept(request), GRAPHS)
        if media is None:
            raise Refusal(406, "not acceptable", f"the description comes as {', '.join(GRAPHS)}", "没有可接受的格式")
        (counts,), _ = await self._rows(VOID_COUNTS)
        origin = f"{request.url.scheme}://{request.url.netloc}"
        content = void(origin, self.source.base, {name: int(value) for name, value in counts.items()}, media)
        return Response(content, headers={"Content-Type": media, "Vary": "Accept"})

    async def home(self, request: Request) -> Response:
        return Response(home(_language(request), self.origin, self.prefixes), media_type="text/html")

    async def queries(self, request: Request) -> Response:
        found = [
            {
                "name": ready.name,
                "title": ready.title if _language(request) == "en" else ready.title_zh,
                "parameters": [{"name": p.name, "about": p.about} for p in ready.parameters],
                "text": ready.text,
            }
            for ready in ready_made().values()
        ]
        return JSONResponse(found, headers={"Vary": "Accept-Language"})

    async def view(self, request: Request) -> Response:
        async with self.viewing:  # made once for each view of the graph
            if self.viewer is None or self.viewer.head["view"] != self.pool.view:
                answer = await self.pool.page()
                if "problem" in answer.head:
                    raise Refusal(503, "no viewer", answer.head["detail"], answer.head["zh"])
                answer.head["policy"] = _viewer_policy(answer.body.decode())
                self.viewer = answer
            viewer = self.viewer
        return Sending(
            viewer,
            {
                "Content-Type": "text/html; charset=utf-8",
                "Content-Security-Policy": viewer.head["policy"],
                "Gongbao-View": viewer.head["view"],
            },
        )

    async def health(self, request: Request) -> Response:
        healthy = self.pool.healthy
        told = {"status": "ok" if healthy else "loading", "version": __version__, "view": self.pool.view}
        return JSONResponse(told, 200 if healthy else 503, headers={"Cache-Control": "no-store"})

    async def static(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in _STATIC:
            raise Refusal(404, "not found", "no such file", "没有这个文件")
        content = resources.files("gongbao.serve").joinpath("static", name).read_bytes()
        return Response(content, headers={"Content-Type": _STATIC[name], "Cache-Control": "max-age=3600"})

    def _ontology(self, wanted: str, accept: str | None) -> Response:
        """The ontology as a page, Turtle or RDF/XML, as is asked."""
        from gongbao.export.vocabulary import FORMATS

        offered = {"text/turtle": "turtle", "text/html": "html", "application/rdf+xml": "rdfxml"}
        media = _FORMATS[wanted] if wanted else choose(accept, offered)
        if media not in offered:
            raise Refusal(406, "not acceptable", f"the ontology comes as {', '.join(offered)}", "没有可接受的格式")
        headers = {"Content-Type": f"{media}; charset=utf-8", "Vary": "Accept"}
        return Response(FORMATS[offered[media]](self.terms), headers=headers)

    async def thing(self, request: Request) -> Response:
        """A thing of the graph at its IRI's path: a page for people, data for programs."""
        raw: bytes = request.scope.get("raw_path") or request.url.path.encode()
        wanted = parse_qs(request.url.query).get("format", [""])[0]
        if wanted and wanted not in _FORMATS:
            raise malformed(f"format is one of {', '.join(_FORMATS)}", f"可用格式：{'、'.join(_FORMATS)}")
        media = _FORMATS[wanted] if wanted else choose(_accept(request), PAGES)
        if media is None:
            raise Refusal(406, "not acceptable", f"this page comes as {', '.join(PAGES)}", "没有可接受的格式")
        if self.origin + raw.decode("ascii", "replace") == ontology.GB.rstrip("#"):
            return self._ontology(wanted, _accept(request))
        candidates = _iris(self.origin, raw)
        job = {"kind": "entity", "candidates": candidates, "media": media, "language": _language(request)}
        return _respond(await self.pool.ask(job, _gone(request)))


def _refusal(answer: Answer) -> Refusal:
    head = answer.head
    refusal = Refusal(_STATUS[head["problem"]], head["problem"], head["detail"], head["zh"])
    refusal.place = head.get("place")
    refusal.headers["Gongbao-View"] = head["view"]
    if head["problem"] in ("result", "memory"):
        refusal.headers["Gongbao-Limit"] = head["problem"]
    return refusal


def _respond(answer: Answer) -> Response:
    head = answer.head
    if "problem" in head:
        raise _refusal(answer)
    media = head["media"]
    shown = f"{media}; charset=utf-8" if media.startswith("text/") else media
    return Sending(answer, {"Vary": "Accept, Accept-Language", "Content-Type": shown, "Gongbao-View": head["view"]})


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    told: dict[str, object] = {"title": error.title, "status": error.status, "detail": error.detail, "zh": error.zh}
    if error.place:
        told |= {"line": error.place[0], "column": error.place[1]}
    content = json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")
    return Response(content, error.status, {**error.headers, "Content-Type": "application/problem+json"})


async def _limited(request: Request, error: Exception) -> Response:
    assert isinstance(error, LimitError)
    headers = {"Gongbao-Limit": error.kind} | ({"Retry-After": "2"} if error.kind == "busy" else {})
    refusal = Refusal(_LIMIT_STATUS[error.kind], f"limit: {error.kind}", error.detail, error.zh, headers)
    return await _refused(request, refusal)


async def _left(request: Request, error: Exception) -> Response:
    return Response(status_code=400)  # nobody reads it


def _gone(request: Request) -> Gone:
    async def wait() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass

    return wait


def _one_header(request: Request, name: str) -> str | None:
    found = request.headers.getlist(name)
    if len(found) > 1:
        raise malformed(f"more than one {name} header", f"重复的 {name} 头")
    return found[0] if found else None


def _chosen(request: Request) -> str | None:
    """What the query's `format` asks for, for clients that cannot set a header, else the Accept header."""
    wanted = request.query_params.get("format") or request.query_params.get("output")
    if wanted is None:
        return _accept(request)
    if wanted not in _ANSWERS:
        raise malformed(f"format is one of {', '.join(_ANSWERS)}", f"可用格式：{'、'.join(_ANSWERS)}")
    return _ANSWERS[wanted]


def _accept(request: Request) -> str | None:
    found = request.headers.getlist("accept")
    return ", ".join(found) if found else None


def _language(request: Request) -> str:
    """`en` where the reader's browser likes English better than Chinese."""
    given = request.headers.get("accept-language", "").lower()
    english, chinese = given.find("en"), given.find("zh")
    return "en" if english >= 0 and (chinese < 0 or english < chinese) else "zh-Hans"


def _iris(origin: str, raw: bytes) -> list[str]:
    """The IRIs that a request's path may mean: browsers percent-encode what IRIs of the graph hold as letters."""
    path = raw.decode("ascii", "replace").partition("?")[0]
    parts = [unquote(part, errors="replace") for part in path.split("/")]
    minted = "/".join(iri.encode(part) for part in parts)
    letters = re.sub(r"(?:%[89a-fA-F][0-9a-fA-F])+", lambda m: unquote(m[0], errors="replace"), path)
    return list(dict.fromkeys((origin + minted, origin + letters, origin + path)))


def _viewer_policy(page: str) -> str:
    """A policy under which just the scripts of the viewer's page run, named by their digests."""
    digests = [base64.b64encode(hashlib.sha256(m.encode()).digest()).decode() for m in _SCRIPT.findall(page)]
    scripts = " ".join(f"'sha256-{digest}'" for digest in dict.fromkeys(digests)) or "'none'"
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
