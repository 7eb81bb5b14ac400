"""The grammar finder: a head noun, and what may stand before it, make a name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from gongbao.mentions import anchored, cases, edges, governed, quotations
from gongbao.mentions.candidate import Candidate
from gongbao.mentions.names import Hit
from gongbao.mentions.page import HARD, Page
from gongbao.mentions.vocabulary import SITUATED, STRONG, TAGGED, WEAK, Grammar


class Head(NamedTuple):
    """An occurrence of a head noun."""

    start: int
    end: int
    grammar: Grammar
    strength: str


class Known(NamedTuple):
    """Known names by their ends: the places, the places and bodies together, and the ends of all names."""

    places: Mapping[int, Hit]
    all: Mapping[int, Hit]
    ends: frozenset[int]
    weak: frozenset[str]
    spans: Mapping[int, int]

    @property
    def starts(self) -> Mapping[int, int]:
        """Where known names start."""
        return self.spans


FINDER = "grammar"
_ANCHORED, _GOVERNED = "anchored", "governed"
_EACH = re.compile("各[省市州区县旗镇乡街]")
_OWNS = 0.85
"""A body this sure, before another name, is no part of it (佛山警方|“亮剑南粤”行动)."""
_DEEPER = 0.001
"""A more particular class wins where both find the same name."""
_Grow = Callable[[Page, Head, Known], Iterator[tuple[int, float]]]
_SHAPES: Mapping[str, _Grow] = MappingProxyType(
    {"governed": governed.starts, _ANCHORED: anchored.bodies, "located": anchored.places, "case": cases.starts}
)


def find(page: Page, heads: list[Head], known: Known) -> list[Candidate]:
    """Propose names; bodies may begin with a known body too (国家税务总局陕西省税务局)."""
    found: list[Candidate] = []
    owners: dict[int, int] = {}
    for head in sorted(heads, key=lambda head: head.grammar.shape != _ANCHORED):
        grow = _SHAPES.get(head.grammar.shape)
        if grow is None or head.strength in (SITUATED, TAGGED):
            continue
        for start, score in grow(page, head, known):
            end = tailed(page, head)
            if head.grammar.shape == _ANCHORED:
                if _EACH.search(page.text, start, head.start):
                    continue
                if score >= _OWNS:
                    owners[start] = max(end, owners.get(start, 0))
            elif not head.grammar.owner_inside and start < owners.get(start, 0) <= head.start:
                start = edges.trimmed(page, owners[start], head.start)
                if start >= head.start or not edges.particular(page, start, head):
                    continue
            if page.pairs.get(end, -1) > start and page.text.startswith("”", end):
                end += 1
            sure = min(1.0, score + _DEEPER * head.grammar.depth)
            found.append(Candidate(start, end, head.grammar.id, FINDER, sure))
    return found


def tailed(page: Page, head: Head) -> int:
    """Return the end of a name: its head noun, with the tail that follows it directly."""
    end = head.end
    if head.grammar.shape == _GOVERNED:
        end = max(quotations.edition(page, end), quotations.closing(page, end))
    for tail in head.grammar.tail:
        after = end + len(tail)
        if (
            page.text.startswith(tail, end)
            and page.is_end(after)
            and not page.text.startswith(head.grammar.not_after_tail, after)
        ):
            return end + len(tail)
    return end


def _bracketed(page: Page, end: int) -> int | None:
    """Where a name ends whose section stands in brackets behind it (长江国家文化公园（江西段）)."""
    closing = page.pairs.get(end) if page.text.startswith("（", end) else None
    if closing is None or closing - end > _BRACKETED:
        return None
    tails = page.vocabulary.words.get("bracketTail", ())
    return closing + 1 if any(page.text.endswith(tail, end, closing) for tail in tails) else None


_BRACKETED = 8


def sections(page: Page, candidates: list[Candidate], heads: list[Head]) -> list[Candidate]:
    """Propose places once more with what goes on behind them: the rest of a head noun, a section, a number (某中心|二期)."""
    places = [c for c in candidates if page.vocabulary.grammars[c.type].shape == _LOCATED]
    over = {at: head for head in heads if head.end - head.start >= _LONG_HEAD for at in range(head.start + 1, head.end)}
    found = []
    for place in places:
        head = over.get(place.end)
        if head is not None and place.start < head.start and head.grammar.id == place.type:
            place = place._replace(end=head.end)
            found.append(place)
        tails = page.vocabulary.grammars[place.type].tail
        tail = next((t for t in tails if page.text.startswith(t, place.end) and page.is_end(place.end + len(t))), "")
        end = place.end + len(tail) if tail else _bracketed(page, place.end)
        if end is not None:
            found.append(place._replace(end=end))
    return found


_LONG_HEAD = 4


_LOCATED = "located"


def heads(page: Page) -> list[Head]:
    """Find the head nouns: they end a word, are no end of another word, and the longest at an end stands for all."""
    vocabulary = page.vocabulary
    best: dict[tuple[int, str], Head] = {}
    for number, start, end in vocabulary.automaton.find_matches_as_indexes(page.text, overlapping=True):
        if not page.is_end(end) or _in_address(page.text, start, end):
            continue
        for class_id, strength in vocabulary.heads[vocabulary.head_words[number]]:
            grammar = vocabulary.grammars[class_id]
            key = (end, class_id)
            longer = best.get(key)
            if longer is not None and longer.strength == WEAK and strength == STRONG and page.is_start(start):
                longer = longer if page.is_start(longer.start) else None  # 壮大|行动 is no 大行动
            if (longer is not None and longer.start <= start) or _is_other_word(page, start, end, grammar):
                continue
            best[key] = Head(start, end, grammar, strength)
    kept = (best[key] for key in sorted(best))
    return [head for head in kept if not _is_outdone(head, best, vocabulary.roles)]


def _is_outdone(head: Head, best: Mapping[tuple[int, str], Head], roles: Mapping[str, str]) -> bool:
    """Whether a longer head noun of places ends where one of bodies does (客运总站, 总站)."""
    longer = best.get((head.end, roles.get("place", "")))
    return head.grammar.id == roles.get("actor") and longer is not None and longer.start < head.start


def _in_address(text: str, start: int, end: int) -> bool:
    """Whether a head noun in Latin letters is part of an address (https://app.example.org)."""
    beside = text[start - 1 : start] + text[end : end + 1]
    return text[start].isascii() and any(char in "/.@" or (char.isascii() and char.isalnum()) for char in beside)


def _is_verb(page: Page, start: int, end: int) -> bool:
    """Whether a head noun of one character only ends a verb (立案查处; but not 沪闵路, nor 饲料|站)."""
    word = page.words[page.at[end - 1]]
    if word.end - word.start == 1:
        return word.tag == "v" and end < len(page.text) and not (page.text[end] in _CLOSES or page.kinds[page.at[end]])
    if word.tag == "vn" and word.end - word.start > _VERB:
        return False
    return end - start == 1 and word.tag.startswith(("v", "l", "i", "d"))


_VERB = 2
_CLOSES = HARD | frozenset("、）”副主")


def _is_other_word(page: Page, start: int, end: int, grammar: Grammar) -> bool:
    """Whether the word that ends here only ends like the head noun, or goes on in what follows."""
    word = page.word(page.at[end - 1])
    if len(word) > end - start and (word in grammar.not_head or _is_verb(page, start, end)):
        return True
    text = page.text
    if grammar.not_head and any(
        text[end - size : end] in grammar.not_head and (len(word) > size + 1 or page.is_start(end - size))
        for size in range(end - start + 1, min(end, end - start + 3) + 1)
    ):
        return True
    if text.startswith(grammar.not_before, end):
        return True
    return end < len(text) and page.word(page.at[end]) in grammar.not_before_word
