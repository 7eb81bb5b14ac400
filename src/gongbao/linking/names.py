"""How one written name can be a short form of another: suffix, abbreviation, quoted core, bare head."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from gongbao import iri, lexicon
from gongbao.lexicon import Entry
from gongbao.linking.bodies import Expansion, is_subsequence
from gongbao.model import Mention
from gongbao.ontology import Ontology

_OPENERS = '“‘「『"《〈'
_CLOSERS = '”’」』"》〉'

_UNIT = 3
"""A unit's own name behind its parent's has so many characters at least; 支队 is only the rest of a fuller name."""


@dataclass(frozen=True, slots=True)
class Surface:
    """One name as a report writes it: all mentions whose canonical form and class are the same.

    `kind` is the class, or the core class that a user's class is below: what the words of linking are given for.
    `written` are the forms in the text, `core` the part in quotation marks, `full` what the name says by itself.
    A surface without mentions is the reporting body's name as the reader of the file found it.
    """

    name: str
    type: str
    kind: str
    mentions: tuple[Mention, ...]
    written: tuple[str, ...]
    core: str | None
    full: Expansion
    entry: Entry | None = None

    @property
    def first(self) -> int:
        """Where the name is first used; after everything else where it has no mention."""
        return self.mentions[0].start if self.mentions else 1 << 60


def core_of(written: str) -> str | None:
    """Return the canonical form of the first quoted part of a name, where that is not the whole of a title."""
    for opener, closer in zip(_OPENERS, _CLOSERS, strict=True):
        start = written.find(opener)
        end = written.find(closer, start + 1)
        if 0 <= start < end - 1:
            return iri.canonical(written[start + 1 : end])
    return None


@cache
def words(kind: str, class_id: str) -> tuple[str, ...]:
    """The words of a linking kind for a class, longest first; words without a class are for all."""
    found = {word for owner, word in lexicon.words(kind) if owner in ("", class_id)}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


def ends_with(name: str, kind: str, class_id: str) -> str | None:
    """Return the longest word of a kind that ends the name."""
    return _longest_end(name, *_suffixes(kind, class_id))


@cache
def _suffixes(kind: str, class_id: str) -> tuple[frozenset[str], int]:
    found = words(kind, class_id)
    return frozenset(found), len(found[0]) if found else 0


def _longest_end(name: str, known: frozenset[str], longest: int) -> str | None:
    for length in range(min(longest, len(name)), 0, -1):
        if name[-length:] in known:
            return name[-length:]
    return None


def contains(name: str, kind: str, class_id: str = "") -> bool:
    """Say whether a word of a kind is in the name."""
    return any(word in name for word in words(kind, class_id))


def opens(name: str, kind: str, class_id: str = "") -> bool:
    """Say whether a word of a kind opens the name."""
    return name.startswith(words(kind, class_id))


_NO_HEADS: tuple[frozenset[str], int] = (frozenset(), 0)


def core_class(terms: Ontology, class_id: str) -> str:
    """Return the class itself, or the one above it that stands directly below the class of all things."""
    root = terms.role("entity")
    own = terms.get_class(class_id)
    tops = [a for a in sorted(own.ancestors) if a in terms.classes and root in terms.classes[a].parents]
    return tops[0] if tops else class_id


class Heads:
    """The head nouns of the ontology's classes, and the words that may follow or stand alone in a name."""

    def __init__(self, terms: Ontology) -> None:
        self._heads: dict[str, tuple[frozenset[str], int]] = {}
        for spec in terms.entity_classes:
            kind = core_class(terms, spec.id)
            found = self._heads.get(kind, _NO_HEADS)[0].union(spec.words("headNoun"), spec.words("bare"))
            self._heads[kind] = found, max((len(word) for word in found), default=0)

    def of(self, name: str, class_id: str) -> str | None:
        """Return the longest head noun that ends the name, with a public body's head as a fallback."""
        return max(
            (
                _longest_end(name, *self._heads.get(class_id, _NO_HEADS)),
                ends_with(name, "public", class_id),
                ends_with(name, "private", class_id),
            ),
            key=lambda word: len(word or ""),
        )

    def bare(self, name: str, class_id: str) -> str | None:
        """Return what a name that is only a head (专项行动, 专项整治工作) is the head of; None for a real name."""
        known, more = self._heads.get(class_id, _NO_HEADS)[0], _suffixes("bare", class_id)[0]
        for tail in ("", *words("tail", class_id)):
            if name.endswith(tail):
                stem = name.removesuffix(tail)
                if stem in known or stem in more:
                    return stem
        return None


def abbreviates(short: str, full: str, known: Heads, class_id: str) -> bool:
    """Say whether `short` is an abbreviation of the one unit `full`: same start, same head, characters in order."""
    if len(short) >= len(full) or len(short) < 2 or not is_subsequence(short, full):
        return False
    if short[0] != full[0]:
        return False
    rest = full.removeprefix(short)
    if len(full) - len(short) >= _UNIT and known.of(short, class_id) == short and known.of(rest, class_id) == rest:
        return False  # 海关 is above the 海关缉私局
    short_head, full_head = known.of(short, class_id), known.of(full, class_id)
    if full_head is None:
        return short[-1] == full[-1]
    if short_head is None or len(short_head) == 1:
        return short[-1] in full_head and is_subsequence(short[:-1], full[: len(full) - len(full_head)] + full_head)
    return is_subsequence(short_head, full_head) or full_head.endswith(short_head) or short_head.endswith(full_head)


def units(rest: str, parents: frozenset[str]) -> tuple[str, str]:
    """Split the name of a sub-unit into parent and unit (公安局, 南海分局); the parent is empty where there is none."""
    for cut in range(len(rest) - 2, 1, -1):
        if rest[:cut] in parents:
            return rest[:cut], rest[cut:]
    return "", rest
