"""Annotated texts as training reads them: gongbao's JSON gold, BIO (CoNLL), and JSON Lines of doccano and Label Studio.

Whatever does not fit is refused by file, line and reason; nothing is mended silently.
"""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NoReturn

from gongbao.errors import GoldError

WRAP = frozenset("“”‘’\"'《》「」『』〈〉()（） ")
"""Marks that wrap a name and belong to it or not: a span is taken without them."""

Span = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Example:
    """One annotated text: `name` says where it is from; spans are sorted, half-open code points, without overlaps."""

    name: str
    text: str
    spans: tuple[Span, ...]

    def bare(self) -> Iterator[Span]:
        """Yield the spans without the marks that wrap them; what is nothing but marks is left out."""
        for start, end, kind in self.spans:
            while start < end and self.text[start] in WRAP:
                start += 1
            while end > start and self.text[end - 1] in WRAP:
                end -= 1
            if start < end:
                yield start, end, kind


def load(paths: Sequence[Path], classes: frozenset[str]) -> list[Example]:
    """Read files and folders of annotated texts in order. Raises GoldError: file, line, reason.

    A folder holds NAME.json with text/NAME.txt beside it or in `text` next to the folder, and files of the other forms.
    """
    examples = [example for path in paths for file in _files(path) for example in _read(file, classes)]
    if not examples:
        raise GoldError(
            f"{', '.join(map(str, paths))}: no annotated texts there; give folders of NAME.json with text/NAME.txt, or "
            "files .bio, .conll, .jsonl",
            "没有标注文本；请给出含 NAME.json 与 text/NAME.txt 的文件夹，或 .bio、.conll、.jsonl 文件",
        )
    return examples


def part(name: str) -> Literal["train", "calibrate", "test"]:
    """Return the part that a text belongs to, by a hash of its name: a fifth tests, a twentieth calibrates."""
    number = int(hashlib.sha256(Path(name).stem.encode()).hexdigest()[:8], 16)
    return "test" if number % 5 == 0 else "calibrate" if number % 20 == 1 else "train"


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(p for p in path.iterdir() if p.suffix in _READERS)
    if path.suffix not in _READERS:
        _refuse(path, 0, f"no form of annotated texts ends with {path.suffix!r}", f"allowed: {', '.join(_READERS)}")
    return [path]


def _read(path: Path, classes: frozenset[str]) -> Iterator[Example]:
    try:
        content = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        _refuse(path, 0, str(error), "give a file in UTF-8")
    for line, example in _READERS[path.suffix](path, content):
        _check(path, line, example, classes)
        yield Example(example.name, example.text, tuple(sorted(example.bare())))


def _gold(path: Path, content: str) -> Iterator[tuple[int, Example]]:
    """NAME.json, with its text at text/NAME.txt beside it or beside its folder."""
    marked = _json(path, 1, content)
    places = [folder / "text" / f"{path.stem}.txt" for folder in (path.parent, path.parent.parent)]
    place = next((p for p in places if p.is_file()), None)
    if place is None:
        _refuse(path, 1, f"its text is missing: {places[0]}", "put the text there")
    if not isinstance(marked, dict) or not isinstance(marked.get("mentions"), list):
        _refuse(path, 1, "it has no list `mentions`", "see annotation in the documentation of `gongbao train`")
    spans = [_span(path, 1, m, "start", "end", "type") for m in marked["mentions"]]
    yield 1, Example(str(path), place.read_text("utf-8"), tuple(spans))


def _lines(path: Path, content: str) -> Iterator[tuple[int, Example]]:
    """JSON Lines: doccano (`text`, `label` or `labels` or `entities`) or Label Studio (`data`, `annotations`)."""
    for number, line in enumerate(content.splitlines(), 1):
        if not line.strip():
            continue
        item = _json(path, number, line)
        if not isinstance(item, dict):
            _refuse(path, number, "it is no JSON object", "write one object a line")
        yield number, Example(f"{path}:{number}", *_marked(path, number, item))


def _marked(path: Path, line: int, item: dict[str, Any]) -> tuple[str, tuple[Span, ...]]:
    if isinstance(item.get("data"), dict):
        text = item["data"].get("text")
        results = [r for a in item.get("annotations") or [{}] for r in a.get("result") or []]
        values = [r["value"] for r in results if isinstance(r.get("value"), dict) and r["value"].get("labels")]
        flat = [{**value, "labels": value["labels"][0]} for value in values]
        spans = [_span(path, line, value, "start", "end", "labels") for value in flat]
    else:
        text = item.get("text")
        given = next((item[key] for key in ("label", "labels", "entities") if isinstance(item.get(key), list)), None)
        if given is None:
            _refuse(path, line, "it has none of label, labels, entities, annotations", "export as JSONL with spans")
        spans = [
            _span(path, line, g, "start_offset", "end_offset", "label")
            if isinstance(g, dict)
            else _triple(path, line, g)
            for g in given
        ]
    if not isinstance(text, str):
        _refuse(path, line, "it has no text", "give the text as `text`")
    return text, tuple(spans)


def _bio(path: Path, content: str) -> Iterator[tuple[int, Example]]:
    """One character or word and its tag a line (B-, I-, E-, S-, M-, O), texts parted by empty lines."""
    pieces: list[str] = []
    spans: list[Span] = []
    opened: tuple[int, str] | None = None
    at = first = 0
    for number, line in enumerate([*content.splitlines(), ""], 1):
        cells = line.split()
        if not cells:
            if opened:
                spans.append((opened[0], at, opened[1]))
            if pieces:
                yield first, Example(f"{path}:{first}", "".join(pieces), tuple(spans))
            pieces, spans, opened, at = [], [], None, 0
            continue
        first = first if pieces else number
        mark, _, kind = cells[-1].partition("-")
        if len(cells) < 2 or mark not in ("O", "B", "I", "M", "E", "S") or (mark != "O" and not kind):
            _refuse(path, number, f"{line!r} is no character with a tag", "write 国 B-Place, 务 I-Place, 的 O")
        goes_on = opened is not None and mark in ("I", "M", "E") and kind == opened[1]
        if opened and not goes_on:
            spans.append((opened[0], at, opened[1]))
            opened = None
        if mark in ("I", "M", "E") and not goes_on:
            _refuse(path, number, f"{cells[-1]} follows no B-{kind}", "begin a name with B- or S-")
        if mark in ("B", "S"):
            opened = (at, kind)
        pieces.append(cells[0])
        at += len(cells[0])


_READERS = {".json": _gold, ".jsonl": _lines, ".bio": _bio, ".conll": _bio}


def _json(path: Path, line: int, content: str) -> Any:
    try:
        return json.loads(content)
    except ValueError as error:
        _refuse(path, line, f"it is no JSON: {error}", "write one object")


def _span(path: Path, line: int, given: Any, start: str, end: str, kind: str) -> Span:
    if not isinstance(given, dict):
        _refuse(path, line, f"a span is no object: {given!r}", f"give {start}, {end}, {kind}")
    start = start if start in given else "start"
    end = end if end in given else "end"
    return _triple(path, line, [given.get(start), given.get(end), given.get(kind)])


def _triple(path: Path, line: int, given: Any) -> Span:
    match given:
        case [int(start), int(end), str(kind)]:
            return start, end, kind
    _refuse(path, line, f"a span is not [start, end, type]: {given!r}", "give two whole numbers and a type")


def _check(path: Path, line: int, example: Example, classes: frozenset[str]) -> None:
    """Refuse spans that do not fit the text, unknown types, and overlaps."""
    held: Span | None = None
    for span in sorted(example.spans):
        start, end, kind = span
        if not 0 <= start < end <= len(example.text):
            _refuse(
                path, line, f"span {start}–{end} is not inside the text of {len(example.text)} characters", _OFFSETS
            )
        if kind not in classes:
            close = difflib.get_close_matches(kind, sorted(classes), n=3) or sorted(classes)
            _refuse(path, line, f"unknown type {kind!r} at {start}–{end}", f"close matches: {', '.join(close)}")
        if held is not None and start < held[1]:
            _refuse(path, line, f"spans {held[0]}–{held[1]} and {start}–{end} overlap", "mark the outermost name only")
        held = span


_OFFSETS = "give half-open offsets in Unicode code points"


def _refuse(path: Path, line: int, what: str, do: str) -> NoReturn:
    place = f"{path}, line {line}" if line else str(path)
    raise GoldError(f"{place}: {what}; {do}", f"{place}：标注有误：{what}；{do}")
