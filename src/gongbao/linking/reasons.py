"""What each rule of linking means, for people who ask why a name belongs to a thing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

RULES: Mapping[str, str] = MappingProxyType(
    {
        "name": "its own full name",
        "region": "the region in front, written out in full",
        "jurisdiction": "a general name, read with the region of the reporting body",
        "department": "a short name of a kind of body that every region has",
        "lexicon": "a known short name",
        "division": "a short name of an administrative division (GB/T 2260)",
        "stated": "the text says so: brackets, 以下简称, a second name plate",
        "number": "the number of the case named just before it",
        "suffix": "the end of the full name",
        "prefix": "the full name without its last word",
        "abbreviation": "characters of the full name in order, same start, same head",
        "core": "the same quoted name",
        "head": "only the head noun: the one named last before it",
        "level": "level and head noun of a body of that region",
        "branch": "a branch of the body that lists it",
        "surname": "the surname alone of the one person so named",
        "edition": "short for the one edition that the report names",
        "alias": "the user's alias file",
    }
)
