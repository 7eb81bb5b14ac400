"""Numerals of Chinese text, in any form, to exact values: 1,234, １２３, 7.33万, 1亿2000万, 二十三, 两千零五, 三点五."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "○": 0}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_TENS = {"廿": 20, "卅": 30}
_LARGE = {"万": 10_000, "亿": 100_000_000}
_WIDE = str.maketrans("０１２３４５６７８９．％，", "0123456789.%,")
_ANY_WIDE = re.compile("[０-９．％]")
_WIDE_DIGITS = str.maketrans("０１２３４５６７８９．％", "0123456789.%")

CHINESE = "[〇零一二两三四五六七八九十百千万亿廿卅]"
ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
# What multiplies a numeral; the 千 of 千瓦 and 千米 belongs to the unit.
SCALE = "(?:[百千]?万亿?|[百千]?亿|[百千](?![瓦米克伏卡焦]))"
# One numeral as a regular expression without groups; Arabic digits may carry scales, more than one time (1亿2000万, 3万5680).
_REST = "(?:[0-9]{1,2},[0-9]{3}|[1-9][0-9]{1,3})(?![0-9.,%年月])"
NUMERAL = rf"(?:{ARABIC}(?:{SCALE}(?:{ARABIC}{SCALE})*(?:(?<=[万亿]){_REST})?)?|{CHINESE}+(?:点[〇零一二三四五六七八九]+[万亿]*)?)"

_ARABIC_PART = re.compile(r"([0-9]+(?:\.[0-9]+)?)([百千万亿]*)")


def narrow(text: str) -> str:
    """Return `text` with full-width digits, points and percent signs made ASCII; the length stays."""
    return text.translate(_WIDE_DIGITS) if _ANY_WIDE.search(text) else text


def scale(text: str) -> int:
    """Return the product of scale characters: 万亿 is 10**12, the empty text 1."""
    product = 1
    for char in text:
        product *= _SMALL.get(char) or _LARGE[char]
    return product


def value(text: str) -> Decimal | None:
    """Return what a whole numeral says, or None for text that is not one well-formed numeral.

    Two digits side by side (三五, a guess) are no numeral; years by digits (二〇二四) are read by `digits`.
    """
    plain = text if text.isascii() else text.translate(_WIDE)
    if not plain:
        return None
    if plain[0] in "0123456789":
        return _arabic(plain)
    whole, point, fraction = plain.partition("点")
    if not point:
        number = _chinese(plain)
        return None if number is None else Decimal(number)
    tail = fraction.rstrip("万亿")
    decimals = digits(tail)
    before = _chinese(whole) if whole else None
    if decimals is None or before is None:
        return None
    return Decimal(f"{before}.{decimals}") * scale(fraction[len(tail) :])


def digits(text: str) -> str | None:
    """Return ASCII digits for a row of Chinese or Arabic digits (二〇二四 → 2024), or None."""
    plain = text.translate(_WIDE)
    found = [str(_DIGITS[c]) if c in _DIGITS else c for c in plain]
    joined = "".join(found)
    return joined if joined.isascii() and joined.isdigit() else None


def spell(number: int) -> str:
    """Write a whole number from 0 below 10**12 in Chinese numerals, the inverse of `value`."""
    if not 0 <= number < 10**12:
        raise ValueError(f"a number from 0 below 10**12 can be spelled, given {number}")
    if number == 0:
        return "零"
    groups = [(number // 10**8, "亿"), (number // 10**4 % 10**4, "万"), (number % 10**4, "")]
    written = ""
    for group, name in groups:
        if group:
            gap = bool(written) and (group < 1000 or written.endswith("零"))
            written += ("零" if gap and not written.endswith("零") else "") + _spell_group(group) + name
        elif written and not written.endswith("零") and name == "万" and number % 10**4:
            written += "零"
    return written[1:] if written.startswith("一十") else written


def _spell_group(group: int) -> str:
    written, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = group // unit % 10
        if digit:
            written += ("零" if gap and written else "") + "〇一二三四五六七八九"[digit] + name
            gap = False
        else:
            gap = True
    return written


def _arabic(text: str) -> Decimal | None:
    if "," in text:
        if not re.fullmatch(r"(?:(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])|[0-9]+(?!,))(?:\.[0-9]+)?[百千万亿]*)+", text):
            return None
        text = text.replace(",", "")
    total, place, last = Decimal(0), 0, None
    for part in _ARABIC_PART.finditer(text):
        if part.start() != place:
            return None
        factor = scale(part[2])
        if last is not None and factor >= last:
            return None
        total += Decimal(part[1]) * factor
        place, last = part.end(), factor
    return total if place == len(text) and last is not None else None


def _chinese(text: str) -> int | None:
    """Read 二十三, 一千零五, 三亿二千万; 一百五 is read as 105, as nobody writes it in a report for 150."""
    for char in ("亿", "万"):
        head, found, rest = text.rpartition(char)
        if found:
            left = 1 if not head else _chinese(head)
            right = 0 if not rest else _section(rest)
            return None if left is None or right is None else left * _LARGE[char] + right
    return _section(text)


def _section(text: str) -> int | None:
    """Read a numeral below 10000; a scale without a digit before it counts once (十, 百)."""
    if "万" in text or "亿" in text:
        return _chinese(text)
    total, digit, last = 0, None, 10_000
    for char in text:
        if char in _TENS:
            if digit is not None or last <= _SMALL["十"]:
                return None
            total, last = total + _TENS[char], _SMALL["十"]
        elif char in _SMALL:
            factor = _SMALL[char]
            if factor >= last:
                return None
            total += (1 if digit is None or digit == 0 else digit) * factor
            digit, last = None, factor
        elif char in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[char]
        else:
            return None
    return total + (digit or 0)
