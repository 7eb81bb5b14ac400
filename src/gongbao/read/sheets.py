"""XLSX: the cells of its sheets as they are shown, by the formats of figures, with what formulas came to."""

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from xml.etree.ElementTree import Element

from gongbao.errors import InputError
from gongbao.read import cells
from gongbao.read.archive import open_archive, read_member
from gongbao.read.office_xml import elements, number
from gongbao.read.raw import Found

_SHEET = re.compile(r"xl/worksheets/sheet(\d{1,5})\.xml")


def extract(data: bytes, name: str) -> Found:
    """Yield the reports of a workbook, sheet by sheet. Raises UnsupportedInput beyond the limits."""
    archive = open_archive(data, name)
    members = frozenset(archive.namelist())

    def parts(member: str, *wanted: str) -> Iterator[Element]:
        if member in members:
            yield from elements(read_member(archive, member, name), name, wanted, {"rPh"})

    shared = ["".join(text.text or "" for text in string.iter("t")) for string in parts("xl/sharedStrings.xml", "si")]
    codes = _codes(parts("xl/styles.xml", "numFmt", "cellXfs"))
    since_1904, listed = False, []
    for part in parts("xl/workbook.xml", "workbookPr", "sheet"):
        since_1904 = since_1904 or part.get("date1904") in ("1", "true")
        if part.tag == "sheet" and part.get("state", "visible") == "visible":
            listed.append(part.get("id", ""))
    targets = {part.get("Id"): part.get("Target", "") for part in parts("xl/_rels/workbook.xml.rels", "Relationship")}
    sheets = _shown(members, [targets.get(sheet, "") for sheet in listed])
    kept = cells.Kept(name)

    def rows(member: str) -> list[list[str]] | InputError:
        try:
            seen = (row for row in parts(member, "row") if row.get("hidden", "0") in ("0", "false"))
            found = [kept.trimmed(_row(row, shared, codes, since_1904)) for row in seen]
        except InputError as error:
            return error
        return list(filter(None, found))

    yield from cells.reports(map(rows, sheets), len(sheets), name)


def _shown(members: Collection[str], targets: Iterable[str]) -> list[str]:
    """Return the sheets that are not hidden, in the order of the workbook; all by their numbers where it names none."""
    named = [posixpath.normpath(posixpath.join("/xl", target)).lstrip("/") for target in targets]
    numbered = sorted((int(found[1]), found[0]) for found in map(_SHEET.fullmatch, members) if found)
    return [member for member in dict.fromkeys(named) if member in members] or [member for _, member in numbered]


def _codes(parts: Iterable[Element]) -> list[str]:
    """Return the codes of the formats of cells, by the number that a cell gives."""
    own = dict(cells.BUILT_IN)
    codes: list[str] = []
    for part in parts:
        if part.tag == "numFmt":
            own[number(part.get("numFmtId", ""))] = part.get("formatCode", "")
        else:
            codes += (own.get(number(style.get("numFmtId", "")), "") for style in part.iter("xf"))
    return codes


def _row(row: Element, shared: Sequence[str], codes: Sequence[str], since_1904: bool) -> list[str]:
    """Return the texts of the cells of a row, of empty ones too."""
    found: list[str] = []
    for cell in row.iter("c"):
        missing = _column(cell.get("r", "")) - len(found)
        found += [""] * min(max(missing, 0), cells.WIDEST)
        text = "".join(part.text or "" for part in cell.iter() if part.tag in ("v", "t")).strip()
        kind = cell.get("t", "")
        if kind == "s":
            at = number(text, len(shared))
            text = shared[at].strip() if at < len(shared) else ""
        elif kind in ("", "n"):
            style = number(cell.get("s", ""))
            text = cells.shown(text, codes[style] if style < len(codes) else "", since_1904=since_1904)
        found.append("" if kind == "e" else text)
    return found


def _column(reference: str) -> int:
    """The index of a column by the letters of a cell's name (A1 is 0), 0 where it has none."""
    index = 0
    for letter in reference[:3]:
        if not "A" <= letter <= "Z":
            break
        index = index * 26 + ord(letter) - ord("A") + 1
    return max(0, index - 1)
