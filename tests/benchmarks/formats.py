"""Reports in many formats, made with real programs: whether the text comes back in order, with the same names.

usage: python tests/benchmarks/formats.py REPORT.txt…
LibreOffice (`soffice`) writes DOC, DOCX, ODT, PDF, EPUB, HTML and RTF; the other formats are written here. For each file: the share of
lines that come back in order, and how many names differ from those of the plain text, of how many.
"""

from __future__ import annotations

import csv
import html
import io
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from email.message import EmailMessage
from pathlib import Path

from gongbao import read
from gongbao.errors import InputError
from gongbao.model import Document
from gongbao.pipeline import extract
from gongbao.settings import Settings

OFFICE = {
    "doc": "doc:MS Word 97",
    "docx": "docx",
    "odt": "odt",
    "pdf": "pdf",
    "epub": "epub",
    "html": "html",
    "rtf": "rtf",
}


def page(text: str) -> str:
    """The report as a web page, a paragraph a line."""
    lines = "".join(f"<p>{html.escape(line)}</p>\n" for line in text.split("\n") if line.strip())
    return f"<html><head><meta charset='utf-8'></head><body>{lines}</body></html>"


def by_office(text: str, folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield what LibreOffice makes of a page, by format; nothing where it is not installed."""
    program = shutil.which("soffice")
    if program is None:
        return
    source = folder / "report.html"
    for suffix, filter_ in OFFICE.items():
        out = folder / suffix
        source.write_text(page(text), "utf-8")
        run = [
            program,
            "--headless",
            "--infilter=HTML (StarWriter)",
            "--convert-to",
            filter_,
            "--outdir",
            str(out),
            str(source),
        ]
        subprocess.run(run, check=True, capture_output=True, timeout=300)
        yield suffix, next(out.glob("*")).read_bytes()


def by_hand(text: str) -> Iterator[tuple[str, bytes]]:
    """Yield the formats of text and of mail, tables and archives."""
    yield "md", "\n\n".join(text.split("\n")).encode()
    yield "txt", text.replace("\n", "\r\n").encode("gb18030")
    yield "jsonl", json.dumps({"content": text}, ensure_ascii=False).encode()
    rows = io.StringIO()
    csv.writer(rows).writerows([["标题", "正文内容"], ["", text]])
    yield "csv", rows.getvalue().encode("utf-8-sig")
    mail = EmailMessage()
    mail["Subject"] = "报告"
    mail.set_content(text)
    mail.add_alternative(page(text), subtype="html")
    yield "eml", bytes(mail)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("报告.txt", text)
    yield "zip", archive.getvalue()
    mail = EmailMessage()
    mail.set_content(page(text), subtype="html")
    yield "mht", bytes(mail)


def names(document: Document, settings: Settings) -> Counter[tuple[str, str]]:
    """Count the names of a report, by class and without spaces."""
    found = extract(document, settings)
    return Counter((m.type, "".join(found.document.text[m.start : m.end].split())) for m in found.mentions)


def compared(name: str, data: bytes, plain: Document, expected: Counter[tuple[str, str]], settings: Settings) -> str:
    """Say how a file differs from the plain text."""
    try:
        (document,) = read.read_bytes(data, name, ontology=settings.ontology)
    except InputError as error:
        return f"not read: {error}"
    lines = [[line for line in map("".join, map(str.split, d.text.split("\n"))) if line] for d in (plain, document)]
    same = sum(block.size for block in SequenceMatcher(None, lines[0], lines[1], autojunk=False).get_matching_blocks())
    found = names(document, settings)
    differ = (expected - found).total() + (found - expected).total()
    return f"lines in order {same / max(1, len(lines[0])):.3f}, names that differ {differ} of {expected.total()}"


def main(paths: list[Path]) -> None:
    """Print a line for each file that is made."""
    settings = Settings()
    for path in paths:
        text = path.read_text("utf-8")
        plain = read.from_text(text, path.name, ontology=settings.ontology)
        expected = names(plain, settings)
        with tempfile.TemporaryDirectory() as folder:
            for suffix, data in (*by_hand(text), *by_office(text, Path(folder))):
                print(
                    f"{path.stem[:24]}.{suffix}: {compared(f'report.{suffix}', data, plain, expected, settings)}",
                    flush=True,
                )


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
