"""Joiners beside names that verbs govern: whether they part two names, or stand inside one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongbao.mentions import edges, quotations
from gongbao.mentions.page import Page
from gongbao.mentions.vocabulary import Kind

if TYPE_CHECKING:
    from gongbao.mentions.grammar import Head, Known

_JOINED = "及和与"
_LISTS, _AND_ALSO = "、暨", "暨"


def past_quotation(page: Page, start: int, head: Head) -> int:
    """Move past a quotation that a joiner parts from the name, where no verb governs both (“四增”评估和|治污攻坚)."""
    last = max(page.text.rfind(mark, start, head.start) for mark in _JOINED)
    parted = last > 0 and "”" in page.text[start:last] and "”" not in page.text[last : head.start]
    return last + 1 if parted and edges.particular(page, last + 1, head) else start


def is_said(page: Page, start: int, head: Head) -> bool:
    """Whether what stands behind the last joiner makes a name too (not 洪水及|水利工程, which joins a class)."""
    last = max(page.text.rfind(mark, start, head.start) for mark in _JOINED)
    return last < 0 or edges.particular(page, last + 1, head)


def parted(page: Page, position: int, quoted: bool, head: Head, known: Known) -> bool | None:
    """Whether a joiner that ends at a position parts two names (True), a name and a clause (False), or nothing (None)."""
    joiner = page.words[page.at[position - 1]]
    listed = page.text[position - 1] in _LISTS
    if page.text[position - 1] == _AND_ALSO and not edges.particular(page, position, head):
        return None
    if joiner.start in known.ends or ends_name(page, joiner.start, head):
        return True
    if page.text[position - 1] == "、" and not quoted and quotations.after_quotation(page, joiner.start):
        return True
    if not listed and known.spans.get(position, 0) > head.start:
        return True
    if position == head.start or (not listed and (quoted or page.kinds[page.at[position]] & Kind.OPENER)):
        return False
    return None


def ends_name(page: Page, end: int, head: Head) -> bool:
    """Whether a name ends before a joiner, so that it joins names and not parts of one."""
    text, heads = page.text, page.vocabulary.heads
    if end and text[end - 1] in "”》":
        return True
    if end and page.is_end(end) and page.word(page.at[end - 1]) in head.grammar.not_head:
        return False  # a verb that only ends like a head noun (执行“春节稽查专案”)
    return any(
        any(class_id == head.grammar.id for class_id, _ in heads.get(text[end - size : end], ()))
        for size in range(1, min(7, end + 1))
    )
