"""DOC and WPS: the text of the binary files of Word 97 to 2003 and of WPS, in the order of their table of pieces.

Tables are told as those of other formats are; above stands the header of the first page, below stand the notes. What was
deleted with tracking on, or is hidden, is left out.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING

from gongbao.errors import UnsupportedInput
from gongbao.read import grid
from gongbao.read.raw import Found, Raw, whole
from gongbao.read.word97_parts import Stories, stories

if TYPE_CHECKING:
    from olefile import OleFileIO

_WORD = 0xA5EC
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_FIELD = re.compile("([\x13\x14\x15])")
"""Where a field begins, where what it shows begins behind its instruction, and where it ends."""

_MARKS = str.maketrans({"\x0b": "\n", "\x0c": "\r", "\x1e": "-", "\t": " ", **dict.fromkeys("\x01\x02\x05\x08\x1f")})
_ROW_END = "\x07\x07"


def extract(data: bytes, name: str) -> Found:
    """Yield the one report of a DOC or WPS file. Raises UnsupportedInput for locked files and other kinds, InputError for broken ones."""
    import olefile

    damage = (OSError, struct.error, IndexError, ValueError, OverflowError)
    with whole(name, "Word or Excel file", "Word或Excel文件", *damage), olefile.OleFileIO(io.BytesIO(data)) as archive:
        text = _stories(archive, name)
    lines = (line for story in (text.header, text.main, text.notes) for line in _lines(story))
    yield Raw("\n".join(lines), name)


def _stories(archive: OleFileIO, name: str) -> Stories:
    """Return the texts of a file, with Word's marks in them."""
    if not archive.exists("WordDocument"):
        raise UnsupportedInput("no Word or Excel file", name=name)
    main = archive.openstream("WordDocument").read()
    magic, flags = struct.unpack_from("<H8xH", main)
    if magic != _WORD:
        raise UnsupportedInput("a file of an old Word", name=name)
    if flags & _ENCRYPTED:
        raise UnsupportedInput("locked with a password", name=name, what="Word file")
    return stories(main, archive.openstream("1Table" if flags & _SECOND_TABLE else "0Table").read())


def _lines(text: str) -> Iterator[str]:
    """Yield a line for each paragraph, and for each row of a table."""
    cells = ""
    last = ""
    for paragraph in _shown(text).translate(_MARKS).split("\r"):
        if "\x07" not in paragraph and not cells:
            found = [line.strip() for line in paragraph.split("\n")]
        else:
            cells += paragraph
            if not paragraph.startswith("\x07") and not cells.endswith(_ROW_END) and _ROW_END not in paragraph:
                continue  # a cell of several paragraphs
            table, _, after = cells.rpartition(_ROW_END)
            found, cells = [*grid.told(_rows(table), last), after.strip()], ""
        for line in filter(None, found):
            yield line
            last = line
    yield from filter(None, (cell.strip() for cell in cells.split("\x07")))


def _shown(text: str) -> str:
    """Return a text with what its fields show, without their instructions."""
    parts: list[str] = []
    fields: list[int | None] = []  # where the instruction of each open field begins, None behind it
    for part in _FIELD.split(text):
        if part == "\x13":
            fields.append(len(parts))
        elif part not in ("\x14", "\x15"):
            parts.append(part)
        elif fields:
            begun = fields.pop()
            if begun is not None:
                del parts[begun:]
            if part == "\x14":
                fields.append(None)
    return "".join(parts)


def _rows(table: str) -> list[list[str]]:
    """Cut cells into rows: an empty one ends each row, so that all rows of a table have as many."""
    cells = [cell.strip() for cell in (table + _ROW_END).split("\x07")][:-1]
    parted = [cell.split("\x07") for cell in table.split(_ROW_END)]
    for wide in range(1, len(cells) - 1 if parted[1:] and all(row[1:] for row in parted) else len(cells)):
        if len(cells) % (wide + 1) == 0 and not any(cells[wide :: wide + 1]):
            return [cells[at : at + wide] for at in range(0, len(cells), wide + 1)]
    return parted
