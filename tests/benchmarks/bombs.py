"""Files made to blow up a reader, each in a process of its own: processor time and memory, and what is said of it.

    python tests/benchmarks/bombs.py

The exit status is 1 if one takes 10 seconds of processor time or 600 MB, or ends otherwise than by being read or refused.
"""

from __future__ import annotations

import os
import resource
import signal
import struct
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from gongbao import ontology, read
from gongbao.errors import Fault, GongbaoError
from gongbao.pipeline import texts
from gongbao.workers import attempt
from written import TEXT, archive, docx, paragraph

SECONDS, MEGABYTES = 10, 600
_CELL, _END = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
_ENTRIES = (b"PK\x01\x02" + bytes(42)) * 2_500_000
_NAME = "市水务局开展检查工作"


def _multiparts(depth: int, lines: int) -> str:
    parts = "".join(f"--{i}\nContent-Type: multipart/mixed; boundary={i + 1}\n\n" for i in range(depth))
    return f"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=0\n\n{parts}" + "x\n" * lines


def _ofd(steps: str, times: int) -> bytes:
    listed = '<o:Page BaseLoc="P.xml"/>'
    named = 'xmlns:o="http://www.ofdspec.org/2016"'
    code = f'<o:TextObject Size="5"><o:TextCode DeltaX="{steps}">市水务局检查</o:TextCode></o:TextObject>'
    return archive(
        {
            "OFD.xml": f"<o:OFD {named}>{'<o:DocRoot>D.xml</o:DocRoot>' * times}</o:OFD>".encode(),
            "D.xml": f"<o:Document {named}>{listed * times}</o:Document>".encode(),
            "P.xml": f"<o:Page {named}>{code}</o:Page>".encode(),
        }
    )


_LIST = '<w:num w:numId="{}"><w:abstractNumId w:val="0"/></w:num>'
_LEVEL = '<w:lvl w:ilvl="{}"/>'
_LEVELS = f'<w:abstractNum w:abstractNumId="0">{"".join(map(_LEVEL.format, range(9)))}</w:abstractNum>'

BOMBS: dict[str, Callable[[], str | bytes]] = {
    "closers in comments.html": lambda: "<div><!--</div>-->" * 50_000 + TEXT,
    "closers of nothing.html": lambda: "<div></b>" * 100_000 + TEXT,
    "deep.html": lambda: "<div>" * 1_000_000 + TEXT,
    "deep but allowed.html": lambda: "<div>" * 1900 + "导航 " * 900_000 + TEXT,
    "title and headings.html": lambda: (
        f"<title>{_NAME * 12_000}</title>" + "<b>市水务局检查</b>" * 20_000 + f"<p>{TEXT}"
    ),
    "labelled.html": lambda: "<p>来源：市水务局 时间：2024-01-02</p>" * 50_000 + f"<div><p>{TEXT * 200}</div>",
    "attributes.html": lambda: "<p " + " ".join(f"a{i}=1" for i in range(200_000)) + f">{TEXT}",
    "attributes just allowed.html": lambda: ("<p " + " ".join(f"a{i}=1" for i in range(900)) + ">") * 2000 + TEXT,
    "giant attribute.html": lambda: f'<p class="{"nav " * 2_000_000}">{TEXT}',
    "open formatting.html": lambda: "<p>" + "".join(f"<b a={i}>" for i in range(2000)) + "</p>" + "<p>x" * 2000 + TEXT,
    "misnested formatting.html": lambda: "".join(f"<b a={i}><div>" for i in range(4000)) + "</b>" * 4000 + TEXT,
    "paragraphs in a cell.html": lambda: "<table><tr><td>" + "<p>市" * 100_000 + TEXT,
    "links.html": lambda: "<li><a href=x>市水务局检查</a>" * 200_000 + f"<p>{TEXT}",
    "punycode.html": lambda: '<meta charset="punycode">' + "a" * 300_000 + "-" + TEXT,
    "wide.csv": lambda: ",".join(f"c{i}" for i in range(100_000)) + "\n" + "a,b\n" * 20_000,
    "open quote.csv": lambda: 'text\n"' + TEXT * 60_000,
    "brackets.json": lambda: "[" + "[]," * 10_000_000 + "[]]",
    "brackets in one.json": lambda: '{"text":[' + "[]," * 10_000_000 + "[]]}",
    "objects.json": lambda: "[" + '{"a":1},' * 3_000_000 + "{}]",
    "strings.json": lambda: "[" + '"ab",' * 6_000_000 + '"市"]',
    "deep.json": lambda: "[" * 1_000_000,
    "bad lines.jsonl": lambda: '{"text":"市水务局。"}\n' + '{"x\n' * 190_000,
    "front matter.md": lambda: "---\n" + "a: b\n" * 700_000 + TEXT,
    "comments.md": lambda: "<!--" * 900_000 + TEXT,
    "links.md": lambda: "市" + "[a](" * 900_000 + TEXT,
    "spaces.md": lambda: "市" + " " * 900_000 + TEXT,
    "nested tables.docx": lambda: docx(_CELL * 6000 + paragraph("市水务局") + _END * 6000),
    "nested paragraphs.docx": lambda: docx(f"{_CELL}{'<w:p>' * 30_000}{'</w:p>' * 30_000}{_END}"),
    "elements.docx": lambda: docx("".join(f'<w:a w:b="{i * 7919 % 9973}"/>' for i in range(5_500_000))),
    "long namespace.docx": lambda: docx(f'<x xmlns="{os.urandom(400_000).hex()}">{"<y/>" * 1_000_000}</x>'),
    "directory.zip": lambda: (
        b"PK\x03\x04" + _ENTRIES + b"PK\x05\x06" + bytes(4) + b"\xff" * 4 + struct.pack("<LLH", len(_ENTRIES), 4, 0)
    ),
    "zeros.zip": lambda: archive({f"{i}.txt": bytes(10_000_000) for i in range(40)}),
    "multiparts.mht": lambda: _multiparts(3000, 0),
    "multiparts just allowed.mht": lambda: _multiparts(90, 1_000_000),
    "flat parts.mht": lambda: _multiparts(1, 0) + "--1\n\n" * 800_000,
    "parameters.mht": lambda: _multiparts(1, 0) + "--1\nContent-Type: text/html" + ";a=b" * 2_000_000 + f"\n\n{TEXT}",
    "steps.ofd": lambda: _ofd("g 9999999 1 " * 2000, 1),
    "digits.ofd": lambda: _ofd("g " + "9" * 5000 + " 1", 1),
    "pages again and again.ofd": lambda: _ofd("1 " * 4000, 30_000),
    "lists after one.docx": lambda: docx(paragraph(TEXT), "", _LEVELS + "".join(map(_LIST.format, range(900_000)))),
    "another name of punycode.html": lambda: '<meta charset="punycode-">' + "a" * 300_000 + "-" + TEXT,
    "long publisher.json": lambda: f'{{"dept":"{"局" * 900_000}","content":"{TEXT[:20]}"}}',
    "long name of a row.html": lambda: (
        f"<table><tr><td>单位{'<td>数' * 50}<tr><td>{'市' * 900_000}{'<td>1' * 50}</table>{TEXT}"
    ),
    "blank lines.txt": lambda: "市局。" + "\n" * 3_900_000 + TEXT,
    "labels.txt": lambda: "来源：\n市水务局\n" * 50_000 + TEXT,
}


def _read(name: str, data: bytes) -> str:
    """Read a file as a report is read, and say what came of it."""
    terms = ontology.load()
    said = []
    for raw in texts((data, name)):
        found = raw if isinstance(raw, GongbaoError) else attempt(name, partial(read.from_raw, raw, ontology=terms))
        if isinstance(found, Fault):
            print(found.trace)
            os._exit(3)
        said.append(str(found)[:100] if isinstance(found, GongbaoError) else f"{len(found.text)} characters read")
    return said[0] + (f" (and {len(said) - 1} more)" if len(said) > 1 else "")


def explode(name: str, make: Callable[[], str | bytes]) -> bool:
    """Read one bomb in a child, print what it cost, and say whether that is too much."""
    made = make()
    path = Path(tempfile.gettempdir()) / f"gongbao-bomb-{os.getpid()}"
    path.write_bytes(made.encode() if isinstance(made, str) else made)
    size = path.stat().st_size
    del made
    child = os.fork()
    if child == 0:
        os.execv(sys.executable, [sys.executable, __file__, name, str(path)])  # a child whose memory is its own
    _, status, used = os.wait4(child, 0)
    path.unlink()
    seconds, memory = used.ru_utime + used.ru_stime, used.ru_maxrss // 1024
    wrong = status != 0 or seconds >= SECONDS or memory >= MEGABYTES
    print(f"{'FAIL ' if wrong else ''}{name}: {size} bytes, {seconds:.1f} s, {memory} MB, status {status}", flush=True)
    return wrong


def main() -> None:
    """Read the bomb that is named, or all of them in turn."""
    if len(sys.argv) == 3:
        resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
        print("  " + _read(sys.argv[1], Path(sys.argv[2]).read_bytes()), flush=True)
        return
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    failed = [name for name, make in BOMBS.items() if explode(name, make)]
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
