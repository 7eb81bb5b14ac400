"""Answers to requests: what a worker said, and refusals, for programs as JSON and for people as a page."""

import asyncio
import base64
import hashlib
import json
import re
from collections.abc import Awaitable, Mapping
from http import HTTPStatus
from urllib.parse import quote, unquote, urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from gongbao import iri
from gongbao.ontology import BASE
from gongbao.serve.markup import Visit, render
from gongbao.serve.pool import Answer
from gongbao.serve.protocol import Refusal, choose

VARY = "Accept, Accept-Language, Cookie"

_STATUS = {"syntax": 400, "failed": 400, "unacceptable": 406, "missing": 404, "result": 503, "memory": 503}
_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>(.*?)</script>", re.S | re.I)


def respond(request: Request, answer: Answer) -> Response:
    """Return what a worker said. Raises Refusal where it could not."""
    head = answer.head
    if "problem" in head:
        raise refusal(answer)
    media = head["media"]
    shown = f"{media}; charset=utf-8" if media.startswith("text/") else media
    return kept(request, Sending(answer, {"Vary": VARY, "Content-Type": shown, "Gongbao-View": head["view"]}))


def page(request: Request, content: str, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return a page for people."""
    own = {"Vary": VARY, "Content-Type": "text/html; charset=utf-8"}
    return kept(request, Response(content, status, own | dict(headers or {})))


def kept(request: Request, response: Response) -> Response:
    """Have the browser keep the language that the reader switched to."""
    chosen = request.query_params.get("lang")
    if chosen in LANGUAGES:
        response.set_cookie(COOKIE, chosen, max_age=31_536_000, httponly=True, samesite="lax")
    return response


def refusal(answer: Answer) -> Refusal:
    """Return the refusal for a worker's problem."""
    head = answer.head
    problem, headers = head["problem"], {"Gongbao-View": head["view"]}
    if problem in ("result", "memory"):
        headers["Gongbao-Limit"] = problem
    return Refusal(_STATUS[problem], head["detail"], head["zh"], headers=headers, place=head.get("place"))


async def refused(request: Request, error: Exception) -> Response:
    """Answer a refusal: JSON for programs, a page with a way back for people."""
    assert isinstance(error, Refusal)
    if choose(accepted(request), ("application/problem+json", "text/html")) == "text/html":
        asking = visit(request, BASE)
        detail = error.detail if asking.english else error.zh
        response = page(request, render("problem", asking, title=error.status, detail=detail), error.status)
        response.headers.update(error.headers)
        return response
    title = HTTPStatus(error.status).phrase
    told: dict[str, object] = {"title": title, "status": error.status, "detail": error.detail, "zh": error.zh}
    if error.place:
        told |= {"line": error.place[0], "column": error.place[1]}
    content = json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")
    return Response(content, error.status, {**error.headers, "Content-Type": "application/problem+json", "Vary": VARY})


async def left(request: Request, error: Exception) -> Response:
    """Answer one who went away."""
    return Response(status_code=400)  # nobody reads it


def page_policy(content: str) -> str:
    """A policy under which just the scripts of a whole page run, named by their digests."""
    digests = [base64.b64encode(hashlib.sha256(m.encode()).digest()).decode() for m in _SCRIPT.findall(content)]
    scripts = " ".join(f"'sha256-{digest}'" for digest in dict.fromkeys(digests)) or "'none'"
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


COOKIE = "gongbao-language"
LANGUAGES = {"en": "en", "zh": "zh-Hans"}


def accepted(request: Request) -> str | None:
    """Return the Accept header, None where there is none."""
    found = request.headers.getlist("accept")
    return ", ".join(found) if found else None


def only_header(request: Request, name: str) -> str | None:
    """Return a header that may stand once. Raises Refusal where it stands twice."""
    found = request.headers.getlist(name)
    if len(found) > 1:
        raise Refusal(400, "more than one header", name=name)
    return found[0] if found else None


def language(request: Request) -> str:
    """`en` or `zh-Hans`: what the reader switched to, else what the browser likes better."""
    chosen = request.query_params.get("lang") or request.cookies.get(COOKIE, "")
    if chosen in LANGUAGES:
        return LANGUAGES[chosen]
    given = request.headers.get("accept-language", "").lower()
    english, chinese = given.find("en"), given.find("zh")
    return "en" if english >= 0 and (chinese < 0 or english < chinese) else "zh-Hans"


def visit(request: Request, base: str) -> Visit:
    """Return who asks for a page, and which."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    here = "/" + quote(path_asked(request).lstrip(b"/"), safe="/%")  # one slash: two would be another site
    return Visit(language(request), here + ("?" + urlencode(kept) if kept else ""), base)


def path_asked(request: Request) -> bytes:
    """Return the path as it was asked for: %2F and %3F in the name of a thing are neither / nor ?."""
    return request.scope.get("raw_path") or request.url.path.encode()


class ClientLeft(Exception):
    """The one who asked went away."""


async def while_there(request: Request, work: Awaitable[Answer]) -> Answer:
    """Await an answer, or the going away of the one who asked, whichever comes first. Raises ClientLeft."""
    answer, left = asyncio.ensure_future(work), asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait((answer, left), return_when=asyncio.FIRST_COMPLETED)
        if answer.done():
            return answer.result()
        raise ClientLeft
    finally:
        left.cancel()
        answer.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def iris(origin: str, raw: bytes) -> list[str]:
    """Return the IRIs that a path may mean: browsers percent-encode what IRIs of the graph hold as letters."""
    path = raw.decode("ascii", "replace").partition("?")[0]
    parts = [unquote(part, errors="replace") for part in path.split("/")]
    minted = "/".join(iri.encode(part) for part in parts)
    letters = re.sub(r"(?:%[89a-fA-F][0-9a-fA-F])+", lambda m: unquote(m[0], errors="replace"), path)
    whole = re.sub("%2[Ff]", "/", letters)  # an id that stands in a template as one part, as OpenRefine's
    return list(dict.fromkeys((origin + minted, origin + letters, origin + path, origin + whole)))


_PART = 1 << 18


class Sending(Response):
    """A worker's answer as a response; its room in memory is given back when it was sent, or its reader is gone."""

    def __init__(self, answer: Answer, headers: dict[str, str]) -> None:
        super().__init__(headers={**headers, "Content-Length": str(len(answer.body))})
        self.answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the parts as fast as they are read; a reader that stalls is cut off by the connection."""
        body = memoryview(self.answer.body)
        try:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            for at in range(0, max(1, len(body)), _PART):
                more = at + _PART < len(body)
                await send({"type": "http.response.body", "body": bytes(body[at : at + _PART]), "more_body": more})
        finally:
            await self.answer.sent()
