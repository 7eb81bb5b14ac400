"""Thin adapters: the same function on Spark, Daft and Ray Data. None is imported before it is asked for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from gongbao.batch.rows import extract_batches, schema
from gongbao.settings import Recipe

if TYPE_CHECKING:
    import pyarrow as pa


def spark(frame: Any, recipe: Recipe | None = None) -> Any:
    """Return a Spark DataFrame of what the reports of a DataFrame say; Python workers do it, over Arrow."""
    from pyspark.sql.pandas.types import from_arrow_schema

    return frame.mapInArrow(partial(extract_batches, recipe=recipe or Recipe()), from_arrow_schema(schema()))


def ray(dataset: Any, recipe: Recipe | None = None, **options: Any) -> Any:
    """Return a Ray Dataset of what the reports of a Dataset say; `options` are those of `map_batches`."""
    work = recipe or Recipe()

    def extract(table: pa.Table) -> pa.Table:
        import pyarrow as pa

        return pa.Table.from_batches(extract_batches(table.to_batches(), work), schema=schema())

    return dataset.map_batches(extract, batch_format="pyarrow", **options)


def daft(frame: Any, recipe: Recipe | None = None) -> Any:
    """Return a Daft DataFrame of what the reports of a DataFrame say, tables as JSON; the input columns stay beside."""
    import daft as engine
    import pyarrow as pa

    work, names = recipe or Recipe(), [name for name in _COLUMNS if name in frame.column_names]

    @engine.func.batch(return_dtype=engine.DataType.string())  # type: ignore[untyped-decorator,unused-ignore]
    def extract(*columns: Any) -> list[str]:
        given = pa.RecordBatch.from_arrays([column.to_arrow() for column in columns], names=names)
        return list(_written(extract_batches([given], work)))

    return frame.with_column("extracted", extract(*(engine.col(name) for name in names)))


_COLUMNS = ("id", "text", "path", "title", "publisher", "issued")


def _written(batches: Iterable[pa.RecordBatch]) -> Iterator[str]:
    for batch in batches:
        for row in batch.to_pylist():
            yield json.dumps(row, ensure_ascii=False)
