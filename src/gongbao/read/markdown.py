"""Markdown: the text without its marks; title, date and source of a front matter are used."""

import re
from collections.abc import Iterator
from itertools import groupby

from gongbao.read import grid
from gongbao.read.encodings import decode
from gongbao.read.raw import Found
from gongbao.read.table import told
from gongbao.text import tsv

_FRONT = re.compile(r"\A---[ \t]*\n(?P<fields>.{0,4000}?)\n---[ \t]*(?:\n|\Z)", re.S)
_FIELD = re.compile(r"^(?P<key>[\w\u4e00-\u9fff]+)[ \t]*[:：][ \t]*(?P<value>.+?)[ \t]*$", re.M)
_HEADING = re.compile(r"\s*# +(\S.{1,80}?)[ #]*$", re.M)
_LINES = [(re.compile(marks, re.M), text) for marks, text in tsv.rows("gongbao.read", "marks.tsv")]


def extract(data: bytes, name: str) -> Found:
    """Yield the one report of a Markdown file."""
    text = decode(data, name).replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    fields: dict[str, str] = {}
    if front := _FRONT.match(text):
        fields = {m["key"]: m["value"].strip("\"'") for m in _FIELD.finditer(front["fields"])}
        text = text[front.end() :]
    text = _without_comments(text)
    if "title" not in fields and (first := _HEADING.match(text)):
        fields["title"] = first[1]
    for pattern, replacement in _LINES:
        text = pattern.sub(replacement, text)
    yield told(fields, "\n".join(_lines(text)), name)


def _without_comments(text: str) -> str:
    parts, place = [], 0
    while (start := text.find("<!--", place)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        parts.append(text[place:start])
        place = end + 3
    return "".join(parts) + text[place:]


def _lines(text: str) -> Iterator[str]:
    """Yield the lines that are not empty, those of tables told by their heads."""
    above = ""
    for is_row, group in groupby(filter(str.strip, text.split("\n")), lambda line: line.lstrip().startswith("|")):
        found = [line.strip() for line in group]
        yield from grid.told([row.strip("|").split("|") for row in found], above) if is_row else found
        above = found[-1]
