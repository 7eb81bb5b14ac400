"""XLSX: a report a row where a column holds texts; else a report a sheet, each row told with the heads of its columns."""

from __future__ import annotations

import re

from gongbao.errors import InputError
from gongbao.read import grid, limits
from gongbao.read.archive import open_archive, read_member
from gongbao.read.office_xml import Attributes, attribute, parse
from gongbao.read.raw import Found, Raw
from gongbao.read.table import TEXT, from_rows

_SPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_SHEET = re.compile(r"xl/worksheets/sheet(\d{1,5})\.xml")


def extract(data: bytes, name: str) -> Found:
    """Yield the reports of a workbook, sheet by sheet. Raises UnsupportedInput beyond the limits."""
    archive = open_archive(data, name)
    shared = _Shared()
    if "xl/sharedStrings.xml" in archive.namelist():
        parse(read_member(archive, "xl/sharedStrings.xml", name), shared, name, _SPACES)
    sheets = sorted((int(found[1]), found[0]) for found in map(_SHEET.fullmatch, archive.namelist()) if found)
    read = False
    for number, member in sheets:
        sheet = _Sheet(shared.strings)
        parse(read_member(archive, member, name), sheet, name, _SPACES)
        source = name if len(sheets) == 1 else f"{name}#{number}"
        rows = [row for row in sheet.rows if any(row)]
        if rows:
            read = True
            yield from _reports(rows, source)
    if not read:
        raise InputError(f"{name}: no cells with text in it", f"{name}：表格中没有内容")


def _reports(rows: list[list[str]], source: str) -> Found:
    heads = [cell.strip().lower() for cell in rows[0]]
    if any(head in TEXT for head in heads):
        yield from from_rows([dict(zip(rows[0], row, strict=False)) for row in rows[1 : limits.MAX_ROWS + 2]], source)
        return
    yield Raw("\n".join(grid.told(rows)), source)


class _Shared:
    """The strings that the cells of all sheets refer to."""

    def __init__(self) -> None:
        self.strings: list[str] = []
        self.in_text = False
        self.phonetic = 0

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "si":
            self.strings.append("")
        self.phonetic += tag == "rPh"
        self.in_text = tag == "t"

    def end(self, tag: str) -> None:
        self.phonetic -= tag == "rPh"
        self.in_text = False

    def data(self, text: str) -> None:
        if self.in_text and self.strings and not self.phonetic:
            self.strings[-1] += text


class _Sheet:
    """The rows of a sheet, each a list of the texts of its cells, empty ones too."""

    def __init__(self, strings: list[str]) -> None:
        self.strings = strings
        self.rows: list[list[str]] = []
        self.kind, self.parts, self.reading = "", [""], False

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "row":
            self.rows.append([])
        elif tag == "c" and self.rows:
            self.kind, self.parts = attribute(attributes, "t"), []
            column = _column(attribute(attributes, "r"))
            missing = column - len(self.rows[-1])
            self.rows[-1] += [""] * min(max(missing, 0), 500)
        self.reading = tag in ("v", "t")

    def end(self, tag: str) -> None:
        self.reading = False
        if tag == "c" and self.rows:
            text = "".join(self.parts).strip()
            if self.kind == "s":
                text = (
                    self.strings[int(text)]
                    if text.isascii() and text.isdigit() and int(text) < len(self.strings)
                    else ""
                )
            self.rows[-1].append(" ".join(text.split()))

    def data(self, text: str) -> None:
        if self.reading:
            self.parts.append(text)


def _column(reference: str) -> int:
    """The index of a column by the letters of a cell's name (A1 is 0), 0 where it has none."""
    index = 0
    for letter in reference[:3]:
        if not "A" <= letter <= "Z":
            break
        index = index * 26 + ord(letter) - ord("A") + 1
    return max(0, index - 1)
