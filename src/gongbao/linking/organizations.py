"""The full names of bodies: short forms of general bodies (市委, 省高院, 交通委) with the region that they act for."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from gongbao import lexicon
from gongbao.lexicon import Department, Entry
from gongbao.linking import divisions
from gongbao.linking.matching import every, words

SECTOR = "部门"
_GOVERNMENT = "政府"
_SHORTEST_REST = 4
_SHORTEST_OWNER = 3
_SHORTEST = 2


class Expansion(NamedTuple):
    """What a name says by itself: full form (`known`: official), region, rest, rule, its `kind`; `scope`: where it holds."""

    name: str
    region: Entry | None
    rest: str
    rule: str | None
    known: bool = False
    scope: str | None = None
    kind: Department | None = None


@cache
def _patterns() -> dict[str, tuple[Department, ...]]:
    """Departments by what follows the region: the end of the pattern, and the short names."""
    found: dict[str, list[Department]] = {}
    for department in lexicon.departments():
        for rest in dict.fromkeys((ends(department)[1], *department.short, *filter(None, (department.other_name,)))):
            found.setdefault(rest, []).append(department)
    return {rest: tuple(at) for rest, at in found.items()}


def called(rest: str) -> tuple[Department, ...]:
    """Return the kinds of body that are called so behind their region."""
    return _patterns().get(rest, ())


@cache
def ends(department: Department) -> tuple[str, str]:
    """Return what stands before and after the region in the full name."""
    return department.pattern.partition("{}")[::2]


@cache
def has_cities(region: Entry) -> bool:
    """Say whether a division is a province with cities below it: a municipality is not."""
    return any(e.level == 2 and e.parent == region.code for e in lexicon.entries("divisions"))


def _levels(region: Entry) -> frozenset[str]:
    """The levels at which a region has bodies; a municipality has a city's too, 9 is that of Hong Kong, Macao and Taiwan."""
    if divisions.lineage(region)[0].name in every("separate"):
        return frozenset("9")
    if region.level == 1 and not has_cities(region):
        return frozenset("12")
    return frozenset(str(region.level))


def _is_provincial(kind: Department, region: Entry) -> bool:
    """Say whether a kind of body is one of provinces (公安厅) and the region a municipality, which has those of a city."""
    return len(_levels(region)) > 1 and any(head in kind.pattern for head in every("provincialHead"))


def department(rest: str, region: Entry, opening: str | None = None) -> Department | None:
    """Return the kind of body that `rest` (委, 高院, 交通委) means in `region`."""
    found = _patterns().get(rest, ())
    if opening is None:
        found = tuple(d for d in found if rest in d.short or rest == d.other_name or d.pattern == "{}" + rest)
    else:
        same = (d for d in lexicon.departments() if rest and ends(d)[0] == opening and ends(d)[1].startswith(rest))
        found = tuple(d for d in found if ends(d)[0] == opening) or tuple(same)  # 共青团天津市委
    levels = _levels(region)
    here = tuple(d for d in found if d.levels & levels)
    if not here:
        apart = "9" in levels
        here = tuple(d for d in found if ("9" in d.levels) == apart)

    def rank(kind: Department) -> tuple[bool, bool, int, bool, str]:
        pattern = kind.pattern
        return ends(kind)[1] != rest, _is_provincial(kind, region), len(pattern), "1" not in kind.levels, pattern

    return min(here, key=rank, default=None)


def _of_sector(rest: str, region: Entry) -> Department | None:
    """The body of a region that is called by its sector: 公安, 交警部门, 检察机关."""
    pairs = (word.split("=", 1) for word in every("sector"))
    named = [full for short, fulls in pairs if short == rest for full in fulls.split("|")]
    if rest.endswith(SECTOR) and rest != SECTOR:
        named += [rest.removesuffix(SECTOR) + head for head in every("levelHead")]
    found = (department(name, region) for name in named)
    return next((k for k in found if k and k.levels & _levels(region) and not _is_provincial(k, region)), None)


@cache
def sectors(kind: Department) -> tuple[str, ...]:
    """The sectors by which a kind of body is called: 公安, 公安机关 of a 公安局."""
    pairs = (word.split("=", 1) for word in every("sector"))
    return tuple(short for short, fulls in pairs if kind.name in fulls.split("|"))


def one_kind(one: str, other: str) -> bool | None:
    """Say whether names without region are of one kind of body that every region has (人社局); None where one is of none."""
    kinds = [_patterns().get(name, ()) for name in (one, other)]
    return not set(kinds[0]).isdisjoint(kinds[1]) if all(kinds) else None


def with_region(name: str, chain: tuple[Entry, ...]) -> Expansion | None:
    """Write out the region that a level word means in the name of a thing: 省第十七届运动会, 市委经济工作会议."""
    region, rest = _levelled(name, chain)
    if region is None or len(rest) < _SHORTEST_REST:
        return None
    return Expansion(divisions.official_name(region) + rest, region, rest, "jurisdiction")


@lru_cache(maxsize=8192)
def expand(name: str, class_id: str, chain: tuple[Entry, ...]) -> Expansion:
    """Read the name of a body, `chain` being the divisions of the reporting body from the province down."""
    known = _known(name, class_id, chain) or _opened(name, chain)
    if known is not None:
        return known
    for nation in (*every("nation"), *every("nationOf")):
        if name.startswith(nation) and len(name) > len(nation):
            inner = expand(name.removeprefix(nation), class_id, chain)
            if nation in every("nation") or (inner.known and inner.region is None):  # 国家水利部
                return inner._replace(rule="lexicon")
    for short, _, full in (word.partition("=") for word in every("bodyOfTown")):
        if name.endswith(short):
            return expand(name.removesuffix(short) + full, class_id, chain)._replace(rule="department")
    return _regional(name, chain) or _by_level(name, class_id, chain)


def _known(name: str, class_id: str, chain: tuple[Entry, ...]) -> Expansion | None:
    """A body of the lexicon, by its full or a short name; of Hong Kong, Macao and Taiwan in their own reports (環保署)."""
    home = separate(chain)
    local = borne(name, class_id).get(home, name) if home else name
    if local != name:
        return _known(local, class_id, chain)
    entries = lexicon.by_name().get(name)
    if entries is None:
        return _said_twice(name, class_id)
    apart = every("separate")
    found = [
        e
        for e in entries
        if e.type == class_id
        and ("weak" not in e.flags or (home and e.parent == home))
        and (e.parent not in apart or e.parent == home or divisions.prefix(e.name) or (e.name == name and not home))
    ]
    found.sort(key=lambda e: (e.parent != home, e.name != name, name not in e.short, e.name))
    if not found:
        return None
    entry = found[0]
    rule = "name" if entry.name == name else "lexicon"
    own = divisions.prefix(entry.name)
    if own is not None:
        return Expansion(entry.name, own.region, entry.name[own.length :], rule, known=True)
    scope = entry.parent if entry.parent in apart else home
    region = divisions.place(scope) if scope else None
    if region and scope != entry.parent and not has_cities(region):
        scope = region = None  # 新华社 in a report of Hong Kong; Taiwan has a 财政部 too
    return Expansion(entry.name, region, entry.name, rule, known=True, scope=scope)


def _said_twice(name: str, class_id: str) -> Expansion | None:
    """A known body with more around its name: 卫生福利部|中央健康保险署, 中铁隧道局|集团有限公司, and a bank's branch."""
    known = lexicon.by_name()
    for size in (size for size in range(_SHORTEST, len(name) - 1) if name[:size] in known):
        front, rest = name[:size], name[size:]
        owners = (e for e in known[front] if e.level == 1 or (e.type == class_id and size > _SHORTEST))
        home = next((h for e in owners for h in (e.name, e.parent) if h in every("separate")), None)
        if home and home in borne(rest, class_id):
            region = divisions.place(home)
            return _known(rest, class_id, (region,) if region else ())
        own = [e.name for e in known[front] if not e.parent and e.type == class_id]
        if own and rest.endswith(every("branch")) and rest[-1] == front[-1]:  # 农行|清河市支行
            whole = own[0] + rest.removeprefix(next(filter(rest.startswith, words("company", class_id)), ""))
            return Expansion(whole, None, whole, "lexicon")
        if front in own and size > _SHORTEST and rest in words("company", class_id):
            return Expansion(front, None, name, "name", known=True)
    return None


@lru_cache(maxsize=8192)
def borne(name: str, class_id: str) -> Mapping[str, str]:
    """Return the full name of the known body that is called so in Hong Kong, Macao, Taiwan or (under "") nation-wide: 澳门海关 for 海关."""
    known = lexicon.by_name()
    named = [e for e in known.get(name, ()) if e.name == name]
    for region in filter(None, map(divisions.place, every("separate"))):
        named += (e for e in known.get(region.short[0] + name, ()) if e.parent == region.name)
    return {e.parent or "": e.name for e in named if e.type == class_id and e.parent in (None, *every("separate"))}


def separate(chain: Iterable[Entry]) -> str | None:
    """Return which of Hong Kong, Macao and Taiwan, where bodies and laws are others of the same names, a report is of."""
    return next((entry.name for entry in chain if entry.name in every("separate")), None)


def only_home(name: str, class_id: str) -> Entry | None:
    """Return Hong Kong, Macao or Taiwan where a body of this name is known there and nowhere else: 立法会, 金管会."""
    bodies = [e for e in lexicon.by_name().get(name, ()) if e.type == class_id]
    parents = {e.parent for e in bodies}
    plain = name not in _patterns() and not any("weak" in e.flags for e in bodies)
    known = len(parents) == 1 and parents <= set(every("separate")) and plain
    return divisions.place(bodies[0].parent or "") if known else None


def owner(name: str, class_id: str, chain: tuple[Entry, ...] = ()) -> Expansion | None:
    """Return the known body that no city has of which a unit is by its name: 海关总署缉私局, 劳动部职安署 in Taiwan."""
    owners = (_known(name[:size], class_id, chain) for size in range(_SHORTEST_OWNER, len(name)))
    return next((owner for owner in owners if owner and (owner.region is None or owner.scope)), None)


def _opened(name: str, chain: tuple[Entry, ...]) -> Expansion | None:
    """A full or half-full name that opens before the region: 中共天津市委, 国家税务总局陕西省税务局."""
    for written, opening in openings():
        if name.startswith(written) and len(name) > len(written):
            inner = name[len(written) :]
            found = divisions.prefix(inner, chain)
            region, rest = (found.region, inner[found.length :]) if found else _levelled(inner, chain)
            if region is None or not rest:
                continue
            if kind := department(rest, region, opening):
                return _full(name, kind, region)
            return Expansion(f"{opening}{divisions.official_name(region)}{rest}", region, rest, "region")
    return None


def _levelled(name: str, chain: tuple[Entry, ...]) -> tuple[Entry | None, str]:
    """The region that the level word means with which a name opens, and the rest."""
    level = divisions.level_word(name)
    return (divisions.of_level(level[1], chain), name[len(level[0]) :]) if level else (None, name)


@cache
def openings() -> tuple[tuple[str, str], ...]:
    """Return the ways an opening is written, with the full form: as it is, and short (政协天津市委员会)."""
    aliases = ((short, full) for short, _, full in (word.partition("=") for word in every("prefixAlias")))
    whole = {(before, before) for before, _ in map(ends, lexicon.departments()) if before}
    return tuple(sorted((*whole, *aliases), key=lambda pair: (-len(pair[0]), pair)))


def _written_out(kind: Department, region: Entry) -> str:
    """The full name of a region's body; the police of a district are a branch of their city's: 益阳市公安局赫山分局."""
    whole = divisions.official_name(region)
    short = next(name for name in (*region.short, *region.weak, region.name) if len(name) > 1)  # 东区分局, no 东分局
    if kind.name in every("branched") and region.level == divisions.DISTRICT and whole.endswith(every("district")):
        return f"{kind.pattern.format(whole.removesuffix(region.name))}{short}分{kind.name[-1]}"
    return kind.pattern.format(whole)


def _full(name: str, kind: Department, region: Entry, rule: str = "department") -> Expansion:
    full = _written_out(kind, region)
    return Expansion(full, region, ends(kind)[1], "name" if full == name else rule, known=True, kind=kind)


def _regional(name: str, chain: tuple[Entry, ...]) -> Expansion | None:
    """A name that opens with a region: 天津市交通委, 佛山警方, 深圳海关."""
    found = divisions.prefix(name, chain)
    if found is None or found.length == len(name) or name in _patterns():
        return None  # 公安局 is none of 公安县
    rest = _seated(name[found.length :], found.region)
    head, region = _seat(rest, found.region)
    if kind := department(head or rest, region):
        return _full(name, kind, region)
    if kind := _of_sector(rest, region):
        return _full(name, kind, region, "sector")
    full = divisions.official_name(found.region) + rest if found.official else name
    return Expansion(full, region, rest, None if full == name else "region")


def _seat(rest: str, region: Entry) -> tuple[str, Entry]:
    """The head and the district of a branch that is called after one in `region`: 公安局|海淀|分局; else nothing and `region`."""
    branch = next(filter(rest.endswith, every("branch")), rest)
    for at in range(1, len(rest) - len(branch) - 1):
        inner = divisions.place(rest[at : -len(branch)], (region,))
        if inner and region in divisions.lineage(inner)[:-1]:
            return rest[:at] if rest[:at] in every("branched") else "", inner
    return "", region


def _seated(rest: str, region: Entry) -> str:
    """In Taiwan 市府工务局 is 市政府工务局."""
    return f"政{rest}" if rest.startswith("府") and len(rest) > 1 and "9" in _levels(region) else rest


def is_seated(name: str, class_id: str) -> bool:
    """Say whether a body is one that every city of Taiwan has: 劳工局, 台南市议会."""
    kinds = _patterns().get(name, ()) if name in _patterns() else (expand(name, class_id, ()).kind,)
    return any("9" in kind.levels for kind in kinds if kind)


def city_of_taiwan(chain: tuple[Entry, ...]) -> Entry | None:
    """Return the city or county of Taiwan that a chain of divisions leads to."""
    return chain[1] if len(chain) > 1 and separate(chain) and has_cities(chain[0]) else None


def _by_level(name: str, class_id: str, chain: tuple[Entry, ...]) -> Expansion:
    """A name that opens with a level word (市委, 省高院), which means the region of the report, or a bureau in Taiwan (工务局)."""
    bare, city = name in _patterns(), city_of_taiwan(chain)
    seated = bare and name != _GOVERNMENT and is_seated(name, class_id)  # 政府 may be the central one, but in Hong Kong
    apart = chain[0] if name == _GOVERNMENT and separate(chain) and not has_cities(chain[0]) else None
    region, rest = (city if seated else apart, name) if bare else _levelled(name, chain)
    if region is None:
        return Expansion(name, None, name, None)
    rest = _seated(rest, region)
    if own := _known(divisions.official_name(region) + rest, class_id, chain):  # what this region calls it
        return own._replace(rule="jurisdiction")
    kind = department(rest, region) or _of_sector(rest, region)
    full = _written_out(kind, region) if kind else divisions.official_name(region) + rest
    return Expansion(full, region, ends(kind)[1] if kind else rest, "jurisdiction", known=kind is not None, kind=kind)


def jurisdiction(
    publisher: str | None, title: str | None, class_id: str, named: Iterable[Entry], ends: Collection[str] = ()
) -> tuple[Entry, ...]:
    """Return the divisions, from the province down, that the reporting body acts for; empty for a national body.

    Read from the publisher's name, else from the title, else from the divisions `named`. Where the publisher does not tell,
    they also say which division below a level word means whose `ends` are given (市 in 市委).
    """
    chain: tuple[Entry, ...] = ()
    for text in filter(None, (publisher, title)):
        own = expand(text, class_id, ())
        region = own.region or divisions.named_in(text)
        if own.known and region is None:
            return ()
        if region is not None:
            chain = divisions.lineage(region)
            if text is publisher:
                return chain
            break
    lineages = [divisions.lineage(entry) for entry in named]
    province = _foremost(lineages, 0)
    if province and province not in chain:  # 南京 in a title of Hong Kong
        chain = (province,)
    return _inmost(chain, lineages, ends) if chain else ()


def _inmost(chain: tuple[Entry, ...], named: Sequence[tuple[Entry, ...]], ends: Collection[str]) -> tuple[Entry, ...]:
    """Go down to the last division that is named most and that a level word may mean; Hong Kong's districts have no bodies."""
    best = found = chain
    if separate(chain) and not has_cities(chain[0]):
        return chain
    while (inner := _foremost([at for at in named if at[: len(found)] == found], len(found))) is not None:
        found = (*found, inner)
        if inner.name.endswith(tuple(ends)) or (ends and inner is city_of_taiwan(found)):
            best = found
    return best


def _foremost(lineages: Iterable[tuple[Entry, ...]], depth: int) -> Entry | None:
    """The division at some depth that is named three times, and twice as often as the next."""
    counts = Counter(at[depth] for at in lineages if len(at) > depth)
    ranked = [*sorted(counts.items(), key=lambda item: (-item[1], item[0].name)), (None, 1)]
    return ranked[0][0] if ranked[0][1] > 2 and ranked[0][1] >= 2 * ranked[1][1] else None
