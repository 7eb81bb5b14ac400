"""Labels of unlabelled texts on disk, in shards: a run that was stopped goes on behind the last whole one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from gongbao.errors import WeightsError
from gongbao.train.windows import Soft

if TYPE_CHECKING:
    from numpy.typing import NDArray

Label = Callable[[Sequence[str]], "list[NDArray[np.float16]]"]
"""Gives texts their log probabilities, (len(text), labels) each."""

SHARD = 400_000
"""Characters a shard; each takes two bytes a label."""


def labelled(
    texts: Sequence[str], label: Label, folder: Path, identity: str, tell: Callable[[str], None], size: int = SHARD
) -> list[Soft]:
    """Label texts, or take what was labelled before under the same identity. Probabilities stay on disk.

    Raises WeightsError where the folder holds labels of another identity.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _claim(folder / "identity.json", identity)
    cuts = list(_cuts(texts, size))
    found: list[Soft] = []
    for number, (first, behind) in enumerate(cuts):
        path = folder / f"{number:05}.npy"
        some = texts[first:behind]
        if not path.exists():
            fresh = path.with_suffix(".new")
            with fresh.open("wb") as file:
                np.save(file, np.concatenate(label(some)))
            fresh.replace(path)
            tell(f"labels {number + 1}/{len(cuts)}")
        scores = np.load(path, mmap_mode="r")
        at = np.cumsum([0, *map(len, some)]).tolist()
        found += [Soft(text, scores[a:z]) for text, a, z in zip(some, at, at[1:], strict=False)]
    return found


def _claim(path: Path, identity: str) -> None:
    if not path.exists():
        path.write_text(json.dumps(identity), "utf-8")
    elif json.loads(path.read_text("utf-8")) != identity:
        raise WeightsError(
            f"{path.parent} holds labels of a training with other texts or options; remove it, or give another --output",
            f"{path.parent} 属于另一次训练（文本或选项不同）；请删除它，或换一个 --output",
        )


def _cuts(texts: Sequence[str], size: int) -> Iterator[tuple[int, int]]:
    first = characters = 0
    for index, text in enumerate(texts):
        characters += len(text)
        if characters >= size:
            yield first, index + 1
            first, characters = index + 1, 0
    if first < len(texts):
        yield first, len(texts)
