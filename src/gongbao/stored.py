"""The triples of a report in a store, in whichever of the graphs they stand.

A corpus holds each triple once, in its default graph. What a report says of things that other reports may speak of too
stands in the report's graph as well; the nodes that are the report's own (its statements, evidence, mentions, spans)
say by their IRIs whose they are. An `rdfs:label` that is a thing's `skos:prefLabel` as well is known by that; what is
said of a keyword, which is the same in every report, by the report that has it. A graph file holds all of a report's
triples in the report's graph. Both are read here.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

import pyoxigraph as ox

from gongbao.triples import DCTERMS, RDFS, SKOS

PREFERRED, LABEL = ox.NamedNode(SKOS + "prefLabel"), ox.NamedNode(RDFS + "label")
_ABOUT = ox.NamedNode(DCTERMS + "subject")
_DEFAULT = ox.DefaultGraph()
_GROUP = 100  # reports


def triples(store: ox.Store, report: ox.NamedNode) -> list[ox.Triple]:
    """Return the triples of a report, sorted, each once."""
    found = {quad.triple for quad in store.quads_for_pattern(None, None, None, report)}
    labels = [ox.Quad(t.subject, LABEL, t.object, _DEFAULT) for t in found if t.predicate == PREFERRED]
    found.update(quad.triple for quad in labels if quad in store)
    hers = own(store, report)
    found.update(quad.triple for quad in hers)
    found.update(quad.triple for word in _keywords(hers, report) for quad in _said_of(store, word))
    return sorted(found, key=str)


def own(store: ox.Store, report: ox.NamedNode) -> list[ox.Quad]:
    """Return what a report's own nodes say in the default graph: the report itself, and all that hangs on it."""
    found: list[ox.Quad] = []
    ahead = [report]
    seen = {report}
    for node in ahead:  # which grows meanwhile
        said = list(store.quads_for_pattern(node, None, None, _DEFAULT))
        found += said
        leading = store.quads_for_pattern(None, None, node, _DEFAULT)
        for other in (*(quad.object for quad in said), *(quad.subject for quad in leading)):
            if isinstance(other, ox.NamedNode) and other not in seen and other.value.startswith(report.value):
                seen.add(other)
                ahead.append(other)
    return found


def of_keywords(store: ox.Store, report: ox.NamedNode) -> Iterator[ox.Quad]:
    """Yield what is said in the default graph of the keywords that only this report has."""
    for word in _keywords(own(store, report), report):
        holders = (quad.subject for quad in store.quads_for_pattern(None, _ABOUT, word, _DEFAULT))
        if all(holder.value.startswith(report.value) for holder in holders):  # type: ignore[union-attr]
            yield from _said_of(store, word)


def _keywords(hers: Iterable[ox.Quad], report: ox.NamedNode) -> list[ox.NamedNode]:
    """What a report, by its own nodes, has for keywords; so many hold one that nobody may look at all who do."""
    return [
        q.object for q in hers if q.predicate == _ABOUT and q.subject == report and isinstance(q.object, ox.NamedNode)
    ]


def _said_of(store: ox.Store, node: ox.NamedNode) -> Iterator[ox.Quad]:
    return store.quads_for_pattern(node, None, None, _DEFAULT)


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

    Memory holds one report, and keywords: whether an earlier one says a triple is asked of the store. Give them sorted.
    """
    place = {report: number for number, report in enumerate(reports)}
    told: set[object] = set()  # keywords of the reports so far
    for report, number in place.items():
        whole = triples(store, report)
        keywords = {t.object for t in whole if t.subject == report and t.predicate == _ABOUT}
        keywords -= {
            t.subject
            for t in whole
            if t.subject in keywords and ox.Quad(t.subject, t.predicate, t.object, report) in store
        }
        for triple in whole:
            if triple.subject.value.startswith(report.value):  # type: ignore[union-attr]  # subjects are IRIs here
                yield triple
                continue
            if triple.subject in told:
                continue
            said = (triple.predicate, PREFERRED) if triple.predicate == LABEL else (triple.predicate,)
            others = (quad for p in said for quad in store.quads_for_pattern(triple.subject, p, triple.object, None))
            if all(place.get(quad.graph_name, number) >= number for quad in others):  # type: ignore[arg-type]
                yield triple
        told |= keywords


def whole(store: ox.Store, reports: Iterable[ox.NamedNode]) -> ox.Store:
    """Return a store in memory where the graphs of reports are whole, as a query over graphs expects them."""
    held = ox.Store()
    held.bulk_extend(quads(store, reports))
    return held


def fitting(
    store: ox.Store, reports: Iterable[ox.NamedNode], patterns: Iterable[tuple[str, str | None]]
) -> Iterator[ox.Quad]:
    """Yield of the whole graphs of all reports, and of the default graph, what has one of some predicates (and values)."""
    known = {report.value: report for report in reports}
    lengths = {len(iri) for iri in known}
    holders: dict[object, set[ox.NamedNode]] = defaultdict(set)  # of keywords
    for quad in store.quads_for_pattern(None, _ABOUT, None, _DEFAULT):
        holders[quad.object] |= {known[iri] for iri in (quad.subject.value,) if iri in known}  # type: ignore[union-attr]
    for predicate, value in patterns:
        said: dict[object, set[ox.NamedNode]] = defaultdict(set)  # by graphs that have a label as the preferred one
        for quad in store.quads_for_pattern(None, PREFERRED, None, None) if predicate == LABEL.value else ():
            said[quad.subject, quad.object] |= {quad.graph_name} - {_DEFAULT}  # type: ignore[arg-type]
        term = None if value is None else ox.NamedNode(value)
        for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), term, None):
            yield quad
            if quad.graph_name == _DEFAULT:
                iri = quad.subject.value  # type: ignore[union-attr]
                owners = {known[iri[:length]] for length in lengths if iri[:length] in known}
                for report in owners | holders[quad.subject] | said[quad.subject, quad.object]:
                    yield ox.Quad(quad.subject, quad.predicate, quad.object, report)
