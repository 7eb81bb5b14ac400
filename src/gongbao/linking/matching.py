"""How one name can be short for another: by whole parts of it, never by a mere sequence of characters."""

import re
from functools import cache, lru_cache
from itertools import accumulate

from gongbao import lexicon
from gongbao.ontology import Ontology
from gongbao.text.alternation import longest_first
from gongbao.text.words import dictionary

_NUMBER = re.compile(
    "[第初]?[0-9一二三四五六七八九十百〇零两]+[届次号期年年度线路批季级]*|首届|首批|[省市县区]?中心|[甲乙丙丁A-Z]"
)
_ASIDE = re.compile("[（(][^（()）]*[)）]")
_LONGEST = 60  # longer names are titles and sentences; they have no abbreviations
_LIMITED = "有限"  # a company's name with it is written out
_SHORTEST = 2
_USED = 0.4


@cache
def words(kind: str, class_id: str = "") -> tuple[str, ...]:
    """The words of a linking kind for a class, longest first; words without a class are for all."""
    found = {word for owner, word in lexicon.words(kind) if owner in ("", class_id)}
    return longest_first(found)


@cache
def every(kind: str) -> tuple[str, ...]:
    """The words of a linking kind, whatever class they are for."""
    return tuple(word for _, word in lexicon.words(kind))


@lru_cache(maxsize=16384)
def ends_with(name: str, kind: str, class_id: str) -> str | None:
    """Return the longest word of a kind that ends the name."""
    known = words(kind, class_id)
    return next(filter(name.endswith, known)) if name.endswith(known) else None


def contains(name: str, kind: str, class_id: str = "") -> bool:
    """Say whether a word of a kind is in the name."""
    return any(word in name for word in words(kind, class_id))


_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ甲乙丙丁")
_LEVELS = frozenset("省市县区镇村")


def is_anonymous(name: str, class_id: str) -> bool:
    """Say whether a name keeps its bearer unnamed: 某公司, 王○○, A公司, B市国资委."""
    lettered = name[:1] in _LETTERS and (name[1:2] in _LEVELS or name[1:] in inner_heads(class_id))
    return lettered or contains(name, "anonymous", class_id)


def is_public(name: str, class_id: str) -> bool:
    """Say whether the name is that of an organ or public body, not of a company or school."""
    public, private = ends_with(name, "public", class_id), ends_with(name, "private", class_id)
    return public is not None and len(public) > len(private or "")


@lru_cache(maxsize=8192)
def parts(name: str) -> tuple[str, ...]:
    """Cut a name into its words, compounds of two words in two (交通运输 → 交通, 运输)."""
    found: list[str] = []
    for word in dictionary().cut(name):
        text = name[word.start : word.end]
        while len(text) > 3 and not _NUMBER.fullmatch(text) and dictionary().knows(text[:2]):
            found.append(text[:2])
            text = text[2:]
        found.append(text)
    return tuple(found)


def ends_on_part(short: str, full: str) -> bool:
    """Say whether the end of `full` that `short` is begins with a word of it."""
    return len(full) > _LONGEST or len(full) - len(short) in accumulate(map(len, parts(full)), initial=0)


def abbreviates(short: str, full: str, heads: frozenset[str] = frozenset()) -> bool:
    """Say whether `short` is made of parts of `full` in order, each whole or by its beginning, from the first to the last.

    A number or 中心 (市中心医院 is no 市中医院) is never left out nor cut, a grade (中级, 实验) never left out. A head noun in
    the middle ends another body's name (甲局|乙支队): it is not left out, nor is anything behind it. Two parts in five are used.
    """
    if not _SHORTEST <= len(short) < len(full) <= _LONGEST or not set(short) <= set(full):
        return False
    units = (*words("leading"), *every("branch"))  # 巡视组 is no 巡视工作领导小组, 市公安局 no 市公安分局
    led = full.endswith(units) and not short.endswith(units)
    if led or _LIMITED in short or short[0] not in (full[0], full.lstrip("第")[:1]):
        return False
    if full.startswith(short) and not any(full[at:] in heads for at in range(len(short))):
        return False  # 甲总会 is above 甲总会乙委员会; in 商务委 of 商务委员会 the head goes on
    pieces = parts(full)
    reached = dict.fromkeys(_ends(short, 0, pieces[0]), 1)
    own = any(pieces[0][at:] in heads for at in range(1, len(pieces[0])))  # 交通部 in 交通部高速公路局
    whole = own and not short.startswith(pieces[0])
    for piece in pieces[1:-1]:
        never = whole or piece in heads or piece in every("grade") or _NUMBER.fullmatch(piece)
        kept: dict[int, int] = {} if never else dict(reached)
        for at, used in reached.items():
            for end in _ends(short, at, piece):
                kept[end] = max(kept.get(end, 0), used + 1)
        reached, whole = kept, whole or piece in heads
    last = pieces[-1]
    tails = {last, last[-1], last[0] + last[-1], *(last[:size] for size in range(1, len(last)))}
    found = (used + 1 for at, used in reached.items() if short[at:] in tails)
    return len(pieces) > 1 and max(found, default=0) >= _USED * len(pieces)


def _ends(short: str, at: int, piece: str) -> set[int]:
    """Where `short` can go on after it has used a part from `at`: the whole of a number, any beginning of a word."""
    written = [piece, piece.lstrip("第")] if _NUMBER.fullmatch(piece) else [piece[:n] for n in range(1, len(piece) + 1)]
    return {at + len(text) for text in written if text and short.startswith(text, at) and at + len(text) < len(short)}


@cache
def inner_heads(class_id: str) -> frozenset[str]:
    """The words that end the name of another body when they stand within one."""
    return frozenset((*words("public", class_id), *words("private", class_id)))


def units(name: str, class_id: str) -> tuple[str, ...]:
    """A name, and what it is without the bodies that it opens with: 公安局交通警察支队, 交通警察支队."""
    found = [name]
    if len(name) <= _LONGEST:
        pieces = parts(name)
        ends = zip(pieces[:-1], accumulate(map(len, pieces)), strict=False)
        found += (name[end:] for piece, end in ends if piece in inner_heads(class_id))
    return tuple(found)


def core_class(terms: Ontology, class_id: str) -> str:
    """Return the class itself, or the one above it that stands directly below the class of all things."""
    root = terms.role("entity")
    own = terms.get_class(class_id)
    tops = [a for a in sorted(own.ancestors) if a in terms.classes and root in terms.classes[a].parents]
    return tops[0] if tops else class_id


@lru_cache(maxsize=8192)
def stem_of(name: str, class_id: str) -> str:
    """Return a name without brackets and the words of its head: 夏季交通整治 of 夏季交通整治专项行动."""
    name = _ASIDE.sub("", name)
    tails = words("tail", class_id) + words("codeTail", class_id)
    while (tail := next((t for t in tails if len(name) > len(t) and name.endswith(t)), None)) is not None:
        name = name.removesuffix(tail)
    return name
