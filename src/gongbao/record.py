"""An extraction as plain data: the contract of `gongbao extract --jsonl`, one object a report."""

from __future__ import annotations

from typing import Any

from gongbao.model import Evidence, Extraction, Scan, Span, Statement


def _span(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span else None


def _evidence(evidence: Evidence) -> dict[str, Any]:
    parts = {"trigger": _span(evidence.trigger), "subject": _span(evidence.subject), "object": _span(evidence.object)}
    return {"start": evidence.start, "end": evidence.end} | {k: v for k, v in parts.items() if v}


def _written(statement: Statement, text: str) -> str:
    """The object's entity id, or the words of a concept as they stand in the report, in its own script."""
    span = statement.evidence[0].object
    if statement.kind == "entity" or span is None:
        return statement.object
    return text[span.start : span.end]


def as_dict(extraction: Extraction) -> dict[str, Any]:
    """Return the report's record; offsets are code points, `entity`, `subject` and `object` are entity ids."""
    document = extraction.document
    owner = extraction.entity_of()
    return {
        "source": document.source,
        "sha256": document.sha256,
        "title": document.title,
        "publisher": document.publisher,
        "issued": document.issued,
        "body": _span(document.body),
        "mentions": [
            {
                "start": m.start,
                "end": m.end,
                "text": document.text[m.start : m.end],
                "type": m.type,
                "entity": owner[m].iri,
                "by": m.by,
                "score": m.score,
            }
            for m in extraction.mentions
        ],
        "entities": [
            {"id": e.iri, "type": e.type, "name": e.name, "aliases": list(e.aliases), "code": e.code}
            for e in extraction.entities
        ],
        "statements": [
            {
                "subject": s.subject,
                "predicate": s.predicate,
                "object": _written(s, document.text),
                "evidence": _evidence(s.evidence[0]),
                "modality": s.modality,
                "score": s.score,
                "time": s.time,
                "subjectSupplied": s.supplied,
                "by": s.by,
            }
            for s in extraction.statements
        ],
        "times": [{"start": t.start, "end": t.end, "text": t.text, "value": t.value} for t in extraction.times],
        "quantities": [
            {
                "start": q.start,
                "end": q.end,
                "text": q.text,
                "counted": q.counted,
                "value": q.value,
                "unit": q.unit,
                "bound": q.bound,
                "change": q.change,
                "comparison": q.comparison,
                "modality": q.modality,
                "actor": q.actor,
                "campaign": q.campaign,
                "time": q.time,
            }
            for q in extraction.quantities
        ],
        "keywords": [
            {"word": k.word, "weight": k.weight, "places": [_span(s) for s in k.spans]} for k in extraction.keywords
        ],
        "notices": list(extraction.notices),
        **({"scan": _scan(document.scan)} if document.scan else {}),
    }


def _scan(scan: Scan) -> dict[str, Any]:
    """What recognised the text, and where its lines stand on the pages: boxes in per cent, left, top, width, height."""
    lines = [{"start": x.start, "end": x.end, "page": x.page, "box": list(x.box), "score": x.score} for x in scan.lines]
    return {"by": scan.by, "lines": lines}
