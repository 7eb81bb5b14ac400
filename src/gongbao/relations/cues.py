"""The words that may state a property, marked on the characters of a text: the wording of the ontology as the network sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from ahocorasick_rs import AhoCorasick, MatchKind
from numpy.typing import NDArray

from gongbao.model import Span
from gongbao.ontology import Ontology

STATING = ("trigger", "agentless", "helper", "jointly", "with", "instrument", "venue", "afterward", "whole", "founding")
"""Kinds of wording of a property whose words may state it."""

_AROUND = ("agentMarker", "objectMarker", "causative", "delegating", "otherActor", "selfReference", "speech")
"""Kinds of wording of actors that tell who acts on whom."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A word in the text and the properties that it may state."""

    span: Span
    properties: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cues:
    """The words of an ontology, ready to be looked for. `marks` holds the channels of each word."""

    automaton: AhoCorasick
    properties: tuple[frozenset[str], ...]
    marks: tuple[tuple[int, ...], ...]
    channels: int

    def find(self, text: str) -> tuple[Cue, ...]:
        """Return the words that may state a property, in order."""
        found = self.automaton.find_matches_as_indexes(text)
        return tuple(Cue(Span(start, end), self.properties[i]) for i, start, end in found if self.properties[i])

    def channels_of(self, text: str) -> NDArray[np.uint8]:
        """Return for each character which words it is part of."""
        marked = np.zeros((len(text), self.channels), np.uint8)
        for index, start, end in self.automaton.find_matches_as_indexes(text):
            for channel in self.marks[index]:
                marked[start:end, channel] = 1
        return marked


def compile_cues(ontology: Ontology, predicates: Sequence[str]) -> Cues:
    """Compile the wording: a channel for each of `predicates`, for each kind of words around actors, for each modality."""
    stated: dict[str, set[str]] = {}
    channels: dict[str, set[int]] = {}
    for relation in ontology.relations:
        for word in (w for kind in STATING for w in relation.words(kind)):
            stated.setdefault(word, set()).add(relation.id)
            if relation.id in predicates:
                channels.setdefault(word, set()).add(predicates.index(relation.id))
    actor = ontology.get_class(ontology.role("actor"))
    for place, kind in enumerate(_AROUND):
        for word in actor.words(kind):
            channels.setdefault(word, set()).add(len(predicates) + place)
    modalities = [c for c in ontology.concepts.values() if c.words("marker")]
    for concept in modalities:
        for word in concept.words("marker"):
            channels.setdefault(word, set()).add(len(predicates) + len(_AROUND) + _mood(concept.roles))
    words = tuple(sorted(stated.keys() | channels.keys()))
    return Cues(
        AhoCorasick(words, matchkind=MatchKind.LeftmostLongest),
        tuple(frozenset(stated.get(w, ())) for w in words),
        tuple(tuple(sorted(channels.get(w, ()))) for w in words),
        len(predicates) + len(_AROUND) + 2,
    )


def _mood(roles: frozenset[str]) -> int:
    """Channel 1 for words that deny, 0 for all others that tell how a thing is said."""
    return 1 if "unasserted" in roles else 0
