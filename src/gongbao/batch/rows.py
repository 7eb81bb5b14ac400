"""One function over Arrow record batches, which every engine can call; it knows nothing of any of them.

A row with the columns `id` and `text` (or `path`), and where there are any `title`, `publisher` and `issued`, becomes a
row of what the report says: its graph as N-Quads, its entities, statements and quantities, or the error in which it
ended. Rows do not know of each other, IRIs need no coordination, and the same report gives the same bytes everywhere:
what was made in parts is put together by union.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongbao import graph, pipeline, read
from gongbao.errors import GongbaoError, UsageError
from gongbao.model import Document, Extraction
from gongbao.record import as_dict
from gongbao.settings import Recipe
from gongbao.workers import attempt

if TYPE_CHECKING:
    import pyarrow as pa

TOGETHER = 32  # reports whose names are found together
_GIVEN = ("title", "publisher", "issued")
_TABLES: Mapping[str, Mapping[str, str]] = {
    "entities": {"id": "string", "type": "string", "name": "string", "code": "string"},
    "statements": {
        **{"subject": "string", "predicate": "string", "object": "string", "modality": "string", "score": "double"},
        **{"start": "int64", "end": "int64"},
    },
    "quantities": {
        **{"counted": "string", "value": "double", "unit": "string", "modality": "string", "actor": "string"},
        **{"start": "int64", "end": "int64"},
    },
}


def schema() -> pa.Schema:
    """Return the columns of what comes out."""
    import pyarrow as pa

    plain = [pa.field(name, pa.string()) for name in ("id", "report", "sha256", "nquads")]
    tables = [
        pa.field(name, pa.list_(pa.struct([(field, pa.type_for_alias(kind)) for field, kind in fields.items()])))
        for name, fields in _TABLES.items()
    ]
    made = [pa.field(name, pa.string()) for name in ("program", "ontology", "decisions")]
    failed = [pa.field(name, pa.string()) for name in ("error", "error_zh")]
    return pa.schema([*plain, pa.field("characters", pa.int64()), *tables, *made, *failed])


def extract_batches(batches: Iterable[pa.RecordBatch], recipe: Recipe | None = None) -> Iterator[pa.RecordBatch]:
    """Yield what the reports of each batch say, row for row. Raises UsageError without `id`, or `text` or `path`."""
    import pyarrow as pa

    recipe = recipe or Recipe()
    for batch in batches:
        names = set(batch.schema.names)
        if "id" not in names or not names & {"text", "path"}:
            raise UsageError("a table of reports needs columns", names=sorted(names))
        rows, starts = batch.to_pylist(), range(0, batch.num_rows, TOGETHER)
        said = [row for at in starts for row in _extracted(rows[at : at + TOGETHER], recipe)]
        yield pa.RecordBatch.from_pylist(said, schema=schema())


def _extracted(rows: list[dict[str, Any]], recipe: Recipe) -> Iterator[dict[str, Any]]:
    settings = recipe.settings
    read_in = [attempt(str(row["id"]), partial(_document, row, recipe)) for row in rows]
    documents = [document for document in read_in if isinstance(document, Document)]
    outcomes = iter(pipeline.extract_all(documents, settings))
    for row, document in zip(rows, read_in, strict=True):
        outcome = next(outcomes) if isinstance(document, Document) else document
        name = str(row["id"])
        said = outcome if isinstance(outcome, GongbaoError) else attempt(name, partial(_row, name, outcome, recipe))
        yield {"id": name, "error": str(said), "error_zh": said.zh} if isinstance(said, GongbaoError) else said


def _document(row: Mapping[str, Any], recipe: Recipe) -> Document:
    name, terms = str(row["id"]), recipe.settings.ontology
    given = {key: str(row[key]) for key in _GIVEN if row.get(key)}
    if row.get("text") is not None:
        return read.from_text(str(row["text"]), source=name, ontology=terms, **given)
    for raw in read.files.extract_file(Path(str(row["path"]))):
        if isinstance(raw, GongbaoError):
            raise raw
        return read.from_raw(raw, ontology=terms)
    raise UsageError("no report in the path", name=name, path=row["path"])


def _row(name: str, extraction: Extraction, recipe: Recipe) -> dict[str, Any]:
    lines = graph.lines(extraction, recipe.settings.ontology, recipe.base)
    record = as_dict(extraction)
    record["statements"] = [statement["evidence"] | statement for statement in record["statements"]]
    tables = {
        name: [{field: entry[field] for field in fields} for entry in record[name]] for name, fields in _TABLES.items()
    }
    return {
        "id": name,
        "report": lines.report,
        "sha256": extraction.document.sha256,
        "nquads": lines.nquads().decode(),
        "characters": len(extraction.document.text),
        "program": recipe.program_version,
        "ontology": recipe.ontology_version,
        "decisions": recipe.settings.decisions.bound(extraction.document.sha256, extraction.document.source),
        **tables,
    }
