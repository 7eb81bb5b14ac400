"""The XML of office files as a stream of elements: no entities, no more than a report has, each let go once it is used; and their tables."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from gongbao.errors import UnsupportedInput
from gongbao.read import limits
from gongbao.read.grid import told
from gongbao.read.raw import whole

_SPANNED = 1_000_000  # columns that all cells of a table may span beside their own; further ones span none
_PIECE = 1 << 16


def elements(
    data: bytes, name: str, wanted: Collection[str], skipped: Collection[str] = (), begun: Collection[str] = ()
) -> Iterator[Element]:
    """Yield the outermost elements of the names `wanted`, each with all that is in it but what is `skipped`.

    Those of the names `begun`, which stand around them, are yielded before what is in them, and empty. Tags and attributes
    have no prefixes. A DTD is refused, since office programs write none and entities are only of use to attackers.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    tree = _Tree(name, *map(frozenset, (wanted, skipped, begun)))
    parser.StartElementHandler = tree.start
    parser.EndElementHandler = tree.end
    parser.CharacterDataHandler = tree.data
    parser.StartDoctypeDeclHandler = tree.doctype
    with whole(name, "XML", "文件", expat.ExpatError, LookupError, ValueError):  # also an encoding that XML cannot have
        for at in range(0, max(1, len(data)), _PIECE):
            parser.Parse(data[at : at + _PIECE], at + _PIECE >= len(data))
            if tree.count > limits.MAX_XML_ELEMENTS or tree.held > limits.MAX_XML_HELD:
                raise tree.beyond()
            yield from tree.done
            tree.done.clear()


def outermost(element: Element, tags: Collection[str]) -> Iterator[Element]:
    """Yield what has one of the tags in an element, whatever stands around it."""
    for child in element:
        if child.tag in tags:
            yield child
        else:
            yield from outermost(child, tags)


@dataclass(frozen=True, slots=True)
class Parts:
    """How a word processor calls the parts of its tables, the text of a paragraph, and the columns that a cell has."""

    table: str
    row: str
    cells: frozenset[str]
    paragraphs: frozenset[str]
    text: Callable[[Element], str]
    columns: Callable[[Element], int]


def table_lines(table: Element, parts: Parts, above: str) -> list[str]:
    """Return the lines of a table, those of a table in it where it stands; `above` is the line over it.

    The paragraphs of a cell are joined.
    """
    lines = [above]
    rows: list[list[list[str]]] = []
    left = _SPANNED
    for row in outermost(table, {parts.row}):
        rows.append([])
        for cell in outermost(row, parts.cells):
            rows[-1].append([])
            for block in outermost(cell, {parts.table, *parts.paragraphs}):
                if block.tag == parts.table:
                    lines += told(_joined(rows), lines[-1])
                    lines += table_lines(block, parts, lines[-1])
                    rows = [[[]]]
                else:
                    rows[-1][-1].append(parts.text(block))
            spanned = min(parts.columns(cell) - 1, left)
            left -= spanned
            rows[-1] += [[] for _ in range(spanned)]
    return [*lines[1:], *told(_joined(rows), lines[-1])]


def _joined(rows: list[list[list[str]]]) -> list[list[str]]:
    """Return rows of the texts of cells, those without any left out."""
    joined = (["".join(cell).replace("\n", "").strip() for cell in row] for row in rows)
    return [row for row in joined if any(row)]


class _Tree:
    """The element that is open, with what is not passed over in it, and those that have ended since they were last taken."""

    def __init__(self, name: str, wanted: frozenset[str], skipped: frozenset[str], begun: frozenset[str]) -> None:
        self.name, self.wanted, self.skipped, self.begun = name, wanted, skipped, begun
        self.done: list[Element] = []
        self.builder = TreeBuilder()
        self.depth = 0  # of elements in the open one
        self.count = self.held = self.passed = 0  # elements so far, those held, how deep inside of what is skipped

    def start(self, written: str, attributes: dict[str, str]) -> None:
        tag = _local(written)
        self.count += 1
        if self.passed or tag in self.skipped:
            self.passed += 1
        elif self.depth or tag in self.wanted:
            self.held = self.held + 1 if self.depth else 1
            self.depth += 1
            self.builder.start(tag, {_local(key): value for key, value in attributes.items()})
            if self.depth > limits.MAX_XML_DEPTH:
                raise self.beyond()
        elif tag in self.begun:
            self.done.append(Element(tag, {_local(key): value for key, value in attributes.items()}))

    def beyond(self) -> UnsupportedInput:
        """Return the error for a file of more elements than are read."""
        most, held, depth = limits.MAX_XML_ELEMENTS, limits.MAX_XML_HELD, limits.MAX_XML_DEPTH
        return UnsupportedInput("too many XML elements", name=self.name, most=most, held=held, depth=depth)

    def end(self, written: str) -> None:
        if self.passed:
            self.passed -= 1
        elif self.depth:
            self.depth -= 1
            self.builder.end(written)
            if not self.depth:
                self.done.append(self.builder.close())
                self.builder = TreeBuilder()

    def data(self, text: str) -> None:
        if self.depth and not self.passed:
            self.builder.data(text)

    def doctype(self, *_declared: object) -> None:
        raise UnsupportedInput("declares XML entities", name=self.name)


def number(written: str, default: int = 0) -> int:
    """Return a whole number of an office file, the default for what is none, or has more than eight digits."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 9 else default


def _local(name: str) -> str:
    return name.rpartition(":")[2]
