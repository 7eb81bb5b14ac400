"""`gongbao check`, `gongbao export` and `gongbao view`: what is done with a graph that is there."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongbao.cli import Failures, options, say, tell
from gongbao.errors import GongbaoError, GraphError, UsageError, typed
from gongbao.workers import attempt

if TYPE_CHECKING:
    import pyoxigraph as ox

    from gongbao.export.formats import Contents
    from gongbao.network.values import Network
    from gongbao.ontology import Ontology
    from gongbao.validate.laws import Finding


@click.command()
@click.argument("graphs", nargs=-1, required=True, type=options.PATH, metavar="GRAPH…")
@options.debug_option
@options.ontology_option
def check(graphs: tuple[Path, ...], debug: bool, ontologies: tuple[Path, ...]) -> None:
    """Check graphs against the shapes (SHACL) and the laws of evidence.

    用 SHACL 和证据规则检查图谱。
    """
    terms = options.terms_of(ontologies)
    failures = Failures(debug=debug)
    broken = 0
    for graph in graphs:
        checked = attempt(str(graph), partial(_checked, graph, terms))
        if isinstance(checked, GongbaoError):
            failures.tell(checked)
            continue
        findings, free = checked
        for finding in findings:
            click.echo(_short(f"{finding.law}: {finding.node}: {say(finding.message, finding.zh)}", terms))
        if free:
            tell("no shape speaks of it", graph=graph, listed=[_short(iri, terms) for iri in free], err=True)
        if findings:
            broken += 1
            tell("findings", graph=graph, count=len(findings), err=True)
        else:
            tell("conforms", graph=graph)
    if broken or failures.count:
        sys.exit(1)


def _short(text: str, terms: Ontology) -> str:
    """Return a text with its IRIs as a query writes them, of which a graph that conforms needs to know nothing."""
    from gongbao.cli.query_command import shortened
    from gongbao.graph import prefixes

    return shortened(text, prefixes(terms))


def _checked(graph: Path, terms: Ontology) -> tuple[tuple[Finding, ...], list[str]]:
    from gongbao.export.rdf import parse
    from gongbao.validate.laws import check, unshaped

    if graph.is_dir():
        from gongbao.opening import check_folder

        check_folder(graph)
        raise GraphError("a corpus is checked as one file", path=graph, typed=typed(graph))
    quads = parse(graph)
    return check(quads, terms), unshaped(quads, terms)


@click.command()
@click.argument("graph", type=options.PATH, required=False)
@click.option("--to", "names", multiple=True, metavar="FORMAT", help="Format, by name or extension. May be repeated.")
@click.option("-o", "--output", type=options.PATH, help="Folder; default: beside the graph.")
@click.option("--list", "listing", is_flag=True, help="List the formats.")
@options.edges_options
@options.measures_option
@options.base_option
@options.ontology_option
def export(
    graph: Path | None,
    names: tuple[str, ...],
    output: Path | None,
    listing: bool,
    base: str | None,
    ontologies: tuple[Path, ...],
    **network: Any,
) -> None:
    """Write a graph in other formats.

    把图谱写成其他格式。
    """
    from gongbao.export.formats import FORMATS, Material, get_format
    from gongbao.export.rdf import parse
    from gongbao.graph import prefixes
    from gongbao.iri import valid_base
    from gongbao.opening import reading
    from gongbao.reports import Reports

    if listing:
        for format in FORMATS:
            about = say(format.about, format.about_zh)
            click.echo(f"{format.name:14} .{format.extension:14} {format.media_type:32} {about}")
        return
    if graph is None or not names:
        raise UsageError("give a graph and to FORMAT")
    formats = [get_format(name) for name in names]
    choice = options.network_choice(network)
    terms = options.terms_of(ontologies)
    with reading(graph) if graph.is_dir() else nullcontext() as opened:
        if opened is not None:
            material = Reports(opened, terms, valid_base(base)).material(choice, teller())
        else:
            material = Material(lambda: parse(graph), terms, prefixes(terms, valid_base(base)), choice)
        warn_unknown(material.quads if opened is None else typing_quads(opened.store), terms)
        for format in formats:
            write_beside(graph, output, format.write(material))


def write_beside(graph: Path, folder: Path | None, contents: Contents, *, name: str = "") -> None:
    """Write files named after a graph, into a folder or beside it, and print their paths. Raises UsageError, OutputError."""
    from gongbao.export.atomic import spare, write_atomic

    for suffix, content in contents.items():
        beside = _beside(graph, f"{name}{suffix}")
        path = folder / beside.relative_to(_beside(graph, "").parent) if folder else beside
        options.refuse_itself(path, graph)
        spare(path)
        write_atomic(path, content)
        click.echo(path)


def _beside(graph: Path, ending: str) -> Path:
    """Return the path of a file called after a graph, beside it; a corpus may be the folder that one stands in."""
    graph = graph.resolve() if graph.name in ("", "..") else graph
    return graph.parent / f"{graph.stem or 'graph'}{ending}"


@click.command()
@options.GRAPH
@click.option("-o", "--output", type=options.PATH, help="The page; default: beside the graph.")
@click.option("--no-open", is_flag=True, help="Write the page, open no browser.")
@click.option("--measures", is_flag=True, help="Communities and centralities of things in the page's data.")
@options.ontology_option
def view(graph: Path, output: Path | None, no_open: bool, measures: bool, ontologies: tuple[Path, ...]) -> None:
    """Write the one-file viewer of a graph and open it.

    写出单文件网页并打开。
    """
    from gongbao.export.atomic import spare, write_atomic
    from gongbao.export.viewer_page import render
    from gongbao.opening import reading

    path = output or _beside(graph, ".html")
    options.refuse_itself(path, graph)
    spare(path, page=True)
    terms = options.terms_of(ontologies)
    measured = None
    if measures:
        from gongbao.network.connect import connect
        from gongbao.network.measures import measure

        measured = measure(connect(read_graph(graph, terms), terms), terms)
    with reading(graph) as opened:
        warn_unknown(typing_quads(opened.store), terms)
        page = render(opened.store, terms, measured=measured)
    write_atomic(path, page.encode())
    click.echo(path)
    if not no_open and not _shown(path.resolve().as_uri()):
        tell("no browser to show it", path=path, err=True)


def _shown(address: str) -> bool:
    """Show a page in the reader's browser; False where there seems to be none. What tells of it otherwise is not ours."""
    import subprocess

    if os.name == "nt" or sys.platform == "darwin":
        return click.launch(address) == 0
    quiet = subprocess.DEVNULL
    try:
        begun = subprocess.Popen(["xdg-open", address], stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
        return begun.wait(_BROWSER_SECONDS) == 0
    except subprocess.TimeoutExpired:
        return True  # it is shown by this very process
    except OSError:
        return False


_BROWSER_SECONDS = 3.0  # after which what is to open a browser has not failed


def typing_quads(store: ox.Store) -> Iterator[ox.Quad]:
    """What a store says of the classes of things and the predicates of statements."""
    import pyoxigraph as ox

    from gongbao.ontology import GB, RDF

    for iri in (RDF + "type", GB + "predicate"):
        yield from store.quads_for_pattern(None, ox.NamedNode(iri), None, None)


def warn_unknown(quads: Iterable[ox.Quad], terms: Ontology) -> None:
    """Say which terms of a graph the ontology does not have: its things and relations are shown without them."""
    from gongbao.triples import local
    from gongbao.validate.laws import unknown

    if found := [local(iri) for iri in unknown(quads, terms)]:
        more = " …" if found[5:] else ""
        tell("the graph has terms that are not in the ontology", found=found[:5], more=more, err=True)


_STEP = 500  # reports between two words of progress


def read_graph(graph: Path, terms: Ontology) -> Network:
    """Read the network of a graph file, a corpus or a store. Raises GraphError or StoreError."""
    from gongbao.network.facts import read_network, read_store

    if not graph.is_dir():
        from gongbao.export.rdf import parse

        return read_network(parse(graph), terms)
    from gongbao.corpus.on_disk import CATALOG
    from gongbao.opening import reading

    with reading(graph) as opened:
        return read_store(opened.store, terms, left_out=(CATALOG,), tell=teller())


def teller() -> Callable[[int, int], None]:
    """Return what tells, on standard error, how many reports are read: in place on a terminal, else on lines."""
    end, start = ("", "\r") if sys.stderr.isatty() else ("\n", "")

    def tell(done: int, total: int) -> None:
        if total > _STEP and (done % _STEP == 0 or done == total):
            told = say("reports read", done=done, total=total)
            click.echo(f"{start}{told}{end if done < total else chr(10)}", nl=False, err=True)

    return tell
