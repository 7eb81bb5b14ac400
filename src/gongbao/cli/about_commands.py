"""`gongbao help` and `gongbao ontology`: what the program says of itself and of what it knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongbao.cli import say, tell
from gongbao.cli.options import ontology_option
from gongbao.errors import UsageError

if TYPE_CHECKING:
    from rich.table import Table

    from gongbao.ontology import Term


_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("help", short_help="Explain a command; write the reference as a page.")
@click.argument("command", nargs=-1, metavar="[COMMAND]…")
@click.option("--html", is_flag=True, help="Write the guide and the help of every command as one HTML page.")
@click.option("-o", "--output", type=_FILE, default="gongbao-help.html", help="Where the page goes.")
@click.pass_context
def help_command(ctx: click.Context, command: tuple[str, ...], html: bool, output: Path) -> None:
    """List the commands, explain one (help corpus add), or write the whole reference as a page (--html).

    列出命令，说明某一命令（help corpus add），或用 --html 把全部说明写成一页。
    """
    if not html:
        root = ctx.find_root()
        root.command.main([*command, "--help"], prog_name=root.info_name, standalone_mode=False)
        return
    if command:
        raise UsageError("html is of every command")
    from gongbao.export.atomic import spare, write_atomic
    from gongbao.export.guide_page import render_guide

    spare(output, page=True)
    write_atomic(output, render_guide().encode())
    tell("wrote", path=output, err=True)


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
    type=_FILE,
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
        classes = [(c, ", ".join(c.parents)) for c in terms.classes.values()]
        joins = [(p, f"{' | '.join(p.domain)} → {' | '.join(p.range)}") for p in terms.properties.values()]
        console.print(_table(say("Classes"), say("below"), classes))
        console.print(_table(say("Properties"), say("joins"), joins))
        if no_page:
            return
    from gongbao.export.atomic import spare, write_atomic
    from gongbao.export.vocabulary import FORMATS

    content = FORMATS[format or "html"](terms)
    if output is None and format not in (None, "html"):
        click.echo(content, nl=False)
        return
    target = output or Path("ontology.html")
    if format in (None, "html"):
        spare(target, page=True)
    write_atomic(target, content)
    tell("wrote", path=target, err=True)


def _table(title: str, place: str, rows: Iterable[tuple[Term, str]]) -> Table:
    """Terms with their labels, the place of each among the others, and their wording."""
    from rich.table import Table
    from rich.text import Text  # plain text, so that brackets of a user's file are no markup

    table = Table(title=title, title_justify="left", expand=False)
    for column in ("id", "zh-Hans", "en", place, say("wording")):
        table.add_column(column, overflow="fold")
    for term, where in rows:
        table.add_row(*map(Text, (term.id, term.label("zh-hans"), term.label("en"), where, _words(term.wording))))
    return table


_SHOWN = 6


def _words(wording: Mapping[str, tuple[str, ...]]) -> str:
    """The first words of each kind, and how many more there are."""
    from gongbao.export.ontology_page import STRUCTURE

    lines = []
    for kind, words in wording.items():
        if kind not in STRUCTURE:
            more = f" … +{len(words) - _SHOWN}" if len(words) > _SHOWN else ""
            lines.append(f"{kind}: {' '.join(words[:_SHOWN])}{more}")
    return "\n".join(lines)
