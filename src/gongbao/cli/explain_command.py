"""`gongbao explain`: why names are one thing, and why a report's names and relations were found, or were not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongbao.cli import options, tell_by
from gongbao.errors import GongbaoError, UsageError

if TYPE_CHECKING:
    from gongbao.explain.occurrences import Trial
    from gongbao.explain.statements import Stated
    from gongbao.settings import Recipe
    from gongbao.trace import Cited


@click.command()
@click.argument("graph", type=options.PATH, metavar="GRAPH|FILE")
@click.argument("names", nargs=-1, metavar="ENTITY")
@click.option(
    "--why", multiple=True, metavar="NAME", help="Why NAME was found in the report FILE, or not; two: why a relation."
)
@options.decisions_option
@options.userdict_option
@options.weights_option
@options.base_option
@options.ontology_option
def explain(
    graph: Path,
    names: tuple[str, ...],
    why: tuple[str, ...],
    base: str | None,
    ontologies: tuple[Path, ...],
    **given: Any,
) -> None:
    """Say why ENTITY (a name or an IRI) of GRAPH bears the names it does, each with its rule and place.

    With --why NAME, say what tagger, rules and chooser made of each place where NAME stands in the report FILE; with
    --why NAME NAME, what the classifier and the triggers made of the two.

    说明一个事物为何有这些名称：每处提及、所依规则和出处，以及尚未判定的归并。--why：报告中某名称为何被找到或未被找到；
    给出两个名称：两者为何有此关系，或为何没有。
    """
    from gongbao.iri import valid_base

    if not why:
        if len(names) != 1:
            raise UsageError("give GRAPH and one ENTITY or FILE")
        _joins(graph, names[0], valid_base(base), ontologies)
        return
    asked = [name.strip() for name in (*why, *names)]
    if len(asked) > 2 or not all(asked):
        raise UsageError("why takes one name or two")
    _why(graph, asked, options.recipe_of({"base": base, "ontologies": ontologies, **given}, files=[graph]))


def _joins(graph: Path, entity: str, base: str, ontologies: tuple[Path, ...]) -> None:
    from gongbao.corpus.on_disk import readable
    from gongbao.explain.joins import explain as run
    from gongbao.graph import prefixes
    from gongbao.linking.link import known
    from gongbao.ontology import load
    from gongbao.opening import open_graph

    with readable(graph):
        found = run(open_graph(graph).store, entity, prefixes(load(ontologies), base))
    tell_by("joins", found=found, rules=known())


def _why(file: Path, asked: list[str], recipe: Recipe) -> None:
    """Tell of each report of a file that holds one of the names."""
    from gongbao import read
    from gongbao.explain.occurrences import Trial
    from gongbao.pipeline import texts

    settings, told = recipe.settings, False
    for raw in texts(file):
        if isinstance(raw, GongbaoError):
            raise raw
        trial = Trial(read.from_raw(raw, ontology=settings.ontology), settings)
        if any(trial.places(name) for name in asked):
            told = True
            _tell_of(trial, asked)
    if not told:
        raise UsageError("stands nowhere in its text", file=file, asked=asked)


def _tell_of(trial: Trial, asked: list[str]) -> None:
    """Tell what relates two things; of one name, or of names that are no things, what was made of each place."""
    from gongbao.explain.citation import line_of
    from gongbao.explain.statements import Relation, named
    from gongbao.iri import canonical
    from gongbao.mentions.rules import RULES
    from gongbao.relations.cues import STATING
    from gongbao.trace import Cited

    terms = trial.settings.ontology
    things = {name: named(trial, name) for name in asked}
    several = len(asked) == 2
    related = several and all(things.values())
    wanted = {canonical(name) for name in asked}

    def place(cited: Cited) -> str:
        """The term and kind of wording that a word belongs to, with file and line."""
        found = line_of(cited, terms)
        return f"{cited.term} gbw:{cited.kind}" + (f", {found[0].name}:{found[1]}" if found else "")

    def stating(stated: Stated) -> Cited:
        spec = terms.get_property(stated.statement.predicate)
        kind = next((k for k in STATING if stated.trigger in spec.words(k)), STATING[0])
        return Cited(spec.id, kind, stated.trigger)

    tell_by(
        "why",
        trial=trial,
        relations=[Relation(trial, a, b) for a in things[asked[0]] for b in things[asked[1]]] if related else (),
        sought=[(n, several, trial.occurrences(n)) for n in asked if not (related or several and things[n])],
        decided=[d for d in trial.extraction.decided if wanted <= {canonical(words) for words in d.words}],
        rules=[rule.id for rule in RULES],
        place=place,
        stating=stating,
    )
