"""What a request says: the languages and formats that it likes, the things that its path may mean."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlencode

from starlette.requests import Request

from gongbao import iri
from gongbao.serve.markup import Visit
from gongbao.serve.pool import Gone
from gongbao.serve.protocol import malformed

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
        raise malformed(f"more than one {name} header", f"重复的 {name} 头")
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
    return Visit(language(request), request.url.path + ("?" + urlencode(kept) if kept else ""), base)


def gone(request: Request) -> Gone:
    """Return what ends when the one who asked went away."""

    async def wait() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass

    return wait


def iris(origin: str, raw: bytes) -> list[str]:
    """Return the IRIs that a path may mean: browsers percent-encode what IRIs of the graph hold as letters."""
    path = raw.decode("ascii", "replace").partition("?")[0]
    parts = [unquote(part, errors="replace") for part in path.split("/")]
    minted = "/".join(iri.encode(part) for part in parts)
    letters = re.sub(r"(?:%[89a-fA-F][0-9a-fA-F])+", lambda m: unquote(m[0], errors="replace"), path)
    whole = re.sub("%2[Ff]", "/", letters)  # an id that stands in a template as one part, as OpenRefine's
    return list(dict.fromkeys((origin + minted, origin + letters, origin + path, origin + whole)))
