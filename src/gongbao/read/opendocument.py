"""ODT and ODS: headings, paragraphs and tables of OpenDocument in their order, above the header of the first page, below the notes.

What was deleted is left out, and so are comments and the headers and footers of other pages.
"""

from __future__ import annotations

import re

from gongbao.read import cells, grid
from gongbao.read.archive import open_archive, read_member
from gongbao.read.office_xml import Attributes, attribute, parse
from gongbao.read.raw import Found, Raw

_SPACES = (
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
)
_STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
_SKIPPED = frozenset({"tracked-changes", "annotation", "note-citation", "forms", "sequence-decls", "automatic-styles"})
_REPEATED = 1_000
"""Characters that a file says again without writing them: rows and cells that are alike."""

_MARKS = {"tab": " ", "line-break": "\n", "s": " "}


def extract(data: bytes, name: str) -> Found:
    """Yield the one report of an ODT file. Raises UnsupportedInput beyond the limits, InputError where it is broken."""
    archive = open_archive(data, name)
    text, first = _Text(), _FirstHeader()
    parse(read_member(archive, "content.xml", name), text, name, _SPACES)
    if "styles.xml" in archive.namelist():
        parse(read_member(archive, "styles.xml", name), first, name, (*_SPACES, _STYLE))
    yield Raw("\n".join([*first.lines, *text.lines, *text.notes]), name)


class _Text(grid.Open):
    """The lines of a document: one for each paragraph, and for each row of a table."""

    def __init__(self) -> None:
        super().__init__()
        self.notes: list[str] = []
        self.noting = 0
        self.skipping = 0
        self.open: list[list[str]] = []  # paragraphs, the inner ones of frames and notes

    def start(self, tag: str, attributes: Attributes) -> None:
        if self.skipping or tag in _SKIPPED:
            self.skipping += 1
        elif tag in ("p", "h"):
            self.open.append([])
        elif tag == "note":
            self.noting += 1
        elif tag == "table":
            self.begin_table()
        elif tag == "table-row":
            self.rows.append([])
        elif tag in ("table-cell", "covered-table-cell") and self.rows:
            self.rows[-1].append([])
        elif tag in _MARKS and self.open:
            self.open[-1].append(_MARKS[tag] * _count(attribute(attributes, "c", "1"), 80))

    def end(self, tag: str) -> None:
        if self.skipping:
            self.skipping -= 1
        elif tag in ("p", "h"):
            text = "".join(self.open.pop())
            if self.noting:
                self.notes += filter(None, text.split("\n"))
            elif self.rows and self.rows[-1]:
                self.rows[-1][-1].append(text)
            elif text.strip():
                self.lines += text.split("\n")
        elif tag == "note":
            self.noting -= 1
        elif tag == "table-row" and self.grids:
            self.flush_row()
            self.rows.pop()
        elif tag == "table":
            self.end_table()

    def data(self, text: str) -> None:
        if self.open and not self.skipping:
            self.open[-1].append(text)


def extract_sheets(data: bytes, name: str) -> Found:
    """Yield the reports of an ODS file, sheet by sheet. Raises as `extract` does."""
    book = _Book(cells.Kept(name))
    parse(read_member(open_archive(data, name), "content.xml", name), book, name, (*_SPACES, _STYLE))
    sheets = [rows for sheet in book.sheets if (rows := list(filter(None, sheet)))]
    yield from cells.reports(sheets, len(sheets), name)


class _Book:
    """The sheets of a workbook, each a list of rows of the texts of cells."""

    def __init__(self, kept: cells.Kept) -> None:
        self.kept = kept
        self.sheets: list[list[list[str]]] = []
        self.value: str | None = None  # what the open cell holds, where that is a figure or a date
        self.lines: list[list[str]] = []  # of the open cell, each with its pieces
        self.repeated = self.row_repeated = 1
        self.skipping = 0
        self.style = ""
        self.hidden: set[str] = set()  # styles of tables that are not shown

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "style":
            self.style = attribute(attributes, "name")
        elif tag == "table-properties" and attribute(attributes, "display") == "false":
            self.hidden.add(self.style)
        if self.skipping or tag in _SKIPPED or tag == "table" and attribute(attributes, "style-name") in self.hidden:
            self.skipping += 1
        elif tag == "table":
            self.sheets.append([])
        elif tag == "table-row" and self.sheets:
            self.sheets[-1].append([])
            self.row_repeated = _count(attribute(attributes, "number-rows-repeated", "1"), _REPEATED)
        elif tag in ("table-cell", "covered-table-cell"):
            self.value, self.lines = _value(attributes), []
            self.repeated = _count(attribute(attributes, "number-columns-repeated", "1"), cells.WIDEST)
        elif tag == "p":
            self.lines.append([])

    def end(self, tag: str) -> None:
        if self.skipping:
            self.skipping -= 1
        elif tag in ("table-cell", "covered-table-cell") and self.sheets and self.sheets[-1]:
            text = self.value if self.value is not None else "\n".join(map("".join, self.lines))
            row = self.sheets[-1][-1]
            row += [text.strip()] * min(self.repeated, cells.WIDEST - len(row), 1 + _REPEATED // max(1, len(text)))
        elif tag == "table-row" and self.sheets and self.sheets[-1]:
            self._end_row(self.sheets[-1][-1])

    def _end_row(self, row: list[str]) -> None:
        self.kept.end(row)
        if row:
            self.sheets[-1] += [row] * min(self.row_repeated - 1, _REPEATED // sum(map(len, row)))

    def data(self, text: str) -> None:
        if self.lines and not self.skipping:
            self.lines[-1].append(text)


def _value(attributes: Attributes) -> str | None:
    """Return what a cell holds where that is a figure, a per cent or a date."""
    kind = attribute(attributes, "value-type")
    if kind == "date":
        found = re.match(r"(\d{4})-(\d\d)-(\d\d)", attribute(attributes, "date-value"))
        return f"{int(found[1])}年{int(found[2])}月{int(found[3])}日" if found else None
    codes = {"percentage": "0%", "float": "", "currency": ""}
    return cells.shown(attribute(attributes, "value"), codes[kind]) if kind in codes else None


def _count(written: str, most: int) -> int:
    return max(1, min(int(written), most)) if written.isascii() and written.isdigit() and len(written) < 9 else 1


class _FirstHeader(_Text):
    """The lines of the header that only the first page has: a letterhead."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = False

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "header-first":
            self.inside = not self.lines and attribute(attributes, "display", "true") == "true"
        elif self.inside:
            super().start(tag, attributes)

    def end(self, tag: str) -> None:
        if tag == "header-first":
            self.inside = False
        elif self.inside:
            super().end(tag)

    def data(self, text: str) -> None:
        if self.inside:
            super().data(text)
