"""What stands before every page: Host check, CORS where asked, token, headers of safety, access log."""

import base64
import binascii
import hmac
import sys
import time
from functools import partial
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gongbao.serve.configuration import Access

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-resource-policy": "same-origin",
    "content-security-policy": POLICY,
}
_OPEN = frozenset({"/health"})
_LOOPBACK = r"https?://(127\.0\.0\.1|localhost|\[::1\])(:\d+)?"  # OpenRefine on this machine


class Guard:
    """The ASGI application around the server's own; `access` says who may ask."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self.access = access
        self.hosts = frozenset(host.lower() for host in access.hosts)
        known = _Token(app, access.token) if access.token is not None else app
        shared = partial(
            CORSMiddleware,
            known,
            allow_origins=access.origins,
            allow_methods=("GET", "POST"),
            allow_headers=("Authorization",),
            expose_headers=("Gongbao-Limit", "Gongbao-View"),
        )
        self.pages: ASGIApp = shared() if access.origins else known
        self.reconciliation: ASGIApp = shared(allow_origin_regex=_LOOPBACK)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here; log it."""
        started, status, size = time.monotonic(), 0, 0

        async def answer(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                _add_headers(MutableHeaders(scope=message))
            size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app_for(scope)(scope, receive, answer)
        finally:
            if self.access.log:
                _log(scope, f"{status or '-'} {size} {1000 * (time.monotonic() - started):.1f}ms")

    def _app_for(self, scope: Scope) -> ASGIApp:
        hosts = Headers(scope=scope).getlist("host")
        if len(hosts) != 1 or _host_name(hosts[0]) not in self.hosts:
            return _refused(421, "this server does not answer for that Host; start it with --allow-host NAME")
        return self.reconciliation if scope["path"].split("/")[1:2] == ["reconcile"] else self.pages


class _Token:
    """Asks for a token, but of who asks whether the server is well."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self.app, self.token = app, token.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        given = [value for name, value in scope["headers"] if name == b"authorization"]
        if scope["path"] in _OPEN or any(map(self._knows, given)):
            await self.app(scope, receive, send)
            return
        refused = _refused(401, "give the token: Authorization: Bearer …, or as the password in a browser")
        refused.headers.append("WWW-Authenticate", "Bearer")
        refused.headers.append("WWW-Authenticate", 'Basic realm="gongbao", charset="UTF-8"')
        await refused(scope, receive, send)

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
        return hmac.compare_digest(value.strip(), self.token)


def _add_headers(headers: MutableHeaders) -> None:
    """Add what keeps a page safe, where it says nothing else itself."""
    for name, value in _ALWAYS.items():
        headers.setdefault(name, value)
    if "frame-ancestors *" in headers["content-security-policy"]:
        del headers["x-frame-options"]


def _log(scope: Scope, told: str) -> None:
    """Write one line: time, who, what, status, bytes, milliseconds; nothing in it can begin a line of its own."""
    asked = scope.get("raw_path") or scope["path"].encode("utf-8", "backslashreplace")
    shown = asked[:200].decode("ascii", "backslashreplace")
    path = "".join(c if c.isprintable() and c not in '" \\' else f"\\x{ord(c):02x}" for c in shown)
    stamp, who = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), (scope.get("client") or ["-"])[0]
    sys.stderr.write(f'{stamp} {who} "{scope["method"][:16]} {path}" {told}\n')


def _refused(status: int, detail: str) -> Response:
    """A refusal in the same form as the rest of the server."""
    told = {"title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return JSONResponse(told, status, media_type="application/problem+json")


def _host_name(header: str) -> str:
    """The name of a Host header without its port; IPv6 addresses stand in brackets there."""
    host = header.lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    name, colon, port = host.partition(":")
    return name if not colon or port.isdecimal() else ""
