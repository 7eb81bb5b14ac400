"""Where names begin and end: marks that belong together stay together, and what a name is judged by besides."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate

from gongbao import lexicon
from gongbao.mentions.candidate import Candidate
from gongbao.ontology import Ontology
from gongbao.text.punctuation import PAIRS, QUOTES_CLOSE, QUOTES_OPEN

_OPENING = {closing: opening for opening, closing in PAIRS.items()}
_MARKS = re.compile(f"[{re.escape(''.join((*PAIRS, *_OPENING)))}\n]")
LONGEST = 80  # marks further apart than this, or on two lines, do not belong together


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
    """Take in the marks right beside a name that those inside it belong to (“清风”行动, not 清风”行动)."""
    start, end = candidate.start, candidate.end
    while end < len(text) and start <= closed.get(end, -1) < end:
        end += 1
    while start and start <= closed.get(start - 1, -1) < end and closed[start - 1] != end - 1:
        start -= 1
    return candidate._replace(start=start, end=end)


def outermost(candidates: Sequence[Candidate], by: str) -> list[Candidate]:
    """Leave out what others found inside of what `by` found: 某公司 in 某公司使用不合格原料案."""
    reach = dict(sorted((c.start, c.end) for c in candidates if c.by == by))  # of those that begin alike, the longest
    starts, ends = list(reach), [-1, *accumulate(reach.values(), max)]  # no end of any is before the text
    return [c for c in candidates if c.by == by or ends[bisect_right(starts, c.start)] < c.end]


_BRACKETED = re.compile("(.{2,})[（(]([^（()）]{2,})(?<![段部])[)）]")
_UNNAMED = frozenset("某×OＯ○")
_QUOTES = frozenset(map("".join, zip(QUOTES_OPEN, QUOTES_CLOSE, strict=True)))


def settled(candidates: Iterable[Candidate], text: str, ontology: Ontology) -> Iterator[Candidate]:
    """Believe in bodies with a head noun: half are right; 赵各庄 is a place, 玉井国中 none, 东区（东园） two, 吴明案, 总书记 no person."""
    actor, person, place, case = map(ontology.role, ("actor", "person", "place", "case"))
    heads = tuple(word for kind in ("public", "private") for _, word in lexicon.words(kind))
    schools = tuple(word for _, word in lexicon.words("school"))
    villages = tuple(word for _, word in lexicon.words("settlement"))
    titles = frozenset(word for _, word in lexicon.words("title"))
    for c in candidates:
        name, around = text[c.start : c.end], text[max(0, c.start - 1) : c.start] + text[c.end : c.end + 1]
        if c.type == actor and name.endswith(heads):
            yield c._replace(score=max(c.score, 0.5))
        elif c.type == person and name.endswith(("案", *villages)[: 1 if len(name) > 3 else None]):
            yield c._replace(type=case if name[-1] == "案" else place)
        elif c.type == place and (two := _BRACKETED.fullmatch(name)):
            yield from (c._replace(start=c.start + start, end=c.start + end) for start, end in map(two.span, (1, 2)))
        elif c.type == place and name.endswith(schools):
            yield c._replace(type=actor)
        elif c.type != person or (name not in titles and around not in _QUOTES):
            yield c


def shortened(chosen: Sequence[Candidate], text: str, person: str) -> list[Candidate]:
    """The names chosen, a person's without the character behind it that others of the report do not take in: 罗洁搀扶."""
    often = Counter(text[c.start : c.end] for c in chosen if c.type == person)
    wide = (c for c in chosen if often[text[c.start : c.end - 1]] > 1 == often[text[c.start : c.end]])
    cut = {c for c in wide if c.type == person and c.end > c.start + 2 and text[c.end - 2] not in _UNNAMED}
    return [c._replace(end=c.end - 1) if c in cut else c for c in chosen]
