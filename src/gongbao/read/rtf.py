"""RTF: the text of its paragraphs, rows of tables told with their heads."""

from __future__ import annotations

from itertools import groupby

from gongbao.errors import InputError
from gongbao.read import grid
from gongbao.read.raw import Found, Raw, check_size, missing

MAGIC = b"{\\rtf"


def extract(data: bytes, name: str) -> Found:
    """Yield the one report of an RTF file. Raises InputError where it is broken."""
    try:
        from striprtf.striprtf import rtf_to_text
    except ImportError as error:
        raise missing(name, "striprtf") from error
    try:
        text = rtf_to_text(check_size(data, name).decode("latin-1"), errors="replace")  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, IndexError, OverflowError) as error:
        raise InputError(
            f"{name}: the RTF file is damaged; open it and save it as .docx",
            f"{name}：RTF文件已损坏，请打开后另存为.docx",
        ) from error
    lines: list[str] = []
    for is_row, group in groupby(filter(str.strip, text.split("\n")), lambda line: line.endswith("|")):
        found = [line.strip() for line in group]
        above = lines[-1] if lines else ""
        lines += grid.told([row.removesuffix("|").split("|") for row in found], above) if is_row else found
    yield Raw("\n".join(lines), name)
