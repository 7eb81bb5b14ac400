"""`gongbao build` and `gongbao extract`: reports in, graphs or records out."""

from __future__ import annotations

import json
import sys
from collections import deque
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Future
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongbao.cli import say
from gongbao.cli.options import base_option, network_choice, network_options, ontology_option, valid_base
from gongbao.errors import GongbaoError, InputError, OutputError

if TYPE_CHECKING:
    from gongbao.cli.beside import Submit
    from gongbao.model import Extraction
    from gongbao.outputs import Built
    from gongbao.settings import Settings

_WITHOUT = click.option(
    "--without",
    multiple=True,
    type=click.Choice(["lexicon", "grammar", "tagger"]),
    help="Switch a finder of mentions off. May be repeated.",
)
_ALIASES = click.option(
    "--aliases",
    type=click.Path(path_type=Path),
    metavar="TSV",
    help="Names that you force together or apart: columns surface, target, force|forbid.",
)


def _settings(
    ontologies: tuple[Path, ...], base: str | None, aliases: Path | None, without: tuple[str, ...]
) -> Settings:
    from gongbao.linking.aliases import load as read_aliases
    from gongbao.ontology import load
    from gongbao.settings import Settings

    return Settings(
        ontology=load(ontologies),
        base=valid_base(base),
        aliases=read_aliases(aliases) if aliases else None,
        without=frozenset(without),
    )


def _warm(without: tuple[str, ...]) -> None:
    """Begin to load what takes longest."""
    from gongbao import mentions

    mentions.warm(frozenset(without))


def _notices(without: tuple[str, ...]) -> None:
    """Say what is missing."""
    from gongbao import mentions

    for notice, zh in mentions.notices(frozenset(without)):
        click.echo(f"gongbao: {say(notice, zh)}", err=True)


class _Failures:
    """The files that failed, each told in one line as it happens; the others go on."""

    def __init__(self) -> None:
        self.count = 0

    def tell(self, error: GongbaoError) -> None:
        self.count += 1
        click.echo(f"gongbao: {say(str(error), error.zh)}", err=True)


def _extractions(files: tuple[str, ...], settings: Settings, failures: _Failures) -> Iterator[Extraction]:
    from gongbao import read
    from gongbao.pipeline import extract as run

    for name in files:
        try:
            paths = read.expand([name])
        except InputError as error:
            failures.tell(error)
            continue
        for path in paths:
            for document in read.read_each(path, ontology=settings.ontology):
                if isinstance(document, InputError):
                    failures.tell(document)
                else:
                    yield run(document, settings)


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=Path("output"), show_default=True, help="Folder."
)
@click.option("--quiet", is_flag=True, help="Print the paths of the files only.")
@network_options
@_ALIASES
@_WITHOUT
@base_option
@ontology_option
def build(
    files: tuple[str, ...],
    output: Path,
    quiet: bool,
    aliases: Path | None,
    without: tuple[str, ...],
    base: str | None,
    ontologies: tuple[Path, ...],
    **network: Any,
) -> None:
    """Read reports, extract, link and check them, and write graph, network files and viewer.

    读取报告，抽取、链接、检查，写出图谱、网络文件和网页。
    """
    from gongbao.cli.beside import beside

    choice, measures = network_choice(network)
    load = partial(_settings, ontologies, base, aliases, without)
    failures = _Failures()
    alone = len(files) == 1 and Path(files[0]).is_file() and "tagger" not in without
    with beside(load, tagging=alone, choice=choice, measures=measures) as submit:
        _warm((*without, "tagger") if alone else without)
        _notices(without)
        settings = load()
        teller = _Teller(settings, failures, quiet)
        built = _write_all(_extractions(files, settings, failures), submit, output, teller)
    if len(built) > 1:
        from gongbao.outputs import build_together

        paths = build_together(built, settings, output / "all", choice, measures)
        if not quiet:
            click.echo(say(f"\nAll {len(built)} reports together:", f"\n全部 {len(built)} 份报告合并："))
        click.echo("\n".join(str(path) if quiet else f"  {path}" for path in paths))
    if failures.count:
        click.echo(
            say(f"{failures.count} failed, {len(built)} built", f"{failures.count} 个失败，{len(built)} 份完成"),
            err=True,
        )
        sys.exit(1)


class _Teller:
    """Tells of each report when its files are there, or of what went wrong."""

    def __init__(self, settings: Settings, failures: _Failures, quiet: bool) -> None:
        self.settings = settings
        self.failures = failures
        self.quiet = quiet

    def tell(self, done: Future[Built]) -> list[Built]:
        from gongbao.cli.summary import summary

        try:
            built = done.result()
        except GongbaoError as error:
            self.failures.tell(error)
            return []
        except BrokenExecutor:
            self.failures.tell(
                OutputError(
                    "the process that writes ended before it was done (out of memory?); build fewer reports at once",
                    "写文件的进程意外结束（可能内存不足），请减少一次处理的报告",
                )
            )
            return []
        click.echo("\n".join(map(str, built.files)) if self.quiet else summary(built, self.settings))
        return [built]


def _write_all(extractions: Iterator[Extraction], submit: Submit, output: Path, teller: _Teller) -> list[Built]:
    """Write each report while the next one is read, and tell of each in order."""
    from gongbao.export.files import free_stem

    taken = {"all"}
    built: list[Built] = []
    waiting: deque[Future[Built]] = deque()
    for extraction in extractions:
        stem = free_stem(extraction.document.source, taken)
        waiting.append(submit(extraction, output / stem))
        if len(waiting) > 2:
            built += teller.tell(waiting.popleft())
    while waiting:
        built += teller.tell(waiting.popleft())
    return built


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--jsonl", is_flag=True, help="One JSON object a report and line (the default, and the contract).")
@_ALIASES
@_WITHOUT
@base_option
@ontology_option
def extract(
    files: tuple[str, ...],
    jsonl: bool,
    aliases: Path | None,
    without: tuple[str, ...],
    base: str | None,
    ontologies: tuple[Path, ...],
) -> None:
    """Print mentions, entities, statements, quantities and times as JSON Lines.

    以 JSON Lines 输出提及、实体、陈述、数量和时间。
    """
    from gongbao.record import as_dict

    _warm(without)
    _notices(without)
    settings = _settings(ontologies, base, aliases, without)
    failures = _Failures()
    for extraction in _extractions(files, settings, failures):
        line = json.dumps(as_dict(extraction), ensure_ascii=False)
        sys.stdout.buffer.write(line.encode("utf-8", "surrogatepass") + b"\n")
    sys.stdout.flush()
    if failures.count:
        sys.exit(1)
