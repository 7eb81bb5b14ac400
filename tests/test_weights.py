"""The weights that come with gongbao: what their card says is so, and a text's scores depend on the text alone."""

from __future__ import annotations

import hashlib
import json
import pickle
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

import gongbao
from gongbao.cli import cli
from gongbao.errors import WeightsError
from gongbao.mentions import tagger
from gongbao.settings import Recipe
from gongbao.text.script import fold
from gongbao.text.words import Segmenter

LARGEST = 12_000_000

_PARTS = (
    *("青禾县水务局", "白石市人民法院", "柳溪區衛生局", "「護苗」專案", "“清河”专项行动", "《城市供水条例》", "王小明"),
    *(
        "，",
        "。",
        "；\n",
        " ",
        "1,204家",
        "１２３４５",
        "http://example.org/a?b=c",
        "依法查处",
        "開展檢查",
        "𠮷",
        "\ufffd",
        "的",
    ),
)


def _texts(count: int) -> list[str]:
    """Texts of all lengths, in both scripts, with and without marks and spaces."""
    chance = random.Random(7)
    made = ["".join(chance.choice(_PARTS) for _ in range(chance.choice((0, 1, 3, 9, 30, 90)))) for _ in range(count)]
    return [fold(text) for text in made]


def _bytes(network: tagger.Tagger, texts: list[str], size: int) -> Iterator[bytes]:
    segmenter = Segmenter()
    for at in range(0, len(texts), size):
        for reading in network.read(texts[at : at + size], segmenter):
            yield hashlib.sha256(reading.scores.tobytes()).digest()


def test_the_card_is_of_these_weights() -> None:
    card = json.loads((tagger.FOLDER / "card.json").read_text("utf-8"))
    network = tagger.load()
    assert list(network.classes) == card["classes"]
    assert set(card["sha256"]) == set(tagger.FILES)
    for name, digest in card["sha256"].items():
        assert hashlib.sha256((tagger.FOLDER / name).read_bytes()).hexdigest() == digest, name


def test_the_weights_are_small() -> None:
    assert sum(path.stat().st_size for path in tagger.FOLDER.rglob("*") if path.is_file()) <= LARGEST


@pytest.mark.slow
def test_scores_depend_on_the_text_alone() -> None:
    import onnxruntime

    texts = _texts(200)
    network = tagger.load()
    alone = list(_bytes(network, texts, 1))
    assert len(set(alone)) > 100
    assert list(_bytes(network, texts, 7)) == alone
    assert list(_bytes(network, texts, 64)) == alone
    assert list(_bytes(network, texts[::-1], 64))[::-1] == alone
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    session = onnxruntime.InferenceSession(str(tagger.FOLDER / "tagger.onnx"), options)
    assert list(_bytes(network._replace(session=session), texts, 64)) == alone


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Weights that know a class of one's own instead of campaigns."""
    folder = tmp_path / "weights"
    folder.mkdir()
    tables = json.loads((tagger.FOLDER / "tagger.json").read_text("utf-8"))
    tables["classes"] = ["Drive" if kind == "Campaign" else kind for kind in tables["classes"]]
    (folder / "tagger.json").write_text(json.dumps(tables), "utf-8")
    for name in ("tagger.onnx", "gate.npy"):
        (folder / name).write_bytes((tagger.FOLDER / name).read_bytes())
    return folder


REPORT = "2024年5月，青禾县水务局、青禾县林业局开展“清河”专项行动，检查河道12条。"


def _types(result: gongbao.Result) -> list[str]:
    return [mention.type for mention in result.mentions if mention.by == "tagger"]


def test_own_weights_are_used_by_the_api(own: Path) -> None:
    shipped = gongbao.build_text(REPORT)
    assert _types(shipped) == ["Organization", "Organization", "Campaign"]
    assert _types(gongbao.build_text(REPORT, weights=own)) == [
        "Organization",
        "Organization",
    ]  # Drive is in no ontology
    assert gongbao.build_text(REPORT, weights=str(tagger.FOLDER)).mentions == shipped.mentions


def test_own_weights_are_part_of_a_corpus_version(own: Path) -> None:
    shipped, recipe = Recipe(), Recipe(weights=own)
    assert shipped.ontology_version != recipe.ontology_version == Recipe(weights=own).ontology_version
    assert pickle.loads(pickle.dumps(recipe)) == recipe
    tables = json.loads((own / "tagger.json").read_text("utf-8"))
    tables["calibration"] = [[0.0, 1.0], [0.0, 0.9]]
    (own / "tagger.json").write_text(json.dumps(tables), "utf-8")
    assert Recipe(weights=own).ontology_version != recipe.ontology_version


@pytest.mark.parametrize("command", ["build", "extract", "score", "corpus add"])
def test_weights_that_are_none_are_refused_in_one_line(tmp_path: Path, gold: Path, command: str) -> None:
    report = tmp_path / "a.txt"
    report.write_text(REPORT, "utf-8")
    files = {
        "build": [str(report), "-o", str(tmp_path / "out")],
        "extract": [str(report)],
        "score": [str(gold)],
        "corpus add": [str(tmp_path / "store"), str(report), "-j", "1"],
    }[command]
    run = CliRunner().invoke(cli, [*command.split(), *files, "--weights", str(tmp_path)])
    assert run.exit_code != 0
    assert isinstance(run.exception, (WeightsError, SystemExit))
    told = str(run.exception) if isinstance(run.exception, WeightsError) else run.output
    assert "tagger.json" in told and "gongbao train" in told and "\n" not in told.strip()


def test_extract_takes_own_weights(tmp_path: Path, own: Path) -> None:
    report = tmp_path / "a.txt"
    report.write_text(REPORT, "utf-8")
    ours = CliRunner().invoke(cli, ["extract", str(report), "--weights", str(tagger.FOLDER)])
    theirs = CliRunner().invoke(cli, ["extract", str(report), "--weights", str(own)])
    assert ours.exit_code == theirs.exit_code == 0
    assert ours.output == CliRunner().invoke(cli, ["extract", str(report)]).output
    of_tagger, of_rule = (
        next(m["score"] for m in json.loads(run.output)["mentions"] if m["type"] == "Campaign")
        for run in (ours, theirs)
    )
    assert of_tagger != of_rule  # a class that the weights do not know is found by its head nouns alone
