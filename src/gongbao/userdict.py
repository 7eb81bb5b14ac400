"""A user's dictionary in jieba's format (`--userdict`): a word a line, then its frequency and its tag, both optional.

Every word is cut as one. One whose tag is a class of the ontology (its id in any case, with or without prefix, or its
label: `campaign`, `gb:Campaign`, 行动) or one of jieba's names (`nt` a body, `ns` a place, `nr` a person) is a known name
of that class besides. Commas may stand for spaces.

    清湖夜巡 20 campaign
    东湖新城,ns
    云治理
"""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from gongbao.errors import DictionaryError, close_matches, read_utf8
from gongbao.ontology import Ontology
from gongbao.text.script import fold
from gongbao.text.words import SURE_FREQUENCY

_FREQUENCY, _SIGNED, _ODD, _TAG = (
    re.compile("[0-9０-９]+"),
    re.compile("[-+−－＋][0-9０-９.,]+"),
    re.compile("[-+−－＋][0-9０-９.,]+|[a-z]+"),  # behind a word of Chinese
    re.compile("[A-Za-z][A-Za-z0-9]*:?[A-Za-z0-9]*"),
)
_GROUPED = re.compile(r"\s([0-9]{1,3}(?:[,，][0-9]{3})+)(?!\S)")  # 1,000
_TEXT = re.compile(r"[。；;{}<>]|(?:[,，].*){3}|\S{61}")  # what is no word, but a text, a table, a page
_COMMAS = ",，"
_MOST = 999_999_999  # the highest frequency that a dictionary gives
_ROLES = {"nt": "actor", "ns": "place", "nr": "person"}
_SPEECH = re.compile(
    "[bcefghijklopqsxy]|a[dgn]?|d[fg]?|eng|m[gq]?|n[grstwz]?|nrfg|nrt|r[grz]?|tg?|u[dgjlvz]?|v[dginq]?|zg?"
)
"""jieba's parts of speech; another tag is meant as a class."""


class UserDict(NamedTuple):
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
    classes = {label.lower(): spec.id for spec in terms.entity_classes for label in spec.labels.values()}
    classes |= {spec.id.lower(): spec.id for spec in terms.entity_classes}
    roles = {tag: terms.role(role) for tag, role in _ROLES.items()}
    for number, line in enumerate(text.splitlines(), 1):
        word, frequency, tag = _parts(line.strip(), classes)
        if not word:
            continue
        if wrong := _no_frequency(word, frequency, tag, line, classes):
            raise DictionaryError("no frequency of a word", path=path, number=number, given=wrong)
        if _TEXT.search(word):
            raise DictionaryError("no word of a dictionary", path=path, number=number, given=f"{word[:20]}…")
        kind = classes.get(tag.rpartition(":")[2].lower()) or roles.get(tag)
        if kind is None and tag and not _SPEECH.fullmatch(tag):
            close = close_matches(tag.lower(), classes) or sorted(c.id for c in terms.entity_classes)
            raise DictionaryError("no such class in the ontology", path=path, number=number, tag=tag, close=close)
        speech = tag if kind is None or tag in roles else "nz"
        common = SURE_FREQUENCY if not frequency else int(frequency) if len(frequency) < len(str(_MOST)) else _MOST
        yield fold(word), speech or "n", common, kind


def _no_frequency(word: str, frequency: str, tag: str, line: str, classes: Mapping[str, str]) -> str:
    """What stands where the frequency belongs and is none: a sign before it, a comma in it, the tag before it."""
    if told := _GROUPED.search(line):
        return told[1]
    before = frequency and not tag and _last(word, lambda last: last.lower() in classes or _SPEECH.fullmatch(last))[1]
    return before or _last(word, (_SIGNED if frequency or not tag or word[0].isascii() else _ODD).fullmatch)[1]


def _parts(line: str, classes: Mapping[str, str]) -> tuple[str, str, str]:
    """Word, frequency and tag of a line; whatever stands behind a frequency is meant as a tag."""
    word, tag = _last(line, lambda last: last.lower() in classes or _TAG.fullmatch(last))
    if not tag:
        before, last = _last(line, str.isalpha)
        word, tag = (before, last) if _last(before, _FREQUENCY.fullmatch)[1] else (line, "")
    return *_last(word, _FREQUENCY.fullmatch), tag


def _last(line: str, fits: Callable[[str], object]) -> tuple[str, str]:
    """Cut off the last piece of a line where it fits, and is not all of it; the comma of 1,000 parts nothing."""
    last = line[max(map(line.rfind, _COMMAS)) + 1 :].split()[-1:]
    before = line.removesuffix(last[0]) if last else ""
    word = before.rstrip().rstrip(_COMMAS).rstrip()
    if not word or not fits(last[0]) or (before[-1] in _COMMAS and word.isdigit() and last[0].isdigit()):
        return line, ""
    return word, last[0]
