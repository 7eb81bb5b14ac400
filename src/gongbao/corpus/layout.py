"""The folder of a corpus: the database that one writer owns, and views of it that readers open while it is written.

    STORE/gongbao-corpus.json   what it is: format and base IRI
    STORE/lock                  held by the writer
    STORE/changed               there while the newest view is older than the database
    STORE/data/                 the database (RocksDB)
    STORE/views/N/              a view: the database as it was at one moment, hard links to its files, never written
    STORE/views/current         which view is the newest

The database may not be opened by readers while it is written, so they get views. A view in use is locked and not removed.
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO

import pyoxigraph as ox

from gongbao.errors import StoreError
from gongbao.ontology import BASE

try:
    import fcntl
except ImportError:  # Windows: the database's own lock still keeps two writers apart
    fcntl = None  # type: ignore[assignment]

FORMAT = 1
MARKER = "gongbao-corpus.json"


def is_corpus(path: Path) -> bool:
    """Say whether a folder is a corpus."""
    return (path / MARKER).is_file()


def create(path: Path, base: str) -> None:
    """Make an empty corpus at a new or empty folder. Raises StoreError where the folder holds something else."""
    if is_corpus(path):
        return
    try:
        path.mkdir(parents=True, exist_ok=True)
        if any(entry.name != "lock" for entry in path.iterdir()):
            raise StoreError(
                f"{path}: not a corpus, and not empty; name a new folder", f"{path}：不是语料库，且非空，请另指定文件夹"
            )
        (path / "views").mkdir()
        replace_text(path / MARKER, json.dumps({"format": FORMAT, "base": base}) + "\n")
    except OSError as error:
        raise unwritable(path, error) from error


def base_of(path: Path) -> str:
    """Return the base IRI of a corpus. Raises StoreError where it is none, or of another format."""
    try:
        marker = json.loads((path / MARKER).read_text("utf-8"))
    except FileNotFoundError:
        raise StoreError(
            f"{path}: no corpus here; make one with: gongbao corpus add {path} FILE…",
            f"{path}：没有语料库，请用 gongbao corpus add 新建",
        ) from None
    except (OSError, ValueError) as error:
        raise StoreError(f"{path}: {MARKER} cannot be read: {error}", f"{path}：{MARKER}无法读取") from error
    if marker.get("format") != FORMAT:
        raise StoreError(
            f"{path}: a corpus of format {marker.get('format')}; this gongbao writes format {FORMAT}: "
            f"export it with the gongbao that made it, and add the reports again",
            f"{path}：语料库格式{marker.get('format')}与本程序（{FORMAT}）不符",
        )
    return str(marker.get("base", BASE))


def replace_text(path: Path, text: str) -> None:
    """Write a small file whole or not at all."""
    beside = path.with_name(path.name + ".new")
    beside.write_text(text, "utf-8")
    beside.replace(path)


def unwritable(path: Path, error: OSError) -> StoreError:
    """Say why a corpus cannot be written, and that what was committed is safe."""
    reason = error.strerror or str(error)
    if "No space left" in str(error) or error.errno == 28:
        return StoreError(
            f"{path}: the disk is full; what was committed is safe: make room and run the same command again",
            f"{path}：磁盘已满；已提交的内容完好，请腾出空间后重新运行",
        )
    return StoreError(
        f"{path}: cannot be written ({reason}); nothing committed is lost: check permissions, or name another folder",
        f"{path}：无法写入（{reason}），已提交的内容未受影响",
    )


class WriterLock:
    """The lock of the one writer. Raises StoreError at once where another process holds it."""

    def __init__(self, path: Path) -> None:
        self.file: IO[str] | None = None
        try:
            self.file = (path / "lock").open("a+", encoding="utf-8")
            if fcntl is not None:
                fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.file.truncate(0)
            self.file.write(str(os.getpid()))
            self.file.flush()
        except BlockingIOError:
            assert self.file is not None
            self.file.seek(0)
            owner = self.file.read().strip() or "?"
            self.file.close()
            raise StoreError(
                f"{path}: another gongbao (process {owner}) is writing to this corpus; wait until it is done",
                f"{path}：另一个gongbao进程（{owner}）正在写入，请等待其完成",
            ) from None
        except OSError as error:
            if self.file is not None:
                self.file.close()
            raise unwritable(path, error) from error

    def release(self) -> None:
        """Let the next writer in."""
        if self.file is not None:
            self.file.close()
            self.file = None


@dataclass(slots=True)
class Reader:
    """A view of a corpus: `store` stays as it is while writers go on. Close it, or use it in a `with`."""

    store: ox.Store
    base: str
    held: list[IO[str]] = field(default_factory=list)

    def close(self) -> None:
        """Give the view back, so that it may be removed once a newer one is there."""
        for file in self.held:
            file.close()
        self.held.clear()

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def open_reader(path: Path) -> Reader:
    """Open the newest view of a corpus for reading; a writer may be at work. Raises StoreError."""
    base = base_of(path)
    with suppress(StoreError, OSError):
        _publish_what_a_killed_writer_left(path)
    for _attempt in range(20):
        view = _current(path)
        held: list[IO[str]] = []
        try:
            if view is not None:
                held += _hold(view)
            if view is not None and not view.is_dir():
                raise FileNotFoundError(view)
            return Reader(_open_view(path, view), base, held)
        except FileNotFoundError:  # a newer view took its place in between
            for file in held:
                file.close()
    raise StoreError(f"{path}: its views change too fast to be read; try again", f"{path}：视图变化过快，请重试")


def _hold(view: Path) -> list[IO[str]]:
    """Lock a view against removal; where nothing can be written, nothing can be removed either."""
    if fcntl is None:
        return []
    try:
        file = view.with_name(f"{view.name}.lock").open("a+", encoding="utf-8")
    except OSError:
        return []
    fcntl.flock(file, fcntl.LOCK_SH)
    return [file]


def _open_view(path: Path, view: Path | None) -> ox.Store:
    if view is None:
        if not (path / "data").is_dir():
            return ox.Store()
        view = path / "data"
    try:
        return ox.Store.read_only(str(view))
    except OSError as error:
        if not view.is_dir():
            raise FileNotFoundError(view) from error
        raise StoreError(
            f"{path}: the database cannot be opened ({error}); if files were changed by hand, restore a copy",
            f"{path}：数据库无法打开（{error}）",
        ) from error


def _current(path: Path) -> Path | None:
    try:
        return path / "views" / (path / "views" / "current").read_text("utf-8").strip()
    except FileNotFoundError:
        return None


def _publish_what_a_killed_writer_left(path: Path) -> None:
    if not (path / "changed").exists():
        return
    lock = WriterLock(path)
    try:
        publish(path, ox.Store(str(path / "data")))
    finally:
        lock.release()


def mark_changed(path: Path) -> None:
    """Note that the database is newer than its newest view."""
    (path / "changed").touch()


def publish(path: Path, store: ox.Store) -> None:
    """Make a view of the database as it is now, the newest for readers, and remove older ones that nobody reads."""
    views = path / "views"
    views.mkdir(exist_ok=True)
    numbers = [int(entry.name) for entry in views.iterdir() if entry.name.isdigit()]
    made = views / "new"
    shutil.rmtree(made, ignore_errors=True)
    store.backup(str(made))
    name = str(max(numbers, default=0) + 1)
    made.rename(views / name)
    replace_text(views / "current", name)
    (path / "changed").unlink(missing_ok=True)
    for number in numbers:
        _remove_view(views, str(number))


def _remove_view(views: Path, name: str) -> None:
    lock = views / f"{name}.lock"
    try:
        with lock.open("a+", encoding="utf-8") as file:
            if fcntl is not None:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(views / name, ignore_errors=True)
            lock.unlink(missing_ok=True)
    except OSError:
        return  # somebody reads it; the next publishing tries again
