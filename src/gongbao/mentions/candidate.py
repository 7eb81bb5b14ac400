"""A name that the tagger or a rule proposes."""

from __future__ import annotations

from typing import NamedTuple


class Candidate(NamedTuple):
    """A proposed name: half-open offsets, class id, what proposed it (`tagger` or a rule's id), probability in (0, 1]."""

    start: int
    end: int
    type: str
    by: str
    score: float
