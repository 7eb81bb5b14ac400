"""The tagger: what each character of a text is, by a network trained on annotated reports (`gongbao train`).

It runs on ONNX Runtime, one thread a process; a text's scores are the same alone and in any batch.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from gongbao.errors import WeightsError
from gongbao.lexicon import all_entries, departments
from gongbao.mentions import tokens
from gongbao.mentions.candidate import Candidate
from gongbao.mentions.decode import decode
from gongbao.mentions.gate import Gate, offsets
from gongbao.packaged import packaged
from gongbao.text.columns import distinct
from gongbao.text.words import Segmenter

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

BY = "tagger"  # what mentions that the tagger found say of who found them
WINDOW = 200
"""The longest stretch, in characters, that the network sees at once; it is cut behind sentences where it can be."""

_BATCH, _APART = 1600, 5
"""So many characters are read in one call; the windows of a call differ in length by at most so many."""
_SENTENCES = re.compile(r"[。！？；\n]+")
_CLAUSES = "，,、 "
_LEAST_CLAUSE = 40
_NEVER = np.float32(-30)  # the log probability of a name's label where nothing was read


class Reading(NamedTuple):
    """What the network says of n characters: `scores` (n, labels), log probabilities; windows begin and end at `breaks`."""

    scores: Floats
    breaks: NDArray[np.int64]


class Tagger(NamedTuple):
    """A trained network: `classes` in the order of its labels, `knots` (2, k) for calibration, the `heads` that it knows."""

    session: Any
    classes: tuple[str, ...]
    heads: frozenset[tuple[str, str]]
    numbers: NDArray[np.uint16]
    knots: Floats
    names: tokens.Names
    gate: Gate

    def read(self, texts: Sequence[str], segmenter: Segmenter) -> list[Reading]:
        """Read folded texts, all together; each is read as it would be alone. Sentences behind the gate name nothing."""
        rows = [tokens.rows(text, self.numbers, segmenter, self.names) for text in texts]
        cuts = [
            [window for stretch in self.gate.open(own, sentences(text)) for window in windows(text, *stretch)]
            for text, own in zip(texts, rows, strict=True)
        ]
        return self._run(rows, cuts)

    def _run(self, rows: list[NDArray[np.int32]], cuts: list[list[tuple[int, int]]]) -> list[Reading]:
        labels = 1 + 4 * len(self.classes)
        unread = np.full(labels, _NEVER)
        unread[0] = 0
        readings = [
            Reading(np.tile(unread, (len(own), 1)), distinct(np.array(cut, np.int64)))
            for own, cut in zip(rows, cuts, strict=True)
        ]
        for batch in _batches((text, *window) for text, cut in enumerate(cuts) for window in cut):
            _, first, last = batch[0]
            given = np.zeros((len(batch), last - first, len(tokens.COLUMNS)), np.int32)
            for row, (text, start, end) in enumerate(batch):
                given[row, : end - start] = rows[text][start:end]
            (scores,) = self.session.run(("scores",), {"rows": given})
            for row, (text, start, end) in enumerate(batch):
                readings[text].scores[start:end] = scores[row, : end - start]
        return readings

    def candidates(self, reading: Reading) -> list[Candidate]:
        """Return the names of the best sequence of labels, each with its calibrated probability."""
        found = decode(reading.scores, reading.breaks)
        sure = np.interp([name.probability for name in found], *self.knots).tolist()
        rows = zip(found, sure, strict=True)
        return [Candidate(name.start, name.end, self.classes[name.kind], BY, score) for name, score in rows]


def _batches(windows: Iterable[tuple[int, int, int]]) -> Iterator[list[tuple[int, int, int]]]:
    """Yield the windows (text, start, end) of all texts that are read together, the longest first."""
    batch: list[tuple[int, int, int]] = []
    longest = 0
    for text, start, end in sorted(windows, key=lambda window: window[1] - window[2]):
        if batch and (longest - (end - start) > _APART or (len(batch) + 1) * longest > _BATCH):
            yield batch
            batch = []
        longest = longest if batch else end - start
        batch.append((text, start, end))
    if batch:
        yield batch


def sentences(text: str, start: int = 0, stop: int | None = None) -> list[int]:
    """Return where the sentences of a text, or of a stretch of it, end; the last ends where the text does."""
    stop = len(text) if stop is None else stop
    ends = [match.end() for match in _SENTENCES.finditer(text, start, stop)]
    return ends if ends and ends[-1] == stop else [*ends, stop]


def windows(text: str, start: int = 0, stop: int | None = None) -> list[tuple[int, int]]:
    """Cut a stretch of whole sentences into windows of at most WINDOW characters, behind sentences, else clauses."""
    cuts: list[tuple[int, int]] = []
    reached = start
    for end in sentences(text, start, stop):
        while end - start > WINDOW:
            if reached == start:
                reached = _clause(text, start)
            cuts.append((start, reached))
            start = reached
        reached = end
    if start < reached:
        cuts.append((start, reached))
    return cuts


def _clause(text: str, start: int) -> int:
    """Where to cut a sentence that is too long: behind its last clause within reach."""
    last = max(text.rfind(mark, start + _LEAST_CLAUSE, start + WINDOW) for mark in _CLAUSES)
    return last + 1 if last > start else start + WINDOW


FOLDER = packaged("gongbao.weights")  # where the weights that come with gongbao are
FILES = ("tagger.onnx", "tagger.json", "gate.npy")
"""What a folder of weights holds: the network, its tables, and the weights of the gate."""


def load(folder: Path | None = None) -> Tagger:
    """Load a tagger: the one that comes with gongbao, or of a folder that `gongbao train` wrote. Raises WeightsError."""
    return _load(folder or FOLDER)


def forget() -> None:
    """Forget what was loaded: files have changed."""
    _load.cache_clear()


@cache
def _load(folder: Path) -> Tagger:
    card = _card(folder)
    classes = tuple(card["classes"])
    network = session(folder / "tagger.onnx")
    if network.get_outputs()[0].shape[-1] != 1 + 4 * len(classes):
        raise WeightsError("the files name other numbers of classes", folder=folder, count=len(classes))
    begins = offsets(len(card["alphabet"]), len(classes))
    return Tagger(
        network,
        classes,
        frozenset((class_, word) for class_ in classes for word in card["headNouns"].get(class_, ())),
        tokens.numbers_of(card["alphabet"]),
        np.array(card["calibration"], np.float32),
        tokens.gather(known(), classes),
        Gate(_gate(folder / "gate.npy", begins[-1]), begins),
    )


def unreadable(path: Path, why: object, command: str) -> WeightsError:
    """Return the error of a file of weights that cannot be read, with the command that writes it."""
    return WeightsError("give a folder of weights", path=path, why=why, command=command)


def _gate(path: Path, size: int) -> Floats:
    try:
        weights = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise unreadable(path, error, "gongbao train") from error
    if weights.shape != (size,):
        raise WeightsError("the file has another number of weights", path=path, shape=str(weights.shape), size=size)
    return np.asarray(weights, np.float32)


def _card(folder: Path) -> dict[str, Any]:
    path = folder / "tagger.json"
    try:
        card: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise unreadable(path, error, "gongbao train") from error
    missing = sorted({"classes", "alphabet", "headNouns", "calibration"} - card.keys())
    if missing:
        raise WeightsError("weights are lacking", path=path, missing=missing)
    return card


def session(path: Path) -> Any:
    """Load a network for ONNX Runtime, to run on one thread. Raises WeightsError."""
    import onnxruntime
    from onnxruntime.capi import onnxruntime_pybind11_state as state

    onnxruntime.disable_telemetry_events()  # Windows' own, too
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Further rewriting takes a third as long as loading does, and makes these small networks no faster.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except (state.Fail, state.InvalidArgument, state.InvalidGraph, state.InvalidProtobuf, state.NoSuchFile) as error:
        raise WeightsError(f"{path}: {error}", f"{path}：无法读取权重") from error


def known() -> Iterable[tuple[str, str]]:
    """The gazetteer's names with their classes, and the kinds of bodies that regions have."""
    for entry in all_entries():
        for name in (entry.name, *entry.short):
            yield name, entry.type
    for kind in departments():
        for name in (kind.name, *kind.short):
            yield name, kind.type
