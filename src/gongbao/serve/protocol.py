"""SPARQL 1.1 Protocol, the query operation: from a request to one query and its dataset, or to a refusal; and content
negotiation: which of the media types on offer an Accept header likes best.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

import pyoxigraph as ox

from gongbao.messages import both
from gongbao.serve.wire import Head

SOLUTIONS: Mapping[str, ox.QueryResultsFormat] = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/xml": ox.QueryResultsFormat.XML,
    "text/xml": ox.QueryResultsFormat.XML,
}
GRAPHS: Mapping[str, ox.RdfFormat] = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/json": ox.RdfFormat.JSON_LD,
    "application/xml": ox.RdfFormat.RDF_XML,
    "text/xml": ox.RdfFormat.RDF_XML,
    "text/n3": ox.RdfFormat.TURTLE,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
}
PAGES = ("text/html", *GRAPHS)

_RANGE = re.compile(r"([\w!#$&^.+*-]+)/([\w!#$&^.+*-]+)")
_QUALITY = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")


def choose(accept: str | None, offered: Iterable[str]) -> str | None:
    """Return the offer that the header likes best, or None where it takes none of them.

    The most exact range decides an offer's quality, as RFC 9110 says; among equals the first offer wins. Without a
    header, anything is taken.
    """
    offers = list(offered)
    if accept is None or not accept.strip():
        return offers[0]
    ranges = list(_ranges(accept))
    best, quality = None, 0.0
    for offer in offers:
        value = _quality_of(offer, ranges)
        if value > quality:
            best, quality = offer, value
    return best


def _ranges(accept: str) -> Iterable[tuple[str, str, float]]:
    for part in accept.split(",")[:100]:
        words = [word.strip() for word in part.split(";")]
        match = _RANGE.fullmatch(words[0])
        if match is None:
            continue  # one range that nobody understands spoils no other
        quality = 1.0
        for word in words[1:]:
            name, _, value = word.partition("=")
            if name.strip().lower() == "q":
                quality = float(value) if _QUALITY.fullmatch(value.strip()) else 0.0
        yield match[1].lower(), match[2].lower(), quality


def _quality_of(offer: str, ranges: list[tuple[str, str, float]]) -> float:
    kind, _, subtype = offer.partition("/")
    for wanted in ((kind, subtype), (kind, "*"), ("*", "*")):
        found = [quality for a, b, quality in ranges if (a, b) == wanted]
        if found:
            return max(found)
    return 0.0


FORM, DIRECT, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
_MOST_PARAMETERS = 1000


class Refusal(Exception):
    """The request is refused: HTTP status, and words for people in English and Chinese.

    `place` is line and column of what is wrong in a query.
    """

    def __init__(
        self,
        status: int,
        message: str,
        zh: str = "",
        *,
        headers: Mapping[str, str] | None = None,
        place: Sequence[int] | None = None,
        **given: Any,
    ) -> None:
        self.status, self.headers, self.place = status, dict(headers or {}), place
        self.detail, self.zh = both(message, zh, **given)
        super().__init__(self.detail)


class LimitError(Refusal):
    """A query passed a limit: `kind` is time, memory, busy, depth or lost."""

    def __init__(self, kind: str, message: str, **given: Any) -> None:
        headers = {"Gongbao-Limit": kind} | ({"Retry-After": "2"} if kind == "busy" else {})
        super().__init__(400 if kind == "depth" else 503, message, headers=headers, **given)


Asked = tuple[str, tuple[str, ...] | None, tuple[str, ...] | None]
"""One query, and the default and named graphs of the dataset that the request names; None where it names none."""


def query_job(
    accept: str | None, text: str, default: Collection[str] | None = None, named: Collection[str] | None = None
) -> Head:
    """Return the worker's job; what is acceptable for rows and for graphs is settled here. Raises Refusal."""
    solutions, graph = choose(accept, SOLUTIONS), choose(accept, GRAPHS)
    if solutions is None and graph is None:
        raise Refusal(406, "answers come as", offered=dict.fromkeys((*SOLUTIONS, *GRAPHS)))
    dataset = {"default": default, "named": named}
    return {"kind": "query", "text": text, **dataset, "solutions": solutions, "graph": graph}


def question(method: str, url_query: bytes, content_type: str | None, body: bytes) -> Asked | None:
    """Read a request; None for a GET that asks nothing, which wants the service description. Raises Refusal."""
    in_url = _parameters(url_query)
    if method in ("GET", "HEAD"):
        if not in_url:
            return None
        return _one(in_url)
    media, charset = _media(content_type)
    if charset not in ("", "utf-8", "utf8"):
        raise Refusal(415, "queries are in UTF-8")
    if media == FORM:
        return _one(in_url + _parameters(body))
    if media == DIRECT:
        if any(name == "query" for name, _ in in_url):
            raise Refusal(400, "give the query in the body or in the URL, not in both")
        return _one([*in_url, ("query", _utf8(body))])
    if media == UPDATE:
        raise Refusal(403, "this graph is read-only")
    raise Refusal(415, "POST a query in another form", offered=f"{FORM} or {DIRECT}")


def _one(parameters: list[tuple[str, str]]) -> Asked:
    if any(name == "update" for name, _ in parameters):
        raise Refusal(403, "this graph is read-only")
    queries = [value for name, value in parameters if name == "query"]
    if len(queries) != 1:
        raise Refusal(400, "give one query not", count=len(queries))
    default = tuple(_iri(value) for name, value in parameters if name == "default-graph-uri")
    named = tuple(_iri(value) for name, value in parameters if name == "named-graph-uri")
    if "\0" in queries[0]:
        raise Refusal(400, "the query holds a NUL character")
    return (queries[0], default, named) if default or named else (queries[0], None, None)


def _iri(value: str) -> str:
    try:
        return ox.NamedNode(value).value
    except ValueError:
        raise Refusal(400, "not an absolute IRI", value=value[:100]) from None


def _parameters(encoded: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS
        )
    except UnicodeDecodeError:
        raise Refusal(400, "parameters are percent-encoded UTF-8") from None
    except ValueError:
        raise Refusal(400, "too many parameters", most=_MOST_PARAMETERS) from None


def _utf8(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise Refusal(400, "the query is not UTF-8") from None


def _media(content_type: str | None) -> tuple[str, str]:
    media, _, rest = (content_type or "").partition(";")
    charset = ""
    for part in rest.split(";"):
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip('"').lower()
    return media.strip().lower(), charset
