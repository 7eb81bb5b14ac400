"""The triples of a report in a store, in whichever of the graphs they stand.

A corpus holds each triple once, in its default graph. What a report says of things that other reports may speak of too
stands in the report's graph as well; the nodes that are the report's own (its statements, evidence, mentions, spans)
say by their IRIs whose they are. A graph file holds all of a report's triples in the report's graph. Both are read here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import pyoxigraph as ox

_DEFAULT = ox.DefaultGraph()
_GROUP = 100  # reports


def triples(store: ox.Store, report: ox.NamedNode) -> list[ox.Triple]:
    """Return the triples of a report, sorted, each once."""
    found = {quad.triple for quad in store.quads_for_pattern(None, None, None, report)}
    found.update(quad.triple for quad in own(store, report))
    return sorted(found, key=str)


def own(store: ox.Store, report: ox.NamedNode) -> list[ox.Quad]:
    """Return what a report's own nodes say in the default graph: the report itself, and all that hangs on it."""
    found: list[ox.Quad] = []
    seen = {report}
    ahead = [report]
    while ahead:
        node = ahead.pop()
        for quad in store.quads_for_pattern(node, None, None, _DEFAULT):
            found.append(quad)
            _follow(quad.object, report, seen, ahead)
        for quad in store.quads_for_pattern(None, None, node, _DEFAULT):
            _follow(quad.subject, report, seen, ahead)
    return found


def _follow(node: object, report: ox.NamedNode, seen: set[ox.NamedNode], ahead: list[ox.NamedNode]) -> None:
    if isinstance(node, ox.NamedNode) and node not in seen and node.value.startswith(report.value):
        seen.add(node)
        ahead.append(node)


def quads(store: ox.Store, reports: Iterable[ox.NamedNode]) -> Iterator[ox.Quad]:
    """Yield the graphs of reports, one after the other."""
    for report in reports:
        for triple in triples(store, report):
            yield ox.Quad(triple.subject, triple.predicate, triple.object, report)


def groups(
    store: ox.Store, reports: Sequence[ox.NamedNode], *, tell: Callable[[int, int], None] | None = None
) -> Iterator[list[ox.Quad]]:
    """Yield the graphs of some reports at a time; `tell` is told how many are read, and of how many.

    Without reports it is the default graph.
    """
    if not reports:
        yield sorted(store.quads_for_pattern(None, None, None, _DEFAULT), key=str)
    for at in range(0, len(reports), _GROUP):
        group = reports[at : at + _GROUP]
        yield list(quads(store, group))
        if tell is not None:
            tell(at + len(group), len(reports))


def union(store: ox.Store, reports: Iterable[ox.NamedNode]) -> Iterator[ox.Triple]:
    """Yield what reports say together, each triple once, with the first of them that says it.

    Memory holds one report: whether an earlier one says a triple is asked of the store. Give them sorted.
    """
    place = {report: number for number, report in enumerate(reports)}
    for report, number in place.items():
        for triple in triples(store, report):
            if triple.subject.value.startswith(report.value):  # type: ignore[union-attr]  # subjects are IRIs here
                yield triple
                continue
            others = store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
            if all(place.get(quad.graph_name, number) >= number for quad in others):  # type: ignore[arg-type]
                yield triple


def whole(store: ox.Store, reports: Iterable[ox.NamedNode]) -> ox.Store:
    """Return a store in memory where the graphs of reports are whole, as a query over graphs expects them."""
    held = ox.Store()
    held.bulk_extend(quads(store, reports))
    return held
