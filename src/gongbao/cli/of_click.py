"""What click says, and the help of commands and options, in Chinese for those who read the other messages in Chinese."""

import sys
from collections.abc import Callable, Mapping
from functools import cache
from gettext import gettext, ngettext

import click

from gongbao.text import tsv

_KEPT = "Show this message and exit."  # what a command asks for once and keeps


@cache
def table() -> Mapping[str, str]:
    """Chinese by the English of our options and of click's source, which is what click asks gettext for."""
    rows = tsv.rows("gongbao.cli", "chinese.tsv")
    cells = ([cell.replace("\\n", "\n").replace("\\t", "\t") for cell in row] for row in rows)
    return {row[0]: row[1] for row in cells}


def translate_click(chinese: Callable[[], bool]) -> None:
    """Have click's modules look here first, where `chinese` says so at the time: they bind gettext's functions by name.

    A version of click with other words says those.
    """
    at_start = chinese()

    def one(message: str) -> str:
        wanted = at_start if message == _KEPT else chinese()
        return table().get(message, message) if wanted else gettext(message)

    def counted(singular: str, plural: str, number: int) -> str:
        return one(singular if number == 1 else plural) if chinese() else ngettext(singular, plural, number)

    for module in [module for name, module in sys.modules.items() if name.startswith("click.")]:
        for name, ours in (("_", one), ("ngettext", counted)):
            if hasattr(module, name):
                setattr(module, name, ours)

    told = click.Option.get_help_record

    def help_record(self: click.Option, ctx: click.Context) -> tuple[str, str] | None:
        english = self.help
        self.help = table().get(english, english) if english and chinese() else english
        try:
            return told(self, ctx)
        finally:
            self.help = english

    click.Option.get_help_record = help_record  # type: ignore[method-assign]
