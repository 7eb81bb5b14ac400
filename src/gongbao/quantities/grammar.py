"""The wording of quantities, compiled into patterns that are anchored where they are tried."""

import re
from functools import lru_cache

from gongbao.ontology import Ontology
from gongbao.text import numerals, tsv
from gongbao.text.alternation import alternation
from gongbao.text.script import LETTER

_GIVEN = {each: getattr(numerals, each.upper()) for each in ("numeral", "arabic", "chinese", "first")}
WAYS = tsv.Patterns("gongbao.quantities", "patterns.tsv", {**_GIVEN, "letter": LETTER})
_FOLD = "翻了?(?P<times>[一两二三四五六七八九十]+)?番"


def words_of(ontology: Ontology, kind: str) -> dict[str, str]:
    """Return the words of a kind over all concepts, each with the id of its concept."""
    return {word: concept.id for concept in ontology.concepts.values() for word in concept.words(kind)}


class Grammar:
    """The wording of quantities, compiled: patterns anchored where they are tried."""

    def __init__(self, ontology: Ontology) -> None:
        words = ontology.get_class(ontology.role("observation")).words
        kinds = ("boundBefore", "boundAfter", "boundWithin", "boundScale")
        before, after, within, bare = (words_of(ontology, kind) for kind in kinds)
        measures, later, nouns = words("measure"), words("measureAfter"), words("measureNoun")
        inside, every, rates = alternation(within), alternation({*measures, *later}), alternation(words("perMeasure"))
        never = alternation(words("measureNot"))
        unit = rf"(?!{never})(?:{every})(?:次(?![日年月]))?(?:（(?!含){LETTER}{{1,2}}）)?(?: ?[/·] ?(?:[百千万亿]{{0,2}}?|10{{1,4}})(?:{every}|{rates})次?){{0,2}}(?:{WAYS.written['per']})?"
        number = f"(?P<n>{numerals.NUMERAL})(?:(?P<w>{inside})(?P<s>{numerals.SCALE})?(?P<w2>{inside})?)?"
        self.before = re.compile(f"(?:{alternation(before)})(?:了|约)?$")
        self.after = re.compile(f"(?:（含）)?({alternation(after)})")
        self.bare = re.compile(f"(?<![以百])(?:{alternation(bare)})(?:了)?$")
        self.number, self.unit, self.nouns = re.compile(number), re.compile(unit), nouns
        self.ends = frozenset(w[-1] for w in before) | set("了约")
        self.follows = frozenset(w[0] for w in (*measures, *later, *nouns)) | set("%‰‱分成、和—–-－~～至到 　个/")
        self.leads, self.ones, self.later = words("measureLead"), frozenset(words("measureOne")), frozenset(later)
        self.terms_of = tuple(lead for lead in self.leads if len(lead) > 1)
        self.catching = tuple(f"{verb}{end}" for verb in words("oneVerb") for end in ("", "了"))
        self.terms, self.fixed = words("term"), words("notCounted")
        self.ahead = re.compile(f"(?:{alternation(words('maximum'))})[^，。；,;]*$")
        self.enumerated = re.compile(f"(?:大|重点|主要|重大)?(?:{alternation(words('enumerated'))})")
        self.first = re.compile(f"[{numerals.FIRST}{''.join(w[0] for w in ('翻', *words('half')))}]")
        """To seek these, and then to try the whole numeral, takes a quarter of the time."""
        self.special = re.compile(f"(?:{_FOLD})|(?P<half>{alternation(words('half'))})")
        self.bound_of = before | after | within | bare
        self.person = next(iter(words("personMeasure")), "")
        by_role = {role: concept.id for concept in ontology.concepts.values() for role in concept.roles}
        self.exact, self.lower, self.upper = (by_role[role] for role in ("exact", "lower", "upper"))


grammar = lru_cache(maxsize=8)(Grammar)
