"""`gongbao score`: run the extractor on gold texts and say how well it did."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongbao.cli import Failures
from gongbao.cli.options import (
    PATH,
    debug_option,
    decisions_option,
    ontology_option,
    recipe_of,
    userdict_option,
    weights_option,
)
from gongbao.errors import GongbaoError, InputError, UsageError
from gongbao.workers import attempt

if TYPE_CHECKING:
    from gongbao.evaluate.scoring import Report
    from gongbao.ontology import Ontology
    from gongbao.settings import Settings

    _Shown = tuple[str, str, dict[str, Any], dict[str, Any]]


@click.command()
@click.argument("gold", nargs=-1, required=True, type=PATH, metavar="GOLD…")
@click.option("--errors", is_flag=True, help="List what was missed, invented or cut wrongly.")
@click.option("--by-rule", is_flag=True, help="Count what each rule, tagger and classifier found, and what is right.")
@click.option("--without", multiple=True, type=click.Choice(["tagger", "rules"]), help="Switch a finder off.")
@click.option("--given-names", is_flag=True, help="Take the names from GOLD, to score linking and relations alone.")
@click.option("--html", type=PATH, help="Write a page that shows gold and found side by side.")
@decisions_option
@userdict_option
@weights_option
@debug_option
@ontology_option
def score(
    gold: tuple[Path, ...], errors: bool, by_rule: bool, given_names: bool, html: Path | None, debug: bool, **given: Any
) -> None:
    """Precision, recall and F1 for each type, linking and relation. GOLD: files, or folders of NAME.json with text/NAME.txt.

    按类型、指称归并和关系给出精确率、召回率和 F1。
    """
    from gongbao.evaluate.scoring import total

    files = [f for path in gold for f in (sorted(path.glob("*.json")) if path.is_dir() else [path])]
    if not files:
        raise UsageError(
            "no gold files there; a gold file is NAME.json with its text at text/NAME.txt",
            "没有标注文件；标注文件为“名称.json”，其文本为“text/名称.txt”",
        )
    settings = recipe_of(given).settings
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
    _tell(total([report for report, _ in compared]), settings.ontology, errors, by_rule)
    if html:
        from gongbao.evaluate.errors_page import render_errors
        from gongbao.export.atomic import write_atomic

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
        raise InputError(
            f"{file}: a gold file of another form ({type(error).__name__}: {error}); see the annotation guidelines",
            f"{file}：标注文件格式不对，请参照标注规范",
        ) from error
    return report, (file.stem, text, marked, record)


def _tell(result: Report, ontology: Ontology, errors: bool, by_rule: bool) -> None:
    click.echo(f"{'':14} {'gold':>5} {'found':>5}  {'P':>6} {'R':>6} {'F1':>6}  {'overlap F1':>10}")
    order = ["heart", "all", *(c.id for c in ontology.entity_classes), "linking", "linking, all", "relations"]
    for name in order:
        row = result.rows[name]
        tail = f"  {row.overlap_f1:10.3f}" if row.overlap else ""
        click.echo(f"{name:14} {row.gold:5} {row.found:5}  {row.precision:6.3f} {row.recall:6.3f} {row.f1:6.3f}{tail}")
    for name in ("quantities", "times"):
        row = result.rows[name]
        click.echo(f"{name:14} {row.gold:5} {row.found:5}         {row.recall:6.3f}")
    if by_rule:
        click.echo(f"\n{'found by':14} {'right':>5} {'found':>5}  {'P':>6}")
        for name, row in sorted(result.finders.items(), key=lambda item: -item[1].found):
            click.echo(f"{name:14} {row.right:5} {row.found:5}  {row.precision:6.3f}")
    if errors:
        for d in result.differences:
            click.echo(f"{d.document}  {d.kind:8} {d.type:13} {d.text}{' ← ' if d.text and d.found else ''}{d.found}")
