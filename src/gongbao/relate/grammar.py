"""The wording of the relations, compiled: which words of a text may state which property, and how."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from gongbao.ontology import ClassSpec, Ontology, PropertySpec
from gongbao.relate.conduct import Conduct, alternation, conduct, named

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
    briefing: re.Pattern[str]
    hosts: tuple[str, ...]
    trade: re.Pattern[str]
    units: re.Pattern[str]
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
    divisions: tuple[str, ...]
    convening: re.Pattern[str]
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
    by_order: re.Pattern[str]
    order: re.Pattern[str]
    won: re.Pattern[str]
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
        briefing=re.compile(f"(?:{alternation(actor.words('held'))})的?[^，,。的]{{0,24}}(?:{alternation(actor.words('briefing'))})上?"),
        hosts=actor.words("host"),
        trade=re.compile(f"(?:{alternation(actor.words('selfReference'))}|各级)?(?P<trade>[^，,。、的]{{2,8}}?)(?:{alternation(actor.words('ranks'))})"),
        units=re.compile(f"全(?P<level>[省市县区州盟旗])(?:各级|两级)?(?P<trade>[^，,。、的\n]{{2,8}}?)(?:{alternation(actor.words('ranks'))})"),
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
        divisions=actor.words("ownDivision") or ("\0",),
        convening=re.compile(f"(?:{alternation(actor.words('convening'))})"),
        closers={p.id: _closer(p) for p in relations if p.words("closer")},
        focus={p.id: re.compile(alternation(p.words("focus"))) for p in relations if p.words("focus")},
        offender={p.id: re.compile(f"(?:{alternation(p.words('offender'))})(?=.{{2}})") for p in relations},
        named={p.id: named(p) for p in relations if p.words("named")},
        unfielded=re.compile(f"(?:{alternation(w for p in relations for w in p.words('unfielded'))})$"),
        founded=tuple(w for p in relations for w in p.words("founded")) or ("\0",),
        operation=re.compile(alternation(w for p in relations for w in p.words("operation"))),
        resumed=_resumed(effort, relations),
        renewed=re.compile(f"[\\s　]*(?:{alternation(effort.words('renewed'))})"),
        begun=re.compile(
            f"(?:{alternation(effort.words('begins'))})了?(?!(?:{alternation((*effort.words('resumedKind'), *effort.words('resumer')))})*"
            f"(?:{alternation(effort.words('resumed'))}))[^，,。；;：:、“]{{2,20}}?(?:{alternation(effort.words('resumed'))})(?=[，,。；;]|$)"
        ),
        conduct={p.id: conduct(p) for p in relations if p.words("offence")},
        numbers={p.id: p.words("masthead") for p in relations if p.words("masthead")},
        orders={p.id: _orders(p) for p in relations if p.words("ordered")},
        by_order=re.compile(f"(?:{alternation(w for p in relations for w in p.words('byOrder'))})(?:[^，,。；;、]{{2,10}}(?:和|、|以及))?$"),
        order=re.compile(f"的?[^，,。；;的]{{0,4}}(?P<order>{alternation(w for p in relations for w in p.words('order'))})"),
        won=re.compile(alternation(w for p in relations for w in p.words('won'))),
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
