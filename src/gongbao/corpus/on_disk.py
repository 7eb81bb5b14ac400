"""The folder of a corpus: the database that one writer owns, and views of it that readers open while it is written.

    STORE/gongbao-corpus.json   what it is: format and base IRI
    STORE/lock                  held by the writer
    STORE/changed               there while the newest view is older than the database
    STORE/additions/            what is extracted and not yet in the database (see `gongbao.corpus.additions`)
    STORE/data/                 the database (RocksDB)
    STORE/views/N/              a view: the database as it was at one moment, hard links to its files, never written
    STORE/views/N.lock          held by those who read the view
    STORE/views/current         which view is the newest

The database may not be opened by readers while it is written, so they get views. A view in use is locked and not removed.
"""

import errno
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO

import pyoxigraph as ox

from gongbao import locks
from gongbao.corpus import additions
from gongbao.errors import StoreError, typed
from gongbao.export.atomic import replace, sync
from gongbao.ontology import BASE

FORMAT = 3
MARKER = "gongbao-corpus.json"
NS = "https://w3id.org/gongbao/corpus#"
MADE_BY = ox.NamedNode(NS + "program")
"""Which version of the program made a report: what every report of the catalog has."""

CATALOG = ox.NamedNode("https://w3id.org/gongbao/corpus")
"""The graph of sources and versions; no report is described in it."""


def is_corpus(path: Path) -> bool:
    """Say whether a folder is a corpus."""
    return (path / MARKER).is_file()


def create(path: Path, base: str) -> IO[str]:
    """Open a corpus to write in, and make it where there is none; what a killed creation left is gone on with.

    Returns the lock of the one writer, to be closed at the end. Raises StoreError where the folder holds something else, or another process writes.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        if _is_foreign(path):
            raise StoreError("a folder that is no corpus", path=path)
    except OSError as error:
        raise unwritable(path, error) from error
    lock = _lock(path)
    try:
        if not is_corpus(path):
            _mark(path, base)
        elif _is_blank(path / MARKER):
            _mark(path, _base_inside(path) or base)
    except OSError as error:
        lock.close()
        raise unwritable(path, error) from error
    return lock


def _is_foreign(path: Path) -> bool:
    """Say whether a folder holds what no creation of a corpus leaves; the marker is the first thing that one makes."""
    left = {"lock", MARKER + ".new"}
    others = [e for e in path.iterdir() if e.name not in left and not (e.name == "views" and not any(e.iterdir()))]
    return bool(others) and not is_corpus(path)


def _mark(path: Path, base: str) -> None:
    replace_text(path / MARKER, json.dumps({"format": FORMAT, "base": base}) + "\n")


def _is_blank(marker: Path) -> bool:
    """Say whether a marker is what a power cut leaves of it."""
    return not marker.read_bytes().strip(b"\0 \n")


def _base_inside(path: Path) -> str:
    """Return the base IRI of the reports of a corpus, '' where it has none."""
    view = current(path)
    if not view:
        return ""
    with readable(path):
        reports = ox.Store.read_only(str(path / "views" / view)).quads_for_pattern(None, MADE_BY, None, CATALOG)
        subject = next((quad.subject for quad in reports), None)
    return subject.value.rpartition("report/")[0] if isinstance(subject, ox.NamedNode) else ""


def base_of(path: Path) -> str:
    """Return the base IRI of a corpus. Raises StoreError where it is none, or of another format."""
    try:
        if _is_blank(path / MARKER):
            return _base_inside(path) or BASE
        marker = json.loads((path / MARKER).read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise StoreError("no corpus here", path=path, typed=typed(path)) from None
    except (OSError, ValueError, RecursionError) as error:
        raise _odd_marker(path, str(error)) from error
    if not isinstance(marker, dict) or not isinstance(marker.get("base", BASE), str):
        raise _odd_marker(path, "not an object with format and base")
    if marker.get("format") != FORMAT:
        raise StoreError("a corpus of another format", path=path, format=marker.get("format"), own=FORMAT)
    return str(marker.get("base", BASE))


def _odd_marker(path: Path, reason: str) -> StoreError:
    return StoreError("the marker of a corpus cannot be read", path=path, marker=MARKER, reason=reason)


def replace_text(path: Path, text: str) -> None:
    """Write a small file whole or not at all, even if the power fails."""
    beside = path.with_name(path.name + ".new")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    replace(beside, path)
    sync(path.parent)


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Turn what the database says of damaged or missing files, whenever it meets them, into a StoreError."""
    try:
        yield
    except (RuntimeError, OSError) as error:
        if _is_full(error):
            raise unwritable(path, error) from error
        if "lock file" in str(error):  # of the database itself, which lets go of it a little later than we of ours
            raise _busy(path, "?") from error
        if type(error) is RuntimeError or str(error).startswith("IO error"):  # as the database names them
            raise StoreError("the database cannot be read", path=path, reason=str(error)[:200]) from error
        raise


def _is_full(error: Exception) -> bool:
    """Say whether the system, or the database, tells of a full disk."""
    return "No space left" in str(error) or isinstance(error, OSError) and error.errno == errno.ENOSPC


def unwritable(path: Path, error: OSError | RuntimeError) -> StoreError:
    """Say why a corpus cannot be written, and that what was committed is safe."""
    if _is_full(error) or isinstance(error, RuntimeError):
        return StoreError("the disk of a corpus is full", path=path)
    return StoreError("a corpus cannot be written", path=path, error=error)


def _busy(path: Path, owner: str) -> StoreError:
    return StoreError("another process writes to the corpus", path=path, owner=owner)


def _lock(path: Path) -> IO[str]:
    """Take the lock of the one writer. Raises StoreError at once where another process holds it."""
    try:
        file = (path / "lock").open("a+", encoding="utf-8")
    except OSError as error:
        raise unwritable(path, error) from error
    try:
        locks.alone(file)
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
    except BlockingIOError:
        with file:
            file.seek(0)
            raise _busy(path, file.read().strip() or "?") from None
    except OSError as error:
        with suppress(OSError):
            file.close()
        raise unwritable(path, error) from error
    return file


@dataclass(slots=True)
class Reader(AbstractContextManager["Reader"]):
    """A view of a corpus: `store` stays as it is while writers go on. Close it, or use it in a `with`."""

    path: Path
    store: ox.Store
    base: str
    held: ExitStack

    def close(self) -> None:
        """Give the view back, so that it may be removed once a newer one is there."""
        self.held.close()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
        if error is not None:
            with readable(self.path):
                raise error


def open_reader(path: Path) -> Reader:
    """Open the newest view of a corpus for reading; a writer may be at work. Raises StoreError."""
    for _attempt in range(20):
        view = newest(path)
        try:
            return open_view(path, view)
        except FileNotFoundError:  # a newer view took its place in between
            continue
    raise StoreError("views change too fast", path=path)


def newest(path: Path) -> str:
    """Return the name of the newest view, '' where none was made yet. Raises StoreError.

    What a killed writer committed and did not publish is published first.
    """
    base_of(path)
    if not is_current(path):
        # another writes, or nobody may: then readers get what is there
        with suppress(StoreError, OSError, RuntimeError), _lock(path):
            publish(path, database(path))
    return current(path)


def database(path: Path) -> ox.Store:
    """Open the database of a corpus to write in, with what a killed run has left beside it."""
    store = ox.Store(str(path / "data"))
    additions.recover(path, store)
    return store


def open_view(path: Path, name: str) -> Reader:
    """Open one view. Raises FileNotFoundError where it is no more there, StoreError where it is damaged."""
    base = base_of(path)
    held = hold(path, name) if name else ExitStack()
    folder = path / "views" / name if name else path / "data"
    try:
        with readable(path):
            store = ox.Store.read_only(str(folder)) if name or (folder / "CURRENT").exists() else ox.Store()
    except StoreError as error:
        held.close()
        if not folder.is_dir():
            raise FileNotFoundError(folder) from error
        raise
    return Reader(path, store, base, held)


def hold(path: Path, name: str) -> ExitStack:
    """Lock a view against removal until what is returned is closed; where nothing can be written, nothing can be removed either.

    Raises FileNotFoundError where it is no more there.
    """
    view = path / "views" / name
    held, being_removed = ExitStack(), False
    try:
        locks.together(held.enter_context(view.with_name(f"{name}.lock").open("a+", encoding="utf-8")))
    except BlockingIOError:
        being_removed = True
    except OSError:
        pass  # nothing can be locked here
    if being_removed or not view.is_dir():
        held.close()
        raise FileNotFoundError(view)
    return held


def current(path: Path) -> str:
    """Return the name of the newest view, '' where there is none; the mark may be lost, or name what is not there."""
    return _marked(path) or str(max(_numbers(path / "views"), default=""))


def _marked(path: Path) -> str:
    with suppress(OSError, ValueError):
        name = (path / "views" / "current").read_text("ascii").strip()
        if name.isdigit() and (path / "views" / name).is_dir():
            return name
    return ""


def _numbers(views: Path) -> list[int]:
    try:
        return [int(entry.name) for entry in views.iterdir() if entry.name.isdecimal() and entry.name.isascii()]
    except FileNotFoundError:
        return []


def is_current(path: Path) -> bool:
    """Say whether the newest view shows the database as it is."""
    return bool(_marked(path)) and not (path / "changed").exists()


def size(path: Path, names: str = "*.sst") -> int:
    """Return how many bytes the database takes; a file that it removes meanwhile takes none."""
    found = 0
    for file in (path / "data").glob(names):
        with suppress(FileNotFoundError):
            found += file.stat().st_size
    return found


def mark_changed(path: Path) -> None:
    """Note that the database is newer than its newest view."""
    (path / "changed").touch()
    sync(path)


def publish(path: Path, store: ox.Store) -> None:
    """Make a view of the database as it is now, the newest for readers, and remove older ones that nobody reads."""
    views = path / "views"
    views.mkdir(exist_ok=True)
    numbers = _numbers(views)
    made = views / "new"
    shutil.rmtree(made, ignore_errors=True)
    store.backup(str(made))
    for file in (*made.iterdir(), made):
        sync(file)
    name = str(max(numbers, default=0) + 1)
    replace(made, views / name)
    replace_text(views / "current", name)
    (path / "changed").unlink(missing_ok=True)
    for number in numbers:
        _remove_view(views, str(number))


def _remove_view(views: Path, name: str) -> None:
    lock = views / f"{name}.lock"
    with suppress(OSError):  # somebody reads it; the next publishing tries again
        with lock.open("a+", encoding="utf-8") as file:
            locks.alone(file)
            shutil.rmtree(views / name, ignore_errors=True)
            if os.name != "nt":
                lock.unlink(missing_ok=True)
        lock.unlink(missing_ok=True)  # where it may not go while it is open
