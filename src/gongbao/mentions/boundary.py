"""Where names begin and end: marks that belong together stay together, what joins two names belongs to neither."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from gongbao import lexicon
from gongbao.mentions.candidate import Candidate
from gongbao.text.punctuation import COJOINERS, PAIRS, QUOTES_CLOSE, QUOTES_OPEN

_OPENING = {closing: opening for opening, closing in PAIRS.items()}
_MARKS = re.compile(f"[{re.escape(''.join((*PAIRS, *_OPENING)))}\n]")
LONGEST = 80
"""Marks further apart than this, or on two lines, do not belong together."""


def pairs(text: str) -> dict[int, int]:
    """Map each opening mark to its closing one and back; unbalanced ones are left out. Linear in the text's length."""
    found: dict[int, int] = {}
    stack: list[int] = []
    for match in _MARKS.finditer(text):
        at, char = match.start(), match[0]
        if char == "\n":
            stack.clear()
        elif char in PAIRS:
            stack.append(at)
        else:
            while stack and text[stack[-1]] != _OPENING[char] and len(stack) > 1:
                stack.pop()
            if stack and text[stack[-1]] == _OPENING[char]:
                start = stack.pop()
                if at - start <= LONGEST:
                    found[start], found[at] = at, start
    return found


def balance(candidate: Candidate, text: str, closed: Mapping[int, int]) -> Candidate:
    """Take in the mark right beside a name that one inside it belongs to (“清风”行动, not 清风”行动)."""
    start, end = candidate.start, candidate.end
    if end < len(text) and start <= closed.get(end, -1) < end:
        end += 1
    if start and start <= closed.get(start - 1, -1) < end and closed[start - 1] != end - 1:
        start -= 1
    return candidate._replace(start=start, end=end)


def parted(candidates: Sequence[Candidate], text: str) -> list[Candidate]:
    """Take the word that joins a name with the one of its class right before it out of it (甲局|和乙局)."""
    ends = {(c.end, c.type) for c in candidates}
    joined = ((c, text[c.start] in COJOINERS and (c.start, c.type) in ends and c.end > c.start + 2) for c in candidates)
    return [c._replace(start=c.start + 1) if joins else c for c, joins in joined]


_COUPLE = re.compile(f"((.).{{2,}}?)[{COJOINERS}](?=\\2).{{3,}}")


def _heads() -> tuple[str, ...]:
    return tuple(word for kind in ("public", "private") for _, word in lexicon.words(kind))


def coupled(candidates: Sequence[Candidate], text: str, actor: str) -> Iterator[Candidate]:
    """Part what is two names of bodies that begin with the same level (县教育局和县体育局, 县妇联和县医院; not 市场开发与市场监管处)."""
    levels, heads = frozenset(end for _, end in lexicon.words("level")), _heads()
    for c in candidates:
        couple = _COUPLE.fullmatch(text, c.start, c.end) if c.type == actor and text[c.start] in levels else None
        couple = couple if couple and couple[1].endswith(heads) else None
        yield from (c._replace(end=couple.end(1)), c._replace(start=couple.end(1) + 1)) if couple else (c,)


def outermost(candidates: Sequence[Candidate], by: str) -> list[Candidate]:
    """Leave out what others found inside of what `by` found: 某公司 in 某公司使用不合格原料案."""
    kept: list[Candidate] = []
    end = -1
    for c in sorted(candidates, key=lambda c: (c.start, -c.end, c.by != by)):
        end = max(end, c.end) if c.by == by else end
        if c.by == by or c.end > end:
            kept.append(c)
    return kept


_QUOTES = frozenset(map("".join, zip(QUOTES_OPEN, QUOTES_CLOSE, strict=True)))


def settled(candidates: Iterable[Candidate], text: str, actor: str, person: str, place: str) -> Iterator[Candidate]:
    """Believe in bodies with a head noun: half of the most doubtful are right; 赵各庄 is a place, “杜苏芮” or 总书记 no person."""
    heads = _heads()
    villages = tuple(word for _, word in lexicon.words("settlement"))
    titles = frozenset(word for _, word in lexicon.words("title"))
    for c in candidates:
        name, around = text[c.start : c.end], text[max(0, c.start - 1) : c.start] + text[c.end : c.end + 1]
        if c.type == actor and name.endswith(heads):
            yield c._replace(score=max(c.score, 0.5))
        elif c.type == person and c.end < c.start + 4 and name.endswith(villages):
            yield c._replace(type=place)
        elif c.type != person or (name not in titles and around not in _QUOTES):
            yield c
