"""The wording of the ontology, compiled once for the finders: kinds of words as bits, head nouns as an automaton."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from gongbao.lexicon import all_entries, departments
from gongbao.ontology import GB, ClassSpec, Ontology
from gongbao.text.words import NAME_FREQUENCY, SURE_FREQUENCY, WORD_FREQUENCY, Segmenter

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick


class Kind:
    """What a word does beside a name, as bits; the names are those of the wording kinds. Plain integers, for speed."""

    GOVERNOR = 1
    HELPER = 2
    OPENER = 4
    FILLER = 8
    STOP = 16
    JOINER = 32
    OPEN_LIST = 64
    LEVEL = 128


_KINDS = {
    "governor": Kind.GOVERNOR,
    "helper": Kind.HELPER,
    "opener": Kind.OPENER,
    "filler": Kind.FILLER,
    "stop": Kind.STOP,
    "joiner": Kind.JOINER,
    "openList": Kind.OPEN_LIST,
    "level": Kind.LEVEL,
}

STRONG, WEAK, QUOTED, DEPARTMENT = "headNoun", "weakHeadNoun", "quotedHeadNoun", "department"
LOCAL, TAGGED, SITUATED = "localHeadNoun", "taggedHeadNoun", "situatedHeadNoun"
"""How much a head noun needs before it: something particular, a proper name, a quotation, or a place; right before it a
place and nothing else; a name that the tagger has proposed; words around it that only places have."""

UNIT = "officeHead"
"""The head nouns of offices: they need the name of their body right before them."""

_ORDER = (SITUATED, UNIT, TAGGED, LOCAL, QUOTED, WEAK, DEPARTMENT, STRONG)


@dataclass(frozen=True, slots=True)
class Grammar:
    """How names of one class are put together: the words of its wording kinds, its own and inherited."""

    id: str
    shape: str
    depth: int
    tail: tuple[str, ...]
    bracketed: tuple[str, ...]
    not_head: frozenset[str]
    not_before: tuple[str, ...]
    generic: frozenset[str]
    modifier: frozenset[str]
    anonymous: tuple[str, ...]
    bare: frozenset[str]
    number_mark: frozenset[str]
    not_before_known: tuple[str, ...]
    ranked: frozenset[str]
    standing: frozenset[str]
    alone: frozenset[str]
    acting: frozenset[str]
    shared_quoted: frozenset[str]
    placed: frozenset[str]
    numbered: tuple[str, ...]
    not_bare: frozenset[str]
    celebrated: frozenset[str]
    shared: frozenset[str]
    natural: frozenset[str]
    flowing: frozenset[str]
    settled: frozenset[str]
    common: frozenset[str]
    governed_heads: frozenset[str]
    not_modifier: tuple[str, ...]
    not_before_word: frozenset[str]
    own_verb: frozenset[str]
    summed: frozenset[str]
    touching: frozenset[str]
    inner_governor: frozenset[str]
    yearly: frozenset[str]
    alike: frozenset[str]
    owner_lead: frozenset[str]
    not_after_touching: frozenset[str]
    region_lead: frozenset[str]
    continued: frozenset[str]
    own_region: frozenset[str]
    code_cue: frozenset[str]
    near_governor: frozenset[str]
    not_after_tail: tuple[str, ...]
    keeps_lists: bool
    needs_governor: bool
    owner_inside: bool


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All wording, ready for searching. `heads` maps a head noun to its (class, strength) pairs."""

    ontology: Ontology
    kinds: Mapping[str, int]
    grammars: Mapping[str, Grammar]
    heads: Mapping[str, tuple[tuple[str, str], ...]]
    head_words: tuple[str, ...]
    automaton: AhoCorasick
    roles: Mapping[str, str]
    collective: tuple[tuple[str, str], ...]
    listed: Mapping[str, frozenset[str]]
    words: Mapping[str, frozenset[str]]
    segmenter: Segmenter


_made: dict[int, Vocabulary] = {}


def vocabulary(ontology: Ontology) -> Vocabulary:
    """Return the compiled wording of an ontology; made once for each."""
    made = _made.get(id(ontology))
    if made is None or made.ontology is not ontology:
        made = _made[id(ontology)] = _compile(ontology)
    return made


def _compile(ontology: Ontology) -> Vocabulary:
    from ahocorasick_rs import AhoCorasick, MatchKind

    classes = {spec.id: spec for spec in ontology.entity_classes}
    root = ontology.get_class(ontology.role("entity"))
    grammars = {spec.id: _grammar(spec, ontology) for spec in classes.values()}
    heads = _heads(ontology, classes)
    head_words = tuple(sorted(heads))
    kinds: dict[str, int] = {}
    for name, bit in _KINDS.items():
        for word in root.words(name):
            kinds[word] = kinds.get(word, 0) | bit
    for relation in ontology.relations:
        if not relation.iri.startswith(GB):  # a user's verbs end names as the core's governors do
            kinds |= {word: kinds.get(word, 0) | Kind.GOVERNOR for word in relation.words("trigger")}
    return Vocabulary(
        ontology,
        MappingProxyType(kinds),
        MappingProxyType(grammars),
        MappingProxyType(heads),
        head_words,
        AhoCorasick(list(head_words), matchkind=MatchKind.Standard),
        MappingProxyType({role: spec.id for spec in reversed(list(classes.values())) for role in sorted(spec.roles)}),
        tuple((word, spec.id) for spec in classes.values() for word in spec.words("collective")),
        MappingProxyType({spec.id: frozenset(spec.words("listed")) for spec in classes.values()}),
        MappingProxyType(_gathered((root, *classes.values()))),
        Segmenter(_dictionary(kinds, root.words("word"))),
    )


_LONGEST_WORD = 8
_OWN_TAGS = {Kind.GOVERNOR: "v", Kind.HELPER: "v", Kind.OPENER: "v"}


def _dictionary(kinds: Mapping[str, int], extra: tuple[str, ...]) -> Iterator[tuple[str, str, int]]:
    """The words that the segmenter learns: the wording kinds, and the names of the lexicon."""
    for word in sorted(kinds):
        if len(word) > 1:
            yield word, next((tag for kind, tag in _OWN_TAGS.items() if kinds[word] & kind), "d"), WORD_FREQUENCY
    for word in extra:
        yield word, "n", SURE_FREQUENCY
    for entry in all_entries():
        if "weak" not in entry.flags:
            for name in (entry.name, *entry.short):
                if 1 < len(name) <= _LONGEST_WORD and name.isalnum() and name[:2] not in kinds:
                    yield name, "ns" if entry.level else "nz", NAME_FREQUENCY


def _gathered(specs: tuple[ClassSpec, ...]) -> dict[str, frozenset[str]]:
    """The words of each kind, of all classes together."""
    kinds = sorted({kind for spec in specs for kind in spec.wording})
    return {kind: frozenset(word for spec in specs for word in spec.words(kind)) for kind in kinds}


def _heads(ontology: Ontology, classes: Mapping[str, ClassSpec]) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, dict[str, str]] = {}

    def add(word: str, class_id: str, strength: str) -> None:
        at = found.setdefault(word, {})
        if class_id not in at or _ORDER.index(strength) > _ORDER.index(at[class_id]):
            at[class_id] = strength

    for spec in classes.values():
        for strength in (SITUATED, UNIT, TAGGED, LOCAL, QUOTED, WEAK, STRONG):
            for word in spec.words(strength):
                add(word, spec.id, strength)
        for word in (*spec.words("aloneHead"), *spec.words("standingHead")):
            add(word, spec.id, STRONG)
        for word in spec.words("actingHead"):
            add(word, spec.id, LOCAL)
    for kind in departments():
        if kind.type in classes:
            for word in (kind.name, *kind.short):
                if len(word) > 1 and word not in classes[kind.type].words(WEAK):
                    add(word, kind.type, DEPARTMENT)
    return {word: tuple(sorted(at.items())) for word, at in sorted(found.items())}


def _self_contained(class_id: str, inherited: Callable[[str], frozenset[str]]) -> frozenset[str]:
    """The kinds of bodies whose names say which body of its level is meant (市场监管局, but 综治中心 or 法院 are classes)."""
    ranked, generic = inherited("rankedHead"), inherited("generic")
    classes = ranked | generic | inherited("commonHead") | inherited("notBare")
    names = {word for kind in departments() if kind.type == class_id for word in (kind.name, *kind.short)}
    return frozenset(
        name
        for name in names - classes
        if len(name) >= _SHORTEST_ALONE
        and not any(name.endswith(rank) and name.removesuffix(rank) in generic for rank in ranked)
    )


_SHORTEST_ALONE = 3


def _grammar(spec: ClassSpec, ontology: Ontology) -> Grammar:
    lineage = [spec, *(ontology.classes[a] for a in sorted(spec.ancestors) if a in ontology.classes and a != spec.id)]

    def inherited(kind: str) -> frozenset[str]:
        return frozenset(word for term in lineage for word in term.words(kind))

    def longest_first(kind: str) -> tuple[str, ...]:
        return tuple(sorted(inherited(kind), key=lambda word: (-len(word), word)))

    shapes = [word for term in lineage for word in term.words("shape")]
    return Grammar(
        spec.id,
        shapes[0] if shapes else "governed",
        len(spec.ancestors),
        longest_first("tail"),
        longest_first("bracketedTail"),
        inherited("notHead"),
        longest_first("notBefore"),
        inherited("generic"),
        inherited("modifier"),
        longest_first("anonymous"),
        inherited("bareHead"),
        inherited("numberMark"),
        longest_first("notBeforeKnown"),
        inherited("rankedHead"),
        inherited("standingHead"),
        inherited("aloneHead") | _self_contained(spec.id, inherited),
        inherited("actingHead"),
        inherited("quotedHeadNoun"),
        inherited("placedHead"),
        longest_first("numberedUnit"),
        inherited("notBare"),
        inherited("celebratedHead"),
        inherited("sharedHead"),
        inherited("naturalHead"),
        inherited("flowingHead"),
        inherited("settledHead"),
        inherited("commonHead"),
        inherited("governedHead"),
        longest_first("notModifier"),
        inherited("notBeforeWord"),
        inherited("ownVerb"),
        inherited("summingHead"),
        inherited("touchingHead"),
        inherited("innerGovernor"),
        inherited("yearly"),
        inherited("alikeHead"),
        inherited("ownerLead"),
        inherited("notAfterTouching"),
        inherited("regionLead"),
        inherited("continued"),
        inherited("ownRegion"),
        inherited("codeCue"),
        inherited("nearGovernor"),
        longest_first("notAfterTail"),
        bool(inherited("keepsLists")),
        bool(inherited("needsGovernor")),
        bool(inherited("ownerInside")),
    )
