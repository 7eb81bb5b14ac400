"""`gongbao measures`, `gongbao path` and `gongbao project`: what the network of a graph tells."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongbao.cli import tell_by
from gongbao.cli.graph_commands import read_graph, write_beside
from gongbao.cli.options import GRAPH, PATH, edges_options, measures_option, network_choice, ontology_option, terms_of
from gongbao.errors import UsageError
from gongbao.text.harmless import guarded

if TYPE_CHECKING:
    from gongbao.network.connect import Connected
    from gongbao.network.measures import Measured

_BY = ("community", "degree", "strength", "betweenness", "pagerank", "joins", "broker")


@click.command()
@GRAPH
@click.option("--by", default="betweenness", metavar="MEASURE", help="Which comes first.")
@click.option("--top", type=click.IntRange(0), default=20, metavar="N", help="How many rows (of each year); 0 for all.")
@click.option("--years", is_flag=True, help="A network for each year, of the ties that hold in it.")
@click.option("--format", type=click.Choice(["table", "csv", "json", "turtle"]), default="table")
@edges_options
@ontology_option
def measures(
    graph: Path, by: str, top: int, years: bool, format: str, ontologies: tuple[Path, ...], **network: Any
) -> None:
    """Components, communities, degree, betweenness, PageRank and brokers of the network of a graph or store.

    网络的连通部分、社群、度、介数、PageRank 和中介。
    """
    from gongbao.network.connect import connect
    from gongbao.network.measures import measure, measure_years

    if by not in _BY:
        raise UsageError("no measure", name=by, known=_BY)
    if years and format == "turtle":
        raise UsageError("years has no RDF")
    terms = terms_of(ontologies)
    connected = connect(read_graph(graph, terms), terms, network_choice(network))
    if format == "turtle":
        from gongbao.export.measured import turtle

        click.echo(turtle(measure(connected, terms), terms), nl=False)
        return
    found = measure_years(connected, terms) if years else {"": measure(connected, terms)}
    rows = [row for year, measured in found.items() for row in _rows(connected, measured, by, top, year)]
    _tell(rows, format)


def _rows(
    connected: Connected, measured: Mapping[str, Measured], by: str, top: int, year: str
) -> Iterable[dict[str, Any]]:
    smallest_first = by == "community"
    nodes = [node for node in connected.nodes if node.iri in measured]
    values = {node.iri: getattr(measured[node.iri], by) for node in nodes}
    ranked = sorted(
        nodes, key=lambda n: (values[n.iri] * (1 if smallest_first else -1), -measured[n.iri].betweenness, n.iri)
    )
    for node in ranked[: top or None]:
        told = {"year": year} if year else {}
        named = {"name": node.label, "type": node.type, "reports": node.reports}
        yield told | named | measured[node.iri]._asdict() | {"iri": node.iri}


def _tell(rows: list[dict[str, Any]], format: str) -> None:
    if format == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1).encode() + b"\n", nl=False)
        return
    columns = list(rows[0]) if rows else ["name"]
    if format == "csv":
        out = io.StringIO()
        writer = csv.DictWriter(out, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows({key: guarded(v) if isinstance(v, str) else v for key, v in row.items()} for row in rows)
        click.echo(out.getvalue().encode("utf-8", "replace"), nl=False)
        return
    from gongbao.cli.query_command import print_table

    shown = [column for column in columns if column != "iri"]
    print_table(shown, [[str(row[column]) for column in shown] for row in rows], 30)


@click.command()
@GRAPH
@click.argument("one")
@click.argument("other")
@click.option("--most", type=click.IntRange(1), default=5, metavar="N", help="How many ways and shared things to show.")
@edges_options
@ontology_option
def path(graph: Path, one: str, other: str, most: int, ontologies: tuple[Path, ...], **network: Any) -> None:
    """How ONE and OTHER (names or IRIs) are linked: the shortest ways, what says so of each step, what they share.

    两个事物有何联系：全部最短路径、每一步的原文依据，以及共同之处。
    """
    from gongbao.cli.query_command import plain
    from gongbao.network.connect import connect
    from gongbao.network.paths import find, link

    terms = terms_of(ontologies)
    connected = connect(read_graph(graph, terms), terms, network_choice(network))
    a, b = find(connected, one), find(connected, other)
    if a.iri == b.iri:
        raise UsageError("the two are one thing", one=one, other=other, label=a.label)
    tell_by("path", linked=link(connected, a, b, most=most), a=a, b=b, most=most, plain=plain)


@click.command()
@GRAPH
@click.argument("name", metavar="[bodies|campaigns|cities]")
@click.option("--to", "names", multiple=True, metavar="FORMAT", help="Network format. Default: gexf.")
@click.option("-o", "--output", type=PATH, help="Folder; default: beside the graph.")
@measures_option
@ontology_option
def project(
    graph: Path, name: str, names: tuple[str, ...], output: Path | None, measures: bool, ontologies: tuple[Path, ...]
) -> None:
    """Write bodies by common campaigns and cooperation, campaigns by bodies, or cities by shared campaigns.

    Each as a network and as a matrix (CSV) of the weights.

    按共同行动与合作连接机构、按主体连接行动、按共同行动连接城市，写成网络和矩阵（CSV）。
    """
    from gongbao.export.formats import Material, get_format
    from gongbao.network.choice import Choice
    from gongbao.network.projections import matrix
    from gongbao.network.projections import project as run

    formats = [get_format(wanted) for wanted in names or ("gexf",)]
    for format in formats:
        if not format.network:
            raise UsageError("is no network format", name=format.name)
    terms = terms_of(ontologies)
    facts = read_graph(graph, terms)
    connected = run(facts, terms, name)
    material = Material(tuple, terms, {}, Choice(measures=measures), lambda: facts, connected)
    for format in formats:
        write_beside(graph, output, format.write(material), name=f"-{name}")
    write_beside(graph, output, {"-matrix.csv": matrix(connected)}, name=f"-{name}")
