"""The text that finders look at: the body in simplified script with plain punctuation, its words, quotations and lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gongbao.mentions.vocabulary import QUOTED, Kind, Vocabulary
from gongbao.text.words import Word

_FULL_WIDTH = {0xFF01 + i: chr(0x21 + i) for i in range(94) if chr(0x21 + i) not in ",:;!?().~"}
_PLAIN = str.maketrans(
    {
        **{chr(code): char for code, char in _FULL_WIDTH.items()},
        **dict(zip("「」『』﹁﹂〝〞", "“”‘’“”“”", strict=True)),
        **dict(zip(",:;!?()~", "，：；！？（）～", strict=True)),
        **dict(zip("〈〉<>[]【】", "《》《》〔〕〔〕", strict=True)),
        **dict(zip("•‧・･", "····", strict=True)),
    }
)
_PAIRS = dict(zip("“‘《（〔", "”’》）〕", strict=True))
_CLOSERS = frozenset(_PAIRS.values())
OPENERS, CLOSERS, BRACKETS = frozenset(_PAIRS), _CLOSERS, frozenset("（〔")
_LONGEST_PAIR = 80
HARD = frozenset("，。；！？：\n\r\t|…—～>=*#\ufffd")
"""Characters that no name goes beyond, unless inside quotation marks."""

_SUFFIXED = 3
_VERBS = Kind.GOVERNOR | Kind.HELPER | Kind.OPENER


@dataclass(frozen=True, slots=True)
class Page:
    """A body, ready to be searched. All offsets are of `text`, whose first character is at `offset` in the document."""

    text: str
    offset: int
    words: tuple[Word, ...]
    at: tuple[int, ...]
    kinds: tuple[int, ...]
    pairs: Mapping[int, int]
    vocabulary: Vocabulary

    def is_start(self, position: int) -> bool:
        """Say whether a word starts at a position (the end of the text counts)."""
        return position >= len(self.text) or self.words[self.at[position]].start == position

    def is_end(self, position: int) -> bool:
        """Say whether a word ends at a position."""
        return position <= 0 or self.words[self.at[position - 1]].end == position

    def before(self, position: int) -> int | None:
        """Return the index of the word that ends at, or runs across, a position; None at the start."""
        return self.at[position - 1] if position > 0 else None

    def quoted(self, start: int, end: int, longest: int = 10) -> bool:
        """Say whether a short quotation holds the span and more."""
        for opening in range(start - 1, max(-1, start - longest), -1):
            char = self.text[opening]
            if char == "“" and opening in self.pairs:
                closing = self.pairs[opening]
                return end <= closing <= opening + longest and (opening + 1, closing) != (start, end)
            if char in HARD or char == "”":
                return False
        return False

    def goes_on(self, class_id: str, end: int) -> bool:
        """Say whether what follows makes a name part of something that is none (中国特色, 习近平…思想)."""
        grammar = self.vocabulary.grammars[class_id]
        whole = self.text[end - 1 : end] in grammar.settled  # 某市|文化 says nothing of a tongue, as 某|文 does
        words = (w for w in grammar.not_before_known if self.text.startswith(w, end))
        return any(not whole or len(w) > 1 or self.is_end(end + 1) for w in words)

    def indices(self, surfaces: Iterable[str]) -> list[int]:
        """Return the indices of the words that are one of these, in order."""
        found: list[int] = []
        for surface in surfaces:
            at = self.text.find(surface)
            while at >= 0:
                index = self.at[at]
                if self.words[index].start == at and self.words[index].end == at + len(surface):
                    found.append(index)
                at = self.text.find(surface, at + 1)
        return sorted(found)

    def word(self, index: int) -> str:
        """Return the text of a word."""
        word = self.words[index]
        return self.text[word.start : word.end]


def plain(text: str) -> str:
    """Write full-width letters and the many quotation marks and brackets in one way; the length stays."""
    text = text.translate(_PLAIN)
    return _curled(text) if '"' in text or "'" in text else text


def _curled(text: str) -> str:
    """Turn straight quotation marks into opening and closing ones, by turns within a line."""
    chars = list(text)
    for mark, left, right in (('"', "“", "”"), ("'", "‘", "’")):
        opened = False
        for i, char in enumerate(chars):
            if char == "\n":
                opened = False
            elif char == mark:
                chars[i] = right if opened else left
                opened = not opened
    return "".join(chars)


def _matched(text: str) -> dict[int, int]:
    """Map each opening mark or bracket to its closing one and back.

    Left out are those unbalanced or overlong, and quotations of speech: of what a mark of a sentence ends or parts.
    """
    pairs: dict[int, int] = {}
    stack: list[int] = []
    for i, char in enumerate(text):
        if char in _PAIRS:
            stack.append(i)
        elif char in _CLOSERS:
            for depth in range(len(stack) - 1, max(len(stack) - 4, -1), -1):
                if _PAIRS[text[stack[depth]]] == char:
                    start = stack[depth]
                    del stack[depth:]
                    if i - start <= _LONGEST_PAIR and not (char == "”" and any(c in "。；！" for c in text[start:i])):
                        pairs[start], pairs[i] = i, start
                    break
        elif char == "\n":
            stack.clear()
    return pairs


def _kind(word: str, kinds: Mapping[str, int]) -> int:
    """The kind of a word; one that ends with a governing verb governs too (深入开展, 组织实施)."""
    found = kinds.get(word)
    if found is not None:
        return found
    if len(word) >= _SUFFIXED:
        tail = kinds.get(word[-2:], 0)
        if tail & _VERBS and (kinds.get(word[:-2], 0) or (len(word) == 2 * 2 and not tail & Kind.OPENER)):
            return tail & _VERBS
    return 0


def _resplit(text: str, words: list[Word], vocabulary: Vocabulary) -> list[Word]:
    """Undo words that the dictionary makes across the edges of names (由省|税务局, 公安局|局在, 市|人大代表)."""
    split: list[Word] = []
    pairs: dict[str, int] = {}
    for word in words:
        size = word.end - word.start
        if size == _PAIR:
            surface = text[word.start : word.end]
            known = pairs.get(surface)
            cut = pairs[surface] = _edge(text, word, None, vocabulary) if known is None else known
            if cut and surface in vocabulary.kinds and text[word.start - 2 : word.start + 1] not in vocabulary.heads:
                cut = 0  # 会同 is a verb, but not behind 委员
            if not cut and _opens_head(text, word, vocabulary):
                cut = 1
        else:
            cut = _edge(text, word, split[-1] if split else None, vocabulary) if _PAIR < size <= _COMPOUND else 0
        if cut:
            split.append(Word(word.start, word.start + cut, _tag(text[word.start : word.start + cut], vocabulary)))
            split.append(Word(word.start + cut, word.end, _tag(text[word.start + cut : word.end], vocabulary)))
        else:
            split.append(word)
    return split


_PAIR, _COMPOUND = 2, 4
_FUNCTION = Kind.GOVERNOR | Kind.JOINER | Kind.OPEN_LIST


def _tag(text: str, vocabulary: Vocabulary) -> str:
    """The part of speech of half a word: a particle or verb of the wording, or a noun."""
    if not vocabulary.kinds.get(text, 0) & _FUNCTION:
        return "n"
    return "p" if len(text) == 1 else "v"


def _edge(text: str, word: Word, before: Word | None, vocabulary: Vocabulary) -> int:
    """After how many characters a word of two to four belongs to two names; 0 for a word that stays whole."""
    kinds, heads = vocabulary.kinds, vocabulary.heads
    first, last = text[word.start], text[word.end - 1]
    if word.end - word.start == 2:
        opens = kinds.get(first, 0) & _FUNCTION and kinds.get(last, 0) & Kind.LEVEL
        closes = kinds.get(last, 0) & _FUNCTION and any(strength != QUOTED for _, strength in heads.get(first, ()))
        return 1 if opens or closes else 0
    start = text[word.start : word.start + 2]
    if word.end - word.start == _COMPOUND - 1 and start[0] == start[1] and first in heads:
        return 1
    if word.end - word.start == _COMPOUND - 1:
        verb = kinds.get(start, 0) & Kind.GOVERNOR and kinds.get(last, 0) & Kind.LEVEL
        return 2 if verb and (before is None or before.tag != "ns") else 0
    if text[word.end - 2 : word.end] in vocabulary.words.get("partingEnd", ()):
        return 2  # 春运|期间
    leveled = before is not None and kinds.get(text[before.start : before.end], 0) & Kind.LEVEL
    owned = before is not None and any(text[before.end - size : before.end] in heads for size in (1, 2, 3))
    return 2 if (leveled or owned) and start in heads else 0


def _opens_head(text: str, word: Word, vocabulary: Vocabulary) -> bool:
    """Whether a word of two runs from a level word into a head noun (二道|区政|数局: 区|政数局)."""
    if not vocabulary.kinds.get(text[word.start], 0) & Kind.LEVEL:
        return False
    return any(text[word.start + 1 : word.start + 1 + size] in vocabulary.heads for size in _HEAD_SIZES)


_HEAD_SIZES = (3, 4, 5)


def page(text: str, offset: int, vocabulary: Vocabulary) -> Page:
    """Prepare a body; `text` is already folded to simplified script."""
    text = plain(text)
    words = _resplit(text, vocabulary.segmenter.cut(text), vocabulary)
    at: list[int] = []
    kinds: list[int] = []
    known: dict[str, int] = {}
    nouns = vocabulary.words.get("word", frozenset()) - vocabulary.kinds.keys()
    for index, word in enumerate(words):
        at += [index] * (word.end - word.start)
        surface = text[word.start : word.end]
        kind = known.get(surface)
        if kind is None:
            kind = known[surface] = 0 if surface in nouns else int(_kind(surface, vocabulary.kinds))
        kinds.append(kind)
    return Page(text, offset, tuple(words), tuple(at), tuple(kinds), _matched(text), vocabulary)
