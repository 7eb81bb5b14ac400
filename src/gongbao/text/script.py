"""Fold traditional characters to simplified and back, and odd forms to usual ones, character for character."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from functools import cache, lru_cache
from operator import ne
from typing import TYPE_CHECKING

from gongbao.text import tsv

if TYPE_CHECKING:
    from opencc import OpenCC

LETTER = r"[^\W\da-zA-Z_]"
"""A character of Chinese in a regular expression; a range of them (一-龥) takes a hundred times as long to compile."""

_VARIANTS = dict(zip("衞邨鬭鄕淸靑隄汚敎", "卫村斗乡清青堤污教", strict=True))
"""Characters of Hong Kong and Taiwan that the converter leaves as they are."""

_COMPATIBLE = re.compile("[\u2f00-\u2fd5\uf900-\ufaff０-９Ａ-Ｚａ-ｚ\U0002f800-\U0002fa1d]")
"""Kangxi radicals, compatibility ideographs, full-width digits and letters: Unicode says which character each is."""

_FORMS = dict(
    zip(
        "％﹪＋／∕⁄＃＆＠［］＂＇｡､｢｣･﹐﹑﹒﹔﹕︰﹖﹗﹙﹚﹝﹞〝〞〟‟‧•∙⋅◯⚪\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f",
        "%%+///#&@[]\"'。、「」·，、.；：：？！（）〔〕“””“····〇〇              ",
        strict=True,
    )
)
"""Other forms of marks and spaces. The ideographic space stays: it parts columns."""

_HAN = f"(?:{LETTER}|[“”（）《》〈〉「」『』〔〕])"
_WIDE_MARKS = str.maketrans(",;:?!", "，；：？！")
_DIGIT = "[〇零一二三四五六七八九]"


def fold(text: str) -> str:
    """Return `text` in simplified script and usual forms; the result has the same length, each character its own place.

    Radicals and compatibility characters become ideographs, full-width letters and digits ASCII; marks typed half width
    between Chinese become full width, straight quotes curly ones, and marks inside numbers ASCII: 1，234．5 is 1,234.5.
    """
    return _folded_word(text) if len(text) <= _WORD else _folded(text)


_WORD = 64  # so short a text is a name or a word, and is likely to be folded again


def _folded(text: str) -> str:
    usual = text if text.isascii() else _COMPATIBLE.sub(_as_unicode_says, replaced(text, _usual()))
    return _in_place(replaced(_convert(usual, "t2s"), _VARIANTS))


_folded_word = lru_cache(maxsize=8192)(_folded)


def fold_each(ideographs: str) -> str:
    """Fold ideographs, each on a line of its own, since words fold otherwise."""
    return replaced(_convert("\n".join(ideographs), "t2s"), _VARIANTS)[::2]


_TRADITIONAL = 0.1  # of its characters folding changes, where a text is in traditional script: there it is a third


def is_traditional(text: str, folded: str) -> bool:
    """Say whether a text is written in traditional script."""
    return text != folded and sum(map(ne, text, folded)) > _TRADITIONAL * len(text)


_FEW = 32  # so few characters are sought one by one


def replaced(text: str, table: Mapping[str, str]) -> str:
    """Return a text with characters replaced by others that are no key of the table: a pass for each that is there."""
    for char in table.keys() & set(text) if len(table) > _FEW else filter(text.__contains__, table):
        text = text.replace(char, table[char])
    return text


def to_traditional(text: str) -> str:
    """Return `text` in traditional script, of the same length: a label for readers, not a restored original."""
    return _traditional_word(text) if len(text) <= _WORD else _traditional(text)


def all_traditional(names: Collection[str]) -> Mapping[str, str]:
    """Return what `to_traditional` makes of different names, none of which has a line end: all in one go, which is faster."""
    return dict(zip(names, _traditional("\n".join(names)).split("\n"), strict=True)) if names else {}


def _traditional(text: str) -> str:
    # What s2tw does, whose dictionary of phrases takes as long again; but laws of both places write 貪污 and 水污染.
    return _convert(_convert(text, "s2t"), "t2tw").replace("汙", "污")


_traditional_word = lru_cache(maxsize=8192)(_traditional)


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


@cache
def _usual() -> dict[str, str]:
    """Map each odd form of a character to the usual one."""
    return dict(row[:2] for row in tsv.rows("gongbao.text", "radicals.tsv")) | _FORMS


def _as_unicode_says(match: re.Match[str]) -> str:
    form = unicodedata.normalize("NFKC", match[0])
    return form if len(form) == 1 else match[0]


_PLACED: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    # 1，234，567: groups of three digits behind one to three
    (
        re.compile(r"[0-9](?<![0-9.,].)(?<![0-9]-.)(?<![0-9.][，].)[0-9]{0,2}(?:[,，][0-9]{3})+(?![0-9])"),
        lambda m: m[0].replace("，", ","),
    ),
    (re.compile("．(?<=[0-9]．)(?=[0-9])"), "."),
    # 二O二四, 2O24: letters that are read for digits
    (re.compile(f"(?<={_DIGIT})[OoＯ○0]+(?={_DIGIT}|年)"), lambda m: "〇" * len(m[0])),
    (re.compile("(?<=[0-9])[OoＯ](?=[0-9])"), "0"),
    (re.compile("(?<=[0-9])[lI](?=[0-9])"), "1"),
    # 今年元月3日, and not 300元月租
    (re.compile(r"元(?<![^年于至到自从在起以，。；：、（(“\s—–-]元)(?=月(?![租薪均费供缴付入]))"), "一"),
    (re.compile("(?m)^(?P<space>[ 　]*[（(]?)[—－-](?=[、）)])"), r"\g<space>一"),
    (re.compile("(?m)^(?P<n>[ 　]*[一二三四五六七八九十]{1,3})[.．,，](?=[^0-9\\s])"), r"\g<n>、"),
    (re.compile(f"[,;:?!](?:(?<={_HAN}.)|(?={_HAN}))"), lambda m: m[0].translate(_WIDE_MARKS)),
    (re.compile(f"\\.(?<={LETTER}\\.)(?![0-9A-Za-z.])"), "。"),
    (re.compile("\\([^()\n]{0,200}\\)"), lambda m: f"（{m[0][1:-1]}）" if re.search(LETTER, m[0]) else m[0]),
    (re.compile('(?m)^[^"\n]*"[^"\n]*"(?:[^"\n]*"[^"\n]*")*[^"\n]*$'), lambda m: _curled(m[0])),
)
"""What a character is for depends on what stands beside it. It is sought first, and then what stands before it: faster."""

_ODD = re.compile('[,;:?!.("．，○ＯOoIl—－元-]')


def _in_place(text: str) -> str:
    if _ODD.search(text):
        for pattern, usual in _PLACED:
            text = pattern.sub(usual, text)
    return text


def _curled(line: str) -> str:
    """Make the straight quotes of a line, an even number, opening and closing ones by turns."""
    if not re.search(LETTER, line):
        return line
    pieces = line.split('"')
    return "".join(piece + ("" if i == len(pieces) - 1 else "“”"[i % 2]) for i, piece in enumerate(pieces))


def in_both_scripts(text: str) -> tuple[str, ...]:
    """Return a text as it is written, simplified, and traditional, each form once."""
    plain = fold(text)
    return tuple(dict.fromkeys((text, plain, to_traditional(plain))))
