"""Texts as training reads them: annotated (gongbao's JSON gold, BIO (CoNLL), JSON Lines of doccano and Label Studio) or plain.

Whatever does not fit is refused by file, line and reason; nothing is mended silently.
"""

import hashlib
import json
import lzma
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NoReturn

from gongbao.errors import GoldError, close_matches
from gongbao.text.punctuation import unwrapped

Span = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Example:
    """One annotated text: `name` decides which part it belongs to (`part`); spans are sorted, half-open code points, without overlaps."""

    name: str
    text: str
    spans: tuple[Span, ...]

    def bare(self) -> Iterator[Span]:
        """Yield the spans without the marks that wrap them; what is nothing but marks is left out."""
        for first, behind, kind in self.spans:
            start, end = unwrapped(self.text, first, behind)
            if start < end:
                yield start, end, kind


def load(paths: Sequence[Path], classes: frozenset[str]) -> list[Example]:
    """Read files and folders of annotated texts in order. Raises GoldError: file, line, reason.

    A folder holds NAME.json with text/NAME.txt beside it or in `text` next to the folder, and files of the other forms.
    """
    examples = [example for path in paths for file in _files(path) for example in _read(file, classes)]
    if not examples:
        raise GoldError("no annotated texts there", paths=paths)
    return examples


def plain_texts(paths: Sequence[Path]) -> list[str]:
    """Read unlabelled texts in order: .txt, JSON Lines with a `text` each (packed with xz or not), and folders of them.

    Empty texts are left out. Raises GoldError: file, line, reason.
    """
    found = [text for path in paths for file in _plain_files(path) for text in _plain(file) if text.strip()]
    if not found:
        raise GoldError("no texts there", paths=paths)
    return found


def part(name: str) -> Literal["train", "calibrate", "test"]:
    """Return the part that a text belongs to, by a hash of its name: a fifth tests, a twentieth calibrates."""
    number = int(hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8], 16)
    return "test" if number % 5 == 0 else "calibrate" if number % 20 == 1 else "train"


@dataclass(frozen=True, slots=True)
class _Place:
    """A line of a file (0: the file as a whole)."""

    path: Path
    line: int = 0

    @property
    def name(self) -> str:
        """What a text of this line is called."""
        return f"{self.path.stem}:{self.line}"

    def wrong(self, message: str, **given: Any) -> NoReturn:
        """Say what is wrong and what to do."""
        told = GoldError(message, **given)
        if not self.line:
            raise GoldError("a file is wrong", file=self.path, told=told)
        raise GoldError("a line of a file is wrong", file=self.path, line=self.line, told=told)


Marked = tuple[_Place, Example]


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(p for p in path.iterdir() if p.suffix in _READERS)
    if not path.exists():
        _Place(path).wrong("no file of annotated texts")
    if path.suffix not in _READERS:
        _Place(path).wrong("no form of annotated texts", suffix=repr(path.suffix), forms=[*_READERS])
    return [path]


def _read(path: Path, classes: frozenset[str]) -> Iterator[Example]:
    for place, example in _READERS[path.suffix](path, _content(path)):
        _check(place, example, classes)
        yield Example(example.name, example.text, tuple(sorted(example.bare())))


def _content(path: Path) -> str:
    try:
        data = path.read_bytes()
        content = (lzma.decompress(data) if path.suffix == ".xz" else data).decode("utf-8-sig")
    except (OSError, lzma.LZMAError, UnicodeDecodeError) as error:
        _Place(path).wrong("no text in UTF-8", error=error)
    return content.replace("\r\n", "\n").replace("\r", "\n")


def _plain_files(path: Path) -> list[Path]:
    ends = (".txt", ".jsonl", ".jsonl.xz")
    if path.is_dir():
        return sorted(file for file in path.rglob("*") if file.name.endswith(ends))
    if not path.name.endswith(ends):
        _Place(path).wrong("no form of unlabelled texts")
    return [path]


def _plain(path: Path) -> Iterator[str]:
    content = _content(path)
    if path.suffix == ".txt":
        yield content
        return
    for number, line in enumerate(content.split("\n"), 1):
        if line.strip():
            item = _json(place := _Place(path, number), line)
            if not isinstance(item, dict) or not isinstance(item.get("text"), str):
                place.wrong("no object with a text")
            yield item["text"]


def _gold(path: Path, content: str) -> Iterator[Marked]:
    """NAME.json, with its text at text/NAME.txt beside it or beside its folder."""
    place = _Place(path)
    marked = _json(place, content)
    beside = [folder / "text" / f"{path.stem}.txt" for folder in (path.parent, path.parent.parent)]
    text = next((p for p in beside if p.is_file()), None)
    if text is None:
        place.wrong("its text is missing", path=beside[0])
    if not isinstance(marked, dict) or not isinstance(marked.get("mentions"), list):
        place.wrong("no list of mentions")
    spans = [_span(place, mention, "start", "end", "type") for mention in marked["mentions"]]
    yield place, Example(path.stem, _content(text), tuple(spans))


def _lines(path: Path, content: str) -> Iterator[Marked]:
    """JSON Lines: doccano (`text`, `label` or `labels` or `entities`) or Label Studio (`data`, `annotations`)."""
    for number, line in enumerate(content.split("\n"), 1):
        if not line.strip():
            continue
        place = _Place(path, number)
        item = _json(place, line)
        if not isinstance(item, dict):
            place.wrong("no JSON object")
        text, spans = _label_studio(place, item) if isinstance(item.get("data"), dict) else _doccano(place, item)
        if not isinstance(text, str):
            place.wrong("it has no text")
        yield place, Example(place.name, text, tuple(spans))


def _doccano(place: _Place, item: dict[str, Any]) -> tuple[Any, list[Span]]:
    given = next((item[key] for key in ("label", "labels", "entities") if isinstance(item.get(key), list)), None)
    if given is None:
        place.wrong("none of the lists of spans")
    spans = [
        _span(place, span, "start_offset", "end_offset", "label") if isinstance(span, dict) else _triple(place, span)
        for span in given
    ]
    return item.get("text"), spans


def _label_studio(place: _Place, item: dict[str, Any]) -> tuple[Any, list[Span]]:
    given = item.get("annotations")
    if not isinstance(given, list) or not all(isinstance(a, dict) and isinstance(a.get("result"), list) for a in given):
        place.wrong("no list of annotations")
    done = [annotation for annotation in given if not annotation.get("was_cancelled")]
    if len(done) != 1:
        place.wrong("not one annotation", count=len(done))
    values = [result.get("value") for result in done[0]["result"] if isinstance(result, dict)]
    return item["data"].get("text"), [_labelled(place, v) for v in values if isinstance(v, dict) and "labels" in v]


def _labelled(place: _Place, value: dict[str, Any]) -> Span:
    match value["labels"]:
        case [str(kind)]:
            return _span(place, {**value, "labels": kind}, "start", "end", "labels")
    place.wrong("not one label", labels=repr(value["labels"]))


def _bio(path: Path, content: str) -> Iterator[Marked]:
    """One character or word and its tag a line (B-, I-, E-, S-, M-, O), texts parted by empty lines."""
    text: list[tuple[_Place, str, str, str]] = []
    for number, line in enumerate([*content.split("\n"), ""], 1):
        cells = re.split(r"[ \t]+", line.strip(" \t\r"))
        if cells == [""] or cells[0] == "-DOCSTART-":
            if text:
                yield text[0][0], Example(text[0][0].name, "".join(cell for _, cell, _, _ in text), tuple(_runs(text)))
            text = []
            continue
        place = _Place(path, number)
        mark, _, kind = cells[-1].partition("-")
        if len(cells) < 2 or mark not in ("O", "B", "I", "M", "E", "S") or (mark == "O") == bool(kind):
            place.wrong("no character with a tag", line=repr(line.strip()))
        text.append((place, cells[0], mark, kind))


def _runs(text: Sequence[tuple[_Place, str, str, str]]) -> Iterator[Span]:
    """Yield the spans that tags tell of; a tag that goes on from nothing is refused."""
    opened: tuple[int, str] | None = None
    at = 0
    for place, cell, mark, kind in text:
        goes_on = opened is not None and mark in ("I", "M", "E") and kind == opened[1]
        if mark in ("I", "M", "E") and not goes_on:
            place.wrong("a tag follows nothing", mark=mark, kind=kind)
        if opened and not goes_on:
            yield opened[0], at, opened[1]
            opened = None
        if mark in ("B", "S"):
            opened = (at, kind)
        at += len(cell)
        if opened and mark in ("E", "S"):
            yield opened[0], at, opened[1]
            opened = None
    if opened:
        yield opened[0], at, opened[1]


_READERS = {".json": _gold, ".jsonl": _lines, ".bio": _bio, ".conll": _bio}


def _json(place: _Place, content: str) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        place.wrong("no JSON to train on", error=error)


def _span(place: _Place, given: Any, start: str, end: str, kind: str) -> Span:
    if not isinstance(given, dict):
        place.wrong("a span is no object", span=repr(given), start=start, end=end, kind=kind)
    start = start if start in given else "start"
    end = end if end in given else "end"
    return _triple(place, [given.get(start), given.get(end), given.get(kind)])


def _triple(place: _Place, given: Any) -> Span:
    match given:
        case [int(start), int(end), str(kind)]:
            return start, end, kind
    place.wrong("a span is no triple", span=repr(given))


def _check(place: _Place, example: Example, classes: frozenset[str]) -> None:
    """Refuse spans that do not fit the text, unknown types, and overlaps."""
    held: Span | None = None
    for span in sorted(example.spans):
        start, end, kind = span
        if not 0 <= start < end <= len(example.text):
            place.wrong("a span is outside the text", start=start, end=end, length=len(example.text))
        if kind not in classes:
            close = close_matches(kind, sorted(classes)) or sorted(classes)
            place.wrong("an unknown type of span", kind=repr(kind), start=start, end=end, close=close)
        if held is not None and start < held[1]:
            place.wrong("spans overlap", first=held[0], behind=held[1], start=start, end=end)
        held = span
