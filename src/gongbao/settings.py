"""What a run depends on besides its reports."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from gongbao.mentions import Finder, tagger
from gongbao.ontology import BASE, Ontology, load
from gongbao.userdict import UserDict

if TYPE_CHECKING:
    from gongbao.linking.aliases import Aliases


@dataclass(frozen=True)
class Settings:
    """What a run depends on besides the report: ontology, base IRI, aliases, finders switched off, weights, words.

    `weights` is a folder that `gongbao train` wrote; None takes the weights that come with gongbao. `userdict`
    holds the user's own words and names.
    """

    ontology: Ontology = field(default_factory=load)
    base: str = BASE
    aliases: Aliases | None = None
    without: frozenset[str] = frozenset()
    weights: Path | None = None
    userdict: UserDict = UserDict()

    @cached_property
    def finder(self) -> Finder:
        """What finds names under these settings."""
        return Finder(self.ontology, self.without, self.weights, self.userdict.names, self.userdict.words)

    def check_weights(self) -> None:
        """Read weights of the user's own at once. Raises WeightsError, before a report is read."""
        if self.weights is not None:
            tagger.load(self.weights)

    def __reduce__(self) -> tuple[object, ...]:
        """Travel to another process without what was loaded in this one."""
        return Settings, (self.ontology, self.base, self.aliases, self.without, self.weights, self.userdict)
