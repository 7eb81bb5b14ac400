"""RTF: paragraphs and tables in their order, a text box above the paragraph that it is anchored in, notes at the end.

Of the headers only that of the first page is read. What was deleted with tracking on, or is hidden, is left out.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from gongbao.errors import InputError
from gongbao.read import grid
from gongbao.read.raw import Found, Raw
from gongbao.text import tsv

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|[\r\n\0]+|([^\\{}\r\n\0]+)", re.S
)
_WORDS = dict(tsv.rows("gongbao.read", "rtf.tsv"))  # what is skipped, and the characters that words stand for
_SKIPPED = frozenset(word for word, what in _WORDS.items() if what == "skipped")
_CHARACTERS = {word: chr(int(what, 16)) for word, what in _WORDS.items() if word not in _SKIPPED}
_LOOKED_INTO = frozenset(["shpinst", "nesttableprops", "shptxt", "footnote"])
"""Destinations that programs may ignore and that hold text, or the ends of the rows of inner tables."""

_SYMBOLS = {b"~": " ", b"_": "-", b"{": "{", b"}": "}", b"\\": "\\", b"\t": " "}
_ENDS = frozenset(["par", "sect", "page", "cell", "row", "nestcell", "nestrow", "trowd", "cellx"])
_CHARSETS = {0: "", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950"}
_FONT = re.compile(rb"\\f(\d{1,5})\b[^;{}]{0,200}?\\fcharset(\d{1,3})")
_DEEPEST, _WIDEST, _NEAR = 10_000, 60, 60  # groups in groups, columns, and twips by which the edges of one differ


@dataclass(slots=True)
class _Flow:
    """Lines in the making: of the body, of a text box, of the notes, of the header of the first page."""

    lines: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    rows: list[tuple[list[str], list[int]]] = field(default_factory=list)
    inner_cells: list[str] = field(default_factory=list)
    inner_rows: list[tuple[list[str], list[int]]] = field(default_factory=list)
    edges: list[int] = field(default_factory=list)
    in_table: bool = False

    def take(self) -> str:
        """Return the text since the last mark, and forget it."""
        text = "".join(self.parts).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        self.parts.clear()
        return text

    def end(self, what: str, edge: int = 0) -> None:
        """End a paragraph, a cell, a row; or what a row says of its cells: that it begins, and the right edge of each."""
        if what == "trowd":
            self.edges = []
        elif what == "cellx":
            self.edges.append(edge)
        elif what == "nestcell":
            self.inner_cells.append(_one_line(self.take()))
        elif what == "nestrow":
            self.inner_rows.append((self.inner_cells, self.edges))
            self.inner_cells = []
        elif what == "cell":
            self.cells.append(_one_line(self.take()))
        elif what == "row":
            self.rows.append((self.cells, self.edges))
            self.cells = []
            if self.inner_rows:
                self.tell()
        elif not self.in_table:
            self.tell()
            self.lines += filter(None, (line.strip() for line in self.take().split("\n")))

    def tell(self) -> None:
        """Tell the rows of the table so far, then those of the table in it."""
        for rows in (self.rows, self.inner_rows):
            self.lines += grid.told(_placed(rows), self.lines[-1] if self.lines else "")
            rows.clear()

    def done(self) -> list[str]:
        """Return the lines, with what is still open."""
        if self.cells:
            self.end("row")
        self.in_table = False
        self.end("par")
        return self.lines


def _placed(rows: list[tuple[list[str], list[int]]]) -> list[list[str]]:
    """Return rows with their cells below each other, by their right edges in twips; as they are where those do not fit."""
    columns = max((edges for _, edges in rows), key=len, default=[])
    found = []
    for cells, edges in rows if len(columns) <= _WIDEST else ():
        ends = [next((n for n, column in enumerate(columns) if abs(column - edge) <= _NEAR), -1) for edge in edges]
        if -1 in ends or len(cells) != len(edges) or len({*ends}) < len(ends):
            break
        begins = dict(zip([0, *(n + 1 for n in ends)], cells, strict=False))
        found.append([begins.get(n, "") for n in range(len(columns))])
    return found if len(found) == len(rows) else [cells for cells, _ in rows]


def _one_line(text: str) -> str:
    return text.replace("\n", "").strip()


@dataclass(frozen=True, slots=True)
class _State:
    """What holds inside of a group: where its text goes (nowhere if it is skipped), in which encoding."""

    flow: _Flow | None
    encoding: str
    unicode_skip: int = 1
    hidden: bool = False
    starred: bool = False
    own: str = ""
    """The destination that the group opened, whose flow ends with it."""


def extract(data: bytes, name: str) -> Found:
    """Yield the one report of an RTF file. Raises InputError where it is broken."""
    reader = _Reader(data, name)
    yield Raw("\n".join(reader.lines()), name)


class _Reader:
    def __init__(self, data: bytes, name: str) -> None:
        self.data, self.name = data, name
        self.body, self.first, self.notes = _Flow(), _Flow(), _Flow()
        self.fonts = {int(font): _CHARSETS.get(int(charset), "") for font, charset in _FONT.findall(data[:1_000_000])}
        self.page = "cp1252"
        self.state = _State(self.body, "cp1252")
        self.stack: list[_State] = []
        self.bytes = bytearray()
        self.skip = 0  # characters that stand for a Unicode one where that is unknown
        self.jump = 0  # raw bytes of pictures

    def lines(self) -> list[str]:
        """Read the file."""
        for word, number, code, symbol, brace, plain in self._tokens():
            if code or plain:
                self._plain(bytes.fromhex(code.decode()) if code else plain)
                continue
            self._flush()
            if brace == b"{":
                self._open()
            elif brace:
                self._close()
                if not self.stack:
                    break
            elif word:
                self._word(word.decode("ascii"), int(number) if number else None)
            elif symbol == b"*":
                self.state = replace(self.state, starred=True)
            elif symbol in _SYMBOLS:
                self._say(_SYMBOLS[symbol])
        self._flush()
        return [*self.first.done(), *self.body.done(), *self.notes.done()]

    def _tokens(self) -> Iterator[tuple[bytes, ...]]:
        at = 0
        while match := _TOKEN.match(self.data, at):
            yield match.groups(b"")
            at, self.jump = match.end() + self.jump, 0

    def _open(self) -> None:
        if len(self.stack) > _DEEPEST:
            raise InputError("groups nested too deep", name=self.name)
        self.stack.append(self.state)
        self.state = replace(self.state, own="", starred=False)
        self.skip = 0

    def _close(self) -> None:
        flow, own = self.state.flow, self.state.own
        self.skip = 0
        if self.stack:
            self.state = self.stack.pop()
        outer = self.state.flow
        if own == "shptxt" and flow is not None and outer is not None:
            outer.lines += flow.done()
        elif own == "footnote" and flow is not None:
            flow.end("par")

    def _plain(self, written: bytes) -> None:
        """Take up bytes of text, without those that only stand for a Unicode character."""
        skipped = min(self.skip, len(written))
        self.skip -= skipped
        self.bytes += written[skipped:]

    def _flush(self) -> None:
        if self.bytes:
            text = self.bytes.decode(self.state.encoding, "replace")
            self.bytes.clear()
            self._say(text)

    def _say(self, text: str) -> None:
        if self.state.flow is not None and not self.state.hidden:
            self.state.flow.parts.append(text)

    def _word(self, word: str, number: int | None) -> None:
        if word != "u":
            self.skip = 0
        if word in _SKIPPED or self.state.starred:
            self.state = replace(self.state, starred=False)
            if word not in _LOOKED_INTO:
                self.state = replace(self.state, flow=None)
                return
        flow = self.state.flow
        if word in ("bin", "ansicpg", "f", "uc", "plain", "v", "deleted", "footnote", "headerf", "shptxt"):
            self._change(word, number)
        elif flow is None:
            return
        elif word == "u" and number is not None:
            self._say(chr(number % 0x10000))
            self.skip = self.state.unicode_skip
        elif word in _CHARACTERS:
            self._say(_CHARACTERS[word])
        elif word in _ENDS:
            flow.end(word, number or 0)
        elif word in ("pard", "intbl"):
            flow.in_table = word == "intbl"

    def _change(self, word: str, number: int | None) -> None:
        """Change what holds inside of the group."""
        state = self.state
        if word == "bin":
            self.jump = max(0, number or 0)
        elif word == "ansicpg":
            self.page = _known(f"cp{number}")
            self.state = replace(state, encoding=self.page)
        elif word == "f":
            self.state = replace(state, encoding=self.fonts.get(number or 0) or self.page)
        elif word == "uc":
            self.state = replace(state, unicode_skip=max(0, min(number or 0, 16)))
        elif word in ("v", "deleted", "plain"):
            self.state = replace(state, hidden=word != "plain" and number != 0)
        elif state.flow is not None:
            flow = {"footnote": self.notes, "headerf": self.first}.get(word) or _Flow()
            self.state = replace(state, flow=flow, own=word)


def _known(encoding: str) -> str:
    try:
        codecs.lookup(encoding)
    except LookupError:
        return "cp1252"
    return "gb18030" if encoding == "cp936" else encoding
