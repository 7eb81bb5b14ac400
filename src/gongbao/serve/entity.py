"""The page and the data of one thing: what the graph says of it, the sentences in which it was read, the text of a report."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice, pairwise

import pyoxigraph as ox
from markupsafe import Markup

from gongbao.ontology import DCTERMS, OA, SKOS
from gongbao.serve.markup import Visit, render
from gongbao.serve.quoting import apart
from gongbao.serve.reader import MOST, Node, Object, Reader


def exists(store: ox.Store, iri: str) -> bool:
    """Say whether the graph says anything of this IRI."""
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        return False
    return next(store.quads_for_pattern(node, None, None, None), None) is not None


def triples(reader: Reader, iri: str) -> Iterator[ox.Triple]:
    """Yield what is said of a thing and, for each statement about it, the statement with its evidence."""
    node = ox.NamedNode(iri)
    seen = dict.fromkeys([node, *reader.statements(node, "subject"), *reader.statements(node, "object")])
    for statement in list(seen):
        for evidence in reader.nodes(statement, "evidence"):
            seen[evidence] = None
            for part in ("sentence", "trigger", "subjectSpan", "objectSpan"):
                seen.update(dict.fromkeys(reader.nodes(evidence, part)))
        seen.update(dict.fromkeys(reader.nodes(statement, "time")))
    found = {
        ox.Triple(q.subject, q.predicate, q.object): None
        for subject in seen
        for q in reader.store.quads_for_pattern(subject, None, None, reader.graph)
        if q.predicate.value != reader.terms.get_property("text").iri
    }
    yield from sorted(found, key=str)


def page(reader: Reader, visit: Visit, iri: str, at: tuple[int, int] | None = None) -> str:
    """Return the HTML page of a thing, or of a report with a passage of its text lit."""
    node = ox.NamedNode(iri)
    aliases = {o.value for o in reader.objects(node, SKOS + "altLabel") if isinstance(o, ox.Literal)}
    reports = [n for n in reader.pointing(node, DCTERMS + "publisher") if isinstance(n, ox.NamedNode)]
    counted = [q for p in ("actor", "withinCampaign") for q in reader.pointing(node, p)]
    mentioned = Counter(thing for m in reader.pointing(node, "inReport") for thing in reader.nodes(m, "refersTo"))
    return render(
        "entity",
        visit,
        title=reader.label(node),
        reader=reader,
        node=node,
        term=lambda iri: reader.term(iri, visit.language),
        types=reader.specs(reader.types(node)),
        aliases=sorted(aliases | {reader.label(node, "zh-hant")} - {reader.label(node)}),
        text=Markup(fulltext(reader, visit, node, at)) if reader.value(node, "text") else "",
        quantities=list(dict.fromkeys(counted))[:MOST],
        publishes=sorted(reports, key=reader.date, reverse=True)[:MOST],
        mentions=_mentions(reader, node),
        things=mentioned.most_common(MOST),
        everything=_everything(reader, node),
        MOST=MOST,
    )


def _mentions(reader: Reader, node: ox.NamedNode) -> list[tuple[Node, list[tuple[int, int]]]]:
    """Where each report mentions a thing; those that do so most."""
    places: dict[Node, list[tuple[int, int]]] = {}
    for mention in reader.pointing(node, "refersTo"):
        start, end = (reader.number(mention, OA + name) for name in ("start", "end"))
        for report in reader.nodes(mention, "inReport"):
            places.setdefault(report, []).append((start or 0, end or 0))
    return sorted(places.items(), key=lambda item: -len(item[1]))[:MOST]


def _everything(reader: Reader, node: ox.NamedNode) -> list[tuple[str, Object]]:
    """What the graph says of a node, but for the text of a report, which the page shows already."""
    found = islice(reader.store.quads_for_pattern(node, None, None, reader.graph), MOST)
    long = reader.terms.get_property("text").iri
    return sorted({(q.predicate.value, q.object) for q in found if q.predicate.value != long}, key=str)


MOST_MENTIONS = 20_000

_Span = tuple[int, int]
_Name = tuple[int, int, str]  # start, end, IRI
_Words = list[tuple[str, str]]  # each with the IRI of what it names, or ''


def fulltext(reader: Reader, visit: Visit, report: ox.NamedNode, at: _Span | None) -> str:
    """Return the text as paragraphs; what the web page around it left is folded, unless the passage lies there."""
    whole, names = reader.value(report, "text"), _names(reader, report, visit.base)
    start, last = reader.number(report, "bodyStart") or 0, reader.number(report, "bodyEnd")
    end = len(whole) if last is None else last
    parts, lit = [], None
    for number, part in enumerate(((0, start), (start, end), (end, len(whole)))):
        lines = []
        for line in (match.span() for match in re.compile(r"[^\n]+").finditer(whole, *part)):
            if whole[slice(*line)].strip():
                stretches = list(_stretches(whole, line, names, at, lit is None))
                lit = number if lit is None and len(stretches) > 1 else lit
                lines.append(stretches)
        parts.append(lines)
    return render("fulltext", visit, parts=parts, lit=lit, lost=at is not None and lit is None)


def _names(reader: Reader, report: ox.NamedNode, base: str) -> list[_Name]:
    """The mentions of a report in the order of its text; of those that overlap, the first."""
    found = []
    for mention in reader.pointing(report, "inReport", MOST_MENTIONS):
        thing = reader.first(mention, "refersTo")
        start, end = reader.number(mention, OA + "start"), reader.number(mention, OA + "end")
        if isinstance(thing, ox.NamedNode) and start is not None and end is not None:
            found.append((start, end, thing.value if thing.value.startswith(base) else ""))
    return apart(found)


def _stretches(
    whole: str, line: _Span, names: Iterable[_Name], at: _Span | None, first: bool
) -> Iterator[tuple[str, _Words]]:
    """Yield a line with its names: in one, or before, in and behind the passage, which is called `first` or `next`."""
    start, end = line
    inside = [name for name in names if start <= name[0] and name[1] <= end]
    if at is None or at[1] <= start or at[0] >= end:
        yield "", _words(whole, start, end, inside)
        return
    cuts = (start, max(start, at[0]), min(end, at[1]), end)
    for mark, (a, b) in zip(("", "first" if first else "next", ""), pairwise(cuts), strict=True):
        yield mark, _words(whole, a, b, inside)


def _words(whole: str, start: int, end: int, names: Iterable[_Name]) -> _Words:
    """A stretch of text; a name that reaches out of it is a link as far as it lies in it."""
    at, words = start, []
    for begins, ends, iri in names:
        first, last = max(begins, at), min(ends, end)
        if first < last:
            words += [(whole[at:first], ""), (whole[first:last], iri)]
            at = last
    return [*words, (whole[at:end], "")]
