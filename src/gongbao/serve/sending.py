"""An answer on its way to a client: in parts, so that the web server holds it once, and for as long as it is read."""

from __future__ import annotations

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from gongbao.serve.pool import Answer

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
