"""Pages as browsers save them: HTML, also where a script holds the text as JSON, and MHTML."""

import json
import re
from contextlib import suppress
from html import unescape
from itertools import islice

from gongbao.errors import InputError
from gongbao.read import limits, web
from gongbao.read.encodings import HAN
from gongbao.read.mail import message
from gongbao.read.raw import Found, Raw
from gongbao.read.table import TEXT, key, told, within

_ASSIGNED, _ASSIGNMENTS = re.compile("[=>]\\s*[{\\[]"), 20
_KEPT = re.compile(r"""[ \n](?:data-[\w-]{1,30}|srcdoc)=(["'])([^"']{40,}+)\1""")
_LEAST = 40  # Chinese characters below which a page has no text of its own to speak of


def extract(data: bytes, name: str) -> Found:
    """Yield the one report of an HTML page. Raises UnsupportedInput beyond the limits."""
    yield _report(web.source_of(data, name), name)


def extract_archive(data: bytes, name: str) -> Found:
    """Yield the one report of a page that a browser saved as one file (.mht), with the text of a frame where it has none."""
    with message(data, name) as saved:
        parts = (part for part in saved.walk() if part.get_content_type() == "text/html")
        found = [(part.get_payload(decode=True), part.get_content_charset()) for part in parts]
    pages = [web.source_of(page, name, told) for page, told in found if isinstance(page, bytes) and page]
    if not pages:
        raise InputError("no HTML in it", name=name)
    first, *frames = (_report(page, name) for page in pages)
    shown = max(frames, key=lambda frame: len(HAN.findall(frame.text)), default=first)
    bare = shown is not first and len(HAN.findall(first.text)) < _LEAST
    yield first._replace(text=f"{first.text}\n{shown.text}") if bare else first


def _report(html: str, name: str) -> Raw:
    page = web.page_of(html, name)
    if len(HAN.findall(page.text)) >= _LEAST:
        return page
    return _scripted(html, name) or _laid_by(html, page)


def _laid_by(html: str, page: Raw) -> Raw:
    """Return a page with the text that it keeps in a field, or in what is no text, with its marks escaped, for a script to show."""
    fields = [piece.partition(">")[2].partition("</textarea")[0] for piece in html.split("<textarea")[1:]]
    fields += (kept[2] for kept in _KEPT.finditer(html) if "&lt;" in kept[2])
    longest = max(fields, key=len, default="")
    if len(HAN.findall(longest)) < _LEAST:
        return page
    with suppress(ValueError):  # a number of a character with more digits than Python reads
        inner = web.page_of(unescape(longest), page.source)
        return page._replace(text=f"{page.text}\n{inner.text}")
    return page


def _scripted(html: str, name: str) -> Raw | None:
    """Return the longest text that a script of the page holds as JSON, with what stands beside it."""
    scripts = (piece.partition("</script")[0] for piece in re.split("<script", html)[1:])
    found = [fields for script in scripts for fields in _objects(script)]
    best = max(found, key=lambda fields: max(map(len, _texts(fields))), default=None)
    return told(best, max(_texts(best), key=len), name) if best else None


def _objects(script: str) -> list[dict[str, str]]:
    """Return the objects with a text in what a script is or assigns as JSON."""
    found: list[dict[str, str]] = []
    at = 0
    if sum(map(script.count, "[{,")) <= limits.MAX_JSON_VALUES:
        for start in islice(_ASSIGNED.finditer(script), _ASSIGNMENTS):
            if start.start() >= at:
                with suppress(ValueError, RecursionError):
                    value, at = json.JSONDecoder().raw_decode(script, start.end() - 1)
                    found += within(value)
    return found


def _texts(fields: dict[str, str]) -> list[str]:
    return [value for name, value in fields.items() if key(name) in TEXT]
