"""The names of a report as they are written: mentions of one class and one form, with what each name says by itself."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from gongbao import iri, lexicon
from gongbao.lexicon import Entry
from gongbao.linking import divisions, organizations
from gongbao.linking.aliases import Aliases
from gongbao.linking.matching import core_class, ends_with, every, words
from gongbao.linking.organizations import Expansion
from gongbao.linking.reporter import Claim
from gongbao.model import Document, Mention
from gongbao.ontology import Ontology
from gongbao.temporal.reference import by_republic
from gongbao.text.punctuation import LISTING, QUOTES_CLOSE, QUOTES_OPEN, TITLES_CLOSE, TITLES_OPEN
from gongbao.text.script import is_traditional

_PAIRS = zip(f'{QUOTES_OPEN}{TITLES_OPEN}"', f'{QUOTES_CLOSE}{TITLES_CLOSE}"', strict=True)
_QUOTED = tuple(re.compile(f"{opener}([^{closer}]+){closer}") for opener, closer in _PAIRS)
_TITLED = frozenset(TITLES_OPEN)

_TAIWAN = "710000"  # the code of the division whose years are counted from 1912
_SESSION_HEAD = words("sessionHead")[0]
_SESSION = f"[一二三四五六七八九十]中(?:{_SESSION_HEAD})?"
_SESSIONS = re.compile(
    f"((?:党的)?(?<![一二三四五六七八九十])[一二三四五六七八九十]+届)({_SESSION}(?:[{LISTING}]{_SESSION})+)(?<={_SESSION_HEAD})"
)
"""Sessions in a list that share their number and head: 二十届二中、三中全会."""
_POST = re.compile("[^，。；\n]{0,6}(?:常委|书记|委员|秘书长)、")
"""Between a committee and a department of its own: 市委常委、宣传部部长."""
_DISTRICTS = 16
_NATIONS = 10
_NEAR = 50  # so many divisions before a name may tell which one its level word means
Written = Mapping[tuple[str, str], Sequence[Mention]]
"""Mentions by class and canonical form: the same words always mean the same thing."""


class Surface(NamedTuple):
    """One name as a report writes it: all mentions whose canonical form and class are the same.

    `kind` is the class, or the core class that a user's class is below: what the words of linking are given for.
    `written` are the forms in the text, `core` the part in quotation marks, `full` what the name says by itself, and
    `titled` says that it is written as a title, which is complete: 《企业会计准则》.
    A surface without mentions is the reporting body's name as the reader of the file found it.
    """

    name: str
    type: str
    kind: str
    mentions: tuple[Mention, ...]
    written: tuple[str, ...]
    core: str | None
    full: Expansion
    entry: Entry | None = None
    titled: bool = False

    @property
    def first(self) -> int:
        """Where the name is first used; after everything else where it has no mention."""
        return self.mentions[0].start if self.mentions else 1 << 60


class Roles(NamedTuple):
    """The classes that linking treats in ways of their own: `core` maps each to its core class, `heads` those to head nouns."""

    actor: str
    place: str
    core: Mapping[str, str]
    actors: frozenset[str]
    places: frozenset[str]
    persons: frozenset[str]
    heads: Mapping[str, frozenset[str]]

    def bare(self, name: str, kind: str) -> str | None:
        """Return what a name that is only a head (专项行动, 专项整治工作) is the head of; None for a real name."""
        stems = (name, *(name.removesuffix(tail) for tail in words("tail", kind) if name.endswith(tail)))
        return next((stem for stem in stems if stem in self.heads[kind] or stem in words("bare", kind)), None)


@lru_cache(maxsize=8)
def roles(terms: Ontology) -> Roles:
    """Read the roles of an ontology's classes."""

    def below(role: str) -> frozenset[str]:
        return frozenset(c.id for c in terms.entity_classes if terms.role(role) in c.ancestors)

    core = {c.id: core_class(terms, c.id) for c in terms.entity_classes}
    heads: dict[str, frozenset[str]] = {}
    for spec in terms.entity_classes:
        heads[core[spec.id]] = heads.get(core[spec.id], frozenset()).union(spec.words("headNoun"))
    return Roles(terms.role("actor"), terms.role("place"), core, below("actor"), below("place"), below("person"), heads)


def written(document: Document, mentions: Iterable[Mention]) -> Written:
    """Group mentions by class and canonical form, in order of first use."""
    found: dict[tuple[str, str], list[Mention]] = {}
    shared = _shared(document.folded)
    committee, end = "", 0
    for mention in sorted(mentions, key=lambda m: (m.start, m.end)):
        text = document.folded[mention.start : mention.end]
        name = iri.canonical(shared.get((mention.start, text), text))
        if text in every("ofCommittee") and committee and _POST.fullmatch(document.folded, end, mention.start):
            name = committee + name
        if name.endswith(every("committee")):
            committee, end = name, mention.end
        found.setdefault((mention.type, name), []).append(mention)
    return found


def _shared(text: str) -> dict[tuple[int, str], str]:
    """The full names of sessions that a list shortens, by where an item stands and how it is written."""
    found: dict[tuple[int, str], str] = {}
    for listed in _SESSIONS.finditer(text):
        for one in re.finditer(_SESSION, listed[2]):
            name = listed[1] + one[0].removesuffix(_SESSION_HEAD) + _SESSION_HEAD
            found |= {(listed.start(2) + one.start(), one[0]): name, (listed.start(), listed[1] + one[0]): name}
    return found


class Region(NamedTuple):
    """The divisions that the reporter acts for (`told`: by its name), those named, those `near`: no namesake is meant."""

    kinds: Roles
    home: tuple[Entry, ...]
    starts: tuple[int, ...]
    named: tuple[tuple[int, Entry], ...]
    near: tuple[Entry, ...]
    told: bool

    def chain_of(self, name: str, class_id: str, group: Sequence[Mention]) -> tuple[Entry, ...]:
        """Return the divisions that a name is read with: the report's, or those that its sentences name before it.

        市人社局 of a province's report is of the one city that the sentence names, if every sentence with it names the same;
        so is 省政府 behind 湖北省水利厅 where no name of a reporter tells of another province.
        """
        level = divisions.level_word(name) if class_id in self.kinds.actors else None
        if level is None or (self.told and divisions.of_level(level[1], self.home) is not None):
            return self.home
        found = {self._before(mention.start, level[1]) for mention in group}
        only = found.pop() if len(found) == 1 else None
        return self.home if only is None else divisions.lineage(only)

    def _before(self, start: int, end: str) -> Entry | None:
        at = bisect_right(self.starts, start) - 1
        first = self.starts[at] if at >= 0 else 0
        low, high = (bisect_left(self.named, place, key=lambda pair: pair[0]) for place in (first, start))
        near = self.named[max(low, high - _NEAR) : high]
        told = {divisions.of_level(end, divisions.lineage(entry)) for _, entry in near} - {None}
        return told.pop() if len(told) == 1 else None


def region(document: Document, kinds: Roles, names: Written, claim: Claim | None) -> Region:
    """Say which divisions a report is of: the reporter's, else its title's, else those that it names most.

    One that a name writes out counts twice, and so does a province: 安顺 is a quarter of Tainan, too. A report in
    traditional script tells of 上海 from afar: only 上海市 counts; nor is one in simplified script of 香港 by that word.
    """
    named: list[tuple[int, Entry]] = []
    official: list[Entry] = []
    unsure: list[Entry] = []
    level_ends: set[str] = set()
    near = not is_traditional(document.text, document.folded)
    districts: dict[Entry, None] = {}
    for (class_id, name), group in names.items():
        entry, public = _division(name, class_id, kinds)
        if entry is not None and (entry.code or "former" not in entry.flags):
            named += [(mention.start, entry) for mention in group]
            apart = divisions.lineage(entry)[0].name in every("separate")
            here = apart or near if class_id in kinds.actors else apart != near
            written_out = entry.name in name or (entry.level == 1 and here)
            districts |= {entry: None} if written_out and entry.level == divisions.DISTRICT else {}
            shared = class_id in kinds.actors and len(organizations.borne(name, kinds.actor)) > 1
            tally = unsure if shared else official
            tally += [entry] * (2 if written_out else 1) * len(group) if (public and here) or written_out else []
        elif public and class_id in kinds.actors and (level := divisions.level_word(name)):
            level_ends.add(level[1])
        if class_id in kinds.actors and public and organizations.is_seated(name, kinds.actor):
            level_ends.add(name)
    publisher = claim.name if claim and not _straddled(claim.name, kinds.actor) else None
    if claim and claim.how in ("acting", "source") and organizations.expand(claim.name, kinds.actor, ()).region is None:
        publisher = None  # 公安部 in news of a city
    title = iri.canonical(document.title) if document.title else None
    for class_id, name in names:
        if title and class_id in kinds.actors and name in title and _straddled(name, kinds.core[class_id]):
            title = title.replace(name, " ")
    outer = Counter(divisions.lineage(entry)[0] for entry in official).most_common()
    most = [e for e, _ in outer if e.name in every("separate")][:1]
    official += most * len(unsure) if most else unsure  # 廉政公署 is of Macao where that is named
    shared = publisher is not None and len(organizations.borne(publisher, kinds.actor)) > 1
    home = organizations.jurisdiction(None if shared else publisher, title, kinds.actor, official, level_ends)
    if not home and by_republic(document):
        home = divisions.lineage(lexicon.divisions_by_code()[_TAIWAN])
    starts = tuple(sentence.start for sentence in document.sentences)
    ordered = tuple(sorted(named, key=lambda pair: pair[0]))
    told = bool(organizations.jurisdiction(publisher, None, kinds.actor, ()) or organizations.separate(home))
    return Region(kinds, home, starts, ordered, (*home, *islice(districts, _DISTRICTS)), told)


def _division(name: str, class_id: str, kinds: Roles) -> tuple[Entry | None, bool]:
    """The division that a name writes, and whether the name is that of a place or public body."""
    if class_id in kinds.places and (entry := divisions.place(name)) is not None:
        return entry, True
    if class_id in kinds.actors:
        public = ends_with(name, "public", kinds.core[class_id]) is not None
        acts = organizations.expand(name, kinds.actor, ()).region if public else None
        acts = acts or organizations.only_home(name, kinds.actor)
        if public or acts is not None:
            return acts, True
    own, private = divisions.prefix(name), class_id in kinds.actors  # 栾川县某矿业公司
    return own.region if own is not None and own.official else None, not private


def _straddled(name: str, class_id: str) -> bool:
    """Say whether what looks like a place in the name of a body runs into its head noun (西|北海|关)."""
    head = ends_with(name, "public", class_id)
    return head is not None and bool(divisions.named_in(name)) and not divisions.named_in(name.removesuffix(head))


def surface(
    name: str, class_id: str, group: Sequence[Mention], document: Document, kinds: Roles, region: Region
) -> Surface:
    """Read one name."""
    chain = region.chain_of(name, class_id, group)
    texts = tuple(dict.fromkeys(document.text[m.start : m.end] for m in group))
    forms = dict.fromkeys(document.folded[m.start : m.end] for m in group)
    quoted = (part for form in forms for pattern in _QUOTED if (part := pattern.search(form)))
    core = next((iri.canonical(part[1]) for part in quoted), None)
    entry = divisions.place(name, region.near) if class_id in kinds.places else None
    full = _expanded(name, class_id, kinds, chain)
    titled = any(not _TITLED.isdisjoint(document.folded[max(0, m.start - 1) : m.start + 1]) for m in group)
    return Surface(name, class_id, kinds.core[class_id], tuple(group), texts, core, full, entry, titled)


def _expanded(name: str, class_id: str, kinds: Roles, chain: tuple[Entry, ...]) -> Expansion:
    """What a name says by itself; a weak short name of a region's own thing holds in that region's reports only."""
    if class_id in kinds.actors:
        return organizations.expand(name, kinds.actor, chain)
    here = {entry.name for entry in chain}
    kind = kinds.core[class_id]
    found = [
        e
        for e in lexicon.by_name().get(name, ())
        if e.type == kind and e.level is None and (name not in e.weak or e.parent is None or e.parent in here)
    ]
    home = organizations.separate(chain)
    if home and any(e.name != name and e.name.startswith(every("nation")) for e in found):
        return Expansion(name, None, name, None, scope=home)
    own = divisions.prefix(name) if class_id in kinds.places else None
    rest = name[own.length :] if own and own.length < len(name) else name
    around = own.region if own and rest != name else None
    if not found:
        return organizations.with_region(name, chain) or Expansion(name, around, rest, None)
    best = min(found, key=lambda e: (e.name != name, name not in e.short, e.name))
    return Expansion(best.name, around, rest, "name" if best.name == name else "lexicon", known=True)


def with_reporter(
    found: list[Surface], claim: Claim | None, kinds: Roles, chain: tuple[Entry, ...]
) -> tuple[list[Surface], int | None]:
    """Return the surfaces and where the reporting body stands among them, added where the report does not mention it."""
    if claim is None:
        return found, None
    full = organizations.expand(claim.name, kinds.actor, chain)
    same = (i for i, s in enumerate(found) if s.type in kinds.actors and s.full.name == full.name)
    index = next(same, len(found))
    if index == len(found):
        found = [*found, Surface(claim.name, kinds.actor, kinds.actor, (), (claim.written,), None, full)]
    own = found[index].full
    national = own.known and own.region is None and claim.how in ("title", "signature")
    return [_national(s) if national and s.type in kinds.actors else s for s in found], index


def _national(short: Surface) -> Surface:
    """Read a short form as a national body's own report means it: 地震局 is 中国地震局."""
    for nation in every("nationOf") if short.full.rule is None else ():
        read = organizations.expand(nation + short.name, short.kind, ())
        if read.known and read.region is None:
            return short._replace(full=read._replace(rule="level"))
    return short


def abroad(found: Sequence[Surface], document: Document, claim: Claim | None, kinds: Roles) -> list[Surface]:
    """Read the short form of a body as that of the country whose body is written out: 最高法院 beside 美国最高法院."""
    states = lexicon.countries()
    foreign = (s.name for s in found if s.type in kinds.actors and s.name.startswith(states))
    theirs = {n.removeprefix(s) for n in foreign for s in states if n.startswith(s)} - {claim.name if claim else ""}

    def own(short: Surface) -> bool:
        befores = (document.folded[max(0, m.start - _NATIONS) : m.start] for m in short.mentions)
        return short.name not in theirs or any(n in before for before in befores for n in every("nationOf"))

    return [s if own(s) or s.full.region else s._replace(full=Expansion(s.name, None, s.name, None)) for s in found]


def aliased(surface: Surface, aliases: Aliases, kinds: Roles, chain: tuple[Entry, ...]) -> Surface:
    """Read a name as the user's table wants: as its target, or, where its own full form is forbidden, as it stands."""
    target = aliases.target(surface.name)
    if target is not None:
        full = _expanded(target, surface.type, kinds, chain)
        entry = divisions.place(target, chain) if surface.type in kinds.places else None
        return surface._replace(full=full._replace(rule="alias", known=True), entry=entry)
    if surface.name != surface.full.name and {surface.name, surface.full.name} in aliases.forbidden:
        return surface._replace(full=Expansion(surface.name, None, surface.name, None))
    if surface.entry is not None and {surface.name, surface.entry.name} in aliases.forbidden:
        return surface._replace(entry=None)
    return surface
