"""Decisions of readers: taken from the page into one table, where the server was started with one.

A browser sends them only from a page of this server: the page carries a token of this run, and Origin must be the server's.
"""

import asyncio
import hmac
import secrets
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from gongbao import deciding
from gongbao.decisions.ledger import decoded, parse
from gongbao.errors import DecisionError, OutputError
from gongbao.ontology import Ontology
from gongbao.serve.pool import Answer
from gongbao.serve.protocol import Refusal

_TITLE, _NOTHING = b"<title>", b"default-src 'none';"


class Decider:
    """The table that readers add to; None where they may not."""

    def __init__(self, table: Path | None, terms: Ontology) -> None:
        self.table, self.terms = table, terms
        self.token = secrets.token_urlsafe(24)
        self.writing = asyncio.Lock()

    def page(self, picture: Answer) -> Answer:
        """Return the viewer's page so that it sends decisions here."""
        if self.table is None or "problem" in picture.head:
            return picture
        meta = f'<meta name="gongbao-decisions" content="{self.token}">'.encode()
        body = bytes(picture.body).replace(_TITLE, meta + _TITLE, 1)
        return Answer(picture.head, body.replace(_NOTHING, _NOTHING + b" connect-src 'self';", 1))

    def policy(self, policy: str) -> str:
        """Return the policy of such a page."""
        return (
            policy.replace("default-src 'none';", "default-src 'none'; connect-src 'self';") if self.table else policy
        )

    def told(self) -> Response:
        """Return the token, which a page of another site cannot read. Raises Refusal."""
        self._table()
        return JSONResponse({"token": self.token}, headers={"Cache-Control": "no-store"})

    def _table(self) -> Path:
        """Return the table. Raises Refusal."""
        if self.table is None:
            raise Refusal(403, "this server takes no decisions")
        return self.table

    async def take(self, request: Request, body: bytes) -> Response:
        """Add decisions, all of them or none. Raises Refusal."""
        table = self._table()
        given = request.headers.get("gongbao-token", "")
        own = f"{request.url.scheme}://{request.headers.get('host', '')}"
        if request.headers.get("origin") != own or not hmac.compare_digest(given.encode(), self.token.encode()):
            raise Refusal(403, "decisions are taken from a page of this server")
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "text/csv":
            raise Refusal(415, "send decisions as text/csv")
        try:
            async with self.writing:
                added = await asyncio.to_thread(_add, table, body, self.terms)
        except DecisionError as error:
            raise Refusal(400, str(error), error.zh) from error
        except OutputError as error:
            raise Refusal(503, str(error), error.zh) from error
        return JSONResponse({"added": added, "table": table.name})


def _add(table: Path, body: bytes, terms: Ontology) -> int:
    """Read what came and add it; both take their time."""
    return deciding.add(table, parse(decoded(body, "decisions"), "decisions", terms), terms)
