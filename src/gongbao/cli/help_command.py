"""`gongbao help`: the commands, one command, or the whole reference as a page."""

from __future__ import annotations

from pathlib import Path

import click

from gongbao.cli import say
from gongbao.errors import UsageError


@click.command("help", short_help="Explain a command; write the reference as a page.")
@click.argument("command", nargs=-1, metavar="[COMMAND]…")
@click.option("--html", is_flag=True, help="Write the guide and the help of every command as one HTML page.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default="gongbao-help.html",
    show_default=True,
    help="Where the page goes.",
)
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
        raise UsageError(
            "--html writes the help of every command; name no command", "--html 写出全部命令的说明，不必再给命令名"
        )
    from gongbao.export.atomic import write_atomic
    from gongbao.export.guide_page import render_guide

    write_atomic(output, render_guide().encode())
    click.echo(say(f"wrote {output}", f"已写入 {output}"), err=True)
