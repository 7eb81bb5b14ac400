"""`gongbao explain`: why these names are one thing."""

from __future__ import annotations

from pathlib import Path

import click

from gongbao.cli import say
from gongbao.cli.options import base_option, ontology_option, valid_base


@click.command()
@click.argument("graph", type=click.Path(path_type=Path))
@click.argument("entity")
@base_option
@ontology_option
def explain(graph: Path, entity: str, base: str | None, ontologies: tuple[Path, ...]) -> None:
    """Say why ENTITY (a name or an IRI) bears the names it does: each mention, its rule and its place.

    说明一个事物为何有这些名称：每处提及、所依规则和出处。
    """
    from gongbao.cli.query import load_graph
    from gongbao.corpus.layout import readable
    from gongbao.explain import explain as run
    from gongbao.graph import prefixes
    from gongbao.linking.rules import known
    from gongbao.ontology import load

    with readable(graph):
        found = run(load_graph(graph), entity, prefixes(load(ontologies), valid_base(base)))
    click.echo(f"{found.name}  <{found.iri}>")
    for named in found.mentions:
        meaning = known()[named.rule].en or say("its own name", "本名")
        tied = f" ← {named.target}" if named.target != named.surface else ""
        click.echo(f"  {named.source}:{named.start}  {named.surface}{tied}  [{meaning}; {named.finder} {named.score}]")
        click.echo(f"      …{' '.join(named.context.split())}…")
