"""Scanned pages: their text as RapidOCR recognises it, line by line, where the extra `ocr` is installed."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from gongbao.errors import UnsupportedInput
from gongbao.model import Scan, ScanLine
from gongbao.read import limits
from gongbao.read.encodings import normalise
from gongbao.read.paragraphs import Cell, Line, Place, box, text_of
from gongbao.read.raw import Found, Raw, check, whole

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

INSTALL = "pip install 'gongbao[ocr]'"
LONGEST = 2000  # pixels of the longer side of a page as it is recognised
_GAP = 1.5  # in heights of a line: how wide a gap between two pieces of one line is a space
_MAX_PIXELS = 120_000_000


def available() -> bool:
    """Say whether scans can be read."""
    return find_spec("rapidocr") is not None


def by() -> str:
    """Return what recognises, with its version."""
    from importlib.metadata import version

    return f"rapidocr {version('rapidocr')}"


@cache
def _engine() -> Any:
    """The recogniser with the models that it brings; on one thread, so that it gives the same on every machine."""
    from rapidocr import RapidOCR

    threads = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")}
    return RapidOCR(params={"Global.log_level": "error", "Global.use_cls": False, **threads})


def recognise(image: NDArray[np.uint8], page: int) -> list[Line]:
    """Return the lines of a page (rows of pixels: blue, green, red) from top to bottom."""
    found = _engine()(image)
    if found.boxes is None:
        return []
    height, width = image.shape[:2]
    pieces = []
    for corners, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
        (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
        if text.strip():
            pieces.append(_Piece(normalise(text).replace("\n", " ").strip(), left, top, right, bottom, float(score)))
    return [_line(row, page, width, height) for row in _rows(pieces)]


class _Piece:
    """What is recognised in one go: a line, or a part of one."""

    def __init__(self, text: str, left: float, top: float, right: float, bottom: float, score: float) -> None:
        self.text, self.score = text, score
        self.left, self.top, self.right, self.bottom = map(float, (left, top, right, bottom))

    @property
    def height(self) -> float:
        return max(1.0, self.bottom - self.top)


def _rows(pieces: list[_Piece]) -> Iterator[list[_Piece]]:
    """Yield the pieces of each line, from left to right: the middle of each is within the height of the first."""
    row: list[_Piece] = []
    for piece in sorted(pieces, key=lambda piece: piece.top + piece.bottom):
        if row and (piece.top + piece.bottom) / 2 > row[0].bottom - row[0].height / 4:
            yield sorted(row, key=lambda piece: piece.left)
            row = []
        row.append(piece)
    if row:
        yield sorted(row, key=lambda piece: piece.left)


def _line(row: list[_Piece], page: int, width: int, height: int) -> Line:
    """Return the line that pieces make, with what stands apart on it; its measure is a hundredth of the page's width."""
    unit = width / 100
    cells: list[Cell] = []
    for piece in row:
        left, right = piece.left / unit, piece.right / unit
        if cells and left - cells[-1].right <= _GAP * piece.height / unit:
            cells[-1] = Cell(cells[-1].text + piece.text, cells[-1].left, right)
        else:
            cells.append(Cell(piece.text, left, right))
    first, last = cells[0].left, max(cell.right for cell in cells)
    top, bottom = (100 * end / height for end in (min(p.top for p in row), max(p.bottom for p in row)))
    place = Place(page, box(first, top, last, bottom), round(min(piece.score for piece in row), 4))
    text = " ".join(cell.text for cell in cells)
    apart = tuple(cells) if len(cells) > 1 else ()
    return Line(text, first, last, row[0].height / unit, place, apart)


def extract(data: bytes, name: str) -> Found:
    """Yield the one report of an image, or of an image of several pages (TIFF). Raises UnsupportedInput, InputError."""
    if not available():
        raise UnsupportedInput("a picture", name=name, install=INSTALL)
    yield raw([recognise(image, number) for number, image in enumerate(_images(data, name), 1)], name)


def raw(pages: Sequence[Sequence[Line]], name: str) -> Raw:
    """Return the text of pages, with where it stands. Raises UnsupportedInput where there is none."""
    text, scan = text_of(pages, by() if available() else "")
    if not text:
        raise UnsupportedInput("no text was recognised", name=name, count=len(pages))
    return Raw(text, name, scan=scan)


def _images(data: bytes, name: str) -> Iterator[NDArray[np.uint8]]:
    import numpy as np
    from PIL import Image, ImageOps, ImageSequence

    errors = (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError)
    with whole(name, "picture (PNG, JPEG or TIFF)", "图片", *errors), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for number, frame in enumerate(ImageSequence.Iterator(Image.open(io.BytesIO(data))), 1):
            check(number, limits.MAX_PDF_PAGES, name, "pages", "页")
            check(frame.width * frame.height, _MAX_PIXELS, name, "pixels in a page", "像素（一页）")
            page = ImageOps.exif_transpose(frame).convert("RGB")
            page.thumbnail((LONGEST, LONGEST))
            yield np.asarray(page)[:, :, ::-1]


def weight(data: bytes) -> int:
    """Return the bytes whose reading takes as long as that of an image: a page is worth as much as a MB of text."""
    return max(len(data), limits.PAGE_BYTES) if available() else len(data)


def written(scan: Scan) -> str:
    """Return where the lines stand as text, a line each: start, end, page, box, score.

    >>> written(Scan("x", (ScanLine(0, 2, 1, (1.5, 2.0, 30.25, 1.0), 0.98),)))
    '0 2 1 1.5 2.0 30.25 1.0 0.98'
    """
    return "\n".join(" ".join(map(str, (x.start, x.end, x.page, *x.box, x.score))) for x in scan.lines)


def parsed(by: str, text: str) -> Scan:
    """Read what `written` wrote."""
    lines = []
    for line in text.splitlines():
        start, end, page, *box, score = line.split(" ")
        left, top, width, height = map(float, box)
        lines.append(ScanLine(int(start), int(end), int(page), (left, top, width, height), float(score)))
    return Scan(by, tuple(lines))
