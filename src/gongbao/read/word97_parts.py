"""The parts of a DOC file: its characters in the order of the table of pieces, which of them are deleted, and its stories.

Positions (CP) count UTF-16 units, as Word does: a character beyond U+FFFF is kept as its two halves until the text is whole.
"""

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from gongbao.read import limits

GONE = "\x01"  # what stands for a character that is deleted or hidden: Word's own mark of a picture, which is no text
_NARROW = 0x40000000  # where a piece is written with one byte a character
_HEADERS, _RUNS, _PIECES, _ANCHORS, _BOXES = 0xF2, 0xFA, 0x1A2, 0x1DA, 0x25A
"""Where the file says where its tables are: of headers, of the properties of runs, of pieces, of anchors, of text boxes."""

_FIRST_HEADER = 10
"""The stories of headers before that of the first page: six separators of notes, then four of other pages."""

_DELETED, _HIDDEN = 0x0800, 0x083C
_OPERANDS = (1, 1, 2, 4, 2, 2, 0, 3)
"""Bytes of the value of a property, by the upper bits of its code; 0 where the value says how many."""

_PAGE, _BOX, _ANCHOR = 512, 22, 26
_MOST_BOXES = 1_000


@dataclass(frozen=True, slots=True)
class Stories:
    """The texts of a file: the header of its first page, the main text, the notes."""

    header: str
    main: str
    notes: str


def stories(main: bytes, table: bytes) -> Stories:
    """Return the texts of a file, by its two streams. Raises struct.error, IndexError or ValueError where it is damaged."""
    text = "".join(_pieces(main, _part(main, table, _PIECES), _gone(main, _part(main, table, _RUNS))))
    sizes = struct.unpack_from("<8I", main, 0x4C)
    ends = [0]
    for size in sizes:
        ends.append(ends[-1] + size)
    body, notes, headers, _macros, _comments, endnotes, boxes, _ = (
        text[start : start + size] for start, size in zip(ends, sizes, strict=False)
    )
    return Stories(
        _whole(_first_header(headers, _part(main, table, _HEADERS))),
        _whole(_with_boxes(body, boxes, _part(main, table, _BOXES), _part(main, table, _ANCHORS))),
        _whole(notes + endnotes),
    )


def _whole(units: str) -> str:
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _part(main: bytes, table: bytes, at: int) -> bytes:
    """Return a table that the head of the file points to, nothing where it has none."""
    if len(main) < at + 8:
        return b""
    start, size = struct.unpack_from("<II", main, at)
    return table[start : start + size]


def _pieces(main: bytes, pieces: bytes, gone: list[tuple[int, int]]) -> Iterator[str]:
    """Yield the pieces of a text in order; `pieces` says where each stands, `gone` which bytes are deleted."""
    at = 0
    properties = []
    while pieces[at] == 1:  # properties that pieces refer to
        (size,) = struct.unpack_from("<H", pieces, at + 1)
        properties.append(pieces[at + 3 : at + 3 + size])
        at += 3 + size
    (size,) = struct.unpack_from("<I", pieces, at + 1)
    count = (size - 4) // 12
    at += 5
    ends = struct.unpack_from(f"<{count + 1}I", pieces, at)
    if ends != tuple(sorted(ends)) or ends[-1] > 4 * limits.MAX_TEXT_CHARS:
        raise ValueError("pieces of a text that overlap, or are too long")
    for number in range(count):
        place, modifier = struct.unpack_from("<IH", pieces, at + 4 * (count + 1) + 8 * number + 2)
        length = ends[number + 1] - ends[number]
        if place & _NARROW:
            start, width = (place & ~_NARROW) // 2, 1
            text = main[start : start + length].decode("cp1252", "replace")
        else:
            start, width = place, 2
            text = _units(main[place : place + 2 * length])
        of_piece = properties[modifier >> 1] if modifier & 1 and modifier >> 1 < len(properties) else b""
        yield GONE * len(text) if _is_gone(of_piece) else _without(text, start, width, gone)


def _units(written: bytes) -> str:
    """Return a character for each UTF-16 unit, halves of others as they are."""
    text = written.decode("utf-16-le", "replace")
    return (
        text if len(text) == len(written) // 2 else "".join(map(chr, struct.unpack(f"<{len(written) // 2}H", written)))
    )


def _without(text: str, start: int, width: int, gone: list[tuple[int, int]]) -> str:
    """Blank what is deleted of a piece that stands at a byte; the ends of cells and rows stay."""
    parts = []
    done = 0
    for first, last in gone[max(0, bisect_right(gone, (start, 0)) - 1) :]:
        if first >= start + width * len(text):
            break
        begin, end = max(done, (first - start) // width), min(len(text), (last - start) // width)
        if begin < end:
            parts += [text[done:begin], *(char if char == "\x07" else GONE for char in text[begin:end])]
            done = end
    return "".join([*parts, text[done:]])


def _gone(main: bytes, runs: bytes) -> list[tuple[int, int]]:
    """Return which bytes of the text are deleted or hidden, in order: runs have their properties in pages of 512 bytes."""
    count = max(0, len(runs) - 4) // 8
    pages = struct.unpack_from(f"<{count}I", runs, 4 * (count + 1)) if count else ()
    found = []
    for number in dict.fromkeys(pages):
        page = main[number * _PAGE : (number + 1) * _PAGE]
        size = page[_PAGE - 1]
        places = struct.unpack_from(f"<{size + 1}I", page)
        for run in range(size):
            at = 2 * page[4 * (size + 1) + run]
            if at and _is_gone(page[at + 1 : at + 1 + page[at]]):
                found.append((places[run], places[run + 1]))
    return sorted(found)


def _is_gone(properties: bytes) -> bool:
    """Say whether a run with these properties is deleted with tracking on, or hidden."""
    at = 0
    on = {_DELETED: False, _HIDDEN: False}
    while at + 2 < len(properties):
        (code,) = struct.unpack_from("<H", properties, at)
        if code in on:
            on[code] = properties[at + 2] in (1, 0x81)
        size = _OPERANDS[code >> 13]
        at += 2 + (size or 1 + properties[at + 2])
    return any(on.values())


def _first_header(headers: str, table: bytes) -> str:
    places = struct.unpack_from(f"<{len(table) // 4}I", table)
    if len(places) < _FIRST_HEADER + 2:
        return ""
    return headers[places[_FIRST_HEADER] : places[_FIRST_HEADER + 1]]


def _with_boxes(body: str, boxes: str, told: bytes, anchors: bytes) -> str:
    """Put each text box above the paragraph that it is anchored in."""
    count, anchored = (max(0, len(part) - 4) // (4 + size) for part, size in ((told, _BOX), (anchors, _ANCHOR)))
    if count > _MOST_BOXES:
        raise ValueError("more text boxes than a report has")
    places = struct.unpack_from(f"<{count + 1}I", told) if count else ()
    at = struct.unpack_from(f"<{anchored + 1}I", anchors) if anchored else ()
    if places != tuple(sorted(places)):
        raise ValueError("text boxes that overlap")
    shapes = {
        struct.unpack_from("<I", anchors, 4 * (anchored + 1) + _ANCHOR * number)[0]: at[number]
        for number in range(anchored)
    }
    parts: list[str] = []
    done = 0
    found = []
    for number in range(count):
        (shape,) = struct.unpack_from("<I", told, 4 * (count + 1) + _BOX * number + 14)
        text = boxes[places[number] : places[number + 1]].rstrip("\r") + "\r"
        if shape in shapes and text.strip():
            start = max(body.rfind(mark, 0, shapes[shape]) for mark in "\r\x07\x0c") + 1
            found.append((start, number, text))
    for start, _number, text in sorted(found):
        parts += [body[done:start], text]
        done = start
    return "".join([*parts, body[done:]])
