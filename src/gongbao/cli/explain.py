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
    """Say why ENTITY (a name or an IRI) bears the names it does, each with its rule and place, and what it may also be.

    说明一个事物为何有这些名称：每处提及、所依规则和出处，以及尚未判定的归并。
    """
    from gongbao.cli.query import load_graph
    from gongbao.corpus.layout import readable
    from gongbao.explain import explain as run
    from gongbao.graph import prefixes
    from gongbao.linking.link import known
    from gongbao.ontology import load

    with readable(graph):
        found = run(load_graph(graph), entity, prefixes(load(ontologies), valid_base(base)))
    click.echo(f"{found.name}  <{found.iri}>")
    for named in found.mentions:
        rule = known().get(named.rule)
        meaning = say(f"{rule.en}, {rule.certainty:.2f}", f"{rule.zh}，{rule.certainty:.2f}") if rule else "?"
        tied = f" ← {named.target}" if named.target != named.surface else ""
        click.echo(f"  {named.source}:{named.start}  {named.surface}{tied}  [{meaning}; {named.by} {named.score}]")
        click.echo(f"      …{' '.join(named.context.split())}…")
    for surface, iri, name in found.open:
        note = f"{surface} may be {name} <{iri}>: left open; decide with a row of --aliases: {surface}, {name}, force or forbid"
        click.echo("  " + say(note, f"{surface} 或即 {name}：未定，可在 --aliases 表中以 force 或 forbid 判定"))
