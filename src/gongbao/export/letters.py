"""What the page needs to search its texts as people type: other forms of the characters that occur, and how they sound."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from gongbao.text.pinyin import readings
from gongbao.text.script import fold, fold_each

_IDEOGRAPHS = range(0x3400, 0xA000)


class Letters(NamedTuple):
    """Characters `forms` that fold to those of `usual` at the same place, and by each syllable the characters that read so."""

    forms: str
    usual: str
    sounds: Mapping[str, str]


def letters(texts: Iterable[str]) -> Letters:
    """Return the tables for the characters of texts: each is small, for it holds nothing that does not occur."""
    used = set().union(*(fold(text) for text in texts), "")
    found = [(form, usual) for form, usual in _folded() if usual in used]
    sounds: dict[str, list[str]] = defaultdict(list)
    for char, syllables in sorted(readings(used).items()):
        for syllable in syllables:
            sounds[syllable].append(char)
    return Letters(
        "".join(form for form, _ in found),
        "".join(usual for _, usual in found),
        {syllable: "".join(chars) for syllable, chars in sorted(sounds.items())},
    )


@cache
def _folded() -> tuple[tuple[str, str], ...]:
    """Each ideograph that folds to another one."""
    forms = "".join(map(chr, _IDEOGRAPHS))
    return tuple((a, b) for a, b in zip(forms, fold_each(forms), strict=True) if a != b)
