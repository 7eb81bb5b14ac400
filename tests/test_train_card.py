"""Calibration, scores and the card of weights, without torch; and what `gongbao train` refuses."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import gongbao.train
import training
from gongbao.cli import cli
from gongbao.errors import GongbaoError, UsageError
from gongbao.mentions import tagger
from gongbao.train import card
from gongbao.train.data import Example
from gongbao.train.scores import calibration, knots, score, table


@pytest.mark.parametrize("seed", range(5))
def test_calibration_rises_and_tells_the_share_that_is_right(seed: int) -> None:
    chance = random.Random(seed)
    sure = [chance.random() for _ in range(4000)]
    right = [chance.random() < p**2 for p in sure]
    x, y = knots(sure, right)
    assert x == sorted(x) and y == sorted(y) and (x[0], x[-1]) == (0.0, 1.0)
    assert y[0] > 0 and y[-1] < 1
    for p in (0.3, 0.5, 0.8):
        assert abs(np.interp(p, x, y) - p**2) < 0.08


@pytest.mark.parametrize(("sure", "right"), [([0.5], [True]), ([0.5] * 9, [False] * 9), ([1.0, 1.0], [True, False])])
def test_calibration_of_little_is_still_one(sure: list[float], right: list[bool]) -> None:
    x, y = knots(sure, right)
    assert x == sorted(set(x)) and y == sorted(y) and all(0 <= v < 1 for v in y)


def test_calibration_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="no names"):
        knots([], [])


def test_scores_count_exact_names() -> None:
    examples = [
        Example("a", "青禾县水务局", ((0, 6, "Organization"),)),
        Example("b", "白石市", ((0, 3, "Place"),)),
    ]
    rows = score(examples, [[(0, 6, "Organization"), (0, 3, "Place")], [(0, 2, "Place")]])
    assert rows["Organization"] == {"gold": 1, "precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert rows["Place"] == {"gold": 1, "precision": 0.0, "recall": 0.0, "f1": 0.0}
    assert rows["all"] == {"gold": 2, "precision": 0.3333, "recall": 0.5, "f1": 0.4}
    assert len(list(table(rows))) == 4
    assert score([], [])["all"]["f1"] == 0.0


def test_the_card_is_written_beside_the_weights(tmp_path: Path) -> None:
    for name in ("tagger.onnx", "gate.npy"):
        (tmp_path / name).write_bytes((tagger.FOLDER / name).read_bytes())
    tables = json.loads((tagger.FOLDER / "tagger.json").read_text("utf-8"))
    texts = training.examples(6)
    parts = {"train": texts[:3], "calibrate": texts[3:4], "test": texts[4:]}
    made = card.finish(tmp_path, tables["classes"], tables["alphabet"], parts, {"started": "anew"})
    assert made == json.loads((tmp_path / "card.json").read_text("utf-8"))
    assert made["from"]["train"] == {
        "texts": 3,
        "characters": sum(len(text.text) for text in texts[:3]),
        "names": {"Campaign": 3, "Organization": 3},
    }
    assert made["digest"] == card.digest(texts) != card.digest(texts[::-1])
    assert made["sha256"] == {name: card.sha256(tmp_path / name) for name in tagger.FILES}
    assert made["scores"]["all"]["gold"] == 4 and made["started"] == "anew"
    assert "onnxruntime" in made["versions"]
    assert tagger.load(tmp_path).classes == tuple(tables["classes"])


def test_a_calibration_on_few_names_is_not_taken() -> None:
    few, many = training.examples(5), training.examples(120)
    otherwise = [[0.0, 1.0], [0.1, 0.8]]
    assert calibration(tagger.FOLDER, few, otherwise) == otherwise
    learned = calibration(tagger.FOLDER, many, otherwise)
    assert learned != otherwise and learned[1] == sorted(learned[1])


def _refused(arguments: list[str]) -> GongbaoError:
    run = CliRunner().invoke(cli, ["train", *arguments])
    assert isinstance(run.exception, GongbaoError), run.output
    return run.exception


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--anew", "--start", "x"], "leave out --start"),
        (["--anew", "--plain", "x"], "leave out --anew"),
        (["--start", "out"], "--output is --start"),
    ],
)
def test_options_that_do_not_fit_are_refused(arguments: list[str], reason: str) -> None:
    error = _refused(["gold", "-o", "out", *arguments])
    assert isinstance(error, UsageError) and reason in str(error) and error.zh


@pytest.mark.parametrize("module", ["torch", "onnx"])
def test_a_missing_extra_is_told_with_how_to_install_it(monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    for name in [name for name in sys.modules if name.startswith("gongbao.train.")]:
        monkeypatch.delitem(sys.modules, name)
        monkeypatch.delattr(gongbao.train, name.split(".")[2], raising=False)
    monkeypatch.setitem(sys.modules, module, None)
    error = _refused(["gold", "-o", "out"])
    assert "pip install 'gongbao[train]'" in str(error) and "pip install 'gongbao[train]'" in error.zh
    assert "this needs torch" in str(error) or "this needs onnx" in str(error)
