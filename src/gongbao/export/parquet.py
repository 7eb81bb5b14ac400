"""Parquet tables of a graph, the same as its data frames: reports, entities, mentions, statements, quantities.

Reports are read in groups, so that memory holds the entities and one group; only entities know of other groups.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import IO, TYPE_CHECKING, Any

import pyoxigraph as ox

from gongbao import frames
from gongbao.export.tables import spooled
from gongbao.frames import SEPARATOR, TABLES, Cell, Columns
from gongbao.ontology import Ontology
from gongbao.query import Results, run

if TYPE_CHECKING:
    import pyarrow as pa

_INTEGERS = frozenset({"start", "end", "mentions", "reports", "characters"})
_NUMBERS = frozenset({"score", "value"})
_ALL = "entities"  # the one table whose rows are put together from several groups
_ROWS = 10_000  # entities written at once


def tables(
    groups: Iterable[Sequence[ox.Quad]], terms: Ontology, prefixes: Mapping[str, str]
) -> dict[str, Iterator[bytes]]:
    """Return the files by name of the table. Raises UsageError where pyarrow is not installed."""
    frames.library("arrow")
    return spooled(TABLES, partial(_fill, groups, terms, prefixes))


def _fill(
    groups: Iterable[Sequence[ox.Quad]], terms: Ontology, prefixes: Mapping[str, str], files: Mapping[str, IO[bytes]]
) -> None:
    import pyarrow.parquet as parquet

    def ask(text: str) -> Results:
        return run(store, text, prefixes=prefixes, merged=True)

    names = {name: frames.names(name) for name in TABLES}
    writers = {name: parquet.ParquetWriter(files[name], _schema(names[name])) for name in TABLES}
    things: dict[Cell, dict[str, Cell]] = {}
    for group in groups:
        store = ox.Store()
        store.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in group)
        for name in TABLES:
            found = frames.columns(name, ask, terms)
            if name == _ALL:
                _add(found, things)
            elif found[names[name][0]]:
                writers[name].write_table(_table(found))
    ordered = sorted(things.values(), key=lambda row: (str(row["name"]), str(row["entity"])))
    for at in range(0, len(ordered), _ROWS):
        rows = ordered[at : at + _ROWS]
        writers[_ALL].write_table(_table({column: [row[column] for row in rows] for column in names[_ALL]}))
    for writer in writers.values():
        writer.close()


def _add(found: Columns, things: dict[Cell, dict[str, Cell]]) -> None:
    """Put together what groups say of the same thing."""
    for values in zip(*found.values(), strict=True):
        row = dict(zip(found, values, strict=True))
        known = things.setdefault(row["entity"], row)
        if known is not row:
            known |= {name: known[name] + row[name] for name in ("mentions", "reports")}
            known["aliases"] = _joined(known["aliases"], row["aliases"])
            known["code"] = known["code"] or row["code"]
            known["first"] = min(filter(None, (known["first"], row["first"])), default=None)
            known["last"] = max(filter(None, (known["last"], row["last"])), default=None)


def _joined(one: Cell, other: Cell) -> str:
    words = {word for cell in (one, other) for word in str(cell or "").split(SEPARATOR) if word}
    return SEPARATOR.join(sorted(words))


def _table(found: Mapping[str, Sequence[Any]]) -> pa.Table:
    import pyarrow as pa

    return pa.table(dict(found), schema=_schema(list(found)))


def _schema(names: Iterable[str]) -> pa.Schema:
    import pyarrow as pa

    kinds = {
        name: pa.int64() if name in _INTEGERS else pa.float64() if name in _NUMBERS else pa.string() for name in names
    }
    return pa.schema(kinds.items())
