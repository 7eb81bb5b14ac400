"""An extraction as plain data: the contract of `gongbao extract --jsonl`, one object a report."""

from typing import Any

from gongbao.model import Decided, Entity, Evidence, Extraction, Mention, Scan, Span, Statement


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
    document, text = extraction.document, extraction.document.text
    owner = extraction.entity_of()
    return {
        "source": document.source,
        "sha256": document.sha256,
        "title": document.title,
        "publisher": document.publisher,
        "publisher_found_by": extraction.reporter.known if document.publisher and extraction.reporter else None,
        "issued": document.issued,
        "body": _span(document.body),
        "mentions": [_mention(m, text, owner[m]) for m in extraction.mentions],
        "entities": [
            {"id": e.iri, "type": e.type, "name": e.name, "aliases": list(e.aliases), "code": e.code}
            for e in extraction.entities
        ],
        "statements": [_statement(s, text) for s in extraction.statements],
        "times": [{"start": t.start, "end": t.end, "text": t.text, "value": t.value} for t in extraction.times],
        "quantities": [{name: getattr(q, name) for name in _QUANTITY} for q in extraction.quantities],
        "keywords": [
            {"word": k.word, "weight": k.weight, "places": [_span(s) for s in k.spans]} for k in extraction.keywords
        ],
        "notices": list(extraction.notices),
        **({"scan": _scan(document.scan)} if document.scan else {}),
        **({"decisions": [_decided(d) for d in extraction.decided]} if extraction.decided else {}),
    }


def _decided(decided: Decided) -> dict[str, Any]:
    """What a person decided: about what, right or wrong, on which words, who and when."""
    told = {name: getattr(decided, name) for name in ("about", "verdict", "who", "when")}
    return told | {"words": list(decided.words)} | ({"note": decided.note} if decided.note else {})


def _scan(scan: Scan) -> dict[str, Any]:
    """What recognised the text, and where its lines stand on the pages: boxes in per cent, left, top, width, height."""
    lines = [{"start": x.start, "end": x.end, "page": x.page, "box": list(x.box), "score": x.score} for x in scan.lines]
    return {"by": scan.by, "lines": lines}


def _mention(mention: Mention, text: str, entity: Entity) -> dict[str, Any]:
    return {
        "start": mention.start,
        "end": mention.end,
        "text": text[mention.start : mention.end],
        "type": mention.type,
        "entity": entity.iri,
        "by": mention.by,
        "score": mention.score,
    }


def _statement(statement: Statement, text: str) -> dict[str, Any]:
    return {
        "subject": statement.subject,
        "predicate": statement.predicate,
        "object": _written(statement, text),
        "evidence": _evidence(statement.evidence[0]),
        "modality": statement.modality,
        "score": statement.score,
        "time": statement.time,
        "subjectSupplied": statement.supplied,
        "by": statement.by,
    }


_COUNTED = ("counted", "value", "unit", "bound", "change", "comparison", "modality")
_QUANTITY = ("start", "end", "text", *_COUNTED, "actor", "campaign", "time")
