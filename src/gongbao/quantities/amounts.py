"""Find amounts: a numeral with its unit and bound, before anyone asks what was counted.

A numeral that cannot be read whole (1,2345, 5万3亿, one that a line end cuts) is a mere `Span`: better no value than a part of it.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from gongbao.model import Span
from gongbao.quantities import units
from gongbao.quantities.grammar import WAYS, Grammar
from gongbao.text import numerals
from gongbao.text.words import dictionary

_PERCENT, _SPOKEN = {"%": "1/100", "‰": "1/1000", "‱": "1/10000"}, {"圆": "元", "块钱": "元"}
_AHEAD, _BACK, _FEW, _WORD, _OLDEST = 24, 24, 20, 6, 9_999
"""How far 最高可被判, earlier digits and the end of a word may stand, up to what number headings are counted (九个方面) and years of age."""
_SPAN_OF_IT, _LASTS = "个天年周名人倍", "个天年周日小"
"""What 一至三 may count (一至五组 are numbered), and what 一 does where a term is told (缓刑一年)."""
_ARABIC, _BARE, _CLOCK = "0123456789", "百千万亿", frozenset("时点度")
_SIGNS, _FIRST_ENDS = "-－−+下负\n", "至到零又年月时分钟\n"
_CUTTING = frozenset("0123456789,，.．。'’· 　\n百千万亿兆点—–~～至到-")
"""What a sign, the first of two numbers, and the number that the numeral is the rest of, end with."""
_CLASSED = frozenset("斤克吨米元里瓦")
_BELOW_ZERO = frozenset({*_PERCENT.values(), "℃", "度", "摄氏度", "个百分点", "百分点"})
_Pair = tuple[Decimal, Decimal | None]


class Amount(NamedTuple):
    """A numeral with its bound words and unit (empty: none); `upper` ends a range; `folds` marks 翻一番, a change by itself."""

    start: int
    end: int
    value: Decimal
    unit: str
    bound: str | None
    upper: Decimal | None = None
    folds: bool = False


def find(
    text: str, start: int, end: int, words: Grammar, dated: frozenset[int] = frozenset()
) -> Iterator[Amount | Span]:
    """Yield the amounts of `text[start:end]` (folded) in order, not overlapping; `dated` are the ends of its times."""
    place = start
    while first := words.first.search(text, place, end):
        place = first.end()
        amount: Amount | Span | None = None
        if special := words.special.match(text, first.start(), end):
            amount = _special(text, special, words, start)
        elif number := words.number.match(text, first.start(), end):
            place = number.end()
            if text[place : place + 1] in words.follows or units.sign(text, first.start()):
                amount = _amount(text, number, words, start, dated)
            dash = None if amount else WAYS["range"].match(text, place)
            if dash and (second := words.number.match(text, dash.end())):
                place = second.end()  # 一至五组 is not five
        if amount is not None:
            place = max(place, amount.end)
            yield amount


def _special(text: str, found: re.Match[str], words: Grammar, floor: int) -> Amount:
    """Read 翻一番 (the double), 翻两番 (the fourfold) and 一半, 半数以上."""
    if not found["half"]:
        times = numerals.whole(found["times"] or "一") or 1
        return Amount(found.start(), found.end(), Decimal(2) ** times, "倍", None, folds=True)
    start, bound = _bound_before(text, found.start(), words, floor)
    return _closed(text, Amount(start, found.end(), Decimal(1), "1/2", bound), words)


def _closed(text: str, amount: Amount, words: Grammar) -> Amount:
    """Take in the bound behind an amount (以上, 左右)."""
    closing = words.after.match(text, amount.end)
    inner = closing is not None and closing[0] in ("内", "多")
    if closing is None or (inner and dictionary().cut(text[amount.end : amount.end + _WORD])[0].end > 1):
        return amount  # 两项内容
    return amount._replace(end=closing.end(), bound=words.bound_of[closing[1]])


def _amount(
    text: str, number: re.Match[str], words: Grammar, floor: int, dated: frozenset[int]
) -> Amount | Span | None:
    place = number.start()
    if text.startswith(words.fixed, place):
        return None
    if fraction := _fraction(text, number, words):
        return fraction
    if _cut(text, place, dated):
        return _unread(text, number, words)
    sign = text[place - 1] in _SIGNS and WAYS["sign"].search(text, max(floor, place - 2), place)
    if not sign and not units.sign(text, place) and units.is_name(text, place, number["n"]):
        return None
    if (numbers := _numbers(number)) is None:
        return _unread(text, number, words)
    if numbers[0] == 0 and number["n"][0] not in _ARABIC:
        return None
    amount = _measured(text, number, numbers, words, floor, minus=bool(sign and sign[0] != "+"))
    if sign and isinstance(amount, Amount):
        below = sign[0] == "+" or amount.unit in _BELOW_ZERO or WAYS["meant"].search(text, max(0, place - 5), place)
        if sign[0] == "零下" and amount.upper is not None and amount.upper > 0:
            return Span(amount.start, amount.end)  # 零下3度到5度
        start, bound = _bound_before(text, sign.start(), words, floor)
        value = -amount.value if sign[0] != "+" and amount.upper is None else amount.value
        return amount._replace(start=start, value=value, bound=amount.bound or bound) if below else None
    return amount


def _numbers(number: re.Match[str]) -> _Pair | None:
    """The number that a numeral says, or the two that it lies between (七八百)."""
    scale = numerals.scale(number["s"] or "")
    value = numerals.scaled(number["n"], scale)
    if number.string.startswith("折", number.end()) and len(number["n"]) == 2 and (row := numerals.digits(number["n"])):
        return Decimal(row) / 10, None  # 八五折
    if value is None and len(number["n"]) > 2 and number["n"] not in "〇一二三四五六七八九":
        value = numerals.scaled(numerals.digits(number["n"]) or "", scale)  # 一二〇〇亩, not 一二三产业
    if value is not None:
        return value, None
    pair = numerals.between(number["n"])
    return (pair[0] * scale, pair[1] * scale) if pair else None


def _measured(
    text: str, number: re.Match[str], numbers: _Pair, words: Grammar, floor: int, *, minus: bool
) -> Amount | Span | None:
    """Complete a number with its bound, the second number of a range (whose first is below zero after `minus`), and its unit."""
    if (bounded := _bounded(text, number, words, floor)) is None:
        return None
    (start, bound), (value, upper) = bounded, numbers
    end, inner = _spaced(text, number, words), number["w2"] or number["w"]
    if half := units.half(text, end):
        return Amount(start, half.end, value + half.value, half.unit, words.bound_of.get(half.over or "", bound))
    bare = WAYS["range"].match(text, number.end()) is not None
    if upper is None and (ranged := _range(text, end, -value if minus else value, words, bare=bare)):
        first, last, stop = ranged
        if first is None and bare:
            return _unread(text, number, words, stop)
        if first is not None:
            value, upper, end = first, last, stop
    span = upper is not None and (number["n"] != "一" or text[end : end + 1] in _SPAN_OF_IT)
    end, unit = _unit(text, end, start, "3" if span else number["n"], words, value)
    start, end, unit = units.money(text, start, number.start(), end, unit)
    if unit is None:
        return None
    amount = Amount(start, end, value, unit, bound, upper)
    if unit == "日" and units.is_date(text, start, end, ranged=upper is not None):
        return None
    if upper is None and inner is None and (more := units.compound(text, end, value, unit)):
        amount = amount._replace(end=more.end, value=more.value, unit=more.unit)
    if units.is_cut(text, amount.end, amount.unit) or (unit.endswith("岁") and amount.value > _OLDEST):
        return Span(amount.start, amount.end)  # 390万65岁以上老人
    return _closed(text, amount, words)


def _bounded(text: str, number: re.Match[str], words: Grammar, floor: int) -> tuple[int, str | None] | None:
    """Where a number with its bound begins, and the bound; None where a bare 百 or 万 is no number."""
    sign = units.sign(text, number.start())
    start, bound = _bound_before(text, sign.start() if sign else number.start(), words, floor)
    if number["n"][0] in _BARE:
        lead = words.bare.search(text, max(floor, number.start() - 2), number.start())
        if not (lead or number["w"] or WAYS["bare_money"].match(text, number.start())):
            return None
        if lead:
            start, bound = lead.start(), words.bound_of[lead[0].rstrip("了")]
    if inner := number["w2"] or number["w"]:
        return start, words.bound_of[inner]
    if bound is None and words.ahead.search(text, max(floor, start - _AHEAD), start):
        return start, words.upper
    return start, bound


def _cut(text: str, place: int, dated: frozenset[int]) -> bool:
    """Say whether a numeral is the rest of one that began before: 2345 in 1,2345, or behind a line end."""
    before = text[place - 1] in _CUTTING and WAYS["cut"].search(text, max(0, place - _BACK), place)
    if not before or any(end in dated for end in range(before.start() + 1, place + 1)):
        return False
    return text[place] in _ARABIC or "\n" in before[0] or (before[0][0] in _ARABIC and before[0][-1] != " ")


def _unread(text: str, number: re.Match[str], words: Grammar, end: int | None = None) -> Span | None:
    """A numeral, up to `end`, that says no one number, where a unit follows it: else it counts nothing anyway."""
    place = _spaced(text, number, words) if end is None else end
    unit = words.unit.match(text, place)
    stop = place + 1 if text[place : place + 1] in _PERCENT else unit.end() if unit else place
    doubtful = end is not None or number["n"][0] in _ARABIC or not set(number["n"]).isdisjoint("百千万亿拾佰仟")
    if stop == place or not doubtful or (unit and not units.ends_word(text, number.end(), stop)):
        return None
    whole = WAYS["digits_before"].search(text, max(0, number.start() - _BACK), number.start())
    return Span(whole.start() if whole else number.start(), stop)


def _spaced(text: str, number: re.Match[str], words: Grammar) -> int:
    """Return where a number ends, past the space that some write before its unit (2022 箱)."""
    end, line = number.end(), number.start() == 0 or text[number.start() - 1] == "\n"
    spaced = text[end : end + 1] in (" ", "　") and text[end - 1] in "0123456789万亿" and not line
    return end + 1 if spaced and words.unit.match(text, end + 1) else end


def _bound_before(text: str, place: int, words: Grammar, floor: int) -> tuple[int, str | None]:
    ends = text[place - 1 : place] in words.ends
    found = words.before.search(text, max(floor, place - 5), place) if ends else None
    if not found:
        return place, None
    said = found[0].rstrip("了")
    return found.start(), words.bound_of[said if said in words.bound_of else said.removesuffix("约")]


def _range(
    text: str, end: int, value: Decimal, words: Grammar, *, bare: bool
) -> tuple[Decimal | None, Decimal, int] | None:
    """Read the second number of a range (4—6, 3个至5个, 4、5人): the first, in its scale (5—6万元), itself, and its end."""
    near = text[end : end + 1] == "、" and WAYS["neighbours"].match(text, end - 1)
    more = numerals.value(near["n"] or near["c"]) if near else None
    if near and more == (numerals.value(text[end - 1]) or 0) + 1:
        return (value if value < more else None, more, near.end()) if words.unit.match(text, near.end()) else None
    unit, percent = words.unit.match(text, end), text[end : end + 1] in _PERCENT
    place = end + 1 if percent else unit.end() if unit else end
    below = WAYS["to_below"].match(text, place)
    dash = below or WAYS["range"].match(text, place)
    second = words.number.match(text, dash.end()) if dash else None
    scale = numerals.scale(second["s"] or "") if second else 1
    upper = numerals.scaled(second["n"], scale) if second else None
    if second is None or upper is None or (percent and text[second.end() : second.end() + 1] not in _PERCENT):
        return None  # 下降25%至52亿元 is no range
    other = words.unit.match(text, second.end())
    if unit and (other is None or other[0] != unit[0]):
        return None  # 提高2个百分点至18%
    upper, last = -upper if below else upper, numerals.trailing_scale(second["n"]) * scale
    if bare and second["n"][-1] == "十" and value < 10:
        return None, upper, second.end()  # 三至五十人
    if bare and value < last and value * last < upper:
        value *= last
    return value if value < upper else None, upper, second.end()


def _unit(text: str, end: int, start: int, written: str, words: Grammar, value: Decimal) -> tuple[int, str | None]:
    """Return where the unit ends and the unit: None for no amount, an empty one for a number without any."""
    if text[end : end + 1] in _PERCENT:
        return end + 1, _PERCENT[text[end]]
    chinese = written[0] not in _ARABIC
    if value < 10 and (tenths := WAYS["tenths"].match(text, end)):
        return tenths.end(), "1/10"
    unit = words.unit.match(text, end)
    if written == "一":
        return (unit.end(), unit[0]) if unit and _one(text, start, unit, words) else (end, None)
    if unit is None:
        return _without(text, end, written, words)
    if value < _FEW and words.enumerated.match(text, unit.end()):
        return end, None
    led = text.endswith(words.terms_of, 0, start) or text.startswith("年以上", end)
    if written == "二" and unit[0] != "倍" and not led:
        return end, None
    if unit[0] in words.later and not _stands(text, start, unit.end(), chinese and written != "两", words):
        return end, None
    if "/" in unit[0] and not units.ends_word(text, end, unit.end()):  # 5元/支出3元
        unit = words.unit.match(text, end, text.index("/", end)) or unit
    formula = unit[0].isascii() and WAYS["not_after"].match(text, unit.end())
    classed = text[unit.end() : unit.end() + 1] == "级" and unit[0][-1] in _CLASSED  # 48公斤级
    alone = units.ends_word(text, end, unit.end())
    if formula or classed or not alone or units.names_event(text, written, unit):
        return end, None
    return unit.end(), _SPOKEN.get(unit[0], unit[0]).replace(" ", "")


def _without(text: str, end: int, written: str, words: Grammar) -> tuple[int, str | None]:
    """Read a number without a measure: of people (33万农民工), or one of a list."""
    if written[-1] in "万亿" and text.startswith(words.nouns, end):
        return end, words.person
    if text.startswith("/10万", end):
        return end + len("/10万"), "1/100000"
    return end, "" if written[0] in _ARABIC and text[end : end + 1] in "、和" else None


def _one(text: str, start: int, unit: re.Match[str], words: Grammar) -> bool:
    """Say whether 一 counts, and is no article: 增长一倍, 缓刑一年, after a verb of catching, 一艘 behind its noun at a clause's end."""
    lasts = unit[0] in words.later and unit[0][0] in _LASTS and text.endswith(words.terms_of, 0, start)
    if lasts or unit[0] == "倍" or text.startswith("年以上", unit.start()):
        return True
    if start < unit.start() - 2 and text[unit.start() - 1] == "一" and text[start] != "突":
        return unit[0] not in words.later  # 不足一公里
    if unit[0] not in words.ones or text.endswith(words.catching, max(0, start - 4), start):
        return unit[0] in words.ones
    ends = text[unit.end() : unit.end() + 1] in "，。；、,;）\n"
    return ends and WAYS["no_article"].search(text, max(0, start - 1), start) is not None


def _stands(text: str, start: int, end: int, chinese: bool, words: Grammar) -> bool:
    """Say whether a number with such a unit is a count: a word of measure leads it, or its clause ends with it."""
    score, clocked = text[end - 1] == "分", text[start - 1 : start] in _CLOCK and text[start].isnumeric()
    if score and (clocked or WAYS["very"].match(text, start)):
        return False
    after = words.after.match(text, end)
    place = after.end() if after else end
    if text[start - 1] in _FIRST_ENDS and WAYS["second"].search(text, max(0, start - 5), start):
        return False
    led = text.endswith(words.leads, max(0, start - 3), start) and text[start] != "近"  # 为近两年最低
    paired = after and (text[place : place + 1] in numerals.CHINESE + _ARABIC or text.endswith("以上", 0, start))
    more = text[end - 1] == "年" and "个月" in text[end : end + _AHEAD] and WAYS["smaller"].match(text, end)
    goes_on = text.startswith("不等", place) or (more and more["unit"] == "个月") or text.startswith(words.terms, place)
    ends = text[place : place + 1] in "，。；、,;！）)\n" and text[start - 1 : start] not in "，。；、的"
    ends = ends and (text[end - 1] in "年月周天时钟米" if chinese else text[end - 1] != "日")
    crew = WAYS["crew"].search(text, max(0, start - 2), end + _FEW)
    return bool(led or paired or goes_on or ends or crew or (score and text[start] in "低高不超至"))


def _fraction(text: str, number: re.Match[str], words: Grammar) -> Amount | None:
    place = number.start()
    if (slash := WAYS["slash"].match(text, place)) and int(slash[1]) < int(slash[2]):
        start, bound = _bound_before(text, place, words, 0)
        whole = _closed(text, Amount(start, slash.end(), Decimal(slash[1]), f"1/{slash[2]}", bound), words)
        shared = WAYS["share"].search(text, max(0, place - 8), place) or WAYS["beside"].match(text, slash.end())
        return whole if shared else None
    found = text.startswith("分之", number.end("n")) and WAYS["fraction"].match(text, place)
    if not found or WAYS["goes_on"].match(text, found.end()):
        return None
    parts, value = numerals.value(found[1]), numerals.value(found[2])
    if parts is None or value is None or parts < 2:
        return None
    start, bound = _bound_before(text, found.start(), words, 0)
    upper = numerals.value(second) if (second := found[3] or found[4]) else None
    end = found.end() if second is None or upper is not None else found.end(2)
    return _closed(text, Amount(start, end, value, f"1/{parts}", bound, upper), words)
