"""What a run depends on besides its reports."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gongbao.ontology import BASE, Ontology, load

if TYPE_CHECKING:
    from gongbao.linking.aliases import Aliases


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run depends on besides the report: ontology, base IRI, aliases, finders switched off."""

    ontology: Ontology = field(default_factory=load)
    base: str = BASE
    aliases: Aliases | None = None
    without: frozenset[str] = frozenset()
