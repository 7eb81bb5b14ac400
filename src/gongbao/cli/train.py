"""`gongbao train`: weights from annotated texts."""

from __future__ import annotations

from pathlib import Path

import click

from gongbao.cli.options import ontology_option
from gongbao.errors import UsageError


@click.command()
@click.argument("gold", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="GOLD…")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="Folder for weights and card.")
@click.option("--plain", multiple=True, type=click.Path(path_type=Path), help="Unlabelled text, or a folder of .txt.")
@click.option("--start", type=click.Path(path_type=Path), help="Weights to go on from, instead of gongbao's own.")
@click.option("--anew", is_flag=True, help="Begin with no weights at all.")
@click.option("--steps", default=1500, show_default=True, help="Steps on annotated texts.")
@click.option("--seed", default=0, show_default=True, help="The same seed gives the same weights on one machine.")
@click.option("--threads", default=1, show_default=True, help="Processors to use.")
@ontology_option
def train(
    gold: tuple[Path, ...],
    output: Path,
    plain: tuple[Path, ...],
    start: Path | None,
    anew: bool,
    steps: int,
    seed: int,
    threads: int,
    ontologies: tuple[Path, ...],
) -> None:
    """Train the tagger on annotated texts: folders of NAME.json with text/NAME.txt, or .bio, .conll, .jsonl.

    A fifth is kept out and scored; a run that was stopped goes on from its checkpoint. Then: build --weights FOLDER.

    用标注文本训练名称标注器；保留五分之一用于评分，中断后可续训。
    """
    try:
        import torch

        from gongbao.train import run
        from gongbao.train.data import load
        from gongbao.train.tagger import Plan
    except ImportError as error:
        raise UsageError(
            f"training needs {error.name}; install it with: pip install 'gongbao[train]'",
            f"训练需要 {error.name}；请安装：pip install 'gongbao[train]'",
        ) from error
    from gongbao.mentions.tagger import FOLDER
    from gongbao.ontology import load as load_ontology

    torch.set_num_threads(max(1, threads))
    classes = _classes(load_ontology(ontologies).entity_classes)
    examples = load(gold, frozenset(classes))
    begin = None if anew else start or FOLDER
    soft = run.soften(_texts(plain), begin) if plain else []
    card = run.make(examples, soft, classes, Plan(steps=steps, seed=seed), output, click.echo, begin)
    for kind, row in card["scores"].items():
        click.echo(f"{kind:14} {row['gold']:6} P {row['precision']:.3f} R {row['recall']:.3f} F1 {row['f1']:.3f}")
    click.echo(output / "card.json")


def _classes(specs: object) -> tuple[str, ...]:
    """The classes to be trained: those of the shipped weights in their order, then the user's own."""
    from gongbao.mentions.tagger import load

    known = load().classes
    wanted = [spec.id for spec in specs]  # type: ignore[attr-defined]
    return (*(c for c in known if c in wanted), *(c for c in wanted if c not in known))


def _texts(paths: tuple[Path, ...]) -> list[str]:
    """The texts of files and folders, in order."""
    files = [f for path in paths for f in (sorted(path.rglob("*.txt")) if path.is_dir() else [path])]
    if not files:
        raise UsageError("--plain: no .txt files there", "--plain：没有 .txt 文件")
    return [file.read_text("utf-8") for file in files]
