"""Explain an entity of a graph: every name it bears, by which rule, and the sentence where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from gongbao.errors import QueryError
from gongbao.iri import canonical
from gongbao.query import run, table
from gongbao.text.script import to_traditional

_FIND = """
SELECT DISTINCT ?thing ?name WHERE {
  ?thing skos:prefLabel ?name . FILTER(LANGMATCHES(LANG(?name), "zh-Hans"))
  ?thing skos:prefLabel|skos:altLabel ?any .
  FILTER EXISTS { ?mention gb:refersTo ?thing }
  %s
} ORDER BY ?thing LIMIT 20
"""

_MENTIONS = """
SELECT ?surface ?rule ?target ?by ?score ?start ?source ?context WHERE {
  ?m gb:refersTo %s ; oa:exact ?surface ; oa:start ?start ; gb:foundBy ?by ; gb:score ?score ; gb:inReport ?r .
  ?r gb:source ?source ; gb:text ?text .
  OPTIONAL { ?m gb:linkRule ?rule } OPTIONAL { ?m gb:linkTarget ?other } BIND(COALESCE(?other, ?surface) AS ?target)
  BIND(SUBSTR(?text, IF(?start > 12, ?start - 11, 1), 40) AS ?context)
} ORDER BY ?source ?start
"""


_OPEN = """
SELECT DISTINCT ?surface ?thing ?name WHERE {
  { ?m gb:refersTo %(node)s ; gb:mayReferTo ?thing } UNION { ?m gb:mayReferTo %(node)s ; gb:refersTo ?thing }
  ?m oa:exact ?surface . ?thing skos:prefLabel ?name . FILTER(LANG(?name) = "zh-hans")
} ORDER BY ?surface ?thing
"""


@dataclass(frozen=True, slots=True)
class Named:
    """One mention of the entity: the words, the rule that tied them to it and to which name, and where they stand."""

    surface: str
    rule: str
    target: str
    by: str
    score: str
    start: str
    source: str
    context: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """An entity, its canonical name, its mentions in the order of the reports, and the joins that are left open.

    An open join is a surface, and the IRI and name of the other thing that it may be.
    """

    iri: str
    name: str
    mentions: tuple[Named, ...]
    open: tuple[tuple[str, str, str], ...] = ()


def explain(store: ox.Store, entity: str, prefixes: Mapping[str, str]) -> Explanation:
    """Explain the entity with this IRI or any of its names. Raises QueryError where none or several bear the name."""
    found = _find(store, entity, prefixes)
    if not found:
        raise QueryError(
            f"no entity named {entity!r} in the graph; try a part of the name with: gongbao query GRAPH neighbours -p name=…",
            f"图谱中没有名为 {entity!r} 的事物；可用名称的一部分来找：gongbao query 图谱 neighbours -p name=…",
        )
    if len(found) > 1:
        listed = ", ".join(iri for iri, _ in found)
        raise QueryError(
            f"{len(found)} entities are called {entity!r}; give one IRI: {listed}",
            f"有多个同名事物，请给出 IRI：{listed}",
        )
    iri, name = found[0]
    mentions = table(run(store, _MENTIONS % ox.NamedNode(iri), prefixes=prefixes)).rows
    unsure = table(run(store, _OPEN % {"node": ox.NamedNode(iri)}, prefixes=prefixes)).rows
    left = tuple((surface, thing, other) for surface, thing, other in unsure)
    return Explanation(iri, name, tuple(Named(*cells) for cells in mentions), left)


def _find(store: ox.Store, entity: str, prefixes: Mapping[str, str]) -> list[tuple[str, str]]:
    if "://" in entity:
        condition = f"FILTER(STR(?thing) = {ox.Literal(entity)})"
    else:
        wanted = ", ".join(
            str(ox.Literal(name))
            for name in dict.fromkeys((entity, canonical(entity), to_traditional(canonical(entity))))
        )
        condition = f"FILTER(STR(?any) IN ({wanted}))"
    return [(thing, name) for thing, name in table(run(store, _FIND % condition, prefixes=prefixes)).rows]
