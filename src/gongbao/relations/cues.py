"""The words that may state a property, marked on the characters of a text: the wording of the ontology as the network sees it."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from ahocorasick_rs import AhoCorasick, MatchKind
from numpy.typing import NDArray

from gongbao.model import Span
from gongbao.ontology import Ontology

STATING = ("trigger", "agentless", "helper", "jointly", "with", "instrument", "venue", "afterward", "whole", "founding")
"""Kinds of wording of a property whose words may state it."""

_AROUND = ("agentMarker", "objectMarker", "causative", "delegating", "otherActor", "selfReference", "speech")
"""Kinds of wording of actors that tell who acts on whom."""


class Cue(NamedTuple):
    """A word in the text and the properties that it may state."""

    start: int
    end: int
    properties: frozenset[str]

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True, eq=False)
class Cues:
    """The words of an ontology, ready to be looked for. `marks` (words, channels) is 1 where a word is of a channel."""

    automaton: AhoCorasick
    properties: tuple[frozenset[str], ...]
    marks: NDArray[np.uint8]

    def find(self, text: str, wanted: frozenset[str] | None = None) -> tuple[Cue, ...]:
        """Return the words that may state a property, or one of those `wanted`, in order."""
        hits = _hits(self.automaton, text)
        hits = hits[_stating(self, wanted)[hits[:, 0]]]
        return tuple(Cue(start, end, self.properties[i]) for i, start, end in hits.tolist())

    def channels_of(self, text: str) -> NDArray[np.uint8]:
        """Return for each character which words it is part of."""
        marked = np.zeros((len(text), self.marks.shape[1]), np.uint8)
        which, start, end = _hits(self.automaton, text).T
        size = end - start
        places = np.arange(size.sum()) + np.repeat(start - np.cumsum(size) + size, size)
        marked[places] = self.marks[np.repeat(which, size)]
        return marked


@lru_cache(maxsize=8)
def _stating(cues: Cues, wanted: frozenset[str] | None) -> NDArray[np.bool_]:
    """Say of each word whether it may state a property, or one of those `wanted`."""
    return np.array([bool(p) if wanted is None else not p.isdisjoint(wanted) for p in cues.properties], bool)


@lru_cache(maxsize=2)
def _hits(automaton: AhoCorasick, text: str) -> NDArray[np.int64]:
    """The words in a text: number, start, end."""
    return np.array(automaton.find_matches_as_indexes(text), np.int64).reshape(-1, 3)


@lru_cache(maxsize=8)
def compile_cues(ontology: Ontology, predicates: tuple[str, ...]) -> Cues:
    """Compile the wording: a channel for each of `predicates`, for each kind of words around actors, for each modality."""
    stated: dict[str, set[str]] = {}
    for relation in ontology.relations:
        for word in (w for kind in STATING for w in relation.words(kind)):
            stated.setdefault(word, set()).add(relation.id)
    actor, mood = ontology.get_class(ontology.role("actor")), len(predicates) + len(_AROUND)
    channels = [(word, predicates.index(p)) for word, ids in stated.items() for p in ids.intersection(predicates)]
    channels += [(word, len(predicates) + i) for i, kind in enumerate(_AROUND) for word in actor.words(kind)]
    for concept in ontology.concepts.values():  # words that deny have their own channel
        channels += [(word, mood + ("unasserted" in concept.roles)) for word in concept.words("marker")]
    words = tuple(sorted(stated.keys() | {word for word, _ in channels}))
    numbers = {word: number for number, word in enumerate(words)}
    marks = np.zeros((len(words), mood + 2), np.uint8)
    for word, channel in channels:
        marks[numbers[word], channel] = 1
    automaton = AhoCorasick(words, matchkind=MatchKind.LeftmostLongest)
    return Cues(automaton, tuple(frozenset(stated.get(w, ())) for w in words), marks)
