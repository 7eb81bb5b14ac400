"""The wording of the relations, compiled: which words of a text may state which property, and how."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from gongbao.ontology import ClassSpec, Ontology, PropertySpec

VERBS = ("trigger", "agentless", "helper")
CUES = (
    *VERBS,
    "afterward",
    "instrument",
    "venue",
    "field",
    "founding",
    "whole",
    "attributive",
    "with",
    "jointly",
    "acts",
    "focusOf",
    "plain",
    "framed",
)
"""The kinds of wording of a property that are looked for in the text."""

MODAL = "marker"
NEUTRAL = "neutral"
CAUSATIVE = "causative"
AGENT = "agentMarker"
OTHER = "otherActor"
SELF = "selfReference"
DELEGATING = "delegating"
OBJECT = "objectMarker"

Uses = dict[str, tuple[str, ...]]
"""For each kind, the properties (or modality concepts, or the class of actors) whose word of that kind it is."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What the readings need to know of one property."""

    id: str
    domain: frozenset[str]
    range: frozenset[str]
    by_actor: bool
    symmetric: bool
    to_concept: bool
    readings: frozenset[str]
    own_verbs: bool


@dataclass(frozen=True)
class Conduct:
    """How conduct that somebody acts against is worded.

    `mark` is in every name of it (非法), `lead` may begin one (擅自…), `state` may end one that says no more (乱象),
    `ends` also one that is named by its sector (毒品犯罪), with the word `head`;
    `vague` are words that alone name none (违法行为), `loose` those before a name that are no part of it (各类).
    `closer` ends one, `marked` also where the verb comes after it (对…行为形成震慑).
    `led` and `aimed` stand around it where it is the aim of a campaign named next (以打击甲为重点的乙行动).
    `listing` leads to a list of it (整治重点分别是).
    `asked` is a noun that belongs to conduct named before it (腐败问题专项治理).
    `field` is a noun for where or what conduct is about (等场所违规行为).
    `told` is a verb that begins a phrase for it (销售…的行为).
    `watching` verbs with a `weak` closer are of conduct only where it is named as such (紧盯民生问题); `sector` may precede it.
    `attacks` (alone: `verb`) and `corrects` are the verbs of the names of efforts, `tails` what follows them there.
    """

    mark: re.Pattern[str]
    lead: re.Pattern[str]
    state: re.Pattern[str]
    ends: re.Pattern[str]
    head: re.Pattern[str]
    vague: re.Pattern[str]
    loose: re.Pattern[str]
    closer: re.Pattern[str]
    marked: re.Pattern[str]
    asked: re.Pattern[str]
    led: re.Pattern[str]
    aimed: re.Pattern[str]
    listing: re.Pattern[str]
    field: re.Pattern[str]
    told: re.Pattern[str]
    harm: re.Pattern[str]
    verb: re.Pattern[str]
    watching: re.Pattern[str]
    weak: re.Pattern[str]
    sector: re.Pattern[str]
    attacks: str
    corrects: str
    tails: str

    def clean(self, text: str, start: int, end: int, *, closed: bool = False) -> tuple[int, int] | None:
        """Return where a range names conduct, without what only leads to it or closes it; None where it names none.

        `closed` keeps what closes it.
        """
        at = text.rfind("的", start, end)
        loose = self.loose.match(text, at + 1 if at >= 0 else start, end)
        start = loose.end() if loose else start
        closer = self.closer.search(text, start, end)
        if closer is not None and not closed:
            if self._stands(text, start, closer.start(), end):
                end = closer.start()
            elif not self.ends.search(text, start, end):
                named = [m.end() for m in self.head.finditer(text, closer.start(), end)]
                if not named:
                    return None
                end = named[-1]
        quoted = end - start > 2 and text[start] in "“‘「『" and text.find(text[start], start + 1, end) < 0
        whole = quoted and text[end - 1] in "”’」』"
        if end - start < 2 or self.vague.fullmatch(text, start, end):
            return None
        return (start, end) if whole or self.mark.search(text, start, end) else None

    def says_nothing(self, text: str, start: int, end: int) -> bool:
        """Say whether a range is no more than 违法行为."""
        return self.vague.fullmatch(text, start, end) is not None and self.mark.search(text, start, end) is not None

    def _stands(self, text: str, start: int, end: int, closed: int) -> bool:
        """Say whether a range names conduct without the noun that closes it: 骗取退税(违法犯罪), but not 侵财性(犯罪)."""
        if self.state.search(text, start, closed):
            return False
        told = self.mark.search(text, start, end) is not None and not text.endswith("性", start, end)
        return told and end - start > 1 and not self.vague.fullmatch(text, start, end)


@dataclass(frozen=True, slots=True)
class Grammar:
    """All that the relation stage knows of wording, for one ontology."""

    automaton: AhoCorasick
    words: tuple[str, ...]
    uses: tuple[Uses, ...]
    relations: dict[str, Relation]
    actor: str
    place: str
    person: str
    effort: str
    fits: dict[str, frozenset[str]]
    done: str
    negated: str
    modalities: frozenset[str]
    opener: re.Pattern[str]
    lead: re.Pattern[str]
    topical: re.Pattern[str]
    title: re.Pattern[str]
    press: tuple[str, ...]
    source: re.Pattern[str]
    deputy: re.Pattern[str]
    reported: re.Pattern[str]
    determiners: re.Pattern[str]
    modified: dict[str, re.Pattern[str]]
    aside: re.Pattern[str]
    nominal: re.Pattern[str]
    speech: tuple[str, ...]
    instruction: tuple[str, ...]
    leading: tuple[str, ...]
    following: tuple[str, ...]
    offices: tuple[str, ...]
    general: tuple[str, ...]
    closers: dict[str, re.Pattern[str]]
    focus: dict[str, re.Pattern[str]]
    offender: dict[str, re.Pattern[str]]
    named: dict[str, re.Pattern[str]]
    conduct: dict[str, Conduct]
    operation: re.Pattern[str]
    founded: tuple[str, ...]
    unfielded: re.Pattern[str]
    resumed: re.Pattern[str]
    renewed: re.Pattern[str]
    begun: re.Pattern[str]
    anaphors: dict[str, str]
    framing: dict[str, re.Pattern[str]]
    helped: re.Pattern[str]
    helping: frozenset[str]
    joining: frozenset[str]
    preceded: re.Pattern[str]
    toward: tuple[str, ...]
    frames: tuple[str, ...]
    meanwhile: dict[str, tuple[str, ...]]
    numbers: dict[str, tuple[str, ...]]
    digests: tuple[str, ...]
    orders: dict[str, tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]]
    head: re.Pattern[str]
    including: dict[str, re.Pattern[str]]

    def is_actor(self, class_id: str) -> bool:
        """Say whether things of this class act."""
        return self.actor in self.fits[class_id]

    def is_person(self, class_id: str) -> bool:
        """Say whether things of this class are persons."""
        return self.person in self.fits[class_id]

    def is_place(self, class_id: str) -> bool:
        """Say whether things of this class are places."""
        return self.place in self.fits[class_id]


def alternation(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, longest first; one that never matches where there are none."""
    ordered = sorted(set(words), key=lambda w: (-len(w), w))
    return "|".join(map(re.escape, ordered)) or "(?!)"


@lru_cache(maxsize=8)
def _compile(ontology_key: int, holder: _Held) -> Grammar:
    return _build(holder.ontology)


class _Held:
    """An ontology as a cache key: equal when it is the same object."""

    __slots__ = ("ontology",)

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology

    def __hash__(self) -> int:
        return id(self.ontology)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.ontology is self.ontology


def grammar(ontology: Ontology) -> Grammar:
    """Return the compiled wording of an ontology; compiled once."""
    return _compile(id(ontology), _Held(ontology))


def _relation(p: PropertySpec, ontology: Ontology, actor: str, concept: str) -> Relation:
    return Relation(
        p.id,
        frozenset(p.domain),
        frozenset(p.range),
        all(ontology.is_a(d, actor) for d in p.domain),
        p.symmetric,
        bool(p.range) and all(ontology.is_a(r, concept) for r in p.range),
        frozenset(p.words("reading")),
        bool(p.words("trigger")),
    )


def _cues(ontology: Ontology, relations: Iterable[PropertySpec]) -> dict[str, dict[str, set[str]]]:
    cues: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for p in relations:
        for kind in CUES:
            for word in p.words(kind):
                cues[word][kind].add(p.id)
    _compounds(cues, relations)
    for concept in ontology.concepts.values():
        for word in concept.words(MODAL):
            cues[word][MODAL].add(concept.id)
    for term in (*ontology.concepts.values(), *ontology.classes.values()):
        for word in term.words(NEUTRAL):
            cues[word][NEUTRAL].add(term.id)
    actor = ontology.get_class(ontology.role("actor"))
    for kind in (CAUSATIVE, AGENT, OTHER, SELF, DELEGATING, OBJECT):
        for word in actor.words(kind):
            cues[word][kind].add(actor.id)
    for word in actor.words("headNoun"):
        if len(word) > 1:
            cues[word][OTHER].add(actor.id)
    return cues


def _compounds(cues: dict[str, dict[str, set[str]]], relations: Iterable[PropertySpec]) -> None:
    """Let 联合主办 state what 主办 states: a word of common action before a trigger leaves its meaning as it is."""
    together = {w for p in relations if p.symmetric for kind in ("trigger", "jointly") for w in p.words(kind)}
    for word in list(cues):
        for first in together:
            rest = word.removeprefix(first)
            if rest != word and rest in cues:
                for kind in VERBS:
                    if cues[rest].get(kind):
                        cues[word][kind] |= cues[rest][kind]


def _modalities(ontology: Ontology) -> tuple[str, str, frozenset[str]]:
    by_role = {role: c for c in ontology.concepts.values() for role in c.roles}
    asserted, unasserted = by_role["asserted"], by_role["unasserted"]
    return asserted.id, unasserted.id, frozenset(c.id for c in ontology.scheme(asserted.scheme))


def _build(ontology: Ontology) -> Grammar:
    actor = ontology.get_class(ontology.role("actor"))
    entity = ontology.get_class(ontology.role("entity"))
    person = ontology.get_class(ontology.role("person"))
    relations = ontology.relations
    cues = _cues(ontology, relations)
    words = tuple(sorted(cues))
    default, negated, modalities = _modalities(ontology)
    openers = alternation(actor.words("opener"))
    determiners = alternation(actor.words("determiner"))
    concept = ontology.role("concept")
    effort = ontology.get_class(ontology.role("campaign"))
    return Grammar(
        automaton=AhoCorasick(words, matchkind=MatchKind.LeftmostLongest),
        words=words,
        uses=tuple({k: tuple(sorted(v)) for k, v in cues[w].items()} for w in words),
        relations={p.id: _relation(p, ontology, actor.id, concept) for p in relations},
        actor=actor.id,
        place=ontology.role("place"),
        person=person.id,
        effort=effort.id,
        fits={c.id: c.ancestors for c in ontology.classes.values()},
        done=default,
        negated=negated,
        modalities=modalities,
        opener=re.compile(f"(?:{openers}|[\\s　—－\\-·:：]|[（(][一二三四五六七八九十0-9]{{1,3}}[)）]|[0-9]{{1,2}}[.．、]"
                          "|[一二三四五六七八九十]{1,3}(?:是|、)|第[一二三四五六七八九十]{1,2})*"),
        topical=re.compile(f"(?:{alternation(actor.words('topical'))})[^的，,]{{0,4}}$"),
        title=re.compile(f"(?:{alternation(person.words('title'))})$"),
        press=actor.words("press") or ("\0",),
        source=re.compile(f"(?:{alternation(actor.words('source'))})$"),
        deputy=re.compile(f"(?:{alternation(actor.words('deputy'))})$"),
        reported=re.compile(f"[^，,]{{0,16}}(?:{alternation(actor.words('reported'))})$"),
        lead=re.compile(f"(?:{alternation(actor.words('adverbialEnd'))})$"),
        determiners=re.compile(f"(?:{determiners}|[0-9])*"),
        modified={c.id: _modifier(c, entity) for c in ontology.entity_classes},
        aside=re.compile(f"(?:{alternation(actor.words('aside'))})"),
        nominal=re.compile(alternation(actor.words("nominal"))),
        speech=actor.words("speech") or ("\0",),
        instruction=actor.words("instruction") or ("\0",),
        leading=actor.words("leading") or ("\0",),
        following=actor.words("following") or ("\0",),
        offices=actor.words("office"),
        general=actor.words("generalBody") or ("\0",),
        closers={p.id: _closer(p) for p in relations if p.words("closer")},
        focus={p.id: re.compile(alternation(p.words("focus"))) for p in relations if p.words("focus")},
        offender={p.id: re.compile(f"(?:{alternation(p.words('offender'))})(?=.{{2}})") for p in relations},
        named={p.id: _named(p) for p in relations if p.words("named")},
        unfielded=re.compile(f"(?:{alternation(w for p in relations for w in p.words('unfielded'))})$"),
        founded=tuple(w for p in relations for w in p.words("founded")) or ("\0",),
        operation=re.compile(alternation(w for p in relations for w in p.words("operation"))),
        resumed=_resumed(effort, relations),
        renewed=re.compile(f"[\\s　]*(?:{alternation(effort.words('renewed'))})"),
        begun=re.compile(
            f"(?:{alternation(effort.words('begins'))})了?(?!(?:{alternation((*effort.words('resumedKind'), *effort.words('resumer')))})*"
            f"(?:{alternation(effort.words('resumed'))}))[^，,。；;：:、“]{{2,20}}?(?:{alternation(effort.words('resumed'))})(?=[，,。；;]|$)"
        ),
        conduct={p.id: _conduct(p) for p in relations if p.words("offence")},
        numbers={p.id: p.words("masthead") for p in relations if p.words("masthead")},
        orders={p.id: _orders(p) for p in relations if p.words("ordered")},
        including={
            p.id: re.compile(f"[”’」]?[，,]?(?:{alternation(p.words('including'))})")
            for p in relations
            if p.words("including")
        },
        head=re.compile(f"(?:{alternation((*effort.words('resumed'), *effort.words('resumedKind')))})*$"),
        digests=tuple(w for p in relations for w in p.words("digest")),
        meanwhile={p.id: p.words("meanwhile") for p in relations if p.words("meanwhile")},
        frames=tuple(sorted({w for p in relations for w in p.words("within")})) or ("\0",),
        framing={p.id: re.compile(alternation(p.words("frameEnd"))) for p in relations if p.words("frameEnd")},
        helped=re.compile(f"(?:的|[^，,。]{{0,3}})(?:{alternation(w for p in relations for w in p.words('helpedBy'))})"),
        joining=frozenset(w for p in relations for w in p.words("joining")),
        helping=frozenset(p.id for p in relations if p.words("helpedBy")),
        toward=actor.words("objectMarker") or ("\0",),
        preceded=re.compile(f"(?:{alternation((*actor.words('aside'), *actor.words('objectMarker'), '的'))})$"),
        anaphors={w: c.id for c in ontology.entity_classes for w in c.words("anaphor")},
    )  # fmt: skip


def _modifier(of: ClassSpec, entity: ClassSpec) -> re.Pattern[str]:
    """The nouns that a name of a class only modifies when it stands right before them."""
    return re.compile(f"[”’》」]?(?:{alternation((*entity.words('modifierOf'), *of.words('modifierOf')))})")


def _closer(p: PropertySpec) -> re.Pattern[str]:
    """The end of a list of conduct: 等违法行为, or a bare 行为 at the end of its clause."""
    heads = alternation(p.words("closer"))
    return re.compile(
        f"等(?:{alternation(p.words('listCloser'))})(?=[，,。；;]|$)|等[^，,。；;：、]{{0,8}}?(?:{heads})|等[^，,。；;：]{{0,30}}的[^，,。；;：、的]{{0,4}}?(?:{heads})(?=[，,。；;]|$)"
        f"|等(?=[，,。；;]|$)|(?:{heads})(?=(?:工作)?(?:[，,。；;]|$))"
    )


def _orders(p: PropertySpec) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What stands around a larger campaign: 在…态势下; 根据… and …安排部署."""
    return (
        re.compile(f"^[”’」]?[^，,。]{{0,8}}(?:{alternation(p.words('under'))})$"),
        re.compile(f"(?:{alternation(p.words('ordering'))})[^，,。；;]*$"),
        re.compile(f"[”’」]?[^，,。；;]{{0,4}}(?:{alternation(p.words('ordered'))})"),
    )


def _resumed(effort: ClassSpec, relations: Iterable[PropertySpec]) -> re.Pattern[str]:
    """A sentence that goes on with a campaign: 此次联合执法…, 行动中…, 专项行动于…."""
    heads = alternation(effort.words("resumed"))
    frames = alternation((*effort.words("resuming"), *(w for p in relations for w in p.words("within"))))
    told = alternation(effort.words("resumer"))
    kinds = alternation(effort.words("resumedKind"))
    return re.compile(
        f"[\\s　]*(?:据[^，,。]{{1,6}}[，,])?[在自]?(?:(?:{told})[^，,。；;：:、“《]{{0,8}}?(?:{heads}|{kinds})"
        f"|(?:{kinds})*(?:{heads})(?:{frames}))"
    )


def _conduct(p: PropertySpec) -> Conduct:
    """The wording of conduct, for the properties that have it as their object."""

    def any_of(*kinds: str) -> str:
        return alternation(w for kind in kinds for w in p.words(kind))

    states = p.words("offenceState")
    general = alternation(w for kind in ("vague", "closer", "loose") for w in p.words(kind) if not w.endswith(states))
    return Conduct(
        mark=re.compile(any_of("offence", "offenceLead", "offenceState")),
        lead=re.compile(any_of("offenceLead")),
        state=re.compile(f"(?:{any_of('offenceState')})$"),
        ends=re.compile(f"(?:{any_of('offenceState', 'offenceHead')})$"),
        head=re.compile(any_of("offenceHead")),
        vague=re.compile(f"(?:{any_of('loose')})*(?:{any_of('offenceState')})|(?:{general}|[和及、])*"),
        loose=re.compile(f"(?:{any_of('loose')})*"),
        closer=re.compile(f"(?:{any_of('closer')})$"),
        marked=re.compile(f"(?:等[^，,。；;：、]{{0,8}}?)?(?:{any_of('closer')})(?=[^，,。；;、的]{{0,6}}(?:的|$))"),
        asked=re.compile(any_of("offenceNoun")),
        led=re.compile(f"(?:{any_of('focusOf')})[^，,、]{{0,2}}$"),
        listing=re.compile(
            f"(?:{any_of('listed')})(?:分别)?(?:{any_of('listing')})|(?:{any_of('listed')})[，,](?:分别)(?:{any_of('listing')})"
        ),
        aimed=re.compile(any_of("aim")),
        field=re.compile(any_of("fieldNoun")),
        told=re.compile(any_of("deed")),
        harm=re.compile(any_of("harm")),
        verb=re.compile(any_of("attacks", "plain")),
        watching=re.compile(any_of("watching")),
        weak=re.compile(f"(?:{any_of('weakCloser')})$"),
        sector=re.compile(f"[^、，,]{{2,6}}?(?:{any_of('offenceField')})(?=..)"),
        attacks=any_of("attacks"),
        corrects=any_of("corrects"),
        tails=any_of("nameTail"),
    )


def _named(p: PropertySpec) -> re.Pattern[str]:
    """The quoted object inside a name: 无人机“黑飞”专项整治."""
    return re.compile(f"(?<=[^“‘「])(?P<object>[“‘「][^“”‘’「」]{{2,8}}[”’」])(?:{alternation(p.words('named'))})")
