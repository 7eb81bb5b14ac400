"""Bytes to text: UTF-8, UTF-16, GB18030 (GB2312, GBK) and Big5 (HKSCS), strictly and always the same way."""

import codecs
import re
from collections.abc import Iterable
from functools import cache
from operator import itemgetter

from gongbao.errors import InputError, UnsupportedInput
from gongbao.read import limits
from gongbao.read.raw import check
from gongbao.text import tsv

BOMS = [(bytes.fromhex(begins), encoding) for begins, encoding in tsv.rows("gongbao.read", "boms.tsv")]
CANDIDATES = ("gb18030", "big5hkscs", "cp950", "utf-16-le", "utf-16-be")
"""Tried where the bytes are not UTF-8; of those that decode without error the most ordinary Chinese wins."""

ALIASES = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "big5": "big5hkscs", "utf8": "utf-8"}
"""What files call their encoding, and the larger set that is really meant."""

NO_CHARSETS = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape"})
"""Codecs of Python by names that no file is written in; a file that claims one is decoded as if it claimed none."""

MAGIC = [(bytes.fromhex(begins), what, zh) for begins, what, zh in tsv.rows("gongbao.read", "binary.tsv")]
SAMPLE_BYTES = 65536
COMMON_SHARE = 0.3
"""Of the Chinese characters of a text at least this share is among the most frequent 700; real texts have 0.7."""

_FEW, _OFTEN = 4, 1000  # bytes that are no characters: so many, and one for so many characters more, may be in a text
HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_UNPRINTABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\uf020-\uf0ff\ufeff\ufffe\uffff]")


@cache
def _common() -> frozenset[str]:
    return frozenset("".join(row[1] for row in tsv.rows("gongbao.read", "common.tsv")))


def common_share(text: str) -> float:
    """Return which share of the characters beyond ASCII is frequent Chinese or its punctuation, 0 for none."""
    wide = [char for char in text if char > "\x7f"]
    if not wide:
        return 0.0
    common = _common()
    return sum(char in common or char in "，。、；：？！（）《》“”‘’—…　【】〔〕" for char in wide) / len(wide)


def normalise(text: str) -> str:
    r"""Return the text that offsets refer to: a BOM dropped, line ends `\n`, other control characters a space each."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    return _UNPRINTABLE.sub(" ", text)


def check_text(text: str, name: str) -> str:
    """Return the normalised text, or raise InputError where it is empty, without Chinese, or beyond the limits."""
    if not text.strip("\ufeff \t\r\n\u3000\x0c"):
        raise InputError("the file is empty", name=name)
    check(len(text), limits.MAX_TEXT_CHARS, name, "characters in a report", "字")
    text = normalise(text)
    if not HAN.search(text):
        raise InputError("no Chinese text in it", name=name)
    lines = text.split("\n")
    check(len(lines), limits.MAX_LINES, name, "lines in a report", "行")
    check(max(map(len, lines)), limits.MAX_LINE_CHARS, name, "characters in a line", "字（一行）")
    return text


def decode(data: bytes, name: str, *, declared: str | None = None) -> str:
    """Return the text of `data`; `declared` is what the file says of itself and is believed where it decodes.

    Raises UnsupportedInput, naming `name`, for binary files and unknown encodings.
    """
    for bom, encoding in BOMS:
        if data.startswith(bom):
            if (text := tried(data[len(bom) :], encoding)) is not None:
                return text
            raise UnsupportedInput("marked as what it is not", name=name, encoding=encoding)
    for begins, what, zh in MAGIC:
        if data.startswith(begins):
            raise UnsupportedInput(f"{name}: not text, but {what}", f"{name}：不是文本，而是{zh}")
    if declared and (text := tried(data, ALIASES.get(declared.lower(), declared))) is not None:
        return text
    if b"\x00" not in data and (text := tried(data, "utf-8")) is not None:
        return text
    return _guess(data, name)


def tried(data: bytes, encoding: str) -> str | None:
    """Return the text of `data`; None where it is not of this encoding, or there is none of that name."""
    try:
        named = codecs.lookup(encoding).name  # -punycode and punycode- are punycode too
        return None if named.replace("-", "_") in NO_CHARSETS else data.decode(named)
    except (ValueError, LookupError):
        return None


def _likeliest(texts: Iterable[str]) -> str | None:
    """Return the text with the most ordinary Chinese in it, if it has enough."""
    shares = ((common_share(text[:SAMPLE_BYTES]), text) for text in texts)
    share, text = max(shares, key=itemgetter(0), default=(0.0, ""))
    return text if share >= COMMON_SHARE else None


def _mended(data: bytes) -> str | None:
    """Return a text of which a few bytes are no characters, as crawlers cut them: U+FFFD stands for each."""
    texts = [data.decode(encoding, "replace") for encoding in ("utf-8", *CANDIDATES[:2])]
    return _likeliest(text for text in texts if text.count("\ufffd") <= _FEW + len(text) // _OFTEN)


def _guess(data: bytes, name: str) -> str:
    able = (e for e in CANDIDATES if not (len(data) % 2 if e.startswith("utf-16") else b"\x00" in data))
    if (found := _likeliest(text for text in (tried(data, e) for e in able) if text is not None)) is not None:
        return found
    if b"\x00" in data:
        if data.count(0) <= _FEW:
            return decode(data.replace(b"\x00", b" "), name)
        raise UnsupportedInput("a binary file, not a report", name=name)
    if data.isascii():
        return data.decode("ascii")
    if (text := _mended(data)) is not None:
        return text
    raise UnsupportedInput("unknown encoding", name=name)
