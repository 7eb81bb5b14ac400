"""A text as an array of code points, one column a character, and with its marks written in one way; sets of numbers."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PLAIN = {
    **{chr(0xFF01 + i): chr(0x21 + i) for i in range(94) if chr(0x21 + i) not in ",:;!?()~"},
    **dict(zip("「」『』﹁﹂〝〞＂", '“”‘’“”“”"', strict=True)),
    **dict(zip(",:;!?()~", "，：；！？（）～", strict=True)),
    **dict(zip("〈〉[]【】", "《》〔〕〔〕", strict=True)),
    **dict(zip("•‧・･", "····", strict=True)),
    **dict.fromkeys("\u3000\u00a0\t\u2002\u2003", " "),
}


@cache
def _steps() -> NDArray[np.uint32]:
    """How far each code point is from the one it is read as: full width and the many quotation marks in one way.

    Most are zero, so most of the table is never written to, nor takes memory.
    """
    table = np.zeros(0x110000, np.uint32)
    table[0xD800:0xE000] = 0xFFFD - np.arange(0xD800, 0xE000)  # halves of pairs that stand alone
    for written, read in _PLAIN.items():
        table[ord(written)] = (ord(read) - ord(written)) % (1 << 32)
    return table


def points(text: str) -> NDArray[np.uint32]:
    """Return the code points of a text, one column a character, lone surrogates included."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def plain(text: str) -> str:
    """Return a folded text with full width, quotation marks and brackets written in one way; the length stays."""
    codes = points(text)
    return (codes + _steps()[codes]).astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def distinct(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the different ones of some numbers, sorted, as np.unique does, which would import numpy.ma (20 ms)."""
    ordered: NDArray[np.int64] = np.sort(numbers, axis=None)
    new: NDArray[np.bool_] = np.append(True, ordered[1:] != ordered[:-1])
    return ordered[new[: ordered.size]]


def in_order(short: str, long: str) -> bool:
    """Say whether the characters of one text stand in another in their order."""
    at = 0
    for char in short:
        at = long.find(char, at) + 1
        if not at:
            return False
    return True
