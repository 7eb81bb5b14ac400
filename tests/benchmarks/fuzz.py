"""Mutated files of all formats through the readers, mutated texts through the whole pipeline: what fails, and how.

    python tests/benchmarks/fuzz.py [--files 20000] [--texts 5000] [--seed 1] [--limit 10]

Prints, for each format, how many were read, refused in one line, ended in a fault (with the traceback of each kind once),
or took more than the limit of processor time, and the greatest memory of a process. The same seed gives the same files.
"""

from __future__ import annotations

import argparse
import io
import random
import resource
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from gongbao.errors import Fault, GongbaoError, LimitPassed
from gongbao.pipeline import outcomes, texts
from gongbao.read.encodings import decode
from gongbao.settings import Settings
from gongbao.workers import Place, Step, Stream, Worker
from written import ARTICLE, BREAKS, TABLES, TEXT, Beside, archive, doc, docx, paragraph, pdf, xls

REPORT = (Path(__file__).parents[1] / "data/tianjin-transport-2023.txt").read_text("utf-8")
_LIST = '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:lvlText w:val="%1、"/></w:lvl>'
_NUMBERING = f'{_LIST}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
_TABLE = f"<w:tbl><w:tr><w:tc>{paragraph('河道')}</w:tc><w:tc>{paragraph('12条')}</w:tc></w:tr></w:tbl>"
_WORD = docx(paragraph("主要做法", True) + _TABLE + "".join(map(paragraph, REPORT.splitlines()[:12])), "", _NUMBERING)
_PAGE = "".join(f"<p>{line}</p>\n" for line in REPORT.splitlines()[:12])
_SAVED = (
    'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x\nContent-Type: text/html; charset=utf-8\n'
    f"Content-Transfer-Encoding: 8bit\n\n<html><body>{_PAGE}</body></html>\n--x--\n"
)
_ROWS = f'标题,日期,全文\n甲,2024-01-02,"{TEXT}"\n乙,2024年3月,"{TEXT}"\n'
_RICH = "".join(f"\\u{ord(char) if ord(char) < 32768 else ord(char) - 65536}?" for char in TEXT.replace("\n", ""))
_OASIS = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("o", "office"), ("t", "text"), ("b", "table"))
)
_CELLS = "".join(
    f"<b:table-cell b:number-columns-repeated='2'><t:p>{word}</t:p></b:table-cell>" for word in ("河道", "12")
)
_OPEN = f"<o:d {_OASIS}><o:body><t:p>{TEXT}</t:p><b:table><b:table-row>{_CELLS}</b:table-row></b:table></o:body></o:d>"
_SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row><c r="A1" t="inlineStr"><is><t>河道</t></is></c>'
    '<c r="B1" s="1"><v>45357</v></c></row></sheetData></worksheet>'
)
SEEDS: dict[str, tuple[bytes, ...]] = {
    "doc": (doc(TEXT.replace("\n", "\r") + "\x08\r", beside=Beside(TEXT[3:9], "注。\r", "文件\r", "电话。\r")),),
    "rtf": (f"{{\\rtf1\\ansi\\ansicpg936 {_RICH}\\par{{\\footnote {_RICH}}}\\trowd\\intbl 1\\cell\\row}}".encode(),),
    "xls": (xls([["河道", "条数"], ["清河", (45357, 164)], [TEXT, (0.5, 10)]], {10: "0.00%", 164: "yyyy/m/d"}),),
    "xlsx": (archive({"xl/worksheets/sheet1.xml": _SHEET.encode()}),),
    "ods": (archive({"content.xml": _OPEN.encode()}),),
    "odt": (archive({"content.xml": _OPEN.encode()}),),
    "epub": (archive({"a/c.xhtml": ARTICLE.encode(), "a/b.opf": b"<package><spine/></package>"}),),
    "txt": (REPORT.encode(), REPORT.encode("gb18030"), TEXT.encode("utf-16")),
    "html": (TABLES.encode("gb18030"), ARTICLE.encode(), BREAKS.encode(), f"<meta charset=utf-8>{_PAGE}".encode()),
    "mht": (_SAVED.encode(),),
    "pdf": (pdf([TEXT[:30]] * 9), pdf(REPORT.splitlines()[:20])),
    "docx": (_WORD,),
    "md": (
        f"---\ntitle: 河湖\ndate: 2024-05-06\n---\n# 一、做法\n\n**{TEXT}**\n| 河道 | 12条 |\n|---|---|\n".encode(),
    ),
    "csv": (_ROWS.encode("gb18030"), _ROWS.replace(",", "\t").encode()),
    "jsonl": (b'{"title": "a", "text": "%s"}\n' % TEXT.strip().replace("\n", "").encode() * 3,),
    "zip": (archive({"a.txt": TEXT.encode(), "b.docx": _WORD, "c.html": BREAKS.encode()}),),
}
_ODD = [
    b"\0",
    b"\xff",
    b"\xff\xfe",
    b"<",
    b">",
    b"&",
    b'"',
    b"'",
    b"%",
    b"\n",
    b"\r",
    b"-1",
    b"99999999999",
    b"\xe2\x80\x8b",
]
_ODD += [
    "²".encode(),
    "\ud800".encode("utf-8", "surrogatepass"),
    b"PK\x03\x04",
    b"<!--",
    b"/Count 99",
    b"w:val",
    b"{",
    b"[",
]
_ODD_TEXT = [
    *"。，；：、“”《》（）\n　约大两第等了的0９十百年月日局委会市县区\u200b\ud83d",
    "大约",
    "开展",
    "专项行动",
    "以下简称",
    "2023年",
    "同比",
]


def mutated(data: bytes, rng: random.Random) -> bytes:
    """Return bytes with a few random changes: flipped, cut, doubled, moved, replaced by odd ones."""
    found = bytearray(data)
    for _ in range(rng.choice([1, 1, 2, 4, 16])):
        at = rng.randrange(len(found) + 1)
        piece = found[at : at + rng.choice([1, 2, 8, 64, 512])]
        what = rng.randrange(6)
        if what == 0 and at < len(found):
            found[at] ^= 1 << rng.randrange(8)
        elif what == 1:
            del found[at : at + len(piece)]
        elif what == 2:
            found[at:at] = piece * rng.choice([1, 2, 50])
        elif what == 3:
            found[at : at + len(piece)] = rng.randbytes(len(piece))
        elif what == 4:
            to = rng.randrange(len(found) + 1)
            found[to:to] = piece
        else:
            found[at : at + rng.choice([0, 1, 4])] = rng.choice(_ODD)
    return bytes(found[: rng.randrange(len(found) + 1)] if rng.random() < 0.05 else found)


def repacked(data: bytes, rng: random.Random) -> bytes:
    """Return a zip of which one member is mutated."""
    stream = io.BytesIO()
    method = rng.choice([zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", method) as new:
        chosen = rng.choice(old.namelist())
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, mutated(content, rng) if name == chosen else content)
    return stream.getvalue()


def mutated_text(text: str, rng: random.Random) -> str:
    """Return a text with characters, pieces and lines changed."""
    found = list(text)
    for _ in range(rng.choice([1, 3, 10, 40])):
        at = rng.randrange(len(found) + 1)
        what = rng.randrange(4)
        if what == 0:
            del found[at : at + rng.choice([1, 2, 10])]
        elif what == 1:
            found[at:at] = rng.choice(_ODD_TEXT)
        elif what == 2:
            found[at:at] = found[at : at + rng.choice([1, 4, 20])] * rng.choice([1, 2, 10])
        else:
            to = rng.randrange(len(found) + 1)
            found[to:to] = found[at : at + rng.choice([2, 8, 30])]
    return "".join(found)


def _files(
    limit: float, seed: int, suffix: str, amount: int, since: Place, step: Callable[[Step], None]
) -> Iterator[_Found]:
    for number in range(amount):
        rng = random.Random(f"{seed} {suffix} {number}")
        data = _file(suffix, number, rng)
        step(Step(f"{suffix} {seed} {number}", limit, (0, number + 1)))
        if (0, number) >= since:
            yield [_end(raw) for raw in texts((data, f"{number}.{suffix}"))], _memory()


def _texts(
    settings: Settings, limit: float, seed: int, amount: int, since: Place, step: Callable[[Step], None]
) -> Iterator[_Found]:
    for number in range(amount):
        rng = random.Random(f"{seed} text {number}")
        start = rng.randrange(len(REPORT))
        text = mutated_text(REPORT[start : start + rng.choice([40, 200, 800])], rng).encode("utf-8", "replace")
        step(Step(f"text {seed} {number}", limit, (0, number + 1)))
        if (0, number) >= since:
            yield (
                [_end(outcome) for outcome in outcomes((text, "a.txt"), settings)],
                _memory(),
            )


_Found = tuple[list[tuple[str, str]], int]
"""How reports ended, with the trace of a fault, and the most memory."""


def _end(outcome: object) -> tuple[str, str]:
    """How a report ended, and where a fault arose."""
    if isinstance(outcome, Fault):
        return "fault", outcome.trace
    return ("refused" if isinstance(outcome, GongbaoError) else "read"), ""


def _file(suffix: str, number: int, rng: random.Random) -> bytes:
    """A file of a format: every other one is changed inside of its packing, or by whole characters."""
    base = rng.choice(SEEDS[suffix])
    if not number % 2 or suffix in ("pdf", "doc", "xls", "rtf"):
        return mutated(base, rng)
    if base.startswith(b"PK"):
        return repacked(base, rng)
    return mutated_text(decode(base, suffix), rng).encode("utf-8", "surrogatepass")


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _load(limit: float, seed: int, amount: int) -> Stream[str, _Found]:
    settings = Settings()

    def stream(task: str, since: Place, step: Callable[[Step], None]) -> Iterator[_Found]:
        return (
            _texts(settings, limit, seed, amount, since, step)
            if task == "text"
            else _files(limit, seed, task, amount, since, step)
        )

    return stream


def fuzz(task: str, amount: int, seed: int, limit: float) -> Counter[str]:
    """Run one format and print its line."""
    ends: Counter[str] = Counter()
    traces: dict[str, str] = {}
    memory = 0
    with Worker[str, _Found](partial(_load, limit, seed, amount), fork=True) as worker:
        for result in worker.run(task):
            if isinstance(result, GongbaoError):
                ends["hang" if isinstance(result, LimitPassed) else "died"] += 1
                print(f"  {result}", flush=True)
                continue
            found, used = result
            memory = max(memory, used)
            for end, trace in found:
                ends[end] += 1
                if trace:
                    traces.setdefault("".join(trace.splitlines()[-3:]), trace)
    ends["inputs"] = amount
    print(f"{task:6} {amount:6} inputs  {dict(ends)}  {memory} MB", flush=True)
    for trace in traces.values():
        print(trace, flush=True)
    return ends


def main() -> None:
    """Run all formats, then texts."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("--files", 20_000), ("--texts", 5_000), ("--seed", 1)):
        parser.add_argument(name, type=int, default=default)
    parser.add_argument("--limit", type=float, default=10, help="processor seconds for one input")
    given = parser.parse_args()
    total: Counter[str] = Counter()
    for suffix in SEEDS:
        total += fuzz(suffix, -(-given.files // len(SEEDS)), given.seed, given.limit)
    if given.texts:
        total += fuzz("text", given.texts, given.seed, given.limit)
    print(f"all    {dict(total)}")
    sys.exit(1 if total["fault"] or total["hang"] or total["died"] else 0)


if __name__ == "__main__":
    main()
