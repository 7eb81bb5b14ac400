"""`gongbao train`: weights from annotated texts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongbao.cli.options import PATH, file_option, ontology_option
from gongbao.errors import UsageError

if TYPE_CHECKING:
    from gongbao.train.run import Job, Teaching


@click.command()
@click.argument("gold", nargs=-1, type=PATH, metavar="GOLD…")
@click.option("-o", "--output", required=True, type=PATH, help="Folder for weights and card.")
@file_option(
    "--plain",
    "TEXTS",
    "Unlabelled texts: .txt, .jsonl or .jsonl.xz with `text`, or folders of them. May be repeated.",
    many=True,
)
@file_option(
    "--checked",
    "REPORTS",
    "Reports, or folders of them, with decisions.csv beside: those decided to be checked whole are gold too.",
    many=True,
)
@click.option("--teacher", is_flag=True, help="Label them with a large network, trained first; takes hours, ends best.")
@click.option("--start", type=PATH, help="Weights to go on from, instead of gongbao's own.")
@click.option("--anew", is_flag=True, help="Begin with no weights at all.")
@click.option("--relations", is_flag=True, help="Train the classifier of relations too, where texts have `relations`.")
@click.option("--epochs", type=click.IntRange(1), default=6, help="Times that relations see the texts.")
@click.option("--steps", type=click.IntRange(1), default=1500, help="Steps on annotated texts.")
@click.option("--plain-steps", type=click.IntRange(0), default=1500, help="Steps before on --plain alone.")
@click.option("--rounds", type=click.IntRange(1), default=5, help="Rounds of the teacher over the texts.")
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=0,
    help="The same seed, texts and threads give the same weights on one machine.",
)
@click.option("--threads", type=click.IntRange(1), default=1, help="Processors to use.")
@ontology_option
def train(
    gold: tuple[Path, ...],
    output: Path,
    plain: tuple[Path, ...],
    checked: tuple[Path, ...],
    teacher: bool,
    start: Path | None,
    anew: bool,
    relations: bool,
    epochs: int,
    steps: int,
    plain_steps: int,
    rounds: int,
    seed: int,
    threads: int,
    ontologies: tuple[Path, ...],
) -> None:
    """Train the tagger (and the classifier of relations) on annotated texts: folders of NAME.json with text/NAME.txt, or .bio, .conll, .jsonl.

    .jsonl is what doccano and Label Studio export. A fifth is kept out and scored. Run it again to go on where it
    was stopped. Then: build --weights FOLDER.

    用标注文本训练名称标注器；保留五分之一用于评分，中断后再次运行即可续训。
    """
    if not gold and not checked:
        raise UsageError("give GOLD…, or reports with --checked", "请给出标注文本，或用 --checked 给出报告")
    _refuse_what_does_not_fit(plain, teacher, start, anew, output)
    gold += _checked(checked, output, ontologies)
    with _extra("train"):
        import torch

        from gongbao.train import run
        from gongbao.train.tagger_training import Plan
    from gongbao.mentions.tagger import FOLDER
    from gongbao.train import data, scores

    torch.set_num_threads(threads)
    torch.use_deterministic_algorithms(True)
    classes = _classes(ontologies)
    job: Job = run.Job(
        examples=data.load(gold, frozenset(classes)),
        plain=data.plain_texts(plain) if plain else (),
        classes=classes,
        plan=Plan(steps=steps, plain_steps=plain_steps, seed=seed),
        folder=output,
        start=None if anew else start or FOLDER,
        teaching=_teaching(rounds, seed, threads) if teacher else None,
    )
    card = run.make(job, click.echo)
    click.echo("\n".join(scores.table(card["scores"])))
    if relations:
        _relations(gold, output, ontologies, epochs, seed)
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


def _refuse_what_does_not_fit(
    plain: tuple[Path, ...], teacher: bool, start: Path | None, anew: bool, output: Path
) -> None:
    if teacher and not plain:
        raise UsageError(
            "--teacher labels unlabelled texts; give them with --plain", "--teacher 需要 --plain 给出无标注文本"
        )
    if anew and start:
        raise UsageError("--anew begins with no weights; leave out --start", "--anew 与 --start 不能同时使用")
    if anew and plain and not teacher:
        raise UsageError(
            "--plain needs something that labels its texts: add --teacher, or leave out --anew",
            "--plain 需要标注来源：请加 --teacher，或去掉 --anew",
        )
    if start and start.resolve() == output.resolve():
        raise UsageError("--output is --start; give another folder", "--output 与 --start 相同，请换一个文件夹")


def _relations(gold: tuple[Path, ...], output: Path, ontologies: tuple[Path, ...], epochs: int, seed: int) -> None:
    from gongbao.ontology import load as load_ontology
    from gongbao.train.relations import Recipe, train

    folders = [path for path in gold if path.is_dir()]
    card = train(folders, output, load_ontology(ontologies), Recipe(epochs=epochs, seed=seed), click.echo)
    for names, scores in card.get("scores", {}).items():
        click.echo(f"relations, {names}: " + "  ".join(f"{name} {value:.3f}" for name, value in scores.items()))


def _teaching(rounds: int, seed: int, threads: int) -> Teaching:
    with _extra("teacher"):
        from gongbao.train import e5, lac
        from gongbao.train.run import Teaching
        from gongbao.train.teacher import Plan

        return Teaching(e5.load(), lac.States(threads), Plan(rounds=rounds, seed=seed))


@contextmanager
def _extra(name: str) -> Iterator[None]:
    """Say how to install what is missing."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise UsageError(
            f"this needs {error.name}; install it with: pip install 'gongbao[{name}]'",
            f"需要 {error.name}；请安装：pip install 'gongbao[{name}]'",
        ) from error


def _classes(ontologies: tuple[Path, ...]) -> tuple[str, ...]:
    """The classes to be trained: those of the shipped weights in their order, then the user's own."""
    from gongbao.mentions.tagger import load
    from gongbao.ontology import load as load_ontology

    known = load().classes
    wanted = [spec.id for spec in load_ontology(ontologies).entity_classes]
    return (*(c for c in known if c in wanted), *(c for c in wanted if c not in known))
