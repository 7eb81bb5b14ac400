"""A report as arrays: its names in order, their sentences and clauses, and which of them name the same thing."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gongbao.model import Span
from gongbao.text.columns import distinct
from gongbao.text.punctuation import CLAUSE_END

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

ROLES = ("actor", "place", "campaign", "case", "event", "document", "platform", "person")
"""The roles of the classes that the classifier was trained on; a class of the user counts as the one that it is below."""

CONCEPT = len(ROLES)  # stands for the class of what is no entity: conduct that a campaign targets
_CLAUSE = re.compile(CLAUSE_END)
_SENTENCE = re.compile("[。！？!?；;\n]+[”’」』）)]*")


class Name(NamedTuple):
    """One occurrence of a name: `kind` indexes ROLES, `thing` numbers the things of the report."""

    start: int
    end: int
    kind: int
    thing: int


class Scene(NamedTuple):
    """What pairs are made of. `reporter` is a thing or -1; `names_of` are the surfaces of each thing, simplified."""

    text: str
    start: Ints
    end: Ints
    kind: Ints
    thing: Ints
    sentence: Ints
    sentences: Ints
    clauses: Ints
    reporter: int
    names_of: tuple[tuple[str, ...], ...]

    @property
    def size(self) -> int:
        """How many names there are."""
        return len(self.start)

    def span(self, name: int) -> Span:
        """Return where a name stands."""
        return Span(int(self.start[name]), int(self.end[name]))

    def clause_start(self, places: Ints) -> Ints:
        """Return where the clause of each place begins."""
        return self.clauses[np.searchsorted(self.clauses, places, "right") - 1]

    def clause_end(self, places: Ints) -> Ints:
        """Return where the clause of each place ends."""
        return np.append(self.clauses[1:], len(self.text))[np.searchsorted(self.clauses, places, "right") - 1]


def scene(text: str, names: Sequence[Name], reporter: int, names_of: Sequence[tuple[str, ...]]) -> Scene:
    """Arrange the names of a folded text. `names` must not overlap; `reporter` is the number of a thing, or -1."""
    ordered = sorted(names, key=lambda n: (n.start, n.end))
    start, end, kind, thing = np.array(ordered, np.int64).reshape(-1, 4).T.copy()
    inside = np.zeros(len(text) + 1, bool)
    for name in ordered:
        inside[name.start + 1 : name.end] = True
    sentences = _bounds(_SENTENCE, text, inside)
    sentence = np.searchsorted(sentences, start, "right") - 1
    clauses = distinct(np.append(sentences, _bounds(_CLAUSE, text, inside)))
    return Scene(text, start, end, kind, thing, sentence, sentences, clauses, reporter, tuple(names_of))


def _bounds(ends: re.Pattern[str], text: str, inside: NDArray[np.bool_]) -> Ints:
    """Return where parts begin, cut after what `ends` finds outside of names."""
    cuts = _cuts(ends, text)
    return np.append(0, cuts[~inside[cuts]])


@lru_cache(maxsize=4)
def _cuts(ends: re.Pattern[str], text: str) -> Ints:
    """Where a text may be cut: asked for twice, without and with conduct among its names."""
    return np.array([end for match in ends.finditer(text) if (end := match.end()) < len(text)], np.int64)
