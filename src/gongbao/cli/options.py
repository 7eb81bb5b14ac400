"""Options that several commands share."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from gongbao.cli import say
from gongbao.errors import UsageError

if TYPE_CHECKING:
    from gongbao.network.choice import Choice
    from gongbao.ontology import Ontology
    from gongbao.settings import Recipe

_F = TypeVar("_F", bound=Callable[..., Any])

PATH = click.Path(path_type=Path)
GRAPH = click.argument("graph", type=PATH)


class Seconds(click.FloatRange):
    """A number of seconds, and a number indeed."""

    name = "seconds"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Refuse what is in no range since it is compared with nothing."""
        found = super().convert(value, param, ctx)
        if math.isnan(found):
            self.fail(say("is no number of seconds", value=value), param, ctx)
        return found


def file_option(name: str, metavar: str, about: str, *, into: str = "", many: bool = False) -> Callable[[_F], _F]:
    """An option that takes the path of a file or folder, or of `many`, one each time."""
    names = (name, into) if into else (name,)
    return click.option(*names, type=PATH, metavar=metavar, help=about, multiple=many)


def terms_of(ontologies: tuple[Path, ...]) -> Ontology:
    """Load the ontology with the user's files. Raises OntologyError."""
    from gongbao.ontology import load

    return load(ontologies)


def refuse_itself(path: Path, graph: Path) -> None:
    """Raise UsageError where a file that is to be written is the graph that it is made of."""
    if path.resolve() == graph.resolve():
        raise UsageError("would overwrite the graph itself", path=path)


ontology_option = file_option(
    "--ontology", "FILE", "Turtle with classes, properties and wording of your own.", into="ontologies", many=True
)
weights_option = file_option("--weights", "DIR", "Weights of your own: a folder that gongbao train wrote.")
userdict_option = file_option(
    "--userdict", "FILE", "Words and names of your own in jieba's format: word, frequency, tag or class."
)
debug_option = click.option(
    "--debug",
    is_flag=True,
    callback=lambda ctx, _, wanted: ctx.ensure_object(dict).setdefault("debug", wanted),
    help="Show where in gongbao a fault arose.",
)
base_option = click.option("--base", metavar="IRI", help="Where IRIs begin, instead of https://w3id.org/gongbao/.")
without_option = click.option(
    "--without",
    multiple=True,
    type=click.Choice(["tagger", "rules"]),
    help="Switch a finder of mentions off. May be repeated.",
)
decisions_option = file_option(
    "--decisions", "CSV", "What people decided about the reports; without it, decisions.csv beside them.", many=True
)


def recipe_options(*more: Callable[..., Any]) -> Callable[[_F], _F]:
    """How reports are read: `--decisions`, `more`, `--userdict`, `--weights`, `--limit`, `--debug`, `--base`, `--ontology`."""
    from gongbao.workers import SECONDS

    limit = click.option(
        "--limit",
        type=Seconds(0),
        default=SECONDS,
        metavar="SECONDS",
        help="Processor time for 10,000 characters or 1 MB of a report; past it the report fails. 0: no limit.",
    )
    own = (userdict_option, weights_option, limit, debug_option, base_option, ontology_option)
    return _all(decisions_option, *more, *own)


def _all(*options: Callable[..., Any]) -> Callable[[_F], _F]:
    return lambda command: reduce(lambda made, option: option(made), reversed(options), command)


def recipe_of(given: Mapping[str, Any], base: str | None = None, files: Iterable[str | Path] = ()) -> Recipe:
    """What these options say, where reports without `--base` have `base`; decisions are looked for beside `files`.

    Raises UsageError.
    """
    from gongbao.decisions import found
    from gongbao.iri import valid_base
    from gongbao.settings import Recipe

    own = {name: given[name] for name in ("ontologies", "limit", "weights", "userdict") if name in given}
    own["without"] = frozenset(given.get("without", ()))
    return Recipe(base=base or valid_base(given.get("base")), decisions=given.get("decisions") or found(files), **own)


def network_choice(given: Mapping[str, Any]) -> Choice:
    """What the options of networks say. Raises UsageError."""
    from gongbao.network.choice import USUAL, Choice

    how = {name: given[name] for name in ("separate", "within", "closest", "measures") if name in given}
    return Choice(given["edges"] or USUAL, lone=not given["no_lone"], **how)


measures_option = click.option("--measures", is_flag=True, help="Communities and centralities as attributes of nodes.")
edges_options = _all(
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
        metavar="REACH",
        help="How near things named together stand: sentence or clause.",
    ),
    click.option(
        "--closest", type=click.IntRange(1), default=3, help="How many ties to what it is named with each thing begins."
    ),
    click.option("--no-lone", is_flag=True, help="Leave out what nothing is tied to."),
)
"""Which edges a network has: `--edges`, `--separate`, `--within`, `--closest`, `--no-lone`."""
