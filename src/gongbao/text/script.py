"""Fold traditional characters to simplified and back, character for character, so that offsets are shared."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

LETTER = r"[^\W\da-zA-Z_]"
"""A character of Chinese in a regular expression; a range of them (一-龥) takes a hundred times as long to compile."""


@cache
def _converter(name: str) -> OpenCC:
    from opencc import OpenCC

    return OpenCC(name)


def _convert(text: str, name: str) -> str:
    """Convert by phrases; where that would change the length, line by line and at last character by character."""
    converter = _converter(name)
    whole: str = converter.convert(text)
    if len(whole) == len(text):
        return whole
    if "\n" in text.rstrip("\n"):
        return "".join(_convert(line, name) for line in text.splitlines(keepends=True))
    pairs = ((char, converter.convert(char)) for char in text)
    return "".join(new if len(new) == 1 else char for char, new in pairs)


_VARIANTS = str.maketrans("衞邨鬭鄕淸靑隄汚敎", "卫村斗乡清青堤污教")
"""Characters of Hong Kong and Taiwan that the converter leaves as they are."""


def fold(text: str) -> str:
    """Return `text` in simplified script; the result has the same length, and each character its own place."""
    return _convert(text, "t2s").translate(_VARIANTS)


def to_traditional(text: str) -> str:
    """Return `text` in traditional script, of the same length: a label for readers, not a restored original."""
    return _convert(text, "s2tw")
