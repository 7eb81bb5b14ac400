"""`gongbao build` and `gongbao extract`: reports in, graphs or records out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongbao.cli import Failures, options, tell
from gongbao.errors import GongbaoError, InputError, OutputError
from gongbao.workers import Stream, Worker, attempt

if TYPE_CHECKING:
    from gongbao.network.choice import Choice
    from gongbao.outputs import Built
    from gongbao.pipeline import Given, Outcome
    from gongbao.settings import Recipe, Settings


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("-o", "--output", type=options.PATH, default=Path("output"), help="Folder.")
@click.option("-q", "--quiet", is_flag=True, help="Print the paths of the files only.")
@options.edges_options
@options.measures_option
@options.recipe_options(options.without_option)
def build(files: tuple[str, ...], output: Path, quiet: bool, debug: bool, **given: Any) -> None:
    """Read reports, extract, link and check them, and write graph, network files and viewer.

    读取报告，抽取、链接、检查，写出图谱、网络文件和网页。
    """
    choice = options.network_choice(given)
    recipe = options.recipe_of(given, files=files)
    failures = Failures(debug=debug)
    with start(recipe) as worker:
        from gongbao import outputs
        from gongbao.cli.summary import IN_FULL, ending, idle, line, summary

        settings = recipe.settings
        with suppress(OutputError):  # told with each report
            outputs.warm(settings)
        built: list[Built] = []
        there: list[tuple[str, str]] = []
        for done in _write_all(_noting(outcomes_of(files, worker), there), settings, output, choice):
            if isinstance(done, GongbaoError):
                failures.tell(done)
                continue
            built.append(done)
            if quiet:
                click.echo("\n".join(map(str, done.files)))
            else:
                click.echo(summary(done, settings) if len(built) <= IN_FULL else line(done))
    paths = built[0].files if len(built) == 1 else ()
    if len(built) > 1:
        paths = outputs.build_together(built, settings, output / "all", choice)
        if quiet:
            click.echo("\n".join(map(str, paths)))
    if built and not quiet:
        click.echo(ending(built, paths, settings.ontology))
    if left := idle(there, settings):
        click.echo(left, err=True)
    if failures.count:
        tell("some failed, others are built", count=failures.count, built=len(built), named=failures.named, err=True)
        sys.exit(1)


def _noting(outcomes: Iterable[Outcome], there: list[tuple[str, str]]) -> Iterator[Outcome]:
    """Pass on what comes, and note digest and name of each report that is there, also where it then fails."""
    for outcome in outcomes:
        if isinstance(outcome, GongbaoError):
            there.append(("", outcome.source or ""))
        else:
            there.append((outcome.document.sha256, outcome.document.source))
        yield outcome


def _write_all(
    outcomes: Iterable[Outcome], settings: Settings, output: Path, choice: Choice
) -> Iterator[Built | GongbaoError]:
    """Write each report while the next one is read."""
    from gongbao.export.atomic import free_stem
    from gongbao.outputs import build_one

    taken = {"all"}
    for outcome in outcomes:
        if isinstance(outcome, GongbaoError):
            yield outcome
        else:
            source = outcome.document.source
            stem = output / free_stem(source, taken, output)
            yield attempt(source, partial(build_one, outcome, settings, stem, choice))


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--jsonl", is_flag=True, help="One JSON object a report and line (the default, and the contract).")
@options.recipe_options(options.without_option)
def extract(files: tuple[str, ...], jsonl: bool, debug: bool, **given: Any) -> None:
    """Print mentions, entities, statements, quantities and times as JSON Lines.

    以 JSON Lines 输出提及、实体、陈述、数量和时间。
    """
    from gongbao.cli.summary import idle
    from gongbao.record import as_dict

    failures = Failures(debug=debug)
    recipe = options.recipe_of(given, files=files)
    there: list[tuple[str, str]] = []
    with start(recipe) as worker:
        for outcome in _noting(outcomes_of(files, worker), there):
            if isinstance(outcome, GongbaoError):
                failures.tell(outcome)
                record: dict[str, object] = {"source": outcome.source, "error": str(outcome)}
            else:
                record = as_dict(outcome)
            line = json.dumps(record, ensure_ascii=False)
            sys.stdout.buffer.write(line.encode("utf-8", "surrogatepass") + b"\n")
    sys.stdout.flush()
    if left := idle(there, recipe.settings):
        click.echo(left, err=True)
    if failures.count:
        sys.exit(1)


def start(recipe: Recipe) -> Worker[Given, Outcome]:
    """Begin the second process, with what both need. To be called before any thread is started."""
    from gongbao import lexicon, pipeline  # noqa: F401  what both need is imported once
    from gongbao.linking.divisions import prefix
    from gongbao.text.script import fold

    settings = recipe.settings
    lexicon.by_name(), prefix("天津"), fold("机")  # waited for in any case; a copy need not load them again
    return Worker(partial(_stream, settings, recipe.limit), fork=True)


def _stream(settings: Settings, limit: float) -> Stream[Given, Outcome]:
    """In the second process: load what reading needs."""
    from gongbao import mentions, pipeline

    mentions.warm(settings.weights)
    return lambda given, since, step: pipeline.outcomes(given, settings, limit=limit, since=since, step=step)


def outcomes_of(names: Iterable[str], worker: Worker[Given, Outcome]) -> Iterator[Outcome]:
    """Yield what comes of each report of files, folders and patterns, in their order; a file that is named twice is read once."""
    from gongbao import read
    from gongbao.read.files import STDIN, without_decisions
    from gongbao.read.raw import display

    before: set[Given] = set()
    for name in dict.fromkeys(without_decisions([*names])):
        try:
            given: list[Given] = [(read.read_stdin(), "stdin")] if name == STDIN else [*read.expand([name])]
        except InputError as error:
            yield error.at(display(name))
            continue
        for one in given:
            place = one.absolute() if isinstance(one, Path) else one
            if place not in before:
                before.add(place)
                yield from worker.run(one)
