"""Write files so that they are whole or absent: beside the target first, then renamed."""

import os
import re
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path, PurePath

import pyoxigraph as ox

from gongbao.errors import OutputError, UsageError

_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)", re.IGNORECASE)
"""Names that are no files on Windows, whatever ending follows."""


def write_atomic(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Write `content`, whole or in pieces, to `path`, replacing it in one step.

    Raises OutputError; nothing is left behind then.
    """
    temporary: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".gongbao-", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.writelines((content,) if isinstance(content, bytes) else content)
        mask = os.umask(0)
        os.umask(mask)
        Path(temporary).chmod(0o666 & ~mask)
        replace(Path(temporary), path)
    except BaseException as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        if not isinstance(error, OSError):
            raise
        raise OutputError("cannot be written there", path=path, error=error) from error


def spare(path: Path, *, page: bool = False) -> None:
    """See to it that nothing is written over a user's file that is called so, and no page to .txt. Raises OutputError, UsageError."""
    from gongbao.read.results import is_result  # with all that reads reports, which few who write need

    if page and path.suffix != ".html":
        raise UsageError("its ending says no format", output=path, listed=".html")
    if path.suffix in (".html", ".json", ".ttl", ".trig") and path.exists() and not is_result(path):
        raise OutputError("it is there and not of gongbao", path=path)


def replace(made: Path, path: Path) -> None:
    """Put what was made in the place of `path`; Windows refuses while that is open, so there it is tried for a second."""
    for pause in (0.01, 0.1, 0.3, 0.6) if os.name == "nt" else ():
        try:
            made.replace(path)
            return
        except PermissionError:
            time.sleep(pause)
    made.replace(path)


def sync(path: Path) -> None:
    """Have the disk keep a file's content, or a folder's names."""
    windows = os.name == "nt"
    if windows and path.is_dir():
        return  # which Windows keeps by itself, and cannot open
    number = os.open(path, os.O_RDWR if windows else os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def safe_stem(source: str) -> str:
    """Return a file stem for a report's source: its last part, without what paths, shells and Windows trip over."""
    stem = PurePath(source.replace("\\", "/")).name
    stem = stem.rsplit(".", 1)[0] if "." in stem.strip(".") else stem
    cleaned = re.sub(r"[^\w.·、（）-]+", "_", stem).strip("._-")
    while len(cleaned.encode()) > 200:
        cleaned = cleaned[:-1]
    return _DEVICE.sub(r"\1_", cleaned) if _DEVICE.match(cleaned) else cleaned or "report"


def _of_another(path: Path, source: str) -> bool:
    """Say whether a graph that gongbao wrote there is of a report whose file is called otherwise."""
    with suppress(OSError), path.open("rb") as file:
        lines = (line for line in file if line.startswith(b"\tgb:source "))
        return next(lines, own := f"\tgb:source {ox.Literal(source)} ;\n".encode()) != own
    return False


def free_stem(source: str, taken: set[str], folder: Path) -> str:
    """A file stem for a source: its own, or with -2, -3 … where another report of this run, or of the folder, has it; now taken."""
    stem = safe_stem(source)
    number, name = 1, stem
    while name.lower() in taken or _of_another(folder / f"{name}.ttl", PurePath(source).name):
        number += 1
        name = f"{stem}-{number}"
    taken.add(name.lower())
    return name
