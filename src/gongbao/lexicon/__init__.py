"""Known names: administrative divisions, bodies, campaigns, documents, platforms and events, as sorted TSV files.

Every file has the same header (see `COLUMNS`), is written in simplified script, and names its source in each row.
`linking.tsv` is a table, no wording: it says how the names of these files are built and shortened (tails, levels, acronyms),
which holds of the listed names whatever classes a user adds; what finds and relates names is in `ontology/wording`.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from gongbao.text import tsv

COLUMNS = ("name", "class", "code", "parent", "short", "weak", "level", "flags", "same_as", "source")
"""The header of every lexicon file. Lists inside a cell are joined by `|`; an empty cell is an absent value."""

FILES = (
    "divisions", "regions", "countries", "landforms", "places", "organizations", "campaigns", "documents",
    "platforms", "events", "persons",
)  # fmt: skip
"""The files of names, in the order in which they are read; a name in two files keeps both entries."""


class Entry(NamedTuple):
    """One known name.

    `type` is a class id of the ontology; `code` an official code (GB/T 2260 for divisions); `parent` the code or name of
    what it belongs to (`|`-joined names for a region of several); `short` its safe short names; `weak` the short names
    that need context (one character, common words, namesakes); `level` 1 province, 2 prefecture, 3 county.
    `flags` holds `former` (no longer in force) and `weak` (the full name itself needs context).
    """

    name: str
    type: str
    code: str | None
    parent: str | None
    short: tuple[str, ...]
    weak: tuple[str, ...]
    level: int | None
    flags: frozenset[str]
    same_as: str | None
    source: str


class Department(NamedTuple):
    """A kind of body that every region has: `name` without the region, its short names, and how it joins the region.

    `pattern` is the full name with `{}` for the region (中共{}委员会); `levels` says where it exists (1 province, 2 prefecture, 3 county, 9 Hong Kong, Macao or Taiwan);
    `other_name` is another official name of the same body (加挂牌子).
    """

    name: str
    type: str
    pattern: str
    short: tuple[str, ...]
    levels: frozenset[str]
    other_name: str | None
    source: str


class Superior(NamedTuple):
    """Who leads a kind of body by law: the same body one division up (`pattern` has `{}` for the region), last `top`."""

    pattern: str
    top: str
    source: str


_NONE: frozenset[str] = frozenset()


def _rows(name: str) -> Iterator[list[str]]:
    """Yield the rows of a lexicon file, without its header."""
    return tsv.rows(__package__, f"{name}.tsv")


def _cells(cell: str) -> tuple[str, ...]:
    """Split a list cell."""
    return tuple(cell.split("|")) if cell else ()


@cache
def entries(name: str) -> tuple[Entry, ...]:
    """Read one file of names by its name without suffix."""
    return tuple(
        [
            Entry(
                name,
                type_,
                code or None,
                parent or None,
                _cells(short) if short else (),  # few have any, and a call takes its time
                _cells(weak) if weak else (),
                int(level) if level else None,
                frozenset(flags.split()) if flags else _NONE,
                same or None,
                source,
            )
            for name, type_, code, parent, short, weak, level, flags, same, source in _rows(name)
        ]
    )


@cache
def all_entries() -> tuple[Entry, ...]:
    """Read every file of names."""
    return tuple(entry for name in FILES for entry in entries(name))


@cache
def countries() -> tuple[str, ...]:
    """Read the names of countries, full and short."""
    return tuple(name for entry in entries("countries") for name in (entry.name, *entry.short))


@cache
def departments() -> tuple[Department, ...]:
    """Read the kinds of bodies that provinces, cities and counties have."""
    return tuple(
        Department(r[0], r[1], r[2], _cells(r[3]), frozenset(r[4]), r[5] or None, r[6]) for r in _rows("departments")
    )


@cache
def superiors() -> tuple[Superior, ...]:
    """Read who leads whom by law."""
    return tuple(Superior(*row) for row in _rows("superiors"))


@cache
def words(kind: str) -> tuple[tuple[str, str], ...]:
    """Read the words of a kind that linking goes by (`linking.tsv`), as (class id or level, word) pairs."""
    return _words().get(kind, ())


@cache
def _words() -> Mapping[str, tuple[tuple[str, str], ...]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for row in _rows("linking"):
        found.setdefault(row[0], []).append((row[1], row[2]))
    return {kind: tuple(pairs) for kind, pairs in found.items()}


@cache
def divisions_by_code() -> Mapping[str, Entry]:
    """Map GB/T 2260 codes to divisions."""
    return MappingProxyType({e.code: e for e in entries("divisions") if e.code})


@cache
def by_name() -> Mapping[str, tuple[Entry, ...]]:
    """Map every full name, safe short name and weak short name to its entries, full names first."""
    found: dict[str, tuple[Entry, ...]] = {}
    known = all_entries()
    for entry in known:
        found[entry.name] = (*found.get(entry.name, ()), entry)
    for entry in known:
        for short in (*entry.short, *entry.weak):
            at = found.get(short, ())
            if entry not in at:
                found[short] = (*at, entry)
    return MappingProxyType(found)
