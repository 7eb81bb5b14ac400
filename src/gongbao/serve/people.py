"""What people see: the first page, search, lists, questions, the query page and the picture."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from gongbao.graph import prefixes
from gongbao.query import ready_made, takes_names
from gongbao.serve.configuration import Access, Limits, Source
from gongbao.serve.decider import Decider
from gongbao.serve.hints import Hints
from gongbao.serve.listing import EACH, number, things
from gongbao.serve.markup import render
from gongbao.serve.names import LONGEST, Names
from gongbao.serve.pool import Answer, Pool
from gongbao.serve.protocol import Refusal
from gongbao.serve.replies import Sending, language, page, page_policy, respond, visit, while_there
from gongbao.serve.wire import Head

MOST_FOUND = 30  # things that a search shows
_PICTURES = 8  # that are kept for who comes back


class People:
    """The pages for people, and what all pages share."""

    def __init__(self, source: Source, limits: Limits, access: Access) -> None:
        self.base, self.limits, self.terms = source.base, limits, source.terms()
        self.prefixes = prefixes(self.terms, source.base)
        self.pool = Pool(source, limits)
        self.names = Names(self.pool)
        self.decider = Decider(access.decisions, self.terms)
        self.hints = Hints(self.terms, self.prefixes)
        self.pictures: OrderedDict[tuple[str, str], Answer] = OrderedDict()
        self.drawing = asyncio.Lock()
        self.homes: dict[tuple[str, str], bytes] = {}

    def routes(self) -> list[Route]:
        """Return the routes."""
        return [
            Route("/", self.home),
            Route("/reports", self.reports),
            Route("/things/{type}", self.things),
            Route("/search", self.search),
            Route("/ask/{query}", self.ask),
            Route("/query", self.query),
            Route("/queries.json", self.queries),
            Route("/vocabulary.json", self.vocabulary),
            Route("/hints", self.hint),
            Route("/view", self.view),
        ]

    async def home(self, request: Request) -> Response:
        """The first page; who reads it is likely to search next."""
        self.names.prepare()
        key = (self.pool.view, language(request))
        if key not in self.homes:  # it counts the whole graph
            answer = await while_there(request, self.pool.ask(self._job(request, "home", {})))
            if "problem" in answer.head:
                return respond(request, answer)
            await answer.sent()
            self.homes = {k: v for k, v in self.homes.items() if k[0] == key[0]} | {key: bytes(answer.body)}
        return page(request, self.homes[key].decode(), headers={"Gongbao-View": key[0]})

    async def reports(self, request: Request) -> Response:
        """The list of reports."""
        return await self._page(request, "reports", dict(request.query_params))

    async def things(self, request: Request) -> Response:
        """The list of the things of a class."""
        spec = self.terms.classes.get(request.path_params["type"])
        if spec is None:
            raise Refusal(404, "no such type of things")
        at = number(request.query_params.get("page", ""))
        found = await self.names.of_type(spec.iri, skip=EACH * (at - 1), limit=EACH)
        return page(request, things(visit(request, self.base), spec, found.things, found.total, at))

    async def search(self, request: Request) -> Response:
        """What a search finds, in names and in texts."""
        asked = request.query_params.get("q", "").strip()[:LONGEST]
        if not asked:
            return RedirectResponse("/", 303)
        found = await self.names.find(asked, limit=MOST_FOUND)
        things = [asdict(thing) for thing in found.good]
        given = {"q": asked, "page": request.query_params.get("page", ""), "things": things, "words": found.words}
        return await self._page(request, "search", given)

    async def ask(self, request: Request) -> Response:
        """A question, and its answer."""
        ready = ready_made().get(request.path_params["query"])
        if ready is None or not ready.asks:
            raise Refusal(404, "no such question")
        given = dict(request.query_params)
        asked = {name: value for name in sorted(takes_names(ready)) if (value := given.get(name, ""))}
        near = {name: (await self.names.find(value, limit=5)).good for name, value in asked.items()}
        ends = [things[0].iri for things in near.values() if things]
        ways = await self.names.ways(*ends) if len(ends) == 2 else []
        names = [(name, thing.name) for name, things in near.items() for thing in things]
        return await self._page(request, "ask", given | {"query": ready.name, "near": names, "ways": ways})

    async def query(self, request: Request) -> Response:
        """The query page."""
        here, query = visit(request, self.base), request.query_params.get("query")
        given = {"queries": ready_made().values(), "prefixes": self.prefixes, "query": query, "first": FIRST}
        return page(request, render("query", here, title=here.word("sparql"), **given))

    async def queries(self, request: Request) -> Response:
        """The ready-made queries, for the query page."""
        english = language(request) == "en"
        found = [
            {
                "name": ready.name,
                "title": ready.title if english else ready.title_zh,
                "parameters": [{"name": p.name, "about": p.about if english else p.about_zh} for p in ready.parameters],
                "text": ready.text,
            }
            for ready in ready_made().values()
        ]
        return JSONResponse(found, headers={"Vary": "Accept-Language, Cookie"})

    async def vocabulary(self, request: Request) -> Response:
        """The terms that a query may use, for completion."""
        return JSONResponse(self.hints.vocabulary(language(request)), headers={"Vary": "Accept-Language, Cookie"})

    async def hint(self, request: Request) -> Response:
        """What a query names that the vocabulary does not have, each with close terms."""
        return JSONResponse(self.hints.unknown(request.query_params.get("query", "")))

    async def view(self, request: Request) -> Response:
        """The picture: of the whole graph, of a report, or of the reports that tell of a thing."""
        asked = {kind: iri for kind in ("report", "thing") if (iri := request.query_params.get(kind))}
        async with self.drawing:
            key = (self.pool.view, str(asked))
            if key not in self.pictures:
                self.pictures[key] = self.decider.page(await self.pool.picture(asked))
            picture = self.pictures[key]
            self.pictures.move_to_end(key)
            while len(self.pictures) > _PICTURES:
                self.pictures.popitem(last=False)
        return self._picture(request, picture)

    def _picture(self, request: Request, picture: Answer) -> Response:
        head = picture.head
        if head.get("problem") == "toolarge":
            return RedirectResponse("/reports?view=", 303)
        if "problem" in head:
            raise Refusal(404 if head["problem"] == "missing" else 503, head["detail"], head["zh"])
        if "policy" not in head:
            head["policy"] = self.decider.policy(page_policy(picture.body.decode()))
        headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": head["policy"]}
        return Sending(picture, headers | {"Gongbao-View": head["view"]})

    async def _page(self, request: Request, name: str, given: Mapping[str, Any]) -> Response:
        """Have a worker write a page."""
        return respond(request, await while_there(request, self.pool.ask(self._job(request, name, given))))

    def _job(self, request: Request, name: str, given: Mapping[str, Any]) -> Head:
        return {"kind": "page", "page": name, "visit": asdict(visit(request, self.base)), "given": given}


FIRST = "SELECT ?thing ?name WHERE {\n  ?thing a gb:Organization ; skos:prefLabel ?name .\n}\nLIMIT 50\n"
