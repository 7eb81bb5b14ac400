"""DOCX: paragraphs and tables in their order, with the numbers that Word makes (一、, （一）); nothing outside is opened."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from gongbao.errors import InputError, UnsupportedInput
from gongbao.read.archive import open_archive, read_member
from gongbao.read.raw import Found, Raw

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = frozenset({W + "del", W + "instrText", W + "delText", MC_FALLBACK, W + "rPr", W + "footnoteReference"})
_CHINESE = frozenset(
    ["chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand", "ideographDigital"]
)
_DIGITS = "〇一二三四五六七八九"


@dataclass(slots=True)
class _Numbering:
    """The lists of the document: for each list and level its pattern, format and running number."""

    patterns: dict[tuple[str, int], tuple[str, str, int]] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)

    def label(self, number_id: str, level: int) -> str:
        """Count one paragraph of a list and return the label that Word shows before it."""
        if (number_id, level) not in self.patterns:
            return ""
        counts = self.counters.setdefault(number_id, {})
        counts[level] = counts.get(level, self.patterns[number_id, level][2] - 1) + 1
        for deeper in [known for known in counts if known > level]:
            del counts[deeper]

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            _text, style, first = self.patterns.get((number_id, at), ("", "decimal", 1))
            return _spell(counts.get(at, first), style)

        pattern, style, _first = self.patterns[number_id, level]
        return "" if style in ("bullet", "none") else re.sub(r"%(\d)", number, pattern)


def extract(data: bytes, name: str) -> Found:
    """Yield the one report of a DOCX file. Raises UnsupportedInput beyond the limits, InputError where it is broken."""
    archive = open_archive(data, name)
    document = _parse(read_member(archive, "word/document.xml", name), name)
    numbering = _Numbering()
    if "word/numbering.xml" in archive.namelist():
        numbering = _read_numbering(_parse(read_member(archive, "word/numbering.xml", name), name))
    body = document.find(W + "body")
    lines = list(_blocks(body, numbering)) if body is not None else []
    yield Raw("\n".join(lines), name)


def _parse(data: bytes, name: str) -> Element:
    """Parse XML; a DTD is refused, since Word writes none and entities are only of use to attackers."""
    if re.search(rb"<!(?:DOCTYPE|ENTITY)", data) or b"<\x00!\x00D" in data or b"\x00<\x00!\x00D" in data:
        raise UnsupportedInput(
            f"{name}: the DOCX declares XML entities, which Word never writes; save it again from a word processor",
            f"{name}：DOCX内含XML实体声明，已拒绝，请用文字处理软件另存",
        )
    try:
        return ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        raise InputError(
            f"{name}: the DOCX is damaged ({error}); save it again", f"{name}：DOCX已损坏，请重新保存"
        ) from error


def _blocks(parent: Element, numbering: _Numbering) -> Iterator[str]:
    """Yield the lines of a body or cell, without recursion into paragraphs; content controls are looked through."""
    stack = list(reversed(list(parent)))
    while stack:
        node = stack.pop()
        if node.tag == W + "p":
            text = _paragraph(node)
            yield from (numbering_label(node, numbering) + text).split("\n") if text.strip() else ()
        elif node.tag == W + "tbl":
            for row in node.iter(W + "tr"):
                cells = ["".join(map(_paragraph, cell.iter(W + "p"))).strip() for cell in row.findall(W + "tc")]
                if any(cells):
                    yield " ".join(cell for cell in cells if cell).replace("\n", "")
        elif node.tag in (W + "sdt", W + "sdtContent", W + "ins", W + "smartTag", W + "customXml"):
            stack.extend(reversed(list(node)))


def numbering_label(paragraph: Element, numbering: _Numbering) -> str:
    """Return the label that Word puts before a paragraph of a numbered list, or nothing."""
    found = paragraph.find(f"{W}pPr/{W}numPr")
    if found is None:
        return ""
    number_id, level = found.find(W + "numId"), found.find(W + "ilvl")
    value = level.get(W + "val", "0") if level is not None else "0"
    return numbering.label(number_id.get(W + "val", ""), int(value)) if number_id is not None else ""


def _paragraph(paragraph: Element) -> str:
    parts: list[str] = []
    stack = [paragraph]
    while stack:
        node = stack.pop()
        if node.tag in _SKIPPED:
            continue
        if node.tag == W + "t":
            parts.append(node.text or "")
        elif node.tag == W + "tab":
            parts.append(" ")
        elif node.tag in (W + "br", W + "cr"):
            parts.append("\n")
        if node.tag != W + "pPr":
            stack.extend(reversed(list(node)))
    return "".join(parts)


def _read_numbering(root: Element) -> _Numbering:
    levels: dict[str, dict[int, tuple[str, str, int]]] = {}
    for abstract in root.findall(W + "abstractNum"):
        mine = levels.setdefault(abstract.get(W + "abstractNumId", ""), {})
        for level in abstract.findall(W + "lvl"):
            text, style, start = (level.find(W + tag) for tag in ("lvlText", "numFmt", "start"))
            first = start.get(W + "val", "1") if start is not None else "1"
            mine[int(level.get(W + "ilvl", "0"))] = (
                text.get(W + "val", "") if text is not None else "",
                style.get(W + "val", "decimal") if style is not None else "decimal",
                int(first) if first.isdigit() else 1,
            )
    numbering = _Numbering()
    for number in root.findall(W + "num"):
        abstract_id = number.find(W + "abstractNumId")
        for level_index, pattern in (
            levels.get(abstract_id.get(W + "val", ""), {}).items() if abstract_id is not None else ()
        ):
            numbering.patterns[number.get(W + "numId", ""), level_index] = pattern
    return numbering


def _spell(number: int, style: str) -> str:
    if style not in _CHINESE or not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    lead = "" if not tens else "十" if tens == 1 else _DIGITS[tens] + "十"
    return lead + (_DIGITS[ones] if ones else "")
