"""`gongbao score` and `gongbao train`: how well annotated texts are read, and weights made from them."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongbao.cli import Failures, options, tell_by
from gongbao.errors import GongbaoError, InputError, UsageError
from gongbao.workers import attempt

if TYPE_CHECKING:
    from gongbao.evaluate.scoring import Report
    from gongbao.settings import Settings
    from gongbao.train.run import Job

    _Shown = tuple[str, str, dict[str, Any], dict[str, Any]]


@click.command()
@click.argument("gold", nargs=-1, required=True, type=options.PATH, metavar="GOLD…")
@click.option("--errors", is_flag=True, help="List what was missed, invented or cut wrongly.")
@click.option("--by-rule", is_flag=True, help="Count what each rule, tagger and classifier found, and what is right.")
@click.option("--without", multiple=True, type=click.Choice(["tagger", "rules"]), help="Switch a finder off.")
@click.option("--given-names", is_flag=True, help="Take the names from GOLD, to score linking and relations alone.")
@click.option("--html", type=options.PATH, help="Write a page that shows gold and found side by side.")
@options.decisions_option
@options.userdict_option
@options.weights_option
@options.debug_option
@options.ontology_option
def score(
    gold: tuple[Path, ...], errors: bool, by_rule: bool, given_names: bool, html: Path | None, debug: bool, **given: Any
) -> None:
    """Precision, recall and F1 for each type, linking and relation. GOLD: files, or folders of NAME.json with text/NAME.txt.

    按类型、指称归并和关系给出精确率、召回率和 F1。
    """
    from gongbao.evaluate.scoring import total
    from gongbao.export.atomic import spare, write_atomic

    if html:
        spare(html, page=True)
    files = [f for path in gold for f in (sorted(path.glob("*.json")) if path.is_dir() else [path])]
    if not files:
        raise UsageError("no gold files there")
    settings = options.recipe_of(given).settings
    failures = Failures(debug=debug)
    compared: list[tuple[Report, _Shown]] = []
    for file in files:
        one = attempt(str(file), partial(_compare, file, settings, given_names))
        if isinstance(one, GongbaoError):
            failures.tell(one)
        else:
            compared.append(one)
    if not compared:
        sys.exit(1)
    classes = (spec.id for spec in settings.ontology.entity_classes)
    result = total([report for report, _ in compared])
    tell_by(
        "score",
        result=result,
        order=["heart", "all", *classes, "linking", "linking, all", "relations"],
        finders=sorted(result.finders.items(), key=lambda item: -item[1].found),
        errors=errors,
        by_rule=by_rule,
    )
    if html:
        from gongbao.evaluate.errors_page import render_errors

        write_atomic(html, render_errors([shown for _, shown in compared], settings.ontology).encode())
        click.echo(html)
    if failures.count:
        sys.exit(1)


def _compare(file: Path, settings: Settings, given_names: bool) -> tuple[Report, _Shown]:
    """Extract one gold text, with its names given or found, and compare; with what a page shows of it."""
    from gongbao.evaluate.scoring import mentions, read_gold, score
    from gongbao.pipeline import extract
    from gongbao.read import from_text
    from gongbao.record import as_dict

    marked, text = read_gold(file)
    names = mentions(marked, settings.ontology) if given_names else None
    record = as_dict(extract(from_text(text, file.stem, ontology=settings.ontology), settings, names))
    try:
        report = score(marked, record, text, file.stem, settings.ontology)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise InputError("a gold file of another form", file=file, name=type(error).__name__, error=error) from error
    return report, (file.stem, text, marked, record)


@click.command()
@click.argument("gold", nargs=-1, type=options.PATH, metavar="GOLD…")
@click.option("-o", "--output", required=True, type=options.PATH, help="Folder for weights and card.")
@options.file_option(
    "--plain",
    "TEXTS",
    "Unlabelled texts, which keep what the weights know: .txt, .jsonl(.xz) with `text`, or folders. May be repeated.",
    many=True,
)
@options.file_option(
    "--checked",
    "REPORTS",
    "Reports, or folders of them, with decisions.csv beside: those decided to be checked whole are gold too.",
    many=True,
)
@click.option("--start", type=options.PATH, help="Weights to go on from, instead of gongbao's own.")
@click.option("--anew", is_flag=True, help="Begin with no weights at all.")
@click.option("--relations", is_flag=True, help="Train the classifier of relations too, where texts have `relations`.")
@click.option("--epochs", type=click.IntRange(1), default=6, help="Times that relations see the texts.")
@click.option("--steps", type=click.IntRange(1), default=1500, help="Steps on annotated texts.")
@click.option("--plain-steps", type=click.IntRange(0), default=1500, help="Steps before on --plain alone.")
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=0,
    help="The same seed, texts and threads give the same weights on one machine.",
)
@click.option("--threads", type=click.IntRange(1), default=1, help="Processors to use.")
@options.ontology_option
def train(
    gold: tuple[Path, ...], output: Path, checked: tuple[Path, ...], ontologies: tuple[Path, ...], **how: Any
) -> None:
    """Train the tagger (and the classifier of relations) on annotated texts: folders of NAME.json with text/NAME.txt, or .bio, .conll, .jsonl.

    .jsonl is what doccano and Label Studio export. A fifth is kept out and scored. Run it again to go on where it
    was stopped. Then: build --weights FOLDER.

    用标注文本训练名称标注器；保留五分之一用于评分，中断后再次运行即可续训。
    """
    if not gold and not checked:
        raise UsageError("give GOLD or reports with checked")
    _refuse_what_does_not_fit(how, output)
    gold += _checked(checked, output, ontologies)
    try:
        import torch

        from gongbao.train import run
        from gongbao.train.tagger_training import Plan
    except ModuleNotFoundError as error:
        raise UsageError("this needs", name=error.name) from error
    from gongbao.mentions.tagger import FOLDER
    from gongbao.train import data, scores

    torch.set_num_threads(how["threads"])
    torch.use_deterministic_algorithms(True)
    classes = _classes(ontologies)
    job: Job = run.Job(
        examples=data.load(gold, frozenset(classes)),
        plain=data.plain_texts(how["plain"]) if how["plain"] else (),
        classes=classes,
        plan=Plan(**{name: how[name] for name in ("steps", "plain_steps", "seed")}),
        folder=output,
        start=None if how["anew"] else how["start"] or FOLDER,
    )
    card = run.make(job, click.echo)
    click.echo("\n".join(scores.table(card["scores"])))
    if how["relations"]:
        _relations(gold, output, ontologies, epochs=how["epochs"], seed=how["seed"])
    click.echo(output / "card.json")


def _checked(reports: tuple[Path, ...], output: Path, ontologies: tuple[Path, ...]) -> tuple[Path, ...]:
    """Write reports that people have checked as annotated texts beside the weights; return their folder."""
    from gongbao.decisions import found
    from gongbao.settings import Recipe
    from gongbao.train import decided

    if not reports:
        return ()
    folder = output / "checked"
    count = decided.write(reports, Recipe(ontologies, decisions=found(reports)).settings, folder)
    click.echo(f"{folder}: {count}")
    return (folder,)


def _refuse_what_does_not_fit(how: Mapping[str, Any], output: Path) -> None:
    plain, start, anew = how["plain"], how["start"], how["anew"]
    if anew and start:
        raise UsageError("anew begins with no weights")
    if anew and plain:
        raise UsageError("plain is labelled by weights")
    if start and start.resolve() == output.resolve():
        raise UsageError("output is start")


def _relations(gold: tuple[Path, ...], output: Path, ontologies: tuple[Path, ...], **recipe: int) -> None:
    from gongbao.train.relations import Recipe, train

    folders = [path for path in gold if path.is_dir()]
    card = train(folders, output, options.terms_of(ontologies), Recipe(**recipe), click.echo)
    for names, scores in card.get("scores", {}).items():
        click.echo(f"relations, {names}: " + "  ".join(f"{name} {value:.3f}" for name, value in scores.items()))


def _classes(ontologies: tuple[Path, ...]) -> tuple[str, ...]:
    """The classes to be trained: those of the shipped weights in their order, then the user's own."""
    from gongbao.mentions.tagger import load

    known = load().classes
    wanted = [spec.id for spec in options.terms_of(ontologies).entity_classes]
    return (*(c for c in known if c in wanted), *(c for c in wanted if c not in known))
