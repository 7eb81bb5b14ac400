"""A user's dictionary in jieba's format (`--userdict`): a word a line, then its frequency and its tag, both optional.

Every word is cut as one. One whose tag is a class of the ontology (`campaign`, as its id, in any case) or one of jieba's
names (`nt` a body, `ns` a place, `nr` a person) is a known name of that class besides.

    清湖夜巡 20 campaign
    东湖新城 ns
    云治理
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gongbao.errors import DictionaryError, read_utf8
from gongbao.ontology import Ontology
from gongbao.text.script import fold
from gongbao.text.words import SURE_FREQUENCY

_FREQUENCY, _TAG = re.compile("[0-9]+"), re.compile("[A-Za-z][A-Za-z0-9]*")
_MOST = 999_999_999
"""The highest frequency that a dictionary gives."""

_ROLES = {"nt": "actor", "ns": "place", "nr": "person"}
_LONGEST_SPEECH = 4
"""jieba's parts of speech have one to four letters; a longer tag is meant as a class."""


@dataclass(frozen=True, slots=True)
class UserDict:
    """What a user's dictionary says, in simplified script: names with their class, words with tag and frequency."""

    names: tuple[tuple[str, str], ...] = ()
    words: tuple[tuple[str, str, int], ...] = ()


def load(path: Path | None, terms: Ontology) -> UserDict:
    """Read a dictionary; none is an empty one. Raises DictionaryError naming file and line: encoding, empty words, unknown classes."""
    if path is None:
        return UserDict()
    found = list(_entries(path, read_utf8(path, DictionaryError), terms))
    names = dict.fromkeys((word, kind) for word, _, _, kind in found if kind is not None and len(word) > 1)
    words = {word: (word, tag, frequency) for word, tag, frequency, _ in found}
    return UserDict(tuple(sorted(names)), tuple(sorted(words.values())))


def _entries(path: Path, text: str, terms: Ontology) -> Iterator[tuple[str, str, int, str | None]]:
    classes = {spec.id.lower(): spec.id for spec in terms.entity_classes}
    roles = {tag: terms.role(role) for tag, role in _ROLES.items()}
    for number, line in enumerate(text.splitlines(), 1):
        word, tag = _last(line.strip(), _TAG)
        word, frequency = _last(word, _FREQUENCY)
        if not word:
            continue
        kind = classes.get(tag.lower()) or roles.get(tag)
        if kind is None and len(tag) > _LONGEST_SPEECH:
            close = difflib.get_close_matches(tag.lower(), classes, n=3) or sorted(classes)
            raise DictionaryError(
                f"{path}, line {number}: no class {tag!r} in the ontology; close matches: {', '.join(close)}",
                f"{path} 第 {number} 行：本体中没有类 {tag}；可用：{'、'.join(close)}",
            )
        speech = tag if kind is None or tag in roles else "nz"
        common = SURE_FREQUENCY if not frequency else int(frequency) if len(frequency) < len(str(_MOST)) else _MOST
        yield fold(word), speech or "n", common, kind


def _last(line: str, form: re.Pattern[str]) -> tuple[str, str]:
    """Cut off the last piece of a line where it has a form, and is not all of it."""
    *before, last = line.rsplit(None, 1) or [""]
    return (before[0].rstrip(), last) if before and form.fullmatch(last) else (line, "")
