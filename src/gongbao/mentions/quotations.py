"""Quotations beside head nouns: what stands in them, between, and around."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongbao.mentions.page import Page

if TYPE_CHECKING:
    from gongbao.mentions.grammar import Head

LISTING = frozenset("、，。；")
NUMERALS = "一二三四五六七八九十百千万亿两几"
_SHORT = 2
_EDITION = re.compile(r"[—–－-](?:19|20)\d\d(?![\d年.])")
_YEAR = re.compile(r"[—–－-]?(?:19|20)\d\d(?=”)")


def closing(page: Page, end: int) -> int:
    """Where a quotation closes right behind a head noun and its year (“清风行动2024”); -1 where none does."""
    year = _YEAR.match(page.text, end)
    at = year.end() if year else end
    return at if page.text.startswith("”", at) and at in page.pairs else -1


def row(page: Page, opening: int) -> int:
    """Where the row of quotations opens that a quotation stands in (“甲”“乙”“丙”)."""
    while page.text.endswith("”", 0, opening) and opening - 1 in page.pairs:
        opening = page.pairs[opening - 1]
    return opening


def edition(page: Page, end: int) -> int:
    """Where the year that a dash ties to a name ends (“猎鹰”行动—2022); the end itself where there is none."""
    year = _EDITION.match(page.text, end)
    return year.end() if year else end


def code_name(page: Page, position: int, cues: frozenset[str]) -> int | None:
    """Where a code name opens whose quotation, or the brackets behind it, close before a position (代号“破浪”的…行动)."""
    text, at = page.text, position
    if text.endswith("）", 0, at) and at - 1 in page.pairs:
        at = page.pairs[at - 1]
    opening = page.pairs.get(at - 1) if text.endswith("”", 0, at) else None
    if opening is None or not text.endswith(tuple(sorted(cues)), 0, opening):
        return None
    if any(text[at - 1 - size : at - 1] in page.vocabulary.heads for size in (_SHORT, _SHORT + 1)):
        return None  # the quotation is the whole name (代号“春雷行动”)
    return opening


def after_quotation(page: Page, end: int) -> bool:
    """Whether an item that names a thing of its own in quotation marks ends before a list mark (“微课”讲堂、…)."""
    closing = page.text.rfind("”", max(0, end - _ITEM), end)
    return closing >= 0 and not LISTING & set(page.text[closing:end])


_ITEM = 4


def beside_quotation(page: Page, head: Head) -> bool:
    """Whether a quotation stands right before the head noun, or a word or two before, or around it."""
    text = page.text
    closing = text.rfind("”", max(0, head.start - _BESIDE), head.start)
    if closing >= 0:
        return not (text[closing + 1].isdigit() or text[closing + 1] in NUMERALS)
    return text.startswith("”", head.end) and head.end in page.pairs


def touches_quotation(page: Page, head: Head) -> bool:
    """Whether a quotation of some length, and no mere catchword, stands right before the head noun (“清仓扫库”工作)."""
    opening = page.pairs.get(head.start - 1) if page.text.endswith("”", 0, head.start) else None
    return opening is not None and head.start - opening > _CATCHWORD


_CATCHWORD = 5
_BESIDE = 9
