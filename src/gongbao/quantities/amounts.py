"""Find amounts: a numeral with its unit and bound, before anyone asks what was counted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from gongbao.ontology import Concept, Ontology
from gongbao.text import numerals
from gongbao.text.script import LETTER

_RANGE = re.compile("[—–\\-－~～至到]{1,2}")
_FRACTION = re.compile(
    f"({numerals.CHINESE}+|[0-9]+)分之({numerals.CHINESE}+(?:点{numerals.CHINESE}+)?|{numerals.ARABIC})"
)
_PERCENT = {"%": "1/100", "‰": "1/1000"}
_LATEST = ("oneVerb", "term", "maximum")
_AHEAD = 24
"""How far 最高可被判 may stand from an amount that it bounds."""
_FEW = 20
"""Headings are counted up to such a number (九个方面); 64名关键岗位人员 are people."""
_BARE = "百千万亿"
_FOLD = "翻了?(?P<times>[一两二三四五六七八九十]+)?番"
_TENTHS = re.compile(
    "成(?!立|为|功|员|果|效|本|品|熟|长|就|都|绩|人(?![员口群])|分|套|群|型|像|因|片|渝|县|交|市|活|才)"
)
_NOT_BEFORE = frozenset("第每.．·/+×∶:〔[-ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_NOT_BEFORE_CHINESE = frozenset("数几这去前后未届")
_CLOCK = frozenset("时点度")
_NOW = frozenset("目当年日月以此从")
_NO_ARTICLE = re.compile("[^的是有第唯之同每另这那某任统专单万为了成出，。；、：“”（）a-z0-9 \n]$")
_NOT_AFTER = re.compile(r"[A-Za-z+×∶:：·/〕]|[0-9]")


@dataclass(frozen=True, slots=True)
class Amount:
    """A numeral with what belongs to it: `start` to `end` covers bound words and unit.

    `unit` is empty where the text gives none (3000 in 3000、4000家); `bound` is None where no word says one; `upper` is
    the second number of a range; `folds` marks 翻一番, which is a change by itself.
    """

    start: int
    end: int
    value: Decimal
    unit: str
    bound: str | None
    upper: Decimal | None = None
    folds: bool = False


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


def by_length(words: Iterable[str]) -> str:
    """Return an alternation of words, the longest first; one that never matches for no words.

    Words are grouped by their first character behind a look-ahead, as a plain alternation of hundreds of words would
    try each of them at every place.
    """
    groups: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda w: (-len(w), w)):
        groups.setdefault(word[0], []).append(word[1:])
    if not groups:
        return "(?!)"
    ways = [f"{re.escape(first)}(?:{'|'.join(map(re.escape, rest))})" for first, rest in sorted(groups.items())]
    return f"(?=[{''.join(map(re.escape, sorted(groups)))}])(?:{'|'.join(ways)})"


def words_of(ontology: Ontology, kind: str) -> dict[str, str]:
    """Return the words of a kind over all concepts, each with the id of its concept."""
    return {word: concept.id for concept in ontology.concepts.values() for word in concept.words(kind)}


def concept_with(ontology: Ontology, role: str) -> Concept:
    """Return the concept that plays a role (`exact`, `lower`, `upper`)."""
    return next(c for c in ontology.concepts.values() if role in c.roles)


def grammar(ontology: Ontology) -> Grammar:
    """Compile the wording of quantities; the same words give the same grammar without compiling again."""
    observed = ontology.get_class(ontology.role("observation"))
    kinds = ("boundBefore", "boundAfter", "boundWithin", "boundScale")
    bounds = tuple(tuple(sorted(words_of(ontology, kind).items())) for kind in kinds)
    named = ("measure", "measureAfter", "measureNot", "measureLead", "measureNoun", "personMeasure", "notCounted")
    lists = tuple(observed.words(kind) for kind in (*named, "enumerated", "half", "measureOne", "perMeasure", *_LATEST))
    roles = tuple(concept_with(ontology, role).id for role in ("exact", "lower", "upper"))
    return _compiled(bounds, lists, roles)


@lru_cache(maxsize=8)
def _compiled(
    bounds: tuple[tuple[tuple[str, str], ...], ...], lists: tuple[tuple[str, ...], ...], roles: tuple[str, ...]
) -> Grammar:
    before, after, within, bare = (dict(words) for words in bounds)
    measures, later, never, leads, nouns, person, fixed, enumerated, halves, ones, per, catching, terms, ahead = lists
    inside, every, rates = by_length(within), by_length({*measures, *later}), by_length(per)
    unit = (
        rf"(?!{by_length(never)})(?:(?:{every})次?)(?:（{LETTER}{{1,2}}）)?(?:/[百千万亿]{{0,2}}(?:{every}|{rates}))?"
    )
    number = f"(?P<n>{numerals.NUMERAL})(?:(?P<w>{inside})(?P<s>{numerals.SCALE})?(?P<w2>{inside})?)?"
    return Grammar(
        before=re.compile(f"(?:{by_length(before)})(?:了|约)?$"),
        after=re.compile(by_length(after)),
        bare=re.compile(f"(?:{by_length(bare)})(?:了)?$"),
        number=re.compile(number),
        unit=re.compile(unit),
        noun=re.compile(by_length(nouns)),
        ends=frozenset(w[-1] for w in before) | set("了约"),
        follows=frozenset(w[0] for w in (*measures, *later, *nouns)) | set("%‰分成、和—–-－~～至到 　"),
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


def find(text: str, start: int, end: int, words: Grammar) -> Iterator[Amount]:
    """Yield the amounts of `text[start:end]` (folded, narrow digits) in order, not overlapping."""
    specials = words.special.finditer(text, start, end)
    special = next(specials, None)
    place = start
    while number := words.number.search(text, place, end):
        place = number.end()
        while special and special.start() <= number.start():
            yield _special(text, special, words, start)
            place, special = max(place, special.end()), next(specials, None)
        if number.end() < place or text[place : place + 1] not in words.follows:
            continue
        amount = _amount(text, number, words, start)
        if amount is not None:
            place = max(place, amount.end)
            yield amount
    while special:
        yield _special(text, special, words, start)
        special = next(specials, None)


def _special(text: str, found: re.Match[str], words: Grammar, floor: int) -> Amount:
    """Read 翻一番 (the double), 翻两番 (the fourfold) and 一半, 半数以上."""
    if not found["half"]:
        times = numerals.value(found["times"] or "一") or Decimal(1)
        return Amount(found.start(), found.end(), Decimal(2) ** int(times), "倍", None, folds=True)
    start, bound = _bound_before(text, found.start(), words, floor)
    end = found.end()
    if closing := words.after.match(text, end):
        bound, end = words.bound_of[closing[0]], closing.end()
    return Amount(start, end, Decimal(1), "1/2", bound)


def _amount(text: str, number: re.Match[str], words: Grammar, floor: int) -> Amount | None:
    if fraction := _fraction(text, number, words):
        return fraction
    written = number["n"]
    value = numerals.value(written)
    if not value or words.fixed.match(text, number.start()) or _excluded(text, number.start(), written):
        return None
    value *= numerals.scale(number["s"] or "")
    start, bound = _bound_before(text, number.start(), words, floor)
    if written[0] in _BARE:
        lead = words.bare.search(text, max(floor, number.start() - 2), number.start())
        if not lead and not number["w"]:
            return None
        if lead:
            start, bound = lead.start(), words.bound_of[lead[0].rstrip("了")]
    end, inner = _spaced(text, number, words), number["w2"] or number["w"]
    if inner:
        bound = words.bound_of[inner]
    elif bound is None and words.ahead.search(text, max(floor, start - _AHEAD), start):
        bound = words.upper
    ranged = _upper(text, end, words)
    upper = None
    if ranged:
        upper, end = ranged
    unit_end, unit = _unit(text, end, start, written, words, value)
    if unit is None:
        return None
    end = unit_end
    if closing := words.after.match(text, end):
        bound, end = words.bound_of[closing[0]], closing.end()
    return Amount(start, end, value, unit, bound, upper)


def _spaced(text: str, number: re.Match[str], words: Grammar) -> int:
    """Return where a number ends, past the space that some write before its unit (2022 箱)."""
    end, line = number.end(), number.start() == 0 or text[number.start() - 1] == "\n"
    spaced = text[end : end + 1] in (" ", "　") and text[end - 1].isdigit() and not line
    return end + 1 if spaced and words.unit.match(text, end + 1) else end


def _excluded(text: str, start: int, written: str) -> bool:
    """Say whether the character before makes the numeral an ordinal, a rate or a part of a name."""
    before = text[start - 1] if start else "\n"
    if before in _NOT_BEFORE or (before == "前" and text[start - 2 : start - 1] not in _NOW):
        return True
    return written[0] not in "0123456789" and before in _NOT_BEFORE_CHINESE


def _bound_before(text: str, place: int, words: Grammar, floor: int) -> tuple[int, str | None]:
    last = text[place - 1 : place]
    found = words.before.search(text, max(floor, place - 5), place) if last in words.ends else None
    if not found:
        return place, None
    return found.start(), words.bound_of[found[0].rstrip("了").removesuffix("约") or "约"]


def _upper(text: str, end: int, words: Grammar) -> tuple[Decimal, int] | None:
    """Read the second number of a range (4—6, 5%-5.5%, 3个至5个): its value and end."""
    place = end
    if text[place : place + 1] in ("%", "‰"):
        place += 1
    elif unit := words.unit.match(text, place):
        place = unit.end()
    dash = _RANGE.match(text, place)
    second = words.number.match(text, dash.end()) if dash else None
    if not second:
        return None
    value = numerals.value(second["n"])
    return None if value is None else (value * numerals.scale(second["s"] or ""), second.end())


def _unit(text: str, end: int, start: int, written: str, words: Grammar, value: Decimal) -> tuple[int, str | None]:
    """Return where the unit ends and the unit: None for no amount, an empty one for a number without any."""
    if text[end : end + 1] in _PERCENT:
        return end + 1, _PERCENT[text[end]]
    chinese = written[0] not in "0123456789"
    tenths = _TENTHS.match(text, end)
    if tenths and value < 10 and (not chinese or _tenth_stands(text, start, tenths.end(), words)):
        return tenths.end(), "1/10"
    if written == "一":
        return _one(text, start, end, words)
    unit = words.unit.match(text, end)
    if unit is None:
        noun = words.noun.match(text, end)
        if noun and written[-1] in "万亿":
            return end, words.person
        return end, "" if not chinese and text[end : end + 1] in "、和" else None
    if (value < _FEW and words.enumerated.match(text, unit.end())) or (chinese and written in "二"):
        return end, None
    if unit[0] in words.later and not _stands(text, start, unit.end(), chinese and written != "两", words):
        return end, None
    if _NOT_AFTER.match(text, unit.end()) and unit[0].isascii():
        return end, None
    return unit.end(), unit[0]


def _tenth_stands(text: str, start: int, end: int, words: Grammar) -> bool:
    """Say whether 三成 is three tenths: a bound, a clause's end or a verb of measure beside it says so."""
    bounded = text[start : start + 1] not in numerals.CHINESE or words.after.match(text, end)
    return (
        bool(bounded) or text[end : end + 1] in "，。；、,; \n的" or text[start - 1 : start] in "占达到至高低升降长少加"
    )


def _one(text: str, start: int, end: int, words: Grammar) -> tuple[int, str | None]:
    """Read 一艘 after its noun at the end of a clause (内河船一艘) or after a verb of catching; elsewhere 一 is an article."""
    unit = words.unit.match(text, end)
    if unit and unit[0] in words.ones and words.catching.search(text, max(0, start - 4), start):
        return unit.end(), unit[0]
    if unit and unit[0] in words.ones and text[unit.end() : unit.end() + 1] in "，。；、,;）\n":
        return unit.end(), unit[0] if _NO_ARTICLE.search(text, max(0, start - 1), start) else None
    return end, None


def _stands(text: str, start: int, end: int, chinese: bool, words: Grammar) -> bool:
    """Say whether a number with such a unit is a count: a word of measure leads it, or its clause ends with it."""
    if text[start - 1 : start] in _CLOCK and text[end - 1] == "分":
        return False
    after = words.after.match(text, end)
    place = after.end() if after else end
    if text[max(0, start - 3) : start].endswith(words.leads) or words.terms.match(text, place):
        return True
    if chinese:
        return False
    return text[place : place + 1] in "，。；、,;！）)\n" and text[start - 1 : start] not in "，。；、的"


def _fraction(text: str, number: re.Match[str], words: Grammar) -> Amount | None:
    found = _FRACTION.match(text, number.start())
    if not found:
        return None
    parts, value = numerals.value(found[1]), numerals.value(found[2])
    if parts is None or value is None or parts < 2:
        return None
    start, bound = _bound_before(text, found.start(), words, 0)
    end = found.end()
    if closing := words.after.match(text, end):
        bound, end = words.bound_of[closing[0]], closing.end()
    return Amount(start, end, value, f"1/{parts}", bound)


def shared(group: list[Amount], words: Grammar) -> list[Amount]:
    """Give the bound before the first and after the last of a 分别 list, and the unit of the last, to all that have none."""
    last = group[-1]
    common = group[0].bound or last.bound
    return [replace(a, bound=a.bound or common, unit=a.unit or last.unit) for a in group]
