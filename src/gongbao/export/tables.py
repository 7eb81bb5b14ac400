"""Tables of a graph as files, the same as its data frames: CSV for spreadsheets, Parquet for programs.

Reports are read in groups, so that memory holds the entities and one group; only entities know of other groups.

CSV is UTF-8 with a byte-order mark and CRLF, as Excel wants for Chinese; a cell of text that a spreadsheet would take for
a formula gets an apostrophe before it, numbers stay numbers.
"""

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import IO

import pyoxigraph as ox

from gongbao import frames
from gongbao.frames import SEPARATOR, TABLES, Cell, Columns
from gongbao.ontology import Ontology
from gongbao.query import Results, run
from gongbao.text.harmless import harmless

_INTEGERS = frozenset({"start", "end", "mentions", "reports", "characters"})
_NUMBERS = frozenset({"score", "value"})
_ALL = "entities"  # the one table whose rows are put together from several groups
_ROWS = 10_000  # entities written at once
_READ = 1 << 20  # bytes handed on at once

Write = Callable[[Columns], object]  # writes some rows of a table
Begin = Callable[[IO[bytes], Sequence[str]], AbstractContextManager[Write]]
"""Begins a file with the columns of a table; what it gives writes rows until it is left."""


@contextmanager
def _csv(file: IO[bytes], names: Sequence[str]) -> Iterator[Write]:
    text = io.TextIOWrapper(file, "utf-8-sig", "replace", newline="")
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(names)
    yield lambda found: rows.writerows(
        [harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in zip(*found.values(), strict=True)
    )
    text.detach()  # else the file would be closed with it


@contextmanager
def _parquet(file: IO[bytes], names: Sequence[str]) -> Iterator[Write]:
    import pyarrow as pa
    import pyarrow.parquet as parquet

    kinds = {n: pa.int64() if n in _INTEGERS else pa.float64() if n in _NUMBERS else pa.string() for n in names}
    schema = pa.schema(kinds.items())
    with parquet.ParquetWriter(file, schema) as writer:
        yield lambda found: writer.write_table(pa.table(dict(found), schema=schema))


def files(
    kind: str, groups: Iterable[Sequence[ox.Quad]], terms: Ontology, prefixes: Mapping[str, str]
) -> dict[str, Iterator[bytes]]:
    """Return the files of a kind, `csv` or `parquet`, by name of the table, in pieces, however long they are.

    One pass over a corpus fills them all; they are on disk until they are asked for, and the first that is read makes
    that pass. Raises UsageError where pyarrow is not installed and needed.
    """
    if kind == "parquet":
        frames.library("arrow")
    opened: dict[str, IO[bytes]] = {}

    def pieces(name: str) -> Iterator[bytes]:
        if not opened:
            opened.update((each, tempfile.TemporaryFile()) for each in TABLES)  # noqa: SIM115  closed when it is read
            _fill(groups, terms, prefixes, _csv if kind == "csv" else _parquet, opened)
        with opened[name] as file:
            file.seek(0)
            while piece := file.read(_READ):
                yield piece

    return {name: pieces(name) for name in TABLES}


def _fill(
    groups: Iterable[Sequence[ox.Quad]],
    terms: Ontology,
    prefixes: Mapping[str, str],
    begin: Begin,
    files: Mapping[str, IO[bytes]],
) -> None:
    def ask(text: str) -> Results:
        return run(store, text, prefixes=prefixes)

    names = {name: frames.names(name) for name in TABLES}
    things: dict[Cell, dict[str, Cell]] = {}
    with ExitStack() as stack:
        write = {name: stack.enter_context(begin(files[name], names[name])) for name in TABLES}
        for group in groups:
            store = ox.Store()
            store.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in group)
            for name in TABLES:
                found = frames.columns(name, ask, terms)
                if name == _ALL:
                    _add(found, things)
                elif found[names[name][0]]:
                    write[name](found)
        ordered = sorted(things.values(), key=lambda row: (str(row["name"]), str(row["entity"])))
        for at in range(0, len(ordered), _ROWS):
            rows = ordered[at : at + _ROWS]
            write[_ALL]({column: [row[column] for row in rows] for column in names[_ALL]})


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
