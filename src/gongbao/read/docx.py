"""DOCX: paragraphs and tables in their order, with the numbers that Word makes (一、, （一）), then the notes.

Of headers and footers only the header of the first page is read, where the others have another: a letterhead stands there.

The XML is read as a stream of tags, so that a file takes time by its length and memory by its text alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gongbao.read import grid
from gongbao.read.archive import open_archive, read_member
from gongbao.read.office_xml import RELATIONS, Attributes, Handler, Quiet, Targets, attribute, parse
from gongbao.read.raw import Found, Raw

_MAIN = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_SKIPPED = frozenset({"del", "moveFrom", "instrText", "delText", "rPr", "pPrChange", "footnoteReference", "Fallback"})
_TOLD = frozenset({"headerReference", "titlePg", "r", "vanish"})
_NOTES = ("footnotes", "footnote", "endnotes", "endnote")
_AROUND = frozenset({"document", "body", "sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "hdr", *_NOTES})
"""Elements around paragraphs and tables that are looked through; others there are passed over."""

_CHINESE = frozenset(
    ["chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand", "ideographDigital"]
)
_DIGITS = "〇一二三四五六七八九"
_LEVELS = 9
_STYLES = 20_000
"""Styles that are known; Word knows no more than some thousands."""

_WIDEST = 60
"""Columns that one cell may span."""
_SPANNED = 1_000_000
"""Columns that all cells of a file may span beside their own; further ones span none."""

_PATTERN_CHARS = 60
"""The levels of a list of Word, and what is used of the pattern of a label."""


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

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            _text, style, first = levels.get(at, ("", "decimal", 1))
            return _spell(counts.get(at, first), style)

        pattern, style, _first = levels[level]
        return "" if style in ("bullet", "none") else re.sub(r"%(\d)", number, pattern)


def extract(data: bytes, name: str) -> Found:
    """Yield the one report of a DOCX file. Raises UnsupportedInput beyond the limits, InputError where it is broken."""
    archive = open_archive(data, name)
    document = read_member(archive, "word/document.xml", name)
    members = frozenset(archive.namelist())

    def take(member: str, handler: Handler, spaces: tuple[str, ...] = _MAIN) -> None:
        if (path := f"word/{member}") in members:
            parse(read_member(archive, path, name), handler, name, spaces, "w")

    lists, styles, targets = _Lists(), _Styles(), Targets()
    take("numbering.xml", lists)
    take("styles.xml", styles)
    text, above = _Text(lists.numbering(), styles), _Text(_Numbering(), styles)
    parse(document, text, name, _MAIN, "w")
    if text.first_header:
        take("_rels/document.xml.rels", targets, RELATIONS)
        take(targets.of.get(text.first_header, ""), above)
    for notes in ("footnotes.xml", "endnotes.xml"):
        take(notes, text)
    yield Raw("\n".join(above.lines + text.lines), name)


class _Text(grid.Open):
    """The lines of a document: one for each paragraph, and for each row of a table.

    The paragraphs of a cell are joined; a table inside a cell has lines of its own, and so has a text box.
    """

    def __init__(self, numbering: _Numbering, styles: _Styles) -> None:
        super().__init__()
        self.numbering = numbering
        self.styles = styles
        self.skipping = 0  # how deep inside of something that is passed over
        self.tables = 0
        self.paragraphs = 0  # how deep inside of paragraphs, of tables and of what describes a paragraph
        self.properties = 0
        self.spans = _SPANNED  # columns that are left to be spanned
        self.spanned = 0  # columns that the open cell spans beside its own
        self.in_text = False
        self.listed: dict[str, str] = {}
        self.parts: list[str] = []
        self.outer: list[list[str]] = []  # what the paragraphs around a text box say so far
        self.hidden = False  # whether the open run is
        self.sections = 0  # that have ended
        self.header = ""  # what the first page of the first section has above it, where its other pages have not
        self.has_title_page = False

    @property
    def first_header(self) -> str:
        """The id of the header that only the first page has, if there is one."""
        return self.header if self.has_title_page else ""

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag in _TOLD:
            self._take_up(tag, attributes)
        if self.skipping or tag in _SKIPPED or not (self.paragraphs or self.tables or tag in _OUTER):
            self.skipping += 1
        elif tag == "p":
            self.paragraphs += 1
            if self.paragraphs == 1:
                self.listed = {}
            else:  # of a text box
                self.outer.append(self.parts)
                self.parts = []
        elif self.paragraphs:
            self._inside(tag, attributes)
        elif tag == "tbl":
            self.tables += 1
            self.begin_table()
        elif tag == "tr":
            self.flush_row()
            self.rows.append([])
        elif tag == "tc" and self.rows:
            self.rows[-1].append([])
        elif tag == "gridSpan" and self.rows:
            self.spanned = min(_number(attribute(attributes, "val"), 1), _WIDEST) - 1

    def _inside(self, tag: str, attributes: Attributes) -> None:
        """Take up what stands inside of a paragraph."""
        if tag == "pPr":
            self.properties += 1
        elif self.properties:
            if tag in ("ilvl", "numId", "pStyle") and self.paragraphs == 1:
                self.listed.setdefault(tag, attribute(attributes, "val"))
        else:
            self.in_text = tag == "t"
            if tag in ("tab", "br", "cr"):
                self.parts.append(" " if tag == "tab" else "\n")

    def _take_up(self, tag: str, attributes: Attributes) -> None:
        """Take up what the first section says of its first page, and whether a run is hidden."""
        if tag == "r":
            self.hidden = False
        elif tag == "vanish":
            self.hidden = not self.properties and _is_on(attributes)
        elif self.sections:
            return
        elif tag == "titlePg":
            self.has_title_page = _is_on(attributes)
        elif attribute(attributes, "type") == "first":
            self.header = attribute(attributes, "id")

    def end(self, tag: str) -> None:
        self.sections += tag == "sectPr"
        if self.skipping:
            self.skipping -= 1
        elif tag == "p":
            self.paragraphs -= 1
            if not self.paragraphs:
                self._end_paragraph()
            elif self.outer:
                self._end_boxed()
        elif self.paragraphs:
            self.properties -= tag == "pPr"
            self.in_text = False
        elif tag == "tbl":
            self.tables -= 1
            self.end_table()
        elif tag == "tc" and self.rows:
            self.rows[-1] += [[] for _ in range(min(self.spanned, self.spans))]
            self.spans -= min(self.spanned, self.spans)
            self.spanned = 0
        elif tag == "tr" and self.rows:
            self.flush_row()
            self.rows.pop()

    def data(self, text: str) -> None:
        if self.in_text and not self.skipping and not self.hidden:
            self.parts.append(text)

    def _end_boxed(self) -> None:
        """A paragraph of a text box is a line of its own, above the one that it is anchored in."""
        boxed = "".join(self.parts)
        self.parts = self.outer.pop()
        if self.rows:
            self.parts.append(boxed)
        elif boxed.strip():
            self.lines += boxed.split("\n")

    def _end_paragraph(self) -> None:
        text = "".join(self.parts)
        self.parts.clear()
        if self.rows:
            if self.rows[-1]:
                self.rows[-1][-1].append(text)
        elif text.strip():
            listed = {**self.styles.listed(self.listed.get("pStyle", "")), **self.listed}
            label = self.numbering.label(listed.get("numId", ""), _number(listed.get("ilvl", "0"), -1))
            self.lines += (label + text).split("\n")


_OUTER = _AROUND | {"p", "tbl"}


def _is_on(attributes: Attributes) -> bool:
    return attribute(attributes, "val", "1") not in ("0", "false", "off")


class _Styles(Quiet):
    """The styles of paragraphs: the list and level that each is of, or the style that it is made after."""

    def __init__(self) -> None:
        self.of: dict[str, dict[str, str]] = {}
        self.open: dict[str, str] = {}

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "style":
            self.open = self.of.setdefault(attribute(attributes, "styleId"), {}) if len(self.of) < _STYLES else {}
        elif tag in ("basedOn", "ilvl", "numId"):
            self.open.setdefault(tag, attribute(attributes, "val"))

    def listed(self, style: str) -> dict[str, str]:
        """Return the list and level of a style, by those it is made after where it has none."""
        found: dict[str, str] = {}
        for _ in range(_LEVELS):
            found = {**self.of.get(style, {}), **found}
            style = found.pop("basedOn", "")
        return found


class _Lists(Quiet):
    """The lists that `numbering.xml` declares."""

    def __init__(self) -> None:
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.used: list[tuple[str, str]] = []  # list, and the abstract list that it is made after
        self.abstract: str | None = None
        self.number: str | None = None
        self.level: dict[str, str] | None = None

    def start(self, tag: str, attributes: Attributes) -> None:
        value = attribute(attributes, "val")
        if tag == "abstractNum":
            self.abstract = attribute(attributes, "abstractNumId")
        elif tag == "num":
            self.number = attribute(attributes, "numId")
        elif tag == "abstractNumId" and self.number is not None:
            self.used.append((self.number, value))
        elif tag == "lvl" and self.abstract is not None:
            self.level = {"ilvl": attribute(attributes, "ilvl", "0")}
        elif tag in ("start", "numFmt", "lvlText") and self.level is not None:
            self.level[tag] = value

    def end(self, tag: str) -> None:
        if tag == "lvl" and self.level is not None and self.abstract is not None:
            index = _number(self.level["ilvl"], _LEVELS)
            if index < _LEVELS:
                style, first = self.level.get("numFmt", "decimal"), _number(self.level.get("start", "1"), 1)
                pattern = self.level.get("lvlText", "")[:_PATTERN_CHARS]
                self.levels.setdefault(self.abstract, {})[index] = (pattern, style, first)
            self.level = None
        elif tag == "abstractNum":
            self.abstract = None
        elif tag == "num":
            self.number = None

    def numbering(self) -> _Numbering:
        return _Numbering({number: self.levels[abstract] for number, abstract in self.used if abstract in self.levels})


def _number(written: str, default: int) -> int:
    return int(written) if re.fullmatch(r"[0-9]{1,9}", written) else default


def _spell(number: int, style: str) -> str:
    if style not in _CHINESE or not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    lead = "" if not tens else "十" if tens == 1 else _DIGITS[tens] + "十"
    return lead + (_DIGITS[ones] if ones else "")
