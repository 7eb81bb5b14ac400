"""Sentences of reports as the pages quote them: the words marked, and the line by which a reader may decide on them."""

import csv
import io
from collections.abc import Iterable
from typing import Any, NamedTuple, TypeVar

from gongbao.decisions.decision import AROUND
from gongbao.decisions.ledger_line import escaped
from gongbao.ontology import OA, RDF
from gongbao.serve.reader import Node, Object, Reader

_Place = TypeVar("_Place", bound=tuple[Any, ...])


def apart(places: Iterable[_Place]) -> list[_Place]:
    """Return what begins with start and end in the order of the text; of those that overlap, the first and longest."""
    kept: list[_Place] = []
    for place in sorted(places, key=lambda place: (place[0], -place[1])):
        if not kept or place[0] >= kept[-1][1]:
            kept.append(place)
    return kept


class Quoted(NamedTuple):
    """A sentence around the words that say something, and their place in a report, as far as it is known."""

    before: str
    words: str
    after: str
    report: Node | None
    start: int | None
    end: int | None


def quoted(reader: Reader, evidence: Object) -> Quoted:
    """Return the sentence of a piece of evidence."""
    words = reader.value(evidence, OA + "exact")
    start, end = reader.number(evidence, OA + "start"), reader.number(evidence, OA + "end")
    sentence = reader.first(evidence, "sentence")
    whole, at = reader.value(sentence, OA + "exact"), reader.number(sentence, OA + "start")
    before = after = ""
    if start is not None and at is not None:
        offset, behind = start - at, start - at + len(words)
        if offset >= 0 and whole[offset:behind] == words:
            before, after = whole[:offset], whole[behind:]
    return Quoted(before, words, after, reader.first(evidence, "inReport"), start, end)


def decision_line(reader: Reader, statement: Node, evidence: Node) -> str:
    """Return names and cells of a line of decisions, but for verdict, who and when; '' where nothing can be decided."""
    report, start, end = quoted(reader, evidence)[3:]
    predicate = reader.by_iri.get(reader.value(statement, RDF + "predicate"))
    if report is None or start is None or end is None or predicate is None:
        return ""
    whole = reader.value(report, "text")
    cells = {
        **{"about": "statement", "scope": "here", "predicate": predicate.id},
        **{name: _written(reader, statement, evidence, name) for name in ("subject", "object")},
        **{"source": reader.value(report, "source"), "start": str(start), "end": str(end)},
        "report": f"sha256:{reader.value(report, 'sha256')[:16]}",
        "text": whole[start:end],
        "context": whole[max(0, start - AROUND) : end + AROUND],
    }
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows((cells, map(escaped, cells.values())))
    return out.getvalue()


def _written(reader: Reader, statement: Node, evidence: Node, part: str) -> str:
    """What the evidence calls a statement's subject or object; where it does not, its name."""
    spoken = reader.first(evidence, f"{part}Span")
    thing = next(iter(reader.objects(statement, RDF + part)), None)
    return reader.value(spoken, OA + "exact") or (reader.label(thing) if thing else "")
