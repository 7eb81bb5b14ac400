"""`gongbao corpus`: many reports in one store, added to for years."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongbao.cli import Group, chinese, options, say, tell, tell_by
from gongbao.errors import typed

if TYPE_CHECKING:
    from gongbao.corpus.add import Summary
    from gongbao.corpus.status import Status
    from gongbao.corpus.store import Source
    from gongbao.settings import Recipe

_STORE = click.argument("store", type=options.PATH)
_JOBS = click.option(
    "-j",
    "--jobs",
    "--processes",
    "jobs",
    type=click.IntRange(1, 256),
    default=None,
    help="Processes that read; default: one a processor, one for little.",
)
_QUIET = click.option("-q", "--quiet", is_flag=True, help="No progress.")


@click.group(cls=Group)
def corpus() -> None:
    """Keep many reports in one store: add, replace, remove, status, export.

    把许多报告存入一个库：增、改、删、状态、导出。
    """


def _recipe(store: Path, beside: Iterable[str | Path] | None = None, **given: Any) -> Recipe:
    """What the options say, in paths that hold wherever the store is looked at from; a store knows its base.

    Decisions are those given, else those beside files, else (None) those that the store knows.
    """
    from gongbao.corpus.on_disk import base_of, is_corpus

    known = base_of(store) if given.get("base") is None and is_corpus(store) else None
    own = {name: path.absolute() for name in ("weights", "userdict") if (path := given.get(name))}
    files = tuple(path.absolute() for path in given.get("ontologies", ()))
    given["decisions"] = tuple(path.absolute() for path in given.get("decisions", ()))
    recipe = options.recipe_of({"limit": 0, **given, **own, "ontologies": files}, known, beside or ())
    return dataclasses.replace(recipe, decisions=None) if beside is None and not recipe.decisions else recipe


def _known(store: Path) -> tuple[Path, ...] | None:
    """The tables of decisions beside the files that a store was read from; None where there are none any more."""
    from gongbao.decisions import found

    folders = {Path(source.whole or source.key).parent for source in _sources(store)}
    return found(folder / "-" for folder in folders) or None


def _sources(store: Path) -> list[Source]:
    """What a store was read from."""
    from gongbao.corpus.on_disk import open_reader
    from gongbao.corpus.store import Catalog

    with open_reader(store) as reader:
        return Catalog(reader.store).sources()


@corpus.command(short_help="Add reports from files, folders, zips, stdin.")
@_STORE
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@_JOBS
@_QUIET
@options.recipe_options()
def add(store: Path, files: tuple[str, ...], jobs: int | None, quiet: bool, debug: bool, **given: Any) -> None:
    """Add reports: files, folders, patterns, zips, - for standard input. What is known and unchanged is skipped.

    添加报告：文件、文件夹、通配符、压缩包；已有且未变的跳过。
    """
    from gongbao.corpus.add import add as run

    recipe = _recipe(store, files, **given)
    _run(partial(run, store, files, recipe), store, recipe, jobs, quiet, debug)


@corpus.command(short_help="Read files again, and replace their reports.")
@_STORE
@click.argument("files", nargs=-1, metavar="FILE…")
@click.option("--stale", is_flag=True, help="Rebuild what another version made, from the stored texts; no FILE then.")
@_JOBS
@_QUIET
@options.recipe_options()
def replace(
    store: Path, files: tuple[str, ...], stale: bool, jobs: int | None, quiet: bool, debug: bool, **given: Any
) -> None:
    """Read files again, changed or not, and put the result in place of what they gave before.

    重新读取文件，替换其原有内容；--stale 用库中原文重建旧版本的报告。
    """
    from gongbao.corpus.add import add as again
    from gongbao.corpus.add import rebuild
    from gongbao.errors import UsageError

    if stale == bool(files):
        raise UsageError("give FILE or stale")
    recipe = _recipe(store, files or None, **given)
    if stale and recipe.decisions is None:
        recipe = dataclasses.replace(recipe, decisions=_known(store))
    work = partial(again, store, files, recipe, again=True) if files else partial(rebuild, store, recipe)
    _run(work, store, recipe, jobs, quiet, debug)


def _run(work: Callable[..., Summary], store: Path, recipe: Recipe, jobs: int | None, quiet: bool, debug: bool) -> None:
    from gongbao.cli.summary import idle
    from gongbao.corpus import progress

    shown = None if quiet else progress.for_stream(sys.stderr, chinese=chinese())
    summary = work(jobs=jobs, progress=shown)
    for notice in summary.notices:
        tell(notice.english, notice.zh, err=True)
    if recipe.decisions and (
        left := idle([((s.report or "").rpartition("/")[2], s.key) for s in _sources(store)], recipe.settings)
    ):
        click.echo(left, err=True)
    _finish(summary, store, debug)


def _finish(summary: Summary, store: Path, debug: bool = False) -> None:
    """Tell what was done and what failed; the exit status is 1 where reports failed, 130 after Ctrl-C."""
    for failure in summary.failures:
        click.echo(f"gongbao: {say(failure.reason, failure.zh)}", err=True)
        if debug and failure.trace:
            click.echo(failure.trace, err=True, nl=False)
    counts = {
        say("added"): summary.added,
        say("replaced"): summary.replaced + summary.kept,
        say("unchanged"): summary.unchanged,
        say("removed"): summary.removed,
        say("failed"): len(summary.failures),
    }
    click.echo(f"{store}: " + (", ".join(f"{n} {name}" for name, n in counts.items() if n) or say("nothing")))
    if summary.interrupted:
        tell("interrupted; the same command goes on", err=True)
        sys.exit(130)
    if summary.failures:
        sys.exit(1)


@corpus.command(short_help="Load Parquet files of other machines.")
@_STORE
@click.argument("parts", nargs=-1, required=True, type=options.PATH, metavar="PARTS…")
@options.base_option
def load(store: Path, parts: tuple[Path, ...], base: str | None) -> None:
    """Load what other machines extracted: Parquet files, or folders of them, as gongbao.batch makes them.

    载入其他机器抽取的结果：gongbao.batch 生成的 Parquet 文件或文件夹。
    """
    from gongbao.corpus.load import load as run

    _finish(run(store, parts, _recipe(store, base=base)), store)


@corpus.command(short_help="Remove reports by path, folder or id.")
@_STORE
@click.argument("names", nargs=-1, required=True, metavar="FILE|REPORT…")
def remove(store: Path, names: tuple[str, ...]) -> None:
    """Remove reports by path, folder, or the first digits of their id.

    按路径、文件夹或报告编号删除。
    """
    from gongbao.corpus.add import remove as run
    from gongbao.corpus.on_disk import base_of

    base_of(store)  # a store that is not there is not made
    _finish(run(store, names, _recipe(store)), store)


@corpus.command(short_help="Counts, versions, failures, what to rebuild.")
@_STORE
@click.option("--reports", "listing", is_flag=True, help="List the reports.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@options.decisions_option
@options.weights_option
@options.ontology_option
def status(store: Path, listing: bool, as_json: bool, ontologies: tuple[Path, ...], **given: Any) -> None:
    """Say what is in the store: counts, versions, failures with reasons, and what should be rebuilt.

    库的状态：数量、版本、失败原因、待重建的报告。
    """
    from gongbao.corpus.status import status as run
    from gongbao.read.raw import display

    found = run(store, _recipe(store, ontologies=ontologies, **given))
    if as_json:
        click.echo(json.dumps(_record(found), ensure_ascii=False, indent=1))
    else:
        tell_by("status", found=found, listing=listing, display=display, typed=typed)


_COUNTED = ("characters", "entities", "statements", "quantities")


def _record(found: Status) -> dict[str, object]:
    return {
        "store": str(found.path),
        "entities": found.entities,
        "bytes": found.size,
        "versions": [{"program": p, "ontology": o, "reports": n} for (p, o), n in found.versions.items()],
        "failures": [{"source": s.key, "reason": s.error, "reason_zh": s.error_zh} for s in found.failures],
        "reports": [
            {"report": report.entry.report, "sources": list(report.sources), "title": report.title}
            | {"issued": report.issued, **{name: getattr(report.entry, name) for name in _COUNTED}}
            | {"stale": report.stale}
            for report in found.reports
        ],
    }


@corpus.command(short_help="Write reports of the store as a graph file.")
@_STORE
@click.option("-o", "--output", required=True, type=options.PATH, help="A .trig, .nq, .ttl or .nt file.")
@click.option("--match", help="Reports whose title, publisher or path contains this.")
@click.option("--since", metavar="DATE", help="Issued then or later: 2024, 2024-05 or 2024-05-06.")
@click.option("--until", metavar="DATE", help="Issued then or earlier.")
@click.option(
    "--report",
    "reports",
    multiple=True,
    metavar="ID",
    help="First digits, 8 or more, of a report's id. May be repeated.",
)
@options.ontology_option
def export(store: Path, output: Path, ontologies: tuple[Path, ...], **given: Any) -> None:
    """Write the reports, or a selection of them, as one graph file for view, export, query and check.

    把全部或选定的报告导出为一个图文件，可用于 view、export、query、check。
    """
    from gongbao.corpus.dump import Selection, dump
    from gongbao.ontology import load

    count = dump(store, output, load(ontologies), Selection(**given))
    tell("reports written", output=output, count=count)
