"""What a user says of names: which are one thing, which are never, and what belongs to what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Aliases:
    """The rows of a table of aliases, names in canonical form (simplified, without quotes)."""

    forces: Mapping[str, str]
    forbidden: frozenset[frozenset[str]]
    parents: Mapping[str, str]

    def target(self, name: str) -> str | None:
        """Return the name that `name` is forced to be, through chains; None where no row says so."""
        found = self.forces.get(name)
        while found is not None and found in self.forces:
            found = self.forces[found]
        return found

    def forbids(self, one: str, other: str) -> bool:
        """Say whether the two names must stay apart."""
        return frozenset((one, other)) in self.forbidden
