"""SPARQL over a graph: prefixes known without writing them, ready-made queries by name, results in the usual forms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import pyoxigraph as ox

from gongbao.errors import QueryError

Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

_HEADER = re.compile(r"^#\s*(title|title_zh|param|about):\s*(.+)$")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A `$name` of a ready-made query and what it filters by; one that is not given does not filter."""

    name: str
    about: str


@dataclass(frozen=True, slots=True)
class Ready:
    """A ready-made query: its name on the command line, titles in both languages, parameters and SPARQL text."""

    name: str
    title: str
    title_zh: str
    about: str
    parameters: tuple[Parameter, ...]
    text: str


@cache
def ready_made() -> Mapping[str, Ready]:
    """Return the ready-made queries by name, sorted."""
    found = {}
    for file in resources.files("gongbao").joinpath("queries").iterdir():
        if file.name.endswith(".rq"):
            name = file.name.removesuffix(".rq")
            found[name] = _read(name, file.read_text("utf-8"))
    return dict(sorted(found.items()))


def _read(name: str, text: str) -> Ready:
    header: dict[str, str] = {}
    parameters = []
    for line in text.splitlines():
        match = _HEADER.match(line)
        if match and match[1] == "param":
            key, _, about = match[2].partition(" ")
            parameters.append(Parameter(key, about.strip()))
        elif match:
            header[match[1]] = match[2].strip()
    title = header.get("title", name)
    return Ready(name, title, header.get("title_zh", title), header.get("about", ""), tuple(parameters), text)


def fill(ready: Ready, given: Mapping[str, str]) -> str:
    """Return the query with parameters in place: `VALUES $name { UNDEF }` becomes the value, as an escaped literal.

    Raises QueryError for a parameter that the query does not have.
    """
    known = [parameter.name for parameter in ready.parameters]
    text = ready.text
    for name, value in given.items():
        if name not in known:
            listed = ", ".join(known) or "none"
            raise QueryError(
                f"query {ready.name!r} has no parameter {name!r}; it has: {listed}",
                f"查询 {ready.name} 没有参数 {name}；可用参数：{listed}",
            )
        text = text.replace(f"VALUES ${name} {{ UNDEF }}", f"VALUES ${name} {{ {ox.Literal(value)} }}")
    return text


def run(
    store: ox.Store,
    text: str,
    *,
    prefixes: Mapping[str, str],
    default_graphs: Iterable[ox.NamedNode] | None = None,
) -> Results:
    """Run a query over all graphs of the store together, with the prefixes known.

    Raises QueryError; a syntax error names line and column and shows the place.
    """
    try:
        return store.query(
            text,
            prefixes=dict(prefixes),
            use_default_graph_as_union=default_graphs is None,
            default_graph=list(default_graphs) if default_graphs is not None else None,
        )
    except SyntaxError as error:
        raise QueryError(
            syntax_message(text, str(error)), "SPARQL 语法错误：" + syntax_message(text, str(error))
        ) from error
    except (ValueError, RuntimeError, OSError) as error:
        raise QueryError(f"the query failed: {error}", f"查询失败：{error}") from error


def syntax_message(text: str, error: str) -> str:
    """Point at the place of a syntax error: the parser's words, the line, and a caret under the column."""
    place = re.search(r"(?:at|line) (\d+):(\d+)", error)
    if not place:
        return f"SPARQL syntax: {error}"
    line, column = int(place[1]), int(place[2])
    lines = text.splitlines()
    shown = lines[line - 1] if 0 < line <= len(lines) else ""
    return f"SPARQL syntax at line {line}, column {column}: {shown.strip()!r}: {error}"


def rows(results: Results) -> tuple[list[str], list[list[str]]]:
    """Return columns and rows as plain text; IRIs are shortened by nobody here, absent values are ''."""
    if isinstance(results, ox.QueryBoolean):
        return ["answer"], [["true" if results else "false"]]
    if isinstance(results, ox.QueryTriples):
        return ["subject", "predicate", "object"], [
            [_plain(t.subject), _plain(t.predicate), _plain(t.object)] for t in results
        ]
    columns = [v.value for v in results.variables]
    return columns, [[_plain(solution[c]) for c in columns] for solution in results]


def _plain(term: object) -> str:
    if term is None:
        return ""
    return term.value if isinstance(term, (ox.NamedNode, ox.Literal, ox.BlankNode)) else str(term)
