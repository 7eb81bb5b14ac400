"""XLSX: the cells of its sheets as they are shown, by the formats of figures, with what formulas came to."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field

from gongbao.errors import InputError
from gongbao.read import cells
from gongbao.read.archive import open_archive, read_member
from gongbao.read.office_xml import RELATIONS, Attributes, Quiet, Targets, attribute, parse
from gongbao.read.raw import Found

_SPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_SHEET = re.compile(r"xl/worksheets/sheet(\d{1,5})\.xml")


def extract(data: bytes, name: str) -> Found:
    """Yield the reports of a workbook, sheet by sheet. Raises UnsupportedInput beyond the limits."""
    archive = open_archive(data, name)
    shared, styles, book, targets = _Shared(), _Styles(), _Book(), Targets()
    handlers = (("sharedStrings", shared), ("styles", styles), ("workbook", book), ("_rels/workbook", targets))
    for member, handler in handlers:
        path = f"xl/{member}.xml" + (".rels" if handler is targets else "")
        if path in archive.namelist():
            parse(read_member(archive, path, name), handler, name, (*_SPACES, *RELATIONS))
    sheets = _shown(archive.namelist(), book, targets.of)
    kept = cells.Kept(name)

    def rows(member: str) -> list[list[str]] | InputError:
        sheet = _Sheet(shared.strings, styles, kept, since_1904=book.since_1904)
        try:
            parse(read_member(archive, member, name), sheet, name, _SPACES)
        except InputError as error:
            return error
        return list(filter(None, sheet.rows))

    yield from cells.reports(map(rows, sheets), len(sheets), name)


def _shown(members: list[str], book: _Book, targets: dict[str, str]) -> list[str]:
    """Return the sheets that are not hidden, in the order of the workbook; all by their numbers where it names none."""
    named = [posixpath.normpath(posixpath.join("/xl", targets.get(sheet, ""))).lstrip("/") for sheet in book.sheets]
    known = frozenset(members)
    numbered = sorted((int(found[1]), found[0]) for found in map(_SHEET.fullmatch, members) if found)
    return [member for member in dict.fromkeys(named) if member in known] or [member for _number, member in numbered]


class _Pieces:
    """The pieces of what is written in a cell, without how it is pronounced."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.reading = False
        self.phonetic = 0

    def start(self, tag: str, attributes: Attributes) -> None:
        self.phonetic += tag == "rPh"
        self.reading = tag in ("v", "t") and not self.phonetic

    def end(self, tag: str) -> None:
        self.reading = False
        self.phonetic -= tag == "rPh"

    def data(self, text: str) -> None:
        if self.reading:
            self.parts.append(text)


class _Shared(_Pieces):
    """The strings that the cells of all sheets refer to."""

    def __init__(self) -> None:
        super().__init__()
        self.strings: list[str] = []

    def end(self, tag: str) -> None:
        super().end(tag)
        if tag == "si":
            self.strings.append("".join(self.parts))
            self.parts.clear()


@dataclass(slots=True)
class _Styles(Quiet):
    """The codes of the formats of cells, by the number that a cell gives."""

    own: dict[int, str] = field(default_factory=dict)
    codes: list[str] = field(default_factory=list)
    in_cells: bool = False

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "numFmt":
            self.own[_whole(attribute(attributes, "numFmtId"))] = attribute(attributes, "formatCode")
        elif tag == "cellXfs":
            self.in_cells = True
        elif tag == "xf" and self.in_cells:
            self.codes.append(cells.code_of(_whole(attribute(attributes, "numFmtId")), self.own))

    def end(self, tag: str) -> None:
        self.in_cells = self.in_cells and tag != "cellXfs"


@dataclass(slots=True)
class _Book(Quiet):
    """The sheets that are shown, by their ids, and whether days are counted from 1904, as old Macs did."""

    since_1904: bool = False
    sheets: list[str] = field(default_factory=list)

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "workbookPr":
            self.since_1904 = attribute(attributes, "date1904") in ("1", "true")
        elif tag == "sheet" and attribute(attributes, "state", "visible") == "visible":
            self.sheets.append(attribute(attributes, "id"))


class _Sheet(_Pieces):
    """The rows of a sheet, each a list of the texts of its cells, empty ones too."""

    def __init__(self, strings: list[str], styles: _Styles, kept: cells.Kept, *, since_1904: bool) -> None:
        super().__init__()
        self.strings, self.styles, self.kept, self.since_1904 = strings, styles, kept, since_1904
        self.rows: list[list[str]] = []
        self.kind = self.code = ""

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "row":
            self.rows.append([])
        elif tag == "c" and self.rows:
            self.kind, self.parts = attribute(attributes, "t"), []
            style = _whole(attribute(attributes, "s"))
            self.code = self.styles.codes[style] if style < len(self.styles.codes) else ""
            missing = _column(attribute(attributes, "r")) - len(self.rows[-1])
            self.rows[-1] += [""] * min(max(missing, 0), cells.WIDEST)
        super().start(tag, attributes)

    def end(self, tag: str) -> None:
        super().end(tag)
        if tag == "c" and self.rows:
            self.rows[-1].append(self._shown("".join(self.parts).strip()))
        elif tag == "row" and self.rows:
            self.kept.end(self.rows[-1])

    def _shown(self, text: str) -> str:
        if self.kind == "s":
            known = text.isascii() and text.isdigit() and len(text) < 9 and int(text) < len(self.strings)
            return self.strings[int(text)].strip() if known else ""
        if self.kind == "e":
            return ""
        return cells.shown(text, self.code, since_1904=self.since_1904) if self.kind in ("", "n") else text


def _whole(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 9 else 0


def _column(reference: str) -> int:
    """The index of a column by the letters of a cell's name (A1 is 0), 0 where it has none."""
    index = 0
    for letter in reference[:3]:
        if not "A" <= letter <= "Z":
            break
        index = index * 26 + ord(letter) - ord("A") + 1
    return max(0, index - 1)
