"""Sentences of reports as the pages quote them: the words marked, the report with a link to the very place."""

from __future__ import annotations

import csv
import html
import io

import pyoxigraph as ox

from gongbao.decisions.decision import AROUND
from gongbao.decisions.ledger_line import escaped
from gongbao.ontology import OA, RDF
from gongbao.serve.markup import Visit, path_of, shown, text
from gongbao.serve.reader import Node, Reader


def told(reader: Reader, visit: Visit, statement: Node) -> str:
    """The sentences that a statement was read from, and whence its subject comes where they do not name it."""
    quoted = "".join(
        quotation(reader, visit, evidence) + judging(reader, visit, statement, evidence)
        for evidence in reader.nodes(statement, "evidence")
    )
    return quoted + supplied(reader, visit, statement)


def supplied(reader: Reader, visit: Visit, statement: Node) -> str:
    """Say where a statement's subject was supplied from; nothing where the sentence names it."""
    whence = reader.value(statement, "subjectSupplied")
    return f'<p class="supplied">{visit.word(f"supplied{whence}")}</p>' if whence else ""


def quotation(reader: Reader, visit: Visit, evidence: Node) -> str:
    """The sentence of a piece of evidence with its words marked, and the report with the offsets."""
    words = reader.value(evidence, OA + "exact")
    start, end = reader.number(evidence, OA + "start"), reader.number(evidence, OA + "end")
    sentence = reader.first(evidence, "sentence")
    whole, at = reader.value(sentence, OA + "exact"), reader.number(sentence, OA + "start")
    marked = f"<mark>{text(words)}</mark>"
    if start is not None and at is not None:
        offset = start - at
        if offset >= 0 and whole[offset : offset + len(words)] == words:
            marked = text(whole[:offset]) + marked + text(whole[offset + len(words) :])
    report = reader.first(evidence, "inReport")
    return f"<blockquote><bdi>{marked}</bdi>{cited(reader, visit, report, start, end)}</blockquote>"


def cited(reader: Reader, visit: Visit, report: Node | None, start: int | None, end: int | None) -> str:
    """The report's title and date; the link leads to the place in its text."""
    if not isinstance(report, ox.NamedNode):
        return ""
    date = reader.date(report)
    dated = f" <time>{text(date)}</time>" if date else ""
    if not report.value.startswith(visit.base) or start is None or end is None:
        return f"<cite>{shown(reader.label(report))}{dated}</cite>"
    href = f"{path_of(report.value)}?at={start}-{end}#at"
    return f'<cite><a href="{text(href)}">{shown(reader.label(report))}</a>{dated} <span>{start}–{end}</span></cite>'


def judging(reader: Reader, visit: Visit, statement: Node, evidence: Node) -> str:
    """Return a place for the buttons, with all cells of the line but verdict, who and when; nothing where none decide."""
    report = reader.first(evidence, "inReport")
    start, end = reader.number(evidence, OA + "start"), reader.number(evidence, OA + "end")
    predicate = reader.by_iri.get(reader.value(statement, RDF + "predicate"))
    if not visit.decides or report is None or start is None or end is None or predicate is None:
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
    return f'<span class="judge" data-decision="{html.escape(out.getvalue())}"></span>'


def _written(reader: Reader, statement: Node, evidence: Node, part: str) -> str:
    """What the evidence calls a statement's subject or object; where it does not, its name."""
    spoken = reader.first(evidence, f"{part}Span")
    thing = next(iter(reader.objects(statement, RDF + part)), None)
    return (reader.value(spoken, OA + "exact") if spoken else "") or (reader.label(thing) if thing else "")
