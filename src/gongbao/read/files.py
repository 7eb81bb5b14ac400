"""Files to documents: formats by name and first bytes, limits of size, one clear line where it cannot be read."""

from __future__ import annotations

from pathlib import Path

from gongbao.errors import InputError, UnsupportedInput
from gongbao.model import Document
from gongbao.ontology import Ontology
from gongbao.read import limits
from gongbao.read.decode import decode
from gongbao.read.plain import from_text


def read_file(path: str | Path, *, ontology: Ontology) -> tuple[Document, ...]:
    """Read the reports of one file, in their order. Raises InputError, naming the file, where it cannot be read."""
    path = Path(path)
    return read_bytes(load_bytes(path), str(path), ontology=ontology)


def load_bytes(path: Path) -> bytes:
    """Return what is in a file; a file beyond the limits is refused before it is opened."""
    try:
        if path.is_dir():
            raise InputError(f"{path}: a folder; name its files, or use a pattern", f"{path}：是文件夹，请指明文件")
        size = path.stat().st_size
        if size > limits.MAX_BINARY_BYTES:
            raise UnsupportedInput(
                f"{path}: {size} bytes; at most {limits.MAX_BINARY_BYTES} are read: split the file",
                f"{path}：{size}字节，上限{limits.MAX_BINARY_BYTES}字节，请拆分文件",
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{path}: no such file", f"{path}：没有这个文件") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{path}: cannot be read: {reason}", f"{path}：无法读取：{reason}") from error


def read_bytes(data: bytes, name: str, *, ontology: Ontology) -> tuple[Document, ...]:
    """Read the reports in the bytes of a file called `name`."""
    if len(data) > limits.MAX_TEXT_BYTES:
        raise UnsupportedInput(
            f"{name}: {len(data)} bytes of text; at most {limits.MAX_TEXT_BYTES} are read: split the file",
            f"{name}：{len(data)}字节，上限{limits.MAX_TEXT_BYTES}字节，请拆分文件",
        )
    return (from_text(decode(data, name), name, ontology=ontology),)
