"""How far the words beside a number are a thing, by the parts of speech of their words: a noun, not what is told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongbao.text import tsv
from gongbao.text.words import Word, dictionary

WAYS = tsv.Patterns("gongbao.quantities", "phrase.tsv", {})
_NOUNS = frozenset(("vn", "j", "l", "i", "an", "eng", "g", "zg"))
_EMPTY = frozenset(
    ("ns", "nr", "nrt", "d", "p", "c", "r", "t", "tg", "s", "m", "f", "u", "uj", "ul", "uz", "ud", "uv", "x")
)
"""Parts of speech that name nothing that could be counted."""
_TRAILING = frozenset(("d", "ad", "p", "c", "r", "y", "ul", "uz", "t", "tg"))
_MARKS, _MANNER = frozenset(("ul", "uz", "ud", "uv")), frozenset(("d", "ad", "a"))
_HAPPENING, _SHORT = 4, 3


@dataclass(frozen=True, slots=True)
class Words:
    """Some words as written and folded, of the same length, cut together."""

    text: str
    folded: str

    def __getitem__(self, cut: slice) -> Words:
        return Words(self.text[cut], self.folded[cut])

    def __add__(self, other: Words) -> Words:
        return Words(self.text + other.text, self.folded + other.folded)

    def __bool__(self) -> bool:
        return bool(self.text)


def before(text: str, *, people: bool) -> int:
    """Return how many characters of what stands before a number name a thing or a deed: 0 for names alone and for adverbs.

    With `people` it is people right before it (党员干部90余人旁听), since what stands behind it tells of them.
    """
    words = _trimmed(text, dictionary().cut(text))
    if people and not (words and words[-1].end == len(text) and _nominal(text, words[-1])):
        return 0
    bodies = [word.tag == "nt" and word.end - word.start > _SHORT for word in words]  # 加油站 is a kind of places
    return 0 if all(body or word.tag in _EMPTY for body, word in zip(bodies, words, strict=True)) else words[-1].end


def behind(text: str, *, people: bool, person: bool, abstract: bool) -> int:
    """Return how many characters of what stands behind a number are the thing: 学生 of 20名学生因恶心就诊.

    `people` says that the measure is of people, `person` that it is itself the thing (30人), so that no noun follows,
    `abstract` that it may be of deeds and cases, whose nouns end long phrases.
    """
    words = dictionary().cut(text)
    verb = bool(words) and words[0].tag[0] == "v"
    if person:  # 3人受伤
        end = text.find("的") if "的" in text else len(text)
        happens = (
            any(word.tag[0] == "v" for word in words) and words[0].tag not in ("c", "r", "d") and words[-1].tag != "p"
        )
        return end if end <= _HAPPENING and happens else 0
    whole = abstract and bool(words) and WAYS["heads"].fullmatch(text, words[-1].start) is not None
    seen, kept = False, list(words)
    for number, word in enumerate(words):
        if seen and word.tag[0] != "n" and _tells(text, word, words[number + 1 :], people=people, whole=whole):
            kept = words[:number]
            while word.tag in _MARKS and kept and kept[-1].tag[0] == "v":
                kept.pop()
            break
        seen = word.tag != "uj" and (seen or _nominal(text, word))
    kept = _trimmed(text, kept)
    if not kept or any(word.tag == "uj" for word in kept[:-1]):
        return kept[-1].end if kept else 0
    noun, opening = _nominal(text, kept[-1]), WAYS["acts_first"].fullmatch(text, 0, words[0].end)
    manner = (
        (words[0].tag == "p" and text[0] != "被")
        or (people and words[0].tag == "d")
        or opening
        or (text[0] == "被" and not noun)
    )
    deed = people and verb and not (noun or kept[-1].end == len(text) <= _HAPPENING)
    return 0 if manner or deed else kept[-1].end


def _nominal(text: str, word: Word) -> bool:
    return word.tag[0] == "n" or word.tag in _NOUNS or WAYS["nouns"].fullmatch(text, word.start, word.end) is not None


def _trimmed(text: str, words: Sequence[Word]) -> list[Word]:
    kept = list(words)
    while kept and (kept[-1].tag in _TRAILING or WAYS["leads_on"].fullmatch(text, kept[-1].start, kept[-1].end)):
        if WAYS["noun_like"].fullmatch(text, kept[-1].start, kept[-1].end) and kept[-1].tag != "c":
            break
        kept.pop()
    return kept


def _tells(text: str, word: Word, behind: Sequence[Word], *, people: bool, whole: bool) -> bool:
    """Say whether a word behind a noun begins what is told of it; a list or a compound goes on."""
    following = behind[0].tag if behind else ""
    if WAYS["noun_like"].fullmatch(text, word.start, word.end) or WAYS["nouns"].fullmatch(text, word.start, word.end):
        return False
    if word.tag in _MARKS or word.tag in "pryc" or (people and word.tag == "i"):
        return True
    if word.tag in _MANNER:
        verb = following[:1] == "v" and following != "vn"
        return (verb or (word.tag != "a" and following in ("", "p", "d"))) and not whole
    if word.tag[0] != "v" or word.tag == "vn" or following in ("uj", "k") or whole:
        return False
    if word.end - word.start == 1:
        return WAYS["acts"].fullmatch(text, word.start, word.end) is not None
    return people or not (behind and _nominal(text, behind[0])) or (len(behind) > 1 and _nominal(text, behind[1]))
