"""What a run has extracted and the database does not hold yet: files beside it, which are loaded together at the end.

    STORE/additions/N-M.nq  the graph of a report, written by the process N that extracted it
    STORE/additions/log     a line an addition: its file, how long that is, and what the catalog says of it

A graph counts by its line only, and a line only where it and its file are whole: so a killed run loses what it was at,
and whoever opens the corpus next loads the rest. Loading the same additions twice changes nothing.
"""

import json
import os
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from gongbao.export.atomic import sync

FOLDER = "additions"

PIECE = 32_000_000
"""At most so many bytes of N-Quads are loaded at a time by a thread; it takes some eight times as much memory."""

BULK_FROM = 2_000_000
"""From so many bytes on additions are written past the database's memory, which takes half the time."""

_MOST_THREADS = 8
_numbers = count()


@dataclass(frozen=True, slots=True)
class GraphFile:
    """The graph of a report in a file of its own."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class _Addition:
    """What a line says."""

    file: GraphFile | None
    told: bytes


def write(folder: Path, graph: bytes) -> GraphFile:
    """Write a graph to a file of its own; any process of a run may. Raises OSError, and leaves no file then."""
    path = _fresh(folder)
    try:
        path.write_bytes(graph)
    except OSError:
        path.unlink(missing_ok=True)
        raise
    return GraphFile(path.name, len(graph))


def _fresh(folder: Path) -> Path:
    while (path := folder / f"{os.getpid()}-{next(_numbers)}.nq").exists():
        pass  # of a worker that ended and had the same number
    return path


class Additions:
    """The additions of one run. What a killed run left must have been loaded before: see `recover`."""

    def __init__(self, store: Path) -> None:
        self.folder = store / FOLDER
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(exist_ok=True)
        self.held: list[_Addition] = []
        self.spent: list[str] = []  # files that nobody will load
        self.size = 0
        self.lines: IO[bytes] | None = None

    def add(self, told: bytes, graph: bytes | GraphFile) -> None:
        """Keep what is added with what the catalog says of it."""
        file = (write(self.folder, graph) if graph else None) if isinstance(graph, bytes) else graph
        line = {"file": file and [file.name, file.size], "told": told.decode()}
        if self.lines is None:
            self.lines = (self.folder / "log").open("ab")
        self.lines.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
        self.lines.flush()
        self.held.append(_Addition(file, told))
        self.size += len(told) + (file.size if file else 0)

    def take(self, graph: bytes | GraphFile) -> bytes:
        """Return a graph that is not added, but used at once."""
        if isinstance(graph, bytes):
            return graph
        self.spent.append(graph.name)
        return (self.folder / graph.name).read_bytes()

    def drop(self, graph: bytes | GraphFile) -> None:
        """Forget a graph that is not added."""
        if isinstance(graph, GraphFile):
            self.spent.append(graph.name)

    def load(self, store: ox.Store, threads: int) -> bool:
        """Put the additions into the database; say whether they were written past its memory."""
        bulky = _load(store, self.folder, self.held, threads)
        if self.lines is not None:
            self.lines.close()
            self.lines = None
            _end(self.folder)
        done = [*self.spent, *(a.file.name for a in self.held if a.file)]
        self.held.clear()  # before the files go: after a Ctrl-C in between, nothing is loaded once more
        self.spent.clear()
        self.size = 0
        for name in done:
            (self.folder / name).unlink(missing_ok=True)
        return bulky

    def close(self) -> None:
        """Remove the folder, with what nobody asked for."""
        if self.lines is not None:
            self.lines.close()
        if not self.held:
            shutil.rmtree(self.folder, ignore_errors=True)


def recover(path: Path, store: ox.Store) -> None:
    """Load what a killed run has left beside the database of a corpus."""
    folder = path / FOLDER
    additions = list(_whole(folder))
    _load(store, folder, additions, 1)
    if folder.is_dir():
        _end(folder)
        shutil.rmtree(folder, ignore_errors=True)


def _whole(folder: Path) -> Iterator[_Addition]:
    """Yield the additions of a killed run that are whole."""
    try:
        lines = (folder / "log").read_bytes().split(b"\n")[:-1]
    except FileNotFoundError:
        return
    for line in lines:
        try:
            values = json.loads(line)
            file = GraphFile(*values["file"]) if values["file"] else None
            told = values["told"].encode()
        except (ValueError, TypeError, KeyError):
            continue  # torn by a power cut: what it says was not recorded
        if file is None or _is_whole(folder / file.name, file.size):
            yield _Addition(file, told)


def _is_whole(path: Path, size: int) -> bool:
    try:
        with path.open("rb") as file:
            found = file.seek(0, os.SEEK_END)
            file.seek(-min(found, 2), os.SEEK_END)
            return found == size and file.read() == b".\n"
    except OSError:
        return False


def _load(store: ox.Store, folder: Path, additions: list[_Addition], threads: int) -> bool:
    size = sum(map(_size, additions))
    if size <= BULK_FROM:
        if additions:
            store.load(input=_read(folder, additions), format=ox.RdfFormat.N_QUADS)
        return False
    threads = min(max(threads, 1), _MOST_THREADS)
    rounds = -(-size // (PIECE * threads))
    with ThreadPoolExecutor(threads) as pool:
        pieces = _pieces(additions, threads * rounds)  # each into files of its own, all or nothing
        list(pool.map(lambda piece: store.bulk_load(_read(folder, piece), format=ox.RdfFormat.N_QUADS), pieces))
    return True


def _size(addition: _Addition) -> int:
    return len(addition.told) + (addition.file.size if addition.file else 0)


def _pieces(additions: list[_Addition], count: int) -> list[list[_Addition]]:
    """Part additions into at most so many pieces of much the same size, so that no thread waits for another at the end."""
    whole, done = sum(map(_size, additions)), 0
    pieces: dict[int, list[_Addition]] = defaultdict(list)
    for addition in additions:
        pieces[done * count // whole].append(addition)
        done += _size(addition)
    return list(pieces.values())


def _read(folder: Path, piece: Iterable[_Addition]) -> bytes:
    return b"".join(
        data for a in piece for data in (a.told, (folder / a.file.name).read_bytes() if a.file else b"") if data
    )


def _end(folder: Path) -> None:
    """Remove the log for good: what is taken out of the database later must not come back."""
    (folder / "log").unlink(missing_ok=True)
    sync(folder)
