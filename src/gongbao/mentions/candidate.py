"""A name that a finder proposes."""

from __future__ import annotations

from typing import NamedTuple


class Candidate(NamedTuple):
    """A proposed name: half-open offsets in the page, class id, finder, and how sure the finder is, in (0, 1]."""

    start: int
    end: int
    type: str
    finder: str
    score: float
