"""Training with a tiny network on invented texts: the same seed and texts give the same weights, stopped or not."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import training
from training import needs

needs("torch", "onnx")

import torch  # noqa: E402
from click.testing import CliRunner  # noqa: E402

from gongbao.cli import cli  # noqa: E402
from gongbao.errors import GoldError, WeightsError  # noqa: E402
from gongbao.mentions import tagger as ours  # noqa: E402
from gongbao.train import loop, onnx_tagger, tagger_training  # noqa: E402
from gongbao.train.data import part  # noqa: E402
from gongbao.train.onnx_graph import reaches  # noqa: E402
from gongbao.train.run import Job, make  # noqa: E402
from gongbao.train.tagger_network import Network, Shape  # noqa: E402

PLAN = tagger_training.Plan(steps=5, plain_steps=3, batch=400, width=16)


class Killed(BaseException):
    """What stands in for a kill: nothing of gongbao catches it."""


def _job(folder: Path, **changes: object) -> Job:
    job = Job(training.examples(), (), training.CLASSES, PLAN, folder, start=None, save_every=2)
    return dataclasses.replace(job, **changes)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """One thread, and progress after every step."""
    torch.set_num_threads(1)
    monkeypatch.setattr(loop, "_TOLD", 1)


def _dying(after: int) -> Callable[[str], None]:
    lines = iter(range(after))

    def tell(_: str) -> None:
        if next(lines, None) is None:
            raise Killed

    return tell


def _made(folder: Path) -> tuple[bytes, bytes, str]:
    card = json.loads((folder / "card.json").read_text("utf-8"))
    return (folder / "tagger.onnx").read_bytes(), (folder / "tagger.json").read_bytes(), json.dumps(card)


def _run_with_kills(job: Job, after: int = 4) -> int:
    """Run a job that is killed again and again until it is done; return how often."""
    for kills in range(60):
        try:
            make(job, _dying(after))
        except Killed:
            continue
        return kills
    raise AssertionError("it gets nowhere")


@pytest.mark.slow
def test_the_same_seed_gives_the_same_weights_killed_or_not(tmp_path: Path) -> None:
    make(_job(tmp_path / "a"), print)
    make(_job(tmp_path / "b"), print)
    assert _made(tmp_path / "a") == _made(tmp_path / "b")
    assert _run_with_kills(_job(tmp_path / "c")) >= 1
    assert _made(tmp_path / "a") == _made(tmp_path / "c")
    make(_job(tmp_path / "d", plan=dataclasses.replace(PLAN, seed=1)), print)
    assert _made(tmp_path / "a")[0] != _made(tmp_path / "d")[0]


def test_a_checkpoint_of_other_texts_or_options_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Killed):
        make(_job(tmp_path), _dying(4))
    assert (tmp_path / "work" / "gold.pt").exists()
    others = (_job(tmp_path, plan=dataclasses.replace(PLAN, seed=9)), _job(tmp_path, examples=training.examples(20)))
    for other in others:
        with pytest.raises(WeightsError, match="other texts or options"):
            make(other, print)
    (tmp_path / "work" / "gold.pt").write_bytes(b"half")
    with pytest.raises(WeightsError, match=r"gold\.pt is no checkpoint; remove it"):
        make(_job(tmp_path), print)


def test_the_card_says_what_from_and_how_well(tmp_path: Path) -> None:
    card = make(_job(tmp_path), print)
    assert card == json.loads((tmp_path / "card.json").read_text("utf-8"))
    assert sum(part["texts"] for part in card["from"].values()) == 48
    assert card["from"]["test"]["names"]["Organization"] == card["scores"]["Organization"]["gold"] > 0
    assert card["classes"] == list(training.CLASSES)
    assert card["started"] == "anew" and card["plan"]["steps"] == 5
    assert ours.load(tmp_path).classes == training.CLASSES


def test_without_texts_to_train_on_or_a_labeller_it_is_refused(tmp_path: Path) -> None:
    kept = [e for e in training.examples() if part(e.name) == "test"]
    with pytest.raises(GoldError, match="none of them to train on"):
        make(_job(tmp_path, examples=kept), print)
    with pytest.raises(WeightsError, match="leave out --anew"):
        make(_job(tmp_path, plain=tuple(training.plain())), print)


@pytest.mark.slow
def test_it_learns(tmp_path: Path) -> None:
    told: list[str] = []
    card = make(_job(tmp_path, plan=dataclasses.replace(PLAN, steps=90, rate=4e-3, batch=1200, width=32)), told.append)
    assert card["scores"]["all"]["f1"] > 0.8
    assert any("not in the texts to train on" in line and "Person" in line for line in told)


@pytest.mark.slow
def test_a_class_of_ones_own_goes_on_from_weights(tmp_path: Path) -> None:
    make(_job(tmp_path / "old", plan=dataclasses.replace(PLAN, steps=60, rate=4e-3, batch=1200, width=32)), print)
    own = [
        dataclasses.replace(e, spans=tuple((a, z, "Drive" if kind == "Campaign" else kind) for a, z, kind in e.spans))
        for e in training.examples()
    ]
    job = _job(
        tmp_path / "new",
        examples=own,
        plain=tuple(training.plain()),
        classes=("Person", *training.CLASSES[:-1], "Drive"),
        start=tmp_path / "old",
        plan=dataclasses.replace(PLAN, steps=40, rate=4e-3, batch=1200),
    )
    card = make(job, print)
    assert card["started"] == "from weights"
    assert card["scores"]["Drive"]["f1"] > 0.9 and card["scores"]["Organization"]["f1"] > 0.9
    assert _run_with_kills(dataclasses.replace(job, folder=tmp_path / "again")) >= 1
    assert _made(tmp_path / "new")[0] == _made(tmp_path / "again")[0]


def test_the_graph_says_what_the_network_says(tmp_path: Path) -> None:
    torch.manual_seed(5)
    network = Network(Shape(30, 9, width=16))
    rows = torch.randint(1, 32, (3, 40, 7)) % torch.tensor([32, 32, 32, 32, 4, 32, 9])
    onnx_tagger.write(network, reaches(network.eval().blocks, [rows], network), str(tmp_path / "a.onnx"))
    again = onnx_tagger.read(str(tmp_path / "a.onnx")).eval()
    session = ours.session(tmp_path / "a.onnx")
    (scores,) = session.run(("scores",), {"rows": rows.numpy().astype(np.int32)})
    with torch.no_grad():
        for one in (network.eval(), again):
            _, expected = one(rows)
            assert np.abs(scores - torch.log_softmax(expected, -1).numpy()).max() < 0.1


def test_labels_that_a_labeller_does_not_know_teach_nothing() -> None:
    torch.manual_seed(5)
    scores = torch.randn(1, 4, 5, requires_grad=True)
    known = np.log(np.full((4, 5), 0.25)).astype(np.float16)
    known[:, 3] = -np.inf
    tagger_training._soft_loss(scores, [known]).backward()
    assert scores.grad is not None
    assert torch.equal(scores.grad[..., 3], torch.zeros(1, 4)) and scores.grad.abs().sum() > 0


@pytest.mark.slow
def test_the_command_trains_a_class_of_ones_own(tmp_path: Path) -> None:
    ontology = tmp_path / "mine.ttl"
    ontology.write_text(OWN, "utf-8")
    line = {"text": "青禾县开展“蓝天行动”。", "label": [[6, 10, "Drive"]]}
    gold = tmp_path / "a.jsonl"
    gold.write_text("\n".join([json.dumps(line)] * 30), "utf-8")
    plain = tmp_path / "plain.txt"
    plain.write_text("\n".join(training.plain()), "utf-8")
    options = ["-o", str(tmp_path / "out"), "--steps", "2", "--plain-steps", "1", "--plain", str(plain)]
    done = CliRunner().invoke(cli, ["train", str(gold), *options, "--ontology", str(ontology)])
    torch.use_deterministic_algorithms(False)
    assert done.exit_code == 0, done.output
    card = json.loads((tmp_path / "out" / "card.json").read_text("utf-8"))
    assert card["classes"][-1] == "Drive" and len(card["classes"]) == 9
    assert card["scores"]["Drive"]["gold"] > 0 and str(tmp_path / "out" / "card.json") in done.output
    refused = CliRunner().invoke(cli, ["train", str(gold), "-o", str(tmp_path / "other")])
    assert isinstance(refused.exception, GoldError) and "unknown type 'Drive'" in str(refused.exception)


OWN = """
@prefix gb: <https://w3id.org/gongbao/ontology#> .
@prefix my: <https://example.org/mine#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
my:Drive a owl:Class ; rdfs:subClassOf gb:Campaign ; rdfs:label "drive"@en, "战役"@zh-Hans, "戰役"@zh-Hant .
"""
