"""The table of decisions (`decisions.csv`): found beside the reports, read strictly, added to, and asked what concerns a report.

It is CSV in UTF-8 with a byte-order mark, which spreadsheets open with a double click and programs write in a line. Lines
may be sorted anew: the time of a decision says which of two is later, and the later one counts.
"""

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from gongbao.decisions.decision import COLUMNS, HEADINGS, NEEDED, Decision
from gongbao.decisions.ledger_line import Line, escaped, unescaped
from gongbao.errors import DecisionError
from gongbao.model import Notice
from gongbao.ontology import Ontology
from gongbao.read.encodings import common_share, tried
from gongbao.read.files import is_decisions

MOST_BYTES = 64_000_000

_PLAIN = (".csv", ".tsv", ".txt", "")


@dataclass(frozen=True)
class Ledger:
    """Decisions in the order in which they were taken, each once; `given` says whether there is a table at all."""

    decisions: tuple[Decision, ...] = ()
    given: bool = False
    _known: dict[str, list[int]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        known: dict[str, list[int]] = {}
        for number, decision in enumerate(self.decisions):
            for key in _keys(decision):
                known.setdefault(key, []).append(number)
        object.__setattr__(self, "_known", known)

    def __reduce__(self) -> tuple[object, ...]:
        return Ledger, (self.decisions, self.given)

    def about(self, digest: str, source: str) -> tuple[Decision, ...]:
        """Return the decisions that may concern a report: by its digest, by its file name, and those on all reports."""
        return tuple(self.decisions[number] for number in self._numbers(digest, source))

    def _numbers(self, digest: str, source: str) -> list[int]:
        keys = (digest[:16], f"/{PurePath(source).name}", "*")
        return sorted({number for key in keys for number in self._known.get(key, ())})

    def idle(self, read: Iterable[tuple[str, str]]) -> tuple[Decision, ...]:
        """Return the decisions on reports that are not among those read, which are told by digest and file name."""
        used = {number for digest, source in read for number in self._numbers(digest, source)}
        return tuple(decision for n, decision in enumerate(self.decisions) if n not in used and decision.scope != "all")

    def bound(self, digest: str, source: str) -> str:
        """Return the lines that may concern just this report, as a table without the names of the columns."""
        return written((d for d in self.about(digest, source) if d.scope != "all"), header=False).decode()

    @property
    def state(self) -> str:
        """Return a digest of the decisions that concern all reports; empty where there are none."""
        found = [d.cells() for d in self.decisions if d.scope == "all"]
        return hashlib.sha256(repr(found).encode("utf-8", "surrogatepass")).hexdigest() if found else ""


EMPTY = Ledger()


def _keys(decision: Decision) -> tuple[str, ...]:
    if decision.scope == "all":
        return ("*",)
    return tuple(key for key in (decision.report[:16], decision.source and f"/{decision.source}") if key)


def found(names: Iterable[str | Path]) -> tuple[Path, ...]:
    """Return the tables of decisions beside files, and in folders and below them, sorted."""
    folders = dict.fromkeys(_folder(Path(name)) for name in names)  # many files stand in few folders
    tables: set[Path] = set()
    for folder, below in folders:
        with suppress(OSError, ValueError):  # reading the report says what is wrong with its path
            near = (folder.rglob if below else folder.glob)("[Dd]*")
            tables.update(path for path in near if is_decisions(path) and path.is_file())
    return tuple(sorted(tables))


def _folder(path: Path) -> tuple[Path, bool]:
    """The folder where a file's decisions stand, and whether those of folders below count: of a folder, of a pattern."""
    marked = next((n for n, part in enumerate(path.parts) if any(mark in part for mark in "*?[")), None)
    if marked is not None and marked < len(path.parts) - 1:
        return Path(*path.parts[:marked]), True
    try:
        return (path, True) if path.is_dir() else (path.parent, False)
    except (OSError, ValueError):
        return path.parent, False


def load(paths: Sequence[Path], terms: Ontology) -> Ledger:
    """Read tables of decisions as one. Raises DecisionError: file, line, what was given, what is allowed."""
    for path in paths:
        if not path.exists():
            raise DecisionError("no such table", path=path)
    every = [decision for path in paths for decision in parse(decoded(content(path), str(path)), str(path), terms)]
    last = {decision.cells(): number for number, decision in enumerate(every)}  # a line of two tables counts once
    kept = [every[number] for number in sorted(last.values())]
    return Ledger(tuple(sorted(kept, key=lambda decision: decision.when)), bool(paths))


def content(path: Path) -> bytes:
    """Return the bytes of a table; nothing where there is none. Raises DecisionError."""
    if path.suffix.lower() not in _PLAIN:
        raise DecisionError("save it as CSV", path=path)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise DecisionError("the table is too large", path=path, most=MOST_BYTES >> 20)
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return b""
    except OSError as error:
        raise DecisionError("cannot be read", path=path, error=error) from error


def decoded(data: bytes, name: str) -> str:
    """Return the text of a table as spreadsheets save it: UTF-8, UTF-16 with its mark, GB 18030 or Big5, whichever is Chinese."""
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encodings in (("utf-16",),) if utf16 else (("utf-8-sig",), ("gb18030", "big5hkscs")):
        if able := [text for encoding in encodings if (text := tried(data, encoding)) is not None]:
            return max(able, key=common_share)
    raise DecisionError("the table is not UTF-8", name=name)


def parse(text: str, source: str, terms: Ontology) -> list[Decision]:
    """Read the text of a table; `source` is what messages call it. Raises DecisionError."""
    head = text.partition("\n")[0]
    delimiter = max("\t;,", key=head.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        first = next(rows, ())
        told = "".join(first[:1]).lower().startswith("sep=")  # for Excel: which mark separates cells
        header = _header(next(rows, ()) if told else first, source, terms)
        filled = (row for row in rows if any(cell.strip() for cell in row))
        return [_line(row, header, rows.line_num, source, terms).decision() for row in filled]
    except csv.Error as error:
        raise DecisionError("the line is no CSV", source=source, number=rows.line_num, error=error) from error


def _header(row: Sequence[str], source: str, terms: Ontology) -> tuple[str, ...]:
    header = tuple(HEADINGS.get(cell.strip(), cell.strip().lower()) for cell in row)
    while header and not header[-1]:
        header = header[:-1]
    wrong = [cell for cell in header if cell not in COLUMNS or header.count(cell) > 1]
    lacking = [column for column in NEEDED if column not in header]
    if wrong or lacking:
        columns = ", ".join(COLUMNS)
        allowed = Notice(columns, f"{'、'.join(HEADINGS)}（或 {columns}）")
        missing = f"; missing {', '.join(lacking)}" if lacking else ""
        given = ", ".join(header) or "nothing"
        Line(source, 1, {}, terms).fail("no table of decisions", allowed=allowed, given=given, lacking=missing)
    return header


def _line(row: Sequence[str], header: tuple[str, ...], number: int, source: str, terms: Ontology) -> Line:
    more = [cell for cell in row[len(header) :] if cell.strip()]
    if more:
        Line(source, number, {}, terms).fail("more cells than the header has", count=len(row), columns=len(header))
    return Line(source, number, {name: unescaped(cell) for name, cell in zip(header, row, strict=False)}, terms)


def kept(lines: str, terms: Ontology) -> Ledger:
    """Return the decisions of lines without the names of the columns, as `Ledger.bound` gives them."""
    return Ledger(tuple(parse(written(()).decode("utf-8-sig") + lines, "store", terms)), True)


def written(decisions: Iterable[Decision], *, header: bool = True) -> bytes:
    """Return the lines of decisions as they stand in a table, with the byte-order mark and the names of the columns."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    if header:
        writer.writerow(COLUMNS)
    for decision in decisions:
        digest = f"sha256:{decision.report}" if decision.report else ""
        cells = dict(zip(COLUMNS, decision.cells(), strict=True)) | {"report": digest}
        writer.writerow([escaped(cell) for cell in cells.values()])
    return (b"\xef\xbb\xbf" if header else b"") + out.getvalue().encode("utf-8", "surrogatepass")
