"""ODT and ODS: headings, paragraphs and tables of OpenDocument in their order, above the header of the first page, below the notes.

What was deleted is left out, and so are comments and the headers and footers of other pages.
"""

import re
from collections.abc import Iterable
from itertools import islice
from xml.etree.ElementTree import Element

from gongbao.read import cells
from gongbao.read.archive import open_archive, read_member
from gongbao.read.office_xml import Parts, elements, number, outermost, table_lines
from gongbao.read.raw import Found, Raw

_SKIPPED = frozenset({"tracked-changes", "annotation", "note-citation", "ruby-text", "forms", "sequence-decls"})
_PARAGRAPHS, _CELLS = frozenset({"p", "h"}), frozenset({"table-cell", "covered-table-cell"})
_BLOCKS = _PARAGRAPHS | {"table"}
_REPEATED = 1_000  # characters that a file says again without writing them: rows and cells that are alike
_MARKS = {"tab": " ", "line-break": "\n", "s": " "}


def extract(data: bytes, name: str) -> Found:
    """Yield the one report of an ODT file. Raises UnsupportedInput beyond the limits, InputError where it is broken."""
    archive = open_archive(data, name)
    text, above = _Text(), _Text()
    text.take(elements(read_member(archive, "content.xml", name), name, _BLOCKS | {"style"}, _SKIPPED))
    if "styles.xml" in archive.namelist():
        styles = read_member(archive, "styles.xml", name)
        headers = elements(styles, name, {"header-first"}, _SKIPPED)
        shown = (header for header in headers if header.get("display", "true") == "true")
        above.take(block for header in islice(shown, 1) for block in outermost(header, _BLOCKS))
    yield Raw("\n".join([*above.lines, *text.lines, *text.notes]), name)


class _Text:
    """The lines of a document: one for each paragraph, and for each row of a table; those of frames above their paragraph."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.notes: list[str] = []
        self.hidden: set[str] = set()  # styles of words that are not shown
        self.parts = Parts("table", "table-row", _CELLS, _PARAGRAPHS, self._said, lambda _cell: 1)

    def take(self, blocks: Iterable[Element]) -> None:
        """Take up paragraphs and tables."""
        for block in blocks:
            if block.tag == "style":
                if any(text.get("display") == "none" for text in block.iter("text-properties")):
                    self.hidden.add(block.get("name", ""))
                continue
            if block.tag == "table":
                self.lines += table_lines(block, self.parts, self.lines[-1] if self.lines else "")
                continue
            boxed: list[Element] = []
            text = self._said(block, boxed)
            self.take(boxed)
            if text.strip():
                self.lines += text.split("\n")

    def _said(self, element: Element, boxed: list[Element] | None = None) -> str:
        """Return the text of a paragraph; what stands in frames goes to `boxed`, if there is such a list."""
        said = [element.text or ""]
        for child in element:
            if child.tag in _MARKS:
                said.append(_MARKS[child.tag] * _count(child.get("c", "1"), 80))
            elif child.tag == "note":
                told = (self._said(paragraph) for paragraph in outermost(child, _PARAGRAPHS))
                self.notes += (line for text in told for line in text.split("\n") if line)
            elif child.tag in _BLOCKS and boxed is not None:
                boxed.append(child)
            elif child.get("style-name") not in self.hidden:
                said.append(self._said(child, boxed))
            said.append(child.tail or "")
        return "".join(said)


def extract_sheets(data: bytes, name: str) -> Found:
    """Yield the reports of an ODS file, sheet by sheet. Raises as `extract` does."""
    kept = cells.Kept(name)
    content = read_member(open_archive(data, name), "content.xml", name)
    sheets: list[list[list[str]]] = [[]]
    hidden: set[str] = set()  # styles of tables that are not shown
    shown = True
    for part in elements(content, name, {"style", "table-row"}, _SKIPPED, {"table"}):
        if part.get("visibility") in ("collapse", "filter"):
            continue
        if part.tag == "table":
            sheets.append([])
            shown = part.get("style-name", "") not in hidden
        elif part.tag == "style":
            hidden |= {part.get("name", "") for x in part.iter("table-properties") if x.get("display") == "false"}
        elif shown:
            sheets[-1] += _rows(part, kept)
    full = [*filter(None, sheets)]
    yield from cells.reports(full, len(full), name)


def _rows(row: Element, kept: cells.Kept) -> list[list[str]]:
    """Return a row as often as the file says that it stands there, nothing for an empty one."""
    found: list[str] = []
    for cell in outermost(row, _CELLS):
        value = _value(cell)
        text = "\n".join("".join(p.itertext()) for p in cell.iter("p")) if value is None else value
        repeated = _count(cell.get("number-columns-repeated", "1"), cells.WIDEST)
        found += [text.strip()] * min(repeated, cells.WIDEST - len(found), 1 + _REPEATED // max(1, len(text)))
    times = _count(row.get("number-rows-repeated", "1"), _REPEATED)
    return [found] * min(times, 1 + _REPEATED // sum(map(len, found))) if kept.trimmed(found) else []


def _value(cell: Element) -> str | None:
    """Return what a cell holds where that is a figure, a per cent or a date."""
    kind = cell.get("value-type", "")
    if kind == "date":
        found = re.match(r"(\d{4})-(\d\d)-(\d\d)", cell.get("date-value", ""))
        return f"{int(found[1])}年{int(found[2])}月{int(found[3])}日" if found else None
    codes = {"percentage": "0%", "float": "", "currency": ""}
    return cells.shown(cell.get("value", ""), codes[kind]) if kind in codes else None


def _count(written: str, most: int) -> int:
    return max(1, min(number(written, 1), most))
