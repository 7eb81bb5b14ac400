"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from gongbao.network.choice import Choice

_F = TypeVar("_F", bound=Callable[..., Any])


def ontology_option(command: _F) -> _F:
    """`--ontology FILE`: Turtle that adds classes, properties and wording, or switches some off. May be repeated."""
    return click.option(
        "--ontology",
        "ontologies",
        multiple=True,
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Turtle with classes, properties and wording of your own.",
    )(command)


def weights_option(command: _F) -> _F:
    """`--weights DIR`: what the tagger knows."""
    return click.option(
        "--weights",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="Weights of your own: a folder that gongbao train wrote.",
    )(command)


def limit_option(command: _F) -> _F:
    """`--limit SECONDS`: how much work a report may be."""
    from gongbao.workers import SECONDS

    return click.option(
        "--limit",
        type=click.FloatRange(0),
        default=SECONDS,
        show_default=True,
        metavar="SECONDS",
        help="Processor time for 10,000 characters or 1 MB of a report; past it the report fails. 0: no limit.",
    )(command)


def debug_option(command: _F) -> _F:
    """`--debug`: where in gongbao a fault arose."""
    return click.option("--debug", is_flag=True, help="Show where in gongbao a fault arose.")(command)


def userdict_option(command: _F) -> _F:
    """`--userdict FILE`: words of the user's own, in jieba's format."""
    return click.option(
        "--userdict",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Words and names of your own in jieba's format: word, frequency, tag or class.",
    )(command)


def base_option(command: _F) -> _F:
    """`--base IRI`: where entity IRIs begin."""
    return click.option(
        "--base", default=None, metavar="IRI", help="Where IRIs begin, instead of https://w3id.org/gongbao/."
    )(command)


def network_options(*, measures: bool = True) -> Callable[[_F], _F]:
    """Which edges a network has: `--edges`, `--separate`, `--within`, `--closest`, `--no-lone`; and `--measures`."""

    def decorate(command: _F) -> _F:
        for option in reversed(_NETWORK if measures else _NETWORK[:-1]):
            command = option(command)
        return command

    return decorate


def network_choice(given: dict[str, Any]) -> tuple[Choice, bool]:
    """What the options of networks say, and whether measures are wanted. Raises UsageError."""
    from gongbao.network.choice import chosen

    choice = chosen(
        edges=given["edges"] or None,
        separate=given["separate"],
        within=given["within"],
        closest=given["closest"],
        lone=not given["no_lone"],
    )
    return choice, given.get("measures", False)


_NETWORK = (
    click.option(
        "--edges",
        multiple=True,
        metavar="KIND",
        help="Edges of network files: statements, containment, together, across (these four where none is given), "
        "mentions, shared. May be repeated.",
    ),
    click.option("--separate", is_flag=True, help="An edge for each statement, not one for a pair and a relation."),
    click.option(
        "--within",
        default="sentence",
        show_default=True,
        metavar="REACH",
        help="How near things named together stand: sentence or clause.",
    ),
    click.option(
        "--closest", default=3, show_default=True, help="How many ties to what it is named with each thing begins."
    ),
    click.option("--no-lone", is_flag=True, help="Leave out what nothing is tied to."),
    click.option("--measures", is_flag=True, help="Communities and centralities as attributes of nodes."),
)
