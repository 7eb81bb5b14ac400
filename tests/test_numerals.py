"""Numerals of every form have exact values, and text that is no numeral has none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongbao.text import numerals

KNOWN = {
    "600": 600,
    "1,234": 1234,
    "１２３": 123,
    "７.５万": 75000,
    "7.33万": 73300,
    "1.2亿": 120_000_000,
    "1亿2000万": 120_000_000,
    "3万5680": 35680,
    "14万2,680": 142_680,
    "1亿2,300万": 123_000_000,
    "1万3,613.5": Decimal("13613.5"),
    "12万3456.78": Decimal("123456.78"),
    "3百": 300,
    "二十三": 23,
    "十": 10,
    "廿二": 22,
    "卅": 30,
    "一百廿": 120,
    "两千零五": 2005,
    "三亿二千万": 320_000_000,
    "三点五万": 35000,
    "一百零三万零五十": 1_030_050,
    "一百五": 150,
    "一百零五": 105,
    "两万三": 23_000,
    "3万5": 35_000,
    "3千5百万": 35_000_000,
    "1兆2,000亿": 1_200_000_000_000,
    "壹佰贰拾万": 1_200_000,
    "玖拾捌万柒仟陆佰伍拾肆": 987_654,
    "参万": 30_000,
    "1.98万亿": 1_980_000_000_000,
}


@pytest.mark.parametrize(("text", "value"), KNOWN.items())
def test_value(text: str, value: int | Decimal) -> None:
    assert numerals.value(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "三五",
        "12,34",
        "1,2345",
        "3万5亿",
        "十十",
        "廿十",
        "二廿",
        "百家",
        "点五",
        "-3",
        "1.2.3",
        "二〇二四",
        "1.5万3千",
        "一二三",
    ],
)
def test_no_value(text: str) -> None:
    assert numerals.value(text) is None


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("七八百", 700, 800), ("二三十", 20, 30), ("十七八", 17, 18), ("三五万", 30_000, 50_000), ("一两", 1, 2)],
)
def test_between_neighbours(text: str, low: int, high: int) -> None:
    assert numerals.between(text) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize("text", ["一二三", "七九百", "三百", "五四", "二三二三"])
def test_between_nothing(text: str) -> None:
    assert numerals.between(text) is None


def test_digits() -> None:
    assert numerals.digits("二〇二四") == "2024"
    assert numerals.digits("２０24") == "2024"
    assert numerals.digits("二十") is None


def spell(number: int) -> str:
    """Write a whole number from 0 below 10**12 in Chinese numerals, the inverse of `numerals.value`."""
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


@given(st.integers(0, 10**12 - 1))
def test_spelled_numbers_read_back(number: int) -> None:
    assert numerals.value(spell(number)) == number


@given(st.integers(0, 10**9))
def test_grouped_digits_read_back(number: int) -> None:
    assert numerals.value(f"{number:,}") == number


@given(st.decimals(0, 99999, places=2), st.sampled_from(["", "百", "千", "万", "百万", "千万", "亿", "万亿"]))
def test_scaled_decimals_are_exact(number: Decimal, scale: str) -> None:
    assert numerals.value(f"{number}{scale}") == number * numerals.scale(scale)


@given(st.text(alphabet="〇零一二两三四五六七八九十百千万亿点0123456789.,", max_size=12))
def test_never_raises(text: str) -> None:
    value = numerals.value(text)
    assert value is None or value >= 0


def test_a_row_of_scales_without_end_is_no_number() -> None:
    for row in ("万" * 8000, "亿" * 8000, "一万" * 4000, "3万" * 4000, "一点" + "五" * 8000):
        assert numerals.value(row) is None
