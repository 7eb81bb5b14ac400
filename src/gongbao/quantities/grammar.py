"""The wording of quantities, compiled into patterns that are anchored where they are tried."""

from __future__ import annotations

import re
from functools import lru_cache

from gongbao.ontology import Ontology
from gongbao.text import numerals
from gongbao.text.alternation import by_length
from gongbao.text.script import LETTER

Pairs = tuple[tuple[tuple[str, str], ...], ...]
"""Words of several kinds, each with the id of its concept."""
_LATEST = ("oneVerb", "term", "maximum")
_FOLD = "翻了?(?P<times>[一两二三四五六七八九十]+)?番"


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


class Grammar:
    """The wording of quantities, compiled: patterns anchored where they are tried."""

    def __init__(self, bounds: Pairs, lists: tuple[tuple[str, ...], ...], roles: tuple[str, ...]) -> None:
        before, after, within, bare = (dict(words) for words in bounds)
        measures, later, never, leads, nouns, person, fixed, enumerated, halves, ones, per, catching, terms, ahead = (
            lists
        )
        inside, every, rates = by_length(within), by_length({*measures, *later}), by_length(per)
        unit = (
            rf"(?!{by_length(never)})(?:{every})次?(?:（{LETTER}{{1,2}}）)?(?:/[百千万亿]{{0,2}}(?:{every}|{rates}))?"
        )
        number = f"(?P<n>{numerals.NUMERAL})(?:(?P<w>{inside})(?P<s>{numerals.SCALE})?(?P<w2>{inside})?)?"
        self.before = re.compile(f"(?:{by_length(before)})(?:了|约)?$")
        self.after = re.compile(by_length(after))
        self.bare = re.compile(f"(?:{by_length(bare)})(?:了)?$")
        self.number, self.unit = re.compile(number), re.compile(unit)
        self.noun = re.compile(by_length(nouns))
        self.ends = frozenset(w[-1] for w in before) | set("了约")
        self.follows = frozenset(w[0] for w in (*measures, *later, *nouns)) | set("%‰‱分成、和—–-－~～至到 　个")
        self.leads, self.ones, self.later = leads, frozenset(ones), frozenset(later)
        self.catching = re.compile(f"(?:{by_length(catching)})了?$")
        self.terms = re.compile(by_length(terms))
        self.ahead = re.compile(f"(?:{by_length(ahead)})[^，。；,;]*$")
        self.fixed = re.compile(by_length(fixed))
        self.enumerated = re.compile(f"(?:大|重点|主要|重大)?(?:{by_length(enumerated)})")
        self.special = re.compile(f"(?:{_FOLD})|(?P<half>{by_length(halves)})")
        self.bound_of = before | after | within | bare
        self.person = person[0] if person else ""
        self.exact, self.lower, self.upper = roles


_compiled = lru_cache(maxsize=8)(Grammar)
