"""DOCX: paragraphs and tables in their order, with the numbers that Word makes (一、, （一）), then the notes.

Of headers and footers only the header of the first page is read, where the others have another: a letterhead stands there.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from xml.etree.ElementTree import Element

from gongbao.read.archive import open_archive, read_member
from gongbao.read.office_xml import Parts, elements, number, table_lines
from gongbao.read.raw import Found, Raw

_SKIPPED = frozenset({"moveFrom", "pPrChange", "rPrChange", "Fallback", "oMath", "rt"})
"""What stood elsewhere, what older programs show, formulas, whose lines say what is over what, and how words are pronounced."""

_UNSEEN = {"r": "rPr/vanish", "sdt": "sdtPr/showingPlcHdr"}  # words that are hidden, or only ask for a text
_BLOCKS = frozenset({"p", "tbl", "sectPr"})
_MARKS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}

_CHINESE = frozenset(
    ["chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand", "ideographDigital"]
)
_DIGITS = "〇一二三四五六七八九"
_LEVELS = 9
_STYLES = 20_000  # styles that are known; Word knows no more than some thousands
_WIDEST, _PATTERN_CHARS = 60, 60  # columns that one cell may span, and what is used of the pattern of a label


@dataclass(slots=True)
class _Numbering:
    """The lists of the document: for each list and level its pattern, format and running number."""

    patterns: dict[str, dict[int, tuple[str, str, int]]] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)

    def label(self, number_id: str, level: int) -> str:
        """Count one paragraph of a list and return the label that Word shows before it."""
        levels = self.patterns.get(number_id, {})
        if level not in levels:
            return ""
        counts = self.counters.setdefault(number_id, {})
        counts[level] = counts.get(level, levels[level][2] - 1) + 1
        for deeper in [known for known in counts if known > level]:
            del counts[deeper]

        def counted(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            _text, style, first = levels.get(at, ("", "decimal", 1))
            return _spell(counts.get(at, first), style)

        pattern, style, _first = levels[level]
        return "" if style in ("bullet", "none") else re.sub(r"%(\d)", counted, pattern)


def extract(data: bytes, name: str) -> Found:
    """Yield the one report of a DOCX file. Raises UnsupportedInput beyond the limits, InputError where it is broken."""
    archive = open_archive(data, name)
    document = read_member(archive, "word/document.xml", name)
    members = frozenset(archive.namelist())

    def parts(member: str, wanted: Collection[str]) -> Iterator[Element]:
        if (path := f"word/{member}") in members:
            yield from elements(read_member(archive, path, name), name, wanted, _SKIPPED)

    lists = _numbering(parts("numbering.xml", {"abstractNum", "num"}))
    styles = islice(parts("styles.xml", {"style"}), _STYLES)
    text = _Text(lists, {style.get("styleId", ""): _listed(style) for style in styles})
    text.take(elements(document, name, _BLOCKS, _SKIPPED))
    lines = text.lines
    if text.header:
        relations = parts("_rels/document.xml.rels", {"Relationship"})
        targets = {part.get("Id"): part.get("Target", "") for part in relations}
        above = _Text(_Numbering(), text.styles)
        above.take(parts(targets.get(text.header, ""), _BLOCKS))
        lines = above.lines + lines
    for notes in ("footnotes.xml", "endnotes.xml"):
        text.take(parts(notes, _BLOCKS))
    yield Raw("\n".join(lines), name)


def _value(element: Element | None, default: str = "") -> str:
    return element.get("val", default) if element is not None else default


def _is_on(element: Element | None) -> bool:
    return element is not None and _value(element, "1") not in ("0", "false", "off")


class _Text:
    """The lines of a document: one for each paragraph, and for each row of a table.

    A text box has lines of its own, above those of the paragraph that it is anchored in.
    """

    def __init__(self, numbering: _Numbering, styles: Mapping[str, Mapping[str, str]]) -> None:
        self.numbering = numbering
        self.styles = styles
        self.lines: list[str] = []
        self.header: str | None = None
        """The id of the header that only the first page of the first section has, empty if there is none."""

    def take(self, blocks: Iterable[Element]) -> None:
        """Take up paragraphs, tables and what ends a section."""
        for block in blocks:
            section = block if block.tag == "sectPr" else block.find("pPr/sectPr")
            if section is not None and self.header is None:
                first = (x.get("id", "") for x in section.iter("headerReference") if x.get("type") == "first")
                self.header = next(first, "") if _is_on(section.find("titlePg")) else ""
            for row in block.iter("tr"):
                if row.find("trPr/del") is not None:
                    row.clear()
            if block.tag == "tbl":
                self.lines += table_lines(block, _PARTS, self.lines[-1] if self.lines else "")
            elif block.tag == "p":
                self._paragraph(block)

    def _paragraph(self, paragraph: Element) -> None:
        boxed: list[str] = []
        text = _said(paragraph, boxed)
        for box in filter(str.strip, boxed):
            self.lines += box.split("\n")
        if text.strip():
            own = _listed(paragraph.find("pPr"))
            listed = self._of_style(own.get("pStyle", "")) | own
            label = self.numbering.label(listed.get("numId", ""), number(listed.get("ilvl", "0"), -1))
            self.lines += (label + text).split("\n")

    def _of_style(self, style: str) -> dict[str, str]:
        """Return the list and level of a style, by those it is made after where it has none."""
        found: dict[str, str] = {}
        for _ in range(_LEVELS):
            found = {**self.styles.get(style, {}), **found}
            style = found.pop("basedOn", "")
        return found


def _said(element: Element, boxed: list[str] | None = None) -> str:
    """Return the text of a paragraph; that of text boxes in it goes to `boxed`, if there is such a list."""
    parts = []
    for child in element:
        tag = child.tag
        if tag in _MARKS:
            parts.append(_MARKS[tag])
        elif tag == "t":
            parts.append(child.text or "")
        elif tag == "p" and boxed is not None:
            boxed.append(_said(child, boxed))
        elif tag == "p":
            parts.append(f" {_said(child)} ")
        elif tag not in ("pPr", "rPr", "del") and not (tag in _UNSEEN and _is_on(child.find(_UNSEEN[tag]))):
            parts.append(_said(child, boxed))
    return "".join(parts)


def _columns(cell: Element) -> int:
    """Return how many columns a cell spans."""
    return min(number(_value(cell.find("tcPr/gridSpan")), 1), _WIDEST)


_PARTS = Parts("tbl", "tr", frozenset({"tc"}), frozenset({"p"}), _said, _columns)


def _listed(described: Element | None) -> dict[str, str]:
    """Return what a paragraph or style says of its list and level, or of the style that it is made after: the first of each."""
    found: dict[str, str] = {}
    for element in described.iter() if described is not None else ():
        if element.tag in ("ilvl", "numId", "pStyle", "basedOn"):
            found.setdefault(element.tag, _value(element))
    return found


def _numbering(parts: Iterable[Element]) -> _Numbering:
    """Return the lists that `numbering.xml` declares."""
    levels: dict[str, dict[int, tuple[str, str, int]]] = {}
    used: dict[str, str] = {}  # list, and the abstract list that it is made after
    for part in parts:
        if part.tag == "num":
            used[part.get("numId", "")] = _value(part.find("abstractNumId"))
            continue
        own = levels[part.get("abstractNumId", "")] = {}
        for level in part.iter("lvl"):
            if (index := number(level.get("ilvl", "0"), _LEVELS)) < _LEVELS:
                pattern = _value(level.find("lvlText"))[:_PATTERN_CHARS]
                first = number(_value(level.find("start"), "1"), 1)
                own[index] = (pattern, _value(level.find("numFmt"), "decimal"), first)
    return _Numbering({number: levels[abstract] for number, abstract in used.items() if abstract in levels})


def _spell(number: int, style: str) -> str:
    if style not in _CHINESE or not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    lead = "" if not tens else "十" if tens == 1 else _DIGITS[tens] + "十"
    return lead + (_DIGITS[ones] if ones else "")
