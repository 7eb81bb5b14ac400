"""The wording of quantities, compiled into patterns that are anchored where they are tried."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from gongbao.ontology import Ontology
from gongbao.text import numerals
from gongbao.text.alternation import by_length
from gongbao.text.script import LETTER

_LATEST = ("oneVerb", "term", "maximum")
_FOLD = "翻了?(?P<times>[一两二三四五六七八九十]+)?番"


@dataclass(frozen=True, slots=True)
class Grammar:
    """The wording of quantities, compiled: patterns anchored where they are tried."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    bare: re.Pattern[str]
    number: re.Pattern[str]
    unit: re.Pattern[str]
    noun: re.Pattern[str]
    ends: frozenset[str]
    follows: frozenset[str]
    catching: re.Pattern[str]
    terms: re.Pattern[str]
    ahead: re.Pattern[str]
    leads: tuple[str, ...]
    ones: frozenset[str]
    later: frozenset[str]
    fixed: re.Pattern[str]
    enumerated: re.Pattern[str]
    special: re.Pattern[str]
    bound_of: Mapping[str, str]
    person: str
    exact: str
    lower: str
    upper: str


def words_of(ontology: Ontology, kind: str) -> dict[str, str]:
    """Return the words of a kind over all concepts, each with the id of its concept."""
    return {word: concept.id for concept in ontology.concepts.values() for word in concept.words(kind)}


@lru_cache(maxsize=8)
def grammar(ontology: Ontology) -> Grammar:
    """Compile the wording of quantities; the same words give the same grammar without compiling again."""
    observed = ontology.get_class(ontology.role("observation"))
    kinds = ("boundBefore", "boundAfter", "boundWithin", "boundScale")
    bounds = tuple(tuple(sorted(words_of(ontology, kind).items())) for kind in kinds)
    named = ("measure", "measureAfter", "measureNot", "measureLead", "measureNoun", "personMeasure", "notCounted")
    lists = tuple(observed.words(kind) for kind in (*named, "enumerated", "half", "measureOne", "perMeasure", *_LATEST))
    by_role = {role: concept.id for concept in ontology.concepts.values() for role in concept.roles}
    roles = tuple(by_role[role] for role in ("exact", "lower", "upper"))
    return _compiled(bounds, lists, roles)


@lru_cache(maxsize=8)
def _compiled(
    bounds: tuple[tuple[tuple[str, str], ...], ...], lists: tuple[tuple[str, ...], ...], roles: tuple[str, ...]
) -> Grammar:
    before, after, within, bare = (dict(words) for words in bounds)
    measures, later, never, leads, nouns, person, fixed, enumerated, halves, ones, per, catching, terms, ahead = lists
    inside, every, rates = by_length(within), by_length({*measures, *later}), by_length(per)
    unit = rf"(?!{by_length(never)})(?:{every})次?(?:（{LETTER}{{1,2}}）)?(?:/[百千万亿]{{0,2}}(?:{every}|{rates}))?"
    number = f"(?P<n>{numerals.NUMERAL})(?:(?P<w>{inside})(?P<s>{numerals.SCALE})?(?P<w2>{inside})?)?"
    return Grammar(
        before=re.compile(f"(?:{by_length(before)})(?:了|约)?$"),
        after=re.compile(by_length(after)),
        bare=re.compile(f"(?:{by_length(bare)})(?:了)?$"),
        number=re.compile(number),
        unit=re.compile(unit),
        noun=re.compile(by_length(nouns)),
        ends=frozenset(w[-1] for w in before) | set("了约"),
        follows=frozenset(w[0] for w in (*measures, *later, *nouns)) | set("%‰‱分成、和—–-－~～至到 　个"),
        leads=leads,
        ones=frozenset(ones),
        catching=re.compile(f"(?:{by_length(catching)})了?$"),
        terms=re.compile(by_length(terms)),
        ahead=re.compile(f"(?:{by_length(ahead)})[^，。；,;]*$"),
        later=frozenset(later),
        fixed=re.compile(by_length(fixed)),
        enumerated=re.compile(f"(?:大|重点|主要|重大)?(?:{by_length(enumerated)})"),
        special=re.compile(f"(?:{_FOLD})|(?P<half>{by_length(halves)})"),
        bound_of=before | after | within | bare,
        person=person[0] if person else "",
        exact=roles[0],
        lower=roles[1],
        upper=roles[2],
    )
