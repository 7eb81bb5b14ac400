"""The server's pages and the endpoint: read the request, ask a worker, answer; what the endpoint is, in RDF."""

import asyncio
import json
import re
from collections.abc import Collection
from dataclasses import asdict
from urllib.parse import parse_qs

import pyoxigraph as ox
from starlette.applications import Starlette
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from gongbao import __version__, ontology
from gongbao.packaged import packaged
from gongbao.query import query_text
from gongbao.serve import replies
from gongbao.serve.configuration import Access, Limits, Source
from gongbao.serve.guard import Guard
from gongbao.serve.markup import origin_of, templates
from gongbao.serve.people import People
from gongbao.serve.pool import Pool
from gongbao.serve.protocol import GRAPHS, PAGES, Refusal, choose, query_job, question
from gongbao.serve.reconcile import FRAMED, Reconciler
from gongbao.serve.wire import Head

_FORMATS = {"turtle": "text/turtle", "jsonld": "application/ld+json", "ntriples": "application/n-triples"}
_ANSWERS = {
    **{"csv": "text/csv", "tsv": "text/tab-separated-values", "json": "application/json", "xml": "application/xml"},
    **_FORMATS,
    **{"rdf": "application/rdf+xml", "n3": "text/n3"},
}
_ONTOLOGY = {
    **{"text/html": "html", "text/turtle": "turtle", "application/rdf+xml": "rdfxml"},
    "application/ld+json": "jsonld",
}
_STATIC = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}
_BODY_SECONDS = 10.0


def create(source: Source, limits: Limits, access: Access) -> tuple[ASGIApp, Pool]:
    """Return the application, and its pool of workers, which is to be started before it and closed after it."""
    site = _Site(source, limits, access)
    routes = [
        *site.routes(),
        Route("/sparql", site.sparql, methods=["GET", "POST"]),
        Route("/sparql/", site.sparql, methods=["GET", "POST"]),
        Route("/decisions", site.decide, methods=["GET", "POST"]),
        Route("/reconcile", site.reconcile, methods=["GET", "POST"]),
        Route("/reconcile/suggest/{kind}", site.suggest),
        Route("/reconcile/properties", site.properties),
        Route("/reconcile/preview", site.preview),
        Route("/.well-known/void", site.void),
        Route("/ontology", site.ontology),
        Route("/health", site.health),
        Route("/static/{name}", site.static),
        Route("/{path:path}", site.thing),
    ]
    handlers = {Refusal: replies.refused, replies.ClientLeft: replies.left, ClientDisconnect: replies.left}
    app = Starlette(routes=routes, exception_handlers=handlers)
    app.router.redirect_slashes = False
    return Guard(GZipMiddleware(app, minimum_size=1024, compresslevel=5), access), site.pool


class _Site(People):
    """All pages: those for people, and those for programs."""

    def __init__(self, source: Source, limits: Limits, access: Access) -> None:
        super().__init__(source, limits, access)
        self.origin = origin_of(source.base)
        self.reconciler = Reconciler(self._rows, self.names, self.terms, source.base)

    async def sparql(self, request: Request) -> Response:
        asked = question(
            request.method,
            request.url.query.encode(),
            replies.only_header(request, "content-type"),
            await self._body(request),
        )
        accept = _chosen(request)
        if asked is None:
            return self._describe(request, accept)
        return replies.respond(request, await replies.while_there(request, self.pool.ask(query_job(accept, *asked))))

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
            raise Refusal(408, "the body did not arrive in time") from None
        return bytes(parts)

    def _too_large(self) -> Refusal:
        return Refusal(413, "the query is too long", most=f"{self.limits.query >> 10} kB")

    def _describe(self, request: Request, accept: str | None) -> Response:
        media = _best(accept, ("text/turtle", "text/html", *GRAPHS), "the description")
        if media == "text/html":
            return RedirectResponse("/query", 303)
        told = described("service", str(request.url.replace(query=None, fragment=None)), media)
        return Response(told, media_type=media, headers={"Vary": "Accept"})

    async def _rows(self, query: str) -> list[dict[str, str]]:
        """Ask one's own endpoint: rows of plain text."""
        answer = await self.pool.ask(query_job("application/sparql-results+json", query))
        try:
            if "problem" in answer.head:
                raise replies.refusal(answer)
            found = json.loads(bytes(answer.body))
        finally:
            await answer.sent()
        names = found["head"].get("vars", ())
        bound = found.get("results", {}).get("bindings", ())
        return [{n: row[n]["value"] if n in row else "" for n in names} for row in bound]

    async def decide(self, request: Request) -> Response:
        """What a reader decided on a page; or, for a page of this server, the token with which it may send that."""
        if request.method != "POST":
            return self.decider.told()
        return await self.decider.take(request, await self._body(request))

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
            raise Refusal(404, "suggest entity type or property")
        return JSONResponse(await self.reconciler.suggest(kind, request.query_params.get("prefix", "")))

    async def properties(self, request: Request) -> Response:
        return JSONResponse(self.reconciler.proposed(request.query_params.get("type", "")))

    async def preview(self, request: Request) -> Response:
        page = await self.reconciler.preview(request.query_params.get("id", ""))
        if page is None:
            raise Refusal(404, "no such entity in this graph")
        return Response(page, media_type="text/html", headers={"Content-Security-Policy": FRAMED})

    async def void(self, request: Request) -> Response:
        """What the data set is: its size, its endpoint, its reports; as VoID asks for."""
        media = _best(replies.accepted(request), GRAPHS, "the description")
        try:
            (counts,) = await self._rows(query_text("pages/size"))
        except Refusal:  # too much to be counted in the time of a query
            counts = {}
        origin = f"{request.url.scheme}://{request.url.netloc}"
        things = {t.iri: (await self.names.of_type(t.iri, skip=0, limit=0)).total for t in self.terms.entity_classes}
        concept = self.terms.get_class(self.terms.role("concept")).iri  # whose members have a name, and no page
        things[concept] = int((await self._rows(query_text("pages/members") % concept))[0]["members"])
        counts |= {"entities": str(sum(things.values()))}
        content = described("dataset", origin, media, space=ox.Literal(self.base), counts=counts, classes=things)
        return Response(content, headers={"Content-Type": media, "Vary": "Accept"})

    async def health(self, request: Request) -> Response:
        healthy = self.pool.healthy
        told = {"status": "ok" if healthy else "loading", "version": __version__, "view": self.pool.view}
        return JSONResponse(told, 200 if healthy else 503, headers={"Cache-Control": "no-store"})

    async def static(self, request: Request) -> Response:
        name = request.path_params["name"]
        file = packaged("gongbao.serve", "static", name)
        if name == "types.css":  # the classes' colours, which the ontology says
            colours = (f".t-{spec.id} {{ --c: {spec.color}; }}\n" for spec in self.terms.classes.values())
            content = "".join(colours).encode()
        elif re.fullmatch(r"[a-z]+\.(css|js)", name) and file.is_file():
            content = file.read_bytes()
        else:
            raise Refusal(404, "no such file here")
        headers = {"Content-Type": _STATIC[name.rpartition(".")[2]], "Cache-Control": "max-age=3600"}
        return Response(content, headers=headers)

    async def ontology(self, request: Request) -> Response:
        """The ontology as a page, Turtle or RDF/XML, as is asked."""
        from gongbao.export.ontology_page import render_reference
        from gongbao.export.vocabulary import FORMATS

        wanted = request.query_params.get("format", "")
        media = _best(_FORMATS.get(wanted, wanted) if wanted else replies.accepted(request), _ONTOLOGY, "the ontology")
        headers = {"Content-Type": f"{media}; charset=utf-8", "Vary": "Accept"}
        if media == "text/html":
            page = render_reference(self.terms, served=True)
            return Response(page, headers=headers | {"Content-Security-Policy": replies.page_policy(page)})
        return Response(FORMATS[_ONTOLOGY[media]](self.terms), headers=headers)

    async def thing(self, request: Request) -> Response:
        """A thing of the graph at its IRI's path: a page for people, data for programs."""
        raw = replies.path_asked(request)
        wanted = parse_qs(request.url.query).get("format", [""])[0]
        if wanted and wanted not in _FORMATS:
            raise Refusal(400, "format is one of", formats=_FORMATS)
        media = _FORMATS[wanted] if wanted else _best(replies.accepted(request), PAGES, "this page")
        if self.origin + raw.decode("ascii", "replace") in (ontology.GB.rstrip("#"), *self.terms.imports):
            return await self.ontology(request)
        lit = re.fullmatch(r"(\d{1,9})-(\d{1,9})", request.query_params.get("at", ""))
        job: Head = {"kind": "entity", "candidates": replies.iris(self.origin, raw), "media": media}
        job["at"] = lit and [int(lit[1]), int(lit[2])]
        job["visit"] = asdict(replies.visit(request, self.base)) | {"decides": self.decider.table is not None}
        return replies.respond(request, await replies.while_there(request, self.pool.ask(job)))


def _best(accept: str | None, offered: Collection[str], what: str) -> str:
    """The media type on offer that an Accept header likes best. Raises Refusal."""
    media = choose(accept, offered)
    if media is None:
        raise Refusal(406, "it comes as", what=what, offered=offered)
    return media


def _chosen(request: Request) -> str | None:
    """What the query's `format` asks for, for clients that cannot set a header, else the Accept header.

    Some clients say it twice, by a name of their own and by media type: the first that is known counts.
    """
    given = [value for name, value in request.query_params.multi_items() if name in ("format", "output")]
    known = (value if "/" in value else _ANSWERS.get(value) for value in given)
    chosen = next(filter(None, known), None)
    if given and chosen is None:
        raise Refusal(400, "format is one of", formats=_ANSWERS)
    return chosen or replies.accepted(request)


def described(template: str, base: str, media: str, **given: object) -> bytes:
    """Return a description of the server, which a template says in Turtle, in one of the RDF formats."""
    parsed = ox.parse(
        templates().get_template(f"{template}.ttl").render(given), format=ox.RdfFormat.TURTLE, base_iri=base
    )
    triples = [quad.triple for quad in parsed]
    return ox.serialize(triples, format=GRAPHS[media], prefixes=parsed.prefixes) or b""
