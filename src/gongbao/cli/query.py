"""`gongbao query`: SPARQL or a ready-made query over a graph, as a table, CSV, TSV, JSON or XML."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import pyoxigraph as ox

from gongbao.cli import chinese, say
from gongbao.cli.options import base_option, ontology_option, valid_base
from gongbao.errors import QueryError, UsageError

_FORMATS = ("table", "csv", "tsv", "json", "xml")


@click.command()
@click.argument("graph", type=click.Path(path_type=Path), required=False)
@click.argument("query", required=False)
@click.option("-f", "--file", "file", type=click.Path(path_type=Path), help="Read the query from a file.")
@click.option("-p", "--param", "given", multiple=True, metavar="NAME=VALUE", help="Parameter of a ready-made query.")
@click.option("--format", "format", type=click.Choice(_FORMATS), default="table", show_default=True)
@click.option("--evidence", is_flag=True, help="Show the evidence columns of ready-made queries in full.")
@click.option("--list", "listing", is_flag=True, help="List the ready-made queries.")
@base_option
@ontology_option
def query(
    graph: Path | None,
    query: str | None,
    file: Path | None,
    given: tuple[str, ...],
    format: str,
    evidence: bool,
    listing: bool,
    base: str | None,
    ontologies: tuple[Path, ...],
) -> None:
    """Ask a graph: QUERY is SPARQL (prefixes are known) or the name of a ready-made query.

    查询图谱：QUERY 是 SPARQL（前缀已知），或现成查询的名字。
    """
    from gongbao.graph import prefixes
    from gongbao.ontology import load
    from gongbao.query import ready_made, rows, run

    if listing:
        for ready in ready_made().values():
            parameters = " ".join(f"[{p.name}=…]" for p in ready.parameters)
            click.echo(f"{ready.name:14} {say(ready.title, ready.title_zh)}  {parameters}".rstrip())
        return
    if graph is None or (query is None) == (file is None):
        raise UsageError(
            "give a graph and one query: gongbao query GRAPH 'SELECT …', a name (--list shows them), or -f FILE",
            "请给出图谱和一个查询：gongbao query 图谱 'SELECT …'，或现成查询名（--list），或 -f 文件",
        )
    text = _text(query, file, given)
    names = prefixes(load(ontologies), valid_base(base))
    results = run(load_graph(graph), text, prefixes=names)
    if format == "table":
        columns, found = rows(results)
        _print_table(columns, found, names, shorten=not evidence)
        return
    if isinstance(results, ox.QueryTriples):
        written = results.serialize(format=ox.RdfFormat.TURTLE)
    else:
        written = results.serialize(
            format=ox.QueryResultsFormat.from_extension(format.replace("json", "srj").replace("xml", "srx"))
        )
    sys.stdout.buffer.write(written or b"")


def _text(query: str | None, file: Path | None, given: tuple[str, ...]) -> str:
    from gongbao.query import fill, ready_made

    if file is not None:
        try:
            return file.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(
                f"{file}: cannot be read as a UTF-8 query file", f"{file}：无法作为查询文件读取"
            ) from error
    assert query is not None
    if " " in query.strip() or "{" in query:
        return query
    ready = ready_made().get(query.strip())
    if ready is None:
        known = ", ".join(ready_made())
        raise QueryError(f"no ready-made query {query!r}; known: {known}", f"没有现成查询 {query!r}；可用：{known}")
    pairs = [pair.partition("=") for pair in given]
    if any(not equals for _, equals, _ in pairs):
        raise UsageError("-p takes NAME=VALUE", "-p 需要 名称=值")
    return fill(ready, {name: value for name, _, value in pairs})


def load_graph(graph: Path) -> ox.Store:
    """A graph file, or the folder of a store."""
    from gongbao.errors import StoreError
    from gongbao.export.rdf import parse

    if graph.is_dir():
        try:
            return ox.Store.read_only(str(graph))
        except OSError as error:
            raise StoreError(f"{graph}: not a store: {error}", f"{graph}：不是图谱库") from error
    store = ox.Store()
    store.extend(parse(graph))
    return store


def _print_table(columns: list[str], rows: list[list[str]], prefixes: dict[str, str], *, shorten: bool) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*columns, header_style="bold", row_styles=["", "dim"] if len(rows) > 8 else None)
    for row in rows:
        table.add_row(*(Text(_short(cell, prefixes, 60 if shorten else None)) for cell in row))
    console = Console(width=None if sys.stdout.isatty() else 200, soft_wrap=False)
    console.print(table)
    console.print(f"{len(rows)} 行" if chinese() else f"{len(rows)} rows", style="dim")


def _short(value: str, prefixes: dict[str, str], longest: int | None) -> str:
    """A cell: prefixed names for IRIs, no control or bidirectional characters, cut where too long."""
    for prefix, iri in prefixes.items():
        if value.startswith(iri):
            value = f"{prefix}:{value.removeprefix(iri)}"
    value = "".join(c if c.isprintable() else "�" for c in value.replace("\n", " "))
    return value if longest is None or len(value) <= longest else value[: longest - 1] + "…"
