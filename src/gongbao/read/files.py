"""Files to documents: the format by first bytes and name, folders and patterns, and one clear line where it fails."""

from __future__ import annotations

import os
import re
import select
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from gongbao.errors import InputError, NoTextError, UnsupportedInput
from gongbao.model import Document
from gongbao.ontology import Ontology
from gongbao.read import limits
from gongbao.read.document import from_text
from gongbao.read.encodings import decode
from gongbao.read.raw import Found, Part, Raw, check, display, exact, shown
from gongbao.read.results import is_result
from gongbao.text import tsv

if TYPE_CHECKING:
    from zipfile import ZipInfo

_Named = TypeVar("_Named", str, Path, "str | Path")

STDIN = "-"
FORMATS = {name: (reader, *endings.split()) for name, reader, endings in tsv.rows("gongbao.read", "readers.tsv")}
"""The formats that are read, each with its reader and the endings of its files; a file of another name is taken for text."""

OFFICE = frozenset({".pptx", ".odp", ".pages"})  # zipped formats that are no zips of reports
_ZIPPED = ("xlsx", "ods", "odt", "epub", "ofd")  # formats that are zips, told apart by their names
_BINARY = (*_ZIPPED, "docx", "pdf", "doc", "image")  # formats whose files may be larger than texts are
SUFFIXES = {suffix: name for name, (_reader, *suffixes) in FORMATS.items() for suffix in suffixes}
_TAKEN = frozenset(suffix for suffix, kind in SUFFIXES.items() if kind != "image")
"""What is taken from folders and zips: pictures there mostly belong to pages; who means them names them."""
_REFUSED = OFFICE | {".rar", ".7z", ".tar", ".gz", ".tgz", ".caj", ".ppt", ".dps"}
"""What people keep reports in that is not read: that there is such a file is told, and it counts as one that failed."""

_DECISIONS = re.compile(r"decisions([ (_-].*)?\.(csv|tsv|xlsx?|ods|et)", re.IGNORECASE)

_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*")  # the first bytes of PNG, JPEG and TIFF
_WORKBOOK, _WORD = "Workbook".encode("utf-16-le"), "WordDocument".encode("utf-16-le")
"""What the directory of an old Office file names."""


def read_bytes(data: bytes, name: str, *, ontology: Ontology) -> tuple[Document, ...]:
    """Read the reports in the bytes of a file called `name`. Raises the error of the first that cannot be read."""
    documents = []
    for raw in (raw for part in parts_of(data, display(name)) for raw in part.found()):
        if isinstance(raw, InputError):
            raise raw
        documents.append(from_raw(raw, ontology=ontology))
    return tuple(documents)


def extract_file(path: str | Path) -> Found:
    """Yield the extracted texts of one file, an InputError in the place of each that cannot be extracted."""
    return (raw for part in parts(path) for raw in part.found())


def parts(path: str | Path) -> Iterator[Part]:
    """Yield what is in a file, each to be read on its own: the members of a zip, or the file itself."""
    try:
        data, name = (read_stdin(), "stdin") if str(path) == STDIN else (load_bytes(Path(path)), shown(path))
    except InputError as error:
        yield Part(shown(path), 0, partial(iter, [error]))
        return
    yield from parts_of(data, name)


def parts_of(data: bytes, name: str) -> Iterator[Part]:
    """Yield what is in the bytes of a file called `name`."""
    try:
        kind = _format(data, name)
        if kind == "zip":
            yield from _unzip(data, name)
            return
        attached = [*_attached(data, name)] if kind == "eml" else []
        yield Part(name, _weight(data, name), partial(_letter if attached else _read, data, name))
        yield from attached
    except InputError as error:
        yield Part(name, 0, partial(iter, [error]))


def _weight(data: bytes, name: str) -> int:
    """Return the size of a file in bytes of text, by what it takes to read."""
    module, _, _function = FORMATS[_format(data, name)][0].partition(".")
    known = import_module(f"gongbao.read.{module}") if data and module else None
    measure: Callable[[bytes], int] = getattr(known, "weight", len)
    return measure(data)


def may_be_scan(path: Path) -> bool:
    """Say by its name whether a file may be of pages whose text is to be recognised."""
    return SUFFIXES.get(path.suffix.lower()) in ("pdf", "image")


def _read(data: bytes, name: str) -> Found:
    kind = _format(data, name)
    if kind == "zip":
        raise UnsupportedInput("a zip inside a zip", name=name)
    check(len(data), limits.MAX_BINARY_BYTES if kind in _BINARY else limits.MAX_TEXT_BYTES, name)
    if kind == "text":
        yield Raw(decode(data, name), name)
        return
    module, _, function = FORMATS[kind][0].partition(".")
    reader: Callable[[bytes, str], Found] = getattr(import_module(f"gongbao.read.{module}"), function)
    yield from reader(data, name)


def is_decisions(path: Path) -> bool:
    """Say whether a file is called as a table of people's decisions is, which is no report."""
    return _DECISIONS.fullmatch(path.name) is not None


def expand(patterns: Iterable[str | Path]) -> tuple[Path, ...]:
    """Return the files that are meant: files, folders with all reports below them, patterns (`2024/**/*.html`), `-`.

    The result is sorted within each argument, each file once; decisions and what gongbao wrote are no reports. Raises
    InputError for what does not exist or holds none.
    """
    found: dict[Path, None] = {}
    for pattern in without_decisions([*patterns]):
        found.update(dict.fromkeys(_expand(str(pattern))))
    return tuple(found)


def without_decisions(names: Sequence[_Named]) -> Sequence[_Named]:
    """Return the names of files without tables of decisions, which a shell puts among them; one that stands alone is meant."""
    return [name for name in names if not is_decisions(Path(name))] or names


def _expand(pattern: str) -> list[Path]:
    path = Path(pattern)
    shown = display(pattern)
    if not pattern.strip():  # of a variable of the shell that is not set; as a path it would be this folder
        raise InputError("the name of a file is empty")
    try:
        if pattern == STDIN or path.is_file():
            return [path]
        if path.is_dir():
            wanted = _TAKEN | _REFUSED
            files = sorted(
                p for p in path.rglob("*") if p.suffix.lower() in wanted and p.is_file() and _is_report(p, path)
            )
            if not files:
                raise InputError("no reports in this folder", shown=shown, endings=" ".join(sorted(_TAKEN)))
            return files
        if any(mark in pattern for mark in "*?["):
            root = Path(path.anchor)
            matches = [p for p in root.glob(str(path.relative_to(path.anchor))) if p.is_file()]
            if reports := [p for p in matches if not is_decisions(p) and not is_result(p)]:
                return sorted(reports)
            raise InputError("no file matches this pattern", shown=shown)
    except OSError as error:
        raise InputError("cannot be read", path=shown, error=error) from error
    except ValueError as error:  # a zero byte in it
        raise InputError("cannot be read here", shown=shown, error=error) from error
    return [path]  # reading it says that it is missing, and the others are read


def _is_report(path: Path, root: Path) -> bool:
    hidden = any(part.startswith((".", "~$")) for part in path.relative_to(root).parts)
    return not hidden and not is_decisions(path) and not is_result(path)


def load_bytes(path: Path) -> bytes:
    """Return what is in a file; a file beyond the limits is refused before it is opened."""
    name = shown(path)
    try:
        if path.is_dir():
            raise InputError("a folder, not a file", name=name)
        about = path.stat()
        limit = limits.MAX_TEXT_BYTES if SUFFIXES.get(path.suffix.lower()) == "text" else limits.MAX_BINARY_BYTES
        check(about.st_size, limit, name)
        if stat.S_ISREG(about.st_mode):
            with path.open("rb") as stream:
                data = stream.read(limit + 1)
        else:
            data = _read_pipe(path, name, limit)
    except FileNotFoundError:
        raise InputError("there is no such file", name=name) from None
    except (OSError, ValueError) as error:
        raise InputError("cannot be read", path=name, error=error) from error
    check(len(data), limit, name)
    return data


def _read_pipe(path: Path, name: str, limit: int) -> bytes:
    """Return what a pipe or device gives; one that keeps silent is refused, since it may do so for ever."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    found = bytearray()
    with os.fdopen(os.open(path, flags), "rb", buffering=0) as stream:
        while len(found) <= limit:
            if os.name != "nt" and not select.select([stream], [], [], limits.PIPE_SECONDS)[0]:
                raise InputError("a pipe that gave nothing", name=name, seconds=limits.PIPE_SECONDS)
            piece = stream.read(limits.MIB)
            if not piece:
                break
            found += piece
    return bytes(found)


def read_stdin() -> bytes:
    """Return what is in standard input. Raises UnsupportedInput beyond the limit."""
    data = sys.stdin.buffer.read(limits.MAX_TEXT_BYTES + 1)
    check(len(data), limits.MAX_TEXT_BYTES, "stdin")
    return data


def _format(data: bytes, name: str) -> str:
    """Return the format: what the bytes say, then the name, then whether it begins like a page."""
    if data.startswith(b"%PDF"):
        return "pdf"
    if data.startswith(_IMAGES):
        return "image"
    suffix = SUFFIXES.get(Path(name.replace("\0", "")).suffix.lower(), "")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return "xls" if _WORKBOOK in data and _WORD not in data else "doc"
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith(b"PK\x03\x04"):
        if Path(name.replace("\0", "")).suffix.lower() in OFFICE:
            raise UnsupportedInput("this Office format is not read", name=name)
        if suffix in _ZIPPED:
            return suffix
        return "docx" if _is_docx(data, suffix) else "zip"
    if suffix in ("pdf", "docx", "zip", "image", *_ZIPPED):
        raise UnsupportedInput(
            "not what its name says", name=name, article="an" if suffix[0] in "aeiou" else "a", suffix=suffix
        )
    if suffix and suffix not in ("doc", "xls", "rtf", "text"):  # a page or text of that name is read as what it is
        return suffix
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return "html" if head.startswith((b"<!doctype html", b"<html")) else "text"


def _is_docx(data: bytes, suffix: str) -> bool:
    """Say whether a zip is a Word file: by its name, or by what its directory lists."""
    from gongbao.read.archive import open_archive

    if suffix == "docx":
        return True
    try:
        names = frozenset(open_archive(data, "").namelist())
    except InputError:
        return False  # to be told as a zip
    reports = any(Path(name).suffix.lower() in SUFFIXES for name in names)
    return "word/document.xml" in names and ("[Content_Types].xml" in names or not reports)


def _unzip(data: bytes, name: str) -> Iterator[Part]:
    from gongbao.read.archive import members, open_archive, read_member

    archive = open_archive(data, name)
    unpacked = [0]

    def read(info: ZipInfo, member: str) -> Found:
        content = read_member(archive, info, name)
        unpacked[0] += len(content)
        check(unpacked[0], limits.MAX_ZIP_BYTES, name, "unpacked bytes", "字节（解压后）")
        return _read(content, member)

    reports = 0
    for path, info in members(archive):
        if Path(path).suffix.lower() in _TAKEN | _REFUSED and unpacked[0] <= limits.MAX_ZIP_BYTES:
            reports += 1
            member = f"{name}/{exact(path)}"
            yield Part(member, info.compress_size, partial(read, info, member))
    if not reports:
        raise InputError("no reports in this zip", name=name)


def _letter(data: bytes, name: str) -> Found:
    """Yield the text of a letter to which reports are attached, if it has any."""
    with suppress(NoTextError):
        yield from _read(data, name)


def _attached(data: bytes, name: str) -> Iterator[Part]:
    """Yield what is attached to a letter, the files of a zip each on its own; letters sent on are read, not what they have."""
    from gongbao.read.mail import attachments

    for path, content in attachments(data, name):
        member = f"{name}/{exact(path)}"
        suffix = Path(path).suffix.lower()
        if suffix == ".eml":
            yield Part(member, len(content), partial(_read, content, member))
        elif suffix in _TAKEN | _REFUSED:
            yield from parts_of(content, member)


def from_raw(raw: Raw, *, ontology: Ontology) -> Document:
    """Read an extracted text; raises InputError as `from_text` does."""
    document = from_text(
        raw.text, raw.source, ontology=ontology, title=raw.title, publisher=raw.publisher, issued=raw.issued
    )
    return replace(document, scan=raw.scan) if raw.scan else document
