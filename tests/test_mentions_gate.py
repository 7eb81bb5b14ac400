"""The gate: sentences without a sign of a name are not read, and what it lets pass hangs on nothing else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gongbao.errors import WeightsError
from gongbao.mentions import tagger, tokens
from gongbao.mentions.gate import Gate, offsets
from gongbao.text.words import Segmenter

NAMING = "海州市交通局联合青禾县公安局开展“清风”专项行动。"
NAMELESS = "会议开得很好，人们都很高兴，路上十分畅通。"


def test_a_sentence_that_names_something_passes_and_one_that_does_not_does_not() -> None:
    network, text = tagger.load(), NAMING + NAMELESS + NAMING
    rows = tokens.rows(text, network.numbers, Segmenter(), network.names)
    opened = list(network.gate.open(rows, tagger.sentences(text)))
    first, last = len(NAMING), len(NAMING + NAMELESS)
    assert opened == [(0, first), (last, len(text))]
    (reading,) = network.read([text], Segmenter())
    assert (reading.scores[first:last].argmax(1) == 0).all()
    kinds = {found.type for found in network.candidates(reading)}
    assert {"Organization", "Campaign"} <= kinds


def test_sentences_that_stand_together_are_one_stretch_and_no_text_is_none() -> None:
    begins = offsets(3, 1)
    weights = np.zeros(begins[-1], np.float32)
    weights[2] = 5.0  # the alphabet's first character is a sign
    weights[begins[4] : begins[5]] = -1.0
    gate = Gate(weights, begins)
    rows = np.zeros((6, 7), np.int32)
    rows[[0, 2, 5], 0] = 2
    assert list(gate.open(rows, [2, 4, 5, 6])) == [(0, 4), (5, 6)]
    assert list(gate.open(rows[:0], [0])) == []


def test_the_weights_of_another_training_are_refused(tmp_path: Path) -> None:
    for name in ("tagger.onnx", "tagger.json"):
        (tmp_path / name).write_bytes((tagger.FOLDER / name).read_bytes())
    with pytest.raises(WeightsError, match=r"gate\.npy"):
        tagger.load(tmp_path)
    np.save(tmp_path / "gate.npy", np.zeros(7, np.float16))
    with pytest.raises(WeightsError, match="one training"):
        tagger.load(tmp_path)
