"""Names found once are found everywhere in the report, but for classes whose names are as often plain words."""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from gongbao.mentions.candidate import Candidate
from gongbao.text.punctuation import NAME_MARKS
from gongbao.text.words import Segmenter
from gongbao.trace import Hear, Verdict, Why, unheard

BY = "propagation"  # what mentions that repeat a name found elsewhere in the report say of who found them
SURE, SHORTEST = 0.9, 4  # only names as probable as this, and of so many characters, are sought elsewhere
_AGAIN = 0.7
_WRAP = f"{NAME_MARKS}（）"


def repeat(
    text: str, chosen: Sequence[Candidate], never: frozenset[str], segmenter: Segmenter, hear: Hear = unheard
) -> Iterator[Candidate]:
    """Yield other occurrences of sure names, none of the classes `never`: where no chosen name stands, along edges of words."""
    kinds: dict[str, Candidate] = {}
    for candidate in chosen:
        name = text[candidate.start : candidate.end].strip(_WRAP)
        held = kinds.get(name)
        if len(name) < SHORTEST or candidate.score < SURE or candidate.type in never:
            why = Why.REPEAT_SHORT if len(name) < SHORTEST else Why.REPEAT_UNSURE
            hear(Verdict(BY, candidate.start, candidate.end, why, word=name))
        elif held is None or candidate.score > held.score:
            kinds[name] = candidate
    taken = bytearray(len(text))
    for candidate in chosen:
        taken[candidate.start : candidate.end] = b"\1" * (candidate.end - candidate.start)
    names = list(kinds)
    found = AhoCorasick(names, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.ContiguousNFA)
    for which, start, end in found.find_matches_as_indexes(text):
        if any(taken[start:end]):
            continue
        whole = _whole(text, start, end, segmenter)
        hear(Verdict(BY, start, end, Why.REPEATED if whole else Why.REPEAT_ACROSS))
        if whole:
            yield Candidate(start, end, kinds[names[which]].type, BY, _AGAIN)


def _whole(text: str, start: int, end: int, segmenter: Segmenter) -> bool:
    """Whether no word runs across either edge, judged by the words of the neighbourhood."""
    left = max(0, start - _NEAR)
    words = segmenter.tagged(text[left : end + _NEAR])
    return {start, end} <= {*accumulate((len(word) for word, _ in words), initial=left)}


_NEAR = 8
