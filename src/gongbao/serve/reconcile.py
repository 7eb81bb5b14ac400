"""The W3C community's Reconciliation Service API 0.2, as OpenRefine uses it: a column of names matched with the graph.

`/reconcile` gives the manifest, takes batches of queries and of `extend`; `/reconcile/suggest/…` and
`/reconcile/preview` help the person who matches. Ids are IRIs without the base (`Organization/天津市公安局`).
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from gongbao.ontology import Ontology
from gongbao.search import FAR, SURE, Hit, Index, Thing
from gongbao.serve.markup import text
from gongbao.serve.protocol import malformed

Json: TypeAlias = dict[str, Any]
Ask: TypeAlias = Callable[[str], Awaitable[tuple[list[dict[str, str]], str]]]
"""Runs a query: its rows as plain text, and the view of the graph that they are of."""

MOST_QUERIES = 200
_MOST_HITS = 100

_NAMES = """SELECT ?thing ?type ?name ?mentions WHERE {
  VALUES ?type { %s }
  ?thing a ?type .
  { ?thing skos:prefLabel ?name BIND(IF(LANGMATCHES(LANG(?name), "zh-Hans"), 0, 1) AS ?rank) }
  UNION { ?thing skos:altLabel ?name BIND(2 AS ?rank) }
  OPTIONAL { SELECT ?thing (COUNT(DISTINCT ?m) AS ?mentions) WHERE { ?m gb:refersTo ?thing } GROUP BY ?thing }
} ORDER BY ?thing ?rank ?name"""
_PROPERTIES = """SELECT DISTINCT ?thing ?value ?name WHERE {
  VALUES ?thing { %s }
  ?thing <%s> ?value .
  OPTIONAL { ?value skos:prefLabel ?name . FILTER(LANGMATCHES(LANG(?name), "zh-Hans")) }
} ORDER BY ?thing ?value"""
_QUOTES = """SELECT DISTINCT ?sentence ?source WHERE {
  ?m gb:refersTo <%s> ; gb:inReport ?report ; oa:start ?start . ?report gb:source ?source ; gb:text ?text .
  BIND(SUBSTR(?text, IF(?start > 20, ?start - 19, 1), 60) AS ?sentence)
} ORDER BY ?source ?start LIMIT 3"""


@dataclass(frozen=True, slots=True)
class _Known:
    view: str
    index: Index
    things: Mapping[str, Thing]


class Reconciler:
    """Answers the requests of a reconciliation client; names are read once for each view of the graph."""

    def __init__(self, ask: Ask, terms: Ontology, base: str) -> None:
        self.ask, self.terms, self.base = ask, terms, base
        self.types = {spec.iri: spec for spec in terms.entity_classes}
        self.properties = {p.id: p for p in terms.relations} | {"code": terms.get_property("code")}
        self.known: _Known | None = None
        self.reading = asyncio.Lock()

    def manifest(self, origin: str) -> Json:
        """Return what the service is and can do; `origin` is the address by which the client reached it."""
        service = {"service_url": origin}
        return {
            "versions": ["0.2"],
            "name": "gongbao 公报",
            "identifierSpace": self.base,
            "schemaSpace": "https://w3id.org/gongbao/ontology#",
            "defaultTypes": [self._type(iri) for iri in self.types],
            "view": {"url": f"{origin}{urlsplit(self.base).path}{{{{id}}}}"},
            "preview": {"url": f"{origin}/reconcile/preview?id={{{{id}}}}", "width": 420, "height": 200},
            "suggest": {
                kind: {**service, "service_path": f"/reconcile/suggest/{kind}"}
                for kind in ("entity", "type", "property")
            },
            "extend": {
                "propose_properties": {**service, "service_path": "/reconcile/properties"},
                "property_settings": [],
            },
        }

    async def queries(self, given: str) -> Json:
        """Answer a batch of queries. Raises Refusal for what is no batch of queries."""
        asked = _object(given, "queries")
        if len(asked) > MOST_QUERIES:
            raise malformed(f"at most {MOST_QUERIES} queries at once", f"一次最多 {MOST_QUERIES} 个查询")
        known = await self._read()
        return {key: {"result": self._match(query, known)} for key, query in asked.items()}

    async def suggest(self, kind: str, prefix: str) -> Json:
        """Complete what a person types: entities by name, types and properties by label or id."""
        if kind == "entity":
            hits = (await self._read()).index.find(prefix, limit=10)
            return {"result": [self._hit(hit) for hit in hits]}
        terms = self.types.values() if kind == "type" else self.properties.values()
        wanted = prefix.lower()
        found = [t for t in terms if any(wanted in label.lower() for label in (t.id, *t.labels.values()))]
        return {"result": [{"id": term.id, "name": term.label("zh-hans")} for term in found]}

    def proposed(self, type_id: str) -> Json:
        """Propose the properties of a type, for columns to be added."""
        fit = (p for p in self.properties.values() if type_id not in self.terms.classes or self._has(type_id, p.domain))
        return {"type": type_id, "properties": [{"id": p.id, "name": p.label("zh-hans")} for p in fit]}

    async def extend(self, given: str) -> Json:
        """Return the values of properties of things, for new columns. Raises Refusal."""
        asked = _object(given, "extend")
        ids = [str(i) for i in asked.get("ids", ())]
        names = [str(p.get("id")) for p in asked.get("properties", ()) if isinstance(p, dict)]
        unknown = sorted(set(names) - set(self.properties))
        if unknown:
            offered = ", ".join(self.properties)
            raise malformed(f"no property {', '.join(unknown)}; known: {offered}", f"没有属性 {'、'.join(unknown)}")
        things = (await self._read()).things
        rows: dict[str, dict[str, list[Json]]] = {i: {name: [] for name in names} for i in ids}
        known = {self.base + i: i for i in ids if self.base + i in things}
        for name in names if known else ():
            listed = " ".join(f"<{iri}>" for iri in known)
            found, _ = await self.ask(_PROPERTIES % (listed, self.properties[name].iri))
            for row in found:
                rows[known[row["thing"]]][name].append(self._value(row))
        return {"meta": [{"id": n, "name": self.properties[n].label("zh-hans")} for n in names], "rows": rows}

    async def preview(self, id: str) -> str | None:
        """Return a small page about a thing, None where there is none."""
        thing = (await self._read()).things.get(self.base + id)
        if thing is None:
            return None
        quotes, _ = await self.ask(_QUOTES % thing.iri)
        cited = "".join(f"<li>…{text(q['sentence'])}… <small>{text(q['source'])}</small></li>" for q in quotes)
        types = "、".join(self.types[i].label("zh-hans") for i in thing.types)
        others = "、".join(map(text, thing.names[1:4]))
        return (
            f'<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>{text(thing.names[0])}</title>'
            f"<h1>{text(thing.names[0])}</h1><p>{text(types)} {others}</p><ul>{cited}</ul></html>"
        )

    # -- parts

    def _match(self, query: object, known: _Known) -> list[Json]:
        if not isinstance(query, dict) or not isinstance(query.get("query"), str):
            raise malformed('a query is an object with "query": a name', "查询须含 query：名称")
        given = query.get("type") or ()
        wanted = [given] if isinstance(given, str) else [str(t) for t in given]
        types = [self.terms.classes[t].iri for t in wanted if t in self.terms.classes]
        limit = query.get("limit")
        most = min(limit, _MOST_HITS) if isinstance(limit, int) and limit > 0 else 10
        hits = known.index.find(query["query"], limit=max(most, 2), types=types)
        sure = len(hits) == 1 or (len(hits) > 1 and hits[0].score - hits[1].score >= FAR)
        return [
            self._hit(hit) | {"score": hit.score, "match": at == 0 and sure and hit.score >= SURE}
            for at, hit in enumerate(hits[:most])
        ]

    def _hit(self, hit: Hit) -> Json:
        id = hit.thing.iri.removeprefix(self.base)
        return {"id": id, "name": hit.thing.names[0], "type": [self._type(iri) for iri in hit.thing.types]}

    def _type(self, iri: str) -> Json:
        return {"id": self.types[iri].id, "name": self.types[iri].label("zh-hans")}

    def _has(self, type_id: str, domain: Sequence[str]) -> bool:
        return self.terms.fits(type_id, domain)

    def _value(self, row: Mapping[str, str]) -> Json:
        if row["name"]:
            return {"id": row["value"].removeprefix(self.base), "name": row["name"]}
        return {"str": row["value"]}

    async def _read(self) -> _Known:
        """The names of the newest view of the graph."""
        async with self.reading:
            rows, view = await self.ask("ASK {}")
            if self.known is None or self.known.view != view:
                classes = " ".join(f"<{iri}>" for iri in self.types)
                rows, view = await self.ask(_NAMES % classes)
                things = {thing.iri: thing for thing in _things(rows)}
                index = await asyncio.to_thread(Index, things.values())
                self.known = _Known(view, index, things)
            return self.known


def _things(rows: Iterable[Mapping[str, str]]) -> Iterable[Thing]:
    types: dict[str, dict[str, None]] = {}
    names: dict[str, dict[str, None]] = {}
    mentions: dict[str, int] = {}
    for row in rows:
        iri = row["thing"]
        types.setdefault(iri, {})[row["type"]] = None
        names.setdefault(iri, {})[row["name"]] = None
        mentions[iri] = int(row["mentions"] or 0)
    return (Thing(iri, tuple(types[iri]), tuple(names[iri]), mentions[iri]) for iri in types)


def _object(given: str, what: str) -> Json:
    try:
        found = json.loads(given)
    except ValueError:
        raise malformed(f"{what} is not JSON", f"{what} 不是 JSON") from None
    if not isinstance(found, dict):
        raise malformed(f"{what} is a JSON object", f"{what} 须为 JSON 对象")
    return found
