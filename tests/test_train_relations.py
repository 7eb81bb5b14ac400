"""Training the classifier of relations: what it writes is what a report is read with; stopped or not, it is the same."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from training import needs

needs("torch", "onnx")

import torch  # noqa: E402

from gongbao.errors import GoldError, WeightsError  # noqa: E402
from gongbao.ontology import Ontology  # noqa: E402
from gongbao.relations import network  # noqa: E402
from gongbao.train import loop, relations  # noqa: E402
from gongbao.train.relations import Recipe  # noqa: E402

GOLD = Path(__file__).parent / "gold"


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six annotated texts of the repository, under names that make one of them test."""
    folder = tmp_path_factory.mktemp("few")
    (folder / "text").mkdir()
    for number, path in enumerate(sorted(GOLD.glob("agency-*.json"))[:6]):
        shutil.copy(path, folder / f"few-{number}.json")
        shutil.copy(GOLD / "text" / f"{path.stem}.txt", folder / "text" / f"few-{number}.txt")
    return folder


def _files(folder: Path) -> list[bytes]:
    return [(folder / name).read_bytes() for name in network.FILES]


def test_a_training_that_was_stopped_goes_on_and_gives_the_same(
    few: Path, tmp_path: Path, terms: Ontology, monkeypatch: pytest.MonkeyPatch
) -> None:
    torch.set_num_threads(1)
    monkeypatch.setattr(loop, "_TOLD", 1)
    card = relations.train([few], tmp_path / "whole", terms, Recipe(epochs=2), print)
    assert sum(card["from"].values()) == 6 and set(card["learned"]) <= set(card["predicates"])

    def stop(line: str) -> None:
        done, steps = map(int, line.split()[1].split("/"))
        if done > steps / 2:  # in the second epoch
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        relations.train([few], tmp_path / "stopped", terms, Recipe(epochs=2), stop)
    with pytest.raises(WeightsError, match=r"relations\.pt is of a training with other texts or options"):
        relations.train([few], tmp_path / "stopped", terms, Recipe(epochs=3), print)
    relations.train([few], tmp_path / "stopped", terms, Recipe(epochs=2), print)
    assert _files(tmp_path / "whole") == _files(tmp_path / "stopped")
    own = network.load(tmp_path / "whole")
    assert own is not network.load() and own.predicates == tuple(card["predicates"])
    assert np.isfinite(own.slopes).all()


def test_texts_without_relations_are_refused(tmp_path: Path, terms: Ontology) -> None:
    (tmp_path / "text").mkdir(exist_ok=True)
    for number in range(6):
        text = "海州市交通局开展“清风”专项行动。"
        (tmp_path / "text" / f"few-{number}.txt").write_text(text, "utf-8")
        mentions = [{"start": 0, "end": 6, "type": "Organization"}, {"start": 9, "end": 11, "type": "Campaign"}]
        gold = {"mentions": mentions, "entities": [], "relations": []}
        (tmp_path / f"few-{number}.json").write_text(json.dumps(gold), "utf-8")
    with pytest.raises(GoldError, match="--relations"):
        relations.train([tmp_path], tmp_path / "out", terms, Recipe(epochs=1), print)


def test_a_folder_without_relations_leaves_them_to_those_of_gongbao_and_a_broken_one_is_refused(tmp_path: Path) -> None:
    assert network.load(tmp_path) is network.load()
    (tmp_path / "relations.json").write_text("{}", "utf-8")
    with pytest.raises(WeightsError, match="--relations"):
        network.load(tmp_path)


def test_calibration_ends_near_the_best_where_whole_steps_would_run_away() -> None:
    chance = np.random.default_rng(4)
    logits = np.concatenate([chance.normal(-25, 3, 20_000), chance.normal(4, 6, 150)]).astype(np.float32)
    holds = np.concatenate([np.zeros(20_000), np.ones(150)]).astype(np.float32)
    holds[:40] = 1
    slope, offset = relations._platt(logits, holds)

    def loss(slope: float, offset: float) -> float:
        z = logits * slope + offset
        return float((np.logaddexp(0, z) - holds * z).sum() + 2 * ((slope - 1) ** 2 + offset**2))

    best = min(loss(s, o) for s in np.linspace(0.1, 2, 39) for o in np.linspace(-6, 6, 49))
    assert loss(slope, offset) <= best + 0.1
