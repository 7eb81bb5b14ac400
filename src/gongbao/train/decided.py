"""Reports that people have gone through become gold: the importer from decisions to annotated texts.

A report counts once somebody decided that all of it is checked (about `report`, `right`): then what was read and corrected is
what a person would have annotated. A report where only some names were decided teaches nothing here, since what nobody
looked at would be taught as if it were right.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from gongbao import pipeline, read
from gongbao.errors import GoldError
from gongbao.export.atomic import safe_stem, write_atomic
from gongbao.model import Extraction, Statement
from gongbao.settings import Settings


def write(reports: Iterable[Path], settings: Settings, folder: Path) -> int:
    """Write the checked reports among files as a folder of annotated texts; return how many. Raises GoldError for none."""
    count = 0
    extractions = (extraction for path in read.expand(reports) for extraction in pipeline.extract_file(path, settings))
    for extraction in extractions:
        if not any(decided.about == "report" for decided in extraction.decided):
            continue
        name = f"{safe_stem(extraction.document.source)}-{extraction.document.sha256[:8]}"
        write_atomic(folder / f"{name}.json", json.dumps(gold(extraction), ensure_ascii=False, indent=1).encode())
        write_atomic(folder / "text" / f"{name}.txt", extraction.document.text.encode())
        count += 1
    if not count:
        raise GoldError("none of the reports is decided")
    return count


def gold(extraction: Extraction) -> dict[str, Any]:
    """Return a report as it is annotated: names, which of them are one, and what relates them."""
    text = extraction.document.text
    named = [entity for entity in extraction.entities if entity.mentions]
    called = {e.iri: list(dict.fromkeys(text[m.start : m.end] for m in e.mentions)) for e in named}
    reports = extraction.reporter.entity if extraction.reporter else None
    publisher = called.get(reports or "", [extraction.document.publisher])[0]
    return {
        "sha256": extraction.document.sha256,
        "chars": len(text),
        "publisher": publisher,
        "mentions": [
            {"start": m.start, "end": m.end, "type": m.type, "text": text[m.start : m.end]} for m in extraction.mentions
        ],
        "entities": [called[entity.iri] for entity in named],
        "relations": [relation for s in extraction.statements if (relation := _relation(s, called))],
        "times": [{"text": time.text, "value": time.value} for time in extraction.times],
        "quantities": [
            {"counted": q.counted, "value": q.value, "unit": q.unit, "bound": q.bound, "text": q.text}
            for q in extraction.quantities
        ],
    }


def _relation(statement: Statement, called: dict[str, list[str]]) -> dict[str, str] | None:
    """A statement between names of the report; None where an end is not named in it."""
    head = called.get(statement.subject)
    tail = called.get(statement.object) if statement.kind == "entity" else [statement.object]
    return {"head": head[0], "predicate": statement.predicate, "tail": tail[0]} if head and tail else None
