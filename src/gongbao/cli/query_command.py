"""`gongbao query`: SPARQL or a ready-made query over a graph, as a table, CSV, TSV, JSON or XML."""

import sys
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import click
import pyoxigraph as ox

from gongbao.apart import apart
from gongbao.cli import chinese, say, tell
from gongbao.cli.graph_commands import typing_quads, warn_unknown
from gongbao.cli.options import PATH, base_option, ontology_option, refuse_itself
from gongbao.corpus.on_disk import readable
from gongbao.errors import UsageError, read_utf8
from gongbao.export.atomic import write_atomic
from gongbao.graph import prefixes
from gongbao.iri import valid_base
from gongbao.messages import both
from gongbao.offline import no_sockets
from gongbao.ontology import Ontology, load
from gongbao.opening import Opened, open_graph
from gongbao.query import Quotation, Ready, Results, Rows, evidence_of, fill, get_ready, ready_made, table, takes_names
from gongbao.text.harmless import guarded_table
from gongbao.text.language_tags import cased

_FORMATS = {"table": "", "csv": "csv", "tsv": "tsv", "json": "srj", "xml": "srx"}
_TRIPLES = "ttl"  # what CONSTRUCT and DESCRIBE give, whatever --format says
_ENDINGS = (*list(_FORMATS)[1:], _TRIPLES)
_SHORT = 60  # columns of a cell, unless evidence is asked for


@click.command(context_settings={"allow_extra_args": True})  # which are refused here, with what to do
@click.argument("graph", type=PATH, required=False)
@click.argument("query", required=False)
@click.option("-f", "--file", "file", type=PATH, help="Read the query from a file; - is stdin.")
@click.option("-p", "--param", "given", multiple=True, metavar="NAME=VALUE", help="Parameter of a ready-made query.")
@click.option("--format", "format", type=click.Choice(list(_FORMATS)), default="table")
@click.option("-o", "--output", type=PATH, help="Write to a file; its ending says the format, unless --format does.")
@click.option("--evidence", is_flag=True, help="Nothing cut short, and under the table the sentences it rests on.")
@click.option("--list", "listing", is_flag=True, help="List the ready-made queries and their parameters.")
@base_option
@ontology_option
def query(
    graph: Path | None, query: str | None, file: Path | None, given: tuple[str, ...], listing: bool, **how: Any
) -> None:
    """Ask a graph: QUERY is SPARQL (prefixes are known) or the name of a ready-made query.

    查询图谱：QUERY 是 SPARQL（前缀已知），或现成查询的名字。
    """
    _refuse(click.get_current_context().args)
    if listing:
        for ready in ready_made().values():
            _tell(ready)
        return
    if graph is None or (query is None) == (file is None):
        raise UsageError("give a graph and one query")
    how["format"] = _format(graph, how["output"], how["format"])
    asked = _Asked(graph, _text(query, file, given), **how)
    written = apart(asked.answer)
    if asked.output is not None and isinstance(written, bytes):
        write_atomic(asked.output, (BOM_UTF8 if asked.format == "csv" else b"") + written)
        tell("wrote", path=asked.output, err=True)
        return
    if isinstance(written, bytes):
        click.echo(written, nl=False)
        return
    print_table(written.columns, written.rows, None if asked.evidence else _SHORT, written.prefixes)
    for hint in written.hints:
        tell(*hint, err=True)
    for number, quotation in written.quotations:
        page = say("page", page=quotation.page) if quotation.page else ""
        place = f"{plain(quotation.source)} {quotation.start}–{quotation.end}{page}"
        click.echo(f"[{number}] {plain(quotation.sentence)}  ({place})")


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a table shows: columns and rows, prefixes to shorten IRIs with, and sentences by the number of their row.

    Of a query that finds nothing, `hints` say in both languages what it may have meant.
    """

    columns: list[str]
    rows: list[list[str]]
    prefixes: dict[str, str]
    quotations: list[tuple[int, Quotation]]
    hints: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query as the call gives it."""

    graph: Path
    text: str | tuple[Ready, dict[str, str]]
    base: str | None
    ontologies: tuple[Path, ...]
    format: str
    output: Path | None
    evidence: bool

    def answer(self) -> bytes | _Answer:
        """Open the graph and ask it, with no network where the system can take it away."""
        no_sockets()
        with readable(self.graph):
            opened = open_graph(self.graph)
            base = opened.base if self.base is None and opened.base else valid_base(self.base)
            terms = load(self.ontologies)
            if not self.graph.is_dir():  # of a corpus all would have to be read
                warn_unknown(typing_quads(opened.store), terms)
            names = prefixes(terms, base)
            text = self.text if isinstance(self.text, str) else fill(*self.text, opened.store)
            ask = partial(opened.ask, prefixes=names)
            results = ask(text)
            if self.format == "table":
                found = table(results)
                quotations = _quotations(opened, found.things, names) if self.evidence else []
                hints = [] if found.rows else [*_unknown(terms, names, text), *self._without(ask)]
                zh = chinese() and not isinstance(self.text, str)
                columns, rows = _in_chinese(found, terms) if zh else (found.columns, found.rows)
                return _Answer(columns, rows, names, quotations, hints)
            self._refuse_file(isinstance(results, ox.QueryTriples))
            if isinstance(results, ox.QueryTriples):
                return cased(ox.serialize(results, format=ox.RdfFormat.TURTLE, prefixes=names) or b"")
            written = results.serialize(format=ox.QueryResultsFormat.from_extension(_FORMATS[self.format])) or b""
            return guarded_table(written) if self.format == "csv" else cased(written)

    def _refuse_file(self, triples: bool) -> None:
        """Raise UsageError where the file is to have a table of triples, or triples that are a table."""
        if self.output is not None and triples != (self.format == _TRIPLES):
            raise UsageError(
                "CONSTRUCT and DESCRIBE are written to .ttl", output=self.output, endings=_listed(_ENDINGS[:-1])
            )

    def _without(self, ask: Callable[[str], Results]) -> Iterator[tuple[str, str]]:
        """Of a ready-made query that finds nothing: what there is instead of a value that is no name (a year)."""
        if isinstance(self.text, str):
            return
        ready, given = self.text
        for name in given.keys() - takes_names(ready):
            found = table(ask(fill(ready, {other: value for other, value in given.items() if other != name})))
            if not found.rows:
                yield both("nothing without it either", name=name, value=given[name])
            elif name in found.columns:
                at = found.columns.index(name)
                listed = ", ".join(sorted({row[at] for row in found.rows} - {""})) or say("none")
                yield both("there is something else", name=name, value=given[name], listed=listed)


def _format(graph: Path, output: Path | None, format: str) -> str:
    """The format that is wanted: a file's ending says it where `--format` does not. Raises UsageError."""
    if output is None:
        return format
    refuse_itself(output, graph)
    if format != "table":
        return format
    ending = output.suffix[1:].lower()
    if ending not in _ENDINGS:
        raise UsageError("its ending says no format", output=output, listed=_listed(_ENDINGS))
    return ending


def _listed(endings: Iterable[str]) -> str:
    return " ".join(f".{ending}" for ending in endings)


def _in_chinese(found: Rows, terms: Ontology) -> tuple[list[str], list[list[str]]]:
    """Columns and rows of a ready-made query as the pages of `serve` have them: headings, terms and dates in Chinese."""
    from gongbao.serve.asking import CODED, DATED
    from gongbao.serve.markup import WORDS, period

    labels = {iri.rpartition("#")[2]: term.label("zh-Hans") for iri, term in terms.by_iri.items()}

    def said(column: str, cell: str) -> str:
        if column in CODED:
            return labels.get(cell, cell)
        return period(cell, "zh-Hans") if column in DATED else cell

    columns = [WORDS[column][1] if column in WORDS else column for column in found.columns]
    return columns, [[said(*pair) for pair in zip(found.columns, row, strict=True)] for row in found.rows]


def _unknown(terms: Ontology, prefixes: dict[str, str], query: str) -> list[tuple[str, str]]:
    """Of the terms of a query that are misspelt, those that may be meant."""
    from gongbao.serve.hints import Hints

    found = Hints(terms, prefixes).unknown(query)
    told = ((row["term"], ", ".join(row["close"]) or "–") for row in found)
    return [(f"{t} is no term that is known; close: {close}", f"没有 {t} 这个词；相近：{close}") for t, close in told]


def _quotations(opened: Opened, rows: list[list[str]], prefixes: dict[str, str]) -> list[tuple[int, Quotation]]:
    """For each row that names things of the graph, the sentences that say what it says of them."""
    shown: dict[Quotation, int] = {}
    for number, things in enumerate(rows, 1):
        for quotation in evidence_of(opened.store, things, prefixes=prefixes):
            shown.setdefault(quotation, number)
    return [(number, quotation) for quotation, number in shown.items()]


def _refuse(more: list[str]) -> None:
    """Raise UsageError where the call has more than a graph and a query: what to write instead."""
    if not more:
        return
    name, equals, _ = more[0].partition("=")
    if equals and name.isidentifier():
        raise UsageError("a parameter is given with p", more=more[0])
    raise UsageError("one graph and one query are taken", more=more[0])


def _tell(ready: Ready) -> None:
    click.echo(f"{ready.name:12} {say(ready.title, ready.title_zh)}")
    for parameter in ready.parameters:
        click.echo(f"{'':12}   -p {parameter.name}=…  {say(parameter.about, parameter.about_zh)}")


def _text(query: str | None, file: Path | None, given: tuple[str, ...]) -> str | tuple[Ready, dict[str, str]]:
    """Return the query, or a ready-made one with its parameters, which may look into the graph first."""
    if file is not None:
        piped = str(file) == "-"
        return sys.stdin.buffer.read().decode("utf-8", "replace") if piped else read_utf8(file, UsageError)
    assert query is not None
    if not query.strip().isidentifier():
        return query
    ready = get_ready(query.strip())
    pairs = [pair.partition("=") for pair in given]
    if any(not equals for _, equals, _ in pairs):
        raise UsageError("p takes NAME=VALUE")
    parameters = {name: value for name, _, value in pairs}
    fill(ready, parameters)  # what is wrong is said before the graph is opened
    return ready, parameters


def print_table(
    columns: list[str], rows: list[list[str]], longest: int | None, prefixes: Mapping[str, str] | None = None
) -> None:
    """Print rows as a table, cells cut at `longest` characters, IRIs shortened with prefixes."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table
    from rich.text import Text

    table = Table(*map(escape, columns), header_style="bold", row_styles=["", "dim"] if len(rows) > 8 else None)
    for row in rows:
        table.add_row(*(Text(_short(cell, prefixes or {}, longest)) for cell in row))
    console = Console(width=None if sys.stdout.isatty() else 200, soft_wrap=False)
    console.print(table)
    console.print(f"{len(rows)} 行" if chinese() else f"{len(rows)} rows", style="dim")


def _short(value: str, prefixes: Mapping[str, str], longest: int | None) -> str:
    """A cell: prefixed names for IRIs, no control or bidirectional characters, cut where too long."""
    value = shortened(value, prefixes)
    return value if longest is None or len(value) <= longest else value[: longest - 1] + "…"


def shortened(words: str, prefixes: Mapping[str, str]) -> str:
    """Words as a terminal may show them, with prefixed names for IRIs."""
    for prefix, iri in prefixes.items():
        words = f" {words}".replace(f" {iri}", f" {prefix}:")[1:]
    return plain(words)


def plain(value: str) -> str:
    """Text that cannot command a terminal or turn its direction."""
    return "".join(c if c.isprintable() else "�" for c in value.replace("\n", " "))
