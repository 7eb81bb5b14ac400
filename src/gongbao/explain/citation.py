"""The line of an ontology file on which a word of the wording stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from gongbao.ontology import Ontology
from gongbao.text.script import fold
from gongbao.trace import Cited

_TOKEN = re.compile(
    r"""\#[^\n]*|\"{3}.*?\"{3}|"(?:[^"\\\n]|\\.)*"(?:@[\w-]+|\^\^[^\s;,]+)?|<[^>\s]*>|[\[\]();,]|\.(?=\s|$)"""
    r"""|[^\s;,\[\]()"<]+?(?=\.?\s|\.?$|[;,\[\]()"<])""",
    re.DOTALL,
)
_FIRST_AFTER = {".": 0, ";": 1, ",": 2}


def line_of(cited: Cited, terms: Ontology) -> tuple[Path, int] | None:
    """Return file and line of a word, in the last file that gives it; None where it is derived and stands in none."""
    for path in reversed(terms.files):
        found = _lines(path).get(cited._replace(word=fold(cited.word)))
        if found is not None:
            return path, found
    return None


@lru_cache(maxsize=8)
def _lines(path: Path) -> dict[Cited, int]:
    return dict(_literals(path.read_text("utf-8")))


def _literals(turtle: str) -> Iterator[tuple[Cited, int]]:
    """Yield the plain literals of a Turtle file by subject and predicate (their local names), each with its line."""
    place, depth, line, at = 0, 0, 1, 0
    names = ["", ""]
    for token in _TOKEN.finditer(turtle):
        word = token[0]
        line += turtle.count("\n", at, token.start())
        at = token.start()
        if word in "[(":
            depth += 1
        elif word in "])":
            depth -= 1
        elif word.startswith("#") or depth:
            continue
        elif word in _FIRST_AFTER:
            place = _FIRST_AFTER[word]
        elif place < 2:
            names[place] = re.split("[:#/]", word.rstrip(">"))[-1]
            place += 1
        elif word.startswith('"'):
            yield Cited(names[0], names[1], fold(word.strip('"'))), line
