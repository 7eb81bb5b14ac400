"""How far the words beside a number are a thing, by the parts of speech of their words: a noun, not what is told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongbao.text import tsv
from gongbao.text.words import Word, dictionary

WAYS = tsv.Patterns("gongbao.quantities", "phrase.tsv", {})
_NOUNS = frozenset(("vn", "j", "l", "i", "an", "eng", "zg"))
_PLACED = frozenset(("ns", "p", "d", "b", "c"))
_EMPTY = _PLACED | {"nr", "nrt", "r", "t", "tg", "s", "m", "f", "u", "uj", "ul", "uz", "ud", "uv", "x"}
"""Parts of speech that name nothing that could be counted."""
_APART = frozenset(("v", "p", "d", "r", "c", "t", "f", "ul", "uz"))
_TRAILING = frozenset(("d", "ad", "p", "c", "r", "y", "ul", "uz", "t", "tg"))
_MARKS, _MANNER = frozenset(("ul", "uz", "ud", "uv")), frozenset(("d", "ad", "a"))
_HAPPENING, _SHORT, _AROUND = 4, 3, "中内里外前后间之"


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
    """Return how many characters before a number name a thing or deed, with `people` people right before it (干部90人旁听): 0 for none."""
    words = _trimmed(text, dictionary().cut(text))
    if people and not (words and words[-1].end == len(text) and _nominal(text, words[-1])):
        return 0
    bodies = [word.tag == "nt" and word.end - word.start > _SHORT for word in words]  # 加油站 is a kind of places
    return 0 if all(body or word.tag in _EMPTY for body, word in zip(bodies, words, strict=True)) else words[-1].end


def ends_with_deed(text: str) -> bool:
    """Say whether words end with a verb that is no noun as well, so that its object stands behind a number."""
    return next((word.tag for word in reversed(dictionary().cut(text)) if word.tag != "ul"), "") == "v"


def splits_noun(text: str, start: int, end: int) -> bool:
    """Say whether what ends at a place is only the beginning of a noun (监测 of 监测数据)."""
    return any(word.start <= start < end < word.end and word.tag[0] == "n" for word in dictionary().cut(text))


def tail(text: str) -> int:
    """Return where the thing begins that long words end with, behind the last verb, preposition or pronoun; their end for none."""
    words = dictionary().cut(text)
    start = next((word.end for word in reversed(words) if word.tag in _APART), 0)
    return start if _nominal(text, words[-1]) else len(text)


def place(text: str) -> int:
    """Return how many characters at the end of a text name places, if it says nothing else: 0 for 海珠区企业."""
    words = dictionary().cut(text)
    apart = next((word.end for word in reversed(words) if word.tag != "ns"), 0)
    return 0 if any(word.tag not in _PLACED for word in words) else len(text) - apart


def behind(text: str, *, people: bool, person: bool, abstract: bool) -> int:
    """Return how many characters behind a number are the thing: 学生 of 20名学生因恶心就诊, 古桥 of 5座古桥的修缮.

    The measure is of `people`, of one `person` that is the thing itself (30人), or may be of what is `abstract`, whose nouns end long phrases.
    """
    words = dictionary().cut(text)
    verb = bool(words) and words[0].tag[0] == "v"
    if person:  # 3人受伤
        end = text.find("的") if "的" in text else len(text)
        happens = words and words[0].tag not in ("c", "r", "d") and words[-1].tag != "p"
        return end if end <= _HAPPENING and happens and any(word.tag[0] == "v" for word in words) else 0
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
    owned = next((n for n in range(len(kept) - 1, 0, -1) if kept[n].tag == "uj"), 0)
    if owned and kept[owned - 1].tag[0] == "n" and not any(_nominal(text, w) for w in kept[owned + 1 :]):
        kept = kept[:owned]
    if not kept or any(word.tag == "uj" for word in kept[:-1]):
        return kept[-1].end if kept else 0
    noun, opening = _nominal(text, kept[-1]), WAYS["acts_first"].fullmatch(text, 0, words[0].end)
    manner = kept[-1].tag[0] != "n" if text[0] == "被" else words[0].tag == "p"
    manner = manner or (people and words[0].tag == "d") or opening is not None
    does = people and verb and not (noun or kept[-1].end == len(text) <= _HAPPENING)
    return 0 if manner or does else kept[-1].end


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
    around = word.tag == "f" and text[word.start] in _AROUND  # 10家企业外
    if around or word.tag in _MARKS or word.tag in "ryc" or (people and word.tag == "i"):
        return True
    if word.tag == "p":  # but 4起领导干部为亲友谋利案例
        return not whole
    if word.tag == "t":  # 4个乡镇本月开始供水
        return not (behind and _nominal(text, behind[0]))
    if word.tag in _MANNER:
        verb = following[:1] == "v" and following != "vn"
        return (verb or (word.tag != "a" and following in ("", "p", "d"))) and not whole
    if word.tag[0] != "v" or word.tag == "vn" or following in ("uj", "k") or whole:
        return False
    if WAYS["acts_first"].fullmatch(text, word.start, word.end):
        return True
    if word.end - word.start == 1:
        return WAYS["acts"].fullmatch(text, word.start, word.end) is not None
    return people or not (behind and _nominal(text, behind[0])) or (len(behind) > 1 and _nominal(text, behind[1]))
