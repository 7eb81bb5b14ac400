"""The W3C community's Reconciliation Service API 0.2, as OpenRefine uses it: a column of names matched with the graph.

`/reconcile` gives the manifest, takes batches of queries and of `extend`; `/reconcile/suggest/…` and
`/reconcile/preview` help the person who matches. Ids are IRIs without the base (`Organization/天津市公安局`).
"""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import pyoxigraph as ox

from gongbao.iri import canonical
from gongbao.ontology import Ontology
from gongbao.query import query_text
from gongbao.serve.markup import templates
from gongbao.serve.names import Names
from gongbao.serve.protocol import Refusal
from gongbao.serve.wire import Thing

Ask: TypeAlias = Callable[[str], Awaitable[list[dict[str, str]]]]  # runs a query: its rows as plain text
FRAMED = "default-src 'none'; style-src 'self'; frame-ancestors *"
"""The policy of previews: OpenRefine shows them in a frame of its own page."""

SURE = 85.0  # from this score on, and far from the next, a hit is taken for the thing asked for
FAR = 8.0
Json: TypeAlias = dict[str, Any]
MOST_QUERIES = 200
_MOST_HITS = 100
_QUERY = ("query", "type", "type_strict", "limit", "properties")

TOLD = 0.3  # how much of a score the values of properties make up where a query gives some; the name makes up the rest


class Reconciler:
    """Answers the requests of a reconciliation client."""

    def __init__(self, ask: Ask, names: Names, terms: Ontology, base: str) -> None:
        self.ask, self.names, self.terms, self.base = ask, names, terms, base
        self.types = {spec.iri: spec for spec in terms.entity_classes}
        self.properties = {p.id: p for p in terms.relations} | {"code": terms.get_property("code")}

    def manifest(self, origin: str) -> Json:
        """Return what the service is and can do; `origin` is the address by which the client reached it."""

        def part(path: str) -> Json:
            return {"service_url": origin, "service_path": f"/reconcile/{path}"}

        return {
            "versions": ["0.2"],
            "name": "gongbao 公报",
            "identifierSpace": self.base,
            "schemaSpace": "https://w3id.org/gongbao/ontology#",
            "defaultTypes": [self._type(iri) for iri in self.types],
            "view": {"url": f"{origin}{urlsplit(self.base).path}{{{{id}}}}"},
            "preview": {"url": f"{origin}/reconcile/preview?id={{{{id}}}}", "width": 420, "height": 200},
            "suggest": {kind: part(f"suggest/{kind}") for kind in ("entity", "type", "property")},
            "extend": {"propose_properties": part("properties"), "property_settings": []},
        }

    async def queries(self, given: str) -> Json:
        """Answer a batch of queries; one that is wrong has no results. Raises Refusal for what is no batch of queries."""
        asked = _object(given, "queries")
        if len(asked) > MOST_QUERIES:
            raise Refusal(400, "too many queries at once", most=MOST_QUERIES)
        return {key: await self._answer(query) for key, query in asked.items()}

    async def suggest(self, kind: str, prefix: str) -> Json:
        """Complete what a person types: entities by name, types and properties by label or id."""
        if kind == "entity":
            return {"result": [self._hit(hit) for hit in (await self.names.find(prefix)).things]}
        terms = self.types.values() if kind == "type" else self.properties.values()
        wanted = prefix.lower()
        found = [t for t in terms if any(wanted in label.lower() for label in (t.id, *t.labels.values()))]
        return {"result": [{"id": term.id, "name": term.label("zh-hans")} for term in found]}

    def proposed(self, type_id: str) -> Json:
        """Propose the properties of a type, for columns to be added."""
        fit = (
            p
            for p in self.properties.values()
            if type_id not in self.terms.classes or self.terms.fits(type_id, p.domain)
        )
        return {"type": type_id, "properties": [{"id": p.id, "name": p.label("zh-hans")} for p in fit]}

    async def extend(self, given: str) -> Json:
        """Return the values of properties of things, for new columns. Raises Refusal."""
        asked = _object(given, "extend")
        ids = [str(i) for i in _listed(asked, "ids")]
        names = [str(p.get("id")) for p in _listed(asked, "properties") if isinstance(p, dict)]
        unknown = sorted(set(names) - set(self.properties))
        if unknown:
            raise Refusal(400, "no property", unknown=unknown, offered=self.properties)
        rows: dict[str, dict[str, list[Json]]] = {i: {name: [] for name in names} for i in ids}
        there = (await self.names.get([self.base + i for i in ids])).things
        known = {thing.iri: thing.iri.removeprefix(self.base) for thing in there}
        for name in names if known else ():
            listed = " ".join(f"<{iri}>" for iri in known)
            found = await self.ask(query_text("pages/properties") % (listed, self.properties[name].iri))
            for row in found:
                rows[known[row["thing"]]][name].append(self._value(row))
        return {"meta": [{"id": n, "name": self.properties[n].label("zh-hans")} for n in names], "rows": rows}

    async def preview(self, id: str) -> str | None:
        """Return a small page about a thing, None where there is none."""
        found = (await self.names.get([self.base + id])).things
        if not found:
            return None
        (thing,) = found
        quotes = await self.ask(query_text("pages/quotes") % thing.iri)
        types = [self.types[iri].label("zh-hans") for iri in thing.types]
        return templates().get_template("preview.html").render(thing=thing, types=types, quotes=quotes)

    # -- parts

    async def _answer(self, query: object) -> Json:
        try:
            name, told = _asked(query)
        except Refusal as refused:
            return {"result": [], "error": refused.detail, "zh": refused.zh}
        assert isinstance(query, dict)
        return {"result": await self._match(query, name, told)}

    async def _match(self, query: Json, name: str, told: dict[str, list[str]]) -> list[Json]:
        given = query.get("type") or ()
        wanted = [str(t) for t in (given if isinstance(given, list | tuple) else [given])]
        types = tuple(self.terms.classes[t].iri for t in wanted if t in self.terms.classes)
        limit = query.get("limit")
        most = int(min(limit, _MOST_HITS)) if isinstance(limit, int | float) and limit >= 1 else 10
        told = {pid: values for pid, values in told.items() if pid in self.properties}
        if name:
            hits = (await self.names.find(name, limit=_MOST_HITS if told else max(most, 2), types=types)).things
        else:
            hits = await self._having(told, types)
        if told:
            hits = await self._weighed(hits, told, TOLD if name else 1.0)
        sure = len(hits) == 1 or (len(hits) > 1 and hits[0].score - hits[1].score >= FAR)
        return [
            self._hit(hit) | {"score": hit.score, "match": at == 0 and sure and hit.score >= SURE}
            for at, hit in enumerate(hits[:most])
        ]

    async def _having(self, told: Mapping[str, Sequence[str]], types: Sequence[str]) -> tuple[Thing, ...]:
        """Find the things that have values of properties, where no name is asked for."""
        found: dict[str, None] = {}
        for pid, values in told.items():
            iri = self.properties[pid].iri
            whole = ", ".join(str(ox.Literal(one)) for v in values for one in (v, self.base + v))
            names = ", ".join(str(ox.Literal(v)) for v in values)
            rows = await self.ask(query_text("pages/having") % (iri, whole, names, _MOST_HITS))
            found |= dict.fromkeys(row["thing"] for row in rows)
        things = (await self.names.get(list(found))).things
        return tuple(thing for thing in things if not types or not set(types).isdisjoint(thing.types))

    async def _weighed(
        self, hits: Sequence[Thing], told: Mapping[str, Sequence[str]], weight: float
    ) -> tuple[Thing, ...]:
        """Order hits by name and by how many of the values that were told of each are in the graph."""
        listed = " ".join(f"<{hit.iri}>" for hit in hits)
        met = dict.fromkeys((hit.iri for hit in hits), 0.0)
        for pid, values in told.items() if hits else ():
            rows = await self.ask(query_text("pages/properties") % (listed, self.properties[pid].iri))
            there: dict[str, set[str]] = {iri: set() for iri in met}
            for row in rows:
                there[row["thing"]] |= {canonical(row["name"]), canonical(row["value"].removeprefix(self.base))}
            wanted = set(map(canonical, values))
            for iri, known in there.items():
                met[iri] += 100 * len(wanted & known) / len(wanted) / len(told)
        scores = {hit.iri: round((1 - weight) * hit.score + weight * met[hit.iri], 1) for hit in hits}
        ordered = sorted(hits, key=lambda hit: (-scores[hit.iri], -hit.mentions, hit.iri))
        return tuple(replace(hit, score=scores[hit.iri]) for hit in ordered)

    def _hit(self, thing: Thing) -> Json:
        id = thing.iri.removeprefix(self.base)
        told = {"description": thing.scope} if thing.scope else {}
        return {"id": id, "name": thing.name, "type": [self._type(iri) for iri in thing.types]} | told

    def _type(self, iri: str) -> Json:
        return {"id": self.types[iri].id, "name": self.types[iri].label("zh-hans")}

    def _value(self, row: Mapping[str, str]) -> Json:
        if row["name"]:
            return {"id": row["value"].removeprefix(self.base), "name": row["name"]}
        return {"str": row["value"]}


def _asked(query: object) -> tuple[str, dict[str, list[str]]]:
    """Read the name of a query, and the values by property that it gives beside or instead. Raises Refusal."""
    given = query if isinstance(query, dict) else {}
    name, properties = given.get("query", ""), given.get("properties", [])
    told: dict[str, list[str]] = {}
    for one in properties if isinstance(properties, list) else ():
        if isinstance(one, dict) and isinstance(one.get("pid"), str) and "v" in one:
            values = one["v"] if isinstance(one["v"], list) else [one["v"]]
            told.setdefault(one["pid"], []).extend(str(v.get("id") if isinstance(v, dict) else v) for v in values)
    told = {pid: values for pid, values in told.items() if values}
    if unknown := sorted(set(given) - set(_QUERY)):
        raise Refusal(400, "a query has no such fields", known=_QUERY, unknown=unknown)
    if not isinstance(name, str) or not (name or told):
        raise Refusal(400, "a query is an object with a name or properties")
    return name, told


def _listed(asked: Json, name: str) -> list[Any]:
    found = asked.get(name, [])
    if not isinstance(found, list):
        raise Refusal(400, "is a list", name=name)
    return found


def _object(given: str, what: str) -> Json:
    try:
        found = json.loads(given)  # halves of characters can be written in JSON, but not sent
        found = json.loads(json.dumps(found, ensure_ascii=False).encode("utf-8", "replace"))
    except (ValueError, RecursionError):
        raise Refusal(400, "is not JSON", what=what) from None
    if not isinstance(found, dict):
        raise Refusal(400, "is a JSON object", what=what)
    return found
