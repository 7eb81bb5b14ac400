"""What a person decided of names: which are one thing, which are never."""

from collections.abc import Mapping
from typing import NamedTuple


class Aliases(NamedTuple):
    """Decisions on names, which are in canonical form (simplified, without quotes)."""

    forces: Mapping[str, str]
    forbidden: frozenset[frozenset[str]]

    def target(self, name: str) -> str | None:
        """Return the name that `name` is forced to be, through chains; None where nothing says so."""
        found = self.forces.get(name)
        while found is not None and found in self.forces:
            found = self.forces[found]
        return found
