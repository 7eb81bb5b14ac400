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


@click.command("ontology", short_help="Show the ontology; give it to other tools.")
@click.option(
    "--to",
    "format",
    type=click.Choice(["turtle", "rdfxml", "jsonld", "shapes", "context", "html"]),
    help="Write the ontology (OWL), the SHACL shapes, the JSON-LD context or the reference page, and no table.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write; default: ontology.html for the page, standard output for all else.",
)
@click.option("--no-page", is_flag=True, help="Print the table only.")
@ontology_option
def ontology_command(format: str | None, output: Path | None, no_page: bool, ontologies: tuple[Path, ...]) -> None:
    """Print classes, properties and wording as a table, and write them as one HTML page, or write them for other tools.

    列出类、属性和措辞，并写成一页 HTML 参考；--to 写出供其他软件使用的 OWL、SHACL、JSON-LD 文件。
    """
    from gongbao.ontology import load

    terms = load(ontologies)
    if format is None:
        from rich.console import Console

        console = Console(highlight=False)
        for table in (_classes(terms), _properties(terms)):
            console.print(table)
        if no_page:
            return
    from gongbao.export.atomic import write_atomic
    from gongbao.export.vocabulary import FORMATS

    content = FORMATS[format or "html"](terms)
    if output is None and format not in (None, "html"):
        click.echo(content, nl=False)
        return
    target = output or Path("ontology.html")
    write_atomic(target, content)
    click.echo(say(f"wrote {target}", f"已写入 {target}"), err=True)


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


_STRUCTURE = ("role", "scheme", "off", "without")
_SHOWN = 6


def _words(wording: Mapping[str, tuple[str, ...]]) -> str:
    """The first words of each kind, and how many more there are."""
    lines = []
    for kind, words in wording.items():
        if kind not in _STRUCTURE:
            more = f" … +{len(words) - _SHOWN}" if len(words) > _SHOWN else ""
            lines.append(f"{kind}: {' '.join(words[:_SHOWN])}{more}")
    return "\n".join(lines)
