"""What stands beside the evidence of a statement where readers may decide: the decision that two buttons would send."""

from __future__ import annotations

import csv
import html
import io

from gongbao.decisions.decision import AROUND
from gongbao.decisions.ledger_line import escaped
from gongbao.ontology import OA, RDF
from gongbao.serve.markup import Visit
from gongbao.serve.reader import Node, Reader


def judging(reader: Reader, visit: Visit, statement: Node, evidence: Node) -> str:
    """Return a place for the buttons, with all cells of the line but verdict, who and when; nothing where none decide."""
    report = reader.first(evidence, reader.prop("inReport"))
    start, end = reader.number(evidence, OA + "start"), reader.number(evidence, OA + "end")
    predicate = reader.by_iri.get(reader.value(statement, RDF + "predicate"))
    if not visit.decides or report is None or start is None or end is None or predicate is None:
        return ""
    whole = reader.value(report, reader.prop("text"))
    cells = {
        **{"about": "statement", "scope": "here", "predicate": predicate.id},
        **{name: _written(reader, statement, evidence, name) for name in ("subject", "object")},
        **{"source": reader.value(report, reader.prop("source")), "start": str(start), "end": str(end)},
        "report": f"sha256:{reader.value(report, reader.prop('sha256'))[:16]}",
        "text": whole[start:end],
        "context": whole[max(0, start - AROUND) : end + AROUND],
    }
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows((cells, map(escaped, cells.values())))
    return f'<span class="judge" data-decision="{html.escape(out.getvalue())}"></span>'


def _written(reader: Reader, statement: Node, evidence: Node, part: str) -> str:
    """What the evidence calls a statement's subject or object; where it does not, its name."""
    spoken = reader.first(evidence, reader.prop(f"{part}Span"))
    thing = next(iter(reader.objects(statement, RDF + part)), None)
    return (reader.value(spoken, OA + "exact") if spoken else "") or (reader.label(thing) if thing else "")
