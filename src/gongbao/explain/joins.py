"""Explain an entity of a graph: every name it bears, by which rule, and the sentence where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from gongbao.errors import QueryError
from gongbao.iri import canonical
from gongbao.query import query_text, run, table
from gongbao.text.script import to_traditional


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
        raise QueryError("no such entity in the graph", entity=entity)
    if len(found) > 1:
        raise QueryError(
            "several entities are called so", count=len(found), entity=entity, iris=", ".join(i for i, _ in found)
        )
    iri, name = found[0]
    mentions = table(run(store, query_text("explain/mentions") % ox.NamedNode(iri), prefixes=prefixes)).rows
    unsure = table(run(store, query_text("explain/open") % {"node": ox.NamedNode(iri)}, prefixes=prefixes)).rows
    left = tuple((surface, thing, other) for surface, thing, other in unsure)
    return Explanation(iri, name, tuple(Named(*cells) for cells in mentions), left)


def _find(store: ox.Store, entity: str, prefixes: Mapping[str, str]) -> list[tuple[str, str]]:
    if "://" in entity:
        condition = f"FILTER(STR(?thing) = {ox.Literal(entity)})"
    else:
        wanted = {entity, canonical(entity), to_traditional(canonical(entity))}
        condition = f"FILTER(STR(?any) IN ({', '.join(sorted(str(ox.Literal(name)) for name in wanted))}))"
    found = table(run(store, query_text("explain/things") % condition, prefixes=prefixes)).rows
    return [(thing, name) for thing, name in found]
