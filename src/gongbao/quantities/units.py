"""Units that are more or less than they look: the beginning of a word, halves of a unit, and units of units."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from gongbao.quantities.grammar import WAYS
from gongbao.text import numerals, tsv
from gongbao.text.alternation import alternation
from gongbao.text.words import dictionary

_AHEAD, _BACK, _TERMS = 6, 24, frozenset(("年", "个月", "天", "日", "周", "小时", "分钟"))
_ROWS = tuple(tsv.rows("gongbao.quantities", "units.tsv"))
_PARTS = {(larger, smaller): int(count) for kind, larger, smaller, count in _ROWS if kind == "part"}
_LARGER, _BEGINS = frozenset(larger for larger, _ in _PARTS), frozenset(f"0123456789又{numerals.FIRST}")
CURRENCIES, _SIGNS = ({row[1]: row[2] for row in _ROWS if row[0] == kind} for kind in ("currency", "sign"))
_COUNTED = frozenset(row[1] for row in _ROWS if row[0] == "counted")
_NOT_BEFORE = frozenset("第每.．·/+×∶:〔[^-−ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_NOT_BEFORE_CHINESE, _BRACKETS = frozenset("数几这去前后末尾未届"), ("（", "）", "(", ")")
_OF_NUMBER, _NOW = frozenset("人户总件次个基倍指辆例"), frozenset("目当年日月以此从提")
_BEHIND, _TO, _NAMING = "、，和及章编篇—–-－~～至到", frozenset("—–-－~～至到"), frozenset("住号路街道届、点")
_CURRENCY_AFTER = re.compile(f"({'|'.join(CURRENCIES)})")
_CURRENCY = re.compile(f"({'|'.join(CURRENCIES)})(?:[（(]以?下同[）)])?[约逾近]?[ 　]?$")
_SIGN_ENDS = frozenset({" ", *(sign[-1] for sign in _SIGNS)})
_SIGN = re.compile(f"(?<![A-Za-z])({alternation(_SIGNS)}) ?$")
_NAMED = frozenset(("里", "公里", "滴", "棵", "道", "门", "眼", "轮", "组", "周", "工作日"))
_HAPPENING, _HOUSES, _WHOLE = map(frozenset, ("场次个项届期名人", "幢栋座", "家名户起件个人辆艘所座位宗份处项"))


class More(NamedTuple):
    """What a number goes on with: where that ends, the value in its unit, the unit, and whether it is more (两个多小时)."""

    end: int
    value: Decimal
    unit: str
    over: str | None = None


def half(text: str, place: int) -> More | None:
    """Read the unit behind a number with a half or more, or with tenths of a tenth: 3个半小时, 两个多月, 两年半, 九成八."""
    if found := WAYS["hundredths"].match(text, place):
        tenths = 5 if found["more"] == "半" else numerals.value(found["more"]) or 0
        return More(found.end(), Decimal(tenths) / 10, "1/10")
    if found := WAYS["half_unit"].match(text, place):
        return More(found.end(), Decimal(0) if found["over"] else Decimal("0.5"), "个" + found["unit"], found["over"])
    found = WAYS["unit_half"].match(text, place)
    return More(found.end(), Decimal("0.5"), found["unit"]) if found else None


def sign(text: str, place: int) -> re.Match[str] | None:
    """Return the sign of money that stands before a number."""
    return _SIGN.search(text, max(0, place - 6), place) if text[place - 1] in _SIGN_ENDS else None


def money(text: str, start: int, place: int, end: int, unit: str | None) -> tuple[int, int, str | None]:
    """Return where an amount begins and ends, and its unit: that of the currency beside 元 (港币3万元, 3元美金), or of a sign."""
    if unit and unit != "元":
        return start, end, CURRENCIES.get(unit, unit)
    if (before := sign(text, place)) and (unit or before[1][-1] not in "币金" or text[end - 1] in "万亿"):
        return start, end, _SIGNS[before[1]]
    if unit and (after := _CURRENCY_AFTER.match(text, end)):
        return start, after.end(), CURRENCIES[after[1]]
    named = _CURRENCY.search(text, max(0, start - 10), start) if unit else None
    return (named.start(), end, CURRENCIES[named[1]]) if named else (start, end, unit)


def compound(text: str, place: int, value: Decimal, unit: str) -> More | None:
    """Read on where an amount goes on in a smaller unit (三年六个月, 3元5角)."""
    if unit.endswith("元") or unit == "块":
        coins = WAYS["money"].match(text, place)
        if not coins:
            return None
        tenths, *cents = (numerals.value(coins[part] or "0") or 0 for part in ("jiao", "fen", "only"))
        return More(coins.end(), value + Decimal(10 * tenths + sum(cents)) / 100, unit)
    if unit == "个" and text.startswith("亿", place):  # 1.5个亿
        return More(place + 1, value * 10**8, "元")
    if unit == "角" and (fen := WAYS["cents"].match(text, place)):
        return More(fen.end(), value / 10 + Decimal(numerals.value(fen[1]) or 0) / 100, "元")
    goes_on = unit in _LARGER and text[place : place + 1] in _BEGINS
    smaller = WAYS["smaller"].match(text, place) if goes_on else None
    count = numerals.value(smaller["n"]) if smaller else None
    factor = _PARTS.get((unit, smaller["unit"])) if smaller else None
    if not smaller or factor is None or count is None or count >= factor:
        return None
    more = More(smaller.end(), value * factor + count, smaller["unit"].replace("分钟", "分").replace("分", "分钟"))
    return compound(text, more.end, more.value, more.unit) or more


def is_cut(text: str, end: int, unit: str) -> bool:
    """Say whether what follows belongs to the number: digits (1米78, 3元5), a scale ($5 million), or the end of a term (三个月至一年)."""
    term = unit in _TERMS and text[end : end + 1] in _TO and WAYS["term"].match(text, end)
    tail = unit in ("米", "元", "块") and WAYS["tail"].match(text, end)
    return bool(tail or (term and term["unit"] != unit) or WAYS["magnified"].match(text, end))


def ends_word(text: str, start: int, end: int) -> bool:
    """Say whether a unit is a word of its own: not 台 of 2025台湾, 轮 of 三轮车, 门 of 五花八门."""
    idiom = end == start + 1 >= 4 and text[start - 1] in numerals.CHINESE and text[start - 2] not in numerals.CHINESE
    if idiom and text[end - 3] not in "多余几" and dictionary().knows(text[end - 4 : end]):  # 三十多万元 is none
        return False
    if text[start:end] in ("元", "圆") and text[end : end + 1] == "整":
        return True
    ahead, year = WAYS["run"].match(text, end, end + _AHEAD), text[max(0, start - 4) : start]
    figure = text[start - 1] if text[start - 1] in numerals.CHINESE else year if WAYS["year"].fullmatch(year) else "3"
    return ahead is None or not ahead[0] or _parted(figure, text[start:end], ahead[0])


def is_date(text: str, start: int, end: int, *, ranged: bool) -> bool:
    """Say whether days are those of a month: （记者某某）10日至16日, 周三（12日）, 3月6日起至15日, 5日下午, ：5日，."""
    beside = text[start - 1 : start] in _BRACKETS and text[end : end + 1] in _BRACKETS
    day = WAYS["day_before"].search(text, max(0, start - 4), start) or WAYS["day_after"].match(text, end)
    return (ranged or beside or day is not None) and not WAYS["lasting"].search(text, max(0, start - 6), start)


def is_name(text: str, start: int, written: str) -> bool:
    """Say whether the character before makes the numeral an ordinal, a rate or a part of a name."""
    before = text[start - 1] if start else "\n"
    parted = not _NAMING.isdisjoint(text[max(0, start - 2) : start + 4])
    if parted and any(WAYS["part_of_name"].match(text, max(0, start - back)) for back in range(3)):
        return True
    far = max(0, start - _BACK)
    if before in _BEHIND and text.find("第", far, start) >= 0 and WAYS["ordinal"].search(text, far, start):
        return True
    end = start + len(written)
    if before + text[end : end + 1] in ("月起", "月日", "角分", "》条", "》页", "卷页", "》卷", "法条", "例条"):
        return True  # 1月23起至1月29日, 1-8月30日, 5角3分, 《基本法》23条
    if before in _NOT_BEFORE or (before == "前" and text[start - 2 : start - 1] not in _NOW):
        return True
    counted = before == "数" and text[start - 2 : start - 1] in _OF_NUMBER  # 人数十一万, not 数十人
    return not written[0].isascii() and before in _NOT_BEFORE_CHINESE and not counted


def names_event(text: str, written: str, unit: re.Match[str]) -> bool:
    """Say whether a number is of a name, not counted: the year of an event (2023里水马拉松) or model (2024款), a house (2幢301室), 三方, 七股."""
    place = unit.start() - len(written)
    if "." in written[:-1] and written[-1].isdigit() and unit[0] in _WHOLE and text[place - 1 : place] in ("", "\n"):
        return True  # 3.5家, the third of a list
    named = unit[0] in _NAMED and WAYS["named"].search(text, max(0, unit.start() - 2 * _AHEAD), unit.end() + _AHEAD)
    if named or (unit[0] in _HOUSES and WAYS["room"].match(text, unit.end())):
        return True
    if unit[0] in ("方", "股", "甲"):
        return written[-1] not in "百千万亿" and len(written) < 4
    if unit[0] == "级":
        said = WAYS["wind"].search(text, max(0, unit.start() - 16), unit.start())
        return "." not in written and not WAYS["force" if said else "gust"].match(text, unit.start())
    if not WAYS["year"].fullmatch(written) or unit[0] in _HAPPENING:
        return False
    return unit[0] == "款" or WAYS["event"].match(text, unit.end(), unit.end() + 20) is not None


@lru_cache(maxsize=20_000)
def _parted(figure: str, unit: str, ahead: str) -> bool:
    """Say whether a word ends where the unit does, as a dictionary cuts it behind a number."""
    text, place = figure + unit + ahead, len(figure + unit)
    over = next((w for w in dictionary().cut(text) if w.start < place < w.end), None)
    if over is None or text[over.start : over.end] in _COUNTED:
        return True
    counted = text[place : over.end]
    if over.start != len(figure):
        return False
    begun = place + (dictionary().cut(ahead)[0].end if not WAYS["year"].fullmatch(figure) else 0)
    return begun > over.end or (len(counted) > 1 and dictionary().knows(counted))  # 名|单身, 架|飞机
