"""Tables of a graph for data frames: reports, entities, mentions, statements with names and quotes, quantities."""

import importlib
import importlib.util
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, TypeAlias

import pyoxigraph as ox

from gongbao.errors import UsageError
from gongbao.ontology import XSD, Ontology
from gongbao.query import Results, query_text

TABLES = ("reports", "entities", "mentions", "statements", "quantities")
LIBRARIES: Mapping[str, str] = {"pandas": "pandas", "polars": "polars", "arrow": "pyarrow"}
"""What a table can be, and the package that makes it; `rows` needs none."""

Cell: TypeAlias = str | int | float | None
Columns = dict[str, list[Cell]]

_TERMS = ("predicate", "modality", "bound", "change", "comparison")  # IRIs of the ontology, shown by their ids
_JOINED: Mapping[str, tuple[str, str]] = {"entities": ("entity", "aliases"), "statements": ("statement", "quote")}
SEPARATOR = " | "  # stands between several words in one cell


def library(wanted: str | None) -> str:
    """Return what tables are made with: what is asked for, else the first that is installed, else `rows`.

    Raises UsageError with the install line where it is not there.
    """
    if wanted is None:
        return next((name for name, module in LIBRARIES.items() if importlib.util.find_spec(module)), "rows")
    if wanted != "rows" and wanted not in LIBRARIES:
        raise UsageError("no tables of kind", name=wanted, known=(*LIBRARIES, "rows"))
    if wanted != "rows" and importlib.util.find_spec(LIBRARIES[wanted]) is None:
        raise UsageError("is not installed", wanted=wanted, line=f"pip install {LIBRARIES[wanted]}")
    return wanted


def tables(ask: Callable[[str], Results], terms: Ontology, kind: str) -> dict[str, Any]:
    """Return the tables by name, made with `kind`; `ask` runs a query over the graph."""
    return {name: _MAKERS[kind](columns(name, ask, terms)) for name in TABLES}


def columns(name: str, ask: Callable[[str], Results], terms: Ontology) -> Columns:
    """Return one table as columns: numbers are numbers, what is not given is None, several words stand in one cell."""
    results = ask(query_text(f"tables/{name}"))
    assert isinstance(results, ox.QuerySolutions)
    read = [variable.value for variable in results.variables]
    rows = [dict(zip(read, map(_cell, solution), strict=True)) for solution in results]
    if "type" in read:
        rows = list(_narrowest(rows, terms))
    if name in _JOINED:
        rows = list(_joined(rows, *_JOINED[name]))
    found: Columns = {column: [row[column] for row in rows] for column in read}
    if "predicate" in read:
        specs = [terms.by_iri.get(str(value)) for value in found["predicate"]]
        found["predicate_name"] = [spec.label("zh-Hans") if spec else None for spec in specs]
    for column in set(_TERMS) & set(read):
        found[column] = [term.id if (term := terms.by_iri.get(str(v))) else v for v in found[column]]
    return {column: found[column] for column in names(name)}


def names(table: str) -> list[str]:
    """Return the columns of a table in order."""
    read = [column.strip() for column in query_text(f"tables/{table}").partition(" WHERE ")[0].split("?")[1:]]
    at = read.index("predicate") + 1 if "predicate" in read else len(read)
    return [*read[:at], *(["predicate_name"] if at < len(read) else []), *read[at:]]


def _cell(term: object) -> Cell:
    if not isinstance(term, ox.Literal):
        return None if term is None else str(getattr(term, "value", term))
    kind = term.datatype.value
    if kind == XSD + "integer":
        return int(term.value)
    return float(term.value) if kind == XSD + "decimal" else term.value


def _narrowest(rows: Iterable[dict[str, Cell]], terms: Ontology) -> Iterable[dict[str, Cell]]:
    """Of the rows that differ in the class only, those of the narrowest class, by its id; keywords are left out."""
    told = (terms.get_class(end) for relation in terms.relations for end in relation.range)
    depth = {spec.iri: (len(spec.ancestors), spec.id) for spec in (*terms.entity_classes, *told)}
    rows = [row for row in rows if row["type"] in depth]
    narrowest: dict[Cell, tuple[int, str]] = {}
    for row in rows:
        known = depth[str(row["type"])]
        narrowest[row["entity"]] = max(known, narrowest.get(row["entity"], known))
    seen: set[tuple[Cell, ...]] = set()
    for row in rows:
        kept = row | {"type": narrowest[row["entity"]][1]}
        if (key := tuple(kept.values())) not in seen:
            seen.add(key)
            yield kept


def _joined(rows: Iterable[dict[str, Cell]], key: str, joined: str) -> Iterable[dict[str, Cell]]:
    """One row a key, the first; the values of the column `joined` stand in it together."""
    first: dict[Cell, dict[str, Cell]] = {}
    words: dict[Cell, dict[str, None]] = {}
    for row in rows:
        first.setdefault(row[key], row)
        words.setdefault(row[key], {}).update({str(row[joined]): None} if row[joined] is not None else {})
    return (row | {joined: SEPARATOR.join(words[value])} for value, row in first.items())


def _frame(module: str, name: str, found: Columns) -> Any:
    make = getattr(importlib.import_module(module), name)
    return make(found) if module != "polars" else make(found, infer_schema_length=None)


_MAKERS: Mapping[str, Callable[[Columns], Any]] = {
    "pandas": partial(_frame, "pandas", "DataFrame"),
    "polars": partial(_frame, "polars", "DataFrame"),
    "arrow": partial(_frame, "pyarrow", "table"),
    "rows": lambda found: [dict(zip(found, row, strict=True)) for row in zip(*found.values(), strict=True)],
}
