"""Texts of reports that harm no program which reads them: no formulas that a spreadsheet runs, nothing that XML cannot hold."""

import csv
import io
import re

_BEGINS = tuple("=+-@＝＋－＠\t\r\n")
_LONGEST = 2**31 - 1  # bytes of a cell: the text of a whole report may be one
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_LINE_ENDS = {0x85: " ", 0x2028: " ", 0x2029: " "}
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """Replace what XML 1.0 cannot hold (control characters, lone surrogates, non-characters) by U+FFFD.

    The line ends of Unicode, which XML parsers read in different ways, become spaces; the length stays.
    """
    return text if text.isprintable() else _NOT_IN_XML.sub("�", text.translate(_LINE_ENDS))


def harmless(words: str) -> str:
    """Return a cell of text from a report: no control characters, and nothing that a spreadsheet would run."""
    return guarded(printable(words))


def guarded(cell: str) -> str:
    """Return a text as a cell that a spreadsheet shows and does not run: one that begins a formula has an apostrophe before.

    >>> guarded("=1+1"), guarded("市公安局")
    ("'=1+1", '市公安局')
    """
    return f"'{cell}" if cell.startswith(_BEGINS) or cell.lstrip(" \u3000\u00a0").startswith(_BEGINS) else cell


def guarded_table(table: bytes) -> bytes:
    """Return a table in CSV with its cells guarded, but for numbers: a day without a year (--07-31) is no sum to do.

    >>> guarded_table("a,b\\n-5,--07-31\\n".encode())
    b"a,b\\n-5,'--07-31\\n"
    """
    csv.field_size_limit(_LONGEST)
    rows = list(csv.reader(io.StringIO(table.decode(), newline="")))
    cells = [[cell if _NUMBER.fullmatch(cell) else guarded(cell) for cell in row] for row in rows]
    if cells == rows:
        return table
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n" if b"\r\n" in table else "\n").writerows(cells)
    return out.getvalue().encode()
