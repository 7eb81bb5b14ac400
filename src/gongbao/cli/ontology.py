"""`gongbao ontology`: what the program knows, as a table and as a page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongbao.cli import say
from gongbao.cli.options import ontology_option

if TYPE_CHECKING:
    from rich.table import Table

    from gongbao.ontology import Ontology, Term


@click.command("ontology")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("ontology.html"),
    show_default=True,
    help="Where to write the reference page.",
)
@click.option("--no-page", is_flag=True, help="Print the table only.")
@ontology_option
def ontology_command(output: Path, no_page: bool, ontologies: tuple[Path, ...]) -> None:
    """Print classes, properties and wording as a table, and write them as one HTML page.

    列出类、属性和措辞，并写成一页 HTML 参考。
    """
    from rich.console import Console

    from gongbao.ontology import load

    terms = load(ontologies)
    console = Console(highlight=False)
    for table in (_classes(terms), _properties(terms)):
        console.print(table)
    if no_page:
        return
    from gongbao.export.files import write_atomic
    from gongbao.export.reference import render_reference

    write_atomic(output, render_reference(terms).encode())
    click.echo(say(f"wrote {output}", f"已写入 {output}"), err=True)


def _table(title: str, *columns: str) -> Table:
    from rich.table import Table

    table = Table(title=title, title_justify="left", expand=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _classes(terms: Ontology) -> Table:
    table = _table(say("Classes", "类"), "id", "zh-Hans", "en", say("below", "上位"), say("wording", "措辞"))
    for spec in terms.classes.values():
        _row(table, spec, ", ".join(spec.parents))
    return table


def _properties(terms: Ontology) -> Table:
    ends = say("joins", "连接")
    table = _table(say("Properties", "属性"), "id", "zh-Hans", "en", ends, say("wording", "措辞"))
    for spec in terms.properties.values():
        joins = f"{' | '.join(spec.domain)} → {' | '.join(spec.range)}"
        _row(table, spec, joins)
    return table


def _row(table: Table, term: Term, place: str) -> None:
    from rich.text import Text  # plain text, so that brackets of a user's file are no markup

    cells = (term.id, term.label("zh-hans"), term.label("en"), place, _words(term.wording))
    table.add_row(*map(Text, cells))


_STRUCTURE = ("role", "tag", "scheme", "off", "without")
_SHOWN = 6


def _words(wording: Mapping[str, tuple[str, ...]]) -> str:
    """The first words of each kind, and how many more there are."""
    lines = []
    for kind, words in wording.items():
        if kind not in _STRUCTURE:
            more = f" … +{len(words) - _SHOWN}" if len(words) > _SHOWN else ""
            lines.append(f"{kind}: {' '.join(words[:_SHOWN])}{more}")
    return "\n".join(lines)
