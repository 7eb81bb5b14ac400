"""What stands before every page: Host check, token, CORS where asked, headers of safety, access log."""

from __future__ import annotations

import base64
import binascii
import hmac
import re
import sys
import time
from collections.abc import Iterable

from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gongbao.serve.configuration import Access

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
)
_OPEN = frozenset({"/health"})
_LOOPBACK = re.compile(rb"https?://(127\.0\.0\.1|localhost|\[::1\])(:\d+)?")


class Guard:
    """The ASGI application around the server's own; `access` says who may ask."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self.app = app
        self.access = access
        self.hosts = frozenset(host.lower() for host in access.hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        exchange = _Exchange(scope, send, self.access)
        try:
            app = self._refusal(scope, exchange) or (Response(status_code=204) if exchange.preflight else self.app)
            await app(scope, receive, exchange.send)
        finally:
            if self.access.log:
                exchange.log()

    def _refusal(self, scope: Scope, exchange: _Exchange) -> Response | None:
        hosts = exchange.headers(b"host")
        if len(hosts) != 1 or _host_name(hosts[0]) not in self.hosts:
            return _refused(421, "this server does not answer for that Host; start it with --allow-host NAME")
        if exchange.preflight or self.access.token is None or scope["path"] in _OPEN:
            return None
        if any(self._knows(given) for given in exchange.headers(b"authorization")):
            return None
        refused = _refused(401, "give the token: Authorization: Bearer …, or as the password in a browser")
        refused.headers.append("WWW-Authenticate", "Bearer")
        refused.headers.append("WWW-Authenticate", 'Basic realm="gongbao", charset="UTF-8"')
        return refused

    def _knows(self, given: bytes) -> bool:
        """Say whether a header carries the token; the time taken does not tell how much of it was right."""
        kind, _, value = given.partition(b" ")
        if kind.lower() == b"basic":
            try:
                value = base64.b64decode(value, validate=True).partition(b":")[2]
            except (binascii.Error, ValueError):
                return False
        elif kind.lower() != b"bearer":
            return False
        return hmac.compare_digest(value.strip(), (self.access.token or "").encode())


class _Exchange:
    """One request and its answer: adds the headers, and remembers what the log wants to know."""

    def __init__(self, scope: Scope, send: Send, access: Access) -> None:
        self.scope = scope
        self.forward = send
        self.access = access
        self.started = time.monotonic()
        self.status = 0
        self.sent = 0
        origins = self.headers(b"origin")
        allowed = {origin.encode() for origin in access.origins}
        self.matched = scope["path"].partition("/")[2].partition("/")[0] == "reconcile"
        own = bool(origins) and self.matched and _LOOPBACK.fullmatch(origins[0])  # OpenRefine on this machine
        self.origin = origins[0] if origins and (own or origins[0] in allowed or b"*" in allowed) else None
        asks = bool(self.headers(b"access-control-request-method"))
        self.preflight = scope["method"] == "OPTIONS" and self.origin is not None and asks

    def headers(self, name: bytes) -> list[bytes]:
        return [value for key, value in self.scope["headers"] if key == name]

    async def send(self, message: Message) -> None:
        """Forward a part of the answer."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            own = [self._varied(pair) for pair in message.get("headers", ())]
            given = {name.lower() for name, _ in own}
            if any(b"frame-ancestors *" in value for _, value in own):
                given.add(b"x-frame-options")
            message = {**message, "headers": own + [pair for pair in self._added() if pair[0] not in given]}
        elif message["type"] == "http.response.body":
            self.sent += len(message.get("body", b""))
        await self.forward(message)

    def _varied(self, header: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
        """An answer's own Vary, with the origin where that decides what is answered."""
        name, value = header
        differs = name.lower() == b"vary" and (self.access.origins or self.matched) and b"origin" not in value.lower()
        return (name, value + b", Origin") if differs else header

    def _added(self) -> Iterable[tuple[bytes, bytes]]:
        yield from _ALWAYS
        yield b"content-security-policy", POLICY.encode()
        if self.access.origins or self.matched:
            yield b"vary", b"Accept, Accept-Language, Origin"
        if self.origin is None:
            yield b"cross-origin-resource-policy", b"same-origin"
            return
        anyone = "*" in self.access.origins and self.access.token is None
        yield b"access-control-allow-origin", b"*" if anyone else self.origin
        yield b"access-control-expose-headers", b"Gongbao-Limit, Gongbao-View"
        if self.preflight:
            yield b"access-control-allow-methods", b"GET, POST, OPTIONS"
            yield b"access-control-allow-headers", b"Accept, Authorization, Content-Type"
            yield b"access-control-max-age", b"600"

    def log(self) -> None:
        """Write one line: time, who, what, status, bytes, milliseconds; nothing in it can begin a line of its own."""
        client = self.scope.get("client")
        asked = self.scope.get("raw_path") or self.scope["path"].encode("utf-8", "backslashreplace")
        shown = asked[:200].decode("ascii", "backslashreplace")
        path = "".join(c if c.isprintable() and c not in '" \\' else f"\\x{ord(c):02x}" for c in shown)
        spent = 1000 * (time.monotonic() - self.started)
        stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        method = self.scope["method"][:16]
        who = client[0] if client else "-"
        sys.stderr.write(f'{stamp} {who} "{method} {path}" {self.status or "-"} {self.sent} {spent:.1f}ms\n')


def _refused(status: int, detail: str) -> Response:
    """A refusal in the same form as the rest of the server."""
    told = {"title": "refused", "status": status, "detail": detail}
    return JSONResponse(told, status, media_type="application/problem+json")


def _host_name(header: bytes) -> str:
    """The name of a Host header without its port; IPv6 addresses stand in brackets there."""
    host = header.decode("ascii", "replace").lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.rsplit(":", 1)[0] if ":" in host else host
