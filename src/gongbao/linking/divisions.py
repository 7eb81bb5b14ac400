"""Administrative divisions in names: the prefix of a body's name, the region of a report, and what 市 or 省 stand for."""

from functools import cache, lru_cache
from typing import NamedTuple

from gongbao import lexicon
from gongbao.lexicon import Entry
from gongbao.linking.matching import every


class Prefix(NamedTuple):
    """The region at the start of a name: innermost division, its characters, how it is written; `official`: in full (天津市)."""

    region: Entry
    length: int
    official: bool


DISTRICT = 3


@cache
def _by_written() -> dict[str, tuple[Entry, ...]]:
    found: dict[str, list[Entry]] = {}
    townships = (entry for entry in lexicon.entries("places") if entry.level)
    for entry in (*lexicon.entries("divisions"), *townships):
        for name in (entry.name, *entry.short, *(w for w in entry.weak if len(w) > 1)):
            found.setdefault(name, []).append(entry)
    return {name: tuple(entries) for name, entries in found.items()}


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """The lengths of the names that start with two characters, longest first."""
    found: dict[str, set[int]] = {}
    for name in _by_written():
        found.setdefault(name[:2], set()).add(len(name))
    return {start: tuple(sorted(lengths, reverse=True)) for start, lengths in found.items()}


@cache
def lineage(region: Entry) -> tuple[Entry, ...]:
    """Return the divisions from the province down to `region`, itself included; a township names what it belongs to."""
    codes = lexicon.divisions_by_code()
    chain = [region]
    while chain[0].parent:
        parent = codes.get(chain[0].parent) or next(iter(_by_written()[chain[0].parent]))
        chain.insert(0, parent)
    return tuple(chain)


def is_unique(region: Entry) -> bool:
    """Say whether no other division bears the name of `region`."""
    return sum(e.name == region.name for e in _by_written()[region.name]) == 1


@cache
def official_name(region: Entry) -> str:
    """Return the name that a body of `region` carries: districts with their city, namesakes with their parent."""
    chain = lineage(region)
    district = region.level == 3 and region.name.endswith(every("district"))
    if len(chain) > 1 and (district or not is_unique(region)):
        return chain[-2].name + region.name
    return region.name


@lru_cache(maxsize=8192)
def prefix(name: str, near: tuple[Entry, ...] = ()) -> Prefix | None:
    """Find the division, or chain of divisions (X省Y市Z区), at the start of a name; `near` decides between namesakes."""
    found: Prefix | None = None
    while True:
        step = _step(name, found, near)
        if step is None:
            return found
        found = step


def _step(name: str, outer: Prefix | None, near: tuple[Entry, ...]) -> Prefix | None:
    """Read one division more, inside `outer` where there is one."""
    at = outer.length if outer else 0
    table = _by_written()
    near = near if outer is None else (*near, outer.region)
    for length in _lengths().get(name[at : at + 2], ()):
        written = name[at : at + length]
        entries = table.get(written, ()) if len(written) == length else ()
        if _is_township(name[at + length :]):
            entries = tuple(e for e in entries if e.name == written)
        if outer is not None:
            entries = tuple(e for e in entries if outer.region in lineage(e)[:-1])
        else:
            close = {e for e in entries for n in near if n in lineage(e) or e in lineage(n)}
            entries = tuple(e for e in entries if written == e.name or written in e.short or e in close)
        chosen = choose(written, entries, near)
        if chosen is not None:
            return Prefix(chosen, at + length, written == chosen.name)
        if any(e.name == written for e in entries):
            return None  # 连江县 of two cities is not 连江 of one
    return None


def _is_township(rest: str) -> bool:
    """Say whether what follows a short name makes a smaller place of it: 吉安|镇政府 is not of 吉安市, 天津|乡村振兴局 is of 天津."""
    if rest not in every("township") and (not rest.startswith(every("town")) or rest.startswith(every("notTownship"))):
        return False
    return not any(rest[:length] in _by_written() for length in _lengths().get(rest[:2], ()))


def choose(written: str, entries: tuple[Entry, ...], near: tuple[Entry, ...]) -> Entry | None:
    """Choose between divisions that share a name: near ones first, then full names, then higher levels; else None.

    The short name of a county elsewhere is none: 唐河 in a report of Hebei is a river, 长洲 in one of Hong Kong an island.
    A former division gives way to what it has become (祁阳县, now 祁阳市), not to a namesake elsewhere: reports are old.
    """
    now = {(e.code or "")[:4] for e in entries if "former" not in e.flags}
    meant = {e for e in near if written != e.name}  # 旬阳 where the report is of 旬阳县
    entries = tuple(e for e in entries if "former" not in e.flags or e in meant or (e.code or "")[:4] not in now)
    ranked = sorted((_rank(e, written, near), i) for i, e in enumerate(entries))
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    best = entries[ranked[0][1]]
    short = best.level == DISTRICT and written[-1] != best.name[-1] and (near or written in best.weak)
    return None if short and not ranked[0][0][0] else best


def _rank(entry: Entry, written: str, near: tuple[Entry, ...]) -> tuple[int, int, int]:
    shared = max((len(set(lineage(entry)) & set(lineage(n))) for n in near), default=0)
    how = 0 if written == entry.name else 1 if written in entry.short else 2
    return (-shared, how, entry.level or 9) if how else (-shared, 0, 0)


def place(name: str, near: tuple[Entry, ...] = ()) -> Entry | None:
    """Return the division that a place name means, whole: 天津, 天津市, 重庆市荣昌区, 沪; None where none or several."""
    whole = prefix(name, near)
    if whole is not None and whole.length == len(name):
        return whole.region
    entries = tuple(e for e in lexicon.by_name().get(name, ()) if e.level is not None)
    return choose(name, entries, near) if entries else None


_SECTOR = 2


@cache
def _sectors() -> frozenset[str]:
    """How the names of departments begin behind the division."""
    forms = (form for d in lexicon.departments() for form in (d.pattern.partition("{}")[2], *d.short))
    return frozenset(form[:_SECTOR] for form in forms if len(form) > _SECTOR)


@lru_cache(maxsize=8192)
def level_word(name: str) -> tuple[str, str] | None:
    """Return the level word that opens a short name (省 in 省高院, 市 in 市委) and the end of division names it means."""
    if name[1 : 1 + _SECTOR] not in _sectors() and name.startswith(every("notLevel")):
        return None  # 省|市场监管局 and 市|民政局 are no 省市 and no 市民
    found = [pair for pair in lexicon.words("level") if name.startswith(pair[0]) and len(name) > len(pair[0])]
    return max(found, key=lambda pair: len(pair[0]), default=None)


def of_level(end: str, chain: tuple[Entry, ...]) -> Entry | None:
    """Return the innermost division of `chain` whose name ends as the level word wants (市 → 天津市); Hong Kong is no 区."""
    apart = every("separate") if end == "区" else ()
    return next((e for e in reversed(chain) if e.name.endswith(end) and e.name not in apart), None)


def named_in(text: str) -> Entry | None:
    """Return the first division that a short text (a title, a publisher) names in full or by a safe short name."""
    starts = (at for at in range(len(text)) if text[at : at + 2] in _lengths())
    return next((found.region for at in starts if (found := prefix(text[at:])) is not None), None)
