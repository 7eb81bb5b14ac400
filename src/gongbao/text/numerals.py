"""Numerals of Chinese text, in any form, to exact values: 1,234, 7.33万, 1亿2000万, 二十三, 三点五, 壹佰贰拾万, 七八百."""

import re
from decimal import Decimal

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "俩": 2, "○": 0}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_TENS = {"廿": 20, "卅": 30}
_LARGE = {"万": 10**4, "亿": 10**8, "兆": 10**12}
_WIDE = str.maketrans("０１２３４５６７８９．％，", "0123456789.%,")

CHINESE = "[〇零一二两俩三四五六七八九十百千万亿廿卅]"
_RUN = f"(?:(?!千[瓦伏卡焦帕赫安牛乏]|(?<=[十百万亿])千[米克]){CHINESE})+"
ARABIC = r"(?:[0-9]{1,3}(?:[,'’][0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?"
# What multiplies a numeral; the 千 of 千瓦 and 千米 belongs to the unit, 兆 is a scale with money or more digits only.
SCALE = "(?:[百千]?万亿?|[百千]?亿|兆(?=[元0-9余多])|(?<=千[0-9])百|[百千](?![瓦米克伏卡焦帕赫安牛乏]))"
_BOTH = "一二三四五六七八九壹贰叁肆伍陆柒捌玖十百千万亿零"
FINANCIAL = (
    f"(?:[一二两三四五六七八九](?=[{_BOTH}]{{0,8}}[拾佰仟])|[壹贰叁参肆伍陆柒捌玖](?=[拾佰仟万亿元圆])"
    f"|(?<!收)拾(?=[万亿元圆]))(?:[{_BOTH}拾佰仟〇]|参(?=[拾佰仟万亿元圆]))*"
)
"""Numerals of bills and penalties, also mixed with common ones (三仟伍佰万); 参 (參) is three only before its scale."""

# One numeral as a regular expression without groups; Arabic digits may carry scales, more than one time (1亿2000万, 3万5680, 3万5).
_REST = r"(?:(?:[0-9]{1,2},[0-9]{3}|[1-9][0-9]{3})(?:\.[0-9]+)?|[1-9][0-9]{0,3})(?![0-9.,%年月])"
NUMERAL = (
    rf"(?:{ARABIC}(?:{SCALE}(?:零?{ARABIC}{SCALE})*(?:(?<=[万亿千])零?{_REST})?)?"
    rf"|{FINANCIAL}|(?<!大)半(?=个?小时|个月|公里|[斤吨亩天](?![然气]))|{_RUN}(?:点[〇零一二三四五六七八九]+[万亿]*)?)"
)

FIRST = "0-9〇零半一二两俩三四五六七八九十百千万亿廿卅壹贰叁参肆伍陆柒捌玖拾"
"""The characters that a numeral may begin with, as a range of a regular expression."""

_LONG = 24  # a numeral of more digits than fit below the greatest scale is none
_LARGEST = Decimal(10) ** _LONG
_PLAIN = str.maketrans("壹贰叁参肆伍陆柒捌玖拾佰仟", "一二三三四五六七八九十百千")
_PART = re.compile(r"([0-9]+(?:\.[0-9]+)?)([十百千]?)([万亿兆]*)")
_ARABIC = re.compile(f"(?:{ARABIC}[百千万亿兆]*)(?:零?{ARABIC}[百千万亿兆]*)*")
_APART = re.compile("(?<![一二两三四五六七八九])([一二两三四五六七八])([两二三四五六七八九])(?![一二三四五六七八九])")


_LONGEST = 100  # characters of a numeral; a longer row of them says no number


def scale(text: str) -> int:
    """Return the product of scale characters: 万亿 is 10**12, the empty text 1."""
    product = 1
    for char in text:
        product *= _SMALL.get(char) or _LARGE[char]
    return product


def trailing_scale(text: str) -> int:
    """Return what the last scales of a numeral multiply: 10,000 for 6万, 100 for 五百, 1 for 12."""
    return scale(text[len(text.rstrip("百千万亿兆")) :])


def value(text: str) -> Decimal | None:
    """Return what a whole numeral says, or None for text that is not one well-formed numeral.

    Two digits side by side are no one numeral: `between` reads 七八百; years by digits (二〇二四) are read by `digits`.
    """
    plain = text if text.isascii() else text.translate(_WIDE)
    if not plain or len(plain) > _LONGEST:
        return None
    if plain.isdecimal() and plain.isascii() and len(plain) < _LONG:
        return Decimal(plain)
    if plain == "半":
        return Decimal("0.5")
    if plain[0] in "0123456789":
        return _arabic(plain) if _ARABIC.fullmatch(plain) else None
    plain = plain.translate(_PLAIN)
    whole, point, fraction = plain.partition("点")
    tail = fraction.rstrip("万亿")
    decimals = digits(tail) if point else "0"
    before = _chinese(whole) if whole else None
    if decimals is None or before is None:
        return None
    number = Decimal(f"{before}.{decimals}" if point else before) * scale(fraction[len(tail) :])
    return number if number < _LARGEST else None


def whole(text: str) -> int:
    """Return what a numeral says without its fraction; 0 for text that is none."""
    return int(value(text) or 0)


def scaled(text: str, scale: int) -> Decimal | None:
    """Return what a numeral says with a scale that stands apart from it: in 一亿八千多万 it is that of 八千 alone."""
    at = max((place for place, char in enumerate(text) if _LARGE.get(char, 0) > scale > 1), default=-1) + 1
    larger, rest = value(text[:at]) if at else Decimal(0), value(text[at:])
    return None if larger is None or rest is None else larger + rest * scale


def between(text: str) -> tuple[Decimal, Decimal] | None:
    """Return the two numbers that a numeral with neighbouring digits lies between (七八百, 二三十, 三五万), or None."""
    pairs = list(_APART.finditer(text))
    if len(pairs) != 1:
        return None
    first, second = pairs[0][1], pairs[0][2]
    if _DIGITS[second] - _DIGITS[first] != 1 and first + second != "三五":
        return None
    low, high = (value(text[: pairs[0].start()] + digit + text[pairs[0].end() :]) for digit in (first, second))
    return None if low is None or high is None else (low, high)


def digits(text: str) -> str | None:
    """Return ASCII digits for a row of Chinese or Arabic digits (二〇二四 → 2024), or None."""
    plain = text.translate(_WIDE)
    found = [str(_DIGITS[c]) if c in _DIGITS else c for c in plain]
    joined = "".join(found)
    return joined if joined.isascii() and joined.isdigit() else None


def _arabic(text: str) -> Decimal | None:
    """Add up the parts of digits with scales: each smaller than the one before, a fraction only in the last."""
    total, group, place = Decimal(0), Decimal(0), 0
    small, large = 10**4, 10**24
    plain = re.sub("[,'’零]", "", text)
    for part in _PART.finditer(plain):
        if part.start() != place:
            return None
        number, factor = Decimal(part[1]), scale(part[2])
        place = part.end()
        if "." in part[1] and place < len(plain):
            return None
        if place == len(plain) and not part[2] and not part[3] and part.start() and len(part[1]) == 1:
            factor = trailing_scale(plain[: part.start()]) // 10  # 3万5 is 35,000
            return total + group + number * factor
        if factor >= small and small != 10**4 or number * factor >= large:
            return None
        group, small = group + number * factor, factor
        if part[3]:
            scaled = group * scale(part[3])
            if scaled >= large:
                if not part[2]:
                    return None
                total, scaled = total * scale(part[3]), scaled  # 12万3千亿
            total, group, small, large = total + scaled, Decimal(0), 10**4, scale(part[3])
    return total + group if place == len(plain) and group < large else None


def _chinese(text: str) -> int | None:
    """Read 二十三, 一千零五, 三亿二千万; 一百五 and 两万三 are 150 and 23,000, as 105 and 20,003 have a 零."""
    for char in ("亿", "万"):
        head, found, rest = text.rpartition(char)
        if found:
            left = 1 if not head else _chinese(head)
            right = 0 if not rest else _section(rest)
            if left is None or right is None:
                return None
            short = len(rest) == 1 and _DIGITS.get(rest, 0) > 0
            return left * _LARGE[char] + right * (_LARGE[char] // 10 if short else 1)
    return _section(text)


def _section(text: str) -> int | None:
    """Read a numeral below 10000; a scale without a digit before it counts once (十, 百)."""
    if "万" in text or "亿" in text:
        return _chinese(text)
    total, digit, last, gap = 0, None, 10_000, False
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
            digit, last, gap = None, factor, False
        elif char in _DIGITS:
            if digit:
                return None
            digit, gap = _DIGITS[char], gap or _DIGITS[char] == 0
        else:
            return None
    short = digit and not gap and _SMALL["百"] <= last <= _SMALL["千"]
    return total + (digit or 0) * (last // 10 if short else 1)
