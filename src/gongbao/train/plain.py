"""Unlabelled texts: .txt files, JSON Lines with a `text` each (packed with xz or not), and folders of them."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator, Sequence
from pathlib import Path

from gongbao.errors import GoldError

_ENDS = (".txt", ".jsonl", ".jsonl.xz")


def texts(paths: Sequence[Path]) -> list[str]:
    """Read files and folders in order; empty texts are left out. Raises GoldError: file, line, reason."""
    found = [text for path in paths for file in _files(path) for text in _read(file) if text.strip()]
    if not found:
        raise _wrong(", ".join(map(str, paths)), "no texts there", "没有文本")
    return found


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(file for file in path.rglob("*") if file.name.endswith(_ENDS))
    if not path.name.endswith(_ENDS):
        raise _wrong(str(path), "no form of unlabelled texts", "不支持的格式")
    return [path]


def _read(path: Path) -> Iterator[str]:
    try:
        data = path.read_bytes()
        content = (lzma.decompress(data) if path.suffix == ".xz" else data).decode("utf-8-sig")
    except (OSError, lzma.LZMAError, UnicodeDecodeError) as error:
        raise _wrong(str(path), str(error), "无法读取") from error
    if path.suffix == ".txt":
        yield content.replace("\r\n", "\n")
        return
    for number, line in enumerate(content.split("\n"), 1):
        if line.strip():
            yield _text(f"{path}, line {number}", line)


def _text(place: str, line: str) -> str:
    try:
        item = json.loads(line)
    except ValueError as error:
        raise _wrong(place, f"it is no JSON: {error}", "不是 JSON") from error
    if not isinstance(item, dict) or not isinstance(item.get("text"), str):
        raise _wrong(place, "it is no object with a `text`", "没有 text 字段")
    return str(item["text"])


def _wrong(place: str, what: str, zh: str) -> GoldError:
    forms = "UTF-8 .txt, .jsonl or .jsonl.xz with `text`, or folders of them"
    return GoldError(
        f"{place}: {what}; give {forms}", f"{place}：{zh}；请给出 UTF-8 的 .txt、含 text 的 .jsonl(.xz) 或其文件夹"
    )
